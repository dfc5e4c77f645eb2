"""The demonstration's training for those who work with their hands, and its batches."""

from plut_portal.insights.demo.training_tracks import (
    FINISHED,
    BatchData,
    CourseData,
    StageData,
    TrackData,
)
from trainings.models import Stage

Kind, OutputKind = Stage.Kind, Stage.OutputKind

CRAFT = TrackData(
    fields={
        "slug": "kriya-dan-batik",
        "name": "Kriya dan batik yang dicari",
        "summary": "Mutu yang ajek, bungkus yang bercerita, dan pembeli di luar kota: tiga tahap.",
        "audience": "Pembatik, perajin, penjahit, dan pembuat hiasan di Kota Batu\n"
        "Sudah punya sedikitnya satu barang yang dijual",
        "outcomes": "Membuat barang yang ukuran dan warnanya sama setiap kali\n"
        "Mengolah sisa pewarna dengan aman\n"
        "Membungkus agar selamat di perjalanan\n"
        "Menulis cerita barang yang membuat orang mau membayar lebih\n"
        "Menjual lewat etalase daring dan pameran",
        "position": 1,
    },
    stages=(
        StageData(
            {
                "kind": Kind.PRODUCTION,
                "name": "Produksi",
                "summary": "Ukuran, warna, dan kerapian yang ajek.",
                "output_kind": OutputKind.ANY,
                "output_name": "Lembar kerja baku satu barang",
                "output_help": "Bahan, ukuran, langkah, dan waktu; dengan foto barang jadi.",
            },
            "rini",
            (
                CourseData(
                    "Bahan, pewarna, dan limbahnya",
                    4,
                    "Bahan baku dan mutunya\nPewarna alam dan sintetis\nMengolah sisa pewarna",
                    "rini",
                    "Contoh bahan yang dipakai",
                    "Mengolah sisa pewarna di rumah",
                ),
                CourseData(
                    "Ukuran baku dan kerapian",
                    3,
                    "Lembar kerja baku\nMemeriksa mutu\nKeselamatan kerja",
                    "rini",
                    "Dua barang yang sama",
                ),
                CourseData(
                    "Waktu kerja dan harga pokok",
                    3,
                    "Mencatat waktu kerja\nMenghitung harga pokok\nHarga jual dan grosir",
                    "hadi",
                    "Catatan belanja bahan",
                    "Lembar hitung harga pokok kriya",
                ),
            ),
        ),
        StageData(
            {
                "kind": Kind.PACKAGING,
                "name": "Pengemasan",
                "summary": "Selamat di jalan, bercerita saat dibuka.",
                "output_kind": OutputKind.ANY,
                "output_name": "Contoh kemasan dan kartu cerita",
                "output_help": "Foto bungkus, label perawatan, dan kartu ceritanya.",
            },
            "dewi",
            (
                CourseData(
                    "Bungkus untuk kiriman",
                    3,
                    "Bahan bungkus\nUji jatuh\nOngkos kirim",
                    "dewi",
                    "Satu barang yang mudah rusak",
                ),
                CourseData(
                    "Label perawatan dan kartu cerita",
                    3,
                    "Label bahan dan perawatan\nKartu cerita\nMerek dan hak cipta motif",
                    "bagus",
                    "Foto tempat kerja",
                    "Contoh kartu cerita",
                ),
            ),
        ),
        StageData(
            {
                "kind": Kind.MARKETING,
                "name": "Pemasaran",
                "summary": "Etalase yang rapi, pembeli yang kembali.",
                "output_kind": OutputKind.LINK,
                "output_name": "Etalase daring yang sudah tayang",
                "output_help": "Alamat etalase dengan sedikitnya lima barang, foto, ukuran, dan harga.",
            },
            "dewi",
            (
                CourseData(
                    "Foto dan cerita",
                    3,
                    "Foto kain dan barang\nTulisan yang menjual",
                    "dewi",
                    "HP dengan baterai penuh\nTiga barang terbaik",
                    "Sepuluh contoh foto kain",
                ),
                CourseData("Etalase daring dan QRIS", 3, "Etalase daring\nQRIS", "dewi"),
                CourseData(
                    "Pameran dan pesanan besar",
                    4,
                    "Pameran\nPesanan besar dan uang muka\nTitip jual di hotel",
                    "dewi",
                    "Daftar harga",
                ),
            ),
        ),
    ),
    batches=(
        BatchData(
            -80,
            9,
            6,
            ("Batik Lereng Wahyuni", "Kriya Mawar Kering", "Masker Herbal Heny"),
            FINISHED,
        ),
        BatchData(-43, 12, 6, ("Ecoprint Handayani", "Tas Rajut Nanik", "Mebel Kayu Syafii"), 2),
        BatchData(-24, 14, 6, ("Pot Semen Rahayu", "Kaus Oleh-oleh Poniman", "Jahit Anik"), 1),
        BatchData(
            -4, 14, 6, ("Sangkar Burung Kusnadi", "Taman Hias Sutrisno", "Anggrek Hartono"), 0
        ),
        BatchData(17, 25, 12, ("Bata Ringan Pendem", "Bengkel Las Sarwo")),
    ),
    notes=(
        "Lembar kerja untuk barang yang paling laku.",
        "Bungkus baru, sudah dicoba kirim ke Surabaya.",
        "Lima barang sudah tayang.",
    ),
    returns=(
        "Langkahnya lengkap. Ukurannya tolong ditulis dalam sentimeter.",
        "Kartunya enak dibaca. Cara mencuci belum ada di label.",
        "Fotonya bagus. Ukuran tiap barang belum tertulis.",
    ),
)
