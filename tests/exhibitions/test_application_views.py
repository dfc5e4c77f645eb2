"""Applying on the portal: what is asked for, who helps, sending, and what became of it."""

import pytest
from django.urls import reverse

from exhibitions.models import Activity, Application
from plut_portal.accounts.roles import Role
from tests.exhibitions.fair import State, apply, owner_of
from tests.factories import (
    ActivityFactory,
    ApplicationFactory,
    BusinessFactory,
    ConsultantFactory,
    ExpertiseFactory,
    ProductFactory,
    RequirementFactory,
    UserFactory,
)
from tests.times import NOW

pytestmark = pytest.mark.django_db

KEY = "3f0d9ad4-6f0e-4c3b-9d87-0d9f8f0a1b2c"
HOSTILE = "<script>alert(1)</script>"


def create(activity):
    return reverse("exhibitions:application_create", args=[activity.slug])


def url(name, application):
    return reverse(f"exhibitions:{name}", args=[application.public_id])


def text(response):
    return response.content.decode()


def sent(*products, **fields):
    chosen = [str(product.public_id) for product in products]
    return {"products": chosen, "submission_key": KEY} | fields


@pytest.fixture
def owner(client):
    """With a business that makes one thing."""
    business = BusinessFactory()
    ProductFactory(business=business, name="Keripik Nangka", form="DRY_FOOD")
    person = business.people.get()
    client.force_login(person)
    return person


def mine(owner):
    return owner.businesses.get()


def product_of(owner):
    return mine(owner).products.get()


def test_an_owner_applies_from_what_the_portal_knows(client, owner):
    activity = ActivityFactory(conditions="Menjaga stan")

    form = text(client.get(create(activity)))
    saved = client.post(create(activity), sent(product_of(owner), watts="1.200", pitch="Cicip"))
    application = Application.objects.get()
    page = text(client.get(saved["Location"]))
    done = client.post(url("application_submit", application), {"agrees": "on"}, follow=True)

    assert "Keripik Nangka" in form
    assert form.split('name="products"')[1].split(">")[0].count("checked") == 1
    assert saved["Location"] == application.get_absolute_url()
    assert (application.watts, application.pitch, application.state) == (1200, "Cicip", "DRAFT")
    assert "Menjaga stan" in page
    assert "Terkirim. Anda mendapat kabar" in text(done)
    application.refresh_from_db()
    assert application.state == State.SUBMITTED


def test_what_is_missing_is_named_with_who_helps_and_a_free_time(client, owner):
    field = ExpertiseFactory(slug="kelembagaan")
    consultant = ConsultantFactory(expertise=field)
    activity = ActivityFactory()
    RequirementFactory(activity=activity, kind="MARKETING_PERMIT", note="Dicek sampai hari akhir")
    RequirementFactory(activity=activity, kind="VERIFIED", is_must=False)
    client.post(create(activity), sent(product_of(owner)))

    page = text(client.get(Application.objects.get().get_absolute_url()))

    assert "Keripik Nangka belum punya P-IRT" in page
    assert "Dicek sampai hari akhir" in page
    assert f"{consultant.display_name} membantu Anda" in page
    hold = reverse("consultations:time_hold", args=[consultant.slug])
    assert page.split(f'action="{hold}"')[1].split("</form>")[0].count('name="starts_at"') == 3
    assert mine(owner).get_absolute_url() in page
    assert "Ada syarat wajib yang belum terpenuhi" in page


def test_requirements_are_looked_up_while_products_are_ticked(client, owner):
    activity = ActivityFactory()
    RequirementFactory(activity=activity, kind="MARKETING_PERMIT")
    juice = ProductFactory(business=mine(owner), name="Sari Apel", form="DRINK")
    look = reverse("exhibitions:application_check", args=[activity.slug])

    none = client.get(look)
    one = client.get(look, {"products": [str(juice.public_id), "bukan-kode"]})
    foreign = client.get(look, {"products": [str(ProductFactory().public_id)]})

    assert "Pilih produk Anda" in text(none)
    assert "Sari Apel" in text(one)
    assert "MD" in text(one)
    assert text(foreign) == text(none)


def test_sending_is_refused_where_something_must_be_there(client, owner):
    activity = ActivityFactory()
    RequirementFactory(activity=activity, kind="NIB")
    client.post(create(activity), sent(product_of(owner)))
    application = Application.objects.get()

    response = client.post(url("application_submit", application), {"agrees": "on"})

    assert response.status_code == 422
    assert "NIB Anda belum ada." in text(response)
    # No button that would only refuse.
    assert 'name="agrees"' not in text(client.get(application.get_absolute_url()))
    application.refresh_from_db()
    assert application.state == State.DRAFT


def test_sending_without_agreeing_says_so_beside_the_box(client, owner):
    activity = ActivityFactory()
    client.post(create(activity), sent(product_of(owner)))

    response = client.post(url("application_submit", Application.objects.get()))

    assert response.status_code == 422
    assert "id_agrees_error" in text(response)


def test_form_says_what_is_wrong_and_keeps_what_was_typed(client, owner):
    activity = ActivityFactory()
    other = ProductFactory()

    response = client.post(create(activity), sent(other, pitch="Sambal", watts="banyak"))

    page = text(response)
    assert response.status_code == 422
    assert "Pilih produk milik usaha ini." in page
    assert "Anda memasukkan: banyak" in page
    assert "Sambal" in page
    assert not Application.objects.exists()


def test_fm17_saving_and_sending_twice_acts_once_and_answers_the_same(client, owner):
    activity = ActivityFactory()
    saves = [client.post(create(activity), sent(product_of(owner))) for _tap in range(2)]
    application = Application.objects.get()
    send = url("application_submit", application)
    sends = [client.post(send, {"agrees": "on"}) for _tap in range(2)]

    answers = {(each.status_code, each["Location"]) for each in saves + sends}
    assert answers == {(302, application.get_absolute_url())}
    assert Application.objects.get().history.count() == 2


def test_a_business_that_applied_is_led_to_its_application(client, owner):
    application = apply(ActivityFactory(), mine(owner), products=[product_of(owner)])

    response = client.get(create(application.activity))

    assert response["Location"] == application.get_absolute_url()


def test_of_several_businesses_one_is_chosen_first(client, owner):
    second = BusinessFactory(owner=owner)
    ProductFactory(business=second, name="Batik Bantengan")
    activity = ActivityFactory()

    choice = text(client.get(create(activity)))
    form = text(client.get(create(activity), {"usaha": second.public_id}))
    client.post(f"{create(activity)}?usaha={second.public_id}", sent(second.products.get()))

    assert f"?usaha={second.public_id}" in choice
    assert "Batik Bantengan" in form
    assert Application.objects.get().business == second


def test_nobody_applies_for_anothers_business(client, owner):
    activity, other = ActivityFactory(), ProductFactory()
    address = f"{create(activity)}?usaha={other.business.public_id}"

    answers = [client.get(address), client.post(address, sent(other))]
    answers += [client.get(f"{create(activity)}?usaha=bukan-kode")]

    assert [each.status_code for each in answers] == [404, 404, 404]
    assert not Application.objects.exists()


def test_without_a_business_one_adds_it_and_comes_back(client):
    client.force_login(UserFactory())
    activity = ActivityFactory()

    page = text(client.get(create(activity)))

    assert f"{reverse('businesses:create')}?next={create(activity)}" in page


def test_those_who_work_here_apply_in_the_office_instead(client):
    client.force_login(UserFactory(role=Role.COUNTER_OFFICER))

    assert client.get(create(ActivityFactory())).status_code == 403


def test_who_owes_a_report_reads_so_before_anything_is_typed(client, owner):
    product = product_of(owner)
    old = ActivityFactory(starts_on="2026-11-01", ends_on="2026-11-01", answer_by="2026-10-30")
    ApplicationFactory(activity=old, business=mine(owner), state="CONFIRMED", product=product)
    activity = ActivityFactory()

    page = text(client.get(create(activity)))
    refused = client.post(create(activity), sent(product))

    assert f"Laporan {old.title} belum ada" in page
    assert '<form method="post" class="form"' not in page
    assert refused.status_code == 403


@pytest.mark.parametrize(
    ("fields", "status"),
    [({"apply_until": NOW}, 403), ({"state": Activity.State.REVIEW, "review_at": NOW}, 409)],
)
def test_after_the_close_nothing_can_be_saved(client, owner, fields, status):
    activity = ActivityFactory(**fields)

    page = text(client.get(create(activity)))
    response = client.post(create(activity), sent(product_of(owner)))

    assert "Saat ini pendaftaran kegiatan ini tidak dibuka." in page
    assert response.status_code == status
    assert not Application.objects.exists()


def test_a_sent_application_is_changed_and_stays_sent(client, owner):
    application = apply(ActivityFactory(), mine(owner), products=[product_of(owner)])
    first, more = product_of(owner), ProductFactory(business=mine(owner))

    form = text(client.get(url("application_update", application)))
    response = client.post(url("application_update", application), sent(first, more), follow=True)

    assert form.count("checked") == 1
    assert "tetap terkirim" in text(response)
    assert application.entries.count() == 2
    application.refresh_from_db()
    assert application.state == State.SUBMITTED


def test_taken_back_it_is_a_draft_again(client, owner):
    application = apply(ActivityFactory(), mine(owner), products=[product_of(owner)])

    taps = [client.post(url("application_take_back", application)) for _tap in range(2)]

    assert [each.status_code for each in taps] == [302, 302]
    application.refresh_from_db()
    assert application.state == State.DRAFT


def test_withdrawn_with_a_word_why_and_applied_for_anew(client, owner):
    activity = ActivityFactory()
    application = apply(activity, mine(owner), products=[product_of(owner)])
    withdraw = url("application_withdraw", application)

    asked = text(client.get(withdraw))
    taps = [client.post(withdraw, {"reason": "Panen"}) for _tap in range(2)]
    client.post(create(activity), sent(product_of(owner)))

    assert "Ya, mundur" in asked or "Ya, batalkan" in asked
    assert [each.status_code for each in taps] == [302, 302]
    application.refresh_from_db()
    assert application.state == State.DRAFT


def test_an_activity_says_with_which_business_one_may_still_apply(client, owner):
    activity = ActivityFactory()
    application = apply(activity, mine(owner), products=[product_of(owner)])
    page = activity.get_absolute_url()

    with_one = text(client.get(page))
    client.post(url("application_withdraw", application))
    withdrawn = text(client.get(page))
    BusinessFactory(owner=owner)
    with_two = text(client.get(page))

    assert create(activity) not in with_one
    assert "Daftar lagi" in withdrawn
    assert "Daftarkan usaha lain" in with_two


@pytest.mark.parametrize(
    "name", ["application_submit", "application_take_back", "place_confirm", "place_decline"]
)
def test_nobody_else_taps_for_an_owner(client, name):
    application = apply(ActivityFactory())
    for user in (UserFactory(), UserFactory(role=Role.COUNTER_OFFICER)):
        client.force_login(user)
        assert client.post(url(name, application)).status_code == 404
    application.refresh_from_db()

    assert application.state == State.SUBMITTED


def test_staff_see_no_buttons_of_the_owner(client):
    application = apply(ActivityFactory())
    client.force_login(UserFactory(role=Role.COUNTER_OFFICER))

    page = text(client.get(application.get_absolute_url()))

    assert url("application_take_back", application) not in page
    assert url("application_withdraw", application) not in page


def test_fm42_what_people_typed_is_text_on_the_pages_of_an_application(client, owner):
    business = mine(owner)
    business.name = HOSTILE
    business.save()
    product = product_of(owner)
    product.name = HOSTILE
    product.save()
    activity = ActivityFactory(title=HOSTILE, conditions=HOSTILE)
    RequirementFactory(activity=activity, kind="MARKETING_PERMIT", note=HOSTILE)
    draft = ApplicationFactory(
        activity=activity, business=business, state="DRAFT", product=product, pitch=HOSTILE
    )

    pages = [
        text(client.get(create(ActivityFactory(title=HOSTILE)))),
        text(client.get(draft.get_absolute_url())),
        text(client.get(url("application_withdraw", draft))),
        text(client.get(reverse("exhibitions:application_list"))),
        text(client.get(reverse("home"))),
    ]

    assert ["<script>alert" in page for page in pages] == [False] * 5
    assert ["&lt;script&gt;alert" in page for page in pages] == [True] * 5


@pytest.mark.parametrize("count", [1, 3])
def test_application_query_count(client, django_assert_num_queries, count):
    activity = ActivityFactory()
    application = ApplicationFactory(activity=activity, state="DRAFT")
    kinds = ["MARKETING_PERMIT", "HALAL", "PHOTO"]
    for kind in kinds:
        RequirementFactory(activity=activity, kind=kind, expertise=ExpertiseFactory())
    for position in range(2, count + 1):
        product = ProductFactory(business=application.business)
        application.entries.create(product=product, position=position)
    for asked in activity.requirements.all()[:count]:
        ConsultantFactory(expertise=asked.expertise)
    client.force_login(owner_of(application))
    client.get(application.get_absolute_url())

    with django_assert_num_queries(24):
        client.get(application.get_absolute_url())
