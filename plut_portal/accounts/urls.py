from allauth.account import views as allauth_views
from allauth.mfa.base import views as mfa_views
from allauth.mfa.recovery_codes import views as recovery_views
from allauth.mfa.totp import views as totp_views
from django.urls import include, path
from django.views.generic import TemplateView

_later = TemplateView.as_view(template_name="404.html")

named = [
    path("kode/", _later, name="code_use"),
    path("profil/", _later, name="profile"),
    path("profil/kontak/", _later, name="contact_change"),
    path("konfirmasi/", _later, name="contact_confirm"),
    path("konfirmasi/kirim/", _later, name="contact_resend"),
    path("keluar-semua/", _later, name="logout_everywhere"),
    path("tutup/", _later, name="close"),
]

# /akun/
urlpatterns = [
    path("masuk/", allauth_views.login, name="account_login"),
    path("daftar/", allauth_views.signup, name="account_signup"),
    path("keluar/", allauth_views.logout, name="account_logout"),
    path("lupa-sandi/", _later, name="account_reset_password"),
    path("sandi-baru/<str:token>/", _later, name="account_reset_password_from_key"),
    path("ganti-sandi/", allauth_views.password_change, name="account_change_password"),
    path("ulangi-sandi/", allauth_views.reauthenticate, name="account_reauthenticate"),
    path("tidak-aktif/", allauth_views.account_inactive, name="account_inactive"),
    path("2-langkah/", mfa_views.index, name="mfa_index"),
    path("2-langkah/masuk/", mfa_views.authenticate, name="mfa_authenticate"),
    path("2-langkah/ulangi/", mfa_views.reauthenticate, name="mfa_reauthenticate"),
    path("2-langkah/aktifkan/", totp_views.activate_totp, name="mfa_activate_totp"),
    path("2-langkah/matikan/", totp_views.deactivate_totp, name="mfa_deactivate_totp"),
    path("2-langkah/cadangan/", recovery_views.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "2-langkah/cadangan/baru/",
        recovery_views.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path(
        "2-langkah/cadangan/unduh/",
        recovery_views.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
    path("", include((named, "accounts"))),
]
