from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from plut_portal.core.validators import ascii_digits
from trainings.models import Enrolment


class EnrolmentField(forms.ModelChoiceField):
    def label_from_instance(self, enrolment: Enrolment) -> str:
        return f"{enrolment.business.label} – {enrolment.batch.track}"


class AttendForm(forms.Form):
    """The six digits on the wall, and for whom where several could be meant."""

    enrolment = EnrolmentField(
        Enrolment.objects.none(),
        label=_("For which business?"),
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose for which business.")},
    )
    kode = forms.CharField(
        label=_("The code in the room"),
        help_text=_("Six digits, on the screen or from the trainer."),
        max_length=20,
        error_messages={"required": _("Please type in the six digits.")},
        widget=forms.TextInput(
            attrs={
                "inputmode": "numeric",
                "autocomplete": "off",
                "pattern": "[0-9 ]*",
                "class": "code-input",
            }
        ),
    )

    def __init__(
        self,
        *args: Any,
        enrolments: Sequence[Enrolment],
        now: Sequence[Enrolment] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        field = cast(EnrolmentField, self.fields["enrolment"])
        mine = Enrolment.objects.filter(pk__in=[each.pk for each in enrolments])
        field.queryset = mine.select_related("business", "batch__track").order_by("pk")
        likely = now if len(now) == 1 else enrolments
        if len(likely) == 1:
            field.initial, field.widget = likely[0], forms.HiddenInput()

    def clean_kode(self) -> str:
        typed = self.cleaned_data["kode"]
        digits = "".join(sign for sign in ascii_digits(typed) if sign.isdigit())
        if len(digits) != 6:
            raise ValidationError(
                _("The code has six digits. You typed %(count)d.") % {"count": len(digits)}
            )
        return digits


class MarkForm(forms.Form):
    """Whom the trainer ticks; only people of this meeting's batch."""

    enrolment = forms.ModelChoiceField(Enrolment.objects.none(), to_field_name="public_id")

    def __init__(self, *args: Any, batch_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = Enrolment.objects.filter(batch=batch_id).select_related("participant")
        cast(forms.ModelChoiceField, self.fields["enrolment"]).queryset = people
