from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from businesses.forms.remarks import Remarked
from businesses.forms.villages import VillageField
from businesses.models import Business
from plut_portal.core.validators import normalise_phone


class BusinessForm(forms.ModelForm):
    village = VillageField()

    class Meta:
        model = Business
        fields = ["makes", "village", "name", "address"]
        labels = {"makes": _("What do you make or sell?")}
        help_texts = {
            "makes": _("For example: apple chips, batik, homestay."),
            "name": _("As your customers know it. You may fill this in later."),
            "address": _("Street and number, hamlet, RT/RW. For visits by the consultant."),
        }
        widgets: dict[str, forms.Widget] = {
            "name": forms.TextInput(attrs={"autocomplete": "organization"}),
            "address": forms.TextInput(attrs={"autocomplete": "street-address"}),
        }
        error_messages = {
            "makes": {"required": _("Please write what you make or sell, in a few words.")},
        }


class BusinessUpdateForm(Remarked, BusinessForm):
    class Meta(BusinessForm.Meta):
        fields = [*BusinessForm.Meta.fields, "contact_phone", "contact_email"]
        labels = BusinessForm.Meta.labels | {
            "contact_phone": _("Number of the business for WhatsApp or calls"),
            "contact_email": _("E-mail of the business"),
        }
        help_texts = BusinessForm.Meta.help_texts | {
            "contact_phone": _("If it is another than the one you sign in with."),
        }
        widgets = BusinessForm.Meta.widgets | {
            "contact_phone": forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
            "contact_email": forms.EmailInput(attrs={"autocomplete": "off"}),
        }

    def clean_contact_phone(self) -> str:
        phone = self.cleaned_data["contact_phone"]
        return normalise_phone(phone) if phone else ""


class NewBusinessForm(BusinessForm):
    submission_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
