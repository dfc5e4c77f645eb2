"""What applicants are told. Each function writes rows to the outbox."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from exhibitions import selectors
from exhibitions.models import (
    Activity,
    Application,
    BoothPlace,
    CallAnswer,
    Verdict,
)
from exhibitions.notifications.kinds import (
    BOOTH,
    CALL,
    CANCELLED,
    CONFIRM_BY,
    CONFIRMED,
    FOLLOW_UP,
    LAPSED,
    MOVED_UP,
    RECEIVED,
    REFUSED,
    REPORT_OWED,
    RESERVE,
    SELECTED,
    WITHDRAWN,
    owners,
)
from plut_portal.accounts.models import User
from plut_portal.core import formats
from plut_portal.notifications import kinds
from plut_portal.notifications import services as outbox

DAY_BEFORE = timedelta(days=1)
# After the stands have closed, before people sleep.
REPORT_AT, FOLLOW_UP_AT = time(18), time(9)
REPORT_WITHIN = timedelta(days=3)

State = Application.State


@dataclass(frozen=True)
class Decision:
    """What one applicant is told at the release; the preview shows the same."""

    application: Application
    verdict: Verdict
    rank: int
    result: dict[str, Any]
    until: datetime | None


_DECIDED = {
    Verdict.Outcome.SELECT: (SELECTED, gettext_noop("You were chosen: %(activity)s")),
    Verdict.Outcome.RESERVE: (RESERVE, gettext_noop("On the reserve list: %(activity)s")),
    Verdict.Outcome.REFUSE: (REFUSED, gettext_noop("The result: %(activity)s")),
}


def received(application: Application, *, by: User, at: datetime) -> None:
    """The receipt, with the day by which one hears back."""
    _tell(application, RECEIVED, gettext_noop("Application received: %(activity)s"), by=by, at=at)


def decision_text(decision: Decision) -> tuple[str, str]:
    """Subject and body, for the preview and for the message alike."""
    kind, subject = _DECIDED[Verdict.Outcome(decision.verdict.outcome)]
    return _texts(kind, subject, decision.application, decision=decision)


def decided(decision: Decision, *, at: datetime) -> None:
    """At the release, in its transaction: nothing leaves unless everything is decided (FM-56)."""
    application = decision.application
    kind, _subject = _DECIDED[Verdict.Outcome(decision.verdict.outcome)]
    subject, body = decision_text(decision)
    _post(application, kind, subject, body, at=at, useless_after=decision.until)
    if application.is_selected:
        _remind_to_confirm(application, at=at)


def moved_up(application: Application, *, at: datetime) -> None:
    """Time-critical: the place is kept for a while only."""
    _tell(
        application,
        MOVED_UP,
        gettext_noop("A place for you: %(activity)s"),
        at=at,
        useless_after=application.offer_until,
    )
    _remind_to_confirm(application, at=at)


def _remind_to_confirm(application: Application, *, at: datetime) -> None:
    until = application.offer_until
    if until is None or until - DAY_BEFORE <= at:
        return
    _tell(
        application,
        CONFIRM_BY,
        gettext_noop("Please confirm by tomorrow: %(activity)s"),
        at=at,
        due_at=until - DAY_BEFORE,
        useless_after=until,
    )


def confirmed(application: Application, *, by: User, at: datetime) -> None:
    """The receipt, and the questions that follow each day and a month later."""
    _tell(application, CONFIRMED, gettext_noop("Place confirmed: %(activity)s"), by=by, at=at)
    activity = application.activity
    for day in activity.days_to_report:
        _ask_for_report(application, day, at=at)
    asks_at = formats.at_wib(activity.ends_on + Application.FOLLOW_UP_AFTER, FOLLOW_UP_AT)
    _tell(
        application,
        FOLLOW_UP,
        gettext_noop("Did orders follow? %(activity)s"),
        at=at,
        due_at=asks_at,
        topic=f"follow-up:{application.pk}",
    )


def _ask_for_report(application: Application, day: date, *, at: datetime) -> None:
    due = formats.at_wib(day, REPORT_AT)
    _tell(
        application,
        REPORT_OWED,
        gettext_noop("Three numbers for today: %(activity)s"),
        at=at,
        due_at=due,
        useless_after=due + REPORT_WITHIN,
        topic=f"report:{application.pk}:{day.isoformat()}",
    )


def declined(application: Application) -> None:
    """Whoever gave the place on knows it, and nobody has to ask any more."""
    _skip_earlier(application)


def lapsed(application: Application, *, at: datetime) -> None:
    _tell(application, LAPSED, gettext_noop("Place not confirmed: %(activity)s"), at=at)


def withdrawn(application: Application, *, by: User, at: datetime) -> None:
    _tell(
        application,
        WITHDRAWN,
        gettext_noop("Your application was withdrawn: %(activity)s"),
        by=by,
        at=at,
    )


def activity_cancelled(
    application: Application, activity: Activity, *, by: User, at: datetime
) -> None:
    """To whoever had applied or was in; at any hour when it would begin today."""
    application.activity = activity
    today = activity.starts_on == formats.wib_day(at)
    _tell(
        application,
        CANCELLED,
        gettext_noop("Called off: %(activity)s"),
        by=by,
        at=at,
        useless_after=formats.at_wib(activity.ends_on, time(23, 59)),
        needed_by=activity.begins_at,
        at_any_hour=today,
    )


def booth_given(place: BoothPlace, *, by: User, at: datetime) -> None:
    """Of several moves the last one counts, also where it leads back to an earlier booth."""
    version = place.version
    outbox.withdraw(
        topic=place.message_topic, before_version=version, reason=_("The booth has changed since.")
    )
    _tell(
        place.application,
        BOOTH,
        gettext_noop("Your booth: %(activity)s"),
        by=by,
        at=at,
        topic=place.message_topic,
        version=version,
        place=place,
    )


def called(answer: CallAnswer, *, by: User, at: datetime) -> None:
    """Time-critical; whoever reads it first and says yes comes. Said anew in every round."""
    call = answer.call
    subject, body = _render(
        CALL,
        gettext_noop("Can you come? %(activity)s"),
        call.activity,
        {"call": call, "activity": call.activity, "business": answer.business},
    )
    for person in owners(answer.business_id):
        outbox.post(
            recipient=person,
            kind=CALL.code,
            topic=answer.message_topic,
            version=call.round,
            subject=subject,
            body=body,
            link=answer.get_absolute_url(),
            at=at,
            useless_after=call.answer_until,
            at_any_hour=person == by,
        )


def call_is_over(answers: Iterable[CallAnswer]) -> None:
    """For these there is nothing to be called about any more: answered, filled, or closed."""
    for answer in answers:
        outbox.withdraw(
            topic=answer.message_topic,
            before_version=answer.call.round + 1,
            reason=_("The call is over."),
        )


def _tell(
    application: Application,
    kind: kinds.Kind,
    subject: str,
    *,
    at: datetime,
    topic: str = "",
    place: BoothPlace | None = None,
    **more: Any,
) -> None:
    heading, body = _texts(kind, subject, application, place=place)
    _post(application, kind, heading, body, at=at, topic=topic, **more)


def _texts(
    kind: kinds.Kind,
    subject: str,
    application: Application,
    *,
    decision: Decision | None = None,
    place: BoothPlace | None = None,
) -> tuple[str, str]:
    activity = application.activity
    reasons = selectors.reasons_of(decision.verdict) if decision else []
    return _render(
        kind,
        subject,
        activity,
        {
            "application": application,
            "activity": activity,
            "business": application.business,
            "decision": decision,
            "reasons": reasons,
            "place": place,
        },
    )


def _render(
    kind: kinds.Kind, subject: str, activity: Activity, context: dict[str, Any]
) -> tuple[str, str]:
    with translation.override(settings.LANGUAGE_CODE):
        body = render_to_string(
            f"exhibitions/messages/{kind.code.lower()}.txt",
            context,
        )
        return _(subject) % {"activity": activity.title}, body


def _skip_earlier(application: Application) -> None:
    outbox.withdraw(
        topic=application.message_topic,
        before_version=application.revision,
        reason=_("The application has moved on since."),
    )


def _post(
    application: Application,
    kind: kinds.Kind,
    subject: str,
    body: str,
    *,
    at: datetime,
    topic: str = "",
    version: int | None = None,
    by: User | None = None,
    due_at: datetime | None = None,
    useless_after: datetime | None = None,
    needed_by: datetime | None = None,
    at_any_hour: bool = False,
) -> None:
    if not topic:
        _skip_earlier(application)
    for person in owners(application.business_id):
        outbox.post(
            recipient=person,
            kind=kind.code,
            topic=topic or application.message_topic,
            version=application.revision if version is None else version,
            subject=subject,
            body=body,
            link=application.get_absolute_url(),
            at=at,
            due_at=due_at,
            useless_after=useless_after,
            needed_by=needed_by,
            # Night is broken only by what the receiver just did, and by what is off today (FM-32).
            at_any_hour=at_any_hour or person == by,
        )
