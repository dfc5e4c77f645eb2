from businesses.forms.businesses import BusinessForm, BusinessUpdateForm, NewBusinessForm
from businesses.forms.remarks import Remarked
from businesses.forms.steps import ConditionForm, NameForm, NibForm, TurnoverForm
from businesses.forms.villages import VillageField

__all__ = [
    "BusinessForm",
    "BusinessUpdateForm",
    "ConditionForm",
    "NameForm",
    "NewBusinessForm",
    "NibForm",
    "Remarked",
    "TurnoverForm",
    "VillageField",
]
