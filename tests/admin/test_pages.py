"""Every page of every table of the office, generated over what is registered."""

import pytest
from django.contrib import admin
from django.urls import reverse

from tests.access.world import World

pytestmark = pytest.mark.django_db

# Led on from the list to their one row.
SINGLE_ROW = {
    "core_officeidentity",
    "consultations_bookingpolicy",
    "trainings_certificatenumbering",
}
ADDED_ELSEWHERE = {
    "accounts_accesslogentry",
    "accounts_consent",
    "businesses_businessdocument",
    "businesses_distinction",
    "businesses_merge",
    "businesses_permitrule",
    "businesses_product",
    "businesses_productphoto",
    "businesses_snapshot",
    "businesses_village",
    "consultations_checkquestion",
    "consultations_checkversion",
    "consultations_disruption",
    "consultations_internalnote",
    "consultations_sessionrecord",
    "exhibitions_application",
    "exhibitions_booth",
    "exhibitions_call",
    "exhibitions_conflictofinterest",
    "exhibitions_dailyreport",
    "exhibitions_enquiry",
    "exhibitions_followuporder",
    "exhibitions_readylisting",
    "exhibitions_review",
    "exhibitions_verdict",
    "exhibitions_zone",
    "exhibitions_requirementlist",
    "exhibitions_submission",
    "notifications_contactattempt",
    "notifications_delivery",
    "notifications_message",
    "consultations_visit",
    "trainings_certificate",
    "trainings_output",
} | SINGLE_ROW
EXPORTED = {
    "accounts_user",
    "businesses_business",
    "consultations_booking",
    "exhibitions_application",
    "exhibitions_enquiry",
    "exhibitions_followuporder",
    "exhibitions_submission",
    "notifications_delivery",
    "consultations_visit",
    "trainings_certificate",
    "trainings_enrolment",
}


def tables():
    return {
        f"{model._meta.app_label}_{model._meta.model_name}": model_admin
        for model, model_admin in admin.site._registry.items()
    }


def statuses(client, addresses):
    return {name: client.get(address).status_code for name, address in addresses.items()}


def addresses(page, names, *, rows=None):
    return {
        name: reverse(f"admin:{name}_{page}", args=[rows[name].pk] if rows else [])
        for name in names
    }


def all_equal(status, names):
    return dict.fromkeys(names, status)


def test_every_table_has_a_row_in_this_test():
    assert set(tables()) <= set(World.build().rows)


def test_every_list_opens_with_rows_in_it(office):
    assert World.build().rows
    lists = set(tables()) - SINGLE_ROW

    assert statuses(office, addresses("changelist", lists)) == all_equal(200, lists)
    assert statuses(office, addresses("changelist", SINGLE_ROW)) == all_equal(302, SINGLE_ROW)


@pytest.mark.parametrize("page", ["change", "history"])
def test_every_page_about_one_row_opens(office, page):
    rows = World.build().rows

    assert statuses(office, addresses(page, tables(), rows=rows)) == all_equal(200, tables())


def test_every_list_can_be_searched(office):
    assert World.build().rows
    searched = [name for name, model_admin in tables().items() if model_admin.search_fields]

    found = {
        name: office.get(reverse(f"admin:{name}_changelist"), {"q": "Matriks"}).status_code
        for name in searched
    }

    assert found == all_equal(200, searched)


def test_rows_are_added_on_pages_of_their_own_or_not_at_all(office):
    added = set(tables()) - ADDED_ELSEWHERE

    assert statuses(office, addresses("add", added)) == all_equal(200, added)
    assert statuses(office, addresses("add", ADDED_ELSEWHERE)) == all_equal(403, ADDED_ELSEWHERE)


def test_the_lists_that_leave_the_house_have_a_page_for_it(office):
    with_export = {name for name, ma in tables().items() if hasattr(ma, "export_action")}

    assert with_export == EXPORTED
    assert statuses(office, addresses("export", EXPORTED)) == all_equal(200, EXPORTED)


def test_what_can_be_done_with_a_row_has_a_page_each(office):
    rows = World.build().rows
    actions = {
        action.action_name: rows[name].pk
        for name, model_admin in tables().items()
        for action in model_admin._get_base_actions_detail()
    }

    opened = {
        name: office.get(reverse(f"admin:{name}", args=[pk])).status_code
        for name, pk in actions.items()
    }

    assert opened == all_equal(200, actions)


@pytest.mark.parametrize(
    ("field", "model_name", "wanted"),
    [
        ("business", "booking", "Keripik Matriks · Ngaglik · Sumiati Pemilik"),
        ("user", "membership", "Sumiati Pemilik"),
    ],
)
def test_autocomplete_tells_namesakes_apart(office, field, model_name, wanted):
    world = World.build()
    app = "consultations" if model_name == "booking" else "businesses"

    answer = office.get(
        reverse("admin:autocomplete"),
        {"app_label": app, "model_name": model_name, "field_name": field, "term": "Sumiati"},
    ).json()

    masked = world.people["owner"].masked_phone
    text = wanted if field == "business" else f"{wanted} · {masked}"
    assert text in [result["text"] for result in answer["results"]]


def test_rights_addresses_and_second_factors_are_not_edited_here():
    registered = {model._meta.label for model in admin.site._registry}

    assert registered & {"auth.Group", "account.EmailAddress", "mfa.Authenticator"} == set()


def test_the_portals_own_login_stands_before_the_office(client):
    response = client.get(reverse("admin:index"))

    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))


def test_the_password_is_changed_on_the_portals_own_page(office):
    response = office.get(reverse("admin:password_change"))

    assert (response.status_code, response.url) == (302, reverse("account_change_password"))


def test_the_content_policy_allows_no_inline_script_and_no_other_host(office):
    policy = office.get(reverse("admin:index")).headers["Content-Security-Policy"]
    rules = {rule.split()[0]: rule.split()[1:] for rule in policy.split("; ")}

    assert rules["script-src"] == ["'self'", "'unsafe-eval'"]
    assert rules["style-src"] == ["'self'"]
    assert rules["default-src"] == ["'none'"]
    assert not any("http" in source for sources in rules.values() for source in sources)
