from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plut_portal.notifications.models import CODE_LENGTH, normalise_code


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
