from django.urls import path

from businesses import views

app_name = "businesses"

# /usaha/
business_urls = [
    path("", views.business_list, name="list"),
    path("baru/", views.business_create, name="create"),
    path("luar-batu/", views.outside_batu, name="outside_batu"),
    path("gabung/<str:token>/", views.invitation_accept, name="invitation_accept"),
    path("<uuid:public_id>/", views.business_detail, name="detail"),
    path("<uuid:public_id>/ubah/", views.business_update, name="update"),
]

# /usaha/<uuid>/orang/
people_urls = [
    path("<uuid:public_id>/orang/", views.people, name="people"),
    path("<uuid:public_id>/orang/ajak/", views.invitation_create, name="invitation_create"),
    path(
        "<uuid:public_id>/orang/undangan/<uuid:invitation_id>/cabut/",
        views.invitation_revoke,
        name="invitation_revoke",
    ),
    path(
        "<uuid:public_id>/orang/<uuid:person_id>/akhiri/",
        views.membership_end,
        name="membership_end",
    ),
]

# /usaha/<uuid>/lengkapi/
completion_urls = [
    path("<uuid:public_id>/lengkapi/", views.completion, name="completion"),
    path("<uuid:public_id>/lengkapi/kirim/", views.business_submit, name="submit"),
    path("<uuid:public_id>/tanda-terima/", views.receipt, name="receipt"),
    # Last, as it fits every name a step with a page of its own could have.
    path("<uuid:public_id>/lengkapi/<slug:slug>/", views.step, name="step"),
]

urlpatterns = business_urls + people_urls + completion_urls
