from datetime import timedelta

import pytest

from businesses.models import BusinessDocument, OwnerProfile
from plut_portal.notifications.models import Message
from tests.factories import BusinessDocumentFactory, EnrolmentFactory, StageFactory
from tests.times import NOW
from tests.trainings.school import (
    AFTER,
    attend,
    batch_of_three,
    counter,
    meetings_of,
    office,
    stage_of,
)
from trainings import selectors, services
from trainings.models import Output, StageProgress

pytestmark = pytest.mark.django_db


def gate(enrolment, position, at=AFTER):
    return selectors.state_of(enrolment=enrolment, stage=stage_of(enrolment.batch, position), at=at)


def hand_in(enrolment, position, state):
    return Output.objects.create(
        enrolment=enrolment,
        stage=stage_of(enrolment.batch, position),
        link="https://toko.example/keripik",
        state=state,
        submitted_by=enrolment.participant,
        submitted_at=NOW,
        judged_at=NOW,
    )


@pytest.mark.parametrize(("came", "is_open"), [(79, False), (80, True)])
def test_the_edge_of_attendance_is_exact(came, is_open):
    first = [10] * (came // 10) + [1] * (came % 10)
    rest = 100 - came
    missed = [10] * (rest // 10) + [1] * (rest % 10)
    batch = batch_of_three(hours=(first + missed, (4,), (4,)))
    enrolment = EnrolmentFactory(batch=batch)
    attend(enrolment, meetings=list(meetings_of(batch, 1))[: len(first)])

    assert gate(enrolment, 2).is_open == is_open


def test_one_of_many_meetings_is_not_everything_attended_so_far():
    """Hours to come count as well: the first meeting alone opens nothing."""
    batch = batch_of_three(hours=((4, 4, 4, 4), (4,), (4,)))
    enrolment = EnrolmentFactory(batch=batch)
    attend(enrolment, meetings=meetings_of(batch, 1)[:1])

    state = gate(enrolment, 2, at=NOW + timedelta(days=15))

    assert not state.is_open
    assert state.missing[0].todo.startswith("Hadiri pertemuan berikutnya")
    assert gate(enrolment, 2).missing[0].todo.startswith("Terlalu banyak")


def test_a_cancelled_meeting_counts_for_nobody():
    batch = batch_of_three(hours=((4, 4), (4,), (4,)))
    enrolment = EnrolmentFactory(batch=batch)
    first, second = meetings_of(batch, 1)
    attend(enrolment, meetings=[first])

    services.cancel_meeting(meeting=second, reason="Listrik padam", by=office(), at=NOW)

    assert gate(enrolment, 2).is_open


def test_a_meeting_nobody_held_is_called_off_afterwards_and_the_gate_opens():
    batch = batch_of_three(hours=((4, 4), (4,), (4,)))
    enrolment = EnrolmentFactory(batch=batch)
    first, second = meetings_of(batch, 1)
    attend(enrolment, meetings=[first])
    next_day = second.ends_at + timedelta(days=1)

    with pytest.raises(services.MeetingOver):
        services.cancel_meeting(meeting=first, reason="Banjir", by=office(), at=next_day)
    for _time in range(2):
        services.cancel_meeting(meeting=second, reason="Banjir", by=office(), at=next_day)

    assert gate(enrolment, 2, at=next_day).is_open
    # Nobody sets out for it any more, so only the gate is news.
    assert [each.kind for each in Message.objects.all()] == ["GATE_OPENED"]


def test_a_stage_without_meetings_is_not_passed_by_nobody_coming():
    enrolment = EnrolmentFactory(batch=batch_of_three(hours=((), (4,), (4,))))

    assert [each.kind for each in gate(enrolment, 2).missing] == ["ATTENDANCE"]


def test_state_of_names_each_missing_thing_in_words_and_who_helps():
    batch = batch_of_three(
        stages={
            1: {"pass_mark": 60, "output_kind": "FILE", "output_name": "SOP dan resep baku"},
            2: {"permits": ["NIB", "PIRT"]},
        }
    )
    enrolment = EnrolmentFactory(batch=batch)

    state = gate(enrolment, 2)

    assert state.sentence == (
        "Tahap “Pengemasan” belum terbuka: kehadiran di “Produksi” baru 0 dari 8 JP (0%), perlu 80%;"
        " tes akhir “Produksi” belum ada nilainya, perlu 60; “SOP dan resep baku” belum diserahkan;"
        " NIB belum ada; P-IRT belum ada."
    )
    judge = batch.batch_stages.get(stage__position=1).consultant
    assert [each.consultant for each in state.missing] == [judge, None, judge, None, None]


def test_the_first_gate_is_open_and_each_following_one_asks_for_the_stage_before():
    enrolment = EnrolmentFactory(batch=batch_of_three())
    attend(enrolment, 1)

    assert [gate(enrolment, position).is_open for position in (1, 2, 3)] == [True, True, False]


@pytest.mark.parametrize(
    ("state", "is_open"), [("SUBMITTED", False), ("RETURNED", False), ("ACCEPTED", True)]
)
def test_only_an_accepted_output_opens(state, is_open):
    batch = batch_of_three(stages={1: {"output_kind": "ANY", "output_name": "SOP"}})
    enrolment = EnrolmentFactory(batch=batch)
    attend(enrolment, 1)
    hand_in(enrolment, 1, state)

    assert gate(enrolment, 2).is_open == is_open


def test_permits_are_read_from_papers_and_the_owners_nib():
    batch = batch_of_three(stages={1: {"permits": ["NIB", "PIRT"]}})
    enrolment = EnrolmentFactory(batch=batch)
    unfinished = BusinessDocumentFactory(
        business=enrolment.business,
        kind=BusinessDocument.Kind.PIRT,
        state=BusinessDocument.State.PROCESSING,
    )
    OwnerProfile.objects.create(user=enrolment.participant, nib="1234567890123")
    assert [each.kind for each in gate(enrolment, 1).missing] == ["PERMIT"]

    unfinished.state = BusinessDocument.State.READY
    unfinished.save()

    assert gate(enrolment, 1).is_open


def test_waive_stage_counts_as_passed_and_the_one_before_still_counts():
    enrolment = EnrolmentFactory(batch=batch_of_three())
    two = stage_of(enrolment.batch, 2)

    services.waive_stage(
        enrolment=enrolment, stage=two, evidence="P-IRT 2133579", by=office(), at=NOW
    )

    assert not gate(enrolment, 3).is_open
    attend(enrolment, 1)
    assert gate(enrolment, 3).is_open


def test_override_gate_opens_it_and_passes_nothing():
    enrolment = EnrolmentFactory(batch=batch_of_three())
    two = stage_of(enrolment.batch, 2)

    services.override_gate(
        enrolment=enrolment, stage=two, reason="Sakit, tugas menyusul", by=office(), at=NOW
    )

    state = gate(enrolment, 2)
    assert (state.is_open, state.exception) == (True, "Sakit, tugas menyusul")
    assert state.missing
    assert not gate(enrolment, 3).is_open


def test_exceptions_need_words_and_the_programme_admin():
    enrolment = EnrolmentFactory(batch=batch_of_three())
    facts = {"enrolment": enrolment, "stage": stage_of(enrolment.batch, 2), "at": NOW}

    with pytest.raises(services.EvidenceMissing):
        services.waive_stage(**facts, evidence="  ", by=office())
    with pytest.raises(services.ReasonMissing):
        services.override_gate(**facts, reason="  ", by=office())
    with pytest.raises(services.NotAllowed):
        services.waive_stage(**facts, evidence="P-IRT", by=counter())
    with pytest.raises(services.NotAllowed):
        services.override_gate(**facts, reason="Sakit", by=counter())
    with pytest.raises(services.StageElsewhere):
        services.override_gate(**facts | {"stage": StageFactory()}, reason="Sakit", by=office())

    assert not StageProgress.objects.exists()


def test_exceptions_need_a_place():
    enrolment = EnrolmentFactory(batch=batch_of_three(), status="WAITING")

    with pytest.raises(services.NotEnrolled):
        services.override_gate(
            enrolment=enrolment,
            stage=stage_of(enrolment.batch, 2),
            reason="Sakit",
            by=office(),
            at=NOW,
        )


def test_the_history_keeps_the_reason_of_an_exception_taken_back():
    enrolment = EnrolmentFactory(batch=batch_of_three())
    facts = {"enrolment": enrolment, "stage": stage_of(enrolment.batch, 2), "at": NOW}
    services.override_gate(**facts, reason="Sakit", by=office())

    progress = services.end_exception(**facts, reason="Salah orang", by=office())

    assert not gate(enrolment, 2).is_open
    assert list(
        progress.history.order_by("history_id").values_list(
            "override_reason", "history_change_reason"
        )
    ) == [("Sakit", None), ("", "Salah orang")]


def test_a_gate_is_announced_once_however_often_it_opens():
    batch = batch_of_three()
    enrolment = EnrolmentFactory(batch=batch)
    meetings = list(meetings_of(batch, 1))
    attend(enrolment, meetings=meetings[:1])
    last = {"meeting": meetings[1], "enrolments": [enrolment], "by": office(), "at": AFTER}

    [attendance] = services.mark_present(**last).attendances
    services.undo_attendance(attendance=attendance, by=office(), at=AFTER)
    assert not gate(enrolment, 2).is_open
    services.mark_present(**last)

    message = Message.objects.get(kind="GATE_OPENED")
    assert message.subject == "Terbuka untuk Anda: Pengemasan"


@pytest.mark.parametrize("count", [1, 3])
def test_a_ledger_asks_as_little_about_many_as_about_one(django_assert_num_queries, count):
    batch = batch_of_three()
    people = EnrolmentFactory.create_batch(count, batch=batch)

    with django_assert_num_queries(8):
        ledger = selectors.Ledger(people, at=AFTER)
        steps = [ledger.path(each) for each in people]

    assert [len(each) for each in steps] == [3] * count
