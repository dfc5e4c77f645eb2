from businesses.forms.businesses import BusinessForm, BusinessUpdateForm, NewBusinessForm
from businesses.forms.kbli import KbliForm
from businesses.forms.products import PermitForm, ProductDetailsForm
from businesses.forms.remarks import Remarked
from businesses.forms.steps import ConditionForm, NameForm, NibForm, TurnoverForm
from businesses.forms.uploads import DocumentForm, PhotoForm
from businesses.forms.villages import VillageField

__all__ = [
    "BusinessForm",
    "BusinessUpdateForm",
    "ConditionForm",
    "DocumentForm",
    "KbliForm",
    "NameForm",
    "NewBusinessForm",
    "NibForm",
    "PermitForm",
    "PhotoForm",
    "ProductDetailsForm",
    "Remarked",
    "TurnoverForm",
    "VillageField",
]
