from django.urls import path

from exhibitions import views
from exhibitions.views import curation, travel

app_name = "exhibitions"

# /pameran/kurasi/
curation_urls = [
    path("kurasi/", curation.curation_list, name="curation_list"),
    path("kurasi/<slug:slug>/", curation.curation_desk, name="curation_desk"),
    path("kurasi/entri/<uuid:public_id>/", curation.entry_score, name="entry_score"),
    path("kurasi/entri/<uuid:public_id>/benturan/", curation.entry_conflict, name="entry_conflict"),
    path(
        "kurasi/entri/<uuid:public_id>/foto/<uuid:product>/",
        curation.entry_photo,
        name="entry_photo",
    ),
]

# /pameran/permohonan/<uuid>/barang/ and, for the office, /pameran/<activity>/barang/
travel_urls = [
    path("permohonan/<uuid:public_id>/barang/", travel.goods_list, name="goods_list"),
    path("permohonan/<uuid:public_id>/barang/tambah/", travel.goods_add, name="goods_add"),
    path(
        "permohonan/<uuid:public_id>/barang/orang/tambah/",
        travel.traveller_add,
        name="traveller_add",
    ),
    path(
        "permohonan/<uuid:public_id>/barang/orang/<uuid:traveller>/hapus/",
        travel.traveller_remove,
        name="traveller_remove",
    ),
    path(
        "permohonan/<uuid:public_id>/barang/serah/", travel.goods_hand_over, name="goods_hand_over"
    ),
    path(
        "permohonan/<uuid:public_id>/barang/kembali/",
        travel.goods_take_back,
        name="goods_take_back",
    ),
    path("permohonan/<uuid:public_id>/barang/cetak/", travel.goods_sheet, name="goods_sheet"),
    path(
        "permohonan/<uuid:public_id>/barang/<uuid:line>/hapus/",
        travel.goods_remove,
        name="goods_remove",
    ),
    path("<slug:slug>/barang/", travel.manifest, name="manifest"),
    path("<slug:slug>/barang/cetak/", travel.manifest_sheet, name="manifest_sheet"),
]

# /pameran/
urlpatterns = [
    *curation_urls,
    *travel_urls,
    path("", views.exhibition_list, name="list"),
]
