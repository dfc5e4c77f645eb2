from celery import shared_task
from django.db import OperationalError

from businesses import services
from plut_portal.core import clock


@shared_task(
    name="businesses.process_photo",
    autoretry_for=(OperationalError,),
    retry_backoff=True,
    max_retries=5,
)
def process_photo(*, photo_id: int) -> str:
    """Make a sent photo anew. May be delivered twice; one run does it, beat finds lost ones."""
    return services.process_photo(photo_id=photo_id)


@shared_task(
    name="businesses.process_document",
    autoretry_for=(OperationalError,),
    retry_backoff=True,
    max_retries=5,
)
def process_document(*, document_id: int) -> str:
    """Make the picture of a paper anew, under the same promise."""
    return services.process_document(document_id=document_id)


@shared_task(name="businesses.sweep_uploads")
def sweep_uploads() -> int:
    """Every two minutes: find the files whose worker never came or died over them."""
    return services.sweep_uploads(at=clock.now())


@shared_task(name="businesses.remind_of_expiries")
def remind_of_expiries() -> int:
    """Every morning: write the reminders of permits that run out. Twice a day is harmless."""
    return services.remind_of_expiries(at=clock.now())
