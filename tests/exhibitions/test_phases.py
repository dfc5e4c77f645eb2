"""Through all phases in any order: nobody sees a score too early or of an own entry, and nothing
of a decision is to be found anywhere before it is released."""

from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from exhibitions import selectors, services
from exhibitions.admin.applications import ApplicationExport
from exhibitions.models import (
    Activity,
    Application,
    ApplicationProduct,
    BoothPlace,
    Review,
    Score,
    Verdict,
)
from plut_portal.accounts.roles import Role
from plut_portal.core.errors import PortalError
from plut_portal.notifications.models import Delivery, Message
from tests.exhibitions.fair import CLOSED, Outcome, State, apply, office, owner_of
from tests.factories import ActivityFactory, ConstraintFactory, ProductFactory, UserFactory
from tests.times import NOW

ENTRIES, PANEL = 3, 3
DECISIONS = ("SELECTED", "RESERVE", "REFUSED", "MOVED_UP", "CONFIRM_BY", "CONFIRMED", "LAPSED")

acts = st.one_of(
    st.tuples(st.just("score"), st.integers(0, PANEL - 1), st.integers(0, ENTRIES - 1)),
    st.tuples(st.just("conflict"), st.integers(0, PANEL - 1), st.integers(0, ENTRIES - 1)),
    st.tuples(st.just("decide"), st.integers(0, 2), st.integers(0, ENTRIES - 1)),
    st.tuples(st.just("change"), st.just(0), st.integers(0, ENTRIES - 1)),
    st.tuples(st.just("withdraw"), st.just(0), st.integers(0, ENTRIES - 1)),
    st.tuples(st.sampled_from(["review", "release", "settle", "preview"]), st.just(0), st.just(0)),
)


class Fair:
    """Three entries, three curators – the first runs the first entry – and an admin with the second."""

    def __init__(self):
        self.activity = ActivityFactory(panel=PANEL, weights=[2, 1], quota=2)
        self.curators = list(self.activity.curators.order_by("pk"))
        self.entries = [apply(self.activity) for _each in range(ENTRIES)]
        self.owners = [owner_of(entry) for entry in self.entries]
        self.admin, self.near = office(), office()
        self.entries[0].business.memberships.create(user=self.curators[0])
        self.entries[1].business.memberships.create(user=self.near)
        self.reason = ConstraintFactory()
        self.frozen = {}
        self.declared = set()
        self.at = NOW
        self.outsiders = [
            UserFactory(),
            UserFactory(role=Role.CURATOR),
            UserFactory(role=Role.HEAD),
            UserFactory(role=Role.COUNTER_OFFICER),
        ]

    def entry(self, number):
        return Application.objects.get(pk=self.entries[number].pk)

    def do(self, act, who, which):
        self.at += timedelta(minutes=1)
        getattr(self, act)(who, self.entry(which))
        self.activity.refresh_from_db()

    def review(self, _who, _entry):
        self.at = max(self.at, CLOSED)
        services.begin_review(activity=self.activity, by=self.admin, at=self.at)
        for entry in Application.objects.exclude(frozen_at=None):
            self.frozen.setdefault(entry.pk, (entry.frozen, entry.pitch))

    def score(self, who, entry):
        points = dict.fromkeys(self.activity.criteria.all(), 1 + who)
        services.save_review(application=entry, points=points, by=self.curators[who], at=self.at)

    def conflict(self, who, entry):
        curator = self.curators[who]
        services.declare_conflict(application=entry, reason="Saudara", by=curator, at=self.at)
        self.declared.add((curator.pk, entry.pk))

    def decide(self, who, entry):
        services.set_verdict(
            application=entry,
            outcome=list(Outcome)[who],
            constraints=[self.reason],
            by=self.admin,
            at=self.at,
        )

    def change(self, _who, entry):
        services.save_draft(
            activity=self.activity,
            business=entry.business,
            products=[ProductFactory(business=entry.business)],
            pitch="Lain sekali",
            by=entry.business.people.first(),
            at=self.at,
        )

    def withdraw(self, _who, entry):
        services.withdraw(application=entry, by=entry.business.people.first(), at=self.at)

    def preview(self, _who, _entry):
        services.preview_release(activity=self.activity, by=self.admin, at=self.at)

    def settle(self, _who, _entry):
        services.settle_places(activity=self.activity, at=self.at)

    def release(self, _who, _entry):
        order = services.order_release(activity=self.activity, by=self.admin, at=self.at)
        services.carry_out_release(release_id=order.pk, at=self.at)


def check_scores(fair):
    """Own first, never where one stands too close, and never for those outside the panel."""
    for curator in fair.curators:
        for review in Review.objects.visible_to(curator):
            pair = (curator.pk, review.application_id)
            assert Review.objects.filter(
                curator=curator, application=review.application_id
            ).exists()
            assert pair not in fair.declared
            assert not (curator == fair.curators[0] and review.application == fair.entries[0])
        desk = selectors.desk_of(curator, fair.activity)
        for row in desk.rows:
            assert (curator.pk, row.application.pk) not in fair.declared
            others = selectors.entry_for(curator, row.application).others
            assert not others or row.is_scored
    assert fair.entries[1].pk not in Review.objects.visible_to(fair.near).values_list(
        "application", flat=True
    )
    for user in (*fair.owners, fair.outsiders[0], fair.outsiders[1], fair.outsiders[3]):
        assert not Review.objects.visible_to(user).exists()
        assert not Score.objects.visible_to(user).exists()


def check_silence(fair):
    """Before the release an application looks the same whatever has been decided about it."""
    if fair.activity.is_released:
        return
    for entry in Application.objects.all():
        assert entry.state in {State.DRAFT, State.SUBMITTED, State.WITHDRAWN}
        assert (entry.rank, entry.result, entry.offer_until) == (None, {}, None)
        outcome = selectors.outcome_of(entry, at=fair.at)
        assert (outcome.result, outcome.reasons, outcome.note, outcome.rank) == ({}, [], "", None)
    for person in {*fair.owners, *fair.outsiders, *fair.curators}:
        assert not Verdict.objects.visible_to(person).exists()
        assert selectors.ranking_visible_to(person, fair.activity) == []
    assert not Verdict.objects.visible_to(fair.near).filter(application=fair.entries[1]).exists()
    for kind in DECISIONS:
        assert not Message.objects.filter(kind=f"APPLICATION_{kind}").exists()


# What happens behind closed doors: whoever looks from outside cannot tell whether it did.
SECRET = ("score", "conflict", "decide", "preview")
# Every table a page, a letter or an export may read of an application, its history included.
OPEN_TABLES = (
    Activity,
    Activity.history,
    Application,
    Application.history,
    ApplicationProduct,
    BoothPlace,
    Message,
    Delivery,
)


def seen_from_outside(fair):
    """Every column of those tables – all inboxes with them –, the office's file of applications,
    and what each outsider is told.
    """
    tables = [
        list(getattr(table, "objects", table).order_by("pk").values()) for table in OPEN_TABLES
    ]
    outside = {*fair.owners, *fair.outsiders}
    outcomes = [
        selectors.outcome_of(entry, at=fair.at)
        for entry in Application.objects.select_related("activity").order_by("pk")
    ]
    judged = {
        person.pk: (
            list(Verdict.objects.visible_to(person)),
            selectors.ranking_visible_to(person, fair.activity),
        )
        for person in outside
    }
    taken_away = ApplicationExport().export(Application.objects.order_by("pk")).csv
    return tables, taken_away, outcomes, judged


def check_letters(fair):
    """Until the release no letter names a reason, and none is of a kind that follows a decision."""
    if fair.activity.is_released:
        return
    for message in Message.objects.all():
        assert fair.reason.label not in message.subject + message.body
        assert message.kind in {"APPLICATION_RECEIVED", "APPLICATION_WITHDRAWN"}


def check_frozen(fair):
    for entry in Application.objects.filter(pk__in=fair.frozen):
        assert (entry.frozen, entry.pitch) == fair.frozen[entry.pk]


def check_all_or_none(fair):
    """Released, everybody who was in has a result, a rank of an own and one message about it."""
    if not fair.activity.is_released:
        return
    ranks = Application.objects.exclude(rank=None).values_list("rank", flat=True)
    assert sorted(ranks) == list(range(1, len(ranks) + 1))
    assert not Application.objects.filter(state=State.SUBMITTED).exists()
    assert Application.objects.holding_a_place().count() <= fair.activity.quota


class Phases(TestCase):
    @settings(max_examples=10, suppress_health_check=list(HealthCheck))
    @given(
        before=st.lists(acts, max_size=4),
        during=st.lists(acts, min_size=4, max_size=12),
        is_scored=st.booleans(),
    )
    def test_fm55_nobody_learns_too_early_whatever_happens(self, before, during, is_scored):
        fair = Fair()
        # Half of the runs go through to the release; left to chance hardly one would.
        whole = [("score", who, which) for who in range(PANEL) for which in range(ENTRIES)]
        decided = [("decide", which, which) for which in range(ENTRIES)]
        usual = [*whole, *decided, ("release", 0, 0)] if is_scored else []
        for act, who, which in [*before, ("review", 0, 0), *during, *usual]:
            before = seen_from_outside(fair) if act in SECRET else None
            try:
                fair.do(act, who, which)
            except PortalError:
                fair.activity.refresh_from_db()
            if before:
                assert seen_from_outside(fair) == before
            check_letters(fair)
            check_scores(fair)
            check_silence(fair)
            check_frozen(fair)
            check_all_or_none(fair)
