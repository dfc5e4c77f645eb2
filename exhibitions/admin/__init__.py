from exhibitions.admin.enquiries import EnquiryAdmin

__all__ = ["EnquiryAdmin"]
