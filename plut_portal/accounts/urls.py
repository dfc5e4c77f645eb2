from allauth.account import views as allauth_views
from allauth.mfa.base import views as mfa_views
from allauth.mfa.recovery_codes import views as recovery_views
from allauth.mfa.totp import views as totp_views
from django.urls import include, path

from plut_portal.accounts.views import entry, passwords, profile, signup

named = [
    path("kode/", passwords.code_use, name="code_use"),
    path("klaim/", passwords.claim, name="claim"),
    path("profil/", profile.profile, name="profile"),
    path("profil/pengingat/", profile.reminders, name="reminders"),
    path("profil/katalog/", profile.catalogue, name="catalogue"),
    path("profil/kontak/", profile.contact_change, name="contact_change"),
    path("konfirmasi/", profile.contact_confirm, name="contact_confirm"),
    path("konfirmasi/kirim/", profile.contact_resend, name="contact_resend"),
    path("keluar-semua/", profile.logout_everywhere, name="logout_everywhere"),
    path("tutup/", profile.close, name="close"),
]

recovery_codes = [
    path("", recovery_views.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("baru/", recovery_views.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("unduh/", recovery_views.download_recovery_codes, name="mfa_download_recovery_codes"),
]

two_steps = [
    path("", mfa_views.index, name="mfa_index"),
    path("masuk/", entry.MfaAuthenticateView.as_view(), name="mfa_authenticate"),
    path("ulangi/", entry.MfaReauthenticateView.as_view(), name="mfa_reauthenticate"),
    path("aktifkan/", entry.TotpActivateView.as_view(), name="mfa_activate_totp"),
    path("matikan/", totp_views.deactivate_totp, name="mfa_deactivate_totp"),
    path("cadangan/", include(recovery_codes)),
]

# /akun/
urlpatterns = [
    path("masuk/", entry.LoginView.as_view(), name="account_login"),
    path("daftar/", signup.sign_up, name="account_signup"),
    path("keluar/", allauth_views.logout, name="account_logout"),
    path("lupa-sandi/", passwords.password_reset, name="account_reset_password"),
    path("lupa-sandi/terkirim/", passwords.password_reset_done, name="account_reset_password_done"),
    path(
        "sandi-baru/<str:token>/",
        passwords.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("ganti-sandi/", entry.PasswordChangeView.as_view(), name="account_change_password"),
    path("ulangi-sandi/", entry.ReauthenticateView.as_view(), name="account_reauthenticate"),
    path("tidak-aktif/", allauth_views.account_inactive, name="account_inactive"),
    path("2-langkah/", include(two_steps)),
    path("", include((named, "accounts"))),
]
