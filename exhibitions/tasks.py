from functools import partial
from typing import Any

from celery import shared_task
from django.db import OperationalError

from exhibitions import services
from exhibitions.models import Activity
from plut_portal.core import clock

# Faults that time heals.
patient: Any = partial(
    shared_task, autoretry_for=(OperationalError,), retry_backoff=True, max_retries=5
)


@patient(name="exhibitions.release_results")
def release_results(*, release_id: int) -> str:
    """Tell every applicant, all or none. May be delivered twice; one run does it."""
    return services.carry_out_release(release_id=release_id, at=clock.now())


@patient(name="exhibitions.settle_places")
def settle_places(*, activity_id: int) -> int:
    """End what was not confirmed in one activity and let reserves move up. May run twice."""
    activity = Activity.objects.get(pk=activity_id)
    return len(services.settle_places(activity=activity, at=clock.now()))


@shared_task(name="exhibitions.sweep")
def sweep() -> int:
    """Every two minutes: places not confirmed in time, and releases whose worker never came."""
    now = clock.now()
    return services.sweep_places(at=now) + services.sweep_releases(at=now)


@shared_task(name="exhibitions.purge_contacts")
def purge_contacts() -> int:
    """Every day: buyers who asked more than six months ago are forgotten."""
    return services.purge_contacts(at=clock.now())
