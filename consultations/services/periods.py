"""Closing a month, so that its figures stay what was reported (FM-60, FM-61)."""

from datetime import date, datetime

from django.db import connection, transaction
from django.utils.translation import gettext as _

from consultations import selectors
from consultations.models import ClosedMonth, Flaw
from consultations.services.guards import ReasonMissing
from plut_portal.accounts.models import User
from plut_portal.core import months
from plut_portal.core.errors import PortalError

# Told apart from other advisory locks by this number.
_LOCK = 60


class MonthClosed(PortalError):
    status = 403


class MonthNotOver(PortalError):
    pass


class MonthNotReady(PortalError):
    pass


class NotSupervisor(PortalError):
    status = 403


@transaction.atomic
def check_open(day: date) -> None:
    """Raise MonthClosed if what happened on this day may no longer be written or changed.

    Call inside the transaction that writes: until it ends nobody can close the month.
    """
    month = months.month_of(day)
    _lock(month, "pg_advisory_xact_lock_shared")
    if ClosedMonth.objects.covers(day):
        raise MonthClosed(
            _("%(month)s is closed; nothing in it can be changed any more. Please ask the office.")
            % {"month": months.month_text(month)}
        )


@transaction.atomic
def close_month(*, month: date, by: User, at: datetime) -> ClosedMonth:
    """Close the month that begins on this day. Closing twice changes nothing.

    Raises MonthNotOver for this month and those to come, MonthNotReady – with the counts – while
    a session of it lacks its outcome, or its note and minutes.
    """
    if month >= months.month_of(at):
        raise MonthNotOver(_("Only a month that is over can be closed."))
    # Records being written are waited for, and counted.
    _lock(month, "pg_advisory_xact_lock")
    if closed := ClosedMonth.objects.in_force().filter(first_day=month).first():
        return closed
    _check_ready(month, at=at)
    return ClosedMonth.objects.create(first_day=month, closed_at=at, closed_by=by)


@transaction.atomic
def reopen_month(*, month: date, by: User, reason: str, at: datetime) -> ClosedMonth | None:
    """Let records of the month be written again; who closed it and why it was opened stay.

    Does nothing for a month that is open. Raises NotSupervisor and ReasonMissing.
    """
    if not by.has_perm("consultations.reopen_closedmonth"):
        raise NotSupervisor(_("Only a supervisor opens a closed month again."))
    if not reason.strip():
        raise ReasonMissing(_("Please write why the month is opened again."))
    closed = ClosedMonth.objects.select_for_update().in_force().filter(first_day=month).first()
    if closed:
        closed.reopened_at, closed.reopened_by = at, by
        closed.reopen_reason = reason.strip()[:200]
        closed.save()
    return closed


def _lock(month: date, function: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s, %s)", [_LOCK, month.year * 12 + month.month])


def _check_ready(month: date, *, at: datetime) -> None:
    counts = selectors.flaws_of_month(month, at=at)
    if not counts:
        return
    listed = ", ".join(f"{Flaw(flaw).label} ({count})" for flaw, count in sorted(counts.items()))
    raise MonthNotReady(
        _("%(month)s cannot be closed yet. Still missing: %(list)s.")
        % {"month": months.month_text(month), "list": listed}
    )
