"""How allauth meets our user: a phone or an e-mail, and no mail sent in a request."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django import forms
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from plut_portal.accounts import limits, services
from plut_portal.accounts.models import User
from plut_portal.accounts.requests import AuthenticatedHttpRequest
from plut_portal.core import clock
from plut_portal.core.validators import normalise_phone

_MISMATCH = _("This number or e-mail and this password do not go together.")


class PhoneField(forms.CharField):
    """allauth's own refuses 0812…; this one takes a number as people write it."""

    def clean(self, value: str) -> str:
        value = super().clean(value)
        return normalise_phone(value) if value else ""


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _MISMATCH,
        "phone_password_mismatch": _MISMATCH,
        "incorrect_password": _("This is not your present password."),
        "enter_current_password": _("This is not your present password."),
        "too_many_login_attempts": _(
            "There were five wrong attempts. Wait 15 minutes, or ask for a code at the counter."
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return True

    def is_ajax(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        raise NotImplementedError("Mail leaves through the outbox, never from a request.")

    def get_login_redirect_url(self, request: AuthenticatedHttpRequest) -> str:
        if request.user.is_consultant:
            return reverse("consultations:workspace")
        if request.user.is_staff:
            return reverse("admin:index")
        if request.user.is_curator:
            return reverse("exhibitions:curation_list")
        return super().get_login_redirect_url(request)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("accounts:profile")

    def login(self, request: HttpRequest, user: User) -> None:
        # Signing in only moves last_login, which the history leaves out.
        vars(user)["skip_history_when_saving"] = True
        super().login(request, user)
        del vars(user)["skip_history_when_saving"]

    def set_password(self, user: User, password: str) -> None:
        services.set_password(user=user, password=password, at=clock.now())

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
        return limits.login_key(credentials.get("phone") or credentials.get("email") or "")
