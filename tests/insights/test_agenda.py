"""One agenda of everything: trainings, exhibitions, last days to apply."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from exhibitions.models import Activity
from plut_portal.core import formats
from plut_portal.insights.agenda import agenda
from tests.factories import ActivityFactory, BatchFactory, MeetingFactory
from tests.times import NOW
from trainings.models import Batch

pytestmark = pytest.mark.django_db


def page(client):
    return client.get(reverse("insights:agenda")).content.decode()


def test_agenda_tells_everything_in_the_order_of_days(client):
    meeting = MeetingFactory(starts_at=NOW + timedelta(days=3))
    ActivityFactory(title="Batu Food Fest")

    text = page(client)

    course = f"{meeting.batch.track.name}: {meeting.course.title}"
    deadline = "Hari terakhir mendaftar: Batu Food Fest"
    places = [text.index(words) for words in (course, deadline, '<b class="clip">Batu Food Fest')]
    assert places == sorted(places)
    assert "Hari terakhir ikut: " in text
    assert [text.count(f"<h2>{month} 2026</h2>") for month in ("November", "Desember")] == [1, 1]


def test_agenda_shows_what_goes_on_now_first_and_nothing_that_is_over_or_hidden(client):
    now = ActivityFactory(
        title="Sedang Jalan",
        starts_on=date(2026, 10, 30),
        ends_on=NOW.date(),
        answer_by=None,
        apply_from=None,
        apply_until=None,
    )
    hidden = [
        ActivityFactory(title="Draf", state=Activity.State.DRAFT, published_at=None).title,
        ActivityFactory(
            title="Lewat", starts_on=date(2026, 11, 1), ends_on=date(2026, 11, 23),
            apply_from=None, apply_until=None, answer_by=None,
        ).title,
        MeetingFactory(batch__state=Batch.State.DRAFT).course.title,
        MeetingFactory(starts_at=NOW - timedelta(days=2)).course.title,
    ]  # fmt: skip
    ActivityFactory()

    text = page(client)

    assert text.index(now.title) < text.index("Hari terakhir mendaftar")
    assert "<h2>Oktober 2026</h2>" not in text
    assert [title in text.split("<footer")[0] for title in hidden] == [False] * 4


def test_agenda_tells_each_last_day_however_far_off_what_it_is_for(client):
    day = NOW.date() + timedelta(days=150)
    far = {"starts_on": day, "ends_on": day}
    ActivityFactory(title="Pasar Lebaran", apply_until=NOW + timedelta(days=20), **far)
    ActivityFactory(title="Pasar Agustus", apply_until=NOW + timedelta(days=121), **far)

    titles = [each.title for each in agenda(at=NOW)]

    assert titles == ["Hari terakhir mendaftar: Pasar Lebaran"]


def test_agenda_says_what_is_called_off(client):
    ActivityFactory(title="Batal", state=Activity.State.CANCELLED, cancel_reason="Erupsi")

    assert "Dibatalkan" in page(client).split("Batal")[1].split("</li>")[0]


def test_an_empty_agenda_leads_to_a_consultant(client):
    assert reverse("consultations:field_list") in page(client).split("<main")[1].split("</main")[0]


def test_home_and_footer_lead_to_the_agenda(client):
    ActivityFactory()
    link = f'href="{reverse("insights:agenda")}"'

    home = client.get(reverse("home")).content.decode()

    assert home.count(link) == 2
    assert "Segera di PLUT" in home


@pytest.mark.parametrize("count", [1, 3])
def test_agenda_query_count(client, django_assert_num_queries, count):
    for _each in range(count):
        ActivityFactory()
        MeetingFactory(batch=BatchFactory(), starts_at=NOW + timedelta(days=2))

    # The office's name, meetings, batches, activities.
    with django_assert_num_queries(4):
        page(client)


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2026, 12, 8), date(2026, 12, 8), "Selasa, 8 Desember 2026"),
        (date(2026, 12, 8), date(2026, 12, 9), "8–9 Desember 2026"),
        (date(2026, 11, 30), date(2026, 12, 2), "30 November – 2 Desember 2026"),
        (date(2026, 12, 31), date(2027, 1, 1), "31 Desember 2026 – 1 Januari 2027"),
    ],
)
def test_days_text_says_a_span_once(first, last, words):
    assert formats.days_text(first, last) == words


@pytest.mark.parametrize(
    ("asked", "stands_there"),
    [
        ("", {"meeting", "activity", "deadline"}),
        ("?pilih=pelatihan", {"meeting"}),
        ("?pilih=pameran", {"activity"}),
        ("?pilih=hari-terakhir", {"deadline"}),
        ("?pilih=lain", {"meeting", "activity", "deadline"}),
    ],
)
def test_agenda_shows_the_part_that_is_asked_for(client, asked, stands_there):
    course = MeetingFactory(starts_at=NOW + timedelta(days=3)).course.title
    ActivityFactory(title="Batu Food Fest")
    words = {
        "meeting": f": {course}</b>",
        "activity": '<b class="clip">Batu Food Fest</b>',
        "deadline": "Hari terakhir mendaftar: Batu Food Fest",
    }

    text = client.get(reverse("insights:agenda") + asked).content.decode()

    assert {name for name, said in words.items() if said in text} == stands_there
    assert text.count('aria-current="page">Semua') == (1 if len(stands_there) == 3 else 0)
