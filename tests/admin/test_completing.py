"""A registration filled in at the counter, for somebody without a phone of her own."""

import pytest
from django.urls import reverse

from businesses import services
from businesses.models import Business, OwnerProfile, Snapshot
from businesses.selectors import latest_figures
from plut_portal.accounts.roles import Role
from plut_portal.accounts.services import NotAllowed
from plut_portal.notifications.models import Message
from tests.factories import (
    BusinessFactory,
    CompleteBusinessFactory,
    SnapshotFactory,
    SubmittedBusinessFactory,
    UserFactory,
)
from tests.times import NOW

pytestmark = pytest.mark.django_db

NIB = "1234567890123"
SAID = {
    "name": "Keripik Bu Tutik",
    "address": "Dusun Banaran, RT 02/RW 05",
    "operating_state": "PAUSED",
    "workers_female": "2",
    "workers_male": "0",
    "started_year": "2019",
    "turnover_band": "TO_60M",
    "capital": "",
    "nib": NIB,
}


@pytest.fixture
def business():
    return BusinessFactory(owner=UserFactory(phone=None), name="")


def page(business):
    return reverse("admin:businesses_business_complete", args=[business.pk])


def test_the_counter_fills_in_and_sends_for_whoever_has_no_phone(counter, business):
    owner = business.people.get()
    change = reverse("admin:businesses_business_change", args=[business.pk])
    assert page(business) in counter.get(change).content.decode()

    answer = counter.post(page(business), SAID)

    business.refresh_from_db()
    figures = latest_figures(business)
    assert answer.status_code == 302
    assert (business.status, business.name) == (Business.Status.SUBMITTED, "Keripik Bu Tutik")
    assert (figures.operating_state, figures.workers, figures.turnover_band) == (
        "PAUSED",
        2,
        "TO_60M",
    )
    row = Snapshot.objects.get()
    assert (row.source, row.recorded_by) == (Snapshot.Source.COUNTER, counter.user)
    assert OwnerProfile.objects.get(user=owner).nib == NIB
    assert Message.objects.get(kind="BUSINESS_RECEIVED").recipient == owner


def test_money_said_before_is_not_shown_and_stays_when_left_empty(counter, business):
    SnapshotFactory(business=business, turnover_band="TO_300M", capital=15_000_000)

    shown = counter.get(page(business)).content.decode()
    answer = counter.post(page(business), SAID | {"turnover_band": "", "nib": ""})

    figures = latest_figures(business)
    assert answer.status_code == 302
    assert "15.000.000" not in shown.replace("Contoh: 15.000.000", "")
    assert 'value="TO_300M" checked' not in shown
    assert (figures.turnover_band, figures.capital) == ("TO_300M", 15_000_000)


def test_not_saying_the_turnover_answers_it(counter, business):
    counter.post(page(business), SAID | {"turnover_band": "WITHHELD"})

    assert latest_figures(business).turnover_withheld


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"address": ""},
        {"operating_state": ""},
        {"workers_female": "dua"},
        {"started_year": "19"},
        {"turnover_band": ""},
        {"nib": "123"},
    ],
)
def test_something_wrong_is_said_beside_it_and_nothing_is_kept(counter, business, wrong):
    answer = counter.post(page(business), SAID | wrong)

    business.refresh_from_db()
    [field] = wrong
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert "Dusun Banaran" in answer.content.decode() or field == "address"
    assert (business.status, Snapshot.objects.count()) == (Business.Status.DRAFT, 0)


def test_of_several_people_nobodys_nib_is_asked(counter, business):
    business.memberships.create(user=UserFactory())

    assert 'name="nib"' not in counter.get(page(business)).content.decode()
    assert counter.post(page(business), SAID).status_code == 302
    assert not OwnerProfile.objects.filter(nib=NIB).exists()


def test_the_service_keeps_no_nib_where_it_does_not_know_whose(counter, business):
    business.memberships.create(user=UserFactory())

    complete(business, by=counter.user, nib=NIB)

    assert not OwnerProfile.objects.exists()


def test_the_service_asks_for_the_right_as_well(business):
    with pytest.raises(NotAllowed):
        complete(business, by=UserFactory(role=Role.AUDITOR))


def complete(business, *, by, **said):
    return services.complete_at_counter(
        business=business,
        by=by,
        at=NOW,
        name="Keripik Bu Tutik",
        address="Dusun Banaran",
        started_year=None,
        operating_state="RUNNING",
        workers_female=1,
        workers_male=0,
        turnover_band="TO_60M",
        turnover_withheld=False,
        **said,
    )


def test_a_remark_on_what_was_left_empty_still_stands(counter):
    business = CompleteBusinessFactory()
    decision = business.decisions.create(outcome="NEEDS_FIXING", made_by=counter.user, made_at=NOW)
    for field in ("TURNOVER_BAND", "NAME"):
        decision.remarks.create(field=field, text="Belum pas.")

    counter.post(page(business), SAID | {"turnover_band": "", "capital": ""})

    mended = decision.remarks.exclude(mended_at=None).values_list("field", flat=True)
    assert list(mended) == ["NAME"]


def test_what_is_in_order_is_not_sent_again(counter):
    business = SubmittedBusinessFactory(status="VERIFIED", name="Keripik Lama")
    change = reverse("admin:businesses_business_change", args=[business.pk])

    answer = counter.post(page(business), SAID)

    business.refresh_from_db()
    assert page(business) not in counter.get(change).content.decode()
    assert (answer.status_code, business.name) == (409, "Keripik Lama")


@pytest.mark.parametrize("role", [Role.HEAD, Role.AUDITOR, Role.CONSULTANT])
def test_it_is_for_the_counter_alone(signed_in, business, role):
    assert signed_in(role=role).post(page(business), SAID).status_code == 403
    assert not Snapshot.objects.exists()
