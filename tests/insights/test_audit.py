"""Who changed what: found, masked, read only; and nothing in it that one may not read elsewhere."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from simple_history.utils import update_change_reason

from consultations.models import InternalNote
from exhibitions.models import Review, Score, Verdict
from plut_portal.accounts.roles import Role
from plut_portal.core import clock
from plut_portal.insights import audit as selectors
from plut_portal.insights.audit import Wanted, audit
from tests.factories import (
    ActivityFactory,
    ApplicationFactory,
    BookingFactory,
    BusinessFactory,
    ConsultantFactory,
    ReachableUserFactory,
    SessionRecordFactory,
    UserFactory,
)
from tests.times import NOW, TOMORROW_9

pytestmark = pytest.mark.django_db

PAGE = reverse("admin:audit")


@pytest.fixture
def auditor(client):
    client.force_login(UserFactory(role=Role.AUDITOR))
    return client


def renamed(business, *, by, why):
    business.name = "Keripik Bu Tutik"
    business._history_user = by
    business.save()
    update_change_reason(business, why)


def test_audit_says_who_changed_what_when_and_why():
    officer, business = UserFactory(full_name="Dewi Loket"), BusinessFactory()
    renamed(business, by=officer, why="Salah ketik di loket")

    entry = audit(Wanted(table="businesses.business")).entries[0]

    assert (entry.who, entry.why, entry.kind, entry.row.pk) == (
        officer,
        "Salah ketik di loket",
        "~",
        str(business.pk),
    )
    assert [change.field for change in entry.changes] == ["Nama usaha"]
    assert entry.at == business.history.latest().history_date


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"text": "dewi"}, True),
        ({"text": "SALAH KETIK"}, True),
        ({"text": "orang lain"}, False),
        ({"table": "businesses.business"}, True),
        ({"table": "accounts.user"}, False),
    ],
)
def test_audit_finds_by_name_reason_and_table(wanted, found):
    business = BusinessFactory()
    renamed(business, by=UserFactory(full_name="Dewi Loket"), why="Salah ketik di loket")

    entries = audit(Wanted(**wanted)).entries

    assert any(entry.why == "Salah ketik di loket" for entry in entries) is found


def test_audit_finds_the_days_of_batu_and_the_number_of_a_row():
    business = BusinessFactory()
    today = business.history.latest().history_date.astimezone(selectors.formats.WIB).date()

    def found(**wanted):
        entries = audit(Wanted(table="businesses.business", **wanted)).entries
        return [entry.row.pk for entry in entries]

    assert found(text=str(business.pk)) == [str(business.pk)]
    assert found(text=str(business.pk + 1)) == []
    assert found(first=today, last=today) == [str(business.pk)]
    assert found(first=today + timedelta(days=1)) == found(last=today - timedelta(days=1)) == []


def test_fm45_audit_masks_contacts_and_hides_what_people_wrote(auditor):
    owner = ReachableUserFactory(phone="+6281234567890")
    owner.phone, owner.email = "+6281298765432", "baru@contoh.example"
    owner.save()
    record = SessionRecordFactory()
    InternalNote.objects.create(
        record=record, author=record.recorded_by, text="Rahasia konsultan saja"
    )
    record.advice, record.contact_minutes = "Nasihat yang diubah", 45
    record.save()

    page = auditor.get(PAGE).content.decode()

    for secret in ("1298765432", "1234567890", "baru@", "Rahasia", "Nasihat yang diubah"):
        assert secret not in page
    assert "+6281•••••5432" in page
    assert "<ins>45</ins>" in page


def test_fm55_fm56_audit_says_of_points_and_decisions_only_that_they_were_saved(auditor):
    by = UserFactory(role=Role.PROGRAMME_ADMIN)
    application = ApplicationFactory(activity=ActivityFactory(weights=[1]))
    mine = {"application": application}
    verdict = Verdict.objects.create(**mine, outcome="REFUSE", decided_by=by, decided_at=NOW)
    review = Review.objects.create(**mine, curator=by, saved_at=NOW)
    criterion = application.activity.criteria.first()
    score = Score.objects.create(review=review, criterion=criterion, points=1)
    verdict.outcome, review.set_aside_at, score.points = "SELECT", TOMORROW_9, 4
    for row in (verdict, review, score):
        row.save()

    for model in (Verdict, Review, Score):
        entries = audit(Wanted(table=model._meta.label_lower)).entries
        assert [(entry.kind, entry.changes) for entry in entries] == [("~", []), ("+", [])]
        page = auditor.get(PAGE, {"tabel": model._meta.label_lower}).content.decode()
        assert "<ins>" not in page
        assert "Disimpan" in page


def test_fm36_audit_is_for_those_who_read_everything_and_changes_nothing(client):
    for role, status in (
        (Role.HEAD, 200),
        (Role.AUDITOR, 200),
        (Role.PROGRAMME_ADMIN, 200),
        (Role.COUNTER_OFFICER, 403),
        (Role.CONSULTANT, 403),
    ):
        client.force_login(UserFactory(role=role))
        assert client.get(PAGE).status_code == status, role
        assert client.post(PAGE).status_code in {403, 405}, role


def test_audit_leads_to_the_history_of_the_row_and_turns_its_pages(auditor, monkeypatch):
    business = BusinessFactory()
    address = reverse("admin:businesses_business_history", args=[business.pk])
    assert address in auditor.get(PAGE).content.decode()
    monkeypatch.setattr(selectors, "PER_PAGE", 2)

    seen = []
    for page in (1, 2):
        found = audit(Wanted(), page=page)
        seen += [(str(entry.row), entry.at) for entry in found.entries]

    assert len(set(seen)) == len(seen) == 4
    assert [at for _row, at in seen] == sorted((at for _row, at in seen), reverse=True)
    for value in ("0", "abc", "-1", "99999", "²"):
        assert auditor.get(PAGE, {"halaman": value}).status_code == 200
    assert auditor.get(PAGE, {"dari": "kemarin", "tabel": "apa"}).status_code == 200


def test_audit_says_what_a_row_without_a_page_is_a_part_of(auditor):
    hours = ConsultantFactory().weekly_hours.first()
    hours.save()

    (entry, *_others) = audit(Wanted(table="consultations.weeklyhours")).entries

    assert (entry.row.pk, entry.whole.pk) == (str(hours.pk), str(hours.consultant.pk))
    address = reverse("admin:consultations_consultant_history", args=[hours.consultant.pk])
    page = auditor.get(PAGE, {"tabel": "consultations.weeklyhours"}).content.decode()
    assert address in page
    assert audit(Wanted(table="accounts.user")).entries[0].whole is None


def test_audit_asks_as_often_for_many_rows_as_for_few(auditor):
    def change(bookings):
        for booking in bookings:
            booking.topic = f"Lain {clock.now()}"
            booking.save()

    def queries():
        with CaptureQueriesContext(connection) as captured:
            auditor.get(PAGE)
        return len(captured)

    change([BookingFactory()])
    queries()
    few = queries()
    change([BookingFactory() for _each in range(3)])

    assert queries() == few
