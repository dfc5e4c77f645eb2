"""Audit (S3) and the lists of data quality (S6): read by whoever reads everything."""

from django import forms
from django.contrib import admin
from django.contrib.auth.decorators import permission_required
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from unfold import widgets

from plut_portal.core import clock
from plut_portal.core.admin_forms import DateInput, OfficeForm
from plut_portal.insights.audit import MOST_PAGES, Wanted, audit, tables
from plut_portal.insights.mending import mending
from plut_portal.insights.pages.chosen import READS_ANSWERS

READS_TRACES = "accounts.view_accesslogentry"


class AuditForm(OfficeForm):
    cari = forms.CharField(
        label=gettext_lazy("Name, reason or number of the row"), required=False, max_length=80
    )
    tabel = forms.ChoiceField(
        label=gettext_lazy("Table"), required=False, widget=widgets.UnfoldAdminSelectWidget
    )
    dari = forms.DateField(label=gettext_lazy("From"), required=False, widget=DateInput)
    sampai = forms.DateField(label=gettext_lazy("Until"), required=False, widget=DateInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        names = {
            label: capfirst(str(model._meta.verbose_name)) for label, model in tables().items()
        }
        by_name = sorted(names.items(), key=lambda each: each[1])
        self.fields["tabel"].choices = [("", _("All tables")), *by_name]

    def wanted(self):
        self.is_valid()
        said = getattr(self, "cleaned_data", {})
        return Wanted(
            text=said.get("cari", ""),
            table=said.get("tabel", ""),
            first=said.get("dari"),
            last=said.get("sampai"),
        )


@require_safe
@permission_required(READS_TRACES, raise_exception=True)
def audit_page(request):
    form = AuditForm(request.GET or None)
    number = _page_number(request)
    found = audit(form.wanted(), page=number)
    context = admin.site.each_context(request) | {
        "title": _("Who changed what"),
        "form": form,
        "entries": [
            (entry, [(row, _history_url(row)) for row in (entry.row, entry.whole) if row])
            for entry in found.entries
        ],
        "newer": number - 1,
        "older": number + 1 if found.has_more and number < MOST_PAGES else 0,
    }
    return TemplateResponse(request, "admin/insights/audit.html", context)


@require_safe
@permission_required(READS_ANSWERS, raise_exception=True)
def mending_page(request):
    now = clock.now()
    context = admin.site.each_context(request) | {
        "title": _("Rows to mend"),
        "found": mending(at=now),
        "may_decide": request.user.has_perm("businesses.verify_business"),
        "at": now,
    }
    return TemplateResponse(request, "admin/insights/mending.html", context)


def _page_number(request):
    text = request.GET.get("halaman", "")
    is_number = text.isascii() and text.isdigit() and len(text) < 5
    return min(max(int(text), 1), MOST_PAGES) if is_number else 1


def _history_url(row):
    """Its own history; nothing for tables without a page in the office."""
    options = row.model._meta
    try:
        return reverse(f"admin:{options.app_label}_{options.model_name}_history", args=[row.pk])
    except NoReverseMatch:
        return ""
