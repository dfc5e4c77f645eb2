from django.contrib.auth.decorators import login_not_required
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from consultations import selectors, services
from consultations.models import Consultant, Expertise
from consultations.views import chosen
from plut_portal.core import clock, formats


@require_safe
@login_not_required
def field_list(request: HttpRequest) -> HttpResponse:
    fields = (
        Expertise.objects.offered()
        .prefetch_related(Prefetch("consultants", _consultants()))
        .order_by("position", "pk")
    )
    return render(request, "consultations/field_list.html", {"fields": fields})


@require_safe
@login_not_required
def field_detail(request: HttpRequest, slug: str) -> HttpResponse:
    field = get_object_or_404(Expertise.objects.offered(), slug=slug)
    context = {
        "field": field,
        "helpers": selectors.first_free_times(expertise=field, at=clock.now()),
        "others": selectors.other_fields(field),
    }
    return render(request, "consultations/field_detail.html", context)


@require_safe
@login_not_required
def consultant_detail(request: HttpRequest, slug: str) -> HttpResponse:
    return consultant_page(request, consultant_or_404(slug))


def consultant_page(
    request: HttpRequest, consultant: Consultant, *, status: int = 200, **refusal: object
) -> HttpResponse:
    """Her free times to choose from; after a refusal also why, and the three nearest."""
    field = selectors.main_expertise(consultant)
    token = chosen.token_of(request)
    now = clock.now()
    days = selectors.bookable_days(consultant=consultant, expertise=field, at=now, token=token)
    context = {
        "consultant": consultant,
        "field": field,
        "other_fields": selectors.further_fields(consultant),
        "days": days,
        "hours": selectors.receiving_hours(
            [row for row in consultant.weekly_hours.all() if row.stands_on(formats.wib_day(now))]
        ),
        "leave": selectors.coming_leave(consultant, at=now),
        "no_times": selectors.why_no_times(
            consultant=consultant, expertise=field, days=days, at=now
        ),
        "hold_token": token or services.make_token(),
    }
    return render(request, "consultations/consultant_detail.html", context | refusal, status=status)


def consultant_or_404(slug: str) -> Consultant:
    consultants = _consultants().prefetch_related("expertises", "weekly_hours")
    return get_object_or_404(consultants, slug=slug)


def _consultants() -> QuerySet[Consultant]:
    return Consultant.objects.bookable().order_by("position", "pk")
