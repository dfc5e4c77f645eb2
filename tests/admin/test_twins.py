"""The list of likely duplicates worked off by hand: compared, merged, told apart, taken back."""

import pytest
from django.urls import reverse

from businesses.models import Distinction, Merge, OwnerProfile
from tests.businesses.twins import WHY, laden, merge, officer, pair_of_twins, undo
from tests.factories import BookingFactory, BusinessFactory, SubmittedBusinessFactory, UserFactory
from tests.times import NOW, TOMORROW_8

pytestmark = pytest.mark.django_db

MENDING = reverse("admin:mending")


def page_of(name, business, *others, **also):
    query = "&".join([f"lain={each.pk}" for each in others] + [f"{k}={v}" for k, v in also.items()])
    return reverse(f"admin:businesses_business_{name}", args=[business.pk]) + f"?{query}"


def text(client, address):
    return client.get(address).content.decode()


def test_the_list_is_worked_off_to_nothing(office):
    one, two, three = BusinessFactory.create_batch(3, name="Keripik Bu Tutik")
    page = text(office, MENDING)
    assert page_of("merge", one, two).replace("&", "&amp;") in page

    office.post(
        page_of("distinguish", one, two, dari="daftar"), {"reason": "Dua dapur."}, follow=True
    )
    answer = office.post(
        page_of("merge", one, three, dari="daftar"), {"stays": one.pk, "reason": WHY}, follow=True
    )

    assert answer.redirect_chain == [(MENDING, 302)]
    assert f"{three.registration_code} kini bagian dari Keripik Bu Tutik" in answer.content.decode()
    assert "Tidak ada lagi yang perlu diputuskan" in answer.content.decode()


def test_those_who_only_read_see_the_list_without_its_buttons(auditor):
    BusinessFactory.create_batch(2, name="Keripik Bu Tutik")

    page = text(auditor, MENDING)

    assert "Keripik Bu Tutik" in page
    assert "/gabungkan" not in page


def test_the_page_compares_both_with_contacts_masked(office):
    one, other = pair_of_twins()
    laden(other)
    for each, nib in ((one, "0220012345678"), (other, "0220098765432")):
        OwnerProfile.objects.create(user=each.people.get(), nib=nib)

    page = text(office, page_of("merge", one, other))

    for business in (one, other):
        owner = business.people.get()
        assert business.registration_code in page
        assert owner.full_name in page
        assert owner.masked_phone in page
        assert owner.phone not in page
        assert owner.owner_profile.nib not in page
        assert f"•••••••••{owner.owner_profile.nib[-4:]}" in page
    assert "1 pesanan jadwal" in page


def test_whichever_is_chosen_stays(office):
    one, other = pair_of_twins()

    answer = office.post(page_of("merge", one, other), {"stays": other.pk, "reason": WHY})

    done = Merge.objects.get()
    assert (done.stays, done.duplicate, done.merged_by) == (other, one, office.user)
    assert answer.url == reverse("admin:businesses_business_change", args=[other.pk])


def test_a_merge_without_choice_or_reason_is_asked_about(office):
    one, other = pair_of_twins()

    answer = office.post(page_of("merge", one, other), {"reason": ""})

    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"stays", "reason"}
    assert not Merge.objects.exists()


def test_an_obstacle_stands_on_the_page_and_refuses_the_merge(office):
    one, other = pair_of_twins()
    for each in (one, other):
        BookingFactory(business=each, starts_at=TOMORROW_8)

    assert "Belum bisa:" in text(office, page_of("merge", one, other))
    answer = office.post(page_of("merge", one, other), {"stays": one.pk, "reason": WHY})

    assert answer.status_code == 409
    assert "Keduanya punya jadwal" in answer.content.decode()
    assert WHY in answer.content.decode()


def test_another_business_is_found_by_its_registration_number(office):
    one, other = pair_of_twins()
    address = page_of("merge", one)

    found = office.get(address, {"kode": f" {other.registration_code.lower()} "})
    unknown = office.get(address, {"kode": "UMK-0000-00"})

    assert found.url == page_of("merge", one, other)
    assert "Tidak ada usaha lain dengan nomor ini" in unknown.content.decode()


def test_the_verification_page_leads_to_both_decisions(office):
    one = SubmittedBusinessFactory(name="Keripik Bu Tutik")
    other = BusinessFactory(name="Kripik Bu Tutik")

    page = text(office, reverse("admin:businesses_business_verify", args=[one.pk]))

    assert page_of("merge", one, other) in page
    assert page_of("distinguish", one, other) in page


def test_the_page_of_a_merged_one_leads_to_the_one_that_stays(office, signed_in):
    stays, duplicate = pair_of_twins()
    merge(stays, duplicate)
    address = reverse("admin:businesses_business_change", args=[duplicate.pk])

    answer = office.get(address, follow=True)

    change = reverse("admin:businesses_business_change", args=[stays.pk])
    assert answer.redirect_chain == [(change, 302)]
    assert f"{duplicate.registration_code} adalah bagian dari usaha ini" in answer.content.decode()
    assert signed_in(user=UserFactory()).get(address).status_code == 403
    history = reverse("admin:businesses_business_history", args=[duplicate.pk])
    assert WHY[:40] in text(office, history)
    for name in ("merge", "distinguish", "verify"):
        assert office.get(page_of(name, duplicate)).status_code == 404


def test_a_merge_is_listed_with_what_moved_and_undone(office):
    stays, duplicate = pair_of_twins()
    laden(duplicate)
    done = merge(stays, duplicate)
    page = text(office, reverse("admin:businesses_merge_change", args=[done.pk]))
    assert "1 pesanan jadwal" in page
    assert WHY in page

    answer = office.post(
        reverse("admin:businesses_merge_undo", args=[done.pk]),
        {"reason": "Dua saudara."},
        follow=True,
    )

    done.refresh_from_db()
    assert (done.undone_by, done.undo_reason) == (office.user, "Dua saudara.")
    assert "Penggabungan dibatalkan." in answer.content.decode()
    assert reverse("admin:businesses_merge_undo", args=[done.pk]) not in answer.content.decode()


def test_not_a_duplicate_is_taken_back_from_its_page(office):
    one, other = pair_of_twins()
    office.post(page_of("distinguish", one, other), {"reason": "Dua dapur."})
    row = Distinction.objects.get()

    office.post(reverse("admin:businesses_distinction_lift", args=[row.pk]), {"reason": "Keliru."})

    row.refresh_from_db()
    assert (row.lifted_by, row.lift_reason) == (office.user, "Keliru.")


@pytest.mark.parametrize("table", ["merge", "distinction"])
def test_the_lists_ask_as_often_for_many_rows_as_for_few(office, table, django_assert_num_queries):
    address = reverse(f"admin:businesses_{table}_changelist")

    def add(count):
        for _each in range(count):
            stays, duplicate = pair_of_twins()
            if table == "merge":
                merge(stays, duplicate)
            else:
                office.post(page_of("distinguish", stays, duplicate), {"reason": "Dua."})

    add(1)
    office.get(address)
    with django_assert_num_queries(LISTS):
        office.get(address)
    add(2)
    with django_assert_num_queries(LISTS):
        office.get(address)


LISTS = 11


def test_a_final_merge_offers_no_undo(office, portal_clock):
    done = merge(*pair_of_twins(), by=officer())
    undo(done)
    other = merge(*pair_of_twins(), at=NOW.replace(month=10, day=1))

    for row in (done, other):
        page = text(office, reverse("admin:businesses_merge_change", args=[row.pk]))
        assert reverse("admin:businesses_merge_undo", args=[row.pk]) not in page
