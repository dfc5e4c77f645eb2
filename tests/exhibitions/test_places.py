"""After the release: confirmed, declined, lapsed, reserves moving up; booths."""

from datetime import date, time, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from exhibitions import selectors, services
from exhibitions.models import Activity, Application, Booth
from exhibitions.tasks import sweep
from plut_portal.accounts.models import User
from plut_portal.core import formats
from plut_portal.notifications import services as outbox
from plut_portal.notifications.models import Delivery, Message
from tests.exhibitions.fair import (
    RELEASED,
    Outcome,
    State,
    confirmed,
    counter,
    decide,
    in_review,
    office,
    owner_of,
    release,
    released,
    score_all,
)
from tests.factories import ActivityFactory, BoothFactory, UserFactory, ZoneFactory
from tests.times import NOW, SECOND

pytestmark = pytest.mark.django_db
SELECT, RESERVE = Outcome.SELECT, Outcome.RESERVE
LAPSES = RELEASED + timedelta(hours=48)


def confirm(application, at=RELEASED, by=None):
    return services.confirm_place(application=application, by=by or owner_of(application), at=at)


def states(*rows):
    for row in rows:
        row.refresh_from_db()
    return [row.state for row in rows]


def test_confirmed_in_time_and_twice_is_one_place():
    _activity, [entry] = released([SELECT])

    for _time in range(2):
        confirm(entry, at=LAPSES - SECOND)

    assert states(entry) == [State.CONFIRMED]
    assert Message.objects.filter(kind="APPLICATION_CONFIRMED").count() == 1


def test_confirmed_at_the_deadline_is_too_late():
    _activity, [entry] = released([SELECT])

    with pytest.raises(services.PlaceGone):
        confirm(entry, at=LAPSES)


def test_only_the_own_place_is_confirmed():
    _activity, [entry] = released([SELECT])

    with pytest.raises(services.NotAllowed):
        confirm(entry, by=UserFactory())
    assert confirm(entry, by=counter()).state == State.CONFIRMED


def test_what_lapses_goes_to_the_next_reserve_by_itself(portal_clock):
    activity, [first, second, third] = released([SELECT, RESERVE, RESERVE], quota=1)
    portal_clock(LAPSES)

    assert sweep() >= 1

    services.settle_places(activity=activity, at=LAPSES)
    assert states(first, second, third) == [State.LAPSED, State.SELECTED, State.RESERVE]
    moved = Message.objects.get(kind="APPLICATION_MOVED_UP")
    assert (moved.recipient, moved.definition.time_critical) == (owner_of(second), True)
    assert Message.objects.filter(kind="APPLICATION_LAPSED").count() == 1


@pytest.mark.parametrize("leave", ["decline", "withdraw after confirming"])
def test_a_place_given_up_goes_to_the_next(leave):
    _activity, [first, second] = released([SELECT, RESERVE], quota=1)
    owner = owner_of(first)

    for _time in range(2):
        if leave == "decline":
            services.decline_place(application=first, by=owner, at=RELEASED)
        else:
            if first.state == State.SELECTED:
                first = confirm(first)
            services.withdraw(application=first, by=owner, at=RELEASED)

    assert states(second) == [State.SELECTED]
    assert selectors.places_of(second.activity, at=RELEASED).held == 1


def test_fm09_reserves_move_up_in_their_order_and_with_a_reason_before_it():
    activity, [first, *reserves] = released([SELECT, RESERVE, RESERVE, RESERVE], quota=1)
    last = reserves[-1]

    with pytest.raises(services.ReasonMissing):
        services.move_up(application=last, reason=" ", by=office(), at=RELEASED)
    services.move_up(application=last, reason="Kebakaran", by=office(), at=RELEASED)

    assert [selectors.place_in_line(each) for each in reserves] == [2, 3, 1] or [
        selectors.place_in_line(Application.objects.get(pk=each.pk)) for each in reserves
    ] == [2, 3, 1]
    services.decline_place(application=first, by=owner_of(first), at=RELEASED)
    assert states(*reserves) == [State.RESERVE, State.RESERVE, State.SELECTED]
    assert activity.quota == 1


def test_fm09_nothing_is_offered_once_it_has_begun_or_is_called_off():
    activity, [first, second] = released([SELECT, RESERVE], quota=1)
    begun = activity.begins_at

    services.settle_places(activity=activity, at=begun)

    assert states(first, second) == [State.LAPSED, State.RESERVE]

    other, [third, fourth] = released([SELECT, RESERVE], quota=1)
    services.cancel_activity(activity=other, reason="Banjir", by=office(), at=RELEASED)
    services.settle_places(activity=other, at=LAPSES)
    assert states(fourth) == [State.RESERVE]
    assert third.activity_id == other.pk


def test_what_was_called_off_stays_the_last_one_hears(portal_clock):
    activity, [entry] = released([SELECT], quota=1)
    services.cancel_activity(activity=activity, reason="Banjir", by=office(), at=RELEASED)
    told = Message.objects.get(kind="ACTIVITY_CANCELLED").deliveries
    before = list(told.values_list("pk", "state"))

    portal_clock(LAPSES)
    services.settle_places(activity=activity, at=LAPSES)

    assert sweep() == 0
    assert states(entry) == [State.SELECTED]
    assert list(told.values_list("pk", "state")) == before
    assert not Message.objects.filter(kind="APPLICATION_LAPSED").exists()


def test_no_place_is_offered_on_the_page_of_what_was_called_off(client):
    activity, [entry] = released([SELECT], quota=1)
    client.force_login(owner_of(entry))
    address = reverse("exhibitions:place_confirm", args=[entry.public_id])
    assert address in client.get(entry.get_absolute_url()).content.decode()

    services.cancel_activity(activity=activity, reason="Banjir", by=office(), at=RELEASED)

    assert address not in client.get(entry.get_absolute_url()).content.decode()


def test_no_offer_is_kept_beyond_the_first_day():
    activity, [entry] = released([SELECT], confirm_hours=240)

    assert entry.offer_until == activity.begins_at


@pytest.mark.parametrize(
    ("hours_before", "until"),
    [(10, timedelta(0)), (3, timedelta(hours=9)), (-10, timedelta(hours=12))],
    ids=["in the afternoon before", "at night", "on the first day"],
)
def test_a_place_is_not_gone_before_anybody_heard_of_it(hours_before, until):
    activity, [entry] = in_review(entries=1, panel=2)
    score_all(activity, [entry], 4)
    decide(entry, SELECT)
    late = activity.begins_at - timedelta(hours=hours_before)

    release(activity, at=late)

    entry.refresh_from_db()
    assert entry.offer_until == activity.begins_at + until
    mail = Message.objects.get(kind="APPLICATION_SELECTED").deliveries.first()
    assert mail.state != Delivery.State.SKIPPED
    assert confirm(entry, at=entry.offer_until - SECOND).is_confirmed


def test_fm09_whom_the_office_calls_has_a_working_day_to_be_reached():
    activity, entries = in_review(entries=2, panel=2, confirm_hours=24)
    score_all(activity, entries, 4, 4)
    for entry in entries:
        decide(entry, SELECT)
    by_mail, by_phone = entries
    User.objects.filter(pk=owner_of(by_mail).pk).update(
        email="sumiati@contoh.example", email_confirmed_at=NOW
    )
    friday = formats.at_wib(date(2026, 12, 4), time(14, 30))

    release(activity, at=friday)

    by_mail.refresh_from_db()
    by_phone.refresh_from_db()
    assert by_mail.offer_until == friday + timedelta(hours=24)
    assert by_phone.offer_until == formats.at_wib(date(2026, 12, 7), time(20))
    told = Message.objects.get(kind="APPLICATION_SELECTED", recipient=owner_of(by_phone))
    assert "Senin, 7 Desember 2026" in told.body


def test_what_is_over_is_not_released_but_called_off():
    activity, [entry] = in_review(entries=1, panel=2)
    score_all(activity, [entry], 4)
    decide(entry, SELECT)

    with pytest.raises(services.NotReady, match="Batalkan"):
        services.order_release(activity=activity, by=office(), at=activity.over_at)

    services.cancel_activity(
        activity=activity, reason="Terlambat", by=office(), at=activity.over_at
    )
    assert Message.objects.filter(kind="ACTIVITY_CANCELLED").count() == 1


def test_more_places_are_offered_at_once_and_never_fewer_than_held():
    activity, [first, second] = released([SELECT, RESERVE], quota=1)

    services.change_quota(activity=activity, quota=2, by=office(), at=RELEASED)

    assert states(first, second) == [State.SELECTED] * 2
    with pytest.raises(services.QuotaTooSmall):
        services.change_quota(activity=activity, quota=1, by=office(), at=RELEASED)


def test_reminded_the_day_before_unless_confirmed():
    _activity, rows = released([SELECT, SELECT])
    confirm(rows[0])

    reminders = Message.objects.filter(kind="APPLICATION_CONFIRM_BY")
    outcomes = {}
    for message in reminders:
        assert message.due_at == LAPSES - timedelta(days=1)
        mail = message.deliveries.get(channel=Delivery.Channel.EMAIL)
        outcomes[message.recipient] = outbox.deliver(delivery_id=mail.pk, at=message.due_at)
    assert outcomes[owner_of(rows[0])] in {"SKIPPED", "not ours"}
    assert outcomes[owner_of(rows[1])] != "not ours"


def test_called_off_everybody_concerned_is_told_urgently():
    activity, rows = released([SELECT, RESERVE, Outcome.REFUSE])

    with pytest.raises(services.ReasonMissing):
        services.cancel_activity(activity=activity, reason="", by=office(), at=RELEASED)
    for _time in range(2):
        services.cancel_activity(activity=activity, reason="Banjir", by=office(), at=RELEASED)

    told = Message.objects.filter(kind="ACTIVITY_CANCELLED")
    assert {message.recipient for message in told} == {owner_of(row) for row in rows[:2]}
    assert all(message.definition.calls_off for message in told)
    with pytest.raises(services.PlaceGone):
        confirm(rows[0])


def test_nobody_backs_out_of_what_has_begun():
    entry = confirmed()

    with pytest.raises(services.WrongState):
        services.withdraw(application=entry, by=owner_of(entry), at=entry.activity.begins_at)


# --- booths ----------------------------------------------------------------------------------


def booth_in(activity, **fields):
    return BoothFactory(zone=ZoneFactory(activity=activity), **fields)


def neighbours(count, activity):
    rows = [confirmed() for _each in range(count)]
    Application.objects.filter(pk__in=[row.pk for row in rows]).update(activity=activity)
    return [Application.objects.get(pk=row.pk) for row in rows]


def test_a_shared_booth_takes_as_many_as_it_says():
    activity = confirmed().activity
    booth = booth_in(activity, capacity=2)
    rows = neighbours(3, activity)
    staff = office()
    for row in rows[:2]:
        services.give_booth(application=row, booth=booth, by=staff, at=NOW)

    with pytest.raises(services.BoothFull):
        services.give_booth(application=rows[2], booth=booth, by=staff, at=NOW)
    with pytest.raises(services.BoothFull):
        services.change_capacity(booth=booth, capacity=1, by=staff)

    services.free_booth(application=rows[0], by=staff)
    services.give_booth(application=rows[2], booth=booth, by=staff, at=NOW)
    [zone] = selectors.booth_plan(activity).zones
    assert [place.application for place in zone.rows[0].places] == [rows[2], rows[1]]
    assert rows[0] in selectors.booth_plan(activity).without_booth


def test_given_again_a_booth_is_moved_and_told():
    entry = confirmed()
    first, second = booth_in(entry.activity), booth_in(entry.activity)
    staff = office()

    for booth in (first, first, second):
        services.give_booth(application=entry, booth=booth, by=staff, at=NOW)

    assert entry.booth_place.booth == second
    assert Message.objects.filter(kind="BOOTH_GIVEN").count() == 2


def sent_of(message):
    mail = message.deliveries.get(channel=Delivery.Channel.EMAIL)
    return outbox.deliver(delivery_id=mail.pk, at=mail.due_at)


def test_fm24_of_several_booths_the_last_is_told_also_where_it_was_the_first():
    entry = confirmed()
    first, second = booth_in(entry.activity), booth_in(entry.activity)
    staff = office()

    for booth in (first, second, first):
        services.give_booth(application=entry, booth=booth, by=staff, at=NOW)

    told = list(Message.objects.filter(kind="BOOTH_GIVEN").order_by("pk"))
    assert [first.code in message.body for message in told] == [True, False, True]
    assert sent_of(told[0]) == sent_of(told[1]) == "not ours"
    assert sent_of(told[2]) not in {"SKIPPED", "not ours"}


def test_fm24_a_booth_that_was_freed_again_is_not_told():
    entry = confirmed()
    services.give_booth(application=entry, booth=booth_in(entry.activity), by=office(), at=NOW)

    services.free_booth(application=entry, by=office())

    assert sent_of(Message.objects.get(kind="BOOTH_GIVEN")) == "SKIPPED"


def test_booths_are_for_the_confirmed_of_this_activity():
    entry = confirmed()
    with pytest.raises(services.BoothElsewhere):
        services.give_booth(application=entry, booth=BoothFactory(), by=office(), at=NOW)
    Application.objects.filter(pk=entry.pk).update(state=State.WITHDRAWN)
    with pytest.raises(services.WrongState):
        services.give_booth(application=entry, booth=booth_in(entry.activity), by=office(), at=NOW)


def test_booths_are_given_taken_and_resized_by_the_office_alone():
    entry = confirmed()
    booth = booth_in(entry.activity, capacity=2)
    with pytest.raises(services.NotAllowed):
        services.give_booth(application=entry, booth=booth, by=counter(), at=NOW)
    place = services.give_booth(application=entry, booth=booth, by=office(), at=NOW)

    with pytest.raises(services.NotAllowed):
        services.free_booth(application=entry, by=counter())
    with pytest.raises(services.NotAllowed):
        services.change_capacity(booth=booth, capacity=1, by=counter())

    assert list(Booth.objects.get(pk=booth.pk).places.all()) == [place]
    assert Booth.objects.get(pk=booth.pk).capacity == 2


def test_the_database_refuses_a_seat_twice():
    entry = confirmed()
    booth = booth_in(entry.activity, capacity=2)
    place = services.give_booth(application=entry, booth=booth, by=office(), at=NOW)

    with pytest.raises(IntegrityError), transaction.atomic():
        booth.places.create(
            application=confirmed(), seat=place.seat, given_at=NOW, given_by=office()
        )


def test_withdrawing_frees_the_booth():
    entry = confirmed()
    booth = booth_in(entry.activity)
    services.give_booth(application=entry, booth=booth, by=office(), at=NOW)

    services.withdraw(application=entry, by=owner_of(entry), at=NOW)

    assert Booth.objects.get(pk=booth.pk).places.count() == 0


@pytest.mark.parametrize("count", [1, 3])
def test_the_plan_takes_the_same_queries(django_assert_num_queries, count):
    activity = confirmed().activity
    for row in neighbours(count, activity):
        services.give_booth(application=row, booth=booth_in(activity), by=office(), at=NOW)

    with django_assert_num_queries(6):
        selectors.booth_plan(activity)


# --- the activity itself ---------------------------------------------------------------------


def test_copied_a_year_later_with_everything_but_the_applications():
    activity, _rows = released([SELECT])
    booth_in(activity, code="A1", capacity=3)
    staff = office()

    copies = [
        services.copy_activity(activity=activity, by=staff, at=RELEASED) for _time in range(2)
    ]

    draft = copies[0]
    assert copies[1] == draft
    assert (draft.state, draft.starts_on.weekday()) == ("DRAFT", activity.starts_on.weekday())
    assert draft.starts_on - activity.starts_on == timedelta(weeks=52)
    assert {each.name for each in draft.criteria.all()} == {
        each.name for each in activity.criteria.all()
    }
    assert Booth.objects.get(zone__activity=draft).capacity == 3
    assert draft.curators.count() == 2
    assert not draft.applications.exists()
    assert draft not in Activity.objects.visible_to(UserFactory())


def test_published_once_with_criteria_and_two_curators():
    activity, _rows = released([SELECT])
    staff = office()
    draft = services.copy_activity(activity=activity, by=staff, at=RELEASED)
    draft.curators.clear()
    with pytest.raises(services.NotReady):
        services.publish_activity(activity=draft, by=staff, at=RELEASED)
    draft.curators.set(activity.curators.all())

    for _time in range(2):
        published = services.publish_activity(activity=draft, by=staff, at=RELEASED)

    assert (published.state, published.published_at) == ("OPEN", RELEASED)
    draft.criteria.all().delete()
    again = services.copy_activity(activity=draft, by=staff, at=RELEASED)
    with pytest.raises(services.NotReady):
        services.publish_activity(activity=again, by=staff, at=RELEASED)


def test_not_published_once_its_first_day_is_past():
    window = dict.fromkeys(("apply_from", "apply_until", "answer_by"))
    draft = ActivityFactory(state="DRAFT", published_at=None, **window)
    staff, first = office(), draft.begins_at

    with pytest.raises(services.NotReady, match="Hari pertamanya"):
        services.publish_activity(activity=draft, by=staff, at=first + timedelta(days=1))
    draft.refresh_from_db()
    assert (draft.state, draft.published_at) == ("DRAFT", None)

    # On the day itself it can still be called for.
    published = services.publish_activity(
        activity=draft, by=staff, at=first + timedelta(hours=23, minutes=59)
    )
    assert published.state == "OPEN"


def test_not_published_once_nobody_could_apply_any_more():
    draft = ActivityFactory(state="DRAFT", published_at=None, panel=2, weights=[1])
    staff, close = office(), draft.apply_until

    with pytest.raises(services.NotReady, match="Pendaftarannya sudah"):
        services.publish_activity(activity=draft, by=staff, at=close)
    published = services.publish_activity(activity=draft, by=staff, at=close - timedelta(minutes=1))

    assert published.state == "OPEN"


@pytest.mark.parametrize(("kind", "programme"), [("ONLINE_PROMOTION", "FEATURED"), ("RETAIL", "")])
def test_what_nobody_applies_for_is_published_without_panel_and_ground(kind, programme):
    draft = ActivityFactory(
        kind=kind,
        programme=programme,
        state="DRAFT",
        published_at=None,
        **dict.fromkeys(("apply_from", "apply_until", "answer_by")),
    )

    published = services.publish_activity(activity=draft, by=office(), at=NOW)

    assert published.state == "OPEN"


def test_not_finished_while_applicants_never_heard():
    activity, [_entry] = in_review(entries=1, panel=2)
    Activity.objects.filter(pk=activity.pk).update(state=Activity.State.OPEN)

    with pytest.raises(services.WrongState, match="belum"):
        services.finish_activity(activity=activity, by=office(), at=activity.over_at)


def test_finished_only_when_it_is_over():
    activity, _rows = released([SELECT])

    with pytest.raises(services.WrongState):
        services.finish_activity(activity=activity, by=office(), at=RELEASED)
    for _time in range(2):
        services.finish_activity(
            activity=activity, by=office(), at=activity.begins_at + timedelta(days=2)
        )

    with pytest.raises(services.WrongState):
        services.cancel_activity(activity=activity, reason="x", by=office(), at=RELEASED)
