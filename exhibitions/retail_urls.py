from django.urls import path

from exhibitions.views import partner_link, retail

app_name = "retail"

# /mitra/lihat/: for the partner, by its link
partner_urls = [
    path("lihat/", partner_link.link_open, name="link_open"),
    path("lihat/barang/", partner_link.goods, name="goods"),
    path("lihat/barang/<uuid:public_id>/foto/", partner_link.goods_photo, name="goods_photo"),
    path("lihat/<str:token>/", partner_link.link, name="link"),
]

# /mitra/
urlpatterns = [
    path("", retail.partner_list, name="list"),
    path("pengajuan/", retail.submission_list, name="submission_list"),
    path("pengajuan/<uuid:public_id>/", retail.submission_detail, name="submission_detail"),
    path(
        "pengajuan/<uuid:public_id>/tarik/",
        retail.submission_withdraw,
        name="submission_withdraw",
    ),
    *partner_urls,
    path("<uuid:public_id>/", retail.partner_detail, name="partner"),
    path("<uuid:public_id>/produk/<uuid:product_id>/", retail.product_offer, name="product_offer"),
    path(
        "<uuid:public_id>/produk/<uuid:product_id>/kapasitas/",
        retail.product_capacity,
        name="product_capacity",
    ),
]
