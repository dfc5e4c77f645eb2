from django import forms
from django.utils.translation import gettext_lazy as _

from trainings.models.certificates import bare_code


class CertificateCodeForm(forms.Form):
    kode = forms.CharField(
        label=_("Code on the certificate"),
        help_text=_("Ten letters and digits, beside the square pattern."),
        max_length=40,
        error_messages={"required": _("Please type in the code on the certificate.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )

    def clean_kode(self) -> str:
        code = bare_code(self.cleaned_data["kode"])
        if not code:
            raise forms.ValidationError(
                _(
                    "A code is made of letters and digits. Please type in the ten on the certificate."
                )
            )
        return code
