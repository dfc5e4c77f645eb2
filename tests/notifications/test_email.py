"""What leaves the house: the text of a mail, and that nothing typed by anyone can bend it."""

from email import message_from_bytes, policy

import pytest
from django.conf import settings

from consultations import notifications as booking_notifications
from consultations import services as consultations
from plut_portal.notifications import kinds, services
from plut_portal.notifications.models import Delivery
from tests.factories import (
    BusinessFactory,
    ConsultantFactory,
    DeliveryFactory,
    ExpertiseFactory,
    ReachableUserFactory,
    SessionRecordFactory,
)
from tests.times import NOW, THURSDAY_8, TOMORROW_8

pytestmark = pytest.mark.django_db


def arrived(sink):
    """The one mail at the server, as the receiver's program reads it."""
    [(receivers, content)] = sink.mails
    return receivers, message_from_bytes(content, policy=policy.default)


def book(**fields):
    owner = ReachableUserFactory(full_name="Sumiati Rahayu")
    business = BusinessFactory(owner=owner, name="Keripik Bu Sumiati", **fields)
    field = ExpertiseFactory(name="Produksi", bring="Dua bungkus produk\nCatatan resep, bila ada")
    consultant = ConsultantFactory(user__full_name="Rini Astuti", expertise=field)
    return consultations.book_time(
        consultant=consultant,
        expertise=field,
        business=business,
        booked_by=owner,
        starts_at=TOMORROW_8,
        topic="Cepat melempem",
        at=NOW,
    )


def body_of(booking, kind, *, to=None):
    return Delivery.objects.get(
        message__topic=booking.message_topic,
        message__version=booking.revision,
        message__kind=kind,
        message__recipient=to or booking.booked_by,
        channel="EMAIL",
    ).message.body


# --- The frame of every mail --------------------------------------------------------------------


def test_email_carries_everything_a_receiver_needs(smtp_sink, office):
    delivery = DeliveryFactory(
        message__recipient=ReachableUserFactory(
            full_name="Sumiati Rahayu", email="sumiati@contoh.example"
        ),
        message__subject="Satu sesi pindah",
        message__body="Sesi Anda pindah.",
        message__link="/jadwal/",
        message__code="ABCDEFGH",
    )

    services.deliver(delivery_id=delivery.pk, at=NOW)

    receivers, mail = arrived(smtp_sink)
    site = settings.SITE_URL
    assert receivers == ["sumiati@contoh.example"]
    assert (mail["Subject"], mail["Reply-To"]) == ("Satu sesi pindah", "kantor@plut.example")
    assert (mail.get_content_type(), mail["Auto-Submitted"]) == ("text/plain", "auto-generated")
    assert mail.get_content().splitlines() == [
        "Halo Sumiati,",
        "",
        "Sesi Anda pindah.",
        "",
        "Lihat di portal:",
        f"{site}/jadwal/",
        "",
        "Semua layanan kami gratis. Kami tidak pernah meminta uang atau kata sandi.",
        "",
        "PLUT-KUMKM Kota Batu",
        "Jalan Contoh 1, Batu",
        "Senin–Jumat, mulai 08.00 WIB",
        "Telepon: 0341 000 000",
        "",
        "Kode cek pesan ini: ABCD-EFGH",
        "Pastikan pesan ini benar dari kami:",
        f"{site}/cek/ABCDEFGH/",
    ]


def test_email_of_an_office_not_yet_set_up_has_no_empty_lines_in_a_row(mailoutbox):
    delivery = DeliveryFactory()

    services.deliver(delivery_id=delivery.pk, at=NOW)

    assert "\n\n\n" not in mailoutbox[0].body


def test_a_secret_is_in_the_mail_and_in_no_row(monkeypatch, mailoutbox):
    kind = kinds.Kind("NOTE", "Catatan", secret=lambda message, at: "481516")
    monkeypatch.setitem(kinds._registry, "NOTE", kind)
    delivery = DeliveryFactory(message__kind="NOTE")

    services.deliver(delivery_id=delivery.pk, at=NOW)

    row = Delivery.objects.select_related("message").get()
    assert "\n481516\n" in mailoutbox[0].body
    assert "481516" not in str(row.__dict__ | row.message.__dict__)


# --- FM-33: injection ------------------------------------------------------------------------------


def test_fm33_a_line_break_in_a_subject_forges_no_header(smtp_sink):
    subject = "Jadwal\r\nBcc: korban@contoh.example\n\nIsi palsu"
    delivery = DeliveryFactory(message__subject=subject)

    services.deliver(delivery_id=delivery.pk, at=NOW)

    receivers, mail = arrived(smtp_sink)
    assert receivers == [delivery.message.recipient.email]
    assert mail["Subject"] == "Jadwal Bcc: korban@contoh.example Isi palsu"
    assert (mail["Bcc"], mail["To"]) == (None, delivery.message.recipient.email)


def test_fm33_an_address_with_a_line_break_reaches_nobody(smtp_sink):
    person = ReachableUserFactory(email="a@contoh.example\nBcc: korban@contoh.example")
    delivery = DeliveryFactory(message__recipient=person)

    with pytest.raises(ValueError, match=r"(?i)newline|header|address"):
        services.deliver(delivery_id=delivery.pk, at=NOW)

    assert smtp_sink.mails == []


@pytest.mark.parametrize(
    "name",
    [
        "<a href=https://palsu.example>Menang</a>",
        "[hadiah](https://palsu.example)",
        "https://palsu.example",
        "palsu.example",
        "Bu palsu.example",
        "www.palsu.example",
        "Sumiati\nBcc:korban@contoh.example",
        "{{7*7}}",
        "{%now%}",
        "",
    ],
)
def test_fm33_what_is_not_a_name_is_not_greeted(name, mailoutbox):
    delivery = DeliveryFactory(message__recipient=ReachableUserFactory(full_name=name))

    services.deliver(delivery_id=delivery.pk, at=NOW)

    first, second = mailoutbox[0].body.splitlines()[:2]
    greeted = "Halo Sumiati," if name.startswith("Sumiati") else "Halo,"
    assert (first, second) == (greeted, "")
    assert "palsu.example" not in mailoutbox[0].body
    assert mailoutbox[0].to == [delivery.message.recipient.email]


@pytest.mark.parametrize(
    ("name", "greeted"),
    [
        ("Sumiati", "Sumiati"),
        ("Nur\u2019aini Rahayu", "Nur\u2019aini"),
        ("Ma'ruf", "Ma'ruf"),
        ("Siti-Aisyah", "Siti-Aisyah"),
        ("H. Rahmat Hidayat", "H. Rahmat"),
        ("Bu Tutik", "Bu Tutik"),
        ("Ağaoğlu", "Ağaoğlu"),
    ],
)
def test_names_are_greeted(name, greeted, mailoutbox):
    delivery = DeliveryFactory(message__recipient=ReachableUserFactory(full_name=name))

    services.deliver(delivery_id=delivery.pk, at=NOW)

    assert mailoutbox[0].body.startswith(f"Halo {greeted},\n")


def test_fm33_html_and_markdown_arrive_as_they_were_typed(smtp_sink):
    label = "<a href=https://palsu.example>Klik</a> [x](https://palsu.example) & {{ 7 }}"
    booking = book()
    business = booking.business
    business.name = label
    business.save()
    booking = consultations.cancel_booking(
        booking=booking, by=booking.consultant.user, at=NOW, reason="<b>Sakit</b>"
    )
    row = Delivery.objects.get(message__kind="BOOKING_CANCELLED", channel="EMAIL")

    services.deliver(delivery_id=row.pk, at=NOW)

    _receivers, mail = arrived(smtp_sink)
    text = mail.get_content()
    assert mail.get_content_type() == "text/plain"
    assert f"Usaha: {label}" in text.splitlines()
    assert "Alasan: <b>Sakit</b>" in text.splitlines()


# --- The texts of consultations ------------------------------------------------------------------

FACTS = [
    "Kapan: Rabu, 25 November 2026, 08.00–09.00 WIB",
    "Dengan: Rini Astuti, Produksi",
    "Tempat: PLUT-KUMKM Kota Batu, Jalan Contoh 1, Batu",
    "Usaha: Keripik Bu Sumiati",
]


def facts(booking):
    return [*FACTS, f"Kode jadwal: {booking.code_text}"]


BRING = [
    "Yang perlu dibawa:",
    "- Dua bungkus produk",
    "- Catatan resep, bila ada",
    "Belum punya? Datang saja.",
]
CANCEL = (
    "Berhalangan? Mohon batalkan lewat portal sampai Rabu, 25 November 2026, 06.00 WIB, "
    "supaya pelaku usaha lain dapat memakai waktunya."
)


@pytest.mark.parametrize(
    ("kind", "first"),
    [
        (
            "BOOKING_CONFIRMED",
            "Konsultasi Anda sudah terjadwal. Gratis, dan kami tunggu kedatangan Anda.",
        ),
        ("BOOKING_REMINDER_DAY", "Kami ingatkan jadwal konsultasi Anda:"),
    ],
)
def test_text_before_a_consultation(kind, first, office):
    booking = book()

    text = body_of(booking, kind)

    assert text.splitlines() == [first, "", *facts(booking), "", *BRING, "", CANCEL]


def test_text_two_hours_before_says_whom_to_call(office):
    booking = book()

    text = body_of(booking, "BOOKING_REMINDER_HOURS")

    assert text.splitlines() == [
        "Sebentar lagi waktunya konsultasi Anda:",
        "",
        *facts(booking),
        "",
        *BRING,
        "",
        "Ternyata berhalangan? Mohon telepon 0341 000 000.",
    ]


def test_no_text_promises_a_cancellation_that_is_no_longer_possible(office):
    booking = book()
    moved = consultations.move_booking(
        booking=booking, starts_at=THURSDAY_8, by=booking.booked_by, at=NOW
    )
    late = consultations.move_booking(
        booking=moved,
        starts_at=TOMORROW_8,
        by=moved.consultant.user,
        at=TOMORROW_8.replace(hour=6),
        reason="Rapat",
    )

    assert "Berhalangan?" in body_of(moved, "BOOKING_MOVED")
    assert "Berhalangan?" not in body_of(late, "BOOKING_MOVED")


def test_text_of_a_move_gives_the_new_time_to_owner_and_consultant(office):
    booking = book()
    booking = consultations.move_booking(
        booking=booking, starts_at=THURSDAY_8, by=booking.booked_by, at=NOW
    )

    owner = body_of(booking, "BOOKING_MOVED").splitlines()
    consultant = body_of(booking, "AGENDA_CHANGED", to=booking.consultant.user).splitlines()
    assert owner[:3] == [
        "Jadwal konsultasi Anda berubah. Jadwal yang lama tidak berlaku lagi.",
        "",
        "Kapan: Kamis, 26 November 2026, 08.00–09.00 WIB",
    ]
    assert consultant == [
        "Satu sesi di agenda Anda pindah ke waktu ini:",
        "",
        "Kapan: Kamis, 26 November 2026, 08.00–09.00 WIB",
        "Bidang: Produksi",
        "Usaha: Keripik Bu Sumiati",
    ]


def test_text_of_a_cancellation_gives_the_reason(office):
    booking = book()
    booking = consultations.cancel_booking(
        booking=booking, by=booking.booked_by, at=NOW, reason="Anak saya sakit"
    )

    owner = body_of(booking, "BOOKING_CANCELLED").splitlines()
    consultant = body_of(booking, "AGENDA_CHANGED", to=booking.consultant.user).splitlines()
    assert owner == [
        "Konsultasi ini dibatalkan. Anda tidak perlu datang.",
        "",
        *facts(booking),
        "",
        "Alasan: Anak saya sakit",
        "",
        "Sudah masuk kalender HP? Di halaman jadwal ini ada berkas untuk menghapusnya dari kalender.",
        "",
        "Silakan pesan waktu lain lewat portal, gratis. Ada pertanyaan? Telepon 0341 000 000.",
    ]
    assert consultant[0] == "Sesi ini di agenda Anda dibatalkan; waktunya kosong kembali:"
    assert consultant[-1] == "Alasan: Anak saya sakit"


def test_text_of_a_record_never_carries_what_was_written(office):
    record = SessionRecordFactory(advice="Tiriskan lima menit lebih lama.")
    booking = record.booking

    booking_notifications.session_recorded(booking, by=record.recorded_by, at=booking.ends_at)

    text = body_of(booking, "SESSION_RECORDED")
    assert text.startswith("Resep Usaha dari konsultasi Anda dengan Rini Astuti")
    assert "Rabu, 25 November 2026, 08.00 WIB" in text
    assert "Tiriskan" not in text


def test_no_text_says_today_or_tomorrow(office):
    """A reminder that is held up must not lie about the day."""
    booking = book()

    texts = [d.message.body.lower() for d in Delivery.objects.about(booking.message_topic)]

    assert [word for word in ("besok", "hari ini", "nanti siang") for t in texts if word in t] == []
