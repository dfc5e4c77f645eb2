from django.contrib import admin
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import action, display

from businesses import services
from businesses.models import BusinessDocument, ProductPhoto
from plut_portal.core import clock
from plut_portal.core.admin_base import PortalAdmin, ReadOnly
from plut_portal.core.admin_forms import OfficeForm
from plut_portal.core.downloads import private_file
from plut_portal.core.errors import PortalError
from plut_portal.core.forms import posted


class NotReady(PortalError):
    pass


@admin.register(BusinessDocument)
class BusinessDocumentAdmin(ReadOnly, PortalAdmin):
    list_display = ["business", "kind", "state", "uploaded_at", "uploaded_by"]
    list_filter = ["kind", "state"]
    list_select_related = ["business", "uploaded_by"]
    search_fields = ["business__name", "business__makes", "uploaded_by__full_name"]
    date_hierarchy = "uploaded_at"
    ordering = ["-uploaded_at", "-pk"]
    fields = [*list_display, "content_type", "size"]
    actions_detail = ["open_paper"]

    @action(
        description=gettext_lazy("Open the paper"),
        url_path="buka",
        permissions=["businesses.open_document"],
        icon="download",
    )
    def open_paper(self, request, object_id):
        document = self.object_or_404(request, object_id)
        return self.service_page(
            request,
            obj=document,
            title=_("Open the paper"),
            intro=_("It is downloaded. The owner can read in the access log that you opened it."),
            form=OfficeForm(posted(request)),
            submit=_("Open the paper"),
            run=lambda data: self._open(request, document),
        )

    def _open(self, request, document):
        if not document.is_ready:
            raise NotReady(_("There is no file to open."))
        services.open_document(document=document, by=request.user, at=clock.now())
        return private_file(
            request,
            document.file,
            content_type=document.content_type,
            name=document.download_name,
        )


@admin.register(ProductPhoto)
class ProductPhotoAdmin(ReadOnly, PortalAdmin):
    list_display = ["business", "product", "state", "uploaded_at", "uploaded_by"]
    list_display_links = ["product"]
    list_filter = ["state"]
    list_select_related = ["product__business", "uploaded_by"]
    search_fields = ["product__name", "product__business__name", "uploaded_by__full_name"]
    date_hierarchy = "uploaded_at"
    ordering = ["-uploaded_at", "-pk"]
    fields = [*list_display, "width", "height"]

    @display(description=gettext_lazy("business"), ordering="product__business__name")
    def business(self, photo):
        return photo.product.business
