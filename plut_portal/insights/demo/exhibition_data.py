"""The demonstration's exhibitions, from last year's to the one that takes applications."""

from exhibitions.models import Activity
from plut_portal.insights.demo.exhibition_plans import (
    EntryData,
    FairData,
    Kind,
    Outcome,
    ZoneData,
)

SELECT, RESERVE, REFUSE = Outcome.SELECT, Outcome.RESERVE, Outcome.REFUSE
OUT_OF_TOWN = Activity.Kind.OUT_OF_TOWN
KUB = "Kelompok Usaha Bersama Olahan Apel dan Sayur Lereng Arjuno Makmur"
# The weeks between a yearly event and the next.
A_YEAR = 364

WITH_PERMIT = ((Kind.MARKETING_PERMIT, True), (Kind.NIB, False), (Kind.PHOTO, False))

LAST_YEAR = FairData(
    fields={
        "slug": "pekan-oleh-oleh-nusantara",
        "kind": OUT_OF_TOWN,
        "title": "Pekan Oleh-oleh Nusantara",
        "summary": "Empat hari di Surabaya, stan bersama Kota Batu dengan enam usaha.",
        "description": "Pembeli toko oleh-oleh dan hotel datang pada dua hari pertama, umum pada "
        "akhir pekan. Stan Kota Batu berada di lorong tengah.",
        "organiser": "Forum Oleh-oleh Nusantara",
        "place": "Graha Kenjeran, Aula Timur",
        "city": "Surabaya",
        "hours": "10.00–21.00 WIB",
        "confirm_hours": 72,
        "quota": 6,
        "bears_costs": "PLUT menanggung stan dan mobil barang; penginapan ditanggung peserta.",
    },
    begins=20 - A_YEAR,
    lasts=4,
    apply=(-25 - A_YEAR, -4 - A_YEAR),
    answer=5 - A_YEAR,
    review=-3 - A_YEAR,
    released=4 - A_YEAR,
    requirements=WITH_PERMIT,
    zones=(ZoneData("Stan Kota Batu", "Satu lorong untuk semua", ("S1", "S2", "S3"), capacity=2),),
    entries=(
        EntryData(
            "Kue Kering Endang",
            "Nastar hangat dari oven kecil di stan.",
            (4, 4),
            SELECT,
            answer="confirm",
            booth="S1",
            sold=42,
            orders=(("Hotel Majapahit Indah", "120 toples untuk Lebaran", 7_800_000),),
        ),
        EntryData(
            KUB,
            "Keripik apel dan wortel, bisa dicicipi.",
            (5, 4),
            SELECT,
            answer="confirm",
            booth="S1",
            sold=66,
            orders=(
                ("Toko Oleh-oleh Genteng", "Keripik wortel 200 bungkus", 3_400_000),
                ("Koperasi Pegawai Tirta", "Keripik wortel 150 bungkus", 2_550_000),
            ),
        ),
        EntryData(
            "Batik Lereng Wahyuni",
            "Membatik bersama pengunjung pukul empat sore.",
            (4, 5),
            SELECT,
            answer="confirm",
            booth="S2",
            sold=4,
            orders=(),
        ),
        EntryData(
            "Rengginang Umi",
            "Rengginang terasi dan manis.",
            (2, 3),
            REFUSE,
            "kemasan",
            "Rasanya disukai. Kemasan plastik bening mudah robek di perjalanan.",
        ),
    ),
)

LAST_MONTH = FairData(
    fields={
        "slug": "gelar-hasil-bumi-gajah-mada",
        "title": "Gelar Hasil Bumi dan Olahan Gajah Mada",
        "summary": "Empat hari di GOR, bersama panen apel dan sayur.",
        "organiser": "Dinas Pertanian Kota Batu",
        "place": "GOR Gajah Mada, halaman depan",
        "hours": "09.00–20.00 WIB",
        "confirm_hours": 72,
        "quota": 4,
    },
    begins=-36,
    lasts=4,
    apply=(-75, -58),
    answer=-50,
    review=-57,
    released=-52,
    requirements=((Kind.VERIFIED, False), (Kind.MARKETING_PERMIT, False)),
    zones=(
        ZoneData("Makanan dan minuman", "Dekat pintu masuk", ("M1", "M2", "M3")),
        ZoneData("Kriya", "Sisi panggung", ("K1", "K2"), watts=220),
    ),
    entries=(
        EntryData(
            "Kopi Lereng Panderman",
            "Seduh manual, satu cangkir gratis untuk pembeli biji.",
            (5, 4),
            SELECT,
            answer="confirm",
            booth="M1",
            sold=38,
        ),
        EntryData(
            "Madu Hutan Arjuna",
            "Mencicipi dua macam madu.",
            (4, 4),
            SELECT,
            answer="confirm",
            booth="M2",
            sold=17,
            orders=(("Kafe Lembah Sejuk", "Madu randu 24 botol", 2_040_000),),
        ),
        EntryData(
            "Abon Jamur Winarsih",
            "Abon jamur dengan nasi hangat.",
            (4, 3),
            SELECT,
            answer="confirm",
            booth="M3",
            sold=25,
            days_told=3,
        ),
        EntryData(
            "Kriya Mawar Kering",
            "Merangkai bunga sendiri, lima belas menit.",
            (4, 5),
            SELECT,
            answer="confirm",
            booth="K1",
            sold=9,
        ),
        EntryData(
            "Teh Mawar Yuliati",
            "Teh mawar dingin.",
            (3, 2),
            REFUSE,
            "rasa-tidak-sama",
            "Dua seduhan berbeda jauh. Resep baku akan membantu.",
        ),
    ),
)

RELEASED = FairData(
    fields={
        "slug": "bazar-balai-kota",
        "title": "Bazar Balai Kota Among Tani",
        "summary": "Tiga hari di lobi dan selasar Balai Kota, ramai pegawai dan tamu dinas.",
        "organiser": "PLUT-KUMKM Kota Batu",
        "place": "Balai Kota Among Tani, selasar lantai satu",
        "hours": "08.00–16.00 WIB",
        "confirm_hours": 72,
        "quota": 5,
    },
    begins=9,
    lasts=3,
    apply=(-30, -12),
    answer=1,
    review=-11,
    released=-1,
    requirements=((Kind.MARKETING_PERMIT, False), (Kind.NIB, False)),
    zones=(
        ZoneData("Selasar utara", "Makanan dan minuman", ("U1", "U2"), capacity=2),
        ZoneData("Selasar selatan", "Kriya dan batik", ("S1", "S2"), watts=220),
    ),
    entries=(
        EntryData("Keripik Bu Sumiati", "Keripik apel manalagi, goreng hampa.", (5, 5), SELECT),
        EntryData(
            "Sari Apel Ananda",
            "Sari apel dingin dalam botol kecil.",
            (4, 4),
            SELECT,
            answer="confirm",
            booth="U1",
        ),
        EntryData(
            "Stroberi Bu Rohmah",
            "Selai di atas roti panggang.",
            (4, 5),
            SELECT,
            answer="confirm",
            booth="U1",
        ),
        EntryData(
            "Tas Rajut Nanik",
            "Merajut di tempat, ukir nama.",
            (4, 4),
            SELECT,
            answer="confirm",
            booth="S1",
        ),
        EntryData("Pot Semen Rahayu", "Pot dan tanaman mini.", (4, 3), SELECT, answer="decline"),
        EntryData(
            "Madu Hutan Arjuna", "Madu randu dan kaliandra.", (3, 4), RESERVE, answer="confirm"
        ),
        EntryData("Pai Apel Joko", "Pai apel hangat.", (3, 3), RESERVE),
        EntryData(
            "Kopi Lereng Panderman",
            "Kopi robusta seduh di tempat.",
            (3, 3),
            REFUSE,
            "kemasan",
            "Kopinya enak. Labelnya belum memuat berat bersih dan tanggal sangrai, dan bulan lalu "
            "usaha ini sudah ikut.",
        ),
        EntryData(
            "Kerupuk Sunarti",
            "Kerupuk puli mentah dan matang.",
            (2, 2),
            REFUSE,
            "pirt-ditolak",
            "Nomor P-IRT perlu ada sebelum berjualan di Balai Kota.",
        ),
    ),
)

# Done again as last year: zones, rules and curators are copied.
IN_CURATION = FairData(
    fields={},
    begins=20,
    lasts=4,
    apply=(-25, -4),
    answer=5,
    review=-3,
    entries=(
        EntryData(
            "Kue Kering Endang",
            "Nastar dan kastengel.",
            (0, 4),
            conflict="Sepupu saya bekerja di dapur usaha ini.",
        ),
        EntryData("Madu Hutan Arjuna", "Mencicipi dua macam madu.", (4, 4)),
        EntryData("Camilan Fitri", "Makaroni tiga tingkat pedas.", (3, 3)),
        EntryData("Keripik Singkong Samuji", "Singkong goreng di tempat.", (2, 3)),
        EntryData("Kentang Goreng Ngatini", "Keripik kentang dari Sumberbrantas.", (4, 5)),
        EntryData(KUB, "Keripik apel dan wortel.", (5, 4)),
        EntryData("Pai Apel Joko", "Pai apel mini dalam kotak perjalanan.", (0, 3)),
        EntryData("Cokelat Apel Lestari", "Cokelat isi apel, delapan butir.", (0, 5)),
        EntryData("Rengginang Umi", "Kemasan baru sejak tahun lalu.", (0, 0)),
        EntryData("Batik Lereng Wahyuni", "Membatik bersama pengunjung.", (0, 0)),
        EntryData("Ecoprint Handayani", "Tas dan kain daun jati.", (0, 0)),
        EntryData("Masker Herbal Heny", "Sabun apel, coba di tempat.", (0, 0)),
    ),
)

TAKING = FairData(
    fields={
        "slug": "gelar-produk-alun-alun",
        "title": "Gelar Produk Alun-alun Batu",
        "summary": "Akhir pekan libur panjang di alun-alun, dua belas stan untuk usaha Kota Batu.",
        "description": "Tenda, meja, dan listrik disediakan. Panggung musik setiap sore.",
        "organiser": "PLUT-KUMKM Kota Batu",
        "place": "Alun-alun Kota Batu, sisi timur",
        "hours": "09.00–21.00 WIB",
        "confirm_hours": 48,
        "quota": 12,
    },
    begins=24,
    lasts=3,
    apply=(-6, 10),
    answer=16,
    requirements=(*WITH_PERMIT, (Kind.HALAL, False)),
    zones=(
        ZoneData("Olahan kering", "Keripik, kue, kopi bubuk", ("A1", "A2", "A3", "A4", "A5")),
        ZoneData("Minuman", "Dengan lemari es", ("B1", "B2"), watts=900),
        ZoneData("Kriya dan batik", "Satu tenda untuk dua usaha", ("C1", "C2", "C3"), capacity=2),
    ),
    entries=(
        EntryData("Camilan Fitri", "Makaroni tiga tingkat pedas."),
        EntryData("Cokelat Apel Lestari", "Cokelat isi apel, dicelup di tempat."),
        EntryData("Roti Apel Punten", "Bolu apel kering.", is_draft=True),
        EntryData("Teh Mawar Yuliati", "Teh mawar celup dan dingin."),
        EntryData("Sambal Nuriyah", is_draft=True),
        EntryData("Keripik Singkong Samuji", "Singkong goreng di tempat."),
    ),
)

LIVE_SELLING = FairData(
    fields={
        "slug": "belanja-langsung-buatan-batu",
        "kind": Activity.Kind.ONLINE_PROMOTION,
        "programme": Activity.Programme.LIVE,
        "link": "https://www.tiktok.com/@plutkotabatu/live",
        "title": "Belanja Langsung Buatan Batu",
        "summary": "Dua jam siaran langsung: enam produk, satu pembawa acara, pesanan dikirim esok.",
        "description": "Siaran dari studio kecil PLUT. Kami pinjamkan lampu dan pembawa acara.",
        "organiser": "PLUT-KUMKM Kota Batu",
        "place": "",
        "quota": 6,
        "conditions": "Stok siap kirim besok pagi\nSatu orang menjawab pertanyaan selama siaran",
        "report_duties": "Tiga angka setelah siaran: penonton, pesanan, omzet",
    },
    begins=18,
    lasts=1,
    apply=(-4, 8),
    answer=12,
    live_hour=19,
    requirements=((Kind.PHOTO, True),),
    entries=(
        EntryData("Madu Hutan Arjuna", "Madu randu, dibuka dan dicicipi di depan kamera."),
        EntryData("Batik Lereng Wahyuni", "Kain batik motif apel."),
    ),
)

CALLED_OFF = FairData(
    fields={
        "slug": "pasar-bunga-sidomulyo",
        "title": "Pasar Bunga Sidomulyo",
        "summary": "Tanaman hias dan bunga potong sepanjang Jalan Bukit Berbunga.",
        "organiser": "Kelurahan Sidomulyo",
        "place": "Jalan Bukit Berbunga",
        "hours": "06.00–14.00 WIB",
        "quota": 20,
    },
    begins=13,
    lasts=2,
    apply=(-20, 3),
    answer=8,
    cancelled=(-2, "Jalan ditutup untuk perbaikan saluran air sampai akhir bulan."),
    entries=(
        EntryData("Taman Hias Sutrisno", "Bonsai kecil untuk meja."),
        EntryData("Anggrek Hartono", "Anggrek bulan berbunga."),
        EntryData("Mawar Gunungsari Mulyono", "Mawar potong pagi."),
    ),
)
