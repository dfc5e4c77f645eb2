"""Called inside the portal's own process: a small training planned, its certificates ordered."""

from datetime import datetime, timedelta

from consultations.models import Consultant
from plut_portal.accounts.models import User
from plut_portal.core import clock
from trainings import services
from trainings.models import Batch, BatchStage, Course, Stage, Track

DAY = timedelta(days=1)
# Stage, what is handed in, and of what kind.
STAGES = (
    (Stage.Kind.PRODUCTION, "Produksi", "FILE", "Resep baku"),
    (Stage.Kind.PACKAGING, "Pengemasan", "NONE", ""),
    (Stage.Kind.MARKETING, "Pemasaran", "LINK", "Etalase daring"),
)


def plan(slug: str, name: str, begins: str) -> None:
    """One meeting a stage, a day apart; Rini teaches and judges them all."""
    first, at = datetime.fromisoformat(begins), clock.now()
    track = Track.objects.create(
        slug=slug, name=name, summary="Tiga tahap dalam tiga hari.", outcomes="Menjual sendiri"
    )
    until = first - timedelta(minutes=45)
    batch = Batch.objects.create(
        track=track, number=1, enrol_from=at, enrol_until=until, first_timers_until=until
    )
    rini = Consultant.objects.get(user__email="rini@plut.example")
    for number, (kind, title, output_kind, output_name) in enumerate(STAGES):
        stage = Stage.objects.create(
            track=track,
            position=number + 1,
            kind=kind,
            name=title,
            output_kind=output_kind,
            output_name=output_name,
        )
        day = (first + number * DAY).date()
        BatchStage.objects.create(
            batch=batch, stage=stage, consultant=rini, starts_on=day, ends_on=day
        )
        services.plan_meeting(
            batch=batch,
            course=Course.objects.create(stage=stage, position=1, title=f"{title} {name}"),
            starts_at=first + number * DAY,
            hours=2,
            trainer_name=rini.user.full_name,
            trainer=rini.user,
            by=_admin(),
            at=at,
        )
    services.publish_batch(batch=batch, by=_admin(), at=at)


def order_certificates(slug: str) -> None:
    """Workers issue them."""
    batch = Batch.objects.get(track__slug=slug)
    services.order_certificates(batch=batch, by=_admin(), at=clock.now())


def _admin() -> User:
    return User.objects.get(email="admin@plut.example")
