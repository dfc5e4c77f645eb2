from django.urls import path

from consultations.views import (
    booking_create,
    changes,
    checks,
    holds,
    public,
    schedule,
    workspace,
)

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
    path("jadwal/", schedule.booking_list, name="booking_list"),
    path("jadwal/<uuid:public_id>/", schedule.booking_detail, name="booking_detail"),
    path("jadwal/<uuid:public_id>/batal/", changes.booking_cancel, name="booking_cancel"),
    path("jadwal/<uuid:public_id>/pindah/", changes.booking_move, name="booking_move"),
    path("jadwal/<uuid:public_id>/ulang/", changes.booking_again, name="booking_again"),
    path("jadwal/<uuid:public_id>/slip/", schedule.booking_slip, name="booking_slip"),
    path(
        "jadwal/<uuid:public_id>/kalender.ics",
        schedule.booking_calendar,
        name="booking_calendar",
    ),
    path(
        "jadwal/<uuid:public_id>/langkah/<int:position>/",
        schedule.action_tick,
        name="action_tick",
    ),
]

# /konsultan/
workspace_urls = [
    path("konsultan/", workspace.workspace, name="workspace"),
    path("konsultan/sesi/<uuid:public_id>/", workspace.session_record, name="session_record"),
]

urlpatterns = public_urls + booking_urls + workspace_urls
