"""One photo of what a business makes: taken by content, made anew, private until agreed."""

import stat
from datetime import timedelta
from io import BytesIO
from itertools import product
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from PIL import Image

from businesses import services, tasks
from businesses.forms.uploads import LARGEST_PHOTO
from businesses.models import Business, Decision, FieldRemark, Membership, ProductPhoto, Upload
from plut_portal.accounts import services as accounts
from plut_portal.accounts.models import Consent
from plut_portal.accounts.roles import Role
from plut_portal.core import images, queue
from plut_portal.core.uploads import ABSURD, MB
from tests.core.test_images import GIF, HEIC, HTML_IN_JPG, POLYGLOT, SVG, XXE
from tests.factories import BusinessFactory, ProductPhotoFactory, UserFactory
from tests.pictures import opened, picture, telling_picture
from tests.rivals import all_at_once
from tests.times import NOW

State = Upload.State
CATALOGUE = Consent.Purpose.CATALOGUE
LATER = NOW + timedelta(minutes=5)


@pytest.fixture
def owner(client, db):
    user = UserFactory()
    client.force_login(user)
    return user


@pytest.fixture
def business(owner):
    return BusinessFactory(owner=owner, name="", makes="keripik apel")


@pytest.fixture
def worker(django_capture_on_commit_callbacks):
    """What the queue is told once a request is over is done at once."""

    def working():
        return django_capture_on_commit_callbacks(execute=True)

    return working


def page(business):
    return reverse("businesses:photo_add", args=[business.public_id])


def address(photo, edge=480):
    return reverse("businesses:photo_file", args=[photo.public_id, edge])


def sent(data, name="IMG_1234.jpg", content_type="image/jpeg"):
    return SimpleUploadedFile(name, data, content_type)


def send(client, business, data=None, *, name="IMG_1234.jpg", **fields):
    """As a phone does it: the photo, and what stands in the form beside it."""
    content = picture() if data is None else data
    return client.post(
        page(business),
        {"photo": sent(content, name), "submission_key": uuid4(), **fields},
    )


def add(business, data=None, **options):
    by = options.pop("by", None) or business.people.get()
    file = sent(picture() if data is None else data)
    return services.add_photo(business=business, file=file, by=by, at=NOW, **options)


def padded(size):
    """A photo of exactly so many bytes: behind its end hang noughts."""
    photo = picture()
    return photo + bytes(size - len(photo))


def stored():
    """The names of all files there are."""
    root = Path(settings.MEDIA_ROOT)
    return sorted(str(path.relative_to(root)) for path in root.rglob("*") if path.is_file())


def test_photo_is_shown_in_two_sizes_and_what_was_sent_is_gone(client, business, worker):
    with worker():
        response = send(client, business, picture(size=(1600, 1200)))

    photo = ProductPhoto.objects.get()
    assert response.status_code == 302
    assert photo.state == State.READY
    assert (photo.product.name, photo.width, photo.height) == ("keripik apel", 1280, 960)
    assert opened(photo.small).size == (480, 360)
    assert opened(photo.large).format == "WEBP"
    assert not photo.original
    assert stored() == sorted([photo.small.name, photo.large.name])
    assert address(photo) in client.get(page(business)).content.decode()


def test_photo_is_not_decoded_by_the_request(client, business, monkeypatch):
    monkeypatch.setattr(images, "remake", pytest.fail)

    send(client, business)

    photo = ProductPhoto.objects.get()
    assert photo.state == State.PROCESSING
    assert "sedang disiapkan" in client.get(page(business)).content.decode()


def test_qs6_place_and_camera_are_gone_from_every_file(client, business, worker):
    with worker():
        send(client, business, telling_picture())

    for name in stored():
        data = (Path(settings.MEDIA_ROOT) / name).read_bytes()
        assert b"ahasia" not in data
        assert b"xif" not in data
        assert not Image.open(BytesIO(data)).getexif()


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (HTML_IN_JPG, "bukan foto"),
        (SVG, "bukan foto"),
        (XXE, "bukan foto"),
        (GIF, "bukan foto"),
        (b"", "kosong"),
        (b"%PDF-1.7\n%%EOF", "bukan foto"),
        (HEIC, "HEIC"),
    ],
    ids=["html", "svg", "xxe", "gif", "empty", "pdf", "heic"],
)
def test_fm48_photo_is_told_by_content_whatever_its_name_says(client, business, data, message):
    response = send(client, business, data, name="foto.jpg")

    assert response.status_code == 422
    assert message in response.content.decode()
    assert not ProductPhoto.objects.exists()
    assert stored() == []


@pytest.mark.parametrize("name", ["foto.exe", "foto.html", "foto", "foto.svg"])
def test_fm48_a_photo_with_a_strange_name_is_still_a_photo(client, business, worker, name):
    with worker():
        assert send(client, business, name=name).status_code == 302

    assert ProductPhoto.objects.get().state == State.READY


def test_fm48_a_photo_of_15_mb_to_the_byte_is_taken(client, business, worker):
    with worker():
        response = send(client, business, padded(LARGEST_PHOTO))

    assert response.status_code == 302
    assert ProductPhoto.objects.get().state == State.READY


@pytest.mark.parametrize(
    ("size", "said"),
    [(LARGEST_PHOTO + 1, "15,1 MB"), (23 * MB, "23 MB")],
)
def test_fm48_a_larger_photo_is_answered_with_a_sentence(client, business, size, said):
    response = send(client, business, padded(size))

    assert response.status_code == 422
    assert f"Foto Anda {said}. Paling besar 15 MB." in response.content.decode()
    assert stored() == []


def test_fm48_what_no_phone_sends_is_not_even_listened_to(client, business):
    response = client.post(page(business), {}, CONTENT_LENGTH=str(ABSURD + 1))

    assert response.status_code in {400, 413}


NAMES = [
    "../../etc/passwd.jpg",
    "..\\..\\windows.jpg",
    "<script>alert(1)</script>.jpg",
    '"><img src=x onerror=alert(1)>.jpg',
    "foto\r\nSet-Cookie: a=b.jpg",
    "=cmd|' /C calc'!A0.jpg",
    "x" * 300 + ".jpg",
    "\u202egpj.exe",
    "CON.jpg",
    ".htaccess",
]


@pytest.mark.parametrize("name", NAMES)
def test_fm42_no_file_name_is_kept_or_shown_anywhere(client, business, worker, name):
    with worker():
        send(client, business, name=name)

    shown = client.get(page(business)).content.decode()
    assert "onerror" not in shown
    assert "alert(1)" not in shown
    for stored_name in stored():
        folder, part, file = stored_name.split("/")
        assert (folder, len(part), len(file)) == ("photos", 2, 32 + len(".webp"))
        assert set(file.removesuffix(".webp")) <= set("0123456789abcdef")


def test_fm48_stored_files_are_for_the_portal_alone(client, business, worker):
    with worker():
        send(client, business)

    for name in stored():
        mode = stat.S_IMODE((Path(settings.MEDIA_ROOT) / name).stat().st_mode)
        assert not mode & stat.S_IRWXO
        assert client.get(f"/media/{name}").status_code == 404
        assert client.get(f"/static/{name}").status_code == 404


def test_qs6_a_polyglot_is_harmless_once_made_anew(client, business, worker):
    with worker():
        send(client, business, POLYGLOT)

    response = client.get(address(ProductPhoto.objects.get()))
    assert b"script" not in response.content


def test_photo_that_broke_on_the_way_says_so_and_leaves_no_file(client, business, worker):
    with worker():
        send(client, business, picture(size=(1600, 1200))[:9000])

    assert ProductPhoto.objects.get().state == State.FAILED
    assert stored() == []
    assert "tidak bisa dibuka" in client.get(page(business)).content.decode()


def test_fm48_photo_is_served_private_as_a_download_and_nothing_else(client, business, worker):
    with worker():
        send(client, business)

    response = client.get(address(ProductPhoto.objects.get()))

    assert response.status_code == 200
    assert response["Content-Type"] == "image/webp"
    assert response["Content-Disposition"] == 'attachment; filename="foto-480.webp"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, no-cache"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_photo_is_not_sent_again_while_it_is_the_same(client, business, worker):
    with worker():
        send(client, business)
    photo = ProductPhoto.objects.get()
    etag = client.get(address(photo))["ETag"]

    response = client.get(address(photo), headers={"if-none-match": etag})

    assert (response.status_code, response.content) == (304, b"")


@pytest.mark.parametrize("edge", [0, 1, 481, 99999])
def test_photo_in_a_size_that_is_not_made_is_not_found(client, owner, edge):
    photo = ProductPhotoFactory(product__business__owner=owner)

    assert client.get(address(photo, edge)).status_code == 404


@pytest.mark.parametrize("state", [State.PROCESSING, State.FAILED, State.REMOVED])
def test_photo_that_is_not_ready_is_not_found(client, owner, state):
    photo = ProductPhotoFactory(product__business__owner=owner, state=state)

    assert client.get(address(photo)).status_code == 404


def statuses(client, photo):
    """What everyone gets: nobody in particular, another owner, a consultant, the office, her."""
    found = []
    for person in (
        None,
        UserFactory(),
        UserFactory(role=Role.CONSULTANT),
        UserFactory(role=Role.HEAD),
        photo.uploaded_by,
    ):
        client.logout()
        if person:
            client.force_login(person)
        found.append(client.get(address(photo)).status_code)
    return found


def photo_of_a_checked_business():
    photo = ProductPhotoFactory()
    Business.objects.filter(pk=photo.product.business_id).update(verified_at=NOW)
    return photo


def test_fm43_photo_of_what_is_not_in_the_catalogue_is_at_no_address(client, db):
    photo = ProductPhotoFactory()
    accounts.give_consent(user=photo.uploaded_by, purpose=CATALOGUE, at=NOW)

    # Nobody has looked at the business yet: the office lends its name to no stranger's picture.
    assert client.get(address(photo)).status_code == 404
    Business.objects.filter(pk=photo.product.business_id).update(verified_at=NOW)
    assert client.get(address(photo)).status_code == 200

    colleague = UserFactory()
    Membership.objects.create(business=photo.product.business, user=colleague)
    accounts.give_consent(user=colleague, purpose=CATALOGUE, at=NOW)
    accounts.withdraw_consent(user=colleague, purpose=CATALOGUE, at=NOW)
    assert client.get(address(photo)).status_code == 404


def test_fm48_photo_is_for_her_people_and_the_office_until_she_agrees(client, db):
    photo = photo_of_a_checked_business()

    assert statuses(client, photo) == [404, 404, 404, 200, 200]

    accounts.give_consent(user=photo.uploaded_by, purpose=CATALOGUE, at=NOW)

    assert statuses(client, photo) == [200] * 5


def test_fm49_withdrawing_hides_the_photo_within_the_request(client, db):
    photo = photo_of_a_checked_business()
    accounts.give_consent(user=photo.uploaded_by, purpose=CATALOGUE, at=NOW)
    etag = client.get(address(photo))["ETag"]
    client.force_login(photo.uploaded_by)

    client.post(reverse("accounts:catalogue"), {})

    client.logout()
    assert client.get(address(photo)).status_code == 404
    # Nor does a browser that still has it learn that it may go on showing it.
    assert client.get(address(photo), headers={"if-none-match": etag}).status_code == 404
    consent = Consent.objects.get()
    assert consent.withdrawn_at >= consent.given_at


def test_photo_of_one_who_left_the_business_is_hidden_again(client, db):
    photo = ProductPhotoFactory()
    accounts.give_consent(user=photo.uploaded_by, purpose=CATALOGUE, at=NOW)
    photo.product.business.memberships.update(is_active=False)

    assert client.get(address(photo)).status_code == 404
    client.force_login(photo.uploaded_by)
    assert client.get(address(photo)).status_code == 404


def test_fm43_photo_of_an_account_that_was_shut_is_hidden(client, db):
    photo = photo_of_a_checked_business()
    accounts.give_consent(user=photo.uploaded_by, purpose=CATALOGUE, at=NOW)
    assert client.get(address(photo)).status_code == 200

    type(photo.uploaded_by).objects.update(is_active=False)

    assert client.get(address(photo)).status_code == 404


@pytest.mark.parametrize("purpose", [Consent.Purpose.SERVICE, Consent.Purpose.REMINDERS])
def test_fm49_no_other_consent_shows_a_photo(client, db, purpose):
    photo = ProductPhotoFactory()
    accounts.give_consent(user=photo.uploaded_by, purpose=purpose, at=NOW)

    assert client.get(address(photo)).status_code == 404


def test_the_box_for_the_public_is_unticked_and_counts_only_when_ticked(client, business):
    assert 'name="show_to_all" class="form-check-input"' in client.get(
        page(business)
    ).content.decode().replace("checkboxinput form-check-input", "form-check-input")
    assert "checked" not in client.get(page(business)).content.decode()

    send(client, business)
    assert not Consent.objects.exists()

    send(client, business, show_to_all="on")
    consent = Consent.objects.get()
    assert (consent.purpose, consent.text_version) == (CATALOGUE, "2026-11")


def test_the_box_is_not_asked_again_and_leaving_it_out_takes_nothing_back(client, business):
    accounts.give_consent(user=business.people.get(), purpose=CATALOGUE, at=NOW)

    assert "show_to_all" not in client.get(page(business)).content.decode()
    send(client, business)

    assert Consent.objects.live().filter(purpose=CATALOGUE).exists()


def test_photo_page_is_for_her_own_business(client, owner):
    stranger = BusinessFactory()

    assert client.get(page(stranger)).status_code == 404
    assert send(client, stranger).status_code == 404
    remove = reverse("businesses:photo_remove", args=[stranger.public_id])
    assert client.post(remove).status_code == 404


def test_fm17_a_photo_sent_twice_is_one_photo(client, business):
    key = uuid4()

    first, second = (send(client, business, submission_key=key) for _time in range(2))

    assert first.url == second.url
    assert ProductPhoto.objects.count() == 1


def test_photo_without_a_file_says_what_to_do(client, business):
    response = client.post(page(business), {"submission_key": uuid4()})

    assert response.status_code == 422
    assert "Silakan pilih fotonya dulu." in response.content.decode()


def test_new_photo_takes_the_place_of_the_old_one_once_it_is_ready(client, business, worker):
    with worker():
        send(client, business)
    old = ProductPhoto.objects.get()

    send(client, business, picture(size=(640, 480)))
    meanwhile = client.get(address(old)).status_code
    new = ProductPhoto.objects.latest("pk")
    with worker():
        tasks.process_photo(photo_id=new.pk)

    old.refresh_from_db()
    new.refresh_from_db()
    assert meanwhile == 200
    assert (old.state, new.state) == (State.REMOVED, State.READY)
    assert stored() == sorted([new.small.name, new.large.name])


def test_a_broken_new_photo_leaves_the_old_one_in_its_place(client, business, worker):
    with worker():
        send(client, business)
    with worker():
        send(client, business, picture(size=(1600, 1200))[:9000])

    states = list(ProductPhoto.objects.order_by("pk").values_list("state", flat=True))
    assert states == [State.READY, State.FAILED]
    shown = client.get(page(business)).content.decode()
    assert address(ProductPhoto.objects.earliest("pk")) in shown
    assert "tidak bisa dibuka" in shown


def test_removed_photo_loses_its_files_and_keeps_its_row(client, business, worker):
    with worker():
        send(client, business)
        client.post(reverse("businesses:photo_remove", args=[business.public_id]))
        client.post(reverse("businesses:photo_remove", args=[business.public_id]))

    photo = ProductPhoto.objects.get()
    assert (photo.state, photo.small.name, photo.large.name) == (State.REMOVED, "", "")
    assert stored() == []


def test_fm17_processing_twice_is_done_once(business, worker, monkeypatch):
    made = []
    remake = images.remake
    monkeypatch.setattr(images, "remake", lambda data, **how: made.append(1) or remake(data, **how))
    photo = add(business)

    with worker():
        answers = [tasks.process_photo(photo_id=photo.pk) for _time in range(2)]

    assert answers == [State.READY, "not ours"]
    assert made == [1]
    assert len(stored()) == 2


@pytest.mark.django_db(transaction=True)
def test_fm25_two_workers_at_once_make_one_photo(monkeypatch):
    monkeypatch.setattr(queue, "enqueue", lambda *args, **ids: None)
    photo = add(BusinessFactory())

    answers = all_at_once([lambda: services.process_photo(photo_id=photo.pk)] * 3)

    assert sorted(answers) == sorted([State.READY, "not ours", "not ours"])
    assert len(stored()) == 2


def test_photo_whose_worker_never_came_is_found_by_beat(business, worker, portal_clock):
    photo = add(business)  # the poke after the commit is lost

    with worker():
        early = tasks.sweep_uploads()
    portal_clock(LATER)
    with worker():
        late = tasks.sweep_uploads()

    photo.refresh_from_db()
    assert (early, late, photo.state) == (0, 1, State.READY)


def test_photo_whose_worker_was_killed_half_way_is_made_by_the_next(business, worker, monkeypatch):
    class Killed(BaseException):
        pass

    def die(*_args, **_options):
        raise Killed

    photo = add(business)
    with monkeypatch.context() as patch:
        patch.setattr(services.uploads, "keep", die)
        with pytest.raises(Killed):
            services.process_photo(photo_id=photo.pk)
    photo.refresh_from_db()
    assert photo.state == State.PROCESSING

    with worker():
        assert services.sweep_uploads(at=LATER) == 1

    photo.refresh_from_db()
    assert photo.state == State.READY


def test_photo_that_kills_every_worker_is_given_up_after_three(business, worker):
    photo = add(business)
    ProductPhoto.objects.update(attempts=Upload.MAX_ATTEMPTS)

    with worker():
        assert services.process_photo(photo_id=photo.pk) == "not ours"
        assert services.sweep_uploads(at=LATER) == 0

    photo.refresh_from_db()
    assert photo.state == State.FAILED
    assert stored() == []


def test_the_queue_being_down_only_delays_a_photo(client, business, monkeypatch, worker):
    def unreachable(*_args, **_options):
        raise ConnectionError

    monkeypatch.setattr("celery.canvas.Signature.apply_async", unreachable)
    with worker():
        assert send(client, business).status_code == 302
    monkeypatch.undo()

    with worker():
        services.sweep_uploads(at=LATER)

    assert ProductPhoto.objects.get().state == State.READY


@pytest.mark.parametrize(("old", "new"), list(product(State.values, State.values)))
def test_fm16_an_upload_moves_as_the_table_says_and_no_other_way(old, new):
    upload = ProductPhoto(state=old)
    allowed = {
        (State.PROCESSING, State.READY),
        (State.PROCESSING, State.FAILED),
        (State.PROCESSING, State.REMOVED),
        (State.READY, State.REMOVED),
        (State.FAILED, State.REMOVED),
    }

    if (old, new) in allowed:
        upload.become(State(new))
        assert upload.state == new
    else:
        with pytest.raises(ValueError, match="never goes"):
            upload.become(State(new))


@pytest.mark.parametrize("state", [State.READY, State.PROCESSING])
def test_the_database_refuses_a_second_photo_of_one_state(db, state):
    photo = ProductPhotoFactory(state=state)

    with pytest.raises(IntegrityError), transaction.atomic():
        ProductPhotoFactory(product=photo.product, state=state)


def test_photo_ticks_off_the_remark_of_the_office(business):
    decision = Decision.objects.create(
        business=business, outcome="NEEDS_FIXING", made_by=UserFactory(), made_at=NOW
    )
    remark = FieldRemark.objects.create(decision=decision, field="PHOTO", text="Foto buram.")

    add(business)

    remark.refresh_from_db()
    assert remark.mended_at == NOW


@pytest.mark.parametrize("count", [1, 3])
def test_photo_page_query_count(client, business, owner, django_assert_num_queries, count):
    for _number in range(count - 1):
        ProductPhotoFactory(product__business=business, state=State.REMOVED)
    ProductPhotoFactory(product__business=business)
    client.get(page(business))

    with django_assert_num_queries(12):
        client.get(page(business))


def test_photo_file_query_count(client, db, django_assert_num_queries):
    photo = ProductPhotoFactory()
    accounts.give_consent(user=photo.uploaded_by, purpose=CATALOGUE, at=NOW)

    with django_assert_num_queries(1):
        client.get(address(photo))
