"""What is the programme admin's to do is refused to the counter, whoever calls the service."""

import pytest

from exhibitions import services
from exhibitions.models import Activity
from tests.exhibitions.fair import Outcome, confirmed, counter, in_review, office
from tests.exhibitions.shelf import RetailPartnerFactory, in_use, sent
from tests.factories import ActivityFactory, ApplicationFactory, BoothFactory, ZoneFactory
from tests.rights import check_refused
from tests.times import NOW

pytestmark = pytest.mark.django_db
WHY = "Salah tekan tadi"


def activity(**fields):
    return {"activity": ActivityFactory(**fields)}


def entry(**more):
    return {"application": in_review(entries=1)[1][0]} | more


def going(**more):
    return {"application": confirmed()} | more


def conflict():
    reviewed, [row] = in_review(entries=1)
    curator = reviewed.curators.first()
    made = services.declare_conflict(application=row, reason=WHY, by=curator, at=NOW)
    return {"conflict": made, "reason": WHY}


def somebody_elses_conflict():
    reviewed, [row] = in_review(entries=1)
    return {"application": row, "reason": WHY, "curator": reviewed.curators.first()}


def booth(**more):
    return {"booth": BoothFactory()} | more


def place():
    application = confirmed()
    zone = ZoneFactory(activity=application.activity)
    return {"application": application, "booth": BoothFactory(zone=zone)}


def partner(**more):
    return {"partner": RetailPartnerFactory()} | more


def on_a_shelf(**more):
    return {"submission": sent(), "on": NOW.date()} | more


# Of each service that asks for the right, what it is called with.
OFFICE_ONLY = {
    "publish_activity": lambda: activity(state=Activity.State.DRAFT),
    "copy_activity": activity,
    "change_quota": lambda: activity() | {"quota": 40},
    "finish_activity": activity,
    "cancel_activity": lambda: activity() | {"reason": WHY},
    "begin_review": activity,
    "propose_verdicts": lambda: activity(state=Activity.State.REVIEW),
    "preview_release": lambda: activity(state=Activity.State.REVIEW),
    "order_release": lambda: activity(state=Activity.State.REVIEW),
    "set_verdict": lambda: entry(outcome=Outcome.SELECT, constraints=[], note=""),
    "move_up": lambda: {"application": ApplicationFactory(), "reason": WHY},
    "declare_conflict": somebody_elses_conflict,
    "lift_conflict": conflict,
    "excuse_reports": lambda: going(reason=WHY),
    "give_booth": place,
    "free_booth": going,
    "change_capacity": lambda: booth(capacity=2),
    "begin_list": partner,
    "publish_list": lambda: {"requirements": in_use(RetailPartnerFactory())},
    "make_link": lambda: partner(days=30),
    "revoke_link": partner,
    "accept_submission": lambda: {"submission": sent(), "checked": []},
    "return_submission": lambda: {"submission": sent(), "reason": WHY},
    "send_submission": lambda: {"submission": sent()},
    "list_submission": lambda: on_a_shelf(stores=1, units=10),
    "refuse_submission": lambda: on_a_shelf(reason=WHY),
    "delist_submission": lambda: on_a_shelf(reason=WHY),
}
TIMELESS = {"free_booth", "change_capacity", "begin_list"}


@pytest.mark.parametrize("name", OFFICE_ONLY)
def test_the_counter_is_refused_and_nothing_is_written(name):
    service = getattr(services, name)
    arguments = OFFICE_ONLY[name]() | ({} if name in TIMELESS else {"at": NOW})

    check_refused(service, arguments, services.NotAllowed, stranger=counter(), admin=office())
