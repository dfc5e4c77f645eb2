from collections.abc import Iterable
from typing import cast

from django import forms
from django.utils.translation import gettext_lazy as _

from businesses.forms import VillageField
from consultations.models import CheckQuestion, ConstraintCheck

OUTSIDE = "LUAR"


class AnswerForm(forms.Form):
    """One of the answers of this question; each is a button of the page."""

    def __init__(self, *args, question: CheckQuestion, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        answers = {str(answer.pk): answer for answer in question.answers.all()}
        please_choose = _("Please choose one of the answers.")
        self.fields["answer"] = forms.TypedChoiceField(
            choices=[(value, answer.text) for value, answer in answers.items()],
            coerce=answers.__getitem__,
            error_messages={"required": please_choose, "invalid_choice": please_choose},
        )


class PlaceField(VillageField):
    """The villages of Batu and everywhere else."""

    def to_python(self, value):
        return OUTSIDE if value == OUTSIDE else super().to_python(value)


class PlaceForm(forms.Form):
    village = PlaceField(
        label=_("Your village or ward"),
        help_text=_("So that we know whether we may serve you."),
        required=False,
    )

    def __init__(self, *args, check: ConstraintCheck, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        field = cast(PlaceField, self.fields["village"])
        field.choices = [*cast(Iterable, field.choices), (OUTSIDE, _("Outside Kota Batu"))]
        self.initial["village"] = OUTSIDE if check.is_outside_batu else check.village_id

    def place(self) -> dict:
        chosen = self.cleaned_data["village"]
        is_outside = chosen == OUTSIDE
        return {"village": None if is_outside else chosen, "is_outside_batu": is_outside}
