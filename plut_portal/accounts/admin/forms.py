from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from unfold import widgets

from plut_portal.accounts.models import Consent
from plut_portal.accounts.roles import Role
from plut_portal.core.admin_forms import CreatingForm, OfficeForm
from plut_portal.core.validators import normalise_phone, validate_plain_text


class PhoneField(forms.CharField):
    def clean(self, value):
        value = super().clean(value)
        return normalise_phone(value) if value else ""


class EmailField(forms.EmailField):
    def clean(self, value):
        return super().clean(value).lower()


class ContactsForm(OfficeForm):
    phone = PhoneField(
        label=_("Mobile number"),
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    email = EmailField(label=_("E-mail"), required=False)

    def clean(self):
        data = super().clean()
        if not self.errors and not data["phone"] and not data["email"]:
            raise ValidationError(_("Please enter a mobile number or an e-mail address."))
        return data


class PersonForm(ContactsForm, CreatingForm):
    """Somebody at the counter without an account."""

    full_name = forms.CharField(
        label=_("Full name"), max_length=120, validators=[validate_plain_text]
    )
    privacy = forms.BooleanField(
        label=_("Has read the privacy notice on paper and agrees"),
        widget=widgets.UnfoldBooleanWidget,
    )
    reminders = forms.BooleanField(
        label=_("Wants reminders and changes sent to this number or e-mail"),
        required=False,
        widget=widgets.UnfoldBooleanWidget,
    )
    field_order = ["full_name", "phone", "email", "privacy", "reminders"]


class ConsentsForm(OfficeForm):
    agreed = forms.MultipleChoiceField(
        label=_("Agrees to"),
        choices=[(purpose.value, purpose.label) for purpose in Consent.CHOSEN],
        required=False,
        widget=widgets.UnfoldAdminCheckboxSelectMultipleWidget,
    )

    def __init__(self, *args, user, **kwargs):
        live = Consent.objects.live().filter(user=user).values_list("purpose", flat=True)
        super().__init__(*args, initial={"agreed": list(live)}, **kwargs)


class RolesForm(OfficeForm):
    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        help_text=_("Without a role somebody is a business owner and sees the public portal only."),
        choices=Role.choices,
        required=False,
        widget=widgets.UnfoldAdminCheckboxSelectMultipleWidget,
    )
    superuser = forms.BooleanField(
        label=_("Superuser: may do everything"),
        required=False,
        widget=widgets.UnfoldBooleanWidget,
    )

    def __init__(self, *args, user, by, **kwargs):
        initial = {"roles": sorted(user.role_names), "superuser": user.is_superuser}
        super().__init__(*args, initial=initial, **kwargs)
        if not by.is_superuser:
            del self.fields["superuser"]
