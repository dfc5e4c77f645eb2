"""One stage as an owner walks it on her phone, from joining to the gate of the next."""

from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.browsing import assert_well_made, follow
from tests.factories import BusinessFactory
from tests.trainings.school import batch_of_three, meetings_of
from trainings.models import Enrolment

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NARROWEST = 320


def test_owner_joins_attends_hands_in_mends_and_the_next_stage_opens(browsing, portal_clock):
    stages = {1: {"output_kind": "ANY", "output_name": "SOP produksi"}}
    batch = batch_of_three(hours=((4,), (4,), (4,)), stages=stages)
    judge = batch.batch_stages.get(stage__position=1).consultant.user
    meeting = meetings_of(batch, 1)[0]
    owner = browsing(BusinessFactory().people.first(), width=NARROWEST)
    consultant = browsing(judge, width=NARROWEST)

    owner.goto(batch.track.get_absolute_url())
    assert_well_made(owner)
    follow(owner, "text=Ikut angkatan ini")
    follow(owner, "text=Ya, ikut angkatan ini")
    expect(owner.locator("main")).to_contain_text("Anda mendapat tempat.")
    assert_well_made(owner)
    enrolment = Enrolment.objects.get()

    portal_clock(meeting.starts_at + timedelta(minutes=5))
    consultant.goto(reverse("trainings:attendance_screen", args=[meeting.public_id]))
    assert_well_made(consultant)
    owner.goto(f"{reverse('trainings:attendance_code')}?kode={meeting.code}")
    assert_well_made(owner)
    follow(owner, "text=Catat saya hadir")
    expect(owner.locator("main")).to_contain_text("Anda tercatat hadir")

    follow(owner, owner.get_by_role("main").get_by_role("link", name="Serahkan", exact=True).first)
    owner.fill("[name=link]", "https://contoh.id/sop")
    follow(owner, "main .form-actions .btn-primary")
    expect(owner.locator("main")).to_contain_text("Sudah kami terima.")

    consultant.goto(reverse("trainings:output_list"))
    assert_well_made(consultant)
    follow(consultant, "text=SOP produksi")
    assert_well_made(consultant)
    consultant.fill("[name=text]", "Suhu belum ada")
    follow(consultant, "text=Kembalikan untuk diperbaiki")
    expect(consultant.locator("main")).to_contain_text("Peserta dikabari apa")

    owner.reload()
    assert_well_made(owner)
    expect(owner.locator("main")).to_contain_text("Suhu belum ada")
    assert owner.locator("button[name=starts_at]").count() > 0
    follow(owner, "text=Serahkan perbaikannya")
    owner.fill("[name=link]", "https://contoh.id/sop-2")
    follow(owner, "main .form-actions .btn-primary")
    expect(owner.locator("main")).to_contain_text("Versi 2")

    consultant.goto(reverse("trainings:output_list"))
    follow(consultant, "text=SOP produksi")
    follow(consultant, consultant.get_by_role("button", name="Terima", exact=True))
    expect(consultant.locator("main")).to_contain_text("Peserta dikabari.")
    consultant.goto(reverse("trainings:attendance_list", args=[meeting.public_id]))
    assert_well_made(consultant)

    owner.goto(enrolment.get_absolute_url())
    expect(owner.locator(".path-passed")).to_contain_text("Produksi")
    expect(owner.locator(".path-current")).to_contain_text("Pengemasan")
    assert_well_made(owner)
