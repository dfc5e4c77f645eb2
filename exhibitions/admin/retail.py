from django.contrib import admin
from django.db.models import Count, Max, Q
from django.forms import BaseInlineFormSet
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import action, display

from exhibitions import services
from exhibitions.forms.shelf import LinkForm
from exhibitions.models import (
    ListedRequirement,
    PartnerLink,
    RequirementList,
    RetailPartner,
    Submission,
)
from plut_portal.core import clock, formats
from plut_portal.core.admin_base import (
    HistoryAdmin,
    OfficeTabularInline,
    PortalAdmin,
    ReadOnlyTabularInline,
)
from plut_portal.core.admin_forms import OfficeForm
from plut_portal.core.forms import posted

CURATE = "exhibitions.curate_submission"
State = RequirementList.State


class LinkInline(ReadOnlyTabularInline):
    """Never the link itself: it was shown once."""

    model = PartnerLink
    fields = ["made_at", "made_by", "expires_at", "revoked_at", "opened", "last_opened"]
    readonly_fields = ["opened", "last_opened"]
    ordering = ["-made_at", "-pk"]

    def get_queryset(self, request):
        links = super().get_queryset(request).select_related("made_by")
        return links.annotate(times=Count("openings"), last_at=Max("openings__at"))

    @display(description=gettext_lazy("times opened"))
    def opened(self, link):
        return link.times

    @display(description=gettext_lazy("last opened"))
    def last_opened(self, link):
        return formats.moment_text(link.last_at) if link.last_at else "–"


@admin.register(RetailPartner)
class RetailPartnerAdmin(HistoryAdmin):
    """Shops the office has an understanding with: what they ask for, and their own page."""

    list_display = ["name", "stores", "is_active", "waiting", "sent", "listed"]
    list_filter = ["is_active"]
    search_fields = ["name"]
    ordering = ["name", "pk"]
    fields = ["name", "about", "stores", "is_active"]
    inlines = [LinkInline]
    actions_detail = ["begin_list", "make_link", "revoke_link"]

    def get_queryset(self, request):
        states = Submission.State
        at_office = Q(submissions__state__in=[states.SUBMITTED, states.ACCEPTED])
        return (
            super()
            .get_queryset(request)
            .annotate(
                at_office=Count("submissions", filter=at_office),
                with_partner=Count("submissions", filter=Q(submissions__state=states.SENT)),
                on_shelves=Count("submissions", filter=Q(submissions__state=states.LISTED)),
            )
        )

    @display(description=gettext_lazy("with the office"), ordering="at_office")
    def waiting(self, partner):
        return partner.at_office

    @display(description=gettext_lazy("with the partner"), ordering="with_partner")
    def sent(self, partner):
        return partner.with_partner

    @display(description=gettext_lazy("on the shelves"), ordering="on_shelves")
    def listed(self, partner):
        return partner.on_shelves

    @action(
        description=gettext_lazy("Write a new list"),
        url_path="daftar-baru",
        permissions=["exhibitions.add_requirementlist"],
        icon="playlist_add",
    )
    def begin_list(self, request, object_id):
        partner = self.object_or_404(request, object_id)
        return self.service_page(
            request,
            obj=partner,
            title=_("Write a new list"),
            intro=_(
                "It begins with the lines of the list in use, which stays until you publish this"
                " one."
            ),
            form=OfficeForm(posted(request)),
            submit=_("Make the draft"),
            run=lambda data: _begin(self, request, partner),
        )

    @action(
        description=gettext_lazy("Make a link"),
        url_path="buat-tautan",
        permissions=[CURATE],
        icon="link",
    )
    def make_link(self, request, object_id):
        partner = self.object_or_404(request, object_id)
        return self.service_page(
            request,
            obj=partner,
            title=_("Make a link"),
            intro=_(
                "%(partner)s sees the products sent to it, without a login. A link made before"
                " stops working."
            )
            % {"partner": partner},
            form=LinkForm(posted(request)),
            submit=_("Make a link"),
            run=lambda data: self._show_link(request, partner, data["days"]),
        )

    def _show_link(self, request, partner, days):
        """The only page with the link. Not a redirect, so that it cannot be opened again."""
        token = services.make_link(partner=partner, days=days, by=request.user, at=clock.now())
        return self.page(
            request,
            "admin/exhibitions/link_shown.html",
            title=_("Link for %(partner)s") % {"partner": partner},
            original=partner,
            link_path=reverse("retail:link", args=[token]),
        )

    @action(
        description=gettext_lazy("Take the link back"),
        url_path="cabut-tautan",
        permissions=[CURATE],
        icon="link_off",
    )
    def revoke_link(self, request, object_id):
        partner = self.object_or_404(request, object_id)
        return self.service_page(
            request,
            obj=partner,
            title=_("Take the link back"),
            intro=_("The partner’s page is closed at once."),
            form=OfficeForm(posted(request)),
            submit=_("Take the link back"),
            is_danger=True,
            run=lambda data: services.revoke_link(partner=partner, by=request.user, at=clock.now()),
            done=_("The link no longer works."),
        )


def _begin(model_admin, request, partner):
    draft = services.begin_list(partner=partner, by=request.user)
    model_admin.message_user(request, _("This is the draft. Change what you like."))
    return redirect(reverse("admin:exhibitions_requirementlist_change", args=[draft.pk]))


class LineFormSet(BaseInlineFormSet):
    def clean(self):
        """Rows that are sent together are not in the table yet, where each is found only once."""
        super().clean()
        asked = set()
        for form in self.forms:
            data = getattr(form, "cleaned_data", {})
            key = (data.get("kind"), data.get("permit"))
            if not data or key[0] == ListedRequirement.Kind.OFFICE:
                continue
            if key in asked:
                form.add_error("kind", _("This list already asks for that."))
            asked.add(key)


class LineInline(OfficeTabularInline):
    """Changed while the list is a draft, then only read."""

    model = ListedRequirement
    formset = LineFormSet
    fields = [
        "position",
        "kind",
        "permit",
        "least",
        "price_from",
        "price_to",
        "text",
        "expertise",
    ]
    ordering = ["position", "pk"]

    def has_add_permission(self, request, obj=None):
        return self._may("add", request, obj)

    def has_change_permission(self, request, obj=None):
        return self._may("change", request, obj)

    def has_delete_permission(self, request, obj=None):
        return self._may("delete", request, obj)

    def _may(self, what, request, obj):
        allowed = request.user.has_perm(f"exhibitions.{what}_listedrequirement")
        return allowed and (obj is None or obj.is_draft)


@admin.register(RequirementList)
class RequirementListAdmin(PortalAdmin):
    """What partners ask for. Once published a list stays as it is; changes begin with a copy."""

    list_display = ["partner", "version", "state_shown", "published_at", "line_count"]
    list_filter = ["state", "partner"]
    list_select_related = ["partner"]
    search_fields = ["partner__name"]
    ordering = ["partner__name", "-version"]
    fields = ["partner", "version", "state", "published_at"]
    readonly_fields = ["partner", "version", "state", "published_at"]
    inlines = [LineInline]
    actions_detail = ["publish", "copy"]

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(lines_in_all=Count("lines"))

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or obj.is_draft)

    def get_actions_detail(self, request, object_id):
        is_draft = RequirementList.objects.drafts().filter(pk=object_id).exists()
        fitting = "publish" if is_draft else "copy"
        found = super().get_actions_detail(request, object_id)
        return [each for each in found if each.action_name.endswith(f"_{fitting}")]

    @display(
        description=gettext_lazy("state"),
        ordering="state",
        label={State.DRAFT: "warning", State.PUBLISHED: "success", State.REPLACED: "info"},
    )
    def state_shown(self, requirements):
        return requirements.state, requirements.get_state_display()

    @display(description=gettext_lazy("requirements"))
    def line_count(self, requirements):
        return requirements.lines_in_all

    @action(
        description=gettext_lazy("Publish"),
        url_path="terbitkan",
        permissions=["exhibitions.change_requirementlist"],
        icon="publish",
    )
    def publish(self, request, object_id):
        requirements = self.object_or_404(request, object_id)
        return self.service_page(
            request,
            obj=requirements,
            title=_("Publish the list"),
            intro=_(
                "From now on products are measured by it. What was offered before keeps the list"
                " of its day."
            ),
            form=OfficeForm(posted(request)),
            submit=_("Publish"),
            run=lambda data: (
                services.publish_list(requirements=requirements, by=request.user, at=clock.now())
                and None
            ),
            done=_("The list is published."),
        )

    @action(
        description=gettext_lazy("Copy to a new draft"),
        url_path="salin",
        permissions=["exhibitions.add_requirementlist"],
        icon="content_copy",
    )
    def copy(self, request, object_id):
        requirements = self.object_or_404(request, object_id)
        return self.service_page(
            request,
            obj=requirements,
            title=_("Copy to a new draft"),
            intro=_("The list of today stays in use until you publish the draft."),
            form=OfficeForm(posted(request)),
            submit=_("Make the draft"),
            run=lambda data: _begin(self, request, requirements.partner),
        )
