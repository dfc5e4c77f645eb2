from django.urls import path

from consultations.views import (
    affected,
    attachments,
    booking_create,
    briefing,
    cases,
    changes,
    checks,
    counter,
    counter_next,
    holds,
    hours,
    months,
    public,
    records,
    resep,
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
    path("jadwal/kasus/<uuid:public_id>/", cases.case_shared, name="case_shared"),
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
        "jadwal/<uuid:public_id>/langkah/<uuid:step>/",
        schedule.action_tick,
        name="action_tick",
    ),
    path(
        "jadwal/<uuid:public_id>/langkah/<uuid:step>/kendala/",
        resep.action_hinder,
        name="action_hinder",
    ),
    path("jadwal/<uuid:public_id>/resep/", resep.resep_detail, name="resep_detail"),
    path("jadwal/<uuid:public_id>/resep/kirim/", resep.resep_send, name="resep_send"),
    path("jadwal/<uuid:public_id>/resep/langkah.ics", resep.resep_calendar, name="resep_calendar"),
]

# /konsultan/
workspace_urls = [
    path("konsultan/", workspace.workspace, name="workspace"),
    path("konsultan/terdampak/", affected.affected_list, name="affected_list"),
    path(
        "konsultan/terdampak/<uuid:public_id>/putuskan/",
        affected.affected_decide,
        name="affected_decide",
    ),
    path(
        "konsultan/sesi/<uuid:public_id>/usaha/",
        briefing.session_business,
        name="session_business",
    ),
    path("konsultan/bulan/", months.month, name="month"),
    path("konsultan/bulan.xlsx", months.month_download, name="month_download"),
]

# /konsultan/sesi/
record_urls = [
    path("konsultan/sesi/<uuid:public_id>/", records.session_record, name="session_record"),
    path("konsultan/sesi/<uuid:public_id>/draf/", records.session_draft, name="session_draft"),
    path(
        "konsultan/sesi/<uuid:public_id>/tambahan/", records.addendum_create, name="addendum_create"
    ),
    path(
        "konsultan/sesi/<uuid:public_id>/lampiran/",
        attachments.attachment_add,
        name="attachment_add",
    ),
    path(
        "konsultan/lampiran/<uuid:public_id>/hapus/",
        attachments.attachment_remove,
        name="attachment_remove",
    ),
    path("jadwal/lampiran/<uuid:public_id>/", attachments.attachment_file, name="attachment_file"),
    path(
        "konsultan/sesi/<uuid:public_id>/langkah/<uuid:step>/",
        resep.session_action,
        name="session_action",
    ),
]

# /konsultan/kasus/
case_urls = [
    path("konsultan/kasus/", cases.case_list, name="case_list"),
    path("konsultan/kasus/<uuid:public_id>/", cases.case_detail, name="case_detail"),
    path("konsultan/kasus/<uuid:public_id>/rujuk/", cases.case_refer, name="case_refer"),
    path("konsultan/kasus/<uuid:public_id>/jawab/", cases.case_answer, name="case_answer"),
    path("konsultan/kasus/<uuid:public_id>/tutup/", cases.case_close, name="case_close"),
    path("konsultan/kasus/<uuid:public_id>/buka-lagi/", cases.case_reopen, name="case_reopen"),
    path("konsultan/kasus/<uuid:public_id>/keluar/", cases.case_leave, name="case_leave"),
    path(
        "konsultan/rujukan/<uuid:public_id>/tarik/",
        cases.referral_withdraw,
        name="referral_withdraw",
    ),
    path("konsultan/sesi/<uuid:public_id>/kasus/buka/", cases.case_open, name="case_open"),
    path(
        "konsultan/sesi/<uuid:public_id>/kasus/<uuid:case_id>/",
        cases.case_session_add,
        name="case_session_add",
    ),
    path(
        "konsultan/sesi/<uuid:public_id>/kasus/keluarkan/",
        cases.case_session_remove,
        name="case_session_remove",
    ),
]

# /konsultan/jam/
hours_urls = [
    path("konsultan/jam/", hours.hours, name="hours"),
    path("konsultan/jam/baru/", hours.hours_add, name="hours_add"),
    path("konsultan/jam/<uuid:public_id>/akhiri/", hours.hours_end, name="hours_end"),
    path("konsultan/jam/tambahan/", hours.extra_add, name="extra_add"),
    path("konsultan/jam/tambahan/<uuid:public_id>/hapus/", hours.extra_remove, name="extra_remove"),
    path("konsultan/cuti/baru/", hours.leave_add, name="leave_add"),
    path("konsultan/cuti/<uuid:public_id>/", hours.leave_change, name="leave_change"),
    path("konsultan/cuti/<uuid:public_id>/batal/", hours.leave_withdraw, name="leave_withdraw"),
    path("konsultan/sakit/", hours.illness, name="illness"),
]

# /loket/
counter_urls = [
    path("loket/", counter.counter, name="counter"),
    path("loket/tamu/baru/", counter.counter_guest_new, name="counter_guest_new"),
    path(
        "loket/tamu/usaha/<uuid:public_id>/",
        counter.counter_guest_known,
        name="counter_guest_known",
    ),
    path(
        "loket/tamu/orang/<uuid:public_id>/",
        counter.counter_guest_person,
        name="counter_guest_person",
    ),
    path("loket/tamu/<uuid:public_id>/", counter.counter_visit, name="counter_visit"),
    path("loket/tamu/<uuid:public_id>/waktu/", counter_next.counter_book, name="counter_book"),
    path("loket/tamu/<uuid:public_id>/slip/", counter_next.counter_slip, name="counter_slip"),
    path("loket/rombongan/", counter.counter_group, name="counter_group"),
]

urlpatterns = (
    public_urls
    + booking_urls
    + workspace_urls
    + record_urls
    + case_urls
    + hours_urls
    + counter_urls
)
