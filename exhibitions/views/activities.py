"""What everybody may read of exhibitions: what is coming, how it is judged, what came of it."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from exhibitions import selectors
from exhibitions.models import Activity, Application
from plut_portal.core import clock

PAST_ON_A_PAGE, MINE_SHOWN = 6, 5


@require_safe
@login_not_required
def exhibition_list(request: HttpRequest) -> HttpResponse:
    now = clock.now()
    user = request.user
    past = Paginator(selectors.over_activities(at=now), PAST_ON_A_PAGE)
    page_obj = past.get_page(request.GET.get("page"))
    context = {
        "cards": selectors.cards_of(selectors.coming_activities(at=now), at=now),
        "page_obj": page_obj,
        "summaries": selectors.summaries(page_obj) if page_obj else [],
        "applications": selectors.applications_of(user)[:MINE_SHOWN]
        if user.is_authenticated
        else [],
    }
    return render(request, "exhibitions/list.html", context)


@require_safe
@login_not_required
def activity_detail(request: HttpRequest, slug: str) -> HttpResponse:
    now = clock.now()
    activity = visible_or_404(request, slug)
    card = selectors.cards_of([activity], at=now)[0]
    mine, may_apply = Application.objects.none(), "first"
    if request.user.is_authenticated:
        mine = selectors.applications_of(request.user).filter(activity=activity)
        may_apply = selectors.may_apply(request.user, mine)
    context = {
        "activity": activity,
        "card": card,
        "requirements": activity.requirements.order_by("-is_must", "pk"),
        "shares": selectors.criteria_shares(activity),
        "rules": selectors.rule_text(activity),
        "duty": selectors.duty_beforehand(activity),
        "zones": activity.zones.order_by("position", "pk"),
        "applications": mine,
        "may_apply": may_apply,
        "summary": selectors.summary_of(activity) if card.is_over else None,
    }
    return render(request, "exhibitions/activity_detail.html", context)


def visible_or_404(request: HttpRequest, slug: str) -> Activity:
    return get_object_or_404(Activity.objects.visible_to(request.user), slug=slug)
