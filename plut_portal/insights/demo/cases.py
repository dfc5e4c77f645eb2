"""Three mentoring cases: two consultants on one, a colleague asked on another, one that is over."""

from datetime import datetime, timedelta

from consultations import services
from consultations.models import Booking, Consultant, MentoringCase, Referral
from plut_portal.insights.demo import past
from plut_portal.notifications.models import Message

GOAL = "Keripik apel masuk toko oleh-oleh di alun-alun: rasa tetap, label lengkap, harga pas."
GOAL_ASKED = "Punya P-IRT dan harga jual yang menutup biaya sebelum musim liburan."
GOAL_DONE = "Menjual lewat WhatsApp Business dengan katalog sendiri."


def live_through(*, at: datetime) -> None:
    """Open, refer, answer and close through the services, each at its own moment before `at`."""
    production, legality, marketing = (
        Consultant.objects.get(user__email=f"{name}@plut.example")
        for name in ("rini", "bagus", "dewi")
    )
    first = _open(production, GOAL, at=at - timedelta(days=6))
    for booking in first.business.bookings.filter(
        consultant=production, case=None, status="ATTENDED"
    ):
        services.add_session(
            case=first, booking=booking, by=production.user, at=at - timedelta(days=6)
        )
        past.backdate(at - timedelta(days=6), booking.history.all())
    message = "Produknya sudah ajek. Mohon bantu foto, label, dan cara menawarkan ke toko."
    referral = _ask(first, marketing, message, at=at - timedelta(days=5))
    services.accept(
        referral=referral,
        by=marketing.user,
        at=at - timedelta(days=4),
        note="Siap. Saya mulai dari labelnya.",
    )
    _say_when(referral, at - timedelta(days=4))
    asked = _open(legality, GOAL_ASKED, at=at - timedelta(days=3), other_than=first)
    message = "Resepnya belum ajek, jadi penyuluhan P-IRT bisa gagal. Bisa bantu soal produksinya?"
    _ask(asked, production, message, at=at - timedelta(hours=5))
    over = _open(marketing, GOAL_DONE, at=at - timedelta(days=30), other_than=first)
    services.close_case(
        case=over,
        outcome=MentoringCase.Outcome.REACHED,
        text="Katalog berisi dua belas produk, dan pesanan pertama sudah dikirim ke Surabaya.",
        by=marketing.user,
        at=at - timedelta(days=9),
    )
    past.backdate(at - timedelta(days=9), over.history.filter(status="CLOSED"))
    past.settle_outbox(until=at)


def _open(
    consultant: Consultant,
    goal: str,
    *,
    at: datetime,
    other_than: MentoringCase | None = None,
) -> MentoringCase:
    """From the consultant's latest session before that day; the first login's, where there is one."""
    held = consultant.bookings.filter(status=Booking.Status.ATTENDED, ends_at__lt=at, case=None)
    if other_than:
        held = held.exclude(business=other_than.business)
        booking = held.order_by("-starts_at", "-pk")[0]
    else:
        booking = held.order_by("business", "-starts_at", "-pk")[0]
    case = services.open_case(
        business=booking.business,
        lead=consultant,
        goal=goal,
        booking=booking,
        by=consultant.user,
        at=at,
    )
    past.backdate(at, case.history.all(), MentoringCase.objects.filter(pk=case.pk))
    past.backdate(at, booking.history.all())
    return case


def _ask(case: MentoringCase, colleague: Consultant, message: str, *, at: datetime) -> Referral:
    referral = services.refer(
        case=case,
        kind=Referral.Kind.ASK_TO_JOIN,
        colleague=colleague,
        message=message,
        by=case.lead.user,
        at=at,
    )
    _say_when(referral, at)
    return referral


def _say_when(referral: Referral, moment: datetime) -> None:
    messages = Message.objects.filter(topic=referral.message_topic)
    past.backdate(moment, referral.case.history.all(), messages)
