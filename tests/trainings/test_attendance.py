from datetime import timedelta

import pytest

from consultations import services as consultations
from plut_portal.core import formats, months
from tests.factories import EnrolmentFactory, UserFactory
from tests.times import SECOND
from tests.trainings.school import (
    AFTER,
    batch_of_three,
    counter,
    graduate,
    meetings_of,
    office,
    stage_of,
)
from trainings import selectors, services
from trainings.models import Attendance, Meeting

pytestmark = pytest.mark.django_db


@pytest.fixture
def batch():
    return batch_of_three()


@pytest.fixture
def enrolment(batch):
    return EnrolmentFactory(batch=batch)


@pytest.fixture
def meeting(batch):
    return meetings_of(batch, 1)[0]


def come(enrolment, meeting, at=None, code=None):
    return services.attend_by_code(
        enrolment=enrolment,
        code=code or meeting.code,
        by=enrolment.participant,
        at=at or meeting.starts_at,
    )


def other_code(batch):
    taken = set(batch.meetings.values_list("code", flat=True))
    return next(code for code in ("000000", "111111", "222222", "333333") if code not in taken)


def test_attend_by_code_notes_who_and_when(enrolment, meeting):
    attendance = come(enrolment, meeting, code=f"{meeting.code[:3]} {meeting.code[3:]}")

    assert (attendance.meeting, attendance.source) == (meeting, Attendance.Source.CODE)
    assert (attendance.noted_at, attendance.noted_by) == (
        meeting.starts_at,
        enrolment.participant,
    )


def test_fm51_one_scan_twice_and_two_doors_are_one_attendance(enrolment, meeting):
    come(enrolment, meeting)
    come(enrolment, meeting, at=meeting.starts_at + SECOND)
    services.mark_present(
        meeting=meeting, enrolments=[enrolment, enrolment], by=office(), at=meeting.starts_at
    )

    assert Attendance.objects.count() == 1


@pytest.mark.parametrize(
    ("shift", "works"),
    [
        (-timedelta(minutes=30) - SECOND, False),
        (-timedelta(minutes=30), True),
        (timedelta(hours=4), True),
        (timedelta(hours=4) + SECOND, False),
    ],
)
def test_fm52_the_code_works_by_our_clock_within_its_window(enrolment, meeting, shift, works):
    if works:
        come(enrolment, meeting, at=meeting.starts_at + shift)
    else:
        with pytest.raises(services.OutsideWindow, match="menurut jam portal"):
            come(enrolment, meeting, at=meeting.starts_at + shift)

    assert Attendance.objects.exists() == works


def test_attend_by_code_refuses_another_code_another_person_and_who_has_no_place(
    batch, enrolment, meeting
):
    with pytest.raises(services.CodeUnknown):
        come(enrolment, meeting, code=other_code(batch))
    with pytest.raises(services.NotAllowed):
        services.attend_by_code(
            enrolment=enrolment, code=meeting.code, by=UserFactory(), at=meeting.starts_at
        )
    with pytest.raises(services.NotEnrolled):
        come(EnrolmentFactory(batch=batch, status="WAITING"), meeting)
    services.cancel_meeting(
        meeting=meeting, reason="Banjir", by=office(), at=meeting.starts_at - timedelta(1)
    )
    with pytest.raises(services.CodeUnknown):
        come(enrolment, meeting)


def test_fm54_every_path_into_a_closed_stage_gives_the_same_sentence(batch, enrolment):
    """By code, by list, output, score and row of a table."""
    stage = stage_of(batch, 2)
    stage.pass_mark, stage.output_kind, stage.output_name = 60, "LINK", "Label"
    stage.save()
    meeting = meetings_of(batch, 2)[0]
    closed = selectors.state_of(enrolment=enrolment, stage=stage, at=meeting.starts_at)
    facts = {"enrolment": enrolment, "stage": stage, "at": meeting.starts_at}

    with pytest.raises(services.GateClosed) as by_code:
        come(enrolment, meeting)
    with pytest.raises(services.GateClosed) as by_output:
        services.submit_output(**facts, link="https://x.example/", by=enrolment.participant)
    with pytest.raises(services.GateClosed) as by_score:
        services.record_score(**facts, points=90, by=office())
    listed = services.mark_present(
        meeting=meeting, enrolments=[enrolment], by=office(), at=meeting.starts_at
    )
    row = services.ScoreRow(2, enrolment.business.registration_code, 90)
    faults = services.import_scores(
        batch=batch, stage=stage, rows=[row], by=office(), at=meeting.starts_at
    )

    assert closed.sentence.startswith("Tahap “Pengemasan” belum terbuka: kehadiran")
    assert {
        str(by_code.value),
        str(by_output.value),
        str(by_score.value),
        listed.refusals[0].sentence,
        faults[0].sentence,
    } == {closed.sentence}
    assert not Attendance.objects.exists()


def test_mark_present_notes_forty_at_once_and_answers_for_those_who_may_not(
    batch, meeting, django_assert_max_num_queries
):
    people = EnrolmentFactory.create_batch(40, batch=batch)
    waits = EnrolmentFactory(batch=batch, status="WAITING")

    with django_assert_max_num_queries(240):
        marked = services.mark_present(
            meeting=meeting, enrolments=[*people, waits], by=office(), at=meeting.starts_at
        )

    assert len(marked.attendances) == Attendance.objects.count() == 40
    assert [refusal.enrolment for refusal in marked.refusals] == [waits]


def test_the_list_is_for_trainer_judge_and_staff(batch, enrolment, meeting):
    trainer = UserFactory()
    Meeting.objects.filter(pk=meeting.pk).update(trainer=trainer)
    judge = batch.batch_stages.get(stage__position=1).consultant.user
    other_judge = batch.batch_stages.get(stage__position=2).consultant.user
    facts = {"meeting": meeting, "enrolments": [enrolment], "at": meeting.starts_at}

    for person in (trainer, judge, counter()):
        services.mark_present(**facts, by=person)
    for person in (other_judge, enrolment.participant):
        with pytest.raises(services.NotAllowed):
            services.mark_present(**facts, by=person)


def test_mark_present_refuses_before_the_meeting_and_when_it_was_called_off(enrolment, meeting):
    early = meeting.starts_at - timedelta(hours=1)
    facts = {"meeting": meeting, "enrolments": [enrolment], "by": office()}

    with pytest.raises(services.MeetingNotHeld):
        services.mark_present(**facts, at=early)
    services.cancel_meeting(meeting=meeting, reason="Banjir", by=office(), at=early)
    with pytest.raises(services.MeetingNotHeld):
        services.mark_present(**facts, at=meeting.starts_at)


def test_undo_attendance_twice_keeps_the_first_and_leaves_the_row(enrolment, meeting):
    attendance = come(enrolment, meeting)
    first, second = office(), office()

    services.undo_attendance(attendance=attendance, by=first, at=AFTER)
    services.undo_attendance(attendance=attendance, by=second, at=AFTER + SECOND)

    assert (attendance.undone_by, attendance.undone_at) == (first, AFTER)
    come(enrolment, meeting)
    assert Attendance.objects.counted().count() == 1
    assert Attendance.objects.count() == 2


def test_undo_attendance_refuses_others_and_what_a_certificate_counts(batch, meeting):
    holder = graduate(batch)
    attendance = holder.attendances.first()
    services.issue_certificate(enrolment=holder, by=office(), at=AFTER)

    with pytest.raises(services.NotAllowed):
        services.undo_attendance(attendance=attendance, by=holder.participant, at=AFTER)
    with pytest.raises(services.WrongState):
        services.undo_attendance(attendance=attendance, by=office(), at=AFTER)


@pytest.fixture
def settled(meeting):
    """The month of the meeting is closed as soon as it is over."""

    def close():
        month = months.month_of(formats.wib_day(meeting.starts_at))
        return consultations.close_month(month=month, by=office(), at=AFTER)

    return close


def test_fm60_in_a_closed_month_nobody_is_noted_or_taken_off_the_list(enrolment, meeting, settled):
    attendance = come(enrolment, meeting)
    late = EnrolmentFactory(batch=enrolment.batch)
    settled()

    with pytest.raises(consultations.MonthClosed, match="Desember 2026 sudah ditutup"):
        services.mark_present(meeting=meeting, enrolments=[late], by=office(), at=AFTER)
    with pytest.raises(consultations.MonthClosed):
        services.undo_attendance(attendance=attendance, by=office(), at=AFTER)
    with pytest.raises(consultations.MonthClosed):
        come(late, meeting)

    assert list(Attendance.objects.counted()) == [attendance]


def test_fm60_a_meeting_of_a_closed_month_is_not_called_off(meeting, settled):
    settled()

    with pytest.raises(consultations.MonthClosed):
        services.cancel_meeting(meeting=meeting, reason="Banjir", by=office(), at=AFTER)

    meeting.refresh_from_db()
    assert not meeting.is_cancelled


def test_fm60_a_month_opened_again_takes_attendance(enrolment, meeting, settled):
    month = settled().first_day
    consultations.reopen_month(month=month, by=office(), reason="Daftar tertinggal", at=AFTER)

    marked = services.mark_present(meeting=meeting, enrolments=[enrolment], by=office(), at=AFTER)

    assert len(marked.attendances) == 1


@pytest.mark.parametrize("is_late", [False, True])
def test_fm60_after_thirty_days_only_a_supervisor_notes_who_came(batch, meeting, is_late):
    judge = batch.batch_stages.get(stage__position=1).consultant.user
    at = meeting.ends_at + timedelta(days=30) + (SECOND if is_late else timedelta(0))

    def mark(by):
        people = [EnrolmentFactory(batch=batch)]
        return services.mark_present(meeting=meeting, enrolments=people, by=by, at=at)

    if is_late:
        for person in (judge, counter()):
            with pytest.raises(services.MeetingLongAgo, match="minta admin program"):
                mark(person)
    else:
        mark(judge)
    mark(office())

    assert Attendance.objects.count() == (1 if is_late else 2)


def test_fm60_after_thirty_days_only_a_supervisor_takes_somebody_off_the_list(batch, meeting):
    judge = batch.batch_stages.get(stage__position=1).consultant.user
    attendance = come(EnrolmentFactory(batch=batch), meeting)
    late = meeting.ends_at + timedelta(days=30) + SECOND

    for person in (judge, counter()):
        with pytest.raises(services.MeetingLongAgo):
            services.undo_attendance(attendance=attendance, by=person, at=late)
    assert Attendance.objects.counted().exists()
    services.undo_attendance(attendance=attendance, by=office(), at=late)

    assert not Attendance.objects.counted().exists()
