"""Handing in, the talk about it, and the consultant's word on the same page."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from plut_portal.accounts.roles import Role
from tests.factories import ConsultantFactory, EnrolmentFactory, UserFactory
from tests.pictures import picture
from tests.times import NOW
from tests.trainings.school import batch_of_three, stage_of
from trainings import selectors, services
from trainings.models import Output, OutputComment

pytestmark = pytest.mark.django_db

KEYS = [f"3f0d9ad4-6f0e-4c3b-9d87-0d9f8f0a1b{number:02d}" for number in range(9)]


@pytest.fixture
def enrolment():
    stages = {1: {"output_kind": "ANY", "output_name": "SOP"}}
    return EnrolmentFactory(batch=batch_of_three(stages=stages))


@pytest.fixture
def judge(enrolment):
    return enrolment.batch.batch_stages.get(stage__position=1).consultant.user


@pytest.fixture
def output(enrolment):
    return services.submit_output(
        enrolment=enrolment,
        stage=stage_of(enrolment.batch, 1),
        by=enrolment.participant,
        at=NOW,
        link="https://contoh.id/sop",
    )


def hand_in(enrolment, position=1):
    return reverse("trainings:output_create", args=[enrolment.public_id, position])


def url(name, output):
    return reverse(f"trainings:output_{name}", args=[output.public_id])


def say(client, name, output, text="", key=KEYS[0]):
    return client.post(url(name, output), {"text": text, "submission_key": key})


def test_hand_in_takes_photos_and_pdfs_by_their_content(client, enrolment):
    client.force_login(enrolment.participant)
    files = [
        SimpleUploadedFile("foto.dat", picture()),
        SimpleUploadedFile("sop.jpg", b"%PDF-1.4\n%%EOF\n"),
    ]

    response = client.post(
        hand_in(enrolment), {"file": files, "note": "Resep saya", "submission_key": KEYS[0]}
    )

    output = Output.objects.get()
    assert response["Location"] == output.get_absolute_url()
    assert (output.version, output.note) == (1, "Resep saya")
    assert sorted(file.content_type for file in output.files.all()) == [
        "application/pdf",
        "image/jpeg",
    ]


def test_fm17_hand_in_sent_twice_is_one_version(client, enrolment):
    client.force_login(enrolment.participant)
    sent = {"link": "https://contoh.id/sop", "submission_key": KEYS[0]}

    first, again = (client.post(hand_in(enrolment), sent) for _time in range(2))

    assert first["Location"] == again["Location"] == Output.objects.get().get_absolute_url()


@pytest.mark.parametrize(
    ("sent", "status", "sentence"),
    [
        ({}, 422, "Tambahkan foto, PDF, atau tautan"),
        ({"link": "http://contoh.id"}, 422, "Harus diawali https://."),
        ({"file": [b"bukan foto"]}, 422, "bukan foto yang bisa kami buka"),
        ({"file": [b"%PDF-1.4 putus"]}, 422, "PDF ini terpotong"),
        ({"file": [b""]}, 422, "Berkas ini kosong"),
    ],
)
def test_hand_in_says_what_is_wrong_and_keeps_the_note(client, enrolment, sent, status, sentence):
    client.force_login(enrolment.participant)
    files = [SimpleUploadedFile("a.jpg", data) for data in sent.get("file", [])]
    data = {"note": "Catatan saya", "submission_key": KEYS[0]} | sent
    data |= {"file": files} if files else {}

    response = client.post(hand_in(enrolment), data)

    page = response.content.decode()
    assert response.status_code == status
    assert sentence in page
    assert "Catatan saya" in page
    assert not Output.objects.exists()


def test_fm54_hand_in_behind_a_closed_gate_is_refused_with_its_sentence(client):
    batch = batch_of_three(stages={2: {"output_kind": "ANY", "output_name": "Label"}})
    enrolment = EnrolmentFactory(batch=batch)
    client.force_login(enrolment.participant)
    gate = selectors.state_of(enrolment=enrolment, stage=stage_of(batch, 2), at=NOW)

    response = client.post(
        hand_in(enrolment, 2), {"link": "https://contoh.id/l", "submission_key": KEYS[0]}
    )

    assert response.status_code == 403
    assert gate.sentence in response.content.decode()
    assert not Output.objects.exists()


def test_hand_in_is_for_her_people_and_for_stages_that_ask(client, enrolment, judge):
    found = []
    for user in (UserFactory(), judge):
        client.force_login(user)
        found.append(client.get(hand_in(enrolment)).status_code)
    client.force_login(enrolment.participant)
    nothing_asked = client.get(hand_in(enrolment, 2)).status_code

    assert (found, nothing_asked) == ([404, 404], 404)


def test_output_returned_leads_to_a_bookable_time_with_that_consultant(client, output, judge):
    services.return_output(output=output, text="Suhu belum ada", by=judge, at=NOW)
    client.force_login(output.enrolment.participant)

    page = client.get(output.get_absolute_url()).content.decode()

    consultant = judge.consultant
    assert "Suhu belum ada" in page
    assert reverse("consultations:time_hold", args=[consultant.slug]) in page
    assert page.count('name="starts_at"') == 6
    assert f'href="{consultant.get_absolute_url()}"' in page
    assert hand_in(output.enrolment) in page


def test_consultant_accepts_on_the_page(client, output, judge):
    client.force_login(judge)

    page = client.get(output.get_absolute_url()).content.decode()
    for _time in range(2):
        response = say(client, "accept", output)

    output.refresh_from_db()
    assert f'formaction="{url("accept", output)}"' in page
    assert response.status_code == 302
    assert (output.state, output.judged_by) == ("ACCEPTED", judge)


def test_consultant_returns_only_with_words(client, output, judge):
    client.force_login(judge)

    empty = say(client, "return", output)
    state = Output.objects.get().state
    response = say(client, "return", output, "Tambah suhu")

    output.refresh_from_db()
    assert (empty.status_code, state) == (422, "SUBMITTED")
    assert "Tuliskan apa yang perlu diperbaiki" in empty.content.decode()
    assert (response.status_code, output.state) == (302, "RETURNED")


def test_owner_cannot_judge_her_own(client, output):
    client.force_login(output.enrolment.participant)

    page = client.get(output.get_absolute_url()).content.decode()
    response = say(client, "accept", output, "Bagus")

    output.refresh_from_db()
    assert "formaction" not in page
    assert (response.status_code, output.state) == (403, "SUBMITTED")
    assert "Hanya konsultan yang ditunjuk" in response.content.decode()


def test_programme_admin_judges_in_her_place_with_a_reason(client, output):
    client.force_login(UserFactory(role=Role.PROGRAMME_ADMIN))

    without = say(client, "accept", output)
    response = say(client, "accept", output, "Konsultan sakit")

    output.refresh_from_db()
    assert (without.status_code, response.status_code) == (422, 302)
    assert output.state == "ACCEPTED"


def test_fm17_words_sent_twice_stand_once(client, output, judge):
    client.force_login(output.enrolment.participant)

    for _time in range(2):
        response = say(client, "comment", output, "Sudah saya tambah")

    assert response["Location"] == output.get_absolute_url()
    assert OutputComment.objects.get().text == "Sudah saya tambah"


def test_words_about_an_old_version_do_not_judge_the_new(client, output, judge):
    services.submit_output(
        enrolment=output.enrolment,
        stage=output.stage,
        by=output.enrolment.participant,
        at=NOW,
        link="https://contoh.id/sop2",
    )
    client.force_login(judge)

    page = client.get(output.get_absolute_url()).content.decode()
    response = say(client, "accept", output)

    assert page.index("Versi 2") < page.index("Versi 1")
    assert response.status_code == 409
    assert not Output.objects.accepted().exists()


@pytest.mark.parametrize("role", [Role.HEAD, Role.AUDITOR])
def test_those_who_only_read_write_nothing(client, output, role):
    client.force_login(UserFactory(role=role))

    page = client.get(output.get_absolute_url()).content.decode()
    found = {name: say(client, name, output, "Kata").status_code for name in ("comment", "accept")}

    assert 'name="text"' not in page
    assert found == {"comment": 403, "accept": 403}
    assert not OutputComment.objects.exists()


@pytest.mark.parametrize("name", ["detail", "comment", "accept", "return"])
def test_output_is_nothing_to_strangers(client, output, name):
    method = client.get if name == "detail" else client.post
    other_judge = output.enrolment.batch.batch_stages.get(stage__position=2).consultant.user
    found = []
    for user in (UserFactory(), ConsultantFactory().user, other_judge):
        client.force_login(user)
        found.append(method(url(name, output)).status_code)
    client.logout()

    assert found == [404, 404, 404]
    assert method(url(name, output)).status_code == 302


def test_output_file_is_for_those_who_see_the_output(client, enrolment, judge):
    services.submit_output(
        enrolment=enrolment,
        stage=stage_of(enrolment.batch, 1),
        by=enrolment.participant,
        at=NOW,
        files=[SimpleUploadedFile("sop.pdf", b"%PDF-1.4\n%%EOF\n")],
    )
    file = Output.objects.get().files.get()
    address = reverse("trainings:output_file", args=[file.public_id])
    found = []
    for user in (enrolment.participant, judge, UserFactory()):
        client.force_login(user)
        found.append(client.get(address).status_code)

    assert found == [200, 200, 404]


@pytest.mark.parametrize("count", [1, 3])
def test_output_list_shows_what_waits_for_her(client, django_assert_num_queries, judge, count):
    stage = judge.consultant.batch_stages.get().stage
    batch = judge.consultant.batch_stages.get().batch
    people = EnrolmentFactory.create_batch(count, batch=batch)
    for each in people:
        services.submit_output(
            enrolment=each, stage=stage, by=each.participant, at=NOW, link="https://contoh.id/s"
        )
    client.force_login(judge)
    client.get(reverse("trainings:output_list"))

    with django_assert_num_queries(8):
        page = client.get(reverse("trainings:output_list")).content.decode()

    assert all(each.business.label in page for each in people)
    assert f"({count})" in page


@pytest.mark.parametrize("count", [1, 3])
def test_output_detail_query_count(client, django_assert_num_queries, output, judge, count):
    for number in range(count):
        services.comment_output(output=output, text=f"Kata {number}", by=judge, at=NOW)
    client.force_login(judge)
    client.get(output.get_absolute_url())

    with django_assert_num_queries(16):
        client.get(output.get_absolute_url())


def test_output_list_is_linked_from_the_workspace(client, judge):
    client.force_login(judge)

    page = client.get(reverse("consultations:workspace")).content.decode()

    assert f'href="{reverse("trainings:output_list")}"' in page
