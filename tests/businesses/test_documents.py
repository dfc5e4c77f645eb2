"""Papers as evidence: by content, private, opened by the office with a trace (FM-48)."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from businesses import services, tasks
from businesses.forms.uploads import LARGEST_DOCUMENT
from businesses.models import BusinessDocument, Upload
from plut_portal.accounts.models import AccessLogEntry
from plut_portal.accounts.roles import Role
from plut_portal.core.uploads import MB
from tests.businesses.test_photos import LATER, NAMES, stored
from tests.core.test_images import GIF, HEIC, HTML_IN_JPG, SVG
from tests.factories import BusinessDocumentFactory, BusinessFactory, UserFactory
from tests.pictures import opened, picture, telling_picture
from tests.rivals import all_at_once
from tests.times import NOW

State = Upload.State
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture
def owner(client, db):
    user = UserFactory(full_name="Sumiati")
    client.force_login(user)
    return user


@pytest.fixture
def business(owner):
    return BusinessFactory(owner=owner, name="Keripik <b>Bu</b> Sumiati")


@pytest.fixture
def worker(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


def page(business):
    return reverse("businesses:document_add", args=[business.public_id])


def remove(document):
    return reverse("businesses:document_remove", args=[document.public_id])


def open_paper(document):
    return reverse("admin:businesses_businessdocument_open_paper", args=[document.pk])


def send(client, business, data=PDF, *, name="NIB.pdf", kind="NIB", **fields):
    file = SimpleUploadedFile(name, data, "application/pdf")
    return client.post(
        page(business), {"file": file, "kind": kind, "submission_key": uuid4(), **fields}
    )


def padded(size):
    return PDF[:-6] + b"%" * (size - len(PDF)) + PDF[-6:]


def test_pdf_is_kept_as_it_is_and_downloaded_under_our_name(client, business):
    assert send(client, business).status_code == 302

    document = BusinessDocument.objects.get()
    response = client.get(document.get_absolute_url())
    assert (document.state, document.size) == (State.READY, len(PDF))
    assert response.content == PDF
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == (
        'attachment; filename="nib-keripik-bbub-sumiati.pdf"'
    )
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, no-cache"


def test_qs6_photo_of_a_paper_is_made_anew(client, business, worker):
    with worker():
        send(client, business, telling_picture(size=(3000, 2000)), name="nib.jpg")

    document = BusinessDocument.objects.get()
    response = client.get(document.get_absolute_url())
    assert document.state == State.READY
    assert opened(document.file).size == (2200, 1467)
    assert b"ahasia" not in response.content
    assert response["Content-Type"] == "image/jpeg"
    assert response["Content-Disposition"].startswith("attachment;")
    assert stored() == [document.file.name]
    assert document.size == len(response.content)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (HTML_IN_JPG, "bukan foto"),
        (SVG, "bukan foto"),
        (GIF, "bukan foto"),
        (HEIC, "HEIC"),
        (b"PK\x03\x04" + bytes(300), "bukan foto"),
        (b"<html>%PDF-1.7 %%EOF", "bukan foto"),
        (PDF[:-8], "terpotong"),
        (b"", "kosong"),
    ],
    ids=["html", "svg", "gif", "heic", "zip", "late-pdf", "cut-off", "empty"],
)
def test_fm48_paper_is_told_by_content(client, business, data, message):
    response = send(client, business, data, name="NIB.pdf")

    assert response.status_code == 422
    assert message in response.content.decode()
    assert stored() == []


def test_fm48_a_paper_of_5_mb_to_the_byte_is_taken(client, business):
    assert send(client, business, padded(LARGEST_DOCUMENT)).status_code == 302

    assert BusinessDocument.objects.get().size == 5 * MB


@pytest.mark.parametrize(
    ("size", "said"), [(5 * MB + 1, "5,1 MB"), (8 * MB, "8 MB"), (20 * MB, "20 MB")]
)
def test_fm48_a_larger_paper_is_answered_with_a_sentence(client, business, size, said):
    response = send(client, business, padded(size))

    assert response.status_code == 422
    assert f"Berkas Anda {said}. Paling besar 5 MB." in response.content.decode()
    assert stored() == []


@pytest.mark.parametrize("name", NAMES)
def test_fm42_no_file_name_is_kept_or_shown_anywhere(client, business, name):
    send(client, business, name=name)

    shown = client.get(page(business)).content.decode()
    download = client.get(BusinessDocument.objects.get().get_absolute_url())
    assert "onerror" not in shown
    assert "alert(1)" not in shown
    assert download["Content-Disposition"] == (
        'attachment; filename="nib-keripik-bbub-sumiati.pdf"'
    )
    [stored_name] = stored()
    assert stored_name.startswith("documents/")
    assert len(stored_name) == len("documents/00/") + 32 + len(".pdf")


def test_fm48_paper_is_for_her_people_and_for_nobody_without_a_trace(client, db):
    document = BusinessDocumentFactory()
    found = {}
    for role in (None, *Role):
        client.force_login(UserFactory(role=role) if role else UserFactory())
        found[role] = client.get(document.get_absolute_url()).status_code

    assert found == {
        None: 404,
        Role.CONSULTANT: 404,
        Role.CURATOR: 404,
        # Sent on to the page with the button that leaves one.
        Role.COUNTER_OFFICER: 302,
        Role.PROGRAMME_ADMIN: 302,
        Role.HEAD: 302,
        Role.AUDITOR: 302,
    }
    client.logout()
    assert client.get(document.get_absolute_url()).status_code == 302
    client.force_login(document.uploaded_by)
    assert client.get(document.get_absolute_url()).status_code == 200
    assert not AccessLogEntry.objects.exists()


def test_fm48_office_opens_a_paper_by_a_button_and_it_is_written_down(client, db):
    document = BusinessDocumentFactory(business__name="Keripik Bu Sumiati")
    officer = UserFactory(role=Role.PROGRAMME_ADMIN)
    client.force_login(officer)

    looked = client.get(open_paper(document))
    entries_before = AccessLogEntry.objects.count()
    response = client.post(open_paper(document), {})

    entry = AccessLogEntry.objects.get()
    assert (looked.status_code, entries_before) == (200, 0)
    assert response.content.startswith(b"%PDF-")
    assert response["Content-Disposition"].startswith("attachment;")
    assert "no-store" in response["Cache-Control"]
    assert (entry.actor, entry.subject, entry.action, entry.reason) == (
        officer,
        document.uploaded_by,
        AccessLogEntry.Action.VIEW_DOCUMENT,
        "NIB · Keripik Bu Sumiati",
    )


@pytest.mark.parametrize("role", [Role.HEAD, Role.AUDITOR, Role.CONSULTANT])
def test_fm48_those_who_only_read_open_no_paper(client, db, role):
    document = BusinessDocumentFactory()
    client.force_login(UserFactory(role=role))

    assert client.post(open_paper(document), {}).status_code == 403
    assert not AccessLogEntry.objects.exists()


def test_paper_that_is_not_ready_is_opened_by_nobody(client, db):
    document = BusinessDocumentFactory(state=State.FAILED, file="")
    client.force_login(UserFactory(role=Role.PROGRAMME_ADMIN))

    assert client.post(open_paper(document), {}).status_code == 409
    assert not AccessLogEntry.objects.exists()


def test_office_sees_photo_and_papers_where_it_checks_a_business(client, db):
    business = BusinessFactory(
        status="SUBMITTED", submitted_at=NOW, answer_by=NOW.date(), makes="keripik apel"
    )
    document = BusinessDocumentFactory(business=business)
    client.force_login(UserFactory(role=Role.PROGRAMME_ADMIN))

    shown = client.get(reverse("admin:businesses_business_verify", args=[business.pk]))

    assert open_paper(document) in shown.content.decode()
    assert "Belum ada foto." in shown.content.decode()


def test_removed_paper_loses_its_file_and_keeps_its_row(client, business, worker):
    send(client, business)
    document = BusinessDocument.objects.get()

    with worker():
        first, second = (client.post(remove(document)).status_code for _time in range(2))

    document.refresh_from_db()
    assert (first, second) == (302, 302)
    assert (document.state, document.file.name) == (State.REMOVED, "")
    assert stored() == []
    assert client.get(document.get_absolute_url()).status_code == 404


def test_paper_of_a_stranger_is_neither_removed_nor_added(client, owner):
    document = BusinessDocumentFactory()

    assert client.post(remove(document)).status_code == 404
    assert send(client, document.business).status_code == 404
    assert BusinessDocument.objects.get().state == State.READY


def test_eleventh_paper_is_refused_with_what_to_do(client, business):
    BusinessDocumentFactory.create_batch(services.documents.MOST, business=business)

    response = send(client, business)

    assert response.status_code == 403
    assert "Sudah ada 10 berkas di sini." in response.content.decode()
    assert BusinessDocument.objects.count() == 10


@pytest.mark.django_db(transaction=True)
def test_papers_sent_at_once_do_not_exceed_the_limit():
    business = BusinessFactory()
    by = business.people.get()
    BusinessDocumentFactory.create_batch(8, business=business)

    def add():
        file = SimpleUploadedFile("a.pdf", PDF)
        return services.add_document(business=business, kind="NIB", file=file, by=by, at=NOW)

    answers = all_at_once([add] * 4)

    refused = [a for a in answers if isinstance(a, services.TooManyDocuments)]
    assert (len(refused), BusinessDocument.objects.count()) == (2, 10)


def test_fm17_a_paper_sent_twice_is_one_paper(client, business):
    key = uuid4()

    for _time in range(2):
        assert send(client, business, submission_key=key).status_code == 302

    assert BusinessDocument.objects.count() == 1


def test_paper_whose_worker_never_came_is_found_by_beat(client, business, worker, portal_clock):
    send(client, business, picture())
    BusinessDocument.objects.update(uploaded_at=NOW)
    portal_clock(LATER)

    with worker():
        assert tasks.sweep_uploads() == 1

    document = BusinessDocument.objects.get()
    assert document.state == State.READY
    assert tasks.process_document(document_id=document.pk) == "not ours"


def test_paper_that_broke_on_the_way_says_so(client, business, worker):
    with worker():
        send(client, business, picture(size=(1600, 1200))[:9000])

    assert BusinessDocument.objects.get().state == State.FAILED
    assert "Tidak bisa dibuka" in client.get(page(business)).content.decode()
    assert stored() == []


def test_document_page_asks_for_kind_and_file(client, business):
    response = client.post(page(business), {"submission_key": uuid4()})

    assert response.status_code == 422
    assert {"kind", "file"} <= set(response.context["form"].errors)


@pytest.mark.parametrize("count", [1, 3])
def test_document_page_query_count(client, business, django_assert_num_queries, count):
    BusinessDocumentFactory.create_batch(count, business=business)
    client.get(page(business))

    with django_assert_num_queries(6):
        client.get(page(business))
