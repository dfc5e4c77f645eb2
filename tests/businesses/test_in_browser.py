"""The steps as a cheap phone meets them: narrow, read aloud, and without JavaScript."""

import pytest
from django.urls import reverse

from businesses import services
from businesses.models import Business
from tests.browsing import assert_well_made, follow
from tests.factories import (
    BusinessFactory,
    InvitationFactory,
    SubmittedBusinessFactory,
    UserFactory,
)
from tests.times import NOW

NARROWEST = 320
LONG = "Keripik Apel dan Sari Apel Manalagi Bu Sumiati Rahayu Sumberbrantas"

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def to_mend(owner) -> Business:
    business = SubmittedBusinessFactory(owner=owner, name=LONG)
    services.decide(
        business=business,
        outcome="NEEDS_FIXING",
        remarks={"ADDRESS": "Mohon tulis RT dan RW.", "NIB": "Kurang satu angka."},
        message="Tinggal sedikit.",
        by=UserFactory(),
        at=NOW,
        revision=1,
    )
    return business


def test_the_pages_of_a_registration_fit_and_read_well(browsing):
    owner = UserFactory()
    business = to_mend(owner)
    InvitationFactory(business=business)
    page = browsing(owner, width=NARROWEST)
    names = ["detail", "completion", "receipt", "people", "update"]
    paths = [reverse(f"businesses:{name}", args=[business.public_id]) for name in names]
    paths += [
        reverse("businesses:step", args=[business.public_id, slug])
        for slug in ("nama", "kondisi", "omzet", "nib")
    ]
    paths += [reverse("businesses:list"), reverse("businesses:outside_batu")]

    for path in paths:
        page.goto(path)
        assert_well_made(page)


def test_somebody_asked_in_joins_with_a_tap(browsing, live_server):
    invitation, husband = InvitationFactory(), UserFactory()
    page = browsing(husband, width=NARROWEST)

    page.goto(invitation.get_absolute_url())
    follow(page, page.get_by_role("button", name="Gabung"))

    assert page.url == live_server.url + invitation.business.get_absolute_url()
    assert invitation.business.memberships.active().filter(user=husband).exists()


def test_the_steps_are_taken_without_javascript(browsing):
    owner = UserFactory()
    business = BusinessFactory(owner=owner, name="", address="")
    page = browsing(owner, width=NARROWEST, java_script_enabled=False)
    page.goto(reverse("businesses:completion", args=[business.public_id]))

    follow(page, page.get_by_role("link", name="Lanjutkan"))
    page.get_by_label("Nama usaha").fill("Keripik Bu Sumiati")
    page.get_by_label("Alamat").fill("Dusun Banaran RT 02/RW 05")
    follow(page, page.get_by_role("button", name="Simpan dan lanjut"))
    page.get_by_label("Berjalan", exact=True).check()
    page.get_by_label("Perempuan yang bekerja di sana").fill("2")
    page.get_by_label("Laki-laki yang bekerja di sana").fill("0")
    follow(page, page.get_by_role("button", name="Simpan dan lanjut"))
    page.get_by_label("Tidak ingin menjawab").check()
    follow(page, page.get_by_role("button", name="Simpan dan lanjut"))
    follow(page, page.get_by_role("button", name="Simpan dan lanjut"))
    # What is left has pages of its own, and one need not answer it.
    page.goto(reverse("businesses:completion", args=[business.public_id]))
    follow(page, page.get_by_role("button", name="Kirim untuk diperiksa"))

    business.refresh_from_db()
    assert page.get_by_role("heading", name="Tanda terima").is_visible()
    assert page.get_by_text(business.registration_code).is_visible()
