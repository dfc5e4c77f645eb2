"""Integrated training: what went before, what runs in each stage, and what one can join now."""

from datetime import date, datetime, time, timedelta

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile

from businesses.models import Business
from consultations.models import Consultant
from plut_portal.accounts.models import User
from plut_portal.core import formats
from plut_portal.core.workdays import is_workday
from plut_portal.insights.demo import past, pictures
from plut_portal.insights.demo.training_craft import CRAFT
from plut_portal.insights.demo.training_food import FOOD
from plut_portal.insights.demo.training_tracks import (
    FINISHED,
    BatchData,
    CourseData,
    StageData,
    TrackData,
)
from plut_portal.notifications.models import Message
from trainings import services
from trainings.models import (
    Batch,
    BatchStage,
    Course,
    Enrolment,
    Material,
    Meeting,
    Output,
    Stage,
    StageProgress,
    Track,
)

TRACKS = (FOOD, CRAFT)
PLACE = "Aula PLUT, lantai dua"
STAGE_EVERY, STAGE_LASTS = timedelta(days=18), timedelta(days=16)
# Days after the stage's first on which its courses meet, moved on to working days.
MEETS_ON = (0, 2, 5, 9)
# Counted back from a stage's last day.
HANDED_IN, JUDGED, TESTED = timedelta(days=6), timedelta(days=4), timedelta(days=5)
SHOP = "https://toko.example/"
GOODS = pictures.Goods("", "pack", "#2e6b3f", "Keripik\nApel")


def live_through(*, at: datetime) -> None:
    """Teach both tracks through the services, each step at its own moment before `at`."""
    admin = User.objects.get(email="admin@plut.example")
    for data in TRACKS:
        stages = _create_track(data)
        for number, batch in enumerate(data.batches, start=1):
            past.take_stock()
            _Class(data, batch, number, stages, admin, at=at).live_through()
    past.settle_outbox(until=at)


def _create_track(data: TrackData) -> list[Stage]:
    track = Track.objects.create(**data.fields)
    return [
        _create_stage(track, position, stage) for position, stage in enumerate(data.stages, start=1)
    ]


def _create_stage(track: Track, position: int, data: StageData) -> Stage:
    stage = Stage.objects.create(track=track, position=position, **data.fields)
    for number, course in enumerate(data.courses, start=1):
        _create_course(stage, number, course)
    return stage


def _create_course(stage: Stage, position: int, data: CourseData) -> None:
    course = Course.objects.create(
        stage=stage, position=position, title=data.title, topics=data.topics, hours=data.hours
    )
    if data.material:
        file = ContentFile(pictures.PAPER, "materi.pdf")
        Material.objects.create(course=course, title=data.material, file=file)


def _workday(day: date) -> date:
    while not is_workday(day):
        day += timedelta(days=1)
    return day


def _consultant(name: str) -> Consultant:
    return Consultant.objects.select_related("user").get(user__email=f"{name}@plut.example")


class _Class:
    """One batch, from its announcement to where it stands now."""

    def __init__(
        self,
        track: TrackData,
        data: BatchData,
        number: int,
        stages: list[Stage],
        admin: User,
        *,
        at: datetime,
    ) -> None:
        self.track, self.data, self.stages, self.admin, self.at = track, data, stages, admin, at
        self.begins = _workday(formats.wib_day(at) + timedelta(days=data.begins))
        self.announced_at = self._moment(-data.announced, time(8, 30))
        self.diary = past.Diary(Message, Batch, Enrolment, Output, StageProgress)
        self.batch = self._plan(number)

    def live_through(self) -> None:
        people = [self._enrol(number, label) for number, label in enumerate(self.data.businesses)]
        if self.data.running is None:
            if len(people) > self.data.quota:
                self._let_one_go(people[1])
            return
        self._wave_through(people)
        for number in range(min(self.data.running + 1, FINISHED)):
            self._teach(number, people, is_over=number < self.data.running)
        if self.data.running == FINISHED:
            self._finish(people)

    def _moment(self, days: int, clock_time: time) -> datetime:
        return formats.at_wib(self.begins + timedelta(days=days), clock_time)

    def _plan(self, number: int) -> Batch:
        batch = Batch.objects.create(
            track=self.stages[0].track,
            number=number,
            quota=self.data.quota,
            first_timers_until=self._moment(-4, time(15)),
            enrol_from=self.announced_at,
            enrol_until=self._moment(-3, time(15)),
            place=PLACE,
        )
        for position, (stage, data) in enumerate(zip(self.stages, self.track.stages, strict=True)):
            starts_on = self.begins + position * STAGE_EVERY
            BatchStage.objects.create(
                batch=batch,
                stage=stage,
                consultant=_consultant(data.judge),
                starts_on=starts_on,
                ends_on=starts_on + STAGE_LASTS,
            )
            self._plan_meetings(batch, stage, data, starts_on)
        batch = services.publish_batch(batch=batch, by=self.admin, at=self.announced_at)
        self.diary.close(self.announced_at)
        return batch

    def _plan_meetings(self, batch: Batch, stage: Stage, data: StageData, starts_on: date) -> None:
        free_from = starts_on
        courses = stage.courses.order_by("position")
        for course, plan, days in zip(courses, data.courses, MEETS_ON, strict=False):
            day = _workday(max(free_from, starts_on + timedelta(days=days)))
            trainer = _consultant(plan.trainer).user
            services.plan_meeting(
                batch=batch,
                course=course,
                starts_at=formats.at_wib(day, time(9)),
                hours=plan.hours,
                trainer_name=trainer.full_name,
                trainer=trainer,
                bring=plan.bring,
                by=self.admin,
                at=self.announced_at,
            )
            free_from = day + timedelta(days=1)

    def _enrol(self, number: int, label: str) -> Enrolment:
        business = next(each for each in Business.objects.order_by("pk") if each.label == label)
        moment = self.announced_at + timedelta(days=1 + number // 4, hours=number % 4)
        enrolment = services.enrol(
            batch=self.batch, business=business, by=self._owner(business), at=moment
        )
        self.diary.close(moment)
        return enrolment

    def _owner(self, business: Business) -> User:
        return business.people.order_by("pk")[0]

    def _let_one_go(self, enrolment: Enrolment) -> None:
        """Three hours ago; whoever stands first on the list has an offer since."""
        moment = self.at - timedelta(hours=3)
        past.settle_outbox(until=moment)
        services.withdraw(enrolment=enrolment, by=enrolment.participant, at=moment)
        self.diary.close(moment)

    def _wave_through(self, people: list[Enrolment]) -> None:
        for enrolment in people:
            if enrolment.business.label == self.track.waived:
                moment = self._moment(-1, time(10))
                services.waive_stage(
                    enrolment=enrolment,
                    stage=self.stages[0],
                    evidence=self.track.evidence,
                    by=self.admin,
                    at=moment,
                )
                self.diary.close(moment)

    def _teach(self, number: int, people: list[Enrolment], *, is_over: bool) -> None:
        takers = [each for each in people if self._takes(each, number)]
        stage = self.stages[number]
        meetings = self.batch.meetings.filter(course__stage=stage, ends_at__lt=self.at)
        for place, meeting in enumerate(meetings.select_related("course").in_order()):
            there = [each for each in takers if self._comes(each, number, place)]
            self._attend(meeting, there, by_code=not is_over)
        last_day = formats.at_wib(self.begins + number * STAGE_EVERY + STAGE_LASTS, time(10))
        if is_over:
            self._pass(number, takers, last_day)
        else:
            self._hand_in_some(number, takers)

    def _takes(self, enrolment: Enrolment, number: int) -> bool:
        label = enrolment.business.label
        if label == self.track.waived:
            return number > 0
        return label != self.track.absent or number == 0

    def _comes(self, enrolment: Enrolment, number: int, place: int) -> bool:
        """Of the absent one's meetings only the first was attended."""
        return enrolment.business.label != self.track.absent or place == 0

    def _attend(self, meeting: Meeting, people: list[Enrolment], *, by_code: bool) -> None:
        """The trainer ticks everybody off; two had typed in the code before."""
        for enrolment in people[:2] if by_code else ():
            services.attend_by_code(
                enrolment=enrolment,
                code=meeting.code,
                by=enrolment.participant,
                at=meeting.starts_at + timedelta(minutes=4),
            )
        trainer = meeting.trainer or self.admin
        services.mark_present(meeting=meeting, enrolments=people, by=trainer, at=meeting.ends_at)
        self.diary.close(meeting.ends_at)

    def _pass(self, number: int, people: list[Enrolment], last_day: datetime) -> None:
        """The first of them needs two attempts. Of a finished batch the last never handed in."""
        stage = self.stages[number]
        for place, enrolment in enumerate(people):
            if enrolment.business.label == self.track.absent:
                continue
            if stage.pass_mark:
                self._test(enrolment, stage, points=64 + 7 * place % 33, at=last_day - TESTED)
            if self.data.running == number + 1 == FINISHED and place == len(people) - 1:
                continue
            handed_in_at = last_day - HANDED_IN + timedelta(minutes=35 * place)
            if place == 0:
                output = self._hand_in(enrolment, number, at=handed_in_at - timedelta(days=3))
                self._return(output, number, at=handed_in_at - timedelta(days=2))
            output = self._hand_in(enrolment, number, at=handed_in_at)
            self._accept(output, number, at=last_day - JUDGED + timedelta(minutes=15 * place))

    def _test(self, enrolment: Enrolment, stage: Stage, *, points: int, at: datetime) -> None:
        services.record_score(enrolment=enrolment, stage=stage, points=points, by=self.admin, at=at)
        self.diary.close(at)

    def _hand_in_some(self, number: int, people: list[Enrolment]) -> None:
        """In the running stage one came back, one waits for the consultant, the rest is to come."""
        output = self._hand_in(people[0], number, at=self._ago(days=2, hours=2))
        self._return(output, number, at=self._ago(days=1))
        self._hand_in(people[1], number, at=self._ago(days=1, hours=3))

    def _ago(self, *, days: int, hours: int = 0) -> datetime:
        day = formats.wib_day(self.at) - timedelta(days=days)
        return formats.at_wib(day, time(14 - hours, 20))

    def _hand_in(self, enrolment: Enrolment, number: int, *, at: datetime) -> Output:
        stage = self.stages[number]
        by_link = stage.output_kind == Stage.OutputKind.LINK
        output = services.submit_output(
            enrolment=enrolment,
            stage=stage,
            by=enrolment.participant,
            at=at,
            files=() if by_link else [SimpleUploadedFile("hasil.pdf", pictures.PAPER)],
            link=f"{SHOP}{enrolment.pk}" if by_link else "",
            note=self.track.notes[number],
        )
        self.diary.close(at)
        return output

    def _return(self, output: Output, number: int, *, at: datetime) -> None:
        judge = _consultant(self.track.stages[number].judge).user
        services.return_output(output=output, text=self.track.returns[number], by=judge, at=at)
        self.diary.close(at)

    def _accept(self, output: Output, number: int, *, at: datetime) -> None:
        judge = _consultant(self.track.stages[number].judge).user
        services.accept_output(output=output, by=judge, at=at)
        self.diary.close(at)

    def _finish(self, people: list[Enrolment]) -> None:
        moment = formats.at_wib(self.begins + 3 * STAGE_EVERY, time(11))
        for enrolment in people[:-1]:
            certificate = services.issue_certificate(enrolment=enrolment, by=self.admin, at=moment)
            services.set_paper(certificate=certificate)
        services.finish_batch(batch=self.batch, by=self.admin, at=moment)
        self.diary.close(moment)
