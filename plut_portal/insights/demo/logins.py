"""Whom one can sign in as in the demonstration: one of each role."""

from dataclasses import dataclass

PASSWORD = "apel-manalagi"


@dataclass(frozen=True)
class Login:
    role: str
    login: str
    password: str
    name: str


def demo_phone(number: int) -> str:
    """The demo's n-th mobile number, as typed.

    No number begins with 084 in Indonesia's plan, so nobody can own one; the portal's own check
    (08, then 1–9, ten to thirteen digits) takes it.
    """
    return f"0840{number:08d}"


NEW_OWNER = Login("Pelaku usaha baru", demo_phone(99), PASSWORD, "Slamet Widodo")

LOGINS = [
    Login("Pelaku usaha (nomor HP)", demo_phone(1), PASSWORD, "Sumiati"),
    Login("Pelaku usaha (e-mail)", "wahyu@kopilereng.example", PASSWORD, "Wahyu Nugroho"),
    NEW_OWNER,
    Login("Konsultan produksi", "rini@plut.example", PASSWORD, "Rini Astuti"),
    Login("Konsultan kelembagaan", "bagus@plut.example", PASSWORD, "Bagus Wicaksono"),
    Login("Konsultan pemasaran", "dewi@plut.example", PASSWORD, "Dewi Maharani"),
    Login("Konsultan pembiayaan", "hadi@plut.example", PASSWORD, "Hadi Santoso"),
    Login("Konsultan SDM", "laili@plut.example", PASSWORD, "Nur Laili"),
    Login("Petugas loket", "loket@plut.example", PASSWORD, "Yuni Kartika"),
    Login("Admin program", "admin@plut.example", PASSWORD, "Arif Prasetyo"),
    Login("Kurator", "kurator@plut.example", PASSWORD, "Ratna Wulandari"),
    Login("Kepala", "kepala@plut.example", PASSWORD, "Endang Lestari"),
    Login("Auditor", "auditor@plut.example", PASSWORD, "Joko Susilo"),
]
