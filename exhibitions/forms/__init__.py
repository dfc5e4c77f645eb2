from exhibitions.forms.catalogue import CatalogueSearchForm, EnquiryForm
from exhibitions.forms.curation import ConflictForm, ReviewForm
from exhibitions.forms.travel import GoodsForm, HandOverForm, TakeBackForm, TravellerForm

__all__ = [
    "CatalogueSearchForm",
    "ConflictForm",
    "EnquiryForm",
    "GoodsForm",
    "HandOverForm",
    "ReviewForm",
    "TakeBackForm",
    "TravellerForm",
]
