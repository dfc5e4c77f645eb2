from exhibitions.forms.applications import ApplicationForm, SendForm, WithdrawForm
from exhibitions.forms.catalogue import CatalogueSearchForm, EnquiryForm
from exhibitions.forms.ready import ReadyForm
from exhibitions.forms.reports import OrderForm, ReportForm

__all__ = [
    "ApplicationForm",
    "CatalogueSearchForm",
    "EnquiryForm",
    "OrderForm",
    "ReadyForm",
    "ReportForm",
    "SendForm",
    "WithdrawForm",
]
