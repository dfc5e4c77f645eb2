"""Mentoring cases through their services: who may do what, and what calling twice does."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from consultations import services
from consultations.models import Booking, CaseMember, MentoringCase, Referral
from plut_portal.accounts.roles import Role
from plut_portal.notifications.models import Delivery, Message
from tests.factories import (
    BookingFactory,
    BusinessFactory,
    ConsultantFactory,
    MentoringCaseFactory,
    ReferralFactory,
    SessionRecordFactory,
    UserFactory,
)
from tests.rivals import all_at_once
from tests.times import NOW, SECOND, THURSDAY_8, TOMORROW_8

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(hours=1)
JOIN, TAKE = Referral.Kind.ASK_TO_JOIN, Referral.Kind.HAND_OVER


@pytest.fixture
def case():
    return MentoringCaseFactory()


@pytest.fixture
def admin():
    return UserFactory(role=Role.PROGRAMME_ADMIN)


def on_it(case):
    return set(case.members.live().values_list("consultant", flat=True))


def open_from(booking, by=None, **kwargs):
    return services.open_case(
        business=booking.business,
        lead=booking.consultant,
        goal="P-IRT",
        by=by or booking.consultant.user,
        at=NOW,
        booking=booking,
        **kwargs,
    )


def ask(case, colleague, kind=JOIN, by=None, **kwargs):
    return services.refer(
        case=case,
        kind=kind,
        colleague=colleague,
        message="Tolong.",
        by=by or case.lead.user,
        at=NOW,
        **kwargs,
    )


def accept(referral, by=None, **kwargs):
    return services.accept(
        referral=referral, by=by or referral.to_consultant.user, at=LATER, **kwargs
    )


def close(case, by=None, outcome="REACHED", **kwargs):
    return services.close_case(
        case=case, outcome=outcome, text="Selesai.", by=by or case.lead.user, at=LATER, **kwargs
    )


def test_open_case_puts_the_booking_and_its_consultant_on_it_once():
    booking = BookingFactory()

    case = open_from(booking)

    assert open_from(booking) == case
    booking.refresh_from_db()
    assert (booking.case, on_it(case)) == (case, {booking.consultant_id})
    assert MentoringCase.objects.count() == 1


def test_fm36_open_case_refuses_the_booking_of_a_colleague():
    booking = BookingFactory()

    with pytest.raises(services.NotOnTheCase):
        open_from(booking, by=ConsultantFactory().user)
    with pytest.raises(services.NotOnTheCase):
        services.open_case(
            business=booking.business,
            lead=(own := ConsultantFactory()),
            goal="P-IRT",
            by=own.user,
            at=NOW,
            booking=booking,
        )

    assert not MentoringCase.objects.exists()


def test_add_session_takes_ones_own_bookings_of_the_same_business(case):
    booking = BookingFactory(business=case.business, consultant=case.lead)
    by = case.lead.user

    for _time in range(2):
        services.add_session(case=case, booking=booking, by=by, at=NOW)

    booking.refresh_from_db()
    assert booking.case == case
    services.take_out_session(booking=booking, by=by, at=NOW)
    booking.refresh_from_db()
    assert booking.case is None


def test_add_session_refuses_what_does_not_fit(case, admin):
    by, elsewhere = case.lead.user, BookingFactory(consultant=case.lead)
    of_colleague = BookingFactory(business=case.business, starts_at=THURSDAY_8)
    taken = BookingFactory(
        business=case.business,
        consultant=case.lead,
        starts_at=THURSDAY_8 + timedelta(hours=2),
        case=MentoringCaseFactory(business=case.business),
    )
    off = BookingFactory(business=case.business, consultant=case.lead, status="CANCELLED")

    with pytest.raises(services.OtherBusiness):
        services.add_session(case=case, booking=elsewhere, by=by, at=NOW)
    with pytest.raises(services.NotOnTheCase):
        services.add_session(case=case, booking=of_colleague, by=by, at=NOW)
    with pytest.raises(services.NotOnTheCase):
        services.add_session(case=case, booking=of_colleague, by=admin, at=NOW, reason="Keliru")
    for booking in (taken, off):
        with pytest.raises(services.WrongState):
            services.add_session(case=case, booking=booking, by=by, at=NOW)

    close(case)
    own = BookingFactory(
        business=case.business,
        consultant=case.lead,
        starts_at=THURSDAY_8 + timedelta(hours=5),
    )
    with pytest.raises(services.WrongState):
        services.add_session(case=case, booking=own, by=by, at=NOW)


def test_the_database_holds_a_case_and_its_bookings_to_one_business(case):
    other = BookingFactory()

    Booking.objects.filter(pk=other.pk).update(case=case)

    with pytest.raises(IntegrityError), transaction.atomic():
        connection.check_constraints()
    Booking.objects.filter(pk=other.pk).update(case=None)


@pytest.mark.parametrize(("cases", "joins"), [(0, False), (1, True), (2, False)])
def test_a_new_booking_joins_the_only_open_case_its_consultant_is_on(cases, joins):
    business, consultant = BusinessFactory(), ConsultantFactory()
    for _number in range(cases):
        MentoringCaseFactory(business=business, members=[consultant])
    MentoringCaseFactory(business=business)
    close(MentoringCaseFactory(business=business, lead=consultant))

    booking = services.book_time(
        consultant=consultant,
        expertise=consultant.expertises.get(),
        business=business,
        booked_by=business.people.get(),
        starts_at=TOMORROW_8,
        topic="Label",
        at=NOW,
    )

    assert (booking.case is not None) == joins


def test_refer_asks_once_and_nothing_changes_until_the_answer(case):
    colleague = ConsultantFactory()

    referral = ask(case, colleague)

    assert ask(case, colleague) == referral
    assert on_it(case) == {case.lead_id}
    message = Message.objects.get(recipient=colleague.user)
    assert (message.kind, message.link) == (
        "CASE_REFERRAL",
        f"/konsultan/kasus/{case.public_id}/jawab/",
    )
    assert Delivery.objects.filter(message=message, channel="EMAIL").exists()


def test_refer_refuses_what_cannot_be(case):
    colleague, member = ConsultantFactory(), ConsultantFactory()
    case.members.create(consultant=member, joined_at=NOW)
    ask(case, colleague)

    with pytest.raises(services.ReferralWaits):
        ask(case, colleague, TAKE)
    with pytest.raises(services.OnItAlready):
        ask(case, member)
    with pytest.raises(services.OnItAlready):
        ask(case, case.lead, TAKE)
    with pytest.raises(services.ColleagueAway):
        ask(case, ConsultantFactory(is_active=False))
    with pytest.raises(services.NotOnTheCase):
        ask(case, ConsultantFactory(), by=ConsultantFactory().user)
    with pytest.raises(services.NotOnTheCase):
        ask(case, ConsultantFactory(), TAKE, by=member.user)


def test_accept_joins_once_and_tells_the_sender_and_the_owner_where_to_book(case):
    referral = ask(case, ConsultantFactory())

    for _time in range(2):
        accept(referral, note="Siap.")

    colleague = referral.to_consultant
    assert on_it(case) == {case.lead_id, colleague.pk}
    told = Message.objects.exclude(kind="CASE_REFERRAL").order_by("kind")
    assert list(told.values_list("kind", "recipient", "link")) == [
        ("CASE_ANSWERED", case.lead.user_id, f"/konsultan/kasus/{case.public_id}/"),
        ("CASE_JOINED", case.business.people.get().pk, f"/konsultasi/{colleague.slug}/pesan/"),
    ]


def test_accepting_a_hand_over_changes_the_lead_and_asks_nobody_else(case):
    before, others = case.lead, ask(case, ConsultantFactory(), TAKE)
    referral = ask(case, ConsultantFactory(), TAKE)

    accept(referral)

    case.refresh_from_db()
    others.refresh_from_db()
    assert case.lead == referral.to_consultant
    assert on_it(case) == {before.pk, case.lead_id}
    assert others.status == "WITHDRAWN"


def test_a_referral_is_answered_once_and_by_whom_it_was_sent_to(case):
    referral = ask(case, ConsultantFactory())
    for act in (services.accept, services.decline):
        with pytest.raises(services.NotOnTheCase):
            act(referral=referral, by=case.lead.user, at=LATER)
    services.decline(referral=referral, by=referral.to_consultant.user, at=LATER, note="Penuh.")
    services.decline(referral=referral, by=referral.to_consultant.user, at=LATER)

    with pytest.raises(services.WrongState):
        accept(referral)
    with pytest.raises(services.WrongState):
        services.withdraw_referral(referral=referral, by=case.lead.user, at=LATER)

    referral.refresh_from_db()
    assert (referral.status, referral.note, on_it(case)) == ("DECLINED", "Penuh.", {case.lead_id})


def test_a_withdrawn_request_does_not_leave_the_house(case):
    referral = ask(case, ConsultantFactory())

    for _time in range(2):
        services.withdraw_referral(referral=referral, by=case.lead.user, at=LATER)

    assert not Delivery.objects.filter(message__kind="CASE_REFERRAL", state="WAITING").exists()
    with pytest.raises(services.WrongState):
        accept(referral)


def test_accept_refuses_whoever_takes_no_bookings_any_more(case):
    referral = ReferralFactory(case=case, to_consultant__is_active=False)

    with pytest.raises(services.ColleagueAway):
        accept(referral)


def test_leave_is_for_members_but_not_for_the_lead(case):
    member = ConsultantFactory()
    case.members.create(consultant=member, joined_at=NOW)

    for _time in range(2):
        services.leave(case=case, consultant=member, by=member.user, at=LATER)

    assert on_it(case) == {case.lead_id}
    with pytest.raises(services.StillInCharge):
        services.leave(case=case, consultant=case.lead, by=case.lead.user, at=LATER)
    with pytest.raises(services.NotOnTheCase):
        services.leave(case=case, consultant=case.lead, by=member.user, at=LATER)


def test_close_case_waits_for_answers_and_keeps_the_outcome(case):
    referral = ask(case, ConsultantFactory())
    with pytest.raises(services.ReferralWaits):
        close(case)
    services.withdraw_referral(referral=referral, by=case.lead.user, at=LATER)

    close(case)
    close(case)

    case.refresh_from_db()
    assert (case.status, case.outcome, case.outcome_text) == ("CLOSED", "REACHED", "Selesai.")
    with pytest.raises(services.WrongState):
        close(case, outcome="STOPPED")
    with pytest.raises(services.WrongState):
        ask(case, ConsultantFactory())


def test_reopen_case_owes_a_reason_that_stays_in_the_history(case):
    close(case)
    with pytest.raises(services.ReasonMissing):
        services.reopen_case(case=case, by=case.lead.user, at=LATER, reason=" ")

    for _time in range(2):
        services.reopen_case(case=case, by=case.lead.user, at=LATER, reason="Toko minta lagi.")

    case.refresh_from_db()
    newest, closed = case.history.order_by("-history_id")[:2]
    assert (case.status, case.outcome, case.closed_at) == ("OPEN", "", None)
    assert newest.history_change_reason == "Toko minta lagi."
    assert closed.outcome_text == "Selesai."


def test_the_programme_admin_may_do_each_of_it_and_owes_a_reason(admin):
    booking, colleague = BookingFactory(), ConsultantFactory()
    with pytest.raises(services.ReasonMissing):
        open_from(booking, by=admin)

    why = {"by": admin, "reason": "Konsultan pindah tugas."}
    case = open_from(booking, **why)
    former = case.lead
    with pytest.raises(services.ReasonMissing):
        ask(case, colleague, TAKE, by=admin)
    accept(ask(case, colleague, TAKE, **why), **why)
    services.leave(case=case, consultant=former, at=LATER, **why)
    services.take_out_session(booking=booking, at=LATER, **why)
    close(case, **why)

    case.refresh_from_db()
    assert (case.lead, case.status, on_it(case)) == (colleague, "CLOSED", {colleague.pk})
    assert set(case.history.values_list("history_change_reason", flat=True)) == {why["reason"]}


@pytest.mark.parametrize("role", [Role.COUNTER_OFFICER, Role.HEAD, Role.AUDITOR])
def test_other_staff_act_on_no_case(case, role):
    by = UserFactory(role=role)

    with pytest.raises(services.NotOnTheCase):
        close(case, by=by, reason="Karena")
    with pytest.raises(services.NotOnTheCase):
        ask(case, ConsultantFactory(), by=by, reason="Karena")


def test_recording_a_session_keeps_it_in_its_case():
    record = SessionRecordFactory()
    case = open_from(record.booking)

    services.record_session(
        booking=record.booking,
        outcome=Booking.Status.ATTENDED,
        note=services.SessionNote(advice="Baru"),
        by=case.lead.user,
        at=record.booking.ends_at + SECOND,
    )

    record.booking.refresh_from_db()
    assert record.booking.case == case


@pytest.mark.django_db(transaction=True)
def test_closing_and_asking_at_once_never_leave_a_closed_case_with_an_open_question():
    case, colleagues = MentoringCaseFactory(), [ConsultantFactory() for _number in range(3)]
    asks = [lambda each=each: ask(case, each) for each in colleagues]

    all_at_once([*asks, lambda: close(case)])

    case.refresh_from_db()
    assert case.is_open or not case.referrals.waiting().exists()
    assert CaseMember.objects.live().count() == 1


@pytest.mark.django_db(transaction=True)
def test_accepting_twice_at_once_joins_once():
    referral = ReferralFactory()

    all_at_once([lambda: accept(referral)] * 4)

    assert referral.case.members.live().filter(consultant=referral.to_consultant).count() == 1
    assert Message.objects.filter(kind="CASE_JOINED").count() == 1
