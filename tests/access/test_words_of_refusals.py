"""What is said when something is refused, and what scripts of the office say, is Indonesian too."""

import json
import re

import pytest
from django.urls import reverse

from plut_portal.accounts.roles import Role
from tests.access.test_words import WORD, english_words, visible
from tests.access.world import World
from tests.admin.test_pages import ADDED_ELSEWHERE, tables
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

# Named where they are missing, which they never are in a browser.
HIDDEN = re.compile(r"\S+-(total|initial)_forms")


def signed_in(client, role):
    client.force_login(UserFactory(role=role))
    return client


def left_in(response):
    return sorted(english_words() & set(WORD.findall(visible(response.text))))


def test_forms_of_the_office_sent_empty_answer_without_an_english_word(client):
    assert World.build().rows
    office = signed_in(client, Role.PROGRAMME_ADMIN)
    english, found = english_words(), {}
    for name in sorted(set(tables()) - ADDED_ELSEWHERE):
        response = office.post(reverse(f"admin:{name}_add"), {})
        assert response.status_code in {200, 422}, name
        found[name] = sorted(english & set(WORD.findall(HIDDEN.sub("", visible(response.text)))))

    assert {name: words for name, words in found.items() if words} == {}


@pytest.mark.parametrize(
    ("role", "path", "status"),
    [
        (Role.AUDITOR, reverse("admin:trainings_track_add"), 403),
        (Role.COUNTER_OFFICER, reverse("admin:answers"), 403),
        (Role.PROGRAMME_ADMIN, "/admin/tidak-ada/", 404),
        (Role.CONSULTANT, "/tidak-ada/", 404),
    ],
)
def test_a_refusal_says_no_english_word(client, role, path, status):
    response = signed_in(client, role).get(path)

    assert (response.status_code, left_in(response)) == (status, [])


def test_scripts_of_the_office_say_no_english_word(client):
    office = signed_in(client, Role.PROGRAMME_ADMIN)

    script = office.get(reverse("admin:jsi18n")).text

    said = json.loads(re.search(r"const newcatalog = ({.*?});\n", script, re.DOTALL)[1])
    same = {text for text, words in said.items() if words == text and re.search(r"[a-z]{3}", text)}
    assert said["Cancel"] == "Batal"
    # These are the same in both languages.
    assert same == {"April", "September", "November", "Filter"}
