"""What staff decide about an activity: published, curated, finished, called off, done again."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from exhibitions import notifications, selectors
from exhibitions.models import (
    Activity,
    Application,
    Booth,
    Call,
    Criterion,
    FairnessRule,
    Requirement,
    Zone,
)
from exhibitions.services import guards
from exhibitions.services.places import end_call, settle
from plut_portal.accounts.models import User
from plut_portal.core.errors import PortalError
from plut_portal.waitlists import services as waitlists

State = Activity.State
# The same weekday, a year on.
A_YEAR = timedelta(weeks=52)


class NotReady(PortalError):
    status = 422


class QuotaTooSmall(PortalError):
    """More businesses hold a place than there would be."""


class RulesFixed(PortalError):
    pass


@transaction.atomic
def publish_activity(*, activity: Activity, by: User, at: datetime) -> Activity:
    """Show it and take applications in its window. Called twice it stays published.

    From here on requirements, criteria and the fairness rule stay as they are. Raises NotReady
    while there are no criteria, or fewer than two curators, to judge applications by, and once
    its first day or the last moment to apply is past.
    """
    activity = guards.lock_activity(activity.pk)
    guards.check_permission(by, "change_activity")
    if activity.state == State.OPEN:
        return activity
    if problems := selectors.publishing_problems(activity, at=at):
        raise NotReady(" ".join(problems))
    _become(activity, State.OPEN)
    FairnessRule.objects.get_or_create(activity=activity)
    activity.published_at = at
    activity.save()
    return activity


def check_rules_may_change(*, activity: Activity) -> None:
    """Raises RulesFixed once it is published: nobody is judged by rules made afterwards."""
    if not selectors.rules_may_change(activity):
        raise RulesFixed(
            _("Requirements, criteria and the fairness rule are fixed once it is published.")
        )


@transaction.atomic
def copy_activity(
    *, activity: Activity, by: User, at: datetime, starts_on: date | None = None
) -> Activity:
    """A draft like it: a year later or from that day on, with zones, booths and all its rules.

    Called twice for the same days it answers with the draft that is there.
    """
    guards.check_permission(by, "add_activity")
    activity = guards.lock_activity(activity.pk)
    shift = starts_on - activity.starts_on if starts_on else A_YEAR
    first = activity.starts_on + shift
    if made := activity.copies.filter(state=State.DRAFT, starts_on=first).first():
        return made
    draft = Activity.objects.create(
        slug=_free_slug(activity.title, first.year),
        starts_on=first,
        ends_on=activity.ends_on + shift,
        apply_from=activity.apply_from and activity.apply_from + shift,
        apply_until=activity.apply_until and activity.apply_until + shift,
        answer_by=activity.answer_by and activity.answer_by + shift,
        live_at=activity.live_at and activity.live_at + shift,
        copied_from=activity,
        **{name: getattr(activity, name) for name in _COPIED},
    )
    draft.curators.set(activity.curators.all())
    _copy_rules(activity, draft)
    _copy_ground(activity, draft)
    return draft


_COPIED = (
    "kind",
    "title",
    "summary",
    "description",
    "organiser",
    "place",
    "city",
    "hours",
    "confirm_hours",
    "quota",
    "conditions",
    "report_duties",
    "bears_costs",
    "programme",
    "link",
)


def _free_slug(title: str, year: int) -> str:
    wanted = slugify(title)[:48] or "kegiatan"
    if not wanted.endswith(str(year)):
        wanted = f"{wanted}-{year}"
    taken = set(Activity.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    choices = [wanted, *(f"{wanted}-{number}" for number in range(2, len(taken) + 3))]
    return next(each for each in choices if each not in taken)


def _copy_rules(old: Activity, new: Activity) -> None:
    Requirement.objects.bulk_create(
        Requirement(
            activity=new,
            kind=each.kind,
            is_must=each.is_must,
            expertise=each.expertise,
            note=each.note,
        )
        for each in old.requirements.order_by("pk")
    )
    for each in old.criteria.order_by("pk"):
        Criterion.objects.create(
            activity=new,
            position=each.position,
            name=each.name,
            help=each.help,
            weight=each.weight,
            scope=each.scope,
        )
    rule = selectors.fairness_of(old)
    rule.pk, rule.activity = None, new
    rule._state.adding = True
    rule.save()


def _copy_ground(old: Activity, new: Activity) -> None:
    for zone in selectors.zones_of(old):
        fresh = Zone.objects.create(
            activity=new, name=zone.name, note=zone.note, position=zone.position
        )
        for booth in zone.booths.all():
            Booth.objects.create(
                zone=fresh,
                code=booth.code,
                size=booth.size,
                watts=booth.watts,
                furniture=booth.furniture,
                capacity=booth.capacity,
            )


@transaction.atomic
def change_quota(*, activity: Activity, quota: int, by: User, at: datetime) -> Activity:
    """Set how many places there are; new ones go to the reserve list at once.

    Never below what is held: raises QuotaTooSmall.
    """
    activity = guards.lock_activity(activity.pk)
    guards.check_permission(by, "change_activity")
    held = selectors.places_of(activity, at=at).held
    if quota < held:
        raise QuotaTooSmall(
            _("%(held)d businesses hold a place. Keep at least %(held)d places.") % {"held": held}
        )
    activity.quota = quota
    activity.save()
    settle(activity, at=at)
    return activity


@transaction.atomic
def finish_activity(*, activity: Activity, by: User, at: datetime) -> Activity:
    """Close the books once it is over. Raises WrongState before, and while applicants wait."""
    activity = guards.lock_activity(activity.pk)
    guards.check_permission(by, "change_activity")
    if activity.state == State.FINISHED:
        return activity
    if at < activity.over_at:
        raise guards.WrongState(_("It is not over yet."))
    if activity.applications.submitted().exists():
        raise guards.WrongState(
            _("Applicants never heard from us. Call it off and write why, so that they do.")
        )
    _become(activity, State.FINISHED)
    activity.save()
    _close_calls(activity)
    return activity


def _close_calls(activity: Activity) -> None:
    """Nobody says yes any more to what does not take place, or did."""
    for call in activity.calls.exclude(state=Call.State.CLOSED):
        end_call(call)


@transaction.atomic
def cancel_activity(*, activity: Activity, reason: str, by: User, at: datetime) -> Activity:
    """Call it off and tell everyone who had applied or was in. Raises ReasonMissing, WrongState.

    Applications stay as they are: what counts is the state of the activity.
    """
    activity = guards.lock_activity(activity.pk)
    guards.check_permission(by, "change_activity")
    if activity.state == State.CANCELLED:
        return activity
    activity.cancel_reason = guards.check_reason(reason)[:200]
    _become(activity, State.CANCELLED)
    activity.save()
    _close_calls(activity)
    for application in activity.applications.live().select_related("business").order_by("pk"):
        notifications.activity_cancelled(application, activity, by=by, at=at)
    return activity


@transaction.atomic
def move_up(*, application: Application, reason: str, by: User, at: datetime) -> Application:
    """Put one before all other reserves, with a reason that is kept (FM-09).

    Raises NotAllowed, ReasonMissing, and WrongState for one that is no reserve.
    """
    activity = guards.lock_activity(application.activity_id)
    application = guards.lock_application(application)
    guards.check_permission(by, "decide_application")
    reason = guards.check_reason(reason)
    if application.state != Application.State.RESERVE:
        raise guards.WrongState(_("This business does not stand on the reserve list."))
    waitlists.put_first(application, activity.applications.waiting(), reason=reason)
    settle(activity, at=at)
    application.refresh_from_db()
    return application


def _become(activity: Activity, state: Activity.State) -> None:
    if not activity.may_become(state):
        raise guards.WrongState(
            _("This activity cannot become “%(new)s”: it is “%(now)s”.")
            % {"new": state.label, "now": activity.get_state_display()}
        )
    activity.state = state
    activity.revision += 1
