"""Complete before we meet: the list of steps, each step, sending, and the receipt."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from businesses import selectors, services
from businesses.forms import ConditionForm, NameForm, NibForm, TurnoverForm
from businesses.forms.steps import WITHHELD
from businesses.models import Business, OwnerProfile
from plut_portal.accounts.models import User
from plut_portal.accounts.requests import AuthenticatedHttpRequest
from plut_portal.core import clock
from plut_portal.core.errors import PortalError
from plut_portal.core.forms import posted


def _name_initial(dossier: selectors.Dossier, user: User) -> dict[str, Any]:
    return {"name": dossier.business.name, "address": dossier.business.address}


def _save_name(business: Business, user: User, at: datetime, **said: Any) -> None:
    services.update_business(business=business, at=at, **said)


def _condition_initial(dossier: selectors.Dossier, user: User) -> dict[str, Any]:
    figures = dossier.figures
    return {
        "operating_state": figures.operating_state,
        "workers_female": figures.workers_female,
        "workers_male": figures.workers_male,
        "started_year": dossier.business.started_year,
    }


def _save_condition(business: Business, user: User, at: datetime, **said: Any) -> None:
    services.save_condition(business=business, by=user, at=at, **said)


def _turnover_initial(dossier: selectors.Dossier, user: User) -> dict[str, Any]:
    figures = dossier.figures
    band = WITHHELD if figures.turnover_withheld else figures.turnover_band
    return {"turnover_band": band, "capital": figures.capital}


def _save_turnover(business: Business, user: User, at: datetime, **said: Any) -> None:
    services.save_turnover(business=business, by=user, at=at, **said)


def _nib_initial(dossier: selectors.Dossier, user: User) -> dict[str, Any]:
    """One's own, never that of another person who acts for the business."""
    own = OwnerProfile.objects.filter(user=user)
    return {"nib": own.values_list("nib", flat=True).first() or ""}


def _save_nib(business: Business, user: User, at: datetime, **said: Any) -> None:
    services.save_nib(user=user, at=at, **said)


@dataclass(frozen=True)
class _Page:
    form: Callable[..., Any]
    initial: Callable[[selectors.Dossier, User], dict[str, Any]]
    save: Callable[..., None]


_PAGES = {
    "nama": _Page(NameForm, _name_initial, _save_name),
    "kondisi": _Page(ConditionForm, _condition_initial, _save_condition),
    "omzet": _Page(TurnoverForm, _turnover_initial, _save_turnover),
    "nib": _Page(NibForm, _nib_initial, _save_nib),
}


def _own(request: AuthenticatedHttpRequest, public_id: UUID) -> Business:
    own = Business.objects.run_by(request.user).select_related("village")
    return get_object_or_404(own, public_id=public_id)


@require_safe
def completion(request: AuthenticatedHttpRequest, public_id: UUID) -> HttpResponse:
    return _overview(request, _own(request, public_id))


def _overview(
    request: AuthenticatedHttpRequest, business: Business, *, refusal: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "business": business,
        "progress": selectors.completion(business),
        "decision": business.decisions.order_by("-made_at", "-pk").first(),
        "refusal": refusal,
    }
    return render(request, "businesses/completion.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def step(request: AuthenticatedHttpRequest, public_id: UUID, slug: str) -> HttpResponse:
    here, page = selectors.step(slug), _PAGES.get(slug)
    if here is None or page is None:
        raise Http404
    business = _own(request, public_id)
    progress = selectors.completion(business)
    form = page.form(
        posted(request),
        initial=page.initial(progress.dossier, request.user),
        remarks=progress.dossier.remarks,
    )
    status = 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            page.save(business, request.user, clock.now(), **form.cleaned_data)
            messages.success(request, _("Saved."), extra_tags="draft-sent")
            return redirect(selectors.completion(_own(request, public_id)).url_after(slug))
    context = {"business": business, "progress": progress, "step": here, "form": form}
    return render(request, "businesses/step.html", context, status=status)


@require_POST
def business_submit(request: AuthenticatedHttpRequest, public_id: UUID) -> HttpResponse:
    business = _own(request, public_id)
    try:
        services.submit_business(business=business, by=request.user, at=clock.now())
    except PortalError as refusal:
        return _overview(request, business, refusal=str(refusal), status=refusal.status)
    return redirect("businesses:receipt", public_id)


@require_safe
def receipt(request: AuthenticatedHttpRequest, public_id: UUID) -> HttpResponse:
    business = _own(request, public_id)
    if business.submitted_at is None:
        raise Http404
    context = {"business": business, "progress": selectors.completion(business)}
    return render(request, "businesses/receipt.html", context)
