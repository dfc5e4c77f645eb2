"""Cek kendala: what a run keeps, and how answers become a ranking."""

from collections import Counter
from datetime import timedelta

import pytest
from django.db.models import Max
from hypothesis import given
from hypothesis import strategies as st

from consultations import selectors, services
from consultations.models import (
    AnswerWeight,
    CheckAnswer,
    CheckResult,
    Constraint,
    ConstraintCheck,
)
from tests.factories import (
    AnswerWeightFactory,
    BookingFactory,
    CheckVersionFactory,
    ConstraintFactory,
    VillageFactory,
)
from tests.times import NOW, SECOND

pytestmark = pytest.mark.django_db

WELL, ILL = "Baik", "Sulit"
DAY = timedelta(days=1)
CONSTRAINTS = range(1, 7)


@pytest.fixture
def version():
    return CheckVersionFactory(questions=3)


@pytest.fixture
def run(version):
    return services.start_check(at=NOW)


def answer(run, step, text):
    question = selectors.questions_of(run.version)[step - 1]
    services.answer_question(check=run, answer=question.answers.get(text=text))


def finished(run, *texts):
    for step, text in enumerate(texts or [WELL] * 3, start=1):
        answer(run, step, text)
    return services.finish_check(check=run, at=NOW)


def weigh(version, step, constraint, weight):
    question = selectors.questions_of(version)[step - 1]
    AnswerWeightFactory(answer=question.answers.get(text=ILL), constraint=constraint, weight=weight)


weights = st.lists(st.tuples(st.sampled_from(CONSTRAINTS), st.integers(1, 5)), max_size=30)
places = st.dictionaries(st.sampled_from(CONSTRAINTS), st.integers(0, 3)).map(
    lambda found: {constraint: (position, constraint) for constraint, position in found.items()}
)


@given(weights, places, st.randoms())
def test_ranked_adds_up_heaviest_first_whatever_the_order_of_answers(pairs, active, chance):
    ranking = selectors.ranked(pairs, active)

    shuffled = list(pairs)
    chance.shuffle(shuffled)
    assert selectors.ranked(shuffled, active) == ranking
    assert dict(ranking) == {
        constraint: sum(weight for each, weight in pairs if each == constraint)
        for constraint in {constraint for constraint, _weight in pairs} & set(active)
    }
    keys = [(-score, active[constraint]) for constraint, score in ranking]
    assert keys == sorted(keys)


@given(weights, places)
def test_ranked_ignores_what_is_not_in_use(pairs, active):
    of_active = [(constraint, weight) for constraint, weight in pairs if constraint in active]

    assert selectors.ranked(pairs, active) == selectors.ranked(of_active, active)


def test_start_check_refuses_where_nothing_is_published():
    CheckVersionFactory(state="DRAFT")

    with pytest.raises(services.NoQuestionnaire):
        services.start_check(at=NOW)


def test_start_check_takes_up_a_run_nobody_answered_in(run):
    assert services.start_check(at=NOW, earlier=run) == run

    answer(run, 1, WELL)

    assert services.start_check(at=NOW, earlier=run) != run


def test_start_check_leaves_a_run_of_an_older_questionnaire(run):
    services.publish_version(version=_draft_of_eight(), at=NOW)

    assert services.start_check(at=NOW, earlier=run) != run


def _draft_of_eight():
    return CheckVersionFactory(state="DRAFT", questions=8)


def test_answer_question_keeps_the_last_answer_and_the_state_of_the_business(run):
    answer(run, 1, WELL)
    answer(run, 1, ILL)

    run.refresh_from_db()
    assert run.responses.get().answer.text == ILL
    assert run.operating_state == "STOPPED"


def test_answer_question_refuses_an_answer_of_another_questionnaire(run):
    foreign = CheckVersionFactory(state="RETIRED", questions=1).questions.get().answers.first()

    with pytest.raises(services.AnswerUnknown):
        services.answer_question(check=run, answer=foreign)

    assert not run.responses.exists()


def test_answer_question_after_the_end_asks_for_results_anew(run, version):
    constraint = ConstraintFactory()
    weigh(version, 2, constraint, 4)
    check = finished(run, WELL, ILL, WELL)

    answer(check, 2, WELL)

    check.refresh_from_db()
    assert (check.finished_at, check.results.count()) == (None, 0)
    assert services.finish_check(check=check, at=NOW).results.count() == 0


def test_finish_check_keeps_the_three_weightiest_in_order(run, version):
    light, heavy, middle, least = ConstraintFactory.create_batch(4)
    weigh(version, 1, light, 2)
    weigh(version, 2, heavy, 4)
    weigh(version, 3, heavy, 3)
    weigh(version, 2, middle, 5)
    weigh(version, 3, least, 1)

    check = finished(run, ILL, ILL, ILL)

    kept = check.results.order_by("rank").values_list("constraint", "rank", "score")
    assert list(kept) == [(heavy.pk, 1, 7), (middle.pk, 2, 5), (light.pk, 3, 2)]


def test_finish_check_puts_equal_weights_in_the_order_of_the_list(run, version):
    later, sooner = ConstraintFactory(position=9), ConstraintFactory(position=2)
    weigh(version, 1, later, 3)
    weigh(version, 2, sooner, 3)

    check = finished(run, ILL, ILL, WELL)

    assert selectors.results_of(check) == [sooner, later]


def test_finish_check_leaves_out_constraints_that_are_not_in_use(run, version):
    weigh(version, 1, ConstraintFactory(is_active=False), 5)

    assert not finished(run, ILL, WELL, WELL).results.exists()


def test_finish_check_refuses_while_a_question_is_open(run):
    answer(run, 1, WELL)

    with pytest.raises(services.Unanswered):
        services.finish_check(check=run, at=NOW)


def test_finish_check_twice_changes_nothing(run, version):
    weigh(version, 1, ConstraintFactory(), 5)
    check = finished(run, ILL, WELL, WELL)

    again = services.finish_check(check=check, at=NOW + DAY)

    assert (again.finished_at, CheckResult.objects.count()) == (NOW, 1)


def test_choose_village_keeps_a_village_or_outside_and_never_both(run):
    services.choose_village(check=run, village=VillageFactory())
    services.choose_village(check=run, village=VillageFactory(), is_outside_batu=True)

    run.refresh_from_db()
    assert (run.village, run.is_outside_batu) == (None, True)


@pytest.mark.parametrize(
    "change",
    [
        lambda check: answer(check, 1, ILL),
        lambda check: services.choose_village(check=check, village=None, is_outside_batu=True),
    ],
    ids=["answer", "village"],
)
def test_a_check_behind_a_booking_stays_as_it_is(run, change):
    check = finished(run)
    BookingFactory(constraint_check=check)

    with pytest.raises(services.CheckUsed):
        change(check)

    check.refresh_from_db()
    assert (check.finished_at, check.is_outside_batu) == (NOW, False)
    assert check.responses.filter(answer__text=ILL).count() == 0


def test_check_of_a_visitor_is_a_finished_one_of_the_last_day(run):
    session = {selectors.SESSION_KEY: str(run.public_id)}
    assert selectors.check_of(session, at=NOW) is None

    check = finished(run)

    assert selectors.check_of(session) == check
    assert selectors.check_of(session, at=NOW + DAY - SECOND) == check
    assert selectors.check_of(session, at=NOW + DAY) is None
    assert selectors.check_of({}, at=NOW) is None


def test_suggested_topic_is_the_first_constraint_in_the_owners_words(run, version):
    weigh(version, 1, ConstraintFactory(label="Keripik cepat melempem"), 5)
    weigh(version, 1, ConstraintFactory(label="Sepi pembeli"), 2)

    check = finished(run, ILL, WELL, WELL)

    assert selectors.suggested_topic(check) == "Keripik cepat melempem"
    assert selectors.suggested_topic(None) == ""


def tick(questionnaire, **answers):
    """Take the real questionnaire: the answers named by their step, else the quiet one."""
    run = services.start_check(at=NOW)
    for step, question in enumerate(selectors.questions_of(questionnaire), start=1):
        wanted = answers.get(f"step_{step}")
        quiet = question.answers.filter(weights=None).order_by("position")
        chosen = question.answers.get(text=wanted) if wanted else quiet[0]
        services.answer_question(check=run, answer=chosen)
    return services.finish_check(check=run, at=NOW)


def test_chips_that_go_soft_lead_to_production(questionnaire):
    check = tick(questionnaire, step_3="Cepat melempem, basi, atau berjamur")

    first = selectors.outcome(check, at=NOW).first
    assert (first.constraint.slug, first.constraint.expertise.slug) == (
        "cepat-melempem",
        "produksi",
    )
    assert first.constraint.expertise in first.helper.consultant.expertises.all()


def test_a_stopped_business_first_hears_how_to_begin_again(questionnaire):
    """Whatever else is ticked: at most as much can speak for anything else, and ties go to it."""
    check = tick(questionnaire, step_1="Sedang berhenti", step_3="Rasanya tidak sama tiap buat")
    again = Constraint.objects.get(slug="mulai-lagi")
    own = AnswerWeight.objects.get(answer__text="Sedang berhenti").weight

    most = Counter()
    others = AnswerWeight.objects.exclude(answer__question__position=1)
    by_question = others.values_list("constraint", "answer__question").annotate(Max("weight"))
    for constraint, _question, weight in by_question:
        most[constraint] += weight

    assert selectors.outcome(check, at=NOW).first.constraint == again
    assert max(most.values()) <= own
    assert again == Constraint.objects.in_order()[0]


def test_a_business_without_trouble_gets_no_constraint(questionnaire):
    outcome = selectors.outcome(tick(questionnaire), at=NOW)

    assert (outcome.kind, outcome.first) == ("FINE", None)


def test_the_first_questionnaire_is_plain_enough(questionnaire):
    answers = CheckAnswer.objects.values_list("text", flat=True)

    assert questionnaire.questions.count() == 9
    assert [text for text in answers if len(text.split()) > 8] == []
    assert set(questionnaire.questions.get(position=1).answers.values_list("operating_state")) == {
        ("RUNNING",),
        ("PAUSED",),
        ("STOPPED",),
    }
    assert ConstraintCheck.objects.count() == 0
