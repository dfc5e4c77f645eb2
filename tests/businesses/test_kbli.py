"""KBLI codes in everyday words, 2020 and 2025 side by side (domain.md §3.9)."""

import importlib

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from businesses import selectors, services
from businesses.models import BusinessKbli, Decision, FieldRemark, KbliCode, KbliEntry
from plut_portal.core.search import LONGEST
from tests.factories import BusinessFactory, UserFactory
from tests.rivals import all_at_once
from tests.times import NOW

SEARCH = reverse("businesses:kbli_search")

# What people type → the row that has to come first.
TABLE = [
    ("kripik apel", "10313", "10303"),
    ("keripik apel", "10313", "10303"),
    ("criping apel", "10313", "10303"),
    ("keripik tempe", "10793", "10794"),
    ("kerupuk", "10794", "10794"),
    ("tempe kedelai", "10391", "10307"),
    ("tahu", "10392", "10308"),
    ("kacang telur", "10793", "10309"),
    ("sari apel", "10330", "10306"),
    ("jus apel", "10330", "10306"),
    ("minuman serbuk", "11040", "11053"),
    ("sekoteng", "11090", "11059"),
    ("selai", "10312", "10302"),
    ("manisan buah", "10733", "10733"),
    ("asinan", "10311", "10301"),
    ("sayur beku", "10314", "10304"),
    ("dodol apel", "10796", "10796"),
    ("pie apel", "10710", "10710"),
    ("wingko", "10792", "10792"),
    ("coklat", "10732", "10732"),
    ("permen", "10739", "10739"),
    ("kopi bubuk", "10761", "10761"),
    ("teh", "10763", "10762"),
    ("susu pasteurisasi", "10510", "10501"),
    ("es krim", "10531", "10503"),
    ("yogurt", "10590", "10509"),
    ("bawang goreng", "10772", "10779"),
    ("frozen food", "10750", "10750"),
    ("abon", "10130", "10120"),
    ("telur asin", "10799", "10799"),
    ("jamu", "21022", "21022"),
    ("lilin", "20231", "20231"),
    ("sabun mandi", "20232", "20232"),
    ("minyak atsiri", "20294", "20294"),
    ("batik", "13134", "13133"),
    ("konveksi", "14111", "14111"),
    ("penjahit", "14120", "14120"),
    ("rajut pakaian", "14301", "14301"),
    ("bordir", "14302", None),
    ("tas kulit", "15129", "15129"),
    ("anyaman bambu", "16291", "16291"),
    ("anyaman pandan", "16292", "16292"),
    ("ukiran kayu", "16293", "16293"),
    ("gerabah", "23939", "23939"),
    ("souvenir bunga kering", "32903", "32903"),
    ("bunga potong", "01193", "01193"),
    ("tanaman hias", "01301", "01301"),
    ("okulasi", "01302", "01309"),
    ("kebun apel", "01240", "01240"),
    ("jamur", "01136", "01136"),
    ("sapi perah", "01412", "01412"),
    ("florist", "47761", "47761"),
    ("toko oleh2 makanan", "47249", "47249"),
    ("toko suvenir", "47781", "47781"),
    ("jualan online makanan", "47911", None),
    ("homestay", "55130", "55201"),
    ("villa", "55193", "55203"),
    ("restoran", "56101", "56101"),
    ("warung", "56102", "56101"),
    ("gerobak", "56104", "56102"),
    ("cafe", "56303", "56303"),
    ("katering acara", "56210", "56210"),
    ("rantangan", "56290", "56290"),
    ("biro perjalanan", "79111", "79110"),
    ("pemandu wisata", "79921", "79903"),
    ("petik apel", "93231", "93296"),
]


@pytest.fixture
def owner(client, db):
    user = UserFactory()
    client.force_login(user)
    return user


@pytest.fixture
def business(owner):
    return BusinessFactory(owner=owner)


def choose(business):
    return reverse("businesses:kbli_choose", args=[business.public_id])


def pair(entry):
    return tuple(code and code.code for code in (entry.code_2020, entry.code_2025))


@pytest.mark.parametrize(("typed", "code_2020", "code_2025"), TABLE)
def test_search_puts_the_right_row_first(db, typed, code_2020, code_2025):
    found = selectors.entries_about(typed)

    assert pair(found[0]) == (code_2020, code_2025)


def test_search_knows_that_a_warkop_is_a_place_for_coffee(db):
    found = selectors.entries_about("warkop")

    assert {pair(entry) for entry in found} == {("56303", "56303"), ("56304", "56304")}


def test_search_by_a_code_finds_what_it_stands_for(db):
    assert pair(selectors.entries_about("10313")[0]) == ("10313", "10303")


def test_search_with_one_strange_word_still_finds_the_rest(db):
    assert ("10313", "10303") in map(pair, selectors.entries_about("keripik apel premium"))


def test_search_warns_of_digits_that_mean_something_else_in_the_other_version(db):
    [warung] = [e for e in selectors.entries_about("warung makan") if pair(e)[0] == "56102"]

    elsewhere = [(other.version, other.code) for other in warung.elsewhere]
    assert elsewhere == [("2020", "56101"), ("2025", "56102")]


@pytest.mark.parametrize("typed", ["apel", "batik"])
def test_search_query_count(db, django_assert_num_queries, typed):
    with django_assert_num_queries(3):
        selectors.entries_about(typed)


def test_every_entry_has_a_code_and_every_code_its_own_version(db):
    entries = KbliEntry.objects.with_codes()

    assert entries.count() > 60
    for entry in entries:
        assert entry.codes or entry.note
        assert entry.code_2020 is None or entry.code_2020.version == "2020"
        assert entry.code_2025 is None or entry.code_2025.version == "2025"
        # What has no counterpart says so.
        assert len(entry.codes) == 2 or entry.note


def test_loading_the_rows_can_be_undone_and_done_again(db, business):
    module = importlib.import_module("businesses.migrations.0013_kbli_rows")
    tempe, kerupuk = KbliEntry.objects.filter(code_2025__code="10794").order_by("pk")
    services.choose_kbli(business=business, entries=[tempe, kerupuk], written=[], at=NOW)
    before = (KbliCode.objects.count(), KbliEntry.objects.count())

    module.remove_kbli(apps, connection.schema_editor())
    kept = sorted(business.kbli.values_list("version", "code", "entry"))
    gone = (KbliCode.objects.count(), KbliEntry.objects.count())
    module.load_kbli(apps, connection.schema_editor())

    assert gone == (0, 0)
    assert (KbliCode.objects.count(), KbliEntry.objects.count()) == before
    assert kept == [("2020", "10793", None), ("2020", "10794", None), ("2025", "10794", None)]


def test_one_code_may_stand_in_both_versions_but_once_in_each(db):
    with pytest.raises(IntegrityError), transaction.atomic():
        KbliCode.objects.create(version="2020", code="10313", title="Lagi")


def test_kbli_page_shows_both_codes_to_anyone(client, db):
    response = client.get(SEARCH, {"cari": "kripik apel"})

    text = response.content.decode()
    assert response.status_code == 200
    assert "10313" in text
    assert "10303" in text
    assert "bukan judul resmi" in text


def test_kbli_page_without_a_question_offers_examples(client, db):
    response = client.get(SEARCH)

    assert '<a class="btn btn-sm btn-outline-primary" href="?cari=keripik%20apel">' in (
        response.content.decode()
    )


def test_kbli_page_that_finds_nothing_says_who_helps(client, db):
    response = client.get(SEARCH, {"cari": "zzz"})

    assert response.status_code == 200
    assert "Tidak ada yang cocok dengan “zzz”" in response.content.decode()
    assert reverse("consultations:field_list") in response.content.decode()


@pytest.mark.parametrize("typed", ["<script>alert(1)</script>", "x" * 5000, "\0", "'", "%", "😀"])
def test_fm42_kbli_page_answers_anything_typed(client, db, typed):
    response = client.get(SEARCH, {"cari": typed})

    assert response.status_code == 200
    assert "<script>alert" not in response.content.decode()
    assert len(response.context["asked"]) <= LONGEST


class AnythingTyped(TestCase):
    @given(st.text(max_size=90))
    def test_search_answers_anything(self, typed):
        assert isinstance(selectors.entries_about(typed), list)


def test_kbli_choose_looks_for_what_she_makes_by_itself(client, business):
    response = client.get(choose(business))

    assert [pair(entry) for entry in response.context["entries"]] == [("10313", "10303")]


def test_kbli_choose_keeps_entries_in_both_versions(client, business):
    entries = KbliEntry.objects.filter(code_2020__code__in=["10313", "55130"])

    response = client.post(choose(business), {"entries": [e.pk for e in entries]})

    assert response.status_code == 302
    assert sorted(business.kbli.values_list("version", "code")) == [
        ("2020", "10313"),
        ("2020", "55130"),
        ("2025", "10303"),
        ("2025", "55201"),
    ]


def test_kbli_choose_keeps_a_code_as_the_nib_says_it(client, business):
    client.post(choose(business), {"code": " 01.240 ", "version": "2020"})

    row = business.kbli.get()
    assert (row.version, row.code, row.entry) == ("2020", "01240", None)


def test_kbli_choose_keeps_what_was_written_until_it_is_unticked(client, business):
    client.post(choose(business), {"code": "01240", "version": "2020"})
    client.post(choose(business), {"kept": ["2020-01240"], "code": "10313", "version": "2020"})
    both = sorted(business.kbli.values_list("code", flat=True))

    client.post(choose(business), {"kept": ["2020-10313"]})

    assert both == ["01240", "10313"]
    assert [row.code for row in business.kbli.all()] == ["10313"]


def test_kbli_choose_shows_what_is_chosen_as_ticked(client, business):
    entry = KbliEntry.objects.get(code_2020__code="55130")
    services.choose_kbli(business=business, entries=[entry], written=[], at=NOW)

    response = client.get(choose(business))

    assert response.context["chosen"] == [entry]
    assert f'value="{entry.pk}" id="kbli-{entry.pk}" checked>' in response.content.decode()


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({}, "Centang yang cocok"),
        ({"code": "1031", "version": "2020"}, "Anda memasukkan 4: 1031"),
        ({"code": "10313"}, "KBLI yang mana"),
        ({"code": "10313", "version": "2015"}, "2015"),
        ({"entries": ["999999"]}, "999999"),
        ({"entries": ["x"]}, "x"),
        ({"kept": ["2020-99999"]}, "Centang yang cocok"),
    ],
)
def test_kbli_choose_refuses_with_a_sentence_and_keeps_the_ticks(client, business, typed, message):
    response = client.post(choose(business), typed)

    assert response.status_code == 422
    assert message in response.content.decode()
    assert not BusinessKbli.objects.exists()


def test_kbli_choose_is_for_her_own_business(client, owner):
    stranger = BusinessFactory()

    assert client.get(choose(stranger)).status_code == 404
    assert client.post(choose(stranger), {"code": "10313", "version": "2020"}).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_kbli_choose_query_count(client, business, django_assert_num_queries, count):
    entries = KbliEntry.objects.order_by("pk")[:count]
    services.choose_kbli(business=business, entries=entries, written=[], at=NOW)
    client.get(choose(business))

    with django_assert_num_queries(10):
        client.get(choose(business))


def test_choose_kbli_ticks_off_the_remark_of_the_office(business):
    decision = Decision.objects.create(
        business=business, outcome="NEEDS_FIXING", made_by=UserFactory(), made_at=NOW
    )
    remark = FieldRemark.objects.create(decision=decision, field="KBLI", text="Pilih KBLI.")

    services.choose_kbli(business=business, entries=[], written=[("2020", "10313")], at=NOW)

    remark.refresh_from_db()
    assert remark.mended_at == NOW


@pytest.mark.django_db(transaction=True)
def test_choose_kbli_from_two_tabs_at_once_keeps_each_code_once():
    business = BusinessFactory()

    answers = all_at_once(
        [
            lambda: services.choose_kbli(
                business=business, entries=[], written=[("2020", "10313")], at=NOW
            )
        ]
        * 4
    )

    assert answers == [None] * 4
    assert business.kbli.count() == 1
