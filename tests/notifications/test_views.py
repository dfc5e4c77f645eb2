"""The inbox, and the page where anyone checks whether a message is ours."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.urls import reverse

from consultations import services as consultations
from plut_portal.accounts.roles import Role, sync_groups
from plut_portal.notifications import services, views
from plut_portal.notifications.models import Delivery, Message
from tests.factories import (
    ArrivedFactory,
    BusinessFactory,
    ConsultantFactory,
    DeliveryFactory,
    MessageFactory,
    ReachableUserFactory,
    UserFactory,
)
from tests.times import NOW, TOMORROW_8

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]

INBOX = "/kotak-masuk/"
HOUR = timedelta(hours=1)


@pytest.fixture
def owner(client):
    person = UserFactory(full_name="Sumiati Rahayu")
    client.force_login(person)
    return person


def arrived(person, count=1, **fields):
    rows = [ArrivedFactory(message__recipient=person, **fields) for _row in range(count)]
    return [row.message for row in rows]


def snapshot():
    """A digest of every row of every table but the sessions."""
    tables = set(connection.introspection.table_names()) - {"django_session"}
    digests = {}
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(
                f"SELECT count(*), md5(string_agg(t::text, '|' ORDER BY t::text)) FROM {table} t"
            )
            digests[table] = cursor.fetchone()
    return digests


# --- Inbox --------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", [INBOX, f"{INBOX}9f1c6a3e-2f5b-4a57-9d51-0c6f1d2f7a10/"])
def test_anonymous_visitors_are_sent_to_the_login(client, path):
    response = client.get(path)

    assert (response.status_code, response.url) == (302, f"/akun/masuk/?next={path}")


def test_inbox_shows_what_has_arrived_newest_first(client, owner):
    for subject, due_at in (("Lama", NOW - HOUR), ("Baru", NOW)):
        arrived(owner, message__subject=subject, message__due_at=due_at)
    DeliveryFactory(message__recipient=owner, message__subject="Belum tiba", channel="INBOX")
    arrived(UserFactory(), message__subject="Milik orang lain")

    response = client.get(INBOX)

    assert [m.subject for m in response.context["page_obj"]] == ["Baru", "Lama"]
    assert response.context["unread_count"] == 2


def test_inbox_marks_what_is_unread(client, owner):
    arrived(owner, message__subject="Sudah", message__read_at=NOW)
    arrived(owner, message__subject="Belum")

    html = client.get(INBOX).content.decode()

    assert ("<strong>Belum</strong>" in html, "<span>Sudah</span>" in html) == (True, True)
    assert "2 pesan, 1 belum dibaca" in html


def test_inbox_is_paged(client, owner):
    arrived(owner, views.PAGE_SIZE + 1)

    pages = [client.get(INBOX, {"page": page}) for page in (1, 2, "x", 99)]

    assert [len(p.context["page_obj"]) for p in pages] == [views.PAGE_SIZE, 1, views.PAGE_SIZE, 1]


@pytest.mark.parametrize(
    ("role", "words"),
    [(None, "Pesan konsultasi gratis"), (Role.COUNTER_OFFICER, "menyangkut pekerjaan Anda")],
)
def test_an_empty_inbox_says_what_to_expect(client, role, words):
    client.force_login(UserFactory(role=role))

    assert words in client.get(INBOX).content.decode()


@pytest.mark.parametrize("count", [1, 2, 3, 40])
def test_inbox_query_count(client, owner, count, django_assert_num_queries):
    arrived(owner, count, message__link="/jadwal/")

    with django_assert_num_queries(6):
        response = client.get(INBOX)

    assert len(response.context["page_obj"]) == min(count, views.PAGE_SIZE)


def test_message_shows_its_text_escaped_and_its_code(client, owner):
    [message] = arrived(
        owner,
        message__body="Kapan: Rabu\n\n<script>alert(1)</script> [x](https://palsu.example)",
        message__code="ABCDEFGH",
        message__link="/jadwal/",
    )

    html = client.get(message.get_absolute_url()).content.decode()

    assert "&lt;script&gt;alert(1)&lt;/script&gt; [x](https://palsu.example)" in html
    assert 'href="https://palsu.example' not in html
    assert ("ABCD-EFGH" in html, 'href="/jadwal/"' in html) == (True, True)


@pytest.mark.parametrize("method", ["get", "head"])
def test_fm30_reading_a_message_changes_nothing(client, owner, method, mailoutbox):
    [message] = arrived(owner)
    client.get("/")
    before = snapshot()

    for path in (INBOX, message.get_absolute_url(), "/cek/", f"/cek/{message.code}/", "/cek/XXXX/"):
        getattr(client, method)(path)

    assert snapshot() == before
    assert mailoutbox == []


def test_message_read_marks_it(client, owner, portal_clock):
    [message, other] = arrived(owner, 2)

    response = client.post(reverse("notifications:message_read", args=[message.public_id]))

    assert (response.status_code, response.url) == (302, INBOX)
    message.refresh_from_db()
    assert message.read_at - NOW < timedelta(minutes=1)
    assert list(Message.objects.unread()) == [other]


def test_message_read_all_marks_only_ones_own(client, owner):
    arrived(owner, 2)
    [foreign] = arrived(UserFactory())

    client.post(reverse("notifications:message_read_all"))

    assert list(Message.objects.unread()) == [foreign]


@pytest.mark.parametrize("path", ["", "dibaca/"])
def test_acts_on_messages_are_posts_only(client, owner, path):
    [message] = arrived(owner)

    answers = [
        client.get(f"{INBOX}dibaca/").status_code,
        client.get(f"{message.get_absolute_url()}dibaca/").status_code,
        client.post(message.get_absolute_url()).status_code,
    ]

    assert answers == [405, 405, 405]
    assert Message.objects.unread().count() == 1


@pytest.mark.parametrize("role", [None, *Role])
def test_fm35_nobody_meets_another_persons_message(client, role):
    sync_groups()
    client.force_login(UserFactory(role=role))
    [message] = arrived(UserFactory())

    answers = [
        client.get(message.get_absolute_url()).status_code,
        client.post(f"{message.get_absolute_url()}dibaca/").status_code,
        client.get(f"{INBOX}{uuid4()}/").status_code,
    ]

    assert answers == [404, 404, 404]
    assert list(Message.objects.unread()) == [message]


def test_a_message_that_has_not_arrived_cannot_be_opened(client, owner):
    waiting = DeliveryFactory(message__recipient=owner, channel="INBOX").message

    assert client.get(waiting.get_absolute_url()).status_code == 404


# --- /cek/ ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed",
    [
        "ABCDEFGH",
        "abcdefgh",
        "ABCD-EFGH",
        "abcd efgh",
        " ABCD–EFGH ",
        "\uff41\uff42\uff43\uff44efgh",
    ],
)
def test_code_form_leads_to_the_answer_however_it_is_typed(client, typed):
    response = client.get("/cek/", {"kode": typed})

    assert (response.status_code, response.url) == (302, "/cek/ABCDEFGH/")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Ketik dulu kode yang ada di pesan."),
        ("ABC", "Kode cek berisi 8 huruf dan angka. Anda memasukkan 3."),
        ("ABCDEFGHJ", "Kode cek berisi 8 huruf dan angka. Anda memasukkan 9."),
        ("<script>", "Kode cek berisi 8 huruf dan angka. Anda memasukkan 6."),
        ("💥", "Kode cek berisi 8 huruf dan angka. Anda memasukkan 0."),
        ("/../../", "Kode cek berisi 8 huruf dan angka. Anda memasukkan 0."),
    ],
)
def test_code_form_says_what_is_wrong_and_keeps_what_was_typed(client, typed, sentence):
    response = client.get("/cek/", {"kode": typed})

    html = response.content.decode()
    assert (response.status_code, sentence in html) == (422, True)
    assert "<script>" not in html.split("<main")[1]
    assert response.context["form"]["kode"].value() == typed


@pytest.mark.parametrize("typed", ["a" * 4000, "\x00", "%"])
def test_code_form_survives_hostile_input(client, typed):
    assert client.get("/cek/", {"kode": typed}).status_code == 422


@pytest.mark.parametrize("spelling", ["ABCDEFGH", "abcdefgh", "abcd-efgh", "ABCD%20EFGH"])
def test_code_check_knows_a_message_of_ours_and_names_nobody(client, spelling):
    person = ReachableUserFactory(full_name="Sumiati Rahayu")
    message = MessageFactory(
        recipient=person,
        kind="BOOKING_CANCELLED",
        subject="Dibatalkan: konsultasi Rahayu",
        body="Anak Sumiati sakit",
        code="ABCDEFGH",
        due_at=NOW - timedelta(days=1),
    )
    DeliveryFactory(message=message, state="SENT", sent_at=NOW)

    response = client.get(f"/cek/{spelling}/")

    html = response.content.decode()
    assert response.status_code == 200
    for shown in ("Ya, pesan ini benar dari kami", "Jadwal dibatalkan", "24 November 2026"):
        assert shown in html
    for hidden in ("Sumiati", "Rahayu", person.email, person.phone, "sakit", "Dibatalkan:"):
        assert hidden not in html


@pytest.mark.parametrize("code", ["ZZZZZZZZ", "x", "ABCDEFG", "a" * 500, "<b>", "💥", "'--"])
def test_code_check_warns_calmly_of_a_code_we_do_not_know(client, code):
    MessageFactory(code="ABCDEFGH")

    response = client.get(reverse("notifications:code_check", args=[code]))

    html = response.content.decode()
    assert response.status_code == 404
    for shown in ("Kode ini tidak kami kenal", "Jangan membayar apa pun", "0341 000 000"):
        assert shown in html
    assert "<b></h1>" not in html


def test_code_check_stays_out_of_search_engines(client):
    message = MessageFactory()

    pages = [client.get(f"/cek/{code}/").content.decode() for code in (message.code, "ZZZZZZZZ")]

    assert [page.count('name="robots" content="noindex') for page in pages] == [1, 1]


def test_code_check_is_rate_limited(client, monkeypatch):
    monkeypatch.setattr(views, "CHECKS", 3)
    message = MessageFactory()

    answers = [client.get(f"/cek/{message.code}/").status_code for _try in range(5)]
    elsewhere = client.get(f"/cek/{message.code}/", REMOTE_ADDR="192.0.2.7").status_code

    assert answers == [200, 200, 200, 429, 429]
    assert elsewhere == 200


def test_codes_are_made_of_letters_that_cannot_be_confused():
    codes = {MessageFactory.build(recipient=None).code for _message in range(500)}

    assert len(codes) == 500
    assert not set("01IOLU") & set("".join(codes))


# --- FM-31: links in mails ----------------------------------------------------------------------


def test_fm31_opening_every_link_of_every_mail_changes_nothing(client, mailoutbox):
    """Mail scanners follow links, with GET and with HEAD, signed out and from a signed-in phone."""
    person = ReachableUserFactory()
    business = BusinessFactory(owner=person)
    consultant = ConsultantFactory()
    booking = consultations.book_time(
        consultant=consultant,
        expertise=consultant.expertises.get(),
        business=business,
        booked_by=person,
        starts_at=TOMORROW_8,
        topic="Cepat melempem",
        at=NOW,
    )
    for delivery in Delivery.objects.filter(channel="EMAIL"):
        services.deliver(delivery_id=delivery.pk, at=delivery.due_at)
    links = sorted(
        set(re.findall(r"https?://[^/\s]+(/\S*)", "\n".join(m.body for m in mailoutbox)))
    )
    mailoutbox.clear()

    for sign_in in (lambda: None, lambda: client.force_login(person)):
        sign_in()
        client.get("/")
        before = snapshot()
        answers = {getattr(client, m)(link).status_code for link in links for m in ("get", "head")}
        assert answers <= {200, 302}
        assert snapshot() == before

    assert booking.get_absolute_url() in links
    assert len(links) == 4
    assert mailoutbox == []
