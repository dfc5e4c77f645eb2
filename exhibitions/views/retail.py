"""Retail partners as owners see them: what each asks for, which products are ready, what came."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from businesses import selectors as business_selectors
from businesses.models import PermitKind, Product
from exhibitions import selectors, services
from exhibitions.forms.retail import CapacityForm, OfferForm
from exhibitions.models import ListedRequirement, RequirementList, RetailPartner, Submission
from plut_portal.accounts.requests import AuthenticatedHttpRequest
from plut_portal.core import clock, submissions
from plut_portal.core.errors import PortalError
from plut_portal.core.forms import posted

ON_A_PAGE = 20
Kind = ListedRequirement.Kind
# Where a product is mended: the page about it, by what is missing.
_MENDED_AT = {
    Kind.SHELF_LIFE: "businesses:product_update",
    Kind.PRICE: "businesses:product_update",
    Kind.PACK: "businesses:product_update",
    Kind.PHOTO: "businesses:product_photo_add",
}


def _partner(public_id: UUID) -> tuple[RetailPartner, RequirementList]:
    partner = get_object_or_404(RetailPartner.objects.asking(), public_id=public_id)
    return partner, get_object_or_404(partner.requirement_lists.published())


def _own_product(request: AuthenticatedHttpRequest, public_id: UUID) -> Product:
    own = Product.objects.offered().run_by(request.user).select_related("business")
    return get_object_or_404(own, public_id=public_id)


def _mend_url(line: ListedRequirement, partner: RetailPartner, product: Product) -> str:
    kind = Kind(line.kind)
    if kind == Kind.CAPACITY:
        return reverse("retail:product_capacity", args=[partner.public_id, product.public_id])
    if kind == Kind.NIB:
        return reverse("businesses:step", args=[product.business.public_id, "nib"])
    if kind in _MENDED_AT:
        return reverse(_MENDED_AT[kind], args=[product.public_id])
    return _permit_url(PermitKind(line.permit or kind), product)


def _permit_url(permit: PermitKind, product: Product) -> str:
    """Where it is written down; while nobody knows what the product is, that is said first."""
    if not product.form and permit in {PermitKind.PIRT, PermitKind.MD, PermitKind.HALAL}:
        return reverse("businesses:product_update", args=[product.public_id])
    asked = business_selectors.kind_asked(product, permit)
    return reverse("businesses:permit", args=[product.public_id, asked.value.lower()])


@require_safe
def partner_list(request: AuthenticatedHttpRequest) -> HttpResponse:
    context = {
        "partners": selectors.partners_asking(),
        "submission_count": Submission.objects.run_by(request.user).count(),
    }
    return render(request, "exhibitions/retail/partner_list.html", context)


@require_safe
def partner_detail(request: AuthenticatedHttpRequest, public_id: UUID) -> HttpResponse:
    partner, requirements = _partner(public_id)
    own = Product.objects.offered().run_by(request.user).select_related("business").in_order()
    context = {
        "partner": partner,
        "requirements": requirements,
        "lines": selectors.lines_of(requirements),
        "offers": selectors.offers_to(partner, list(own), at=clock.now()),
    }
    return render(request, "exhibitions/retail/partner.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def product_offer(
    request: AuthenticatedHttpRequest, public_id: UUID, product_id: UUID
) -> HttpResponse:
    partner, requirements = _partner(public_id)
    product = _own_product(request, product_id)
    form = OfferForm(posted(request))
    status = 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                return _submit(request, partner, product, form)
            except PortalError as refusal:
                asks = isinstance(refusal, services.SharingNotAgreed)
                form.add_error("agrees" if asks else None, str(refusal))
                status = refusal.status
    now = clock.now()
    light = selectors.light_of(requirements, product, at=now)
    context = {
        "partner": partner,
        "requirements": requirements,
        "product": product,
        "light": light,
        "rows": [
            (each, _mend_url(each.line, partner, product) if each in light.missing else "")
            for each in light.lines
        ],
        "helpers": selectors.helps_for(light, at=now),
        "under_way": Submission.objects.live().filter(partner=partner, product=product).first(),
        "form": form,
    }
    return render(request, "exhibitions/retail/offer.html", context, status=status)


def _submit(
    request: AuthenticatedHttpRequest, partner: RetailPartner, product: Product, form: OfferForm
) -> HttpResponse:
    key = form.cleaned_data["submission_key"]
    with submissions.once(user_id=request.user.pk, key=key) as sent:
        if not sent.result_url:
            submission = services.submit_product(
                partner=partner,
                product=product,
                agrees=form.cleaned_data["agrees"],
                by=request.user,
                at=clock.now(),
            )
            sent.result_url = submission.get_absolute_url()
            messages.success(request, _("Sent. The office looks at it first."))
    return redirect(sent.result_url)


@require_http_methods(["GET", "HEAD", "POST"])
def product_capacity(
    request: AuthenticatedHttpRequest, public_id: UUID, product_id: UUID
) -> HttpResponse:
    partner, _requirements = _partner(public_id)
    product = _own_product(request, product_id)
    said = getattr(product, "monthly_capacity", None)
    form = CapacityForm(posted(request), initial={"pieces": said.pieces} if said else None)
    if form.is_valid():
        services.declare_capacity(
            product=product, by=request.user, at=clock.now(), **form.cleaned_data
        )
        messages.success(request, _("Saved."))
        return redirect("retail:product_offer", partner.public_id, product.public_id)
    context = {"partner": partner, "product": product, "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "exhibitions/retail/capacity.html", context, status=status)


@require_safe
def submission_list(request: AuthenticatedHttpRequest) -> HttpResponse:
    own = Submission.objects.run_by(request.user).select_related("partner", "product__business")
    newest = own.order_by("-submitted_at", "-pk")
    context = {"page_obj": Paginator(newest, ON_A_PAGE).get_page(request.GET.get("page"))}
    return render(request, "exhibitions/retail/submission_list.html", context)


def _own_submission(request: AuthenticatedHttpRequest, public_id: UUID) -> Submission:
    own = Submission.objects.run_by(request.user)
    related = own.select_related("partner", "product__business", "requirements")
    return get_object_or_404(related, public_id=public_id)


@require_safe
def submission_detail(request: AuthenticatedHttpRequest, public_id: UUID) -> HttpResponse:
    submission = _own_submission(request, public_id)
    context = {
        "submission": submission,
        "steps": submission.steps.order_by("-at", "-pk"),
        "lines": selectors.lines_of(submission.requirements),
        "may_withdraw": submission.may_become(Submission.State.WITHDRAWN),
        "may_look": submission.product.is_active
        and RetailPartner.objects.asking().filter(pk=submission.partner_id).exists(),
    }
    return render(request, "exhibitions/retail/submission.html", context)


@require_POST
def submission_withdraw(request: AuthenticatedHttpRequest, public_id: UUID) -> HttpResponse:
    submission = _own_submission(request, public_id)
    try:
        services.withdraw_submission(submission=submission, by=request.user, at=clock.now())
    except PortalError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Taken back. The partner no longer sees it."))
    return redirect(submission)
