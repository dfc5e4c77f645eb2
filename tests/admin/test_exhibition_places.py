"""After the release at the office's desk: confirmed, placed, called, reported, compared."""

import io
from datetime import date, timedelta

import openpyxl
import pytest
from django.urls import reverse

from exhibitions import selectors, services
from exhibitions.models import Call, CallAnswer, DailyReport
from plut_portal.accounts.models import AccessLogEntry
from plut_portal.accounts.roles import Role
from plut_portal.notifications.models import Message
from tests.admin.test_exhibition_activities import queries
from tests.exhibitions.fair import RELEASED, Outcome, State, confirmed, owner_of, released
from tests.exhibitions.test_ready import event, listed
from tests.factories import ActivityFactory, ApplicationFactory, BoothFactory
from tests.times import NOW

pytestmark = pytest.mark.django_db

AFTER = RELEASED + timedelta(days=30)
COMPARISON = reverse("admin:exhibition_comparison")


def page(row, name):
    return reverse(f"admin:exhibitions_{row._meta.model_name}_{name}", args=[row.pk])


def text(response):
    return response.content.decode()


def state(row):
    row.refresh_from_db()
    return row.state


# --- Applications ----------------------------------------------------------------------------------


def test_the_counter_confirms_for_an_owner_and_says_so_when_it_is_too_late(counter, portal_clock):
    _activity, [one, other] = released([Outcome.SELECT, Outcome.SELECT])
    portal_clock(RELEASED)

    office_said_yes = counter.post(page(one, "confirm"))
    portal_clock(AFTER)
    too_late = counter.post(page(other, "confirm"))

    assert (office_said_yes.status_code, state(one)) == (302, State.CONFIRMED)
    assert too_late.status_code == 409
    assert "sudah diberikan kepada usaha berikutnya" in text(too_late)


def test_withdrawing_for_an_owner_needs_a_reason_she_reads(counter, portal_clock):
    _activity, [one] = released([Outcome.SELECT])
    portal_clock(RELEASED)

    silent = counter.post(page(one, "withdraw"), {"reason": ""})
    counter.post(page(one, "withdraw"), {"reason": "Sakit keras."})

    assert (silent.status_code, state(one)) == (422, State.WITHDRAWN)
    assert "Sakit keras." in text(counter.get(page(one, "history")))


def test_fm09_moving_up_keeps_its_reason_and_is_the_programme_admins(office, counter, portal_clock):
    _activity, [chosen, first, second] = released(
        [Outcome.SELECT, Outcome.RESERVE, Outcome.RESERVE], quota=1
    )
    portal_clock(RELEASED)

    by_counter = counter.post(page(second, "move_up"), {"reason": "Teman."})
    silent = office.post(page(second, "move_up"), {"reason": " "})
    office.post(page(second, "move_up"), {"reason": "Diminta panitia."})
    not_reserve = office.post(page(chosen, "move_up"), {"reason": "Apa saja."})
    in_line = office.get(
        reverse("admin:exhibitions_application_changelist"), {"antrean": "cadangan"}
    )

    assert [each.status_code for each in (by_counter, silent, not_reserve)] == [403, 422, 409]
    assert list(in_line.context["cl"].result_list) == [second, first]
    assert "Diminta panitia." in text(office.get(page(second, "history")))


def test_an_excuse_from_reporting_lets_the_business_apply_again(office, portal_clock):
    application = confirmed()
    portal_clock(AFTER)
    owes = selectors.why_no_application(application.business, at=AFTER)

    office.post(page(application, "excuse"), {"reason": "Alat rusak."})

    assert owes
    assert not selectors.why_no_application(application.business, at=AFTER)
    assert "Alat rusak." in text(office.get(page(application, "change")))


def test_nothing_of_an_application_is_typed_over_or_deleted(superuser):
    application = confirmed()

    superuser.post(page(application, "change"), {"pitch": "Lain"})
    superuser.post(page(application, "delete"), {"post": "yes"})

    application.refresh_from_db()
    assert application.pitch == ""


@pytest.mark.parametrize(
    ("name", "allowed"),
    [
        ("confirm", [302, 302, 403]),
        ("withdraw", [302, 302, 403]),
        ("place", [302, 403, 403]),
        ("move_up", [409, 403, 403]),
        ("excuse", [302, 403, 403]),
    ],
)
def test_who_may_do_what_about_an_application(signed_in, portal_clock, name, allowed):
    roles = (Role.PROGRAMME_ADMIN, Role.COUNTER_OFFICER, Role.AUDITOR)

    def answered(role):
        application = confirmed()
        booth = BoothFactory(zone__activity=application.activity)
        typed = {"reason": "Sebab.", "booth": booth.pk}
        return signed_in(role=role).post(page(application, name), typed).status_code

    assert [answered(role) for role in roles] == allowed


def test_the_list_of_applications_asks_the_same_for_one_and_many(office):
    listing = reverse("admin:exhibitions_application_changelist")
    asked = []
    for count in (1, 2):
        for _each in range(count):
            application = confirmed()
            booth = BoothFactory(zone__activity=application.activity)
            office.post(page(application, "place"), {"booth": booth.pk})
        office.get(listing)
        asked.append(queries(office, listing))

    assert asked[0] == asked[1]


# --- Booths ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("table", ["booth", "zone"])
def test_the_same_activity_of_two_years_is_told_apart(office, table):
    for year in (2025, 2026):
        activity = ActivityFactory(
            title="Batu Berdaya",
            starts_on=date(year, 12, 8),
            ends_on=date(year, 12, 9),
            **dict.fromkeys(("apply_from", "apply_until", "answer_by")),
        )
        BoothFactory(zone__activity=activity)

    html = text(office.get(reverse(f"admin:exhibitions_{table}_changelist")))

    # In the rows as in the choices of the filter.
    named = [html.count(f"Batu Berdaya ({year})") for year in (2025, 2026)]
    assert all(named)
    assert html.count("Batu Berdaya") == sum(named)


def test_a_booth_is_given_once_and_the_plan_shows_who_stands_where(office):
    one = confirmed()
    other = ApplicationFactory(activity=one.activity, state=State.CONFIRMED, watts=900)
    booth = BoothFactory(zone__activity=one.activity, watts=450)
    elsewhere = BoothFactory()
    plan = page(one.activity, "booths")

    waiting = text(office.get(plan))
    given = office.post(page(one, "place"), {"booth": booth.pk})
    taken = office.post(page(other, "place"), {"booth": booth.pk})
    foreign = office.post(page(other, "place"), {"booth": elsewhere.pk})
    standing = office.get(plan)
    office.post(page(one, "free"))

    assert page(one, "place") in waiting
    assert (given.status_code, given.url) == (302, plan)
    assert (taken.status_code, foreign.status_code) == (409, 422)
    assert f"Stan {booth.code} sudah penuh" in text(taken)
    [table] = standing.context["plan"].zones
    assert [place.application for place in table.rows[0].places] == [one]
    assert standing.context["plan"].without_booth == [other]
    assert not booth.places.exists()


def test_who_only_reads_sees_the_plan_without_its_acts(auditor):
    application = confirmed()
    BoothFactory(zone__activity=application.activity)

    html = text(auditor.get(page(application.activity, "booths")))

    assert application.business.label in html
    assert page(application, "place") not in html


def test_the_plan_asks_the_same_for_one_and_many(office):
    activity = confirmed().activity
    asked = []
    for count in (1, 2):
        for _each in range(count):
            row = ApplicationFactory(activity=activity, state=State.CONFIRMED)
            ApplicationFactory(activity=activity, state=State.CONFIRMED)
            booth = BoothFactory(zone__activity=activity)
            office.post(page(row, "place"), {"booth": booth.pk})
        office.get(page(activity, "booths"))
        asked.append(queries(office, page(activity, "booths")))

    assert asked[0] == asked[1]


# --- The ready list --------------------------------------------------------------------------------


def test_a_stand_is_filled_within_the_hour_from_call_to_confirmed_place(counter):
    activity, listing, late = event(quota=1), listed(), listed()
    address = page(activity, "call")
    form = counter.get(address)
    typed = {
        "wanted": 1,
        "answer_until": "2026-11-24T15:00",
        "message": "Pukul 7 di alun-alun.",
        "submission_key": form.context["form"]["submission_key"].value(),
    }

    answers = [counter.post(address, typed) for _time in range(2)]
    call = Call.objects.get()
    first, second = (call.answers.get(business=each.business) for each in (listing, late))
    said = counter.post(page(call, "answer"), {"answer": first.pk, "comes": "ya"})
    too_late = counter.post(page(call, "answer"), {"answer": second.pk, "comes": "ya"})

    assert listing.business.label in text(form)
    assert [answer.url for answer in answers] == [page(call, "change")] * 2
    assert Message.objects.filter(kind="READY_CALL").count() == 2
    assert (said.status_code, too_late.status_code) == (302, 409)
    assert "sudah terisi" in text(too_late)
    assert state(call) == Call.State.FILLED
    assert activity.applications.get().is_confirmed
    assert "1</b> dari 1 tempat terisi" in text(counter.get(page(call, "change")))


def test_a_call_for_more_than_is_free_is_refused_and_nothing_typed_is_lost(counter):
    activity = event(quota=1)
    listed()
    address = page(activity, "call")
    key = counter.get(address).context["form"]["submission_key"].value()

    answer = counter.post(
        address,
        {
            "wanted": 2,
            "answer_until": "2026-11-24T15:00",
            "message": "Bawa meja.",
            "submission_key": key,
        },
    )

    assert answer.status_code == 409
    assert "1 tempat kosong" in text(answer)
    assert "Bawa meja." in text(answer)
    assert "2026-11-24T15:00" in text(answer)
    assert not CallAnswer.objects.exists()


def test_a_call_is_closed_and_who_only_reads_sends_none(counter, auditor):
    activity = event()
    listed()
    call = services.send_call(
        activity=activity,
        wanted=1,
        answer_until=NOW + timedelta(hours=1),
        by=counter.user,
        at=NOW,
    )

    by_auditor = [
        auditor.post(page(row, name)) for row, name in [(activity, "call"), (call, "close")]
    ]
    counter.post(page(call, "close"))

    assert [answer.status_code for answer in by_auditor] == [403, 403]
    assert state(call) == Call.State.CLOSED


def test_candidates_and_a_call_ask_the_same_for_one_and_many(office):
    activity = event(quota=9)
    asked = []
    for count in (1, 2):
        for _each in range(count):
            listed()
        until = NOW + timedelta(hours=1)
        call = services.send_call(
            activity=activity, wanted=1, answer_until=until, by=office.user, at=NOW
        )
        addresses = [page(activity, "call"), page(call, "change"), page(call, "answer")]
        office.get(addresses[1])
        asked.append([queries(office, address) for address in addresses])

    assert asked[0] == asked[1]


# --- Results ---------------------------------------------------------------------------------------


def reported(turnover):
    application = confirmed(starts_on=date(2026, 11, 20), ends_on=date(2026, 11, 21))
    services.report_day(
        application=application,
        day=application.activity.days[0],
        visitors=40,
        pieces=12,
        turnover=turnover,
        by=owner_of(application),
        at=NOW,
    )
    return application


def test_the_results_and_the_text_for_the_press(office):
    application = reported(1_250_000)
    activity = application.activity

    results = text(office.get(page(activity, "results")))
    press = text(office.get(page(activity, "press")))

    assert "Rp1.250.000" in results
    assert application.business.label in results
    assert "Rp1.250.000" in press
    assert application.business.label not in press


def test_activities_stand_side_by_side_on_the_page_and_in_the_workbook(office):
    one, other = reported(100_000).activity, reported(250_000).activity
    one.title = "=1+1"
    one.save()
    ActivityFactory(title="Belum ada hasil")

    html = text(office.get(COMPARISON))
    answer = office.post(COMPARISON)
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    cells = {row[0].value: row[9].value for row in sheet.iter_rows()}

    assert "Rp100.000" in html
    assert "Belum ada hasil" not in html
    assert (cells["'=1+1"], cells[other.title]) == (100_000, 250_000)
    assert AccessLogEntry.objects.get().action == AccessLogEntry.Action.EXPORT


def test_what_has_not_begun_says_so_instead_of_zeros(office):
    coming = confirmed(starts_on=date(2026, 12, 8), ends_on=date(2026, 12, 9)).activity

    html = text(office.get(COMPARISON))
    answer = office.post(COMPARISON)
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    cells = {row[0].value: [cell.value for cell in row[3:]] for row in sheet.iter_rows()}

    row = html[html.index(coming.title) : html.index("</tbody>")]
    assert "belum berlangsung · 1 usaha ikut" in row
    assert "office-late" not in row
    assert "Rp0" not in row
    assert cells[coming.title] == [1, *[None] * 9]


def test_large_counts_are_written_with_dots(office):
    activity = reported(100_000).activity
    DailyReport.objects.update(visitors=1581)

    pages = [text(office.get(address)) for address in (COMPARISON, page(activity, "results"))]

    for html in pages:
        assert "1.581" in html
        assert "1581" not in html


def test_turnover_is_not_the_counters_to_see(counter):
    application = reported(100_000)

    addresses = [page(application.activity, name) for name in ("results", "press")]
    addresses += [
        COMPARISON,
        reverse("admin:exhibitions_dailyreport_changelist"),
        reverse("admin:exhibitions_followuporder_changelist"),
    ]

    assert {counter.get(address).status_code for address in addresses} == {403}
    assert "100.000" not in text(counter.get(page(application, "change")))


def test_results_and_comparison_ask_the_same_for_one_and_many(office):
    asked = []
    for count in (1, 2):
        for _each in range(count):
            activity = reported(100_000).activity
        addresses = [COMPARISON, page(activity, "results"), page(activity, "press")]
        office.get(COMPARISON)
        asked.append([queries(office, address) for address in addresses])

    assert asked[0] == asked[1]


@pytest.mark.parametrize(("role", "sees"), [(Role.HEAD, True), (Role.AUDITOR, False)])
def test_fm45_no_order_tells_who_sold_more(signed_in, role, sees):
    for turnover in (200_000, 100_000, 300_000):
        reported(turnover)
    reader, address = signed_in(role=role), reverse("admin:exhibitions_dailyreport_changelist")
    column = reader.get(address).context["cl"].list_display.index("money")

    up, down = (
        [row.turnover for row in reader.get(address, {"o": order}).context["cl"].result_list]
        for order in (f"{column}", f"-{column}")
    )

    assert (up == sorted(up) and down == sorted(down, reverse=True)) == sees
    assert (up == down) != sees
