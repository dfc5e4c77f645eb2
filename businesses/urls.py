from django.urls import path

from businesses import views

app_name = "businesses"

# /usaha/
urlpatterns = [
    path("", views.business_list, name="list"),
    path("baru/", views.business_create, name="create"),
    path("<uuid:public_id>/", views.business_detail, name="detail"),
    path("<uuid:public_id>/ubah/", views.business_update, name="update"),
]
