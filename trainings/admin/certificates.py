"""Certificates: looked up, revoked and issued again with a reason; how they are numbered."""

from django.contrib import admin
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import action, display

from plut_portal.accounts.admin.export import ExportAdmin
from plut_portal.core import clock
from plut_portal.core.admin_base import HistoryAdmin, ReadOnly, SingleRowAdmin
from plut_portal.core.admin_forms import ReasonForm
from plut_portal.core.exports import Column, ListExport
from plut_portal.core.forms import posted
from trainings import services
from trainings.admin.filters import BatchFilter
from trainings.models import Certificate, CertificateNumbering


class CertificateExport(ListExport):
    columns = (
        Column(gettext_lazy("Number"), lambda each: each.number_text),
        Column(gettext_lazy("Name"), lambda each: each.holder_name),
        Column(gettext_lazy("Business"), lambda each: each.business_name),
        Column(gettext_lazy("Training track"), lambda each: each.enrolment.batch.track.name),
        Column(gettext_lazy("Batch"), lambda each: each.enrolment.batch.number),
        Column(gettext_lazy("Hours (JP)"), lambda each: each.hours),
        Column(gettext_lazy("Issued"), lambda each: each.issued_at),
        Column(gettext_lazy("Revoked"), lambda each: each.revoked_at),
        Column(gettext_lazy("Reason for revoking"), lambda each: each.revoke_reason),
    )


def _act(label, url_path, icon):
    permission = "trainings.issue_certificate"
    return action(description=label, url_path=url_path, permissions=[permission], icon=icon)


@admin.register(Certificate)
class CertificateAdmin(ReadOnly, ExportAdmin, HistoryAdmin):
    list_display = ["number_text", "holder_name", "business_name", "hours", "issued_at", "state"]
    list_filter = ["enrolment__batch__track", ("enrolment__batch", BatchFilter)]
    list_select_related = ["enrolment__batch__track"]
    search_fields = ["number", "code", "holder_name", "business_name"]
    date_hierarchy = "issued_at"
    ordering = ["-year", "-serial", "-version"]
    resource_classes = [CertificateExport]
    fields = [
        "number_text",
        "enrolment",
        "holder_name",
        "business_name",
        "hours",
        "first_on",
        "last_on",
        "issued_at",
        "issued_by",
        "papers",
    ]
    revoked = ["revoked_at", "revoked_by", "revoke_reason"]
    readonly_fields = ["number_text", "papers"]
    actions_detail = ["reissue", "revoke"]

    def get_fields(self, request, obj=None):
        return [*self.fields, *(self.revoked if obj and obj.revoked_at else [])]

    def get_actions_detail(self, request, object_id):
        valid = Certificate.objects.valid().filter(pk=object_id).exists()
        return super().get_actions_detail(request, object_id) if valid else []

    @display(description=gettext_lazy("number"), ordering="number")
    def number_text(self, certificate):
        return certificate.number_text

    @display(description=gettext_lazy("state"), label={True: "success", False: "danger"})
    def state(self, certificate):
        return certificate.is_valid, _("Valid") if certificate.is_valid else _("Revoked")

    @display(description=gettext_lazy("paper"))
    def papers(self, certificate):
        check = certificate.get_absolute_url()
        return format_html(
            '<a href="{}" class="text-link">{}</a>', check, _("Page that says whether it is real")
        )

    @_act(gettext_lazy("Issue again"), "terbitkan-ulang", "autorenew")
    def reissue(self, request, object_id):
        return self._page(
            request,
            object_id,
            services.reissue_certificate,
            title=_("Issue the certificate again"),
            intro=_("With today's name and hours; the number gets a suffix, this one is revoked."),
            done=_("Issued again."),
        )

    @_act(gettext_lazy("Revoke"), "cabut", "block")
    def revoke(self, request, object_id):
        return self._page(
            request,
            object_id,
            services.revoke_certificate,
            title=_("Revoke the certificate"),
            intro=_("Its public page then says that it no longer counts; the owner is told."),
            done=_("Revoked."),
            is_danger=True,
        )

    def _page(self, request, object_id, act, *, title, **context):
        certificate = self.object_or_404(request, object_id)

        def run(data):
            act(certificate=certificate, by=request.user, at=clock.now(), **data)

        return self.service_page(
            request,
            obj=certificate,
            form=ReasonForm(posted(request)),
            title=title,
            submit=title,
            run=run,
            **context,
        )


@admin.register(CertificateNumbering)
class CertificateNumberingAdmin(SingleRowAdmin):
    fields = ["pattern"]
