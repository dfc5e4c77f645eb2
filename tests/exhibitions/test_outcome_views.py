"""What became of an application, on its page: chosen, in line, refused, with a booth."""

from datetime import timedelta

import pytest
from django.urls import reverse

from plut_portal.accounts.roles import Role
from plut_portal.notifications.selectors import to_call
from plut_portal.notifications.services import deliver_batch
from tests.exhibitions.fair import Outcome, apply, confirmed, owner_of, released
from tests.factories import (
    ActivityFactory,
    ApplicationFactory,
    BoothFactory,
    ConsultantFactory,
    UserFactory,
)
from tests.times import NOW

pytestmark = pytest.mark.django_db


def url(name, application):
    return reverse(f"exhibitions:{name}", args=[application.public_id])


def text(response):
    return response.content.decode()


@pytest.fixture
def chosen(client):
    """Selected, a reserve and a refused one, results out; the first signed in."""
    _activity, rows = released([Outcome.SELECT, Outcome.RESERVE, Outcome.REFUSE], quota=1)
    client.force_login(owner_of(rows[0]))
    return rows


def test_a_place_is_confirmed_by_one_tap_or_two(client, chosen, portal_clock):
    first = chosen[0]
    portal_clock(first.offer_until - timedelta(hours=1))
    page = text(client.get(first.get_absolute_url()))

    taps = [client.post(url("place_confirm", first)) for _tap in range(2)]

    assert "Ya, kami datang" in page
    assert [each.status_code for each in taps] == [302, 302]
    first.refresh_from_db()
    assert first.is_confirmed
    after = text(client.get(first.get_absolute_url()))
    assert "Ya, kami datang" not in after
    assert "Belum ditentukan. Kami kabari begitu ada." in after


def test_a_place_too_late_is_refused_in_words(client, chosen, portal_clock):
    first = chosen[0]
    portal_clock(first.offer_until)

    response = client.post(url("place_confirm", first))

    assert response.status_code == 409
    assert "tidak bisa dikonfirmasi lagi" in text(response)


def test_a_place_given_back_goes_to_the_reserve(client, chosen, portal_clock):
    first, reserve, _refused = chosen
    portal_clock(first.offer_until - timedelta(hours=1))

    taps = [client.post(url("place_decline", first)) for _tap in range(2)]

    assert [each.status_code for each in taps] == [302, 302]
    reserve.refresh_from_db()
    assert reserve.is_selected
    client.force_login(owner_of(reserve))
    assert "Ya, kami datang" in text(client.get(reserve.get_absolute_url()))


def test_giving_a_place_on_says_first_that_it_is_for_good(client, chosen, portal_clock):
    first = chosen[0]
    portal_clock(first.offer_until - timedelta(hours=1))

    page = text(client.get(first.get_absolute_url()))

    folded = page.split("<details")[-1].split("</details>")[0]
    assert "tidak bisa diminta kembali" in folded
    assert url("place_decline", first) in folded


def test_nobody_is_called_about_a_place_that_was_given_on(client, chosen, portal_clock):
    first = chosen[0]
    now = first.offer_until - timedelta(hours=20)
    portal_clock(now)
    # She has no e-mail, so somebody would have to call her.
    while deliver_batch(at=now):
        pass
    before = [message.recipient for message in to_call(at=now)]

    client.post(url("place_decline", first))

    owner = owner_of(first)
    assert owner in before
    assert owner not in [message.recipient for message in to_call(at=now)]


def test_nobody_is_led_to_give_a_place_back_once_it_has_begun(client, portal_clock):
    application = confirmed()
    client.force_login(owner_of(application))
    led = url("application_withdraw", application)
    before = text(client.get(application.get_absolute_url()))

    portal_clock(application.activity.begins_at)

    assert led in before
    assert led not in text(client.get(application.get_absolute_url()))
    assert client.get(led).status_code == 302
    assert client.post(led).status_code == 409


def test_a_reserve_reads_the_number_in_line(client, chosen):
    reserve = chosen[1]
    client.force_login(owner_of(reserve))

    assert "nomor 1" in text(client.get(reserve.get_absolute_url()))


@pytest.mark.parametrize(
    ("state", "before", "after"),
    [
        ("DRAFT", "Silakan kirim paling lambat", "Pendaftaran ini tidak dikirim"),
        ("RESERVE", "di daftar cadangan", "Kali ini tidak ada tempat yang kosong"),
    ],
)
def test_what_came_to_nothing_says_so_and_what_comes_next(
    client, portal_clock, state, before, after
):
    application = ApplicationFactory(state=state)
    client.force_login(owner_of(application))
    page = text(client.get(application.get_absolute_url()))
    assert (before in page, after in page) == (True, False)

    portal_clock(application.activity.over_at)

    page = text(client.get(application.get_absolute_url()))
    assert (before in page, after in page) == (False, True)
    assert "Lihat kegiatan berikutnya" in page


def test_a_refusal_says_no_more_than_is_so(client):
    """One was chosen, one was not, and two would have fitted in."""
    _activity, [_chosen, refused] = released([Outcome.SELECT, Outcome.REFUSE], quota=2)

    body = owner_of(refused).messages_received.get(kind="APPLICATION_REFUSED").body

    assert body.startswith("Kali ini belum berhasil.\n")
    assert "lebih banyak daripada tempat" not in body
    total = refused.result["total"].replace(".", ",")
    assert f"Jumlah: {total}" in body


def test_a_refusal_gives_its_reasons_and_leads_to_a_free_time(client):
    _activity, (refused,) = released([Outcome.REFUSE])
    reason = refused.verdict.constraints.get()
    consultant = ConsultantFactory(expertise=reason.expertise)
    client.force_login(owner_of(refused))

    page = text(client.get(refused.get_absolute_url()))

    assert reason.label in page
    assert reason.advice in page
    assert f"{consultant.display_name} membantu Anda" in page
    assert reverse("consultations:time_hold", args=[consultant.slug]) in page
    assert "Urutan <b>1</b> dari 1" in page
    points = page.split('class="table points"')[1].split("</table>")[0]
    numbers = [each.split("<")[0] for each in points.split('<td class="num">')[1:]]
    assert numbers == ["100,00", "100,00", "5,00", "3,00", "108,00"]


def test_an_owner_finds_her_booth(client):
    application = confirmed()
    booth = BoothFactory(zone__activity=application.activity, code="B12", zone__name="Kriya")
    application.booth_place = booth.places.create(
        application=application, seat=1, given_at=NOW, given_by=UserFactory()
    )
    client.force_login(owner_of(application))

    page = text(client.get(application.get_absolute_url()))

    assert "B12" in page
    assert "Kriya" in page


def test_an_application_is_for_its_people_and_staff(client):
    application = apply(ActivityFactory(panel=1))
    seen = {}
    for who, user in {
        "owner": owner_of(application),
        "stranger": UserFactory(),
        "curator": application.activity.curators.get(),
        "consultant": ConsultantFactory().user,
        "counter": UserFactory(role=Role.COUNTER_OFFICER),
    }.items():
        client.force_login(user)
        seen[who] = client.get(application.get_absolute_url()).status_code

    assert seen == {
        "owner": 200,
        "stranger": 404,
        "curator": 404,
        "consultant": 404,
        "counter": 200,
    }


@pytest.mark.parametrize("count", [1, 3])
def test_application_list_query_count(client, django_assert_num_queries, count):
    first = ApplicationFactory(state="CONFIRMED")
    for _other in range(count - 1):
        ApplicationFactory(business=first.business, state="DRAFT")
    client.force_login(owner_of(first))
    client.get(reverse("exhibitions:application_list"))

    with django_assert_num_queries(9):
        client.get(reverse("exhibitions:application_list"))
