from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from plut_portal.accounts.requests import AuthenticatedHttpRequest
from plut_portal.core import limits
from plut_portal.core import views as core_views
from plut_portal.core.downloads import private_file
from trainings import selectors
from trainings.forms import CertificateCodeForm
from trainings.models import Certificate

CHECKS, CHECKS_WITHIN = 120, 15 * 60


@require_safe
@login_not_required
def certificate_form(request: HttpRequest) -> HttpResponse:
    form = CertificateCodeForm(request.GET if "kode" in request.GET else None)
    if form.is_valid():
        return redirect("trainings:certificate_check", form.cleaned_data["kode"])
    status = 422 if form.is_bound else 200
    return render(request, "trainings/certificate_form.html", {"form": form}, status=status)


@require_safe
@login_not_required
def certificate_check(request: HttpRequest, code: str) -> HttpResponse:
    if limits.too_often(request, "certificate_check", most=CHECKS, seconds=CHECKS_WITHIN):
        return core_views.too_many_requests(request)
    certificate = selectors.by_code(code)
    context = {
        "certificate": certificate,
        "form": CertificateCodeForm(initial={"kode": code[:40]}),
    }
    status = 200 if certificate else 404
    return render(request, "trainings/certificate_check.html", context, status=status)


@require_safe
def certificate_file(request: AuthenticatedHttpRequest, public_id: UUID) -> HttpResponseBase:
    visible = Certificate.objects.visible_to(request.user).valid()
    certificate = get_object_or_404(visible, public_id=public_id)
    if not certificate.file:
        raise Http404
    name = f"sertifikat-{certificate.code.lower()}.pdf"
    return private_file(request, certificate.file, content_type="application/pdf", name=name)
