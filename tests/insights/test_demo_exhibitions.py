"""The demonstration's exhibitions: one in every state, whenever it is seeded."""

from collections import Counter
from datetime import datetime

import pytest

from businesses.models import Business, Product
from exhibitions import selectors
from exhibitions.models import (
    Activity,
    Application,
    Call,
    ConflictOfInterest,
    DailyReport,
    FollowUpOrder,
    ReadyListing,
    Review,
    Verdict,
)
from plut_portal.accounts.models import User
from plut_portal.core.formats import WIB, wib_day
from plut_portal.insights.demo import exhibitions, products, seeding
from plut_portal.insights.demo.exhibition_data import KUB
from plut_portal.notifications.models import Delivery, Message
from tests.times import NOW

MOMENTS = [
    NOW.replace(hour=0, minute=5),
    NOW.replace(hour=23, minute=55),  # in Greenwich the day has not changed yet
    datetime(2027, 1, 1, 6, tzinfo=WIB),
    datetime(2028, 2, 29, 12, tzinfo=WIB),
]


@pytest.mark.django_db
@pytest.mark.parametrize("moment", MOMENTS)
def test_demo_exhibitions_stand_everywhere_at_any_moment(moment):
    seeding.prepare(at=moment, rng=seeding.dice())
    products.add(at=moment)

    exhibitions.live_through(at=moment)

    assert set(Activity.objects.values_list("state", flat=True)) == set(Activity.State.values)
    _assert_nothing_is_of_the_future(moment)
    _assert_owners_see_each_outcome(moment)
    _assert_one_is_half_curated()
    _assert_results_are_told(moment)
    _assert_the_ready_were_called(moment)
    _assert_anybody_can_apply(moment)


def _activity(state: str, slug: str) -> Activity:
    return Activity.objects.get(state=state, slug__startswith=slug)


def _of(business: str, activity: Activity) -> Application:
    return Application.objects.get(business__name=business, activity=activity)


def _assert_nothing_is_of_the_future(moment: datetime) -> None:
    assert not Application.objects.filter(submitted_at__gt=moment).exists()
    assert not Application.objects.filter(confirmed_at__gt=moment).exists()
    assert not DailyReport.objects.filter(reported_at__gt=moment).exists()
    assert not FollowUpOrder.objects.filter(ordered_on__gt=wib_day(moment)).exists()
    assert not Delivery.objects.due(at=moment).exists()
    assert not Delivery.objects.filter(sent_at__gt=moment).exists()
    for model in (Activity, Application, Review, Verdict, DailyReport, ReadyListing, Call):
        assert not model.history.filter(history_date__gt=moment).exists(), model
        assert not model.objects.filter(created_at__gt=moment).exists(), model
    assert not Message.objects.filter(created_at__gt=moment).exists()


def _assert_owners_see_each_outcome(moment: datetime) -> None:
    bazar = _activity("RELEASED", "bazar-balai-kota")
    counts = Counter(bazar.applications.values_list("state", flat=True))
    assert counts == {
        "CONFIRMED": 4,
        "SELECTED": 1,
        "RESERVE": 1,
        "DECLINED": 1,
        "REFUSED": 2,
    }
    chosen = _of("Keripik Bu Sumiati", bazar)
    assert chosen.is_offered(at=moment)
    assert bazar.starts_on > wib_day(moment)
    refused = selectors.outcome_of(_of("Kopi Lereng Panderman", bazar), at=moment)
    assert [reason.expertise.slug for reason in refused.reasons] == ["produksi"]
    # It was there last month: that costs points, said line by line.
    assert refused.result["fairness"]
    assert selectors.places_of(bazar, at=moment).free == 0
    plan = selectors.booth_plan(bazar)
    assert [len(row.places) for row in plan.zones[0].rows] == [2, 0]


def _assert_one_is_half_curated() -> None:
    activity = _activity("REVIEW", "pekan-oleh-oleh")
    curator = User.objects.get(email="kurator@plut.example")
    assert activity.is_out_of_town
    assert activity.copied_from == _activity("FINISHED", "pekan-oleh-oleh")
    desk = selectors.desk_of(curator, activity)
    assert (len(desk.rows), desk.hidden, desk.scored) == (11, 1, 5)
    assert [each.curator for each in ConflictOfInterest.objects.standing()] == [curator]
    assert [each.entries for each in selectors.panel_progress(activity)] == [12, 11]
    assert not Verdict.objects.filter(application__activity=activity).exists()


def _assert_results_are_told(moment: datetime) -> None:
    before = _activity("FINISHED", "pekan-oleh-oleh")
    lately = _activity("FINISHED", "gelar-hasil-bumi")
    for summary, days, stands in zip(
        selectors.summaries([before, lately]), (4, 4), (3, 4), strict=True
    ):
        assert (summary.days, summary.stands, summary.is_complete) == (days, stands, True)
        assert summary.turnover > summary.turnover_food > 0
        assert summary.orders > 0
    owing = selectors.owing_businesses(Business.objects.all(), at=moment)
    assert owing == {Business.objects.get(name="Abon Jamur Winarsih").pk}
    asked = Message.objects.filter(kind="FOLLOW_UP", due_at__lte=moment)
    assert asked.filter(topic=f"follow-up:{_of('Kopi Lereng Panderman', lately).pk}").exists()
    online = selectors.summary_of(_activity("FINISHED", "produk-pilihan"))
    assert (online.days, online.stands, online.is_complete, online.orders) == (7, 3, True, 1)
    unanswered = lately.applications.confirmed().filter(followed_up_at=None)
    assert unanswered.count() == 3


def _assert_the_ready_were_called(moment: datetime) -> None:
    bazar = _activity("OPEN", "bazar-kayutangan")
    state = selectors.call_state(Call.objects.open_until(at=moment).get())
    assert (state.coming, state.declined, state.silent, state.open_places) == (2, 1, 1, 1)
    assert len(selectors.candidates(bazar, at=moment)) == 6
    manifest = selectors.manifest_of(bazar)
    assert (len(manifest.travellers), manifest.parcels) == (2, 6)
    handed_over = [line.handed_over is not None for line in _of(KUB, bazar).manifest.all()]
    assert handed_over == [True, True]


def _assert_anybody_can_apply(moment: datetime) -> None:
    taking = Activity.objects.taking_applications(at=moment)
    assert taking.get(kind="ONLINE_PROMOTION").live_at > moment
    activity = taking.get(kind="EXHIBITION")
    first = Business.objects.get(name="Keripik Bu Sumiati")
    crisps, jackfruit = first.products.offered().in_order()
    assert selectors.why_no_application(first, at=moment) == ""
    assert _missing(activity, first, jackfruit, moment)
    # Its P-IRT is valid until then.
    if moment.year < 2028:
        assert not _missing(activity, first, crisps, moment)
    drafts = activity.applications.filter(state="DRAFT")
    assert (drafts.count(), activity.applications.submitted().count()) == (2, 4)


def _missing(activity: Activity, business: Business, product: Product, moment: datetime):
    checks = selectors.requirements_checked(activity, business, [product], at=moment)
    return selectors.blocking(checks)
