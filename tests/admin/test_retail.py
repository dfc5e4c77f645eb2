"""The office's pages of retail partners: lists, links, and the way of products to the shelves."""

import csv
import io
from datetime import timedelta

import pytest
from django.conf import settings
from django.urls import reverse

from businesses.models import Product
from exhibitions.models import PartnerLink, RequirementList
from plut_portal.accounts.models import AccessLogEntry
from tests.exhibitions.shelf import (
    Kind,
    RetailPartnerFactory,
    State,
    accepted,
    in_use,
    listed,
    offered,
    sent,
)
from tests.times import NOW

pytestmark = pytest.mark.django_db
TODAY = f"{NOW:%Y-%m-%d}"


@pytest.fixture(autouse=True)
def today(portal_clock):
    portal_clock(NOW + timedelta(hours=2))


def page(table, name, row):
    return reverse(f"admin:exhibitions_{table}_{name}", args=[row.pk])


def act(client, name, submission, **said):
    return client.post(page("submission", name, submission), said)


def line_data(draft, *rows):
    data = {"lines-TOTAL_FORMS": len(rows), "lines-INITIAL_FORMS": 0}
    for number, row in enumerate(rows):
        row = {"requirements": draft.pk, "position": number} | row
        data |= {f"lines-{number}-{name}": value for name, value in row.items()}
    return data


def test_a_list_is_written_published_and_read_only_from_then_on(office):
    partner = RetailPartnerFactory()
    partner.requirement_lists.all().update(state="REPLACED")

    begun = office.post(page("retailpartner", "begin_list", partner))
    draft = RequirementList.objects.drafts().get()
    assert begun.url == page("requirementlist", "change", draft)
    draft.lines.all().delete()
    office.post(
        begun.url,
        line_data(draft, {"kind": Kind.PERMIT, "permit": "PIRT", "least": 180}, {"kind": Kind.NIB}),
    )
    published = office.post(page("requirementlist", "publish", draft))

    assert published.url == page("requirementlist", "change", draft)
    assert [line.asks for line in in_use(partner).lines.order_by("position")] == [
        "P-IRT, masih berlaku paling sedikit 180 hari",
        "NIB",
    ]
    assert office.post(begun.url, line_data(draft, {"kind": Kind.PACK})).status_code == 403
    assert 'name="_save"' not in office.get(begun.url).content.decode()


@pytest.mark.parametrize(
    "line",
    [
        {"kind": Kind.PERMIT},
        {"kind": Kind.PERMIT, "permit": "HALAL"},
        {"kind": Kind.SHELF_LIFE},
        {"kind": Kind.CAPACITY, "least": 0},
        {"kind": Kind.PRICE},
        {"kind": Kind.PRICE, "price_from": 10, "price_to": 9},
        {"kind": Kind.OFFICE},
        {"kind": Kind.NIB, "permit": "PIRT"},
    ],
)
def test_a_line_that_says_nothing_is_refused_on_the_page(office, line):
    partner = RetailPartnerFactory()
    office.post(page("retailpartner", "begin_list", partner))
    draft = RequirementList.objects.drafts().get()
    draft.lines.all().delete()

    response = office.post(page("requirementlist", "change", draft), line_data(draft, line))

    assert response.status_code == 200
    assert not draft.lines.exists()


def test_the_same_asked_twice_in_one_go_is_said_beside_the_second(office):
    partner = RetailPartnerFactory()
    office.post(page("retailpartner", "begin_list", partner))
    draft = RequirementList.objects.drafts().get()
    draft.lines.all().delete()
    rows = [{"kind": Kind.NIB}, {"kind": Kind.OFFICE, "text": "Rasa"}]
    rows += [{"kind": Kind.OFFICE, "text": "Bentuk"}, {"kind": Kind.NIB}]

    response = office.post(page("requirementlist", "change", draft), line_data(draft, *rows))

    assert response.status_code == 200
    [inline] = response.context["inline_admin_formsets"]
    assert [list(form.errors) for form in inline.formset.forms[:4]] == [[], [], [], ["kind"]]
    assert not draft.lines.exists()


def test_an_empty_list_is_not_published_and_the_page_says_why(office):
    partner = RetailPartnerFactory(asks=[])
    office.post(page("requirementlist", "copy", in_use(partner)))
    draft = RequirementList.objects.drafts().get()

    response = office.post(page("requirementlist", "publish", draft))

    assert response.status_code == 422
    assert "Tuliskan paling sedikit satu syarat." in response.content.decode()


def test_a_link_is_shown_once_and_can_be_taken_back(office):
    partner = RetailPartnerFactory()

    made = office.post(page("retailpartner", "make_link", partner), {"days": 30})
    link = PartnerLink.objects.get()
    shown = made.content.decode()

    assert made.status_code == 200
    assert f'<b class="office-wrap">{settings.SITE_URL}/mitra/lihat/' in shown
    later = office.get(page("retailpartner", "change", partner)).content.decode()
    assert "/mitra/lihat/" not in later
    assert link.hash not in later
    office.post(page("retailpartner", "revoke_link", partner))
    link.refresh_from_db()
    assert link.revoked_by == office.user


def test_a_link_for_too_long_is_refused(office):
    response = office.post(
        page("retailpartner", "make_link", RetailPartnerFactory()), {"days": 365}
    )

    assert response.status_code == 422
    assert not PartnerLink.objects.exists()


def test_the_office_takes_a_product_to_the_shelf_and_off_it(office):
    partner = RetailPartnerFactory(asks=[{"kind": Kind.OFFICE, "text": "Label terbaca"}])
    submission = offered(partner=partner)
    line = in_use(partner).lines.get()

    unticked = act(office, "accept", submission)
    assert unticked.status_code == 422
    assert "Centang semua" in unticked.content.decode()
    act(office, "accept", submission, checked=[line.pk])
    act(office, "send", submission)
    act(office, "put_up", submission, on=TODAY, stores=4, units=120)
    act(office, "put_up", submission, on=TODAY, stores=6, units=150)
    act(office, "take_off", submission, on=TODAY, reason="Kurang laku")

    submission.refresh_from_db()
    assert submission.state == State.DELISTED
    history = office.get(page("submission", "change", submission)).content.decode()
    for told in ("Kurang laku", "150", "120"):
        assert told in history


UNSEEN = "belum punya tautan yang berlaku"


@pytest.mark.parametrize("how", ["never_made", "run_out", "taken_back", "works"])
def test_whoever_sends_is_warned_while_the_partner_has_no_link_that_works(office, how):
    submission = accepted()
    if how != "never_made":
        office.post(page("retailpartner", "make_link", submission.partner), {"days": 30})
    if how == "run_out":
        PartnerLink.objects.update(expires_at=NOW)
    if how == "taken_back":
        office.post(page("retailpartner", "revoke_link", submission.partner))

    before = office.get(page("submission", "send", submission)).content.decode()
    answer = office.post(page("submission", "send", submission), follow=True)

    submission.refresh_from_db()
    assert submission.state == State.SENT
    is_unseen = how != "works"
    assert (UNSEEN in before) == (UNSEEN in answer.content.decode()) == is_unseen


def test_sending_to_a_partner_that_was_switched_off_is_refused_on_the_page(office):
    submission = accepted()
    type(submission.partner).objects.update(is_active=False)

    answer = act(office, "send", submission)

    assert answer.status_code == 403
    assert "sedang tidak menerima produk" in answer.content.decode()


@pytest.mark.parametrize("name", ["give_back", "refuse", "take_off"])
def test_no_reason_no_refusal(office, name):
    submission = {"give_back": offered, "refuse": sent, "take_off": listed}[name]()
    before = submission.state

    response = act(office, name, submission, on=TODAY)

    assert response.status_code == 422
    submission.refresh_from_db()
    assert submission.state == before


def test_a_refusal_of_the_service_is_shown_in_its_own_words(office):
    response = act(office, "put_up", sent(), on=TODAY, stores=99, units=1)

    assert response.status_code == 422
    assert "punya 32 toko" in response.content.decode()


@pytest.mark.parametrize(
    ("make", "offers"),
    [
        (offered, {"terima", "kembalikan"}),
        (accepted, {"kirim", "kembalikan"}),
        (sent, {"terpajang", "tolak"}),
        (listed, {"terpajang", "turun"}),
    ],
)
def test_only_acts_that_fit_the_state_are_offered(office, make, offers):
    submission = make()
    html = office.get(page("submission", "change", submission)).content.decode()

    every = {"terima", "kembalikan", "kirim", "terpajang", "tolak", "turun"}
    found = {each for each in every if f"/{submission.pk}/{each}" in html or f"/{each}/" in html}
    assert found == offers


def test_the_counter_sees_where_a_product_stands_and_no_numbers(counter):
    submission = listed(stores=7, units=4321)

    html = counter.get(page("submission", "change", submission)).content.decode()

    assert submission.product.name in html
    assert "4321" not in html
    assert "4.321" not in html
    partner = counter.get(page("retailpartner", "change", submission.partner))
    assert partner.status_code == 200


def test_fm43_the_list_leaves_as_text_and_is_noted(office):
    submission = offered()
    Product.objects.filter(pk=submission.product_id).update(name="=HYPERLINK(1)")

    answer = office.post(
        reverse("admin:exhibitions_submission_export"), {"format": "1", "resource": "0"}
    )

    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert "'=HYPERLINK(1)" in rows[1]
    assert AccessLogEntry.objects.get().action == AccessLogEntry.Action.EXPORT


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("table", ["submission", "retailpartner", "requirementlist"])
def test_lists_take_the_same_queries_for_one_row_and_three(
    office, django_assert_max_num_queries, table, count
):
    for _each in range(count):
        offered()
    office.get(reverse(f"admin:exhibitions_{table}_changelist"))

    with django_assert_max_num_queries(16):
        office.get(reverse(f"admin:exhibitions_{table}_changelist"))
