import time
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from consultations.models import Consultant, Leave
from plut_portal.core import shared_pages
from plut_portal.core.models import OfficeIdentity
from tests.exhibitions.fair import Outcome, owner_of, released
from tests.factories import (
    BookingFactory,
    BusinessFactory,
    ConsultantFactory,
    EnrolmentFactory,
    UserFactory,
)
from tests.times import NOW, TODAY_9
from tests.trainings.school import attend, batch_of_three, meetings_of, stage_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(client):
    return lambda: client.get(reverse("home")).content.decode()


def test_home_says_who_helps_and_that_it_is_free(client):
    consultants = ConsultantFactory.create_batch(5)

    response = client.get(reverse("home"))

    page = response.content.decode()
    assert response.status_code == 200
    assert [c.display_name in page for c in consultants] == [True] * 5
    assert [c.get_absolute_url() in page for c in consultants] == [True] * 5
    assert page.count('class="chip chip-sun"') == 1
    assert page.count("btn-primary") == 1


def test_home_shows_the_next_free_time_of_each_consultant(client):
    busy = ConsultantFactory()
    BookingFactory(consultant=busy, starts_at=TODAY_9)
    ConsultantFactory()

    response = client.get(reverse("home"))

    times = [row.starts_at for row in response.context["next_times"]]
    assert times == [TODAY_9.replace(hour=10, minute=30), TODAY_9]


def test_home_leaves_out_who_takes_no_bookings(home):
    gone = ConsultantFactory(is_active=False)

    page = home()

    assert gone.display_name not in page


def test_home_says_so_when_a_consultant_has_no_free_time(home):
    away = ConsultantFactory()
    Leave.objects.create(
        consultant=away, starts_on=NOW.date(), ends_on=NOW.date().replace(year=2027)
    )

    page = home()

    assert away.display_name in page
    assert "when-none" in page


def test_home_without_consultants_still_tells_where_to_come(home):
    office = OfficeIdentity.load()
    office.hours, office.address = "Senin–Jumat, mulai 08.00 WIB", "Jl. Abdul Gani Atas"
    office.save()

    page = home()

    assert "Senin–Jumat, mulai 08.00 WIB, Jl. Abdul Gani Atas" in page
    assert 'class="rows"' not in page


def test_home_speaks_english_when_asked_and_indonesian_to_everyone_else(client):
    as_first_met = client.get(reverse("home"), headers={"accept-language": "en"})
    client.post(reverse("set_language"), {"language": "en", "next": "/"})
    as_chosen = client.get(reverse("home"))

    assert '<html lang="id">' in as_first_met.content.decode()
    assert '<html lang="en">' in as_chosen.content.decode()


def test_home_greets_a_signed_in_owner_with_her_own_menu(client):
    client.force_login(UserFactory(full_name="Sumiati"))

    page = client.get(reverse("home")).content.decode()

    assert "Sumiati" in page
    assert reverse("consultations:booking_list") in page
    assert reverse("account_login") not in page


@pytest.mark.parametrize("consultant_count", [2, 40])
def test_home_query_count(client, django_assert_num_queries, consultant_count):
    for consultant in ConsultantFactory.create_batch(consultant_count):
        BookingFactory(consultant=consultant)
        Leave.objects.create(consultant=consultant, starts_on=NOW.date(), ends_on=NOW.date())

    with django_assert_num_queries(15):
        response = client.get(reverse("home"))

    assert len(response.context["next_times"]) == Consultant.objects.count()


def test_home_is_made_once_a_second_for_all_strangers(
    client, django_assert_num_queries, monkeypatch
):
    monkeypatch.setattr(shared_pages, "SECONDS", 60)  # a busy machine takes its time
    ConsultantFactory()
    first = client.get(reverse("home"))

    with django_assert_num_queries(0):
        second = client.get(reverse("home"))

    assert second.content == first.content
    assert {name: second[name] for name in second.headers} == {
        name: first[name] for name in first.headers
    }
    assert "csrf" not in first.content.decode()
    assert first.cookies.output() == second.cookies.output() == ""


def test_qp1_home_shows_a_booked_time_for_two_seconds_at_most(client):
    consultant = ConsultantFactory()
    client.get(reverse("home"))
    BookingFactory(consultant=consultant, starts_at=TODAY_9.replace(hour=8, minute=0))
    BookingFactory(consultant=consultant, starts_at=TODAY_9)

    time.sleep(shared_pages.SECONDS + 0.1)

    times = [row.starts_at for row in client.get(reverse("home")).context["next_times"]]
    assert shared_pages.SECONDS < 2
    assert times == [TODAY_9.replace(hour=10, minute=30)]


def test_shared_home_comes_in_the_language_of_each(client):
    Client().get(reverse("home"))
    client.cookies["bahasa"] = "en"

    pages = [client.get(reverse("home")).content.decode() for _visit in range(2)]

    assert ['<html lang="en">' in page for page in pages] == [True, True]
    assert '<html lang="id">' in Client().get(reverse("home")).content.decode()


def test_shared_home_is_not_for_whom_it_would_greet_or_tell_something(client):
    Client().get(reverse("home"))
    client.force_login(UserFactory(full_name="Sumiati"))

    own = client.get(reverse("home")).content.decode()
    client.post(reverse("account_logout"))
    told = client.get(reverse("home")).content.decode()
    others = Client().get(reverse("home")).content.decode()

    assert ["Sumiati" in page for page in (own, told, others)] == [True, False, False]
    assert ['class="messages"' in page for page in (told, others)] == [True, False]


def test_shared_home_keeps_the_address_to_come_back_to(client):
    client.get(reverse("home"))

    page = client.get(reverse("home") + "?dari=spanduk").content.decode()

    assert 'value="/?dari=spanduk"' in page
    assert "spanduk" not in client.get(reverse("home")).content.decode()


def test_home_is_made_for_everyone_anew_when_the_cache_is_lost(client, settings):
    settings.CACHES = {
        "default": {
            "BACKEND": "plut_portal.core.cache.SoftRedisCache",
            "LOCATION": "redis://127.0.0.1:1/0",
        }
    }

    assert [client.get(reverse("home")).status_code for _visit in range(2)] == [200, 200]


def own_home(client, enrolment):
    client.force_login(enrolment.participant)
    return client.get(reverse("home")).content.decode()


def test_home_tells_an_owner_what_comes_next_in_her_training(client):
    batch = batch_of_three(stages={1: {"output_kind": "ANY", "output_name": "SOP"}})
    enrolment = EnrolmentFactory(batch=batch)
    attend(enrolment, meetings=meetings_of(batch, 1))
    waiting = own_home(client, enrolment)
    stage = stage_of(batch, 1)
    stage.output_kind = "NONE"
    stage.save()

    moved_on = own_home(client, enrolment)

    assert "Yang membuka “Pengemasan”: “SOP” belum diserahkan" in waiting
    assert "Pertemuan berikutnya: Selasa, 8 Desember 2026, 07.00 WIB" in waiting
    assert "Yang membuka “Pemasaran”: " in moved_on
    assert enrolment.get_absolute_url() in moved_on


def test_home_shows_an_offered_place_before_all(client):
    EnrolmentFactory(batch=batch_of_three())
    owner = UserFactory()
    business = BusinessFactory(owner=owner)
    EnrolmentFactory(batch=batch_of_three(), business=business, participant=owner)
    offer = EnrolmentFactory(
        batch=batch_of_three(),
        business=business,
        participant=owner,
        status="OFFERED",
        offer_until=NOW + timedelta(hours=20),
    )

    page = own_home(client, offer)

    assert "Satu tempat disimpan untuk Anda sampai Rabu, 25 November 2026" in page
    assert page.count('id="pelatihan-saya"') == 1
    assert offer.get_absolute_url() in page


def test_a_place_to_confirm_comes_before_everything_else_on_the_home_page(client):
    _activity, [chosen] = released([Outcome.SELECT], quota=1)

    client.force_login(owner_of(chosen))

    page = client.get(reverse("home")).content.decode()

    assert page.index("Anda terpilih") < page.index('class="hero"')


def test_home_says_nothing_of_others_trainings(client):
    enrolment = EnrolmentFactory(batch=batch_of_three())
    pages = [client.get(reverse("home")).content.decode()]
    client.force_login(enrolment.batch.batch_stages.first().consultant.user)
    pages.append(client.get(reverse("home")).content.decode())
    client.force_login(UserFactory())
    pages.append(client.get(reverse("home")).content.decode())

    assert ["pelatihan-saya" in page for page in pages] == [False] * 3


@pytest.mark.parametrize("count", [1, 3])
def test_home_of_a_participant_query_count(client, django_assert_num_queries, count):
    enrolment = EnrolmentFactory(batch=batch_of_three(hours=((4,) * count, (4,), (4,))))
    for _other in range(count - 1):
        EnrolmentFactory(
            batch=batch_of_three(),
            business=enrolment.business,
            participant=enrolment.participant,
        )
    client.force_login(enrolment.participant)
    client.get(reverse("home"))

    with django_assert_num_queries(33):
        client.get(reverse("home"))
