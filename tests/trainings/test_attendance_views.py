"""The code typed in by owners, the screen in the room, the trainer's list, the paper to sign."""

from datetime import timedelta

import pytest
from django.urls import reverse

from consultations import services as consultations
from plut_portal.accounts.roles import Role
from plut_portal.core import clock, formats
from tests.factories import BusinessFactory, EnrolmentFactory, UserFactory
from tests.times import MINUTE, SECOND
from tests.trainings.school import attend, batch_of_three, meetings_of
from trainings.models import Attendance

pytestmark = pytest.mark.django_db

CODE = reverse("trainings:attendance_code")


@pytest.fixture
def enrolment():
    return EnrolmentFactory(batch=batch_of_three())


@pytest.fixture
def meeting(enrolment, portal_clock):
    """The first of the batch, ten minutes after its beginning."""
    meeting = meetings_of(enrolment.batch, 1)[0]
    portal_clock(meeting.starts_at + timedelta(minutes=10))
    return meeting


@pytest.fixture
def judge(enrolment):
    return enrolment.batch.batch_stages.get(stage__position=1).consultant.user


def url(name, meeting):
    return reverse(f"trainings:attendance_{name}", args=[meeting.public_id])


def send(client, enrolment, code):
    return client.post(CODE, {"enrolment": enrolment.pk, "kode": code}, follow=True)


def test_fm51_code_sent_twice_is_one_attendance_and_says_so(client, enrolment, meeting):
    client.force_login(enrolment.participant)

    first = send(client, enrolment, meeting.code).content.decode()
    again = send(client, enrolment, meeting.code).content.decode()

    noted = Attendance.objects.get()
    assert (noted.source, noted.enrolment) == ("CODE", enrolment)
    assert "Anda tercatat hadir: Resep baku, 07.10 WIB." in first
    assert "Anda sudah tercatat: Resep baku, 07.10 WIB." in again


def test_fm51_code_after_the_trainers_list_is_one_attendance(client, enrolment, meeting, judge):
    client.force_login(judge)
    client.post(url("mark", meeting), {"enrolment": enrolment.public_id})
    client.force_login(enrolment.participant)

    page = send(client, enrolment, meeting.code).content.decode()

    assert Attendance.objects.get().source == "LIST"
    assert "Anda sudah tercatat" in page


@pytest.mark.parametrize("name", ["mark", "undo"])
def test_fm60_the_list_of_a_closed_month_says_so(client, enrolment, meeting, portal_clock, name):
    attend(enrolment, meetings=[meeting] if name == "undo" else [])
    office = UserFactory(role=Role.PROGRAMME_ADMIN)
    portal_clock(meeting.ends_at + timedelta(days=40))
    month = formats.wib_day(meeting.starts_at).replace(day=1)
    consultations.close_month(month=month, by=office, at=clock.now())
    client.force_login(office)

    response = client.post(url(name, meeting), {"enrolment": enrolment.public_id})

    assert response.status_code == 403
    assert "Desember 2026 sudah ditutup" in response.content.decode()
    assert Attendance.objects.counted().count() == (name == "undo")


def test_fm52_link_of_the_qr_code_only_fills_in(client, enrolment, meeting):
    client.force_login(enrolment.participant)

    response = client.get(CODE, {"kode": meeting.code})

    assert response.status_code == 200
    assert f'value="{meeting.code}"' in response.content.decode()
    assert not Attendance.objects.exists()


@pytest.mark.parametrize("late", [False, True])
def test_fm52_code_works_by_the_servers_clock(client, enrolment, meeting, portal_clock, late):
    moment = meeting.code_closes_at + SECOND if late else meeting.code_opens_at - MINUTE
    portal_clock(moment)
    client.force_login(enrolment.participant)

    response = send(client, enrolment, meeting.code)

    page = response.content.decode()
    assert response.status_code == 409
    assert "berlaku 8 Desember 2026 pukul 06.30 sampai 11.00 WIB menurut jam portal" in page
    assert f'value="{meeting.code}"' in page
    assert not Attendance.objects.exists()


def test_fm54_code_of_a_closed_stage_gives_the_gates_sentence(client, enrolment, portal_clock):
    meeting = meetings_of(enrolment.batch, 2)[0]
    portal_clock(meeting.starts_at)
    client.force_login(enrolment.participant)

    response = send(client, enrolment, meeting.code)

    assert response.status_code == 403
    sentence = "Tahap “Pengemasan” belum terbuka: kehadiran di “Produksi” baru 0 dari 8 JP"
    assert sentence in response.content.decode()
    assert not Attendance.objects.exists()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Silakan ketik enam angkanya."),
        ("1234", "Kode terdiri dari enam angka. Anda mengetik 4."),
        ("abc", "Kode terdiri dari enam angka. Anda mengetik 0."),
    ],
)
def test_code_says_what_is_wrong_with_what_was_typed(client, enrolment, meeting, typed, sentence):
    client.force_login(enrolment.participant)

    response = send(client, enrolment, typed)

    assert response.status_code == 422
    assert sentence in response.content.decode()


def test_code_of_another_meeting_is_unknown(client, enrolment, meeting):
    client.force_login(enrolment.participant)
    wrong = f"{(int(meeting.code) + 1) % 10**6:06d}"

    response = send(client, enrolment, wrong)

    assert response.status_code == 422
    assert "Ini bukan kode pertemuan Anda." in response.content.decode()


def test_code_is_not_guessed_by_trying(client, enrolment, meeting):
    client.force_login(enrolment.participant)
    for number in range(20):
        send(client, enrolment, f"{number:06d}")

    response = send(client, enrolment, meeting.code)

    assert response.status_code == 429
    assert not Attendance.objects.filter(noted_at=meeting.starts_at).exists()


def test_code_is_taken_for_ones_own_enrolment_alone(client, enrolment, meeting):
    other = EnrolmentFactory(batch=enrolment.batch)
    client.force_login(other.participant)

    response = send(client, enrolment, meeting.code)

    assert response.status_code == 422
    assert not Attendance.objects.exists()


def test_code_asks_for_which_of_two_businesses(client, enrolment, meeting):
    second = BusinessFactory(owner=enrolment.participant)
    EnrolmentFactory(batch=enrolment.batch, business=second)
    client.force_login(enrolment.participant)

    page = client.get(CODE).content.decode()

    assert page.count('type="radio"') == 2


def test_code_takes_the_training_that_meets_now(client, enrolment, meeting):
    EnrolmentFactory(business=enrolment.business)
    client.force_login(enrolment.participant)

    page = client.get(CODE).content.decode()

    assert "radio" not in page
    assert f'name="enrolment" value="{enrolment.pk}"' in page


def test_code_without_a_place_leads_to_the_trainings(client):
    client.force_login(UserFactory())

    page = client.get(CODE).content.decode()

    assert "Anda belum punya tempat di pelatihan" in page


@pytest.mark.parametrize("name", ["screen", "list", "mark", "undo", "sheet"])
def test_room_is_for_trainer_judge_and_staff(client, enrolment, meeting, judge, name):
    meeting.trainer = UserFactory()
    meeting.save()
    method = client.post if name in {"mark", "undo"} else client.get
    known = {
        "trainer": meeting.trainer,
        "judge": judge,
        "staff": UserFactory(role=Role.COUNTER_OFFICER),
    }
    strangers = {
        "participant": enrolment.participant,
        "judge of another stage": enrolment.batch.batch_stages.get(
            stage__position=2
        ).consultant.user,
    }
    found = {}
    for who, user in (known | strangers).items():
        client.force_login(user)
        sent = {"enrolment": enrolment.public_id} if method == client.post else {}
        found[who] = method(url(name, meeting), sent).status_code
    client.logout()

    success = 302 if name in {"mark", "undo"} else 200
    assert found == dict.fromkeys(known, success) | dict.fromkeys(strangers, 404)
    assert method(url(name, meeting)).status_code == 302


def test_screen_shows_code_pattern_and_how_many_are_here(client, enrolment, meeting, judge):
    EnrolmentFactory(batch=enrolment.batch)
    attend(enrolment, meetings=[meeting])
    client.force_login(judge)

    page = client.get(url("screen", meeting)).content.decode()

    assert f"{meeting.code[:3]} {meeting.code[3:]}" in page
    assert page.count('class="qr"') == 1
    assert "<b>1</b> dari 2 hadir" in page


def test_list_ticks_and_takes_back(client, enrolment, meeting, judge):
    client.force_login(judge)
    sent = {"enrolment": enrolment.public_id}

    for _time in range(2):
        ticked = client.post(url("mark", meeting), sent)
    page = client.get(url("list", meeting)).content.decode()
    for _time in range(2):
        client.post(url("undo", meeting), sent)

    noted = Attendance.objects.get()
    assert ticked["Location"] == f"{url('list', meeting)}#p{enrolment.pk}"
    assert page.count('aria-pressed="true"') == 1
    assert noted.undone_by == judge


def test_list_says_why_somebody_cannot_be_ticked(client, enrolment, portal_clock):
    meeting = meetings_of(enrolment.batch, 2)[0]
    portal_clock(meeting.starts_at)
    client.force_login(enrolment.batch.batch_stages.get(stage__position=2).consultant.user)

    response = client.post(url("mark", meeting), {"enrolment": enrolment.public_id})

    assert response.status_code == 409
    assert response.content.decode().count("Tahap “Pengemasan” belum terbuka") == 2
    assert not Attendance.objects.exists()


def test_list_is_closed_before_the_meeting(client, enrolment, meeting, judge, portal_clock):
    portal_clock(meeting.code_opens_at - MINUTE)
    client.force_login(judge)

    response = client.post(url("mark", meeting), {"enrolment": enrolment.public_id})

    assert response.status_code == 409
    assert not Attendance.objects.exists()


@pytest.mark.parametrize("name", ["mark", "undo"])
def test_list_refuses_people_of_another_batch(client, meeting, judge, name):
    client.force_login(judge)

    response = client.post(url(name, meeting), {"enrolment": EnrolmentFactory().public_id})

    assert response.status_code == 422


@pytest.mark.parametrize("count", [1, 3])
def test_list_query_count(client, django_assert_num_queries, enrolment, meeting, judge, count):
    EnrolmentFactory.create_batch(count, batch=enrolment.batch)
    client.force_login(judge)
    client.get(url("list", meeting))

    with django_assert_num_queries(17):
        client.get(url("list", meeting))


def test_sheet_has_a_page_for_every_25(client, enrolment, meeting, judge):
    EnrolmentFactory.create_batch(25, batch=enrolment.batch)
    client.force_login(judge)

    page = client.get(url("sheet", meeting)).content.decode()

    assert page.count('<section class="sheet">') == 2
    assert page.count('<td class="sign">') == 26
    assert "halaman 2 dari 2" in page
