"""Out of town: people and goods of one business, counted by the office, and their papers."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from exhibitions import selectors, services
from exhibitions.forms import GoodsForm, HandOverForm, TakeBackForm, TravellerForm
from exhibitions.models import Activity, Application
from plut_portal.accounts.requests import AuthenticatedHttpRequest
from plut_portal.core import clock, forms, submissions
from plut_portal.core.errors import PortalError

counts_goods = permission_required("exhibitions.manage_applications", raise_exception=True)
reads_manifests = permission_required("exhibitions.view_manifestline", raise_exception=True)


def _travelling() -> Any:
    return Application.objects.travelling().select_related("activity", "business")


def _readable_or_404(request: AuthenticatedHttpRequest, public_id: UUID) -> Application:
    return get_object_or_404(_travelling().visible_to(request.user), public_id=public_id)


def _changeable_or_404(request: AuthenticatedHttpRequest, public_id: UUID) -> Application:
    return get_object_or_404(_travelling().changeable_by(request.user), public_id=public_id)


@require_safe
def goods_list(request: AuthenticatedHttpRequest, public_id: UUID) -> HttpResponse:
    application = _readable_or_404(request, public_id)
    return _list_page(request, application)


def _list_page(
    request: AuthenticatedHttpRequest,
    application: Application,
    *,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    may_change = Application.objects.changeable_by(request.user).filter(pk=application.pk).exists()
    context = {
        "application": application,
        "goods": selectors.goods_for(application),
        "may_change": may_change,
        "shows_phones": may_change,
        "refusal": refusal,
    }
    return render(request, "exhibitions/goods_list.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def traveller_add(request: AuthenticatedHttpRequest, public_id: UUID) -> HttpResponse:
    application = _changeable_or_404(request, public_id)
    form = TravellerForm(forms.posted(request))
    status = 422 if form.is_bound else 200
    if form.is_valid():
        data = dict(form.cleaned_data)
        try:
            with submissions.once(user_id=request.user.pk, key=data.pop("submission_key")) as sent:
                if not sent.result_url:
                    services.add_traveller(application=application, by=request.user, **data)
                    messages.success(request, _("%(name)s goes along.") % {"name": data["name"]})
                    sent.result_url = _list_url(application)
            return redirect(sent.result_url)
        except PortalError as refusal:
            form.add_error(None, str(refusal))
            status = refusal.status
    context = {"application": application, "form": form}
    return render(request, "exhibitions/traveller_add.html", context, status=status)


@require_POST
def traveller_remove(
    request: AuthenticatedHttpRequest, public_id: UUID, traveller: UUID
) -> HttpResponse:
    application = _changeable_or_404(request, public_id)
    person = get_object_or_404(application.travellers, public_id=traveller)
    try:
        services.remove_traveller(traveller=person, by=request.user)
    except PortalError as refusal:
        return _list_page(request, application, refusal=str(refusal), status=refusal.status)
    messages.success(request, _("%(name)s stays at home.") % {"name": person.name})
    return redirect(_list_url(application))


@require_http_methods(["GET", "HEAD", "POST"])
def goods_add(request: AuthenticatedHttpRequest, public_id: UUID) -> HttpResponse:
    application = _changeable_or_404(request, public_id)
    form = GoodsForm(forms.posted(request))
    status = 422 if form.is_bound else 200
    if form.is_valid():
        key = form.cleaned_data["submission_key"]
        try:
            with submissions.once(user_id=request.user.pk, key=key) as sent:
                if not sent.result_url:
                    line = services.add_goods(
                        application=application, by=request.user, **form.said()
                    )
                    messages.success(
                        request, _("%(goods)s is on the list.") % {"goods": line.goods}
                    )
                    sent.result_url = _list_url(application)
            return redirect(sent.result_url)
        except PortalError as refusal:
            form.add_error(None, str(refusal))
            status = refusal.status
    context = {"application": application, "form": form}
    return render(request, "exhibitions/goods_add.html", context, status=status)


@require_POST
def goods_remove(request: AuthenticatedHttpRequest, public_id: UUID, line: UUID) -> HttpResponse:
    application = _changeable_or_404(request, public_id)
    goods = get_object_or_404(application.manifest, public_id=line)
    try:
        services.remove_goods(line=goods, by=request.user)
    except PortalError as refusal:
        return _list_page(request, application, refusal=str(refusal), status=refusal.status)
    messages.success(request, _("%(goods)s is off the list.") % {"goods": goods.goods})
    return redirect(_list_url(application))


@require_http_methods(["GET", "HEAD", "POST"])
@counts_goods
def goods_hand_over(request: AuthenticatedHttpRequest, public_id: UUID) -> HttpResponse:
    application = _changeable_or_404(request, public_id)
    lines = [line for line in selectors.goods_for(application).lines if line.returned is None]
    form = HandOverForm(forms.posted(request), lines=lines)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            services.hand_over_goods(
                application=application, pieces=form.pieces(), by=request.user, at=clock.now()
            )
        except PortalError as refusal:
            _blame(form, refusal)
            status = refusal.status
        else:
            messages.success(request, _("Counted. Print the paper and sign it together."))
            return redirect(_list_url(application))
    context = {"application": application, "form": form}
    return render(request, "exhibitions/goods_hand_over.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@counts_goods
def goods_take_back(request: AuthenticatedHttpRequest, public_id: UUID) -> HttpResponse:
    application = _changeable_or_404(request, public_id)
    form = TakeBackForm(forms.posted(request), lines=selectors.goods_for(application).taken)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            services.take_back_all(
                application=application, counts=form.counts(), by=request.user, at=clock.now()
            )
        except PortalError as refusal:
            _blame(form, refusal)
            status = refusal.status
        else:
            messages.success(request, _("Back and counted. Print the paper and sign it together."))
            return redirect(_list_url(application))
    context = {"application": application, "form": form}
    return render(request, "exhibitions/goods_take_back.html", context, status=status)


def _blame(form: HandOverForm | TakeBackForm, refusal: PortalError) -> None:
    """Beside the goods the refusal is about, where it names any."""
    line = refusal.line if isinstance(refusal, services.CountWrong) else None
    form.add_error(form.field_of(line) if line else None, str(refusal))


def _list_url(application: Application) -> str:
    return reverse("exhibitions:goods_list", args=[application.public_id])


@require_safe
def goods_sheet(request: AuthenticatedHttpRequest, public_id: UUID) -> HttpResponse:
    application = _readable_or_404(request, public_id)
    may_change = Application.objects.changeable_by(request.user)
    context = {
        "activity": application.activity,
        "goods": selectors.goods_for(application),
        "shows_phones": may_change.filter(pk=application.pk).exists(),
    }
    return render(request, "exhibitions/goods_sheet.html", context)


def _activity_or_404(request: AuthenticatedHttpRequest, slug: str) -> Activity:
    out_of_town = Activity.objects.visible_to(request.user).filter(kind=Activity.Kind.OUT_OF_TOWN)
    return get_object_or_404(out_of_town, slug=slug)


@require_safe
@reads_manifests
def manifest(request: AuthenticatedHttpRequest, slug: str) -> HttpResponse:
    activity = _activity_or_404(request, slug)
    context = {"activity": activity, "manifest": selectors.manifest_of(activity)}
    return render(request, "exhibitions/manifest.html", context)


@require_safe
@reads_manifests
def manifest_sheet(request: AuthenticatedHttpRequest, slug: str) -> HttpResponse:
    activity = _activity_or_404(request, slug)
    context = {
        "activity": activity,
        "manifest": selectors.manifest_of(activity),
        "shows_phones": request.user.has_perm("exhibitions.manage_applications"),
    }
    return render(request, "exhibitions/manifest_sheet.html", context)
