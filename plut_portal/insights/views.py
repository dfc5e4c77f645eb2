from datetime import timedelta

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.db.models import Max, Min
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.views.decorators.http import require_safe

from consultations import selectors as consultation_selectors
from consultations.models import ActionItem, BookingPolicy, Closure, Consultant, Expertise
from exhibitions import selectors as exhibition_selectors
from exhibitions.selectors import Waiting
from plut_portal.accounts.models import Consent, User
from plut_portal.core import clock, formats
from plut_portal.core.models import OfficeIdentity
from plut_portal.core.shared_pages import shared_for_a_second
from plut_portal.insights import agenda as agendas
from plut_portal.insights import questions
from trainings import selectors as training_selectors
from trainings.selectors import Ahead

CLOSURES_SHOWN = timedelta(days=30)
STEPS_SHOWN = 2
SOON_SHOWN = 3


@require_safe
@login_not_required
@shared_for_a_second
def home(request: HttpRequest) -> HttpResponse:
    next_times = consultation_selectors.next_free_times(at=clock.now())
    fields = list(dict.fromkeys(row.expertise for row in next_times))
    context = {
        "next_times": next_times,
        "fields": fields,
        "actions": _steps_of(request.user),
        "ahead": _training_of(request.user),
        "waiting": _exhibitions_of(request.user),
        "soon": agendas.agenda(at=clock.now())[:SOON_SHOWN],
    }
    return render(request, "home.html", context)


def _steps_of(user: User | AnonymousUser) -> list[ActionItem]:
    """The most urgent steps of her Resep Usaha, for an owner who is signed in."""
    if not isinstance(user, User) or user.works_here:
        return []
    return list(consultation_selectors.actions_to_do(user)[:STEPS_SHOWN])


def _training_of(user: User | AnonymousUser) -> Ahead | None:
    """What comes next in her training."""
    if not isinstance(user, User) or user.works_here:
        return None
    return training_selectors.ahead_of(user, at=clock.now())


def _exhibitions_of(user: User | AnonymousUser) -> list[Waiting]:
    """What waits for her in exhibitions: a place to confirm, a call, a report."""
    if not isinstance(user, User) or user.works_here:
        return []
    return exhibition_selectors.waiting_for(user, at=clock.now())[:STEPS_SHOWN]


@require_safe
@login_not_required
def agenda(request: HttpRequest) -> HttpResponse:
    now = clock.now()
    part = request.GET.get("pilih", "")
    entries = agendas.part_of(agendas.agenda(at=now), part)
    context = {
        "months": agendas.by_month(entries, at=now),
        "parts": agendas.PARTS.items(),
        "chosen": part if part in agendas.PARTS else "",
    }
    return render(request, "insights/agenda.html", context)


@require_safe
@login_not_required
def help_page(request: HttpRequest) -> HttpResponse:
    topics = questions.topics(BookingPolicy.load())
    pairs = [(question.text, question.answer) for topic in topics for question in topic.questions]
    return render(request, "insights/help.html", {"topics": topics, "pairs": pairs})


@require_safe
@login_not_required
def contact(request: HttpRequest) -> HttpResponse:
    office = OfficeIdentity.load()
    today = formats.wib_day(clock.now())
    soon = Closure.objects.filter(on__range=(today, today + CLOSURES_SHOWN))
    context = {
        "office": office,
        "place": f"{office.name}, {office.address}",
        "closures": soon.order_by("on"),
    }
    return render(request, "insights/contact.html", context)


@require_safe
@login_not_required
def service_standard(request: HttpRequest) -> HttpResponse:
    length = Expertise.objects.offered().aggregate(
        least=Min("session_minutes"), most=Max("session_minutes")
    )
    context = length | {
        "policy": BookingPolicy.load(),
        "consultants": Consultant.objects.bookable().count(),
    }
    return render(request, "insights/service_standard.html", context)


@require_safe
@login_not_required
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "insights/privacy.html", {"consents": Consent.Purpose.labels})


@require_safe
@login_not_required
def favicon(request: HttpRequest) -> HttpResponse:
    return redirect(static("img/favicon.png"), permanent=True)


@require_safe
@login_not_required
def robots(request: HttpRequest) -> HttpResponse:
    return render(request, "insights/robots.txt", content_type="text/plain")


@require_safe
@login_not_required
def security(request: HttpRequest) -> HttpResponse:
    # RFC 9116 asks for a date under a year away, after which nobody should trust this page.
    expires_at = clock.now() + timedelta(days=180)
    context = {"expires": expires_at.strftime("%Y-%m-%dT00:00:00Z")}
    return render(request, "insights/security.txt", context, content_type="text/plain")


@require_safe
@login_not_required
def manifest(request: HttpRequest) -> JsonResponse:
    office = OfficeIdentity.load()
    icons = [
        {"src": static(f"img/icon-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png"}
        for size in (192, 512)
    ]
    return JsonResponse(
        {
            "name": office.name,
            "short_name": office.short_name,
            "lang": request.LANGUAGE_CODE,
            "start_url": "/",
            "display": "minimal-ui",
            "background_color": "#fbf8f1",
            "theme_color": "#fbf8f1",
            "icons": icons,
        },
        content_type="application/manifest+json",
    )
