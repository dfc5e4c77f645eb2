"""What the public sees of trainings, and enrolling."""

from datetime import timedelta

import pytest
from django.urls import reverse

from plut_portal.accounts.roles import Role
from tests.factories import (
    BatchFactory,
    BatchStageFactory,
    BusinessFactory,
    EnrolmentFactory,
    MeetingFactory,
    StageFactory,
    TrackFactory,
    UserFactory,
    VillageFactory,
)
from tests.times import NOW
from tests.trainings.school import AFTER, ask, batch_of_three
from trainings.models import Batch, Enrolment

pytestmark = pytest.mark.django_db

KEY = "3f0d9ad4-6f0e-4c3b-9d87-0d9f8f0a1b2c"


def create(batch):
    return reverse("trainings:enrolment_create", args=[batch.public_id])


def owner_of(business):
    return business.people.first()


def test_training_list_shows_three_stages_and_what_one_can_do_today(client):
    page = client.get(reverse("trainings:list")).content.decode()

    stages = page.split('<ol class="stages">')[1].split("</ol>")[0]
    assert stages.count("<li>") == 3
    assert f'class="btn btn-primary" href="{reverse("consultations:field_list")}"' in page


def test_training_list_shows_what_one_can_do_afterwards_and_the_places_left(client):
    batch = batch_of_three(quota=3)
    EnrolmentFactory(batch=batch)
    batch.track.outcomes = "Menulis resep baku\nMembuat label"
    batch.track.audience = "Usaha keripik"
    batch.track.save()

    page = client.get(reverse("trainings:list")).content.decode()

    assert "Membuat label" in page
    assert "Usaha keripik" in page
    assert "<b>Sisa 2</b> dari 3" in page
    assert "Selasa, 8 Desember 2026" in page
    assert batch.track.get_absolute_url() in page


def test_training_list_hides_drafts_and_tracks_not_offered(client):
    draft = BatchFactory(state=Batch.State.DRAFT)
    off = BatchFactory(track__is_active=False)

    page = client.get(reverse("trainings:list")).content.decode()

    assert off.track.name not in page
    assert "Belum ada angkatan yang dibuka" in page
    assert client.get(draft.get_absolute_url()).status_code == 404
    assert client.get(off.track.get_absolute_url()).status_code == 404


def test_training_list_says_where_signed_in_owners_stand(client):
    waiting = EnrolmentFactory(status="WAITING")
    client.force_login(waiting.participant)

    page = client.get(reverse("trainings:list")).content.decode()

    assert waiting.get_absolute_url() in page
    assert "Di daftar tunggu" in page


@pytest.mark.parametrize("count", [0, 1, 3])
def test_training_list_query_count(client, django_assert_num_queries, count):
    for position in range(count):
        batch = BatchFactory(track__position=position)
        BatchStageFactory(batch=batch)

    # The office's name, tracks, stages, batches, places, first days, first meetings.
    with django_assert_num_queries(7 if count else 2):
        client.get(reverse("trainings:list"))


@pytest.mark.parametrize("count", [1, 3])
def test_batch_detail_query_count(client, django_assert_num_queries, count):
    batch = BatchFactory()
    for position in range(count):
        stage = StageFactory(track=batch.track, position=position + 1)
        BatchStageFactory(batch=batch, stage=stage)
        MeetingFactory(batch=batch, course__stage=stage)

    # The office's name, the batch, places, first days, first meetings, meetings, stages.
    with django_assert_num_queries(7):
        client.get(batch.get_absolute_url())


def test_track_detail_draws_the_path_with_its_gates_in_words(client):
    batch = batch_of_three(
        stages={
            1: {"pass_mark": 70, "output_kind": "FILE", "output_name": "SOP produksi"},
            2: {"permits": ["NIB"]},
        }
    )

    page = client.get(batch.track.get_absolute_url()).content.decode()

    assert page.count('<li class="path-stage">') == 3
    assert "hadir paling sedikit 80% dari jam pelajaran" in page
    assert "nilai tes akhir paling sedikit 70" in page
    assert "“SOP produksi” diterima konsultan" in page
    assert "Untuk masuk tahap ini perlu: NIB." in page
    assert page.count("btn btn-primary") == 1
    assert f'href="{create(batch)}"' in page


def test_batch_detail_tells_who_waits_and_who_teaches(client):
    batch = batch_of_three(quota=1)
    EnrolmentFactory(batch=batch)
    EnrolmentFactory(batch=batch, status="WAITING")

    page = client.get(batch.get_absolute_url()).content.decode()

    assert "Semua 1 tempat terisi" in page
    assert "1 di daftar tunggu" in page
    assert "Bu Ratna" in page
    assert batch.batch_stages.first().consultant.display_name in page


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"state": Batch.State.CANCELLED}, "Dibatalkan"),
        ({"state": Batch.State.FINISHED}, "Selesai"),
        ({"enrol_until": NOW, "enrol_from": NOW.replace(day=1)}, "Pendaftaran ditutup"),
        ({"enrol_from": NOW.replace(day=25)}, "Pendaftaran dibuka 25 November 2026"),
    ],
)
def test_batch_detail_offers_nothing_that_cannot_be_had(client, fields, sentence):
    batch = batch_of_three(**fields)

    page = client.get(batch.get_absolute_url()).content.decode()

    assert sentence in page
    assert create(batch) not in page


def test_enrolment_create_leads_the_unknown_to_the_login_and_back(client):
    batch = batch_of_three()

    response = client.get(create(batch))

    assert response.status_code == 302
    assert response["Location"] == f"{reverse('account_login')}?next={create(batch)}"


def test_enrolment_create_gives_a_place_and_says_so(client):
    batch, business = batch_of_three(), BusinessFactory()
    client.force_login(owner_of(business))

    page = client.get(create(batch)).content.decode()
    response = client.post(
        create(batch), {"business": business.pk, "submission_key": KEY}, follow=True
    )

    enrolment = Enrolment.objects.get()
    assert "Yang ikut: <b>" in page
    assert (enrolment.business, enrolment.status) == (business, "ENROLLED")
    assert response.redirect_chain == [(enrolment.get_absolute_url(), 302)]
    assert "Anda mendapat tempat." in response.content.decode()


def test_enrolment_create_says_the_number_on_the_list_and_why(client):
    batch, business = batch_of_three(quota=1), BusinessFactory()
    ask(batch)
    ask(batch)
    client.force_login(owner_of(business))

    page = client.post(
        create(batch), {"business": business.pk, "submission_key": KEY}, follow=True
    ).content.decode()

    assert "Anda nomor 2 di daftar tunggu." in page
    assert "1 usaha mendaftar" in page


def test_fm17_enrolment_sent_twice_acts_once_and_answers_the_same(client):
    batch, business = batch_of_three(), BusinessFactory()
    client.force_login(owner_of(business))
    sent = {"business": business.pk, "submission_key": KEY}

    first = client.post(create(batch), sent)
    withdrawn = Enrolment.objects.get()
    client.post(reverse("trainings:enrolment_withdraw", args=[withdrawn.public_id]))
    again = client.post(create(batch), sent)

    assert (first.status_code, first["Location"]) == (again.status_code, again["Location"])
    assert Enrolment.objects.get() == withdrawn


def test_enrolment_create_asks_which_of_several_businesses(client):
    batch, first = batch_of_three(), BusinessFactory()
    second = BusinessFactory(owner=owner_of(first))
    client.force_login(owner_of(first))

    page = client.get(create(batch)).content.decode()
    response = client.post(create(batch), {"submission_key": KEY})

    assert page.count('type="radio"') == 2
    assert second.label in page
    assert response.status_code == 422
    assert "Silakan pilih usaha yang ikut." in response.content.decode()


def test_enrolment_create_takes_no_business_of_somebody_else(client):
    batch, mine, other = batch_of_three(), BusinessFactory(), BusinessFactory()
    client.force_login(owner_of(mine))

    response = client.post(create(batch), {"business": other.pk, "submission_key": KEY})

    assert response.status_code == 422
    assert not Enrolment.objects.exists()


def test_enrolment_create_refuses_the_same_training_in_the_same_words(client):
    business = BusinessFactory()
    first = batch_of_three()
    ask(first, business=business)
    again = BatchFactory(track=first.track)
    client.force_login(owner_of(business))

    response = client.post(create(again), {"business": business.pk, "submission_key": KEY})

    assert response.status_code == 409
    sentence = f"Usaha ini sudah ada di angkatan {first.number} pelatihan ini."
    assert sentence in response.content.decode()


def test_enrolment_create_refuses_after_the_end_of_enrolment(client, portal_clock):
    batch, business = batch_of_three(), BusinessFactory()
    portal_clock(AFTER)
    client.force_login(owner_of(business))

    response = client.post(create(batch), {"business": business.pk, "submission_key": KEY})

    assert response.status_code == 403
    assert not Enrolment.objects.exists()


def test_enrolment_create_leads_those_without_a_business_to_adding_one(client):
    client.force_login(UserFactory())

    page = client.get(create(batch_of_three())).content.decode()

    assert reverse("businesses:create") in page
    assert "Ya, ikut angkatan ini" not in page


def test_enrolment_create_is_not_for_those_who_work_here(client):
    client.force_login(UserFactory(role=Role.COUNTER_OFFICER))

    assert client.get(create(batch_of_three())).status_code == 403


def test_sitemap_names_the_tracks_on_offer(client):
    track, off = TrackFactory(), TrackFactory(is_active=False)

    page = client.get(reverse("insights:sitemap")).content.decode()

    assert track.get_absolute_url() in page
    assert off.get_absolute_url() not in page


def test_training_list_shows_the_batch_with_places_before_a_full_one(client):
    full = batch_of_three(quota=1)
    EnrolmentFactory(batch=full)
    later = BatchFactory(
        track=full.track, number=2, quota=7, enrol_until=full.enrol_until + timedelta(days=9)
    )

    page = client.get(reverse("trainings:list")).content.decode()
    track = client.get(full.track.get_absolute_url()).content.decode()

    assert "<b>Sisa 7</b> dari 7" in page
    assert create(later) in track
    assert create(full) not in track


def test_full_batch_offers_its_waiting_list(client):
    full = batch_of_three(quota=1)
    EnrolmentFactory(batch=full)

    page = client.get(full.get_absolute_url()).content.decode()

    assert "Masuk daftar tunggu</a>" in page


def test_enrolling_without_a_business_comes_back_by_itself(client):
    batch = batch_of_three()
    village = VillageFactory()
    client.force_login(UserFactory())
    page = client.get(create(batch)).content.decode()
    link = f"{reverse('businesses:create')}?next={create(batch)}"

    response = client.post(
        link, {"makes": "keripik apel", "village": village.pk, "submission_key": KEY}
    )

    assert f'href="{link}"' in page
    assert (response.status_code, response["Location"]) == (302, create(batch))
