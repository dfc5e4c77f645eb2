"""What owners are told about the steps of their Resep Usaha: on the day each falls due."""

from datetime import datetime, time
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consultations.models import ActionItem
from consultations.notifications.telling import owners_of, resep_link
from plut_portal.accounts.models import Consent, User
from plut_portal.core import formats
from plut_portal.core.models import OfficeIdentity
from plut_portal.notifications import kinds
from plut_portal.notifications import services as outbox
from plut_portal.notifications.models import Message

# With the opening of the office, and not after the hours in which mail leaves (FM-32).
FROM, UNTIL = time(8), time(20)


def _settled(message: Message, at: datetime) -> str:
    """Asked of the step under lock, so that a tick under way is seen or waits (FM-24)."""
    mine = User.objects.filter(
        pk=message.recipient_id,
        memberships__business=OuterRef("record__booking__business"),
        memberships__is_active=True,
    )
    public_id = UUID(message.topic.partition(":")[2])
    steps = ActionItem.objects.select_for_update(no_key=True, of=("self",))
    action = steps.annotate(for_them=Exists(mine)).filter(public_id=public_id).first()
    if action is None or action.revision != message.version:
        return _("The Resep Usaha says something else by now.")
    if action.is_done:
        return _("It is ticked off already.")
    # Not a field: annotated above.
    return "" if vars(action)["for_them"] else _("This person no longer acts for the business.")


ACTION_DUE = kinds.register(
    kinds.Kind(
        "ACTION_DUE",
        gettext_lazy("A step falls due"),
        why_not=_settled,
        consent=Consent.Purpose.REMINDERS,
        is_private=True,
    )
)


def action_due(action: ActionItem, *, at: datetime) -> None:
    """Schedule a reminder for the morning of its day, in place of one for an earlier day."""
    booking = action.record.booking
    outbox.withdraw(
        topic=action.message_topic,
        before_version=action.revision,
        reason=_("The Resep Usaha says something else by now."),
    )
    with translation.override(settings.LANGUAGE_CODE):
        subject = _("Resep Usaha: %(step)s") % {"step": action.text}
        body = render_to_string(
            "consultations/messages/action_due.txt",
            {"action": action, "booking": booking, "office": OfficeIdentity.load()},
        )
    for person in owners_of(booking):
        outbox.post(
            recipient=person,
            kind=ACTION_DUE.code,
            topic=action.message_topic,
            version=action.revision,
            subject=subject,
            body=body,
            link=resep_link(booking),
            at=at,
            due_at=formats.at_wib(action.due_on, FROM),
            useless_after=formats.at_wib(action.due_on, UNTIL),
        )


def action_dropped(action: ActionItem) -> None:
    """The record no longer asks for it: withdraw what waits."""
    outbox.withdraw(
        topic=action.message_topic,
        before_version=action.revision + 1,
        reason=_("The Resep Usaha says something else by now."),
    )
