"""Addresses that are a key by themselves, asked for with what no key looks like."""

import pytest

from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

BEGINNINGS = [
    "/usaha/gabung/",
    "/mitra/lihat/",
    "/cek/",
    "/sertifikat/",
    "/akun/sandi-baru/",
]


@pytest.mark.parametrize("begins", BEGINNINGS)
@pytest.mark.parametrize("key", ["%00", "a%00b", "%ff", "%2F", "%0a", "%F0%9F%98%80", "x" * 3000])
@pytest.mark.parametrize("is_signed_in", [False, True])
def test_an_odd_key_opens_nothing_and_breaks_nothing(client, begins, key, is_signed_in):
    if is_signed_in:
        client.force_login(UserFactory())

    answer = client.get(f"{begins}{key}/")

    assert answer.status_code in {200, 302, 404, 422}
