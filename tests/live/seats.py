"""Run beside a live portal: a batch with its last seats, and a hundred people who want one."""

import json
from datetime import timedelta

from django.conf import settings
from django.test import Client

from businesses.models import Village
from businesses.services import register_business
from consultations.models import Consultant
from plut_portal.accounts.models import User
from plut_portal.core import clock
from trainings import services
from trainings.models import Batch, BatchStage, Enrolment, Stage, Track

NAMED = "Pesaing kursi"


def open_batch(*, taken: int, free: int) -> Batch:
    """Of a track of its own, which stands on no list."""
    now = clock.now()
    track = Track.objects.create(slug="pesaing", name="Pesaing", outcomes="-", is_active=False)
    Stage.objects.create(track=track, position=1, kind=Stage.Kind.PRODUCTION, name="Produksi")
    batch = Batch.objects.create(
        track=track,
        number=900,
        state=Batch.State.PUBLISHED,
        quota=taken + free,
        first_timer_percent=0,
        enrol_from=now - timedelta(days=1),
        enrol_until=now + timedelta(days=20),
        first_timers_until=now,
    )
    first = now.date() + timedelta(days=40)
    for stage in track.stages.all():
        BatchStage.objects.create(
            batch=batch,
            stage=stage,
            consultant=Consultant.objects.order_by("pk")[0],
            starts_on=first,
            ends_on=first,
        )
    for number in range(taken):
        owner = _owner(number)
        business = owner.memberships.get().business
        services.enrol(batch=batch, business=business, by=owner, at=now)
    return batch


def _owner(number: int) -> User:
    owner = User.objects.create(full_name=f"{NAMED} {number}", phone=f"+62840777{number:05d}")
    register_business(
        owner=owner,
        makes=f"keripik {number}",
        village=Village.objects.order_by("pk")[0],
        at=clock.now(),
    )
    return owner


def _session_of(user: User) -> str:
    client = Client()
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def invite(*, taken: int, free: int, rivals: int) -> None:
    """Print the address of the batch and a session for each rival."""
    batch = open_batch(taken=taken, free=free)
    sessions = [_session_of(_owner(taken + number)) for number in range(rivals)]
    print(json.dumps({"batch": str(batch.public_id), "sessions": sessions}))


def outcome() -> None:
    """Print how many hold a seat, and the addresses of those who wait, in line."""
    rows = Enrolment.objects.filter(batch__number=900)
    waiting = rows.waiting().in_line().values_list("public_id", flat=True)
    told = {"held": rows.holding_a_place().count(), "waiting": [str(each) for each in waiting]}
    print(json.dumps(told))
