"""A batch as tests need it: three stages, each with a judge and meetings."""

from datetime import timedelta

from plut_portal.accounts.roles import Role
from tests.factories import (
    BatchFactory,
    BatchStageFactory,
    BusinessFactory,
    CourseFactory,
    EnrolmentFactory,
    MeetingFactory,
    ReachableUserFactory,
    StageFactory,
    UserFactory,
)
from tests.times import NOW
from trainings import services
from trainings.models import Attendance, Stage

BEGINS = NOW + timedelta(days=14)
AFTER = NOW + timedelta(days=60)
KINDS = (Stage.Kind.PRODUCTION, Stage.Kind.PACKAGING, Stage.Kind.MARKETING)


def office():
    return UserFactory(role=Role.PROGRAMME_ADMIN)


def counter():
    return UserFactory(role=Role.COUNTER_OFFICER)


def batch_of_three(hours=((4, 4), (4,), (4,)), stages=None, **batch_fields):
    """With meetings of so many JP in each stage; `stages` are fields of each stage."""
    batch = BatchFactory(**batch_fields)
    day = BEGINS
    for position, (kind, meetings) in enumerate(zip(KINDS, hours, strict=True), start=1):
        fields = (stages or {}).get(position, {})
        stage = StageFactory(track=batch.track, position=position, kind=kind, **fields)
        BatchStageFactory(batch=batch, stage=stage)
        course = CourseFactory(stage=stage)
        for jp in meetings:
            MeetingFactory(batch=batch, course=course, starts_at=day, hours=jp)
            day += timedelta(days=1)
    return batch


def stage_of(batch, position):
    return batch.track.stages.get(position=position)


def meetings_of(batch, position):
    return batch.meetings.filter(course__stage__position=position).order_by("starts_at")


def attend(enrolment, *positions, meetings=None):
    """Was at every meeting of these stages, or at these meetings."""
    held = (
        meetings
        if meetings is not None
        else enrolment.batch.meetings.filter(course__stage__position__in=positions)
    )
    for meeting in held:
        Attendance.objects.create(
            meeting=meeting,
            enrolment=enrolment,
            source=Attendance.Source.CODE,
            noted_at=meeting.starts_at,
            noted_by=enrolment.participant,
        )


def graduate(batch, **fields):
    """Somebody who was at every meeting of every stage."""
    enrolment = EnrolmentFactory(batch=batch, **fields)
    attend(enrolment, 1, 2, 3)
    return enrolment


def ask(batch, at=NOW, business=None, **kwargs):
    """An owner whom mails reach asks for a place."""
    business = business or BusinessFactory(owner=ReachableUserFactory())
    return services.enrol(
        batch=batch, business=business, by=business.people.first(), at=at, **kwargs
    )
