from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter
from uuid import uuid4

from django import forms
from django.forms.models import ModelChoiceIterator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from businesses.models import Business, Village


class _ByDistrict(ModelChoiceIterator):
    """The villages under the heading of their kecamatan, in the order of the alphabet."""

    def __iter__(self) -> Iterator:
        yield "", self.field.empty_label
        for district, villages in groupby(self.queryset, key=attrgetter("district")):
            heading = gettext("District of %(name)s") % {"name": district}
            yield heading, [self.choice(village) for village in villages]


class VillageField(forms.ModelChoiceField):
    """The 24 desa and kelurahan to choose from."""

    iterator = _ByDistrict
    default_error_messages = {
        "required": _("Please choose your village or ward."),
        "invalid_choice": _("Please choose one of the villages or wards in the list."),
    }

    def __init__(self, **kwargs) -> None:
        kwargs.setdefault("label", _("Village or ward"))
        kwargs.setdefault("help_text", _("Where the business is, in Kota Batu."))
        super().__init__(
            Village.objects.order_by("district", "name", "pk"),
            empty_label=_("Choose …"),
            **kwargs,
        )


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
