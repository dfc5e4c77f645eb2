from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from businesses.forms.villages import VillageField
from businesses.models import Business


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
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "organization"}),
            "address": forms.TextInput(attrs={"autocomplete": "street-address"}),
        }
        error_messages = {
            "makes": {"required": _("Please write what you make or sell, in a few words.")},
        }


class NewBusinessForm(BusinessForm):
    submission_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
