from django.contrib.auth.decorators import login_not_required
from django.contrib.sitemaps.views import sitemap
from django.urls import include, path

from plut_portal.insights import views
from plut_portal.insights.sitemaps import SITEMAPS

named = [
    path("agenda/", views.agenda, name="agenda"),
    path("bantuan/", views.help_page, name="help"),
    path("kontak/", views.contact, name="contact"),
    path("standar-pelayanan/", views.service_standard, name="service_standard"),
    path("privasi/", views.privacy, name="privacy"),
    path("favicon.ico", views.favicon, name="favicon"),
    path("sitemap.xml", login_not_required(sitemap), {"sitemaps": SITEMAPS}, name="sitemap"),
    path("robots.txt", views.robots, name="robots"),
    path("manifest.webmanifest", views.manifest, name="manifest"),
    path(".well-known/security.txt", views.security, name="security"),
]

# /
urlpatterns = [
    path("", views.home, name="home"),
    path("", include((named, "insights"))),
]
