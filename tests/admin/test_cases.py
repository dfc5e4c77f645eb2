"""Cases at the office's desk: looked at by all, acted on by the programme admin with a reason."""

import pytest
from django.urls import reverse

from consultations.models import MentoringCase, Referral
from plut_portal.accounts.roles import Role
from tests.factories import (
    BookingFactory,
    BusinessFactory,
    ConsultantFactory,
    MentoringCaseFactory,
    ReferralFactory,
)

pytestmark = pytest.mark.django_db

WHY = {"reason": "Konsultan pindah tugas."}


@pytest.fixture
def case():
    return MentoringCaseFactory()


def page(name, case):
    return reverse(f"admin:consultations_mentoringcase_{name}", args=[case.pk])


def test_the_admin_opens_one_case_however_often_the_form_is_sent(office):
    url = reverse("admin:consultations_mentoringcase_add")
    key = office.get(url).context["form"]["submission_key"].value()
    form = {
        "business": BusinessFactory().pk,
        "lead": ConsultantFactory().pk,
        "goal": "P-IRT",
        "submission_key": str(key),
    }

    answers = [office.post(url, form | WHY).status_code for _time in range(2)]

    assert (answers, MentoringCase.objects.get().goal) == ([302, 302], "P-IRT")


def test_the_admin_hands_a_case_over_with_a_reason_in_the_history(office, case):
    colleague = ConsultantFactory()
    form = {"kind": "HAND_OVER", "colleague": colleague.pk, "message": "Tolong."}

    assert office.post(page("ask", case), form).status_code == 422
    office.post(page("ask", case), form | WHY)
    referral = Referral.objects.get()
    office.post(page("answer", case), {"referral": referral.pk, "answer": "accept"} | WHY)
    office.post(page("take_off", case), {"consultant": case.lead_id} | WHY)

    case.refresh_from_db()
    assert (case.lead, case.members.live().get().consultant) == (colleague, colleague)
    assert WHY["reason"] in office.get(page("history", case)).content.decode()


def test_the_admin_adds_and_takes_out_sessions_and_closes_and_reopens(office, case):
    booking = BookingFactory(business=case.business, consultant=case.lead)

    office.post(page("add_session", case), {"booking": booking.pk} | WHY)
    booking.refresh_from_db()
    assert booking.case == case
    office.post(page("take_out_session", case), {"booking": booking.pk} | WHY)
    office.post(page("close", case), {"outcome": "STOPPED", "text": "Pindah kota."} | WHY)
    case.refresh_from_db()
    booking.refresh_from_db()
    assert (case.status, booking.case) == ("CLOSED", None)
    office.post(page("reopen", case), WHY)
    case.refresh_from_db()
    assert case.is_open


def test_a_refusal_stands_beside_the_form(office, case):
    ReferralFactory(case=case)

    answer = office.post(page("close", case), {"outcome": "STOPPED", "text": "x"} | WHY)

    assert answer.status_code == 409
    assert "belum menjawab" in answer.content.decode()


def test_the_counter_sees_the_case_but_not_what_colleagues_write(counter, case):
    ReferralFactory(case=case, message="Suaminya keberatan.")

    html = counter.get(page("change", case)).content.decode()

    assert (case.goal in html, "Suaminya keberatan." in html) == (True, False)


@pytest.mark.parametrize("role", [Role.COUNTER_OFFICER, Role.HEAD, Role.AUDITOR])
def test_whoever_only_looks_is_offered_no_act(signed_in, case, role):
    html = signed_in(role=role).get(page("change", case)).content.decode()

    assert page("close", case) not in html


@pytest.mark.parametrize("count", [1, 3])
def test_case_list_query_count(office, django_assert_max_num_queries, count):
    MentoringCaseFactory.create_batch(count)

    with django_assert_max_num_queries(14):
        office.get(reverse("admin:consultations_mentoringcase_changelist"))
