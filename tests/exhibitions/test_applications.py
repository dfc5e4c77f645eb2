"""Applying: requirements looked up live, drafts, one application for each business."""

from datetime import date, timedelta

import pytest

from businesses.models import Business, OwnerProfile, ProductForm, ProductPhoto
from exhibitions import selectors, services
from exhibitions.models import Application, ApplicationProduct, Requirement
from plut_portal.notifications.models import Message
from tests.exhibitions.fair import CLOSED, State, apply, confirmed, counter, office, owner_of
from tests.factories import (
    ActivityFactory,
    ApplicationFactory,
    BusinessFactory,
    ExpertiseFactory,
    ProductFactory,
    ProductPhotoFactory,
    RequirementFactory,
    UserFactory,
)
from tests.times import NOW

pytestmark = pytest.mark.django_db
Kind = Requirement.Kind


def checks(activity, business, *products):
    found = selectors.requirements_checked(activity, business, products, at=NOW)
    return [
        (each.requirement.kind, [gap.sentence for gap in each.gaps], each.expertise)
        for each in found
    ]


def test_apply_is_received_with_the_day_of_the_answer():
    application = apply(ActivityFactory())

    message = Message.objects.get(kind="APPLICATION_RECEIVED")
    assert application.state == State.SUBMITTED
    assert message.recipient == owner_of(application)
    assert "5 Desember 2026" in message.body


def test_apply_twice_is_one_application_and_one_message():
    activity = ActivityFactory()
    business = BusinessFactory()

    first, second = apply(activity, business), apply(activity, business)

    assert first == second
    assert Message.objects.filter(kind="APPLICATION_RECEIVED").count() == 1


def test_missing_papers_are_named_with_the_field_that_helps():
    field = ExpertiseFactory(slug="kelembagaan")
    activity = ActivityFactory()
    for kind in (Kind.NIB, Kind.MARKETING_PERMIT):
        RequirementFactory(activity=activity, kind=kind)
    business = BusinessFactory()
    chips = ProductFactory(business=business, name="Keripik apel", form=ProductForm.DRY_FOOD)
    juice = ProductFactory(business=business, name="Sari apel", form=ProductForm.DRINK)
    craft = ProductFactory(business=business, name="Tas", form=ProductForm.NOT_FOOD)

    found = checks(activity, business, chips, juice, craft)

    assert [kind for kind, _missing, _field in found] == [Kind.NIB, Kind.MARKETING_PERMIT]
    assert found[0][1:] == (["NIB Anda belum ada."], field)
    dry, wet = found[1][1]
    assert ("Keripik apel" in dry, "P-IRT" in dry) == (True, True)
    assert ("Sari apel" in wet, "BPOM MD" in wet) == (True, True)


def test_a_juice_with_pirt_is_told_that_it_needs_md():
    activity = ActivityFactory()
    RequirementFactory(activity=activity, kind=Kind.MARKETING_PERMIT)
    business = BusinessFactory()
    juice = ProductFactory(business=business, name="Sari apel", form=ProductForm.DRINK)
    juice.permits.create(kind="PIRT", number="2093579010123-30")

    with pytest.raises(services.RequirementsMissing, match="BPOM MD"):
        apply(activity, business, products=[juice])


def test_papers_must_be_valid_until_the_last_day():
    activity = ActivityFactory()
    RequirementFactory(activity=activity, kind=Kind.MARKETING_PERMIT)
    business = BusinessFactory()
    chips = ProductFactory(business=business, form=ProductForm.DRY_FOOD)
    permit = chips.permits.create(
        kind="PIRT", number="2063579010123-30", valid_until=date(2026, 12, 8)
    )

    with pytest.raises(services.RequirementsMissing):
        apply(activity, business, products=[chips])
    permit.valid_until = date(2026, 12, 9)
    permit.save()
    chips.refresh_from_db()

    assert apply(activity, business, products=[chips]).state == State.SUBMITTED


def test_permits_as_frozen_are_called_what_they_are():
    kinds = [("PIRT", "P-IRT 2063579010123-30"), ("BRAND", "JID2026012345")]
    entry = ApplicationProduct(
        permits=[{"kind": kind, "number": number, "ends_on": ""} for kind, number in kinds]
    )

    assert [(row["label"], row["number"]) for row in entry.permit_rows] == [
        ("P-IRT", "2063579010123-30"),
        ("Merek, masih diajukan", "JID2026012345"),
    ]


def test_a_food_of_which_nobody_said_what_it_is_does_not_slip_past_a_permit():
    activity = ActivityFactory()
    RequirementFactory(activity=activity, kind=Kind.HALAL)
    business = BusinessFactory()

    with pytest.raises(services.RequirementsMissing):
        apply(activity, business, products=[ProductFactory(business=business, form="")])


def test_met_requirements_name_nobody():
    activity = ActivityFactory()
    for kind in (Kind.NIB, Kind.PHOTO, Kind.VERIFIED):
        RequirementFactory(activity=activity, kind=kind)
    business = BusinessFactory(
        status=Business.Status.VERIFIED, submitted_at=NOW, answer_by=date(2026, 12, 1)
    )
    OwnerProfile.objects.create(user=business.people.get(), nib="1234567890123")
    product = ProductFactory(business=business)
    ProductPhotoFactory(product=product)

    assert [found[1:] for found in checks(activity, business, product)] == [([], None)] * 3


def test_training_passed_is_asked_for_without_knowing_trainings():
    activity = ActivityFactory()
    RequirementFactory(activity=activity, kind=Kind.TRACK_PASSED)

    [(_kind, missing, _field)] = checks(activity, BusinessFactory())

    assert len(missing) == 1


def test_what_is_only_recommended_keeps_nobody_away():
    activity = ActivityFactory()
    RequirementFactory(activity=activity, kind=Kind.NIB, is_must=False)

    assert apply(activity).state == State.SUBMITTED


@pytest.mark.parametrize("count", [1, 3])
def test_requirements_of_many_take_the_same_queries(django_assert_num_queries, count):
    activity = ActivityFactory()
    for kind in (Kind.NIB, Kind.PHOTO, Kind.HALAL, Kind.MARKETING_PERMIT):
        RequirementFactory(activity=activity, kind=kind)
    hopefuls = [
        (product.business, [product])
        for product in ProductFactory.create_batch(count, form=ProductForm.DRY_FOOD)
    ]

    with django_assert_num_queries(6):
        selectors.requirements_of_many(activity, hopefuls, at=NOW)


@pytest.mark.parametrize(
    ("at", "refusal"),
    [
        (NOW - timedelta(days=1, seconds=1), services.NotOpen),
        (CLOSED, services.NotOpen),
    ],
)
def test_apply_outside_the_window_is_refused(at, refusal):
    with pytest.raises(refusal):
        apply(ActivityFactory(), at=at)


def test_nobody_applies_where_the_office_calls():
    with pytest.raises(services.NotOpen):
        apply(ActivityFactory(apply_from=None, apply_until=None, answer_by=None))


def test_apply_is_refused_without_products_agreement_or_right():
    activity = ActivityFactory()
    business = BusinessFactory()
    owner = business.people.get()

    with pytest.raises(services.RequirementsMissing):
        apply(activity, business, products=[])
    draft = Application.objects.filter(activity=activity).first()
    assert draft is not None
    with pytest.raises(services.ConditionsNotAgreed):
        services.submit_application(application=draft, agrees=False, by=owner, at=NOW)
    with pytest.raises(services.NotAllowed):
        services.submit_application(application=draft, agrees=True, by=UserFactory(), at=NOW)
    with pytest.raises(services.NotTheirProduct):
        apply(activity, business, products=[ProductFactory()])
    with pytest.raises(services.NotTheirProduct):
        apply(activity, business, products=ProductFactory.create_batch(6, business=business))


def test_a_product_taken_away_since_is_not_sent():
    business = BusinessFactory()
    keeps, gone = ProductFactory.create_batch(2, business=business)
    draft = services.save_draft(
        activity=ActivityFactory(),
        business=business,
        products=[keeps, gone],
        by=business.people.get(),
        at=NOW,
    )
    gone.is_active = False
    gone.save()

    with pytest.raises(services.RequirementsMissing, match=gone.name):
        services.submit_application(
            application=draft, agrees=True, by=business.people.get(), at=NOW
        )


def test_withdrawn_can_be_taken_up_again_while_applications_are_open():
    activity = ActivityFactory()
    application = apply(activity)
    owner = owner_of(application)

    for _time in range(2):
        services.withdraw(application=application, by=owner, at=NOW)
    again = apply(activity, application.business)

    assert (again.pk, again.state, again.ended_at) == (application.pk, State.SUBMITTED, None)


def test_staff_withdraw_with_a_reason():
    application = apply(ActivityFactory())

    with pytest.raises(services.ReasonMissing):
        services.withdraw(application=application, by=counter(), at=NOW)
    services.withdraw(application=application, by=counter(), reason="Sakit", at=NOW)

    application.refresh_from_db()
    assert (application.state, application.state_reason) == (State.WITHDRAWN, "Sakit")


def test_fm57_what_was_sent_stays_as_it_was_when_curation_began():
    activity = ActivityFactory()
    application = apply(activity)
    owner = owner_of(application)
    product = application.entries.get().product
    ProductPhotoFactory(product=product)
    # Added later, and not what the owner shows first.
    ProductPhotoFactory(product=product, position=2, large__data=b"the back")
    services.begin_review(activity=activity, by=office(), at=CLOSED)

    with pytest.raises(services.Frozen):
        services.save_draft(
            activity=activity, business=application.business, products=[], by=owner, at=CLOSED
        )
    with pytest.raises(services.Frozen):
        services.take_back(application=application, by=owner, at=NOW)
    product.name = "Nama lain"
    product.save()
    ProductPhoto.objects.filter(product=product).delete()
    application.business.name = "Usaha lain"
    application.business.save()

    application.refresh_from_db()
    entry = application.entries.get()
    assert application.frozen["business"].startswith("Keripik Bu Sumiati")
    with entry.photo.open() as kept:
        assert (entry.name, kept.read()) == ("keripik apel", b"the large one")


def test_review_begins_once_and_not_before_the_close():
    activity = ActivityFactory()
    application = apply(activity)

    with pytest.raises(services.StillOpen):
        services.begin_review(activity=activity, by=office(), at=NOW)
    for _time in range(2):
        services.begin_review(activity=activity, by=office(), at=CLOSED)

    application.refresh_from_db()
    assert application.frozen_at == CLOSED


def test_no_report_no_next_application_and_it_is_said_beforehand():
    past = confirmed(starts_on=date(2026, 11, 10), ends_on=date(2026, 11, 11))
    owner = owner_of(past)
    activity = ActivityFactory()

    assert past.activity.title in selectors.why_no_application(past.business, at=NOW)
    assert "tiga angka" in selectors.duty_beforehand()
    with pytest.raises(services.ReportsMissing):
        apply(activity, past.business)

    for day in past.activity.days:
        services.report_day(
            application=past, day=day, visitors=9, pieces=3, turnover=45_000, by=owner, at=NOW
        )
    assert selectors.why_no_application(past.business, at=NOW) == ""
    assert apply(activity, past.business).state == State.SUBMITTED


def test_an_excuse_lets_a_business_apply_again():
    past = confirmed(starts_on=date(2026, 11, 10), ends_on=date(2026, 11, 11))

    with pytest.raises(services.ReasonMissing):
        services.excuse_reports(application=past, reason=" ", by=office(), at=NOW)
    services.excuse_reports(application=past, reason="Sakit", by=office(), at=NOW)

    assert apply(ActivityFactory(), past.business).state == State.SUBMITTED


def test_visible_to_owner_and_office_only():
    application = ApplicationFactory()
    other = ApplicationFactory()

    def seen(user):
        return set(Application.objects.visible_to(user))

    assert seen(owner_of(application)) == {application}
    assert seen(UserFactory()) == set()
    assert seen(UserFactory(role="CURATOR")) == set()
    assert seen(counter()) == {application, other}
