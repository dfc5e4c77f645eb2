"""Two registrations of one business made one by an officer, and parted again within 30 days.

Nothing here is ever called but by a person who decided it (FM-46).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import IntegrityError, OperationalError, connection, transaction
from django.utils.translation import gettext as _
from psycopg2.errors import LockNotAvailable

from businesses import notifications
from businesses.models import Business, Distinction, HasBeenMerged, Membership, Merge
from businesses.selectors import carried
from businesses.services.distinctions import check_may, lock_both
from businesses.services.people import LastPerson
from plut_portal.accounts.models import User
from plut_portal.core import formats
from plut_portal.core.errors import PortalError

# As long as the reason of a version may be in tables that keep it short.
SHORT = 100


class InTheWay(PortalError):
    pass


class SaidToBeTwo(PortalError):
    pass


class InUse(PortalError):
    pass


class UndoOver(PortalError):
    status = 403


@transaction.atomic
def merge(*, stays: Business, duplicate: Business, reason: str, by: User, at: datetime) -> Merge:
    """Make the duplicate part of the one that stays: its rows move, its people act for that one.

    Nothing of the one that stays is overwritten; the duplicate leaves every list. Called twice
    it answers with what was done. Raises NotAllowed, ReasonMissing, OneBusiness, HasBeenMerged
    for one that is part of another already, SaidToBeTwo, InUse while somebody changes a row of
    the two, and InTheWay with a sentence on what cannot stand twice.
    """
    reason = check_may(by, reason)
    stays, duplicate = _lock(stays, duplicate)
    if duplicate.merged_into_id == stays.pk:
        return Merge.objects.standing().get(duplicate=duplicate)
    _check_two_standing(stays, duplicate)
    plan = carried.merging_plan(stays, duplicate, at=at)
    if plan.obstacles:
        raise InTheWay(" ".join(plan.obstacles))
    done = Merge(stays=stays, duplicate=duplicate, reason=reason, merged_by=by, merged_at=at)
    done.moved, why = plan.moving, _why(_("Merged into %(code)s"), stays, reason)
    with _refused_by_the_database():
        _move(plan.moving, stays, by=by, why=why)
    _let_people_act(done)
    _save(done, why=reason, by=by)
    duplicate.merged_into = stays
    _save(duplicate, why=why, by=by)
    _save(stays, why=_why(_("%(code)s was merged into it"), duplicate, reason), by=by)
    notifications.business_merged(done, at=at)
    return done


@transaction.atomic
def undo_merge(*, merge: Merge, reason: str, by: User, at: datetime) -> Merge:
    """Put back the rows that moved and open the duplicate again. Twice is harmless.

    What was changed since so that it belongs to the one that stays is left there and noted in
    `kept`. Raises NotAllowed, ReasonMissing, UndoOver after 30 days, HasBeenMerged where the one
    that stays was itself merged since, InUse, and LastPerson where nobody would act for it.
    """
    reason = check_may(by, reason)
    stays, duplicate = _lock(merge.stays, merge.duplicate)
    done = Merge.objects.select_for_update(no_key=True).get(pk=merge.pk)
    if done.undone_at:
        return done
    if not done.may_be_undone(at=at):
        raise UndoOver(
            _("A merge is undone within 30 days; this one could be until %(day)s.")
            % {"day": formats.short_date_text(done.undo_until)}
        )
    if stays.merged_into_id:
        raise HasBeenMerged(_("The one that stays has been merged since. Undo that merge first."))
    going = carried.returning(done)
    done.kept = _without(done.moved, going)
    why = _why(_("Merge with %(code)s undone"), stays, reason)
    with _refused_by_the_database():
        _move(going, duplicate, by=by, why=why)
    _let_people_go(done)
    done.undone_at, done.undone_by, done.undo_reason = at, by, reason
    _save(done, why=reason, by=by)
    duplicate.merged_into = None
    _save(duplicate, why=why, by=by)
    _save(stays, why=_why(_("Merge with %(code)s undone"), duplicate, reason), by=by)
    notifications.merge_undone(done, at=at)
    return done


def _lock(stays: Business, duplicate: Business) -> tuple[Business, Business]:
    """People first, then both businesses, then – without waiting for anybody – all their rows.

    New rows wait for the businesses. Somebody in the middle of changing one holds it and may
    wait for ours, so waiting for hers would be a deadlock.
    """
    people = Membership.objects.filter(business__in=(stays, duplicate)).values("user")
    list(User.objects.select_for_update(no_key=True).filter(pk__in=people).order_by("pk"))
    rows = lock_both(stays, duplicate)
    try:
        for table in carried.tables():
            held = table.of(stays, duplicate).select_for_update(no_key=True, nowait=True)
            list(held.order_by("pk").values_list("pk"))
    except OperationalError as busy:
        if not isinstance(busy.__cause__, LockNotAvailable):
            raise
        raise InUse(
            _("Somebody is changing something of one of the two right now. Please try again.")
        ) from None
    return rows[stays.pk], rows[duplicate.pk]


def _check_two_standing(stays: Business, duplicate: Business) -> None:
    if stays.merged_into_id or duplicate.merged_into_id:
        raise HasBeenMerged(_("One of the two has been merged meanwhile. Please look again."))
    said = Distinction.objects.standing().between(stays.pk, duplicate.pk)
    if one := said.select_related("made_by").first():
        raise SaidToBeTwo(
            _("%(who)s found on %(day)s that these are two: %(reason)s. Take that back first.")
            % {
                "who": one.made_by.full_name,
                "day": formats.short_date_text(one.made_at),
                "reason": one.reason,
            }
        )


def _move(rows: carried.Rows, to: Business, *, by: User, why: str) -> None:
    for table in carried.tables():
        if keys := rows.get(table.label):
            moving = table.model._base_manager.filter(pk__in=keys)
            with _snapshots_may_move():
                moving.update(**{table.field: to})
            if hasattr(table.model, "history"):
                table.model.history.bulk_history_create(
                    list(moving), update=True, default_user=by, default_change_reason=why
                )


@contextmanager
def _snapshots_may_move() -> Iterator[None]:
    """For this transaction, and of a snapshot nothing but whose it is (migration 0025)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('portal.merging', 'on', true)")
        yield
        cursor.execute("SELECT set_config('portal.merging', 'off', true)")


@contextmanager
def _refused_by_the_database() -> Iterator[None]:
    """The last word, for a rule that nobody told us of: refused, and nothing half done."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError:
        raise InTheWay(
            _("Something of the two cannot stand side by side. Nothing was changed.")
        ) from None


def _let_people_act(done: Merge) -> None:
    """Who acts for both already acts for the one that stays alone, again if she had left it."""
    ending = Membership.objects.active().filter(business=done.duplicate)
    done.ended = list(ending.order_by("pk").values_list("pk", flat=True))
    beginning = Membership.objects.filter(
        business=done.stays, is_active=False, user__in=list(ending.values_list("user", flat=True))
    )
    done.begun = list(beginning.order_by("pk").values_list("pk", flat=True))
    ending.update(is_active=False)
    Membership.objects.filter(pk__in=done.begun).update(is_active=True)


def _let_people_go(done: Merge) -> None:
    Membership.objects.filter(pk__in=done.ended, business=done.duplicate).update(is_active=True)
    Membership.objects.filter(pk__in=done.begun, business=done.stays).update(is_active=False)
    if not Membership.objects.active().filter(business=done.stays).exists():
        raise LastPerson(
            _("Nobody would act for %(business)s any more. Ask somebody in first.")
            % {"business": done.stays.label}
        )


def _without(moved: carried.Rows, going: carried.Rows) -> carried.Rows:
    kept = {label: sorted(set(keys) - set(going.get(label, []))) for label, keys in moved.items()}
    # What no longer exists was put back by nobody, and is nowhere either.
    there = {
        label: list(
            apps.get_model(label)._base_manager.filter(pk__in=keys).values_list("pk", flat=True)
        )
        for label, keys in kept.items()
    }
    return {label: sorted(keys) for label, keys in there.items() if keys}


def _why(sentence: str, other: Business, reason: str) -> str:
    told = sentence % {"code": other.registration_code}
    return f"{told}: {reason}"[:SHORT]


def _save(row: Any, *, why: str, by: User) -> None:
    vars(row)["_change_reason"] = why
    vars(row)["_history_user"] = by
    row.save()
