import pytest
from django.urls import reverse

from exhibitions import selectors
from exhibitions.models import SearchWords

pytestmark = pytest.mark.django_db
ADD = reverse("admin:exhibitions_searchwords_add")


@pytest.fixture(autouse=True)
def kept():
    SearchWords.objects.all().delete()
    return SearchWords.objects.create(words="sari, jus, juice")


def add(client, words, **changes):
    return client.post(ADD, {"words": words, "is_active": "on"} | changes)


def test_office_adds_words_in_plain_spelling_and_history_is_kept(office):
    answer = add(office, "Tahu Walik ,  tahu-walik, TAHU balik, tahu balik")

    assert answer.status_code == 302
    row = SearchWords.objects.latest("pk")
    assert row.words == "tahu walik, tahu balik"
    assert row.history.get().history_user == office.user
    assert ("tahu walik", "tahu balik") in selectors.spellings()


@pytest.mark.parametrize("words", ["satu", "satu, SATU", ", ,", ", ".join("abcdefghijklm")])
def test_office_is_told_how_many_words_make_a_row(office, words):
    answer = add(office, words)

    assert answer.status_code == 200
    assert "2 sampai 12 kata" in answer.content.decode()
    assert SearchWords.objects.count() == 1


def test_office_is_told_where_a_word_stands_already(office, kept):
    answer = add(office, "jus, perasan")

    assert "sari, jus, juice" in answer.content.decode()
    assert SearchWords.objects.count() == 1

    SearchWords.objects.filter(pk=kept.pk).update(is_active=False)
    assert add(office, "jus, perasan").status_code == 302


def test_a_row_is_switched_off_never_deleted(office, kept):
    address = reverse("admin:exhibitions_searchwords_delete", args=[kept.pk])
    assert office.post(address, {"post": "yes"}).status_code == 403

    office.post(
        reverse("admin:exhibitions_searchwords_change", args=[kept.pk]), {"words": kept.words}
    )
    assert selectors.spellings() == []


@pytest.mark.parametrize("words", ["<script>alert(1)</script>, jahat", "a:* | b, c'd"])
def test_fm42_words_cannot_act_on_page_or_question(office, client, words):
    add(office, words)

    page = client.get(reverse("catalogue:list"), {"cari": "jahat a b c"})

    assert page.status_code == 200
    assert "<script>alert" not in page.content.decode()
