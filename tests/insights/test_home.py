import pytest
from django.urls import reverse

from consultations.models import Consultant, Leave
from plut_portal.core.models import OfficeIdentity
from tests.factories import BookingFactory, ConsultantFactory, UserFactory
from tests.times import NOW, TODAY_9

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

    with django_assert_num_queries(8):
        response = client.get(reverse("home"))

    assert len(response.context["next_times"]) == Consultant.objects.count()
