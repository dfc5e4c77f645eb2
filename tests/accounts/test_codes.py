"""FM-40: codes from a good source, bound to person and purpose, short-lived, few tries, once."""

import re
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.core import mail
from django.db import connection

from plut_portal.accounts import services
from plut_portal.accounts.models import AccessLogEntry, ContactCode
from plut_portal.accounts.roles import Role, sync_groups
from plut_portal.notifications import contact_codes
from plut_portal.notifications.models import Delivery, Message
from plut_portal.notifications.tasks import send_due
from tests.factories import PASSWORD, UserFactory
from tests.times import NOW, SECOND

pytestmark = pytest.mark.django_db
Purpose = ContactCode.Purpose
QUARTER = timedelta(minutes=15)
NEW = "jeruk-keprok-9"


@pytest.fixture
def officer():
    sync_groups()
    return UserFactory(role=Role.COUNTER_OFFICER)


@pytest.fixture
def owner():
    return UserFactory(phone="+6281234567890")


def issue(owner, officer, *, purpose=Purpose.RESET, at=NOW):
    return services.issue_counter_code(user=owner, purpose=purpose, by=officer, at=at)


def use(owner, digits, *, at=NOW):
    return services.use_counter_code(contact=owner.phone, digits=digits, password=NEW, at=at)


def wrong(digits):
    return f"{(int(digits) + 1) % 10**6:06d}"


def confirmation(user, *, at=NOW, email="sumiati@contoh.id"):
    code = services.request_confirmation(user=user, email=email, at=at)
    return services.make_secret(code_id=code.pk, at=at)


def test_fm40_counter_code_is_six_digits_and_only_its_hash_is_kept(owner, officer):
    digits = issue(owner, officer)

    code = ContactCode.objects.get()
    assert re.fullmatch(r"[0-9]{6}", digits)
    assert re.fullmatch(r"[0-9a-f]{64}", code.hash)
    assert (code.expires_at, code.tries_left, code.issued_by) == (NOW + QUARTER, 5, officer)


def test_fm40_codes_come_from_secrets(owner, officer, monkeypatch):
    monkeypatch.setattr("secrets.randbelow", lambda below: 42)

    assert issue(owner, officer) == "000042"


def test_fm40_code_works_once(owner, officer):
    digits = issue(owner, officer)

    use(owner, digits)

    owner.refresh_from_db()
    assert owner.check_password(NEW)
    with pytest.raises(services.CodeRefused):
        use(owner, digits)


def test_fm40_confirmation_works_once(owner):
    digits = confirmation(owner)
    services.confirm_email(user=owner, digits=digits, at=NOW)

    with pytest.raises(services.CodeRefused):
        services.confirm_email(user=owner, digits=digits, at=NOW)


@pytest.mark.parametrize(("late", "works"), [(QUARTER - SECOND, True), (QUARTER, False)])
def test_fm40_code_lives_fifteen_minutes(owner, officer, late, works):
    digits = issue(owner, officer)

    if works:
        assert use(owner, digits, at=NOW + late) == owner
    else:
        with pytest.raises(services.CodeRefused):
            use(owner, digits, at=NOW + late)


def test_fm40_code_allows_five_tries(owner, officer):
    digits = issue(owner, officer)

    for _attempt in range(5):
        with pytest.raises(services.CodeRefused):
            use(owner, wrong(digits))

    with pytest.raises(services.CodeRefused):
        use(owner, digits)
    assert ContactCode.objects.get().tries_left == 0


def test_fm40_fifth_try_may_be_the_right_one(owner, officer):
    digits = issue(owner, officer)
    for _attempt in range(4):
        with pytest.raises(services.CodeRefused):
            use(owner, wrong(digits))

    assert use(owner, digits) == owner


@pytest.mark.django_db(transaction=True)
def test_fm40_tries_made_at_the_same_moment_all_count(officer, owner):
    digits = issue(owner, officer)
    start = Barrier(4)

    def guess():
        start.wait()
        try:
            with pytest.raises(services.CodeRefused):
                use(owner, wrong(digits))
        finally:
            connection.close()

    threads = [Thread(target=guess) for _n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert ContactCode.objects.get().tries_left == 1


def test_fm40_code_is_bound_to_the_person(owner, officer):
    other = UserFactory()
    digits = issue(owner, officer)
    issue(other, officer)
    ContactCode.objects.filter(user=other).update(hash=ContactCode.objects.get(user=owner).hash)

    with pytest.raises(services.CodeRefused):
        use(other, digits)


def test_fm40_code_is_bound_to_the_purpose(owner, officer):
    digits = confirmation(owner)

    with pytest.raises(services.CodeRefused):
        use(owner, digits)

    counter = issue(owner, officer)
    with pytest.raises(services.CodeRefused):
        services.confirm_email(user=owner, digits=counter, at=NOW)


def test_fm40_code_for_one_address_does_not_confirm_another(owner):
    first = confirmation(owner, email="lama@contoh.id")
    confirmation(owner, email="baru@contoh.id", at=NOW + 2 * SECOND)

    with pytest.raises(services.CodeRefused):
        services.confirm_email(user=owner, digits=first, at=NOW + 3 * SECOND)


def test_fm40_new_code_ends_the_older_one(owner, officer):
    first = issue(owner, officer)
    second = issue(owner, officer)

    with pytest.raises(services.CodeRefused):
        use(owner, first if first != second else wrong(first))
    assert use(owner, second) == owner


def test_fm40_new_link_ends_the_older_one(owner):
    tokens = []
    for moment in [NOW, NOW + timedelta(minutes=2)]:
        code = services.request_reset(contact=owner.phone, at=moment)
        tokens.append(services.make_secret(code_id=code.pk, at=moment))

    live = [services.is_link_live(token=token, at=moment) for token in tokens]

    assert live == [False, True]


def test_wrong_digits_do_not_use_up_a_mailed_link(owner):
    owner.email, owner.email_confirmed_at = "sumiati@contoh.id", NOW
    owner.save()
    link = services.request_reset(contact=owner.phone, at=NOW)
    token = services.make_secret(code_id=link.pk, at=NOW)

    for _attempt in range(6):
        with pytest.raises(services.CodeRefused):
            use(owner, "123456")

    assert services.is_link_live(token=token, at=NOW)


def test_fm40_who_asks_for_a_link_in_her_name_leaves_the_code_from_the_counter_alone(
    owner, officer
):
    digits = issue(owner, officer)

    services.request_reset(contact=owner.phone, at=NOW)

    assert use(owner, digits) == owner


@pytest.mark.parametrize("purpose", ["RESET", "CLAIM", "CONFIRM"])
def test_fm40_the_address_of_a_link_tells_nothing_about_digits(owner, officer, purpose):
    counter = purpose != "CONFIRM"
    digits = issue(owner, officer, purpose=purpose) if counter else confirmation(owner)
    guess = f"{owner.pk}:{purpose}:{digits}"

    assert not services.is_link_live(token=guess, at=NOW)
    with pytest.raises(services.LinkExpired):
        services.reset_by_link(token=guess, password=NEW, at=NOW)


def test_issue_counter_code_is_not_for_an_account_that_is_shut(owner, officer):
    owner.is_active = False
    owner.save()

    with pytest.raises(services.AccountShut):
        issue(owner, officer)

    assert not AccessLogEntry.objects.exists()


def test_issue_counter_code_is_written_down(owner, officer):
    issue(owner, officer)

    entry = AccessLogEntry.objects.get()
    assert (entry.actor, entry.subject, entry.action) == (officer, owner, "ISSUE_CODE")


@pytest.mark.parametrize("role", [None, Role.CONSULTANT, Role.HEAD, Role.AUDITOR])
def test_issue_counter_code_refuses_other_roles(owner, role):
    sync_groups()

    with pytest.raises(services.NotAllowed):
        issue(owner, UserFactory(role=role))

    assert ContactCode.objects.count() == 0


def test_issue_counter_code_opens_no_account_with_more_rights(officer):
    with pytest.raises(services.NotAllowed):
        issue(UserFactory(role=Role.PROGRAMME_ADMIN), officer)

    admin = UserFactory(role=Role.PROGRAMME_ADMIN)
    assert len(issue(officer, admin)) == 6
    with pytest.raises(services.NotAllowed):
        issue(UserFactory(is_superuser=True), admin)


def test_issue_counter_code_needs_something_to_sign_in_with(officer):
    with pytest.raises(services.NoContact):
        issue(UserFactory(phone=None), officer)


def test_claim_takes_over_an_account_made_at_the_counter(officer, owner):
    owner.set_unusable_password()
    owner.save()
    digits = issue(owner, officer, purpose=Purpose.CLAIM)

    claimed = use(owner, digits)

    assert claimed == owner
    assert claimed.check_password(NEW)


# --- By e-mail -------------------------------------------------------------------------------


def test_confirmation_travels_by_mail_to_the_new_address(owner, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        services.request_confirmation(user=owner, email="sumiati@contoh.id", at=NOW)

    [letter] = mail.outbox
    [digits] = re.findall(r"\b\d{6}\b", letter.body)
    assert letter.to == ["sumiati@contoh.id"]
    assert services.confirm_email(user=owner, digits=digits, at=NOW).email == "sumiati@contoh.id"
    owner.refresh_from_db()
    assert owner.confirmed_email == "sumiati@contoh.id"


def test_fm41_secret_is_in_the_letter_and_nowhere_in_the_database(
    owner, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        services.request_confirmation(user=owner, email="sumiati@contoh.id", at=NOW)

    [digits] = re.findall(r"\b\d{6}\b", mail.outbox[0].body)
    stored = [*Message.objects.values(), *ContactCode.objects.values(), *Delivery.objects.values()]
    assert digits not in str([{**row, "created_at": "", "updated_at": ""} for row in stored])


def test_code_lost_with_the_queue_is_found_by_beat(owner, django_capture_on_commit_callbacks):
    services.request_confirmation(user=owner, email="sumiati@contoh.id", at=NOW)
    assert mail.outbox == []

    with django_capture_on_commit_callbacks(execute=True):
        send_due()
        send_due()

    assert [letter.to for letter in mail.outbox] == [["sumiati@contoh.id"]]


def test_code_is_posted_once(owner):
    code = services.request_confirmation(user=owner, email="sumiati@contoh.id", at=NOW)

    contact_codes.post(code_id=code.pk, at=NOW)
    contact_codes.post(code_id=code.pk, at=NOW)

    assert Message.objects.count() == 1


def test_code_leaves_at_night(owner, portal_clock, django_capture_on_commit_callbacks):
    midnight = NOW.replace(hour=0)
    portal_clock(midnight)

    with django_capture_on_commit_callbacks(execute=True):
        services.request_confirmation(user=owner, email="sumiati@contoh.id", at=midnight)

    assert len(mail.outbox) == 1


def test_code_replaced_meanwhile_is_not_sent(owner, django_capture_on_commit_callbacks):
    first = services.request_confirmation(user=owner, email="lama@contoh.id", at=NOW)
    contact_codes.post(code_id=first.pk, at=NOW)
    services.request_confirmation(user=owner, email="baru@contoh.id", at=NOW)

    with django_capture_on_commit_callbacks(execute=True):
        send_due()

    assert [letter.to for letter in mail.outbox] == [["baru@contoh.id"]]
    assert list(Delivery.objects.order_by("pk").values_list("state", flat=True)) == [
        Delivery.State.SKIPPED,
        Delivery.State.SENT,
    ]


def test_asking_twice_at_once_is_asking_once(owner):
    first = services.request_confirmation(user=owner, email="sumiati@contoh.id", at=NOW)
    again = services.request_confirmation(user=owner, email="sumiati@contoh.id", at=NOW + SECOND)
    later = services.request_confirmation(
        user=owner, email="sumiati@contoh.id", at=NOW + timedelta(minutes=2)
    )

    assert again == first
    assert later != first


def test_confirm_email_taken_in_the_meantime_is_refused(owner):
    digits = confirmation(owner)
    UserFactory(email="sumiati@contoh.id")

    with pytest.raises(services.ContactTaken):
        services.confirm_email(user=owner, digits=digits, at=NOW)

    owner.refresh_from_db()
    assert owner.email is None


def test_set_password_voids_what_was_handed_out(owner, officer):
    digits = issue(owner, officer)

    services.set_password(user=owner, password=PASSWORD, at=NOW)

    with pytest.raises(services.CodeRefused):
        use(owner, digits)
