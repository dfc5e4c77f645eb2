"""Scores: who sees what when, how they add up, who stands too close."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from django.contrib.auth.models import Group
from hypothesis import given
from hypothesis import strategies as st

from businesses.models import Membership, ProductForm
from exhibitions import selectors, services
from exhibitions.models import Application, Criterion, FairnessRule, Review, Score
from exhibitions.selectors.ranking import add_up, months_before
from plut_portal.accounts.models import User
from plut_portal.accounts.roles import Role
from tests.exhibitions.fair import (
    CLOSED,
    JUDGED,
    Outcome,
    State,
    confirmed,
    decide,
    in_review,
    office,
    owner_of,
    release,
    score,
    score_all,
)
from tests.factories import (
    ActivityFactory,
    ApplicationFactory,
    BookingFactory,
    BusinessFactory,
    ConsultantFactory,
    CriterionFactory,
    ProductFactory,
    UserFactory,
    VillageFactory,
)
from tests.times import NOW

pytestmark = pytest.mark.django_db


def panel_of(activity):
    return list(activity.curators.order_by("pk"))


def no_fairness(activity):
    FairnessRule.objects.update_or_create(
        activity=activity,
        defaults={"rotation_penalty": 0, "first_timer_bonus": 0, "village_bonus": 0},
    )


def totals(activity):
    return [(each.application, each.total) for each in selectors.ranking_of(activity)]


# --- FM-55: own score first, never one's own entry -------------------------------------------


def test_fm55_who_decides_and_sits_on_the_panel_sees_no_mean_before_her_own_points():
    activity, [one, other] = in_review(entries=2, panel=2)
    colleague, both = panel_of(activity)
    both.groups.add(Group.objects.get(name=Role.PROGRAMME_ADMIN.value))
    for entry in (one, other):
        score(entry, colleague, 2)
    score(one, both, 5)
    both = User.objects.get(pk=both.pk)

    def seen():
        return [each.application for each in selectors.ranking_visible_to(both, activity)]

    assert seen() == [one]
    with pytest.raises(services.ScoresMissing, match="1 peserta"):
        services.propose_verdicts(activity=activity, by=both, at=JUDGED, despite_gaps=True)
    score(other, both, 4)
    assert seen() == [one, other]
    assert len(services.propose_verdicts(activity=activity, by=both, at=JUDGED)) == 2


def test_one_more_on_the_panel_where_too_few_may_see_an_entry():
    activity, [entry] = in_review(entries=1, panel=2)
    first, second = panel_of(activity)
    score(entry, first, 3)
    services.declare_conflict(application=entry, reason="Kakak", by=second, at=JUDGED)
    decide(entry, Outcome.SELECT)
    assert selectors.score_gaps(activity).beyond_panel == 1
    third = UserFactory(role=Role.CURATOR)
    wanted = {"activity": activity, "curator": third, "at": JUDGED}
    with pytest.raises(services.NotAllowed):
        services.add_curator(**wanted, by=first)

    for _time in range(2):
        services.add_curator(**wanted, by=office())
    assert selectors.score_gaps(activity).beyond_panel == 0
    score(entry, third, 5)

    assert release(activity) == "DONE"
    with pytest.raises(services.NotInReview):
        services.add_curator(**wanted, by=office())


def test_fm55_others_points_are_hidden_until_ones_own_are_saved():
    activity, [entry, *_rest] = in_review()
    first, second, _third = panel_of(activity)
    score(entry, first, 5)

    assert selectors.entry_for(second, entry).others == []
    assert not Score.objects.visible_to(second).exists()

    score(entry, second, 2)

    assert [each.curator for each in selectors.entry_for(second, entry).others] == [first]


def test_fm55_own_entry_and_those_near_are_not_on_the_desk():
    activity, rows = in_review(entries=6)
    curator = panel_of(activity)[0]
    own, left, partners, advised, declared, free = rows
    own.business.memberships.create(user=curator)
    left.business.memberships.create(user=curator, is_active=False)
    # Runs another business together with somebody of this one.
    shared = BusinessFactory(owner=curator)
    Membership.objects.create(business=shared, user=owner_of(partners))
    BookingFactory(consultant=ConsultantFactory(user=curator), business=advised.business)
    services.declare_conflict(application=declared, reason="Adik saya", by=curator, at=JUDGED)

    desk = selectors.desk_of(curator, activity)

    assert [row.application for row in desk.rows] == [free]
    assert desk.hidden == 5
    for hidden in (own, left, partners, advised, declared):
        with pytest.raises(services.NotOnPanel):
            score(hidden, curator, 5)


def test_fm55_points_given_before_a_conflict_came_to_light_are_not_counted():
    activity, [entry, *_rest] = in_review(panel=3)
    no_fairness(activity)
    first, second, third = panel_of(activity)
    for curator, points in ((first, 5), (second, 1), (third, 1)):
        score(entry, curator, points)

    services.declare_conflict(application=entry, reason="Adik saya", by=first, at=JUDGED)

    assert dict(totals(activity))[entry] == 0
    assert not Review.objects.visible_to(first).exists()


def test_a_conflict_is_lifted_by_somebody_else_and_scored_anew():
    activity, [entry, *_rest] = in_review()
    curator = panel_of(activity)[0]
    conflict = services.declare_conflict(application=entry, reason="Salah", by=curator, at=JUDGED)

    with pytest.raises(services.NotAllowed):
        services.lift_conflict(conflict=conflict, reason="Keliru", by=curator, at=JUDGED)
    services.lift_conflict(conflict=conflict, reason="Keliru", by=office(), at=JUDGED)

    assert score(entry, curator, 4).set_aside_at is None


def test_fm55_owners_and_strangers_never_see_a_score():
    activity, [entry, *_rest] = in_review()
    score_all(activity, [entry], 4)

    for user in (owner_of(entry), UserFactory(), UserFactory(role="CURATOR")):
        assert not Review.objects.visible_to(user).exists()
        assert not Score.objects.visible_to(user).exists()


def test_fm55_staff_who_own_an_entry_neither_see_nor_decide_it():
    activity, [entry, other, *_rest] = in_review()
    score_all(activity, [entry, other], 4, 3)
    staff = office()
    entry.business.memberships.create(user=staff)

    seen = {each.application for each in selectors.ranking_visible_to(staff, activity)}

    assert entry not in seen
    assert entry not in {each.application for each in Review.objects.visible_to(staff)}
    with pytest.raises(services.NotAllowed):
        decide(entry, "SELECT", by=staff)


def test_staff_on_the_panel_wait_for_their_own_score():
    activity, [entry, *_rest] = in_review()
    staff = office()
    activity.curators.add(staff)
    score(entry, panel_of(activity)[0], 5)

    assert not Review.objects.visible_to(staff).exists()

    score(entry, staff, 3)

    assert Review.objects.visible_to(staff).count() == 2


def test_scores_are_saved_all_or_none_and_only_during_curation():
    activity, [entry, *_rest] = in_review(weights=(1, 1))
    curator = panel_of(activity)[0]
    first, second = activity.criteria.order_by("position")

    for points in ({first: 5}, {first: 5, second: 6}, {first: 0, second: 3}):
        with pytest.raises(services.PointsMissing):
            services.save_review(application=entry, points=points, by=curator, at=JUDGED)
    assert not Score.objects.exists()
    with pytest.raises(services.NotOnPanel):
        score(entry, UserFactory(role="CURATOR"), 3)


def test_scored_again_the_new_points_replace_the_old():
    activity, [entry, *_rest] = in_review()
    curator = panel_of(activity)[0]

    score(entry, curator, 2)
    score(entry, curator, 4)

    assert [each.points for each in Score.objects.all()] == [4]


def test_nothing_is_scored_after_the_release():
    activity, rows = in_review(entries=1, panel=2)
    score_all(activity, rows)
    decide(rows[0], "SELECT")
    release(activity)

    with pytest.raises(services.NotInReview):
        score(rows[0], panel_of(activity)[0], 5)
    with pytest.raises(services.NotInReview):
        services.declare_conflict(
            application=rows[0], reason="Adik", by=panel_of(activity)[0], at=JUDGED
        )


@pytest.mark.parametrize("count", [1, 3])
def test_the_desk_takes_the_same_queries(django_assert_num_queries, count):
    activity, _rows = in_review(entries=count)
    curator = panel_of(activity)[0]

    with django_assert_num_queries(3):
        desk = selectors.desk_of(curator, activity)
        [str(row.application.pk) for row in desk.rows]


# --- FM-58: comparable, and added up by hand --------------------------------------------------


@pytest.mark.parametrize(("points", "total"), [(1, 0), (3, 50), (5, 100)])
def test_fm58_totals_go_from_0_to_100_whatever_the_weights(points, total):
    activity, rows = in_review(entries=1, weights=(3, 1, 1, 2, 7))
    no_fairness(activity)
    score_all(activity, rows, points)

    [result] = selectors.ranking_of(activity)

    assert result.curation == result.total == total


def test_fm58_criteria_of_one_sort_of_goods_do_not_count_for_others():
    activity = ActivityFactory(panel=2)
    CriterionFactory(activity=activity, position=1, name="Kualitas", weight=1)
    CriterionFactory(
        activity=activity, position=2, name="Label", weight=9, scope=Criterion.Scope.FOOD
    )
    craft = ApplicationFactory(activity=activity, product=ProductFactory(form=ProductForm.NOT_FOOD))
    food = ApplicationFactory(activity=activity, product=ProductFactory(form=ProductForm.DRY_FOOD))
    services.begin_review(activity=activity, by=office(), at=CLOSED)
    no_fairness(activity)
    for curator in panel_of(activity):
        # The same points for both; what is not asked of it does not pull the craft down.
        score(craft, curator, 5, 1)
        score(food, curator, 5, 1)

    assert totals(activity) == [(craft, 100), (food, 10)]


def test_fm58_the_mean_of_the_curators_counts():
    activity, [entry] = in_review(entries=1, panel=3)
    no_fairness(activity)
    for curator, points in zip(panel_of(activity), (5, 4, 4), strict=True):
        score(entry, curator, points)

    # The mean is 4.333 from 1 to 5, so 3.333 of 4 parts are reached.
    assert dict(totals(activity))[entry] == Decimal("83.33")


def test_fm58_every_total_is_the_sum_of_the_lines_that_are_shown():
    activity, [entry] = in_review(entries=1, panel=3, weights=(3, 3, 1))
    for curator, points in zip(panel_of(activity), (5, 2, 4), strict=True):
        score(entry, curator, points)

    [result] = selectors.ranking_of(activity)

    shown = [Decimal(line["points"]) for line in result.as_json()["lines"]]
    shown += [Decimal(line["points"]) for line in result.as_json()["fairness"]]
    assert sum(shown) == result.total
    # First time, and nobody from the village lately.
    assert [line.points for line in result.fairness] == [5, 3]


@given(st.lists(st.fractions(0, 100), min_size=1, max_size=8))
def test_fm58_rounded_parts_are_the_rounded_sum(parts):
    found = [Fraction(number) for number in add_up(dict(enumerate(parts))).values()]

    assert abs(sum(found) - sum(parts)) <= Fraction(1, 200)
    assert all(
        abs(shown - part) <= Fraction(1, 100) for shown, part in zip(found, parts, strict=True)
    )


def test_fm58_ties_go_to_more_points_of_curators_then_fewer_times_then_sent_earlier():
    activity, rows = in_review(entries=3, panel=2)
    no_fairness(activity)
    score_all(activity, rows, 3, 3, 3)
    late, often, early = rows
    Application.objects.filter(pk=late.pk).update(submitted_at=CLOSED)
    past = confirmed(starts_on=date(2026, 5, 1), ends_on=date(2026, 5, 2))
    Application.objects.filter(pk=past.pk).update(business=often.business)

    assert [each for each, _total in totals(activity)] == [early, late, often]


def test_fairness_rotation_first_time_and_village():
    ngaglik, sisir = VillageFactory(), VillageFactory(code="35.79.01.1004", name="Sisir")
    activity = ActivityFactory(panel=2, weights=[1])
    often = ApplicationFactory(activity=activity, business=BusinessFactory(village=ngaglik))
    new = ApplicationFactory(activity=activity, business=BusinessFactory(village=ngaglik))
    far = ApplicationFactory(activity=activity, business=BusinessFactory(village=sisir))
    # Four times lately, once long ago, once called off.
    for month in (2, 4, 6, 8):
        past = confirmed(starts_on=date(2026, month, 1), ends_on=date(2026, month, 2))
        Application.objects.filter(pk=past.pk).update(business=often.business)
    services.begin_review(activity=activity, by=office(), at=CLOSED)

    found = {each.application: each for each in selectors.ranking_of(activity)}

    assert [line.points for line in found[often].fairness] == [-15]
    assert [line.points for line in found[new].fairness] == [5]
    assert [line.points for line in found[far].fairness] == [5, 3]
    assert found[often].times_there == 4


def test_fairness_looks_back_from_the_first_day_and_no_farther():
    activity, [entry] = in_review(entries=1)
    for ends, state in ((date(2025, 12, 7), "RELEASED"), (date(2026, 6, 2), "CANCELLED")):
        past = confirmed(starts_on=ends, ends_on=ends)
        Application.objects.filter(pk=past.pk).update(business=entry.business)
        past.activity.state, past.activity.cancel_reason = state, "Hujan"
        past.activity.save()

    [result] = selectors.ranking_of(activity)

    # Long ago: no penalty, but not the first time either.
    assert [line.points for line in result.fairness] == [3]


@pytest.mark.parametrize(
    ("day", "first"),
    [
        (date(2026, 12, 8), date(2025, 12, 8)),
        (date(2027, 1, 31), date(2026, 1, 31)),
        (date(2028, 2, 29), date(2027, 2, 28)),
    ],
)
def test_months_before(day, first):
    assert months_before(day, 12) == first


def test_the_rule_is_published_in_sentences():
    sentences = selectors.rule_text(ActivityFactory())

    assert len(sentences) == 6
    assert "0 sampai 100" in sentences[1]


def test_rules_are_fixed_once_published():
    services.check_rules_may_change(activity=ActivityFactory(state="DRAFT"))

    with pytest.raises(services.RulesFixed):
        services.check_rules_may_change(activity=ActivityFactory())


@pytest.mark.parametrize("count", [1, 3])
def test_the_ranking_takes_the_same_queries(django_assert_num_queries, count):
    activity, rows = in_review(entries=count)
    score_all(activity, rows)

    with django_assert_num_queries(6):
        selectors.ranking_of(activity)


def test_withdrawn_entries_leave_the_ranking():
    activity, [entry, other] = in_review(entries=2)
    services.withdraw(application=entry, by=owner_of(entry), at=JUDGED)

    assert [each for each, _total in totals(activity)] == [other]
    assert other.state == State.SUBMITTED
    assert NOW < JUDGED
