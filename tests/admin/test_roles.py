"""Who may open what in the office, and who changes nothing."""

import re

import pytest
from django.urls import reverse

from exhibitions.models import DailyReport, FollowUpOrder
from plut_portal.accounts.models import User
from plut_portal.accounts.roles import ADMIN_ROLES, Role
from plut_portal.core.models import OfficeIdentity
from tests.access.world import World
from tests.admin.test_pages import tables
from tests.factories import ApplicationFactory, SnapshotFactory
from tests.times import NOW

pytestmark = pytest.mark.django_db

LOOKS_ONLY = [Role.AUDITOR, Role.HEAD]


def menu(html):
    """The addresses in the menu at the side."""
    side = html[html.index('id="nav-sidebar-apps"') : html.index('id="main"')]
    return re.findall(r'<a href="(/admin/[^"]*)"', side)


@pytest.mark.parametrize("role", [None, Role.CONSULTANT, Role.CURATOR])
def test_who_works_elsewhere_is_told_so_without_a_loop(signed_in, role):
    client = signed_in(role=role)

    for name in ("admin:index", "admin:login", "admin:accounts_user_changelist"):
        assert client.get(reverse(name)).status_code == 403


@pytest.mark.parametrize("role", ADMIN_ROLES)
def test_the_menu_holds_only_what_the_role_may_open(signed_in, role):
    client = signed_in(role=role)

    links = menu(client.get(reverse("admin:index")).content.decode())

    assert len(links) > 5
    assert {link: client.get(link, follow=True).status_code for link in links} == dict.fromkeys(
        links, 200
    )


def test_the_menu_leaves_out_what_the_counter_may_not_open(counter):
    links = menu(counter.get(reverse("admin:index")).content.decode())

    assert reverse("admin:consultations_booking_changelist") in links
    assert reverse("admin:consultations_sessionrecord_changelist") not in links
    assert reverse("admin:consultations_internalnote_changelist") not in links
    assert reverse("admin:accounts_accesslogentry_changelist") not in links


@pytest.mark.parametrize("role", LOOKS_ONLY)
def test_auditor_and_head_read_everything_but_internal_notes(signed_in, role):
    rows = World.build().rows
    client = signed_in(role=role)

    seen = {
        name: client.get(reverse(f"admin:{name}_change", args=[rows[name].pk])).status_code
        for name in tables()
    }

    assert seen == dict.fromkeys(tables(), 200) | {"consultations_internalnote": 403}


@pytest.mark.parametrize("role", LOOKS_ONLY)
def test_auditor_and_head_change_nothing(signed_in, role):
    world = World.build()
    client = signed_in(role=role)
    before = {name: type(row).objects.get(pk=row.pk).__dict__ for name, row in world.rows.items()}

    answers = {
        client.post(url, {"name": "Lain", "reason": "Iseng", "full_name": "Lain"}).status_code
        for url in _all_posts(world)
    }

    assert answers == {403}
    after = {name: type(row).objects.get(pk=row.pk).__dict__ for name, row in world.rows.items()}
    assert {name: _values(row) for name, row in after.items()} == {
        name: _values(row) for name, row in before.items()
    }


CAPITAL, TURNOVER, BEFORE, ORDER = 41_234_567, 2_345_678, 2_222_333, 3_456_789


@pytest.fixture
def amounts():
    """Capital, the turnover of a day and an order of one business, each changed once."""
    world = World.build()
    report, order = (world.rows[f"exhibitions_{name}"] for name in ("dailyreport", "followuporder"))
    for row, field, last in ((report, "turnover", TURNOVER), (order, "amount", ORDER)):
        for value in (BEFORE, last):
            setattr(row, field, value)
            row.save()
    world.condition = SnapshotFactory(business=world.business, capital=CAPITAL)
    # Of another business, so that no sum is the amount of one.
    other = ApplicationFactory(activity=world.released.activity, state="CONFIRMED")
    told = {"reported_by": world.people["owner"], "reported_at": NOW}
    DailyReport.objects.create(
        application=other, day="2026-12-08", visitors=1, pieces=1, turnover=900_000, **told
    )
    FollowUpOrder.objects.create(
        application=other, ordered_on="2026-12-20", buyer="Toko", amount=1_000_000, **told
    )
    return world


def _pages_with_amounts(world):
    """Each with the amounts of one business that stand on it."""
    activity, rows = world.released.activity, world.rows
    change = {
        "businesses_business": (world.business.pk, [CAPITAL]),
        "businesses_snapshot": (world.condition.pk, [CAPITAL]),
        "exhibitions_application": (world.released.pk, [TURNOVER, ORDER]),
        "exhibitions_dailyreport": (rows["exhibitions_dailyreport"].pk, [TURNOVER]),
        "exhibitions_followuporder": (rows["exhibitions_followuporder"].pk, [ORDER]),
    }
    for name, (pk, amounts) in change.items():
        yield reverse(f"admin:{name}_change", args=[pk]), amounts
    for name, amounts in (("dailyreport", [TURNOVER]), ("followuporder", [ORDER])):
        table = f"exhibitions_{name}"
        yield reverse(f"admin:{table}_changelist"), amounts
        yield reverse(f"admin:{table}_history", args=[rows[table].pk]), [BEFORE, *amounts]
    yield reverse("admin:exhibitions_activity_results", args=[activity.pk]), [TURNOVER]
    yield world.business.get_absolute_url(), [CAPITAL]
    yield world.released.get_absolute_url(), [TURNOVER]


def _amounts_in(text):
    digits = text.replace(".", "")
    return [each for each in (CAPITAL, BEFORE, TURNOVER, ORDER) if str(each) in digits]


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.HEAD, Role.PROGRAMME_ADMIN])
def test_fm45_the_auditor_reads_dots_for_the_amounts_of_one_business(signed_in, amounts, role):
    client = signed_in(role=role)

    read = {url: client.get(url).content.decode() for url, _there in _pages_with_amounts(amounts)}

    sees = role != Role.AUDITOR
    assert {url: _amounts_in(text) for url, text in read.items()} == {
        url: there if sees else [] for url, there in _pages_with_amounts(amounts)
    }
    assert ["•••" in text for text in read.values()] == [True] * len(read) or sees


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.HEAD])
def test_fm45_the_auditor_takes_no_value_of_an_order_away(signed_in, amounts, role):
    page = reverse("admin:exhibitions_followuporder_export")

    text = signed_in(role=role).post(page, {"format": "1", "resource": "0"}).content.decode()

    assert _amounts_in(text) == ([] if role == Role.AUDITOR else [ORDER])
    assert ("•••" in text) == (role == Role.AUDITOR)


def test_fm45_the_counter_reads_no_turnover_on_the_page_of_an_application(counter, amounts):
    page = counter.get(amounts.released.get_absolute_url()).content.decode()

    assert "•••" in page
    assert _amounts_in(page) == []


def test_fm45_the_audit_tells_no_amount(auditor, amounts):
    page = auditor.get(reverse("admin:audit"), {"tabel": "exhibitions.dailyreport"})

    assert "•••" in page.content.decode()
    assert _amounts_in(page.content.decode()) == []


def test_the_owner_reads_her_own_amounts(client, amounts):
    client.force_login(amounts.people["owner"])

    pages = [
        client.get(each.get_absolute_url()).content.decode()
        for each in (amounts.business, amounts.released)
    ]

    assert [_amounts_in(page) for page in pages] == [[CAPITAL], [TURNOVER]]


def _all_posts(world):
    for name, model_admin in tables().items():
        pk = world.rows[name].pk
        yield reverse(f"admin:{name}_change", args=[pk])
        yield reverse(f"admin:{name}_add")
        yield reverse(f"admin:{name}_delete", args=[pk])
        for action in model_admin._get_base_actions_detail():
            yield reverse(f"admin:{action.action_name}", args=[pk])
        for action in model_admin._get_base_actions_list():
            yield reverse(f"admin:{action.action_name}")
    message, attempt = (
        world.rows["notifications_message"],
        world.rows["notifications_contactattempt"],
    )
    yield reverse("admin:notifications_message_contact", args=[message.pk])
    yield reverse("admin:notifications_message_contacted", args=[message.pk])
    yield reverse("admin:notifications_contactattempt_reopen", args=[attempt.pk])
    yield reverse("admin:demo_clock")


def _values(attributes):
    return {key: value for key, value in attributes.items() if key != "_state"}


def test_the_counter_does_not_change_the_rules(counter):
    office = OfficeIdentity(name="PLUT", short_name="PLUT")
    office.save()

    answer = counter.post(
        reverse("admin:core_officeidentity_change", args=[1]), {"name": "Lain", "short_name": "L"}
    )

    assert answer.status_code == 403
    assert OfficeIdentity.load().name == "PLUT"


def test_the_counter_does_not_change_people_who_work_here(counter, office):
    colleague = office.user

    answer = counter.post(
        reverse("admin:accounts_user_change", args=[colleague.pk]), {"full_name": "Lain"}
    )

    assert answer.status_code == 403
    assert User.objects.get(pk=colleague.pk).full_name == colleague.full_name


def test_the_office_identity_is_saved_from_its_first_visit_on(office):
    page = reverse("admin:core_officeidentity_change", args=[1])
    assert office.get(page).status_code == 200
    assert not OfficeIdentity.objects.exists()

    answer = office.post(page, {"name": "PLUT-KUMKM Kota Batu", "short_name": "PLUT Batu"})

    assert answer.status_code == 302
    assert OfficeIdentity.load().short_name == "PLUT Batu"
    assert OfficeIdentity.history.get().history_user == office.user
