from django.urls import path

from plut_portal.notifications import views

app_name = "notifications"

# /kotak-masuk/
inbox_urls = [
    path("kotak-masuk/", views.inbox, name="inbox"),
    path("kotak-masuk/dibaca/", views.message_read_all, name="message_read_all"),
    path("kotak-masuk/<uuid:public_id>/", views.message_detail, name="message_detail"),
    path("kotak-masuk/<uuid:public_id>/dibaca/", views.message_read, name="message_read"),
]

# /cek/
check_urls = [
    path("cek/", views.code_form, name="code_form"),
    path("cek/<str:code>/", views.code_check, name="code_check"),
]

urlpatterns = inbox_urls + check_urls
