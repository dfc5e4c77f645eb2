"""What the admin's theme asks for – names, the mode, the first page of the day – and our numbers."""

from typing import cast

from django.conf import settings
from django.contrib import admin
from django.contrib.auth.decorators import permission_required
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from plut_portal.core import clock, formats
from plut_portal.core.admin_site import OfficeSite
from plut_portal.core.models import OfficeIdentity
from plut_portal.core.periods import Period
from plut_portal.insights import office, setup, weeks
from plut_portal.insights.answers import answer
from plut_portal.insights.first_contact import STEPS, first_contact
from plut_portal.insights.pages import PAGES
from plut_portal.insights.pages.chosen import READS_ANSWERS, chosen_period
from plut_portal.notifications import selectors as notifications


def site_name(request):
    return OfficeIdentity.load().short_name


def mode_label(request):
    return [_("Demo"), "warning"] if settings.DEMO else None


def people_to_call(request):
    """The number beside the menu entry."""
    return notifications.how_many_calls(at=clock.now())


def dashboard(request, context):
    now = clock.now()
    user = request.user
    steps = setup.checklist(at=now) if user.has_perm("core.change_officeidentity") else []
    sees_messages = user.has_perm("notifications.view_delivery")
    return (
        context
        | {
            "now": now,
            "queues": office.queues(user, at=now),
            "weeks": weeks.last_weeks(at=now) if user.has_perm("consultations.view_visit") else [],
            "failing": office.failing_now(at=now) if sees_messages else 0,
            "steps": steps if not all(step.is_done for step in steps) else [],
            "steps_done": sum(step.is_done for step in steps),
            "shortcuts": _shortcuts(user),
        }
        | (_this_year(now) if user.has_perm(READS_ANSWERS) else {})
    )


def _this_year(now):
    """The numbers of the answers to the council that have a target."""
    this_year = Period(formats.wib_day(now).year)
    figures = [each for each in answer(this_year, at=now).figures if each.percent is not None]
    return {"period": this_year, "figures": figures}


def _shortcuts(user):
    labelled = {
        "consultations.manage_bookings": ("consultations_booking_add", _("Book for an owner")),
        "businesses.add_business": ("businesses_business_add", _("Register a business")),
        "accounts.add_user": ("accounts_user_add", _("Add a person")),
        "insights.view_annualtarget": ("answers", _("Answers for the council")),
    }
    return [
        {"url": reverse(f"admin:{name}"), "label": label}
        for permission, (name, label) in labelled.items()
        if user.has_perm(permission)
    ]


@require_safe
@permission_required("consultations.view_sessionrecord", raise_exception=True)
def first_contact_page(request):
    """Cek kendala from its first question to the first step done, and where people come from."""
    form, period = chosen_period(request)
    context = admin.site.each_context(request) | {
        "title": _("First contact in numbers"),
        "form": form,
        "period": period,
        "labels": STEPS.values(),
        "numbers": first_contact(starts_on=period.first, ends_on=period.last),
    }
    return TemplateResponse(request, "admin/insights/first_contact.html", context)


cast(OfficeSite, admin.site).add_page("kontak-pertama/", first_contact_page, "first_contact")
for _route, _view, _name in PAGES:
    cast(OfficeSite, admin.site).add_page(_route, _view, _name)
