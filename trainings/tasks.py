from functools import partial
from typing import Any

from celery import shared_task
from django.db import OperationalError

from plut_portal.core import clock
from trainings import services
from trainings.models import Batch, Certificate

# Faults that time heals.
patient: Any = partial(
    shared_task, autoretry_for=(OperationalError,), retry_backoff=True, max_retries=5
)


@shared_task(name="trainings.expire_offers")
def expire_offers() -> int:
    """Every two minutes: find batches with offers that ran out, or places that became free."""
    return services.sweep_offers(at=clock.now())


@patient(name="trainings.offer_places")
def offer_places(*, batch_id: int) -> int:
    """End what ran out in one batch and offer what is free. May run twice."""
    batch = Batch.objects.get(pk=batch_id)
    return len(services.offer_places(batch=batch, at=clock.now()))


@patient(name="trainings.issue_certificate")
def issue_certificate(*, item_id: int) -> str:
    """Carry out one row of an order. May be delivered twice; one run issues."""
    return services.carry_out(item_id=item_id, at=clock.now())


@patient(name="trainings.set_certificate")
def set_certificate(*, certificate_id: int) -> int:
    """Set the paper once. Lost, the sweep finds the certificate without one."""
    certificate = Certificate.objects.get(pk=certificate_id)
    return len(services.set_paper(certificate=certificate))


@patient(name="trainings.process_output_file")
def process_output_file(*, file_id: int) -> str:
    """Make a sent photo anew. May be delivered twice; one run does it, the sweep finds lost ones."""
    return services.process_output_file(file_id=file_id)


@shared_task(name="trainings.sweep_lost_work")
def sweep_lost_work() -> int:
    """Every two minutes: photos, orders and papers of certificates whose worker never came."""
    now = clock.now()
    return (
        services.sweep_files(at=now) + services.sweep_orders(at=now) + services.sweep_papers(at=now)
    )
