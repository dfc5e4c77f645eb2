"""Nothing with a history is deleted in the office, one by one or in bulk."""

import pytest
from django.contrib import admin
from django.db.models import ProtectedError
from django.urls import reverse

from consultations.admin import ConsultantAdmin, ExpertiseAdmin
from consultations.models import Closure, Expertise, Leave, WeeklyHours
from tests.access.world import World
from tests.admin.consultant_page import consultant_page, hours_row
from tests.admin.test_pages import tables
from tests.factories import BookingFactory, ConsultantFactory

pytestmark = pytest.mark.django_db

# Plans nobody else's history hangs on.
DELETABLE = {"consultations_closure", "consultations_hoursexception"}


def bulk_delete(client, name, pk):
    return client.post(
        reverse(f"admin:{name}_changelist"),
        {"action": "delete_selected", "_selected_action": [pk], "post": "yes"},
    )


def test_fm11_no_row_with_a_history_is_deleted_even_by_a_superuser(superuser):
    rows = World.build().rows
    kept = {name: rows[name] for name in tables() if name not in DELETABLE}

    for name, row in kept.items():
        superuser.post(reverse(f"admin:{name}_delete", args=[row.pk]), {"post": "yes"})
        bulk_delete(superuser, name, row.pk)

    gone = [name for name, row in kept.items() if not type(row).objects.filter(pk=row.pk).exists()]
    assert gone == []


@pytest.mark.parametrize(
    ("model_admin", "reference"), [(ExpertiseAdmin, "expertise"), (ConsultantAdmin, "consultant")]
)
def test_fm14_even_a_role_that_could_delete_in_bulk_cannot_lose_what_bookings_need(
    superuser, monkeypatch, model_admin, reference
):
    booking = BookingFactory()
    row = getattr(booking, reference)
    allowed = admin.ModelAdmin.has_delete_permission
    monkeypatch.setattr(model_admin, "has_delete_permission", allowed)

    answer = bulk_delete(superuser, f"consultations_{reference}", row.pk)

    assert answer.status_code == 200
    assert type(row).objects.filter(pk=row.pk).exists()
    with pytest.raises(ProtectedError):
        row.delete()


def test_fm14_a_field_is_switched_off_and_the_past_keeps_its_name(office):
    booking = BookingFactory()
    field = booking.expertise
    address = reverse("admin:consultations_expertise_change", args=[field.pk])
    data = {
        name: getattr(field, name)
        for name in ("name", "slug", "summary", "problems", "bring", "session_minutes", "position")
    }

    answer = office.post(address, data)

    assert answer.status_code == 302
    assert list(Expertise.objects.offered()) == []
    page = reverse("admin:consultations_booking_change", args=[booking.pk])
    assert field.name in office.get(page).content.decode()


def test_closed_days_and_leave_are_plans_and_may_go_while_hours_are_ended(office):
    closure = Closure.objects.create(on="2026-12-25", name="Natal")
    consultant = ConsultantFactory(hours=[])
    hours = WeeklyHours.objects.create(
        consultant=consultant, weekday=0, opens="08:00", closes="12:00"
    )
    leave = Leave.objects.create(
        consultant=consultant, starts_on="2026-12-28", ends_on="2026-12-29"
    )

    bulk_delete(office, "consultations_closure", closure.pk)
    answer = office.post(
        reverse("admin:consultations_consultant_change", args=[consultant.pk]),
        consultant_page(
            consultant,
            weekly_hours=[hours_row(hours, DELETE="on")],
            leaves=[
                {
                    "id": leave.pk,
                    "consultant": consultant.pk,
                    "starts_on": "2026-12-28",
                    "ends_on": "2026-12-29",
                    "DELETE": "on",
                }
            ],
        ),
    )

    assert answer.status_code == 302
    assert not Closure.objects.exists()
    assert not Leave.objects.exists()
    assert list(WeeklyHours.objects.all()) == [hours]
    assert Closure.history.filter(history_type="-").get().history_user == office.user
