"""What the owner answered, in words, as an officer reads it."""

from collections.abc import Callable

from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from businesses.models import FieldRemark
from businesses.selectors.completion import STEPS, Dossier
from plut_portal.core import formats

Field = FieldRemark.Field


def _turnover(dossier: Dossier) -> str:
    withheld = _("not said") if dossier.figures.turnover_withheld else ""
    return dossier.figures.turnover_label or withheld


def _capital(dossier: Dossier) -> str:
    capital = dossier.figures.capital
    return "" if capital is None else formats.rupiah(capital)


def _number(value: int | None) -> str:
    return "" if value is None else str(value)


# A step with answers of its own adds a line for each; until then its value reads "–".
_IN_WORDS: dict[str, Callable[[Dossier], str]] = {
    Field.MAKES: lambda dossier: dossier.business.makes,
    Field.VILLAGE: lambda dossier: dossier.business.village.full_name,
    Field.NAME: lambda dossier: dossier.business.name,
    Field.ADDRESS: lambda dossier: dossier.business.address,
    Field.OPERATING_STATE: lambda dossier: dossier.figures.state_label,
    Field.WORKERS_FEMALE: lambda dossier: _number(dossier.figures.workers_female),
    Field.WORKERS_MALE: lambda dossier: _number(dossier.figures.workers_male),
    Field.STARTED_YEAR: lambda dossier: _number(dossier.business.started_year),
    Field.TURNOVER_BAND: _turnover,
    Field.CAPITAL: _capital,
    Field.NIB: lambda dossier: ", ".join(dossier.nibs),
    Field.KBLI: lambda dossier: ", ".join(dict.fromkeys(map(str, dossier.kbli))),
    Field.PHOTO: lambda dossier: _("sent") if dossier.has_photo else "",
}


def answers(dossier: Dossier) -> list[tuple[Field, str]]:
    """Every answer the steps ask for, in their order, with "–" for what is missing."""
    return [(name, _in_words(name, dossier)) for step in STEPS for name in step.fields]


def fingerprint(answers: list[tuple[Field, str]]) -> str:
    """Another one as soon as one of these answers says something else."""
    said = "\n".join(f"{name}: {value}" for name, value in answers)
    return salted_hmac("businesses.answers", said).hexdigest()


def _in_words(name: Field, dossier: Dossier) -> str:
    in_words = _IN_WORDS.get(name)
    return (in_words(dossier) if in_words else "") or "–"
