"""Booking a time: the short form of an owner, and from no account to a booking in one."""

from typing import Any

from allauth.account.utils import perform_login
from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from businesses.models import Business
from consultations import selectors, services
from consultations.forms import BookingForm, NewcomerForm
from consultations.models import Consultant, Expertise
from consultations.views import chosen
from consultations.views.public import consultant_or_404
from plut_portal.accounts import newcomers
from plut_portal.accounts.models import User
from plut_portal.accounts.services import ContactTaken
from plut_portal.core import clock, forms, submissions
from plut_portal.core.errors import PortalError
from plut_portal.core.responses import SeeOther


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
@sensitive_post_parameters("password")
def booking_create(request: HttpRequest, slug: str) -> HttpResponse:
    if request.user.is_authenticated and request.user.works_here:
        raise PermissionDenied
    consultant = consultant_or_404(slug)
    key = request.POST.get("submission_key")
    if done := submissions.answered(user_id=request.user.pk, key=key):
        _say_booked(request)
        return redirect(done)
    form = _form(request, consultant)
    if request.method != "POST":
        return _page(request, consultant, form)
    if not form.is_valid():
        return _page(request, consultant, form, status=422)
    try:
        if isinstance(form, NewcomerForm):
            return _book_newcomer(request, consultant, form)
        return _book_signed_in(request, consultant, form)
    except PortalError as refusal:
        return _refused(request, consultant, form, refusal)


def _form(request: HttpRequest, consultant: Consultant) -> BookingForm | NewcomerForm:
    at = clock.now()
    time = chosen.time_with(request, consultant, at=at)
    initial: dict[str, object] = {"expertise": selectors.main_expertise(consultant)}
    initial |= selectors.answered_in_check(request.session, at=at)
    if time:
        initial |= {"expertise": time.expertise_id, "starts_at": time.value}
    initial |= chosen.typed(request, consultant, at=at)
    if "waktu" in request.GET:
        initial["starts_at"] = request.GET["waktu"]
    posted = forms.posted(request)
    modes = selectors.modes_offered(consultant, at=at)
    options: dict[str, Any] = {"consultant": consultant, "modes": modes, "initial": initial}
    if request.user.is_authenticated:
        return BookingForm(posted, user=request.user, **options)
    return NewcomerForm(posted, **options)


def _book_signed_in(request, consultant: Consultant, form: BookingForm) -> HttpResponse:
    url = _book(request, request.user, consultant, dict(form.cleaned_data))
    _say_booked(request)
    return redirect(url)


def _book(request: HttpRequest, owner: User, consultant: Consultant, data: dict) -> str:
    """Carry it out once and answer with the booking's address."""
    with submissions.once(user_id=owner.pk, key=data.pop("submission_key")) as submission:
        if not submission.result_url:
            booking = services.book_for_owner(
                owner=owner,
                consultant=consultant,
                token=chosen.token_of(request),
                constraint_check=selectors.check_of(request.session),
                at=clock.now(),
                **data,
            )
            submission.result_url = booking.get_absolute_url()
    return submission.result_url


def _book_newcomer(
    request: HttpRequest, consultant: Consultant, form: NewcomerForm
) -> HttpResponse:
    newcomer = form.newcomer()
    newcomers.check_limits(request, newcomer.contact)
    try:
        booking = services.book_for_newcomer(
            newcomer=newcomer,
            consultant=consultant,
            token=chosen.token_of(request),
            constraint_check=selectors.check_of(request.session),
            at=clock.now(),
            **form.appointment(),
        )
    except ContactTaken as refusal:
        chosen.keep_typed(request, consultant, at=clock.now())
        known = newcomers.recognise(
            request, contact=newcomer.contact, password=newcomer.password, refusal=refusal
        )
        return _book_known(request, known, consultant, form, refusal)
    return _enter(request, booking.booked_by, booking.get_absolute_url(), signup=True)


def _book_known(request, known: User, consultant, form, refusal: ContactTaken) -> HttpResponse:
    """She had an account, and typed its password: the form sent again, or an owner who forgot."""
    if known.works_here or not known.is_active:
        raise refusal
    data = form.appointment()
    done = submissions.answered(user_id=known.pk, key=str(data["submission_key"]))
    own = list(Business.objects.run_by(known).order_by("pk")[:2])
    if not done and (len(own) > 1 or is_mfa_enabled(known)):
        # Something is left to ask; what she typed waits on the same page behind the login.
        messages.info(request, _("Welcome back. What you typed is still here."))
        return SeeOther(perform_login(request, known, redirect_url=request.path).url)
    if own:
        # Her business is known, and a public form changes nothing of it (FM-46).
        data |= {"business": own[0], "makes": "", "village": None}
    url = done or _book(request, known, consultant, data)
    return _enter(request, known, url)


def _enter(request: HttpRequest, user: User, url: str, **options: bool) -> HttpResponse:
    _say_booked(request)
    return SeeOther(perform_login(request, user, redirect_url=url, **options).url)


def _say_booked(request: HttpRequest) -> None:
    chosen.forget(request)
    # The tag tells the browser to forget the draft it kept.
    messages.success(
        request,
        _("Your time is booked. We look forward to seeing you."),
        extra_tags="draft-sent",
    )


def _refused(request, consultant, form, refusal: PortalError) -> HttpResponse:
    is_taken = isinstance(refusal, ContactTaken)
    lost = form.cleaned_data["starts_at"] if refusal.about_the_time else None
    beside = "contact" if is_taken else "starts_at" if lost else None
    form.add_error(beside, str(refusal))
    return _page(request, consultant, form, status=refusal.status, taken=is_taken, lost=lost)


def _page(request, consultant, form, *, status=200, taken=False, lost=None) -> HttpResponse:
    """The form with the present times; where the chosen one is lost, the three nearest free ones."""
    now = clock.now()
    whose = {
        "consultant": consultant,
        "expertise": _field(consultant, form),
        "token": chosen.token_of(request),
    }
    wanted = form["starts_at"].value()
    days = selectors.bookable_days(**whose, at=now, chosen=wanted)
    context = {
        "consultant": consultant,
        "field": whose["expertise"],
        "form": form,
        "chosen": wanted,
        "chosen_time": selectors.free_time(days, wanted),
        "days": days,
        "is_taken_contact": taken,
    }
    if context["chosen_time"]:
        form.initial.setdefault("mode", context["chosen_time"].modes[0])
    kept = chosen.time_with(request, consultant, at=now)
    if kept and kept.value == wanted:
        is_free = context["chosen_time"] is not None
        context |= {"kept_until": kept.until, "is_held": is_free and now < kept.until}
        lost = lost if is_free or form.is_bound else kept.starts_at
    if lost:
        context["alternatives"] = selectors.alternatives(**whose, starts_at=lost, at=now)
    return render(request, "consultations/booking_create.html", context, status=status)


def _field(consultant: Consultant, form: BookingForm | NewcomerForm) -> Expertise:
    """The field chosen on the form, whose sessions give the times their length; else the main one."""
    offered = {str(each.pk): each for each in consultant.expertises.all() if each.is_active}
    chosen_one = offered.get(str(form["expertise"].value()))
    return chosen_one or selectors.main_expertise(consultant)
