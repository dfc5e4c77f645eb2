"""What a curator fills in: points for an entry, or why she should not judge it."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from exhibitions.models import Criterion, Review

_POINTS = [(str(number), str(number)) for number in range(Criterion.LEAST, Criterion.MOST + 1)]


class ReviewForm(forms.Form):
    comment = forms.CharField(
        label=_("Remark for the panel"),
        help_text=_("Only curators and the office read it."),
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(
        self,
        *args: Any,
        criteria: Sequence[Criterion],
        review: Review | None = None,
        **kwargs: Any,
    ) -> None:
        kwargs.setdefault("initial", _saved(review))
        super().__init__(*args, **kwargs)
        self.criteria = criteria
        for criterion in criteria:
            self.fields[_name(criterion)] = forms.TypedChoiceField(
                label=criterion.name,
                help_text=criterion.help,
                choices=_POINTS,
                coerce=int,
                widget=forms.RadioSelect,
                error_messages={"required": _("Please give 1 to 5 points.")},
            )
        self.order_fields([_name(criterion) for criterion in criteria])

    @property
    def rows(self) -> list[tuple[forms.BoundField, int]]:
        """Each criterion with its share of the weights in percent."""
        whole = sum(criterion.weight for criterion in self.criteria)
        return [(self[_name(each)], round(100 * each.weight / whole)) for each in self.criteria]

    def points(self) -> dict[Criterion, int]:
        """What the service takes."""
        return {each: self.cleaned_data[_name(each)] for each in self.criteria}


def _name(criterion: Criterion) -> str:
    return f"points_{criterion.pk}"


def _saved(review: Review | None) -> dict[str, Any]:
    if review is None:
        return {}
    points = {_name(score.criterion): str(score.points) for score in review.scores.all()}
    return points | {"comment": review.comment}


class ConflictForm(forms.Form):
    reason = forms.CharField(
        label=_("Why you should not judge this entry"),
        help_text=_("For example: my sister’s business. Only the office reads it."),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Please write the reason; it is kept.")},
    )
    submission_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
