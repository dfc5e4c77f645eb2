"""What the public reads of exhibitions: what is coming, how it is judged, what came of it."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from exhibitions import services
from exhibitions.models import Activity, DailyReport
from plut_portal.accounts.roles import Role
from tests.exhibitions.fair import confirmed, office
from tests.factories import (
    ActivityFactory,
    ApplicationFactory,
    CriterionFactory,
    RequirementFactory,
    UserFactory,
    ZoneFactory,
)
from tests.times import NOW

pytestmark = pytest.mark.django_db

OVER = {
    "state": Activity.State.FINISHED,
    "starts_on": date(2026, 11, 10),
    "ends_on": date(2026, 11, 11),
    "apply_from": None,
    "apply_until": None,
    "answer_by": None,
}


def listed(client, **query):
    return client.get(reverse("exhibitions:list"), query).content.decode()


def shown(client, activity):
    return client.get(activity.get_absolute_url()).content.decode()


def stands(*turnovers):
    """An activity that is over, with stands that each reported a day."""
    activity = ActivityFactory(**OVER)
    for turnover in turnovers:
        DailyReport.objects.create(
            application=ApplicationFactory(activity=activity, state="CONFIRMED"),
            day=activity.starts_on,
            visitors=10,
            pieces=5,
            turnover=turnover,
            reported_by=UserFactory(),
            reported_at=NOW,
        )
    return activity


def test_exhibition_list_shows_four_ways_and_what_one_can_do_today(client):
    page = listed(client)

    ways = page.split('<ul class="cards cards-two">')[1].split("</ul>")[0]
    assert ways.count("<li ") == 4
    assert f'class="btn btn-primary" href="{reverse("consultations:field_list")}"' in page
    assert "Belum ada kegiatan yang diumumkan" in page


def test_exhibition_list_says_what_is_coming_and_until_when(client):
    activity = ActivityFactory(title="Batu Food Fest")
    draft = ActivityFactory(state=Activity.State.DRAFT, published_at=None)

    page = listed(client)

    card = page.split("Batu Food Fest")[1].split("</li>")[0]
    assert "8–9 Desember 2026" in card
    assert "Dibuka sampai 1 Desember 2026" in card
    assert activity.get_absolute_url() in page
    assert draft.title not in page


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"apply_from": NOW + timedelta(days=1)}, "Pendaftaran dibuka 25 November 2026"),
        ({"apply_from": None, "apply_until": None, "answer_by": None}, "Diisi dari daftar siap"),
        ({"apply_until": NOW}, "Pendaftaran ditutup"),
        ({"state": "REVIEW"}, "Pendaftaran ditutup"),
        ({"state": "RELEASED", "released_at": NOW, "apply_until": NOW}, "Peserta sudah dipilih"),
        ({"state": "CANCELLED", "cancel_reason": "Hujan"}, "Dibatalkan"),
        ({"starts_on": date(2026, 11, 24), "answer_by": date(2026, 11, 24)}, "Sedang berlangsung"),
    ],
)
def test_an_activity_says_how_far_it_is(client, fields, words):
    activity = ActivityFactory(**fields)

    assert words in listed(client)
    page = shown(client, activity)
    assert words in page
    if fields.get("state") or "starts_on" not in fields:
        assert reverse("exhibitions:application_create", args=[activity.slug]) not in page


def test_past_results_are_sums_of_three_stands_or_more(client):
    few, many = stands(7_000_001, 2), stands(1_000_000, 2_000_000, 3_000_000)

    page = listed(client)

    assert "Rp6.000.000" in page
    assert "Rp7.000.003" not in page
    assert "3 usaha" in page
    assert "Rp6.000.000" in shown(client, many)
    assert "Rp7.000.003" not in shown(client, few)


def test_activity_says_beforehand_what_is_asked_and_how_it_is_judged(client):
    activity = ActivityFactory(conditions="Menjaga stan", report_duties="Foto stan", quota=12)
    RequirementFactory(activity=activity, kind="MARKETING_PERMIT", note="Jus perlu BPOM MD")
    CriterionFactory(activity=activity, name="Rasa", weight=3, scope="FOOD", help="Enak sekali")
    CriterionFactory(activity=activity, name="Kemasan", weight=1)
    ZoneFactory(activity=activity, name="Kuliner")

    page = shown(client, activity)

    for words in (
        "Jus perlu BPOM MD",
        "Enak sekali",
        "Menjaga stan",
        "Foto stan",
        "Kuliner",
        "paling lambat <b>Sabtu, 5 Desember 2026</b>",
        "Bila jumlahnya sama",
        "Yang ikut melaporkan tiga angka",
    ):
        assert words in page
    assert "makanan 75%" in page.split("Rasa")[1].split("</tr>")[0]
    shares = page.split("Kemasan")[1].split("</tr>")[0]
    assert ("makanan 25%" in shares, "barang lain 100%" in shares) == (True, True)
    assert page.count("btn btn-primary") == 1


def test_activity_leads_the_unknown_to_the_login_and_back(client):
    url = reverse("exhibitions:application_create", args=[ActivityFactory().slug])

    response = client.get(url)

    assert response["Location"] == f"{reverse('account_login')}?next={url}"


def test_a_draft_is_for_the_office_alone(client):
    draft = ActivityFactory(state=Activity.State.DRAFT, published_at=None)
    answers = [client.get(draft.get_absolute_url()).status_code]
    for user in (UserFactory(), UserFactory(role=Role.CURATOR), office()):
        client.force_login(user)
        answers.append(client.get(draft.get_absolute_url()).status_code)

    assert answers == [404, 404, 404, 200]


def test_what_is_called_off_says_why_on_its_page(client):
    activity = ActivityFactory()
    services.cancel_activity(activity=activity, reason="Erupsi", by=office(), at=NOW)

    assert "Erupsi" in shown(client, activity)


def test_fm42_what_people_typed_is_text_on_the_public_pages(client):
    hostile = "<script>alert(1)</script>"
    activity = ActivityFactory(
        title=hostile, summary=hostile, description=hostile, conditions=hostile, place=hostile
    )
    CriterionFactory(activity=activity, name=hostile)

    pages = [listed(client), shown(client, activity), client.get("/agenda/").content.decode()]

    assert ["<script>alert" in page for page in pages] == [False] * 3
    assert ["&lt;script&gt;alert" in page for page in pages] == [True] * 3


@pytest.mark.parametrize("count", [0, 1, 3])
def test_exhibition_list_query_count(client, django_assert_num_queries, count):
    for _each in range(count):
        ActivityFactory()
        stands(1, 2, 3)

    # The office's name, what is coming, how much is over; then the page of it and its sums.
    with django_assert_num_queries(9 if count else 3):
        listed(client)


@pytest.mark.parametrize("count", [1, 3])
def test_activity_query_count(client, django_assert_num_queries, count):
    activity = ActivityFactory()
    for kind in ["NIB", "PHOTO", "HALAL"][:count]:
        RequirementFactory(activity=activity, kind=kind)
        CriterionFactory(activity=activity)
        ZoneFactory(activity=activity)

    # The office's name, the activity, requirements, criteria, the fairness rule, zones.
    with django_assert_num_queries(6):
        shown(client, activity)


def test_sitemap_names_published_activities(client):
    shown_one, draft = ActivityFactory(), ActivityFactory(published_at=None, state="DRAFT")

    page = client.get(reverse("insights:sitemap")).content.decode()

    assert shown_one.get_absolute_url() in page
    assert draft.get_absolute_url() not in page


def test_owners_find_their_applications_on_the_list(client):
    application = confirmed()
    client.force_login(application.business.people.get())

    page = listed(client)

    assert application.get_absolute_url() in page
    assert application.get_absolute_url() in shown(client, application.activity)
