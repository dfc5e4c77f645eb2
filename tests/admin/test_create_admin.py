"""The first account of an empty portal, from the command line."""

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from plut_portal.accounts.management.commands import create_admin
from plut_portal.accounts.models import User
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture
def typed(monkeypatch):
    """What is typed when the command asks."""

    def type_in(*answers):
        waiting = iter(answers)
        monkeypatch.setattr(create_admin, "getpass", lambda prompt: next(waiting))

    return type_in


def test_the_first_admin_signs_in_and_finds_the_steps(typed, capsys):
    typed(PASSWORD, PASSWORD)

    call_command("create_admin", "Kepala@plut.example", "Endang Lestari")

    client = Client()
    client.post(reverse("account_login"), {"login": "kepala@plut.example", "password": PASSWORD})
    assert 'id="langkah"' in client.get(reverse("admin:index")).content.decode()


@pytest.mark.parametrize(
    ("email", "answers"),
    [
        ("bukan-alamat", [PASSWORD, PASSWORD]),
        ("kepala@plut.example", ["pendek", "pendek"]),
        ("kepala@plut.example", [PASSWORD, "lain-sekali-9"]),
    ],
)
def test_something_wrong_adds_nobody(typed, email, answers):
    typed(*answers)

    with pytest.raises(CommandError):
        call_command("create_admin", email, "Endang Lestari")

    assert not User.objects.exists()
