"""What a certificate says, derived from attendance, and who may get one (FM-53)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db.models import Count, Max, Min, Q, Sum
from django.utils import translation
from django.utils.translation import gettext as _

from plut_portal.core import formats
from plut_portal.core.models import OfficeIdentity
from trainings.certificate_pdf import Paper, Section
from trainings.models import (
    Attendance,
    Batch,
    Certificate,
    Course,
    Enrolment,
    IssueItem,
    IssueRun,
    Stage,
)
from trainings.models.certificates import bare_code
from trainings.selectors.gates import Ledger


@dataclass(frozen=True)
class Attended:
    """Hours (JP) and days really attended."""

    hours: int
    first_on: date
    last_on: date


def attended(enrolment: Enrolment) -> Attended | None:
    """Nothing for somebody who never came."""
    held = Attendance.objects.counted().filter(enrolment=enrolment, meeting__is_cancelled=False)
    sums = held.aggregate(
        hours=Sum("meeting__hours"), first=Min("meeting__starts_at"), last=Max("meeting__starts_at")
    )
    if not sums["hours"]:
        return None
    return Attended(sums["hours"], formats.wib_day(sums["first"]), formats.wib_day(sums["last"]))


def what_is_missing(enrolment: Enrolment, ledger: Ledger) -> list[str]:
    """What stands between this enrolment and its certificate; nothing for who may have it.

    Every stage before the follow-up is passed or waived.
    """
    stages = [each for each in ledger.stages(enrolment) if each.kind != Stage.Kind.FOLLOW_UP]
    results = [ledger.result(enrolment, stage) for stage in stages]
    return [
        missing.what for result in results if not result.is_passed for missing in result.missing
    ]


def entitled(enrolments: Iterable[Enrolment], *, at: datetime) -> list[Enrolment]:
    """Those who have passed everything and never had a certificate."""
    ledger = Ledger(enrolments, at=at)
    had = set(
        Certificate.objects.filter(enrolment__in=ledger.enrolments).values_list(
            "enrolment", flat=True
        )
    )
    return [
        each
        for each in ledger.enrolments
        if each.is_enrolled and each.pk not in had and not what_is_missing(each, ledger)
    ]


@dataclass(frozen=True)
class RunProgress:
    total: int
    issued: int
    refused: int

    @property
    def done(self) -> int:
        return self.issued + self.refused

    @property
    def is_finished(self) -> bool:
        return self.done == self.total

    @property
    def percent(self) -> int:
        return self.done * 100 // self.total if self.total else 100


def progress_of(run: IssueRun) -> RunProgress:
    """How far the workers are."""
    counts = run.items.aggregate(
        total=Count("pk"),
        issued=Count("pk", filter=Q(state=IssueItem.State.ISSUED)),
        refused=Count("pk", filter=Q(state=IssueItem.State.REFUSED)),
    )
    return RunProgress(**counts)


def latest_run(batch: Batch) -> IssueRun | None:
    return batch.issue_runs.order_by("-pk").first()


def topics_of(certificate: Certificate) -> list[tuple[Stage, list[Course]]]:
    """What stands on page two: the courses attended, by stage."""
    attended_courses = Attendance.objects.counted().filter(
        enrolment=certificate.enrolment_id, meeting__is_cancelled=False
    )
    courses = Course.objects.filter(pk__in=attended_courses.values("meeting__course"))
    by_stage: dict[Stage, list[Course]] = {}
    for course in courses.select_related("stage").order_by("stage__position", "position", "pk"):
        by_stage.setdefault(course.stage, []).append(course)
    return list(by_stage.items())


@translation.override(settings.LANGUAGE_CODE)
def paper_of(certificate: Certificate) -> Paper:
    """What is printed: office and signatory as they are now, the rest as it was issued."""
    office = OfficeIdentity.load()
    return Paper(
        office=office.name,
        agency=office.agency,
        address=" · ".join(filter(None, [office.address, office.phone])),
        title=_("Certificate"),
        number=_("Number %(number)s") % {"number": certificate.number_text},
        given_to=_("is given to"),
        holder=certificate.holder_name,
        business=certificate.business_name,
        for_what=_("who has taken and passed the integrated training"),
        track=certificate.enrolment.batch.track.name,
        when=_("%(days)s · %(hours)d hours (JP) attended")
        % {"days": _days_text(certificate), "hours": certificate.hours},
        place_and_date=f"Batu, {formats.short_date_text(certificate.issued_at)}",
        signatory_title=office.signatory_title,
        signatory_name=office.signatory_name,
        signatory_nip=f"NIP {office.signatory_nip}" if office.signatory_nip else "",
        check_words=_("Is it real? Point your phone’s camera here, or type in this address:"),
        check_url=f"{settings.SITE_URL}{certificate.get_absolute_url()}",
        topics_title=_("What was taught"),
        sections=[_section(stage, courses) for stage, courses in topics_of(certificate)],
    )


def _days_text(certificate: Certificate) -> str:
    days = dict.fromkeys([certificate.first_on, certificate.last_on])
    return " – ".join(formats.short_date_text(day) for day in days)


def _section(stage: Stage, courses: list[Course]) -> Section:
    return Section(
        title=stage.name,
        hours=f"{sum(course.hours for course in courses)} JP",
        topics=[topic for each in courses for topic in each.topic_list or [each.title]],
    )


def by_code(text: str) -> Certificate | None:
    """The certificate with this check code, however it was typed."""
    rows = Certificate.objects.filter(code=bare_code(text))
    return rows.select_related("enrolment__batch__track").first()
