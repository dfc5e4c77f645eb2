"""The steps of a Resep Usaha: written with the record, then ticked off or put aside."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from consultations import notifications
from consultations.models import ActionItem, SessionRecord
from plut_portal.accounts.models import User


@transaction.atomic
def write_actions(
    record: SessionRecord, wanted: Iterable[tuple[str, date]], *, at: datetime
) -> None:
    """Make the steps of the record say this, and schedule a reminder for the day of each.

    A step is known by its words, wherever it now stands: ticks survive a second saving, and one
    put in the place of another does not inherit any. Kept rows are changed and not made anew, so
    that a tick that comes in at the same moment finds its row.
    """
    known = {_words(action.text): action for action in record.actions.select_for_update()}
    kept, new = [], []
    for position, (text, due_on) in enumerate(wanted, start=1):
        action = known.pop(_words(text), None)
        if action is None:
            new.append(ActionItem(record=record, position=position, text=text, due_on=due_on))
            continue
        action.revision += action.due_on != due_on
        action.position, action.text, action.due_on = position, text, due_on
        kept.append(action)
    for dropped in known.values():
        notifications.action_dropped(dropped)
    record.actions.filter(pk__in=[action.pk for action in known.values()]).delete()
    ActionItem.objects.bulk_update(kept, ["position", "text", "due_on", "revision"])
    ActionItem.objects.bulk_create(new)
    for action in kept + new:
        notifications.action_due(action, at=at)


def _words(text: str) -> str:
    return " ".join(text.split()).rstrip(".").casefold()


def tick_action(*, action: ActionItem, is_done: bool, by: User, at: datetime) -> None:
    """Remember who said it is done, or take that back. Ticking twice keeps the first moment."""
    if not is_done:
        ActionItem.objects.filter(pk=action.pk).update(done_at=None, done_by=None)
        return
    ActionItem.objects.to_do().filter(pk=action.pk).update(
        done_at=at, done_by=by, hindered_at=None, hindrance=""
    )


def hinder_action(*, action: ActionItem, hindrance: str, at: datetime) -> None:
    """Remember that it cannot be done yet, with what is in the way; what is done stays done."""
    ActionItem.objects.to_do().filter(pk=action.pk).update(hindered_at=at, hindrance=hindrance)
