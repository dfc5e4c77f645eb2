"""Batches and meetings at the office's desk: acts with their refusals, the quota by decision."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from plut_portal.accounts.roles import Role
from plut_portal.notifications.models import Message
from tests.factories import CourseFactory, EnrolmentFactory
from tests.times import NOW
from tests.trainings.school import BEGINS, attend, batch_of_three, stage_of
from trainings.models import Batch, Course, Enrolment, Material, Meeting, Stage, StageProgress

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF"


def act(batch, name):
    return reverse(f"admin:trainings_{batch._meta.model_name}_{name}", args=[batch.pk])


def text(response):
    return response.content.decode()


# --- FM-15: fewer places than are held -------------------------------------------------------------


def test_fm15_a_smaller_quota_asks_who_moves_and_drops_nobody_silently(office):
    batch = batch_of_three(quota=3)
    people = EnrolmentFactory.create_batch(3, batch=batch)

    refused = office.post(act(batch, "quota"), {"quota": 2})

    assert refused.status_code == 409
    assert "sebutkan 1 usaha yang pindah ke daftar tunggu" in text(refused)
    assert all(each.business.label in text(refused) for each in people)
    batch.refresh_from_db()
    assert (batch.quota, batch.enrolments.enrolled().count()) == (3, 3)

    decided = office.post(
        act(batch, "quota"), {"quota": 2, "to_waiting": people[1].pk, "reason": "Ruang kecil."}
    )

    assert decided.status_code == 302
    people[1].refresh_from_db()
    batch.refresh_from_db()
    assert (batch.quota, people[1].status) == (2, Enrolment.Status.WAITING)
    told = Message.objects.get(recipient=people[1].participant)
    assert "Ruang kecil." in told.body


@pytest.mark.parametrize("digits", [20, 5000])
def test_a_quota_of_very_many_digits_is_refused_at_the_form(office, digits):
    batch = batch_of_three(quota=3)

    assert office.post(act(batch, "quota"), {"quota": "9" * digits}).status_code == 422

    batch.refresh_from_db()
    assert batch.quota == 3


def test_fm15_the_form_of_a_batch_has_no_field_for_its_quota(office):
    batch = batch_of_three(quota=3)

    page = text(office.get(act(batch, "change")))

    assert 'name="quota"' not in page
    assert 'name="place"' in page


# --- The life of a batch ---------------------------------------------------------------------------


def test_a_batch_is_planned_published_and_finished(office):
    last = batch_of_three()
    add = reverse("admin:trainings_batch_add")
    days = {"enrol_from": NOW, "enrol_until": BEGINS, "first_timers_until": NOW + timedelta(days=7)}
    typed = {
        f"{name}_{part}": f"{moment:{shape}}"
        for name, moment in days.items()
        for part, shape in (("0", "%Y-%m-%d"), ("1", "%H:%M"))
    }
    typed |= {
        "track": last.track.pk,
        "number": 9000,
        "quota": 20,
        "first_timer_percent": 40,
        "offer_hours": 24,
    }

    planned = office.post(add, typed)
    batch = Batch.objects.get(number=9000)
    unready = office.post(act(batch, "publish"))

    assert planned.url == act(batch, "change")
    assert unready.status_code == 422
    assert "belum punya tanggal dan konsultan" in text(unready)

    for row in last.batch_stages.all():
        batch.batch_stages.create(
            stage=row.stage, consultant=row.consultant, starts_on=row.starts_on, ends_on=row.ends_on
        )
    assert office.post(act(batch, "publish")).status_code == 302
    assert office.post(act(batch, "finish")).status_code == 302
    batch.refresh_from_db()
    assert batch.state == Batch.State.FINISHED
    assert batch.history.first().history_user == office.user


def test_the_last_batch_is_copied_once_by_one_form(office):
    last = batch_of_three()
    page = reverse("admin:trainings_batch_copy_last")
    key = office.get(page).context["form"]["submission_key"].value()
    typed = {"track": last.track.pk, "begins_on": "2027-03-01", "submission_key": key}

    answers = [office.post(page, typed), office.post(page, typed)]

    copied = Batch.objects.get(number=last.number + 1)
    assert [answer.url for answer in answers] == [act(copied, "change")] * 2
    assert copied.meetings.count() == last.meetings.count()


def test_calling_a_batch_off_needs_its_reason(office):
    batch = batch_of_three()
    enrolment = EnrolmentFactory(batch=batch)

    assert office.post(act(batch, "cancel"), {"reason": ""}).status_code == 422
    assert office.post(act(batch, "cancel"), {"reason": "Narasumber sakit."}).status_code == 302

    assert "Narasumber sakit." in Message.objects.get(recipient=enrolment.participant).body


def test_the_page_of_a_batch_shows_places_line_and_who_came(office):
    batch = batch_of_three(quota=4)
    EnrolmentFactory(batch=batch, status="WAITING")
    attend(EnrolmentFactory(batch=batch), 1)
    EnrolmentFactory(batch=batch)

    page = text(office.get(act(batch, "change")))

    assert "dari 4 tempat terisi" in page
    assert "1 di daftar tunggu" in page
    assert "1 dari 2 hadir" in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_a_batch_asks_the_same_for_one_and_many(
    office, django_assert_num_queries, count
):
    batch = batch_of_three(hours=([4] * count, [4] * count, [4] * count))
    EnrolmentFactory.create_batch(count, batch=batch)
    office.get(act(batch, "change"))

    with django_assert_num_queries(25):
        office.get(act(batch, "change"))


# --- Meetings --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "state", "is_offered"),
    [
        (Role.PROGRAMME_ADMIN, Batch.State.PUBLISHED, True),
        (Role.PROGRAMME_ADMIN, Batch.State.FINISHED, False),
        (Role.HEAD, Batch.State.PUBLISHED, False),
        (Role.COUNTER_OFFICER, Batch.State.PUBLISHED, False),
    ],
)
def test_a_meeting_is_offered_to_whoever_may_set_it(signed_in, role, state, is_offered):
    batch = batch_of_three()
    Batch.objects.filter(pk=batch.pk).update(state=state)

    page = signed_in(role=role).get(reverse("admin:trainings_batch_change", args=[batch.pk]))

    assert (reverse("admin:trainings_meeting_add") + "?" in text(page)) == is_offered


def test_a_meeting_is_set_moved_and_called_off_and_everybody_is_told(office):
    batch = batch_of_three()
    enrolment = EnrolmentFactory(batch=batch)
    add = reverse("admin:trainings_meeting_add")
    typed = {
        "batch": batch.pk,
        "course": Course.objects.filter(stage__track=batch.track).first().pk,
        "when": "2026-12-20T09:00",
        "hours": 4,
        "trainer_name": "Bu Ratna",
        "submission_key": office.get(add).context["form"]["submission_key"].value(),
    }

    office.post(add, typed)
    meeting = Meeting.objects.get(starts_at__date="2026-12-20")
    moved = office.post(act(meeting, "move"), {"when": "2026-12-21T13:00", "place": "Aula"})
    silent = office.post(act(meeting, "cancel"), {"reason": " "})
    office.post(act(meeting, "cancel"), {"reason": "Banjir."})

    meeting.refresh_from_db()
    assert (moved.status_code, silent.status_code) == (302, 422)
    assert (meeting.place, meeting.is_cancelled) == ("Aula", True)
    assert (meeting.ends_at - meeting.starts_at) == timedelta(hours=3)
    told = Message.objects.filter(recipient=enrolment.participant, topic=meeting.message_topic)
    assert "Banjir." in told.get(kind="MEETING_CANCELLED").body


def test_a_meeting_is_not_set_or_moved_into_the_past(office):
    batch = batch_of_three()
    meeting = batch.meetings.first()
    add = reverse("admin:trainings_meeting_add")
    typed = {
        "batch": batch.pk,
        "course": meeting.course_id,
        "when": "2025-12-20T09:00",
        "hours": 4,
        "trainer_name": "Bu Ratna",
        "submission_key": office.get(add).context["form"]["submission_key"].value(),
    }

    answers = [
        office.post(add, typed),
        office.post(act(meeting, "move"), {"when": "2025-12-21T13:00", "place": "Aula"}),
    ]

    assert [answer.status_code for answer in answers] == [422, 422]
    assert all("Pilih waktu yang belum lewat" in text(answer) for answer in answers)
    assert "2025-12-21T13:00" in text(answers[1])
    assert not Meeting.objects.filter(starts_at__year=2025).exists()


def test_a_running_meeting_is_moved_to_another_room(office, portal_clock):
    meeting = batch_of_three().meetings.order_by("starts_at").first()
    portal_clock(BEGINS + timedelta(minutes=5))

    answer = office.post(act(meeting, "move"), {"when": "2026-12-08T07:00", "place": "Aula"})

    meeting.refresh_from_db()
    assert (answer.status_code, meeting.place, meeting.starts_at) == (302, "Aula", BEGINS)


@pytest.mark.parametrize(("was_held", "acts"), [(False, ["cancel"]), (True, [])])
def test_after_its_end_a_meeting_nobody_held_is_called_off(office, portal_clock, was_held, acts):
    enrolment = EnrolmentFactory(batch=batch_of_three())
    meeting = enrolment.batch.meetings.order_by("starts_at").first()
    if was_held:
        attend(enrolment, meetings=[meeting])
    portal_clock(BEGINS + timedelta(days=1))

    page = text(office.get(act(meeting, "change")))
    answer = office.post(act(meeting, "cancel"), {"reason": "Banjir."})

    assert [name for name in ("move", "cancel") if act(meeting, name) in page] == acts
    assert answer.status_code == (409 if was_held else 302)


def test_a_course_of_another_track_is_refused_and_nothing_typed_is_lost(office):
    batch = batch_of_three()
    add = reverse("admin:trainings_meeting_add")

    answer = office.post(
        add,
        {
            "batch": batch.pk,
            "course": CourseFactory().pk,
            "when": "2026-12-20T09:00",
            "hours": 4,
            "trainer_name": "Bu Ratna",
            "submission_key": office.get(add).context["form"]["submission_key"].value(),
        },
    )

    assert answer.status_code == 422
    assert "program lain" in text(answer)
    assert 'value="Bu Ratna"' in text(answer)
    assert "2026-12-20T09:00" in text(answer)


# --- What is taught --------------------------------------------------------------------------------


def test_the_permits_of_a_stage_are_ticked(office):
    stage = stage_of(batch_of_three(), 3)
    page = reverse("admin:trainings_stage_change", args=[stage.pk])
    form = office.get(page).context["adminform"].form
    typed = {name: form[name].value() or "" for name in form.fields if name != "track"}
    inline = {"courses-TOTAL_FORMS": 0, "courses-INITIAL_FORMS": 0}

    office.post(page, typed | inline | {"permits": ["NIB", "PIRT"]})

    assert Stage.objects.get(pk=stage.pk).permits == ["NIB", "PIRT"]


@pytest.mark.parametrize(
    ("content", "is_kept"), [(PDF, True), (b"MZ\x90 a programme", False), (b"%PDF-1.4 cut", False)]
)
def test_fm48_a_hand_out_is_told_by_its_content(office, content, is_kept):
    course = CourseFactory()
    page = reverse("admin:trainings_course_change", args=[course.pk])
    typed = {"position": 1, "title": "Resep", "hours": 2, "topics": ""}
    row = {
        "materials-TOTAL_FORMS": 1,
        "materials-INITIAL_FORMS": 0,
        "materials-0-title": "Resep baku",
        "materials-0-is_active": "on",
        "materials-0-file": SimpleUploadedFile("resep.pdf", content),
    }

    answer = office.post(page, typed | row)

    assert Material.objects.filter(course=course).exists() == is_kept
    assert answer.status_code == (302 if is_kept else 200)


# --- A table of test points ------------------------------------------------------------------------


@pytest.fixture
def tested(office):
    batch = batch_of_three(stages={1: {"pass_mark": 70}})
    return batch, EnrolmentFactory.create_batch(2, batch=batch)


def send(office, batch, table, **more):
    file = SimpleUploadedFile("nilai.csv", table.encode())
    typed = {"stage": stage_of(batch, 1).pk, "file": file}
    return office.post(act(batch, "scores"), typed | more)


def code(enrolment):
    return enrolment.business.registration_code


def points():
    return sorted(StageProgress.objects.values_list("test_points", flat=True))


def test_a_table_is_entered_whole(office, tested):
    batch, (one, other) = tested
    table = f"Nomor;Nilai\n{code(one)};85\n{code(other).lower()};70,0\n"

    checked = send(office, batch, table, periksa="ya")
    nothing_yet = points()
    entered = send(office, batch, table)

    assert (checked.status_code, nothing_yet) == (200, [])
    assert "2 baris, semuanya benar" in text(checked)
    assert (entered.status_code, points()) == (302, [70, 85])


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("UMK-TIDAK-ADA;80", "Baris 3"),
        ("{code};101", "paling tinggi 100"),
        ("{code};delapan", "harus bilangan bulat"),
    ],
)
def test_one_wrong_line_enters_nothing_and_is_named(office, tested, line, sentence):
    batch, (one, other) = tested
    table = f"Nomor;Nilai\n{code(one)};85\n{line.format(code=code(other))}\n"

    answer = send(office, batch, table)

    assert (answer.status_code, points()) == (422, [])
    assert sentence in text(answer)


@pytest.mark.parametrize("content", ["\0\0", "PK broken", "", "Nomor;Nilai\n"])
def test_what_is_no_table_is_refused_with_a_sentence(office, tested, content):
    answer = send(office, tested[0], content)

    assert (answer.status_code, points()) == (422, [])


def test_the_counter_enters_no_points(counter, tested):
    assert send(counter, tested[0], "a;b\n").status_code == 403


@pytest.mark.parametrize(
    ("role", "leads"), [(Role.PROGRAMME_ADMIN, True), (Role.HEAD, False), (Role.AUDITOR, False)]
)
def test_the_pages_for_the_room_are_offered_to_whoever_may_open_them(signed_in, role, leads):
    meeting = batch_of_three().meetings.first()
    reader = signed_in(role=role)

    page = text(reader.get(reverse("admin:trainings_meeting_change", args=[meeting.pk])))

    rooms = [
        reverse(f"trainings:attendance_{name}", args=[meeting.public_id])
        for name in ("screen", "list", "sheet")
    ]
    assert [address in page for address in rooms] == [leads] * 3
    assert {reader.get(address).status_code for address in rooms} == {200 if leads else 404}
