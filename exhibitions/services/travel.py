"""Out of town: who travels, what goods go along, handed over and brought back."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TypeVar

from django.db import transaction
from django.utils.translation import gettext as _

from exhibitions.models import Application, ManifestLine, Traveller
from exhibitions.services import guards
from exhibitions.services.reports import NotThere
from plut_portal.accounts.models import User
from plut_portal.core.errors import PortalError

Counted = TypeVar("Counted")


class AlreadyHandedOver(PortalError):
    pass


class CountWrong(PortalError):
    """Of which goods, where several were counted at once."""

    status = 422
    line: ManifestLine | None = None


@transaction.atomic
def add_traveller(
    *, application: Application, name: str, phone: str, by: User, shirt: str = ""
) -> Traveller:
    """Somebody who goes along. The same name for the same business is one person."""
    application = _lock_travelling(application, by)
    traveller, _created = Traveller.objects.update_or_create(
        application=application, name=name.strip(), defaults={"phone": phone, "shirt": shirt}
    )
    return traveller


@transaction.atomic
def remove_traveller(*, traveller: Traveller, by: User) -> None:
    """Does not go along after all."""
    _lock_travelling(traveller.application, by)
    Traveller.objects.filter(pk=traveller.pk).delete()


@transaction.atomic
def add_goods(
    *,
    application: Application,
    goods: str,
    pieces: int,
    by: User,
    parcels: int = 1,
    weight_grams: int = 0,
    price: int = 0,
    is_fragile: bool = False,
    is_perishable: bool = False,
) -> ManifestLine:
    """A line of the manifest; price a piece in whole rupiah. Raises NotThere."""
    application = _lock_travelling(application, by)
    return ManifestLine.objects.create(
        application=application,
        position=application.manifest.count() + 1,
        goods=goods.strip(),
        pieces=pieces,
        parcels=parcels,
        weight_grams=weight_grams,
        price=price,
        is_fragile=is_fragile,
        is_perishable=is_perishable,
    )


@transaction.atomic
def remove_goods(*, line: ManifestLine, by: User) -> None:
    """Stays at home. Raises AlreadyHandedOver once the office has it."""
    _lock_travelling(line.application, by)
    if ManifestLine.objects.filter(pk=line.pk).exclude(handed_over=None).exists():
        raise AlreadyHandedOver(_("These goods are with the office already."))
    ManifestLine.objects.filter(pk=line.pk).delete()


def _lock_travelling(application: Application, by: User) -> Application:
    application = guards.lock_application(application)
    guards.check_acts_for(application.business, by)
    if not application.is_confirmed or not application.activity.is_out_of_town:
        raise NotThere(_("Only who takes part in an event out of town sends goods along."))
    return application


@transaction.atomic
def hand_over(*, line: ManifestLine, pieces: int, by: User, at: datetime) -> ManifestLine:
    """The office has counted so many pieces and answers for them. Raises CountWrong.

    Counted again before they come back, the new number counts.
    """
    guards.check_manages(by)
    line = _lock_line(line)
    if line.returned is not None:
        raise AlreadyHandedOver(_("These goods are back already."))
    if not 0 <= pieces <= line.pieces:
        raise CountWrong(
            _("Between 0 and the %(count)d pieces of the list.") % {"count": line.pieces}
        )
    line.handed_over, line.handed_over_at, line.handed_over_by = pieces, at, by
    line.save()
    return line


@transaction.atomic
def take_back_goods(
    *, line: ManifestLine, sold: int, returned: int, by: User, at: datetime
) -> ManifestLine:
    """What was sold and what came back; the rest is missing and stands on the paper.

    Raises CountWrong when together they are more than was handed over, or nothing was.
    """
    guards.check_manages(by)
    line = _lock_line(line)
    there = line.handed_over
    if there is None:
        raise CountWrong(_("These goods were not handed over."))
    if min(sold, returned) < 0 or sold + returned > there:
        raise CountWrong(
            _("Sold and returned together are at most the %(count)d pieces handed over.")
            % {"count": there}
        )
    line.sold, line.returned, line.returned_at, line.returned_by = sold, returned, at, by
    line.save()
    return line


@transaction.atomic
def hand_over_goods(
    *, application: Application, pieces: dict[ManifestLine, int], by: User, at: datetime
) -> None:
    """The goods of one business as counted, all or none. Raises what `hand_over` raises."""
    for line, number in _in_turn(application, pieces):
        with _saying_which(line):
            hand_over(line=line, pieces=number, by=by, at=at)


@transaction.atomic
def take_back_all(
    *,
    application: Application,
    counts: dict[ManifestLine, tuple[int, int]],
    by: User,
    at: datetime,
) -> None:
    """Pieces sold and returned of the goods of one business, all or none; see `take_back_goods`."""
    for line, (sold, returned) in _in_turn(application, counts):
        with _saying_which(line):
            take_back_goods(line=line, sold=sold, returned=returned, by=by, at=at)


def _in_turn(
    application: Application, counts: dict[ManifestLine, Counted]
) -> Iterator[tuple[ManifestLine, Counted]]:
    """Locked in one order, whoever counts at the other table at the same moment."""
    guards.lock_application(application)
    return iter(sorted(counts.items(), key=lambda item: item[0].pk))


@contextmanager
def _saying_which(line: ManifestLine) -> Iterator[None]:
    try:
        yield
    except CountWrong as refusal:
        refusal.line = line
        raise


def _lock_line(line: ManifestLine) -> ManifestLine:
    return ManifestLine.objects.select_for_update(no_key=True).get(pk=line.pk)
