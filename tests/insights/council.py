"""A made-up office over three years, with everything that happens near midnight of New Year."""

from datetime import date, datetime, timedelta

from factory.random import randgen, reseed_random

from businesses.models import Product, Village
from consultations.models import CheckResult, CheckVersion, ConstraintCheck
from plut_portal.core.formats import WIB
from tests.factories import (
    ActivityFactory,
    ApplicationFactory,
    AttendanceFactory,
    BatchFactory,
    BatchStageFactory,
    BookingFactory,
    BusinessFactory,
    CheckVersionFactory,
    ConstraintFactory,
    ConsultantFactory,
    CourseFactory,
    EnrolmentFactory,
    MeetingFactory,
    SessionRecordFactory,
    SnapshotFactory,
    StageFactory,
    TrackFactory,
    VillageFactory,
    VisitFactory,
)
from trainings.models import Output, StageProgress

# Half an hour to either side of the edges of years and quarters, and in between.
MOMENTS = [
    datetime(2025, 5, 14, 9, tzinfo=WIB),
    datetime(2025, 12, 31, 23, 30, tzinfo=WIB),
    datetime(2026, 1, 1, 0, 0, tzinfo=WIB),
    datetime(2026, 3, 31, 23, 59, 59, tzinfo=WIB),
    datetime(2026, 4, 1, 0, 30, tzinfo=WIB),
    datetime(2026, 9, 30, 23, 30, tzinfo=WIB),
    datetime(2026, 10, 1, 0, 30, tzinfo=WIB),
    datetime(2026, 12, 31, 23, 30, tzinfo=WIB),
    datetime(2027, 1, 1, 0, 30, tzinfo=WIB),
]
LATER = datetime(2027, 2, 1, 9, tzinfo=WIB)


def build(*, businesses=24, seed=27):
    """Chance that falls the same way each time."""
    reseed_random(seed)
    dice = randgen
    villages = list(Village.objects.order_by("code")) or [
        VillageFactory(),
        VillageFactory(code="35.79.01.1004", name="Sisir"),
        VillageFactory(code="35.79.02.2001", name="Punten", district="Bumiaji"),
    ]
    staff = [ConsultantFactory() for _each in range(2)]
    kendala = [ConstraintFactory(expertise=each.expertises.get()) for each in staff]
    rows = [_business(dice, villages[: max(1, len(villages) * 2 // 3)]) for _ in range(businesses)]
    for number, business in enumerate(rows):
        _served(dice, business, kendala, number)
        _condition(dice, business)
    _training(dice, rows)
    _markets(dice, rows)
    _checks(dice, villages, kendala)
    return rows


def _business(dice, villages):
    business = BusinessFactory(village=dice.choice(villages))
    for position, category in enumerate(dice.sample(["FOOD", "DRINK", "CRAFT", ""], k=2)):
        Product.objects.create(
            business=business,
            name=f"Produk {position}",
            category=category,
            position=position,
            is_active=dice.random() < 0.8,
        )
    return business


def _served(dice, business, kendala, number):
    statuses = ["ATTENDED", "ATTENDED", "OWNER_ABSENT", "CANCELLED", "BOOKED"]
    for moment in dice.sample(MOMENTS, k=dice.randint(0, 2)):
        booking = BookingFactory(
            business=business, starts_at=moment, status=dice.choice(statuses), topic=f"{number}"
        )
        if booking.status == "ATTENDED" and dice.random() < 0.8:
            SessionRecordFactory(booking=booking, constraint=dice.choice([*kendala, None]))
    if dice.random() < 0.2:
        VisitFactory(business=business, at=dice.choice(MOMENTS))


def _condition(dice, business):
    last = None
    for moment in sorted(dice.sample(MOMENTS, k=dice.randint(0, 4))):
        last = SnapshotFactory(
            business=business,
            taken_at=moment,
            operating_state=dice.choice(["RUNNING", "STOPPED", "PAUSED", ""]),
            workers_female=dice.choice([None, 0, 1, 4]),
        )
    if last and dice.random() < 0.4:
        SnapshotFactory(
            business=business,
            taken_at=last.taken_at,
            recorded_at=last.taken_at + timedelta(days=1),
            operating_state="RUNNING",
            workers_female=2,
            corrects=last,
            reason="Salah dengar",
        )


def _training(dice, rows):
    track = TrackFactory()
    stages = [
        StageFactory(
            track=track,
            position=position,
            kind=kind,
            attendance_percent=50,
            pass_mark=60 if position == 2 else None,
            output_kind="FILE" if position == 3 else "NONE",
            output_name="Etalase" if position == 3 else "",
        )
        for position, kind in enumerate(("PRODUCTION", "PACKAGING", "MARKETING"), start=1)
    ]
    for number, first in enumerate((date(2025, 12, 31), date(2026, 1, 1), date(2026, 12, 31))):
        batch = BatchFactory(track=track, number=number + 1, quota=25)
        for stage in stages:
            BatchStageFactory(batch=batch, stage=stage, starts_on=first, ends_on=first)
        meetings = [_meeting(batch, stage, first, k) for stage in stages for k in (0, 1)]
        for business in dice.sample(rows, k=min(8, len(rows))):
            _one_enrolled(dice, batch, business, stages, meetings, first)


def _meeting(batch, stage, first, number):
    course = CourseFactory(stage=stage)
    starts_at = datetime(first.year, first.month, first.day, 23, 30, tzinfo=WIB)
    return MeetingFactory(
        batch=batch, course=course, starts_at=starts_at, is_cancelled=number and stage.position == 1
    )


def _one_enrolled(dice, batch, business, stages, meetings, first):
    begins = datetime(first.year, first.month, first.day, tzinfo=WIB)
    status = dice.choice(["ENROLLED"] * 6 + ["WITHDRAWN", "WAITING", "EXPIRED", "NO_PLACE"])
    enrolment = EnrolmentFactory(
        batch=batch,
        business=business,
        status=status,
        asked_at=begins - timedelta(minutes=30),
        enrolled_at=begins if status in {"ENROLLED", "WITHDRAWN"} else None,
        ended_at=begins + timedelta(days=dice.choice([-3, 3])) if status == "WITHDRAWN" else None,
    )
    if status != "ENROLLED":
        return
    for meeting in meetings:
        if dice.random() < 0.7:
            undone = meeting.starts_at if dice.random() < 0.1 else None
            AttendanceFactory(enrolment=enrolment, meeting=meeting, undone_at=undone)
    _, packaging, marketing = stages
    StageProgress.objects.create(
        enrolment=enrolment, stage=packaging, test_points=dice.choice([40, 60, 90])
    )
    if dice.random() < 0.2:
        StageProgress.objects.create(
            enrolment=enrolment, stage=marketing, waived_at=begins, waiver_evidence="Toko daring"
        )
    elif dice.random() < 0.8:
        Output.objects.create(
            enrolment=enrolment,
            stage=marketing,
            state=dice.choice(["ACCEPTED", "ACCEPTED", "RETURNED"]),
            submitted_by=enrolment.participant,
            submitted_at=begins,
            judged_by=enrolment.participant,
            judged_at=begins,
        )


def _markets(dice, rows):
    days = [moment.date() for moment in MOMENTS]
    for state, kind in (("FINISHED", "EXHIBITION"), ("CANCELLED", "OUT_OF_TOWN")):
        why = "Hujan abu" if state == "CANCELLED" else ""
        activity = ActivityFactory(state=state, kind=kind, cancel_reason=why)
        for business in dice.sample(rows, k=min(9, len(rows))):
            application = ApplicationFactory(
                activity=activity,
                business=business,
                state=dice.choice(["CONFIRMED"] * 3 + ["WITHDRAWN", "REFUSED", "RESERVE"]),
                submitted_at=dice.choice(MOMENTS),
            )
            for day in dice.sample(sorted(set(days)), k=3):
                application.reports.create(
                    day=day,
                    visitors=10,
                    pieces=5,
                    turnover=dice.randint(0, 9) * 100_000,
                    reported_by=application.entered_by,
                    reported_at=LATER,
                )
            application.follow_up_orders.create(
                ordered_on=dice.choice(days),
                buyer="Toko Jauh",
                amount=dice.randint(1, 9) * 250_000,
                reported_by=application.entered_by,
                reported_at=LATER,
            )


def _checks(dice, villages, kendala):
    nobody = ConstraintFactory()
    version = CheckVersion.objects.first() or CheckVersionFactory()
    for moment in MOMENTS * 2:
        is_outside = dice.random() < 0.3
        run = ConstraintCheck.objects.create(
            version=version,
            village=None if is_outside else dice.choice([None, *villages]),
            is_outside_batu=is_outside,
            started_at=moment - timedelta(minutes=1),
            finished_at=dice.choice([moment, moment, None]),
        )
        for rank, constraint in enumerate(dice.sample([nobody, *kendala], k=2), start=1):
            CheckResult.objects.create(run=run, constraint=constraint, rank=rank, score=9 - rank)
