"""How the office pages look and what their menu holds: the settings of django-unfold.

Read while the settings load, so functions that need models stand here as dotted names.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse_lazy
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


def unfold_settings(*, with_demo_clock: bool) -> dict[str, Any]:
    office = "plut_portal.insights.admin"
    return {
        "SITE_TITLE": f"{office}.site_name",
        "SITE_HEADER": f"{office}.site_name",
        "SITE_SUBHEADER": _("Office pages"),
        # The pages that show an address to pass on begin it with this.
        "SITE_URL": lambda request: settings.SITE_URL,
        "SITE_ICON": _static("img/favicon.svg"),
        "SITE_FAVICONS": [
            {"rel": "icon", "type": "image/svg+xml", "href": _static("img/favicon.svg")}
        ],
        "SHOW_LANGUAGES": True,
        "THEME": "light",
        # The colours stand in admin.css: as settings they would become an inline style.
        "COLORS": lambda request: {},
        "STYLES": [_static("css/admin.css")],
        "SCRIPTS": [_static("js/admin.js")],
        "ENVIRONMENT": f"{office}.mode_label",
        "DASHBOARD_CALLBACK": f"{office}.dashboard",
        "ACCOUNT": {
            "navigation": [
                {"title": _("Profile"), "link": reverse_lazy("accounts:profile")},
                {"title": _("Change password"), "link": reverse_lazy("account_change_password")},
                {"title": _("Two-step sign-in"), "link": reverse_lazy("mfa_index")},
            ]
        },
        "SIDEBAR": {"navigation": _navigation(office, with_demo_clock)},
    }


def _navigation(office: str, with_demo_clock: bool) -> list[dict[str, Any]]:
    clock = _item(_("Demo clock"), "schedule", "demo_clock", "accounts.assign_roles")
    to_call = _item(
        _("People to call"),
        "phone_in_talk",
        "notifications_message_to_call",
        "notifications.view_message",
    )
    return [
        _group(
            _("Today"),
            _item(_("Overview"), "home", "index", None),
            _item(
                _("Counter"),
                "storefront",
                "counter",
                "consultations.add_visit",
                app="consultations",
            ),
            _list(_("Appointments"), "event", "consultations", "booking"),
            _list(_("Visits"), "menu_book", "consultations", "visit"),
            _list(_("Affected schedules"), "event_repeat", "consultations", "disruption"),
            to_call | {"badge": f"{office}.people_to_call"},
        ),
        _group(
            _("People and businesses"),
            _list(_("Businesses"), "storefront", "businesses", "business"),
            _list(_("Merged businesses"), "merge", "businesses", "merge"),
            _list(_("Not duplicates"), "call_split", "businesses", "distinction"),
            _list(_("Condition of businesses"), "monitoring", "businesses", "snapshot"),
            _list(_("Papers"), "description", "businesses", "businessdocument"),
            _list(_("Photos"), "image", "businesses", "productphoto"),
            _list(_("Permits explained"), "gavel", "businesses", "permitrule"),
            _list(_("People"), "group", "accounts", "user"),
            _list(_("Consents"), "handshake", "accounts", "consent"),
            _list(_("Access log"), "visibility", "accounts", "accesslogentry"),
        ),
        _group(
            _("Consultations"),
            _list(_("Mentoring cases"), "diversity_3", "consultations", "mentoringcase"),
            _list(_("Session records"), "edit_note", "consultations", "sessionrecord"),
            _list(_("Internal notes"), "lock", "consultations", "internalnote"),
            _list(_("Consultants"), "support_agent", "consultations", "consultant"),
            _list(_("Fields"), "category", "consultations", "expertise"),
            _list(_("Constraints"), "help", "consultations", "constraint"),
            _list(_("Questionnaires"), "quiz", "consultations", "checkversion"),
            _list(_("Closed days"), "event_busy", "consultations", "closure"),
            _list(_("Periods with other hours"), "date_range", "consultations", "hoursexception"),
            _list(_("Booking rules"), "rule", "consultations", "bookingpolicy"),
        ),
        _group(
            _("Training"),
            _list(_("Batches"), "groups", "trainings", "batch"),
            _list(_("Enrolments"), "how_to_reg", "trainings", "enrolment"),
            _list(_("Meetings"), "co_present", "trainings", "meeting"),
            _list(_("Outputs"), "inventory_2", "trainings", "output"),
            _list(_("Certificates"), "workspace_premium", "trainings", "certificate"),
            _list(_("Tracks"), "route", "trainings", "track"),
            _list(_("Stages"), "stairs", "trainings", "stage"),
            _list(_("Courses"), "school", "trainings", "course"),
            _list(_("Numbering"), "tag", "trainings", "certificatenumbering"),
        ),
        _group(
            _("Exhibitions"),
            _list(_("Activities"), "festival", "exhibitions", "activity"),
            _list(_("Applications"), "assignment_ind", "exhibitions", "application"),
            _list(_("Zones"), "map", "exhibitions", "zone"),
            _list(_("Booths"), "storefront", "exhibitions", "booth"),
            _list(_("Ready list"), "bolt", "exhibitions", "readylisting"),
            _list(_("Calls"), "campaign", "exhibitions", "call"),
            _list(_("Reviews"), "rate_review", "exhibitions", "review"),
            _list(
                _("Conflicts of interest"), "visibility_off", "exhibitions", "conflictofinterest"
            ),
            _list(_("Decisions"), "gavel", "exhibitions", "verdict"),
            _list(_("Daily reports"), "today", "exhibitions", "dailyreport"),
            _list(_("Orders that followed"), "receipt_long", "exhibitions", "followuporder"),
        ),
        _group(
            _("Markets"),
            _list(_("Products"), "shopping_bag", "businesses", "product"),
            _list(_("Questions from buyers"), "forum", "exhibitions", "enquiry"),
            _list(_("Search words"), "manage_search", "exhibitions", "searchwords"),
            _list(_("Products for partners"), "local_shipping", "exhibitions", "submission"),
            _list(_("Retail partners"), "store", "exhibitions", "retailpartner"),
            _list(_("Requirements of partners"), "checklist", "exhibitions", "requirementlist"),
        ),
        _group(
            _("Numbers"),
            *_answers(),
            _item(
                _("Training funnel"), "filter_list", "training_funnel", "trainings.view_enrolment"
            ),
            _item(_("Leads from the catalogue"), "forum", "leads", "exhibitions.view_enquiry"),
            _item(
                _("Comparison of exhibitions"),
                "leaderboard",
                "exhibition_comparison",
                "exhibitions.view_dailyreport",
            ),
            _item(
                _("Data quality"), "rule_folder", "data_quality", "consultations.view_sessionrecord"
            ),
            _list(_("Closed months"), "lock_clock", "consultations", "closedmonth"),
            _item(
                _("First contact in numbers"),
                "filter_alt",
                "first_contact",
                "consultations.view_sessionrecord",
            ),
            _item(
                _("Agreement of cek kendala"),
                "fact_check",
                "consultations_constraint_agreement",
                "consultations.view_sessionrecord",
            ),
        ),
        _group(
            _("Messages"),
            _list(_("Messages"), "mail", "notifications", "message"),
            _list(_("Deliveries"), "outbox", "notifications", "delivery"),
            _list(_("Contact attempts"), "call_log", "notifications", "contactattempt"),
        ),
        _group(
            _("Office"),
            _list(_("Office identity"), "apartment", "core", "officeidentity"),
            _list(_("Villages and wards"), "location_on", "businesses", "village"),
            *([clock] if with_demo_clock else []),
        ),
    ]


def _answers() -> list[dict[str, Any]]:
    """What the head opens before the council asks."""
    reads = "insights.view_annualtarget"
    return [
        _item(_("Answers for the council"), "account_balance", "answers", reads),
        _item(_("Villages and wards reached"), "grid_view", "coverage", reads),
        _item(_("Numbers about ourselves"), "speed", "ourselves", reads),
        _list(_("Annual targets"), "flag", "insights", "annualtarget"),
        _item(_("Rows to mend"), "build", "mending", reads),
        _item(_("Who changed what"), "history", "audit", "accounts.view_accesslogentry"),
    ]


def _group(title: Promise, *items: dict[str, Any]) -> dict[str, Any]:
    return {"title": title, "items": list(items)}


def _list(title: Promise, icon: str, app: str, model: str) -> dict[str, Any]:
    return _item(title, icon, f"{app}_{model}_changelist", f"{app}.view_{model}")


def _item(
    title: Promise, icon: str, name: str, permission: str | None, *, app: str = "admin"
) -> dict[str, Any]:
    """One line of the menu. A role does not see what it may not open."""

    def may_open(request: HttpRequest) -> bool:
        return permission is None or request.user.has_perm(permission)

    return {
        "title": title,
        "icon": icon,
        "link": reverse_lazy(f"{app}:{name}"),
        "permission": may_open,
    }


def _static(path: str) -> Callable[[HttpRequest], str]:
    return lambda request: static(path)
