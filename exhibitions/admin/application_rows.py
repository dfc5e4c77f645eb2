"""What stands below an application, and the queue in front of its list."""

from django.contrib import admin
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import display

from exhibitions.models import (
    Application,
    ApplicationProduct,
    DailyReport,
    FollowUpOrder,
    ManifestLine,
    Traveller,
)
from plut_portal.core import formats
from plut_portal.core.admin_amounts import SingleAmounts
from plut_portal.core.admin_base import ReadOnlyTabularInline

TO_CONFIRM, WITHOUT_BOOTH, RESERVES, MOVED_UP = (
    "belum-konfirmasi",
    "belum-dapat-stan",
    "cadangan",
    "dimajukan",
)


class QueueFilter(admin.SimpleListFilter):
    """Applications the office has something to do about."""

    ORDER = {
        TO_CONFIRM: ["offer_until", "pk"],
        RESERVES: ["-priority", *Application.LINE_ORDER],
    }
    title = gettext_lazy("queue")
    parameter_name = "antrean"

    def lookups(self, request, model_admin):
        return [
            (TO_CONFIRM, _("To be confirmed")),
            (WITHOUT_BOOTH, _("Confirmed, without a booth")),
            (RESERVES, _("Reserve list, in its order")),
            (MOVED_UP, _("Moved up by the office")),
        ]

    def queryset(self, request, queryset):
        if self.value() == TO_CONFIRM:
            return queryset.offered()
        if self.value() == WITHOUT_BOOTH:
            return queryset.confirmed().filter(booth_place=None)
        if self.value() == RESERVES:
            return queryset.waiting()
        if self.value() == MOVED_UP:
            return queryset.exclude(priority_reason="")
        return queryset


class EntryInline(ReadOnlyTabularInline):
    model = ApplicationProduct
    verbose_name_plural = gettext_lazy("products")
    fields = ["product", "name", "form_shown"]
    readonly_fields = ["name", "form_shown"]
    ordering = ["position", "pk"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("product")

    @display(description=gettext_lazy("kind of product"))
    def form_shown(self, entry):
        return entry.product.get_form_display()


class ReportInline(SingleAmounts, ReadOnlyTabularInline):
    model = DailyReport
    fields = ["day", "visitors", "pieces", "money", "note", "reported_by"]
    readonly_fields = ["money"]
    ordering = ["day"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("reported_by")

    @display(description=gettext_lazy("turnover of the day"))
    def money(self, report):
        return formats.amount_text(report.turnover, report.amounts_shown)


class OrderInline(SingleAmounts, ReadOnlyTabularInline):
    model = FollowUpOrder
    fields = ["ordered_on", "buyer", "what", "value"]
    readonly_fields = ["value"]
    ordering = ["ordered_on", "pk"]

    @display(description=gettext_lazy("value of the order"))
    def value(self, order):
        return formats.amount_text(order.amount, order.amounts_shown)


class TravellerInline(ReadOnlyTabularInline):
    model = Traveller
    fields = ["name", "masked_phone", "shirt"]
    readonly_fields = ["masked_phone"]
    ordering = ["pk"]

    @display(description=gettext_lazy("mobile number"))
    def masked_phone(self, traveller):
        return formats.mask_phone(traveller.phone)


class GoodsInline(ReadOnlyTabularInline):
    model = ManifestLine
    fields = ["goods", "pieces", "parcels", "handed_over", "sold", "returned"]
    ordering = ["position", "pk"]
