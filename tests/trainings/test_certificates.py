from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from plut_portal.core.formats import WIB
from plut_portal.core.models import OfficeIdentity
from plut_portal.notifications.models import Message
from tests.factories import EnrolmentFactory
from tests.trainings.school import (
    AFTER,
    attend,
    batch_of_three,
    counter,
    graduate,
    meetings_of,
    office,
)
from trainings import certificate_pdf, selectors, services
from trainings.models import Certificate, CertificateNumbering, IssueItem
from trainings.models.certificates import validate_pattern

pytestmark = pytest.mark.django_db


@pytest.fixture
def batch():
    return batch_of_three()


def issue(enrolment, at=AFTER, by=None):
    return services.issue_certificate(enrolment=enrolment, by=by or office(), at=at)


def test_issue_certificate_derives_hours_and_days_from_attendance(batch):
    holder = EnrolmentFactory(batch=batch)
    attend(holder, 1, 3)
    services.waive_stage(
        enrolment=holder,
        stage=batch.track.stages.get(position=2),
        evidence="Label lengkap",
        by=office(),
        at=AFTER,
    )

    certificate = issue(holder)

    # Eight JP of the first stage, four of the third, none of the waived one.
    assert certificate.hours == 12
    assert (certificate.first_on, certificate.last_on) == (date(2026, 12, 8), date(2026, 12, 11))
    assert certificate.number == "500.3/001/PLUT/35.79/I/2027"
    assert certificate.holder_name == holder.participant.full_name


def test_issue_certificate_twice_is_one(batch):
    holder = graduate(batch)

    assert issue(holder) == issue(holder)
    assert Message.objects.filter(kind="CERTIFICATE_ISSUED").count() == 1


def test_fm53_none_for_who_missed_too_much(batch):
    enrolment = EnrolmentFactory(batch=batch)
    attend(enrolment, 1, 2)

    with pytest.raises(services.NotEntitled, match="kehadiran di “Pemasaran” baru 0 dari 4 JP"):
        issue(enrolment)

    assert not Certificate.objects.exists()
    assert not CertificateNumbering.objects.exists()


def test_fm53_none_for_who_was_let_through_everything_and_never_came(batch):
    enrolment = EnrolmentFactory(batch=batch)
    for stage in batch.track.stages.all():
        services.waive_stage(
            enrolment=enrolment, stage=stage, evidence="Sudah", by=office(), at=AFTER
        )

    with pytest.raises(services.NotEntitled):
        issue(enrolment)


def test_fm53_an_open_gate_is_not_a_passed_stage(batch):
    enrolment = EnrolmentFactory(batch=batch)
    attend(enrolment, 2, 3)
    services.override_gate(
        enrolment=enrolment,
        stage=batch.track.stages.get(position=2),
        reason="Sakit",
        by=office(),
        at=AFTER,
    )

    with pytest.raises(services.NotEntitled):
        issue(enrolment)


def test_issue_certificate_refuses_others_and_who_left(batch):
    holder = graduate(batch)

    with pytest.raises(services.NotAllowed):
        issue(holder, by=counter())
    services.withdraw(enrolment=holder, by=holder.participant, at=AFTER)
    with pytest.raises(services.NotEnrolled):
        issue(holder)


def test_numbers_begin_anew_each_year_and_follow_one_another(batch):
    new_year = datetime(2028, 1, 1, 0, 30, tzinfo=WIB)
    numbers = [issue(graduate(batch), at=at).number for at in (AFTER, AFTER, new_year, new_year)]

    assert numbers == [
        "500.3/001/PLUT/35.79/I/2027",
        "500.3/002/PLUT/35.79/I/2027",
        "500.3/001/PLUT/35.79/I/2028",
        "500.3/002/PLUT/35.79/I/2028",
    ]


@pytest.mark.parametrize(
    "pattern",
    [
        "{number}",
        "{year}",
        "{number.__class__}/{year}",
        "{number:03d}/{year}/{x}",
        "{number}}/{year}",
    ],
)
def test_a_pattern_that_would_break_is_refused(pattern):
    with pytest.raises(ValidationError):
        validate_pattern(pattern)


def test_revoke_certificate_keeps_the_first_reason_and_is_not_undone_by_the_way(batch):
    certificate = issue(graduate(batch))

    with pytest.raises(services.ReasonMissing):
        services.revoke_certificate(certificate=certificate, reason="", by=office(), at=AFTER)
    for reason in ("Salah orang", "Lain"):
        services.revoke_certificate(certificate=certificate, reason=reason, by=office(), at=AFTER)

    certificate.refresh_from_db()
    assert (certificate.is_valid, certificate.revoke_reason) == (False, "Salah orang")
    with pytest.raises(services.Revoked):
        issue(certificate.enrolment)
    with pytest.raises(services.NobodyEntitled):
        services.order_certificates(batch=batch, by=office(), at=AFTER)


def test_reissue_keeps_the_number_with_a_suffix_and_the_old_one_to_be_looked_up(batch):
    old = issue(graduate(batch))
    person = old.enrolment.participant
    person.full_name = "Sumiati Rahayu"
    person.save()

    fresh = services.reissue_certificate(
        certificate=old, reason="Nama keliru", by=office(), at=AFTER
    )
    again = services.reissue_certificate(
        certificate=old, reason="Nama keliru", by=office(), at=AFTER
    )

    old.refresh_from_db()
    assert again == fresh
    assert fresh.number_text == f"{old.number}-2"
    assert (fresh.holder_name, old.is_valid, fresh.is_valid) == ("Sumiati Rahayu", False, True)
    assert selectors.by_code(f" {old.code[:5].lower()}-{old.code[5:]} ") == old


def test_fm53_reissue_has_its_paper_set(batch, django_capture_on_commit_callbacks):
    old = issue(graduate(batch))

    with django_capture_on_commit_callbacks(execute=True):
        fresh = services.reissue_certificate(
            certificate=old, reason="Nama keliru", by=office(), at=AFTER
        )

    fresh.refresh_from_db()
    assert fresh.file


def test_fm53_a_paper_that_was_never_set_is_found(batch, django_capture_on_commit_callbacks):
    lost, revoked = issue(graduate(batch)), issue(graduate(batch))
    services.revoke_certificate(certificate=revoked, reason="Salah", by=office(), at=AFTER)

    assert services.sweep_papers(at=AFTER) == 0
    with django_capture_on_commit_callbacks(execute=True):
        assert services.sweep_papers(at=AFTER + timedelta(minutes=30)) == 1
    assert services.sweep_papers(at=AFTER + timedelta(minutes=30)) == 0

    lost.refresh_from_db()
    assert lost.file


def test_an_order_is_carried_out_row_by_row_with_progress(
    batch, django_capture_on_commit_callbacks
):
    holders = [graduate(batch) for _each in range(3)]
    EnrolmentFactory(batch=batch)
    run = services.order_certificates(batch=batch, by=office(), at=AFTER)
    items = list(run.items.order_by("pk"))

    assert services.order_certificates(batch=batch, by=office(), at=AFTER) == run
    services.withdraw(enrolment=holders[1], by=holders[1].participant, at=AFTER)
    assert services.carry_out(item_id=items[0].pk, at=AFTER) == "ISSUED"
    assert services.carry_out(item_id=items[0].pk, at=AFTER) == "not ours"
    assert selectors.progress_of(run) == selectors.RunProgress(total=3, issued=1, refused=0)
    with django_capture_on_commit_callbacks(execute=True):
        states = [services.carry_out(item_id=item.pk, at=AFTER) for item in items[1:]]

    assert states == ["REFUSED", "ISSUED"]
    assert selectors.progress_of(run).is_finished
    assert IssueItem.objects.get(pk=items[1].pk).reason
    assert [c.serial for c in Certificate.objects.order_by("pk")] == [1, 2]
    assert Certificate.objects.order_by("pk").last().file


def test_a_lost_row_is_found_and_given_up_after_three_tries(batch):
    graduate(batch)
    run = services.order_certificates(batch=batch, by=office(), at=AFTER)
    late = AFTER.replace(hour=9)

    assert services.sweep_orders(at=late) == 1
    run.items.update(attempts=3)
    assert services.sweep_orders(at=late) == 0

    assert selectors.progress_of(run).refused == 1


def test_the_paper_is_set_once_and_kept(batch):
    office_row = OfficeIdentity(name="PLUT-KUMKM Kota Batu", signatory_name="Dra. Wahyu")
    office_row.save()
    certificate = issue(graduate(batch))

    first = services.set_paper(certificate=certificate)
    certificate.refresh_from_db()
    office_row.name = "Nama lain"
    office_row.save()

    assert first.startswith(b"%PDF-1.7")
    assert services.set_paper(certificate=certificate) == first


def test_fm44_the_paper_says_what_was_attended_and_reads_no_file(batch):
    holder = graduate(batch)
    # Whatever somebody calls herself is text, not a command of the setter.
    holder.participant.full_name = '#read("/etc/passwd") *Sumiati* $x$'
    holder.participant.save()
    certificate = issue(holder)

    paper = selectors.paper_of(certificate)
    pages = certificate_pdf.png(paper)

    assert (paper.title, paper.holder) == ("Sertifikat", '#read("/etc/passwd") *Sumiati* $x$')
    assert paper.when == "8 Desember 2026 – 11 Desember 2026 · 16 jam pelajaran (JP) dihadiri"
    assert paper.check_url.endswith(f"/sertifikat/{certificate.code}/")
    assert [section.title for section in paper.sections] == ["Produksi", "Pengemasan", "Pemasaran"]
    assert len(pages) == 2
    assert meetings_of(batch, 1).count() == 2
