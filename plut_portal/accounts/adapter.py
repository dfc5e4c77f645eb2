"""How allauth meets our user: a phone or an e-mail, and no mail sent in a request."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django import forms
from django.http import HttpRequest
from django.urls import reverse

from plut_portal.accounts.models import User
from plut_portal.core.validators import normalise_phone


class PhoneField(forms.CharField):
    """allauth's own refuses 0812…; this one takes a number as people write it."""

    def clean(self, value: str) -> str:
        value = super().clean(value)
        return normalise_phone(value) if value else ""


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return True

    def is_ajax(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        raise NotImplementedError("Mail leaves through the outbox, never from a request.")

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        if request.user.is_consultant:
            return reverse("consultations:workspace")
        if request.user.is_staff:
            return reverse("admin:index")
        return super().get_login_redirect_url(request)

    # Phone login: allauth asks for all of these before it accepts a phone at all.
    def phone_form_field(self, **kwargs: Any) -> forms.Field:
        return PhoneField(**kwargs)

    def set_phone(self, user: User, phone: str, verified: bool) -> None:
        # Called before the user has a key, so it must not save.
        user.phone = phone

    def get_phone(self, user: User) -> tuple[str, bool] | None:
        return (user.phone, user.phone_confirmed_at is not None) if user.phone else None

    def set_phone_verified(self, user: User, phone: str) -> None:
        raise NotImplementedError("Numbers are confirmed by staff, see services.contacts.")

    def send_verification_code_sms(self, user: User, phone: str, code: str, **kwargs: Any) -> None:
        raise NotImplementedError("No SMS is sent; codes come from the counter.")

    def get_user_by_phone(self, phone: str) -> User | None:
        return User.objects.with_contact(phone).first()

    def reauthenticate(self, user: User, password: str) -> bool:
        # allauth would look for an EmailAddress row, and we keep none.
        contact = {"phone": user.phone} if user.phone else {"email": user.email}
        found = self.authenticate(self.request, password=password, **contact)
        return found is not None and found.pk == user.pk

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        # allauth's own leaves the phone out, so that all phones would share one lock.
        contact = credentials.get("phone") or credentials.get("email") or ""
        return f"login:{contact.lower()}"
