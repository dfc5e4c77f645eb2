from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from plut_portal.accounts.requests import AuthenticatedHttpRequest
from plut_portal.core import clock, limits
from plut_portal.core import views as core_views
from plut_portal.notifications import services
from plut_portal.notifications.forms import CodeForm
from plut_portal.notifications.models import Message

PAGE_SIZE = 20
CHECKS, CHECKS_WITHIN = 120, 15 * 60


@require_safe
def inbox(request: AuthenticatedHttpRequest) -> HttpResponse:
    arrived = Message.objects.visible_to(request.user).order_by("-due_at", "-pk")
    page = Paginator(arrived, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "notifications/inbox.html", {"page_obj": page})


@require_safe
def message_detail(request: AuthenticatedHttpRequest, public_id: UUID) -> HttpResponse:
    message = get_object_or_404(Message.objects.visible_to(request.user), public_id=public_id)
    return render(request, "notifications/message_detail.html", {"message": message})


@require_POST
def message_read(request: AuthenticatedHttpRequest, public_id: UUID) -> HttpResponse:
    message = get_object_or_404(Message.objects.visible_to(request.user), public_id=public_id)
    services.mark_read(message=message, at=clock.now())
    return redirect("notifications:inbox")


@require_POST
def message_read_all(request: AuthenticatedHttpRequest) -> HttpResponse:
    services.mark_all_read(recipient=request.user, at=clock.now())
    messages.success(request, _("All messages are marked as read."))
    return redirect("notifications:inbox")


@require_safe
@login_not_required
def code_form(request: HttpRequest) -> HttpResponse:
    form = CodeForm(request.GET if "kode" in request.GET else None)
    if form.is_valid():
        return redirect("notifications:code_check", form.cleaned_data["kode"])
    status = 422 if form.is_bound else 200
    return render(request, "notifications/code_form.html", {"form": form}, status=status)


@require_safe
@login_not_required
def code_check(request: HttpRequest, code: str) -> HttpResponse:
    if limits.too_often(request, "code_check", most=CHECKS, seconds=CHECKS_WITHIN):
        return core_views.too_many_requests(request)
    message = Message.objects.with_code(code).first()
    context = {"message": message, "form": CodeForm(initial={"kode": code[:40]})}
    status = 200 if message else 404
    return render(request, "notifications/code_check.html", context, status=status)
