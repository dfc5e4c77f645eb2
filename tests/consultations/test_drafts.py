"""What is typed into a session record: kept, for its author alone, and without any consequence."""

from datetime import timedelta

import pytest
from django.urls import reverse

from consultations import services, tasks
from consultations.models import Booking, RecordDraft, SessionRecord
from plut_portal.accounts.roles import Role
from plut_portal.notifications.models import Message
from tests.factories import BookingFactory, ConsultantFactory, UserFactory
from tests.times import TODAY_9

pytestmark = pytest.mark.django_db

FETCH = {"X-Requested-With": "fetch"}
TYPED = {
    "outcome": "ATTENDED",
    "advice": "Tiriskan lima",
    "internal": "Suaminya keberatan.",
    "contact_minutes": "lima puluh",
    "action_1": "Catat suhu",
    "due_1": "",
}
RECORD = TYPED | {"contact_minutes": "50", "due_1": "2026-12-01"}


@pytest.fixture
def booking(client, portal_clock):
    booking = BookingFactory(consultant=ConsultantFactory(), starts_at=TODAY_9)
    client.force_login(booking.consultant.user)
    portal_clock(TODAY_9 + timedelta(minutes=30))
    return booking


def page_of(booking):
    return reverse("consultations:session_record", args=[booking.public_id])


def draft_of(booking):
    return reverse("consultations:session_draft", args=[booking.public_id])


def keep(client, booking, typed=TYPED, **sent):
    return client.post(draft_of(booking), typed | sent, headers=FETCH)


def shown(client, booking):
    form = client.get(page_of(booking)).context["form"]
    return {name: form[name].value() for name in TYPED}


def test_draft_is_kept_as_it_was_typed_and_fills_the_form(client, booking):
    response = keep(client, booking)

    assert response.json() == {"said": "Tersimpan 09.45 WIB"}
    assert shown(client, booking) == TYPED
    page = client.get(page_of(booking)).content.decode()
    assert "Draf Selasa, 24 November 2026, 09.45 WIB" in page


def test_draft_tells_nobody_and_leaves_booking_and_record_alone(client, booking):
    keep(client, booking)

    booking.refresh_from_db()
    assert booking.status == Booking.Status.BOOKED
    assert booking.history.count() == 1
    assert not SessionRecord.objects.exists()
    assert not Message.objects.exists()


def test_draft_replaces_the_one_before_and_goes_with_the_saving(client, booking):
    keep(client, booking)
    keep(client, booking, advice="Tiriskan sepuluh")
    assert RecordDraft.objects.get().typed["advice"] == "Tiriskan sepuluh"

    client.post(page_of(booking), RECORD)

    assert SessionRecord.objects.get().advice == RECORD["advice"]
    assert not RecordDraft.objects.exists()


def test_draft_over_a_record_shows_what_was_typed_since(client, booking):
    client.post(page_of(booking), RECORD)
    version = client.get(page_of(booking)).context["opening"].version

    keep(client, booking, advice="Lebih baik begini", version=version)

    assert shown(client, booking)["advice"] == "Lebih baik begini"
    assert SessionRecord.objects.get().advice == RECORD["advice"]


def test_draft_of_a_page_opened_before_the_record_was_saved_is_refused(client, booking):
    client.post(page_of(booking), RECORD)

    response = keep(client, booking, version="")

    assert response.status_code == 409
    assert "jendela lain" in response.json()["said"]
    assert not RecordDraft.objects.exists()


def test_draft_of_a_page_opened_before_an_absence_was_saved_is_refused(client, booking):
    client.post(page_of(booking), {"outcome": "OWNER_ABSENT"})

    response = keep(client, booking, version="")

    assert response.status_code == 409
    assert not RecordDraft.objects.exists()
    # What is typed on the page opened since is kept.
    version = client.get(page_of(booking)).context["opening"].version
    assert keep(client, booking, version=version).status_code == 200


def test_page_opened_before_an_absence_was_saved_does_not_undo_it_unread(client, booking):
    client.post(page_of(booking), {"outcome": "OWNER_ABSENT"})

    response = client.post(page_of(booking), RECORD | {"version": ""})

    assert response.status_code == 409
    booking.refresh_from_db()
    assert booking.status == Booking.Status.OWNER_ABSENT


def test_draft_older_than_the_record_is_not_shown(client, booking, portal_clock):
    keep(client, booking)
    portal_clock(TODAY_9 + timedelta(hours=2))
    office = UserFactory(role=Role.PROGRAMME_ADMIN)
    note = services.SessionNote(advice="Dari kantor")
    services.record_session(
        booking=booking,
        outcome=Booking.Status.ATTENDED,
        note=note,
        by=office,
        at=TODAY_9 + timedelta(hours=1),
    )

    assert shown(client, booking)["advice"] == "Dari kantor"


def test_draft_is_read_by_its_author_alone(client, booking):
    keep(client, booking)
    client.force_login(UserFactory(role=Role.PROGRAMME_ADMIN))

    page = client.get(page_of(booking)).content.decode()

    assert TYPED["internal"] not in page
    keep(client, booking, advice="Dari kantor")
    client.force_login(booking.consultant.user)
    assert shown(client, booking) == TYPED


@pytest.mark.parametrize("role", [None, Role.CONSULTANT, Role.HEAD, Role.COUNTER_OFFICER])
def test_draft_for_somebody_elses_session_is_not_found(client, booking, role):
    client.force_login(UserFactory(role=role))

    assert keep(client, booking).status_code == 404
    assert not RecordDraft.objects.exists()


@pytest.mark.parametrize(
    ("moment", "status"), [(timedelta(minutes=-1), 409), (timedelta(days=31), 403)]
)
def test_draft_is_refused_where_the_record_would_be(client, booking, portal_clock, moment, status):
    portal_clock(TODAY_9 + moment)

    response = keep(client, booking)

    assert response.status_code == status
    assert response.json()["said"]
    assert not RecordDraft.objects.exists()


def test_draft_takes_what_no_form_would(client, booking):
    typed = {"advice": "x" * 2500, "problem": "nol\0", "constraint": "satu", "outcome": "SELESAI"}

    assert keep(client, booking, typed).status_code == 200

    kept = RecordDraft.objects.get().typed
    assert (len(kept["advice"]), kept["problem"]) == (2500, "nol")
    assert not {"constraint", "outcome", "csrfmiddlewaretoken"} & set(kept)
    assert client.get(page_of(booking)).status_code == 200


def test_draft_of_absurd_size_is_refused(client, booking):
    assert keep(client, booking, {"advice": "x" * 70_000}).status_code == 413
    assert not RecordDraft.objects.exists()


def test_purge_drafts_forgets_what_nobody_came_back_to(client, booking, portal_clock):
    keep(client, booking)
    kept_at = RecordDraft.objects.get().saved_at

    assert services.purge_drafts(at=kept_at + timedelta(days=90)) == 0
    portal_clock(kept_at + timedelta(days=91))
    assert tasks.purge_drafts() == 1
    assert not RecordDraft.objects.exists()


def test_draft_without_javascript_comes_back_to_the_form(client, booking):
    response = client.post(draft_of(booking), TYPED, follow=True)

    assert response.request["PATH_INFO"] == page_of(booking)
    assert "Tersimpan 09.45 WIB" in response.content.decode()
