from celery import shared_task
from django.db import OperationalError

from plut_portal.core import clock
from plut_portal.notifications import contact_codes, services


@shared_task(name="notifications.send_due")
def send_due() -> int:
    """Every few seconds: poke workers for the messages that are due."""
    now = clock.now()
    contact_codes.post_unsent(at=now)
    return services.send_due(at=now)


@shared_task(name="notifications.send_code")
def send_code(*, code_id: int) -> None:
    """Put a code somebody asked for into the outbox. Twice is harmless; beat finds lost ones."""
    contact_codes.post(code_id=code_id, at=clock.now())


@shared_task(
    name="notifications.deliver",
    autoretry_for=(OperationalError,),
    retry_backoff=True,
    max_retries=5,
)
def deliver(*, delivery_id: int) -> str:
    """Send one outbox row. May be delivered twice; only the run that claims the row sends."""
    return services.deliver(delivery_id=delivery_id, at=clock.now())


@shared_task(
    name="notifications.deliver_batch",
    autoretry_for=(OperationalError,),
    retry_backoff=True,
    max_retries=5,
)
def deliver_batch() -> int:
    """Send many due rows over one connection. Twice at once, each run takes rows of its own."""
    return services.deliver_batch(at=clock.now())


@shared_task(name="notifications.sweep_stuck")
def sweep_stuck() -> int:
    """Every two minutes: put rows of killed workers back in line."""
    return services.sweep_stuck(at=clock.now())
