"""What a visitor chose and typed, in her session: on both sides of signing up and logging in."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import HttpRequest

from consultations.models import Consultant, TimeHold
from consultations.services import make_token

_TIME, _TYPED = "chosen_time", "typed_for_booking"
# A day later she has come for something else.
KEPT_FOR = timedelta(days=1)
# Everything but the password.
_KEPT = (
    "makes",
    "village",
    "operating_state",
    "topic",
    "full_name",
    "contact",
    "heard_from",
    "reminders",
)


# These mean something with one consultant only.
_KEPT_WITH_ONE = ("starts_at", "expertise", "mode")


@dataclass(frozen=True)
class ChosenTime:
    """The time chosen last, and until when it was kept."""

    starts_at: datetime
    value: str
    expertise_id: int
    until: datetime


def remember_time(request: HttpRequest, hold: TimeHold, *, value: str) -> None:
    request.session[_TIME] = {
        "token": hold.token,
        "consultant": hold.consultant_id,
        "expertise": hold.expertise_id,
        "starts_at": hold.starts_at.isoformat(),
        "value": value,
        "until": hold.expires_at.isoformat(),
    }
    if typed := request.session.get(_TYPED):
        typed["with"] = {}


def token_of(request: HttpRequest) -> str:
    """Under what the visitor holds a time, or nothing."""
    token: str = request.session.get(_TIME, {}).get("token", "")
    return token


def token_for(request: HttpRequest, posted: str) -> str:
    """The visitor's own; else that of the page, so that a double tap holds once; else a new one."""
    return token_of(request) or posted or make_token()


def time_with(request: HttpRequest, consultant: Consultant, *, at: datetime) -> ChosenTime | None:
    """The time chosen with this consultant within the last day."""
    kept = request.session.get(_TIME)
    if not kept or kept["consultant"] != consultant.pk:
        return None
    until = datetime.fromisoformat(kept["until"])
    if at > until + KEPT_FOR:
        return None
    starts_at = datetime.fromisoformat(kept["starts_at"])
    return ChosenTime(starts_at, kept["value"], kept["expertise"], until)


def keep_typed(request: HttpRequest, consultant: Consultant, *, at: datetime) -> None:
    """Everything typed but the password, for the page after the login."""
    request.session[_TYPED] = {
        "typed": {name: request.POST[name] for name in _KEPT if name in request.POST},
        "with": {name: request.POST[name] for name in _KEPT_WITH_ONE if name in request.POST},
        "consultant": consultant.pk,
        "until": (at + KEPT_FOR).isoformat(),
    }


def typed(request: HttpRequest, consultant: Consultant, *, at: datetime) -> dict[str, str]:
    """What was kept on the way to the login, to fill the form with."""
    kept = request.session.get(_TYPED)
    if not kept or at > datetime.fromisoformat(kept["until"]):
        return {}
    with_her = kept["with"] if kept["consultant"] == consultant.pk else {}
    return kept["typed"] | with_her


def forget_time(request: HttpRequest) -> None:
    request.session.pop(_TIME, None)


def forget(request: HttpRequest) -> None:
    """Booked: neither the time nor what was typed is needed any more."""
    forget_time(request)
    request.session.pop(_TYPED, None)
