from typing import Any

from allauth.account import forms as allauth_forms
from allauth.account.adapter import get_adapter
from allauth.mfa.base import forms as mfa_forms
from allauth.mfa.totp import forms as totp_forms
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from plut_portal.accounts.models import User
from plut_portal.core.validators import ascii_digits, normalise_contact, validate_plain_text

SHORTEST_PASSWORD, LONGEST_PASSWORD = 8, 128


class ContactField(forms.CharField):
    """A mobile number or an e-mail address, as people type them; cleans to the form we keep."""

    def __init__(self, *, autocomplete: str = "username", **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Mobile number or e-mail"))
        kwargs.setdefault("max_length", 254)
        kwargs.setdefault(
            "error_messages", {"required": _("Please type your mobile number or your e-mail.")}
        )
        super().__init__(**kwargs)
        self.widget.attrs |= {
            "inputmode": "email",
            "autocapitalize": "none",
            "spellcheck": "false",
            "autocomplete": autocomplete,
        }

    def clean(self, value: str) -> str:
        value = super().clean(value)
        return normalise_contact(value)[1] if value else value


class PasswordField(forms.CharField):
    """The password one has."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Password"))
        kwargs.setdefault("max_length", LONGEST_PASSWORD)
        kwargs.setdefault("error_messages", {"required": _("Please type your password.")})
        kwargs.setdefault("widget", forms.PasswordInput(attrs={"autocomplete": "current-password"}))
        super().__init__(strip=False, **kwargs)


class NewPasswordField(PasswordField):
    """The password one is about to have."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault(
            "help_text", _("At least 8 characters. A short sentence is easy to keep.")
        )
        super().__init__(
            min_length=SHORTEST_PASSWORD,
            widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
            error_messages={
                "required": _("Please choose a password."),
                "min_length": _(
                    "A password has at least %(limit_value)d characters. You typed %(show_value)d."
                ),
            },
            **kwargs,
        )

    def validate(self, value: str) -> None:
        super().validate(value)
        if len(value or "") >= SHORTEST_PASSWORD:
            validate_password(value)


class DigitsField(forms.CharField):
    """Six digits from an e-mail or from the counter."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label=_("Code"),
            max_length=20,
            error_messages={"required": _("Please type the six digits of the code.")},
            **kwargs,
        )
        self.widget.attrs |= {"inputmode": "numeric", "autocomplete": "one-time-code"}

    def clean(self, value: str) -> str:
        value = super().clean(value)
        digits = ascii_digits(value)
        if len(digits) != 6 or any(c.isalpha() for c in value):
            raise ValidationError(
                _("The code has six digits. You typed %(count)d."),
                params={"count": len(digits)},
            )
        return digits


class SignUpForm(forms.Form):
    full_name = forms.CharField(
        label=_("Your name"),
        help_text=_("As people call you. One word is fine."),
        max_length=120,
        validators=[validate_plain_text],
        error_messages={"required": _("Please type your name.")},
        widget=forms.TextInput(attrs={"autocomplete": "name", "autocapitalize": "words"}),
    )
    contact = ContactField(
        help_text=_("You log in with it. It is not shown to the public."),
    )
    password = NewPasswordField()
    reminders = forms.BooleanField(
        label=_("Remind me of my appointments by message, to this number or e-mail."),
        required=False,
    )
    heard_from = forms.ChoiceField(
        label=_("How did you hear of PLUT?"),
        choices=User.HeardFrom.choices,
        required=False,
        widget=forms.RadioSelect,
    )
    # People never see it; programs that fill in everything do (FM-47).
    nickname = forms.CharField(
        label=_("Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.pop("nickname", ""):
            raise ValidationError(_("Please leave the hidden field empty and send again."))
        return data


class LoginForm(allauth_forms.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields = {"login": ContactField(), "password": PasswordField()}

    def clean_login(self) -> str:
        return self.cleaned_data["login"]


class ResetForm(forms.Form):
    contact = ContactField()


class NewPasswordForm(forms.Form):
    password = NewPasswordField(label=_("New password"))


class CodeForm(forms.Form):
    contact = ContactField(help_text=_("The one you gave at the counter."))
    code = DigitsField(help_text=_("Six digits, from the officer at the counter."))
    password = NewPasswordField(label=_("New password"))


class SlipCodeField(forms.CharField):
    """Twelve signs from a slip, as people type them."""

    SIGNS = 12

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label=_("Code on the slip"),
            help_text=_("Twelve letters and digits, for example ABCD-2345-EFGH."),
            max_length=40,
            error_messages={"required": _("Please type the code on the slip.")},
            **kwargs,
        )
        self.widget.attrs |= {
            "autocomplete": "off",
            "autocapitalize": "characters",
            "spellcheck": "false",
        }

    def clean(self, value: str) -> str:
        code = "".join(c for c in super().clean(value).upper() if c.isascii() and c.isalnum())
        if len(code) != self.SIGNS:
            raise ValidationError(
                _("The code has %(signs)d letters and digits. You typed %(count)d."),
                params={"signs": self.SIGNS, "count": len(code)},
            )
        return code


class ClaimForm(forms.Form):
    code = SlipCodeField()
    contact = ContactField(
        help_text=_("Your own. You log in with it; a relative's number stays the relative's."),
    )
    password = NewPasswordField()
    reminders = forms.BooleanField(
        label=_("Remind me of my appointments by message, to this number or e-mail."),
        required=False,
    )


class NameForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ("full_name",)
        labels = {"full_name": _("Your name")}
        widgets = {"full_name": forms.TextInput(attrs={"autocomplete": "name"})}
        error_messages = {"full_name": {"required": _("Please type your name.")}}


class RemindersForm(forms.Form):
    reminders = forms.BooleanField(
        label=_("Remind me of my appointments by message, to my number or e-mail."),
        required=False,
    )


class CatalogueForm(forms.Form):
    catalogue = forms.BooleanField(
        label=_("Show my photos and products to the public"),
        help_text=_("Without the tick only your business and the office see them, at once."),
        required=False,
    )
    show_phone = forms.BooleanField(
        label=_("Show my WhatsApp number beside my products"),
        help_text=_("Without the tick buyers write by the portal’s form."),
        required=False,
    )


class OwnPasswordForm(forms.Form):
    """Asks for the present password before something that cannot be taken back."""

    password = PasswordField(label=_("Your password"))

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self) -> str:
        # Through the adapter, which counts wrong ones.
        if not get_adapter().reauthenticate(self.user, self.cleaned_data["password"]):
            raise ValidationError(_("This is not your present password."))
        return ""


class ContactChangeForm(OwnPasswordForm):
    contact = ContactField(label=_("New mobile number or e-mail"), autocomplete="off")

    field_order = ("contact", "password")


class ConfirmForm(forms.Form):
    code = DigitsField(help_text=_("Six digits, from the e-mail we sent you."))


class PasswordChangeForm(allauth_forms.ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields = {
            "oldpassword": PasswordField(label=_("Your present password")),
            "password1": NewPasswordField(label=_("New password")),
        }


class ReauthenticateForm(allauth_forms.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields = {"password": PasswordField(label=_("Your password"))}


def _app_code() -> forms.CharField:
    """Digits from the phone's authenticator app, or one of the recovery codes."""
    return forms.CharField(
        label=_("Code"),
        max_length=40,
        error_messages={"required": _("Please type the code.")},
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


class MfaAuthenticateForm(mfa_forms.AuthenticateForm):
    code = _app_code()


class MfaReauthenticateForm(mfa_forms.ReauthenticateForm):
    code = _app_code()


class TotpActivateForm(totp_forms.ActivateTOTPForm):
    code = _app_code()
