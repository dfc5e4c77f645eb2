"""What a guest takes away from the counter: a time, and the slip with her code."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from consultations import selectors, services
from consultations.forms import CounterTimeForm
from consultations.models import Consultant, Visit
from consultations.views.counter import at_the_counter, visit_or_404
from plut_portal.accounts.requests import AuthenticatedHttpRequest
from plut_portal.accounts.services import issue_slip
from plut_portal.core import clock, formats, forms, qr, submissions
from plut_portal.core.errors import PortalError


@require_http_methods(["GET", "HEAD", "POST"])
@at_the_counter
@never_cache
def counter_book(request: AuthenticatedHttpRequest, public_id: UUID) -> HttpResponse:
    visit = visit_or_404(public_id)
    if visit.booking or visit.expertise is None:
        return redirect(visit)
    helpers = list(
        Consultant.objects.bookable().filter(expertises=visit.expertise).order_by("position", "pk")
    )
    if not helpers:
        return _nobody(request, visit)
    asked = request.GET.get("konsultan")
    consultant = next((each for each in helpers if each.slug == asked), helpers[0])
    form = CounterTimeForm(forms.posted(request))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                _book(request, visit, consultant, dict(form.cleaned_data))
            except PortalError as refusal:
                form.add_error(_field_of(refusal), str(refusal))
                status = refusal.status
            else:
                messages.success(request, _("The time is booked."))
                return redirect(visit)
    days = selectors.bookable_days(
        consultant=consultant, expertise=visit.expertise, at=clock.now(), at_short_notice=True
    )
    context = {
        "visit": visit,
        "form": form,
        "days": days,
        "helpers": helpers,
        "consultant": consultant,
    }
    return render(request, "consultations/counter_book.html", context, status=status)


def _nobody(request: AuthenticatedHttpRequest, visit: Visit) -> HttpResponse:
    """Nobody helps in the field: who else can, with the times of each a tap away."""
    context = {"visit": visit, "others": selectors.next_free_times(at=clock.now())}
    status = 409 if request.method == "POST" else 200
    return render(request, "consultations/counter_nobody.html", context, status=status)


def _book(request, visit: Visit, consultant: Consultant, data: dict[str, Any]) -> None:
    key = data.pop("submission_key")
    with submissions.once(user_id=request.user.pk, key=key) as submission:
        if not submission.result_url:
            services.book_for_guest(
                visit=visit, consultant=consultant, by=request.user, at=clock.now(), **data
            )
            submission.result_url = visit.get_absolute_url()


def _field_of(refusal: PortalError) -> str | None:
    if isinstance(refusal, services.ReasonMissing | services.LimitReached):
        return "override_reason"
    return "starts_at" if refusal.about_the_time else None


@require_POST
@at_the_counter
@never_cache
def counter_slip(request: AuthenticatedHttpRequest, public_id: UUID) -> HttpResponse:
    """The page itself and no redirect: its code is shown once and stands nowhere else."""
    visit = visit_or_404(public_id)
    if visit.person is None:
        raise Http404
    now = clock.now()
    try:
        code = issue_slip(user=visit.person, by=request.user, at=now)
    except PortalError as refusal:
        messages.error(request, str(refusal))
        return redirect(visit)
    claim_url = settings.SITE_URL + reverse("accounts:claim")
    context = {
        "visit": visit,
        "code": code,
        "claim_url": claim_url,
        "qr": qr.svg(claim_url, title=_("QR code of the page")),
        "printed_on": formats.wib_day(now),
    }
    return render(request, "consultations/counter_slip.html", context)
