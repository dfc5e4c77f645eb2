"""Two registrations made one by an officer: what moves, what is refused, what comes back."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from businesses import services
from businesses.models import (
    Business,
    BusinessKbli,
    HasBeenMerged,
    Invitation,
    Membership,
    Merge,
    Product,
    Snapshot,
)
from businesses.selectors import carried, duplicate_groups, likely_duplicates
from consultations.models import Booking, BookingPolicy, MentoringCase
from consultations.selectors import find_guests
from exhibitions.models import Application, CallAnswer, ReadyListing
from plut_portal.accounts.roles import Role
from plut_portal.accounts.services import NotAllowed
from plut_portal.insights.audit import Wanted, audit
from plut_portal.notifications.models import Message
from tests.businesses.twins import WHY, carries, laden, merge, officer, pair_of_twins, undo
from tests.factories import (
    ActivityFactory,
    ApplicationFactory,
    BatchFactory,
    BookingFactory,
    BusinessFactory,
    EnrolmentFactory,
    MentoringCaseFactory,
    ProductFactory,
    ShownProductFactory,
    SnapshotFactory,
    SubmittedBusinessFactory,
    UserFactory,
)
from tests.times import NOW, THURSDAY_8, TOMORROW_8, TOMORROW_9
from trainings.models import Enrolment

pytestmark = pytest.mark.django_db


def all_constraints_hold():
    connection.check_constraints()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def test_every_table_with_a_key_of_a_business_is_known():
    """A new one has to be thought about: which rule of it might two businesses break?"""
    assert {table.label for table in carried.tables()} == {
        "businesses.business",
        "businesses.businessdocument",
        "businesses.businesskbli",
        "businesses.decision",
        "businesses.invitation",
        "businesses.membership",
        "businesses.product",
        "businesses.snapshot",
        "consultations.booking",
        "consultations.mentoringcase",
        "consultations.visit",
        "exhibitions.application",
        "exhibitions.callanswer",
        "exhibitions.readylisting",
        "trainings.enrolment",
    }


def test_merge_moves_every_row_of_every_app():
    stays, duplicate = pair_of_twins()
    laden(duplicate)
    before = carries(duplicate)

    done = merge(stays, duplicate)

    after = carries(stays)
    own = after["businesses.membership"][:1]
    assert {**after, "businesses.membership": after["businesses.membership"][1:]} == {
        **before,
        "businesses.business": [duplicate.pk],
    }
    assert own == [stays.memberships.get(user=stays.people.order_by("pk")[0]).pk]
    assert (carries(duplicate), done.moved) == ({}, before)
    assert len(before) == 11
    all_constraints_hold()


def test_merge_makes_the_people_of_both_act_for_the_one_that_stays():
    stays, duplicate = pair_of_twins()
    both, came_back, had_left = UserFactory(), UserFactory(), UserFactory()
    for business, person, acts in (
        (stays, both, True),
        (duplicate, both, True),
        (stays, came_back, False),
        (duplicate, came_back, True),
        (stays, had_left, False),
        (duplicate, had_left, False),
    ):
        Membership.objects.create(business=business, user=person, is_active=acts)
    own, other = (
        set(each.people.all()) - {both, came_back, had_left} for each in (stays, duplicate)
    )

    merge(stays, duplicate)

    acting = {row.user for row in stays.memberships.active()}
    assert acting == own | other | {both, came_back}
    assert not duplicate.memberships.active().exists()
    for person in acting:
        assert list(Business.objects.run_by(person)) == [stays]


def test_merge_closes_the_duplicate_and_hides_it_everywhere(client):
    stays, duplicate = pair_of_twins()
    duplicate.contact_phone = "+6281211119999"
    duplicate.status, duplicate.submitted_at = "SUBMITTED", NOW
    duplicate.answer_by = NOW.date()
    duplicate.save()
    person = duplicate.people.get()
    merge(stays, duplicate)
    client.force_login(person)

    page = client.get(reverse("businesses:list")).content.decode()

    assert "Kripik Ibu Tutik" not in page
    assert "Keripik Bu Tutik" in page
    assert list(Business.objects.all()) == [stays]
    assert not Business.objects.to_check().exists()
    assert not Business.objects.visible_to(officer()).filter(pk=duplicate.pk).exists()
    assert duplicate not in person.businesses.all()
    assert duplicate not in stays.village.businesses.all()
    for text in ("Kripik Ibu", duplicate.registration_code, "081211119999"):
        assert duplicate not in {each.business for each in find_guests(text, at=NOW).guests}
    # Its answers and history stay readable where they are.
    assert Business.with_merged.get(pk=duplicate.pk).status == "SUBMITTED"


@pytest.mark.parametrize("page", ["detail", "completion", "people", "product_list"])
def test_the_old_address_leads_to_the_one_that_stays_for_those_who_may_see_it(client, page):
    stays, duplicate = pair_of_twins()
    person, stranger = duplicate.people.get(), UserFactory()
    merge(stays, duplicate)
    address = reverse(f"businesses:{page}", args=[duplicate.public_id])

    client.force_login(person)
    mine = client.get(address)
    posted = client.post(address)
    client.force_login(stranger)
    hers = client.get(address)

    assert (mine.status_code, mine.url) == (302, stays.get_absolute_url())
    assert posted.status_code in {404, 405}
    assert hers.status_code == 404


def test_the_catalogue_shows_the_goods_with_the_one_that_stays(client):
    stays, duplicate = pair_of_twins()
    product = ShownProductFactory(business=duplicate)
    old = reverse("catalogue:maker", args=[duplicate.public_id])
    assert client.get(old).status_code == 200
    Business.objects.filter(pk=stays.pk).update(verified_at=NOW)

    merge(stays, duplicate)

    new = reverse("catalogue:maker", args=[stays.public_id])
    assert client.get(old).url == new
    assert product.name in client.get(new).content.decode()


def test_merge_is_in_the_history_of_both_with_who_when_and_why():
    stays, duplicate = pair_of_twins()
    booking = laden(duplicate)
    by = officer()

    done = merge(stays, duplicate, by=by)

    for row in (stays, duplicate, done, booking):
        version = row.history.latest("history_id")
        assert version.history_user == by
        assert WHY in version.history_change_reason
    told = {(entry.row.table, entry.why) for entry in audit(Wanted(text=WHY)).entries}
    assert ("Penggabungan usaha", WHY) in told
    assert ("Usaha", f"Digabungkan ke {stays.registration_code}: {WHY}") in told
    assert ("Pesanan jadwal", f"Digabungkan ke {stays.registration_code}: {WHY}") in told


def test_merge_overwrites_nothing_of_the_one_that_stays():
    stays, duplicate = pair_of_twins()
    said = Business.objects.filter(pk=stays.pk).values(
        "name", "makes", "address", "contact_phone", "status", "revision", "registration_code"
    )
    before = said.get()

    merge(stays, duplicate)

    assert said.get() == before


def test_merge_tells_everyone_who_acts_for_it():
    stays, duplicate = pair_of_twins()
    people = {stays.people.get(), duplicate.people.get()}

    done = merge(stays, duplicate)

    told = Message.objects.filter(topic=f"merge:{done.pk}")
    assert {message.recipient for message in told} == people
    assert all("terdaftar dua kali" in message.body for message in told)
    assert not any(message.body.endswith("http") for message in told)


def test_merge_leaves_answers_of_the_office_with_their_registration():
    stays, duplicate = pair_of_twins()
    duplicate = SubmittedBusinessFactory(name="Kripik Ibu Tutik")
    decision = services.decide(
        business=duplicate,
        outcome="NEEDS_FIXING",
        by=officer(),
        at=NOW,
        revision=1,
        remarks={"NAME": "Tulis lengkap."},
    )

    merge(stays, duplicate)

    decision.refresh_from_db()
    assert decision.business_id == duplicate.pk
    assert not stays.decisions.exists()


def test_merge_twice_answers_with_what_was_done():
    stays, duplicate = pair_of_twins()

    done = merge(stays, duplicate)

    assert merge(stays, duplicate) == done
    assert Merge.objects.count() == 1


@pytest.mark.parametrize("backwards", [True, False])
def test_merge_refuses_what_is_part_of_another_already(backwards):
    stays, duplicate = pair_of_twins()
    merge(stays, duplicate)
    third = BusinessFactory()

    with pytest.raises(HasBeenMerged):
        merge(duplicate, stays) if backwards else merge(third, duplicate)


def test_merge_of_one_with_itself_or_without_reason_or_right_is_refused():
    stays, duplicate = pair_of_twins()

    with pytest.raises(services.OneBusiness):
        merge(stays, stays)
    with pytest.raises(services.ReasonMissing):
        merge(stays, duplicate, reason="  ")
    for role in (Role.COUNTER_OFFICER, Role.HEAD, Role.AUDITOR, Role.CONSULTANT):
        with pytest.raises(NotAllowed):
            merge(stays, duplicate, by=UserFactory(role=role))


def test_merge_refuses_two_that_were_found_to_be_two_until_that_is_taken_back():
    stays, duplicate = pair_of_twins()
    by = officer()
    (said,) = services.distinguish(
        businesses=[duplicate, stays], reason="Kakak beradik.", by=by, at=NOW
    )

    with pytest.raises(services.SaidToBeTwo, match="Kakak beradik"):
        merge(stays, duplicate)
    services.lift_distinction(distinction=said, reason="Keliru.", by=by, at=NOW)

    assert merge(stays, duplicate).pk


# --- Where two of a kind would stand ----------------------------------------------------------


def same_batch(stays, duplicate):
    batch = BatchFactory()
    for each in (stays, duplicate):
        EnrolmentFactory(batch=batch, business=each)


def same_activity(stays, duplicate):
    activity = ActivityFactory()
    for each in (stays, duplicate):
        ApplicationFactory(activity=activity, business=each)


def same_call(stays, duplicate):
    call = _call()
    for place, each in enumerate((stays, duplicate), start=1):
        CallAnswer.objects.create(call=call, business=each, state="COMING", place=place)


def both_ready(stays, duplicate):
    for each in (stays, duplicate):
        _listing(each)


def same_hour(stays, duplicate):
    for each in (stays, duplicate):
        BookingFactory(business=each, starts_at=TOMORROW_8)


def past_the_cap(stays, duplicate):
    for each, moment in ((stays, TOMORROW_8), (stays, TOMORROW_9), (duplicate, THURSDAY_8)):
        BookingFactory(business=each, starts_at=moment)


def too_many_products(stays, duplicate):
    ProductFactory.create_batch(Product.MOST, business=stays)
    ProductFactory(business=duplicate)


def _call():
    activity = ActivityFactory()
    return activity.calls.create(
        wanted=2, answer_until=TOMORROW_8, called_by=UserFactory(), called_at=NOW
    )


def _listing(business, **fields):
    return ReadyListing.objects.create(
        business=business,
        pieces=5,
        renewed_at=NOW,
        renewed_by=business.people.get(),
        **fields,
    )


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (same_batch, "Keduanya tercatat di “kepesertaan pelatihan”"),
        (same_activity, "Keduanya tercatat di “pendaftaran”"),
        (same_call, "Keduanya tercatat di “jawaban panggilan”"),
        (both_ready, "Keduanya tercatat di “isi daftar siap berangkat”"),
        (same_hour, "Keduanya punya jadwal pada "),
        (past_the_cap, "Berdua ada 3 jadwal mendatang; satu usaha paling banyak 2"),
        (too_many_products, "Berdua ada 31 produk; satu usaha paling banyak 30"),
    ],
)
def test_merge_refuses_with_a_sentence_what_cannot_stand_twice(make, sentence):
    stays, duplicate = pair_of_twins()
    make(stays, duplicate)
    laden_too = SnapshotFactory(business=duplicate)
    before = (carries(stays), carries(duplicate))

    with pytest.raises(services.InTheWay) as refusal:
        merge(stays, duplicate)

    assert sentence in str(refusal.value)
    assert (carries(stays), carries(duplicate)) == before
    duplicate.refresh_from_db()
    laden_too.refresh_from_db()
    assert duplicate.merged_into is None
    assert not Merge.objects.exists()
    assert not Message.objects.exists()
    assert duplicate.history.count() == 1


def test_the_database_has_the_last_word_where_nobody_told_of_a_rule(monkeypatch):
    stays, duplicate = pair_of_twins()
    same_hour(stays, duplicate)
    monkeypatch.setattr("businesses.carrying._obstacles", [])

    with pytest.raises(services.InTheWay, match="Tidak ada yang diubah"):
        merge(stays, duplicate)

    assert carries(duplicate)["consultations.booking"]


@pytest.mark.parametrize("ended", ["WITHDRAWN", "REFUSED", "DECLINED", "LAPSED"])
def test_what_says_nothing_more_stays_behind_and_is_no_obstacle(ended):
    stays, duplicate = pair_of_twins()
    activity, call = ActivityFactory(), _call()
    left = []
    for each, state in ((stays, "CONFIRMED"), (duplicate, ended)):
        left = [ApplicationFactory(activity=activity, business=each, state=state)]
        left += [CallAnswer.objects.create(call=call, business=each)]
        left += [BusinessKbli.objects.create(business=each, version="2020", code="10794")]
    _listing(stays)
    left += [_listing(duplicate, is_active=False)]
    # A finished enrolment breaks no rule beside a living one.
    batch = BatchFactory()
    EnrolmentFactory(batch=batch, business=stays)
    enrolment = EnrolmentFactory(batch=batch, business=duplicate, status="WITHDRAWN")

    merge(stays, duplicate)

    for row in left:
        row.refresh_from_db()
        assert row.business_id == duplicate.pk
    enrolment.refresh_from_db()
    assert enrolment.business_id == stays.pk


def test_a_withdrawn_application_on_both_sides_of_another_activity_moves():
    stays, duplicate = pair_of_twins()
    application = ApplicationFactory(business=duplicate, state="WITHDRAWN")

    merge(stays, duplicate)

    application.refresh_from_db()
    assert application.business == stays


def test_coming_appointments_of_the_one_that_stays_alone_are_no_obstacle():
    stays, duplicate = pair_of_twins()
    for moment in (TOMORROW_8, TOMORROW_9, THURSDAY_8):
        BookingFactory(business=stays, starts_at=moment)
    assert BookingPolicy.load().max_open_bookings == 2

    assert merge(stays, duplicate).pk


# --- Undone ------------------------------------------------------------------------------------


def test_undo_puts_back_exactly_what_moved():
    stays, duplicate = pair_of_twins()
    both = UserFactory()
    for each in (stays, duplicate):
        Membership.objects.create(business=each, user=both)
    came_back = UserFactory()
    Membership.objects.create(business=stays, user=came_back, is_active=False)
    Membership.objects.create(business=duplicate, user=came_back)
    laden(duplicate)
    MentoringCaseFactory(business=stays)
    ProductFactory(business=stays)
    people = [set(each.memberships.values_list("user", "is_active")) for each in (stays, duplicate)]
    before = (carries(stays), carries(duplicate))

    done = undo(merge(stays, duplicate))

    assert (carries(stays), carries(duplicate)) == before
    assert [
        set(each.memberships.values_list("user", "is_active")) for each in (stays, duplicate)
    ] == people
    assert done.kept == {}
    assert set(Business.objects.all()) == {stays, duplicate}
    all_constraints_hold()


def test_undo_leaves_what_came_after_the_merge():
    stays, duplicate = pair_of_twins()
    done = merge(stays, duplicate)
    later = ProductFactory(business=stays)

    undo(done)

    later.refresh_from_db()
    assert later.business == stays


def test_undo_leaves_a_booking_that_is_in_a_case_of_the_other_since():
    stays, duplicate = pair_of_twins()
    booking = BookingFactory(business=duplicate)
    free = BookingFactory(business=duplicate, starts_at=THURSDAY_8)
    done = merge(stays, duplicate)
    case = MentoringCaseFactory(business=stays)
    Booking.objects.filter(pk=booking.pk).update(case=case)

    done = undo(done)

    booking.refresh_from_db()
    free.refresh_from_db()
    assert (booking.business, free.business) == (stays, duplicate)
    assert done.kept == {"consultations.booking": [booking.pk]}
    all_constraints_hold()


def test_undo_leaves_a_case_with_the_session_it_got_from_the_other_since():
    stays, duplicate = pair_of_twins()
    case = MentoringCaseFactory(business=duplicate)
    own = BookingFactory(business=duplicate, case=case)
    done = merge(stays, duplicate)
    BookingFactory(
        business=stays, starts_at=THURSDAY_8, case=case, booked_by=stays.people.order_by("pk")[0]
    )

    done = undo(done)

    case.refresh_from_db()
    own.refresh_from_db()
    # Its own session is tied to the case, which is tied to a session of the other.
    assert (case.business, own.business) == (stays, stays)
    assert done.kept == {
        "consultations.booking": [own.pk],
        "consultations.mentoringcase": [case.pk],
    }
    all_constraints_hold()


def test_undo_leaves_a_product_that_is_in_a_later_application():
    stays, duplicate = pair_of_twins()
    product, other = ProductFactory.create_batch(2, business=duplicate)
    done = merge(stays, duplicate)
    ApplicationFactory(business=stays, product=product)

    done = undo(done)

    for row in (product, other):
        row.refresh_from_db()
    assert (product.business, other.business) == (stays, duplicate)
    assert done.kept == {"businesses.product": [product.pk]}


def test_undo_after_thirty_days_is_refused():
    stays, duplicate = pair_of_twins()
    done = merge(stays, duplicate)

    with pytest.raises(services.UndoOver):
        undo(done, at=NOW + timedelta(days=30, seconds=1))
    undo(done, at=NOW + timedelta(days=30))

    duplicate.refresh_from_db()
    assert duplicate.merged_into is None


def test_undo_twice_changes_nothing_and_the_two_may_be_merged_again():
    stays, duplicate = pair_of_twins()
    done = undo(merge(stays, duplicate))

    again = undo(done, reason="Sekali lagi.")

    assert again.undo_reason == "Ternyata dua saudara."
    assert merge(duplicate, stays).stays == duplicate


def test_undo_is_for_those_who_may_merge_and_owes_a_reason():
    done = merge(*pair_of_twins())

    with pytest.raises(NotAllowed):
        undo(done, by=UserFactory(role=Role.HEAD))
    with pytest.raises(services.ReasonMissing):
        undo(done, reason="")


def test_undo_never_leaves_the_one_that_stays_without_a_person():
    stays, duplicate = pair_of_twins()
    done = merge(stays, duplicate)
    first = stays.memberships.order_by("pk")[0]
    services.end_membership(business=stays, person=first.user, by=first.user, at=NOW)

    with pytest.raises(services.LastPerson):
        undo(done)

    duplicate.refresh_from_db()
    assert duplicate.merged_into == stays


def test_a_chain_always_leads_to_the_one_that_stays_and_is_undone_from_its_end(client):
    first, second = pair_of_twins()
    third = BusinessFactory()
    product = ProductFactory(business=first)
    early = merge(second, first)
    late = merge(third, second)

    first.refresh_from_db()
    assert first.merged_into == third
    client.force_login(third.people.order_by("pk")[0])
    assert client.get(first.get_absolute_url()).url == third.get_absolute_url()
    with pytest.raises(HasBeenMerged):
        undo(early)
    undo(late)
    undo(early)

    product.refresh_from_db()
    assert product.business == first
    assert set(Business.objects.all()) == {first, second, third}


def test_undo_is_told_and_in_the_history():
    stays, duplicate = pair_of_twins()
    by = officer()

    done = undo(merge(stays, duplicate), by=by)

    assert {m.recipient for m in Message.objects.filter(topic=f"merge:{done.pk}", version=2)} == {
        stays.people.get(),
        duplicate.people.get(),
    }
    for row in (stays, duplicate, done):
        version = row.history.latest("history_id")
        assert version.history_user == by
        assert "Ternyata dua saudara." in version.history_change_reason


# --- Rules that stay ---------------------------------------------------------------------------


def test_fm46_finding_likely_duplicates_merges_nothing(client):
    stays, duplicate = pair_of_twins()
    by = officer()
    client.force_login(by)
    before = (carries(stays), carries(duplicate))

    likely_duplicates(stays)
    duplicate_groups()
    for address in (
        reverse("admin:mending"),
        reverse("admin:businesses_business_merge", args=[stays.pk]),
        reverse("admin:businesses_business_merge", args=[stays.pk]) + f"?lain={duplicate.pk}",
        reverse("admin:businesses_business_distinguish", args=[stays.pk]) + f"?lain={duplicate.pk}",
    ):
        assert client.get(address).status_code == 200

    assert (carries(stays), carries(duplicate)) == before
    assert not Merge.objects.exists()


def test_fm59_what_a_snapshot_says_is_never_changed_even_while_it_moves():
    stays, duplicate = pair_of_twins()
    row = SnapshotFactory(business=duplicate, workers_female=2)
    merge(stays, duplicate)

    row.refresh_from_db()
    assert (row.business, row.workers_female) == (stays, 2)
    for said in ({"workers_female": 9}, {"business": duplicate}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Snapshot.objects.filter(pk=row.pk).update(**said)
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('portal.merging', 'on', true)")
    with pytest.raises(IntegrityError), transaction.atomic():
        Snapshot.objects.filter(pk=row.pk).update(workers_female=9, business=duplicate)
    with pytest.raises(IntegrityError), transaction.atomic():
        Snapshot.objects.filter(pk=row.pk).delete()


def test_an_open_invitation_of_the_duplicate_leads_into_the_one_that_stays():
    stays, duplicate = pair_of_twins()
    person = UserFactory()
    invitation = services.invite(business=duplicate, by=duplicate.people.get(), at=NOW)
    merge(stays, duplicate)

    services.accept_invitation(
        invitation=Invitation.objects.get(pk=invitation.pk), user=person, at=NOW
    )

    assert list(Business.objects.run_by(person)) == [stays]


def test_whoever_changes_a_merged_business_is_refused():
    stays, duplicate = pair_of_twins()
    merge(stays, duplicate)

    with pytest.raises(HasBeenMerged, match="digabungkan"):
        services.update_business(business=duplicate, at=NOW, name="Lain")
    with pytest.raises(HasBeenMerged):
        services.add_product(business=duplicate, name="Lain")


def test_rows_of_the_portal_are_never_without_their_business(client):
    """Everything that moved is reached through the one that stays, and nothing through the other."""
    stays, duplicate = pair_of_twins()
    laden(duplicate)
    person = duplicate.people.get()
    merge(stays, duplicate)

    for model in (Booking, MentoringCase, Enrolment, Application):
        assert model.objects.visible_to(person).get().business == stays


def test_comparing_asks_as_often_for_many_rows_as_for_few():
    stays, duplicate = pair_of_twins()

    def queries(count):
        for _each in range(count):
            ProductFactory(business=duplicate)
            EnrolmentFactory(business=duplicate)
            EnrolmentFactory(business=stays)
        with CaptureQueriesContext(connection) as captured:
            carried.sides(stays, duplicate, at=NOW)
        return len(captured)

    assert queries(1) == queries(2)
