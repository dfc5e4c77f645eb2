from urllib.parse import quote
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from businesses import selectors as business_selectors
from businesses.models import Business, Product
from exhibitions import selectors
from exhibitions.forms import CatalogueSearchForm
from plut_portal.core import clock, formats

ON_A_PAGE, MOST_OTHERS = 24, 4


@require_safe
@login_not_required
@never_cache
def product_list(request: HttpRequest) -> HttpResponse:
    form = CatalogueSearchForm(request.GET)
    wishes = form.wishes()
    found = selectors.catalogue(wishes, day=formats.wib_day(clock.now()))
    context = {
        "form": form,
        "wishes": wishes,
        "page_obj": Paginator(found, ON_A_PAGE).get_page(request.GET.get("page")),
        "makers": selectors.makers_named(wishes.text) if wishes.text else [],
    }
    return render(request, "exhibitions/catalogue.html", context)


def _shown(public_id: UUID) -> Product:
    shown = selectors.with_looks(Product.objects.in_catalogue())
    return get_object_or_404(shown, public_id=public_id)


def _chat_url(business: Business, subject: str) -> str:
    phone = selectors.whatsapp_of(business)
    if not phone:
        return ""
    text = _("Hello, I saw %(subject)s in the PLUT catalogue.") % {"subject": subject}
    return f"https://wa.me/{phone[1:]}?text={quote(text)}"


@require_safe
@login_not_required
@never_cache
def product(request: HttpRequest, public_id: UUID) -> HttpResponse:
    product = _shown(public_id)
    others = Product.objects.in_catalogue().filter(business=product.business)
    others = others.exclude(pk=product.pk).in_order()[:MOST_OTHERS]
    today = formats.wib_day(clock.now())
    context = {
        "product": product,
        "permits": business_selectors.counting_permits(product, day=today),
        "variants": product.variants.order_by("position", "pk"),
        # A host that is no longer on the list is not led to.
        "links": [link for link in product.links.order_by("position", "pk") if link.shop],
        "others": selectors.with_looks(others),
        "chat_url": _chat_url(product.business, product.name),
    }
    return render(request, "exhibitions/product.html", context)


@require_safe
@login_not_required
@never_cache
def maker(request: HttpRequest, public_id: UUID) -> HttpResponse:
    makers = selectors.makers().select_related("village")
    business = makers.filter(public_id=public_id).first()
    if business is None:
        # Merged with another one since somebody wrote the address down.
        stays = get_object_or_404(makers, absorbed__public_id=public_id)
        return redirect("catalogue:maker", stays.public_id)
    products = Product.objects.in_catalogue().filter(business=business).in_order()
    context = {
        "business": business,
        "products": selectors.with_looks(products),
        "chat_url": _chat_url(business, business.label),
    }
    return render(request, "exhibitions/maker.html", context)
