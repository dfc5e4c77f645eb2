"""A rival as a process of its own: `python -m tests.consultations.rival_process`, told by JSON.

The first line names the database. Then, round after round: an order, "ready", a line to begin, and
the outcome: "booked", "moved" or the name of the refusal.
"""

import json
import sys
from datetime import datetime

import django
from django.conf import settings


def main() -> None:
    settings.DATABASES["default"].update(json.loads(sys.stdin.readline()))
    django.setup()
    # Without it a poke would look for a broker; with it, tests deliver on the spot.
    from plut_portal.celery import app

    app.autodiscover_tasks(force=True)
    for line in sys.stdin:
        act = prepare(json.loads(line))
        say("ready")
        sys.stdin.readline()
        say(outcome(act))


def prepare(order):
    """Everything is read beforehand, so that all rivals begin in the same moment."""
    from businesses.models import Business
    from consultations import services
    from consultations.models import Booking, Consultant

    moments = {name: datetime.fromisoformat(order[name]) for name in ("starts_at", "at")}
    if "booking" in order:
        booking = Booking.objects.with_people().get(pk=order["booking"])
        who = {"booking": booking, "by": booking.booked_by}
        return lambda: services.move_booking(**who, **moments) and "moved"
    business = Business.objects.get(pk=order["business"])
    consultant = Consultant.objects.get(pk=order["consultant"])
    whose = {
        "consultant": consultant,
        "expertise": consultant.expertises.get(),
        "business": business,
        "booked_by": business.people.get(),
        "topic": "Cepat melempem",
    }
    return lambda: services.book_time(**whose, **moments) and "booked"


def outcome(act) -> str:
    from plut_portal.core.errors import PortalError

    try:
        return act()
    except PortalError as refusal:
        return type(refusal).__name__


def say(word: str) -> None:
    print(word, flush=True)


if __name__ == "__main__":
    main()
