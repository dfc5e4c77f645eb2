"""The office's pages of cek kendala: constraints, drafts, publishing, agreement."""

import pytest
from django.urls import reverse

from consultations.models import AnswerWeight, CheckVersion, Constraint, ConstraintCheck
from plut_portal.accounts.roles import Role
from plut_portal.core.periods import Period
from plut_portal.insights.demo import office as fields
from tests.factories import (
    AnswerWeightFactory,
    CheckQuestionFactory,
    CheckVersionFactory,
    ConstraintFactory,
    ExpertiseFactory,
    SessionRecordFactory,
)
from tests.times import NOW

pytestmark = pytest.mark.django_db

DRAFT, PUBLISHED = CheckVersion.State.DRAFT, CheckVersion.State.PUBLISHED
LOAD = "/admin/consultations/checkversion/muat-awal/"
AGREEMENT = "/admin/consultations/constraint/kecocokan/"


def page(name, row):
    return reverse(f"admin:consultations_{name}", args=[row.pk])


def question_data(question, answers=(), weights=()):
    """The form of a question as the browser sends it."""
    data = {"position": question.position, "text": question.text, "help": question.help}
    for prefix, rows in (("answers", answers), ("consultations-answerweight", weights)):
        known = sum(bool(row.get("id")) for row in rows)
        data |= {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": known}
        for number, row in enumerate(rows):
            data |= {f"{prefix}-{number}-{name}": value for name, value in row.items()}
    return data


def test_the_first_questionnaire_is_loaded_with_one_button(office):
    for field in fields.FIELDS:
        ExpertiseFactory(slug=field["slug"])

    response = office.post(LOAD, follow=True)

    assert "Cek kendala sudah dibuka." in response.content.decode()
    assert CheckVersion.objects.published().get().questions.count() == 9


def test_loading_without_fields_says_which_are_missing(office):
    response = office.post(LOAD)

    assert response.status_code == 409
    assert "kelembagaan, pemasaran, pembiayaan, produksi, sdm" in response.content.decode()


def test_a_copy_leads_to_the_draft_and_publishing_it_retires_the_other(office):
    version = CheckVersionFactory(questions=8)

    copied = office.post(page("checkversion_copy", version))
    draft = CheckVersion.objects.drafts().get()
    published = office.post(page("checkversion_publish", draft))

    assert copied.url == page("checkversion_change", draft)
    assert published.url == page("checkversion_change", draft)
    version.refresh_from_db()
    draft.refresh_from_db()
    assert (version.state, draft.state) == ("RETIRED", "PUBLISHED")


def test_publishing_says_what_a_draft_lacks(office):
    response = office.post(page("checkversion_publish", CheckVersionFactory(state=DRAFT)))

    assert response.status_code == 422
    assert "8 sampai 12 pertanyaan" in response.content.decode()


def test_answers_and_weights_of_a_draft_are_edited_on_one_page(office):
    question = CheckQuestionFactory(version__state=DRAFT)
    well, ill = question.answers.order_by("position")
    constraint = ConstraintFactory()
    answers = [
        {"id": well.pk, "question": question.pk, "position": 1, "text": "Lancar"},
        {"id": ill.pk, "question": question.pk, "position": 2, "text": "Macet"},
        {"id": "", "question": question.pk, "position": 3, "text": "Tidak tahu"},
    ]
    weights = [{"id": "", "answer": ill.pk, "constraint": constraint.pk, "weight": 4}]

    response = office.post(
        page("checkquestion_change", question), question_data(question, answers, weights)
    )

    assert response.url == page("checkversion_change", question.version)
    texts = question.answers.order_by("position").values_list("text", flat=True)
    assert list(texts) == ["Lancar", "Macet", "Tidak tahu"]
    assert AnswerWeight.objects.values_list("answer", "constraint", "weight").get() == (
        ill.pk,
        constraint.pk,
        4,
    )


def test_a_weight_belongs_to_an_answer_of_its_question(office):
    question = CheckQuestionFactory(version__state=DRAFT)
    foreign = CheckQuestionFactory(version=question.version, position=2).answers.first()
    weights = [{"id": "", "answer": foreign.pk, "constraint": ConstraintFactory().pk, "weight": 4}]

    response = office.post(
        page("checkquestion_change", question), question_data(question, (), weights)
    )

    assert response.status_code == 200
    assert not AnswerWeight.objects.exists()


@pytest.mark.parametrize("state", [PUBLISHED, CheckVersion.State.RETIRED])
def test_what_was_published_is_read_only_in_the_office_too(office, state):
    question = CheckQuestionFactory(version__state=state)
    weight = AnswerWeightFactory(answer=question.answers.first())

    answers = [
        office.post(page("checkquestion_change", question), question_data(question)),
        office.post(page("checkversion_change", question.version), {}),
    ]

    assert [answer.status_code for answer in answers] == [403, 403]
    for name in ("checkquestion_change", "checkversion_change"):
        row = question if "question" in name else question.version
        assert 'name="_save"' not in office.get(page(name, row)).content.decode()
    assert AnswerWeight.objects.get() == weight


def test_a_constraint_keeps_its_short_name_and_its_history(office):
    constraint = ConstraintFactory(slug="cepat-melempem")
    data = {
        "label": "Keripik melempem",
        "slug": "lain",
        "advice": "Tiriskan.",
        "bring": "",
        "expertise": constraint.expertise.pk,
        "position": 3,
    }

    office.post(page("constraint_change", constraint), data)

    constraint.refresh_from_db()
    assert (constraint.slug, constraint.label, constraint.is_active) == (
        "cepat-melempem",
        "Keripik melempem",
        False,
    )
    assert constraint.history.latest().history_user == office.user


def test_the_agreement_page_shows_shares_with_their_numbers(office):
    constraint = ConstraintFactory(label="Cepat melempem")
    check = ConstraintCheck.objects.create(
        version=CheckVersionFactory(), started_at=NOW, finished_at=NOW
    )
    check.results.create(constraint=constraint, rank=1, score=5)
    SessionRecordFactory(booking__constraint_check=check, constraint=constraint)

    html = office.get(AGREEMENT, {"tahun": 2026, "triwulan": 4}).content.decode()

    assert "1 dari 1" in html
    assert "100%" in html
    assert "Cepat melempem" in html
    assert "Belum ada sesi" in office.get(AGREEMENT, {"triwulan": 1}).content.decode()


@pytest.mark.parametrize("period", [{}, {"tahun": "apel"}, {"tahun": 1, "triwulan": 9}])
def test_the_agreement_page_opens_on_the_present_year_whatever_is_asked(office, period):
    response = office.get(AGREEMENT, period)

    assert response.status_code == 200
    assert response.context["period"] == Period(2026)


@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.HEAD, 200), (Role.AUDITOR, 200), (Role.COUNTER_OFFICER, 403)],
)
def test_who_reads_records_reads_the_agreement(signed_in, role, status):
    assert signed_in(role=role).get(AGREEMENT).status_code == status


def test_fm42_words_of_the_check_are_text_in_the_office(office):
    payload = '<script>alert(1)</script>"><img src=x onerror=alert(1)>'
    question = CheckQuestionFactory(text=payload, help=payload, version__state=DRAFT)
    question.answers.update(text=payload)
    constraint = ConstraintFactory(label=payload, advice=payload)
    AnswerWeightFactory(answer=question.answers.first(), constraint=constraint)
    check = ConstraintCheck.objects.create(
        version=question.version, started_at=NOW, finished_at=NOW
    )
    check.results.create(constraint=constraint, rank=1, score=5)
    SessionRecordFactory(booking__constraint_check=check, constraint=constraint)

    addresses = [
        AGREEMENT,
        page("constraint_change", constraint),
        page("checkversion_change", question.version),
        page("checkquestion_change", question),
        reverse("admin:consultations_constraint_changelist"),
        reverse("admin:consultations_checkquestion_changelist"),
    ]
    for address in addresses:
        html = office.get(address).content.decode()
        assert "&lt;script&gt;alert(1)" in html, address
        assert "<script>alert" not in html, address
        assert "<img src=x" not in html, address


@pytest.mark.parametrize("count", [1, 3])
def test_question_page_query_count(office, django_assert_num_queries, count):
    question = CheckQuestionFactory(version__state=DRAFT, answers=["Ya", "Tidak"] * count)
    for answer in question.answers.all()[:count]:
        AnswerWeightFactory(answer=answer)
    office.get(page("checkquestion_change", question))

    # One of them counts the people to call, for the menu.
    with django_assert_num_queries(14):
        office.get(page("checkquestion_change", question))
    assert Constraint.objects.count() == count
