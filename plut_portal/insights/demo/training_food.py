"""The demonstration's training for those who cook: the official topics, and its batches."""

from plut_portal.insights.demo.training_tracks import (
    FINISHED,
    BatchData,
    CourseData,
    StageData,
    TrackData,
)
from trainings.models import Stage

Kind, OutputKind = Stage.Kind, Stage.OutputKind

FOOD = TrackData(
    fields={
        "slug": "olahan-pangan",
        "name": "Olahan pangan siap jual",
        "summary": "Dari dapur yang bersih sampai pesanan pertama lewat HP: tiga tahap, satu kali daftar.",
        "audience": "Pembuat makanan dan minuman olahan di Kota Batu\n"
        "Sudah berproduksi, walau masih di dapur rumah\n"
        "Bisa datang pada hari kerja, pukul sembilan sampai dzuhur",
        "outcomes": "Menulis resep baku dan urutan kerja yang diikuti siapa pun\n"
        "Menilai dapur sendiri dengan daftar periksa CPPB-IRT\n"
        "Memilih kemasan dan menulis label yang lengkap\n"
        "Menghitung harga jual yang menutup biaya\n"
        "Menjual lewat WhatsApp Business dan satu pasar daring",
    },
    stages=(
        StageData(
            {
                "kind": Kind.PRODUCTION,
                "name": "Produksi",
                "summary": "Aman, ajek, dan tahan lama.",
                "pass_mark": 60,
                "output_kind": OutputKind.FILE,
                "output_name": "SOP produksi dan periksa mandiri CPPB-IRT",
                "output_help": "Satu halaman urutan kerja dengan gram, suhu, dan menit, "
                "dan foto daftar periksa yang sudah diisi.",
            },
            "rini",
            (
                CourseData(
                    "Keamanan pangan dan aturannya",
                    3,
                    "Peraturan perundang-undangan pangan\nKeamanan dan mutu pangan",
                    "rini",
                    "Alat tulis\nSatu bungkus produk",
                    "Ringkasan aturan pangan rumahan",
                ),
                CourseData(
                    "Dapur bersih, proses ajek",
                    4,
                    "Teknologi proses pengolahan pangan\nProsedur operasi sanitasi (SSOP)\n"
                    "Cara produksi pangan yang baik (CPPB-IRT)",
                    "rini",
                    "Celemek dan penutup kepala\nFoto dapur dari empat sisi",
                    "Daftar periksa CPPB-IRT",
                ),
                CourseData(
                    "Bahan tambahan, label, dan iklan",
                    2,
                    "Penggunaan bahan tambahan pangan (BTP)\nPersyaratan label dan iklan pangan",
                    "bagus",
                    "Semua bahan tambahan yang dipakai, dengan bungkusnya",
                ),
                CourseData(
                    "Resep baku, masa simpan, dan HPP",
                    3,
                    "Resep baku dan urutan kerja (SOP)\nUji simpan sederhana\n"
                    "Menghitung harga pokok produksi",
                    "rini",
                    "Timbangan dapur, bila ada\nCatatan belanja satu bulan",
                    "Lembar hitung HPP",
                ),
            ),
        ),
        StageData(
            {
                "kind": Kind.PACKAGING,
                "name": "Pengemasan",
                "summary": "Kemasan yang menjaga isi, label yang lengkap.",
                "output_kind": OutputKind.FILE,
                "output_name": "Label cetak dan contoh kemasan",
                "output_help": "Foto depan dan belakang kemasan jadi; semua keterangan wajib terbaca.",
            },
            "rini",
            (
                CourseData(
                    "Bahan kemasan dan alat segel",
                    3,
                    "Plastik OPP dan PP, alu-foil, standing pouch\nSealer dan vakum",
                    "rini",
                    "Tiga bungkus produk dalam kemasan sekarang",
                    "Tabel bahan kemasan",
                ),
                CourseData(
                    "Label wajib, halal, dan nama dagang",
                    2,
                    "Keterangan wajib pada label\nNama dagang\nHalal\nBarcode",
                    "bagus",
                    "Label yang dipakai sekarang",
                    "Periksa sendiri: keterangan wajib label",
                ),
                CourseData(
                    "Desain dan cetak di Rumah Kemasan",
                    2,
                    "Desain label\nCetak contoh",
                    "dewi",
                    "Foto produk\nNama dan tulisan untuk label",
                ),
            ),
        ),
        StageData(
            {
                "kind": Kind.MARKETING,
                "name": "Pemasaran",
                "summary": "Ditemukan, dipercaya, dipesan.",
                "output_kind": OutputKind.LINK,
                "output_name": "Etalase daring yang sudah tayang",
                "output_help": "Alamat katalog atau toko dengan sedikitnya tiga produk, foto, dan harga.",
            },
            "dewi",
            (
                CourseData(
                    "Foto produk dengan HP",
                    3,
                    "Cahaya dan latar\nFoto produk dengan HP",
                    "dewi",
                    "HP dengan baterai penuh\nDua produk dalam kemasan terbaik",
                    "Sepuluh contoh foto dari meja makan",
                ),
                CourseData(
                    "WhatsApp Business dan tulisan yang menjual",
                    3,
                    "Katalog WhatsApp Business\nTulisan yang menjual\nGoogle Business",
                    "dewi",
                    "HP dengan WhatsApp Business terpasang",
                    "Contoh pesan balasan",
                ),
                CourseData(
                    "Pasar daring, QRIS, dan siaran langsung",
                    2,
                    "Pasar daring\nQRIS\nJualan lewat siaran langsung",
                    "dewi",
                ),
                CourseData(
                    "Toko, titip jual, dan pameran",
                    2,
                    "Toko oleh-oleh dan swalayan\nTitip jual\nPameran",
                    "hadi",
                    "Daftar harga",
                ),
            ),
        ),
    ),
    batches=(
        BatchData(
            -85,
            9,
            8,
            (
                "Kopi Lereng Panderman",
                "Sari Apel Ananda",
                "Tempe Pak Paijo",
                "Stroberi Bu Rohmah",
                "Madu Hutan Arjuna",
            ),
            FINISHED,
        ),
        BatchData(
            -44,
            12,
            8,
            (
                "Yogurt Lembah Panderman",
                "Sambal Nuriyah",
                "Kue Kering Endang",
                "Roti Apel Punten",
                "Cokelat Apel Lestari",
            ),
            2,
        ),
        BatchData(
            -25,
            14,
            8,
            (
                "Keripik Bu Sumiati",
                "Abon Jamur Winarsih",
                "Kentang Goreng Ngatini",
                "Bakso Slamet",
                "Kerupuk Sunarti",
                "Camilan Fitri",
            ),
            1,
        ),
        BatchData(
            -5,
            14,
            8,
            (
                "Telur Asin Maslikah",
                "Keripik Singkong Samuji",
                "Rengginang Umi",
                "Cuka Apel Suparti",
                "Susu Segar Sukarti",
                "Sari Kedelai Aris",
            ),
            0,
        ),
        BatchData(
            10,
            18,
            5,
            (
                "Nasi Bakar Murni",
                "Kelinci Gatot",
                "keripik tempe",
                "keripik pisang",
                "tahu putih",
                "Permen Susu Mardiyah",
                "gula semut aren",
                "jamu beras kencur dan kunyit asam",
            ),
        ),
        BatchData(24, 30, 10, ("Bawang Goreng Torongrejo", "Dodol Apel Ananda")),
    ),
    absent="Kerupuk Sunarti",
    waived="Camilan Fitri",
    evidence="P-IRT berlaku sampai 2029, dilihat aslinya di loket.",
    notes=(
        "Ini urutan kerja kami, sudah dicoba tiga kali.",
        "Label baru, dicetak di Rumah Kemasan.",
        "Katalognya sudah bisa dibuka.",
    ),
    returns=(
        "Urutannya sudah jelas. Tolong tambahkan suhu minyak dan berapa menit tiap langkah.",
        "Warnanya bagus dan namanya terbaca. Tanggal kedaluwarsa dan berat bersih belum ada. "
        "Tambahkan dulu, lalu foto lagi bagian belakangnya.",
        "Fotonya menarik. Harganya belum tertulis di dua produk.",
    ),
)
