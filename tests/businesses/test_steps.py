"""Complete before we meet: step by step, each kept at once."""

import pytest
from django.urls import reverse

from businesses import services
from businesses.models import OwnerProfile, Snapshot
from businesses.selectors import STEPS, completion, latest_figures
from plut_portal.accounts.roles import Role
from plut_portal.notifications.models import Message
from tests.factories import (
    BookingFactory,
    BusinessFactory,
    CompleteBusinessFactory,
    SubmittedBusinessFactory,
    UserFactory,
)
from tests.times import NOW

NAME = {"name": "Keripik Bu Sumiati", "address": "Dusun Banaran RT 02/RW 05"}
CONDITION = {
    "operating_state": "RUNNING",
    "workers_female": "2",
    "workers_male": "0",
    "started_year": "2019",
}
TURNOVER = {"turnover_band": "TO_60M", "capital": "Rp 1.500.000"}
NIB = {"nib": "0220 0123 45678"}
ANSWERS = {"nama": NAME, "kondisi": CONDITION, "omzet": TURNOVER, "nib": NIB}
HOSTILE = "<script>alert('x')</script>\"'><img src=x onerror=alert(1)>{{ 7*7 }}"


def url(business, slug):
    return reverse("businesses:step", args=[business.public_id, slug])


def page(name, business):
    return reverse(f"businesses:{name}", args=[business.public_id])


@pytest.fixture
def business(owner):
    return BusinessFactory(owner=owner, name="", address="")


def test_the_steps_ask_at_most_twelve_questions_of_a_business():
    # The photo belongs to a product.
    asked = {field for step in STEPS for field in step.fields} | {"KBLI"}

    assert len(asked - {"PHOTO"}) <= 12


def test_each_step_saves_and_leads_to_the_next(client, business):
    visited = [completion(business).next_url]
    for _ in range(4):
        slug = visited[-1].rstrip("/").rpartition("/")[2]
        answer = client.post(visited[-1], ANSWERS[slug])
        assert answer.status_code == 302
        visited.append(answer.url)

    business.refresh_from_db()
    figures = latest_figures(business)
    assert visited == [
        *[url(business, slug) for slug in ("nama", "kondisi", "omzet", "nib")],
        # Has a page of its own.
        page("kbli_choose", business),
    ]
    assert (business.name, business.address, business.started_year) == (*NAME.values(), 2019)
    assert (figures.operating_state, figures.workers_female, figures.workers_male) == (
        "RUNNING",
        2,
        0,
    )
    assert (figures.turnover_band, figures.capital) == ("TO_60M", 1_500_000)
    assert OwnerProfile.objects.get().nib == "0220012345678"
    assert completion(business).is_complete


@pytest.mark.parametrize("slug", list(ANSWERS))
def test_saving_a_step_twice_is_harmless(client, business, slug):
    for _ in range(2):
        assert client.post(url(business, slug), ANSWERS[slug]).status_code == 302

    assert Snapshot.objects.count() == (slug in {"kondisi", "omzet"})
    assert OwnerProfile.objects.count() == (slug == "nib")


@pytest.mark.parametrize("slug", list(ANSWERS))
def test_a_step_shows_again_what_was_said(client, business, slug):
    client.post(url(business, slug), ANSWERS[slug])

    form = client.get(url(business, slug)).context["form"]

    shown = {name: form[name].value() for name in form.fields}
    expected = {
        "nama": NAME,
        "kondisi": CONDITION | {"workers_female": 2, "workers_male": 0, "started_year": 2019},
        "omzet": {"turnover_band": "TO_60M", "capital": "1.500.000"},
        "nib": {"nib": "0220012345678"},
    }
    assert shown == expected[slug]


@pytest.mark.parametrize(
    ("slug", "wrong", "where", "sentence"),
    [
        ("nama", {"name": ""}, "name", "Tuliskan nama yang dikenal pelanggan."),
        ("nama", {"address": ""}, "address", "dusun dan RT/RW sudah cukup"),
        ("nama", {"name": "a\x00b"}, "name", ""),
        ("kondisi", {"operating_state": ""}, "operating_state", "salah satu dari tiga"),
        ("kondisi", {"workers_female": "dua"}, "workers_female", "bilangan bulat, misalnya 2"),
        ("kondisi", {"workers_male": "-1"}, "workers_male", "0 atau lebih"),
        ("kondisi", {"workers_male": "10000"}, "workers_male", "paling banyak 9999"),
        ("kondisi", {"started_year": "1899"}, "started_year", "antara 1900 dan 2026"),
        ("kondisi", {"started_year": "2027"}, "started_year", "antara 1900 dan 2026"),
        ("omzet", {"turnover_band": ""}, "turnover_band", "Tidak ingin menjawab"),
        ("omzet", {"turnover_band": "BANYAK"}, "turnover_band", ""),
        ("omzet", {"capital": "lima juta"}, "capital", "Anda memasukkan: lima juta"),
        ("nib", {"nib": "022001234567"}, "nib", "NIB harus 13 angka. Anda memasukkan 12."),
    ],
)
def test_a_step_with_something_wrong_keeps_what_was_typed(
    client, business, slug, wrong, where, sentence
):
    answer = client.post(url(business, slug), ANSWERS[slug] | wrong)

    form = answer.context["form"]
    assert answer.status_code == 422
    assert list(form.errors) == [where]
    assert sentence in form.errors[where][0]
    assert not Snapshot.objects.exists()
    assert not OwnerProfile.objects.filter(nib__gt="").exists()


def test_not_saying_the_turnover_answers_the_step(client, business):
    client.post(url(business, "omzet"), {"turnover_band": "WITHHELD", "capital": ""})

    figures = latest_figures(business)
    assert (figures.turnover_band, figures.turnover_withheld) == ("", True)
    assert "omzet" not in {state.step.slug for state in completion(business).missing}
    assert client.get(url(business, "omzet")).context["form"]["turnover_band"].value() == "WITHHELD"


def test_a_capital_left_out_is_taken_back(client, business):
    for capital in ("15.000.000", ""):
        client.post(url(business, "omzet"), {"turnover_band": "TO_60M", "capital": capital})

    figures = latest_figures(business)
    assert (figures.capital, figures.capital_withheld) == (None, True)
    assert not client.get(url(business, "omzet")).context["form"]["capital"].value()

    client.post(url(business, "omzet"), {"turnover_band": "TO_60M", "capital": "20.000.000"})
    figures = latest_figures(business)
    assert (figures.capital, figures.capital_withheld) == (20_000_000, False)


def test_a_capital_never_said_is_not_withheld(client, business):
    client.post(url(business, "omzet"), {"turnover_band": "TO_60M", "capital": ""})

    assert not Snapshot.objects.get().capital_withheld


@pytest.mark.parametrize("slug", ["omzet"])
def test_where_money_is_asked_it_says_not_for_tax(client, business, slug):
    assert client.get(url(business, slug)).content.decode().count("Bukan untuk pajak") == 2


def test_the_form_of_a_step_carries_the_key_of_its_draft(client, business):
    html = client.get(url(business, "kondisi")).content.decode()

    assert f'data-draft="usaha-{business.public_id}-kondisi"' in html


def test_a_step_does_not_show_the_nib_of_another_person(client, business):
    partner = UserFactory()
    business.memberships.create(user=partner)
    OwnerProfile.objects.create(user=partner, nib="0220012345678")

    html = client.get(url(business, "nib")).content.decode()

    assert "0220012345678" not in html
    assert completion(business).dossier.nibs == ["0220012345678"]


def test_one_nib_counts_for_every_business_of_the_person(client, business):
    other = BusinessFactory(owner=business.people.get())

    client.post(url(business, "nib"), NIB)

    assert completion(other).dossier.nibs == ["0220012345678"]


@pytest.mark.parametrize("slug", ["awal", "tidak-ada", "kirim-lagi"])
def test_a_step_that_does_not_exist_is_404(client, business, slug):
    assert client.get(url(business, slug)).status_code == 404


def test_the_list_of_steps_leads_to_what_is_missing(client, business):
    html = client.get(page("completion", business)).content.decode()

    assert f"1 dari {len(STEPS)} langkah selesai" in html
    assert f'class="btn btn-primary" href="{url(business, "nama")}"' in html
    assert "Kirim untuk diperiksa" not in html


@pytest.mark.parametrize("count", [1, 3])
def test_completion_query_count(client, business, django_assert_num_queries, count):
    for _ in range(count):
        client.post(url(business, "kondisi"), CONDITION | {"workers_male": str(_)})

    # Session, person, business, its condition, NIB, KBLI and photo, the office's answer, unread
    # messages, office.
    with django_assert_num_queries(10):
        client.get(page("completion", business))


def test_sending_leads_to_the_receipt(client, owner):
    business = CompleteBusinessFactory(owner=owner)

    answer = client.post(page("submit", business))

    assert answer.url == page("receipt", business)
    html = client.get(answer.url).content.decode()
    business.refresh_from_db()
    assert business.registration_code in html
    assert "Selasa, 1 Desember 2026" in html
    assert "data-print" in html


def test_sending_too_early_says_what_is_missing(client, business):
    answer = client.post(page("submit", business))

    assert answer.status_code == 422
    assert "Sebelum dikirim, mohon jawab ini: Nama dan alamat" in answer.content.decode()


def test_sending_what_is_in_order_already_is_refused(client, owner):
    business = SubmittedBusinessFactory(owner=owner, status="VERIFIED")

    answer = client.post(page("submit", business))

    assert answer.status_code == 409
    assert "Usaha Anda sudah diperiksa" in answer.content.decode()


def test_there_is_no_receipt_before_it_was_sent(client, business):
    assert client.get(page("receipt", business)).status_code == 404


def test_the_status_stands_in_words_on_list_and_page(client, owner):
    for status, words in {
        "SUBMITTED": "Sedang diperiksa",
        "NEEDS_FIXING": "Perlu diperbaiki",
        "VERIFIED": "Sudah diperiksa dan beres",
    }.items():
        business = SubmittedBusinessFactory(owner=owner, status=status)

        for address in (reverse("businesses:list"), business.get_absolute_url()):
            assert words in client.get(address).content.decode()


def needs_fixing(owner, **remarks):
    business = SubmittedBusinessFactory(owner=owner)
    services.decide(
        business=business,
        outcome="NEEDS_FIXING",
        remarks=remarks,
        message="Tinggal sedikit.",
        by=UserFactory(),
        at=NOW,
        revision=1,
    )
    business.refresh_from_db()
    return business


def test_a_remark_stands_at_its_answer_until_it_changes(client, owner):
    business = needs_fixing(owner, ADDRESS="Tulis RT dan RW.")
    address = url(business, "nama")
    assert "Tulis RT dan RW." in client.get(address).content.decode()
    assert "Tulis RT dan RW." in client.get(page("completion", business)).content.decode()
    assert "Tinggal sedikit." in client.get(page("completion", business)).content.decode()

    client.post(address, {"name": business.name, "address": "Dusun Banaran RT 03/RW 05"})

    assert "Tulis RT dan RW." not in client.get(address).content.decode()
    assert client.post(page("submit", business)).url == page("receipt", business)


def test_a_remark_on_the_first_answers_stands_on_their_page(client, owner):
    business = needs_fixing(owner, MAKES="Tulis rasanya juga.")

    html = client.get(reverse("businesses:update", args=[business.public_id])).content.decode()

    assert "Tulis rasanya juga." in html


def test_saving_leads_on_to_the_next_remark(client, owner):
    business = needs_fixing(owner, ADDRESS="Tulis RT/RW.", CAPITAL="Tanpa tanah.")

    answer = client.post(url(business, "nama"), NAME)

    assert answer.url == url(business, "omzet")


def test_whoever_mends_is_not_led_through_what_nobody_asked_about(client, owner):
    business = needs_fixing(owner, ADDRESS="Mohon tulis RT dan RW.")

    answer = client.post(url(business, "nama"), NAME)

    assert answer.url == page("completion", business)


@pytest.mark.parametrize("role", [None, Role.CONSULTANT, Role.PROGRAMME_ADMIN])
@pytest.mark.parametrize("name", ["completion", "receipt", "submit"])
def test_fm35_the_pages_of_a_registration_are_404_to_strangers(client, db, role, name):
    business = SubmittedBusinessFactory()
    client.force_login(UserFactory(role=role))

    method = client.post if name == "submit" else client.get
    assert method(page(name, business)).status_code == 404


@pytest.mark.parametrize("method", ["get", "post"])
def test_fm35_a_step_is_404_to_strangers_and_changes_nothing(client, db, method):
    business = BusinessFactory(name="Nama Lama")
    client.force_login(UserFactory())

    answer = getattr(client, method)(url(business, "nama"), NAME)

    business.refresh_from_db()
    assert (answer.status_code, business.name) == (404, "Nama Lama")


def test_fm35_a_step_sends_the_anonymous_to_the_login(client, db):
    answer = client.get(url(BusinessFactory(), "nama"))

    assert answer.url.startswith(reverse("account_login"))


def test_fm42_whatever_an_owner_or_officer_writes_is_shown_as_text(client, owner):
    business = SubmittedBusinessFactory(
        owner=owner, name=HOSTILE, makes=HOSTILE[:90], address=HOSTILE
    )
    services.decide(
        business=business,
        outcome="NEEDS_FIXING",
        remarks={"ADDRESS": HOSTILE, "NAME": HOSTILE, "MAKES": HOSTILE},
        message=HOSTILE,
        by=UserFactory(),
        at=NOW,
        revision=1,
    )
    invitation = services.invite(business=business, by=owner, at=NOW)
    pages = [
        reverse("businesses:list"),
        business.get_absolute_url(),
        page("completion", business),
        page("receipt", business),
        page("people", business),
        reverse("businesses:update", args=[business.public_id]),
        url(business, "nama"),
        invitation.get_absolute_url(),
        BookingFactory(business=business, booked_by=owner).get_absolute_url(),
        Message.objects.get(kind="BUSINESS_NEEDS_FIXING").get_absolute_url(),
    ]

    for address in pages:
        answer = client.get(address, follow=True)
        html = answer.content.decode()
        assert answer.status_code == 200
        assert ("alert(1)" in html, "<script>alert" in html, "<img src=x" in html) == (
            True,
            False,
            False,
        )
    assert HOSTILE in Message.objects.get(kind="BUSINESS_NEEDS_FIXING").body


@pytest.mark.parametrize("is_complete", [True, False])
def test_an_appointment_leads_to_what_is_missing(client, owner, is_complete):
    factory = SubmittedBusinessFactory if is_complete else BusinessFactory
    business = factory(owner=owner)
    booking = BookingFactory(business=business, booked_by=owner)

    html = client.get(booking.get_absolute_url()).content.decode()

    assert (page("completion", business) in html) != is_complete
