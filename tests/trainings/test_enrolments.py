from datetime import timedelta
from uuid import uuid4

import pytest

from businesses.models import Membership
from plut_portal.core import submissions
from plut_portal.notifications.models import Message
from tests.factories import (
    BatchFactory,
    BatchStageFactory,
    BusinessFactory,
    EnrolmentFactory,
    StageFactory,
    UserFactory,
)
from tests.times import NOW
from tests.trainings.school import AFTER, ask, attend, batch_of_three, counter, graduate, office
from trainings import selectors, services
from trainings.models import Batch, Enrolment

pytestmark = pytest.mark.django_db

Status = Enrolment.Status
LATER = NOW + timedelta(hours=1)


def statuses(batch):
    return list(batch.enrolments.order_by("pk").values_list("status", flat=True))


def test_enrol_gives_a_place_for_the_whole_track():
    batch = BatchFactory()
    business = BusinessFactory()

    enrolment = ask(batch, business=business)

    owner = business.people.get()
    assert (enrolment.status, enrolment.enrolled_at) == (Status.ENROLLED, NOW)
    assert (enrolment.participant, enrolment.is_first_timer) == (owner, True)


def test_enrol_twice_answers_with_the_same_place():
    batch = BatchFactory()
    business = BusinessFactory()

    first = ask(batch, business=business)
    again = ask(batch, business=business)

    assert first == again
    assert Message.objects.filter(kind="TRAINING_ENROLLED").count() == 1


def test_fm17_a_form_sent_twice_enrols_once_and_leads_to_the_same_page():
    batch, business, key = BatchFactory(), BusinessFactory(), uuid4()
    owner = business.people.get()
    answers = []

    for _time in range(2):
        with submissions.once(user_id=owner.pk, key=key) as submission:
            if not submission.result_url:
                submission.result_url = ask(batch, business=business).get_absolute_url()
        answers.append(submission.result_url)

    assert answers == [batch.enrolments.get().get_absolute_url()] * 2
    assert Message.objects.filter(kind="TRAINING_ENROLLED").count() == 1


def test_enrol_puts_whoever_comes_after_the_last_place_on_the_list_with_a_number():
    batch = BatchFactory(quota=1)

    ask(batch)
    second, third = ask(batch), ask(batch)

    assert statuses(batch) == [Status.ENROLLED, Status.WAITING, Status.WAITING]
    assert [selectors.place_in_line(each) for each in (second, third)] == [1, 2]


def test_fm08_every_path_counts_the_same_places():
    """Owner, counter and office come through one function; a batch of one has one place."""
    batch = BatchFactory(quota=1)
    people = [None, counter(), office()]

    for staff in people:
        business = BusinessFactory()
        services.enrol(batch=batch, business=business, by=staff or business.people.get(), at=NOW)

    assert statuses(batch) == [Status.ENROLLED, Status.WAITING, Status.WAITING]


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"state": Batch.State.DRAFT}, services.EnrolmentNotOpen),
        ({"enrol_from": LATER}, services.EnrolmentNotOpen),
        ({"enrol_from": NOW - timedelta(days=2), "enrol_until": NOW}, services.EnrolmentClosed),
        ({"state": Batch.State.CANCELLED}, services.EnrolmentClosed),
    ],
)
def test_enrol_refuses_outside_its_days(fields, refusal):
    batch = BatchFactory(**fields)

    with pytest.raises(refusal):
        ask(batch)

    assert statuses(batch) == []


def test_enrol_refuses_once_the_batch_has_begun():
    batch = batch_of_three(enrol_until=NOW + timedelta(days=30))

    with pytest.raises(services.EnrolmentClosed):
        ask(batch, at=NOW + timedelta(days=14))


def test_enrol_refuses_a_stranger():
    with pytest.raises(services.NotAllowed):
        services.enrol(batch=BatchFactory(), business=BusinessFactory(), by=UserFactory(), at=NOW)


def test_enrol_refuses_a_participant_who_does_not_act_for_the_business():
    with pytest.raises(services.NotAMember):
        ask(BatchFactory(), participant=UserFactory())


def test_the_counter_enrols_the_first_person_of_the_business():
    business = BusinessFactory()
    first = business.people.get()
    Membership.objects.create(business=business, user=UserFactory())

    enrolment = services.enrol(batch=BatchFactory(), business=business, by=counter(), at=NOW)

    assert enrolment.participant == first


def finished(track, ends_on):
    batch = BatchFactory(track=track, state=Batch.State.FINISHED)
    stage = track.stages.first() or StageFactory(track=track)
    BatchStageFactory(batch=batch, stage=stage, starts_on=ends_on, ends_on=ends_on)
    return batch


def test_enrol_refuses_the_same_training_within_twelve_months_to_the_day():
    batch = BatchFactory()
    today = NOW.date()
    a_year_ago = finished(batch.track, today.replace(year=today.year - 1))
    less_than_a_year_ago = finished(
        batch.track, a_year_ago.batch_stages.get().ends_on + timedelta(1)
    )
    early, late = BusinessFactory(), BusinessFactory()
    EnrolmentFactory(batch=less_than_a_year_ago, business=early)
    EnrolmentFactory(batch=a_year_ago, business=late)

    with pytest.raises(services.SameTraining, match="25 November 2026"):
        ask(batch, business=early)
    assert ask(batch, business=late).status == Status.ENROLLED


def came_and_left():
    """A business that was at a meeting of each stage but the last, and withdrew then."""
    left = EnrolmentFactory(batch=batch_of_three())
    attend(left, 1, 2)
    services.withdraw(enrolment=left, by=left.participant, at=left.batch.meetings.last().ends_at)
    return left


def test_who_came_and_withdrew_has_taken_the_training_until_the_last_day_she_was_there():
    left = came_and_left()
    following = BatchFactory(track=left.batch.track, enrol_until=NOW + timedelta(days=900))

    with pytest.raises(services.SameTraining, match="sampai 10 Desember 2026"):
        ask(following, business=left.business, at=NOW + timedelta(days=30))
    other = ask(BatchFactory(), business=left.business)
    again = ask(following, business=left.business, at=NOW + timedelta(days=14 + 2 + 365))

    assert (other.is_first_timer, again.status) == (False, Status.ENROLLED)


def test_who_withdrew_before_the_first_meeting_or_whose_batch_was_called_off_is_still_new():
    left = ask(BatchFactory())
    services.withdraw(enrolment=left, by=left.participant, at=NOW)
    off = came_and_left()
    services.cancel_batch(batch=off.batch, reason="Banjir", by=office(), at=NOW)

    assert ask(BatchFactory(track=left.batch.track), business=left.business).is_first_timer
    assert ask(BatchFactory(track=off.batch.track), business=off.business).is_first_timer


def test_enrol_refuses_a_business_that_is_in_another_batch_of_the_track():
    batch = BatchFactory()
    business = BusinessFactory()
    ask(BatchFactory(track=batch.track), business=business)

    with pytest.raises(services.SameTraining):
        ask(batch, business=business)


def test_staff_make_an_exception_with_a_reason_and_owners_do_not():
    batch = BatchFactory()
    business = BusinessFactory()
    EnrolmentFactory(batch=finished(batch.track, NOW.date()), business=business)

    with pytest.raises(services.SameTraining):
        ask(batch, business=business, override_reason="Saya mau")
    with pytest.raises(services.SameTraining):
        services.enrol(batch=batch, business=business, by=counter(), at=NOW, override_reason=" ")
    enrolment = services.enrol(
        batch=batch, business=business, by=counter(), at=NOW, override_reason="Produk baru"
    )

    assert enrolment.override_reason == "Produk baru"
    assert enrolment.history.latest().override_reason == "Produk baru"


def been_here():
    business = BusinessFactory()
    EnrolmentFactory(batch=BatchFactory(state=Batch.State.FINISHED), business=business)
    return business


def test_places_are_kept_for_first_timers_until_their_day():
    batch = BatchFactory(
        quota=3, first_timer_percent=50, first_timers_until=NOW + timedelta(days=2)
    )

    second_timers = [ask(batch, business=been_here()) for _each in range(3)]
    first_timer = ask(batch)

    # Half of three is one, so two businesses that were here before get in.
    assert [each.status for each in second_timers] == ["ENROLLED", "ENROLLED", "WAITING"]
    assert first_timer.status == Status.ENROLLED


def test_kept_places_go_to_the_list_on_their_day_and_nobody_overtakes_it():
    batch = BatchFactory(
        quota=2, first_timer_percent=50, first_timers_until=NOW + timedelta(days=2)
    )
    ask(batch, business=been_here())
    waits = ask(batch, business=been_here())

    newcomer = ask(batch, business=been_here(), at=NOW + timedelta(days=2))

    waits.refresh_from_db()
    assert (waits.status, newcomer.status) == (Status.OFFERED, Status.WAITING)


def test_rank_says_line_by_line_why():
    batch = BatchFactory(quota=2, first_timer_percent=50)
    ask(batch, business=been_here())
    first, second = ask(batch, business=been_here()), ask(batch, business=been_here())
    third = ask(batch, business=been_here())
    ask(batch)
    services.move_up(enrolment=third, reason="Kebakaran dapur", by=office(), at=NOW)

    rank = selectors.rank_of(second, at=NOW)

    assert rank.place == 3
    assert rank.reasons[1:] == [
        "1 usaha mendaftar sebelum Anda.",
        "1 usaha didahulukan oleh kantor, dengan alasan yang dicatat.",
        "1 dari 2 tempat disimpan sampai Selasa, 1 Desember 2026, 07.00 WIB untuk usaha yang baru"
        " pertama kali ikut; usaha seperti itu bisa mendapat tempat lebih dahulu daripada Anda.",
    ]
    third.refresh_from_db()
    assert selectors.rank_of(third, at=NOW).reasons[-1] == (
        "Kantor mendahulukan Anda: Kebakaran dapur"
    )
    assert selectors.rank_of(first, at=NOW).place == 2


def test_move_up_needs_a_reason_a_waiting_business_and_staff():
    batch = BatchFactory(quota=1)
    held, waits = ask(batch), ask(batch)

    with pytest.raises(services.NotAllowed):
        services.move_up(enrolment=waits, reason="Saya", by=waits.participant, at=NOW)
    with pytest.raises(services.ReasonMissing):
        services.move_up(enrolment=waits, reason=" ", by=office(), at=NOW)
    with pytest.raises(services.WrongState):
        services.move_up(enrolment=held, reason="Darurat", by=office(), at=NOW)


def test_withdraw_twice_frees_one_place():
    batch = BatchFactory(quota=1)
    held, first, second = ask(batch), ask(batch), ask(batch)

    for _time in range(2):
        services.withdraw(enrolment=held, by=held.participant, at=NOW)

    assert statuses(batch) == [Status.WITHDRAWN, Status.OFFERED, Status.WAITING]
    assert Message.objects.filter(kind="TRAINING_OFFER").count() == 1
    assert first.participant.messages_received.filter(kind="TRAINING_OFFER").exists()
    assert not second.participant.messages_received.filter(kind="TRAINING_OFFER").exists()


def test_withdraw_by_staff_needs_a_reason_and_strangers_may_not():
    held = ask(BatchFactory())

    with pytest.raises(services.ReasonMissing):
        services.withdraw(enrolment=held, by=counter(), at=NOW)
    with pytest.raises(services.NotAllowed):
        services.withdraw(enrolment=held, by=UserFactory(), at=NOW)
    services.withdraw(enrolment=held, by=counter(), at=NOW, reason="Lewat telepon")

    held.refresh_from_db()
    assert (held.status, held.status_reason) == (Status.WITHDRAWN, "Lewat telepon")


def test_withdraw_refuses_what_has_ended_otherwise():
    gone = EnrolmentFactory(status=Status.EXPIRED)

    with pytest.raises(services.WrongState):
        services.withdraw(enrolment=gone, by=gone.participant, at=NOW)


def test_withdraw_refuses_while_a_certificate_counts():
    holder = graduate(batch_of_three())
    certificate = services.issue_certificate(enrolment=holder, by=office(), at=AFTER)

    with pytest.raises(services.WrongState):
        services.withdraw(enrolment=holder, by=holder.participant, at=AFTER)
    services.revoke_certificate(certificate=certificate, reason="Keliru", by=office(), at=AFTER)
    services.withdraw(enrolment=holder, by=holder.participant, at=AFTER)

    holder.refresh_from_db()
    assert holder.status == Status.WITHDRAWN


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("following", Status)
def test_an_enrolment_goes_nowhere_but_by_the_table(status, following):
    enrolment = Enrolment(status=status)

    if following in Enrolment.MOVES[status]:
        enrolment.become(following)
        assert (enrolment.status, enrolment.revision) == (following, 1)
    else:
        with pytest.raises(ValueError, match="never goes"):
            enrolment.become(following)


def test_visible_to_own_judged_and_staff():
    batch = batch_of_three()
    mine, other = EnrolmentFactory(batch=batch), EnrolmentFactory()
    judge = batch.batch_stages.first().consultant.user

    seen = {
        user: set(Enrolment.objects.visible_to(user))
        for user in (mine.participant, judge, UserFactory(), office())
    }

    assert list(seen.values()) == [{mine}, {mine}, set(), {mine, other}]
