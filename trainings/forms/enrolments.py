from typing import Any, cast
from uuid import uuid4

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from businesses.models import Business


class BusinessField(forms.ModelChoiceField):
    def label_from_instance(self, business: Business) -> str:
        return business.label


class EnrolForm(forms.Form):
    """Which business; not asked of those who have one."""

    business = BusinessField(
        Business.objects.none(),
        label=_("Which business takes part?"),
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose which business takes part.")},
    )
    submission_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def __init__(self, *args: Any, businesses: QuerySet[Business], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(BusinessField, self.fields["business"])
        field.queryset = businesses
        own = list(businesses[:2])
        if len(own) == 1:
            field.initial, field.widget = own[0], forms.HiddenInput()


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        label=_("Why?"),
        help_text=_("Helps the office to plan the next batch."),
        max_length=200,
        required=False,
    )
