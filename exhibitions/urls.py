from django.urls import path

from exhibitions import views

app_name = "exhibitions"

# /pameran/
urlpatterns = [
    path("", views.exhibition_list, name="list"),
]
