"""Who acts for a business: asking somebody in by a link, joining, letting go."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from businesses import services
from businesses.models import Business, Invitation
from plut_portal.accounts.models import User
from plut_portal.accounts.requests import AuthenticatedHttpRequest
from plut_portal.core import clock
from plut_portal.core.errors import PortalError

# Stands in the address in place of the token, which the session keeps.
OPENED, INVITATION = "buka", "invitation"


def _own(request: AuthenticatedHttpRequest, public_id: UUID) -> Business:
    return get_object_or_404(Business.objects.run_by(request.user), public_id=public_id)


@require_safe
def people(request: AuthenticatedHttpRequest, public_id: UUID) -> HttpResponse:
    return _people_page(request, _own(request, public_id))


def _people_page(
    request: AuthenticatedHttpRequest, business: Business, *, refusal: str = "", status: int = 200
) -> HttpResponse:
    acting = business.memberships.active().select_related("user").order_by("joined_at", "pk")
    pending = business.invitations.pending(at=clock.now()).select_related("invited_by")
    context = {
        "business": business,
        "acting": acting,
        "pending": [
            (invitation, settings.SITE_URL + invitation.get_absolute_url())
            for invitation in pending.order_by("-created_at", "-pk")
        ],
        "refusal": refusal,
    }
    return render(request, "businesses/people.html", context, status=status)


@require_POST
def invitation_create(request: AuthenticatedHttpRequest, public_id: UUID) -> HttpResponse:
    business = _own(request, public_id)
    try:
        services.invite(business=business, by=request.user, at=clock.now())
    except PortalError as refusal:
        return _people_page(request, business, refusal=str(refusal), status=refusal.status)
    messages.success(request, _("The link is ready. Send it to the person you mean, and only her."))
    return redirect("businesses:people", public_id)


@require_POST
def invitation_revoke(
    request: AuthenticatedHttpRequest, public_id: UUID, invitation_id: UUID
) -> HttpResponse:
    business = _own(request, public_id)
    invitation = get_object_or_404(business.invitations, public_id=invitation_id)
    services.revoke_invitation(invitation=invitation, at=clock.now())
    messages.success(request, _("The link no longer works."))
    return redirect("businesses:people", public_id)


@require_POST
def membership_end(
    request: AuthenticatedHttpRequest, public_id: UUID, person_id: UUID
) -> HttpResponse:
    business = _own(request, public_id)
    acting = User.objects.filter(memberships__business=business, memberships__is_active=True)
    person = get_object_or_404(acting, public_id=person_id)
    try:
        services.end_membership(business=business, person=person, by=request.user, at=clock.now())
    except PortalError as refusal:
        return _people_page(request, business, refusal=str(refusal), status=refusal.status)
    if person == request.user:
        messages.success(request, _("You no longer act for this business."))
        return redirect("businesses:list")
    messages.success(request, _("%(name)s no longer acts for it.") % {"name": person.full_name})
    return redirect("businesses:people", public_id)


@require_http_methods(["GET", "HEAD", "POST"])
def invitation_accept(request: AuthenticatedHttpRequest, token: str) -> HttpResponse:
    if request.user.works_here:
        raise PermissionDenied
    if token == OPENED:
        response = _invitation(request, request.session.get(INVITATION, ""))
    else:
        # The address is the key (FM-38): it is not told to other sites. The pages behind it hold
        # none, as a form on a no-referrer page is sent with "Origin: null", which CSRF refuses.
        if Invitation.objects.pending(at=clock.now()).filter(token=token).exists():
            request.session[INVITATION] = token
        else:
            request.session.pop(INVITATION, None)
        response = redirect("businesses:invitation_accept", OPENED)
        response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _invitation(request: AuthenticatedHttpRequest, token: str) -> HttpResponse:
    invitations = Invitation.objects.select_related("business", "invited_by").filter(token=token)
    found = invitations.first()
    if found and request.method == "POST":
        return _accept(request, found)
    if not found or not invitations.pending(at=clock.now()).exists():
        return _gone(request, status=404)
    context = {"business": found.business, "inviter": found.invited_by.get_short_name()}
    return render(request, "businesses/invitation_accept.html", context)


def _accept(request: AuthenticatedHttpRequest, found: Invitation) -> HttpResponse:
    try:
        business = services.accept_invitation(invitation=found, user=request.user, at=clock.now())
    except PortalError as refusal:
        return _gone(request, status=refusal.status)
    messages.success(request, _("You now act for this business, like the others."))
    return redirect(business)


def _gone(request: AuthenticatedHttpRequest, *, status: int) -> HttpResponse:
    return render(request, "businesses/invitation_gone.html", status=status)


@require_safe
@login_not_required
def outside_batu(request: HttpRequest) -> HttpResponse:
    return render(request, "businesses/outside_batu.html")
