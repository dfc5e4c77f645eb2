"""What the public pages of fields and consultants show beside the times themselves."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from django.db.models import QuerySet

from consultations import availability
from consultations.availability import Calendar, Day
from consultations.models import BookingPolicy, Consultant, Expertise, WeeklyHours
from consultations.selectors.times import calendars, main_expertise
from plut_portal.core import formats

TIMES_SHOWN = 6


@dataclass(frozen=True)
class FirstTimes:
    """A consultant with her first free times, by day; none of them within the horizon is no day."""

    consultant: Consultant
    days: list[Day]


@dataclass(frozen=True)
class Hours:
    """Neighbouring weekdays with the same hours."""

    first: str
    last: str
    windows: str


def first_free_times(
    *, expertise: Expertise, at: datetime, count: int = TIMES_SHOWN
) -> list[FirstTimes]:
    """Everyone who helps in this field with the first few free times, in eleven queries."""
    return first_free_by_field(expertises=[expertise], at=at, count=count)[expertise.pk]


def first_free_by_field(
    *, expertises: Collection[Expertise], at: datetime, count: int = TIMES_SHOWN
) -> dict[int, list[FirstTimes]]:
    """The same for several fields, by key of the field, in no more queries."""
    consultants = list(
        Consultant.objects.bookable()
        .filter(expertises__in=expertises)
        .distinct()
        .prefetch_related("expertises")
        .order_by("position", "pk")
    )
    policy = BookingPolicy.load()
    first = formats.wib_day(at)
    last = first + timedelta(days=policy.horizon_days)
    found = calendars(consultants, first, last, at=at, policy=policy)
    return {
        expertise.pk: [
            FirstTimes(each, _first_days(found[each.pk], expertise, policy, at, count))
            for each in consultants
            if expertise in each.expertises.all()
        ]
        for expertise in expertises
    }


def _first_days(
    calendar: Calendar, expertise: Expertise, policy: BookingPolicy, at: datetime, count: int
) -> list[Day]:
    days: list[Day] = []
    first = formats.wib_day(at)
    for number in range(policy.horizon_days + 1):
        day = first + timedelta(days=number)
        times = availability.times_of_day(
            calendar, day, length=expertise.session_length, policy=policy, at=at
        )
        free = [time for time in times if time.is_free][:count]
        if free:
            days.append(Day(day, free))
            count -= len(free)
        if not count:
            break
    return days


def other_fields(expertise: Expertise) -> QuerySet[Expertise]:
    """Where one goes with what does not belong into this field."""
    return Expertise.objects.offered().exclude(pk=expertise.pk).order_by("position", "pk")


def further_fields(consultant: Consultant) -> list[Expertise]:
    """What a consultant helps with beside her main field."""
    main = main_expertise(consultant)
    fields = (each for each in consultant.expertises.all() if each.is_active and each != main)
    return sorted(fields, key=lambda each: (each.position, each.pk))


def receiving_hours(rows: Iterable[WeeklyHours]) -> list[Hours]:
    """Monday–Thursday 08.00–12.00, 13.00–15.00, Friday …: a week as one tells it."""
    week = [
        (weekday, ", ".join(f"{row.opens:%H.%M}–{row.closes:%H.%M}" for row in windows))
        for weekday, windows in groupby(
            sorted(rows, key=lambda row: (row.weekday, row.opens)), key=lambda row: row.weekday
        )
    ]
    # Days that follow each other keep one distance between their number and their place here.
    together = groupby(enumerate(week), key=lambda item: (item[1][0] - item[0], item[1][1]))
    return [
        _hours([weekday for _place, (weekday, _text) in days], windows)
        for (_distance, windows), days in together
    ]


def _hours(weekdays: list[int], windows: str) -> Hours:
    labels = [str(WeeklyHours.Weekday(weekday).label) for weekday in weekdays]
    return Hours(labels[0], labels[-1], windows)
