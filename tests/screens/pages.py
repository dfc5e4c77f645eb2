"""The written list of pages: who opens them, on which row, and the heading one expects."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Page:
    """`of` names the row in the address; `submits`: its form is also sent as it stands.

    `lands` is the address one is sent on to, where that is not the one asked for.
    """

    name: str
    who: str
    heading: str
    of: str = ""
    submits: bool = False
    status: int = 200
    lands: str = ""


def _for(people: str, name: str, heading: str, of: str = "", **options) -> list[Page]:
    return [Page(name, who, heading, of, **options) for who in people.split()]


PAGES = [
    *_for("anonymous owner consultant admin", "home", "Usaha Anda ada kendala?"),
    *_for("anonymous", "insights:privacy", "Data Anda di sini"),
    *_for("anonymous", "insights:help", "Apa yang bisa kami bantu?"),
    *_for("anonymous", "insights:contact", "Datang, telepon, atau kirim pesan"),
    *_for("anonymous", "insights:service_standard", "Standar pelayanan"),
    *_for("anonymous owner", "trainings:list", "Pelatihan"),
    *_for("anonymous owner", "exhibitions:list", "Pameran"),
    *_for("anonymous owner", "consultations:check_start", "Cek kendala"),
    *_for("checker", "consultations:check_start", "Cek kendala"),
    *_for("checker", "consultations:check_step", "Apa yang paling mengganggu?", "second_step"),
    *_for("checker", "consultations:check_step", "Di mana", "last_step"),
    *_for("checker rester", "consultations:check_result", ""),
    *_for("outsider", "consultations:check_result", "Terima kasih sudah mampir"),
    *_for("content", "consultations:check_result", "Usaha Anda tampak baik"),
    *_for("anonymous owner", "consultations:field_list", "Apa kendala usaha Anda?"),
    *_for("anonymous owner", "consultations:field_detail", "", "field"),
    *_for("anonymous owner consultant", "consultations:consultant_detail", "", "consultant"),
    *_for("anonymous", "consultations:booking_create", "Pesan jadwal", "consultant", submits=True),
    *_for("owner", "consultations:booking_create", "Pesan jadwal", "consultant", submits=True),
    *_for("new_owner", "consultations:booking_create", "Pesan jadwal", "consultant", submits=True),
    *_for("owner consultant", "consultations:booking_list", "Jadwal"),
    *_for("owner consultant admin", "consultations:booking_detail", "Konsultasi", "coming"),
    *_for("owner consultant", "consultations:booking_detail", "Konsultasi", "recorded"),
    *_for("canceller", "consultations:booking_detail", "Konsultasi", "cancelled"),
    *_for("let_down", "consultations:booking_detail", "Konsultasi", "let_down"),
    *_for("mover", "consultations:booking_detail", "Konsultasi", "moved"),
    *_for("owner", "consultations:booking_cancel", "Batalkan jadwal ini?", "coming"),
    *_for(
        "consultant", "consultations:booking_cancel", "Batalkan jadwal ini?", "coming", submits=True
    ),
    *_for("owner", "consultations:booking_move", "Ubah jadwal", "coming", submits=True),
    *_for("owner", "consultations:booking_move", "Ubah jadwal", "soon"),
    *_for("owner", "consultations:booking_cancel", "Batalkan jadwal ini?", "soon"),
    *_for("owner admin", "consultations:booking_slip", "Slip jadwal", "coming"),
    *_for("consultant away", "consultations:workspace", "Agenda"),
    *_for("anonymous", "consultations:consultant_detail", "", "away"),
    *_for("consultant away", "consultations:hours", "Jam saya"),
    *_for("consultant", "consultations:hours_add", "Tambah jam", submits=True),
    *_for("consultant", "consultations:hours_end", "Akhiri jam", "hours"),
    *_for("consultant", "consultations:extra_add", "Buka hari tambahan", submits=True),
    *_for("consultant", "consultations:extra_remove", "Batalkan", "extra"),
    *_for("consultant", "consultations:leave_add", "Catat cuti", submits=True),
    *_for("away", "consultations:leave_change", "Ubah cuti", "leave"),
    *_for("away", "consultations:leave_withdraw", "Batalkan cuti", "leave"),
    *_for("consultant", "consultations:illness", "Sakit hari ini?"),
    *_for("consultant away", "consultations:affected_list", "Jadwal terdampak"),
    *_for("consultant", "consultations:session_record", "", "unrecorded", submits=True),
    *_for("consultant", "consultations:session_record", "", "coming"),
    *_for("consultant", "consultations:session_record", "", "recorded"),
    *_for("consultant", "consultations:addendum_create", "", "recorded"),
    *_for("consultant", "consultations:attachment_add", "Lampiran", "unrecorded"),
    *_for("owner consultant counter", "consultations:resep_detail", "Resep Usaha", "recorded"),
    *_for("anonymous", "businesses:list", "Daftarkan usaha Anda"),
    *_for("owner new_owner", "businesses:list", "Usaha"),
    *_for("consultant", "businesses:list", "Halaman ini untuk pelaku usaha"),
    *_for("new_owner", "businesses:create", "Daftarkan usaha", submits=True),
    *_for("owner", "businesses:detail", "", "business"),
    *_for("anonymous owner", "businesses:kbli_search", "Cari kode KBLI usaha Anda"),
    *_for("owner", "businesses:kbli_choose", "Bidang usaha (KBLI)", "business"),
    *_for("owner", "businesses:photo_add", "Foto produk", "business"),
    *_for("owner", "businesses:document_add", "Berkas", "business"),
    *_for("owner", "businesses:update", "Ubah", "business"),
    *_for("anonymous owner", "businesses:outside_batu", "Usaha Anda di luar Kota Batu"),
    *_for("owner", "businesses:completion", "Lengkapi sebelum bertemu", "business"),
    *_for("owner", "businesses:step", "Nama dan alamat", "name_step", submits=True),
    *_for("owner", "businesses:step", "Keadaan usaha", "condition_step", submits=True),
    *_for("owner", "businesses:step", "Omzet setahun", "turnover_step", submits=True),
    *_for("owner", "businesses:step", "NIB Anda, bila punya", "nib_step"),
    *_for("owner", "businesses:people", "Pengelola", "business"),
    *_for("mender", "businesses:completion", "Lengkapi sebelum bertemu", "to_mend"),
    *_for("mender", "businesses:detail", "", "to_mend"),
    *_for("mender", "businesses:receipt", "Tanda terima", "to_mend"),
    *_for("new_owner", "businesses:invitation_accept", "Anda diajak mengurus usaha", "invitation"),
    *_for("admin", "admin:businesses_business_verify", "", "to_check"),
    *_for("owner consultant new_owner", "notifications:inbox", "Kotak masuk"),
    *_for("owner", "notifications:message_detail", "", "message"),
    *_for("anonymous", "notifications:code_form", "", submits=True),
    *_for("anonymous", "notifications:code_check", "", "code"),
    *_for("anonymous", "notifications:code_check", "", "wrong_code", status=404),
    *_for("anonymous", "account_login", "Masuk", submits=True),
    *_for("anonymous", "account_signup", "Daftar", submits=True),
    *_for("owner", "account_logout", "Keluar"),
    *_for("anonymous", "account_inactive", ""),
    *_for("anonymous", "account_reset_password", "Lupa kata sandi", submits=True),
    *_for("anonymous", "account_reset_password_done", ""),
    *_for(
        "anonymous",
        "account_reset_password_from_key",
        "Buat kata sandi baru",
        "reset_token",
        submits=True,
        lands="/akun/sandi-baru/buka/",
    ),
    *_for("anonymous", "account_reset_password_from_key", "", "wrong_token", status=404),
    *_for("anonymous", "accounts:code_use", "", submits=True),
    *_for("owner mail_owner consultant admin", "accounts:profile", "Akun saya"),
    *_for("owner", "account_change_password", "Ganti kata sandi", submits=True),
    *_for("owner", "account_reauthenticate", "", submits=True),
    *_for("owner", "accounts:contact_change", "", submits=True),
    *_for("fresh_owner", "accounts:contact_confirm", "", submits=True),
    *_for("owner", "accounts:close", "", submits=True),
    *_for("admin", "mfa_index", ""),
    *_for("admin", "mfa_activate_totp", "", submits=True),
    *_for("two_steps", "mfa_index", ""),
    *_for("two_steps", "mfa_view_recovery_codes", ""),
    *_for("two_steps", "mfa_generate_recovery_codes", ""),
    *_for("two_steps", "mfa_deactivate_totp", ""),
    *_for("two_steps", "mfa_reauthenticate", "", submits=True),
    *_for("half_way", "mfa_authenticate", "", submits=True),
    *_for("admin counter head auditor", "admin:index", ""),
    *_for("counter auditor", "admin:notifications_message_to_call", ""),
    *_for("head", "admin:first_contact", ""),
    *_for("head", "admin:consultations_constraint_agreement", ""),
]

# Where people arrive from a search or a message: each may be the first page they ever see.
ENTRANCES = [
    "/",
    "/konsultasi/cek-kendala/",
    "/konsultasi/bidang/produksi/",
    "/konsultasi/rini-astuti/",
]

# Addresses that are no page: files, answers for programs, and forms without a page of their own.
NO_PAGE = {
    "healthz",
    "set_language",
    "insights:favicon",
    "insights:manifest",
    "insights:robots",
    "insights:security",
    "insights:sitemap",
    "consultations:action_hinder",
    "consultations:action_tick",
    "consultations:resep_calendar",
    "consultations:resep_send",
    "consultations:session_action",
    "consultations:booking_again",
    "consultations:affected_decide",
    "consultations:attachment_file",
    "consultations:attachment_remove",
    "consultations:session_draft",
    "consultations:booking_calendar",
    "admin:consultations_disruption_decide",
    "consultations:time_hold",
    "notifications:message_read",
    "notifications:message_read_all",
    "accounts:contact_resend",
    "accounts:reminders",
    "accounts:catalogue",
    "businesses:photo_file",
    "businesses:photo_remove",
    "businesses:document_file",
    "businesses:document_remove",
    "accounts:logout_everywhere",
    "businesses:submit",
    "businesses:invitation_create",
    "businesses:invitation_revoke",
    "businesses:membership_end",
    "mfa_download_recovery_codes",
    # Answers to a button only.
    "admin:notifications_message_contact",
    "admin:notifications_message_contacted",
    "admin:notifications_contactattempt_reopen",
    "admin:autocomplete",
    "admin:jsi18n",
    "admin:view_on_site",
    # These send on: to the site's own login and logout, or to the list they belong to.
    "admin:login",
    "admin:logout",
    "admin:search",
}
