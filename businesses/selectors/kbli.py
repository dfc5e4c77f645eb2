from collections.abc import Collection

from businesses.models import KbliCode, KbliEntry


def entries_about(text: str) -> list[KbliEntry]:
    """What an owner may mean, the likeliest first; each knows where its digits mean something else."""
    return _with_warnings(list(KbliEntry.objects.about(text)))


def entries_to_choose(text: str, *, ticked: Collection[str]) -> dict[str, list[KbliEntry]]:
    """`chosen`: those ticked already; `entries`: what the words find beyond them."""
    found = list(KbliEntry.objects.about(text))
    wanted = {int(pk) for pk in ticked if pk.isascii() and pk.isdigit() and len(pk) < 10}
    chosen = list(KbliEntry.objects.with_codes().filter(pk__in=wanted).order_by("pk"))
    others = [entry for entry in found if entry.pk not in wanted]
    _with_warnings([*chosen, *others])
    return {"chosen": chosen, "entries": others}


def _with_warnings(entries: list[KbliEntry]) -> list[KbliEntry]:
    digits = {code.code for entry in entries for code in entry.codes}
    meanings = list(KbliCode.objects.filter(code__in=digits).order_by("code", "version"))
    for entry in entries:
        entry.elsewhere = [
            other for other in meanings if any(other.reuses(code) for code in entry.codes)
        ]
    return entries
