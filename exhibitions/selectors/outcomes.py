"""What an owner reads about her application: how it stands, why, and what to do about it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.cache import cache
from django.utils.translation import gettext as _

from consultations.models import Constraint
from exhibitions.models import Application, Release, Verdict
from exhibitions.selectors.places import place_in_line
from plut_portal.core import formats

State = Application.State


@dataclass(frozen=True)
class Outcome:
    """`sentence` says how it stands. The rest is empty until the results are released."""

    sentence: str
    # curation, total, lines, fairness, reviews: as it was computed and frozen at the release.
    result: dict[str, Any]
    rank: int | None
    entries: int
    reasons: list[Constraint]
    note: str
    place_in_line: int


def outcome_of(application: Application, *, at: datetime) -> Outcome:
    """For an application its reader may see. Before the release it is the same for everybody."""
    activity = application.activity
    if not activity.is_released or not application.is_frozen:
        return Outcome(_sentence(application, at=at), {}, None, 0, [], "", 0)
    verdicts = Verdict.objects.released().prefetch_related("constraints__expertise")
    verdict = verdicts.filter(application=application).first()
    return Outcome(
        sentence=_sentence(application, at=at),
        result=application.result,
        rank=application.rank,
        entries=activity.applications.exclude(rank=None).count(),
        reasons=reasons_of(verdict) if verdict else [],
        note=verdict.note if verdict else "",
        place_in_line=place_in_line(application),
    )


def reasons_of(verdict: Verdict) -> list[Constraint]:
    """Each with the field whose consultants help: its page leads to a time that can be booked."""
    reasons = verdict.constraints.all()
    return sorted(reasons, key=lambda reason: (reason.position, reason.pk))


def _sentence(application: Application, *, at: datetime) -> str:
    activity = application.activity
    if activity.state == activity.State.CANCELLED:
        return _("This activity does not take place: %(reason)s") % {
            "reason": activity.cancel_reason
        }
    until = application.offer_until
    words = {
        "answer": formats.date_text(activity.answer_by) if activity.answer_by else "",
        "closes": formats.moment_text(activity.apply_until) if activity.apply_until else "",
        "until": formats.moment_text(until) if until else "",
        "place": place_in_line(application),
    }
    sentences = {
        State.DRAFT: _("Not sent yet. Please send it by %(closes)s."),
        State.SUBMITTED: _("Sent. You hear from us on %(answer)s at the latest."),
        State.SELECTED: _("You were chosen. Please confirm by %(until)s."),
        State.RESERVE: _("You are number %(place)d on the reserve list."),
        State.REFUSED: _("It did not work out this time. Below you read why, and who helps."),
        State.CONFIRMED: _("Your place is confirmed."),
        State.DECLINED: _("You gave your place to another business."),
        State.LAPSED: _("The place was not confirmed in time and is no longer kept for you."),
        State.WITHDRAWN: _("This application was withdrawn."),
    }
    if application.came_to_nothing(at=at):
        sentences |= {
            State.DRAFT: _("It was not sent, and applications closed on %(closes)s."),
            State.RESERVE: _("No place became free for you this time."),
        }
    return sentences[State(application.state)] % words


@dataclass(frozen=True)
class ReleaseProgress:
    """How far the worker is. An ornament: what counts is the state of the release."""

    release: Release
    done: int

    @property
    def percent(self) -> int:
        return self.done * 100 // self.release.total if self.release.total else 100


def progress_key(release: Release) -> str:
    return f"exhibitions:release:{release.pk}"


def release_progress(release: Release) -> ReleaseProgress:
    """Of a release under way from the cache: inside its one transaction nobody can look."""
    if release.state == Release.State.DONE:
        return ReleaseProgress(release, release.total)
    return ReleaseProgress(release, cache.get(progress_key(release), 0))
