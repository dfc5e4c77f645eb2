"""Nothing with a history is deleted in the office, one by one or in bulk."""

import pytest
from django.contrib import admin
from django.db.models import ProtectedError
from django.urls import reverse

from consultations.admin import ConsultantAdmin, ExpertiseAdmin
from consultations.models import Closure, Expertise, Leave, WeeklyHours
from tests.access.world import World
from tests.admin.test_pages import tables
from tests.factories import BookingFactory, ConsultantFactory

pytestmark = pytest.mark.django_db

# Plans nobody else's history hangs on.
DELETABLE = {"consultations_closure"}


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


def test_closed_days_hours_and_leave_are_plans_and_may_go(office):
    closure = Closure.objects.create(on="2026-12-25", name="Natal")
    consultant = ConsultantFactory(hours=[])
    hours = WeeklyHours.objects.create(
        consultant=consultant, weekday=0, opens="08:00", closes="12:00"
    )
    Leave.objects.create(consultant=consultant, starts_on="2026-12-28", ends_on="2026-12-29")

    bulk_delete(office, "consultations_closure", closure.pk)
    answer = office.post(
        reverse("admin:consultations_consultant_change", args=[consultant.pk]),
        {
            "slug": consultant.slug,
            "expertises": [expertise.pk for expertise in consultant.expertises.all()],
            "position": 0,
            "is_active": "on",
            "weekly_hours-TOTAL_FORMS": 1,
            "weekly_hours-INITIAL_FORMS": 1,
            "weekly_hours-0-id": hours.pk,
            "weekly_hours-0-consultant": consultant.pk,
            "weekly_hours-0-weekday": 0,
            "weekly_hours-0-opens": "08:00",
            "weekly_hours-0-closes": "12:00",
            "weekly_hours-0-DELETE": "on",
            "leaves-TOTAL_FORMS": 0,
            "leaves-INITIAL_FORMS": 0,
        },
    )

    assert answer.status_code == 302
    assert not Closure.objects.exists()
    assert not WeeklyHours.objects.exists()
    assert Closure.history.filter(history_type="-").get().history_user == office.user
