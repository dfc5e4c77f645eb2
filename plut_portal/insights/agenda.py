"""One agenda of everything the office offers on a day: trainings, exhibitions, last days to apply."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exhibitions.models import Activity
from plut_portal.core import formats
from trainings.models import Batch, Meeting

AHEAD = timedelta(days=120)
# As they stand in the address.
PARTS = {
    "": gettext_lazy("All"),
    "pelatihan": gettext_lazy("Training"),
    "pameran": gettext_lazy("Exhibitions"),
    "hari-terakhir": gettext_lazy("Last days"),
}


@dataclass(frozen=True)
class Entry:
    """What takes place, or ends, on a day."""

    day: date
    kind: str
    label: str
    title: str
    url: str
    time: str = ""
    place: str = ""
    last_day: date | None = None
    is_cancelled: bool = False

    @property
    def days_text(self) -> str:
        return formats.days_text(self.day, self.last_day or self.day)

    @property
    def part(self) -> str:
        if self.is_deadline:
            return "hari-terakhir"
        return "pelatihan" if self.kind == "TRAINING" else "pameran"

    @property
    def is_deadline(self) -> bool:
        return self.kind == "DEADLINE"


@dataclass(frozen=True)
class Month:
    first_day: date
    entries: list[Entry]


def agenda(*, at: datetime) -> list[Entry]:
    """The coming four months, in three queries; what goes on today stands first."""
    today = formats.wib_day(at)
    until = today + AHEAD
    # A last day to apply may come long before what it is for, so each entry has its own say.
    found = [*_meetings(at, until), *_batches(at), *_activities(at)]
    near = [each for each in found if each.day <= until]
    return sorted(near, key=lambda each: (max(each.day, today), each.time, each.title))


def part_of(entries: list[Entry], part: str) -> list[Entry]:
    """Those of one part; of all where there is no such part."""
    chosen = part if part in PARTS else ""
    return [each for each in entries if chosen in {"", each.part}]


def by_month(entries: list[Entry], *, at: datetime) -> list[Month]:
    """What began in an earlier month and still goes on stands under this one."""
    today = formats.wib_day(at)
    months = groupby(entries, key=lambda each: max(each.day, today).replace(day=1))
    return [Month(first, list(theirs)) for first, theirs in months]


def _meetings(at: datetime, until: date) -> Iterator[Entry]:
    coming = Meeting.objects.filter(
        batch__state=Batch.State.PUBLISHED, ends_at__gt=at, starts_at__date__lte=until
    ).select_related("course", "batch__track")
    for each in coming.in_order():
        yield Entry(
            day=formats.wib_day(each.starts_at),
            kind="TRAINING",
            label=_("Training"),
            title=f"{each.batch.track.name}: {each.course.title}",
            url=each.batch.get_absolute_url(),
            time=f"{formats.clock_text(each.starts_at)}–{formats.time_text(each.ends_at)}",
            place=each.place or each.batch.place,
            is_cancelled=each.is_cancelled,
        )


def _batches(at: datetime) -> Iterator[Entry]:
    for each in Batch.objects.enrolling(at=at).select_related("track"):
        title = _("Last day to join: %(title)s") % {"title": each.track.name}
        yield _last_day(title, each.enrol_until, each.get_absolute_url())


def _activities(at: datetime) -> Iterator[Entry]:
    for each in Activity.objects.published().coming(day=formats.wib_day(at)):
        yield Entry(
            day=each.starts_on,
            kind=each.kind,
            label=each.get_kind_display(),
            title=each.title,
            url=each.get_absolute_url(),
            time=each.hours,
            place=each.place_text,
            last_day=each.ends_on,
            is_cancelled=each.state == Activity.State.CANCELLED,
        )
        if each.takes_applications(at=at) and each.apply_until:
            title = _("Last day to apply: %(title)s") % {"title": each.title}
            yield _last_day(title, each.apply_until, each.get_absolute_url())


def _last_day(title: str, ends_at: datetime, url: str) -> Entry:
    return Entry(
        day=formats.wib_day(ends_at),
        kind="DEADLINE",
        label=_("Last day"),
        title=title,
        url=url,
        time=formats.time_text(ends_at),
    )
