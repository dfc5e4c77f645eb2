"""Retail partners as tests need them: a list in use, a product that meets it, its way on."""

from datetime import timedelta

import factory
from factory.django import DjangoModelFactory

from exhibitions import services
from exhibitions.models import ListedRequirement, RequirementList, RetailPartner, Submission
from plut_portal.accounts.roles import Role
from tests.factories import ProductFactory, UserFactory
from tests.times import NOW

Kind, State = ListedRequirement.Kind, Submission.State


class RetailPartnerFactory(DjangoModelFactory):
    """RetailPartnerFactory(asks=[{"kind": "NIB"}]): with a list in use of these lines."""

    class Meta:
        model = RetailPartner
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Minimarket Lestari {n}")
    stores = 32

    @factory.post_generation
    def asks(self, create, asks, **kwargs):
        requirements = RequirementListFactory(partner=self)
        for position, line in enumerate([{"kind": Kind.PACK}] if asks is None else asks):
            requirements.lines.create(position=position, **line)


class RequirementListFactory(DjangoModelFactory):
    class Meta:
        model = RequirementList

    partner = factory.SubFactory(RetailPartnerFactory)
    version = 1
    state = RequirementList.State.PUBLISHED
    published_at = factory.LazyAttribute(
        lambda made: None if made.state == RequirementList.State.DRAFT else NOW
    )


def in_use(partner):
    return partner.requirement_lists.published().get()


def ready_product(**fields):
    """Meets a list that asks for nothing but the content of its pack."""
    return ProductFactory(**{"pack": "100 g", "form": "DRY_FOOD"} | fields)


def owner_of(product):
    return product.business.people.get()


def office():
    return UserFactory(role=Role.PROGRAMME_ADMIN)


def offered(product=None, partner=None, *, at=NOW, **fields):
    """Its owner has offered it."""
    product = product or ready_product(**fields)
    return services.submit_product(
        partner=partner or RetailPartnerFactory(),
        product=product,
        agrees=True,
        by=owner_of(product),
        at=at,
    )


def accepted(**fields):
    submission = offered(**fields)
    lines = submission.requirements.lines.values_list("pk", flat=True)
    return services.accept_submission(submission=submission, checked=lines, by=office(), at=NOW)


def sent(**fields):
    return services.send_submission(submission=accepted(**fields), by=office(), at=NOW)


def listed(*, stores=3, units=60, **fields):
    return services.list_submission(
        submission=sent(**fields),
        on=NOW.date(),
        stores=stores,
        units=units,
        by=office(),
        at=NOW + timedelta(hours=1),
    )
