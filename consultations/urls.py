from django.urls import path

from consultations.views import booking_create, bookings, checks, holds, public, workspace

app_name = "consultations"

# /konsultasi/
public_urls = [
    path("konsultasi/", public.field_list, name="field_list"),
    path("konsultasi/cek-kendala/", checks.check_start, name="check_start"),
    path("konsultasi/cek-kendala/<int:step>/", checks.check_step, name="check_step"),
    path("konsultasi/cek-kendala/hasil/", checks.check_result, name="check_result"),
    path("konsultasi/bidang/<slug:slug>/", public.field_detail, name="field_detail"),
    path("konsultasi/<slug:slug>/", public.consultant_detail, name="consultant_detail"),
    path("konsultasi/<slug:slug>/tahan/", holds.time_hold, name="time_hold"),
    path("konsultasi/<slug:slug>/pesan/", booking_create.booking_create, name="booking_create"),
]

# /jadwal/
booking_urls = [
    path("jadwal/", bookings.booking_list, name="booking_list"),
    path("jadwal/<uuid:public_id>/", bookings.booking_detail, name="booking_detail"),
    path("jadwal/<uuid:public_id>/batal/", bookings.booking_cancel, name="booking_cancel"),
    path("jadwal/<uuid:public_id>/pindah/", bookings.booking_move, name="booking_move"),
    path(
        "jadwal/<uuid:public_id>/kalender.ics",
        bookings.booking_calendar,
        name="booking_calendar",
    ),
]

# /konsultan/
workspace_urls = [
    path("konsultan/", workspace.workspace, name="workspace"),
    path("konsultan/sesi/<uuid:public_id>/", workspace.session_record, name="session_record"),
]

urlpatterns = public_urls + booking_urls + workspace_urls
