"""The way of a registration: every move of the table, and no other."""

from datetime import date, timedelta
from itertools import product

import pytest

from businesses import services
from businesses.models import Business, Decision, FieldRemark, new_registration_code
from plut_portal.core.errors import PortalError
from plut_portal.core.signs import SIGNS
from plut_portal.notifications.models import Delivery, Message
from plut_portal.notifications.services import sending
from tests.factories import (
    BusinessFactory,
    CompleteBusinessFactory,
    ReachableUserFactory,
    SubmittedBusinessFactory,
    UserFactory,
)
from tests.rivals import all_at_once
from tests.times import NOW

Status = Business.Status
DAY = timedelta(days=1)
# Written out here once more, so that a move added to the table by mistake is seen.
ALLOWED = {
    ("DRAFT", "SUBMITTED"),
    ("SUBMITTED", "NEEDS_FIXING"),
    ("SUBMITTED", "VERIFIED"),
    ("NEEDS_FIXING", "SUBMITTED"),
    ("VERIFIED", "NEEDS_FIXING"),
}


def at_status(status):
    sent = {} if status == "DRAFT" else {"submitted_at": NOW, "answer_by": date(2026, 12, 1)}
    return CompleteBusinessFactory(status=status, **sent)


def submit(business, at=NOW):
    return services.submit_business(business=business, by=business.people.first(), at=at)


def decide(business, outcome, *, by=None, at=NOW + DAY, **options):
    options = {"revision": business.revision, "message": "Terima kasih."} | options
    return services.decide(
        business=business, outcome=outcome, by=by or UserFactory(), at=at, **options
    )


@pytest.mark.parametrize(("start", "end"), list(product(Status.values, Status.values)))
def test_fm16_a_registration_moves_as_the_table_says_and_no_other_way(db, start, end):
    business = at_status(start)
    act = submit if end == "SUBMITTED" else lambda row: decide(row, end)

    refusal = None
    try:
        if end == "DRAFT":
            decide(business, end)
        else:
            act(business)
    except (PortalError, ValueError) as raised:
        refusal = raised

    business.refresh_from_db()
    if (start, end) in ALLOWED:
        assert (business.status, refusal) == (end, None)
    elif start == end == "SUBMITTED":
        # Sent twice: nothing happens, and nothing is refused.
        assert (business.status, business.revision, refusal) == (start, 0, None)
    else:
        assert business.status == start
        assert refusal is not None
        assert getattr(refusal, "status", 409) == 409
        assert not Decision.objects.exists()


def test_fm16_the_table_of_moves_is_this_one():
    table = {(str(start), str(end)) for start, ends in Business.MOVES.items() for end in ends}

    assert table == ALLOWED


def test_submit_gives_a_receipt_with_the_day_of_the_answer(db):
    business = CompleteBusinessFactory()

    submit(business)

    business.refresh_from_db()
    # A Tuesday, and five working days.
    assert (business.status, business.submitted_at, business.answer_by) == (
        "SUBMITTED",
        NOW,
        date(2026, 12, 1),
    )
    message = Message.objects.get(kind="BUSINESS_RECEIVED")
    assert business.registration_code in message.body
    assert "Selasa, 1 Desember 2026" in message.body
    assert message.link == f"/usaha/{business.public_id}/tanda-terima/"


def test_submit_names_what_is_missing(db):
    business = BusinessFactory(name="", address="")

    with pytest.raises(services.Incomplete) as refusal:
        submit(business)

    assert "Nama dan alamat, Keadaan usaha, Omzet setahun" in str(refusal.value)
    assert not Message.objects.exists()


def test_submit_twice_sends_one_receipt(db):
    business = CompleteBusinessFactory()

    submit(business)
    submit(business, at=NOW + DAY)

    business.refresh_from_db()
    assert (business.submitted_at, business.revision) == (NOW, 1)
    assert Message.objects.filter(kind="BUSINESS_RECEIVED").count() == 1


def test_decide_tells_everyone_who_acts_for_it(db):
    business = SubmittedBusinessFactory()
    second, gone = UserFactory(), UserFactory()
    business.memberships.create(user=second)
    business.memberships.create(user=gone, is_active=False)

    decide(business, "NEEDS_FIXING", remarks={"ADDRESS": "Tulis RT dan RW."})

    told = Message.objects.filter(kind="BUSINESS_NEEDS_FIXING")
    assert {message.recipient for message in told} == {business.people.first(), second}
    assert "Alamat: Tulis RT dan RW." in told[0].body
    assert "Terima kasih." in told[0].body
    assert told[0].link == f"/usaha/{business.public_id}/lengkapi/"


def test_decide_that_all_is_in_order_keeps_when(db):
    business = SubmittedBusinessFactory()

    decide(business, "VERIFIED", message="")

    business.refresh_from_db()
    assert (business.status, business.verified_at) == ("VERIFIED", NOW + DAY)
    assert Message.objects.filter(kind="BUSINESS_VERIFIED").count() == 1


def test_decide_takes_a_verification_back(db):
    business = SubmittedBusinessFactory()
    decide(business, "VERIFIED")
    business.refresh_from_db()

    decide(business, "NEEDS_FIXING", remarks={"NIB": "Nomor ini milik orang lain."})

    business.refresh_from_db()
    assert (business.status, business.verified_at) == ("NEEDS_FIXING", None)


def test_decide_refuses_to_send_back_without_a_word(db):
    with pytest.raises(services.NothingToMend):
        decide(SubmittedBusinessFactory(), "NEEDS_FIXING", message="")


def test_decide_refuses_the_second_officer(db):
    business = SubmittedBusinessFactory()
    first = UserFactory(full_name="Yuni Kartika")
    decide(business, "VERIFIED", by=first)

    # She still looks at the page as it was before.
    with pytest.raises(services.AlreadyDecided) as refusal:
        decide(business, "NEEDS_FIXING")

    assert "Yuni Kartika sudah memutuskan" in str(refusal.value)


@pytest.mark.django_db(transaction=True)
def test_of_two_officers_who_decide_at_once_one_does():
    business = SubmittedBusinessFactory()
    officers = [UserFactory() for _ in range(6)]
    outcomes = ["VERIFIED", "NEEDS_FIXING"] * 3

    results = all_at_once(
        [
            lambda by=by, outcome=outcome: decide(business, outcome, by=by)
            for by, outcome in zip(officers, outcomes, strict=True)
        ]
    )

    kinds = sorted(type(result).__name__ for result in results)
    assert kinds == ["AlreadyDecided"] * 5 + ["Decision"]
    business.refresh_from_db()
    decision = Decision.objects.get()
    assert (business.status, business.revision) == (decision.outcome, 2)
    assert Message.objects.filter(topic=business.message_topic).count() == 1


def test_a_remark_ticks_off_when_its_answer_changes(db):
    business = SubmittedBusinessFactory()
    owner = business.people.first()
    remarks = {
        "ADDRESS": "Tulis RT/RW.",
        "NIB": "Kurang satu angka.",
        "TURNOVER_BAND": "Setahun, bukan sebulan.",
        "STARTED_YEAR": "Belum diisi.",
        "WORKERS_MALE": "Termasuk anak?",
        "NAME": "Nama pasar.",
    }
    decide(business, "NEEDS_FIXING", remarks=remarks)

    services.update_business(business=business, at=NOW, name=business.name, address="RT 1/RW 2")
    services.save_turnover(business=business, by=owner, at=NOW, turnover_band="", capital=None)
    services.save_nib(user=owner, nib="0220012345678", at=NOW)
    services.save_condition(
        business=business,
        by=owner,
        at=NOW,
        operating_state="RUNNING",
        workers_female=2,
        workers_male=3,
        started_year=2019,
    )

    # The name was saved again as it stood.
    assert list(FieldRemark.objects.open().values_list("field", flat=True)) == ["NAME"]


def test_a_newer_answer_leaves_the_older_remarks_behind(db):
    business = SubmittedBusinessFactory()
    decide(business, "NEEDS_FIXING", remarks={"ADDRESS": "Tulis RT/RW."})
    business = submit(business, at=NOW + 2 * DAY)

    decide(business, "NEEDS_FIXING", at=NOW + 3 * DAY, remarks={"NAME": "Nama pasar."})

    assert [remark.field for remark in FieldRemark.objects.open()] == ["NAME"]
    assert FieldRemark.objects.count() == 2


def test_fm24_a_receipt_is_not_mailed_once_the_answer_is_there(db):
    owner = ReachableUserFactory()
    business = CompleteBusinessFactory(owner=owner)
    services.submit_business(business=business, by=UserFactory(), at=NOW)
    business.refresh_from_db()
    decide(business, "VERIFIED", at=NOW)

    mail = Delivery.objects.filter(channel="EMAIL").order_by("pk")

    assert [delivery.state for delivery in mail] == ["SKIPPED", "WAITING"]
    assert mail[0].reason == "Pendaftarannya sudah berlanjut sejak itu."


def test_fm24_the_worker_asks_again_before_it_mails(db, mailoutbox):
    owner = ReachableUserFactory()
    business = CompleteBusinessFactory(owner=owner)
    services.submit_business(business=business, by=owner, at=NOW)
    Business.objects.filter(pk=business.pk).update(revision=7)

    sending.deliver(delivery_id=Delivery.objects.get(channel="EMAIL").pk, at=NOW)

    assert mailoutbox == []
    assert Delivery.objects.get(channel="EMAIL").state == "SKIPPED"


def test_registration_codes_are_short_and_leave_out_what_is_misread():
    codes = [new_registration_code() for _ in range(200)]

    assert {len(code) for code in codes} == {11}
    assert {code[:4] for code in codes} == {"UMK-"}
    assert {sign for code in codes for sign in code[4:]} <= {*SIGNS, "-"}


def test_register_business_draws_another_code_when_one_is_taken(db, monkeypatch):
    taken = BusinessFactory(registration_code="UMK-2222-22")
    codes = iter(["UMK-2222-22", "UMK-3333-33"])
    monkeypatch.setattr(services.businesses, "new_registration_code", lambda: next(codes))

    business = services.register_business(
        owner=UserFactory(), makes="batik", village=taken.village, at=NOW
    )

    assert business.registration_code == "UMK-3333-33"
