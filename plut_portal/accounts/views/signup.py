from allauth.account.utils import get_next_redirect_url, perform_login
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from plut_portal.accounts import newcomers, services
from plut_portal.accounts.forms import SignUpForm
from plut_portal.accounts.models import User
from plut_portal.core import clock
from plut_portal.core.errors import PortalError


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
@never_cache
@sensitive_post_parameters("password")
def sign_up(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        return redirect(get_next_redirect_url(request) or "home")
    form = SignUpForm(request.POST if request.method == "POST" else None)
    status, taken = 200, False
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                return _enter(request, **form.cleaned_data)
            except PortalError as refusal:
                taken = isinstance(refusal, services.ContactTaken)
                form.add_error("contact" if taken else None, str(refusal))
                status = refusal.status
    context = {"form": form, "taken": taken, "next": get_next_redirect_url(request)}
    return render(request, "account/signup.html", context, status=status)


def _enter(request, *, contact, password, **answers) -> HttpResponse:
    newcomers.check_limits(request, contact)
    try:
        user = services.sign_up(contact=contact, password=password, at=clock.now(), **answers)
    except services.ContactTaken as refusal:
        known = newcomers.recognise(request, contact=contact, password=password, refusal=refusal)
        return perform_login(request, known)
    messages.success(
        request, _("Welcome, %(name)s. Your account is ready.") % {"name": user.full_name}
    )
    return perform_login(request, user, redirect_url=_next_page(request, user), signup=True)


def _next_page(request: HttpRequest, user: User) -> str:
    """What they came for; else the code for their e-mail; else the consultants."""
    wanted = get_next_redirect_url(request)
    return wanted or resolve_url(
        "accounts:contact_confirm" if user.email else "consultations:field_list"
    )
