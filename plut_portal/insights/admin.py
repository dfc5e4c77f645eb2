"""What the admin's theme asks for: names, the mode, and the first page of the day."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from plut_portal.core import clock
from plut_portal.core.models import OfficeIdentity
from plut_portal.insights import office, setup
from plut_portal.notifications import selectors as notifications


def site_name(request):
    return OfficeIdentity.load().short_name


def mode_label(request):
    return [_("Demo"), "warning"] if settings.DEMO else None


def people_to_call(request):
    """The number beside the menu entry."""
    return notifications.calls(at=clock.now()).count()


def dashboard(request, context):
    now = clock.now()
    user = request.user
    steps = setup.checklist(at=now) if user.has_perm("core.change_officeidentity") else []
    sees_messages = user.has_perm("notifications.view_delivery")
    return context | {
        "now": now,
        "queues": office.queues(user, at=now),
        "failing": office.failing_now(at=now) if sees_messages else 0,
        "steps": steps if not all(step.is_done for step in steps) else [],
        "steps_done": sum(step.is_done for step in steps),
        "shortcuts": _shortcuts(user),
    }


def _shortcuts(user):
    labelled = {
        "consultations.manage_bookings": ("consultations_booking_add", _("Book for an owner")),
        "businesses.add_business": ("businesses_business_add", _("Register a business")),
        "accounts.add_user": ("accounts_user_add", _("Add a person")),
    }
    return [
        {"url": reverse(f"admin:{name}"), "label": label}
        for permission, (name, label) in labelled.items()
        if user.has_perm(permission)
    ]
