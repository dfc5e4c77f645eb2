"""Two businesses that look like one and are not: said once, they leave the lists."""

import pytest
from django.db import IntegrityError

from businesses import services
from businesses.models import Distinction, HasBeenMerged
from businesses.selectors import duplicate_groups, likely_duplicates
from plut_portal.accounts.roles import Role
from plut_portal.accounts.services import NotAllowed
from plut_portal.insights.audit import Wanted, audit
from tests.businesses.twins import merge, officer, undo
from tests.factories import BusinessFactory, UserFactory
from tests.times import NOW

pytestmark = pytest.mark.django_db


def namesakes(count=2):
    return BusinessFactory.create_batch(count, name="Keripik Bu Tutik")


def say(*businesses, by=None, reason="Kakak beradik, dua dapur."):
    return services.distinguish(businesses=businesses, reason=reason, by=by or officer(), at=NOW)


def likely(business):
    return [each.business for each in likely_duplicates(business)]


def test_distinguish_keeps_who_when_and_why_lower_key_first():
    one, other = namesakes()
    by = officer()

    (row,) = say(other, one, by=by)

    assert (row.first, row.second) == (one, other)
    assert (row.made_by, row.made_at, row.reason) == (by, NOW, "Kakak beradik, dua dapur.")
    (entry,) = audit(Wanted(text="dua dapur")).entries
    assert (entry.row.table, entry.why) == ("Pasangan bukan ganda", "Kakak beradik, dua dapur.")


def test_the_pair_leaves_both_lists():
    one, other = namesakes()
    assert (likely(one), len(duplicate_groups())) == ([other], 1)

    say(one, other)

    assert (likely(one), likely(other), duplicate_groups()) == ([], [], [])


def test_a_group_of_three_stays_while_any_pair_of_it_is_undecided():
    one, two, three = namesakes(3)

    say(one, two)

    (group,) = duplicate_groups()
    assert group.pairs == [(one, three), (two, three)]
    assert group.businesses == [one, two, three]
    say(one, three)
    (group,) = duplicate_groups()
    assert (group.pairs, group.businesses) == ([(two, three)], [two, three])
    say(two, three)
    assert duplicate_groups() == []


def test_several_are_told_apart_at_once_and_twice_is_harmless():
    businesses = namesakes(3)

    assert len(say(*businesses)) == 3
    assert say(*businesses) == []
    assert Distinction.objects.count() == 3


def test_what_is_taken_back_is_likely_again_and_may_be_said_again():
    one, other = namesakes()
    (row,) = say(one, other)
    by = officer()

    row = services.lift_distinction(distinction=row, reason="Keliru.", by=by, at=NOW)

    assert (row.lifted_by, row.lifted_at, row.lift_reason) == (by, NOW, "Keliru.")
    assert likely(one) == [other]
    again = services.lift_distinction(distinction=row, reason="Lagi.", by=by, at=NOW)
    assert again.lift_reason == "Keliru."
    assert len(say(one, other)) == 1


def test_the_database_keeps_a_pair_once_and_in_order():
    one, other = namesakes()
    (row,) = say(one, other)

    with pytest.raises(IntegrityError, match="distinction_once"):
        Distinction.objects.create(
            first=one, second=other, reason="Lagi", made_by=row.made_by, made_at=NOW
        )


def test_distinguish_owes_a_reason_and_the_right_to_it():
    one, other = namesakes()

    with pytest.raises(services.ReasonMissing):
        say(one, other, reason=" ")
    with pytest.raises(services.OneBusiness):
        say(one, one)
    for role in (Role.COUNTER_OFFICER, Role.HEAD, Role.AUDITOR):
        with pytest.raises(NotAllowed):
            say(one, other, by=UserFactory(role=role))
    assert not Distinction.objects.exists()


def test_what_was_said_of_a_merged_one_holds_for_the_one_that_stays():
    one, two, three = namesakes(3)
    say(one, three)

    done = merge(two, one)

    assert duplicate_groups() == []
    with pytest.raises(HasBeenMerged):
        say(one, two)
    undo(done)
    assert [group.pairs for group in duplicate_groups()] == [[(one, two), (two, three)]]


def test_a_group_names_all_that_its_businesses_share():
    for _each in range(2):
        BusinessFactory(name="Keripik Bu Tutik", contact_phone="+6281211112222")

    assert [str(group.reason) for group in duplicate_groups()] == ["nomor sama, nama mirip"]


def test_two_of_one_person_are_no_pair_in_a_group_with_a_stranger():
    phone, owner = "+6281211112222", UserFactory()
    one, two = (BusinessFactory(owner=owner, contact_phone=phone) for _each in range(2))
    other = BusinessFactory(contact_phone=phone)

    (group,) = duplicate_groups()

    assert group.pairs == [(one, other), (two, other)]


@pytest.mark.parametrize("count", [2, 5])
def test_duplicate_groups_query_count(django_assert_num_queries, count):
    say(*namesakes(count))
    BusinessFactory.create_batch(count, name="Tahu Sari")

    # Who acts for what, names and numbers, what was found to be two, the rows.
    with django_assert_num_queries(4):
        assert len(duplicate_groups()) == 1
