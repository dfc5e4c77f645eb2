"""What holds for every page: language, policies, outages."""

import uuid
from datetime import timedelta

import pytest
from celery import current_app
from django.db import OperationalError
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse
from kombu.exceptions import OperationalError as QueueLost

from plut_portal.accounts import services
from plut_portal.core import clock, queue, submissions
from plut_portal.core.cache import SoftRedisCache
from plut_portal.core.models import OfficeIdentity, SubmissionKey
from tests.factories import BookingFactory, UserFactory
from tests.times import NOW

HOUR = timedelta(hours=1)
NOWHERE = "redis://127.0.0.1:1/0"


@pytest.mark.django_db
def test_the_first_visit_is_indonesian_whatever_the_phone_says(client):
    response = client.get("/", headers={"Accept-Language": "en-US,en;q=0.9"})

    assert 'lang="id"' in response.content.decode()


@pytest.mark.django_db
def test_english_is_a_switch_that_works_signed_out_and_stays(client):
    client.post(reverse("set_language"), {"language": "en", "next": "/"})

    assert 'lang="en"' in client.get("/").content.decode()
    assert 'lang="en"' in client.get("/pelatihan/").content.decode()


@pytest.mark.django_db
def test_an_invented_language_is_indonesian(client):
    client.cookies["bahasa"] = 'xx"><script>'

    assert 'lang="id"' in client.get("/").content.decode()


@pytest.mark.django_db
def test_the_site_runs_no_script_or_style_but_its_own(client):
    policy = client.get("/")["Content-Security-Policy"]

    assert "script-src 'self'" in policy
    assert "style-src 'self'" in policy
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy


@pytest.mark.django_db
def test_pages_behind_the_login_are_kept_by_nobody(client):
    client.force_login(UserFactory())

    response = client.get("/jadwal/")

    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Referrer-Policy"] == "same-origin"


@pytest.mark.django_db
def test_the_office_stands_at_the_foot_of_every_page(client):
    OfficeIdentity(name="Kantor Uji", short_name="Uji", address="Jl. Uji 1").save()

    page = client.get("/pelatihan/").content.decode()

    assert [text in page for text in ("Kantor Uji", "Jl. Uji 1")] == [True, True]


@pytest.mark.django_db
def test_healthz_answers_without_login(client):
    assert client.get("/healthz").json() == {"database": True, "cache": True}


@pytest.fixture
def lost_cache():
    return SoftRedisCache(NOWHERE, {"OPTIONS": {"socket_connect_timeout": 0.1}})


def test_a_lost_cache_shrugs(lost_cache):
    lost_cache.set("a", 1)

    assert lost_cache.get("a", "otherwise") == "otherwise"
    assert lost_cache.add("a", 1) is True
    assert lost_cache.get_many(["a"]) == {}
    assert lost_cache.set_many({"a": 1}) == []
    assert lost_cache.has_key("a") is False
    assert lost_cache.delete("a") is False
    assert lost_cache.incr("a", 2) == 2


@pytest.mark.django_db
def test_pages_and_sign_in_work_without_redis(client, settings):
    settings.CACHES = {
        "default": {"BACKEND": "plut_portal.core.cache.SoftRedisCache", "LOCATION": NOWHERE}
    }
    user = UserFactory()

    entered = client.post(
        reverse("account_login"), {"login": user.phone, "password": "apel-manalagi-7"}
    )

    assert entered.status_code == 302
    assert client.get("/jadwal/").status_code == 200


@pytest.mark.django_db
def test_a_lost_database_is_a_friendly_503(monkeypatch):
    monkeypatch.setattr("plut_portal.core.views._database_comes_back", lambda: False)
    monkeypatch.setattr("plut_portal.insights.views.consultation_selectors.next_free_times", _lost)

    response = Client(raise_request_exception=False).get("/")

    assert response.status_code == 503
    assert response["Retry-After"] == "30"


def _lost(**_kwargs):
    raise OperationalError("server closed the connection unexpectedly")


@pytest.mark.django_db
def test_an_unforeseen_fault_is_a_500_that_tells_nothing(monkeypatch):
    monkeypatch.setattr(
        "plut_portal.insights.views.consultation_selectors.next_free_times", lambda **_: 1 / 0
    )

    response = Client(raise_request_exception=False).get("/")

    assert response.status_code == 500
    assert "ZeroDivisionError" not in response.content.decode()


@pytest.mark.django_db
def test_a_lost_queue_fails_no_request(settings, django_capture_on_commit_callbacks, monkeypatch):
    def refuse(*_args, **_kwargs):
        raise QueueLost("connection refused")

    monkeypatch.setattr(current_app, "signature", refuse)

    with django_capture_on_commit_callbacks(execute=True):
        queue.enqueue("notifications.deliver", delivery_id=1)


def test_the_clock_of_production_cannot_be_moved(settings):
    settings.CLOCK_OFFSET_FILE = None

    with pytest.raises(RuntimeError):
        clock.move(NOW - NOW)
    assert clock.offset() == NOW - NOW


@pytest.mark.django_db
def test_fm17_a_refusal_gives_the_key_back():
    user, key = UserFactory(), uuid.uuid4()

    with pytest.raises(ValueError, match="refused"), submissions.once(user_id=user.pk, key=key):
        raise ValueError("refused")

    assert not SubmissionKey.objects.exists()


@pytest.mark.django_db
def test_fm17_a_key_belongs_to_one_person():
    first, second, key = UserFactory(), UserFactory(), uuid.uuid4()
    with submissions.once(user_id=first.pk, key=key) as submission:
        submission.result_url = "/satu/"

    with submissions.once(user_id=second.pk, key=key) as submission:
        assert submission.result_url == ""


def _patterns(resolver=None, prefix=""):
    for entry in (resolver or get_resolver()).url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield route, entry.pattern.converters
        elif not route.startswith("admin"):
            yield from _patterns(entry, route)


# The step of a questionnaire, the width of a picture, the day of an activity: no rows.
COUNTING_NO_ROWS = {"step", "edge", "position", "number"}


def test_fm37_no_address_of_the_site_counts_rows():
    counting = [
        route
        for route, converters in _patterns()
        if any(
            type(converter).__name__ == "IntConverter" and name not in COUNTING_NO_ROWS
            for name, converter in converters.items()
        )
    ]

    assert counting == []


@pytest.mark.django_db
def test_fm37_ids_in_addresses_are_random():
    bookings = [BookingFactory(), BookingFactory()]

    assert [booking.public_id.version for booking in bookings] == [4, 4]
    assert [str(b.pk) in b.get_absolute_url().split("/") for b in bookings] == [False, False]


@pytest.mark.django_db
def test_fm37_links_that_work_without_login_are_long_and_random():
    user = UserFactory(phone=None, email="sumiati@contoh.example")
    codes = [services.request_reset(contact=user.email, at=NOW + n * HOUR) for n in range(2)]

    tokens = {services.make_secret(code_id=code.pk, at=NOW) for code in codes}

    assert len(tokens) == 2
    assert {len(token) for token in tokens} == {32}
