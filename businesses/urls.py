from django.urls import path

from businesses import views

app_name = "businesses"

# /usaha/
business_urls = [
    path("", views.business_list, name="list"),
    path("baru/", views.business_create, name="create"),
    path("luar-batu/", views.outside_batu, name="outside_batu"),
    path("gabung/<slug:token>/", views.invitation_accept, name="invitation_accept"),
    path("kbli/", views.kbli_search, name="kbli_search"),
    path("foto/<uuid:public_id>/<slug:size>/", views.photo_file, name="photo_file"),
    path("berkas/<uuid:public_id>/", views.document_file, name="document_file"),
    path("berkas/<uuid:public_id>/hapus/", views.document_remove, name="document_remove"),
    path("<uuid:public_id>/", views.business_detail, name="detail"),
    path("<uuid:public_id>/ubah/", views.business_update, name="update"),
    path("<uuid:public_id>/berkas/", views.document_add, name="document_add"),
]

# /usaha/<uuid>/orang/
people_urls = [
    path("<uuid:public_id>/orang/", views.people, name="people"),
    path("<uuid:public_id>/orang/ajak/", views.invitation_create, name="invitation_create"),
    path(
        "<uuid:public_id>/orang/undangan/<uuid:invitation_id>/cabut/",
        views.invitation_revoke,
        name="invitation_revoke",
    ),
    path(
        "<uuid:public_id>/orang/<uuid:person_id>/akhiri/",
        views.membership_end,
        name="membership_end",
    ),
]

# /usaha/<uuid>/lengkapi/
completion_urls = [
    path("<uuid:public_id>/lengkapi/", views.completion, name="completion"),
    path("<uuid:public_id>/lengkapi/kirim/", views.business_submit, name="submit"),
    path("<uuid:public_id>/tanda-terima/", views.receipt, name="receipt"),
    path("<uuid:public_id>/lengkapi/kbli/", views.kbli_choose, name="kbli_choose"),
    path("<uuid:public_id>/lengkapi/foto/", views.photo_add, name="photo_add"),
    path("<uuid:public_id>/lengkapi/foto/hapus/", views.photo_remove, name="photo_remove"),
    # Last, as it fits every name a step with a page of its own could have.
    path("<uuid:public_id>/lengkapi/<slug:slug>/", views.step, name="step"),
]

# /usaha/<uuid of the business>/produk/ and /usaha/produk/<uuid of the product>/
product_urls = [
    path("<uuid:public_id>/produk/", views.product_list, name="product_list"),
    path("<uuid:public_id>/produk/baru/", views.product_create, name="product_create"),
    path("<uuid:public_id>/produk/urutan/", views.product_order, name="product_order"),
    path("produk/<uuid:public_id>/", views.product_detail, name="product_detail"),
    path("produk/<uuid:public_id>/ubah/", views.product_update, name="product_update"),
    path("produk/<uuid:public_id>/tampilkan/", views.product_show, name="product_show"),
    path("produk/<uuid:public_id>/sembunyikan/", views.product_hide, name="product_hide"),
    path("produk/<uuid:public_id>/hapus/", views.product_remove, name="product_remove"),
    path("produk/<uuid:public_id>/geser/<slug:way>/", views.product_move, name="product_move"),
    path("produk/<uuid:public_id>/foto/", views.product_photo_add, name="product_photo_add"),
    path(
        "produk/foto/<uuid:public_id>/hapus/",
        views.product_photo_remove,
        name="product_photo_remove",
    ),
    path("produk/<uuid:public_id>/izin/<slug:slug>/", views.permit, name="permit"),
    path("produk/<uuid:public_id>/izin/<slug:slug>/lepas/", views.permit_end, name="permit_end"),
]

urlpatterns = business_urls + people_urls + completion_urls + product_urls
