"""Whom a person has to call, because no channel carries what they must know (N5)."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db.models import (
    Case,
    Exists,
    F,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
    prefetch_related_objects,
)
from django.utils.translation import gettext as _

from plut_portal.accounts.models import User
from plut_portal.core import formats
from plut_portal.core.validators import local_phone
from plut_portal.notifications import kinds, whereabouts
from plut_portal.notifications.models import ContactAttempt, Delivery, Message, MessageQuerySet

# A mail that is still being tried is left to the worker, unless it is needed before long.
SOON = timedelta(hours=2)

State = Delivery.State
_Key = tuple[int, str]


@dataclass(frozen=True)
class Number:
    """A person's own mobile number, else that of a relative or her business; "" where none is."""

    phone: str
    is_own: bool

    def __bool__(self) -> bool:
        return bool(self.phone)

    @property
    def readable(self) -> str:
        return local_phone(self.phone)

    @property
    def masked(self) -> str:
        return formats.mask_phone(self.phone)


@dataclass(frozen=True)
class Call:
    """One person and one thing: the message to pass on, why no channel did, who has tried."""

    message: Message
    number: Number
    reason: str
    where: list[str]
    others: int
    attempts: list[ContactAttempt]
    holder: ContactAttempt | None
    is_first: bool

    @property
    def person(self) -> User:
        return self.message.recipient

    @property
    def has_wrong_number(self) -> bool:
        outcome = self.attempts[0].outcome if self.attempts else ""
        return outcome == ContactAttempt.Outcome.WRONG_NUMBER


def to_call(*, at: datetime) -> MessageQuerySet:
    """Urgent messages that are still of use, left by no channel and settled by nobody.

    A mail that failed or has no confirmed address counts at once; one that waits although its
    time has come, or that was refused and is tried again, once it is needed within two hours.
    What needs a consent that was not given is skipped, and so is owed to nobody.
    """
    leaving = Delivery.objects.leaving().filter(message=OuterRef("pk"))
    late = Q(needed_by__lte=at + SOON) & Exists(leaving.overdue(at=at))
    urgent = Message.objects.time_critical().still_useful(at=at).filter(recipient__is_active=True)
    return unheard(urgent.filter(Exists(leaving.given_up()) | late))


def unheard(messages: MessageQuerySet) -> MessageQuerySet:
    """Those that left by no channel and that nobody has passed on."""
    left = Delivery.objects.leaving().filter(message=OuterRef("pk"), state=State.SENT)
    return (
        messages.filter(~Exists(left))
        .alias(last_outcome=last_outcome())
        .filter(Q(last_outcome=None) | ~Q(last_outcome__in=ContactAttempt.SETTLING))
    )


def last_outcome() -> Subquery:
    """How the newest attempt to reach somebody about this message went."""
    about_it = ContactAttempt.objects.finished().filter(messages=OuterRef("pk"))
    return Subquery(about_it.newest_first().values("outcome")[:1])


def calls(*, at: datetime) -> MessageQuerySet:
    """One message for each person and topic, its newest state: what is called off today first,
    then what is needed soonest."""
    midnight = formats.at_wib(formats.wib_day(at), time.min)
    in_vain = When(
        kind__in=kinds.calling_off_codes(),
        needed_by__gte=midnight,
        needed_by__lt=midnight + timedelta(days=1),
        then=Value(0),
    )
    return (
        Message.objects.filter(pk__in=_newest(to_call(at=at)))
        .select_related("recipient")
        .annotate(rank=Case(in_vain, default=Value(1)))
        .order_by("rank", F("needed_by").asc(nulls_last=True), "pk")
    )


def how_many_calls(*, at: datetime) -> int:
    return to_call(at=at).values("recipient", "topic").distinct().count()


def _newest(messages: MessageQuerySet) -> list[int]:
    # Chosen here, as the list is short: the planner, asked for all at once, looks for the newest
    # anew for every message there is.
    rows = messages.order_by("-version", "due_at", "pk")
    first: dict[_Key, int] = {}
    for person, topic, pk in rows.values_list("recipient_id", "topic", "pk"):
        first.setdefault((person, topic), pk)
    return list(first.values())


def call_list(messages: Iterable[Message], *, at: datetime) -> list[Call]:
    """The rows for these messages of `calls`, in their order, in as many queries for any number."""
    messages = list(messages)
    _read_along(messages)
    keys = {_key(message) for message in messages}
    # A few more than asked for may be counted along, of the same people about something else.
    same = to_call(at=at).filter(
        recipient__in={person for person, _topic in keys},
        topic__in={topic for _person, topic in keys},
    )
    open_ones = Counter(same.values_list("recipient_id", "topic"))
    held = _holders(keys, at=at)
    where = whereabouts.of({message.recipient_id for message in messages})
    numbers = _numbers({message.recipient for message in messages})
    return [
        Call(
            message=message,
            number=numbers[message.recipient_id],
            reason=_reason(message),
            where=where.get(message.recipient_id, []),
            others=open_ones[_key(message)] - 1,
            attempts=list(message.attempts.all()),
            holder=held.get(_key(message)),
            is_first=vars(message)["rank"] == 0,
        )
        for message in messages
    ]


def one_call(message: Message, *, at: datetime) -> Call:
    """The row of this message alone, whether or not it is the first of its topic."""
    one = Message.objects.filter(pk=message.pk).select_related("recipient")
    return call_list(one.annotate(rank=Value(1)), at=at)[0]


def number_for(person: User) -> Number:
    return _numbers({person})[person.pk]


def _numbers(people: Collection[User]) -> dict[int, Number]:
    beside = whereabouts.numbers_beside({person.pk for person in people})
    return {
        person.pk: Number(person.phone or beside.get(person.pk, ""), is_own=bool(person.phone))
        for person in people
    }


def holder(message: Message, *, at: datetime) -> ContactAttempt | None:
    """Who has this person's number in hand about the same thing, if anybody."""
    return _holders({_key(message)}, at=at).get(_key(message))


def finished_today(*, at: datetime) -> QuerySet[ContactAttempt]:
    """Outcomes that settled something today, WIB, newest first, with their messages."""
    midnight = formats.at_wib(formats.wib_day(at), time.min)
    return (
        ContactAttempt.objects.filter(outcome__in=ContactAttempt.SETTLING, at__gte=midnight)
        .select_related("by")
        .prefetch_related(
            Prefetch("messages", Message.objects.select_related("recipient").order_by("pk"))
        )
        .newest_first()
    )


def _key(message: Message) -> _Key:
    return message.recipient_id, message.topic


def _read_along(messages: list[Message]) -> None:
    attempts = ContactAttempt.objects.finished().select_related("by").newest_first()
    leaving = Delivery.objects.leaving().order_by("pk")
    prefetch_related_objects(
        messages,
        Prefetch("attempts", attempts),
        Prefetch("deliveries", leaving),
    )


def _holders(keys: set[_Key], *, at: datetime) -> dict[_Key, ContactAttempt]:
    """The newest attempt that is still open, for each person and topic."""
    newest: dict[_Key, ContactAttempt] = {}
    rows = ContactAttempt.objects.filter(
        at__gt=at - ContactAttempt.HELD_FOR,
        messages__recipient__in={person for person, _topic in keys},
        messages__topic__in={topic for _person, topic in keys},
    ).select_related("by")
    pairs = rows.newest_first().values_list("pk", "messages__recipient_id", "messages__topic")
    by_pk = rows.in_bulk([pk for pk, _person, _topic in pairs])
    for pk, person, topic in pairs:
        newest.setdefault((person, topic), by_pk[pk])
    started = ContactAttempt.Outcome.STARTED
    return {key: attempt for key, attempt in newest.items() if attempt.outcome == started}


def _reason(message: Message) -> str:
    """Why no channel carried it, in the words of the outbox."""
    for delivery in message.deliveries.all():
        if delivery.reason:
            return delivery.reason
    return _("It has been waiting to leave for too long.")
