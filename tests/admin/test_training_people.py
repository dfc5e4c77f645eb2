"""Who takes part, at the office's desk: gates, exceptions, the waiting list, certificates."""

import io
from uuid import uuid4

import openpyxl
import pytest
from django.urls import reverse

from businesses.models import Business
from plut_portal.accounts.models import AccessLogEntry
from plut_portal.accounts.roles import Role
from plut_portal.notifications.models import Message
from tests.factories import BatchFactory, BusinessFactory, EnrolmentFactory
from tests.trainings.school import AFTER, attend, batch_of_three, graduate, meetings_of, stage_of
from trainings import services
from trainings.models import Certificate, Enrolment, IssueItem, StageProgress

pytestmark = pytest.mark.django_db


def act(row, name):
    return reverse(f"admin:trainings_{row._meta.model_name}_{name}", args=[row.pk])


def text(response):
    return response.content.decode()


@pytest.fixture
def at_79(portal_clock):
    """Was at 79 of the 100 hours of the first stage; the second has a test and an output."""
    batch = batch_of_three(
        hours=([10] * 7 + [9] + [10, 10, 1], (4,), (4,)),
        stages={2: {"pass_mark": 70, "output_kind": "LINK", "output_name": "Label"}},
    )
    enrolment = EnrolmentFactory(batch=batch)
    attend(enrolment, meetings=list(meetings_of(batch, 1))[:8])
    portal_clock(AFTER)
    return enrolment


# --- FM-54: the same gate on every path --------------------------------------------------------------


def test_fm54_79_percent_meet_the_same_sentence_by_address_form_and_action(client, office, at_79):
    stage = stage_of(at_79.batch, 2)
    client.force_login(at_79.participant)
    page = reverse("trainings:output_create", args=[at_79.public_id, stage.position])

    by_address = client.get(page)
    link = {"link": "https://toko.example/label", "submission_key": uuid4()}
    handed_in = client.post(page, link)
    in_form = office.post(act(at_79, "enter_score"), {"stage": stage.pk, "points": 90})
    in_bulk = office.post(
        reverse("admin:trainings_enrolment_changelist"),
        {"action": "admit", "_selected_action": [at_79.pk]},
        follow=True,
    )

    with pytest.raises(services.GateClosed) as refused:
        services.record_score(enrolment=at_79, stage=stage, points=90, by=office.user, at=AFTER)
    sentence = str(refused.value)
    assert "79 dari 100 JP (79%)" in sentence
    assert [
        (name, sentence in text(answer))
        for name, answer in {
            "address": by_address,
            "handed in": handed_in,
            "form": in_form,
            "action": in_bulk,
        }.items()
    ] == [("address", True), ("handed in", True), ("form", True), ("action", True)]
    assert (handed_in.status_code, in_form.status_code) == (403, 403)
    assert not at_79.outputs.exists()
    assert not at_79.progress.exists()


def test_fm54_a_waiver_without_evidence_and_an_opening_without_reason_are_refused(office, at_79):
    stage = stage_of(at_79.batch, 1)

    waived = office.post(act(at_79, "waive"), {"stage": stage.pk, "evidence": "  "})
    opened = office.post(
        act(at_79, "override"), {"stage": stage_of(at_79.batch, 2).pk, "reason": ""}
    )

    assert (waived.status_code, opened.status_code) == (422, 422)
    assert "Tuliskan bukti bahwa tahap ini boleh dilewati" in text(waived)
    assert "Tuliskan alasannya" in text(opened)
    assert not at_79.progress.exists()


def test_fm54_an_exception_keeps_its_reason_and_is_taken_back(office, at_79):
    second = stage_of(at_79.batch, 2)
    reason = "Sakit, sudah menyusul bahan."

    office.post(act(at_79, "override"), {"stage": second.pk, "reason": reason})
    opened = text(office.get(act(at_79, "change")))
    score = office.post(act(at_79, "enter_score"), {"stage": second.pk, "points": 90})
    office.post(act(at_79, "end_exception"), {"stage": second.pk, "reason": "Keliru."})

    progress = StageProgress.objects.get(stage=second)
    assert reason in opened
    assert (score.status_code, progress.test_points) == (302, 90)
    assert (progress.overridden_at, progress.override_reason) == (None, "")
    assert reason in progress.history.values_list("override_reason", flat=True)


def test_whoever_may_go_on_is_told_once_by_the_action(office, at_79):
    attend(at_79, meetings=list(meetings_of(at_79.batch, 1))[8:])
    bulk = {"action": "admit", "_selected_action": [at_79.pk]}
    changelist = reverse("admin:trainings_enrolment_changelist")

    answers = [text(office.post(changelist, bulk, follow=True)) for _time in range(2)]

    name = stage_of(at_79.batch, 2).name
    assert [f"tahap “{name}” sudah terbuka" in answer for answer in answers] == [True, True]
    assert Message.objects.filter(kind="GATE_OPENED", recipient=at_79.participant).count() == 1


# --- The list ----------------------------------------------------------------------------------------


def test_the_counter_enrols_on_somebodys_behalf_once(counter):
    batch, business = batch_of_three(), BusinessFactory()
    page = reverse("admin:trainings_enrolment_add")
    key = counter.get(page).context["form"]["submission_key"].value()
    typed = {"batch": batch.pk, "business": business.pk, "submission_key": key}

    answers = [counter.post(page, typed) for _time in range(2)]

    enrolment = Enrolment.objects.get()
    assert {answer.url for answer in answers} == {act(enrolment, "change")}
    assert (enrolment.enrolled_by, enrolment.status) == (counter.user, "ENROLLED")


def test_the_same_training_within_a_year_needs_a_reason(counter):
    business = BusinessFactory()
    before = graduate(batch_of_three(), business=business)
    batch = BatchFactory(track=before.batch.track, number=9000)
    page = reverse("admin:trainings_enrolment_add")
    typed = {"batch": batch.pk, "business": business.pk}

    def send(**more):
        key = counter.get(page).context["form"]["submission_key"].value()
        return counter.post(page, typed | more | {"submission_key": key})

    refused = send()
    assert (refused.status_code, batch.enrolments.count()) == (409, 0)
    assert f"sudah ada di angkatan {before.batch.number}" in text(refused)
    assert send(override_reason="Ganti produk.").status_code == 302
    assert batch.enrolments.get().override_reason == "Ganti produk."


def test_moving_up_and_withdrawing_need_reasons_and_the_place_goes_on(office):
    batch = batch_of_three(quota=1, first_timer_percent=0)
    holder = EnrolmentFactory(batch=batch)
    first, second = EnrolmentFactory.create_batch(2, batch=batch, status="WAITING")

    assert office.post(act(second, "move_up"), {"reason": ""}).status_code == 422
    office.post(act(second, "move_up"), {"reason": "Usaha berhenti karena banjir."})
    shown = text(office.get(act(second, "change")))
    office.post(act(holder, "withdraw"), {"reason": "Pindah kota."})

    first.refresh_from_db()
    second.refresh_from_db()
    assert "Nomor 1 di daftar tunggu" in shown
    assert (first.status, second.status) == ("WAITING", "OFFERED")


def test_fm43_the_list_leaves_the_house_as_text_and_with_a_trace(office):
    enrolment = EnrolmentFactory()
    Business.objects.filter(pk=enrolment.business_id).update(name="=1+1")

    answer = office.post(
        reverse("admin:trainings_enrolment_export"), {"format": "0", "resource": "0"}
    )

    cells = [c for row in openpyxl.load_workbook(io.BytesIO(answer.content)).active for c in row]
    assert [c.data_type for c in cells if "=1+1" in str(c.value)] == ["s"]
    assert AccessLogEntry.objects.filter(actor=office.user).exists()


# --- Certificates ------------------------------------------------------------------------------------


def test_fm53_certificates_are_ordered_for_who_has_passed_and_the_page_says_how_far(
    office, portal_clock
):
    batch = batch_of_three()
    graduates = [graduate(batch) for _number in range(2)]
    absent = EnrolmentFactory(batch=batch)
    portal_clock(AFTER)

    before = text(office.get(act(batch, "certificates")))
    ordered = office.post(act(batch, "certificates"))
    for item in IssueItem.objects.all():
        services.carry_out(item_id=item.pk, at=AFTER)
    after = text(office.get(act(batch, "certificates")))
    again = office.post(act(batch, "certificates"))

    assert all(each.participant.full_name in before for each in graduates)
    assert absent.business.label not in before
    assert (ordered.status_code, Certificate.objects.count()) == (302, 2)
    assert "dari 2 selesai: 2 terbit, 0 tidak" in after
    assert again.status_code == 409


def test_a_certificate_is_revoked_and_issued_again_with_reasons(office, client, portal_clock):
    enrolment = graduate(batch_of_three())
    portal_clock(AFTER)
    first = services.issue_certificate(enrolment=enrolment, by=office.user, at=AFTER)

    assert office.post(act(first, "revoke"), {"reason": ""}).status_code == 422
    office.post(act(first, "reissue"), {"reason": "Salah nama."})

    first.refresh_from_db()
    second = enrolment.certificates.get(version=2)
    assert (first.is_valid, first.revoke_reason) == (False, "Salah nama.")
    assert second.number_text.endswith("-2")
    assert "dicabut" in text(client.get(first.get_absolute_url())).lower()


# --- The funnel --------------------------------------------------------------------------------------


def test_the_funnel_counts_and_leaves_the_house_with_a_trace(office, portal_clock):
    batch = batch_of_three()
    graduate(batch)
    attend(EnrolmentFactory(batch=batch), 1)
    portal_clock(AFTER)
    page = reverse("admin:training_funnel")

    shown = text(office.get(page, {"tahun": "2026"}))
    assert not AccessLogEntry.objects.exists()
    taken = office.post(page, {"tahun": "2026"})

    assert "<b>1</b> dari 2 usaha peserta" in shown
    sheet = openpyxl.load_workbook(io.BytesIO(taken.content)).worksheets[1]
    assert [cell.value for cell in sheet[2]][1:] == [2, 2, 1, 1, 1, 50, 0]
    assert AccessLogEntry.objects.filter(actor=office.user).exists()


@pytest.mark.parametrize("count", [1, 3])
def test_the_funnel_page_asks_the_same_for_one_and_many(
    office, portal_clock, django_assert_num_queries, count
):
    for _number in range(count):
        EnrolmentFactory.create_batch(count, batch=batch_of_three())
    page = reverse("admin:training_funnel")
    portal_clock(AFTER)
    year = {"tahun": "2026"}
    office.get(page, year)

    with django_assert_num_queries(19):
        office.get(page, year)


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_an_enrolment_asks_the_same_for_one_and_many(
    office, django_assert_num_queries, count
):
    batch = batch_of_three()
    EnrolmentFactory.create_batch(count, batch=batch)
    enrolment = EnrolmentFactory(batch=batch)
    attend(enrolment, meetings=meetings_of(batch, 1)[:count])
    office.get(act(enrolment, "change"))

    with django_assert_num_queries(24):
        office.get(act(enrolment, "change"))


def test_the_counter_sees_who_takes_part_and_opens_no_gate(counter, signed_in, at_79):
    acts = ("enter_score", "waive", "override", "end_exception")

    assert counter.get(act(at_79, "change")).status_code == 200
    for reader in (counter, signed_in(role=Role.AUDITOR)):
        assert [reader.get(act(at_79, name)).status_code for name in acts] == [403] * 4
