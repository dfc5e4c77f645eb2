from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter

from django import forms
from django.forms.models import ModelChoiceIterator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from businesses.models import Village


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
