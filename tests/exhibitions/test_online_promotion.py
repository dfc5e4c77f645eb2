"""An activity without a place: the same engine from the call to the three numbers."""

from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from exhibitions import selectors, services
from exhibitions.models import Activity, Application
from plut_portal.core.formats import WIB
from plut_portal.notifications.models import Message
from tests.exhibitions.fair import (
    CLOSED,
    RELEASED,
    Outcome,
    apply,
    decide,
    office,
    owner_of,
    release,
    score_all,
)
from tests.factories import ActivityFactory, BusinessFactory, ProductFactory
from tests.times import NOW

pytestmark = pytest.mark.django_db
Kind, Programme = Activity.Kind, Activity.Programme
LAST = date(2026, 12, 9)
LIVE_AT = datetime(2026, 12, 8, 19, 0, tzinfo=WIB)
ONLINE = {"kind": Kind.ONLINE_PROMOTION, "place": "", "programme": Programme.MARKETPLACE}
LIVE = ONLINE | {"programme": Programme.LIVE, "live_at": LIVE_AT}


def promotion(**fields):
    return ActivityFactory(**ONLINE | {"panel": 2, "weights": [1]} | fields)


def confirmed_in(activity):
    """Applied, curated, chosen, confirmed, through the services alone."""
    application = apply(activity)
    activity = services.begin_review(activity=activity, by=office(), at=CLOSED)
    application.refresh_from_db()
    score_all(activity, [application], 4)
    decide(application, Outcome.SELECT, by=office())
    assert release(activity) == "DONE"
    application.refresh_from_db()
    services.confirm_place(application=application, by=owner_of(application), at=RELEASED)
    application.refresh_from_db()
    return application


def report(entry, day=LAST, **numbers):
    numbers = {"visitors": 900, "pieces": 40, "turnover": 2_000_000} | numbers
    at = datetime.combine(LAST, datetime.min.time(), tzinfo=WIB) + timedelta(hours=20)
    return services.report_day(application=entry, day=day, by=owner_of(entry), at=at, **numbers)


def test_from_the_call_to_the_numbers_without_a_place_or_a_booth():
    activity = promotion(link="https://shopee.co.id/m/batu")

    entry = confirmed_in(activity)
    kept = report(entry)

    assert entry.state == Application.State.CONFIRMED
    assert not activity.zones.exists()
    assert (kept.visitors, kept.pieces, kept.turnover) == (900, 40, 2_000_000)
    text = selectors.press_text(activity)
    assert "40 pesanan" in text
    assert "900 orang menonton" in text
    assert "stan mereka" not in text


def test_a_promotion_of_days_is_reported_once_at_its_end():
    entry = confirmed_in(promotion())

    asked = Message.objects.filter(kind="REPORT_OWED")
    assert [message.due_at.astimezone(WIB).date() for message in asked] == [LAST]
    assert "penonton, pesanan, omzet" in asked.get().body
    assert [each.day for each in selectors.report_days(entry, at=NOW)] == [LAST]
    with pytest.raises(services.NotThere):
        report(entry, day=LAST - timedelta(days=1))


def test_a_live_is_reported_on_its_day():
    entry = confirmed_in(promotion(**LIVE))

    asked = Message.objects.get(kind="REPORT_OWED")
    assert asked.due_at.astimezone(WIB).date() == LIVE_AT.date()
    assert report(entry, day=LIVE_AT.date()).day == LIVE_AT.date()
    assert selectors.days_without_report(entry) == []


def test_what_is_asked_depends_on_the_kind():
    online = selectors.report_questions(promotion())
    stand = selectors.report_questions(ActivityFactory())

    assert (online.visitors, online.pieces) == ("Penonton", "Pesanan")
    assert (stand.visitors, stand.pieces) == ("Pengunjung di stan Anda", "Barang terjual")
    assert "pesanan" in selectors.duty_beforehand(promotion())
    assert "pengunjung" in selectors.duty_beforehand(ActivityFactory())


def test_messages_say_which_programme_and_when_in_place_of_a_place():
    apply(promotion(**LIVE, link="https://www.tiktok.com/plutbatu"))

    body = Message.objects.get(kind="APPLICATION_RECEIVED").body

    assert "Daring: Hari jualan langsung, Selasa, 8 Desember 2026, 19.00 WIB" in body
    assert "https://www.tiktok.com/plutbatu" in body
    assert "Tempat:" not in body


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": Kind.EXHIBITION, "place": ""},
        {"kind": Kind.EXHIBITION, "programme": Programme.FEATURED},
        {"kind": Kind.OUT_OF_TOWN, "link": "https://shopee.co.id/batu"},
        ONLINE | {"programme": ""},
        ONLINE | {"live_at": LIVE_AT},
        LIVE | {"live_at": None},
    ],
)
def test_what_does_not_go_together_is_refused(fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        ActivityFactory(**fields)
    with pytest.raises(ValidationError):
        ActivityFactory.build(slug="lain", **fields).full_clean()


@pytest.mark.parametrize("at", [LIVE_AT - timedelta(days=1), LIVE_AT + timedelta(days=2)])
def test_a_live_takes_place_on_one_of_its_days(at):
    with pytest.raises(ValidationError, match="bukan salah satu"):
        ActivityFactory.build(**LIVE | {"live_at": at}).clean()


@pytest.mark.parametrize(
    "link",
    [
        "http://169.254.169.254/latest/meta-data/",
        "https://shopee.co.id@jahat.example/batu",
        "javascript:alert(1)",
        "https://jahat.example/shopee.co.id",
        "file:///etc/passwd",
    ],
)
def test_fm44_fm47_a_hostile_link_is_refused(link):
    with pytest.raises(ValidationError):
        ActivityFactory.build(**ONLINE, link=link).clean()


def test_copied_a_live_moves_with_its_days():
    draft = services.copy_activity(activity=promotion(**LIVE), by=office(), at=NOW)

    assert (draft.programme, draft.place) == (Programme.LIVE, "")
    assert draft.live_at == LIVE_AT + timedelta(weeks=52)
    draft.clean()


def test_page_names_hour_and_link_in_place_of_a_place(client):
    activity = promotion(**LIVE, link="https://shopee.co.id/m/batu")

    page = client.get(reverse("exhibitions:activity_detail", args=[activity.slug])).content.decode()
    listed = client.get(reverse("exhibitions:list")).content.decode()

    assert "19.00 WIB" in page
    assert 'href="https://shopee.co.id/m/batu"' in page
    assert "penonton, pesanan, omzet" in page
    for answer in (page, listed):
        assert activity.get_programme_display() in answer
        assert f", {activity.city}" not in answer.partition("<main")[2].partition("</main>")[0]


def test_owners_pages_ask_for_what_there_is_online(client):
    activity = promotion()
    business = BusinessFactory()
    ProductFactory(business=business)
    client.force_login(business.people.get())

    asked = client.get(reverse("exhibitions:application_create", args=[activity.slug]))

    assert "watts" not in asked.context["form"].fields
    assert "stan Anda" not in asked.content.decode().partition("<main")[2]


def test_who_takes_part_online_meets_neither_booth_nor_stand(client, portal_clock):
    entry = confirmed_in(promotion())
    client.force_login(owner_of(entry))
    portal_clock(datetime.combine(LAST, datetime.min.time(), tzinfo=WIB) + timedelta(hours=20))

    page = client.get(reverse("exhibitions:application_detail", args=[entry.public_id]))
    form = client.get(reverse("exhibitions:report_create", args=[entry.public_id, 1]))
    told = Message.objects.get(kind="APPLICATION_CONFIRMED")

    assert "Stan Anda" not in page.content.decode()
    assert [field.label for field in form.context["form"].visible_fields()][:3] == [
        "Penonton",
        "Pesanan",
        "Omzet, dalam rupiah",
    ]
    assert "penonton, pesanan, omzet" in told.body
    assert "stan Anda" not in told.body
