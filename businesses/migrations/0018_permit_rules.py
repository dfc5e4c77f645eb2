from datetime import date

from django.db import migrations

AS_OF = date(2026, 11, 1)
# What the office edits from the first day on; read on that day, and to be read again.
RULES = [
    {
        "rung": "NIB",
        "text": "Nomor induk berusaha, 13 angka, untuk setiap pelaku usaha. Dibuat di oss.go.id dengan KTP, nomor HP dan kode KBLI.",
        "cost": "Gratis",
        "benefit": "Usaha resmi tercatat dan bisa mengurus semua izin berikutnya.",
        "helped_by": "kelembagaan",
        "source": "PP 28/2025",
    },
    {
        "rung": "PIRT",
        "text": "Untuk pangan kering yang tahan lebih dari 7 hari di suhu ruang, dikemas dan berlabel. Bukan untuk olahan susu, sari buah cair dan makanan beku. Satu nomor untuk satu jenis pangan, berlaku 5 tahun. Diajukan di OSS dengan pernyataan komitmen dan rancangan label; setelah terbit ikuti penyuluhan dan kunjungan dapur.",
        "cost": "Pengajuan di OSS; biaya cetak label tanggungan usaha",
        "benefit": "Produk boleh diedarkan dan bisa masuk toko oleh-oleh serta pameran.",
        "helped_by": "kelembagaan",
        "source": "Peraturan BPOM 4/2024",
    },
    {
        "rung": "MD",
        "text": "Untuk minuman dan sari buah cair, olahan susu, dan makanan beku, yang tidak bisa memakai P-IRT. Didaftarkan ke BPOM setelah dapur diperiksa.",
        "cost": "Berbayar, tergantung jenis pangan; tanyakan hitungannya kepada konsultan",
        "benefit": "Produk cair, susu dan beku boleh diedarkan, juga di toko modern.",
        "helped_by": "produksi",
        "source": "Peraturan BPOM tentang registrasi pangan olahan",
    },
    {
        "rung": "HALAL",
        "text": "Wajib untuk makanan dan minuman usaha mikro dan kecil sejak 17 Oktober 2026. Usaha dengan bahan sederhana dan omzet sampai Rp500 juta bisa memakai jalur pernyataan sendiri (SEHATI). Berlaku terus selama bahan dan cara membuatnya tidak berubah.",
        "cost": "Gratis lewat SEHATI, selama kuota ada",
        "benefit": "Memenuhi kewajiban, dan pembeli lebih yakin.",
        "helped_by": "produksi",
        "source": "BPJPH; Perppu 2/2022",
    },
    {
        "rung": "BRAND",
        "text": "Periksa dulu namanya di pangkalan data DJKI. Dengan surat keterangan UMK dari dinas, biayanya lebih murah. Surat itu untuk satu merek, satu pengajuan, tahun yang sama. Perlindungan 10 tahun.",
        "cost": "Rp500.000 untuk UMK (umum Rp1.800.000)",
        "benefit": "Nama dagang Anda tidak bisa dipakai usaha lain.",
        "helped_by": "kelembagaan",
        "source": "DJKI, tarif UMK",
    },
    {
        "rung": "BARCODE",
        "text": "Nomor EAN-13 berawalan 899 dari GS1 Indonesia. Diperlukan toko modern, bukan untuk titip jual di toko oleh-oleh.",
        "cost": "Pernah disebut sekitar Rp4 juta; tanyakan tarif terbaru",
        "benefit": "Produk bisa dipindai kasir toko modern.",
        "helped_by": "pemasaran",
        "source": "GS1 Indonesia",
    },
]


def add_rules(apps, schema_editor):
    rule = apps.get_model("businesses", "PermitRule")
    rule.objects.bulk_create(rule(as_of=AS_OF, **row) for row in RULES)


def remove_rules(apps, schema_editor):
    apps.get_model("businesses", "PermitRule").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("businesses", "0017_product_permits")]

    operations = [migrations.RunPython(add_rules, remove_rules)]
