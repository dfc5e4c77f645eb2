import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db


def test_training_list_shows_three_stages_and_what_one_can_do_today(client):
    page = client.get(reverse("trainings:list")).content.decode()

    stages = page.split('<ol class="stages">')[1].split("</ol>")[0]
    assert stages.count("<li>") == 3
    assert f'class="btn btn-primary" href="{reverse("consultations:field_list")}"' in page


def test_training_list_query_count(client, django_assert_num_queries):
    with django_assert_num_queries(1):  # the office's name
        client.get(reverse("trainings:list"))
