from datetime import timedelta

import pytest
from django.urls import reverse

from consultations import services
from consultations.models import (
    ActionItem,
    Booking,
    CheckAnswer,
    CheckQuestion,
    Constraint,
    InternalNote,
    SessionRecord,
)
from plut_portal.accounts.roles import Role
from tests.factories import (
    AnswerWeightFactory,
    BookingFactory,
    BusinessFactory,
    CheckQuestionFactory,
    CheckVersionFactory,
    ConstraintFactory,
    ConsultantFactory,
    SessionRecordFactory,
    UserFactory,
)
from tests.times import NOW, TODAY_9, TOMORROW_8, TOMORROW_9

pytestmark = pytest.mark.django_db

WORKSPACE = "/konsultan/"
NOTE = {
    "outcome": "ATTENDED",
    "problem": "Cepat melempem",
    "advice": "Tiriskan lima menit lebih lama.",
    "internal": "Suaminya keberatan.",
    "contact_minutes": "50",
    "action_1": "Catat suhu minyak",
    "due_1": "2026-12-01",
}


@pytest.fixture
def consultant(client):
    consultant = ConsultantFactory()
    client.force_login(consultant.user)
    return consultant


@pytest.fixture
def today(consultant, portal_clock):
    booking = BookingFactory(consultant=consultant, starts_at=TODAY_9)
    portal_clock(TODAY_9 + timedelta(minutes=30))
    return booking


def record_url(booking):
    return reverse("consultations:session_record", args=[booking.public_id])


def test_workspace_sorts_the_day_the_unrecorded_and_the_week(client, consultant):
    today = BookingFactory(consultant=consultant, starts_at=TODAY_9)
    old = BookingFactory(consultant=consultant, starts_at=NOW - timedelta(days=3))
    coming = BookingFactory(consultant=consultant, starts_at=TOMORROW_8)
    BookingFactory(consultant=consultant, starts_at=TODAY_9.replace(hour=13), status="CANCELLED")
    BookingFactory(starts_at=TODAY_9)

    agenda = client.get(WORKSPACE).context["agenda"]

    assert [row.booking for row in agenda.today] == [today]
    assert ([row.booking for row in agenda.owed], agenda.coming) == ([old], [coming])


def test_workspace_marks_what_is_on_what_comes_next_and_the_time_between(
    client, consultant, portal_clock
):
    for hour, minute in ((8, 0), (9, 15), (13, 0)):
        BookingFactory(consultant=consultant, starts_at=TODAY_9.replace(hour=hour, minute=minute))
    portal_clock(TODAY_9 + timedelta(minutes=5))

    rows = client.get(WORKSPACE).context["agenda"].today

    assert [row.is_owed for row in rows] == [True, False, False]
    assert [row.is_now for row in rows] == [False, True, False]
    assert [row.is_next for row in rows] == [False, False, True]
    assert [row.free_minutes for row in rows] == [0, 0, 165]


def test_workspace_counts_the_load_of_each_of_seven_days(client, consultant):
    BookingFactory(consultant=consultant, starts_at=TOMORROW_8)
    BookingFactory(consultant=consultant, starts_at=TOMORROW_9)
    BookingFactory(consultant=consultant, starts_at=TOMORROW_8 + timedelta(days=7))

    response = client.get(WORKSPACE)

    week = response.context["agenda"].week
    assert [load.minutes for load in week] == [0, 120, 0, 0, 0, 0, 0]
    assert [load.percent for load in week] == [0, 33, 0, 0, 0, 0, 0]
    assert "2 sesi" in response.content.decode()


def test_fm12_a_past_session_without_outcome_stands_on_the_list(client, consultant):
    newer, older = (
        BookingFactory(consultant=consultant, starts_at=NOW - timedelta(days=days))
        for days in (10, 31)
    )
    BookingFactory(starts_at=NOW - timedelta(days=3))
    SessionRecordFactory(booking__consultant=consultant, booking__starts_at=TODAY_9)

    response = client.get(WORKSPACE)

    owed = response.context["agenda"].owed
    assert [(row.booking, row.is_late) for row in owed] == [(older, True), (newer, False)]
    assert 'panel-danger">' in response.content.decode()
    assert record_url(older) in response.content.decode()


def test_fm61_who_came_without_a_note_stands_on_the_consultants_own_list(client, consultant):
    lacking = BookingFactory(
        consultant=consultant, starts_at=NOW - timedelta(days=3), status=Booking.Status.ATTENDED
    )

    response = client.get(WORKSPACE)

    assert [row.booking for row in response.context["agenda"].owed] == [lacking]
    assert "Hadir, tetapi tanpa catatan dan waktu" in response.content.decode()


def test_workspace_lists_own_next_steps_due_within_a_week_or_overdue(client, consultant):
    own = SessionRecordFactory(
        booking__consultant=consultant, booking__starts_at=NOW - timedelta(days=20)
    )
    other = SessionRecordFactory(booking__starts_at=NOW - timedelta(days=20))
    today = NOW.date()
    for record in (own, other):
        for position, days in ((1, -3), (2, 7), (3, 8)):
            due_on = today + timedelta(days=days)
            record.actions.create(position=position, text=f"{days} hari", due_on=due_on)
    done = SessionRecordFactory(
        booking__consultant=consultant, booking__starts_at=NOW - timedelta(days=19)
    )
    done.actions.create(position=1, text="Sudah", due_on=today, done_at=NOW)

    response = client.get(WORKSPACE)

    assert [action.text for action in response.context["agenda"].actions] == ["-3 hari", "7 hari"]
    assert "seharusnya 21 November 2026" in response.content.decode()


@pytest.mark.parametrize("role", [None, Role.PROGRAMME_ADMIN, Role.AUDITOR])
def test_workspace_is_for_consultants(client, role):
    client.force_login(UserFactory(role=role))

    assert client.get(WORKSPACE).status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_workspace_query_count(client, consultant, django_assert_num_queries, count):
    for number in range(count):
        day = timedelta(days=number)
        BookingFactory(consultant=consultant, starts_at=NOW - timedelta(days=40) + day)
        BookingFactory(consultant=consultant, starts_at=TODAY_9 + day)
        record = SessionRecordFactory(
            booking__consultant=consultant, booking__starts_at=NOW - timedelta(days=20) + day
        )
        record.actions.create(position=1, text="Tiriskan", due_on=NOW.date())

    with django_assert_num_queries(14):
        client.get(WORKSPACE)


def test_session_record_writes_the_note_and_returns_to_the_agenda(client, today):
    response = client.post(record_url(today), NOTE)

    record = SessionRecord.objects.get()
    assert (response.status_code, response.url) == (302, WORKSPACE)
    assert (record.advice, record.booking.status) == (NOTE["advice"], "ATTENDED")
    assert record.actions.get().text == "Catat suhu minyak"
    assert InternalNote.objects.get().text == "Suaminya keberatan."


def test_session_record_opens_with_what_was_written(client, today):
    client.post(record_url(today), NOTE)

    page = client.get(record_url(today)).content.decode()

    assert [text in page for text in (NOTE["advice"], NOTE["internal"], "2026-12-01")] == [True] * 3


def test_session_record_of_a_page_opened_before_another_saving_is_refused(
    client, today, portal_clock
):
    client.post(record_url(today), NOTE)
    old = client.get(record_url(today)).context["opening"].version
    longer = NOTE | {
        "action_2": "Ganti minyak",
        "due_2": "2026-12-02",
        "advice": "Tiriskan sepuluh.",
    }
    portal_clock(TODAY_9 + timedelta(minutes=40))
    ahead = client.post(record_url(today), longer | {"version": old})
    step = ActionItem.objects.get(text="Ganti minyak")
    services.tick_action(action=step, is_done=True, by=today.booked_by, at=NOW)

    typed = NOTE | {"advice": "Tiriskan lama sekali."}
    behind = client.post(record_url(today), typed | {"version": old})

    page = behind.content.decode()
    assert (ahead.status_code, behind.status_code) == (302, 409)
    assert ActionItem.objects.get(pk=step.pk).is_done
    assert SessionRecord.objects.get().advice == longer["advice"]
    shown = ("Tiriskan lama sekali.", "Tiriskan sepuluh.", "Ganti minyak", "2 Desember 2026")
    assert [text in page for text in shown] == [True] * 4

    # What she has read she may replace.
    again = client.post(record_url(today), typed | {"version": behind.context["opening"].version})
    assert (again.status_code, SessionRecord.objects.get().advice) == (302, typed["advice"])


def test_session_record_sent_twice_is_saved_once_and_refused_never(client, today):
    sent = NOTE | {"preparation_minutes": "0", "version": ""}

    answers = [client.post(record_url(today), sent) for _time in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]


def test_session_record_is_corrected_after_the_day_of_a_step(client, today, portal_clock):
    client.post(record_url(today), NOTE | {"due_1": "2026-11-25"})
    portal_clock(TODAY_9 + timedelta(days=3))

    # Autosave keeps what is typed a moment before it is saved for good.
    late = NOTE | {"due_1": "2026-11-25", "advice": "Tiriskan sepuluh menit."}
    version = {"version": client.get(record_url(today)).context["opening"].version}
    draft = reverse("consultations:session_draft", args=[today.public_id])
    client.post(draft, late | version | {"due_1": "2026-11-26"})
    refused = client.post(record_url(today), late | version | {"due_1": "2026-11-26"})
    answer = client.post(record_url(today), late | version)

    step = ActionItem.objects.get()
    assert (refused.status_code, answer.status_code) == (422, 302)
    assert (f"{step.due_on}", step.revision, step.record.advice) == (
        "2026-11-25",
        0,
        "Tiriskan sepuluh menit.",
    )


def test_session_record_of_an_absence_needs_no_advice(client, today):
    client.post(record_url(today), {"outcome": "OWNER_ABSENT"})

    today.refresh_from_db()
    assert today.status == Booking.Status.OWNER_ABSENT


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"advice": ""}, "advice"),
        ({"outcome": ""}, "outcome"),
        ({"outcome": "SELESAI"}, "outcome"),
        ({"advice": "x" * 2001}, "advice"),
        ({"due_1": ""}, "due_1"),
        ({"due_1": "2026-11-23"}, "due_1"),
        ({"due_1": "2029-01-01"}, "due_1"),
        ({"due_1": "besok"}, "due_1"),
        ({"action_1": ""}, "action_1"),
        ({"action_1": "satu\x07dua"}, "action_1"),
        ({"action_1": "x" * 201}, "action_1"),
    ],
)
def test_session_record_says_what_is_wrong_and_keeps_the_rest(client, today, changes, field):
    response = client.post(record_url(today), NOTE | changes)

    page = response.content.decode()
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert f'id="id_{field}_error"' in page
    assert NOTE["internal"] in page
    assert not SessionRecord.objects.exists()


def test_session_record_is_refused_before_the_session(client, consultant):
    booking = BookingFactory(consultant=consultant)

    assert client.post(record_url(booking), NOTE).status_code == 409


def test_session_record_is_locked_after_a_week(client, consultant, portal_clock):
    booking = SessionRecordFactory(booking__consultant=consultant).booking
    portal_clock(booking.ends_at + timedelta(days=7, minutes=1))

    assert client.post(record_url(booking), NOTE | {"due_1": "2026-12-09"}).status_code == 403


def test_fm12_what_nobody_recorded_may_be_recorded_later_than_a_week(
    client, consultant, portal_clock
):
    booking = BookingFactory(consultant=consultant)
    portal_clock(booking.ends_at + timedelta(days=29))

    response = client.post(record_url(booking), {"outcome": "OWNER_ABSENT"})

    booking.refresh_from_db()
    assert (response.status_code, booking.status) == (302, "OWNER_ABSENT")


@pytest.mark.parametrize("role", [None, Role.HEAD, Role.CONSULTANT])
def test_session_record_of_somebody_else_is_not_found(client, role):
    booking = BookingFactory()
    client.force_login(UserFactory(role=role))

    assert client.get(record_url(booking)).status_code == 404
    assert client.post(record_url(booking), NOTE).status_code == 404


def test_session_record_shows_earlier_records_of_the_business(client, today):
    SessionRecordFactory(
        booking__business=today.business,
        booking__consultant=today.consultant,
        booking__starts_at=NOW - timedelta(days=20),
    )

    earlier = client.get(record_url(today)).context["earlier"]

    assert [record.booking.business for record in earlier] == [today.business]


def test_hostile_text_is_shown_as_text(client, today):
    payload = '<script>alert(1)</script>"><img src=x onerror=alert(1)>'
    client.post(record_url(today), NOTE | {"advice": payload})
    owner = BusinessFactory(name=payload).people.get()
    today.business.memberships.create(user=owner)
    client.force_login(owner)

    page = client.get(today.get_absolute_url()).content.decode()

    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert" not in page
    assert "<img src=x" not in page


@pytest.fixture
def checked(today):
    """Today's session with a check before it, which put `suggested` first."""
    question = CheckQuestionFactory(version=CheckVersionFactory())
    answer = question.answers.get(text="Sulit")
    today.suggested = AnswerWeightFactory(answer=answer).constraint
    run = services.start_check(at=NOW)
    services.answer_question(check=run, answer=answer)
    today.constraint_check = services.finish_check(check=run, at=NOW)
    today.save()
    return today


def test_session_record_shows_what_the_check_said_and_begins_with_it(client, checked):
    response = client.get(record_url(checked))

    page = response.content.decode()
    assert response.context["form"]["constraint"].value() == checked.suggested.pk
    assert "Hasil cek kendala" in page
    assert page.count(checked.suggested.label) == 2
    assert "<dd>Sulit</dd>" in page


@pytest.mark.parametrize("corrected", [False, True])
def test_session_record_keeps_the_diagnosis_confirmed_or_corrected(client, checked, corrected):
    diagnosis = ConstraintFactory() if corrected else checked.suggested

    client.post(record_url(checked), NOTE | {"constraint": diagnosis.pk})

    assert SessionRecord.objects.get().constraint == diagnosis
    again = client.get(record_url(checked)).context["form"]["constraint"]
    assert again.value() == diagnosis.pk


@pytest.mark.parametrize("value", ["", "0", "melempem"])
def test_session_record_asks_for_a_diagnosis_of_whoever_came(client, checked, value):
    response = client.post(record_url(checked), NOTE | {"constraint": value})

    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["constraint"]
    assert NOTE["internal"] in response.content.decode()


def test_session_record_of_an_absence_needs_no_diagnosis(client, checked):
    client.post(record_url(checked), {"outcome": "OWNER_ABSENT"})

    checked.refresh_from_db()
    assert checked.status == Booking.Status.OWNER_ABSENT


def test_session_record_asks_for_no_diagnosis_while_there_are_no_constraints(client, today):
    assert "constraint" not in client.get(record_url(today)).context["form"].fields


def test_session_record_offers_what_is_in_use_and_what_was_chosen_before(client, checked):
    client.post(record_url(checked), NOTE | {"constraint": checked.suggested.pk})
    Constraint.objects.update(is_active=False)
    other = ConstraintFactory()

    field = client.get(record_url(checked)).context["form"].fields["constraint"]

    assert set(field.queryset) == {checked.suggested, other}


def test_session_record_of_a_check_without_result_says_so(client, checked):
    checked.constraint_check.results.all().delete()

    assert (
        "Tidak ada jawaban yang menunjuk kendala."
        in client.get(record_url(checked)).content.decode()
    )


def test_fm42_answers_and_constraints_are_text_to_the_consultant(client, checked):
    payload = '<script>alert(1)</script>"><img src=x onerror=alert(1)>'
    Constraint.objects.update(label=payload, advice=payload)
    CheckQuestion.objects.update(text=payload)
    CheckAnswer.objects.update(text=payload)

    page = client.get(record_url(checked)).content.decode()

    assert page.count("&lt;script&gt;alert(1)") >= 4
    assert "<script>alert" not in page
    assert "<img src=x" not in page


@pytest.mark.parametrize("count", [1, 3])
def test_session_record_query_count_with_a_check(client, checked, django_assert_num_queries, count):
    run = checked.constraint_check
    for position in range(2, 2 + count):
        question = CheckQuestionFactory(version=run.version, position=position)
        run.responses.create(question=question, answer=question.answers.first())
        run.results.create(constraint=ConstraintFactory(), rank=position, score=1)

    with django_assert_num_queries(25):
        client.get(record_url(checked))
