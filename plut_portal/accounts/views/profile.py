from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from plut_portal.accounts import limits, selectors, services
from plut_portal.accounts.forms import (
    CatalogueForm,
    ConfirmForm,
    ContactChangeForm,
    NameForm,
    OwnPasswordForm,
    RemindersForm,
)
from plut_portal.accounts.models import Consent, User
from plut_portal.accounts.requests import AuthenticatedHttpRequest
from plut_portal.core import clock
from plut_portal.core.errors import PortalError


@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: AuthenticatedHttpRequest) -> HttpResponse:
    # A form writes into its instance, and the page's header must not show a refused name.
    person = User.objects.get(pk=request.user.pk)
    form = NameForm(request.POST if request.method == "POST" else None, instance=person)
    if form.is_valid():
        form.save()
        messages.success(request, _("Your name is saved."))
        return redirect("accounts:profile")
    purposes = set(Consent.objects.live().filter(user=person).values_list("purpose", flat=True))
    context = {
        "form": form,
        "reminders_form": RemindersForm(
            initial={"reminders": Consent.Purpose.REMINDERS in purposes}
        ),
        "catalogue_form": CatalogueForm(
            initial={
                "catalogue": Consent.Purpose.CATALOGUE in purposes,
                "show_phone": Consent.Purpose.PHONE in purposes,
            }
        ),
        "waiting_email": selectors.unconfirmed_email(request.user, at=clock.now()),
        "looks": selectors.latest_looks_at(person),
    }
    status = 422 if form.is_bound else 200
    return render(request, "accounts/profile.html", context, status=status)


@require_POST
def reminders(request: AuthenticatedHttpRequest) -> HttpResponse:
    return _choose(request, {"reminders": Consent.Purpose.REMINDERS})


@require_POST
def catalogue(request: AuthenticatedHttpRequest) -> HttpResponse:
    boxes = {"catalogue": Consent.Purpose.CATALOGUE, "show_phone": Consent.Purpose.PHONE}
    return _choose(request, boxes)


def _choose(request: AuthenticatedHttpRequest, boxes: dict[str, Consent.Purpose]) -> HttpResponse:
    for box, purpose in boxes.items():
        choose = services.give_consent if request.POST.get(box) else services.withdraw_consent
        choose(user=request.user, purpose=purpose, at=clock.now())
    messages.success(request, _("Your choice is saved."))
    return redirect("accounts:profile")


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("password")
def contact_change(request: AuthenticatedHttpRequest) -> HttpResponse:
    data = request.POST if request.method == "POST" else None
    form = ContactChangeForm(data, user=request.user)
    status = 200
    if request.method == "POST":
        if form.is_valid():
            try:
                limits.check(request, "change_contact")
                return _change_contact(request, form.cleaned_data["contact"])
            except PortalError as refusal:
                form.add_error("contact", str(refusal))
                status = refusal.status
        else:
            status = limits.status_of(form)
    return render(request, "accounts/contact_change.html", {"form": form}, status=status)


def _change_contact(request: AuthenticatedHttpRequest, contact: str) -> HttpResponse:
    if "@" in contact:
        services.request_email_change(user=request.user, email=contact, at=clock.now())
        return redirect("accounts:contact_confirm")
    services.change_phone(user=request.user, phone=contact)
    messages.success(request, _("Your new number is saved. Log in with it from now on."))
    return redirect("accounts:profile")


@require_http_methods(["GET", "HEAD", "POST"])
def contact_confirm(request: AuthenticatedHttpRequest) -> HttpResponse:
    email = selectors.unconfirmed_email(request.user, at=clock.now())
    if not email:
        return redirect("accounts:profile")
    form = ConfirmForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                limits.check(request, "confirm_contact")
                services.confirm_email(
                    user=request.user, digits=form.cleaned_data["code"], at=clock.now()
                )
            except PortalError as refusal:
                form.add_error("code", str(refusal))
                status = refusal.status
            else:
                messages.success(request, _("Your e-mail address is confirmed."))
                return redirect("accounts:profile")
    context = {"form": form} | _letter(request, email)
    return render(request, "accounts/contact_confirm.html", context, status=status)


def _letter(request: AuthenticatedHttpRequest, email: str) -> dict[str, object]:
    sent = selectors.has_code_on_its_way(request.user, at=clock.now())
    return {"email": email, "is_code_sent": sent}


@require_POST
def contact_resend(request: AuthenticatedHttpRequest) -> HttpResponse:
    email = selectors.unconfirmed_email(request.user, at=clock.now())
    if not email:
        return redirect("accounts:profile")
    try:
        limits.check(request, "send_code")
    except PortalError as refusal:
        context = {"form": ConfirmForm(), "refusal": str(refusal)} | _letter(request, email)
        return render(request, "accounts/contact_confirm.html", context, status=refusal.status)
    services.request_confirmation(user=request.user, email=email, at=clock.now())
    messages.success(request, _("A code is on its way. It takes a minute or two."))
    return redirect("accounts:contact_confirm")


@require_POST
def logout_everywhere(request: AuthenticatedHttpRequest) -> HttpResponse:
    services.log_out_everywhere(user=request.user)
    get_adapter().logout(request)
    messages.success(request, _("You are logged out on every phone and computer."))
    return redirect("home")


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("password")
def close(request: AuthenticatedHttpRequest) -> HttpResponse:
    data = request.POST if request.method == "POST" else None
    form = OwnPasswordForm(data, user=request.user)
    status = 200
    if request.method == "POST":
        if form.is_valid():
            try:
                services.close_account(user=request.user, at=clock.now())
            except PortalError as refusal:
                form.add_error(None, list(refusal.args))
                status = refusal.status
            else:
                get_adapter().logout(request)
                messages.success(request, _("Your account is closed. Thank you for coming."))
                return redirect("home")
        else:
            status = limits.status_of(form)
    return render(request, "accounts/close.html", {"form": form}, status=status)
