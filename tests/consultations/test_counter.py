"""The counter: who is found, who is written down, and who is counted."""

from datetime import date, time, timedelta
from uuid import uuid4

import pytest
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from businesses.models import Business, Membership, OwnerProfile
from consultations import selectors, services
from consultations.models import Booking, NextStep, SessionRecord, Visit
from plut_portal.accounts.models import AccessLogEntry, Consent, User
from plut_portal.accounts.roles import Role
from plut_portal.core import formats
from tests.factories import (
    BookingFactory,
    BusinessFactory,
    ConsultantFactory,
    ExpertiseFactory,
    UserFactory,
    VillageFactory,
)
from tests.times import NOW, TODAY_9

pytestmark = pytest.mark.django_db

SEARCH = reverse("consultations:counter")
NEW_GUEST = reverse("consultations:counter_guest_new")
MORNING = TODAY_9.replace(minute=40)


@pytest.fixture
def officer(client, portal_clock):
    portal_clock(MORNING)
    officer = UserFactory(full_name="Wati Loket", role=Role.COUNTER_OFFICER)
    client.force_login(officer)
    return officer


@pytest.fixture
def consultant():
    return ConsultantFactory(user__full_name="Rini Astuti")


def found(client, query):
    response = client.post(SEARCH, {"query": query})
    assert response.status_code == 200
    return [guest.person.full_name for guest in response.context["found"].guests]


def answers(consultant, **changed):
    """What the form of a newcomer sends."""
    return {
        "full_name": "Sumiati",
        "makes": "keripik apel",
        "village": VillageFactory().pk,
        "note": "Tanya izin P-IRT",
        "expertise": consultant.expertises.get().pk,
        "next_step": "CONSULTANT",
        "channel": "IN_PERSON",
        "consent": "on",
        "submission_key": str(uuid4()),
    } | changed


def guest(officer, consultant, *, at=MORNING, **options):
    """A guest of a business, as the service records her."""
    business = options.pop("business", None) or BusinessFactory()
    return services.record_guest(
        person=business.people.first(),
        business=business,
        expertise=consultant.expertises.get(),
        note="Tanya kemasan",
        by=officer,
        at=at,
        **options,
    )


@pytest.mark.parametrize(
    "query",
    [
        "Soemi",
        "bu SUMIATI",
        "0812-3456-7890",
        "+62 812 3456 7890",
        "812345",
        "1234567890123",
        "kripik apel",
        "umk-7kq4-9t",
        "abc-dfg",
        "sumiati@contoh.example",
    ],
)
def test_search_finds_a_person_by_whatever_she_brings(client, officer, query):
    owner = UserFactory(
        full_name="Sumiati Rahayu", phone="+6281234567890", email="sumiati@contoh.example"
    )
    OwnerProfile.objects.create(user=owner, nib="1234567890123")
    business = BusinessFactory(
        owner=owner, name="Dapur Apel", makes="keripik apel", registration_code="UMK-7KQ4-9T"
    )
    BookingFactory(business=business, code="ABCDFG")
    BusinessFactory(name="Batik Jaya", makes="batik tulis", owner=UserFactory(full_name="Djoko"))

    assert found(client, query) == ["Sumiati Rahayu"]


def test_search_puts_todays_appointment_first_and_masks_contacts(client, officer):
    UserFactory(full_name="Sumiati Alit", phone="+6281234567891")
    plain = BusinessFactory(owner=UserFactory(full_name="Sumiati Budi", phone="+6281234567892"))
    coming = BusinessFactory(owner=UserFactory(full_name="Sumiati Candra", phone="+6281234567893"))
    BookingFactory(business=coming, starts_at=MORNING.replace(hour=13))

    assert found(client, "sumiati") == ["Sumiati Candra", "Sumiati Budi", "Sumiati Alit"]
    page = client.post(SEARCH, {"query": "sumiati"}).content.decode()
    assert "+6281•••••7893" in page
    assert "4567893" not in page
    assert str(plain.public_id) in page


def test_search_shows_twenty_of_all_it_counts(client, officer):
    for number in range(22):
        UserFactory(full_name=f"Sumiati Nomor {number:02}")

    answer = client.post(SEARCH, {"query": "nomor"}).context["found"]

    assert (len(answer.guests), answer.count) == (20, 22)


@pytest.mark.parametrize("rows", [1, 3])
def test_search_asks_the_same_number_of_queries(
    client, officer, rows, django_assert_max_num_queries
):
    for _row in range(rows):
        business = BusinessFactory(name="Dapur Apel")
        BookingFactory(business=business, starts_at=MORNING.replace(hour=13))

    with django_assert_max_num_queries(16):
        client.post(SEARCH, {"query": "dapur apel"})


def test_search_carries_what_was_sought_in_vain_into_the_form_and_no_address(client, officer):
    response = client.post(SEARCH, {"query": "Poniyem"})
    page = client.get(NEW_GUEST).content.decode()

    assert "Poniyem" not in response.headers.get("Location", "")
    assert response.request["QUERY_STRING"] == ""
    assert 'value="Poniyem"' in page


def test_search_refuses_an_empty_box(client, officer):
    assert client.post(SEARCH, {"query": " "}).status_code == 422


def test_guest_gets_a_session_that_begins_now(client, officer, consultant):
    response = client.post(NEW_GUEST, answers(consultant))

    visit = Visit.objects.get()
    assert response.url == visit.get_absolute_url()
    assert visit.business.people.get().full_name == "Sumiati"
    assert (visit.business.makes, visit.note) == ("keripik apel", "Tanya izin P-IRT")
    booking = visit.booking
    assert (booking.consultant, booking.origin) == (consultant, Booking.Origin.WALK_IN)
    assert booking.starts_at == MORNING
    assert booking.ends_at == MORNING + timedelta(hours=1)
    assert booking in [row.booking for row in selectors.agenda(consultant.user, at=MORNING).today]
    assert Consent.objects.get().channel == Consent.Channel.PAPER


def test_guest_takes_nobodys_time_and_asks_for_none(client, officer, consultant):
    """Somebody has this time, and the business has reached its limit."""
    BookingFactory(consultant=consultant, starts_at=TODAY_9)
    business = BusinessFactory()
    for hour in (13, 14):
        BookingFactory(business=business, starts_at=MORNING.replace(day=25, hour=hour))

    first = guest(officer, consultant, business=business)
    second = guest(officer, consultant, business=business)

    assert first.booking.consultant == second.booking.consultant == consultant
    free = selectors.bookable_days(
        consultant=consultant,
        expertise=consultant.expertises.get(),
        at=MORNING,
        at_short_notice=True,
    )
    assert [time.is_free for time in free[0].times] == [True] * len(free[0].times)


def test_guest_goes_to_whoever_of_the_field_is_at_work_and_free(officer, portal_clock):
    field = ExpertiseFactory()
    away = ConsultantFactory(expertise=field, hours=[])
    busy = ConsultantFactory(expertise=field)
    free = ConsultantFactory(expertise=field)
    BookingFactory(consultant=busy, starts_at=TODAY_9, expertise=field)

    assert selectors.on_duty(field, at=MORNING) == free
    assert away.position < busy.position < free.position


def test_fm17_guest_is_written_down_once_however_often_the_form_is_sent(
    client, officer, consultant
):
    sent = answers(consultant)

    first, second = client.post(NEW_GUEST, sent), client.post(NEW_GUEST, sent)

    assert first.url == second.url
    counts = [model.objects.count() for model in (Visit, Booking, Business)]
    assert counts == [1, 1, 1]
    assert User.objects.filter(full_name="Sumiati").count() == 1


def test_guest_without_her_signature_is_not_kept(client, officer, consultant):
    response = client.post(NEW_GUEST, answers(consultant, consent=""))

    assert response.status_code == 422
    assert not Visit.objects.exists()
    assert 'value="keripik apel"' in response.content.decode()


def test_fm46_a_relatives_number_reaches_the_business_and_nobody_signs_in_with_it(
    client, officer, consultant
):
    son = UserFactory(full_name="Agus", phone="+6281234567890")

    client.post(NEW_GUEST, answers(consultant, phone="0812 3456 7890", is_family_phone="on"))

    mother = User.objects.get(full_name="Sumiati")
    assert (mother.phone, mother.has_usable_password()) == (None, False)
    assert mother.businesses.get().contact_phone == "+6281234567890"
    kept = User.objects.get(pk=son.pk)
    assert (kept.phone, kept.full_name, kept.businesses.count()) == (son.phone, "Agus", 0)


def test_fm46_a_number_of_another_account_is_refused_and_nothing_is_written(
    client, officer, consultant
):
    son = UserFactory(full_name="Agus", phone="+6281234567890")

    response = client.post(NEW_GUEST, answers(consultant, phone="081234567890"))

    assert response.status_code == 409
    assert response.context["form"].has_error("phone")
    assert not Visit.objects.exists()
    assert not Business.objects.exists()
    assert list(User.objects.filter(phone=son.phone)) == [son]


def test_fm46_a_mother_joins_her_sons_business_as_a_person_of_her_own(client, officer, consultant):
    son = UserFactory(full_name="Agus", phone="+6281234567890")
    business = BusinessFactory(owner=son)
    url = reverse("consultations:counter_guest_known", args=[business.public_id])

    client.post(url, answers(consultant, who="NEW", phone="081234567890", is_family_phone="on"))
    client.post(url, answers(consultant, who=str(son.public_id), full_name="", consent=""))

    assert {person.full_name for person in business.people.all()} == {"Agus", "Sumiati"}
    assert User.objects.get(pk=son.pk).phone == "+6281234567890"
    assert [visit.person.full_name for visit in Visit.objects.order_by("pk")] == ["Sumiati", "Agus"]
    assert Membership.objects.count() == 2


def test_guest_known_without_a_business_starts_one(client, officer, consultant):
    person = UserFactory(full_name="Agus")
    url = reverse("consultations:counter_guest_person", args=[person.public_id])

    client.post(url, answers(consultant, next_step="COUNTER"))

    visit = Visit.objects.get()
    assert (visit.person, visit.booking) == (person, None)
    assert person.businesses.get() == visit.business


@pytest.mark.parametrize(
    ("on", "refusal"),
    [
        (date(2026, 11, 25), services.DayAhead),
        (date(2026, 10, 24), services.TooLongAgo),
    ],
)
def test_fm60_a_day_ahead_or_long_ago_is_refused(officer, consultant, on, refusal):
    with pytest.raises(refusal):
        guest(officer, consultant, on=on)
    with pytest.raises(refusal):
        services.record_group(
            kind="STUDENTS", institution="SMKN 1", headcount=30, by=officer, at=MORNING, on=on
        )

    assert not Visit.objects.exists()


def test_fm60_thirty_days_ago_is_early_enough_and_longer_needs_the_right(officer, consultant):
    visit = guest(officer, consultant, on=date(2026, 10, 25), next_step=NextStep.COUNTER)
    of_records = ContentType.objects.get_for_model(SessionRecord)
    right, _created = Permission.objects.get_or_create(
        codename="record_late", content_type=of_records, defaults={"name": "Can record late"}
    )
    admin = UserFactory(role=Role.PROGRAMME_ADMIN)
    admin.user_permissions.add(right)
    older = guest(admin, consultant, on=date(2026, 9, 1))

    assert formats.wib_day(visit.at) == date(2026, 10, 25)
    assert formats.wib_day(older.booking.starts_at) == date(2026, 9, 1)


def test_fm60_a_closed_month_takes_no_more_guests(officer, consultant):
    services.close_month(
        month=date(2026, 10, 1), by=UserFactory(role=Role.PROGRAMME_ADMIN), at=MORNING
    )

    with pytest.raises(services.MonthClosed):
        guest(officer, consultant, on=date(2026, 10, 28))
    with pytest.raises(services.MonthClosed):
        services.record_group(
            kind="STUDENTS",
            institution="SMKN 1",
            headcount=30,
            by=officer,
            at=MORNING,
            on=date(2026, 10, 28),
        )

    assert not Visit.objects.exists()


def test_fm60_the_form_says_it_beside_the_day(client, officer, consultant):
    response = client.post(NEW_GUEST, answers(consultant, on="2026-11-25"))

    assert response.status_code == 422
    assert response.context["form"].has_error("on")


def test_served_counts_a_business_once_and_groups_apart(officer, consultant):
    shared = BusinessFactory()
    guest(officer, consultant, business=shared, next_step=NextStep.COUNTER)
    guest(officer, consultant, business=shared, next_step=NextStep.COUNTER)
    BookingFactory(business=shared, starts_at=TODAY_9, status=Booking.Status.ATTENDED)
    # Led to a consultant, and nobody has recorded yet whether the session took place.
    guest(officer, consultant)
    services.record_group(
        kind="STUDY_VISIT", institution="Dinas Kediri", headcount=25, by=officer, at=MORNING
    )
    services.record_group(
        kind="STUDENTS", institution="SMKN 1", headcount=30, by=officer, at=MORNING
    )
    period = {"since": NOW - timedelta(days=1), "until": NOW + timedelta(days=1)}

    assert list(selectors.businesses_served(**period)) == [shared]
    assert selectors.heads_counted(**period) == {"STUDY_VISIT": 25, "STUDENTS": 30, "OTHER": 0}


def test_time_is_booked_for_a_guest_and_counts_as_any_other(client, officer, consultant):
    visit = guest(officer, consultant, next_step=NextStep.LATER)
    page = client.get(visit.booking_url)
    day = page.context["days"][-1]
    sent = {"starts_at": day.times[0].value, "submission_key": str(uuid4())}

    first, second = client.post(visit.booking_url, sent), client.post(visit.booking_url, sent)

    visit.refresh_from_db()
    assert first.url == second.url == visit.get_absolute_url()
    assert visit.booking.origin == Booking.Origin.COUNTER
    assert visit.booking.starts_at == day.times[0].starts_at
    assert visit.booking.topic == "Tanya kemasan"


def test_time_in_a_field_nobody_helps_with_names_who_else_can(client, officer, consultant):
    empty = ExpertiseFactory(name="Ekspor")
    business = BusinessFactory()
    person = business.people.get()
    page = reverse("consultations:counter_guest_known", args=[business.public_id])
    later = answers(consultant, expertise=empty.pk, next_step="LATER", who=person.public_id)

    response = client.post(page, later, follow=True)

    visit = Visit.objects.get()
    assert (response.status_code, response.request["PATH_INFO"]) == (200, visit.booking_url)
    shown = response.content.decode()
    assert ("Ekspor" in shown, "Rini Astuti" in shown) == (True, True)
    (other,) = response.context["others"]
    times = client.get(
        reverse("admin:consultations_booking_add"),
        {"business": business.pk, "who": f"{other.consultant.pk}-{other.expertise.pk}"},
    )
    assert times.context["business"] == business
    sent = {"starts_at": "2026-11-25T08:00", "submission_key": str(uuid4())}
    assert client.post(visit.booking_url, sent).status_code == 409


def test_fm60_no_time_is_booked_from_a_visit_whose_month_is_closed(client, officer, consultant):
    day = date(2026, 10, 28)
    visit = guest(officer, consultant, on=day, next_step=NextStep.LATER)
    before = client.get(visit.get_absolute_url()).content.decode()
    services.close_month(
        month=date(2026, 10, 1), by=UserFactory(role=Role.PROGRAMME_ADMIN), at=MORNING
    )

    sent = {"starts_at": "2026-11-25T08:00", "submission_key": str(uuid4())}
    response = client.post(visit.booking_url, sent)

    visit.refresh_from_db()
    assert (response.status_code, visit.booking) == (403, None)
    since, until = (formats.at_wib(each, time.min) for each in (day, day + timedelta(days=1)))
    assert list(selectors.businesses_served(since=since, until=until)) == [visit.business]
    after = client.get(visit.get_absolute_url()).content.decode()
    assert [visit.booking_url in page for page in (before, after)] == [True, False]


def test_time_that_begins_soon_needs_a_reason_beside_its_field(client, officer, consultant):
    visit = guest(officer, consultant, next_step=NextStep.LATER)
    soon = selectors.bookable_days(
        consultant=consultant, expertise=visit.expertise, at=MORNING, at_short_notice=True
    )[0].times[0]
    sent = {"starts_at": soon.value, "submission_key": str(uuid4())}

    response = client.post(visit.booking_url, sent)

    assert response.status_code == 422
    assert response.context["form"].has_error("override_reason")


def test_walk_in_is_not_moved_and_her_leaving_is_no_absence(officer, consultant):
    booking = guest(officer, consultant).booking

    with pytest.raises(services.WrongState):
        services.move_booking(
            booking=booking,
            starts_at=MORNING + timedelta(days=1),
            by=officer,
            at=MORNING,
            reason="Salah",
        )
    services.record_session(
        booking=booking,
        outcome=Booking.Status.OWNER_ABSENT,
        by=consultant.user,
        at=MORNING + timedelta(minutes=5),
    )

    assert not Booking.objects.missed_by_owner(since=NOW - timedelta(days=90)).exists()


def test_group_is_written_down_once(client, officer):
    sent = {
        "kind": "STUDENTS",
        "institution": "SMKN 1 Batu",
        "headcount": "30",
        "submission_key": str(uuid4()),
    }
    url = reverse("consultations:counter_group")

    client.post(url, sent)
    client.post(url, sent)
    refused = client.post(url, sent | {"headcount": "0", "submission_key": str(uuid4())})

    assert refused.status_code == 422
    assert Visit.objects.get().headcount == 30


def test_slip_carries_a_code_once_and_the_access_log_says_so(client, officer, consultant):
    client.post(NEW_GUEST, answers(consultant))
    visit = Visit.objects.get()
    url = reverse("consultations:counter_slip", args=[visit.public_id])

    page = client.post(url).content.decode()

    assert page.count("<title>Kode QR") == 1
    assert reverse("accounts:claim") in page
    entry = AccessLogEntry.objects.get()
    assert (entry.actor, entry.subject, entry.action) == (officer, visit.person, "ISSUE_CODE")
    assert client.get(url).status_code == 405


def test_newcomer_is_in_the_book_in_ninety_seconds(client, officer, consultant):
    """0.3 s a character and 1.5 s a tap, from the empty search box to the guest's page."""
    typed = {"query": "Sumiati", "makes": "keripik apel", "note": "Tanya izin P-IRT"}
    # Box, search, "new guest", then each field, consent and the button; the name is carried over.
    taps = [
        "query",
        "search",
        "new",
        "makes",
        "village",
        "list",
        "note",
        "field",
        "consent",
        "send",
    ]
    client.post(SEARCH, {"query": typed["query"]})
    page = client.get(NEW_GUEST)
    form = page.context["form"]
    folded = {"channel", "on", "consultant", "submission_key"}
    shown = [field.name for field in form if field.name not in folded]

    seconds = 0.3 * sum(len(text) for text in typed.values()) + 1.5 * len(taps)

    assert form["full_name"].value() == "Sumiati"
    assert len(shown) < 10, shown
    assert seconds <= 90, f"{seconds:.1f} s for {len(taps)} taps and {len(shown)} inputs"
    assert client.post(NEW_GUEST, answers(consultant)).status_code == 302
