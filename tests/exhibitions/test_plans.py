"""Lists and sweeps find their rows by an index, once there are years of them."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import Max, Min

from businesses.models import Business
from exhibitions import selectors
from exhibitions.models import Activity, Application
from plut_portal.accounts.models import User
from tests.factories import BusinessFactory, VillageFactory
from tests.times import NOW

ACTIVITIES, BUSINESSES, EACH = 1000, 100, 15
TODAY = NOW.date()
State = Application.State
KINDS = [Activity.Kind.EXHIBITION] * 19 + [Activity.Kind.OUT_OF_TOWN]
STATES = [State.CONFIRMED] * 6 + [State.REFUSED] * 7 + [State.WITHDRAWN, State.LAPSED]

pytestmark = pytest.mark.django_db


@pytest.fixture
def years():
    """A thousand activities, the last few still to come, with fifteen applications each."""
    village = VillageFactory()
    owner = BusinessFactory(village=village).people.get()
    Business.objects.bulk_create(
        Business(name=f"Usaha {number}", makes="keripik", village=village)
        for number in range(BUSINESSES)
    )
    businesses = list(Business.objects.order_by("pk"))
    activities = Activity.objects.bulk_create(_activity(number) for number in range(ACTIVITIES))
    Application.objects.bulk_create(
        _application(activity, businesses[(7 * place + each) % BUSINESSES], each, owner)
        for place, activity in enumerate(activities)
        for each in range(EACH)
    )
    with connection.cursor() as cursor:
        # Of all tables: what the server noted of the others during earlier tests would count too.
        cursor.execute("ANALYZE")
    return activities


def _activity(number):
    """One every other day; of the last twenty some are open, in review, released."""
    starts_on = TODAY - timedelta(days=2 * (ACTIVITIES - number) - 40)
    left = ACTIVITIES - number
    state = Activity.State.FINISHED
    if left <= 20:
        state = [Activity.State.OPEN, Activity.State.REVIEW, Activity.State.RELEASED][left % 3]
    opens = NOW - timedelta(days=3) if state == Activity.State.OPEN else NOW - timedelta(days=900)
    return Activity(
        slug=f"gelar-{number}",
        kind=KINDS[number % len(KINDS)],
        title=f"Gelar {number}",
        summary="Gelar.",
        place="Alun-alun",
        starts_on=starts_on,
        ends_on=starts_on + timedelta(days=1),
        apply_from=opens,
        apply_until=opens + timedelta(days=10),
        answer_by=starts_on,
        state=state,
        published_at=NOW - timedelta(days=5),
    )


def _application(activity, business, number, owner):
    state = STATES[number]
    if activity.state != Activity.State.FINISHED:
        state = [State.SUBMITTED, State.RESERVE, State.SELECTED][number % 3]
    at = NOW - timedelta(days=(TODAY - activity.starts_on).days + 30, minutes=number)
    return Application(
        activity=activity,
        business=business,
        entered_by=owner,
        state=state,
        submitted_at=at,
        confirmed_at=at,
        offer_until=NOW - timedelta(days=number) if state == State.SELECTED else None,
        rank=number + 1,
    )


def test_lists_of_activities_use_their_indexes(years):
    rows = Activity.objects.all()
    newest = rows.order_by("-starts_on", "-pk")

    plans = {
        "coming": selectors.coming_activities(at=NOW),
        "open": rows.taking_applications(at=NOW),
        "in review": newest.filter(state=Activity.State.REVIEW),
        "out of town": newest.filter(kind=Activity.Kind.OUT_OF_TOWN)[:20],
        "past": selectors.past_activities()[:20],
    }

    wanted = {
        "coming": "exhibitions_activity_ends",
        "open": "exhibitions_activity_state",
        "in review": "exhibitions_activity_state",
        "out of town": "exhibitions_activity_kind",
        "past": "exhibitions_activity_ends",
    }
    assert _missed(plans, wanted) == {}


def test_lists_of_applications_use_their_indexes(years):
    rows = Application.objects.all()
    activity = years[-1]
    owner = User.objects.get(memberships__business=Business.objects.order_by("pk")[0])

    plans = {
        "of an activity in a state": rows.filter(activity=activity, state=State.SELECTED),
        "of an owner": rows.visible_to(owner),
        "in a state": rows.submitted().order_by("submitted_at", "pk"),
        "not confirmed in time": rows.overdue(at=NOW),
        "next reserve": activity.applications.waiting().in_line(),
        "of a day": rows.filter(submitted_at__gte=NOW - timedelta(days=3)),
    }

    wanted = {
        "of an activity in a state": "exhibitions_application_state",
        # Two begin with the business.
        "of an owner": "exhibitions_application_(business_id|of)",
        "in a state": "exhibitions_application_queue",
        "not confirmed in time": "exhibitions_application_due",
        "next reserve": "exhibitions_application_",
        "of a day": "exhibitions_application_date",
    }
    assert _missed(plans, wanted) == {}
    # What the date line above the office's list asks first.
    assert rows.aggregate(first=Min("submitted_at"), last=Max("submitted_at"))["first"] < NOW


def _missed(plans, wanted):
    found = {name: rows.explain() for name, rows in plans.items()}
    return {name: plan for name, plan in found.items() if not re.search(wanted[name], plan)}
