"""Activities at the office's desk: acts with their refusals, rules fixed, the ground planned."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from exhibitions.models import Activity, Booth
from plut_portal.accounts.roles import Role
from plut_portal.notifications.models import Message
from tests.exhibitions.fair import CLOSED, JUDGED, Outcome, confirmed, in_review, released
from tests.factories import (
    ActivityFactory,
    ApplicationFactory,
    BoothFactory,
    CriterionFactory,
    UserFactory,
    ZoneFactory,
)
from tests.times import NOW

pytestmark = pytest.mark.django_db

State = Activity.State


def page(row, name):
    return reverse(f"admin:exhibitions_{row._meta.model_name}_{name}", args=[row.pk])


def text(response):
    return response.content.decode()


def draft(**fields):
    return ActivityFactory(**{"state": State.DRAFT, "published_at": None} | fields)


def typed_in(client, address, **changed):
    """The form of the page as it stands, with its tables, and what is changed in it."""
    context = client.get(address).context
    forms = [context["adminform"].form]
    for inline in context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    data = {}
    for inline in context["inline_admin_formsets"]:
        prefix = inline.formset.prefix
        data |= {f"{prefix}-TOTAL_FORMS": 0, f"{prefix}-INITIAL_FORMS": 0}
    for form in forms:
        for bound in form:
            value = bound.value()
            if hasattr(bound.field, "fields"):
                parts = bound.field.widget.decompress(value)
                data |= {f"{bound.html_name}_{n}": part for n, part in enumerate(parts)}
            else:
                data[bound.html_name] = value
    data |= changed
    return {name: value for name, value in data.items() if value is not None and value is not False}


# --- The life of an activity -----------------------------------------------------------------------


def test_an_activity_is_planned_on_one_form_and_goes_on_to_its_own_page(office):
    curators = [UserFactory(role=Role.CURATOR) for _each in range(2)]
    add = reverse("admin:exhibitions_activity_add")
    typed = {
        "title": "Batu Berdaya",
        "slug": "batu-berdaya",
        "kind": "EXHIBITION",
        "summary": "Produk Batu di alun-alun.",
        "place": "Alun-alun",
        "city": "Batu",
        "starts_on": "2027-03-01",
        "ends_on": "2027-03-03",
        "apply_from_0": "2027-01-04",
        "apply_from_1": "08:00",
        "apply_until_0": "2027-02-01",
        "apply_until_1": "16:00",
        "answer_by": "2027-02-15",
        "confirm_hours": 48,
        "quota": 12,
        "curators": [curator.pk for curator in curators],
    }

    answer = office.post(add, typed)

    activity = Activity.objects.get(slug="batu-berdaya")
    assert answer.url == page(activity, "change")
    assert (activity.state, activity.quota, activity.curators.count()) == ("DRAFT", 12, 2)
    assert activity.history.get().history_user == office.user


def test_a_live_without_its_days_is_answered_beside_the_fields(office):
    add = reverse("admin:exhibitions_activity_add")
    typed = {"title": "Live", "kind": "ONLINE_PROMOTION", "programme": "LIVE"}

    answer = office.post(add, typed | {"live_at_0": "2027-03-01", "live_at_1": "19:00"})

    assert answer.status_code == 200
    assert {"starts_on", "ends_on"} <= set(answer.context["adminform"].form.errors)
    assert 'value="2027-03-01"' in answer.content.decode()


def test_publishing_says_what_is_missing_until_nothing_is(office):
    activity = draft()

    no_criteria = office.post(page(activity, "publish"))
    CriterionFactory(activity=activity)
    no_panel = office.post(page(activity, "publish"))
    activity.curators.set([UserFactory(role=Role.CURATOR) for _each in range(2)])
    published = office.post(page(activity, "publish"))

    assert [each.status_code for each in (no_criteria, no_panel, published)] == [422, 422, 302]
    assert "Tambahkan dulu kriteria" in text(no_criteria)
    assert "paling sedikit dua kurator" in text(no_panel)
    activity.refresh_from_db()
    assert activity.state == State.OPEN


def test_publishing_last_years_days_is_refused_on_the_form(office):
    activity = draft(starts_on="2020-01-01", ends_on="2020-01-02", answer_by="2019-12-20")
    CriterionFactory(activity=activity)
    activity.curators.set([UserFactory(role=Role.CURATOR) for _each in range(2)])

    refused = office.post(page(activity, "publish"))

    assert refused.status_code == 422
    assert "Hari pertamanya, 1 Januari 2020, sudah lewat." in text(refused)
    activity.refresh_from_db()
    assert activity.state == State.DRAFT


LATE = {"starts_on": "2026-12-30", "ends_on": "2026-12-31", "answer_by": "2026-12-05"}


def test_answers_promised_before_applications_close_are_not_published(office):
    activity = draft(**LATE, apply_until=NOW + timedelta(days=20))
    CriterionFactory(activity=activity)
    activity.curators.set([UserFactory(role=Role.CURATOR) for _each in range(2)])

    refused = office.post(page(activity, "publish"))

    assert refused.status_code == 422
    assert "Pendaftaran baru ditutup setelah hari pendaftar dijanjikan kabar." in text(refused)


def test_applications_are_not_extended_beyond_the_promised_day(office):
    activity = ActivityFactory(**LATE, weights=[1])
    address = page(activity, "change")

    refused = office.post(address, typed_in(office, address, apply_until_0="2026-12-06"))
    saved = office.post(address, typed_in(office, address, apply_until_0="2026-12-05"))

    assert "setelah hari pendaftar dijanjikan" in str(refused.context["errors"])
    assert saved.status_code == 302


def test_a_draft_names_what_it_lacks_and_then_that_it_is_ready(office):
    activity = draft()

    bare = text(office.get(page(activity, "change")))
    CriterionFactory(activity=activity)
    ZoneFactory(activity=activity)
    no_panel = text(office.get(page(activity, "change")))
    activity.curators.set([UserFactory(role=Role.CURATOR) for _each in range(2)])
    ready = text(office.get(page(activity, "change")))

    criteria, panel = "Tambahkan dulu kriteria", "paling sedikit dua kurator."
    assert [criteria in html for html in (bare, no_panel, ready)] == [True, False, False]
    assert [panel in html for html in (bare, no_panel, ready)] == [True, True, False]
    assert ["siap diterbitkan" in html for html in (bare, no_panel, ready)] == [False, False, True]
    assert "tidak wajib untuk terbit: zona, syarat." in bare
    assert "tidak wajib untuk terbit: syarat." in ready


def test_the_quota_is_changed_by_its_act_and_not_below_what_is_held(office):
    activity, _rows = released([Outcome.SELECT, Outcome.SELECT])

    form = text(office.get(page(activity, "change")))
    refused = office.post(page(activity, "quota"), {"quota": 1})
    raised = office.post(page(activity, "quota"), {"quota": 5})

    assert 'name="quota"' not in form
    assert (refused.status_code, raised.status_code) == (409, 302)
    assert "2 usaha sudah memegang tempat" in text(refused)
    activity.refresh_from_db()
    assert activity.quota == 5


def test_curation_begins_once_applications_are_closed(office, portal_clock):
    activity = ActivityFactory(panel=2, weights=[1])
    ApplicationFactory(activity=activity)

    early = office.post(page(activity, "review"))
    portal_clock(CLOSED)
    begun = office.post(page(activity, "review"))

    assert (early.status_code, begun.status_code) == (409, 302)
    assert "masih dibuka" in text(early)
    activity.refresh_from_db()
    assert activity.state == State.REVIEW


def test_calling_off_needs_its_reason_and_everybody_is_told(office):
    activity = ActivityFactory()
    application = ApplicationFactory(activity=activity)

    silent = office.post(page(activity, "cancel"), {"reason": " "})
    office.post(page(activity, "cancel"), {"reason": "Alun-alun banjir."})

    assert silent.status_code == 422
    told = Message.objects.get(recipient=application.business.people.get())
    assert "Alun-alun banjir." in told.body
    assert "Alun-alun banjir." in text(office.get(page(activity, "change")))


def test_what_is_not_over_is_not_finished(office, portal_clock):
    activity, _rows = released([Outcome.SELECT])

    early = office.post(page(activity, "finish"))
    portal_clock(JUDGED + timedelta(days=30))
    late = office.post(page(activity, "finish"))

    assert (early.status_code, late.status_code) == (409, 302)
    assert "belum selesai" in text(early)


def test_last_years_activity_is_copied_once_by_one_form(office):
    last = ActivityFactory(panel=2, weights=[2, 1])
    BoothFactory(zone__activity=last, capacity=3)
    copy = reverse("admin:exhibitions_activity_copy")
    form = office.get(copy, {"dari": last.pk}).context["form"]
    typed = {"activity": last.pk, "submission_key": form["submission_key"].value()}

    answers = [office.post(copy, typed), office.post(copy, typed)]

    made = Activity.objects.get(copied_from=last)
    assert form["activity"].value() == str(last.pk)
    assert [answer.url for answer in answers] == [page(made, "change")] * 2
    assert (made.state, made.criteria.count(), made.curators.count()) == ("DRAFT", 2, 2)
    assert Booth.objects.get(zone__activity=made).capacity == 3


@pytest.mark.parametrize("name", ["publish", "review", "quota", "cancel", "finish", "release"])
@pytest.mark.parametrize("role", [Role.COUNTER_OFFICER, Role.HEAD, Role.AUDITOR])
def test_only_the_programme_admin_runs_an_activity(signed_in, role, name):
    activity = ActivityFactory()
    client = signed_in(role=role)

    assert client.get(page(activity, "change")).status_code == 200
    assert client.get(page(activity, name)).status_code == 403
    assert client.post(page(activity, name), {"reason": "Iseng", "quota": 9}).status_code == 403


# --- FM-58: the rules are fixed before anybody is judged by them -----------------------------------


def test_fm58_criteria_are_planned_in_a_draft(office):
    activity = draft(weights=[1])
    address = page(activity, "change")

    typed = typed_in(office, address, **{"criteria-0-weight": 4})
    answer = office.post(address, typed)

    assert answer.status_code == 302
    assert activity.criteria.get().weight == 4


@pytest.mark.parametrize("begins_as", [State.DRAFT, State.OPEN])
def test_fm58_a_form_opened_before_publishing_changes_no_rule_after(office, begins_as):
    activity = draft(weights=[1])
    address = page(activity, "change")
    typed = typed_in(office, address, **{"criteria-0-weight": 4, "conditions": "Lain"})
    if begins_as == State.OPEN:
        Activity.objects.update(state=State.OPEN)

    office.post(address, typed)

    activity.refresh_from_db()
    is_kept = begins_as == State.OPEN
    assert activity.criteria.get().weight == (1 if is_kept else 4)
    assert activity.conditions == ("" if is_kept else "Lain")


def test_fm58_published_rules_are_not_fields_any_more(office):
    activity = ActivityFactory(weights=[1])

    html = text(office.get(page(activity, "change")))

    assert 'name="criteria-0-weight"' not in html
    assert activity.criteria.get().name in html
    assert 'name="title"' in html
    assert 'name="starts_on"' not in html


def test_what_is_over_has_no_fields(office):
    activity = ActivityFactory(state=State.FINISHED)

    assert 'name="title"' not in text(office.get(page(activity, "change")))


# --- The ground ------------------------------------------------------------------------------------


def test_booths_are_planned_on_the_page_of_their_zone(office):
    zone = ZoneFactory(activity=draft())
    address = page(zone, "change")
    row = {"code": "A9", "watts": 450, "capacity": 2}
    typed = typed_in(office, address, **{"booths-TOTAL_FORMS": 1})
    typed |= {f"booths-0-{name}": value for name, value in row.items()}

    answer = office.post(address, typed)

    assert answer.status_code == 302
    assert zone.booths.get().capacity == 2


def test_a_booth_never_holds_fewer_than_stand_there(office):
    application = confirmed()
    booth = BoothFactory(zone__activity=application.activity, capacity=2)
    office.post(page(application, "place"), {"booth": booth.pk})
    other = ApplicationFactory(activity=application.activity, state="CONFIRMED")
    office.post(page(other, "place"), {"booth": booth.pk})

    in_table = typed_in(office, page(booth.zone, "change"), **{"booths-0-capacity": 1})
    office.post(page(booth.zone, "change"), in_table)
    booth.refresh_from_db()
    untouched = booth.capacity
    refused = office.post(page(booth, "change_capacity"), {"capacity": 1})
    raised = office.post(page(booth, "change_capacity"), {"capacity": 3})

    assert (untouched, refused.status_code, raised.status_code) == (2, 409, 302)
    assert "Sudah ada 2 usaha di stan" in text(refused)
    booth.refresh_from_db()
    assert booth.capacity == 3


# --- As often for many as for one ------------------------------------------------------------------


def queries(client, address):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_list_and_page_ask_the_same_for_one_and_many(office):
    changelist = reverse("admin:exhibitions_activity_changelist")
    asked = []
    for count in (1, 3):
        activity, _rows = in_review(entries=count, weights=[1] * count)
        for _each in range(count):
            BoothFactory(zone__activity=activity)
        office.get(changelist)
        asked.append((queries(office, changelist), queries(office, page(activity, "change"))))

    assert asked[0] == asked[1]
