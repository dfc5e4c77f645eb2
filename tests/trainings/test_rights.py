"""What the office does in trainings is refused to the auditor, whoever calls the service."""

from datetime import date

import pytest

from plut_portal.accounts.roles import Role
from tests.factories import EnrolmentFactory, UserFactory
from tests.rights import check_refused
from tests.times import NOW
from tests.trainings.school import (
    AFTER,
    BEGINS,
    batch_of_three,
    graduate,
    meetings_of,
    office,
    stage_of,
)
from trainings import services
from trainings.models import Batch

pytestmark = pytest.mark.django_db
WHY = "Salah tekan tadi"


def batch(**more):
    return {"batch": batch_of_three()} | more


def enrolled(position=None, **more):
    enrolment = EnrolmentFactory(batch=batch_of_three())
    stage = {"stage": stage_of(enrolment.batch, position)} if position else {}
    return {"enrolment": enrolment} | stage | more


def meeting(**more):
    return {"meeting": meetings_of(batch_of_three(), 1)[0]} | more


def new_meeting():
    planned = batch_of_three()
    course = stage_of(planned, 1).courses.get()
    day = {"starts_at": BEGINS, "hours": 4, "trainer_name": "Rini"}
    return {"batch": planned, "course": course} | day


def certificate():
    holder = graduate(batch_of_three())
    issued = services.issue_certificate(enrolment=holder, by=office(), at=AFTER)
    return {"certificate": issued, "reason": WHY}


def graduates():
    return {"batch": graduate(batch_of_three()).batch}


# Of each service that asks for the right, what it is called with.
OFFICE_ONLY = {
    "publish_batch": lambda: {"batch": batch_of_three(state=Batch.State.DRAFT)},
    "change_quota": lambda: batch(quota=40),
    "finish_batch": batch,
    "cancel_batch": lambda: batch(reason=WHY),
    "copy_last_batch": lambda: {"track": batch_of_three().track, "begins_on": date(2027, 2, 1)},
    "plan_meeting": new_meeting,
    "move_meeting": lambda: meeting(starts_at=AFTER),
    "cancel_meeting": lambda: meeting(reason=WHY),
    "move_up": lambda: enrolled(reason=WHY),
    "admit_to_next": enrolled,
    "waive_stage": lambda: enrolled(1, evidence="P-IRT berlaku"),
    "override_gate": lambda: enrolled(2, reason=WHY),
    "end_exception": lambda: enrolled(2, reason=WHY),
    "record_score": lambda: enrolled(1, points=80),
    "issue_certificate": lambda: {"enrolment": graduate(batch_of_three())},
    "revoke_certificate": certificate,
    "reissue_certificate": certificate,
    "order_certificates": graduates,
}


@pytest.mark.parametrize("name", OFFICE_ONLY)
def test_the_auditor_is_refused_and_nothing_is_written(name):
    service, arguments = getattr(services, name), OFFICE_ONLY[name]() | {"at": NOW}
    auditor = UserFactory(role=Role.AUDITOR)

    check_refused(service, arguments, services.NotAllowed, stranger=auditor, admin=office())
