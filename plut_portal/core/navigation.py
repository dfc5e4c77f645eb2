"""The menu each role sees. One table, so that no page invents its own."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Item:
    label: str
    url: str
    active: bool
    # Left out of the one line a phone has for the menu; the pages themselves lead there.
    is_wide_only: bool


EVERYONE = [
    (_("Check your problem"), "consultations:check_start"),
    (_("Consultation"), "consultations:field_list"),
    (_("Training"), "trainings:list"),
    (_("Exhibitions"), "exhibitions:list"),
    (_("Catalogue"), "catalogue:list"),
]
OWNER = [
    (_("My appointments"), "consultations:booking_list"),
    (_("My business"), "businesses:list"),
]
CONSULTANT = [
    (_("Agenda"), "consultations:workspace"),
    (_("My hours"), "consultations:hours"),
]
CURATOR = [(_("Curation"), "exhibitions:curation_list")]
STAFF = [(_("Office"), "admin:index")]
COUNTER = [(_("Counter"), "consultations:counter")]
WIDE_ONLY = {"consultations:check_start"}


def items_for(request: HttpRequest) -> list[Item]:
    return [
        Item(
            str(label),
            reverse(name),
            active=request.path == reverse(name),
            is_wide_only=name in WIDE_ONLY,
        )
        for label, name in _rows(request.user)
    ]


def _rows(user: Any) -> list[tuple[Any, str]]:
    if not user.is_authenticated:
        return EVERYONE
    curation = CURATOR if user.is_curator else []
    if user.is_consultant:
        return CONSULTANT + curation + EVERYONE
    if user.is_staff:
        has_counter = user.has_perm("consultations.add_visit")
        return STAFF + (COUNTER if has_counter else []) + curation + EVERYONE
    return curation + EVERYONE if user.works_here else OWNER + EVERYONE
