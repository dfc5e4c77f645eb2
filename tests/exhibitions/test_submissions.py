from datetime import timedelta

import pytest

from businesses import services as business_services
from businesses.models import Product
from exhibitions import selectors, services
from exhibitions.models import RequirementList, RetailPartner, Submission, SubmissionStep
from exhibitions.services import guards
from plut_portal.accounts.models import User
from plut_portal.notifications.models import Delivery, Message
from plut_portal.notifications.services import deliver
from tests.exhibitions.shelf import (
    Kind,
    RequirementListFactory,
    RetailPartnerFactory,
    State,
    accepted,
    in_use,
    listed,
    offered,
    office,
    owner_of,
    ready_product,
    sent,
)
from tests.factories import ProductPermitFactory, UserFactory
from tests.rivals import all_at_once
from tests.times import NOW

pytestmark = pytest.mark.django_db
TODAY, TOMORROW = NOW.date(), NOW + timedelta(days=1)
DRAFT = RequirementList.State.DRAFT


def told(product):
    return list(Message.objects.order_by("pk").values_list("kind", flat=True))


def steps(submission):
    return list(submission.steps.order_by("pk").values_list("state", flat=True))


# --- Lists ------------------------------------------------------------------------------------


def test_list_published_replaces_the_one_before():
    partner = RetailPartnerFactory()
    old = in_use(partner)
    staff = office()

    draft = services.begin_list(partner=partner, by=staff)
    services.publish_list(requirements=draft, by=staff, at=NOW)

    old.refresh_from_db()
    assert (old.state, draft.version) == ("REPLACED", 2)
    assert in_use(partner) == draft
    assert [line.kind for line in selectors.lines_of(draft)] == ["PACK"]
    assert [line.kind for line in selectors.lines_of(old)] == ["PACK"]


def test_list_begun_twice_is_one_draft_and_published_twice_stays():
    partner, staff = RetailPartnerFactory(), office()

    first = services.begin_list(partner=partner, by=staff)
    assert services.begin_list(partner=partner, by=staff) == first
    published = services.publish_list(requirements=first, by=staff, at=NOW)
    again = services.publish_list(requirements=first, by=staff, at=TOMORROW)

    assert again.published_at == published.published_at == NOW


def test_list_without_a_line_is_not_published():
    draft = RequirementListFactory(state=DRAFT, version=2)

    with pytest.raises(services.ListEmpty):
        services.publish_list(requirements=draft, by=office(), at=NOW)


def test_list_once_replaced_is_never_published_again():
    partner = RetailPartnerFactory()
    old, staff = in_use(partner), office()
    draft = services.begin_list(partner=partner, by=staff)
    services.publish_list(requirements=draft, by=staff, at=NOW)

    with pytest.raises(services.ListFixed):
        services.publish_list(requirements=old, by=staff, at=NOW)


@pytest.mark.parametrize("role", ["COUNTER_OFFICER", "HEAD", None])
def test_list_is_the_programme_admins(role):
    partner = RetailPartnerFactory()
    person = UserFactory(role=role) if role else UserFactory()

    with pytest.raises(guards.NotAllowed):
        services.begin_list(partner=partner, by=person)
    with pytest.raises(guards.NotAllowed):
        services.publish_list(requirements=in_use(partner), by=person, at=NOW)


# --- Offering ---------------------------------------------------------------------------------


def test_a_ready_product_is_offered_against_the_list_of_its_day():
    partner = RetailPartnerFactory()
    old, staff = in_use(partner), office()

    submission = offered(partner=partner)
    draft = services.begin_list(partner=partner, by=staff)
    services.publish_list(requirements=draft, by=staff, at=NOW)

    submission.refresh_from_db()
    assert (submission.requirements, submission.state) == (old, State.SUBMITTED)
    assert submission.agreed_at == NOW
    assert steps(submission) == [State.SUBMITTED]


def test_offered_twice_it_is_one():
    product, partner = ready_product(), RetailPartnerFactory()

    assert offered(product, partner) == offered(product, partner)
    assert SubmissionStep.objects.count() == 1


@pytest.mark.parametrize("pack", ["", "satu bungkus"])
def test_offering_what_is_not_green_names_what_is_missing(pack):
    with pytest.raises(services.NotReadyForShelf, match="100 g"):
        offered(pack=pack)
    assert not Submission.objects.exists()


def test_offering_needs_the_owners_yes_to_being_seen():
    product = ready_product()

    with pytest.raises(services.SharingNotAgreed):
        services.submit_product(
            partner=RetailPartnerFactory(),
            product=product,
            agrees=False,
            by=owner_of(product),
            at=NOW,
        )


@pytest.mark.parametrize("gone", [{"is_active": False}, {"withheld_reason": "Salah label"}])
def test_what_no_partner_would_see_is_neither_offered_nor_sent(gone):
    with pytest.raises(services.NotReadyForShelf):
        offered(ready_product(**gone))

    submission = accepted()
    type(submission.product).objects.filter(pk=submission.product_id).update(**gone)
    with pytest.raises(services.NotReadyForShelf):
        services.send_submission(submission=submission, by=office(), at=NOW)


@pytest.mark.parametrize("how", ["partner_off", "no_list"])
def test_offering_where_nothing_is_taken_is_refused(how):
    partner = RetailPartnerFactory(is_active=how != "partner_off")
    product = ready_product()
    if how == "no_list":
        partner.requirement_lists.update(state="REPLACED")

    with pytest.raises(services.NotTaking):
        offered(product, partner)


def test_offering_a_strangers_product_is_refused():
    with pytest.raises(guards.NotAllowed):
        services.submit_product(
            partner=RetailPartnerFactory(),
            product=ready_product(),
            agrees=True,
            by=UserFactory(),
            at=NOW,
        )


def test_capacity_said_again_replaces_what_was_said():
    product = ready_product()
    owner = owner_of(product)

    for pieces in (100, 250):
        services.declare_capacity(product=product, pieces=pieces, by=owner, at=NOW)

    product.refresh_from_db()
    assert product.monthly_capacity.pieces == 250
    with pytest.raises(services.NumberUnlikely):
        services.declare_capacity(product=product, pieces=0, by=owner, at=NOW)
    with pytest.raises(guards.NotAllowed):
        services.declare_capacity(product=product, pieces=5, by=UserFactory(), at=NOW)


# --- The office, the partner, the shelf -------------------------------------------------------


def test_the_whole_way_to_the_shelf_and_off_it_is_told_and_kept():
    submission = listed(stores=3, units=60)
    services.list_submission(
        submission=submission, on=TODAY, stores=8, units=200, by=office(), at=TOMORROW
    )

    ended = services.delist_submission(
        submission=submission, reason="Stok terlambat", on=TODAY, by=office(), at=TOMORROW
    )

    assert ended.state == State.DELISTED
    assert steps(ended) == ["SUBMITTED", "ACCEPTED", "SENT", "LISTED", "LISTED", "DELISTED"]
    shelf = ended.steps.filter(state="LISTED").order_by("pk")
    assert list(shelf.values_list("stores", "units")) == [(3, 60), (8, 200)]
    assert told(ended) == ["RETAIL_SENT", "RETAIL_LISTED", "RETAIL_DELISTED"]
    assert "Stok terlambat" in Message.objects.latest("pk").body


def test_what_is_returned_says_why_and_can_be_offered_anew():
    submission = offered()

    services.return_submission(
        submission=submission, reason="Foto terlalu gelap", by=office(), at=NOW
    )
    again = offered(submission.product, submission.partner)

    assert again.pk != submission.pk
    message = Message.objects.get()
    assert message.kind == "RETAIL_RETURNED"
    assert "Foto terlalu gelap" in message.body


def test_acceptance_wants_every_box_the_office_alone_can_tick():
    partner = RetailPartnerFactory(asks=[{"kind": Kind.OFFICE, "text": "Rasa"}])
    submission = offered(partner=partner)

    with pytest.raises(services.NotChecked):
        services.accept_submission(submission=submission, checked=[], by=office(), at=NOW)

    line = in_use(partner).lines.get()
    done = services.accept_submission(submission=submission, checked=[line.pk], by=office(), at=NOW)
    assert done.state == State.ACCEPTED


def test_sending_looks_at_the_papers_once_more():
    product = ready_product()
    permit = ProductPermitFactory(product=product, valid_until=TODAY)
    partner = RetailPartnerFactory(asks=[{"kind": Kind.PERMIT, "permit": "PIRT"}])
    submission = services.accept_submission(
        submission=offered(product, partner), checked=[], by=office(), at=NOW
    )

    with pytest.raises(services.NotReadyForShelf, match="2026"):
        services.send_submission(submission=submission, by=office(), at=TOMORROW)

    permit.refresh_from_db()
    assert services.send_submission(submission=submission, by=office(), at=NOW).state == State.SENT


def test_sending_to_a_partner_that_was_switched_off_is_refused_and_told_to_nobody():
    submission = accepted()
    RetailPartner.objects.update(is_active=False)

    with pytest.raises(services.NotTaking, match="sedang tidak menerima produk"):
        services.send_submission(submission=submission, by=office(), at=NOW)

    submission.refresh_from_db()
    assert submission.state == State.ACCEPTED
    assert not Message.objects.exists()


def test_what_was_sent_before_its_partner_was_switched_off_stays_so():
    submission = sent()
    RetailPartner.objects.update(is_active=False)

    again = services.send_submission(submission=submission, by=office(), at=NOW)

    assert again.state == State.SENT


MOVES = {
    "accept_submission": {"checked": []},
    "return_submission": {"reason": "Label"},
    "send_submission": {},
    "list_submission": {"on": TODAY, "stores": 1, "units": 1},
    "refuse_submission": {"reason": "Rak penuh", "on": TODAY},
    "delist_submission": {"reason": "Rak penuh", "on": TODAY},
    "withdraw_submission": {},
}
LEADS_TO = {
    "accept_submission": State.ACCEPTED,
    "return_submission": State.RETURNED,
    "send_submission": State.SENT,
    "list_submission": State.LISTED,
    "refuse_submission": State.REFUSED,
    "delist_submission": State.DELISTED,
    "withdraw_submission": State.WITHDRAWN,
}


def do(name, submission, *, by=None, at=NOW):
    if name == "withdraw_submission":
        by = owner_of(submission.product)
    return getattr(services, name)(submission=submission, by=by or office(), at=at, **MOVES[name])


@pytest.mark.parametrize("name", MOVES)
@pytest.mark.parametrize("state", State)
def test_fm16_a_submission_moves_as_the_table_says_and_no_other_way(name, state):
    submission = offered()
    Submission.objects.filter(pk=submission.pk).update(state=state)
    target = LEADS_TO[name]

    if target == state or target in Submission.MOVES[state]:
        assert do(name, submission).state == target
    else:
        with pytest.raises(guards.WrongState):
            do(name, submission)
        submission.refresh_from_db()
        assert submission.state == state


def test_done_twice_it_is_noted_and_told_once():
    submission = sent()

    for _time in range(2):
        do("refuse_submission", submission)

    assert steps(submission).count(State.REFUSED) == 1
    assert told(submission).count("RETAIL_REFUSED") == 1


@pytest.mark.parametrize("name", [name for name in MOVES if name != "withdraw_submission"])
@pytest.mark.parametrize("role", ["COUNTER_OFFICER", "HEAD", "AUDITOR", "CURATOR", "CONSULTANT"])
def test_only_the_programme_admin_decides(name, role):
    with pytest.raises(guards.NotAllowed):
        do(name, offered(), by=UserFactory(role=role))


def test_a_stranger_takes_nothing_back():
    with pytest.raises(guards.NotAllowed):
        services.withdraw_submission(submission=offered(), by=UserFactory(), at=NOW)


@pytest.mark.parametrize("reason", ["", "   "])
@pytest.mark.parametrize("name", ["return_submission", "refuse_submission", "delist_submission"])
def test_whoever_says_no_says_why(name, reason):
    with pytest.raises(guards.ReasonMissing):
        getattr(services, name)(
            submission=offered(), by=office(), at=NOW, **MOVES[name] | {"reason": reason}
        )


@pytest.mark.parametrize(
    "odd",
    [
        {"stores": 0},
        {"stores": 33},
        {"units": -1},
        {"units": 1_000_001},
        {"on": TOMORROW.date()},
        {"on": TODAY - timedelta(days=1)},
    ],
)
def test_shelf_numbers_that_cannot_be_are_refused(odd):
    shelf = {"on": TODAY, "stores": 32, "units": 0} | odd

    with pytest.raises(services.NumberUnlikely):
        services.list_submission(submission=sent(), by=office(), at=NOW, **shelf)


def test_fm24_news_of_a_step_that_was_overtaken_is_not_sent():
    submission = sent()
    message = Message.objects.get()
    Submission.objects.filter(pk=submission.pk).update(revision=submission.revision + 1)
    delivery = message.deliveries.exclude(channel=Delivery.Channel.INBOX).first()
    delivery = delivery or Delivery.objects.create(
        message=message, channel=Delivery.Channel.EMAIL, due_at=NOW
    )

    deliver(delivery_id=delivery.pk, at=NOW)

    delivery.refresh_from_db()
    assert delivery.state != Delivery.State.SENT


def test_a_product_nobody_offers_any_more_leaves_the_partners_page():
    submission = sent()
    partner = submission.partner
    assert [good.submission for good in selectors.goods_shown_to(partner, at=NOW)] == [submission]

    business_services.stop_offering(product=submission.product)

    assert selectors.goods_shown_to(partner, at=NOW) == []


def test_the_partner_reads_no_pirt_of_a_drink():
    submission = sent()
    permit = ProductPermitFactory(product=submission.product)
    [good] = selectors.goods_shown_to(submission.partner, at=NOW)
    assert permit.shown_number in good.permits

    Product.objects.update(form="DRINK")

    [good] = selectors.goods_shown_to(submission.partner, at=NOW)
    assert permit.shown_number not in good.permits


def test_the_partner_reads_the_brand_of_the_business_beside_each_of_its_products():
    submission = sent()
    ProductPermitFactory(
        product=ready_product(business=submission.product.business),
        kind="BRAND",
        number="IDM000812345",
    )

    [good] = selectors.goods_shown_to(submission.partner, at=NOW)

    assert good.permits == ["Merek terdaftar IDM000812345"]


def test_fm43_nothing_of_an_account_that_was_shut_is_on_the_partners_page():
    submission = sent()
    User.objects.filter(pk=owner_of(submission.product).pk).update(is_active=False)

    assert selectors.goods_shown_to(submission.partner, at=NOW) == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_round", range(3))
def test_offered_eight_times_at_once_it_is_one(_round):
    product, partner = ready_product(), RetailPartnerFactory()
    owner = owner_of(product)

    results = all_at_once(
        [
            lambda: services.submit_product(
                partner=partner, product=product, agrees=True, by=owner, at=NOW
            )
        ]
        * 8
    )

    assert len({each.pk for each in results}) == 1
    assert SubmissionStep.objects.count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_round", range(3))
def test_accepted_and_returned_at_once_it_is_one_of_both(_round):
    submission, staff = offered(), office()

    results = all_at_once(
        [
            lambda: do("accept_submission", submission, by=staff),
            lambda: do("return_submission", submission, by=staff),
            lambda: do("withdraw_submission", submission),
        ]
    )

    # What was accepted may still be returned or taken back, nothing else follows anything.
    submission.refresh_from_db()
    assert steps(submission)[-1] == submission.state
    taken = steps(submission)[1:]
    assert taken in (
        ["RETURNED"],
        ["WITHDRAWN"],
        ["ACCEPTED", "RETURNED"],
        ["ACCEPTED", "WITHDRAWN"],
    )
    assert sum(isinstance(each, guards.WrongState) for each in results) == 3 - len(taken)


@pytest.mark.django_db(transaction=True)
def test_offered_while_a_list_is_published_it_is_measured_by_one_of_both():
    product, partner, staff = ready_product(), RetailPartnerFactory(), office()
    owner = owner_of(product)
    draft = services.begin_list(partner=partner, by=staff)
    draft.lines.create(kind=Kind.BARCODE)

    submitted, _published = all_at_once(
        [
            lambda: services.submit_product(
                partner=partner, product=product, agrees=True, by=owner, at=NOW
            ),
            lambda: services.publish_list(requirements=draft, by=staff, at=NOW),
        ]
    )

    # Before: it is on its way, against the old list. After: the barcode is missing.
    if isinstance(submitted, Submission):
        assert submitted.requirements.version == 1
    else:
        assert isinstance(submitted, services.NotReadyForShelf)


def test_accepted_stays_between_the_office_and_its_list():
    assert told(accepted()) == []
