from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import mail
from django.urls import reverse

from businesses import services as business_services
from exhibitions import selectors, services
from exhibitions.models import Enquiry
from exhibitions.views import enquiries as views
from plut_portal.notifications.models import Delivery, Message
from plut_portal.notifications.selectors import to_call
from plut_portal.notifications.services import deliver
from tests.factories import EnquiryFactory, ShownProductFactory, UserFactory
from tests.times import NOW, SECOND

pytestmark = pytest.mark.django_db
KEY = "7c0ce0a5-5c1b-4f2a-9a1e-222222222222"
SAID = {
    "name": "Dewi Pembeli",
    "contact": "0812-9876-5432",
    "message": "Bisa pesan 50 bungkus untuk hari Sabtu?",
    "key": KEY,
}
LIST = reverse("catalogue:enquiry_list")


@pytest.fixture
def product():
    return ShownProductFactory(name="Keripik apel")


def ask(client, product, **changes):
    address = reverse("catalogue:enquiry_create", args=[product.public_id])
    return client.post(address, SAID | changes)


def send(product, **changes):
    said = {"name": "Dewi", "phone": "+6281298765432", "email": "", "message": "Ada?"}
    return services.send_enquiry(product=product, **({"key": uuid4(), "at": NOW} | said | changes))


def test_enquiry_without_login_reaches_the_owner(client, product):
    response = ask(client, product)

    assert response.status_code == 302
    enquiry = Enquiry.objects.get()
    assert (enquiry.phone, enquiry.email) == ("+6281298765432", "")
    message = Message.objects.get()
    assert message.recipient == product.business.people.get()
    assert "Bisa pesan 50 bungkus" in message.body
    assert "+6281298765432" in message.body


def test_enquiry_to_an_owner_without_email_is_for_the_office_to_call(client, product):
    """What stands in an inbox alone has reached nobody."""
    owner = product.business.people.get()
    type(owner).objects.filter(pk=owner.pk).update(email=None, email_confirmed_at=None)
    ask(client, product)

    for delivery in Message.objects.get().deliveries.all():
        deliver(delivery_id=delivery.pk, at=NOW + SECOND)

    assert [message.recipient for message in to_call(at=NOW + SECOND)] == [owner]
    assert list(to_call(at=NOW + timedelta(days=8))) == []


def test_fm24_a_buyer_is_not_passed_on_to_who_left_the_business_in_the_night(product):
    product.business.people.update(email="pergi@contoh.id", email_confirmed_at=NOW)
    owner = product.business.people.get()
    stays = UserFactory(email="tetap@contoh.id", email_confirmed_at=NOW)
    product.business.memberships.create(user=stays)
    night, morning = NOW - timedelta(hours=10), NOW
    send(product, at=night)
    business_services.end_membership(
        business=product.business, person=owner, by=stays, at=night + timedelta(hours=1)
    )

    mails = Delivery.objects.filter(message__kind="CATALOGUE_ENQUIRY", channel="EMAIL")
    for mail_out in mails:
        deliver(delivery_id=mail_out.pk, at=morning)

    left, stayed = mails.get(message__recipient=owner), mails.get(message__recipient=stays)
    assert left.due_at == stayed.due_at == morning
    assert (left.state, left.reason) == (
        "SKIPPED",
        "Orang ini sudah tidak mewakili usaha tersebut.",
    )
    assert stayed.state == "SENT"


def test_enquiry_sent_twice_is_one(client, product):
    ask(client, product)
    ask(client, product)

    assert Enquiry.objects.count() == Message.objects.count() == 1


@pytest.mark.parametrize("missing", ["name", "contact", "message"])
def test_enquiry_says_what_is_missing_and_loses_nothing(client, product, missing):
    response = ask(client, product, **{missing: ""})

    page = response.content.decode()
    assert response.status_code == 422
    assert (
        f'id="error_1_id_{missing}"' in page
        or f"id_{missing}_error" in page
        or "field-error" in page
    )
    kept = SAID["message"] if missing != "message" else SAID["name"]
    assert kept in page
    assert not Enquiry.objects.exists()


def test_enquiry_refuses_half_a_number(client, product):
    assert ask(client, product, contact="0812").status_code == 422


def test_fm43_enquiry_has_lines_and_no_invisible_signs(client, product):
    hidden = ask(client, product, message="\x01=1+1")
    in_lines = ask(client, product, message="Ada 50?\r\nUntuk Sabtu.")

    assert [hidden.status_code, in_lines.status_code] == [422, 302]
    assert "tanda yang tidak terlihat" in hidden.content.decode()
    assert "Untuk Sabtu." in Enquiry.objects.get().message


def test_enquiry_about_a_hidden_product_is_not_possible(client, product):
    business_services.hide_product(product=product)

    assert ask(client, product).status_code == 404
    assert not Enquiry.objects.exists()


def test_fm47_one_buyer_asks_five_times_a_day(product):
    for _number in range(5):
        send(product)

    with pytest.raises(services.TooManyEnquiries):
        send(product)
    send(product, phone="+6281298765433")


def test_fm47_a_business_is_not_flooded_by_many_buyers(product):
    for number in range(30):
        send(product, phone=f"+62812987650{number:02d}")

    with pytest.raises(services.TooManyEnquiries):
        send(product, phone="+6281298765499")


def test_fm47_one_address_is_stopped_and_told_so(client, product, monkeypatch):
    monkeypatch.setattr(views, "TRIES", 2)
    for number in range(2):
        ask(client, product, contact=f"0812-9876-543{number}", key=str(uuid4()))

    response = ask(client, product, contact="0812-9876-5439", key=str(uuid4()))

    assert response.status_code == 429
    assert SAID["message"] in response.content.decode()
    assert Enquiry.objects.count() == 2


def test_fm47_programs_that_fill_in_everything_are_refused(client, product):
    response = ask(client, product, nickname="http://jahat.example")

    assert response.status_code == 422
    assert SAID["message"] in response.content.decode()
    assert not Enquiry.objects.exists()


@pytest.mark.parametrize(
    "name", ["Dewi\nBcc: semua@contoh.id", "Dewi\r\nX: y", "Dewi\u2028Bcc: a@b.id"]
)
def test_fm33_a_name_with_a_line_break_is_refused(client, product, name):
    response = ask(client, product, name=name)

    # Browsers cannot send one in this field; whoever does is told.
    assert response.status_code == 422
    assert not Message.objects.exists()


def test_fm33_markup_and_placeholders_arrive_as_text(
    client, product, django_capture_on_commit_callbacks
):
    owner = product.business.people.get()
    owner.email, owner.email_confirmed_at = "ibu@contoh.id", NOW
    owner.save()
    name, text = (
        '<a href="https://evil.example">klik</a>',
        "{{ settings.SECRET_KEY }} %(product)s {0}",
    )

    with django_capture_on_commit_callbacks(execute=True):
        ask(client, product, name=name, message=text)

    body = Message.objects.get().body
    assert name in body
    assert text in body
    client.force_login(owner)
    for address in (LIST, Message.objects.get().get_absolute_url()):
        page = client.get(address).content.decode()
        assert '<a href="https://evil.example">' not in page
        assert "&lt;a href=" in page
    assert {letter.content_subtype for letter in mail.outbox} == {"plain"}


def test_owner_sees_and_answers_her_own_only(client, product):
    own, other = EnquiryFactory(product=product), EnquiryFactory(message="Punya orang lain")
    client.force_login(product.business.people.get())

    page = client.get(LIST).content.decode()
    assert own.message in page
    assert other.message not in page

    address = "catalogue:enquiry_answer"
    assert client.post(reverse(address, args=[other.public_id])).status_code == 404
    assert client.post(reverse(address, args=[own.public_id])).status_code == 302
    own.refresh_from_db()
    assert own.answered_by == product.business.people.get()
    assert "Sudah dijawab" in client.get(LIST).content.decode()


def test_mark_answered_keeps_the_first_answer():
    enquiry, first = EnquiryFactory(), UserFactory()

    services.mark_answered(enquiry=enquiry, by=first, at=NOW)
    services.mark_answered(enquiry=enquiry, by=UserFactory(), at=NOW)

    enquiry.refresh_from_db()
    assert enquiry.answered_by == first


def test_nobody_is_to_be_called_about_an_enquiry_that_is_answered(product):
    enquiry = send(product)
    type(product.business.people.get()).objects.update(email=None, email_confirmed_at=None)
    for delivery in Message.objects.get().deliveries.all():
        deliver(delivery_id=delivery.pk, at=NOW)
    assert to_call(at=NOW).exists()

    services.mark_answered(enquiry=enquiry, by=UserFactory(), at=NOW)

    assert not to_call(at=NOW).exists()


def test_leads_count_all_lately_and_waiting(product):
    EnquiryFactory(product=product)
    EnquiryFactory(product=product, answered_at=NOW, answered_by=UserFactory())
    EnquiryFactory(product=product, sent_at=NOW.replace(month=9))

    figures = selectors.leads(Enquiry.objects.all(), at=NOW)

    assert (figures.total, figures.lately, figures.waiting) == (3, 2, 2)


def test_list_without_enquiries_says_what_to_do(client):
    client.force_login(UserFactory())

    assert "Belum ada pertanyaan" in client.get(LIST).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_enquiry_list_query_count(client, product, django_assert_num_queries, count):
    EnquiryFactory.create_batch(count, product=product)
    client.force_login(product.business.people.get())
    client.get(LIST)

    with django_assert_num_queries(8):
        client.get(LIST)
