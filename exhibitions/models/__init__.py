from exhibitions.models.enquiries import Enquiry, EnquiryQuerySet

__all__ = ["Enquiry", "EnquiryQuerySet"]
