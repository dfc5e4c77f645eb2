from businesses.models import KbliCode, KbliEntry


def entries_about(text: str) -> list[KbliEntry]:
    """What an owner may mean, the likeliest first; each with `elsewhere`, the same digits in the
    other version where they stand for something else."""
    entries = list(KbliEntry.objects.about(text))
    digits = {code.code for entry in entries for code in entry.codes}
    meanings = list(KbliCode.objects.filter(code__in=digits).order_by("code", "version"))
    for entry in entries:
        entry.elsewhere = [
            other
            for code in entry.codes
            for other in meanings
            if (other.code, other.version) != (code.code, code.version)
            and other.code == code.code
            and other.title != code.title
        ]
    return entries
