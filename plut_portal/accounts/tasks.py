from celery import shared_task

from plut_portal.accounts import services
from plut_portal.core import clock


@shared_task(name="accounts.purge_expired")
def purge_expired() -> int:
    """Every six hours: old codes, old form keys and expired sessions go."""
    return services.purge_expired(at=clock.now())
