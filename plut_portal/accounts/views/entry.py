"""Signing in and out. allauth's views, made to answer as every page here does."""

from allauth.account import views as allauth_views
from allauth.mfa.base import views as mfa_views
from allauth.mfa.totp import views as totp_views
from django.http import HttpResponse

from plut_portal.accounts import forms, limits


class PlainAnswers:
    """A form that was refused says so in its status; allauth says 200."""

    def form_invalid(self, form) -> HttpResponse:
        response: HttpResponse = super().form_invalid(form)  # type: ignore[misc]
        response.status_code = limits.status_of(form)
        return response


class LoginView(PlainAnswers, allauth_views.LoginView):
    form_class = forms.LoginForm


class ReauthenticateView(PlainAnswers, allauth_views.ReauthenticateView):
    form_class = forms.ReauthenticateForm


class PasswordChangeView(PlainAnswers, allauth_views.PasswordChangeView):
    form_class = forms.PasswordChangeForm


class MfaAuthenticateView(PlainAnswers, mfa_views.AuthenticateView):
    form_class = forms.MfaAuthenticateForm


class MfaReauthenticateView(PlainAnswers, mfa_views.ReauthenticateView):
    form_class = forms.MfaReauthenticateForm


class TotpActivateView(PlainAnswers, totp_views.ActivateTOTPView):
    form_class = forms.TotpActivateForm
