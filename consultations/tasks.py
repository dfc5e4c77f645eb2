from celery import shared_task

from consultations import services
from plut_portal.core import clock


@shared_task(name="consultations.purge_holds")
def purge_holds() -> int:
    """Every hour: times that were held and never booked are forgotten."""
    return services.purge_holds(at=clock.now())
