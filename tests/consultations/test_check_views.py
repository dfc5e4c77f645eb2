"""Cek kendala as a visitor meets it: one question a screen, no login, nothing lost."""

from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse

from consultations import selectors, services
from consultations.models import Booking, Constraint, ConstraintCheck, Leave
from consultations.views import checks
from tests.factories import (
    BookingFactory,
    CheckVersionFactory,
    ConsultantFactory,
    UserFactory,
    VillageFactory,
)
from tests.times import NOW

pytestmark = pytest.mark.django_db

START, RESULT = "/konsultasi/cek-kendala/", "/konsultasi/cek-kendala/hasil/"
PAYLOAD = '<script>alert(1)</script>"><img src=x onerror=alert(1)>'
TIME = 'name="starts_at" value="'
SOFT = {3: "Cepat melempem, basi, atau berjamur"}


def step_url(step):
    return reverse("consultations:check_step", args=[step])


def tap(client, step, text=None):
    """Answer the question of this step: the named answer, or the one that speaks for nothing."""
    question = client.get(step_url(step)).context["question"]
    quiet = question.answers.filter(weights=None).order_by("position")
    answer = question.answers.get(text=text) if text else quiet[0]
    return client.post(step_url(step), {"answer": answer.pk})


def take(client, ticks=None, *, village=""):
    """The whole check; answers with the result page."""
    client.post(START)
    count = selectors.count_of_questions()
    for step in range(1, count + 1):
        tap(client, step, (ticks or {}).get(step))
    response = client.post(step_url(count + 1), {"village": village})
    assert (response.status_code, response.url) == (302, RESULT)
    return client.get(RESULT)


def text_of(response):
    return response.content.decode()


def test_the_start_says_what_it_is_and_has_one_button(client, questionnaire):
    page = text_of(client.get(START))

    assert "9 pertanyaan, satu menit" in page
    assert page.count("btn-primary") == 1
    assert 'content="index,follow"' in page
    assert not ConstraintCheck.objects.exists()


def test_the_start_without_a_questionnaire_leads_to_the_fields(client):
    response = client.get(START)

    assert response.status_code == 200
    assert reverse("consultations:field_list") in text_of(response)
    assert client.post(START).status_code == 409


def test_one_tap_answers_and_leads_to_the_next_question(client, questionnaire):
    client.post(START)

    response = tap(client, 1, "Sedang berhenti")

    assert (response.status_code, response.url) == (302, step_url(2))
    assert "2 dari 9" in text_of(client.get(step_url(2)))
    assert ConstraintCheck.objects.get().operating_state == "STOPPED"


def test_whoever_comes_back_sees_the_answer_given(client, questionnaire):
    client.post(START)
    tap(client, 1, "Sedang berhenti")

    page = text_of(client.get(step_url(1)))

    assert page.count("answer-given") == 1
    assert page.index("Sedang berhenti") < page.index("jawaban Anda")


def test_chips_that_go_soft_lead_to_the_consultant_for_production(client, questionnaire):
    response = take(client, SOFT)

    page = text_of(response)
    consultant = response.context["outcome"].helper.consultant
    assert consultant.expertises.get().slug == "produksi"
    assert "Produk cepat melempem atau tidak tahan lama" in page
    assert "Satu bungkus yang masih baru dan satu yang sudah lama" in page
    assert "Dua bungkus produk" in page
    assert reverse("consultations:time_hold", args=[consultant.slug]) in page
    assert page.count(TIME) == 3
    assert f'{TIME}2026-11-24T09:15"' in page
    assert consultant.get_absolute_url() in page


def test_the_other_constraints_come_with_their_consultants(client, questionnaire):
    response = take(client, SOFT | {5: "Belum punya NIB", 9: "Karyawan keluar masuk"})

    others = response.context["outcome"].others
    assert [other.constraint.slug for other in others] == ["belum-nib", "karyawan-keluar"]
    assert [other.helper.consultant.display_name in text_of(response) for other in others] == [
        True,
        True,
    ]


def test_a_stopped_business_is_spoken_to_kindly(client, questionnaire):
    page = text_of(take(client, {1: "Sedang berhenti"}))

    assert "Anda bisa mulai lagi" in page
    assert "Berhenti bukan berarti gagal" in page
    assert "Usaha berhenti, ingin mulai lagi" in page


def test_a_business_without_trouble_is_told_so(client, questionnaire):
    page = text_of(take(client))

    assert "Usaha Anda tampak baik" in page
    assert reverse("consultations:field_list") in page


def test_outside_batu_one_learns_what_is_possible_and_what_is_not(client, questionnaire):
    page = text_of(take(client, SOFT, village="LUAR"))

    assert "Kabupaten Malang" in page
    assert reverse("exhibitions:list") in page
    assert "Produk cepat melempem" in page
    assert TIME not in page
    assert ConstraintCheck.objects.get().is_outside_batu


def test_the_village_is_kept_or_skipped(client, questionnaire):
    village = VillageFactory()
    take(client, village=village.pk)
    assert ConstraintCheck.objects.get().village == village

    client.post(step_url(10), {"village": [village.pk, ""]})

    assert ConstraintCheck.objects.get().village is None


def test_a_village_that_is_none_is_refused_beside_the_field(client, questionnaire):
    client.post(START)
    for step in range(1, 10):
        tap(client, step)

    response = client.post(step_url(10), {"village": "Malang"})

    assert response.status_code == 422
    assert 'id="id_village_error"' in text_of(response)


@pytest.mark.parametrize("data", [{}, {"answer": ""}, {"answer": "999999"}, {"answer": "ya"}])
def test_an_answer_that_is_none_is_refused_with_a_sentence(client, questionnaire, data):
    client.post(START)

    response = client.post(step_url(1), data)

    assert response.status_code == 422
    assert "Silakan pilih salah satu jawaban." in text_of(response)


@pytest.mark.parametrize("step", [0, 3, 10, 11, 4711])
def test_a_step_out_of_turn_leads_to_the_first_open_one(client, questionnaire, step):
    client.post(START)
    tap(client, 1)

    for response in (client.get(step_url(step)), client.post(step_url(step))):
        assert (response.status_code, response.url) == (302, step_url(2))


def test_the_result_of_an_open_run_leads_to_its_first_open_question(client, questionnaire):
    client.post(START)
    tap(client, 1)

    assert client.get(RESULT).url == step_url(2)


@pytest.mark.parametrize("url", [step_url(1), step_url(5), RESULT])
def test_without_a_run_everything_leads_kindly_to_the_start(client, questionnaire, url):
    response = client.get(url, follow=True)

    assert response.redirect_chain == [(START, 302)]
    assert "Silakan mulai dari sini" in text_of(response)


def test_a_lost_session_in_the_middle_leads_to_the_start(client, questionnaire):
    client.post(START)
    tap(client, 1)
    client.cookies.clear()

    assert client.post(step_url(2), {"answer": "1"}).url == START


def test_a_run_of_the_day_before_yesterday_is_over(client, questionnaire, portal_clock):
    take(client, SOFT)

    portal_clock(NOW + timedelta(days=1, minutes=1))

    assert client.get(RESULT).url == START


def test_an_unfinished_run_can_be_gone_on_with_or_begun_anew(client, questionnaire):
    client.post(START)
    tap(client, 1)

    page = text_of(client.get(START))
    client.post(START)

    assert step_url(2) in page
    assert page.count("btn-primary") == 1
    assert ConstraintCheck.objects.count() == 2
    assert client.get(step_url(1)).context["given"] is None


def test_two_taps_on_the_start_make_one_run(client, questionnaire):
    client.post(START)
    client.post(START)

    assert ConstraintCheck.objects.count() == 1


def test_a_questionnaire_published_in_the_middle_breaks_no_run(client, questionnaire):
    client.post(START)
    tap(client, 1)
    draft = services.copy_version(version=questionnaire)
    draft.questions.filter(position=9).delete()
    services.publish_version(version=draft, at=NOW)

    for step in range(2, 10):
        tap(client, step)
    response = client.post(step_url(10), {"village": ""})

    assert (response.status_code, response.url) == (302, RESULT)
    assert ConstraintCheck.objects.get().version == questionnaire


def test_an_answer_can_be_changed_until_the_check_is_booked_with(client, questionnaire):
    take(client, SOFT)
    tap(client, 3, "Rasanya tidak sama tiap buat")
    client.post(step_url(10), {"village": ""})
    changed = client.get(RESULT).context["outcome"].first.constraint.slug
    BookingFactory(constraint_check=ConstraintCheck.objects.get())

    response = client.post(step_url(3), {"answer": _answer(client, 3, SOFT[3])}, follow=True)

    assert changed == "rasa-tidak-sama"
    assert response.redirect_chain == [(RESULT, 302)]
    assert "mulai cek kendala baru" in text_of(response)
    assert response.context["outcome"].first.constraint.slug == changed


def _answer(client, step, text):
    return client.get(step_url(step)).context["question"].answers.get(text=text).pk


def test_who_is_full_makes_room_for_the_next_who_is_free(client, questionnaire):
    away = Constraint.objects.get(slug="cepat-melempem").expertise.consultants.get()
    Leave.objects.create(consultant=away, starts_on="2026-11-01", ends_on="2027-12-31")

    response = take(client, SOFT | {9: "Karyawan keluar masuk"})

    outcome = response.context["outcome"]
    assert outcome.first.helper.consultant == away
    assert outcome.helper.consultant.expertises.get().slug == "sdm"
    assert f"{away.display_name} belum punya jadwal kosong" in text_of(response)
    assert text_of(response).count(TIME) == 3


def test_a_field_without_consultant_leads_to_whoever_is_free(client, questionnaire):
    Constraint.objects.get(slug="cepat-melempem").expertise.consultants.update(is_active=False)

    response = take(client, SOFT)

    assert response.context["outcome"].first.helper is None
    assert "Saat ini belum ada konsultan Produksi" in text_of(response)
    assert text_of(response).count(TIME) == 3


def test_without_any_free_time_one_is_asked_to_come_by(client, questionnaire):
    for consultant in selectors.next_free_times(at=NOW):
        Leave.objects.create(
            consultant=consultant.consultant, starts_on="2026-11-01", ends_on="2027-12-31"
        )

    page = text_of(take(client, SOFT))

    assert TIME not in page
    assert "Datang langsung saja atau telepon" in page


def test_taken_times_are_not_among_the_three(client, questionnaire):
    busy = Constraint.objects.get(slug="cepat-melempem").expertise.consultants.get()
    BookingFactory(consultant=busy, starts_at=NOW.replace(hour=9, minute=15))

    page = text_of(take(client, SOFT))

    assert f'{TIME}2026-11-24T09:15"' not in page
    assert f'{TIME}2026-11-24T10:30"' in page


def test_the_check_travels_with_the_booking(client, questionnaire):
    owner = UserFactory()
    village = VillageFactory()
    outcome = take(client, SOFT, village=village.pk).context["outcome"]
    client.force_login(owner)
    book = reverse("consultations:booking_create", args=[outcome.helper.consultant.slug])

    form = client.get(book, {"waktu": "2026-11-25T08:00"}).context["form"]
    client.post(
        book,
        {name: form[name].value() for name in ("topic", "village", "submission_key")}
        | {
            "starts_at": "2026-11-25T08:00",
            "expertise": outcome.helper.expertise.pk,
            "makes": "keripik apel",
        },
    )

    booking = Booking.objects.get()
    assert booking.constraint_check == outcome.check
    assert booking.topic == "Produk cepat melempem atau tidak tahan lama"
    assert booking.business.village == village


def test_a_booking_without_a_check_has_none(client, questionnaire):
    client.force_login(UserFactory())
    consultant = ConsultantFactory()

    page = client.get(reverse("consultations:booking_create", args=[consultant.slug]))

    assert page.context["form"]["topic"].value() is None


def test_fm47_answers_are_limited_for_an_address_and_a_class_stays_far_below(
    client, questionnaire, monkeypatch
):
    assert checks.ANSWERS >= 40 * 11 * 2
    monkeypatch.setattr(checks, "ANSWERS", 3)
    client.post(START)
    tap(client, 1)
    tap(client, 2)

    response = tap(client, 3)

    assert response.status_code == 429
    assert "btn-primary" in text_of(response)
    assert client.get(step_url(3)).status_code == 200


def test_fm42_words_of_the_office_are_text_on_every_page_of_the_check(client, questionnaire):
    for question in questionnaire.questions.all():
        question.answers.update(text=PAYLOAD)
    questionnaire.questions.update(text=PAYLOAD, help=PAYLOAD)
    Constraint.objects.update(label=PAYLOAD, advice=PAYLOAD, bring=PAYLOAD)

    client.post(START)
    pages = []
    for step in range(1, 10):
        page = client.get(step_url(step))
        pages.append(text_of(page))
        last = page.context["question"].answers.order_by("-position")[0]
        client.post(step_url(step), {"answer": last.pk})
    for place in ("", "LUAR"):
        client.post(step_url(10), {"village": place})
        pages.append(text_of(client.get(RESULT)))

    assert len(pages) == 11
    for page in pages:
        assert "&lt;script&gt;alert(1)" in page
        assert "<script>alert" not in page
        assert "<img src=x" not in page


@pytest.mark.parametrize("path", [START, step_url(1), step_url(10), RESULT])
@pytest.mark.parametrize("method", ["get", "head"])
def test_fm30_looking_writes_nothing(client, questionnaire, path, method):
    take(client, SOFT)

    with connection.execute_wrapper(_only_reads):
        assert getattr(client, method)(path).status_code == 200


def _only_reads(execute, sql, *others):
    assert sql.startswith("SELECT"), sql
    return execute(sql, *others)


@pytest.mark.parametrize("count", [1, 3])
def test_question_query_count(client, count, django_assert_num_queries):
    CheckVersionFactory(questions=count)
    client.post(START)

    with django_assert_num_queries(5):
        client.get(step_url(1))


@pytest.mark.parametrize("count", [1, 3])
def test_result_query_count(client, questionnaire, count, django_assert_num_queries):
    for _number in range(count):
        for constraint in Constraint.objects.all()[:count]:
            ConsultantFactory(expertise=constraint.expertise)
    ticks = SOFT | {5: "Belum punya NIB", 9: "Karyawan keluar masuk"}
    take(client, dict(list(ticks.items())[:count]))

    with django_assert_num_queries(25):
        client.get(RESULT)
