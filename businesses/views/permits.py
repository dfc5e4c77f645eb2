from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from businesses import services
from businesses.forms import PermitForm
from businesses.models import PermitKind, PermitRule, Product, ProductPermit
from plut_portal.accounts.requests import AuthenticatedHttpRequest
from plut_portal.core import clock
from plut_portal.core.forms import posted


def _own(
    request: AuthenticatedHttpRequest, public_id: UUID, slug: str
) -> tuple[Product, PermitKind, ProductPermit | None]:
    own = Product.objects.offered().run_by(request.user).select_related("business")
    product = get_object_or_404(own, public_id=public_id)
    try:
        kind = PermitKind(slug.upper())
    except ValueError:
        raise Http404 from None
    return product, kind, product.permits.in_use().filter(kind=kind).first()


@require_http_methods(["GET", "HEAD", "POST"])
def permit(request: AuthenticatedHttpRequest, public_id: UUID, slug: str) -> HttpResponse:
    product, kind, held = _own(request, public_id, slug)
    initial = held and {
        "number": held.shown_number,
        "valid_until": held.valid_until,
        "document": held.document_id,
    }
    form = PermitForm(posted(request), kind=kind, business=product.business, initial=initial)
    if form.is_valid():
        saved = services.set_permit(product=product, kind=kind, at=clock.now(), **form.cleaned_data)
        messages.success(request, _("Saved."), extra_tags="draft-sent")
        for remark in saved.reading.remarks if saved.reading else []:
            messages.warning(request, remark)
        return redirect(product)
    context = {
        "product": product,
        "kind": kind,
        "form": form,
        "held": held,
        "rule": PermitRule.objects.filter(rung=kind).first(),
    }
    status = 422 if form.is_bound else 200
    return render(request, "businesses/permit.html", context, status=status)


@require_POST
def permit_end(request: AuthenticatedHttpRequest, public_id: UUID, slug: str) -> HttpResponse:
    product, _kind, held = _own(request, public_id, slug)
    if held:
        services.end_permit(permit=held, at=clock.now())
    messages.success(request, _("The permit is taken away."))
    return redirect(product)
