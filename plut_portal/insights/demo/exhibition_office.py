"""The office behind the demonstration's exhibitions: who acts, when, what is brought along."""

import csv
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.contrib.auth.models import Group
from django.db.models import Count

from businesses import services as business_services
from businesses.models import Business, Product
from consultations.models import Constraint
from exhibitions.models import (
    Activity,
    Application,
    Booth,
    BoothPlace,
    Call,
    Criterion,
    DailyReport,
    FairnessRule,
    FollowUpOrder,
    ManifestLine,
    ReadyListing,
    Review,
    Score,
    Traveller,
    Verdict,
)
from plut_portal.accounts.models import User
from plut_portal.accounts.roles import Role
from plut_portal.core import formats
from plut_portal.insights.demo import past
from plut_portal.insights.demo.exhibition_plans import (
    CONDITIONS,
    REPORT_DUTIES,
    CallData,
    FairData,
)
from plut_portal.notifications.models import Message

GOODS = Path(__file__).with_name("exhibition_goods.csv")
GUEST = ("Andini Prameswari", "andini@kurator.example")


def add_goods(*, at: datetime) -> None:
    """What they bring, with permits that are valid for some years yet."""
    businesses = {business.label: business for business in Business.objects.order_by("-pk")}
    year = formats.wib_day(at).year
    with GOODS.open(encoding="utf-8", newline="") as rows:
        for number, row in enumerate(csv.DictReader(rows)):
            _add_product(businesses[row.pop("business")], number, row, year=year, at=at)


def _add_product(
    business: Business, number: int, row: dict[str, Any], *, year: int, at: datetime
) -> None:
    permit = row.pop("permit")
    made = business.products.filter(name=row["name"]).first()
    product = made or business_services.add_product(business=business, **row)
    if permit and not product.permits.filter(kind=permit).exists():
        given = f"2{number:02d}3579{number:04d}{11 + number:02d}{(year + 4) % 100:02d}"
        business_services.set_permit(product=product, kind=permit, number=given, at=at)


class Office:
    """Who acts, when, and the book in which it is dated."""

    def __init__(self, at: datetime) -> None:
        self.today = formats.wib_day(at)
        self.admin = User.objects.get(email="admin@plut.example")
        self.curators = self._panel()
        self.reasons = {reason.slug: reason for reason in Constraint.objects.all()}
        self.businesses = {each.label: each for each in Business.objects.order_by("-pk")}
        # Kept, as what somebody may is looked up once for each of these.
        self._owners: dict[int, User] = {}
        self.diary = past.Diary(
            *(Message, Activity, Criterion, FairnessRule, Booth, Application, BoothPlace),
            *(Review, Score, Verdict, DailyReport, FollowUpOrder),
            *(ReadyListing, Call, Traveller, ManifestLine),
        )

    def best_product(self, business: Business) -> Product:
        """The one with the most permits, as an owner would choose."""
        offered = business.products.offered().exclude(form="")
        papers = offered.annotate(papers=Count("permits"))
        return papers.order_by("-papers", "position", "pk")[0]

    def _panel(self) -> list[User]:
        curator = User.objects.get(email="kurator@plut.example")
        name, email = GUEST
        guest = User.objects.create(
            full_name=name,
            email=email,
            password=curator.password,
            email_confirmed_at=curator.email_confirmed_at,
            joined_at=curator.joined_at,
        )
        guest.groups.add(Group.objects.get(name=Role.CURATOR))
        return [curator, guest]

    def owner(self, business: Business) -> User:
        if business.pk not in self._owners:
            self._owners[business.pk] = business.people.order_by("pk")[0]
        return self._owners[business.pk]

    def moment(self, days: int, hour: int = 9, minute: int = 0) -> datetime:
        return formats.at_wib(self.today + timedelta(days=days), time(hour, minute))


def plan(data: FairData | CallData, office: Office, **more: Any) -> Activity:
    starts_on = office.today + timedelta(days=data.begins)
    told = {"conditions": CONDITIONS, "report_duties": REPORT_DUTIES}
    fields = told | data.fields | {"slug": f"{data.fields['slug']}-{starts_on.year}"}
    return Activity.objects.create(
        starts_on=starts_on,
        ends_on=starts_on + timedelta(days=data.lasts - 1),
        **fields,
        **more,
    )
