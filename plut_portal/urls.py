from django.contrib import admin
from django.urls import include, path

from plut_portal.core import views as core_views

# Pages anyone may open. Everything else asks for a login; a test holds the whole resolver to it.
PUBLIC_URL_NAMES = frozenset(
    {
        "home",
        "healthz",
        "set_language",
        "account_login",
        "account_signup",
        "account_logout",
        "account_inactive",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key",
        "accounts:claim",
        "accounts:code_use",
        "businesses:kbli_search",
        "businesses:list",
        "businesses:outside_batu",
        "businesses:photo_file",
        "consultations:check_start",
        "consultations:check_step",
        "consultations:check_result",
        "consultations:field_list",
        "consultations:field_detail",
        "consultations:consultant_detail",
        "consultations:time_hold",
        "consultations:booking_create",
        "trainings:list",
        "trainings:track_detail",
        "trainings:batch_detail",
        "trainings:certificate_form",
        "trainings:certificate_check",
        "exhibitions:list",
        "exhibitions:activity_detail",
        "catalogue:list",
        "catalogue:product",
        "catalogue:maker",
        "catalogue:enquiry_create",
        "catalogue:chat_count",
        "insights:agenda",
        "retail:goods",
        "retail:goods_photo",
        "retail:link",
        "retail:link_open",
        "insights:help",
        "insights:contact",
        "insights:service_standard",
        "insights:privacy",
        "insights:robots",
        "insights:manifest",
        "insights:security",
        "insights:sitemap",
        "insights:favicon",
        "notifications:code_form",
        "notifications:code_check",
    }
)

urlpatterns = [
    path("", include("plut_portal.insights.urls")),
    path("bahasa/", core_views.set_language, name="set_language"),
    path("healthz", core_views.healthz, name="healthz"),
    path("akun/", include("plut_portal.accounts.urls")),
    path("", include("plut_portal.notifications.urls")),
    path("usaha/", include("businesses.urls")),
    path("", include("consultations.urls")),
    path("", include("trainings.urls")),
    path("pameran/", include("exhibitions.urls")),
    path("katalog/", include("exhibitions.catalogue_urls")),
    path("mitra/", include("exhibitions.retail_urls")),
    path("admin/", admin.site.urls),
]

handler400 = core_views.bad_request
handler403 = core_views.forbidden
handler404 = core_views.not_found
handler500 = core_views.server_error
handler429 = core_views.too_many_requests
