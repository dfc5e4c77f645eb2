from exhibitions.services.enquiries import TooManyEnquiries, mark_answered, send_enquiry

__all__ = ["TooManyEnquiries", "mark_answered", "send_enquiry"]
