from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from plut_portal.core.validators import validate_plain_text


class HinderForm(forms.Form):
    """“Not yet”, with a reason if she likes."""

    hindrance = forms.CharField(
        label=_("What is in the way? (optional)"),
        help_text=_("Your consultant reads it."),
        max_length=120,
        required=False,
        validators=[validate_plain_text],
    )


class CopyForm(forms.Form):
    submission_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
