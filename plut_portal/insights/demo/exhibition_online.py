"""The demonstration's online promotions: one with its results, one to apply for."""

from exhibitions.models import Activity
from plut_portal.insights.demo.exhibition_plans import (
    ONLINE_CONDITIONS,
    ONLINE_DUTIES,
    EntryData,
    FairData,
    Kind,
    Outcome,
)

SELECT = Outcome.SELECT
WANTED = ((Kind.PHOTO, False), (Kind.MARKETING_PERMIT, True))

FEATURED = FairData(
    fields={
        "slug": "produk-pilihan-akhir-tahun",
        "kind": Activity.Kind.ONLINE_PROMOTION,
        "programme": Activity.Programme.FEATURED,
        "title": "Produk Pilihan Akhir Tahun",
        "summary": "Tujuh hari tampil paling atas di katalog dan di media sosial kota.",
        "organiser": "PLUT-KUMKM Kota Batu",
        "confirm_hours": 48,
        "quota": 3,
        "conditions": ONLINE_CONDITIONS,
        "report_duties": ONLINE_DUTIES,
    },
    begins=-44,
    lasts=7,
    apply=(-70, -58),
    answer=-50,
    review=-57,
    released=-51,
    requirements=((Kind.PHOTO, False),),
    entries=(
        EntryData(
            "Ecoprint Handayani",
            "Selendang daun jati, setiap lembar lain.",
            (5, 4),
            SELECT,
            answer="confirm",
            sold=11,
            orders=(("Butik Daun Kering", "Selendang 12 lembar", 2_160_000),),
        ),
        EntryData(
            "Roti Apel Punten",
            "Bolu apel tahan tiga minggu.",
            (4, 4),
            SELECT,
            answer="confirm",
            sold=64,
            orders=(),
        ),
        EntryData(
            "Sambal Nuriyah",
            "Sambal bawang dalam botol kedap.",
            (4, 3),
            SELECT,
            answer="confirm",
            sold=82,
            orders=(),
        ),
    ),
)

LIVE_DAY = FairData(
    fields={
        "slug": "belanja-langsung-oleh-oleh-batu",
        "kind": Activity.Kind.ONLINE_PROMOTION,
        "programme": Activity.Programme.LIVE,
        "link": "https://www.tiktok.com/@plutkotabatu/live",
        "title": "Belanja Langsung Oleh-oleh Batu",
        "summary": "Dua jam siaran langsung dari studio PLUT, enam usaha bergantian.",
        "description": "Pembawa acara dan kamera dari PLUT. Anda datang dengan produk, harga, dan "
        "stok siap kirim.",
        "organiser": "PLUT-KUMKM Kota Batu",
        "confirm_hours": 48,
        "quota": 6,
        "conditions": ONLINE_CONDITIONS,
        "report_duties": ONLINE_DUTIES,
    },
    begins=18,
    lasts=1,
    live_hour=19,
    apply=(-4, 8),
    answer=12,
    requirements=WANTED,
    entries=(
        EntryData("Kentang Goreng Ngatini", "Keripik kentang balado, renyah sampai habis."),
        EntryData("Cokelat Apel Lestari", "Cokelat isi apel, dipotong di depan kamera."),
    ),
)
