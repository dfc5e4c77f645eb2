from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST

from consultations import selectors, services
from consultations.forms import HoldForm
from consultations.forms.bookings import TIME_FORMAT
from consultations.models import Consultant, Expertise
from consultations.views import chosen
from consultations.views.public import consultant_or_404, consultant_page
from plut_portal.core import clock, limits
from plut_portal.core import views as core_views
from plut_portal.core.errors import PortalError
from plut_portal.core.responses import SeeOther

# Of one address: a class of forty may change its mind ten times each.
HOLDS, HOLDS_WITHIN = 400, 60 * 60


@require_POST
@login_not_required
def time_hold(request: HttpRequest, slug: str) -> HttpResponse:
    if request.user.is_authenticated and request.user.works_here:
        raise PermissionDenied
    consultant = consultant_or_404(slug)
    if limits.too_often(request, "time_hold", most=HOLDS, seconds=HOLDS_WITHIN):
        return core_views.too_many_requests(request)
    form = HoldForm(request.POST)
    if not form.is_valid():
        reason = next(iter(form.errors.values()))[0]
        return consultant_page(request, consultant, status=422, refusal=reason)
    field = form.cleaned_data["expertise"] or selectors.main_expertise(consultant)
    try:
        return _hold(request, consultant, field, form)
    except PortalError as refusal:
        return _refused(request, consultant, field, form, refusal)


def _hold(
    request: HttpRequest, consultant: Consultant, field: Expertise, form: HoldForm
) -> HttpResponse:
    wanted = form.cleaned_data["starts_at"]
    hold = services.hold_time(
        consultant=consultant,
        expertise=field,
        starts_at=wanted,
        token=chosen.token_for(request, form.cleaned_data["token"]),
        at=clock.now(),
    )
    page, value = reverse("consultations:booking_create", args=[consultant.slug]), _value(form)
    if hold is None:
        # Not kept, and yet hers if nobody is faster.
        chosen.forget_time(request)
        return SeeOther(f"{page}?{urlencode({'waktu': value})}")
    chosen.remember_time(request, hold, value=value)
    return SeeOther(page)


def _refused(request, consultant, field, form, refusal: PortalError) -> HttpResponse:
    nearest = selectors.alternatives(
        consultant=consultant,
        expertise=field,
        starts_at=form.cleaned_data["starts_at"],
        at=clock.now(),
        token=chosen.token_of(request),
    )
    return consultant_page(
        request,
        consultant,
        status=refusal.status,
        refusal=str(refusal),
        alternatives=nearest,
    )


def _value(form: HoldForm) -> str:
    value: str = form.cleaned_data["starts_at"].strftime(TIME_FORMAT)
    return value
