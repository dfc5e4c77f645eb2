"""FM-41: nothing that opens an account is ever written to a log."""

import logging
import re

import pytest
from django.core import mail

from plut_portal.accounts.models import User
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db
NEW = "jeruk-keprok-9"
WRONG = "salah-ketik-77"


def test_fm41_logs_hold_no_password_code_link_or_contact(
    client, caplog, django_capture_on_commit_callbacks
):
    caplog.set_level(logging.DEBUG)
    about = {"full_name": "Sumiati Rahayu", "contact": "sumiati@contoh.id"}

    with django_capture_on_commit_callbacks(execute=True):
        client.post("/akun/daftar/", about | {"password": WRONG, "full_name": ""})
        client.post("/akun/daftar/", about | {"password": PASSWORD})
    [digits] = re.findall(r"\b\d{6}\b", mail.outbox[0].body)
    client.post("/akun/konfirmasi/", {"code": digits})
    client.logout()
    client.post("/akun/masuk/", {"login": "sumiati@contoh.id", "password": WRONG})
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/akun/lupa-sandi/", {"contact": "sumiati@contoh.id"})
    [link] = re.findall(r"http://\S+(/akun/sandi-baru/\S+)", mail.outbox[1].body)
    form_page = client.get(link).url
    client.post(form_page, {"password": "pendek1"})
    client.post(form_page, {"password": NEW})

    user = User.objects.get()
    assert user.check_password(NEW)
    for secret in [WRONG, PASSWORD, NEW, "pendek1", digits, link.split("/")[-2], user.password]:
        assert secret not in caplog.text
    for contact in ["sumiati@contoh.id", "Sumiati Rahayu"]:
        assert contact not in caplog.text
