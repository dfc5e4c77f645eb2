from uuid import UUID

from allauth.account.utils import get_next_redirect_url
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from businesses import selectors, services
from businesses.forms import BusinessUpdateForm, NewBusinessForm
from businesses.models import Business
from plut_portal.accounts.requests import AuthenticatedHttpRequest
from plut_portal.core import clock, formats, submissions
from plut_portal.core.errors import PortalError
from plut_portal.core.forms import posted

# As long as a submission's answer may be.
NEXT_MAX = 300


@require_safe
@login_not_required
def business_list(request: HttpRequest) -> HttpResponse:
    if not request.user.is_authenticated:
        return render(request, "businesses/invitation.html")
    if request.user.works_here:
        return render(request, "businesses/not_an_owner.html")
    own = Business.objects.run_by(request.user).select_related("village")
    progress = selectors.completions(own.order_by("created_at", "pk"))
    return render(request, "businesses/list.html", {"businesses": progress.values()})


@require_safe
def business_detail(request: AuthenticatedHttpRequest, public_id: UUID) -> HttpResponse:
    visible = Business.objects.visible_to(request.user).select_related("village")
    business = get_object_or_404(visible, public_id=public_id)
    acting = business.memberships.filter(is_active=True).select_related("user")
    people = [membership.user for membership in acting.order_by("joined_at", "pk")]
    may_change = request.user in people
    progress = selectors.completion(business)
    context = {
        "business": business,
        "people": people,
        "may_change": may_change,
        "progress": progress if may_change else None,
        "ladder": _ladder(progress) if may_change else None,
        "offer": selectors.offer_of(business) if may_change else None,
        # What staff without the right to it must not read stays out of the page (FM-45).
        "figures": progress.dossier.figures
        if may_change or request.user.has_perm("businesses.view_snapshot")
        else None,
        "sees_amounts": may_change or request.user.sees_amounts,
    }
    return render(request, "businesses/detail.html", context)


def _ladder(progress: selectors.Completion) -> selectors.Ladder:
    return selectors.ladder(progress.dossier, day=formats.wib_day(clock.now()))


@require_http_methods(["GET", "HEAD", "POST"])
def business_create(request: AuthenticatedHttpRequest) -> HttpResponse:
    if request.user.works_here:
        raise PermissionDenied
    form = NewBusinessForm(posted(request))
    status = 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                return _register(request, dict(form.cleaned_data))
            except PortalError as refusal:
                form.add_error("name", str(refusal))
                status = refusal.status
    return render(request, "businesses/create.html", {"form": form}, status=status)


def _register(request: AuthenticatedHttpRequest, data: dict) -> HttpResponse:
    with submissions.once(user_id=request.user.pk, key=data.pop("submission_key")) as submission:
        if not submission.result_url:
            business = services.register_business(owner=request.user, at=clock.now(), **data)
            submission.result_url = _next_page(request) or business.get_absolute_url()
            messages.success(request, _("Your business is registered."), extra_tags="draft-sent")
    return redirect(submission.result_url)


def _next_page(request: HttpRequest) -> str:
    """Where she was when she had no business yet; only within this site."""
    wanted = get_next_redirect_url(request) or ""
    return wanted if len(wanted) <= NEXT_MAX else ""


@require_http_methods(["GET", "HEAD", "POST"])
def business_update(request: AuthenticatedHttpRequest, public_id: UUID) -> HttpResponse:
    business = get_object_or_404(Business.objects.run_by(request.user), public_id=public_id)
    remarks = selectors.completion(business).dossier.remarks
    form = BusinessUpdateForm(posted(request), instance=business, remarks=remarks)
    status = 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            services.update_business(business=business, at=clock.now(), **form.cleaned_data)
            messages.success(request, _("Saved."), extra_tags="draft-sent")
            return redirect(business)
    context = {"business": business, "form": form}
    return render(request, "businesses/update.html", context, status=status)
