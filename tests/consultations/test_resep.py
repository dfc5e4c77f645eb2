"""The Resep Usaha as a page to keep: who reads how much, sent to oneself, done step by step."""

from datetime import date, timedelta
from urllib.parse import unquote
from uuid import uuid4

import pytest
from django.core import mail
from django.urls import reverse
from icalendar import Calendar

from consultations import services
from consultations.models import ActionItem, Booking, InternalNote
from plut_portal.accounts.roles import Role, sync_groups
from plut_portal.core.models import OfficeIdentity
from plut_portal.notifications import services as outbox
from plut_portal.notifications.models import Delivery, Message
from tests.factories import (
    BookingFactory,
    BusinessFactory,
    ConsultantFactory,
    MentoringCaseFactory,
    ReachableUserFactory,
    SessionRecordFactory,
    UserFactory,
)
from tests.rivals import all_at_once
from tests.times import NOW, TOMORROW_8

pytestmark = pytest.mark.django_db

YESTERDAY, SOON = NOW - timedelta(days=1), NOW + timedelta(minutes=1)
DUE = date(2026, 12, 1)
STEP, ADVICE, SECRET = "Catat suhu minyak", "Tiriskan lima menit.", "Suaminya keberatan."
NASTY = '"><script>alert(1)</script>'


@pytest.fixture
def owner(client):
    owner = ReachableUserFactory(full_name="Sumiati")
    client.force_login(owner)
    return owner


@pytest.fixture
def record(owner):
    record = SessionRecordFactory(
        booking__business=BusinessFactory(owner=owner),
        booking__starts_at=YESTERDAY,
        booking__consultant__user__full_name="Rini Astuti",
        problem="Cepat melempem.",
        advice=ADVICE,
    )
    record.actions.create(position=1, text=STEP, due_on=DUE)
    InternalNote.objects.create(record=record, author=record.recorded_by, text=SECRET)
    return record


@pytest.fixture
def action(record):
    return record.actions.get()


def url(name, record, *more):
    return reverse(f"consultations:{name}", args=[record.booking.public_id, *more])


def shown(client, record):
    return client.get(url("resep_detail", record)).content.decode()


def send(client, record, key=None):
    return client.post(url("resep_send", record), {"submission_key": key or uuid4()})


# --- The page ---------------------------------------------------------------------------------


def test_the_owner_reads_all_of_it_and_finds_it_from_everywhere(client, record):
    page = shown(client, record)

    for text in (STEP, ADVICE, "Cepat melempem.", "Rini Astuti", "1 Desember 2026"):
        assert text in page
    assert "<svg" in page
    assert 'class="qr"' in page
    for place in ("/", "/jadwal/", record.booking.get_absolute_url()):
        assert url("resep_detail", record) in client.get(place).content.decode()


def test_what_was_added_later_stands_on_it_and_in_the_copy(client, record):
    text = "Kadar air kini 4 persen."
    by = record.booking.consultant.user
    record.addenda.create(text=text, reason="Hasil laboratorium.", by=by, at=NOW)

    assert text in shown(client, record)
    send(client, record)
    work(at=SOON)
    assert text in mail.outbox[0].body


def test_fm36_a_colleague_on_the_case_reads_it_and_comes_back_to_the_case(client, record):
    case = MentoringCaseFactory(business=record.booking.business, lead=record.booking.consultant)
    Booking.objects.filter(pk=record.booking.pk).update(case=case)
    colleague = ConsultantFactory()
    client.force_login(colleague.user)
    before = client.get(url("resep_detail", record)).status_code
    case.members.create(consultant=colleague, joined_at=NOW)

    page = shown(client, record)

    assert before == 404
    assert ADVICE in page
    assert f'href="{case.get_absolute_url()}"' in page


def test_a_booking_without_a_record_has_no_resep(client, owner):
    booking = BookingFactory(business=BusinessFactory(owner=owner))

    assert client.get(f"{booking.get_absolute_url()}resep/").status_code == 404


def test_fm45_the_counter_prints_the_steps_and_nothing_else(client, record):
    sync_groups()
    client.force_login(UserFactory(role=Role.COUNTER_OFFICER))

    page = shown(client, record)

    assert STEP in page
    assert ADVICE not in page
    assert "Cepat melempem." not in page
    assert "Kirim lewat WhatsApp" not in page
    assert (
        url("resep_detail", record)
        in client.get(record.booking.get_absolute_url()).content.decode()
    )


def test_fm45_the_internal_note_leaves_by_no_way(client, record):
    send(client, record)
    work(at=SOON)
    texts = [shown(client, record), mail.outbox[-1].body]
    texts.append(client.get(url("resep_calendar", record)).content.decode())

    assert [SECRET in text for text in texts] == [False] * 3


def test_fm42_typed_text_is_text_on_the_page_and_in_the_whatsapp_link(client, record):
    record.actions.update(text=NASTY)
    record.advice = record.problem = NASTY
    record.save()
    record.actions.update(hindrance=NASTY, hindered_at=NOW)

    assert NASTY not in shown(client, record)


def test_what_is_shared_are_the_steps_with_their_days_and_no_number(client, record):
    OfficeIdentity(whatsapp="0812 3456 7890").save()
    page = shown(client, record)
    link = page.partition('href="https://wa.me/')[2].partition('"')[0]

    assert link.startswith("?text=")
    text = unquote(link.removeprefix("?text="))
    assert text.splitlines()[0] == "Resep Usaha 23 November 2026, dari Rini Astuti"
    assert f"1. {STEP} – sampai 1 Desember 2026" in text
    assert ADVICE not in text


def test_the_paper_says_how_to_tell_it_from_a_fake(client, record):
    message = outbox.post(
        recipient=record.booking.booked_by,
        kind="SESSION_RECORDED",
        topic=record.booking.message_topic,
        subject="x",
        body="x",
        at=NOW,
    )

    assert f"Ketik kode {message.code_text}" in shown(client, record)


def test_long_texts_are_cut_on_paper_only_and_the_advice_last(client, record):
    record.problem = record.findings = record.advice = "Timbang garam dan minyak. " * 76
    record.save()

    page = shown(client, record)

    assert "resep-small" in page
    advice, problem, findings = page.split('<p class="clip lines">')[1:]
    assert "selengkapnya di portal" not in advice.partition("</p>")[0]
    assert all("selengkapnya di portal" in text for text in (problem, findings))
    assert page.count("Timbang garam") == 3 * 76


@pytest.mark.parametrize("count", [1, 3])
def test_resep_detail_query_count(client, record, django_assert_num_queries, count):
    for number in range(1, count):
        record.actions.create(position=number + 1, text=f"{STEP} {number}", due_on=DUE)

    with django_assert_num_queries(14):
        client.get(url("resep_detail", record))


# --- Into the calendar ------------------------------------------------------------------------


def test_the_days_go_into_the_calendar_with_an_alarm_in_the_morning(client, record, action):
    record.actions.create(position=2, text="Selesai", due_on=DUE, done_at=NOW)

    answer = client.get(url("resep_calendar", record))

    (event,) = Calendar.from_ical(answer.content).walk("VEVENT")
    assert (event["uid"], event["sequence"]) == (f"{action.public_id}@plut-portal", 0)
    assert (event["summary"], event.decoded("dtstart")) == (STEP, DUE)
    (alarm,) = event.walk("VALARM")
    assert alarm.decoded("trigger") == timedelta(hours=8)


def test_another_day_keeps_the_uid_and_raises_the_sequence(client):
    booking = BookingFactory(starts_at=YESTERDAY)
    (first,) = write(booking, [(STEP, DUE)])

    (second,) = write(booking, [(STEP, date(2026, 12, 8))])

    assert (second.public_id, second.revision) == (first.public_id, first.revision + 1)


# --- To one's own e-mail ----------------------------------------------------------------------


def test_a_copy_goes_to_her_own_address_and_its_text_is_never_stored(client, record, owner):
    answer = send(client, record)
    work(at=SOON)

    (letter,) = mail.outbox
    assert (answer.status_code, letter.to) == (302, [owner.email])
    assert all(text in letter.body for text in (STEP, ADVICE, "Selasa, 1 Desember 2026"))
    message = Message.objects.get(kind="RESEP_COPY")
    assert ADVICE not in message.body
    assert STEP not in message.body


def test_fm17_a_copy_asked_for_twice_by_one_form_leaves_once(client, record):
    key = uuid4()

    send(client, record, key)
    send(client, record, key)
    work(at=SOON)

    assert len(mail.outbox) == 1


def test_a_fourth_copy_within_a_day_is_refused(client, record, portal_clock):
    answers = [send(client, record).status_code for _i in range(4)]
    portal_clock(NOW + timedelta(hours=25))

    assert answers == [302, 302, 302, 429]
    assert send(client, record).status_code == 302


def test_without_a_confirmed_address_no_copy_leaves(client, record, owner):
    owner.email_confirmed_at = None
    owner.save()

    assert send(client, record).status_code == 409
    assert not Message.objects.filter(kind="RESEP_COPY").exists()
    assert url("resep_send", record) not in shown(client, record)


def test_whoever_has_left_the_business_gets_no_copy_any_more(record, owner, client):
    services.send_copy(booking=record.booking, to=owner, at=NOW)
    owner.memberships.update(is_active=False)

    work(at=SOON)

    assert mail.outbox == []


# --- Reminders --------------------------------------------------------------------------------

EIGHT = NOW.replace(month=12, day=1, hour=8)


def write(booking, actions, *, at=NOW, advice=ADVICE):
    services.record_session(
        booking=booking,
        outcome=Booking.Status.ATTENDED,
        by=booking.consultant.user,
        at=at,
        note=services.SessionNote(advice=advice, internal=SECRET, actions=actions),
    )
    return list(ActionItem.objects.filter(record__booking=booking).in_order())


def work(*, at):
    while outbox.deliver_batch(at=at):
        pass


def reminders():
    rows = Delivery.objects.filter(message__kind="ACTION_DUE", channel="EMAIL")
    return list(rows.order_by("pk").values_list("state", flat=True))


def reminded():
    return [letter.subject for letter in mail.outbox if letter.subject.startswith("Resep Usaha:")]


@pytest.fixture
def booking():
    return BookingFactory(
        business=BusinessFactory(owner=ReachableUserFactory()), starts_at=YESTERDAY
    )


def test_fm23_a_step_reminds_once_at_eight_on_its_day(booking):
    write(booking, [(STEP, DUE)])
    write(booking, [(STEP, DUE)], advice="Lebih baik begini.")

    work(at=EIGHT - timedelta(seconds=1))
    before = reminded()
    work(at=EIGHT)
    work(at=EIGHT + timedelta(minutes=5))

    assert (before, reminded()) == ([], [f"Resep Usaha: {STEP}"])
    message = Message.objects.get(kind="ACTION_DUE")
    assert message.link == url("resep_detail", booking.record)
    assert "Selasa, 1 Desember 2026" in message.body
    assert SECRET not in mail.outbox[-1].body
    assert ADVICE not in message.body


def test_fm24_another_day_takes_the_place_of_the_first_and_back_again(booking):
    for day in (DUE, date(2026, 12, 3), DUE):
        write(booking, [(STEP, day)])

    work(at=EIGHT)
    work(at=EIGHT + timedelta(days=2))

    assert reminders() == ["SKIPPED", "SKIPPED", "SENT"]
    assert reminded() == [f"Resep Usaha: {STEP}"]


def test_fm24_nothing_leaves_for_a_step_that_was_dropped(booking):
    write(booking, [(STEP, DUE)])
    write(booking, [])

    work(at=EIGHT)

    assert (reminders(), reminded()) == (["SKIPPED"], [])


@pytest.mark.parametrize(("takes_it_back", "states"), [(False, ["SKIPPED"]), (True, ["SENT"])])
def test_fm24_nothing_leaves_for_a_step_that_is_ticked_off(booking, takes_it_back, states):
    (action,) = write(booking, [(STEP, DUE)])
    services.tick_action(action=action, is_done=True, by=booking.booked_by, at=NOW)
    if takes_it_back:
        services.tick_action(action=action, is_done=False, by=booking.booked_by, at=NOW)

    work(at=EIGHT)

    assert reminders() == states


def test_fm24_nothing_leaves_for_whoever_no_longer_acts_for_the_business(booking):
    write(booking, [(STEP, DUE)])
    booking.booked_by.memberships.update(is_active=False)

    work(at=EIGHT)

    assert reminders() == ["SKIPPED"]


@pytest.mark.parametrize("hour", [9, 8])
def test_fm26_a_step_of_today_written_after_eight_never_reminds(booking, hour):
    at = NOW.replace(hour=hour, minute=1)

    write(booking, [(STEP, NOW.date())], at=at)
    work(at=at + timedelta(hours=1))

    assert (reminders(), reminded()) == (["SKIPPED"], [])


def test_fm32_a_reminder_held_up_until_night_is_not_sent_in_the_morning(booking):
    write(booking, [(STEP, DUE)])

    work(at=EIGHT.replace(hour=20, minute=6))
    work(at=EIGHT + timedelta(days=1))

    assert reminded() == []


def test_fm33_a_line_break_in_a_step_forges_no_header(booking):
    write(booking, [("Catat\r\nBcc: maling@contoh.example", DUE)])

    work(at=EIGHT)

    (letter,) = [one for one in mail.outbox if "Catat" in one.subject]
    assert "\n" not in letter.subject
    assert letter.recipients() == letter.to


def test_without_consent_it_stands_in_the_inbox_and_nobody_has_to_call(booking):
    booking.booked_by.consents.all().delete()
    write(booking, [(STEP, DUE)])

    work(at=EIGHT)

    message = Message.objects.get(kind="ACTION_DUE")
    states = dict(message.deliveries.values_list("channel", "state"))
    assert states == {"INBOX": "SENT", "EMAIL": "SKIPPED"}
    assert not message.definition.time_critical


# --- Not yet, and the next session --------------------------------------------------------------


def test_an_owner_says_what_is_in_the_way_and_the_consultant_reads_it(client, record, action):
    answer = client.post(
        url("action_hinder", record, action.public_id), {"hindrance": "Plastik habis"}
    )

    assert (answer.status_code, answer.url) == (302, url("resep_detail", record) + "#langkah")
    assert "Belum bisa: Plastik habis" in shown(client, record)
    client.force_login(record.booking.consultant.user)
    assert "Belum bisa: Plastik habis" in client.get(session_page(record)).content.decode()


def test_a_hindrance_too_long_comes_back_as_typed(client, record, action):
    text = "x" * 121

    answer = client.post(url("action_hinder", record, action.public_id), {"hindrance": text})

    assert answer.status_code == 422
    assert f'value="{text}"' in answer.content.decode()
    action.refresh_from_db()
    assert action.hindered_at is None


def test_done_takes_the_hindrance_away(action, owner):
    services.hinder_action(action=action, hindrance="Plastik habis", at=NOW)

    services.tick_action(action=action, is_done=True, by=owner, at=NOW)

    action.refresh_from_db()
    assert (action.done_by, action.hindrance, action.hindered_at) == (owner, "", None)


def next_session(record, **kwargs):
    return BookingFactory(
        business=record.booking.business,
        consultant=record.booking.consultant,
        starts_at=NOW - timedelta(minutes=30),
        **kwargs,
    )


def session_page(record):
    return reverse("consultations:session_record", args=[next_session(record).public_id])


def test_the_next_session_opens_on_what_is_still_to_do(client, record, action):
    booking = next_session(record)
    consultant = booking.consultant.user
    client.force_login(consultant)
    page = reverse("consultations:session_record", args=[booking.public_id])
    tick = reverse("consultations:session_action", args=[booking.public_id, action.public_id])
    assert f'data-continue="{STEP}"' in client.get(page).content.decode()

    answer = client.post(tick, {"done": "1"})

    action.refresh_from_db()
    assert (answer.status_code, answer.url) == (302, f"{page}#langkah")
    assert (action.is_done, action.done_by) == (True, consultant)
    assert tick in client.get(page).content.decode()
    assert (
        client.post(tick, {"done": "0"}, headers={"X-Requested-With": "fetch"}).status_code == 204
    )
    action.refresh_from_db()
    assert (action.is_done, action.done_by) == (False, None)


def test_fm36_whoever_meets_the_business_ticks_off_and_nobody_from_elsewhere(client, action):
    other = ConsultantFactory()
    client.force_login(other.user)
    same_business = BookingFactory(
        business=action.record.booking.business, consultant=other, starts_at=NOW
    )
    elsewhere = BookingFactory(consultant=action.record.booking.consultant, starts_at=TOMORROW_8)
    answers = [
        client.post(
            reverse("consultations:session_action", args=[one.public_id, action.public_id]),
            {"done": "1"},
        ).status_code
        for one in (same_business, elsewhere)
    ]
    client.force_login(elsewhere.consultant.user)
    answers.append(
        client.post(
            reverse("consultations:session_action", args=[elsewhere.public_id, action.public_id]),
            {"done": "1"},
        ).status_code
    )

    action.refresh_from_db()
    assert (answers, action.is_done) == ([302, 404, 404], True)


def test_steps_that_change_places_keep_their_ticks(booking):
    first, second = write(booking, [("Catat", DUE), ("Timbang", DUE)])
    services.tick_action(action=first, is_done=True, by=booking.booked_by, at=NOW)

    later = write(booking, [("Timbang", DUE), ("Catat", DUE)])

    assert [(one.pk, one.is_done) for one in later] == [(second.pk, False), (first.pk, True)]


@pytest.mark.django_db(transaction=True)
def test_a_tick_while_the_record_is_saved_again_is_never_lost():
    booking = BookingFactory(starts_at=YESTERDAY)
    for number in range(8):
        step = f"Langkah {number}"
        (action,) = write(booking, [(step, DUE)])

        all_at_once(
            [
                lambda step=step: write(booking, [("Baru", DUE), (step, DUE)]),
                lambda action=action: services.tick_action(
                    action=action, is_done=True, by=booking.booked_by, at=NOW
                ),
            ]
        )

        action.refresh_from_db()
        assert action.is_done
