from django.urls import path

from trainings.views import attendance, certificates, enrolments, outputs, public

app_name = "trainings"

# /pelatihan/
public_urls = [
    path("pelatihan/", public.training_list, name="list"),
    path("pelatihan/angkatan/<uuid:public_id>/", public.batch_detail, name="batch_detail"),
]

# /pelatihan/ikut/
enrolment_urls = [
    path(
        "pelatihan/angkatan/<uuid:public_id>/daftar/",
        enrolments.enrolment_create,
        name="enrolment_create",
    ),
    path("pelatihan/ikut/<uuid:public_id>/", enrolments.enrolment_detail, name="enrolment_detail"),
    path("pelatihan/ikut/<uuid:public_id>/terima/", enrolments.offer_accept, name="offer_accept"),
    path("pelatihan/ikut/<uuid:public_id>/tolak/", enrolments.offer_decline, name="offer_decline"),
    path(
        "pelatihan/ikut/<uuid:public_id>/mundur/",
        enrolments.enrolment_withdraw,
        name="enrolment_withdraw",
    ),
    path(
        "pelatihan/ikut/<uuid:public_id>/tahap/<int:position>/",
        outputs.output_create,
        name="output_create",
    ),
    path("pelatihan/materi/<uuid:public_id>/", enrolments.material_file, name="material_file"),
]

# /pelatihan/hadir/
attendance_urls = [
    path("pelatihan/hadir/", attendance.attendance_code, name="attendance_code"),
    path(
        "pelatihan/hadir/layar/<uuid:public_id>/",
        attendance.attendance_screen,
        name="attendance_screen",
    ),
    path(
        "pelatihan/hadir/daftar/<uuid:public_id>/",
        attendance.attendance_list,
        name="attendance_list",
    ),
    path(
        "pelatihan/hadir/daftar/<uuid:public_id>/tandai/",
        attendance.attendance_mark,
        name="attendance_mark",
    ),
    path(
        "pelatihan/hadir/daftar/<uuid:public_id>/urungkan/",
        attendance.attendance_undo,
        name="attendance_undo",
    ),
    path(
        "pelatihan/hadir/daftar/<uuid:public_id>/cetak/",
        attendance.attendance_sheet,
        name="attendance_sheet",
    ),
]

# /pelatihan/hasil/
output_urls = [
    path("pelatihan/hasil/", outputs.output_list, name="output_list"),
    path("pelatihan/hasil/<uuid:public_id>/", outputs.output_detail, name="output_detail"),
    path(
        "pelatihan/hasil/<uuid:public_id>/tanggapi/", outputs.output_comment, name="output_comment"
    ),
    path("pelatihan/hasil/<uuid:public_id>/terima/", outputs.output_accept, name="output_accept"),
    path(
        "pelatihan/hasil/<uuid:public_id>/kembalikan/", outputs.output_return, name="output_return"
    ),
    path("pelatihan/hasil/berkas/<uuid:public_id>/", outputs.output_file, name="output_file"),
]

# /sertifikat/
certificate_urls = [
    path("sertifikat/", certificates.certificate_form, name="certificate_form"),
    path("sertifikat/<str:code>/", certificates.certificate_check, name="certificate_check"),
    path(
        "sertifikat/<uuid:public_id>/unduh/",
        certificates.certificate_file,
        name="certificate_file",
    ),
]

# Last, as its one word could be any of those above.
track_urls = [path("pelatihan/<slug:slug>/", public.track_detail, name="track_detail")]

urlpatterns = (
    public_urls + enrolment_urls + attendance_urls + output_urls + certificate_urls + track_urls
)
