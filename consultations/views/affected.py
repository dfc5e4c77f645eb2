from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from consultations import selectors, services
from consultations.forms import DecisionForm
from consultations.models import AffectedBooking
from plut_portal.accounts.requests import AuthenticatedHttpRequest
from plut_portal.core import clock
from plut_portal.core.errors import PortalError


@require_safe
def affected_list(request: AuthenticatedHttpRequest) -> HttpResponse:
    if not request.user.is_consultant:
        raise PermissionDenied
    return _list_page(request)


@require_POST
def affected_decide(request: AuthenticatedHttpRequest, public_id: UUID) -> HttpResponse:
    own = AffectedBooking.objects.filter(booking__consultant__user=request.user).with_people()
    hits = own.filter(booking__public_id=public_id).order_by("-pk")
    hit = get_object_or_404(hits[:1])
    (row,) = selectors.hit_rows([hit], at=clock.now())
    form = DecisionForm(request.POST, row=row)
    if not form.is_valid():
        return _list_page(request, refused=form, status=422)
    try:
        services.decide(hit=hit, by=request.user, at=clock.now(), **form.cleaned_data)
    except PortalError as refusal:
        form.add_error("choice", str(refusal))
        return _list_page(request, refused=form, status=refusal.status)
    messages.success(request, _("Decided. The owner is told."))
    return redirect("consultations:affected_list")


def _list_page(request, *, refused: DecisionForm | None = None, status=200) -> HttpResponse:
    rows = selectors.hit_rows(selectors.pending_of(request.user), at=clock.now())
    forms = [
        refused if refused and refused.row.hit == row.hit else DecisionForm(row=row) for row in rows
    ]
    context = {"forms": forms, "refused": refused, "refused_is_listed": refused in forms}
    return render(request, "consultations/affected_list.html", context, status=status)
