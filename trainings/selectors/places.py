"""Places of a batch: how many there are, who may take the next one, who stands where in line."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Max, Min
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from businesses.models import Business
from plut_portal.accounts.models import User
from plut_portal.core import formats
from plut_portal.notifications.services import out_of_quiet_hours
from trainings.models import (
    Attendance,
    Batch,
    BatchStage,
    Certificate,
    Enrolment,
    Meeting,
    Track,
)
from trainings.models.progress import AttendanceQuerySet

Status = Enrolment.Status


def why_still_expected(*, user: User, at: datetime) -> str:
    """A sentence while a place is held, or waited for, that only this person could give back; or "".

    What already brought a certificate cannot be given back, and keeps nobody.
    """
    running = Enrolment.objects.live().filter(batch__state=Batch.State.PUBLISHED)
    hers = running.filter(business__in=Business.objects.run_only_by(user))
    if not hers.exclude(certificates__in=Certificate.objects.valid()).exists():
        return ""
    return _("You are in a training. Please withdraw first, so that somebody else gets the place.")


def begins_at(batch: Batch) -> datetime | None:
    """When it first meets; before meetings are set, the first day of its first stage."""
    first = batch.meetings.kept().aggregate(first=Min("starts_at"))["first"]
    if first is None:
        day = batch.batch_stages.aggregate(day=Min("starts_on"))["day"]
        first = day and formats.at_wib(day, time(0))
    return first


def next_moment(batch: Batch, *, at: datetime) -> datetime | None:
    """When somebody would next set out for it; of one with no meeting to come, when it began."""
    coming = batch.meetings.kept().filter(starts_at__gt=at)
    return coming.aggregate(next=Min("starts_at"))["next"] or begins_at(batch)


def first_moments(batches: Iterable[Batch]) -> dict[int, datetime]:
    """As begins_at says it of one, of many in two queries."""
    found = list(batches)
    stages = BatchStage.objects.filter(batch__in=found).values_list("batch")
    days = {
        batch: formats.at_wib(day, time(0)) for batch, day in stages.annotate(day=Min("starts_on"))
    }
    meetings = Meeting.objects.kept().filter(batch__in=found).values_list("batch")
    return days | dict(meetings.annotate(first=Min("starts_at")))


def has_begun(batch: Batch, *, at: datetime) -> bool:
    first = begins_at(batch)
    return first is not None and first <= at


def offers_end(batch: Batch) -> datetime:
    """With enrolment, or with the first meeting."""
    first = begins_at(batch)
    return min(batch.enrol_until, first) if first else batch.enrol_until


def offers_places(batch: Batch, *, at: datetime) -> bool:
    """Nothing is offered once enrolment is closed, the batch begun or called off (FM-09).

    Nor by night what would be over before its news may leave (FM-32).
    """
    return batch.is_enrolling(at=at) and out_of_quiet_hours(at) < offers_end(batch)


@dataclass(frozen=True)
class Places:
    """The places of a batch as they are now.

    The rule for first-timers, the only place where it stands: of `quota` places
    `first_timer_percent` percent, rounded down, are kept for businesses that were never in a
    training here. Until `first_timers_until`, at the latest the end of enrolment, businesses that
    were here before together hold at most the rest; first-timers may take any free place. From
    then on every place goes to whoever is next in line. A place that is offered counts as held.
    """

    batch: Batch
    first_timers: int
    others: int
    at: datetime

    @property
    def held(self) -> int:
        return self.first_timers + self.others

    @property
    def free(self) -> int:
        return max(0, self.batch.quota - self.held)

    def has_one_for(self, *, first_timer: bool) -> bool:
        if self.free == 0:
            return False
        keeps = self.batch.keeps_places(at=self.at)
        return first_timer or not keeps or self.others < self.batch.open_to_all


def places_of(batch: Batch, *, at: datetime) -> Places:
    """One query. Within a service, after the batch's row has been locked."""
    holders = batch.enrolments.holding_a_place().values_list("is_first_timer", flat=True)
    first_timers = sum(holders)
    return Places(batch, first_timers, len(holders) - first_timers, at)


def next_in_line(batch: Batch, *, at: datetime) -> Enrolment | None:
    """The first on the list for whom there is a place."""
    there_are = places_of(batch, at=at)
    if there_are.free == 0:
        return None
    for waiting in batch.enrolments.waiting().in_line():
        if there_are.has_one_for(first_timer=waiting.is_first_timer):
            return waiting
    return None


def place_in_line(enrolment: Enrolment) -> int:
    """1 for the first on the list."""
    line = Enrolment.objects.waiting().filter(batch=enrolment.batch_id).in_line()
    return list(line.values_list("pk", flat=True)).index(enrolment.pk) + 1


def is_first_timer(business: Business) -> bool:
    """Whether it never had a place in any training here that took place, or will.

    A place it gave back before its first meeting was none.
    """
    has = Enrolment.objects.enrolled().filter(business=business)
    has = has.exclude(batch__state=Batch.State.CANCELLED)
    return not (has.exists() or _came_and_left(business).exists())


def _came_and_left(business: Business) -> AttendanceQuerySet:
    """What it attended in trainings from which it withdrew since."""
    left = Attendance.objects.counted().filter(
        enrolment__business=business,
        enrolment__status=Status.WITHDRAWN,
        meeting__is_cancelled=False,
    )
    return left.exclude(enrolment__batch__state=Batch.State.CANCELLED)


def live_elsewhere(business: Business, track: Track, batch: Batch) -> Enrolment | None:
    """In another batch of the same track: running, coming, or on its list."""
    others = Enrolment.objects.live().filter(business=business, batch__track=track)
    running = others.filter(batch__state=Batch.State.PUBLISHED).exclude(batch=batch)
    return running.select_related("batch").order_by("pk").first()


def came_lately(business: Business, track: Track, *, day: date) -> date | None:
    """The last day of the same training, if that was less than twelve months ago.

    For a business that withdrew on the way: the last day it was there.
    """
    had = Enrolment.objects.enrolled().filter(business=business, batch__track=track)
    finished = had.filter(batch__state=Batch.State.FINISHED)
    ended = finished.aggregate(last=Max("batch__batch_stages__ends_on"))["last"]
    attended = _came_and_left(business).filter(enrolment__batch__track=track)
    left = attended.aggregate(last=Max("meeting__starts_at"))["last"]
    last = max(filter(None, [ended, left and formats.wib_day(left)]), default=None)
    return last if last and day < a_year_after(last) else None


def a_year_after(day: date) -> date:
    """The same day of the next year; the first of March after a 29 February."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28) + timedelta(days=1)


@dataclass(frozen=True)
class Rank:
    """Where a business stands, and line by line why. `place` is there while it waits."""

    place: int | None
    reasons: list[str]


def rank_of(enrolment: Enrolment, *, at: datetime) -> Rank:
    """What the owner and the staff read beside the status."""
    asked = _("You asked for a place on %(moment)s.") % {
        "moment": formats.moment_text(enrolment.asked_at)
    }
    if enrolment.status == Status.WAITING:
        place = place_in_line(enrolment)
        reasons = [asked, *_who_is_before(enrolment, place), *_what_is_kept(enrolment, at=at)]
        return Rank(place, [*reasons, *_own_reasons(enrolment)])
    return Rank(None, [asked, *_how_it_stands(enrolment), *_own_reasons(enrolment)])


def _who_is_before(enrolment: Enrolment, place: int) -> list[str]:
    before = place - 1
    if before == 0:
        return [_("Nobody stands before you on the list.")]
    line = Enrolment.objects.waiting().filter(batch=enrolment.batch_id)
    moved_up = line.filter(priority__gt=enrolment.priority).count()
    lines = []
    if asked_earlier := before - moved_up:
        lines.append(
            ngettext(
                "%(count)d business asked before you.",
                "%(count)d businesses asked before you.",
                asked_earlier,
            )
            % {"count": asked_earlier}
        )
    if moved_up:
        lines.append(
            ngettext(
                "%(count)d business was moved up by the office, with a reason that is kept.",
                "%(count)d businesses were moved up by the office, with reasons that are kept.",
                moved_up,
            )
            % {"count": moved_up}
        )
    return lines


def _what_is_kept(enrolment: Enrolment, *, at: datetime) -> list[str]:
    batch = enrolment.batch
    if not batch.kept_for_first_timers or not batch.keeps_places(at=at):
        return []
    facts = {
        "count": batch.kept_for_first_timers,
        "quota": batch.quota,
        "moment": formats.moment_text(batch.first_timers_until),
    }
    if enrolment.is_first_timer:
        return [
            _(
                "%(count)d of %(quota)d places are kept until %(moment)s for businesses that come"
                " for the first time. Yours is one of them."
            )
            % facts
        ]
    return [
        _(
            "%(count)d of %(quota)d places are kept until %(moment)s for businesses that come for"
            " the first time; such a business may get a place before you."
        )
        % facts
    ]


def _own_reasons(enrolment: Enrolment) -> list[str]:
    lines = []
    if enrolment.priority:
        lines.append(
            _("The office moved you up: %(reason)s") % {"reason": enrolment.priority_reason}
        )
    if enrolment.override_reason:
        lines.append(
            _("The office made an exception: %(reason)s") % {"reason": enrolment.override_reason}
        )
    if enrolment.status_reason:
        lines.append(_("Reason: %(reason)s") % {"reason": enrolment.status_reason})
    return lines


def _how_it_stands(enrolment: Enrolment) -> list[str]:
    if enrolment.enrolled_at and enrolment.is_enrolled:
        return [
            _("You have had your place since %(moment)s.")
            % {"moment": formats.moment_text(enrolment.enrolled_at)}
        ]
    if enrolment.offer_until and enrolment.status == Status.OFFERED:
        return [
            _("A place is kept for you until %(moment)s.")
            % {"moment": formats.moment_text(enrolment.offer_until)}
        ]
    return []
