import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db


def test_exhibition_list_shows_four_ways_and_what_one_can_do_today(client):
    page = client.get(reverse("exhibitions:list")).content.decode()

    ways = page.split('<ul class="cards cards-two">')[1].split("</ul>")[0]
    assert ways.count("<li ") == 4
    assert f'class="btn btn-primary" href="{reverse("consultations:field_list")}"' in page


def test_exhibition_list_query_count(client, django_assert_num_queries):
    with django_assert_num_queries(1):  # the office's name
        client.get(reverse("exhibitions:list"))
