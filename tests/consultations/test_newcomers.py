"""From no account to a booked time: choosing, holding, typing, sending – also twice."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client
from django.urls import reverse

from businesses.models import Business
from consultations.models import Booking, BookingPolicy, Leave, TimeHold
from plut_portal.accounts.models import Consent, ContactCode, User
from plut_portal.accounts.roles import Role
from plut_portal.core.models import SubmissionKey
from plut_portal.notifications.models import Message
from tests.factories import (
    PASSWORD,
    BookingFactory,
    BusinessFactory,
    ConsultantFactory,
    ExpertiseFactory,
    TimeHoldFactory,
    UserFactory,
    VillageFactory,
)
from tests.times import NOW, TOMORROW_8, TOMORROW_9

pytestmark = pytest.mark.django_db

PHONE = "+6281234567890"
HOSTILE = '<script>alert(1)</script>"><img src=x onerror=alert(1)>{{ 7*7 }}%(x)s'
TYPED = {
    "full_name": "Sumiati",
    "contact": "0812 3456 7890",
    "password": PASSWORD,
    "makes": "keripik apel",
    "topic": "Keripik apel saya cepat melempem",
}


def payload(**changes):
    return {
        **TYPED,
        "starts_at": "2026-11-25T08:00",
        "village": VillageFactory().pk,
        "operating_state": "RUNNING",
        "submission_key": str(uuid4()),
    } | changes


def page_of(consultant):
    return reverse("consultations:booking_create", args=[consultant.slug])


def hold(client, consultant, value="2026-11-25T08:00", **more):
    url = reverse("consultations:time_hold", args=[consultant.slug])
    return client.post(url, {"starts_at": value} | more)


def send(client, consultant, **changes):
    data = payload(expertise=consultant.expertises.get().pk) | changes
    return client.post(page_of(consultant), data)


def nothing_exists(*, users=1):
    """The consultant is the one user there always is."""
    return (
        User.objects.count() == users
        and not Business.objects.exists()
        and not Booking.objects.exists()
        and not Consent.objects.exists()
        and not SubmissionKey.objects.exists()
        and not Message.objects.exists()
    )


# --- Choosing a time --------------------------------------------------------------------------


def test_choosing_a_time_holds_it_and_goes_on_to_the_form(client):
    consultant = ConsultantFactory()

    response = hold(client, consultant)
    page = client.get(response.url)

    held = TimeHold.objects.get()
    assert (response.status_code, response.url) == (303, page_of(consultant))
    assert (held.starts_at, len(held.token)) == (TOMORROW_8, 32)
    assert held.token not in page.content.decode()
    assert "Kami simpan waktu ini untuk Anda sampai 07.10 WIB." in page.content.decode()
    assert page.context["chosen_time"].starts_at == TOMORROW_8


def away_for_weeks(consultant, *, last=date(2026, 12, 11)):
    Leave.objects.create(consultant=consultant, starts_on=NOW.date(), ends_on=last)


def test_a_time_held_beyond_two_weeks_is_the_one_on_the_form(client):
    consultant = ConsultantFactory()
    away_for_weeks(consultant)
    far = "2026-12-14T09:15"

    page = client.get(hold(client, consultant, far).url)

    assert (page.context["chosen"], page.context["is_held"]) == (far, True)
    assert f'value="{far}" required checked' in page.content.decode()
    assert page.content.decode().count(" checked") == 1


def test_a_time_held_far_behind_the_first_free_one_is_the_one_on_the_form(client):
    consultant = ConsultantFactory()
    far = "2026-12-16T13:00"

    page = client.get(hold(client, consultant, far).url)

    assert page.context["chosen_time"].value == far
    assert "alternatives" not in page.context


def test_a_time_held_in_a_field_with_other_lengths_is_the_one_on_the_form(client):
    consultant = ConsultantFactory()
    short = ExpertiseFactory(session_minutes=30)
    consultant.expertises.add(short)

    page = client.get(hold(client, consultant, "2026-11-25T08:45", expertise=short.pk).url)

    assert page.context["chosen_time"].value == "2026-11-25T08:45"
    assert "alternatives" not in page.context


def test_choosing_another_time_gives_the_first_back(client):
    consultant = ConsultantFactory()

    hold(client, consultant)
    hold(client, consultant, "2026-11-25T09:15")

    assert [held.starts_at for held in TimeHold.objects.all()] == [TOMORROW_9]


def test_fm17_a_double_tap_without_a_session_holds_once():
    consultant = ConsultantFactory()
    first, second = Client(), Client()
    page = first.get(consultant.get_absolute_url())
    token = page.context["hold_token"]

    # The first answer never arrived, so the second tap comes without its cookie.
    statuses = [hold(who, consultant, token=token).status_code for who in (first, second)]

    assert statuses == [303, 303]
    assert TimeHold.objects.count() == 1


@pytest.mark.parametrize("kind", ["booked", "held"])
def test_a_taken_time_answers_with_three_free_ones(client, kind):
    factory = BookingFactory if kind == "booked" else TimeHoldFactory
    consultant = factory().consultant

    response = hold(client, consultant)

    page = response.content.decode()
    assert response.status_code == 409
    assert [time.value for time in response.context["alternatives"]] == [
        "2026-11-25T09:15",
        "2026-11-25T10:30",
        "2026-11-25T13:00",
    ]
    assert page.count('class="time"><button') >= 3
    assert ("sedang mengisi" in page) == (kind == "held")


def test_a_time_that_is_not_offered_answers_with_three_free_ones(client):
    response = hold(client, ConsultantFactory(), "2026-11-25T08:05")

    assert (response.status_code, len(response.context["alternatives"])) == (400, 3)
    assert not TimeHold.objects.exists()


@pytest.mark.parametrize("value", ["", "besok", "9999-99-99T99:99", "x" * 5000])
def test_something_that_is_no_time_is_named(client, value):
    response = hold(client, ConsultantFactory(), value)

    assert response.status_code == 422
    assert 'role="alert"' in response.content.decode()


@pytest.mark.parametrize("more", [{"token": "../../etc"}, {"expertise": "kedokteran"}])
def test_odd_extras_are_refused(client, more):
    assert hold(client, ConsultantFactory(), **more).status_code == 422
    assert not TimeHold.objects.exists()


def test_a_token_of_ones_own_choice_opens_nothing(client):
    theirs = TimeHoldFactory()

    response = hold(client, theirs.consultant, token="a" * 32)

    assert response.status_code == 409
    assert list(TimeHold.objects.all()) == [theirs]


@pytest.mark.parametrize("role", [Role.CONSULTANT, Role.COUNTER_OFFICER])
def test_people_who_work_here_hold_nothing(client, role):
    consultant = ConsultantFactory()
    client.force_login(UserFactory(role=role))

    assert hold(client, consultant).status_code == 403
    assert not TimeHold.objects.exists()


def test_fm47_holding_is_limited_per_address_and_roomy_for_a_class(client, monkeypatch):
    monkeypatch.setattr("consultations.views.holds.HOLDS", 40)
    consultant = ConsultantFactory()

    answers = [hold(client, consultant).status_code for _choice in range(41)]

    assert answers == [303] * 40 + [429]


def test_with_holding_off_the_form_opens_with_the_time(client):
    consultant = ConsultantFactory()
    policy = BookingPolicy.load()
    policy.hold_minutes = 0
    policy.save()

    response = hold(client, consultant)
    page = client.get(response.url)

    assert response.url == page_of(consultant) + "?waktu=2026-11-25T08%3A00"
    assert page.context["chosen_time"].starts_at == TOMORROW_8
    assert "Kami simpan" not in page.content.decode()


def test_a_hold_that_ran_out_keeps_the_choice_while_it_is_free(client, portal_clock):
    consultant = ConsultantFactory()
    hold(client, consultant)
    portal_clock(NOW + timedelta(minutes=11))

    page = client.get(page_of(consultant))

    assert page.context["chosen_time"].starts_at == TOMORROW_8
    assert page.context["is_held"] is False
    assert "sampai 07.10 WIB" in page.content.decode()


def test_a_hold_that_ran_out_on_a_taken_time_offers_three_others(client, portal_clock):
    consultant = ConsultantFactory()
    hold(client, consultant)
    portal_clock(NOW + timedelta(minutes=11))
    BookingFactory(consultant=consultant)

    page = client.get(page_of(consultant))

    assert (page.status_code, len(page.context["alternatives"])) == (200, 3)


def test_a_choice_of_days_ago_is_forgotten(client, portal_clock):
    consultant = ConsultantFactory()
    hold(client, consultant)
    portal_clock(NOW + timedelta(days=1, minutes=11))

    page = client.get(page_of(consultant))

    assert page.context["chosen"] is None
    assert "alternatives" not in page.context


def test_waktu_in_the_address_wins_over_what_was_held(client):
    consultant = ConsultantFactory()
    hold(client, consultant)

    page = client.get(page_of(consultant), {"waktu": "2026-11-25T09:15"})

    assert page.context["chosen"] == "2026-11-25T09:15"
    assert "is_held" not in page.context


# --- Account, business and booking in one -----------------------------------------------------


def test_one_post_makes_account_consent_business_and_booking(client):
    consultant = ConsultantFactory()
    hold(client, consultant)

    response = send(
        client, consultant, heard_from="FRIEND", reminders="on", operating_state="PAUSED"
    )

    owner = User.objects.with_contact(PHONE).get()
    booking = Booking.objects.get()
    assert (response.status_code, response.url) == (303, booking.get_absolute_url())
    assert client.session["_auth_user_id"] == str(owner.pk)
    assert (owner.full_name, owner.heard_from) == ("Sumiati", "FRIEND")
    assert {c.purpose for c in owner.consents.all()} == {"SERVICE", "REMINDERS"}
    assert (booking.booked_by, booking.starts_at, booking.topic) == (
        owner,
        TOMORROW_8,
        TYPED["topic"],
    )
    assert list(booking.business.people.all()) == [owner]
    assert booking.business.makes == "keripik apel"
    assert [s.operating_state for s in booking.business.snapshots.all()] == ["PAUSED"]
    assert not TimeHold.objects.exists()
    assert client.get(response.url).status_code == 200


def test_an_email_is_as_good_as_a_phone_and_gets_its_code(client):
    send(client, ConsultantFactory(), contact="Sumiati@Contoh.id")

    assert Booking.objects.get().booked_by.email == "sumiati@contoh.id"
    assert ContactCode.objects.get().contact == "sumiati@contoh.id"


def test_it_asks_for_five_typed_fields(client):
    form = client.get(page_of(ConsultantFactory())).context["form"]

    typed = [
        name
        for name, field in form.fields.items()
        if field.required and field.widget.__class__.__name__ in {"TextInput", "Textarea"}
    ]
    assert sorted([*typed, "password"]) == ["contact", "full_name", "makes", "password", "topic"]


@pytest.mark.parametrize("kind", ["booked", "held"])
def test_a_refused_time_leaves_no_account(client, kind):
    taken = BookingFactory() if kind == "booked" else TimeHoldFactory()
    before = (User.objects.count(), Business.objects.count(), Message.objects.count())

    response = send(client, taken.consultant)

    page = response.content.decode()
    assert (response.status_code, len(response.context["alternatives"])) == (409, 3)
    assert [text for name, text in TYPED.items() if name != "password" and text in page] == [
        "Sumiati",
        "0812 3456 7890",
        "keripik apel",
        "Keripik apel saya cepat melempem",
    ]
    assert PASSWORD not in page
    assert (User.objects.count(), Business.objects.count(), Message.objects.count()) == before
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("full_name", ""),
        ("full_name", "Sumiati\nBcc: x@y.id"),
        ("contact", "0812 34"),
        ("contact", ""),
        ("password", "pendek"),
        ("password", "password"),
        ("makes", ""),
        ("makes", "baris\nbaru"),
        ("topic", ""),
        ("topic", "nol\x00byte"),
        ("village", ""),
        ("village", "0"),
        ("village", "LUAR"),
        ("operating_state", ""),
        ("operating_state", "MUDDLING"),
        ("heard_from", "RADIO"),
        ("starts_at", "kapan saja"),
        ("submission_key", "bukan-kunci"),
    ],
)
def test_a_wrong_answer_is_named_and_leaves_nothing(client, field, value):
    response = send(client, ConsultantFactory(), **{field: value})

    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    assert nothing_exists()


def test_outside_batu_is_a_choice_and_leads_to_who_helps_there(client):
    consultant = ConsultantFactory()

    first = client.get(page_of(consultant)).content.decode()
    page = send(client, consultant, village="LUAR").content.decode()

    assert "Di luar Kota Batu" in first
    assert "/usaha/luar-batu/" not in first
    assert "/usaha/luar-batu/" in page
    assert TYPED["topic"] in page


def test_a_signed_in_owner_has_the_short_form(client):
    owner = UserFactory()
    BusinessFactory(owner=owner)
    client.force_login(owner)

    form = client.get(page_of(ConsultantFactory())).context["form"]

    assert set(form.fields) == {
        "starts_at",
        "expertise",
        "business",
        "mode",
        "topic",
        "submission_key",
    }


def test_a_signed_in_owner_books_what_she_holds(client):
    owner, consultant = UserFactory(), ConsultantFactory()
    business = BusinessFactory(owner=owner)
    client.force_login(owner)
    hold(client, consultant)

    response = client.post(
        page_of(consultant),
        {
            "starts_at": "2026-11-25T08:00",
            "expertise": consultant.expertises.get().pk,
            "business": business.pk,
            "topic": "Cepat melempem",
            "submission_key": str(uuid4()),
        },
    )

    assert response.url == Booking.objects.get().get_absolute_url()
    assert not TimeHold.objects.exists()


# --- Somebody who has an account --------------------------------------------------------------


def test_fm39_a_taken_number_is_told_plainly_beside_the_field(client):
    UserFactory(phone=PHONE, full_name="Yang Lama")
    consultant = ConsultantFactory()

    response = send(client, consultant, password="kata-sandi-lain")

    page = response.content.decode()
    assert (response.status_code, list(response.context["form"].errors)) == (409, ["contact"])
    assert f"{reverse('account_login')}?next={page_of(consultant)}" in page
    assert "Yang Lama" not in page
    assert not Booking.objects.exists()


def test_a_taken_number_keeps_what_was_typed_across_the_login(client):
    owner = UserFactory(phone=PHONE)
    consultant = ConsultantFactory()
    hold(client, consultant)
    send(
        client,
        consultant,
        password="kata-sandi-lain",
        starts_at="2026-11-25T09:15",
        full_name="Bu Sum",
    )
    assert "kata-sandi-lain" not in str(dict(client.session))

    before_login = client.get(page_of(consultant)).content.decode()
    login = client.post(
        reverse("account_login"),
        {"login": owner.phone, "password": PASSWORD, "next": page_of(consultant)},
    )
    page = client.get(login.url)

    assert "Bu Sum" in before_login
    assert login.url == page_of(consultant)
    assert page.context["form"]["topic"].value() == TYPED["topic"]
    assert page.context["form"]["makes"].value() == "keripik apel"
    assert page.context["chosen"] == "2026-11-25T09:15"


def test_what_was_typed_is_forgotten_once_booked(client):
    UserFactory(phone=PHONE)
    consultant = ConsultantFactory()
    send(client, consultant, password="kata-sandi-lain")

    send(client, consultant, contact="0812 9999 0000")

    assert not {"typed_for_booking", "chosen_time"} & set(client.session.keys())


def test_a_taken_number_and_its_password_log_in_and_book(client):
    owner = UserFactory(phone=PHONE)

    response = send(client, ConsultantFactory())

    booking = Booking.objects.get()
    assert (response.status_code, response.url) == (303, booking.get_absolute_url())
    assert client.session["_auth_user_id"] == str(owner.pk)
    assert booking.business.people.get() == owner


def test_fm46_a_taken_number_changes_nothing_of_the_profile(client):
    owner = UserFactory(phone=PHONE, full_name="Yang Lama")
    business = BusinessFactory(owner=owner, name="Usaha Lama")
    before = User.objects.values().get(pk=owner.pk), Business.objects.values().get()

    for password in ("kata-sandi-lain", PASSWORD):
        send(
            client,
            ConsultantFactory(),
            password=password,
            full_name="Yang Baru",
            makes="sesuatu yang lain",
            heard_from="EVENT",
            reminders="on",
        )

    kept = User.objects.values().get(pk=owner.pk), Business.objects.values().get()
    for one in (*before, *kept):
        one.pop("last_login", None)
    assert kept == before
    assert Booking.objects.get().business == business
    assert not Consent.objects.filter(user=owner).exists()
    assert not business.snapshots.exists()


def test_who_has_several_businesses_is_asked_which_after_the_login(client):
    owner = UserFactory(phone=PHONE)
    BusinessFactory.create_batch(2, owner=owner)
    consultant = ConsultantFactory()

    response = send(client, consultant)
    page = client.get(response.url)

    assert (response.status_code, response.url) == (303, page_of(consultant))
    assert not Booking.objects.exists()
    assert page.context["form"]["topic"].value() == TYPED["topic"]
    assert page.context["form"].fields["business"].queryset.count() == 2


def test_fm50_a_second_factor_is_not_passed_by_booking(client):
    owner = UserFactory(phone=PHONE)
    TOTP.activate(owner, generate_totp_secret())

    response = send(client, ConsultantFactory())

    assert response.url == reverse("mfa_authenticate")
    assert "_auth_user_id" not in client.session
    assert not Booking.objects.exists()


def test_who_works_here_does_not_book_by_the_public_form(client):
    UserFactory(phone=PHONE, role=Role.COUNTER_OFFICER)

    response = send(client, ConsultantFactory())

    assert response.status_code == 409
    assert "_auth_user_id" not in client.session
    assert not Booking.objects.exists()


def test_a_closed_account_is_not_opened_again(client):
    UserFactory(phone=PHONE, is_active=False)

    assert send(client, ConsultantFactory()).status_code == 409
    assert not Booking.objects.exists()


# --- Sent twice -------------------------------------------------------------------------------


def counts():
    return (
        User.objects.with_contact(PHONE).count(),
        Business.objects.count(),
        Booking.objects.count(),
        Message.objects.filter(kind="BOOKING_CONFIRMED").count(),
    )


def test_fm17_sent_again_from_a_browser_that_never_saw_the_answer(client):
    consultant = ConsultantFactory()
    form = payload(expertise=consultant.expertises.get().pk)

    first = Client().post(page_of(consultant), form)
    second = client.post(page_of(consultant), form)

    assert second.url == first.url == Booking.objects.get().get_absolute_url()
    assert counts() == (1, 1, 1, 1)
    assert client.get(second.url).status_code == 200


def test_fm17_back_and_sent_again_after_the_login_it_brought():
    """Logging in changes the token against forgery, so the old page's own is stale."""
    client = Client(enforce_csrf_checks=True)
    consultant = ConsultantFactory()
    page = client.get(page_of(consultant))
    form = payload(
        expertise=consultant.expertises.get().pk,
        csrfmiddlewaretoken=page.context["csrf_token"],
    )

    first = client.post(page_of(consultant), form)
    again = client.post(page_of(consultant), form)

    assert (first.status_code, again.status_code) == (303, 302)
    assert again.url == first.url
    assert counts() == (1, 1, 1, 1)


def test_fm17_a_first_time_owner_who_goes_back_and_sends_again(client):
    """Her form asked for the business that the first sending made."""
    client.force_login(UserFactory(phone=PHONE))
    consultant = ConsultantFactory()
    form = payload(expertise=consultant.expertises.get().pk)

    urls = [client.post(page_of(consultant), form).url for _time in range(2)]

    assert urls == [Booking.objects.get().get_absolute_url()] * 2


def test_a_stale_form_of_somebody_else_is_still_refused():
    client = Client(enforce_csrf_checks=True)
    consultant = ConsultantFactory()
    form = payload(expertise=consultant.expertises.get().pk)
    Client().post(page_of(consultant), form)
    client.force_login(UserFactory())

    assert client.post(page_of(consultant), form).status_code == 403
    assert counts() == (1, 1, 1, 1)


def test_a_refused_form_may_be_sent_again_with_another_time(client):
    taken = BookingFactory()
    form = payload(expertise=taken.expertise.pk)

    first = client.post(page_of(taken.consultant), form)
    second = client.post(page_of(taken.consultant), form | {"starts_at": "2026-11-25T09:15"})

    assert (first.status_code, second.status_code) == (409, 303)


# --- Abuse ------------------------------------------------------------------------------------


def test_fm47_programs_that_fill_in_everything_are_refused(client):
    response = send(client, ConsultantFactory(), nickname="http://jahat.example")

    assert response.status_code == 422
    assert nothing_exists()


def test_fm47_one_number_is_limited(client):
    consultant = ConsultantFactory()
    UserFactory(phone=PHONE)

    answers = [send(client, consultant, password=f"salah-{n}-sekali") for n in range(7)]

    assert [answer.status_code for answer in answers] == [409] * 5 + [429] * 2


def test_fm47_one_address_is_limited(client, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"signup": "3/h/ip,10/h/key"}
    taken = BookingFactory()

    answers = [
        send(client, taken.consultant, contact=f"0812 3456 70{number:02d}").status_code
        for number in range(5)
    ]

    assert answers == [409] * 3 + [429] * 2


def test_fm47_a_class_of_forty_books_on_one_wifi(client):
    consultants = ConsultantFactory.create_batch(10)
    answers = []
    for number in range(40):
        client.cookies.clear()
        consultant = consultants[number % 10]
        value = f"2026-11-25T{('08:00', '09:15', '10:30', '13:00')[number // 10]}"
        hold(client, consultant, value)
        answers.append(
            send(client, consultant, starts_at=value, contact=f"0812 3456 70{number:02d}")
        )

    assert [answer.status_code for answer in answers] == [303] * 40
    assert Booking.objects.count() == 40


def test_fm47_open_bookings_are_limited_for_who_comes_back(client):
    owner = UserFactory(phone=PHONE)
    business = BusinessFactory(owner=owner)
    for starts_at in (TOMORROW_8, TOMORROW_9):
        BookingFactory(business=business, starts_at=starts_at)

    response = send(client, ConsultantFactory(), starts_at="2026-11-26T08:00")

    assert (response.status_code, Booking.objects.count()) == (403, 2)


# --- Words, and the cost ----------------------------------------------------------------------


def test_fm42_hostile_words_are_words_on_every_page(client):
    consultant = ConsultantFactory()
    words = dict.fromkeys(("full_name", "makes", "topic"), HOSTILE)

    refused = send(client, consultant, password="", **words)
    response = send(client, consultant, **words)
    booking, owner = Booking.objects.get(), User.objects.with_contact(PHONE).get()
    office = Client()
    office.force_login(UserFactory(is_staff=True, is_superuser=True))
    pages = [refused, client.get(response.url), client.get(reverse("accounts:profile"))]
    pages += [
        client.get(message.get_absolute_url())
        for message in Message.objects.filter(kind="BOOKING_CONFIRMED")
    ]
    pages += [
        office.get(reverse(f"admin:{table}_change", args=[row.pk]))
        for table, row in [
            ("consultations_booking", booking),
            ("accounts_user", owner),
            ("businesses_business", booking.business),
        ]
    ]

    assert (owner.full_name, booking.topic, booking.business.makes) == (HOSTILE,) * 3
    texts = [page.content.decode() for page in pages]
    assert [page.status_code for page in pages] == [422] + [200] * (len(pages) - 1)
    assert not any("<script>alert" in text or "<img src=x" in text for text in texts)
    assert all("&lt;script&gt;" in text for text in (texts[0], texts[1], *texts[-3:]))


@pytest.mark.parametrize("count", [1, 3])
def test_booking_page_query_count_signed_out(client, django_assert_num_queries, count):
    consultant = ConsultantFactory()
    for number in range(count):
        BookingFactory(consultant=consultant, starts_at=TOMORROW_8 + timedelta(days=number))
        TimeHoldFactory(consultant=consultant, starts_at=TOMORROW_9 + timedelta(days=number))
        VillageFactory(code=f"35.79.01.20{number:02d}", name=f"Desa {number}")

    with django_assert_num_queries(17):
        client.get(page_of(consultant))


@pytest.mark.parametrize("count", [1, 3])
def test_consultant_page_query_count(client, django_assert_num_queries, count):
    consultant = ConsultantFactory()
    for number in range(count):
        TimeHoldFactory(consultant=consultant, starts_at=TOMORROW_9 + timedelta(days=number))

    with django_assert_num_queries(14):
        client.get(consultant.get_absolute_url())
