"""The record of a session: written, kept while it is typed, and added to once it is locked."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from consultations import selectors, services
from consultations.forms import AddendumForm, SessionForm
from consultations.models import Booking
from plut_portal.accounts.requests import AuthenticatedHttpRequest
from plut_portal.core import clock, formats, forms, submissions
from plut_portal.core.errors import PortalError

# Three times what the longest texts of the form come to.
MOST_TYPED = 64 * 1024


def recordable_or_404(request: AuthenticatedHttpRequest, public_id: UUID) -> Booking:
    bookings = Booking.objects.recordable_by(request.user).with_people()
    return get_object_or_404(bookings, public_id=public_id)


@require_http_methods(["GET", "HEAD", "POST"])
def session_record(request: AuthenticatedHttpRequest, public_id: UUID) -> HttpResponse:
    booking = recordable_or_404(request, public_id)
    opening = selectors.opening(booking, user=request.user)
    form = _form(request, booking, initial=opening.initial, recorded_days=opening.days)
    status, is_stale = 422 if form.is_bound else 200, False
    if form.is_valid():
        try:
            _record(request, booking, form, opening)
        except PortalError as refusal:
            form.add_error(None, str(refusal))
            status, is_stale = refusal.status, isinstance(refusal, services.SavedElsewhere)
        else:
            done = _("Recorded. The owner can read it now.")
            messages.success(request, done, extra_tags="draft-sent")
            return redirect("consultations:workspace" if request.user.is_consultant else booking)
    context = _page(request, booking) | {"form": form, "opening": opening}
    if is_stale:
        context["record"] = selectors.record_of(booking, user=request.user)
    return render(request, "consultations/session_record.html", context, status=status)


def _form(request: AuthenticatedHttpRequest, booking: Booking, **kwargs) -> SessionForm:
    return SessionForm(
        forms.posted(request),
        today=formats.wib_day(clock.now()),
        as_office=booking.consultant.user_id != request.user.pk,
        **kwargs,
    )


def _record(
    request: AuthenticatedHttpRequest,
    booking: Booking,
    form: SessionForm,
    opening: selectors.Opening,
) -> None:
    came = form.cleaned_data["outcome"] == Booking.Status.ATTENDED
    services.record_session(
        booking=booking,
        outcome=Booking.Status(form.cleaned_data["outcome"]),
        note=form.note() if came else None,
        by=request.user,
        at=clock.now(),
        # The same form sent twice says what is recorded already, and undoes nothing.
        version=request.POST.get("version", "") if form.has_changed() else opening.version,
    )


def _page(request: AuthenticatedHttpRequest, booking: Booking) -> dict[str, object]:
    """What stands around the form, and instead of it once the record is locked."""
    user, now = request.user, clock.now()
    state = selectors.record_state(booking, user=user, at=now)
    locked = state == "LOCKED"
    return {
        "booking": booking,
        "state": state,
        "now": now,
        "answers": selectors.answers_before(booking),
        "open_steps": selectors.open_steps(booking, user=user, at=now),
        "earlier": selectors.earlier_records(booking, user=user),
        "absences": selectors.absences(booking.business, at=now),
        "in_case": selectors.session_case(booking, user=user),
        "attachments": selectors.attachments_of(booking, user=user),
        "record": selectors.record_of(booking, user=user) if locked else None,
        "extras": selectors.extras_of(booking, user=user) if locked else None,
        "addendum_form": AddendumForm() if locked else None,
    }


@require_POST
def session_draft(request: AuthenticatedHttpRequest, public_id: UUID) -> HttpResponse:
    booking = recordable_or_404(request, public_id)
    form = _form(request, booking)
    typed = form.typed()
    if sum(map(len, typed.values())) > MOST_TYPED:
        return HttpResponse(status=413)
    try:
        draft = services.save_draft(
            booking=booking,
            typed=typed,
            version=request.POST.get("version", ""),
            by=request.user,
            at=clock.now(),
        )
    except PortalError as refusal:
        return _draft_answer(request, booking, str(refusal), status=refusal.status)
    kept = _("Kept %(time)s") % {"time": formats.time_text(draft.saved_at)}
    return _draft_answer(request, booking, kept)


def _draft_answer(
    request: AuthenticatedHttpRequest, booking: Booking, sentence: str, *, status: int = 200
) -> HttpResponse:
    if request.headers.get("X-Requested-With") == "fetch":
        return JsonResponse({"said": sentence}, status=status)
    messages.add_message(request, messages.INFO if status == 200 else messages.ERROR, sentence)
    return redirect("consultations:session_record", booking.public_id)


@require_http_methods(["GET", "HEAD", "POST"])
def addendum_create(request: AuthenticatedHttpRequest, public_id: UUID) -> HttpResponse:
    booking = recordable_or_404(request, public_id)
    form = AddendumForm(forms.posted(request))
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            return _add_addendum(request, booking, dict(form.cleaned_data))
        except PortalError as refusal:
            form.add_error(None, str(refusal))
            status = refusal.status
    context = _page(request, booking) | {"addendum_form": form}
    return render(request, "consultations/addendum_create.html", context, status=status)


def _add_addendum(request: AuthenticatedHttpRequest, booking: Booking, data: dict) -> HttpResponse:
    with submissions.once(user_id=request.user.pk, key=data.pop("submission_key")) as submission:
        if not submission.result_url:
            services.add_addendum(booking=booking, by=request.user, at=clock.now(), **data)
            messages.success(request, _("Added. The owner is told."), extra_tags="draft-sent")
            submission.result_url = booking.get_absolute_url()
    return redirect(submission.result_url)
