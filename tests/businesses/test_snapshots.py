"""Condition over time: only ever added to, and the newest answer to each question."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from businesses import services
from businesses.models import Snapshot
from businesses.selectors import figures_by_business, latest_figures
from tests.factories import BusinessFactory, SnapshotFactory, UserFactory
from tests.rivals import all_at_once
from tests.times import NOW

OWNER = Snapshot.Source.OWNER
YEAR = timedelta(days=365)


@pytest.fixture
def business(db):
    return BusinessFactory()


def record(business, *, at=NOW, **figures):
    return services.record_condition(
        business=business, by=business.people.first(), source=OWNER, at=at, **figures
    )


def correct(snapshot, *, reason="Salah tulis.", at=NOW, **figures):
    return services.correct_snapshot(
        snapshot=snapshot,
        by=snapshot.recorded_by,
        source=OWNER,
        reason=reason,
        at=at,
        **figures,
    )


@pytest.mark.parametrize(
    "act",
    [
        lambda row: Snapshot.objects.filter(pk=row.pk).update(turnover_band="TO_2B"),
        lambda row: Snapshot.objects.filter(pk=row.pk).delete(),
        lambda row: row.delete(),
        lambda row: row.save(),
        lambda row: connection.cursor().execute(
            "UPDATE businesses_snapshot SET capital = 1 WHERE id = %s", [row.pk]
        ),
        lambda row: connection.cursor().execute(
            "DELETE FROM businesses_snapshot WHERE id = %s", [row.pk]
        ),
    ],
    ids=["update", "delete", "instance-delete", "save", "sql-update", "sql-delete"],
)
def test_fm59_a_row_of_condition_can_neither_be_changed_nor_deleted(business, act):
    row = SnapshotFactory(business=business, turnover_band="TO_60M", capital=5)

    with pytest.raises(IntegrityError), transaction.atomic():
        act(row)

    assert Snapshot.objects.values_list("turnover_band", "capital").get() == ("TO_60M", 5)


def test_fm59_a_correction_is_a_new_row_with_its_reason(business):
    wrong = record(business, at=NOW - YEAR, turnover_band="TO_2B", workers_female=2)

    right = correct(wrong, turnover_band="TO_60M")

    assert Snapshot.objects.count() == 2
    assert (right.corrects, right.reason, right.taken_at) == (wrong, "Salah tulis.", NOW - YEAR)
    figures = latest_figures(business)
    assert (figures.turnover_band, figures.workers_female) == ("TO_60M", 2)


def test_fm59_a_figure_that_was_never_said_is_taken_out_by_a_correction(business):
    wrong = record(business, turnover_band="TO_2B", capital=5_000_000)

    correct(wrong, turnover_band="", capital=None)

    figures = latest_figures(business)
    assert (figures.turnover_band, figures.capital, figures.business_class) == ("", None, None)


def test_fm59_a_report_as_of_a_day_reads_as_it_did_on_that_day(business):
    wrong = record(business, at=NOW - YEAR, turnover_band="TO_2B")
    correct(wrong, turnover_band="TO_60M", at=NOW - timedelta(days=10))
    record(business, at=NOW, turnover_band="TO_300M")

    bands = [
        latest_figures(business, as_of=moment).turnover_band
        for moment in (NOW - 2 * YEAR, NOW - timedelta(days=20), NOW - timedelta(days=5), NOW)
    ]

    assert bands == ["", "TO_2B", "TO_60M", "TO_300M"]


def test_correct_snapshot_refuses_without_a_reason(business):
    row = record(business, workers_male=1)

    with pytest.raises(services.ReasonMissing):
        correct(row, reason="  ", workers_male=2)


def test_correct_snapshot_refuses_a_second_correction_of_one_row(business):
    row = record(business, workers_male=1)
    correct(row, workers_male=2)

    with pytest.raises(services.AlreadyCorrected):
        correct(row, workers_male=3)

    assert latest_figures(business).workers_male == 2


@pytest.mark.parametrize(
    "wrong",
    [
        {"reason": "tanpa baris yang dibetulkan"},
        {"turnover_band": "TO_60M", "turnover_withheld": True},
        {"taken_at": NOW + YEAR, "recorded_at": NOW},
    ],
)
def test_the_database_refuses_rows_that_contradict_themselves(business, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        SnapshotFactory(business=business, **wrong)


def test_latest_figures_takes_the_newest_value_of_each_figure(business):
    record(business, at=NOW - 2 * YEAR, operating_state="PAUSED", workers_female=1, workers_male=0)
    record(business, at=NOW - YEAR, turnover_band="TO_60M", capital=5_000_000)
    record(business, at=NOW, operating_state="RUNNING")

    figures = latest_figures(business)

    assert (figures.operating_state, figures.workers, figures.turnover_band, figures.capital) == (
        "RUNNING",
        1,
        "TO_60M",
        5_000_000,
    )
    assert figures.said_at["turnover_band"] == NOW - YEAR


def test_latest_figures_orders_by_what_the_rows_speak_of(business):
    record(business, at=NOW, turnover_band="TO_300M")
    record(business, at=NOW, taken_at=NOW - YEAR, turnover_band="TO_60M")

    assert latest_figures(business).turnover_band == "TO_300M"


def test_latest_figures_forgets_a_turnover_that_is_now_withheld(business):
    record(business, at=NOW - YEAR, turnover_band="TO_60M")
    record(business, at=NOW, turnover_band="", turnover_withheld=True)

    figures = latest_figures(business)

    assert (figures.turnover_band, figures.turnover_withheld) == ("", True)
    assert figures.business_class is None


def test_record_condition_twice_writes_one_row(business):
    first = record(business, operating_state="RUNNING", workers_female=0)
    again = record(
        business, at=NOW + timedelta(days=3), operating_state="RUNNING", workers_female=0
    )

    assert (first.pk, again) == (Snapshot.objects.get().pk, None)


def test_record_condition_takes_the_same_figure_a_year_later_as_news(business):
    record(business, at=NOW - YEAR, turnover_band="TO_60M")
    record(business, at=NOW, turnover_band="TO_60M")

    assert Snapshot.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_record_condition_from_two_taps_at_once_writes_one_row():
    business = BusinessFactory()

    all_at_once([lambda: record(business, operating_state="RUNNING")] * 4)

    assert Snapshot.objects.count() == 1


@pytest.mark.parametrize("count", [1, 3])
def test_figures_of_many_businesses_take_one_query(db, django_assert_num_queries, count):
    businesses = [
        SnapshotFactory(turnover_band="TO_2B", recorded_by=UserFactory()).business
        for _ in range(count)
    ]

    with django_assert_num_queries(1):
        found = figures_by_business([business.pk for business in businesses])

    assert [figures.business_class for figures in found.values()] == ["MICRO"] * count


@pytest.mark.parametrize("state", ["RUNNING", "PAUSED", "STOPPED", ""])
def test_register_business_keeps_whether_it_is_running(db, state):
    owner = UserFactory()

    business = services.register_business(
        owner=owner,
        makes="keripik",
        village=BusinessFactory().village,
        operating_state=state,
        at=NOW,
    )

    rows = Snapshot.objects.filter(business=business)
    assert list(rows.values_list("operating_state", "taken_at", "recorded_by", "source")) == (
        [(state, NOW, owner.pk, "OWNER")] if state else []
    )
