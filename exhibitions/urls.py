from django.urls import path

from exhibitions.views import activities, applications, curation, ready, reports, travel

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

# /pameran/permohonan/
application_urls = [
    path("permohonan/", applications.application_list, name="application_list"),
    path(
        "permohonan/<uuid:public_id>/", applications.application_detail, name="application_detail"
    ),
    path(
        "permohonan/<uuid:public_id>/ubah/",
        applications.application_update,
        name="application_update",
    ),
    path(
        "permohonan/<uuid:public_id>/kirim/",
        applications.application_submit,
        name="application_submit",
    ),
    path(
        "permohonan/<uuid:public_id>/tarik/",
        applications.application_take_back,
        name="application_take_back",
    ),
    path(
        "permohonan/<uuid:public_id>/mundur/",
        applications.application_withdraw,
        name="application_withdraw",
    ),
    path(
        "permohonan/<uuid:public_id>/konfirmasi/", applications.place_confirm, name="place_confirm"
    ),
    path("permohonan/<uuid:public_id>/lepas/", applications.place_decline, name="place_decline"),
]

# /pameran/laporan/
report_urls = [
    path(
        "laporan/<uuid:public_id>/hari/<int:number>/", reports.report_create, name="report_create"
    ),
    path("laporan/<uuid:public_id>/pesanan/", reports.order_create, name="order_create"),
    path(
        "laporan/<uuid:public_id>/pesanan/selesai/",
        reports.follow_up_answer,
        name="follow_up_answer",
    ),
]

# /pameran/siap-berangkat/
ready_urls = [
    path("siap-berangkat/", ready.ready_list, name="ready_list"),
    path("siap-berangkat/usaha/<uuid:public_id>/", ready.ready_update, name="ready_update"),
    path("siap-berangkat/usaha/<uuid:public_id>/berhenti/", ready.ready_stop, name="ready_stop"),
    path("siap-berangkat/<uuid:public_id>/", ready.call_detail, name="call_detail"),
    path("siap-berangkat/<uuid:public_id>/datang/", ready.call_accept, name="call_accept"),
    path("siap-berangkat/<uuid:public_id>/tidak/", ready.call_decline, name="call_decline"),
    path("siap-berangkat/<uuid:public_id>/batal/", ready.call_back_out, name="call_back_out"),
]

# /pameran/ – last, as an activity's name could be any of the words above.
activity_urls = [
    path("", activities.exhibition_list, name="list"),
    path("<slug:slug>/", activities.activity_detail, name="activity_detail"),
    path("<slug:slug>/daftar/", applications.application_create, name="application_create"),
    path("<slug:slug>/daftar/syarat/", applications.application_check, name="application_check"),
]

urlpatterns = (
    curation_urls + travel_urls + application_urls + report_urls + ready_urls + activity_urls
)
