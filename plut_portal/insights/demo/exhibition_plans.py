"""How the demonstration writes down an exhibition: when it is, who applies, how far it has come."""

from dataclasses import dataclass, field
from typing import Any

from exhibitions.models import Criterion, Requirement, Verdict

Scope, Kind, Outcome = Criterion.Scope, Requirement.Kind, Verdict.Outcome

CRITERIA = (
    ("Mutu dan rasa", "Rasa ajek, tekstur pas, bahan terasa.", 40, Scope.FOOD),
    (
        "Mutu dan kerapian",
        "Jahitan, sambungan, dan warna rapi dari semua sisi.",
        30,
        Scope.NOT_FOOD,
    ),
    ("Kemasan dan label", "Aman dibawa jauh, semua keterangan wajib terbaca.", 30, Scope.ALL),
    ("Ciri khas Batu", "Pengunjung langsung tahu ini dari Batu.", 30, Scope.ALL),
)
CONDITIONS = (
    "Stan dijaga sendiri pada semua hari dan jam buka\n"
    "Menerima pembayaran QRIS\n"
    "Harga terpasang dan sama dengan harga di toko"
)
REPORT_DUTIES = (
    "Tiga angka setelah tutup setiap hari: pengunjung, barang terjual, omzet\n"
    "Pesanan yang menyusul, tiga puluh hari kemudian"
)


@dataclass(frozen=True)
class ZoneData:
    name: str
    note: str
    booths: tuple[str, ...]
    capacity: int = 1
    watts: int = 450


@dataclass(frozen=True)
class EntryData:
    """One business. `marks` are what each curator gives on the whole; 0 is not scored."""

    business: str
    pitch: str = ""
    marks: tuple[int, ...] = ()
    outcome: str = ""
    reason: str = ""
    note: str = ""
    # How a place is answered: confirmed, declined, or left open.
    answer: str = ""
    booth: str = ""
    # Pieces on a usual day, and how many days are reported (all when nothing is said).
    sold: int = 0
    days_told: int | None = None
    # Buyer, what, rupiah; None while the question of the month after is not answered.
    orders: tuple[tuple[str, str, int], ...] | None = None
    is_draft: bool = False
    # Why the first curator leaves this entry to the others.
    conflict: str = ""


@dataclass(frozen=True)
class FairData:
    """All in days from today, counted below nought when they are past."""

    fields: dict[str, Any]
    begins: int
    lasts: int
    apply: tuple[int, int]
    answer: int
    entries: tuple[EntryData, ...]
    zones: tuple[ZoneData, ...] = ()
    # What is asked for, and whether it must be there.
    requirements: tuple[tuple[str, bool], ...] = ()
    review: int | None = None
    released: int | None = None
    cancelled: tuple[int, str] | None = None
    # Of a live-selling day: the hour at which it begins on its first day.
    live_hour: int | None = None


@dataclass(frozen=True)
class ReadyData:
    business: str
    pieces: int
    goes_out_of_town: bool = True
    note: str = ""
    # What it says to the call; nothing yet.
    comes: bool | None = None
    travellers: tuple[tuple[str, str], ...] = ()
    # Goods, pieces, parcels, grams, price, whether fragile.
    goods: tuple[tuple[str, int, int, int, int, bool], ...] = ()
    is_handed_over: bool = False


@dataclass(frozen=True)
class CallData:
    """An event nobody applies for: the office calls from the ready list."""

    fields: dict[str, Any]
    begins: int
    lasts: int
    wanted: int
    message: str
    ready: tuple[ReadyData, ...] = field(default_factory=tuple)
