"""The office's side of cek kendala: loading, copying, publishing, and leaving alone."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from consultations import selectors, services
from consultations.models import AnswerWeight, CheckVersion, Constraint, Expertise
from tests.factories import (
    AnswerWeightFactory,
    CheckQuestionFactory,
    CheckVersionFactory,
    ConstraintFactory,
    ExpertiseFactory,
)
from tests.times import NOW

pytestmark = pytest.mark.django_db

DRAFT, PUBLISHED, RETIRED = CheckVersion.State
SLUGS = ("kelembagaan", "pembiayaan", "pemasaran", "produksi", "sdm")


def draft(questions=8):
    return CheckVersionFactory(state=DRAFT, questions=questions)


def content(version):
    """What a visitor reads and what it weighs, without any number of a row."""
    return [
        (
            question.text,
            [
                (a.text, a.operating_state, sorted(a.weights.values_list("constraint", "weight")))
                for a in question.answers.order_by("pk")
            ],
        )
        for question in selectors.questions_of(version)
    ]


def test_load_first_questionnaire_opens_the_check(questionnaire):
    assert (questionnaire.number, questionnaire.state) == (1, PUBLISHED)
    assert selectors.published_version() == questionnaire
    assert 14 <= Constraint.objects.active().count() <= 18
    assert {field.slug for field in Expertise.objects.exclude(constraints=None)} == set(SLUGS)
    assert Constraint.objects.filter(weights=None).count() == 0


def test_load_first_questionnaire_twice_is_refused(questionnaire):
    with pytest.raises(services.WrongState):
        services.load_first_questionnaire(at=NOW)


def test_load_first_questionnaire_names_the_fields_it_misses():
    ExpertiseFactory(slug="produksi")

    with pytest.raises(services.FieldsMissing, match="kelembagaan, pemasaran, pembiayaan, sdm"):
        services.load_first_questionnaire(at=NOW)

    assert not Constraint.objects.exists()


def test_load_first_questionnaire_leaves_constraints_of_the_office_alone():
    for slug in SLUGS:
        ExpertiseFactory(slug=slug)
    ConstraintFactory(slug="cepat-melempem", label="Kata kantor sendiri")

    services.load_first_questionnaire(at=NOW)

    assert Constraint.objects.get(slug="cepat-melempem").label == "Kata kantor sendiri"


def test_copy_version_makes_a_draft_that_says_the_same(questionnaire):
    copied = services.copy_version(version=questionnaire)

    assert (copied.number, copied.state) == (2, DRAFT)
    assert content(copied) == content(questionnaire)
    assert not set(copied.questions.all()) & set(questionnaire.questions.all())


def test_copy_version_makes_one_draft_at_a_time(questionnaire):
    services.copy_version(version=questionnaire)

    with pytest.raises(services.DraftExists, match="2"):
        services.copy_version(version=questionnaire)


def test_publish_version_retires_the_one_before():
    before = CheckVersionFactory(questions=8)

    after = services.publish_version(version=draft(), at=NOW)

    before.refresh_from_db()
    assert (before.state, after.state, after.published_at) == (RETIRED, PUBLISHED, NOW)


def test_a_run_that_has_begun_keeps_its_own_questionnaire():
    before = CheckVersionFactory(questions=2)
    run = services.start_check(at=NOW)

    services.publish_version(version=draft(), at=NOW)

    run.refresh_from_db()
    assert run.version == before
    assert len(selectors.progress(run).questions) == 2


@pytest.mark.parametrize("state", [PUBLISHED, RETIRED])
def test_fm16_only_a_draft_can_be_published(state):
    with pytest.raises(services.WrongState):
        services.publish_version(version=CheckVersionFactory(state=state, questions=8), at=NOW)


@pytest.mark.parametrize("questions", [7, 13])
def test_publish_version_refuses_too_few_and_too_many_questions(questions):
    with pytest.raises(services.NotReady, match=str(questions)):
        services.publish_version(version=draft(questions), at=NOW)


def test_publish_version_refuses_a_question_with_one_answer():
    version = draft(7)
    CheckQuestionFactory(version=version, position=8, text="Sendirian?", answers=["Ya"])

    with pytest.raises(services.NotReady, match="Sendirian"):
        services.publish_version(version=version, at=NOW)


def test_publish_version_asks_the_first_question_for_the_state_of_the_business():
    version = draft()
    first = selectors.questions_of(version)[0]
    first.answers.filter(position=2).update(operating_state="")

    with pytest.raises(services.NotReady):
        services.publish_version(version=version, at=NOW)

    version.refresh_from_db()
    assert version.state == DRAFT


def test_the_database_holds_one_published_questionnaire():
    CheckVersionFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        CheckVersionFactory()


@pytest.mark.parametrize("state", [PUBLISHED, RETIRED])
def test_what_was_published_is_not_changed_any_more(state):
    question = CheckQuestionFactory(version__state=state)
    answer = question.answers.first()
    weight = AnswerWeightFactory(answer=answer)

    for row in (question, answer, weight):
        with pytest.raises(ValidationError):
            row.full_clean()


@pytest.mark.parametrize("weight", [0, 6])
def test_a_weight_goes_from_one_to_five(weight):
    answer = CheckQuestionFactory(version__state=DRAFT).answers.first()
    row = AnswerWeight(answer=answer, constraint=ConstraintFactory(), weight=weight)

    with pytest.raises(ValidationError, match="1 sampai 5"):
        row.full_clean()
