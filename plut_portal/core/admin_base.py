"""What all pages of the office share: nothing is deleted, history is read, services act."""

from collections.abc import Callable
from datetime import date, datetime
from itertools import pairwise

from django.contrib import messages
from django.contrib.admin.checks import ModelAdminChecks
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.exceptions import PermissionDenied
from django.db.models import BooleanField, DateField, TextField, TimeField
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import formats as django_formats
from django.utils.text import capfirst
from django.utils.timezone import template_localtime  # type: ignore[attr-defined]
from django.utils.translation import gettext as _
from simple_history.admin import SimpleHistoryAdmin
from simple_history.models import ModelChange, ModelDelta
from simple_history.template_utils import HistoricalRecordContextHelper
from unfold.admin import ModelAdmin, TabularInline
from unfold.overrides import FORMFIELD_OVERRIDES_INLINE

from plut_portal.core import submissions
from plut_portal.core.admin_forms import Autocomplete, DateInput, ShortTextarea, TimeInput
from plut_portal.core.errors import PortalError

SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
INPUTS = {
    DateField: {"widget": DateInput},
    TimeField: {"widget": TimeInput},
    TextField: {"widget": ShortTextarea},
}


class Fields:
    """How fields are asked for, on pages and in the rows of a table below them."""

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = Autocomplete(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            _without_side_doors(field.widget)
        return field


class PortalAdmin(Fields, ModelAdmin):
    """A table of the office. Rows are switched off or cancelled, never deleted (FM-11, FM-14)."""

    # The theme's own checks ask the database, which on a fresh machine has no tables yet.
    checks_class = ModelAdminChecks
    formfield_overrides = INPUTS
    list_per_page = 30
    view_on_site = False
    warn_unsaved_form = True

    def has_delete_permission(self, request, obj=None):
        return False

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        context = {
            "show_history": isinstance(self, SimpleHistoryAdmin),
            # One button a page: it saves.
            "show_save_and_continue": False,
            "show_save_and_add_another": False,
        }
        return super().changeform_view(
            request, object_id, form_url, context | (extra_context or {})
        )

    def get_changeform_initial_data(self, request):
        # No page leads to a new row with values in the address, and some fields break on them.
        return {}

    def get_changelist_instance(self, request):
        try:
            return super().get_changelist_instance(request)
        except (ValueError, OverflowError) as error:
            # A year or a number past the end of what there is.
            raise IncorrectLookupParameters from error

    def lookup_allowed(self, lookup, value, request):
        # Django answers for any column of the table, shown or not: a masked number could be read
        # off digit by digit (FM-45). So only what the page offers may be asked for.
        offered = {self.date_hierarchy, *map(_asked_by, self.get_list_filter(request))} - {None}
        is_offered = any(lookup == name or lookup.startswith(f"{name}__") for name in offered)
        return is_offered and super().lookup_allowed(lookup, value, request)

    def choice_text(self, obj):
        """How the row reads among others in a field to choose it from."""
        return str(obj)

    def address(self, name, obj=None):
        """The address of one of this table's pages: changelist, change, history or an action."""
        opts = self.opts
        args = [obj.pk] if obj else []
        return reverse(f"admin:{opts.app_label}_{opts.model_name}_{name}", args=args)

    def object_or_404(self, request, object_id):
        obj = self.get_object(request, object_id)
        if obj is None:
            raise Http404
        return obj

    def service_page(
        self,
        request,
        *,
        title,
        form,
        run,
        done="",
        obj=None,
        template="admin/service_page.html",
        **context,
    ):
        """A form in front of a service: shown on GET, carried out on POST.

        `run` gets the cleaned data. It may answer with the next page; otherwise the row's page
        comes next and says `done`. A refusal stands beside the form, with its own status.
        """
        status = 200
        if request.method == "POST":
            status = 422
            if form.is_valid():
                try:
                    answer = run(form.cleaned_data)
                except PortalError as refusal:
                    _show_refusal(form, refusal)
                    status = refusal.status
                else:
                    return self._next_page(request, answer, done, obj)
        return self.page(
            request, template, status=status, title=title, form=form, original=obj, **context
        )

    def _next_page(self, request, answer, done, obj):
        return answer if isinstance(answer, HttpResponse) else self.done(request, done, obj)

    def done(self, request, sentence, obj=None):
        messages.success(request, sentence)
        return redirect(self._back_url(obj))

    def add_once(self, request, data, make, *, done):
        """Let `make` add a row, once however often the form was sent, and go to the row's page.

        `done` may say the row's `%(name)s`.
        """
        key = data.pop("submission_key")
        with submissions.once(user_id=request.user.pk, key=key) as submission:
            if not submission.result_url:
                row = make(**data)
                submission.result_url = self.address("change", row)
                messages.success(request, done % {"name": row})
        return redirect(submission.result_url)

    def page(self, request, template, *, status=200, **context):
        request.current_app = self.admin_site.name
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "model_admin": self,
            "media": self.media + context["form"].media if "form" in context else self.media,
            "back_url": self._back_url(context.get("original")),
            **context,
        }
        return TemplateResponse(request, template, context, status=status)

    def _back_url(self, obj):
        return self.address("change", obj) if obj else self.address("changelist")


class Deletable:
    """Plans nobody else's history hangs on: whoever has the permission may delete them."""

    def has_delete_permission(self, request, obj=None):
        opts = self.opts
        return request.user.has_perm(f"{opts.app_label}.delete_{opts.model_name}")


class ActsByState:
    """A row's page offers only the acts that fit its state: `acts_of(row)` names them."""

    def get_actions_detail(self, request, object_id):
        row = self.model.objects.filter(pk=object_id).first()
        names = {self._act_name(name) for name in self.acts_of(row)} if row else set()
        found = super().get_actions_detail(request, object_id)
        return [each for each in found if each.action_name in names]

    def _act_name(self, name):
        return f"{self.opts.app_label}_{self.opts.model_name}_{name}"


class ReadOnly:
    """Looked at only: written by services, or by nobody any more."""

    def has_add_permission(self, request, *args):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class HistoryAdmin(SimpleHistoryAdmin, PortalAdmin):
    """With the history of each row: who changed what, when and why."""

    object_history_template = "admin/history.html"
    # Fields shown in the history as the function makes them, because lists mask them too.
    history_masks: dict[str, Callable[[str], str]] = {}

    def get_historical_record_context_helper(self, request, historical_record):
        masks = self.history_masks_for(request)
        return _HistoryWords(self.model, historical_record, masks=masks)

    def history_masks_for(self, request):
        return self.history_masks

    def history_form_view(self, request, object_id, version_id, extra_context=None):
        # The library's page saves an old version as it was, state included, past every service
        # and for anyone who may look. Here the history is for reading.
        if request.method not in SAFE_METHODS:
            raise PermissionDenied
        return redirect(self.address("history", self.object_or_404(request, object_id)))

    def revert_disabled(self, request, obj=None):
        return True


class WholeHistory:
    """With what services alone set: the state and why it is so."""

    history_also: list[str] = []

    def set_history_delta_changes(self, request, historical_records, **kwargs):
        super().set_history_delta_changes(request, historical_records, **kwargs)
        for newer, older in pairwise(historical_records):
            helper = self.get_historical_record_context_helper(request, newer)
            delta = ModelDelta(self._set_by_services(newer, older), [], older, newer)
            newer.history_delta_changes += helper.context_for_delta_changes(delta)

    def _set_by_services(self, newer, older):
        pairs = ((name, getattr(older, name), getattr(newer, name)) for name in self.history_also)
        return [ModelChange(name, old, new) for name, old, new in pairs if old != new]


class SingleRowAdmin(HistoryAdmin):
    """Settings in one row: the list leads straight to it, and it cannot be added twice."""

    def has_add_permission(self, request):
        return False

    def changelist_view(self, request, extra_context=None):
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        return redirect(self.address("change", self.model.load()))

    def get_object(self, request, object_id, from_field=None):
        return self.model.load() if object_id == "1" else None


class OfficeTabularInline(Fields, TabularInline):
    formfield_overrides = FORMFIELD_OVERRIDES_INLINE | INPUTS
    extra = 0
    hide_title = True

    def has_delete_permission(self, request, obj=None):
        return False

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and field.label:
            # The label stands at the head of the column, out of the field's sight.
            widget = getattr(field.widget, "widget", field.widget)
            widget.attrs["aria-label"] = capfirst(field.label)
        return field


class ReadOnlyTabularInline(ReadOnly, OfficeTabularInline):
    pass


class _HistoryWords(HistoricalRecordContextHelper):
    """Values in the history as people write them, and masked where lists mask them."""

    def __init__(self, *args, masks, **kwargs):
        super().__init__(*args, **kwargs)
        self.masks = masks

    def prepare_delta_change_value(self, change, value):
        value = super().prepare_delta_change_value(change, value)
        if value in (None, ""):
            return "–"
        if change.field in self.masks:
            return self.masks[change.field](value)
        return _in_words(self.model._meta.get_field(change.field), value)


def _in_words(field, value):
    if field.choices:
        return dict(field.flatchoices).get(value, value)
    if isinstance(field, BooleanField):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return django_formats.localize(template_localtime(value))
    return django_formats.localize(value) if isinstance(value, date) else value


def _asked_by(list_filter):
    """The parameter a filter of a list reads, or what it begins with."""
    if isinstance(list_filter, tuple):
        return list_filter[0]
    return list_filter if isinstance(list_filter, str) else list_filter.parameter_name


def _show_refusal(form, refusal):
    on_time = refusal.about_the_time and "starts_at" in form.fields
    form.add_error("starts_at" if on_time else None, str(refusal))


def _without_side_doors(widget):
    """No pop-up windows beside a choice: rows are made on their own pages."""
    widget.can_add_related = widget.can_change_related = False
    widget.can_delete_related = widget.can_view_related = False
