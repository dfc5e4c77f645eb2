from django.urls import include, path

from plut_portal.insights import views

named = [
    path("privasi/", views.privacy, name="privacy"),
    path("favicon.ico", views.favicon, name="favicon"),
    path("robots.txt", views.robots, name="robots"),
    path("manifest.webmanifest", views.manifest, name="manifest"),
    path(".well-known/security.txt", views.security, name="security"),
]

# /
urlpatterns = [
    path("", views.home, name="home"),
    path("", include((named, "insights"))),
]
