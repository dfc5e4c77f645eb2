"""What a fresh portal still needs before the office can open its doors."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from consultations.models import CheckVersion, Closure, Consultant, Expertise
from plut_portal.accounts.models import User
from plut_portal.accounts.roles import Role
from plut_portal.core import formats
from plut_portal.core.models import OfficeIdentity
from plut_portal.notifications.models import Delivery


@dataclass(frozen=True)
class Step:
    label: Promise
    why: Promise
    url: str
    is_done: bool


def checklist(*, at: datetime) -> list[Step]:
    """Every step with whether it is done, in the order one would take them."""
    return [
        Step(label, why, reverse(f"admin:{name}") + query, is_done=bool(check(at)))
        for label, why, name, query, check in _STEPS
    ]


def _office_is_complete(at: datetime) -> bool:
    return OfficeIdentity.load().is_complete


def _fields_exist(at: datetime) -> bool:
    return Expertise.objects.offered().exists()


def _consultants_receive(at: datetime) -> bool:
    return Consultant.objects.bookable().exclude(weekly_hours=None).exists()


def _check_is_published(at: datetime) -> bool:
    return CheckVersion.objects.published().exists()


def _closures_are_entered(at: datetime) -> bool:
    year = formats.wib_day(at).year
    # A day of one's own does not tell that the holidays are in.
    loaded = Closure.objects.filter(source=Closure.Source.PACKAGE, on__year__in=(year, year + 1))
    return len(set(loaded.values_list("on__year", flat=True))) == 2


def _mail_leaves(at: datetime) -> bool:
    by_mail = Delivery.objects.filter(channel=Delivery.Channel.EMAIL)
    return by_mail.filter(state=Delivery.State.SENT).exists()


def _programme_admin_is_safe(at: datetime) -> bool:
    admins = User.objects.filter(groups__name=Role.PROGRAMME_ADMIN, is_active=True)
    if settings.REQUIRE_STAFF_MFA:
        admins = admins.filter(authenticator__type=Authenticator.Type.TOTP)
    return admins.exists()


_Check = Callable[[datetime], bool]
_STEPS: list[tuple[Promise, Promise, str, str, _Check]] = [
    (
        _("Office identity"),
        _("Address, opening hours and phone stand on every page and in every message."),
        "core_officeidentity_changelist",
        "",
        _office_is_complete,
    ),
    (
        _("A programme admin with two-step sign-in"),
        _("Add the person, assign the role; the second step is set up at the first sign-in."),
        "accounts_user_changelist",
        "?peran=PROGRAMME_ADMIN",
        _programme_admin_is_safe,
    ),
    (
        _("Fields"),
        _("What owners may be advised on."),
        "consultations_expertise_changelist",
        "",
        _fields_exist,
    ),
    (
        _("Consultants with hours"),
        _("Without weekly hours nobody can book a time."),
        "consultations_consultant_changelist",
        "",
        _consultants_receive,
    ),
    (
        _("Cek kendala"),
        _("Load the first questionnaire; owners learn in a minute who can help them."),
        "consultations_checkversion_load_first",
        "",
        _check_is_published,
    ),
    (
        _("Closed days of this year and the next"),
        _("On these days no time is offered."),
        "consultations_closure_load_holidays",
        "",
        _closures_are_entered,
    ),
    (
        _("E-mail leaves the house"),
        _("Send yourself a trial message."),
        "notifications_delivery_trial",
        "",
        _mail_leaves,
    ),
]
