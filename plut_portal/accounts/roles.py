"""Who may do what. Roles are Django groups; this table is the only place that fills them."""

from django.contrib.auth.models import Group, Permission
from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    CONSULTANT = "CONSULTANT", _("Consultant")
    COUNTER_OFFICER = "COUNTER_OFFICER", _("Counter officer")
    PROGRAMME_ADMIN = "PROGRAMME_ADMIN", _("Programme admin")
    CURATOR = "CURATOR", _("Curator")
    HEAD = "HEAD", _("Head of office")
    AUDITOR = "AUDITOR", _("Auditor")


# Roles that work in the admin; the others have their pages on the site.
ADMIN_ROLES = (Role.PROGRAMME_ADMIN, Role.COUNTER_OFFICER, Role.HEAD, Role.AUDITOR)

_READABLE = (
    "core.officeidentity",
    "accounts.user",
    "accounts.consent",
    "accounts.accesslogentry",
    "businesses.village",
    "businesses.business",
    "businesses.membership",
    "businesses.decision",
    "businesses.distinction",
    "businesses.merge",
    "businesses.snapshot",
    "businesses.businessdocument",
    "businesses.product",
    "businesses.productpermit",
    "businesses.productvariant",
    "businesses.productlink",
    "businesses.permitrule",
    "businesses.productphoto",
    "exhibitions.enquiry",
    "consultations.expertise",
    "consultations.consultant",
    "consultations.weeklyhours",
    "consultations.leave",
    "consultations.extrahours",
    "consultations.hoursexception",
    "consultations.exceptionwindow",
    "consultations.closure",
    "consultations.bookingpolicy",
    "consultations.constraint",
    "consultations.checkversion",
    "consultations.checkquestion",
    "consultations.checkanswer",
    "consultations.answerweight",
    "consultations.booking",
    "consultations.visit",
    "consultations.disruption",
    "consultations.bookingmove",
    "consultations.sessionrecord",
    "consultations.actionitem",
    "trainings.track",
    "trainings.stage",
    "trainings.course",
    "trainings.material",
    "trainings.batch",
    "trainings.batchstage",
    "trainings.meeting",
    "trainings.enrolment",
    "trainings.attendance",
    "trainings.stageprogress",
    "trainings.output",
    "trainings.outputcomment",
    "trainings.outputfile",
    "trainings.certificatenumbering",
    "trainings.certificate",
    "trainings.issuerun",
    "trainings.issueitem",
    "consultations.addendum",
    "consultations.closedmonth",
    "consultations.mentoringcase",
    "consultations.casemember",
    "consultations.referral",
    "notifications.message",
    "notifications.delivery",
    "notifications.contactattempt",
    "exhibitions.activity",
    "exhibitions.zone",
    "exhibitions.booth",
    "exhibitions.requirement",
    "exhibitions.criterion",
    "exhibitions.fairnessrule",
    "exhibitions.searchwords",
    "exhibitions.application",
    "exhibitions.applicationproduct",
    "exhibitions.boothplace",
    "exhibitions.review",
    "exhibitions.score",
    "exhibitions.conflictofinterest",
    "exhibitions.verdict",
    "exhibitions.release",
    "exhibitions.dailyreport",
    "exhibitions.followuporder",
    "exhibitions.readylisting",
    "exhibitions.call",
    "exhibitions.callanswer",
    "exhibitions.traveller",
    "exhibitions.manifestline",
    "insights.annualtarget",
    "exhibitions.retailpartner",
    "exhibitions.requirementlist",
    "exhibitions.listedrequirement",
    "exhibitions.submission",
    "exhibitions.submissionstep",
    "exhibitions.partnerlink",
)
_EDITABLE = (
    "core.officeidentity",
    "accounts.user",
    "businesses.business",
    "businesses.membership",
    "businesses.permitrule",
    "consultations.expertise",
    "consultations.consultant",
    "consultations.weeklyhours",
    "consultations.leave",
    "consultations.extrahours",
    "consultations.hoursexception",
    "consultations.exceptionwindow",
    "consultations.closure",
    "consultations.bookingpolicy",
    "consultations.constraint",
    "consultations.checkversion",
    "consultations.checkquestion",
    "consultations.checkanswer",
    "consultations.answerweight",
    "trainings.track",
    "trainings.stage",
    "trainings.course",
    "trainings.material",
    "trainings.batch",
    "trainings.batchstage",
    "trainings.meeting",
    "trainings.certificatenumbering",
    "exhibitions.activity",
    "exhibitions.zone",
    "exhibitions.booth",
    "exhibitions.requirement",
    "exhibitions.criterion",
    "exhibitions.fairnessrule",
    "exhibitions.searchwords",
    "insights.annualtarget",
    "exhibitions.retailpartner",
    "exhibitions.requirementlist",
    "exhibitions.listedrequirement",
)


def _may(action: str, models: tuple[str, ...]) -> set[str]:
    return {f"{model.split('.')[0]}.{action}_{model.split('.')[1]}" for model in models}


_READ_ALL = _may("view", _READABLE)
# What an officer at the counter needs: people, businesses, bookings, places – no session notes.
_COUNTER = _may(
    "view",
    tuple(
        model
        for model in _READABLE
        if model
        not in {
            "accounts.accesslogentry",
            # Turnover and capital are personal finance (law 27/2022 article 4).
            "businesses.snapshot",
            "consultations.sessionrecord",
            "consultations.actionitem",
            # What is handed in is between the participant and the consultant.
            "trainings.output",
            "trainings.outputcomment",
            "trainings.outputfile",
            "consultations.addendum",
            "consultations.closedmonth",
            "consultations.referral",
            # Curation is between the curators and the programme admin until it is released.
            "exhibitions.review",
            "exhibitions.score",
            "exhibitions.conflictofinterest",
            "exhibitions.verdict",
            "exhibitions.release",
            # Turnover again.
            "exhibitions.dailyreport",
            "exhibitions.followuporder",
            # Whoever reads these reads the answers of the office, turnover among them.
            "insights.annualtarget",
            # What a shop took, times its price, is turnover too; a link is a key.
            "exhibitions.submissionstep",
            "exhibitions.partnerlink",
        }
    ),
)

PERMISSIONS: dict[Role, set[str]] = {
    Role.CONSULTANT: set(),
    Role.CURATOR: set(),
    Role.COUNTER_OFFICER: _COUNTER
    | {
        "accounts.add_user",
        "accounts.change_user",
        "accounts.reveal_contact",
        "accounts.issue_code",
        "businesses.add_business",
        "businesses.change_business",
        "businesses.open_document",
        "consultations.manage_bookings",
        "trainings.manage_enrolments",
        "exhibitions.manage_applications",
        # The steps alone, for an owner without a printer: docs/decisions/0014.
        "consultations.print_actionitem",
        "consultations.add_visit",
        "notifications.resend_delivery",
        "notifications.add_contactattempt",
    },
    Role.PROGRAMME_ADMIN: _READ_ALL
    | _may("add", _EDITABLE)
    | _may("change", _EDITABLE)
    | {
        "consultations.delete_leave",
        "consultations.delete_extrahours",
        "consultations.delete_hoursexception",
        "consultations.delete_exceptionwindow",
        "consultations.delete_closure",
        "consultations.delete_checkquestion",
        "consultations.delete_checkanswer",
        "consultations.delete_answerweight",
        "consultations.view_internalnote",
        "consultations.record_late",
        "consultations.add_closedmonth",
        "consultations.reopen_closedmonth",
        "consultations.manage_bookings",
        "trainings.delete_material",
        "trainings.manage_enrolments",
        "trainings.open_gate",
        "trainings.record_score",
        "trainings.judge_output",
        "trainings.issue_certificate",
        "exhibitions.manage_applications",
        "exhibitions.decide_application",
        "exhibitions.delete_requirement",
        "exhibitions.delete_criterion",
        "exhibitions.delete_listedrequirement",
        "exhibitions.curate_submission",
        "consultations.add_visit",
        "consultations.manage_cases",
        "accounts.reveal_contact",
        "accounts.issue_code",
        "accounts.assign_roles",
        "accounts.see_amounts",
        "businesses.verify_business",
        "businesses.correct_snapshot",
        "businesses.curate_product",
        "businesses.open_document",
        "exhibitions.answer_enquiry",
        "notifications.resend_delivery",
        "notifications.add_contactattempt",
    },
    Role.HEAD: _READ_ALL | {"accounts.see_amounts"},
    # Reads everything masked: no contacts, no amounts of a single business.
    Role.AUDITOR: _READ_ALL,
}


def sync_groups() -> None:
    """Make the groups say exactly what this table says. Runs after every migrate."""
    by_label = {
        f"{permission.content_type.app_label}.{permission.codename}": permission
        for permission in Permission.objects.select_related("content_type")
    }
    for role in Role:
        group, _created = Group.objects.get_or_create(name=role.value)
        group.permissions.set(by_label[label] for label in PERMISSIONS[role])
