"""Applying, and what became of it: an owner's side."""

from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from businesses import selectors as business_selectors
from businesses.models import Business, Product
from exhibitions import selectors, services
from exhibitions.forms import ApplicationForm, SendForm, WithdrawForm
from exhibitions.models import Activity, Application
from exhibitions.selectors import Check, Helped
from exhibitions.views.activities import visible_or_404
from plut_portal.accounts.requests import AuthenticatedHttpRequest
from plut_portal.core import clock, submissions
from plut_portal.core.errors import PortalError
from plut_portal.core.forms import posted

ON_A_PAGE = 20
State = Application.State
# Who does not come is shown what else is coming.
NOT_COMING = {State.REFUSED, State.DECLINED, State.LAPSED, State.WITHDRAWN}


@require_safe
def application_list(request: AuthenticatedHttpRequest) -> HttpResponse:
    found = Paginator(selectors.applications_of(request.user), ON_A_PAGE)
    context = {
        "waiting": selectors.waiting_for(request.user, at=clock.now()),
        "page_obj": found.get_page(request.GET.get("page")),
    }
    return render(request, "exhibitions/application_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def application_create(request: AuthenticatedHttpRequest, slug: str) -> HttpResponse:
    if request.user.works_here:
        raise PermissionDenied
    activity = visible_or_404(request, slug)
    business, choices = _chosen_business(request)
    if business is None:
        context = {"activity": activity, "businesses": choices}
        return render(request, "exhibitions/application_business.html", context)
    made = selectors.application_for(activity, business)
    if made and made.state != Application.State.WITHDRAWN and request.method != "POST":
        return redirect(made)
    return _form_page(request, activity, business, made)


@require_http_methods(["GET", "HEAD", "POST"])
def application_update(request: AuthenticatedHttpRequest, public_id: UUID) -> HttpResponse:
    application = mine_or_404(request, public_id)
    if not application.activity.takes_applications(at=clock.now()) and request.method != "POST":
        return redirect(application)
    return _form_page(request, application.activity, application.business, application)


def _chosen_business(request: AuthenticatedHttpRequest) -> tuple[Business | None, list[Business]]:
    """The one in the address, or the only one there is; else those to choose from."""
    own = Business.objects.run_by(request.user).order_by("pk")
    if "usaha" in request.GET:
        return get_object_or_404(own, public_id=_uuid_or_none(request.GET["usaha"])), []
    choices = list(own)
    return (choices[0], choices) if len(choices) == 1 else (None, choices)


def _uuid_or_none(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _form_page(
    request: AuthenticatedHttpRequest,
    activity: Activity,
    business: Business,
    application: Application | None,
) -> HttpResponse:
    products = business_selectors.products_of(business)
    form = ApplicationForm(
        posted(request),
        products=products,
        is_online=activity.is_online,
        initial=_as_saved(application),
    )
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            return redirect(_save(request, activity, business, dict(form.cleaned_data)))
        except PortalError as refusal:
            form.add_error(None, str(refusal))
            status = refusal.status
    now = clock.now()
    context = {
        "activity": activity,
        "card": selectors.cards_of([activity], at=now)[0],
        "business": business,
        "application": application,
        "form": form,
        "has_products": products.exists(),
        "hindrance": selectors.why_no_application(business, at=now),
        "duty": selectors.duty_beforehand(activity),
        "checks": _checks(activity, business, form.chosen()),
    }
    return render(request, "exhibitions/application_form.html", context, status=status)


def _as_saved(application: Application | None) -> dict[str, Any]:
    if application is None:
        return {}
    entries = application.entries.select_related("product").order_by("position", "pk")
    return {
        "products": [entry.product for entry in entries],
        "pitch": application.pitch,
        "watts": application.watts,
    }


def _save(
    request: AuthenticatedHttpRequest, activity: Activity, business: Business, data: dict[str, Any]
) -> str:
    with submissions.once(user_id=request.user.pk, key=data.pop("submission_key")) as submission:
        if not submission.result_url:
            application = services.save_draft(
                activity=activity, business=business, by=request.user, at=clock.now(), **data
            )
            messages.success(request, _how_it_was_saved(application))
            submission.result_url = application.get_absolute_url()
    return submission.result_url


def _how_it_was_saved(application: Application) -> str:
    if application.state == Application.State.SUBMITTED:
        return _("Changed. Your application stays sent.")
    return _("Saved. See below whether anything is missing, then send it.")


def _checks(
    activity: Activity, business: Business, products: Iterable[Product]
) -> list[Helped[Check]]:
    """What is asked for and who helps; nothing is said before a product is chosen."""
    now = clock.now()
    chosen = list(products)
    if not chosen:
        return []
    checks = selectors.requirements_checked(activity, business, chosen, at=now)
    return selectors.with_helpers(checks, at=now)


@require_safe
def application_check(request: AuthenticatedHttpRequest, slug: str) -> HttpResponse:
    """The requirements for the products ticked so far, as a piece of the page."""
    activity = visible_or_404(request, slug)
    business, _choices = _chosen_business(request)
    if business is None:
        raise Http404
    wanted = [uuid for text in request.GET.getlist("products") if (uuid := _uuid_or_none(text))]
    products = business_selectors.products_of(business).filter(public_id__in=wanted)
    context = {"business": business, "checks": _checks(activity, business, products)}
    return render(request, "exhibitions/parts/checks.html", context)


@require_safe
def application_detail(request: AuthenticatedHttpRequest, public_id: UUID) -> HttpResponse:
    visible = Application.objects.visible_to(request.user)
    rows = visible.select_related("activity", "business", "booth_place__booth__zone")
    return detail_page(request, get_object_or_404(rows, public_id=public_id))


def detail_page(
    request: AuthenticatedHttpRequest,
    application: Application,
    *,
    form: SendForm | None = None,
    status: int = 200,
    refusal: str = "",
) -> HttpResponse:
    """How an application stands, why, and what can be done about it."""
    now = clock.now()
    activity = application.activity
    is_mine = application.business in Business.objects.run_by(request.user)
    outcome = selectors.outcome_of(application, at=now)
    entries = list(application.entries.select_related("product").order_by("position", "pk"))
    is_draft = application.state == Application.State.DRAFT
    is_open = activity.takes_applications(at=now)
    products = [entry.product for entry in entries if is_draft]
    checks = _checks(activity, application.business, products)
    context = {
        "application": application,
        "activity": activity,
        "business": application.business,
        "is_mine": is_mine,
        "sees_amounts": is_mine or request.user.sees_amounts,
        "outcome": outcome,
        "entries": entries,
        "form": form or SendForm(),
        "checks": checks,
        "is_blocked": any(row.what.blocks for row in checks),
        "reasons": selectors.with_helpers(outcome.reasons, at=now),
        "hindrance": selectors.why_no_application(application.business, at=now) if is_draft else "",
        "may_send": is_draft and is_open,
        "may_take_back": is_open and application.state == Application.State.SUBMITTED,
        "may_withdraw": application.may_be_withdrawn(at=now),
        "is_offered": selectors.may_be_confirmed(application, at=now),
        "is_over": application.state in NOT_COMING or application.came_to_nothing(at=now),
        "days": selectors.report_days(application, at=now) if application.is_confirmed else [],
        "has_begun": activity.has_begun(at=now),
        "duty": selectors.duty_beforehand(activity),
        "follow_up_is_due": selectors.follow_up_is_due(application, at=now),
        "refusal": refusal,
    }
    return render(request, "exhibitions/application_detail.html", context, status=status)


@require_POST
def application_submit(request: AuthenticatedHttpRequest, public_id: UUID) -> HttpResponse:
    application = mine_or_404(request, public_id)
    form = SendForm(request.POST)
    form.is_valid()
    try:
        services.submit_application(
            application=application,
            agrees=form.cleaned_data["agrees"],
            by=request.user,
            at=clock.now(),
        )
    except services.ConditionsNotAgreed as refusal:
        form.add_error("agrees", str(refusal))
        return detail_page(request, application, form=form, status=refusal.status)
    except PortalError as refusal:
        told = str(refusal)
        return detail_page(request, application, form=form, status=refusal.status, refusal=told)
    messages.success(request, _("Sent. We tell you as soon as the results are out."))
    return redirect(application)


def _do(
    request: AuthenticatedHttpRequest, public_id: UUID, act: Callable[..., Any], sentence: str
) -> HttpResponse:
    """One tap on the page of an application: done and said, or refused on the same page."""
    application = mine_or_404(request, public_id)
    try:
        act(application=application, by=request.user, at=clock.now())
    except PortalError as refusal:
        application = mine_or_404(request, public_id)
        return detail_page(request, application, status=refusal.status, refusal=str(refusal))
    messages.success(request, sentence)
    return redirect(application)


@require_POST
def application_take_back(request: AuthenticatedHttpRequest, public_id: UUID) -> HttpResponse:
    sentence = _("It is a draft again. Please send it before applications close.")
    return _do(request, public_id, services.take_back, sentence)


@require_POST
def place_confirm(request: AuthenticatedHttpRequest, public_id: UUID) -> HttpResponse:
    sentence = _("Your place is confirmed. What you need to know stands here.")
    return _do(request, public_id, services.confirm_place, sentence)


@require_POST
def place_decline(request: AuthenticatedHttpRequest, public_id: UUID) -> HttpResponse:
    sentence = _("You gave the place back. Thank you for saying so in time.")
    return _do(request, public_id, services.decline_place, sentence)


@require_http_methods(["GET", "HEAD", "POST"])
def application_withdraw(request: AuthenticatedHttpRequest, public_id: UUID) -> HttpResponse:
    application = mine_or_404(request, public_id)
    if request.method != "POST" and not application.may_be_withdrawn(at=clock.now()):
        return redirect(application)
    form = WithdrawForm(posted(request))
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            services.withdraw(
                application=application, by=request.user, at=clock.now(), **form.cleaned_data
            )
        except PortalError as refusal:
            form.add_error(None, str(refusal))
            status = refusal.status
        else:
            messages.success(request, _("Your application is withdrawn."))
            return redirect(application)
    context = {"application": application, "activity": application.activity, "form": form}
    return render(request, "exhibitions/application_withdraw.html", context, status=status)


def mine_or_404(request: AuthenticatedHttpRequest, public_id: UUID) -> Application:
    mine = Application.objects.run_by(request.user)
    rows = mine.select_related("activity", "business", "booth_place__booth__zone")
    return get_object_or_404(rows, public_id=public_id)
