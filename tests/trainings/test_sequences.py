"""Whatever happens in whatever order: the rules of places hold after every step."""

from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from plut_portal.core.errors import PortalError
from plut_portal.notifications.models import Message
from tests.factories import BatchFactory, BusinessFactory, EnrolmentFactory
from tests.times import NOW
from tests.trainings.school import office
from trainings import selectors, services
from trainings.models import Batch, Enrolment

Status = Enrolment.Status
CROWD = 6
CLOSES = NOW + timedelta(days=3)

acts = st.one_of(
    st.tuples(
        st.sampled_from(["enrol", "withdraw", "accept", "decline", "move up"]),
        st.integers(0, CROWD - 1),
    ),
    st.tuples(st.just("quota"), st.integers(0, 4)),
    st.tuples(st.just("wait"), st.integers(1, 30)),
    st.tuples(st.just("settle"), st.just(0)),
)


class Office:
    """One batch, a crowd of businesses, a clock that only goes forward."""

    def __init__(self, percent):
        self.batch = BatchFactory(
            quota=2,
            first_timer_percent=percent,
            enrol_until=CLOSES,
            first_timers_until=NOW + timedelta(days=2),
        )
        self.crowd = [BusinessFactory() for _each in range(CROWD)]
        finished = BatchFactory(state=Batch.State.FINISHED)
        for business in self.crowd[::2]:
            EnrolmentFactory(batch=finished, business=business)
        self.staff, self.at = office(), NOW

    def do(self, act, which):
        if act == "wait":
            self.at += timedelta(hours=which)
        elif act == "settle":
            services.offer_places(batch=self.batch, at=self.at)
        elif act == "quota":
            self.change_quota(which)
        elif act == "enrol":
            business = self.crowd[which]
            services.enrol(
                batch=self.batch, business=business, by=business.people.get(), at=self.at
            )
        elif live := self.live(which):
            self.change(act, live)

    def live(self, which):
        return self.batch.enrolments.live().filter(business=self.crowd[which]).first()

    def change(self, act, enrolment):
        facts = {"enrolment": enrolment, "at": self.at}
        if act == "move up":
            services.move_up(**facts, reason="Kebakaran", by=self.staff)
            return
        service = {
            "withdraw": services.withdraw,
            "accept": services.accept_offer,
            "decline": services.decline_offer,
        }[act]
        service(**facts, by=enrolment.participant)

    def change_quota(self, quota):
        holders = list(self.batch.enrolments.holding_a_place().order_by("-pk"))
        moved = holders[: max(0, len(holders) - quota)]
        services.change_quota(
            batch=self.batch,
            quota=quota,
            by=self.staff,
            at=self.at,
            to_waiting=moved,
            reason="Ruang lebih kecil",
        )


def offers_of(batch):
    return list(
        Message.objects.filter(
            kind="TRAINING_OFFER", recipient__enrolments__batch=batch
        ).values_list("topic", "version", "due_at", "useless_after")
    )


def check(place, line_before):
    batch = place.batch
    batch.refresh_from_db()
    there_are = selectors.places_of(batch, at=place.at)
    assert there_are.held <= batch.quota
    # Each offer once, none at or after the close, none beyond it.
    offers = offers_of(batch)
    assert len(offers) == len(set(offers))
    assert all(made < CLOSES and ends <= CLOSES for _t, _v, made, ends in offers)
    # Who was offered a place had nobody before her for whom it would have been.
    waiting = list(batch.enrolments.waiting().in_line())
    for offered in batch.enrolments.filter(status=Status.OFFERED, offered_at=place.at):
        if offered.pk in line_before:
            earlier = line_before[: line_before.index(offered.pk)]
            passed_over = [w for w in waiting if w.pk in earlier]
            assert not any(
                w.is_first_timer or not batch.keeps_places(at=place.at) for w in passed_over
            )


def settled(place):
    """Nobody waits for a place that is free for her."""
    if selectors.offers_places(place.batch, at=place.at):
        services.offer_places(batch=place.batch, at=place.at)
        there_are = selectors.places_of(place.batch, at=place.at)
        for waiting in place.batch.enrolments.waiting():
            assert not there_are.has_one_for(first_timer=waiting.is_first_timer)


class Sequences(TestCase):
    @settings(max_examples=25, suppress_health_check=list(HealthCheck))
    @given(percent=st.sampled_from([0, 50]), steps=st.lists(acts, min_size=4, max_size=16))
    def test_places_hold_whatever_happens(self, percent, steps):
        place = Office(percent)
        for act, which in steps:
            line = list(place.batch.enrolments.waiting().in_line().values_list("pk", flat=True))
            try:
                place.do(act, which)
            except PortalError:
                continue
            if act != "move up":
                check(place, line)
        settled(place)
