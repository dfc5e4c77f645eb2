"""Exhibitions: what came of last year's and last month's, and one in every stage since."""

from datetime import datetime, time, timedelta
from typing import Any

from exhibitions import services
from exhibitions.models import (
    Activity,
    Application,
    Booth,
    Criterion,
    Requirement,
    Verdict,
    Zone,
)
from plut_portal.core import formats
from plut_portal.insights.demo import exhibition_data, exhibition_online, exhibition_ready, past
from plut_portal.insights.demo.exhibition_office import Office, add_goods, plan
from plut_portal.insights.demo.exhibition_plans import (
    CRITERIA,
    EntryData,
    FairData,
)

WATTS = 150


def live_through(*, at: datetime) -> None:
    """Hold them through the services, each step at its own moment before `at`."""
    add_goods(at=at)
    past.take_stock()
    office = Office(at)
    last_year = _Fair(exhibition_data.LAST_YEAR, office).live_through()
    last_month = _Fair(exhibition_data.LAST_MONTH, office).live_through()
    _Fair(exhibition_online.FEATURED, office).live_through()
    _Fair(exhibition_data.RELEASED, office).live_through()
    _Fair(exhibition_data.IN_CURATION, office, like=last_year).live_through()
    _Fair(exhibition_data.CALLED_OFF, office).live_through()
    _Fair(exhibition_online.LIVE_DAY, office).live_through()
    _Fair(exhibition_data.TAKING, office).live_through()
    exhibition_ready.live_through(office)
    services.copy_activity(activity=last_month, by=office.admin, at=office.moment(-1))
    office.diary.close(office.moment(-1))
    past.settle_outbox(until=at)


class _Fair:
    """One activity with applications, from its call to where it stands now."""

    def __init__(self, data: FairData, office: Office, *, like: Activity | None = None) -> None:
        self.data, self.office, self.diary = data, office, office.diary
        self.moment, self.admin = office.moment, office.admin
        announced_at = self.moment(data.apply[0] - 2)
        self.activity = self._copy(like, announced_at) if like else self._plan()
        self._change(services.publish_activity, at=announced_at)
        self.entries: list[tuple[EntryData, Application]] = []

    def live_through(self) -> Activity:
        self.entries = [
            (each, self._apply(number, each)) for number, each in enumerate(self.data.entries)
        ]
        if self.data.cancelled:
            days, reason = self.data.cancelled
            self._change(services.cancel_activity, at=self.moment(days), reason=reason)
        if self.data.review is not None:
            self._curate(self.data.review)
        if self.data.released is not None:
            self._release(self.data.released)
            self._answer(self.data.released)
        if self.data.begins + self.data.lasts < 0:
            self._report()
            self._follow_up()
        return self.activity

    def _change(self, service: Any, *, at: datetime, **more: Any) -> None:
        """What the programme admin does, with what a worker had sent by then."""
        past.settle_outbox(until=at)
        self.activity = service(activity=self.activity, by=self.admin, at=at, **more)
        self.diary.close(at)

    def _copy(self, like: Activity, at: datetime) -> Activity:
        starts_on = self.office.today + timedelta(days=self.data.begins)
        return services.copy_activity(activity=like, by=self.admin, at=at, starts_on=starts_on)

    def _plan(self) -> Activity:
        opens, closes = self.data.apply
        live_hour = self.data.live_hour
        activity = plan(
            self.data,
            self.office,
            apply_from=self.moment(opens, 8),
            apply_until=self.moment(closes, 16),
            answer_by=self.office.today + timedelta(days=self.data.answer),
            live_at=live_hour and self.moment(self.data.begins, live_hour),
        )
        activity.curators.set(self.office.curators)
        Requirement.objects.bulk_create(
            Requirement(activity=activity, kind=kind, is_must=is_must)
            for kind, is_must in self.data.requirements
        )
        for position, (name, help_text, weight, scope) in enumerate(CRITERIA, start=1):
            Criterion.objects.create(
                activity=activity,
                position=position,
                name=name,
                help=help_text,
                weight=weight,
                scope=scope,
            )
        self._lay_out(activity)
        return activity

    def _lay_out(self, activity: Activity) -> None:
        for position, data in enumerate(self.data.zones, start=1):
            zone = Zone.objects.create(
                activity=activity, name=data.name, note=data.note, position=position
            )
            for code in data.booths:
                Booth.objects.create(
                    zone=zone,
                    code=code,
                    size="2 kali 2 meter",
                    watts=data.watts,
                    furniture="1 meja, 2 kursi",
                    capacity=data.capacity,
                )

    def _apply(self, number: int, entry: EntryData) -> Application:
        """One after the other while it is open, the last of them before today."""
        opens, closes = self.data.apply
        day = opens + number * (min(closes, 0) - opens) // len(self.data.entries)
        moment = self.moment(day, 9 + number % 8, 7 * number % 60)
        business = self.office.businesses[entry.business]
        owner = self.office.owner(business)
        application = services.save_draft(
            activity=self.activity,
            business=business,
            products=[self.office.best_product(business)],
            pitch=entry.pitch,
            watts=0 if self.activity.is_online else WATTS,
            by=owner,
            at=moment,
        )
        if not entry.is_draft:
            application = services.submit_application(
                application=application, agrees=True, by=owner, at=moment
            )
        self.diary.close(moment)
        return application

    def _curate(self, day: int) -> None:
        self._change(services.begin_review, at=self.moment(day))
        criteria = list(self.activity.criteria.order_by("position", "pk"))
        for number, (entry, application) in enumerate(self.entries):
            if entry.conflict:
                services.declare_conflict(
                    application=application,
                    reason=entry.conflict,
                    by=self.office.curators[0],
                    at=self.moment(day, 13),
                )
            for curator, mark in zip(self.office.curators, entry.marks, strict=True):
                if mark:
                    points = {each: _points(mark, each, number) for each in criteria}
                    moment = self.moment(day, 14, number)
                    services.save_review(
                        application=application, points=points, by=curator, at=moment
                    )
        self.diary.close(self.moment(day, 14))

    def _release(self, day: int) -> None:
        decided_at, released_at = self.moment(day, 8), self.moment(day, 10)
        past.settle_outbox(until=released_at)
        for entry, application in self.entries:
            services.set_verdict(
                application=application,
                outcome=Verdict.Outcome(entry.outcome),
                constraints=[self.office.reasons[entry.reason]] if entry.reason else (),
                note=entry.note,
                by=self.admin,
                at=decided_at,
            )
        self.diary.close(decided_at)
        order = services.order_release(activity=self.activity, by=self.admin, at=released_at)
        services.carry_out_release(release_id=order.pk, at=released_at)
        self.activity.refresh_from_db()
        self.diary.close(released_at)

    def _answer(self, day: int) -> None:
        """Whoever declines does so first, so that the first reserve can confirm as well."""
        for number, (entry, application) in enumerate(self.entries):
            if entry.answer == "decline":
                services.decline_place(
                    application=application,
                    by=self.office.owner(application.business),
                    at=self.moment(day, 11),
                )
            if entry.answer == "confirm":
                self._confirm(application, entry, at=self.moment(day, 13, number))
        self.diary.close(self.moment(day, 13))

    def _confirm(self, application: Application, entry: EntryData, *, at: datetime) -> None:
        services.confirm_place(
            application=application, by=self.office.owner(application.business), at=at
        )
        if entry.booth:
            booth = Booth.objects.get(zone__activity=self.activity, code=entry.booth)
            services.give_booth(
                application=application, booth=booth, by=self.admin, at=at + timedelta(hours=2)
            )

    def _report(self) -> None:
        for number, day in enumerate(self.activity.days_to_report):
            moment = formats.at_wib(day, time(19, 10))
            past.settle_outbox(until=moment)
            for entry, application in self._there():
                if entry.days_told is None or number < entry.days_told:
                    price = application.entries.get().product.price or 0
                    pieces = entry.sold + entry.sold * (number % 3) // 4
                    services.report_day(
                        application=application,
                        day=day,
                        visitors=3 * pieces + 11 * (number + 1),
                        pieces=pieces,
                        turnover=pieces * price,
                        by=self.office.owner(application.business),
                        at=moment,
                    )
            self.diary.close(moment)

    def _there(self) -> list[tuple[EntryData, Application]]:
        return [pair for pair in self.entries if pair[0].answer == "confirm"]

    def _follow_up(self) -> None:
        """Finished three days later; two days after they were asked, most have answered."""
        ended = self.data.begins + self.data.lasts - 1
        self._change(services.finish_activity, at=self.moment(ended + 3))
        moment = self.moment(ended + 32, 14)
        past.settle_outbox(until=moment)
        for entry, application in self._there():
            if entry.orders is not None:
                self._tell_orders(application, entry.orders, at=moment)
        self.diary.close(moment)

    def _tell_orders(
        self, application: Application, orders: tuple[tuple[str, str, int], ...], *, at: datetime
    ) -> None:
        by = self.office.owner(application.business)
        for number, (buyer, what, amount) in enumerate(orders):
            services.add_order(
                application=application,
                ordered_on=self.activity.ends_on + timedelta(days=9 + 5 * number),
                buyer=buyer,
                what=what,
                amount=amount,
                by=by,
                at=at,
            )
        services.answer_follow_up(application=application, by=by, at=at)


def _points(mark: int, criterion: Criterion, number: int) -> int:
    """The mark, now and then a point more or less."""
    sway = (0, 1, 0, -1)[(criterion.position + number) % 4]
    return min(Criterion.MOST, max(Criterion.LEAST, mark + sway))
