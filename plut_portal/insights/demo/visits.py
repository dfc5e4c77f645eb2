"""Who comes when, for what, and how it ends: a plan, before anything is booked."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from consultations import availability, selectors
from consultations.models import Booking, BookingPolicy, Consultant, Expertise, Mode
from plut_portal.core import formats
from plut_portal.insights.demo.people import Client
from plut_portal.insights.demo.talks import Talk

PAST, COMING = 120, 15
PAST_DAYS, COMING_DAYS = 84, 12
OUTCOMES = {
    Booking.Status.CANCELLED: 12,
    Booking.Status.OWNER_ABSENT: 9,
    Booking.Status.CONSULTANT_ABSENT: 1,
}
# Counted from the latest: sessions nobody has recorded yet.
UNRECORDED = (1, 4, 7)
# The first client of the list, and how many days ago, at the least, she came for production.
STORY_DAYS = (8, 30, 55)


@dataclass(frozen=True)
class Moment:
    consultant: Consultant
    expertise: Expertise
    starts_at: datetime

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + self.expertise.session_length


@dataclass(frozen=True)
class Visit:
    moment: Moment
    client: Client
    talk: Talk
    booked_at: datetime
    # BOOKED stays as it is: still to come, or not recorded.
    outcome: Booking.Status


def offered_moments(consultants: list[Consultant], today: date) -> list[Moment]:
    """Every time on the grid, from the first day of the demonstration's past to its last."""
    first, last = today - timedelta(days=PAST_DAYS), today + timedelta(days=COMING_DAYS)
    midnight = formats.at_wib(today, time.min)
    calendars = selectors.calendars(consultants, first, last, at=midnight)
    policy = BookingPolicy.load()
    moments = []
    for consultant in consultants:
        expertise = consultant.expertises.get()
        for number in range((last - first).days + 1):
            day = first + timedelta(days=number)
            times = availability.times_of_day(
                calendars[consultant.pk],
                day,
                length=expertise.session_length,
                policy=policy,
                at=formats.at_wib(day, time.min) - timedelta(days=1),
            )
            moments += [
                Moment(consultant, expertise, moment.starts_at)
                for moment in times
                if Mode.OFFICE in moment.offered
            ]
    return sorted(moments, key=lambda moment: (moment.starts_at, moment.consultant.pk))


class Planner:
    """Fills the calendar, the same way for the same random numbers and the same day."""

    def __init__(self, clients: list[Client], talks: list[Talk], *, at: datetime, rng: Random):
        self.clients, self.talks, self.at, self.rng = clients, talks, at, rng
        self.today = formats.wib_day(at)
        self.taken: set[tuple[int, date]] = set()
        self.talked: set[tuple[int, str]] = set()

    def plan(self, consultants: list[Consultant]) -> list[Visit]:
        moments = offered_moments(consultants, self.today)
        past = [moment for moment in moments if moment.ends_at <= self.at]
        coming = [moment for moment in moments if moment.starts_at > self.at]
        story = list(self._story(consultants[0], past))
        visits = story + self._fill_past(past, [visit.moment for visit in story])
        visits += self._fill_coming(coming, consultants[0])
        return sorted(visits, key=lambda visit: visit.moment.starts_at)

    def _story(self, consultant: Consultant, past: list[Moment]) -> Iterator[Visit]:
        """The first client came three times for production: what the first login shows."""
        client = self.clients[0]
        talks = [talk for talk in self.talks if talk.fits("produksi", client.trade)]
        for days, talk in zip(STORY_DAYS, talks, strict=False):
            latest = self.today - timedelta(days=days)
            own = [
                moment
                for moment in past
                if moment.consultant == consultant and formats.wib_day(moment.starts_at) <= latest
            ]
            yield self._visit(own[-1], Booking.Status.ATTENDED, client=client, talk=talk)

    def _fill_past(self, past: list[Moment], used: list[Moment]) -> list[Visit]:
        free = [moment for moment in past if moment not in used]
        today = self._of_today(free)[:3]
        earlier = [moment for moment in free if formats.wib_day(moment.starts_at) < self.today]
        chosen = self.rng.sample(earlier, PAST - len(used) - len(today)) + today
        # Of sessions at the same hour the first consultant's stands last: one of hers is unrecorded.
        chosen.sort(key=lambda moment: (moment.starts_at, -moment.consultant.position))
        outcomes = self._outcomes(len(chosen))
        return [self._visit(*pair) for pair in zip(chosen, outcomes, strict=True)]

    def _outcomes(self, count: int) -> list[Booking.Status]:
        unusual = [status for status, number in OUTCOMES.items() for _i in range(number)]
        usual = [Booking.Status.ATTENDED] * (count - len(unusual) - len(UNRECORDED))
        outcomes = unusual + usual
        self.rng.shuffle(outcomes)
        for place in UNRECORDED:
            outcomes.insert(len(outcomes) - place + 1, Booking.Status.BOOKED)
        return outcomes

    def _fill_coming(self, coming: list[Moment], first: Consultant) -> list[Visit]:
        """One for the first client, two of today's if there are any left, then any."""
        later = [moment for moment in coming if formats.wib_day(moment.starts_at) > self.today]
        soon = next(moment for moment in later if moment.consultant == first)
        others = self._of_today(coming)[:2]
        pool = [moment for moment in later if moment != soon]
        others += self.rng.sample(pool, COMING - 1 - len(others))
        visits = [self._visit(soon, Booking.Status.BOOKED, client=self.clients[0])]
        return visits + [self._visit(moment, Booking.Status.BOOKED) for moment in others]

    def _of_today(self, moments: list[Moment]) -> list[Moment]:
        """Today's, those of the first consultant in front: her agenda is what people look at."""
        today = [m for m in moments if formats.wib_day(m.starts_at) == self.today]
        return sorted(today, key=lambda m: (m.consultant.position, m.starts_at))

    def _visit(
        self,
        moment: Moment,
        outcome: Booking.Status,
        *,
        client: Client | None = None,
        talk: Talk | None = None,
    ) -> Visit:
        client = client or self._somebody(moment)
        talk = talk or self._something(moment.expertise.slug, client)
        self.taken.add((client.business.pk, formats.wib_day(moment.starts_at)))
        self.talked.add((client.business.pk, talk.topic))
        return Visit(moment, client, talk, self._booked_at(moment), outcome)

    def _somebody(self, moment: Moment) -> Client:
        """Any but the first, and nobody twice a day, nor again before the first visit is over."""
        day = formats.wib_day(moment.starts_at)
        near = {day + timedelta(days=number) for number in range(-COMING_DAYS, COMING_DAYS + 1)}
        busy = {pk for pk, taken_on in self.taken if taken_on in near}
        free = [client for client in self.clients[1:] if client.business.pk not in busy]
        return self.rng.choice(free)

    def _something(self, field: str, client: Client) -> Talk:
        fitting = [talk for talk in self.talks if talk.fits(field, client.trade)]
        fresh = [t for t in fitting if (client.business.pk, t.topic) not in self.talked]
        return self.rng.choice(fresh or fitting)

    def _booked_at(self, moment: Moment) -> datetime:
        """One to nine days ahead, between breakfast and bedtime."""
        day = min(formats.wib_day(moment.starts_at), self.today)
        day -= timedelta(days=self.rng.randint(1, 9))
        return formats.at_wib(day, time(self.rng.randint(6, 21), self.rng.randrange(60)))
