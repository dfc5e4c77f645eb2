"""The guest book of the last days: who came without an appointment, and who came in a group."""

from datetime import datetime, time, timedelta

from businesses.models import Village
from consultations import services
from consultations.models import Booking, Constraint, Expertise, NextStep, Visit
from plut_portal.accounts.models import User
from plut_portal.core import formats
from plut_portal.core.workdays import is_workday
from plut_portal.insights.demo import past
from plut_portal.notifications.models import Message

# Days ago, name, goods, village, field, what it was about, what the counter did.
GUESTS = (
    (9, "Mbok Yatmi", "jamu beras kencur", "Giripurno", "pemasaran", "CONSULTANT"),
    (6, "Paijan", "sapu ijuk", "Tulungrejo", "kelembagaan", "COUNTER"),
    (2, "Bu Lastri", "sambal apel", "Sidomulyo", "produksi", "CONSULTANT"),
)
NOTES = {
    "jamu beras kencur": "Ingin jamunya bisa dititipkan di toko oleh-oleh.",
    "sapu ijuk": "Bertanya syarat NIB; diberi lembar langkahnya.",
    "sambal apel": "Sambalnya berair setelah seminggu.",
}
GROUPS = (
    (12, "STUDY_VISIT", "Dinas Koperasi Kabupaten Blitar", 14, "Belajar alur layanan PLUT."),
    (4, "STUDENTS", "Universitas Brawijaya", 32, "Kuliah lapangan kewirausahaan."),
)


def fill(*, at: datetime) -> None:
    officer = User.objects.get(email="loket@plut.example")
    for days, name, makes, village, field, step in GUESTS:
        moment = _morning(at, days)
        visit = services.record_guest(
            person=services.NewPerson(full_name=name),
            makes=makes,
            village=Village.objects.get(name=village),
            expertise=Expertise.objects.get(slug=field),
            note=NOTES[makes],
            next_step=NextStep(step),
            by=officer,
            at=moment,
        )
        if visit.booking:
            _record(visit.booking, at=moment + timedelta(hours=1))
        past.settle_outbox(until=at)
    for days, kind, institution, headcount, note in GROUPS:
        services.record_group(
            kind=Visit.Kind(kind),
            institution=institution,
            headcount=headcount,
            note=note,
            by=officer,
            at=_morning(at, days),
        )


def _morning(at: datetime, days: int) -> datetime:
    """Twenty to ten on that day, or on the working day before it."""
    day = formats.wib_day(at) - timedelta(days=days)
    while not is_workday(day):
        day -= timedelta(days=1)
    return formats.at_wib(day, time(9, 40))


def _record(booking: Booking, *, at: datetime) -> None:
    services.record_session(
        booking=booking,
        outcome=Booking.Status.ATTENDED,
        by=booking.consultant.user,
        at=at,
        note=services.SessionNote(
            advice="Uji simpan tiga botol di suhu ruang selama dua minggu, lalu bawa kembali.",
            problem=booking.topic,
            constraint=Constraint.objects.filter(expertise=booking.expertise).order_by("pk")[0],
            actions=[("Uji simpan tiga botol", formats.wib_day(at) + timedelta(days=14))],
        ),
    )
    messages = Message.objects.filter(topic=booking.message_topic)
    past.backdate(at, booking.history.all(), messages)
