from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from businesses import services
from businesses.forms import DocumentForm
from businesses.models import Business, BusinessDocument
from plut_portal.accounts.requests import AuthenticatedHttpRequest
from plut_portal.core import clock, submissions
from plut_portal.core.downloads import private_file
from plut_portal.core.errors import PortalError


@require_http_methods(["GET", "HEAD", "POST"])
def document_add(request: AuthenticatedHttpRequest, public_id: UUID) -> HttpResponse:
    business = get_object_or_404(Business.objects.run_by(request.user), public_id=public_id)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = DocumentForm(*sent)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            return _add(request, business, dict(form.cleaned_data))
        except PortalError as refusal:
            form.add_error("file", str(refusal))
            status = refusal.status
    context = {
        "business": business,
        "form": form,
        "documents": BusinessDocument.objects.of(business),
    }
    return render(request, "businesses/document_add.html", context, status=status)


def _add(request: AuthenticatedHttpRequest, business: Business, data: dict) -> HttpResponse:
    with submissions.once(user_id=request.user.pk, key=data.pop("submission_key")) as submission:
        if not submission.result_url:
            services.add_document(business=business, by=request.user, at=clock.now(), **data)
            messages.success(request, _("The paper has arrived."))
            submission.result_url = reverse("businesses:document_add", args=[business.public_id])
    return redirect(submission.result_url)


@require_POST
def document_remove(request: AuthenticatedHttpRequest, public_id: UUID) -> HttpResponse:
    own = BusinessDocument.objects.run_by(request.user).select_related("business")
    document = get_object_or_404(own, public_id=public_id)
    services.remove_document(document=document)
    messages.success(request, _("The paper is removed."))
    return redirect("businesses:document_add", document.business.public_id)


@require_safe
def document_file(request: AuthenticatedHttpRequest, public_id: UUID) -> HttpResponseBase:
    visible = BusinessDocument.objects.ready().visible_to(request.user).select_related("business")
    document = get_object_or_404(visible, public_id=public_id)
    if not BusinessDocument.objects.run_by(request.user).filter(pk=document.pk).exists():
        # The office opens papers there: by a button, as opening them leaves a trace.
        return redirect("admin:businesses_businessdocument_change", document.pk)
    return private_file(
        request, document.file, content_type=document.content_type, name=document.download_name
    )
