"""N5: whom a person has to call, who does it, and what counts as reached."""

from datetime import timedelta
from urllib.parse import unquote

import pytest

from consultations import services as consultations
from consultations.models import Closure
from plut_portal.accounts.models import AccessLogEntry
from plut_portal.accounts.roles import Role, sync_groups
from plut_portal.core.models import OfficeIdentity
from plut_portal.notifications import brief, selectors, services
from plut_portal.notifications.models import ContactAttempt, Delivery, Message
from tests.factories import (
    ApplicationFactory,
    BookingFactory,
    BusinessFactory,
    ConsultantFactory,
    ContactAttemptFactory,
    DeliveryFactory,
    EnrolmentFactory,
    MeetingFactory,
    MessageFactory,
    ReachableUserFactory,
    UserFactory,
)
from tests.rivals import all_at_once
from tests.times import NOW, SECOND, THURSDAY_9, TODAY_9, TOMORROW_8, TOMORROW_9

State = Delivery.State
Outcome, Channel = ContactAttempt.Outcome, ContactAttempt.Channel
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
TEN_PAST_SEVEN = NOW + 10 * MINUTE

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def groups(db):
    sync_groups()


def officer(name="Dewi Loket"):
    return UserFactory(full_name=name, role=Role.COUNTER_OFFICER)


def booking_of(owner, *, starts_at=TODAY_9, **fields):
    return BookingFactory(
        business=BusinessFactory(owner=owner), starts_at=starts_at, booked_by=owner, **fields
    )


def cancel(booking, *, at=TEN_PAST_SEVEN):
    """By the consultant, who is ill."""
    return consultations.cancel_booking(
        booking=booking, by=booking.consultant.user, at=at, reason="Sakit"
    )


def work(*, at):
    """The worker empties the outbox."""
    while services.deliver_batch(at=at):
        pass


def listed(*, at):
    return list(selectors.calls(at=at))


def red(owner=None, *, at=TEN_PAST_SEVEN, **fields):
    """A cancellation of today that nothing carries."""
    booking = booking_of(owner or UserFactory(), **fields)
    cancel(booking, at=at)
    work(at=at)
    return Message.objects.get(kind="BOOKING_CANCELLED", topic=booking.message_topic)


def reached(message, *, by=None, at=TEN_PAST_SEVEN, outcome=Outcome.REACHED, note=""):
    by = by or officer()
    services.start_call(message=message, by=by, at=at)
    return services.record_call(
        message=message, by=by, channel=Channel.PHONE, outcome=outcome, note=note, at=at
    )


# --- Whom -------------------------------------------------------------------------------------


def test_a_cancellation_of_today_for_an_owner_without_email_is_red_until_she_is_reached():
    later = red(starts_at=TOMORROW_8)
    message = red()
    when = selectors.period("minggu", NOW.date())

    before = listed(at=TEN_PAST_SEVEN + MINUTE)
    counted_before = selectors.reach(when, at=TEN_PAST_SEVEN + MINUTE)
    reached(message, at=TEN_PAST_SEVEN + 2 * MINUTE)

    assert before == [message, later]
    assert listed(at=TEN_PAST_SEVEN + 3 * MINUTE) == [later]
    after = selectors.reach(when, at=TEN_PAST_SEVEN + 3 * MINUTE)
    assert (counted_before.reached, after.reached, after.by_call) == (0, 1, 1)
    assert (after.due, after.still_open) == (2, 1)


def test_a_message_in_the_inbox_alone_has_reached_nobody_even_when_it_was_read():
    message = red()
    services.mark_read(message=message, at=TEN_PAST_SEVEN)

    assert list(Message.objects.visible_to(message.recipient)) == [message]
    assert listed(at=TEN_PAST_SEVEN) == [message]


def test_a_mail_to_a_confirmed_address_needs_no_call():
    red(ReachableUserFactory())

    assert listed(at=TEN_PAST_SEVEN) == []


def test_an_unconfirmed_address_carries_nothing():
    message = red(ReachableUserFactory(email_confirmed_at=None))

    assert listed(at=TEN_PAST_SEVEN) == [message]


@pytest.mark.parametrize(("asked_for", "calls"), [(False, 0), (True, 1)])
def test_a_reminder_is_owed_only_to_those_who_asked_for_it(asked_for, calls):
    owner = UserFactory()
    if asked_for:
        owner.consents.create(purpose="REMINDERS", text_version="1", given_at=NOW)
    consultant = ConsultantFactory()
    consultations.book_time(
        consultant=consultant,
        expertise=consultant.expertises.get(),
        business=BusinessFactory(owner=owner),
        booked_by=owner,
        starts_at=THURSDAY_9,
        topic="Melempem",
        at=NOW,
    )

    work(at=THURSDAY_9 - DAY)

    assert len(listed(at=THURSDAY_9 - DAY)) == calls


def test_what_is_of_no_use_any_more_leaves_the_list():
    message = red()

    assert listed(at=message.useless_after - SECOND) == [message]
    assert listed(at=message.useless_after) == []


def test_a_closed_account_is_not_called():
    message = red()
    type(message.recipient).objects.filter(pk=message.recipient_id).update(is_active=False)

    assert listed(at=TEN_PAST_SEVEN) == []


@pytest.mark.parametrize(
    ("fields", "is_listed"),
    [
        ({"attempts": 1, "due_at": TODAY_9}, True),
        ({"attempts": 0, "due_at": NOW}, False),
        ({"attempts": 0, "due_at": NOW - SECOND}, True),
        ({"attempts": 0, "due_at": NOW, "state": State.SENDING}, False),
        ({"attempts": 5, "due_at": NOW, "state": State.FAILED}, True),
        ({"attempts": 1, "due_at": NOW, "state": State.MISSED}, False),
    ],
)
def test_a_mail_that_does_not_leave_is_called_before_it_is_too_late(fields, is_listed):
    """Refused once, or left lying by a worker that is down, with a session in two hours."""
    at = NOW + Delivery.OVERDUE_AFTER
    row = DeliveryFactory(
        message__kind="BOOKING_CANCELLED", message__needed_by=at + timedelta(hours=2), **fields
    )

    assert listed(at=at) == ([row.message] if is_listed else [])
    assert listed(at=at - SECOND) == ([row.message] if fields.get("state") == State.FAILED else [])


def test_a_session_moved_away_from_today_is_needed_by_its_old_time():
    booking = booking_of(UserFactory())
    consultations.move_booking(
        booking=booking, starts_at=THURSDAY_9, by=booking.consultant.user, at=NOW, reason="Rapat"
    )
    cancelled_tomorrow = red(starts_at=TOMORROW_8)
    work(at=NOW)

    moved = Message.objects.get(kind="BOOKING_MOVED")
    assert (moved.needed_by, moved.useless_after) == (TODAY_9, THURSDAY_9)
    assert listed(at=TEN_PAST_SEVEN) == [moved, cancelled_tomorrow]
    assert [call.is_first for call in selectors.call_list(listed(at=NOW), at=NOW)] == [True, False]


def hand_over(booking, *, starts_at):
    colleague = ConsultantFactory(expertise=booking.expertise)
    consultations.hand_over_booking(
        booking=booking,
        consultant=colleague,
        starts_at=starts_at,
        by=officer_who_runs_bookings(),
        at=NOW,
        reason="Sakit",
    )
    return colleague


def test_a_session_handed_over_to_another_day_is_needed_by_its_old_time():
    booking = booking_of(UserFactory())
    colleague = hand_over(booking, starts_at=THURSDAY_9)
    cancelled_tomorrow = red(starts_at=TOMORROW_8)
    work(at=NOW)

    handed_over = Message.objects.get(kind="BOOKING_HANDED_OVER_MOVED")
    assert (handed_over.needed_by, handed_over.useless_after) == (TODAY_9, THURSDAY_9)
    # Neither consultant has an e-mail address: only whose day today it was has to hear of it.
    before = Message.objects.get(kind="AGENDA_CHANGED_TODAY", recipient=booking.consultant.user)
    assert Message.objects.get(recipient=colleague.user).kind == "AGENDA_CHANGED"
    assert listed(at=TEN_PAST_SEVEN) == [handed_over, before, cancelled_tomorrow]


def test_a_session_handed_over_at_its_own_time_is_not_called_off_for_the_owner():
    booking = booking_of(UserFactory())
    hand_over(booking, starts_at=TODAY_9)
    cancelled_later = red(starts_at=TODAY_9 + 4 * HOUR)
    work(at=NOW)

    handed_over = Message.objects.get(kind="BOOKING_HANDED_OVER")
    owners = [each for each in listed(at=TEN_PAST_SEVEN) if each.kind.startswith("BOOKING")]
    assert owners == [cancelled_later, handed_over]
    assert "tidak berlaku lagi" not in handed_over.body


def moved_away_from_today(owner):
    """And before anybody called, the new time fell away and came back."""
    booking = booking_of(owner)
    by = officer_who_runs_bookings()
    consultations.move_booking(
        booking=booking, starts_at=THURSDAY_9, by=by, at=NOW, reason="Listrik padam"
    )
    work(at=NOW)
    told = Message.objects.filter(kind="BOOKING_MOVED", recipient=owner)
    yield told.get()
    closure = Closure(on=THURSDAY_9.date(), name="Libur")
    consultations.save_closure(closure=closure, by=by, at=NOW)
    work(at=NOW)
    consultations.delete_closures(closures=[closure], by=by, at=NOW)
    work(at=NOW)
    yield told.latest("pk")


def test_a_new_time_that_fell_away_and_stands_again_is_still_to_be_told():
    moved, again = moved_away_from_today(UserFactory())

    assert listed(at=TEN_PAST_SEVEN) == [again]
    assert (again.version, again.needed_by, again.body) == (2, TODAY_9, moved.body)


def test_a_new_time_that_was_told_already_is_not_told_again():
    steps = moved_away_from_today(UserFactory())
    reached(next(steps))
    by_mail = list(moved_away_from_today(ReachableUserFactory()))

    assert next(steps).version == 1
    assert by_mail[0] == by_mail[1]
    assert listed(at=TEN_PAST_SEVEN) == []


@pytest.mark.parametrize(("starts_at", "kind"), [(TODAY_9, "_TODAY"), (TOMORROW_9, "")])
def test_only_a_change_in_todays_agenda_is_urgent_to_a_consultant(starts_at, kind):
    booking = booking_of(ReachableUserFactory(), starts_at=starts_at)
    consultations.cancel_booking(
        booking=booking, by=officer_who_runs_bookings(), at=NOW, reason="Listrik padam"
    )
    work(at=NOW)

    message = Message.objects.get(kind="AGENDA_CHANGED" + kind)
    assert message.recipient == booking.consultant.user
    assert listed(at=NOW) == ([message] if kind else [])


def test_a_session_moved_away_from_today_is_urgent_to_its_consultant():
    booking = booking_of(ReachableUserFactory())
    consultations.move_booking(
        booking=booking,
        starts_at=THURSDAY_9,
        by=officer_who_runs_bookings(),
        at=NOW,
        reason="Rapat",
    )

    message = Message.objects.get(kind="AGENDA_CHANGED_TODAY")
    assert (message.needed_by, message.useless_after) == (TODAY_9, TODAY_9 + HOUR)


def officer_who_runs_bookings():
    return UserFactory(role=Role.PROGRAMME_ADMIN)


def test_called_off_today_stands_above_what_is_needed_sooner():
    sooner = DeliveryFactory(
        message__kind="BOOKING_REMINDER_HOURS",
        message__needed_by=NOW + HOUR,
        state=State.FAILED,
    ).message
    no_end = DeliveryFactory(message__kind="BOOKING_CANCELLED", state=State.FAILED).message
    today = red()

    assert listed(at=TEN_PAST_SEVEN) == [today, sooner, no_end]


# --- One call for one thing ---------------------------------------------------------------------


def moved_with_reminder(owner):
    """A message about the new time and a reminder of it, both red, one more to come."""
    owner.consents.create(purpose="REMINDERS", text_version="1", given_at=NOW)
    booking = booking_of(owner, starts_at=TOMORROW_9)
    booking = consultations.move_booking(
        booking=booking, starts_at=THURSDAY_9, by=booking.consultant.user, at=NOW, reason="Rapat"
    )
    at = THURSDAY_9 - DAY
    work(at=at)
    return booking, at


def test_one_call_settles_all_there_is_to_say_about_a_booking():
    owner = UserFactory()
    booking, at = moved_with_reminder(owner)
    [call] = selectors.call_list(listed(at=at), at=at)

    reached(call.message, at=at)
    last = booking.starts_at - 2 * HOUR
    work(at=last)

    assert (call.message.kind, call.others) == ("BOOKING_MOVED", 1)
    assert listed(at=at) == []
    # The reminder of the day itself was said in the same breath.
    assert listed(at=last) == []
    assert selectors.reach(selectors.period("minggu", NOW.date()), at=last).by_call == 3


def test_what_was_overtaken_disappears():
    booking, at = moved_with_reminder(UserFactory())

    cancel(booking, at=at)
    work(at=at)

    assert [message.kind for message in listed(at=at)] == ["BOOKING_CANCELLED"]
    assert selectors.to_call(at=at).count() == 1


def test_before_a_call_the_booking_is_asked_once_more():
    booking, at = moved_with_reminder(UserFactory())
    [message] = listed(at=at)
    type(booking).objects.filter(pk=booking.pk).update(status="ATTENDED")

    with pytest.raises(services.NoCallNeeded):
        services.start_call(message=message, by=officer(), at=at)

    assert listed(at=at) == []
    assert {d.state for d in message.deliveries.leaving()} == {State.SKIPPED}
    assert not AccessLogEntry.objects.exists()


# --- Two officers ------------------------------------------------------------------------------


def test_a_person_in_hand_is_nobody_elses_for_ten_minutes():
    message, first, second = red(), officer("Dewi"), officer("Agus")
    services.start_call(message=message, by=first, at=TEN_PAST_SEVEN)
    [call] = selectors.call_list(listed(at=TEN_PAST_SEVEN), at=TEN_PAST_SEVEN)

    with pytest.raises(services.BeingContacted) as refusal:
        services.start_call(message=message, by=second, at=TEN_PAST_SEVEN + 10 * MINUTE - SECOND)

    assert (call.holder.by, refusal.value.status) == (first, 409)
    assert str(refusal.value) == "Dewi sedang menghubungi orang ini sejak 07.10 WIB."
    assert services.start_call(message=message, by=second, at=TEN_PAST_SEVEN + 10 * MINUTE)


def test_who_has_a_person_in_hand_may_look_again():
    message, by = red(), officer()

    shown = [services.start_call(message=message, by=by, at=TEN_PAST_SEVEN) for _look in range(2)]

    assert [contacts.phone for contacts in shown] == [message.recipient.phone] * 2
    assert AccessLogEntry.objects.count() == 2


def test_an_outcome_frees_the_person_at_once():
    message = red()
    reached(message, by=officer("Dewi"), outcome=Outcome.NOT_REACHED)

    assert services.start_call(message=message, by=officer("Agus"), at=TEN_PAST_SEVEN + MINUTE)


def test_a_newer_message_does_not_hide_who_is_calling():
    booking, at = moved_with_reminder(UserFactory())
    services.start_call(message=listed(at=at)[0], by=officer("Dewi"), at=at)
    cancel(booking, at=at + MINUTE)
    work(at=at + MINUTE)

    with pytest.raises(services.BeingContacted):
        services.start_call(message=listed(at=at + MINUTE)[0], by=officer("Agus"), at=at + MINUTE)


@pytest.mark.django_db(transaction=True)
def test_of_two_officers_who_press_at_once_one_calls():
    sync_groups()
    message, people = red(), [officer(f"Petugas {number}") for number in range(4)]

    answers = all_at_once(
        [
            lambda by=by: services.start_call(message=message, by=by, at=TEN_PAST_SEVEN)
            for by in people
        ]
    )

    refused = [answer for answer in answers if isinstance(answer, services.BeingContacted)]
    assert len(refused) == 3
    assert ContactAttempt.objects.count() == AccessLogEntry.objects.count() == 1


# --- How it went ----------------------------------------------------------------------------------


@pytest.mark.parametrize("outcome", [Outcome.NOT_REACHED, Outcome.WRONG_NUMBER])
def test_not_reached_stays_red_with_who_tried_and_when(outcome):
    message = red()

    attempt = reached(message, outcome=outcome, note=" Nada sibuk ")

    [call] = selectors.call_list(listed(at=TEN_PAST_SEVEN), at=TEN_PAST_SEVEN)
    assert (call.attempts, attempt.note) == ([attempt], "Nada sibuk")


def test_word_left_with_the_village_settles_it_but_has_reached_nobody():
    message = red(UserFactory(phone=None))

    reached(message, outcome=Outcome.LEFT_WORD)

    share = selectors.reach(selectors.period("minggu", NOW.date()), at=TEN_PAST_SEVEN)
    assert listed(at=TEN_PAST_SEVEN) == []
    assert (share.due, share.reached, share.still_open) == (1, 0, 0)


def test_an_outcome_needs_the_number_taken_in_hand_first():
    with pytest.raises(services.NoCallNeeded):
        services.record_call(
            message=red(), by=officer(), channel="PHONE", outcome="REACHED", at=TEN_PAST_SEVEN
        )


def test_what_a_colleague_settled_meanwhile_is_not_settled_twice():
    message, slow = red(), officer("Agus")
    services.start_call(message=message, by=slow, at=TEN_PAST_SEVEN)
    later = TEN_PAST_SEVEN + 11 * MINUTE
    reached(message, by=officer("Dewi"), at=later)

    with pytest.raises(services.NoCallNeeded) as refusal:
        services.record_call(message=message, by=slow, channel="PHONE", outcome="REACHED", at=later)

    assert str(refusal.value) == "Dewi sudah menyelesaikannya pukul 07.21 WIB."


def test_who_reached_somebody_just_before_it_was_useless_may_say_so_afterwards():
    message, by = red(), officer()
    services.start_call(message=message, by=by, at=message.useless_after - MINUTE)

    after = message.useless_after + MINUTE
    services.record_call(message=message, by=by, channel="PHONE", outcome="REACHED", at=after)

    share = selectors.reach(selectors.period("minggu", NOW.date()), at=after)
    assert (share.due, share.reached) == (1, 0)


def test_a_slip_is_mended_by_one_more_row():
    message = red()
    attempt = reached(message)

    services.reopen_call(attempt=attempt, by=officer(), at=TEN_PAST_SEVEN + MINUTE)

    assert listed(at=TEN_PAST_SEVEN + MINUTE) == [message]
    noted = ContactAttempt.objects.finished().order_by("pk")
    assert list(noted.values_list("outcome", flat=True)) == ["REACHED", "NOT_REACHED"]
    with pytest.raises(services.NoCallNeeded):
        services.reopen_call(attempt=attempt, by=officer(), at=TEN_PAST_SEVEN + 2 * MINUTE)


def test_done_today_ends_at_midnight_wib():
    message = red()
    today = ContactAttemptFactory(messages=[message], at=NOW)
    ContactAttemptFactory(messages=[message], at=NOW.replace(hour=0) - SECOND)
    ContactAttemptFactory(messages=[message], at=NOW, outcome=Outcome.NOT_REACHED)

    assert list(selectors.finished_today(at=NOW)) == [today]
    assert list(selectors.finished_today(at=NOW + DAY)) == []


# --- The number and the words -----------------------------------------------------------------------


def test_every_look_at_a_number_is_written_down_for_its_owner():
    message, by = red(), officer()

    number = services.start_call(message=message, by=by, at=TEN_PAST_SEVEN)

    entry = AccessLogEntry.objects.get()
    assert (number.phone, number.is_own) == (message.recipient.phone, True)
    assert (entry.actor, entry.subject, entry.action) == (by, message.recipient, "REVEAL_CONTACT")
    assert entry.reason == f"Menyampaikan: {message.subject}"


def test_where_there_is_no_number_nothing_is_shown_and_nothing_logged():
    message = red(UserFactory(phone=None))

    number = services.start_call(message=message, by=officer(), at=TEN_PAST_SEVEN)

    assert number.phone == ""
    assert not AccessLogEntry.objects.exists()


def test_who_has_no_number_is_reached_through_that_of_her_family():
    mother, colleague = UserFactory(phone=None), UserFactory(phone=None)
    business = BusinessFactory(owner=mother, contact_phone="+6281234567890")
    business.memberships.create(user=colleague, is_active=False)
    message = red(mother)

    number = services.start_call(message=message, by=officer(), at=TEN_PAST_SEVEN)

    assert (number.phone, number.is_own) == ("+6281234567890", False)
    assert AccessLogEntry.objects.get().subject == mother
    assert not selectors.number_for(colleague)


def test_a_person_without_contact_is_found_by_business_and_village():
    owner = UserFactory(phone=None)
    red(owner)

    [call] = selectors.call_list(listed(at=TEN_PAST_SEVEN), at=TEN_PAST_SEVEN)

    assert call.where == [f"{owner.businesses.get()} · Kelurahan Ngaglik"]


def test_fm34_whatsapp_is_told_name_time_place_and_link_only(settings):
    settings.SITE_URL = "https://plut.example"
    office = OfficeIdentity(name="PLUT-KUMKM Kota Batu", short_name="PLUT", address="Jl. Contoh 1")
    message = red(UserFactory(full_name="Bu Tutik Rahayu"), topic="Rahasia resep")

    words = brief.text(message, office)

    assert words == (
        "Halo Bu Tutik, kami dari PLUT.\n"
        "Dibatalkan: konsultasi Selasa, 24 November 2026, 09.15 WIB.\n"
        "Tempat: PLUT-KUMKM Kota Batu, Jl. Contoh 1\n"
        f"Pastikan pesan ini benar dari kami: https://plut.example/cek/{message.code}/"
    )
    link = brief.whatsapp_link("+628123456789", words)
    assert link.startswith("https://wa.me/628123456789?text=Halo%20Bu%20Tutik%2C")
    assert unquote(link.partition("=")[2]) == words


@pytest.mark.parametrize(
    ("mode", "place"),
    [
        ("OFFICE", "Tempat: PLUT, Jl. Contoh 1"),
        ("VISIT", "Tempat: Konsultan datang ke tempat usaha Anda"),
        ("ONLINE", "Tempat: Daring"),
    ],
)
def test_the_words_name_the_place_of_the_session(mode, place):
    words = brief.text(red(mode=mode), OfficeIdentity(name="PLUT", address="Jl. Contoh 1"))

    assert place in words.splitlines()


def test_the_words_name_the_place_of_a_class_and_of_an_activity():
    office = OfficeIdentity(name="PLUT")
    meeting = MeetingFactory(place="Balai Desa Bumiaji")
    enrolment = EnrolmentFactory(batch__place="Balai Desa Oro-oro Ombo")
    application = ApplicationFactory(activity__place="Lapangan", activity__city="Malang")

    places = [
        next(line for line in brief.text(message, office).splitlines() if "Tempat" in line)
        for message in (
            MessageFactory(topic=thing.message_topic) for thing in (meeting, enrolment, application)
        )
    ]

    assert places == [
        "Tempat: Balai Desa Bumiaji",
        "Tempat: Balai Desa Oro-oro Ombo",
        "Tempat: Lapangan, Malang",
    ]


def test_the_words_name_no_place_where_nothing_takes_place():
    message = MessageFactory(topic=BusinessFactory().message_topic)

    assert "Tempat" not in brief.text(message, OfficeIdentity())


def test_fm33_a_name_that_is_a_link_does_not_enter_the_words():
    message = red(UserFactory(full_name="evil.example/masuk"))

    assert brief.text(message, OfficeIdentity()).startswith("Halo, kami dari PLUT.")
