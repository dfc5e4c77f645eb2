"""New passwords, for people who cannot sign in."""

from allauth.account.utils import perform_login
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from plut_portal.accounts import limits, services
from plut_portal.accounts.forms import ClaimForm, CodeForm, NewPasswordForm, ResetForm
from plut_portal.accounts.models import User
from plut_portal.core import clock
from plut_portal.core.errors import PortalError

# Stands in the address in place of the token, which is a key and must not lie about in logs.
OPENED = "buka"
IN_SESSION = "reset_token"


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
@never_cache
def password_reset(request: HttpRequest) -> HttpResponse:
    form = ResetForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                limits.check(request, "reset_password", **form.cleaned_data)
                services.request_reset(at=clock.now(), **form.cleaned_data)
            except PortalError as refusal:
                form.add_error(None, str(refusal))
                status = refusal.status
            else:
                return redirect("account_reset_password_done")
    return render(request, "account/password_reset.html", {"form": form}, status=status)


@require_safe
@login_not_required
def password_reset_done(request: HttpRequest) -> HttpResponse:
    return render(request, "account/password_reset_done.html")


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
@never_cache
@sensitive_post_parameters("password")
def password_reset_from_key(request: HttpRequest, token: str) -> HttpResponse:
    if token == OPENED:
        response = _choose_password(request, request.session.get(IN_SESSION, ""))
    else:
        # Also of a link that is over: a form on a no-referrer page, the one for the language among
        # them, is sent with "Origin: null", which CSRF refuses.
        if services.is_link_live(token=token, at=clock.now()):
            request.session[IN_SESSION] = token
        else:
            request.session.pop(IN_SESSION, None)
        response = redirect("account_reset_password_from_key", token=OPENED)
        response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _choose_password(request: HttpRequest, token: str) -> HttpResponse:
    if not services.is_link_live(token=token, at=clock.now()):
        return render(request, "account/password_reset_expired.html", status=404)
    form = NewPasswordForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                limits.check(request, "reset_password_from_key")
                user = services.reset_by_link(token=token, at=clock.now(), **form.cleaned_data)
            except PortalError as refusal:
                form.add_error(None, str(refusal))
                status = refusal.status
            else:
                return _enter(request, user)
    return render(request, "account/password_reset_from_key.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
@never_cache
@sensitive_post_parameters("password", "code")
def code_use(request: HttpRequest) -> HttpResponse:
    form = CodeForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            contact, digits, password = form.cleaned_data.values()
            try:
                limits.check(request, "use_code", contact=contact)
                user = services.use_counter_code(
                    contact=contact, digits=digits, password=password, at=clock.now()
                )
            except PortalError as refusal:
                form.add_error("code" if refusal.status == 422 else None, str(refusal))
                status = refusal.status
            else:
                return _enter(request, user)
    return render(request, "accounts/code_use.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
@never_cache
@sensitive_post_parameters("password", "code")
def claim(request: HttpRequest) -> HttpResponse:
    form = ClaimForm(request.POST if request.method == "POST" else None)
    status, taken = 200, False
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                limits.check(request, "claim")
                user = services.claim_account(at=clock.now(), **form.cleaned_data)
            except PortalError as refusal:
                taken = isinstance(refusal, services.ContactTaken)
                field = "contact" if taken else "code" if refusal.status == 422 else None
                form.add_error(field, str(refusal))
                status = refusal.status
            else:
                return _welcome(request, user)
    return render(request, "accounts/claim.html", {"form": form, "taken": taken}, status=status)


def _welcome(request: HttpRequest, user: User) -> HttpResponse:
    limits.forgive(request, user)
    messages.success(
        request,
        _("Welcome, %(name)s. Everything we noted at the counter is here.")
        % {"name": user.full_name},
    )
    return perform_login(request, user, redirect_url=resolve_url("consultations:booking_list"))


def _enter(request: HttpRequest, user: User) -> HttpResponse:
    limits.forgive(request, user)
    request.session.pop("reset_token", None)
    messages.success(request, _("Your new password is saved. You are logged in."))
    return perform_login(request, user)
