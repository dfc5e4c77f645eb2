"""What search engines may find: the public pages, the fields, the consultants."""

from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from django.urls import reverse

from consultations.models import Consultant, Expertise


class PageSitemap(Sitemap):
    def items(self) -> list[str]:
        return [
            "home",
            "consultations:field_list",
            "trainings:list",
            "exhibitions:list",
            "businesses:list",
            "businesses:outside_batu",
            "businesses:kbli_search",
            "insights:privacy",
            "notifications:code_form",
        ]

    def location(self, item: str) -> str:
        return reverse(item)


class FieldSitemap(Sitemap):
    def items(self) -> QuerySet[Expertise]:
        return Expertise.objects.offered().order_by("position", "pk")


class ConsultantSitemap(Sitemap):
    def items(self) -> QuerySet[Consultant]:
        return Consultant.objects.bookable().order_by("position", "pk")


SITEMAPS = {"pages": PageSitemap, "fields": FieldSitemap, "consultants": ConsultantSitemap}
