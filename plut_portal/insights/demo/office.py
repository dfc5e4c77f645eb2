"""What the demonstration says about the office, its fields and its consultants."""

from dataclasses import dataclass
from datetime import date, time

from plut_portal.accounts.roles import Role

OFFICE = {
    "name": "PLUT-KUMKM Kota Batu",
    "short_name": "PLUT Kota Batu",
    "agency": "Diskumindag Kota Batu",
    "address": "Jl. Abdul Gani Atas, Kelurahan Ngaglik, Kecamatan Batu",
    "hours": "Senin–Jumat, mulai 08.00 WIB",
    "phone": "(0341) 555-0100",
    "whatsapp": "0840-0000-0100",
    "email": "halo@plut.example",
    "directions": "Dari Alun-Alun Batu kira-kira sepuluh menit naik motor, ke arah atas.\n"
    "Gedung dua lantai bercat putih di kiri jalan. Parkir motor dan mobil di halaman, gratis.",
    "accessibility": "Pintu depan tanpa anak tangga. Loket dan ruang konsultasi di lantai satu.",
    "letterhead": "PEMERINTAH KOTA BATU\nDISKUMINDAG\nPLUT-KUMKM KOTA BATU",
    "signatory_name": "Endang Lestari",
    "signatory_title": "Kepala PLUT-KUMKM Kota Batu",
    "charter_on": date(2026, 1, 5),
}

FIELDS = [
    {
        "slug": "produksi",
        "name": "Produksi",
        "summary": "Rasa, mutu, kemasan, dan tahan lama: dari resep sampai dapur yang bersih.",
        "problems": "Keripik saya cepat melempem\nProduk tidak tahan lama\n"
        "Rasanya tidak sama tiap kali buat\nKemasan saya kurang menarik\nBahan baku sulit didapat",
        "bring": "Dua bungkus produk, satu di antaranya yang paling lama\nCatatan resep, bila ada\n"
        "Foto dapur atau tempat produksi",
    },
    {
        "slug": "kelembagaan",
        "name": "Kelembagaan dan izin",
        "summary": "NIB, P-IRT, halal, merek, dan bentuk usaha: izin mana yang perlu, dan urutannya.",
        "problems": "Saya belum punya NIB\nPengajuan PIRT saya ditolak\nMau urus sertifikat halal\n"
        "Merek saya dipakai orang\nMau buat koperasi atau PT perorangan",
        "bring": "KTP\nIzin yang sudah ada, boleh fotonya\nContoh label produk\n"
        "HP yang nomornya dipakai mendaftar OSS",
    },
    {
        "slug": "pemasaran",
        "name": "Pemasaran",
        "summary": "Foto, merek, jualan daring, pameran, dan jalan masuk ke toko dan swalayan.",
        "problems": "Sepi pembeli\nFoto produk saya tidak menarik\nMau masuk swalayan\n"
        "Ingin jualan daring tetapi bingung mulai dari mana",
        "bring": "Produk dalam kemasannya\nDaftar harga\nHP dengan foto produk yang ada",
    },
    {
        "slug": "pembiayaan",
        "name": "Pembiayaan",
        "summary": "Catatan keuangan, harga jual, modal, dan pengajuan pinjaman yang masuk akal.",
        "problems": "Butuh modal menjelang musim panen\nTidak punya catatan keuangan\n"
        "Laku terus, tetapi tidak ada untungnya\nPengajuan saya ditolak bank",
        "bring": "Catatan belanja dan penjualan, walau di buku tulis\nDaftar harga jual\n"
        "Surat dari bank, bila ada",
    },
    {
        "slug": "sdm",
        "name": "SDM",
        "summary": "Membagi pekerjaan, menjaga karyawan, dan menyiapkan penerus usaha.",
        "problems": "Karyawan saya keluar masuk\nSemua saya kerjakan sendiri\n"
        "Baru mulai, mana yang didahulukan?\nMenyiapkan anak meneruskan usaha",
        "bring": "Daftar siapa mengerjakan apa\nCerita satu hari kerja, dari pagi sampai malam",
    },
]

Windows = list[tuple[time, time]]

_MORNING, _AFTERNOON = (time(8), time(12)), (time(13), time(15))
_FRIDAY = [(time(8), time(11)), (time(13, 30), time(15))]
# Weekday (0 is Monday) → windows.
_WEEK: dict[int, Windows] = {day: [_MORNING, _AFTERNOON] for day in range(4)} | {4: _FRIDAY}


@dataclass(frozen=True)
class ConsultantData:
    email: str
    slug: str
    field: str
    bio: str
    week: dict[int, Windows]


CONSULTANTS = [
    ConsultantData(
        "rini@plut.example",
        "rini-astuti",
        "produksi",
        "Lima belas tahun di dapur produksi. Senang menghitung gram dan menit.",
        _WEEK,
    ),
    ConsultantData(
        "bagus@plut.example",
        "bagus-wicaksono",
        "kelembagaan",
        "Mendampingi izin dari NIB sampai merek. Kata sandi Anda tetap Anda yang pegang.",
        _WEEK | {0: [(time(9), time(12)), _AFTERNOON]},
    ),
    ConsultantData(
        "dewi@plut.example",
        "dewi-maharani",
        "pemasaran",
        "Pernah berjualan di pasar, toko, dan layar HP. Hari Rabu berkunjung ke usaha Anda.",
        {day: windows for day, windows in _WEEK.items() if day != 2},
    ),
    ConsultantData(
        "hadi@plut.example",
        "hadi-santoso",
        "pembiayaan",
        "Mantan petugas kredit yang kini duduk di sisi Anda. Buku tulis pun cukup untuk mulai.",
        _WEEK | {1: [_MORNING]},
    ),
    ConsultantData(
        "laili@plut.example",
        "nur-laili",
        "sdm",
        "Membantu keluarga berbagi pekerjaan tanpa berbagi pertengkaran.",
        _WEEK | {4: _FRIDAY[:1]},
    ),
]

# Which of them is on leave next week, and who stands in.
AWAY_SOON, STANDS_IN = 3, 4

# Wednesday is Dewi's day on the road; Rini and Dewi also talk online.
ON_THE_ROAD, VISIT_DAY = 2, 2
VISITS: Windows = [(time(8), time(12))]
MEETING_LINKS = {
    "rini-astuti": "https://temu.example/rini-astuti",
    "dewi-maharani": "https://temu.example/dewi-maharani",
}

# Ramadan 1448 H; weekday → windows.
RAMADAN = ("Ramadan 1448 H", date(2027, 2, 8), date(2027, 3, 9))
RAMADAN_WEEK: dict[int, Windows] = {
    day: [(time(8), time(12)), (time(12, 30), time(14))] for day in range(4)
} | {4: [(time(8), time(11)), (time(13), time(14, 30))]}

# E-mail → role, for everyone else who works here.
COLLEAGUES = {
    "loket@plut.example": Role.COUNTER_OFFICER,
    "admin@plut.example": Role.PROGRAMME_ADMIN,
    "kurator@plut.example": Role.CURATOR,
    "kepala@plut.example": Role.HEAD,
    "auditor@plut.example": Role.AUDITOR,
}
