"""What nobody meant to ask for is not there, or refused; it never breaks a page of the office."""

import pytest
from django.contrib.admin.views.main import IGNORED_PARAMS
from django.test import Client
from django.urls import NoReverseMatch, reverse

from plut_portal.accounts.roles import Role
from tests.access.addresses import arguments
from tests.access.world import World, url_names
from tests.admin.test_pages import SINGLE_ROW, tables
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

HUGE = "9" * 30
IDS = ["abc", "²", HUGE, "-1"]
LISTS = sorted(set(tables()) - SINGLE_ROW)
NAMES = sorted(name for name in url_names() if name.startswith("admin:"))
# What pages of the office read from their addresses, beside the filters of lists.
READ = [
    "angka",
    "batch",
    "bulan",
    "business",
    "cari",
    "dari",
    "desa",
    "expertise",
    "halaman",
    "kendala",
    "kode",
    "lain",
    "owner",
    "pada",
    "page",
    "periode",
    "pilih",
    "sampai",
    "tabel",
    "tahun",
    "topic",
    "triwulan",
    "version",
    "who",
]


@pytest.fixture
def office():
    client = Client(raise_request_exception=False)
    client.force_login(UserFactory(role=Role.PROGRAMME_ADMIN))
    return client


def address(name, args):
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return None


def broken(client, asked):
    return [
        f"{page} {query}"
        for page, query in asked
        if page and client.get(page, query).status_code >= 500
    ]


@pytest.mark.parametrize("odd", IDS)
def test_a_row_nobody_has_is_not_there(office, odd):
    pages = [address(name, args) for name in NAMES for args in ([odd], [odd, odd])]

    assert broken(office, [(page, {}) for page in pages]) == []
    assert [p for p in pages if p and office.post(p).status_code >= 500] == []


def odd_filters(model_admin):
    for each in model_admin.list_filter:
        name = each[0] if isinstance(each, tuple) else each
        if isinstance(name, str):
            yield from ({f"{name}__exact": "abc"}, {f"{name}__id__exact": HUGE})
        else:
            yield {name.parameter_name: "abc"}


def odd_days(field):
    yield from ({f"{field}__year": year} for year in ("9999", "0", "abc", "²", "99999999999", HUGE))
    yield from ({f"{field}__{part}": HUGE} for part in ("month", "day", "gte"))
    yield from ({f"{field}__year": "2026", f"{field}__{part}": "99"} for part in ("month", "day"))
    yield from ({f"{field}__{end}": f"{year}-01-01"} for end in ("gte", "lt") for year in (1, 9999))


@pytest.mark.parametrize("table", LISTS)
def test_a_list_asked_oddly_answers(office, table):
    model_admin = tables()[table]
    asked = [
        {"q": "\0"},
        {"apa": "\0"},
        {"\0": "1"},
        dict.fromkeys(IGNORED_PARAMS, HUGE),
        {"p": HUGE, "o": f"{HUGE}.-{HUGE}.abc"},
        {"apa": "1"},
        *odd_filters(model_admin),
        *(odd_days(model_admin.date_hierarchy) if model_admin.date_hierarchy else []),
    ]
    pages = [address(f"admin:{table}_{page}", []) for page in ("changelist", "export")]

    assert broken(office, [(page, query) for page in pages for query in asked]) == []


@pytest.mark.parametrize("odd", ["\0", "abc", HUGE, "9999-12-31"])
def test_a_page_asked_oddly_answers(office, odd):
    fields = {field.name for model in tables().values() for field in model.opts.concrete_fields}
    query = dict.fromkeys({*READ, *fields}, odd)

    pages = [page for name in NAMES if (page := address(name, []))]

    assert broken(office, [(page, query) for page in pages]) == []
    assert [page for page in pages if office.post(page, query).status_code >= 500] == []


def test_a_page_about_a_row_asked_oddly_answers(office):
    world = World.build()
    pages = [address(name, arguments(world, name)) for name in NAMES]

    assert broken(office, [(page, dict.fromkeys(READ, HUGE)) for page in pages]) == []


@pytest.mark.parametrize("odd", ["abc", "²", HUGE])
def test_a_choice_that_cannot_be_one_is_refused_beside_its_field(office, odd):
    page = reverse("admin:businesses_business_add")

    assert office.get(page, {"owner": odd}).status_code == 200
    response = office.post(page, {"owner": odd})

    assert response.status_code == 422
    assert "Masukkan pilihan yang valid" in str(response.context["form"].errors["owner"])


def test_a_list_asked_for_what_cannot_be_says_so_and_shows_all(office):
    page = reverse("admin:consultations_booking_changelist")

    assert office.get(page, {"starts_at__year": "9999"}).url == f"{page}?e=1"
    assert office.get(page, {"q": "\0"}).status_code == 400
    assert office.get(reverse("admin:businesses_business_change", args=["abc"])).status_code == 404
