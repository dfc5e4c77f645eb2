"""Deciding in silence, telling everybody at once."""

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import connection

from exhibitions import selectors, services
from exhibitions.models import Activity, Application, Release, Verdict
from plut_portal.notifications.models import Message
from tests.exhibitions.fair import (
    JUDGED,
    RELEASED,
    Outcome,
    State,
    decide,
    in_review,
    office,
    owner_of,
    release,
    released,
    score,
    score_all,
)
from tests.factories import ConstraintFactory, UserFactory
from tests.times import NOW
from tests.workers import environ, wait_until_gone

ROOT = Path(__file__).resolve().parents[2]
DECISIONS = ["APPLICATION_SELECTED", "APPLICATION_RESERVE", "APPLICATION_REFUSED"]


def decided(outcomes, **fields):
    activity, rows = in_review(entries=len(outcomes), panel=2, **fields)
    score_all(activity, rows, *[max(1, 5 - number) for number in range(len(rows))])
    for row, outcome in zip(rows, outcomes, strict=True):
        decide(row, outcome)
    return activity, rows


@pytest.mark.django_db
def test_fm56_nothing_is_told_before_all_are_released():
    activity, rows = decided([Outcome.SELECT, Outcome.RESERVE, Outcome.REFUSE])

    for row in rows:
        row.refresh_from_db()
        outcome = selectors.outcome_of(row, at=JUDGED)
        assert (row.state, row.rank, row.result) == (State.SUBMITTED, None, {})
        assert (outcome.result, outcome.reasons, outcome.note) == ({}, [], "")
        assert not Verdict.objects.visible_to(owner_of(row)).exists()
    assert not Message.objects.exists()
    for role in ("HEAD", "AUDITOR", "COUNTER_OFFICER", "CURATOR"):
        assert not Verdict.objects.visible_to(UserFactory(role=role)).exists()

    release(activity)

    told = Message.objects.filter(kind__in=DECISIONS)
    assert sorted(told.values_list("kind", flat=True)) == sorted(DECISIONS)


@pytest.mark.django_db
def test_fm56_the_preview_is_what_is_sent_and_changes_nothing():
    activity, rows = decided([Outcome.SELECT, Outcome.RESERVE, Outcome.REFUSE])

    preview = services.preview_release(activity=activity, by=office(), at=RELEASED)

    assert (preview.problems, preview.selected, preview.reserves, preview.refused) == ([], 1, 1, 1)
    assert not Message.objects.exists()
    release(activity)
    sent = {
        (message.recipient, message.subject, " ".join(message.body.split()))
        for message in Message.objects.filter(kind__in=DECISIONS)
    }
    assert sent == {
        (owner_of(row.result.application), row.subject, " ".join(row.body.split()))
        for row in preview.rows
    }
    assert len(rows) == 3


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3])
def test_the_preview_takes_the_same_queries(django_assert_num_queries, count):
    activity, _rows = decided([Outcome.REFUSE] * count)
    staff = office()
    assert staff.has_perm("exhibitions.decide_application")

    with django_assert_num_queries(20):
        services.preview_release(activity=activity, by=staff, at=RELEASED)


@pytest.mark.django_db
def test_released_each_knows_why_and_who_helps():
    constraint = ConstraintFactory(label="Kemasan kurang menarik")
    activity, [chosen, refused] = in_review(entries=2, panel=2)
    score_all(activity, [chosen, refused], 5, 2)
    decide(chosen, Outcome.SELECT)
    decide(refused, Outcome.REFUSE, constraints=[constraint], note="Labelnya belum lengkap.")
    release(activity)
    refused.refresh_from_db()
    chosen.refresh_from_db()

    outcome = selectors.outcome_of(refused, at=RELEASED)

    assert (outcome.rank, outcome.entries, outcome.reasons) == (2, 2, [constraint])
    assert outcome.result["curation"] == "25.00"
    body = Message.objects.get(kind="APPLICATION_REFUSED").body
    assert constraint.expertise.name in body
    assert "Labelnya belum lengkap." in body
    assert chosen.offer_until == min(RELEASED + activity.confirm_length, activity.begins_at)


@pytest.mark.django_db
def test_a_refusal_needs_a_reason_from_the_list():
    _activity, [entry] = in_review(entries=1)

    with pytest.raises(services.ReasonsMissing):
        decide(entry, Outcome.REFUSE, constraints=[])


@pytest.mark.django_db
def test_fm08_no_more_are_chosen_than_there_are_places():
    _activity, rows = in_review(entries=3, quota=2)
    for row in rows[:2]:
        decide(row, Outcome.SELECT)

    with pytest.raises(services.TooManySelected):
        decide(rows[2], Outcome.SELECT)
    decide(rows[0], Outcome.RESERVE)
    decide(rows[2], Outcome.SELECT)


@pytest.mark.django_db
def test_only_the_programme_admin_decides():
    _activity, [entry] = in_review(entries=1)

    for role in ("CURATOR", "COUNTER_OFFICER", "HEAD"):
        with pytest.raises(services.NotAllowed):
            decide(entry, Outcome.SELECT, by=UserFactory(role=role))


@pytest.mark.django_db
def test_proposed_by_the_ranking_without_touching_what_was_decided():
    activity, rows = in_review(entries=4, panel=2, quota=2)
    score_all(activity, rows, 2, 5, 4, 3)
    decide(rows[0], Outcome.SELECT)

    services.propose_verdicts(activity=activity, by=office(), at=JUDGED)

    found = dict(Verdict.objects.values_list("application", "outcome"))
    assert [found[row.pk] for row in rows] == ["SELECT", "SELECT", "RESERVE", "RESERVE"]


@pytest.mark.django_db
def test_proposing_waits_for_every_curator_unless_told_to_go_on():
    activity, rows = in_review(entries=2, panel=3, quota=1)
    score_all(activity, rows[1:], 3)
    for curator in activity.curators.order_by("pk")[:2]:
        score(rows[0], curator, 5)

    with pytest.raises(services.ScoresMissing, match="1 peserta"):
        services.propose_verdicts(activity=activity, by=office(), at=JUDGED)
    assert not Verdict.objects.exists()
    services.propose_verdicts(activity=activity, by=office(), at=JUDGED, despite_gaps=True)

    assert Verdict.objects.count() == 2


@pytest.mark.django_db
def test_a_curator_in_conflict_is_not_waited_for_until_the_conflict_is_lifted():
    activity, rows = in_review(entries=2, panel=3)
    score_all(activity, rows, 5, 3)
    curator, staff = activity.curators.order_by("pk")[0], office()
    conflict = services.declare_conflict(
        application=rows[0], reason="Kakak.", by=curator, at=JUDGED
    )
    without_her = selectors.score_gaps(activity)
    services.lift_conflict(conflict=conflict, reason="Keliru.", by=staff, at=JUDGED)

    assert without_her == selectors.ScoreGaps(entries=0, too_few=0, beyond_panel=0)
    assert selectors.score_gaps(activity) == selectors.ScoreGaps(
        entries=1, too_few=0, beyond_panel=0
    )
    assert [each.scored for each in selectors.panel_progress(activity)].count(1) == 1


@pytest.mark.django_db
def test_proposed_again_by_the_ranking_of_now_and_never_over_a_hand_made_decision():
    activity, rows = in_review(entries=4, panel=2, quota=2)
    score_all(activity, rows, 5, 4, 3, 2)
    staff = office()
    services.propose_verdicts(activity=activity, by=staff, at=JUDGED)
    decide(rows[3], Outcome.REFUSE)
    decide(rows[1], Outcome.SELECT)
    for row, points in zip(rows, (1, 1, 5, 5), strict=True):
        for curator in activity.curators.all():
            score(row, curator, points)

    changed = services.propose_verdicts(activity=activity, by=staff, at=JUDGED)
    repeated = services.propose_verdicts(activity=activity, by=staff, at=JUDGED)

    found = dict(Verdict.objects.values_list("application", "outcome"))
    assert [found[row.pk] for row in rows] == ["RESERVE", "SELECT", "SELECT", "REFUSE"]
    assert {each.application for each in changed} == {rows[0], rows[2]}
    assert repeated == []


@pytest.mark.django_db
def test_a_chosen_one_that_withdrew_leaves_the_place_to_be_proposed():
    activity, rows = in_review(entries=2, panel=2, quota=1)
    score_all(activity, rows, 5, 3)
    decide(rows[0], Outcome.SELECT)
    services.withdraw(application=rows[0], reason="Sakit.", by=office(), at=JUDGED)

    services.propose_verdicts(activity=activity, by=office(), at=JUDGED)

    assert rows[1].verdict.outcome == Outcome.SELECT


@pytest.mark.django_db
def test_whoever_stands_below_a_refusal_moves_up_without_a_mark():
    activity, rows = in_review(entries=3, panel=2, quota=1)
    score_all(activity, rows, 5, 4, 3)
    verdicts = {
        rows[0].pk: decide(rows[0], Outcome.REFUSE),
        rows[1].pk: decide(rows[1], Outcome.SELECT),
        rows[2].pk: decide(rows[2], Outcome.RESERVE),
    }

    assert (
        selectors.departures(
            activity, selectors.ranking_of(activity), verdicts, free=activity.quota
        )
        == {}
    )


@pytest.mark.django_db
def test_fm55_no_mark_tells_of_an_entry_that_is_hidden():
    activity, rows = in_review(entries=3, panel=2, quota=2)
    score_all(activity, rows, 5, 4, 3)
    outcomes = (Outcome.SELECT, Outcome.SELECT, Outcome.RESERVE)
    verdicts = {row.pk: decide(row, to) for row, to in zip(rows, outcomes, strict=True)}
    seen = [each for each in selectors.ranking_of(activity) if each.application != rows[0]]

    assert selectors.departures(activity, seen, verdicts, free=activity.quota) == {}


@pytest.mark.django_db
def test_release_is_refused_while_something_is_open():
    activity, rows = in_review(entries=2, panel=2)
    score_all(activity, rows[:1], 3)
    decide(rows[0], Outcome.SELECT)

    with pytest.raises(services.NotReady, match="1 pendaftaran") as refusal:
        services.order_release(activity=activity, by=office(), at=RELEASED)

    assert "dua kurator" in str(refusal.value)
    assert not Release.objects.exists()


@pytest.mark.django_db
def test_release_ordered_and_carried_out_twice_is_one():
    activity, _rows = decided([Outcome.SELECT])
    first = services.order_release(activity=activity, by=office(), at=RELEASED)
    assert services.order_release(activity=activity, by=office(), at=RELEASED) == first

    answers = [services.carry_out_release(release_id=first.pk, at=RELEASED) for _time in range(2)]

    assert answers == ["DONE", "not ours"]
    assert Message.objects.filter(kind__in=DECISIONS).count() == 1
    assert services.order_release(activity=activity, by=office(), at=RELEASED) == first


@pytest.mark.django_db
def test_fm56_what_was_previewed_is_what_is_told():
    """Between the order and the worker nobody decides, proposes, scores or steps aside."""
    activity, [entry] = in_review(entries=1, panel=3)
    *curators, near = activity.curators.order_by("pk")
    told = {"application": entry, "reason": "Saudara", "at": JUDGED}
    conflict = services.declare_conflict(**told, by=near)
    for curator in curators:
        score(entry, curator, 4)
    decide(entry, Outcome.SELECT)
    order = services.order_release(activity=activity, by=office(), at=RELEASED)
    act = {"activity": activity, "by": office(), "at": RELEASED}

    for change in (
        lambda: decide(entry, Outcome.REFUSE),
        lambda: services.propose_verdicts(**act, despite_gaps=True),
        lambda: score(entry, curators[0], 1),
        lambda: services.declare_conflict(**told, by=curators[0]),
        lambda: services.lift_conflict(
            conflict=conflict, reason="Keliru", by=office(), at=RELEASED
        ),
    ):
        with pytest.raises(services.BeingReleased):
            change()

    assert services.carry_out_release(release_id=order.pk, at=RELEASED) == Release.State.DONE
    entry.refresh_from_db()
    assert entry.state == Application.State.SELECTED


@pytest.mark.django_db
def test_what_changed_between_order_and_release_refuses_it():
    activity, [entry] = decided([Outcome.SELECT])
    order = services.order_release(activity=activity, by=office(), at=RELEASED)
    Verdict.objects.filter(application=entry).delete()

    assert services.carry_out_release(release_id=order.pk, at=RELEASED) == "REFUSED"

    order.refresh_from_db()
    assert "1 pendaftaran" in order.reason
    assert not Message.objects.exists()


@pytest.mark.django_db
def test_progress_is_seen_while_it_runs_and_kept_when_done():
    activity, _rows = decided([Outcome.SELECT, Outcome.REFUSE])
    order = services.order_release(activity=activity, by=office(), at=RELEASED)
    assert selectors.release_progress(order).percent == 0
    cache.set(selectors.progress_key(order), 1)
    assert selectors.release_progress(order).percent == 50

    services.carry_out_release(release_id=order.pk, at=RELEASED)

    order.refresh_from_db()
    assert selectors.release_progress(order).percent == 100


@pytest.mark.django_db
def test_a_release_that_fails_three_times_is_given_up_and_can_be_ordered_again():
    activity, _rows = decided([Outcome.SELECT])
    order = services.order_release(activity=activity, by=office(), at=NOW)
    Release.objects.filter(pk=order.pk).update(attempts=Release.MAX_ATTEMPTS)

    assert services.sweep_releases(at=RELEASED) == 0

    order.refresh_from_db()
    assert order.state == Release.State.REFUSED
    assert services.order_release(activity=activity, by=office(), at=RELEASED) != order


@pytest.fixture
def cache_folder(settings, tmp_path):
    """A cache that other processes share, as Redis is."""
    backend = "django.core.cache.backends.filebased.FileBasedCache"
    settings.CACHES = {"default": {"BACKEND": backend, "LOCATION": str(tmp_path)}}
    return settings.CACHES


def start_worker(release_id, caches, *, die_after=0):
    """A process of its own that carries out the release, and is killed after so many."""
    keys = ("NAME", "USER", "PASSWORD", "HOST", "PORT")
    order = {
        "database": {key: connection.settings_dict[key] for key in keys},
        "caches": caches,
        "release": release_id,
        "at": RELEASED.isoformat(),
        "die_after": die_after,
    }
    worker = subprocess.Popen(
        [sys.executable, "-m", "tests.exhibitions.worker"],
        cwd=ROOT,
        env=environ(),
        text=True,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    worker.stdin.write(json.dumps(order) + "\n")
    worker.stdin.flush()
    return worker


def look_on(worker, order):
    """What is seen from outside until the worker ends: progress, and how many know already."""
    seen, known = [], set()
    while worker.poll() is None:
        counted = {
            Application.objects.exclude(state=State.SUBMITTED).count(),
            Message.objects.count(),
        }
        # Asked afterwards: whoever still waits then was not told while it was counted.
        order.refresh_from_db()
        if order.is_waiting:
            known |= counted
        percent = selectors.release_progress(order).percent
        if percent not in seen[-1:]:
            seen.append(percent)
        time.sleep(0.01)
    return seen, known


@pytest.mark.django_db(transaction=True)
def test_killed_in_the_middle_of_120_nobody_was_told_and_the_next_run_tells_all(cache_folder):
    activity, rows = in_review(entries=120, panel=0, quota=60)
    for _each in range(3):
        activity.curators.add(UserFactory(role="CURATOR"))
    score_all(activity, rows, *[1 + number % 5 for number in range(120)])
    services.propose_verdicts(activity=activity, by=office(), at=JUDGED)
    # As ordering leaves it; the queue of tests would carry it out at once.
    order = Release.objects.create(
        activity=activity, total=120, ordered_by=office(), ordered_at=RELEASED
    )

    # Killed in the middle, and again when all is decided and nothing committed.
    for attempt, die_after in enumerate([60, 120], start=1):
        killed = start_worker(order.pk, cache_folder, die_after=die_after)
        killed.communicate(timeout=120)
        wait_until_gone()

        assert killed.returncode == -9
        order.refresh_from_db()
        activity.refresh_from_db()
        assert (order.state, order.attempts) == (Release.State.WAITING, attempt)
        assert (activity.state, activity.released_at) == (Activity.State.REVIEW, None)
        assert set(Application.objects.values_list("state", flat=True)) == {State.SUBMITTED}
        assert not Application.history.exclude(state=State.SUBMITTED).exists()
        assert not Message.objects.exists()

    cache.clear()
    worker = start_worker(order.pk, cache_folder)
    seen, known = look_on(worker, order)
    said, complaints = worker.communicate(timeout=120)

    assert said.strip() == "DONE", complaints
    # Progress goes up while nobody can know anything yet.
    assert seen == sorted(seen)
    assert len(seen) > 2
    assert known == {0}
    order.refresh_from_db()
    assert selectors.release_progress(order).percent == 100
    assert Message.objects.filter(kind__in=DECISIONS).count() == 120
    assert Application.objects.filter(state=State.SELECTED).count() == 60
    assert sorted(Application.objects.values_list("rank", flat=True)) == list(range(1, 121))

    late = start_worker(order.pk, cache_folder)
    said, _complaints = late.communicate(timeout=120)
    assert said.strip() == "not ours"
    assert Message.objects.filter(kind__in=DECISIONS).count() == 120


@pytest.mark.django_db
def test_released_helper_gives_each_outcome_its_state():
    _activity, rows = released([Outcome.SELECT, Outcome.RESERVE, Outcome.REFUSE])

    assert [row.state for row in rows] == [State.SELECTED, State.RESERVE, State.REFUSED]
