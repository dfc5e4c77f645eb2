"""What goes with two session records: files beside them, and an addition once they were locked."""

from datetime import datetime, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from businesses.models import Business
from consultations import services as consultation_services
from consultations.models import Booking, SessionAttachment, SessionRecord
from plut_portal.insights.demo import past, pictures

ADDED = (
    "Hasil uji simpan sudah ada: dengan plastik baru keripik masih renyah setelah tiga minggu."
    " Silakan lanjutkan dengan plastik itu."
)
REASON = "Hasil uji simpan baru keluar minggu ini."


def add(*, at: datetime) -> None:
    """A photo, a calculation and an addition to the last record of the first business; a paper to
    the latest record of all."""
    first = Business.objects.get(name=pictures.GOODS[0].business)
    records = SessionRecord.objects.select_related("booking__consultant__user")
    locked = records.filter(booking__business=first).latest("booking__starts_at").booking
    photo = pictures.draw(pictures.GOODS[0])
    _attach(locked, "Foto kemasan baru", photo)
    _attach(locked, "Hitungan biaya keluarga", pictures.PAPER, internal=True)
    latest = records.exclude(booking__business=first).latest("booking__starts_at").booking
    _attach(latest, "Contoh catatan keuangan", pictures.PAPER)
    consultation_services.add_addendum(
        booking=locked,
        text=ADDED,
        reason=REASON,
        by=locked.consultant.user,
        at=at - timedelta(hours=1),
    )
    past.settle_outbox(until=at)


def _attach(booking: Booking, title: str, data: bytes, *, internal: bool = False) -> None:
    audience = SessionAttachment.Audience.INTERNAL if internal else SessionAttachment.Audience.OWNER
    attachment = consultation_services.add_attachment(
        booking=booking,
        title=title,
        audience=audience,
        file=SimpleUploadedFile("berkas", data),
        by=booking.consultant.user,
        at=booking.record.recorded_at,
    )
    consultation_services.process_attachment(attachment_id=attachment.pk)
