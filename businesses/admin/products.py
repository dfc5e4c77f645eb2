from django.contrib import admin
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import action, display

from businesses import services
from businesses.models import PermitRule, Product, ProductLink, ProductPermit, ProductVariant
from plut_portal.core import clock, formats
from plut_portal.core.admin_base import (
    ActsByState,
    HistoryAdmin,
    ReadOnly,
    ReadOnlyTabularInline,
    WholeHistory,
)
from plut_portal.core.admin_forms import OfficeForm, ReasonForm
from plut_portal.core.forms import posted

CURATE = "businesses.curate_product"


class PermitInline(ReadOnlyTabularInline):
    model = ProductPermit
    fields = ["label", "shown_number", "valid_until", "ended_at"]
    readonly_fields = ["label", "shown_number"]
    ordering = ["kind", "pk"]

    @display(description=gettext_lazy("kind of permit"))
    def label(self, permit):
        return permit.label

    @display(description=gettext_lazy("number"))
    def shown_number(self, permit):
        return permit.shown_number


class VariantInline(ReadOnlyTabularInline):
    model = ProductVariant
    fields = ["name", "price"]
    ordering = ["position", "pk"]


class LinkInline(ReadOnlyTabularInline):
    model = ProductLink
    fields = ["url"]
    ordering = ["position", "pk"]


def _act(label, url_path, icon):
    return action(description=label, url_path=url_path, permissions=[CURATE], icon=icon)


@admin.register(Product)
class ProductAdmin(ActsByState, WholeHistory, ReadOnly, HistoryAdmin):
    """Its owner says what it is; the office decides whether the catalogue shows and praises it."""

    list_display = ["name", "business", "category", "price_shown", "curated_at", "state"]
    list_filter = [
        "category",
        "form",
        "is_active",
        "is_hidden",
        ("curated_at", admin.EmptyFieldListFilter),
        ("withheld_reason", admin.EmptyFieldListFilter),
    ]
    list_select_related = ["business"]
    search_fields = ["name", "business__name", "business__makes"]
    ordering = ["-pk"]
    fields = [
        "business",
        "name",
        "form",
        "category",
        "description",
        "price_shown",
        "pack",
        "shelf_life_days",
        "is_active",
        "is_hidden",
        "curated_at",
        "withheld_reason",
    ]
    inlines = [PermitInline, VariantInline, LinkInline]
    history_also = ["curated_at", "withheld_reason"]
    actions_detail = ["curate", "uncurate", "withhold", "release"]

    def acts_of(self, product):
        chosen = "uncurate" if product.curated_at else "curate"
        return [chosen, "release" if product.withheld_reason else "withhold"]

    @display(description=gettext_lazy("price"), ordering="price")
    def price_shown(self, product):
        return "–" if product.price is None else formats.rupiah(product.price)

    @display(description=gettext_lazy("state"))
    def state(self, product):
        if product.withheld_reason:
            return _("Taken out by the office")
        if not product.is_active:
            return _("No longer made")
        return _("Hidden") if product.is_hidden else _("Offered")

    @_act(gettext_lazy("Choose for the catalogue"), "pilih", "verified")
    def curate(self, request, object_id):
        return self._decide(
            request,
            object_id,
            title=_("Choose for the catalogue"),
            intro=_("Buyers see “Chosen by PLUT” beside it."),
            run=lambda product, data: services.curate_product(
                product=product, by=request.user, at=clock.now()
            ),
        )

    @_act(gettext_lazy("No longer chosen"), "batal-pilih", "remove_done")
    def uncurate(self, request, object_id):
        return self._decide(
            request,
            object_id,
            title=_("No longer chosen"),
            intro=_("It stays in the catalogue, without the mark."),
            run=lambda product, data: services.uncurate_product(product=product, by=request.user),
        )

    @_act(gettext_lazy("Take out of the catalogue"), "keluarkan", "visibility_off")
    def withhold(self, request, object_id):
        return self._decide(
            request,
            object_id,
            title=_("Take out of the catalogue"),
            intro=_("The owner is told, with the reason."),
            form=ReasonForm(posted(request)),
            run=lambda product, data: services.withhold_product(
                product=product, by=request.user, at=clock.now(), **data
            ),
        )

    @_act(gettext_lazy("Let it in again"), "masukkan", "visibility")
    def release(self, request, object_id):
        return self._decide(
            request,
            object_id,
            title=_("Let it in again"),
            intro=_("It is shown again, as far as its owner shows it. The owner is told."),
            run=lambda product, data: services.release_product(
                product=product, by=request.user, at=clock.now()
            ),
        )

    def _decide(self, request, object_id, *, title, intro, run, form=None):
        product = self.object_or_404(request, object_id)
        return self.service_page(
            request,
            obj=product,
            title=title,
            intro=intro,
            form=form or OfficeForm(posted(request)),
            submit=title,
            run=lambda data: run(product, data),
            done=_("Saved."),
        )


@admin.register(PermitRule)
class PermitRuleAdmin(HistoryAdmin):
    """What owners read about each permit: edited whenever the rules change, source beside it."""

    list_display = ["rung", "cost", "helped_by", "source", "as_of"]
    search_fields = ["text", "source"]
    ordering = ["pk"]
    fields = ["rung", "text", "cost", "benefit", "helped_by", "source", "as_of"]
    readonly_fields = ["rung"]

    def has_add_permission(self, request):
        return False
