from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from businesses import selectors, services
from businesses.forms import PhotoForm, ProductDetailsForm
from businesses.models import Business, Product, ProductPhoto
from plut_portal.accounts.models import Consent
from plut_portal.accounts.requests import AuthenticatedHttpRequest
from plut_portal.core import clock, formats, submissions
from plut_portal.core.errors import PortalError
from plut_portal.core.forms import posted

STEPS = {"naik": -1, "turun": 1}
_CONSENTS = {"show_to_all": Consent.Purpose.CATALOGUE, "show_phone": Consent.Purpose.PHONE}


def _asks(request: AuthenticatedHttpRequest) -> list[str]:
    """The consents not given yet; a number is asked for only where there is one."""
    live = Consent.objects.live().filter(user=request.user)
    given = set(live.values_list("purpose", flat=True))
    return [
        box
        for box, purpose in _CONSENTS.items()
        if purpose not in given and (box != "show_phone" or request.user.phone)
    ]


@require_safe
def product_list(request: AuthenticatedHttpRequest, public_id: UUID) -> HttpResponse:
    business = get_object_or_404(Business.objects.run_by(request.user), public_id=public_id)
    context = {
        "business": business,
        "products": selectors.products_of(business),
        "asks": _asks(request),
        "is_kept_out": selectors.is_kept_out(business, besides=request.user),
    }
    return render(request, "businesses/product_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def product_create(request: AuthenticatedHttpRequest, public_id: UUID) -> HttpResponse:
    business = get_object_or_404(Business.objects.run_by(request.user), public_id=public_id)
    form = ProductDetailsForm(posted(request), asks=_asks(request))
    status = 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                return _create(request, business, form)
            except PortalError as refusal:
                form.add_error(None, str(refusal))
                status = refusal.status
    context = {"business": business, "form": form}
    return render(request, "businesses/product_form.html", context, status=status)


def _create(
    request: AuthenticatedHttpRequest, business: Business, form: ProductDetailsForm
) -> HttpResponse:
    key = form.cleaned_data["submission_key"]
    with submissions.once(user_id=request.user.pk, key=key) as submission:
        if not submission.result_url:
            services.agree(user=request.user, at=clock.now(), **form.agreed())
            product = services.add_product(business=business, **form.said())
            submission.result_url = product.get_absolute_url()
            messages.success(
                request, _("Saved. Now a photo, and it can be found."), extra_tags="draft-sent"
            )
    return redirect(submission.result_url)


def _own(request: AuthenticatedHttpRequest, public_id: UUID) -> Product:
    own = Product.objects.offered().run_by(request.user).select_related("business__village")
    return get_object_or_404(own, public_id=public_id)


@require_safe
def product_detail(request: AuthenticatedHttpRequest, public_id: UUID) -> HttpResponse:
    product = _own(request, public_id)
    context = {
        "product": product,
        "photos": product.photos.present().order_by("position", "pk"),
        "variants": product.variants.order_by("position", "pk"),
        "links": product.links.order_by("position", "pk"),
        "permits": selectors.permit_states(product, day=formats.wib_day(clock.now())),
        "is_shown": Product.objects.in_catalogue().filter(pk=product.pk).exists(),
        "asks": _asks(request),
        "is_kept_out": selectors.is_kept_out(product.business, besides=request.user),
    }
    return render(request, "businesses/product_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def product_update(request: AuthenticatedHttpRequest, public_id: UUID) -> HttpResponse:
    product = _own(request, public_id)
    form = ProductDetailsForm(posted(request), instance=product, asks=_asks(request))
    if form.is_valid():
        services.agree(user=request.user, at=clock.now(), **form.agreed())
        services.update_product(product=product, **form.said())
        messages.success(request, _("Saved."), extra_tags="draft-sent")
        return redirect(product)
    context = {"business": product.business, "product": product, "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "businesses/product_form.html", context, status=status)


@require_POST
def product_show(request: AuthenticatedHttpRequest, public_id: UUID) -> HttpResponse:
    product = _own(request, public_id)
    services.show_product(product=product)
    messages.success(request, _("It is no longer hidden."))
    return redirect(product)


@require_POST
def product_hide(request: AuthenticatedHttpRequest, public_id: UUID) -> HttpResponse:
    product = _own(request, public_id)
    services.hide_product(product=product)
    messages.success(
        request,
        _("Hidden: buyers no longer see it. A partner to whom you offered it still does."),
    )
    return redirect(product)


@require_POST
def product_remove(request: AuthenticatedHttpRequest, public_id: UUID) -> HttpResponse:
    product = _own(request, public_id)
    services.stop_offering(product=product)
    messages.success(request, _("“%(name)s” is taken away.") % {"name": product.name})
    return redirect("businesses:product_list", product.business.public_id)


@require_POST
def product_move(request: AuthenticatedHttpRequest, public_id: UUID, way: str) -> HttpResponse:
    product = _own(request, public_id)
    if way not in STEPS:
        raise Http404
    services.move_product(product=product, steps=STEPS[way])
    address = reverse("businesses:product_list", args=[product.business.public_id])
    return redirect(f"{address}#p-{product.public_id}")


@require_POST
def product_order(request: AuthenticatedHttpRequest, public_id: UUID) -> HttpResponse:
    business = get_object_or_404(Business.objects.run_by(request.user), public_id=public_id)
    try:
        order = [UUID(value) for value in request.POST.getlist("product")]
    except ValueError:
        raise Http404 from None
    services.order_products(business=business, order=order)
    if request.headers.get("X-Requested-With") == "fetch":
        return HttpResponse(status=204)
    return redirect("businesses:product_list", business.public_id)


@require_http_methods(["GET", "HEAD", "POST"])
def product_photo_add(request: AuthenticatedHttpRequest, public_id: UUID) -> HttpResponse:
    product = _own(request, public_id)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = PhotoForm(*sent, asks_consent=False)
    status = 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                return _add_photo(request, product, form)
            except PortalError as refusal:
                form.add_error("photo", str(refusal))
                status = refusal.status
    context = {"product": product, "form": form}
    return render(request, "businesses/product_photo_add.html", context, status=status)


def _add_photo(
    request: AuthenticatedHttpRequest, product: Product, form: PhotoForm
) -> HttpResponse:
    key = form.cleaned_data["submission_key"]
    with submissions.once(user_id=request.user.pk, key=key) as submission:
        if not submission.result_url:
            services.add_product_photo(
                product=product,
                file=form.cleaned_data["photo"],
                by=request.user,
                at=clock.now(),
            )
            submission.result_url = product.get_absolute_url()
    return redirect(submission.result_url)


@require_POST
def product_photo_remove(request: AuthenticatedHttpRequest, public_id: UUID) -> HttpResponse:
    own = ProductPhoto.objects.run_by(request.user).select_related("product")
    photo = get_object_or_404(own, public_id=public_id)
    services.remove_product_photo(photo=photo)
    messages.success(request, _("The photo is removed."))
    return redirect(photo.product)
