"""The Resep Usaha as a page the owner keeps: who reads how much of it, and what fits on a sheet."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count
from math import ceil
from urllib.parse import quote

from django.conf import settings
from django.db.models import Prefetch, Q
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from consultations.models import (
    ActionItem,
    Addendum,
    Booking,
    Consultant,
    MentoringCase,
    SessionRecord,
)
from consultations.selectors.records import addenda_of
from plut_portal.accounts.models import User
from plut_portal.core import formats, qr
from plut_portal.notifications.models import Message

# What one A4 holds below the steps, by size of the letters: how many lines, and how many wide
# letters in each; beside long steps. Every line the steps do not use is one more.
SIZES = {"large": (12, 72), "usual": (24, 85), "small": (31, 105)}
STEP_LINES, STEP_WIDTH = 9, 75
# Beside longer ones, a text keeps at least as many.
LEAST_LINES = 4
MOST_OPEN, A_DAY = 9, timedelta(days=1)


@dataclass(frozen=True)
class Text:
    """One part of the record; `rest` stands on the portal and not on the sheet."""

    title: str
    head: str
    rest: str


@dataclass(frozen=True)
class Step:
    """An action and how it stands, in words."""

    action: ActionItem
    state: str
    is_late: bool = False


@dataclass(frozen=True)
class Resep:
    """What one person may read of it. Without `texts`: the steps alone."""

    booking: Booking
    record: SessionRecord
    actions: list[ActionItem]
    texts: list[Text]
    addenda: list[Addendum]
    size: str

    @property
    def path(self) -> str:
        return reverse("consultations:resep_detail", args=[self.booking.public_id])

    @property
    def qr(self) -> SafeString:
        """The address of this page, which asks for a login: no personal data."""
        return qr.svg(settings.SITE_URL + self.path, title=_("Address of this page"))

    @property
    def to_do(self) -> list[ActionItem]:
        return [action for action in self.actions if not action.is_done]


def steps_of(actions: Iterable[ActionItem], *, at: datetime) -> list[Step]:
    """Each action with how it stands on this day."""
    today = formats.wib_day(at)
    return [_step_of(action, today) for action in actions]


def _step_of(action: ActionItem, today: date) -> Step:
    if action.done_at:
        return Step(action, _("Done on %(day)s") % {"day": formats.short_date_text(action.done_at)})
    is_late = action.due_on < today
    if action.hindrance:
        return Step(action, _("Not yet possible: %(why)s") % {"why": action.hindrance}, is_late)
    if action.hindered_at:
        return Step(action, _("Not yet possible"), is_late)
    if is_late:
        return Step(action, _("Not done yet; its day has passed"), is_late)
    return Step(action, _("Due today") if action.due_on == today else _("Not done yet"))


def resep_of(booking: Booking, *, user: User) -> Resep | None:
    """All of it for whoever may read the record; the steps for whoever may print them; or None."""
    records = SessionRecord.objects.filter(booking=booking).prefetch_related(
        Prefetch("actions", ActionItem.objects.in_order())
    )
    if record := records.visible_to(user).first():
        actions = list(record.actions.all())
        addenda = addenda_of(record)
        texts, size = _fitted(record, actions, bool(addenda))
        return Resep(booking, record, actions, texts, addenda, size)
    if not may_print_steps(user) or not (record := records.first()):
        return None
    return Resep(booking, record, list(record.actions.all()), [], [], "large")


def where_it_belongs(booking: Booking, *, user: User) -> Booking | MentoringCase | None:
    """Above its Resep Usaha: the appointment, or the case for a colleague who only shares that."""
    if Booking.objects.visible_to(user).filter(pk=booking.pk).exists():
        return booking
    return MentoringCase.objects.worked_on_by(user).filter(bookings=booking).first()


def may_print_steps(user: User) -> bool:
    """Whether the steps, without the note, may be printed for an owner who asks at the desk."""
    return user.has_perm("consultations.print_actionitem")


def _fitted(
    record: SessionRecord, actions: list[ActionItem], was_added_to: bool
) -> tuple[list[Text], str]:
    """The texts in the largest letters that leave room for all, or cut in the smallest."""
    # The advice first: whatever else has to give way on paper, it stays.
    parts = {
        _("Advice"): record.advice,
        _("Problem"): record.problem,
        _("Findings"): record.findings,
    }
    texts = {title: text.strip() for title, text in parts.items() if text.strip()}
    spare = STEP_LINES - sum(_lines(action.text, STEP_WIDTH) for action in actions) - was_added_to
    for size, (lines, width) in SIZES.items():  # noqa: B007 -- the last one stays when none fits
        needs = {title: _lines(text, width) for title, text in texts.items()}
        if sum(needs.values()) <= lines + spare:
            break
    shares = _shares(needs, lines + spare)
    return [Text(title, *_cut(texts[title], shares[title], width)) for title in texts], size


def _shares(needs: dict[str, int], most: int) -> dict[str, int]:
    """How many lines each gets, the first served first."""
    shares: dict[str, int] = {}
    waiting = list(needs)
    while waiting:
        title = waiting.pop(0)
        kept_back = sum(min(needs[other], LEAST_LINES) for other in waiting)
        shares[title] = min(needs[title], most - kept_back - sum(shares.values()))
    return shares


def _lines(text: str, width: int) -> int:
    return sum(max(1, ceil(len(line.rstrip()) / width)) for line in text.splitlines())


def _cut(text: str, most: int, width: int) -> tuple[str, str]:
    """What fits into so many lines, up to the end of a word, and the rest."""
    end = 0
    for line in text.splitlines(keepends=True):
        needed = _lines(line, width)
        if needed > most:
            end += text[end : end + most * width].rfind(" ") + 1 or most * width
            return text[:end], text[end:]
        most, end = most - needed, end + len(line)
    return text, ""


def share_text(resep: Resep) -> str:
    """What an owner sends to herself or her family: the steps with their days, nothing else."""
    booking = resep.booking
    numbers = count(1)
    lines = [
        _("Resep Usaha of %(day)s, from %(name)s")
        % {
            "day": formats.short_date_text(booking.starts_at),
            "name": booking.consultant.display_name,
        },
        "",
        *(f"{next(numbers)}. {_step(action)}" for action in resep.actions),
        "",
        settings.SITE_URL + resep.path,
    ]
    return "\n".join(lines)


def _step(action: ActionItem) -> str:
    if action.is_done:
        return _("%(step)s (done)") % {"step": action.text}
    day = formats.short_date_text(action.due_on)
    return _("%(step)s – by %(day)s") % {"step": action.text, "day": day}


def whatsapp_url(text: str) -> str:
    """Opens WhatsApp with the words filled in; to whom is hers to choose."""
    return f"https://wa.me/?text={quote(text)}"


def check_code(resep: Resep, *, user: User) -> str:
    """The code of the message that announced it, so that the paper can be told from a fake."""
    announced = Message.objects.filter(topic=resep.booking.message_topic, kind="SESSION_RECORDED")
    mine = announced.filter(recipient=user).first()
    message = mine or announced.order_by("pk").first()
    return message.code_text if message else ""


def helper(booking: Booking) -> Consultant | None:
    """Whom to book when a step is stuck: the same consultant while bookable."""
    return Consultant.objects.bookable().filter(pk=booking.consultant_id).first()


def open_steps(booking: Booking, *, user: User, at: datetime) -> list[Step]:
    """What this business has still to do from earlier sessions; what was ticked off since
    yesterday too, so that a slip can be taken back. Those of records this person may read."""
    earlier = ActionItem.objects.visible_to(user).filter(
        record__booking__business=booking.business_id,
        record__booking__starts_at__lt=booking.starts_at,
    )
    open_or_fresh = earlier.filter(Q(done_at=None) | Q(done_at__gt=at - A_DAY))
    with_people = open_or_fresh.select_related("record__booking__consultant__user", "done_by")
    return steps_of(with_people.order_by("due_on", "pk")[:MOST_OPEN], at=at)
