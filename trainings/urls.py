from django.urls import path

from trainings import views

app_name = "trainings"

# /pelatihan/
urlpatterns = [
    path("", views.training_list, name="list"),
]
