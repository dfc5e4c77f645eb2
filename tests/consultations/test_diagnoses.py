"""How well cek kendala points: suggestions held against diagnoses, per period in WIB."""

from datetime import UTC, date, datetime, timedelta

import pytest

from consultations import selectors
from consultations.models import ConstraintCheck
from consultations.selectors.diagnoses import Share
from plut_portal.core.formats import WIB
from tests.factories import CheckVersionFactory, ConstraintFactory, SessionRecordFactory
from tests.times import NOW

pytestmark = pytest.mark.django_db

YEAR = {"starts_on": date(2026, 1, 1), "ends_on": date(2026, 12, 31)}


@pytest.fixture
def version():
    return CheckVersionFactory()


@pytest.fixture
def session(version):
    """session([first, second], diagnosis): a recorded session with that check before it."""
    moments = (NOW - timedelta(days=number) for number in range(1, 100))

    def make(suggested, diagnosis, *, starts_at=None):
        check = ConstraintCheck.objects.create(version=version, started_at=NOW, finished_at=NOW)
        for rank, constraint in enumerate(suggested, start=1):
            check.results.create(constraint=constraint, rank=rank, score=9 - rank)
        return SessionRecordFactory(
            booking__constraint_check=check,
            booking__starts_at=starts_at or next(moments),
            constraint=diagnosis,
        )

    return make


def test_agreement_counts_the_first_the_three_and_the_field(session):
    soft, sour = ConstraintFactory.create_batch(2)
    stale = ConstraintFactory(expertise=soft.expertise)
    session([soft, sour], soft)
    session([soft, sour], sour)
    session([soft, sour], stale)
    session([soft], soft)

    found = selectors.agreement(**YEAR)

    assert (found.sessions, found.first, found.among, found.field) == (
        4,
        Share(2, 4),
        Share(3, 4),
        Share(3, 4),
    )
    assert [share.percent for share in (found.first, found.among, found.field)] == [50, 75, 75]


def test_agreement_lists_what_each_suggestion_turned_out_to_be(session):
    soft, sour, stale = ConstraintFactory.create_batch(3)
    session([sour], sour)
    for diagnosis in (soft, sour, sour, stale):
        session([soft], diagnosis)

    rows = selectors.agreement(**YEAR).rows

    assert [(row.suggested, row.confirmed, row.instead) for row in rows] == [
        (soft, Share(1, 4), [(sour, 2), (stale, 1)]),
        (sour, Share(1, 1), []),
    ]


def test_agreement_counts_apart_what_cannot_be_compared(session):
    soft = ConstraintFactory()
    session([], soft)
    session([soft], None)
    session([], None)
    SessionRecordFactory(constraint=soft)

    found = selectors.agreement(**YEAR)

    assert (found.sessions, found.without_suggestion, found.without_diagnosis) == (3, 2, 1)
    assert (found.first, found.rows) == (Share(0, 0), [])


def test_agreement_of_nothing_divides_by_nothing():
    found = selectors.agreement(**YEAR)

    assert (found.sessions, found.first.percent) == (0, None)


@pytest.mark.parametrize(
    ("count", "total", "percent", "meets"),
    [(949, 1000, 94, False), (950, 1000, 95, True), (1, 1, 100, True), (0, 0, None, True)],
)
def test_a_share_never_shows_a_goal_it_does_not_meet(count, total, percent, meets):
    share = Share(count, total)

    assert (share.percent, share.meets(95)) == (percent, meets)


def test_fm18_a_session_counts_on_its_day_in_batu(session):
    soft = ConstraintFactory()
    # Half past midnight in Batu on New Year is still the old year in UTC.
    session([soft], soft, starts_at=datetime(2026, 12, 31, 17, 30, tzinfo=UTC))
    session([soft], soft, starts_at=datetime(2026, 12, 31, 23, 30, tzinfo=WIB))

    assert selectors.agreement(**YEAR).sessions == 1
    assert selectors.years_of_sessions(this_year=2026) == [2027, 2026]


@pytest.mark.parametrize("count", [1, 3])
def test_agreement_query_count(session, django_assert_num_queries, count):
    for constraint in ConstraintFactory.create_batch(count):
        session([constraint], constraint)

    with django_assert_num_queries(3):
        assert len(selectors.agreement(**YEAR).rows) == count
