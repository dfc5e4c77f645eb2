from exhibitions.admin import leads
from exhibitions.admin.enquiries import EnquiryAdmin
from exhibitions.admin.words import SearchWordsAdmin

__all__ = ["EnquiryAdmin", "SearchWordsAdmin", "leads"]
