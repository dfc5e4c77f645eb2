"""Two registrations of one business, and what they carry, for the tests of merging."""

from businesses import services
from businesses.models import BusinessKbli
from businesses.selectors import carried
from plut_portal.accounts.roles import Role
from tests.factories import (
    ApplicationFactory,
    BookingFactory,
    BusinessDocumentFactory,
    BusinessFactory,
    EnrolmentFactory,
    InvitationFactory,
    MentoringCaseFactory,
    ProductFactory,
    SnapshotFactory,
    UserFactory,
    VisitFactory,
)
from tests.times import NOW, TOMORROW_8

WHY = "Sudah ditelepon: usaha yang sama."


def officer():
    return UserFactory(role=Role.PROGRAMME_ADMIN, full_name="Petugas Verifikasi")


def pair_of_twins():
    stays = BusinessFactory(name="Keripik Bu Tutik")
    return stays, BusinessFactory(name="Kripik Ibu Tutik")


def laden(business):
    """Something of every kind hangs on it; answers with the keys by table."""
    case, person = MentoringCaseFactory(business=business), business.people.order_by("pk")[0]
    booking = BookingFactory(
        business=business, consultant=case.lead, starts_at=TOMORROW_8, case=case, booked_by=person
    )
    VisitFactory(business=business)
    EnrolmentFactory(business=business)
    product = ProductFactory(business=business)
    ApplicationFactory(business=business, product=product)
    InvitationFactory(business=business)
    BusinessDocumentFactory(business=business, uploaded_by=person)
    BusinessKbli.objects.create(business=business, version="2020", code="10794")
    SnapshotFactory(business=business, workers_female=2)
    return booking


def carries(business):
    """Every row of every table that names it."""
    return {
        table.label: sorted(table.of(business).values_list("pk", flat=True))
        for table in carried.tables()
        if table.of(business).exists()
    }


def merge(stays, duplicate, *, by=None, at=NOW, reason=WHY):
    return services.merge(
        stays=stays, duplicate=duplicate, reason=reason, by=by or officer(), at=at
    )


def undo(done, *, by=None, at=NOW, reason="Ternyata dua saudara."):
    return services.undo_merge(merge=done, reason=reason, by=by or officer(), at=at)
