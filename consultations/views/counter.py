"""The counter: who is here, what about, who helps. One screen for each."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from businesses.models import Business
from consultations import selectors, services
from consultations.forms import GroupForm, GuestForm, SearchForm
from consultations.models import ClosedMonth, NextStep, Visit
from plut_portal.accounts.models import User
from plut_portal.accounts.requests import AuthenticatedHttpRequest
from plut_portal.accounts.services import ContactTaken, may_get_slip
from plut_portal.core import clock, formats, forms, submissions
from plut_portal.core.errors import PortalError

at_the_counter = permission_required("consultations.add_visit", raise_exception=True)
# What was searched for in vain, in her session on the way to the form: never in an address.
_SEARCHED = "searched_at_counter"


@require_http_methods(["GET", "HEAD", "POST"])
@at_the_counter
@never_cache
def counter(request: AuthenticatedHttpRequest) -> HttpResponse:
    form = SearchForm(forms.posted(request))
    now = clock.now()
    context: dict[str, Any] = {"form": form, "today": selectors.guests_today(at=now)}
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            query = form.cleaned_data["query"]
            found = selectors.find_guests(query, at=now)
            request.session[_SEARCHED] = "" if found.count else query
            context |= {"found": found, "most": selectors.MOST_FOUND}
            status = 200
    return render(request, "consultations/counter.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@at_the_counter
@never_cache
def counter_guest_new(request: AuthenticatedHttpRequest) -> HttpResponse:
    searched = request.session.get(_SEARCHED, "")
    is_name = searched and not any(c.isdigit() or c == "@" for c in searched)
    field = "full_name" if is_name else "phone" if "@" not in searched else None
    initial = {field: searched} if searched and field else {}
    return _guest_page(request, GuestForm(forms.posted(request), initial=initial))


@require_http_methods(["GET", "HEAD", "POST"])
@at_the_counter
@never_cache
def counter_guest_person(request: AuthenticatedHttpRequest, public_id: UUID) -> HttpResponse:
    owners = User.objects.filter(is_active=True, is_staff=False, groups=None)
    person = get_object_or_404(owners, public_id=public_id)
    return _guest_page(request, GuestForm(forms.posted(request), person=person))


@require_http_methods(["GET", "HEAD", "POST"])
@at_the_counter
@never_cache
def counter_guest_known(request: AuthenticatedHttpRequest, public_id: UUID) -> HttpResponse:
    visible = Business.objects.visible_to(request.user).select_related("village")
    business = get_object_or_404(visible, public_id=public_id)
    acting = business.memberships.active().filter(user__is_active=True).select_related("user")
    people = [member.user for member in acting.order_by("pk")]
    asked = request.GET.get("orang", "")
    initial = {"who": asked} if asked in {str(each.public_id) for each in people} else {}
    form = GuestForm(forms.posted(request), business=business, people=people, initial=initial)
    return _guest_page(request, form)


def _guest_page(request: AuthenticatedHttpRequest, form: GuestForm) -> HttpResponse:
    key = request.POST.get("submission_key")
    if done := submissions.answered(user_id=request.user.pk, key=key):
        return redirect(done)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                url = _record(request, form)
            except PortalError as refusal:
                form.add_error(_field_of(refusal), str(refusal))
                status = refusal.status
            else:
                request.session.pop(_SEARCHED, None)
                return redirect(url)
    context = {"form": form, "business": form.business, "person": form.known}
    return render(request, "consultations/counter_guest.html", context, status=status)


def _record(request: AuthenticatedHttpRequest, form: GuestForm) -> str:
    """Write it down once, and answer with the page that comes next."""
    key = form.cleaned_data["submission_key"]
    with submissions.once(user_id=request.user.pk, key=key) as submission:
        if not submission.result_url:
            visit = services.record_guest(**form.guest(), by=request.user, at=clock.now())
            messages.success(request, _("The guest is in the book."))
            books = form.cleaned_data["next_step"] == NextStep.LATER
            submission.result_url = visit.booking_url if books else visit.get_absolute_url()
    return submission.result_url


def _field_of(refusal: PortalError) -> str | None:
    if isinstance(refusal, ContactTaken):
        return "phone"
    if isinstance(refusal, services.NobodyThere):
        return "expertise"
    about_the_day = services.DayAhead | services.TooLongAgo | services.MonthClosed
    return "on" if isinstance(refusal, about_the_day) else None


@require_http_methods(["GET", "HEAD", "POST"])
@at_the_counter
def counter_group(request: AuthenticatedHttpRequest) -> HttpResponse:
    form = GroupForm(forms.posted(request))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                _record_group(request, dict(form.cleaned_data))
            except PortalError as refusal:
                form.add_error(_field_of(refusal), str(refusal))
                status = refusal.status
            else:
                messages.success(request, _("The guests are in the book."))
                return redirect("consultations:counter")
    return render(request, "consultations/counter_group.html", {"form": form}, status=status)


def _record_group(request: AuthenticatedHttpRequest, data: dict[str, Any]) -> None:
    key = data.pop("submission_key")
    with submissions.once(user_id=request.user.pk, key=key) as submission:
        if not submission.result_url:
            visit = services.record_group(**data, by=request.user, at=clock.now())
            submission.result_url = visit.get_absolute_url()


@require_safe
@at_the_counter
@never_cache
def counter_visit(request: AuthenticatedHttpRequest, public_id: UUID) -> HttpResponse:
    visit = visit_or_404(public_id)
    is_settled = ClosedMonth.objects.covers(formats.wib_day(visit.at))
    context = {
        "visit": visit,
        "may_book": visit.expertise and not visit.booking and not is_settled,
        "may_get_slip": visit.person is not None and may_get_slip(visit.person),
    }
    return render(request, "consultations/counter_visit.html", context)


def visit_or_404(public_id: UUID) -> Visit:
    return get_object_or_404(Visit.objects.with_people(), public_id=public_id)
