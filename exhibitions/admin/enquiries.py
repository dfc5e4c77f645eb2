from django.contrib import admin
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import action, display

from exhibitions import services
from exhibitions.models import Enquiry
from plut_portal.accounts.admin.export import ExportAdmin
from plut_portal.core import clock, formats
from plut_portal.core.admin_base import PortalAdmin, ReadOnly
from plut_portal.core.admin_forms import OfficeForm
from plut_portal.core.exports import Column, ListExport
from plut_portal.core.forms import posted


def _masked(enquiry):
    if enquiry.purged_at:
        return _("removed after six months")
    if enquiry.phone:
        return formats.mask_phone(enquiry.phone)
    return formats.mask_email(enquiry.email)


class EnquiryExport(ListExport):
    columns = (
        Column(gettext_lazy("Sent"), lambda enquiry: enquiry.sent_at),
        Column(gettext_lazy("Business name"), lambda enquiry: enquiry.product.business.label),
        Column(gettext_lazy("Product"), lambda enquiry: enquiry.product.name),
        Column(gettext_lazy("Buyer"), lambda enquiry: enquiry.name),
        Column(gettext_lazy("Contact (masked)"), _masked),
        Column(gettext_lazy("Question"), lambda enquiry: enquiry.message),
        Column(gettext_lazy("Answered"), lambda enquiry: enquiry.answered_at),
    )


@admin.register(Enquiry)
class EnquiryAdmin(ExportAdmin, ReadOnly, PortalAdmin):
    """What buyers ask. The owner answers; the office sees whether."""

    list_display = ["sent_at", "product", "business", "name", "contact", "answered_at"]
    list_filter = [("answered_at", admin.EmptyFieldListFilter)]
    list_select_related = ["product__business"]
    search_fields = ["product__name", "product__business__name", "name"]
    date_hierarchy = "sent_at"
    ordering = ["-sent_at", "-pk"]
    fields = ["sent_at", "product", "name", "contact", "message", "answered_at", "answered_by"]
    resource_classes = [EnquiryExport]
    actions_detail = ["answer"]

    @display(description=gettext_lazy("business"), ordering="product__business__name")
    def business(self, enquiry):
        return enquiry.product.business

    @display(description=gettext_lazy("contact"))
    def contact(self, enquiry):
        return _masked(enquiry)

    @action(
        description=gettext_lazy("Answered by the office"),
        url_path="terjawab",
        permissions=["exhibitions.answer_enquiry"],
        icon="mark_email_read",
    )
    def answer(self, request, object_id):
        enquiry = self.object_or_404(request, object_id)
        return self.service_page(
            request,
            obj=enquiry,
            title=_("Answered by the office"),
            intro=_("For a buyer whom the office has answered in the owner’s place."),
            form=OfficeForm(posted(request)),
            submit=_("Mark as answered"),
            run=lambda data: services.mark_answered(
                enquiry=enquiry, by=request.user, at=clock.now()
            ),
            done=_("Marked as answered."),
        )
