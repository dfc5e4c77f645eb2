"""Curation at the office's desk: ranking to check by hand, decisions in silence, the release."""

import csv
import io

import pytest
from django.urls import reverse

from exhibitions import services
from exhibitions.models import ConflictOfInterest, Release, Review, Verdict
from plut_portal.accounts.roles import Role
from plut_portal.notifications.models import Message
from tests.admin.test_exhibition_activities import queries
from tests.exhibitions.fair import (
    JUDGED,
    RELEASED,
    Outcome,
    decide,
    in_review,
    release,
    score,
    score_all,
)
from tests.factories import ApplicationFactory, ConstraintFactory, UserFactory

pytestmark = pytest.mark.django_db

SELECT, RESERVE, REFUSE = Outcome.SELECT, Outcome.RESERVE, Outcome.REFUSE
SECRET = "Labelnya belum lengkap."
DECISIONS = ["APPLICATION_SELECTED", "APPLICATION_RESERVE", "APPLICATION_REFUSED"]


def page(row, name):
    return reverse(f"admin:exhibitions_{row._meta.model_name}_{name}", args=[row.pk])


def text(response):
    return response.content.decode()


def scored(entries=3, **fields):
    activity, rows = in_review(entries=entries, panel=2, **fields)
    score_all(activity, rows, *[max(1, 5 - number) for number in range(entries)])
    return activity, rows


@pytest.fixture
def judged(portal_clock):
    portal_clock(JUDGED)


# --- The ranking -----------------------------------------------------------------------------------


def test_fm58_every_line_of_the_ranking_adds_up_on_the_page(office, judged):
    activity, _rows = scored(weights=[3, 1])

    answer = office.get(page(activity, "curation"))

    for _number, result, _verdict, _departure in answer.context["rows"]:
        lines = [*result.lines, *result.fairness]
        assert sum(line.points for line in lines) == result.total
        for line in lines:
            assert line.note in text(answer)
    for sentence in answer.context["rule"]:
        assert sentence in text(answer)


def test_the_page_says_how_far_the_panel_is_without_a_point(signed_in, judged):
    activity, [one, _other] = in_review(entries=2, panel=2)
    curator = activity.curators.order_by("pk")[0]
    score(one, curator, 5)

    html = text(signed_in(role=Role.AUDITOR).get(page(activity, "curation")))

    assert "1 dari 2" in html
    assert one.business.label not in html
    assert "Ditampilkan setelah hasil dirilis." in html


def test_decisions_are_proposed_by_the_ranking_and_made_anew_one_by_one(office, judged):
    activity, rows = scored(quota=2)
    reason = ConstraintFactory()

    office.post(page(activity, "propose"))
    proposed = dict(Verdict.objects.values_list("application", "outcome"))
    full = office.post(page(rows[2], "decide"), {"outcome": SELECT})
    silent = office.post(page(rows[2], "decide"), {"outcome": REFUSE})
    refused = office.post(
        page(rows[2], "decide"), {"outcome": REFUSE, "constraints": reason.pk, "note": SECRET}
    )

    assert proposed == {rows[0].pk: SELECT, rows[1].pk: SELECT, rows[2].pk: RESERVE}
    assert (full.status_code, silent.status_code, refused.status_code) == (409, 422, 302)
    assert "Semua 2 tempat sudah terisi" in text(full)
    assert "Pilih apa yang menghambat" in text(silent)
    verdict = rows[2].verdict
    assert (verdict.outcome, list(verdict.constraints.all())) == (REFUSE, [reason])
    again = office.get(page(rows[2], "decide"))
    assert SECRET in text(again)
    assert SECRET in text(office.get(page(activity, "curation")))


def test_points_that_are_missing_are_said_before_decisions_are_proposed(office, judged):
    activity, rows = in_review(entries=3, panel=2, quota=1)
    [curator, other] = activity.curators.order_by("pk")
    score(rows[0], curator, 5)
    score(rows[1], curator, 4)
    score(rows[1], other, 4)

    said = [text(office.get(page(activity, name))) for name in ("curation", "propose")]
    refused = office.post(page(activity, "propose"))
    untouched = Verdict.objects.exists()
    ticked = office.post(page(activity, "propose"), {"despite_gaps": "on"})

    for html in said:
        assert "2 peserta masih menunggu nilai kurator." in html
        assert "2 di antaranya baru dinilai kurang dari dua kurator" in html
    assert (refused.status_code, ticked.status_code) == (409, 302)
    assert "2 peserta masih menunggu nilai kurator. Tunggu" in text(refused)
    assert not untouched
    assert Verdict.objects.count() == 3


def test_a_full_panel_is_not_asked_to_go_on_without_points(office, judged):
    activity, _rows = scored(2)

    pages = [text(office.get(page(activity, name))) for name in ("curation", "propose")]

    for html in pages:
        assert "menunggu nilai kurator" not in html
        assert "despite_gaps" not in html


def test_decisions_the_ranking_left_behind_are_marked_and_proposed_again(office, judged):
    activity, rows = scored(3, quota=1)
    office.post(page(activity, "propose"))
    agreeing = [text(office.get(page(activity, name))) for name in ("curation", "release")]
    for curator in activity.curators.all():
        score(rows[0], curator, 1)

    left_behind = [text(office.get(page(activity, name))) for name in ("curation", "release")]
    office.post(page(activity, "propose"))
    again = [text(office.get(page(activity, name))) for name in ("curation", "release")]

    for html in [*agreeing, *again]:
        assert "Tidak sesuai peringkat" not in html
    for html in left_behind:
        assert html.count("Tidak sesuai peringkat: dipilih, padahal di bawah 1 tempat") == 1
        assert html.count("Tidak sesuai peringkat: cadangan, padahal masuk 1 tempat") == 1
    assert "Usulkan ulang" in left_behind[0]
    found = dict(Verdict.objects.values_list("application", "outcome"))
    assert [found[row.pk] for row in rows] == [RESERVE, SELECT, RESERVE]


@pytest.mark.parametrize("role", [Role.COUNTER_OFFICER, Role.HEAD, Role.AUDITOR])
def test_nobody_else_decides(signed_in, judged, role):
    activity, [entry] = scored(1)
    client = signed_in(role=role)

    for address in (page(entry, "decide"), page(activity, "propose"), page(activity, "release")):
        assert client.get(address).status_code == 403
        assert client.post(address, {"outcome": SELECT}).status_code == 403
    assert not Verdict.objects.exists()


# --- FM-55: not one's own entry, not the others' points first --------------------------------------


def test_fm55_who_decides_does_not_see_an_entry_she_stands_too_close_to(office, judged):
    activity, [hers, other] = scored(2)
    hers.business.memberships.create(user=office.user)
    decide(hers, REFUSE, note=SECRET)
    decide(other, SELECT)

    curation = text(office.get(page(activity, "curation")))
    preview = office.get(page(activity, "release"))
    alone = office.get(page(hers, "decide"))

    assert other.business.label in curation
    assert hers.business.label not in curation
    assert "1 peserta tidak ditampilkan" in curation
    assert alone.status_code == 404
    assert hers.business.label not in text(preview)
    assert [count for _label, count in preview.context["outcomes"]] == [1, 0, 0]
    for table in ("verdict", "review"):
        listed = text(office.get(reverse(f"admin:exhibitions_{table}_changelist")))
        assert other.business.label in listed
        assert hers.business.label not in listed
    for row in (hers.verdict, hers.reviews.first()):
        assert office.get(page(row, "change")).status_code == 302
    assert SECRET not in curation + text(preview)


def test_fm55_a_panel_member_in_the_office_waits_for_her_own_points(office, judged):
    activity, [entry] = in_review(entries=1, panel=2)
    curator = activity.curators.order_by("pk")[0]
    activity.curators.add(office.user)
    score(entry, curator, 5)
    listing = reverse("admin:exhibitions_review_changelist")

    before = text(office.get(listing))
    score(entry, office.user, 3)
    after = text(office.get(listing))

    assert entry.business.label not in before
    assert entry.business.label in after


def test_fm55_the_ranking_waits_for_the_points_of_a_panel_member_too(office, judged):
    activity, [entry] = in_review(entries=1, panel=2)
    curator = activity.curators.order_by("pk")[0]
    activity.curators.add(office.user)
    score(entry, curator, 5)

    before = text(office.get(page(activity, "curation")))
    score(entry, office.user, 3)
    after = text(office.get(page(activity, "curation")))

    assert entry.business.label not in before
    assert "1 peserta baru ditampilkan di sini" in before
    assert reverse("exhibitions:curation_desk", args=[activity.slug]) in before
    assert entry.business.label in after


def test_a_curator_is_added_where_the_panel_is_too_small_for_an_entry(office, judged):
    activity, [entry] = in_review(entries=1, panel=2)
    near = activity.curators.order_by("pk")[0]
    services.declare_conflict(application=entry, reason="Adik", by=near, at=JUDGED)
    third = UserFactory(role=Role.CURATOR)
    add = page(activity, "add_curator")
    assert add in office.get(page(activity, "curation")).content.decode()

    refused = office.post(add, {"curator": near.pk})
    answer = office.post(add, {"curator": third.pk})

    assert refused.status_code == 422
    assert answer.url == page(activity, "curation")
    assert activity.curators.filter(pk=third.pk).exists()
    assert add not in office.get(page(activity, "curation")).content.decode()


def test_points_and_decisions_have_no_history_button(office, judged):
    _activity, [entry] = scored(1)
    decide(entry, SELECT)

    for row in (entry.verdict, entry.reviews.first()):
        html = text(office.get(page(row, "change")))
        assert page(row, "history") not in html


def test_a_conflict_is_noted_for_a_curator_and_lifted_with_a_reason(office, judged):
    activity, [entry] = scored(1)
    curator = activity.curators.order_by("pk")[0]

    silent = office.post(page(entry, "conflict"), {"curator": curator.pk, "reason": ""})
    office.post(page(entry, "conflict"), {"curator": curator.pk, "reason": "Kakak pemilik."})
    conflict = ConflictOfInterest.objects.get()
    set_aside = Review.objects.get(curator=curator).set_aside_at
    unexplained = office.post(page(conflict, "lift"), {"reason": " "})
    office.post(page(conflict, "lift"), {"reason": "Keliru orang."})

    assert (silent.status_code, unexplained.status_code) == (422, 422)
    assert set_aside >= JUDGED
    conflict.refresh_from_db()
    assert (conflict.lifted_by, conflict.lift_reason) == (office.user, "Keliru orang.")


# --- FM-56: decided in silence, released together --------------------------------------------------


def everything(client, activity, rows):
    """Every page of the office about these applications, and the list that leaves the house."""
    lists = ["application", "verdict", "review"]
    addresses = [reverse(f"admin:exhibitions_{name}_changelist") for name in lists]
    addresses += [page(row, name) for row in rows for name in ("change", "history")]
    addresses += [page(activity, name) for name in ("change", "history", "curation")]
    answers = [client.get(address) for address in [*addresses, reverse("admin:index")]]
    return "".join(text(each) for each in answers if each.status_code == 200)


@pytest.mark.parametrize("role", [Role.COUNTER_OFFICER, Role.HEAD, Role.AUDITOR])
def test_fm56_before_the_release_no_page_of_the_office_tells(signed_in, judged, role):
    activity, rows = scored(2)
    client = signed_in(role=role)
    silent = everything(client, activity, rows)
    decide(rows[0], SELECT, note=SECRET)
    decide(rows[1], REFUSE, constraints=[ConstraintFactory(label="Kemasan bocor")], note=SECRET)

    told = everything(client, activity, rows)

    assert {client.get(page(row.verdict, "history")).status_code for row in rows} <= {302, 403}
    assert SECRET not in told
    assert "Kemasan bocor" not in told
    assert "office-verdict" not in told
    assert len(told) == len(silent)


def export_of(client, format_number="1"):
    answer = client.post(
        reverse("admin:exhibitions_application_export"), {"format": format_number, "resource": "0"}
    )
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_fm56_the_export_is_the_same_decided_or_not(office, judged):
    _activity, rows = scored(2)
    before = export_of(office)
    decide(rows[0], SELECT, note=SECRET)
    decide(rows[1], REFUSE, note=SECRET)

    assert export_of(office) == before
    assert len(before) == 3


def test_fm56_the_page_shows_what_will_be_said_and_why_it_cannot_yet(office, judged):
    activity, [one, other] = scored(2)
    decide(one, SELECT)

    unready = office.get(page(activity, "release"))
    refused = office.post(page(activity, "release"))
    decide(other, REFUSE, note=SECRET)
    ready = office.get(page(activity, "release"))

    assert "1 pendaftaran belum diputuskan." in text(unready)
    assert unready.context["submit"] == ""
    assert refused.status_code == 422
    assert not Release.objects.exists()
    assert ready.context["submit"] != ""
    for row in ready.context["preview"].rows:
        assert row.subject in text(ready)
    assert SECRET in text(ready)
    assert not Message.objects.filter(kind__in=DECISIONS).exists()


def test_the_order_goes_to_a_worker_and_the_page_says_how_far_it_is(office, judged):
    activity, rows = scored(2)
    decide(rows[0], SELECT)
    decide(rows[1], RESERVE)

    answers = [office.post(page(activity, "release")) for _time in range(2)]
    running = text(office.get(page(activity, "release")))

    order = Release.objects.get()
    assert [answer.url for answer in answers] == [page(activity, "release")] * 2
    assert 'data-live="release"' in running
    assert "js/live.js" in running
    assert not Message.objects.filter(kind__in=DECISIONS).exists()

    services.carry_out_release(release_id=order.pk, at=RELEASED)
    done = text(office.get(page(activity, "release")))

    assert "js/live.js" not in done
    assert page(rows[0], "change") not in done
    assert Message.objects.filter(kind__in=DECISIONS).count() == 2


def test_a_release_that_was_refused_says_why(office, judged):
    activity, [entry] = scored(1)
    decide(entry, SELECT)
    office.post(page(activity, "release"))
    Verdict.objects.all().delete()
    services.carry_out_release(release_id=Release.objects.get().pk, at=RELEASED)

    html = text(office.get(page(activity, "release")))

    assert Release.objects.get().reason in html
    assert "belum diputuskan" in html


def test_after_the_release_head_and_auditor_read_all_of_it(signed_in, judged):
    activity, rows = scored(2)
    decide(rows[0], SELECT)
    decide(rows[1], REFUSE, note=SECRET)
    release(activity)

    html = text(signed_in(role=Role.HEAD).get(page(activity, "curation")))
    at_counter = text(signed_in(role=Role.COUNTER_OFFICER).get(page(rows[1], "change")))

    assert SECRET in html
    assert page(rows[0], "decide") not in html
    assert SECRET not in at_counter


# --- FM-57: frozen ---------------------------------------------------------------------------------


def test_fm57_no_form_of_the_office_changes_an_entry_that_is_judged(superuser, office, judged):
    activity, [entry] = scored(1)
    frozen = dict(entry.frozen)

    changed = superuser.post(page(entry, "change"), {"pitch": "Lain", "watts": 900})
    with pytest.raises(services.Frozen):
        services.save_draft(
            activity=activity,
            business=entry.business,
            products=[each.product for each in entry.entries.all()],
            by=office.user,
            at=JUDGED,
        )

    entry.refresh_from_db()
    assert changed.status_code == 403
    assert (entry.pitch, entry.frozen) == ("", frozen)


# --- As often for many as for one ------------------------------------------------------------------


def test_curation_and_preview_ask_the_same_for_one_and_many(office, judged):
    asked = []
    for count in (1, 3):
        activity, rows = scored(count, quota=3)
        for row in rows:
            decide(row, REFUSE)
        addresses = [page(activity, name) for name in ("curation", "release")]
        addresses.append(page(rows[0], "decide"))
        office.get(addresses[0])
        asked.append([queries(office, address) for address in addresses])

    assert asked[0] == asked[1]


def test_the_first_page_says_what_waits_for_a_decision(office, counter, judged):
    activity, _rows = scored(2)
    closed = ApplicationFactory(activity__title="Belum dikurasi").activity
    closed.apply_until = JUDGED
    closed.save()

    html, at_counter = (text(client.get(reverse("admin:index"))) for client in (office, counter))

    assert page(activity, "curation") in html
    assert "2 perlu diputuskan" in html
    assert "1 pendaftaran, mulai kurasi" in html
    assert page(activity, "curation") not in at_counter


def test_a_curator_does_not_work_here(signed_in, judged):
    activity, [entry] = scored(1)
    client = signed_in(user=UserFactory(role=Role.CURATOR))

    for address in (page(activity, "curation"), page(entry, "decide")):
        assert client.get(address).status_code == 403
