from datetime import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consultations.forms.bookings import TIME_FORMAT
from consultations.models import AffectedBooking, Consultant, Disruption
from consultations.selectors import HitRow, Offer
from consultations.services import Choice
from plut_portal.core import formats

Decision = AffectedBooking.Decision


class DecisionForm(forms.Form):
    """What becomes of one affected appointment: one choice, and what the owner is told."""

    choice = forms.CharField(
        label=gettext_lazy("Decision"),
        widget=forms.Select,
        error_messages={"required": gettext_lazy("Please choose what becomes of it.")},
    )
    message = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("The owner reads it."),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": gettext_lazy("Please write the reason; the owner reads it.")},
    )

    def __init__(self, *args, row: HitRow, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.row = row
        # Several of these forms share a page.
        self.auto_id = f"id_{row.hit.pk}_%s"
        self.fields["message"].initial = self.usual_message(row.hit.disruption)
        self.colleagues = {str(offer.consultant.pk): offer.consultant for offer in row.colleagues}
        self.fields["choice"].widget.choices = self._choices()

    @staticmethod
    def usual_message(disruption: Disruption) -> str:
        if disruption.cause == Disruption.Cause.CLOSURE:
            return _("The office is closed that day: %(name)s.") % {"name": disruption.name}
        if disruption.cause in (Disruption.Cause.HOURS, Disruption.Cause.PERIOD):
            return _("The hours of the consultant have changed.")
        return _("The consultant cannot be there that day.")

    def _choices(self) -> list:
        own = self.row.own
        move = _("Move, still with %(name)s") % {"name": own.consultant.display_name}
        groups = [(move, _times(own, f"{Decision.MOVED}|"))] if own.times else []
        for offer in self.row.colleagues:
            label = _("Give to %(name)s") % {"name": offer.consultant.display_name}
            prefix = f"{Decision.HANDED_OVER}|{offer.consultant.pk}|"
            groups.append((label, _times(offer, prefix)))
        last = (_("Cancel"), [(str(Decision.CANCELLED), _("Cancel the appointment"))])
        return [("", _("Choose …")), *groups, last]

    def clean_choice(self) -> Choice:
        """Only the shape: whether the time is still free is for the service to say."""
        kind, *rest = self.cleaned_data["choice"].split("|")
        try:
            if kind == Decision.CANCELLED and not rest:
                return Choice(Decision.CANCELLED)
            if kind == Decision.MOVED:
                (moment,) = rest
                return Choice(Decision.MOVED, starts_at=_moment(moment))
            if kind == Decision.HANDED_OVER:
                return self._hand_over(*rest)
        except (ValueError, KeyError, TypeError):
            pass
        raise ValidationError(_("Please choose again."))

    def _hand_over(self, consultant_pk: str, moment: str) -> Choice:
        colleague: Consultant = self.colleagues[consultant_pk]
        return Choice(Decision.HANDED_OVER, consultant=colleague, starts_at=_moment(moment))


def _times(offer: Offer, prefix: str) -> list[tuple[str, str]]:
    return [(prefix + time.value, formats.moment_text(time.starts_at)) for time in offer.times]


def _moment(text: str) -> datetime:
    return datetime.strptime(text, TIME_FORMAT).replace(tzinfo=formats.WIB)
