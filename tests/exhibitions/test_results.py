"""Three numbers a day, orders that follow, what becomes of them; goods that travel."""

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from businesses.models import ProductForm
from exhibitions import selectors, services
from exhibitions.models import Activity, Application, DailyReport, FollowUpOrder, ManifestLine
from plut_portal.core.formats import WIB
from plut_portal.notifications import services as outbox
from plut_portal.notifications.models import Delivery, Message
from tests.exhibitions.fair import RELEASED, Outcome, confirmed, counter, office, owner_of, released
from tests.factories import ActivityFactory, BusinessFactory, ProductFactory, UserFactory
from tests.times import NOW

pytestmark = pytest.mark.django_db
FIRST, SECOND_DAY = date(2026, 12, 8), date(2026, 12, 9)
EVENING = datetime(2026, 12, 9, 20, 0, tzinfo=WIB)


def report(entry, day=FIRST, at=EVENING, by=None, **numbers):
    numbers = {"visitors": 120, "pieces": 34, "turnover": 1_250_000} | numbers
    return services.report_day(
        application=entry, day=day, by=by or owner_of(entry), at=at, **numbers
    )


def test_three_numbers_and_sent_again_they_replace():
    entry = confirmed()

    report(entry)
    report(entry, turnover=1_300_000)

    kept = DailyReport.objects.get()
    assert (kept.visitors, kept.pieces, kept.turnover) == (120, 34, 1_300_000)
    first, second = selectors.report_days(entry, at=EVENING)
    assert (first.report, second.report, second.may_report) == (kept, None, True)


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"day": date(2026, 12, 7)}, services.NotThere),
        ({"day": SECOND_DAY, "at": datetime(2026, 12, 8, 20, tzinfo=WIB)}, services.NotThere),
        ({"turnover": -1}, services.NumberUnlikely),
        ({"turnover": 20_000_000_000}, services.NumberUnlikely),
        ({"visitors": 200_000}, services.NumberUnlikely),
    ],
)
def test_reports_that_cannot_be_are_refused(changed, refusal):
    with pytest.raises(refusal):
        report(confirmed(), **changed)


def test_reports_come_from_those_who_take_part():
    entry = confirmed()
    with pytest.raises(services.NotAllowed):
        report(entry, by=UserFactory())
    assert report(entry, by=counter()).turnover == 1_250_000
    Application.objects.filter(pk=entry.pk).update(state="WITHDRAWN")
    with pytest.raises(services.NotThere):
        report(entry)


def test_the_database_refuses_a_turnover_below_nought():
    kept = report(confirmed())

    with pytest.raises(IntegrityError), transaction.atomic():
        DailyReport.objects.filter(pk=kept.pk).update(turnover=-1)


def test_asked_each_evening_unless_told_and_a_month_later_for_orders():
    _activity, [entry] = released([Outcome.SELECT])
    services.confirm_place(application=entry, by=owner_of(entry), at=RELEASED)
    entry.refresh_from_db()
    report(entry, day=FIRST)

    asked = Message.objects.filter(kind="REPORT_OWED").order_by("due_at")
    outcomes = []
    for message in asked:
        mail = message.deliveries.get(channel=Delivery.Channel.EMAIL)
        outcomes.append(outbox.deliver(delivery_id=mail.pk, at=message.due_at))

    assert [message.due_at.astimezone(WIB).hour for message in asked] == [18, 18]
    assert outcomes[0] == "SKIPPED"
    later = Message.objects.get(kind="FOLLOW_UP")
    assert later.due_at.astimezone(WIB).date() == SECOND_DAY + timedelta(days=30)
    services.answer_follow_up(application=entry, by=owner_of(entry), at=EVENING)
    mail = later.deliveries.get(channel=Delivery.Channel.EMAIL)
    assert outbox.deliver(delivery_id=mail.pk, at=later.due_at) == "SKIPPED"


def test_fm24_nobody_is_asked_about_what_was_called_off():
    activity, [entry] = released([Outcome.SELECT])
    services.confirm_place(application=entry, by=owner_of(entry), at=RELEASED)
    services.cancel_activity(activity=activity, reason="Banjir", by=office(), at=RELEASED)

    later = Message.objects.filter(kind__in=["REPORT_OWED", "FOLLOW_UP"])

    assert {sent_of(message) for message in later} == {"SKIPPED"}


def test_fm25_whoever_withdrew_and_came_again_is_asked_once():
    activity = ActivityFactory(apply_from=None, apply_until=None, answer_by=None, starts_on=FIRST)
    business = BusinessFactory()
    services.be_ready(
        business=business,
        products=[ProductFactory(business=business)],
        pieces=9,
        by=business.people.get(),
        at=NOW,
    )
    for _time in range(2):
        call = services.send_call(
            activity=activity,
            wanted=1,
            answer_until=NOW + timedelta(hours=1),
            by=office(),
            at=NOW,
        )
        [answer] = call.answers.all()
        who = {"answer": answer, "by": business.people.get(), "at": NOW}
        services.answer_call(**who, comes=True)
        if _time == 0:
            services.back_out(**who)

    for kind in ("REPORT_OWED", "FOLLOW_UP"):
        asked = Message.objects.filter(kind=kind).order_by("version")
        outcomes = [sent_of(message) for message in asked]
        assert outcomes.count("SKIPPED") == len(outcomes) / 2, kind


def sent_of(message):
    mail = message.deliveries.get(channel=Delivery.Channel.EMAIL)
    return outbox.deliver(delivery_id=mail.pk, at=message.due_at)


def test_orders_that_followed():
    entry = confirmed()
    owner = owner_of(entry)
    facts = {"application": entry, "buyer": "Toko Sari", "by": owner, "at": EVENING}

    services.add_order(**facts, ordered_on=SECOND_DAY, amount=3_000_000)

    for odd in (
        {"ordered_on": SECOND_DAY, "amount": 0},
        {"ordered_on": date(2026, 12, 1), "amount": 1},
        {"ordered_on": date(2026, 12, 10), "amount": 1},
    ):
        with pytest.raises(services.NumberUnlikely):
            services.add_order(**facts, **odd)
    assert [each.amount for each in FollowUpOrder.objects.visible_to(owner)] == [3_000_000]
    assert not FollowUpOrder.objects.visible_to(UserFactory()).exists()


def test_the_summary_adds_up_and_the_press_reads_no_single_business():
    activity, rows = released([Outcome.SELECT, Outcome.SELECT])
    food, craft = rows
    for entry, form in ((food, ProductForm.DRY_FOOD), (craft, ProductForm.NOT_FOOD)):
        entry.entries.update(form=form)
        services.confirm_place(application=entry, by=owner_of(entry), at=RELEASED)
    report(food, turnover=1_000_000)
    report(food, day=SECOND_DAY, turnover=500_000)
    report(craft, turnover=250_000)
    services.add_order(
        application=craft,
        ordered_on=FIRST,
        buyer="Toko",
        amount=70_000,
        by=owner_of(craft),
        at=EVENING,
    )

    facts = selectors.summary_of(activity)
    text = selectors.press_text(activity)

    assert (facts.stands, facts.reporting, facts.turnover) == (2, 2, 1_750_000)
    assert (facts.turnover_food, facts.turnover_other) == (1_500_000, 250_000)
    assert (facts.orders, facts.orders_value, facts.first_timers) == (1, 70_000, 2)
    assert "Rp1.750.000" in text
    assert not any(entry.business.name in text for entry in rows)
    best = selectors.best_stands(activity)
    assert [(each.application, each.turnover) for each in best] == [
        (food, 1_500_000),
        (craft, 250_000),
    ]


def test_the_press_reads_one_day_as_one_and_nothing_of_what_there_was_none():
    activity, [food] = released([Outcome.SELECT], ends_on=FIRST)
    food.entries.update(form=ProductForm.DRY_FOOD)
    services.confirm_place(application=food, by=owner_of(food), at=RELEASED)
    report(food, pieces=1_034)

    text = selectors.press_text(activity)

    assert "pada 8 Desember 2026." in text
    assert "Terjual 1.034 barang senilai Rp1.250.000." in text
    assert "Rp0" not in text


@pytest.mark.parametrize(("crafts", "is_told"), [(2, False), (3, True)])
def test_the_press_reads_a_part_only_where_it_is_of_three_stands(crafts, is_told):
    activity, rows = released([Outcome.SELECT] * (3 + crafts), quota=3 + crafts)
    for number, entry in enumerate(rows):
        form = ProductForm.DRY_FOOD if number < 3 else ProductForm.NOT_FOOD
        entry.entries.update(form=form)
        services.confirm_place(application=entry, by=owner_of(entry), at=RELEASED)
        report(entry, turnover=100_000)
    for entry in rows[3:]:
        services.add_order(
            application=entry,
            ordered_on=FIRST,
            buyer="Toko",
            amount=70_000,
            by=owner_of(entry),
            at=EVENING,
        )

    text = selectors.press_text(activity)

    assert ("dari makanan dan minuman" in text) == is_told
    assert f"{crafts} pesanan lanjutan" in text
    assert (f"senilai Rp{crafts * 70}.000" in text) == is_told


@pytest.mark.parametrize("count", [1, 3])
def test_comparing_activities_takes_the_same_queries(django_assert_num_queries, count):
    activities = [confirmed().activity for _each in range(count)]

    with django_assert_num_queries(5):
        rows = selectors.summaries(activities)

    assert [row.stands for row in rows] == [1] * count


# --- out of town -----------------------------------------------------------------------------


@pytest.fixture
def trip():
    return confirmed(kind=Activity.Kind.OUT_OF_TOWN)


def goods(entry, **fields):
    return services.add_goods(
        **{"application": entry, "goods": "Keripik apel 100 g", "pieces": 50, "price": 15_000}
        | {"parcels": 2, "weight_grams": 6_000, "by": owner_of(entry)}
        | fields
    )


def test_the_manifest_says_who_travels_what_goes_and_what_came_back(trip):
    services.add_traveller(
        application=trip, name="Sumiati", phone="0812-3456-7890", by=owner_of(trip), shirt="L"
    )
    line = goods(trip)
    staff = counter()
    services.hand_over(line=line, pieces=48, by=staff, at=NOW)
    services.take_back_goods(line=line, sold=40, returned=6, by=staff, at=EVENING)

    manifest = selectors.manifest_of(trip.activity)

    assert (manifest.parcels, manifest.weight_grams, manifest.value) == (2, 6_000, 750_000)
    [own] = manifest.businesses
    assert (own.missing, own.is_carried_for, manifest.is_all_back) == (2, False, True)


def test_counts_that_cannot_be_are_refused(trip):
    line = goods(trip)
    staff = counter()
    with pytest.raises(services.CountWrong):
        services.take_back_goods(line=line, sold=1, returned=0, by=staff, at=NOW)
    with pytest.raises(services.CountWrong):
        services.hand_over(line=line, pieces=51, by=staff, at=NOW)
    services.hand_over(line=line, pieces=50, by=staff, at=NOW)
    with pytest.raises(services.CountWrong):
        services.take_back_goods(line=line, sold=45, returned=6, by=staff, at=NOW)
    with pytest.raises(services.AlreadyHandedOver):
        services.remove_goods(line=line, by=owner_of(trip))
    services.take_back_goods(line=line, sold=45, returned=5, by=staff, at=NOW)
    with pytest.raises(services.AlreadyHandedOver):
        services.hand_over(line=line, pieces=1, by=staff, at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        ManifestLine.objects.filter(pk=line.pk).update(sold=46)


def test_only_what_travels_has_a_manifest(trip):
    with pytest.raises(services.NotThere):
        goods(confirmed())
    with pytest.raises(services.NotAllowed):
        services.hand_over(line=goods(trip), pieces=1, by=owner_of(trip), at=NOW)
    line = goods(trip)
    services.remove_goods(line=line, by=owner_of(trip))
    assert not ManifestLine.objects.filter(pk=line.pk).exists()


def test_coming_and_past_activities():
    coming = ActivityFactory()
    ActivityFactory(state="DRAFT", published_at=None)

    assert list(selectors.coming_activities(at=NOW)) == [coming]
    assert list(selectors.coming_activities(at=EVENING + timedelta(days=1))) == []
    assert list(selectors.past_activities()) == []
    assert office().has_perm("exhibitions.decide_application")
    assert ProductFactory(business=BusinessFactory()).pk
