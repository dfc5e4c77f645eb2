from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from businesses import selectors, services
from businesses.forms import PhotoForm
from businesses.models import Business, ProductPhoto
from plut_portal.accounts.models import Consent
from plut_portal.accounts.requests import AuthenticatedHttpRequest
from plut_portal.core import clock, submissions
from plut_portal.core.downloads import private_file


@require_http_methods(["GET", "HEAD", "POST"])
def photo_add(request: AuthenticatedHttpRequest, public_id: UUID) -> HttpResponse:
    business = get_object_or_404(Business.objects.run_by(request.user), public_id=public_id)
    agreed = Consent.objects.live().filter(user=request.user, purpose=Consent.Purpose.CATALOGUE)
    asks_consent = not agreed.exists()
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = PhotoForm(*sent, asks_consent=asks_consent)
    if form.is_valid():
        return _add(request, business, dict(form.cleaned_data))
    progress = selectors.completion(business)
    context = {
        "business": business,
        "overview_url": progress.overview_url,
        "next_url": progress.url_after("foto"),
        "form": form,
        "photo": ProductPhoto.objects.ready().of(business),
        "newest": ProductPhoto.objects.of(business),
        "is_public": not asks_consent,
    }
    status = 422 if form.is_bound else 200
    return render(request, "businesses/photo_add.html", context, status=status)


def _add(request: AuthenticatedHttpRequest, business: Business, data: dict) -> HttpResponse:
    with submissions.once(user_id=request.user.pk, key=data["submission_key"]) as submission:
        if not submission.result_url:
            services.add_photo(
                business=business,
                file=data["photo"],
                by=request.user,
                at=clock.now(),
                show_to_all=data.get("show_to_all", False),
            )
            # The page itself says what becomes of the photo.
            submission.result_url = reverse("businesses:photo_add", args=[business.public_id])
    return redirect(submission.result_url)


@require_POST
def photo_remove(request: AuthenticatedHttpRequest, public_id: UUID) -> HttpResponse:
    business = get_object_or_404(Business.objects.run_by(request.user), public_id=public_id)
    services.remove_photo(business=business)
    messages.success(request, _("The photo is removed."))
    return redirect("businesses:photo_add", business.public_id)


@require_safe
@login_not_required
def photo_file(request: HttpRequest, public_id: UUID, size: str) -> HttpResponseBase:
    visible = ProductPhoto.objects.ready().visible_to(request.user)
    photo = get_object_or_404(visible, public_id=public_id)
    if size not in photo.sizes:
        raise Http404
    return private_file(
        request, photo.sizes[size], content_type="image/webp", name=f"foto-{size}.webp"
    )
