"""Annual targets: who writes them, and that none changes without a reason."""

import pytest
from django.urls import reverse

from plut_portal.accounts.roles import Role
from plut_portal.insights import services
from plut_portal.insights.models import AnnualTarget
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

ADD = reverse("admin:insights_annualtarget_add")
NEW = {"year": "2026", "indicator": "SERVED", "value": "600", "source": "Renja 2026"}


@pytest.fixture
def target():
    target = AnnualTarget(year=2026, indicator="SERVED", value=600, source="Renja 2026")
    return services.save_target(target=target, reason="")


@pytest.fixture
def admin(client):
    client.force_login(UserFactory(role=Role.PROGRAMME_ADMIN))
    return client


def change(client, target, **fields):
    address = reverse("admin:insights_annualtarget_change", args=[target.pk])
    return client.post(address, {"value": "700", "source": "Renja 2026", **fields})


def test_target_is_added_once_a_year_and_indicator(admin):
    added, again = admin.post(ADD, NEW), admin.post(ADD, NEW | {"value": "1"})

    assert (added.status_code, again.status_code) == (302, 200)
    assert "Tahun ini sudah punya target untuk indikator ini." in again.content.decode()
    assert AnnualTarget.objects.get().value == 600


def test_target_changes_with_a_reason_that_stays_in_its_history(admin, target):
    silent = change(admin, target)
    assert silent.status_code == 200
    target.refresh_from_db()
    assert target.value == 600

    change(admin, target, reason="Perubahan APBD", year="2031", indicator="WOMEN")

    target.refresh_from_db()
    assert (target.value, target.year, target.indicator) == (700, 2026, "SERVED")
    newest = target.history.latest()
    assert (newest.history_change_reason, newest.history_user) == (
        "Perubahan APBD",
        UserFactory._meta.model.objects.get(groups__name=Role.PROGRAMME_ADMIN),
    )
    page = admin.get(reverse("admin:insights_annualtarget_history", args=[target.pk]))
    assert "Perubahan APBD" in page.content.decode()


def test_save_target_refuses_a_change_without_a_reason(target):
    target.value = 1

    with pytest.raises(services.ReasonMissing):
        services.save_target(target=target, reason="  ")

    assert AnnualTarget.objects.get().value == 600


@pytest.mark.parametrize("role", [Role.HEAD, Role.AUDITOR])
def test_target_is_read_and_not_changed_by_head_and_auditor(client, target, role):
    client.force_login(UserFactory(role=role))
    page = client.get(reverse("admin:insights_annualtarget_change", args=[target.pk]))

    assert (page.status_code, change(client, target, reason="x").status_code) == (200, 403)
    assert client.get(ADD).status_code == 403
    assert 'name="reason"' not in page.content.decode()
