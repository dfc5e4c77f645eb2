"""Taking a list away, noted in the access log."""

from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import BadRequest
from django.utils.text import capfirst, slugify
from django.utils.translation import gettext as _
from import_export.admin import ExportMixin
from import_export.formats.base_formats import CSV, XLSX
from unfold.contrib.import_export.forms import ExportForm

from plut_portal.accounts import services
from plut_portal.core import clock, formats


class ExportAdmin(ExportMixin):
    """An admin whose list can be taken away as XLSX or CSV, as filtered on the screen."""

    export_form_class = ExportForm
    import_export_change_list_template = "admin/change_list_export.html"
    export_template_name = "admin/export.html"
    export_formats = [XLSX, CSV]
    # With its mark, so that spreadsheets read the text as UTF-8.
    to_encoding = "utf-8-sig"

    def has_export_permission(self, request):
        return request.user.may_take_away and self.has_view_permission(request)

    def get_export_context_data(self):
        return {"submit": _("Download"), "back_url": self.address("changelist")}

    def get_export_queryset(self, request):
        try:
            return super().get_export_queryset(request)
        except (IncorrectLookupParameters, ValueError, OverflowError) as error:
            # The list itself falls back to all its rows; what leaves the house is as asked or not.
            raise BadRequest from error

    def get_export_filename(self, request, queryset, file_format):
        name = slugify(str(self.opts.verbose_name_plural))
        return f"{name}-{formats.wib_day(clock.now())}.{file_format.get_extension()}"

    def _do_file_export(self, file_format, request, queryset, export_form=None):
        response = super()._do_file_export(file_format, request, queryset, export_form)
        services.note_export(
            by=request.user,
            what=_("%(list)s, %(count)d rows, %(format)s")
            % {
                "list": capfirst(self.opts.verbose_name_plural),
                "count": queryset.count(),
                "format": file_format.get_extension().upper(),
            },
            at=clock.now(),
        )
        return response
