"""My path: what an owner sees and decides about a training of hers."""

from datetime import timedelta
from functools import partial

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from plut_portal.core import clock
from tests.factories import ConsultantFactory, CourseFactory, EnrolmentFactory, UserFactory
from tests.times import NOW
from tests.trainings.school import ask, attend, batch_of_three, meetings_of, office, stage_of
from trainings import services
from trainings.models import Enrolment, Material

pytestmark = pytest.mark.django_db


def url(name, enrolment):
    return reverse(f"trainings:{name}", args=[enrolment.public_id])


def test_path_says_what_opens_the_next_gate_and_who_helps(client):
    batch = batch_of_three(
        stages={1: {"output_kind": "FILE", "output_name": "SOP"}, 2: {"permits": ["NIB"]}}
    )
    enrolment = EnrolmentFactory(batch=batch)
    judge = batch.batch_stages.get(stage__position=1).consultant
    client.force_login(enrolment.participant)

    page = client.get(enrolment.get_absolute_url()).content.decode()

    assert "Yang membuka tahap “Pengemasan”" in page
    assert "kehadiran di “Produksi” baru 0 dari 8 JP (0%), perlu 80%" in page
    assert "“SOP” belum diserahkan" in page
    assert "NIB belum ada" in page
    assert reverse("trainings:output_create", args=[enrolment.public_id, 1]) in page
    assert f'href="{judge.get_absolute_url()}"' in page


def test_path_shows_the_next_meeting_with_what_to_bring(client):
    batch = batch_of_three()
    batch.meetings.update(bring="Timbangan dapur\nCatatan resep")
    enrolment = EnrolmentFactory(batch=batch)
    client.force_login(enrolment.participant)

    page = client.get(enrolment.get_absolute_url()).content.decode()

    card = page.split("Pertemuan berikutnya")[1].split("</section>")[0]
    assert "Selasa, 8 Desember 2026, 07.00–10.00 WIB" in card
    assert "Timbangan dapur" in card


def test_path_moves_on_when_a_stage_is_passed(client):
    enrolment = EnrolmentFactory(batch=batch_of_three())
    attend(enrolment, 1)
    client.force_login(enrolment.participant)

    page = client.get(enrolment.get_absolute_url()).content.decode()

    assert page.count('aria-current="step"') == 1
    assert page.index("path-passed") < page.index("path-current") < page.index("path-closed")
    assert "Yang membuka tahap “Pemasaran”" in page


@pytest.mark.parametrize("count", [1, 3])
def test_path_query_count(client, django_assert_num_queries, count):
    batch = batch_of_three(hours=((4,) * count, (4,), (4,)))
    enrolment = EnrolmentFactory(batch=batch)
    client.force_login(enrolment.participant)
    client.get(enrolment.get_absolute_url())

    # However many meetings there are.
    with django_assert_num_queries(29):
        client.get(enrolment.get_absolute_url())


def test_path_is_for_her_people_the_judges_and_staff(client):
    batch = batch_of_three()
    enrolment = EnrolmentFactory(batch=batch)
    judge = batch.batch_stages.first().consultant.user
    seen = {}
    for who, user in {
        "owner": enrolment.participant,
        "stranger": UserFactory(),
        "judge": judge,
        "other consultant": ConsultantFactory().user,
    }.items():
        client.force_login(user)
        seen[who] = client.get(enrolment.get_absolute_url()).status_code
    client.logout()

    assert seen == {"owner": 200, "stranger": 404, "judge": 200, "other consultant": 404}
    assert client.get(enrolment.get_absolute_url()).status_code == 302


@pytest.fixture
def offered():
    batch = batch_of_three(quota=1)
    holder = ask(batch)
    waiting = ask(batch)
    services.withdraw(enrolment=holder, by=holder.participant, at=NOW)
    waiting.refresh_from_db()
    assert waiting.status == "OFFERED"
    return waiting


def test_offer_is_shown_with_its_end_and_accepted_twice_is_one_place(client, offered):
    client.force_login(offered.participant)

    page = client.get(offered.get_absolute_url()).content.decode()
    for _time in range(2):
        response = client.post(url("offer_accept", offered))

    offered.refresh_from_db()
    assert "Rabu, 25 November 2026, 07.00 WIB" in page
    assert response.status_code == 302
    assert offered.status == "ENROLLED"


def test_offer_declined_is_gone(client, offered):
    client.force_login(offered.participant)

    client.post(url("offer_decline", offered))
    late = client.post(url("offer_accept", offered))

    offered.refresh_from_db()
    assert offered.status == "DECLINED"
    assert late.status_code == 409
    assert "Tawaran ini sudah" in late.content.decode()


def test_offer_accepted_too_late_says_so(client, offered, portal_clock):
    portal_clock(offered.offer_until)
    client.force_login(offered.participant)

    response = client.post(url("offer_accept", offered))

    offered.refresh_from_db()
    assert (response.status_code, offered.status) == (409, "OFFERED")


@pytest.mark.parametrize("name", ["offer_accept", "offer_decline", "enrolment_withdraw"])
def test_strangers_decide_nothing(client, offered, name):
    client.force_login(UserFactory())

    assert client.post(url(name, offered)).status_code == 404


def test_withdraw_asks_first_and_keeps_the_reason(client):
    enrolment = ask(batch_of_three())
    client.force_login(enrolment.participant)

    asked = client.get(url("enrolment_withdraw", enrolment))
    before = Enrolment.objects.get().status
    response = client.post(url("enrolment_withdraw", enrolment), {"reason": "Panen apel"})

    enrolment.refresh_from_db()
    assert (asked.status_code, before) == (200, "ENROLLED")
    assert response.status_code == 302
    assert (enrolment.status, enrolment.status_reason) == ("WITHDRAWN", "Panen apel")


@pytest.mark.parametrize(
    ("end", "words"),
    [
        (services.finish_batch, "Tidak kebagian tempat"),
        (partial(services.cancel_batch, reason="Gedung banjir"), "Angkatan dibatalkan"),
    ],
)
def test_who_waited_to_the_end_does_not_read_that_she_withdrew(client, end, words):
    batch = batch_of_three(quota=1)
    ask(batch)
    waits = ask(batch)
    end(batch=batch, by=office(), at=NOW)
    client.force_login(waits.participant)

    page = client.get(waits.get_absolute_url()).content.decode()

    assert words in page
    assert "Mengundurkan diri" not in page


def test_withdraw_refuses_what_has_ended_otherwise(client, offered):
    client.force_login(offered.participant)
    services.decline_offer(enrolment=offered, by=offered.participant, at=clock.now())

    response = client.post(url("enrolment_withdraw", offered), {"reason": "Panen apel"})

    assert response.status_code == 409
    assert 'value="Panen apel"' in response.content.decode()


def test_material_is_for_those_whose_gate_is_open(client):
    batch = batch_of_three()
    enrolment = EnrolmentFactory(batch=batch)
    course = CourseFactory(stage=stage_of(batch, 2))
    material = Material.objects.create(
        course=course, title="Lembar label", file=ContentFile(b"%PDF-1.4", "lembar.pdf")
    )
    client.force_login(enrolment.participant)

    closed = client.get(url("material_file", material)).status_code
    attend(enrolment, 1)
    response = client.get(url("material_file", material))
    page = client.get(enrolment.get_absolute_url()).content.decode()
    client.force_login(UserFactory())

    assert closed == 404
    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    assert 'filename="lembar-label.pdf"' in response["Content-Disposition"]
    assert url("material_file", material) in page
    assert client.get(url("material_file", material)).status_code == 404


def test_path_leads_to_the_code_while_the_meeting_takes_it(client, portal_clock):
    batch = batch_of_three()
    enrolment = EnrolmentFactory(batch=batch)
    client.force_login(enrolment.participant)

    before = client.get(enrolment.get_absolute_url()).content.decode()
    portal_clock(meetings_of(batch, 1)[0].starts_at + timedelta(minutes=5))
    now = client.get(enrolment.get_absolute_url()).content.decode()

    assert "Saya hadir: ketik kode" not in before
    assert "Saya hadir: ketik kode" in now


def test_path_says_that_a_closed_stage_must_open_before_its_meeting(client, portal_clock):
    enrolment = EnrolmentFactory(batch=batch_of_three())
    client.force_login(enrolment.participant)
    words = "Anda bisa datang begitu tahap ini terbuka"
    before = client.get(enrolment.get_absolute_url()).content.decode()
    portal_clock(meetings_of(enrolment.batch, 1).last().ends_at)
    missed = client.get(enrolment.get_absolute_url()).content.decode()
    attend(enrolment, 1)

    opened = client.get(enrolment.get_absolute_url()).content.decode()

    assert [words in page for page in (before, missed, opened)] == [False, True, False]
