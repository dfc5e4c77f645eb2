from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from plut_portal.core import clock
from trainings import selectors
from trainings.models import Batch, Enrolment, Track


@require_safe
@login_not_required
def training_list(request: HttpRequest) -> HttpResponse:
    user = request.user
    context = {
        "tracks": selectors.tracks_offered(at=clock.now()),
        "enrolments": selectors.enrolments_of(user) if user.is_authenticated else [],
    }
    return render(request, "trainings/list.html", context)


@require_safe
@login_not_required
def track_detail(request: HttpRequest, slug: str) -> HttpResponse:
    track = get_object_or_404(Track.objects.offered(), slug=slug)
    card = selectors.track_card(track, at=clock.now())
    return render(request, "trainings/track_detail.html", {"track": track, "card": card})


@require_safe
@login_not_required
def batch_detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    batch = published_or_404(public_id)
    mine = Enrolment.objects.none()
    if request.user.is_authenticated:
        mine = batch.enrolments.run_by(request.user).live().select_related("business")
    context = {
        "batch": batch,
        "card": selectors.cards_of([batch], at=clock.now())[0],
        "stages": batch.batch_stages.select_related("stage", "consultant__user").order_by(
            "stage__position"
        ),
        "meetings": batch.meetings.kept().select_related("course__stage").in_order(),
        "enrolments": mine.order_by("pk"),
    }
    return render(request, "trainings/batch_detail.html", context)


def published_or_404(public_id: UUID) -> Batch:
    batches = Batch.objects.published().select_related("track")
    return get_object_or_404(batches, public_id=public_id)
