from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plut_portal.core.admin_forms import CreatingForm
from plut_portal.notifications.models import CODE_LENGTH, ContactAttempt, normalise_code


class CodeForm(forms.Form):
    kode = forms.CharField(
        label=gettext_lazy("Check code"),
        help_text=gettext_lazy("Eight letters and digits at the end of the message: ABCD-EFGH."),
        max_length=40,
        error_messages={"required": gettext_lazy("Please type the code of the message.")},
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )

    def clean_kode(self) -> str:
        code = normalise_code(self.cleaned_data["kode"])
        if len(code) != CODE_LENGTH:
            raise ValidationError(
                _("The code has 8 letters and digits. You typed %(count)d.") % {"count": len(code)}
            )
        return code


class CallForm(CreatingForm):
    """How it went. Each outcome is a button, so that one tap is enough."""

    channel = forms.ChoiceField(
        label=gettext_lazy("How"),
        choices=ContactAttempt.Channel.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Please choose how you tried.")},
    )
    note = forms.CharField(label=gettext_lazy("Note (optional)"), max_length=200, required=False)
    outcome = forms.ChoiceField(
        choices=[
            choice
            for choice in ContactAttempt.Outcome.choices
            if choice[0] != ContactAttempt.Outcome.STARTED
        ],
        error_messages={"required": gettext_lazy("Please choose how it went.")},
    )

    def __init__(self, *args, has_phone, **kwargs):
        super().__init__(*args, **kwargs)
        channels = ContactAttempt.Channel
        self.initial["channel"] = channels.WHATSAPP if has_phone else channels.IN_PERSON
        if not has_phone:
            self.fields["channel"].choices = [(channels.IN_PERSON, channels.IN_PERSON.label)]

    def clean(self):
        data = super().clean()
        if data.get("outcome") == ContactAttempt.Outcome.LEFT_WORD:
            data["channel"] = ContactAttempt.Channel.IN_PERSON
        return data
