"""What the office enters about products for retail partners."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget

from exhibitions.models import Submission
from exhibitions.services.partner_links import LONGEST_DAYS
from plut_portal.core import clock, formats
from plut_portal.core.admin_forms import DateInput, OfficeForm, ReasonForm


def _today() -> Any:
    return formats.wib_day(clock.now())


class AcceptForm(OfficeForm):
    """One box for each line that only people can check."""

    checked = forms.TypedMultipleChoiceField(
        label=_("Checked by the office"),
        coerce=int,
        required=False,
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
    )

    def __init__(self, *args: Any, submission: Submission, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lines = submission.requirements.lines.filter(kind="OFFICE").order_by("position", "pk")
        boxes: Any = self.fields["checked"]
        boxes.choices = [(line.pk, line.text) for line in lines]
        if not boxes.choices:
            del self.fields["checked"]


class OutcomeForm(ReasonForm):
    on = forms.DateField(label=_("On"), widget=DateInput, initial=_today)


class ShelfForm(OfficeForm):
    on = forms.DateField(label=_("On"), widget=DateInput, initial=_today)
    stores = forms.IntegerField(label=_("In how many shops"), min_value=1)
    units = forms.IntegerField(label=_("Pieces taken"), min_value=0)


class LinkForm(OfficeForm):
    days = forms.IntegerField(
        label=_("Valid for days"), min_value=1, max_value=LONGEST_DAYS, initial=30
    )
