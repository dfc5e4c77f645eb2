"""Who is there: the code typed in by the owner, the room's screen, the trainer's list."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from plut_portal.accounts.requests import AuthenticatedHttpRequest
from plut_portal.core import clock, formats, limits, qr
from plut_portal.core import views as core_views
from plut_portal.core.errors import PortalError
from trainings import selectors, services
from trainings.forms import AttendForm, MarkForm
from trainings.models import Attendance, Enrolment, Meeting

# Six digits are soon guessed; counted for each person, as a class sits behind one address.
TRIES, TRIES_WITHIN = 20, 15 * 60
ROWS_ON_A_PAGE = 25


@require_http_methods(["GET", "HEAD", "POST"])
def attendance_code(request: AuthenticatedHttpRequest) -> HttpResponse:
    """A code in the address is filled in; only the button notes anything (FM-52)."""
    mine = selectors.may_attend(request.user)
    sent = request.POST if request.method == "POST" else None
    form = AttendForm(
        sent,
        enrolments=mine,
        now=selectors.attending_now(mine, at=clock.now()),
        initial={"kode": request.GET.get("kode", "")[:6]},
    )
    status = 422 if form.is_bound else 200
    if form.is_bound and _too_often(request):
        return core_views.too_many_requests(request)
    if form.is_valid():
        try:
            return _attend(request, form.cleaned_data["enrolment"], form.cleaned_data["kode"])
        except PortalError as refusal:
            form.add_error("kode", str(refusal))
            status = refusal.status
    context = {"form": form, "enrolments": mine, "now": clock.now()}
    return render(request, "trainings/attendance_code.html", context, status=status)


def _too_often(request: AuthenticatedHttpRequest) -> bool:
    action = f"attendance:{request.user.pk}"
    return limits.too_often(request, action, most=TRIES, seconds=TRIES_WITHIN)


def _attend(request: AuthenticatedHttpRequest, enrolment: Enrolment, code: str) -> HttpResponse:
    now = clock.now()
    noted = services.attend_by_code(enrolment=enrolment, code=code, by=request.user, at=now)
    facts = {
        "course": noted.meeting.course.title,
        "time": formats.time_text(noted.noted_at),
    }
    if noted.noted_at == now:
        messages.success(request, _("You are noted as present: %(course)s, %(time)s.") % facts)
    else:
        messages.info(
            request, _("You were already noted: %(course)s, %(time)s. Nothing more to do.") % facts
        )
    return redirect(enrolment)


@require_safe
def attendance_screen(request: AuthenticatedHttpRequest, public_id: UUID) -> HttpResponse:
    meeting = _listed_or_404(request, public_id)
    address = f"{settings.SITE_URL}{reverse('trainings:attendance_code')}"
    context = {
        "meeting": meeting,
        "address": address.partition("://")[2],
        "qr": qr.svg(f"{address}?kode={meeting.code}", title=_("The attendance page")),
        "present": meeting.attendances.counted().count(),
        "places": meeting.batch.enrolments.enrolled().count(),
    }
    return render(request, "trainings/attendance_screen.html", context)


@require_safe
def attendance_list(request: AuthenticatedHttpRequest, public_id: UUID) -> HttpResponse:
    return _list_page(request, _listed_or_404(request, public_id))


def _list_page(request, meeting: Meeting, *, status=200, refusal="") -> HttpResponse:
    people = selectors.participants_of(meeting, at=clock.now())
    context = {
        "meeting": meeting,
        "people": people,
        "present": sum(each.attendance is not None for each in people),
        "refusal": refusal,
    }
    return render(request, "trainings/attendance_list.html", context, status=status)


@require_POST
def attendance_mark(request: AuthenticatedHttpRequest, public_id: UUID) -> HttpResponse:
    meeting = _listed_or_404(request, public_id)
    enrolment = _ticked(request, meeting)
    if enrolment is None:
        return _list_page(request, meeting, status=422, refusal=_("Please choose a person."))
    try:
        marked = services.mark_present(
            meeting=meeting, enrolments=[enrolment], by=request.user, at=clock.now()
        )
    except PortalError as refusal:
        return _list_page(request, meeting, status=refusal.status, refusal=str(refusal))
    if marked.refusals:
        return _list_page(request, meeting, status=409, refusal=marked.refusals[0].sentence)
    return _back_to(meeting, enrolment)


@require_POST
def attendance_undo(request: AuthenticatedHttpRequest, public_id: UUID) -> HttpResponse:
    meeting = _listed_or_404(request, public_id)
    enrolment = _ticked(request, meeting)
    noted = Attendance.objects.counted().filter(meeting=meeting, enrolment=enrolment)
    attendance = noted.select_related("meeting", "enrolment").first()
    if enrolment is None:
        return _list_page(request, meeting, status=422, refusal=_("Please choose a person."))
    if attendance:
        try:
            services.undo_attendance(attendance=attendance, by=request.user, at=clock.now())
        except PortalError as refusal:
            return _list_page(request, meeting, status=refusal.status, refusal=str(refusal))
    return _back_to(meeting, enrolment)


@require_safe
def attendance_sheet(request: AuthenticatedHttpRequest, public_id: UUID) -> HttpResponse:
    meeting = _listed_or_404(request, public_id)
    people = [each.enrolment for each in selectors.participants_of(meeting, at=clock.now())]
    starts = range(0, len(people), ROWS_ON_A_PAGE)
    context = {
        "meeting": meeting,
        "pages": [(start, people[start : start + ROWS_ON_A_PAGE]) for start in starts],
    }
    return render(request, "trainings/attendance_sheet.html", context)


def _ticked(request: AuthenticatedHttpRequest, meeting: Meeting) -> Enrolment | None:
    form = MarkForm(request.POST, batch_id=meeting.batch_id)
    return form.cleaned_data["enrolment"] if form.is_valid() else None


def _back_to(meeting: Meeting, enrolment: Enrolment) -> HttpResponse:
    page = redirect("trainings:attendance_list", meeting.public_id)
    page["Location"] += f"#p{enrolment.pk}"
    return page


def _listed_or_404(request: AuthenticatedHttpRequest, public_id: UUID) -> Meeting:
    rows = Meeting.objects.listed_by(request.user).select_related("batch__track", "course__stage")
    return get_object_or_404(rows, public_id=public_id)
