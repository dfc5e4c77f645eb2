import pytest
from django.test import Client

from plut_portal.accounts.roles import Role
from tests.factories import UserFactory


@pytest.fixture
def signed_in(db):
    """A client for somebody: `signed_in(role=Role.AUDITOR)`, `signed_in(user=user)`."""

    def make(*, user=None, role=None):
        client = Client()
        client.user = user or UserFactory(role=role)
        client.force_login(client.user)
        return client

    return make


@pytest.fixture
def office(signed_in):
    """The programme admin at her desk."""
    return signed_in(role=Role.PROGRAMME_ADMIN)


@pytest.fixture
def counter(signed_in):
    return signed_in(role=Role.COUNTER_OFFICER)


@pytest.fixture
def auditor(signed_in):
    return signed_in(role=Role.AUDITOR)


@pytest.fixture
def superuser(signed_in):
    return signed_in(user=UserFactory(is_staff=True, is_superuser=True))
