from businesses.forms.businesses import BusinessForm, NewBusinessForm
from businesses.forms.villages import VillageField

__all__ = ["BusinessForm", "NewBusinessForm", "VillageField"]
