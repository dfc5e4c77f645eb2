from datetime import date, timedelta

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
    SessionRecordFactory,
    UserFactory,
)
from tests.times import NOW, THURSDAY_8, TOMORROW_8

pytestmark = pytest.mark.django_db

LIST = "/konsultan/kasus/"


@pytest.fixture
def consultant(client):
    consultant = ConsultantFactory()
    client.force_login(consultant.user)
    return consultant


@pytest.fixture
def case(consultant):
    return MentoringCaseFactory(lead=consultant)


def url(name, row, *others):
    return reverse(f"consultations:{name}", args=[row.public_id, *others])


def with_session(case, consultant, day):
    record = SessionRecordFactory(
        booking__business=case.business,
        booking__consultant=consultant,
        booking__starts_at=NOW.replace(day=day),
        booking__case=case,
    )
    record.actions.create(position=1, text=f"Langkah {day}", due_on=date(2026, 12, day))
    return record


def test_case_open_from_a_booking_leads_to_the_case(client, consultant):
    booking = BookingFactory(consultant=consultant)

    answers = [client.post(url("case_open", booking), {"goal": "P-IRT"}) for _time in range(2)]

    case = MentoringCase.objects.get()
    assert [answer.url for answer in answers] == [case.get_absolute_url()] * 2
    assert (case.goal, case.bookings.get()) == ("P-IRT", booking)


def test_case_list_shows_requests_then_open_then_closed_and_filters(client, consultant, case):
    closed = MentoringCaseFactory(
        lead=consultant,
        status="CLOSED",
        outcome="REACHED",
        closed_by=consultant.user,
        closed_at=NOW,
        opened_at=NOW - timedelta(days=9),
    )
    MentoringCaseFactory()
    referral = ReferralFactory(to_consultant=consultant)

    page = client.get(LIST)

    assert list(page.context["page_obj"]) == [case, closed]
    assert page.context["referrals"] == [referral]
    assert list(client.get(LIST + "?status=CLOSED").context["page_obj"]) == [closed]
    assert list(client.get(LIST + "?status=apa&page=9").context["page_obj"]) == [case, closed]


def test_case_list_says_how_a_case_begins(client, consultant):
    assert "Belum ada kasus di sini" in client.get(LIST).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_case_list_query_count(client, consultant, django_assert_num_queries, count):
    for _number in range(count):
        MentoringCaseFactory(lead=consultant)
        ReferralFactory(to_consultant=consultant)

    with django_assert_num_queries(10):
        client.get(LIST)


@pytest.mark.parametrize("count", [1, 3])
def test_case_detail_query_count(client, consultant, case, django_assert_num_queries, count):
    for number in range(count):
        colleague = ConsultantFactory()
        case.members.create(consultant=colleague, joined_at=NOW)
        with_session(case, colleague, day=number + 1)
        with_session(case, consultant, day=number + 11)
        ReferralFactory(case=case)

    with django_assert_num_queries(18):
        client.get(case.get_absolute_url())


def test_case_detail_has_one_plan_of_all_sessions_open_ones_by_day_first(client, consultant, case):
    late = with_session(case, consultant, day=11)
    first = with_session(case, ConsultantFactory(), day=3)
    done = with_session(case, consultant, day=2)
    done.actions.update(done_at=NOW)

    page = client.get(case.get_absolute_url()).context["page"]

    assert [item.record for item in page.plan] == [first, late, done]
    assert page.done == 1
    assert [session.record for session in page.sessions] == [late, first, done]


def test_case_detail_offers_to_add_ones_own_other_sessions(client, consultant, case):
    own = BookingFactory(business=case.business, consultant=consultant)
    BookingFactory(business=case.business, starts_at=THURSDAY_8)

    assert client.get(case.get_absolute_url()).context["page"].to_add == [own]
    client.post(url("case_session_add", own, case.public_id))
    own.refresh_from_db()
    assert own.case == case
    client.post(url("case_session_remove", own))
    own.refresh_from_db()
    assert own.case is None


def test_case_session_add_is_refused_with_its_status(client, consultant, case):
    own = BookingFactory(consultant=consultant)

    answer = client.post(url("case_session_add", own, case.public_id))

    assert answer.status_code == 400
    assert "usaha lain" in answer.content.decode()


def test_case_refer_and_answer_join_the_colleague(client, case):
    colleague = ConsultantFactory()
    form = {"kind": "ASK_TO_JOIN", "colleague": colleague.pk, "message": "Tolong label."}
    assert client.post(url("case_refer", case), form).url == case.get_absolute_url()
    client.force_login(colleague.user)
    workspace = client.get("/konsultan/").content.decode()

    answer = client.post(url("case_answer", case), {"answer": "yes"})

    assert url("case_answer", case) in workspace
    assert answer.url == case.get_absolute_url()
    assert client.get(answer.url).status_code == 200
    assert url("case_answer", case) not in client.get("/konsultan/").content.decode()


def test_case_answer_no_owes_a_word(client, consultant):
    referral = ReferralFactory(to_consultant=consultant)
    page = url("case_answer", referral.case)

    refused = client.post(page, {"answer": "no"})
    client.post(page, {"answer": "no", "note": "Sedang penuh."})

    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["note"])
    referral.refresh_from_db()
    assert (referral.status, referral.note) == ("DECLINED", "Sedang penuh.")
    assert client.post(page, {"answer": "yes"}).status_code == 409
    assert "Tidak ada lagi yang perlu dijawab" in client.get(page).content.decode()


@pytest.mark.parametrize(
    ("name", "form", "field"),
    [
        ("case_refer", {"kind": "ASK_TO_JOIN", "message": "x"}, "colleague"),
        ("case_close", {"outcome": "BAGUS", "text": "x"}, "outcome"),
        ("case_close", {"outcome": "REACHED"}, "text"),
    ],
)
def test_case_forms_say_what_is_missing(client, case, name, form, field):
    answer = client.post(url(name, case), form)

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert f'id="id_{field}_error"' in answer.content.decode()


def test_case_refer_offers_whoever_is_active_and_not_on_it(client, case):
    colleague = ConsultantFactory()
    ConsultantFactory(is_active=False)

    assert list(
        client.get(url("case_refer", case)).context["form"].fields["colleague"].queryset
    ) == [colleague]


def test_case_refer_by_a_member_cannot_hand_over(client, consultant):
    case = MentoringCaseFactory(members=[consultant])
    form = {"kind": "HAND_OVER", "colleague": ConsultantFactory().pk, "message": "x"}

    assert client.post(url("case_refer", case), form).status_code == 422
    assert not Referral.objects.exists()


def test_case_close_then_reopen(client, case):
    client.post(url("case_close", case), {"outcome": "PARTLY", "text": "Tinggal label."})
    page = client.get(case.get_absolute_url()).content.decode()

    client.post(url("case_reopen", case), {"reason": "Toko minta lagi."})

    case.refresh_from_db()
    assert ("Tinggal label." in page, case.status) == (True, "OPEN")


def test_the_owner_reads_goal_people_plan_and_outcome_and_nothing_internal(client, case):
    record = with_session(case, ConsultantFactory(), day=3)
    owner = case.business.people.get()
    client.force_login(owner)
    page = url("case_shared", case)

    html = client.get(page).content.decode()

    assert [t in html for t in (case.goal, "Langkah 3", case.lead.display_name)] == [True] * 3
    assert reverse("consultations:booking_create", args=[case.lead.slug]) in html
    assert page in client.get(record.booking.get_absolute_url()).content.decode()
    assert page in client.get("/jadwal/").content.decode()
    client.force_login(BusinessFactory().people.get())
    assert client.get(page).status_code == 404


@pytest.mark.parametrize("role", [None, Role.CONSULTANT, Role.PROGRAMME_ADMIN])
def test_case_pages_are_not_there_for_whoever_is_not_on_it(client, role):
    case = MentoringCaseFactory()
    client.force_login(UserFactory(role=role))

    names = ("detail", "refer", "answer", "close", "reopen", "leave")
    statuses = {client.get(url(f"case_{name}", case)).status_code for name in names}
    assert statuses == {404}


def test_case_text_is_text(client, consultant):
    payload = '"><script>alert(1)</script>'
    case = MentoringCaseFactory(lead=consultant, goal=payload)
    ReferralFactory(case=case, message=payload)
    BookingFactory(business=case.business, case=case, topic=payload, starts_at=TOMORROW_8)

    for page in (case.get_absolute_url(), LIST, url("case_close", case)):
        assert "<script>alert" not in client.get(page).content.decode()
