"""What search engines may find: the public pages, the fields, the consultants, the trainings."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import reverse

from businesses.models import Business, Product
from consultations.models import Consultant, Expertise
from exhibitions.models import Activity
from exhibitions.selectors import makers
from plut_portal.core.models import OfficeIdentity
from trainings.models import Batch, Track

# Their text is what the office entered about itself.
_OF_THE_OFFICE = {"insights:contact", "insights:service_standard"}


class PortalSitemap(Sitemap):
    """Under the portal's one address, whatever name it was asked by."""

    def get_protocol(self, protocol: str | None = None) -> str:
        return settings.SITE_URL.partition("://")[0]

    def get_domain(self, site: Any = None) -> str:
        return settings.SITE_URL.partition("://")[2]


class PageSitemap(PortalSitemap):
    def items(self) -> list[str]:
        return [
            "home",
            "consultations:check_start",
            "consultations:field_list",
            "trainings:list",
            "trainings:certificate_form",
            "exhibitions:list",
            "insights:agenda",
            "catalogue:list",
            "businesses:list",
            "insights:help",
            "insights:contact",
            "insights:service_standard",
            "businesses:outside_batu",
            "businesses:kbli_search",
            "insights:privacy",
            "notifications:code_form",
        ]

    def location(self, item: str) -> str:
        return reverse(item)

    def lastmod(self, item: str) -> datetime | None:
        if item not in _OF_THE_OFFICE:
            return None
        latest = OfficeIdentity.history.order_by("-history_date").first()
        return latest.history_date if latest else None


class RowSitemap(PortalSitemap):
    """Rows with a page of their own; known to have changed when their history says so."""

    rows: QuerySet

    def items(self) -> QuerySet:
        history = self.rows.model.history.filter(id=OuterRef("pk")).order_by("-history_date")
        changed_at = Subquery(history.values("history_date")[:1])
        return self.rows.all().annotate(changed_at=changed_at).order_by("position", "pk")

    def lastmod(self, item: Any) -> datetime | None:
        changed_at: datetime | None = item.changed_at
        return changed_at


class FieldSitemap(RowSitemap):
    rows = Expertise.objects.offered()


class ConsultantSitemap(RowSitemap):
    rows = Consultant.objects.bookable()


class TrackSitemap(RowSitemap):
    rows = Track.objects.offered()


class BatchSitemap(PortalSitemap):
    """Those that enrol or run; what is over is not looked for."""

    def items(self) -> QuerySet:
        return Batch.objects.filter(state=Batch.State.PUBLISHED).order_by("pk")


class ActivitySitemap(PortalSitemap):
    """Published ones, those that took place too."""

    def items(self) -> QuerySet:
        return Activity.objects.published().order_by("pk")


class ProductSitemap(PortalSitemap):
    """Asked for anew each time: what its owner hides is gone."""

    limit = 5000

    def items(self) -> QuerySet:
        return Product.objects.in_catalogue().order_by("pk")

    def location(self, item: Product) -> str:
        return reverse("catalogue:product", args=[item.public_id])

    def lastmod(self, item: Product) -> datetime:
        return item.updated_at


class MakerSitemap(PortalSitemap):
    def items(self) -> QuerySet:
        return makers().order_by("pk")

    def location(self, item: Business) -> str:
        return reverse("catalogue:maker", args=[item.public_id])


SITEMAPS = {
    "pages": PageSitemap,
    "fields": FieldSitemap,
    "consultants": ConsultantSitemap,
    "tracks": TrackSitemap,
    "batches": BatchSitemap,
    "activities": ActivitySitemap,
    "products": ProductSitemap,
    "makers": MakerSitemap,
}
