"""The curator's desk: what to score, one entry a screen, and standing too close to one."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from exhibitions import selectors, services
from exhibitions.forms import ConflictForm, ReviewForm
from exhibitions.models import Activity, Application
from plut_portal.accounts.requests import AuthenticatedHttpRequest
from plut_portal.core import clock, forms, submissions
from plut_portal.core.downloads import private_file
from plut_portal.core.errors import PortalError

SHOWN = ("sisa", "sudah", "semua")


@require_safe
def curation_list(request: AuthenticatedHttpRequest) -> HttpResponse:
    user = request.user
    if not (user.is_curator or Activity.objects.curated_by(user).exists()):
        raise PermissionDenied
    context = {
        "curations": selectors.curations_of(user),
        "to_come": selectors.curations_to_come(user),
    }
    return render(request, "exhibitions/curation_list.html", context)


@require_safe
def curation_desk(request: AuthenticatedHttpRequest, slug: str) -> HttpResponse:
    activity = get_object_or_404(Activity.objects.curated_by(request.user), slug=slug)
    desk = selectors.desk_of(request.user, activity)
    asked = request.GET.get("tampil", "")
    shown = asked if asked in SHOWN else "sisa" if desk.left else "sudah"
    context = {
        "activity": activity,
        "desk": desk,
        "shown": shown,
        "rows": [
            row for row in desk.rows if shown == "semua" or row.is_scored == (shown == "sudah")
        ],
    }
    return render(request, "exhibitions/curation_desk.html", context)


def _entry_or_404(request: AuthenticatedHttpRequest, public_id: UUID) -> Application:
    mine = Application.objects.to_curate_by(request.user).select_related("activity")
    return get_object_or_404(mine, public_id=public_id)


@require_http_methods(["GET", "HEAD", "POST"])
def entry_score(request: AuthenticatedHttpRequest, public_id: UUID) -> HttpResponse:
    application = _entry_or_404(request, public_id)
    entry = selectors.entry_for(request.user, application)
    form = ReviewForm(forms.posted(request), criteria=entry.criteria, review=entry.own)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            return _save(request, application, form)
        except PortalError as refusal:
            form.add_error(None, str(refusal))
            status = refusal.status
    desk = selectors.desk_of(request.user, application.activity)
    before, after = desk.beside(application)
    context = {
        "entry": entry,
        "form": form,
        "desk": desk,
        "row": desk.row_of(application),
        "before": before,
        "after": after,
    }
    return render(request, "exhibitions/entry_score.html", context, status=status)


def _save(
    request: AuthenticatedHttpRequest, application: Application, form: ReviewForm
) -> HttpResponse:
    services.save_review(
        application=application,
        points=form.points(),
        comment=form.cleaned_data["comment"],
        by=request.user,
        at=clock.now(),
    )
    saved = _("Saved: %(business)s.") % {"business": application.frozen["business"]}
    following = selectors.desk_of(request.user, application.activity).next_after(application)
    if following:
        messages.success(request, saved, extra_tags="draft-sent")
        return redirect("exhibitions:entry_score", following.application.public_id)
    done = _("%(saved)s That was the last one. Thank you!") % {"saved": saved}
    messages.success(request, done, extra_tags="draft-sent")
    return redirect("exhibitions:curation_desk", application.activity.slug)


@require_http_methods(["GET", "HEAD", "POST"])
def entry_conflict(request: AuthenticatedHttpRequest, public_id: UUID) -> HttpResponse:
    key = request.POST.get("submission_key")
    # Sent twice: the entry is off the list since the first time, and so is its page.
    if carried_out := submissions.answered(user_id=request.user.pk, key=key):
        return redirect(carried_out)
    application = _entry_or_404(request, public_id)
    form = ConflictForm(forms.posted(request))
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            return _declare(request, application, form)
        except PortalError as refusal:
            form.add_error(None, str(refusal))
            status = refusal.status
    context = {"application": application, "form": form}
    return render(request, "exhibitions/entry_conflict.html", context, status=status)


def _declare(
    request: AuthenticatedHttpRequest, application: Application, form: ConflictForm
) -> HttpResponse:
    key = form.cleaned_data["submission_key"]
    with submissions.once(user_id=request.user.pk, key=key) as submission:
        if not submission.result_url:
            services.declare_conflict(
                application=application,
                reason=form.cleaned_data["reason"],
                by=request.user,
                at=clock.now(),
            )
            messages.success(
                request, _("Thank you for saying so. The entry is off your list; others score it.")
            )
            submission.result_url = reverse(
                "exhibitions:curation_desk", args=[application.activity.slug]
            )
    return redirect(submission.result_url)


@require_safe
def entry_photo(
    request: AuthenticatedHttpRequest, public_id: UUID, product: UUID
) -> HttpResponseBase:
    application = _entry_or_404(request, public_id)
    shown = get_object_or_404(application.entries, product__public_id=product)
    if not shown.photo:
        raise Http404
    return private_file(request, shown.photo, content_type="image/webp", name="foto.webp")
