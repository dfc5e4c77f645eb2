from celery import shared_task
from django.db import OperationalError

from consultations import services
from plut_portal.core import clock


@shared_task(name="consultations.purge_holds")
def purge_holds() -> int:
    """Every hour: times that were held and never booked are forgotten."""
    return services.purge_holds(at=clock.now())


@shared_task(name="consultations.purge_drafts")
def purge_drafts() -> int:
    """Every day: what was typed into a record months ago and never saved is forgotten."""
    return services.purge_drafts(at=clock.now())


@shared_task(
    name="consultations.process_attachment",
    autoretry_for=(OperationalError,),
    retry_backoff=True,
    max_retries=5,
)
def process_attachment(*, attachment_id: int) -> str:
    """Make a sent picture anew. May be delivered twice; one run does it, beat finds lost ones."""
    return services.process_attachment(attachment_id=attachment_id)


@shared_task(name="consultations.sweep_attachments")
def sweep_attachments() -> int:
    """Every two minutes: find the files whose worker never came or died over them."""
    return services.sweep_attachments(at=clock.now())
