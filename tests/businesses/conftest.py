from uuid import uuid4

import pytest

from tests.factories import UserFactory, VillageFactory


@pytest.fixture
def owner(client, db):
    user = UserFactory()
    client.force_login(user)
    return user


@pytest.fixture
def filled_in(db):
    return {
        "makes": "keripik apel",
        "village": VillageFactory().pk,
        "name": "Keripik Bu Sumiati",
        "address": "Jl. Melati 7",
        "submission_key": uuid4(),
    }
