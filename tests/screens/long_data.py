"""The demonstration stretched: long names, three-line addresses, forty rows of everything."""

from copy import copy
from datetime import timedelta
from uuid import uuid4

from businesses.models import Business, Membership, Product
from consultations.models import (
    ActionItem,
    Booking,
    Consultant,
    Expertise,
    MentoringCase,
    SessionRecord,
)
from plut_portal.accounts.models import User
from plut_portal.core import clock
from plut_portal.core.models import OfficeIdentity
from plut_portal.notifications.models import Delivery, Message, new_code
from trainings.models import Certificate, Course, Meeting, Output, OutputComment, Stage, Track

ROWS = 40
NAME = "Raden Roro Sri Rejeki Wulandari Kusumaningrum Adiwijayaningsih"
BUSINESS = "Kelompok Usaha Bersama Keripik Buah dan Sari Apel Lereng Arjuno"
ADDRESS = (
    "Jalan Panglima Sudirman Gang Kenanga Nomor 127B, RT 03 RW 11, Dusun Krajan Wetan,"
    " di belakang balai desa sebelah utara lapangan voli, masuk lewat jalan kecil di samping"
    " musala Al-Ikhlas, pagar hijau, rumah kedua dari ujung"
)
TOPIC = (
    "Keripik apel saya cepat melempem setelah dua minggu padahal sudah memakai kemasan tebal,"
    " pembeli di luar kota mengeluh, dan saya belum tahu apakah penyebabnya minyak, waktu"
    " tiris, kadar air, atau cara menyimpannya di gudang yang lembap. "
)
WORD = "hiperkompartementalisasinya" * 2


def lengthen(owner: User, consultant_user: User) -> None:
    consultant = consultant_user.consultant
    User.objects.filter(groups__isnull=True).update(full_name=NAME)
    User.objects.filter(pk=consultant_user.pk).update(full_name=NAME)
    Business.objects.update(name=BUSINESS, address=ADDRESS, makes=(TOPIC + WORD)[:160])
    Product.objects.update(
        name=f"{BUSINESS} rasa {WORD}"[:160],
        description=(TOPIC * 4)[:800],
        pack=WORD[:60],
        price=123_456_789,
    )
    Consultant.objects.update(bio=(TOPIC * 3)[:600])
    Expertise.objects.update(summary=TOPIC[:200])
    Booking.objects.update(topic=(TOPIC * 3 + WORD)[:600])
    Booking.objects.filter(status="CANCELLED").update(cancel_reason=TOPIC[:200])
    SessionRecord.objects.update(problem=TOPIC * 3, findings=TOPIC * 3, advice=TOPIC * 7)
    ActionItem.objects.update(text=TOPIC[:200])
    Message.objects.update(subject=f"{BUSINESS}: {TOPIC}"[:160])
    office = OfficeIdentity.load()
    office.name, office.address = f"{office.name} {NAME}"[:120], ADDRESS[:250]
    office.save()
    _long_trainings()
    _many_businesses(owner)
    _many_bookings(owner.businesses.order_by("pk")[0], consultant)
    _many_messages(owner)


def _long_trainings() -> None:
    titled = f"{WORD} dan {TOPIC}"
    Track.objects.update(name=titled[:100], summary=TOPIC[:200], audience=(TOPIC * 3)[:800])
    Stage.objects.update(name=titled[:100], output_name=TOPIC[:100], output_help=TOPIC[:300])
    Course.objects.update(title=titled[:120], topics=TOPIC * 3)
    Meeting.objects.update(place=ADDRESS[:160], trainer_name=NAME, bring=(TOPIC * 2)[:500])
    Output.objects.update(note=(TOPIC * 3)[:600])
    OutputComment.objects.update(text=(TOPIC * 4)[:1000])
    Certificate.objects.update(holder_name=NAME, business_name=BUSINESS)
    MentoringCase.objects.update(goal=TOPIC[:200])


def _many_businesses(owner: User) -> None:
    others = Business.objects.exclude(people=owner).order_by("pk")[:ROWS]
    Membership.objects.bulk_create(Membership(business=b, user=owner) for b in others)


def _many_bookings(business: Business, consultant: Consultant) -> None:
    """Past ones without an outcome, before everything else the demonstration tells of."""
    pattern = consultant.bookings.order_by("starts_at")[0]
    bookings = []
    for number in range(ROWS):
        booking = copy(pattern)
        booking.pk, booking.public_id, booking.business = None, uuid4(), business
        booking.status, booking.code = Booking.Status.BOOKED, Booking.objects.unused_code()
        for moment in ("starts_at", "ends_at", "occupied_until"):
            setattr(booking, moment, getattr(pattern, moment) - timedelta(days=number + 1))
        bookings.append(booking)
    Booking.objects.bulk_create(bookings)


def _many_messages(owner: User) -> None:
    pattern = Message.objects.visible_to(owner).order_by("-due_at")[0]
    now = clock.now()
    for number in range(ROWS):
        message = copy(pattern)
        message.pk, message.public_id, message.code = None, uuid4(), new_code()
        message.topic = f"long:{number}"
        message.due_at = pattern.due_at - timedelta(hours=number)
        message.save()
        Delivery.objects.create(
            message=message,
            channel=Delivery.Channel.INBOX,
            state=Delivery.State.SENT,
            due_at=now,
            sent_at=message.due_at,
        )
