"""The office answers registrations: the queue, the page, the decision, and its history."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from businesses import services
from businesses.models import Business, Decision, FieldRemark, OwnerProfile, Snapshot
from businesses.selectors import answers, dossiers, fingerprint
from plut_portal.accounts.roles import Role
from plut_portal.notifications.models import Message
from tests.factories import (
    BusinessFactory,
    SnapshotFactory,
    SubmittedBusinessFactory,
    UserFactory,
)
from tests.times import NOW

pytestmark = pytest.mark.django_db

LIST = reverse("admin:businesses_business_changelist")
HOSTILE = "<script>alert('x')</script><img src=x onerror=alert(1)>"


def page(business):
    return reverse("admin:businesses_business_verify", args=[business.pk])


def answered(business, **fields):
    return {
        "revision": business.revision,
        "seen": fingerprint(answers(dossiers([business])[business.pk])),
        "outcome": "VERIFIED",
        "message": "",
    } | fields


def test_the_queue_begins_with_who_has_waited_longest(office):
    names = {"Sejak Selasa": 0, "Sejak Senin": 1, "Sejak Jumat": 4}
    for name, days in names.items():
        SubmittedBusinessFactory(name=name, submitted_at=NOW - timedelta(days=days))
    BusinessFactory(name="Belum Dikirim")

    html = office.get(LIST, {"antrean": "perlu-diperiksa"}).content.decode()

    places = [html.index(name) for name in ("Sejak Jumat", "Sejak Senin", "Sejak Selasa")]
    assert places == sorted(places)
    assert "Belum Dikirim" not in html


def test_the_overdue_stand_in_a_queue_of_their_own(office):
    SubmittedBusinessFactory(name="Tepat Waktu", answer_by=NOW.date())
    SubmittedBusinessFactory(name="Sudah Lewat", answer_by=NOW.date() - timedelta(days=1))
    SubmittedBusinessFactory(name="Sudah Dijawab", status="VERIFIED", answer_by=date(2026, 11, 2))

    html = office.get(LIST, {"antrean": "terlambat"}).content.decode()

    shown = [name in html for name in ("Tepat Waktu", "Sudah Lewat", "Sudah Dijawab")]
    assert shown == [False, True, False]


def test_the_first_page_of_the_office_shows_the_queue_red_when_late(office):
    SubmittedBusinessFactory(name="Sudah Lewat", answer_by=NOW.date() - timedelta(days=1))
    business = SubmittedBusinessFactory(name="Tepat Waktu")

    html = office.get(reverse("admin:index")).content.decode()

    before, _heading, after = html.partition('aria-labelledby="antrean-to_check"')
    queue = before[before.rindex("<section") :] + after[: after.index("</section>")]
    assert "office-urgent" in queue
    assert queue.count("office-late") == 1
    assert page(business) in queue


def test_the_first_page_is_calm_when_nothing_is_late(office):
    SubmittedBusinessFactory()

    html = office.get(reverse("admin:index")).content.decode()

    assert '<section class="office-card" aria-labelledby="antrean-to_check">' in html


def test_the_page_shows_the_answers_and_likely_duplicates(office):
    business = SubmittedBusinessFactory(name="Keripik Bu Tutik")
    OwnerProfile.objects.create(user=business.people.get(), nib="0220012345678")
    twin = BusinessFactory(name="Kripik Ibu Tutik", owner=UserFactory(phone="+6281234567890"))

    html = office.get(page(business)).content.decode()

    assert all(
        text in html
        for text in (
            "Dusun Banaran",
            "0220012345678",
            "Sampai Rp60 juta",
            "Mikro",
            "Kripik Ibu Tutik",
            "nama mirip",
            "+6281•••••7890",
            reverse("admin:businesses_business_change", args=[twin.pk]),
        )
    )
    assert "+6281234567890" not in html


def test_the_office_says_that_all_is_in_order(office):
    business = SubmittedBusinessFactory()

    answer = office.post(page(business), answered(business))

    business.refresh_from_db()
    assert answer.url == reverse("admin:businesses_business_change", args=[business.pk])
    assert business.status == "VERIFIED"
    assert business.history.latest().history_user == office.user
    assert Message.objects.get(topic=business.message_topic).kind == "BUSINESS_VERIFIED"


def test_the_office_asks_for_something_to_be_mended(office):
    business = SubmittedBusinessFactory()
    data = answered(
        business,
        outcome="NEEDS_FIXING",
        fix_ADDRESS="on",
        remark_ADDRESS="Tulis RT dan RW.",
        message="Tinggal sedikit.",
    )

    office.post(page(business), data)

    decision = Decision.objects.get()
    assert (decision.outcome, decision.message, decision.made_by) == (
        "NEEDS_FIXING",
        "Tinggal sedikit.",
        office.user,
    )
    assert list(decision.remarks.values_list("field", "text")) == [("ADDRESS", "Tulis RT dan RW.")]


@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        ({"outcome": ""}, "outcome"),
        ({"outcome": "DRAFT"}, "outcome"),
        ({"fix_NIB": "on"}, "remark_NIB"),
        ({"remark_NIB": "Kurang satu angka."}, "fix_NIB"),
        ({"fix_NIB": "on", "remark_NIB": "Kurang satu angka."}, "outcome"),
        ({"message": "a\x00b"}, "message"),
    ],
)
def test_an_answer_with_something_wrong_decides_nothing(office, wrong, where):
    business = SubmittedBusinessFactory()

    answer = office.post(page(business), answered(business) | wrong)

    assert answer.status_code == 422
    assert where in answer.context["form"].errors
    assert not Decision.objects.exists()


def test_sending_back_without_a_word_is_refused(office):
    business = SubmittedBusinessFactory()

    answer = office.post(page(business), answered(business, outcome="NEEDS_FIXING"))

    assert answer.status_code == 422
    assert "Tuliskan apa yang perlu diperbaiki" in answer.content.decode()


@pytest.mark.parametrize("first", ["VERIFIED", "NEEDS_FIXING"])
@pytest.mark.parametrize("second", ["VERIFIED", "NEEDS_FIXING"])
def test_the_second_of_two_officers_is_told_who_was_faster(office, first, second):
    business = SubmittedBusinessFactory()
    ticked = {"fix_NIB": "on", "remark_NIB": "Kurang satu."} if second != "VERIFIED" else {}
    seen = answered(business, outcome=second, message="Terima kasih.", **ticked)
    services.decide(
        business=business,
        outcome=first,
        message="Beres.",
        by=UserFactory(full_name="Yuni Kartika"),
        at=NOW,
        revision=business.revision,
    )

    answer = office.post(page(business), seen)

    business.refresh_from_db()
    assert answer.status_code == 409
    assert "Yuni Kartika sudah memutuskan" in answer.content.decode()
    assert all(text in answer.content.decode() for text in ("Terima kasih.", *ticked.values()))
    assert (business.status, Decision.objects.count()) == (first, 1)


@pytest.mark.parametrize("changed", ["NAME", "NIB"])
def test_what_the_owner_changed_meanwhile_is_read_before_it_is_in_order(office, changed):
    business = SubmittedBusinessFactory()
    owner = business.people.get()
    seen = answered(business, message="Terima kasih.")
    if changed == "NAME":
        services.update_business(business=business, name="Nama Lain", at=NOW)
    else:
        services.save_nib(user=owner, nib="1234567890123", at=NOW)

    refused = office.post(page(business), seen)
    again = office.post(page(business), answered(Business.objects.get()))

    html = refused.content.decode()
    assert refused.status_code == 409
    assert "mengubah jawabannya" in html
    assert ("Nama Lain" if changed == "NAME" else "1234567890123") in html
    assert "Terima kasih." in html
    assert answered(Business.objects.get())["seen"] in html
    assert (again.status_code, Decision.objects.count()) == (302, 1)


def test_the_page_shows_the_last_remark_and_whether_it_was_mended(office):
    business = SubmittedBusinessFactory()
    services.decide(
        business=business,
        outcome="NEEDS_FIXING",
        remarks={"ADDRESS": "Tulis RT.", "NAME": "Nama pasar."},
        by=office.user,
        at=NOW,
        revision=1,
    )
    FieldRemark.objects.filter(field="ADDRESS").update(mended_at=NOW)
    Business.objects.update(status="SUBMITTED")

    html = office.get(page(business)).content.decode()

    assert "Pemilik membaca: “Alamat: Tulis RT.” – sudah diubah" in html
    assert "Pemilik membaca: “Nama usaha: Nama pasar.” – belum diubah" in html


def test_fm42_what_owners_and_officers_write_is_text_in_the_office(office):
    business = SubmittedBusinessFactory(name=HOSTILE, makes=HOSTILE, address=HOSTILE)
    BusinessFactory(name=HOSTILE)
    services.decide(
        business=business,
        outcome="NEEDS_FIXING",
        remarks={"ADDRESS": HOSTILE},
        message=HOSTILE,
        by=office.user,
        at=NOW,
        revision=1,
    )
    Business.objects.update(status="SUBMITTED", submitted_at=NOW, answer_by=NOW.date())
    snapshot = Snapshot.objects.get()
    services.correct_snapshot(
        snapshot=snapshot, by=office.user, source="COUNTER", reason=HOSTILE, at=NOW
    )
    pages = [
        LIST,
        reverse("admin:index"),
        page(business),
        reverse("admin:businesses_business_change", args=[business.pk]),
        reverse("admin:businesses_business_history", args=[business.pk]),
        reverse("admin:businesses_snapshot_change", args=[Snapshot.objects.latest("pk").pk]),
    ]

    for address in pages:
        html = office.get(address).content.decode()
        assert ("alert(1)" in html, "<script>alert" in html, "<img src=x" in html) == (
            True,
            False,
            False,
        ), address


@pytest.mark.parametrize("role", [Role.COUNTER_OFFICER, Role.HEAD, Role.AUDITOR])
def test_only_the_programme_admin_decides(signed_in, role):
    business = SubmittedBusinessFactory()
    client = signed_in(role=role)

    assert client.get(page(business)).status_code == 403
    assert client.post(page(business), answered(business)).status_code == 403
    assert not Decision.objects.exists()


def test_the_counter_sees_how_a_registration_stands_but_no_figures(counter):
    business = SubmittedBusinessFactory()

    html = counter.get(
        reverse("admin:businesses_business_change", args=[business.pk])
    ).content.decode()

    assert business.registration_code in html
    assert "Sedang diperiksa" in html
    assert "Sampai Rp60 juta" not in html
    assert counter.get(reverse("admin:businesses_snapshot_changelist")).status_code == 403
    assert "Sampai Rp60 juta" not in counter.get(business.get_absolute_url()).content.decode()


def test_a_business_that_was_not_sent_offers_no_decision(office):
    business = BusinessFactory()

    html = office.get(
        reverse("admin:businesses_business_change", args=[business.pk])
    ).content.decode()

    assert page(business) not in html
    assert (
        '<button type="submit" class="office-btn' not in office.get(page(business)).content.decode()
    )
    assert office.post(page(business), answered(business)).status_code == 409


def test_a_wrong_figure_is_corrected_with_its_reason(office):
    wrong = SnapshotFactory(turnover_band="TO_2B", workers_female=1, workers_male=0)
    address = reverse("admin:businesses_snapshot_correct", args=[wrong.pk])

    office.post(
        address,
        {
            "operating_state": "",
            "workers_female": "1",
            "workers_male": "0",
            "turnover_band": "TO_60M",
            "capital": "1.500.000",
            "reason": "Salah baca.",
        },
    )

    right = Snapshot.objects.get(corrects=wrong)
    assert (right.turnover_band, right.capital, right.reason, right.recorded_by) == (
        "TO_60M",
        1_500_000,
        "Salah baca.",
        office.user,
    )


def test_a_correction_without_a_reason_is_refused(office):
    wrong = SnapshotFactory(turnover_band="TO_2B")

    answer = office.post(
        reverse("admin:businesses_snapshot_correct", args=[wrong.pk]), {"turnover_band": "TO_60M"}
    )

    assert answer.status_code == 422
    assert Snapshot.objects.count() == 1


@pytest.mark.parametrize("role", [Role.COUNTER_OFFICER, Role.HEAD, Role.AUDITOR])
def test_others_correct_nothing(signed_in, role):
    address = reverse("admin:businesses_snapshot_correct", args=[SnapshotFactory().pk])

    assert signed_in(role=role).post(address, {"reason": "x"}).status_code == 403


def queries(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_the_queue_asks_as_often_for_three_as_for_one(office):
    addresses = [f"{LIST}?antrean=perlu-diperiksa", reverse("admin:index")]
    SubmittedBusinessFactory()
    one = [queries(office, address) for address in addresses]
    SubmittedBusinessFactory.create_batch(2)

    assert [queries(office, address) for address in addresses] == one
