"""Businesses registered twice: found to be two, or made one and parted again. Officers decide."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold import widgets
from unfold.decorators import action, display

from businesses import selectors, services
from businesses.models import Business, Distinction, Merge
from plut_portal.core import clock, formats
from plut_portal.core.admin_base import ActsByState, HistoryAdmin, ReadOnly
from plut_portal.core.admin_forms import OfficeForm, ReasonForm
from plut_portal.core.forms import is_key, posted
from plut_portal.core.validators import validate_plain_text

DECIDES = "businesses.verify_business"
OTHER, FROM, LIST = "lain", "dari", "daftar"


class FindForm(OfficeForm):
    kode = forms.CharField(
        label=gettext_lazy("Registration number of the other one"),
        max_length=20,
        help_text=gettext_lazy("For example UMK-7KQ4-9T."),
    )


class DistinctionForm(ReasonForm):
    reason = forms.CharField(
        label=gettext_lazy("Why they are not the same"),
        max_length=200,
        validators=[validate_plain_text],
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("For example: two sisters, each with a shop of her own."),
    )


class MergeForm(OfficeForm):
    stays = forms.TypedChoiceField(
        label=gettext_lazy("Which one stays?"),
        coerce=int,
        widget=widgets.UnfoldAdminRadioSelectWidget,
        error_messages={"required": gettext_lazy("Please choose one of the two.")},
    )
    reason = forms.CharField(
        label=gettext_lazy("How you know that they are the same"),
        max_length=200,
        validators=[validate_plain_text],
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("For example: asked Bu Sumiati on the phone; she forgot the first."),
    )

    def __init__(self, *args, businesses, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["stays"].choices = [
            (business.pk, f"{business.label} ({business.registration_code})")
            for business in businesses
        ]


def _act(label, url_path, icon):
    return action(description=label, url_path=url_path, permissions=[DECIDES], icon=icon)


class Twins:
    """Both decisions about a business that may be registered twice, for its admin."""

    def change_view(self, request, object_id, form_url="", extra_context=None):
        if gone := _merged(object_id):
            if not self.has_view_or_change_permission(request):
                raise PermissionDenied
            messages.info(
                request, _("%(code)s is part of this business.") % {"code": gone.registration_code}
            )
            return redirect(self.address("change", gone.merged_into))
        return super().change_view(request, object_id, form_url, extra_context)

    @_act(gettext_lazy("Merge with another business"), "gabungkan", "merge")
    def merge(self, request, object_id):
        one = self.object_or_404(request, object_id)
        others = _others(request, one)
        if len(others) != 1:
            return self._choose(request, one)
        both = selectors.sides(one, others[0], at=clock.now())
        businesses = [side.business for side in both]
        return self.service_page(
            request,
            obj=one,
            template="admin/businesses/merge.html",
            title=_("Make two businesses one"),
            form=MergeForm(posted(request), businesses=businesses),
            submit=_("Merge"),
            run=lambda data: self._merge(request, businesses, **data),
            sides=both,
            carried=selectors.carried_in_words(both),
            other=others[0],
            query=request.GET.urlencode(),
        )

    def _merge(self, request, businesses, *, stays, reason):
        duplicate, kept = sorted(businesses, key=lambda business: business.pk == stays)
        done = services.merge(
            stays=kept, duplicate=duplicate, reason=reason, by=request.user, at=clock.now()
        )
        messages.success(
            request,
            _("%(gone)s is part of %(stays)s now. You can undo this until %(day)s.")
            % {
                "gone": duplicate.registration_code,
                "stays": kept.label,
                "day": formats.short_date_text(done.undo_until),
            },
        )
        return redirect(_next(request, self.address("change", kept)))

    @_act(gettext_lazy("Not a duplicate"), "bukan-ganda", "call_split")
    def distinguish(self, request, object_id):
        one = self.object_or_404(request, object_id)
        others = _others(request, one)
        if not others:
            return self._choose(request, one)
        return self.service_page(
            request,
            obj=one,
            template="admin/businesses/distinguish.html",
            title=_("Not a duplicate"),
            intro=_("They leave the list of likely duplicates. You can take this back."),
            form=DistinctionForm(posted(request)),
            submit=_("They are not the same"),
            run=lambda data: self._distinguish(request, [one, *others], **data),
            businesses=[one, *others],
        )

    def _distinguish(self, request, businesses, *, reason):
        services.distinguish(businesses=businesses, reason=reason, by=request.user, at=clock.now())
        messages.success(request, _("Noted: each of them is a business of its own."))
        return redirect(_next(request, self.address("change", businesses[0])))

    def _choose(self, request, one):
        """Which other one it is about: a likely duplicate, or any by its registration number."""
        form = FindForm(request.GET if "kode" in request.GET else None)
        if form.is_valid():
            code = form.cleaned_data["kode"].strip().upper()
            other = Business.objects.filter(registration_code=code).exclude(pk=one.pk).first()
            if other:
                return redirect(f"{self.address('merge', one)}?{OTHER}={other.pk}")
            form.add_error("kode", _("No other business has this number."))
        return self.page(
            request,
            "admin/businesses/choose_twin.html",
            title=_("Which business is the same?"),
            original=one,
            form=form,
            submit=_("Compare"),
            duplicates=selectors.likely_duplicates(one),
            merge_url=self.address("merge", one),
            distinguish_url=self.address("distinguish", one),
        )


def _merged(object_id):
    merged = Business.with_merged.exclude(merged_into=None).select_related("merged_into")
    return merged.filter(pk=object_id).first()


def _others(request, one):
    keys = [key for key in request.GET.getlist(OTHER) if is_key(key)]
    rows = Business.objects.select_related("village").exclude(pk=one.pk)
    return list(rows.filter(pk__in=keys).order_by("pk"))


def _next(request, otherwise):
    """Back to the list that is being worked off, or to the business."""
    return reverse("admin:mending") if request.GET.get(FROM) == LIST else otherwise


@admin.register(Distinction)
class DistinctionAdmin(ActsByState, ReadOnly, HistoryAdmin):
    """Pairs that look like one business and are two."""

    list_display = ["first", "second", "reason", "made_by", "made_at", "state"]
    list_select_related = ["first", "second", "made_by"]
    search_fields = ["first__name", "first__makes", "second__name", "second__makes", "reason"]
    date_hierarchy = "made_at"
    ordering = ["-made_at", "-pk"]
    fields = ["first", "second", "reason", "made_by", "made_at"]
    ending = ["lifted_by", "lifted_at", "lift_reason"]
    actions_detail = ["lift"]

    def get_fields(self, request, obj=None):
        return [*self.fields, *self.ending] if obj and obj.lifted_at else self.fields

    def acts_of(self, distinction):
        return [] if distinction.lifted_at else ["lift"]

    @display(description=gettext_lazy("state"), label={"STANDS": "success", "LIFTED": "info"})
    def state(self, row):
        return ("LIFTED", _("taken back")) if row.lifted_at else ("STANDS", _("stands"))

    @_act(gettext_lazy("Take back"), "tarik-kembali", "undo")
    def lift(self, request, object_id):
        row = self.object_or_404(request, object_id)
        return self.service_page(
            request,
            obj=row,
            title=_("Take back “not a duplicate”"),
            intro=_("The two may stand in the list of likely duplicates again."),
            form=ReasonForm(posted(request)),
            submit=_("Take back"),
            run=lambda data: services.lift_distinction(
                distinction=row, by=request.user, at=clock.now(), **data
            ),
            done=_("Taken back."),
        )


@admin.register(Merge)
class MergeAdmin(ActsByState, ReadOnly, HistoryAdmin):
    """Every merge with what moved; within thirty days it can be undone."""

    list_display = ["duplicate", "stays", "reason", "merged_by", "merged_at", "state"]
    list_select_related = ["duplicate", "stays", "merged_by"]
    search_fields = [
        "duplicate__name",
        "duplicate__makes",
        "duplicate__registration_code",
        "stays__name",
        "stays__makes",
        "stays__registration_code",
        "reason",
    ]
    date_hierarchy = "merged_at"
    ordering = ["-merged_at", "-pk"]
    fields = ["duplicate_shown", "stays", "reason", "merged_by", "merged_at", "moved_shown"]
    ending = ["undone_by", "undone_at", "undo_reason", "kept_shown"]
    readonly_fields = ["duplicate_shown", "moved_shown", "undo_until_shown", "kept_shown"]
    actions_detail = ["undo"]

    def get_fields(self, request, obj=None):
        ending = self.ending if obj and obj.undone_at else ["undo_until_shown"]
        return [*self.fields, *ending]

    def acts_of(self, merge):
        return ["undo"] if merge.may_be_undone(at=clock.now()) else []

    @display(description=gettext_lazy("duplicate"))
    def duplicate_shown(self, merge):
        history = reverse("admin:businesses_business_history", args=[merge.duplicate_id])
        return format_html(
            '{} ({}) – <a class="twin-history" href="{}">{}</a>',
            merge.duplicate,
            merge.duplicate.registration_code,
            history,
            _("its history"),
        )

    @display(description=gettext_lazy("what moved"))
    def moved_shown(self, merge):
        return ", ".join(selectors.in_words(merge.moved)) or "–"

    @display(description=gettext_lazy("can be undone until"))
    def undo_until_shown(self, merge):
        return formats.short_date_text(merge.undo_until)

    @display(description=gettext_lazy("what stayed there"))
    def kept_shown(self, merge):
        return ", ".join(selectors.in_words(merge.kept)) or "–"

    @display(
        description=gettext_lazy("state"),
        label={"OPEN": "success", "FINAL": "info", "UNDONE": "warning"},
    )
    def state(self, merge):
        if merge.undone_at:
            return "UNDONE", _("undone")
        if merge.may_be_undone(at=clock.now()):
            return "OPEN", _("can be undone")
        return "FINAL", _("final")

    @_act(gettext_lazy("Undo the merge"), "batalkan", "undo")
    def undo(self, request, object_id):
        row = self.object_or_404(request, object_id)
        return self.service_page(
            request,
            obj=row,
            title=_("Undo the merge"),
            intro=_(
                "What moved goes back, and the duplicate opens again. What was tied to the other "
                "business since stays there."
            ),
            form=ReasonForm(posted(request)),
            submit=_("Undo the merge"),
            is_danger=True,
            run=lambda data: self._undo(request, row, **data),
            done=_("Undone."),
        )

    def _undo(self, request, row, *, reason):
        done = services.undo_merge(merge=row, reason=reason, by=request.user, at=clock.now())
        if done.kept:
            messages.warning(
                request,
                _("Stayed with %(business)s: %(rows)s.")
                % {"business": done.stays, "rows": ", ".join(selectors.in_words(done.kept))},
            )
