from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from businesses.models import Product
from exhibitions import selectors, services
from exhibitions.forms import EnquiryForm
from exhibitions.models import ChatCount, Enquiry
from plut_portal.accounts.requests import AuthenticatedHttpRequest
from plut_portal.core import clock, limits
from plut_portal.core.errors import PortalError
from plut_portal.core.forms import posted

ON_A_PAGE = 20
# Of one address: a whole market hall may sit behind it.
TRIES, TRIES_WITHIN = 40, 3600
# One address counts once for a product in this time, and for so many products at most.
ONE_CHAT_WITHIN, MOST_CHATS = 600, 30
# What a browser sends when a link with `ping` is tapped; programs that read pages send none.
PING = "text/ping"


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
@never_cache
def enquiry_create(request: HttpRequest, public_id: UUID) -> HttpResponse:
    shown = Product.objects.in_catalogue().select_related("business")
    product = get_object_or_404(shown, public_id=public_id)
    form = EnquiryForm(posted(request))
    status = 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                return _send(request, product, form)
            except PortalError as refusal:
                form.add_error(None, str(refusal))
                status = refusal.status
    context = {"product": product, "form": form}
    return render(request, "exhibitions/enquiry_create.html", context, status=status)


def _send(request: HttpRequest, product: Product, form: EnquiryForm) -> HttpResponse:
    if limits.too_often(request, "enquiry", most=TRIES, seconds=TRIES_WITHIN):
        raise services.TooManyEnquiries(
            _("So many questions came from this connection that you have to wait an hour.")
        )
    services.send_enquiry(product=product, at=clock.now(), **form.said())
    messages.success(
        request, _("Your question is with the maker. The answer comes to you directly.")
    )
    return redirect("catalogue:product", product.public_id)


@csrf_exempt  # A ping carries no token; it changes a figure and is answered with nothing.
@require_POST
@login_not_required
def chat_count(request: HttpRequest, public_id: UUID) -> HttpResponse:
    product = get_object_or_404(Product.objects.in_catalogue(), public_id=public_id)
    if request.content_type == PING and not _has_counted(request, product):
        services.count_chat(product=product, at=clock.now())
    return HttpResponse(status=204)


def _has_counted(request: HttpRequest, product: Product) -> bool:
    again = limits.too_often(request, f"chat:{product.pk}", most=1, seconds=ONE_CHAT_WITHIN)
    return again or limits.too_often(request, "chats", most=MOST_CHATS, seconds=TRIES_WITHIN)


@require_safe
def enquiry_list(request: AuthenticatedHttpRequest) -> HttpResponse:
    enquiries = Enquiry.objects.run_by(request.user)
    newest = enquiries.select_related("product__business").order_by("-sent_at", "-pk")
    context = {
        "leads": selectors.leads(enquiries, at=clock.now()),
        "chats": selectors.chats_lately(ChatCount.objects.run_by(request.user), at=clock.now()),
        "page_obj": Paginator(newest, ON_A_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "exhibitions/enquiry_list.html", context)


@require_POST
def enquiry_answer(request: AuthenticatedHttpRequest, public_id: UUID) -> HttpResponse:
    enquiry = get_object_or_404(Enquiry.objects.run_by(request.user), public_id=public_id)
    services.mark_answered(enquiry=enquiry, by=request.user, at=clock.now())
    messages.success(request, _("Marked as answered."))
    return redirect(enquiry)
