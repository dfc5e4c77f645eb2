from exhibitions.forms.applications import ApplicationForm, SendForm, WithdrawForm
from exhibitions.forms.catalogue import CatalogueSearchForm, EnquiryForm
from exhibitions.forms.curation import ConflictForm, ReviewForm
from exhibitions.forms.ready import ReadyForm
from exhibitions.forms.reports import OrderForm, ReportForm
from exhibitions.forms.travel import GoodsForm, HandOverForm, TakeBackForm, TravellerForm

__all__ = [
    "ApplicationForm",
    "CatalogueSearchForm",
    "ConflictForm",
    "EnquiryForm",
    "GoodsForm",
    "HandOverForm",
    "OrderForm",
    "ReadyForm",
    "ReportForm",
    "ReviewForm",
    "SendForm",
    "TakeBackForm",
    "TravellerForm",
    "WithdrawForm",
]
