"""Officers and owners at the same moment: one order or the other, and nothing lost."""

import pytest
from django.db import transaction

from businesses import services
from businesses.models import Business, HasBeenMerged, Merge, Product
from plut_portal.core.errors import PortalError
from tests.businesses.twins import carries, merge, officer, pair_of_twins, undo
from tests.factories import ProductFactory
from tests.rivals import all_at_once
from tests.times import NOW

pytestmark = pytest.mark.django_db(transaction=True)


def test_fm22_two_officers_merging_a_pair_in_both_directions_leave_one_merge_and_lose_nothing():
    by = officer()
    for _round in range(5):
        one, other = pair_of_twins()
        goods = {ProductFactory(business=one).pk, ProductFactory(business=other).pk}

        answers = all_at_once(
            [
                lambda one=one, other=other: merge(one, other, by=by),
                lambda one=one, other=other: merge(other, one, by=by),
            ]
        )

        (done,) = [each for each in answers if isinstance(each, Merge)]
        (refused,) = [each for each in answers if not isinstance(each, Merge)]
        assert isinstance(refused, HasBeenMerged | services.InUse)
        assert (
            set(Product.objects.filter(business=done.stays).values_list("pk", flat=True)) == goods
        )
        assert Business.objects.filter(pk__in=(one.pk, other.pk)).get() == done.stays
        assert Merge.objects.standing().filter(duplicate__in=(one, other)).count() == 1


def test_the_same_merge_sent_twice_at_once_is_done_once():
    by = officer()
    stays, duplicate = pair_of_twins()

    answers = all_at_once([lambda: merge(stays, duplicate, by=by)] * 2)

    assert {each.pk for each in answers if isinstance(each, Merge)} == {Merge.objects.get().pk}


def test_a_product_added_while_its_business_is_merged_is_never_lost():
    by = officer()
    for _round in range(5):
        stays, duplicate = pair_of_twins()

        _done, added = all_at_once(
            [
                lambda stays=stays, duplicate=duplicate: merge(stays, duplicate, by=by),
                lambda duplicate=duplicate: services.add_product(
                    business=duplicate, name="Keripik salak"
                ),
            ]
        )

        if isinstance(added, PortalError):
            assert isinstance(added, HasBeenMerged)
        else:
            added.refresh_from_db()
            assert added.business == stays
        assert "businesses.product" not in carries(duplicate)


def test_who_is_changing_a_row_of_the_two_is_not_waited_for():
    stays, duplicate = pair_of_twins()
    product = ProductFactory(business=duplicate)
    by = officer()

    with transaction.atomic():
        Product.objects.select_for_update().get(pk=product.pk)
        (answer,) = all_at_once([lambda: merge(stays, duplicate, by=by)])

    assert isinstance(answer, services.InUse)
    assert carries(duplicate)["businesses.product"] == [product.pk]


def test_an_undo_and_another_merge_at_once_take_turns():
    by = officer()
    stays, duplicate = pair_of_twins()
    third, _other = pair_of_twins()
    product = ProductFactory(business=duplicate)
    done = merge(stays, duplicate, by=by)

    all_at_once([lambda: undo(done, by=by), lambda: merge(third, stays, by=by, at=NOW)])

    product.refresh_from_db()
    standing = Business.objects.get(pk=product.business_id)
    assert standing.pk in {duplicate.pk, third.pk, stays.pk}
    assert not Product.objects.exclude(business__merged_into=None).exists()
