"""Files of a session: by content, private, for whom the consultant says (FM-48)."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from consultations import services, tasks
from consultations.models import SessionAttachment
from plut_portal.accounts.roles import Role
from plut_portal.core.uploads import MB
from tests.businesses.test_documents import PDF, padded
from tests.businesses.test_photos import LATER, NAMES, stored
from tests.core.test_images import HTML_IN_JPG, SVG
from tests.factories import SessionAttachmentFactory, SessionRecordFactory, UserFactory
from tests.pictures import opened, telling_picture
from tests.times import NOW

pytestmark = pytest.mark.django_db

State = SessionAttachment.State
INTERNAL = SessionAttachment.Audience.INTERNAL


@pytest.fixture
def booking(client):
    booking = SessionRecordFactory(booking__starts_at=NOW - timedelta(days=1)).booking
    client.force_login(booking.consultant.user)
    return booking


@pytest.fixture
def worker(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


def page_of(booking):
    return reverse("consultations:attachment_add", args=[booking.public_id])


def remove(attachment):
    return reverse("consultations:attachment_remove", args=[attachment.public_id])


def send(client, booking, data=PDF, *, name="a.pdf", **fields):
    sent = {"title": "Rancangan label", "audience": "OWNER", "submission_key": uuid4()}
    file = SimpleUploadedFile(name, data, "application/pdf")
    return client.post(page_of(booking), sent | {"file": file} | fields)


@pytest.mark.parametrize("name", NAMES)
def test_fm48_pdf_is_downloaded_as_attachment_under_our_name(client, booking, name):
    assert send(client, booking, name=name).status_code == 302

    attachment = SessionAttachment.objects.get()
    client.force_login(booking.business.people.get())
    response = client.get(attachment.get_absolute_url())
    assert response.content == PDF
    assert response["Content-Disposition"] == 'attachment; filename="rancangan-label.pdf"'
    assert response["X-Content-Type-Options"] == "nosniff"
    [stored_name] = stored()
    assert stored_name.startswith("sessions/")
    assert len(stored_name) == len("sessions/00/") + 32 + len(".pdf")


def test_fm48_photo_is_made_anew(client, booking, worker):
    with worker():
        send(client, booking, telling_picture(size=(3000, 2000)), name="a.pdf")

    attachment = SessionAttachment.objects.get()
    response = client.get(attachment.get_absolute_url())
    assert opened(attachment.file).size == (2200, 1467)
    assert b"ahasia" not in response.content
    assert response["Content-Type"] == "image/jpeg"
    assert stored() == [attachment.file.name]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (HTML_IN_JPG, "bukan foto"),
        (SVG, "bukan foto"),
        (PDF[:-8], "terpotong"),
        (padded(5 * MB + 1), "Berkas Anda 5,1 MB. Paling besar 5 MB."),
        (b"x" * (15 * MB + 1), "Berkas Anda 15,1 MB. Paling besar 15 MB."),
    ],
    ids=["html", "svg", "cut-off", "pdf-too-large", "photo-too-large"],
)
def test_fm48_file_is_told_by_content_and_size(client, booking, data, said):
    response = send(client, booking, data)

    assert response.status_code == 422
    assert said in response.content.decode()
    assert stored() == []


def test_fm48_file_is_for_whom_the_consultant_says(client, booking):
    files = [
        SessionAttachmentFactory(booking=booking),
        SessionAttachmentFactory(booking=booking, audience=INTERNAL),
    ]
    people = {
        "owner": booking.business.people.get(),
        "stranger": UserFactory(),
        "consultant": booking.consultant.user,
    } | {role: UserFactory(role=role) for role in Role}

    found = {}
    for who, person in people.items():
        client.force_login(person)
        found[who] = tuple(client.get(file.get_absolute_url()).status_code for file in files)

    assert {who: codes for who, codes in found.items() if codes != (404, 404)} == {
        "owner": (200, 404),
        "consultant": (200, 200),
        Role.PROGRAMME_ADMIN: (200, 200),
    }
    client.logout()
    assert client.get(files[0].get_absolute_url()).status_code == 302


def test_owner_sees_her_files_on_the_appointment_and_no_internal_one(client, booking):
    shown = SessionAttachmentFactory(booking=booking)
    internal = SessionAttachmentFactory(booking=booking, audience=INTERNAL, title="Hitungan utang")
    client.force_login(booking.business.people.get())

    page = client.get(booking.get_absolute_url()).content.decode()

    assert shown.get_absolute_url() in page
    assert internal.title not in page
    assert str(internal.public_id) not in page


def test_file_is_not_the_owners_before_there_is_a_record(client, booking):
    attachment = SessionAttachmentFactory(booking=booking)
    booking.record.delete()
    client.force_login(booking.business.people.get())

    assert client.get(attachment.get_absolute_url()).status_code == 404


def test_removed_file_is_gone_and_its_row_stays(client, booking, worker):
    send(client, booking)
    attachment = SessionAttachment.objects.get()

    with worker():
        codes = [client.post(remove(attachment)).status_code for _time in range(2)]

    attachment.refresh_from_db()
    assert (codes, attachment.state, stored()) == ([302, 302], State.REMOVED, [])
    assert client.get(attachment.get_absolute_url()).status_code == 404


def test_files_of_a_locked_record_stay_as_they_are(client, booking, portal_clock):
    attachment = SessionAttachmentFactory(booking=booking)
    portal_clock(booking.ends_at + timedelta(days=8))

    response = client.post(remove(attachment), follow=True)

    attachment.refresh_from_db()
    assert "Sudah lewat seminggu" in response.content.decode()
    assert attachment.state == State.READY
    assert send(client, booking).status_code == 403


def test_files_of_somebody_elses_session_are_out_of_reach(client, booking):
    attachment = SessionAttachmentFactory()

    assert client.post(remove(attachment)).status_code == 404
    assert send(client, attachment.booking).status_code == 404


def test_eleventh_file_is_refused_and_one_sent_twice_is_one(client, booking):
    key = uuid4()
    SessionAttachmentFactory.create_batch(services.attachments.MOST - 1, booking=booking)

    codes = [send(client, booking, submission_key=key).status_code for _time in range(2)]

    assert codes == [302, 302]
    assert send(client, booking).status_code == 403
    assert SessionAttachment.objects.count() == services.attachments.MOST


def test_file_whose_worker_never_came_is_found_by_beat(client, booking, worker, portal_clock):
    send(client, booking, telling_picture())
    SessionAttachment.objects.update(uploaded_at=NOW)
    portal_clock(LATER)

    with worker():
        assert tasks.sweep_attachments() == 1

    assert SessionAttachment.objects.get().state == State.READY


@pytest.mark.parametrize("count", [1, 3])
def test_attachment_page_query_count(client, booking, django_assert_num_queries, count):
    SessionAttachmentFactory.create_batch(count, booking=booking)
    client.get(page_of(booking))

    with django_assert_num_queries(10):
        client.get(page_of(booking))
