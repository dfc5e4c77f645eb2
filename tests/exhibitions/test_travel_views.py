"""People and goods that go out of town: written down by the owner, counted by the office."""

from uuid import uuid4

import pytest
from django.urls import reverse

from exhibitions import services
from exhibitions.models import Activity, Application, ManifestLine, Traveller
from plut_portal.accounts.roles import Role
from tests.exhibitions.fair import State, confirmed, counter, office, owner_of
from tests.factories import ApplicationFactory, ManifestLineFactory, TravellerFactory, UserFactory
from tests.times import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def going():
    return confirmed(kind=Activity.Kind.OUT_OF_TOWN, city="Surabaya")


def url(name, application, *more):
    return reverse(f"exhibitions:{name}", args=[application.public_id, *more])


def paper_of(activity, name="manifest_sheet"):
    return reverse(f"exhibitions:{name}", args=[activity.slug])


def text_of(response):
    return " ".join(response.content.decode().split())


def goods(**changes):
    return {
        "goods": "Keripik apel 100 g",
        "pieces": "40",
        "parcels": "2",
        "price": "15.000",
        "weight": "4,5",
        "is_fragile": "on",
        "submission_key": str(uuid4()),
    } | changes


def test_owner_writes_down_who_travels_and_what_goes_along(client, going):
    client.force_login(owner_of(going))
    person = {"name": "Bu Tutik", "phone": "081234567890", "shirt": "L"}

    client.post(url("traveller_add", going), person | {"submission_key": str(uuid4())})
    response = client.post(url("goods_add", going), goods())
    said = text_of(client.get(response.url))

    [traveller], [line] = Traveller.objects.all(), ManifestLine.objects.all()
    assert (traveller.name, traveller.phone) == ("Bu Tutik", "0812-3456-7890")
    assert (line.pieces, line.parcels, line.price, line.weight_grams) == (40, 2, 15_000, 4_500)
    assert (line.is_fragile, line.is_perishable) == (True, False)
    for shown in ("Bu Tutik", "Keripik apel 100 g", "Rp600.000", "4,5 kg", "2 koli"):
        assert shown in said


def test_a_thousand_is_read_as_people_here_write_it(client, going):
    client.force_login(owner_of(going))

    client.post(url("goods_add", going), goods(pieces="1.500", parcels="1.000"))

    line = ManifestLine.objects.get()
    assert (line.pieces, line.parcels) == (1500, 1000)
    client.force_login(office())
    client.post(url("goods_hand_over", going), {f"pieces_{line.pk}": "1.400"})
    line.refresh_from_db()
    assert line.handed_over == 1400


def test_goods_sent_twice_are_on_the_list_once(client, going):
    client.force_login(owner_of(going))
    sent = goods()

    answers = [client.post(url("goods_add", going), sent).url for _twice in range(2)]

    assert answers == [url("goods_list", going)] * 2
    assert ManifestLine.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"pieces": "0"}, "pieces"),
        ({"pieces": "9" * 5000}, "pieces"),
        ({"pieces": "banyak"}, "pieces"),
        ({"pieces": "100001"}, "pieces"),
        ({"parcels": ""}, "parcels"),
        ({"price": "-1"}, "price"),
        ({"price": "10.000.000.001"}, "price"),
        ({"weight": "dua"}, "weight"),
        ({"weight": "-1"}, "weight"),
        ({"goods": " "}, "goods"),
    ],
)
def test_goods_that_make_no_sense_are_refused_beside_the_field(client, going, changes, field):
    client.force_login(owner_of(going))

    response = client.post(url("goods_add", going), goods(**changes))

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert not ManifestLine.objects.exists()


def test_traveller_without_a_mobile_number_is_refused(client, going):
    client.force_login(owner_of(going))

    response = client.post(url("traveller_add", going), {"name": "Budi", "phone": "0341 555"})

    assert response.status_code == 422
    assert "phone" in response.context["form"].errors
    assert not Traveller.objects.exists()


def test_what_is_removed_is_gone_until_the_office_has_it(client, going):
    line, taken = ManifestLineFactory.create_batch(2, application=going)
    person = TravellerFactory(application=going)
    services.hand_over(line=taken, pieces=5, by=office(), at=NOW)
    client.force_login(owner_of(going))

    client.post(url("traveller_remove", going, person.public_id))
    client.post(url("goods_remove", going, line.public_id))
    refused = client.post(url("goods_remove", going, taken.public_id))

    assert not Traveller.objects.exists()
    assert list(ManifestLine.objects.all()) == [taken]
    assert refused.status_code == 409
    assert "sudah di kantor" in text_of(refused)


def test_office_counts_hand_over_and_return(client, going):
    first, second = ManifestLineFactory.create_batch(2, application=going, pieces=10)
    client.force_login(counter())

    client.post(
        url("goods_hand_over", going), {f"pieces_{first.pk}": "10", f"pieces_{second.pk}": "8"}
    )
    response = client.post(
        url("goods_take_back", going),
        {
            f"sold_{first.pk}": "7",
            f"returned_{first.pk}": "3",
            f"sold_{second.pk}": "5",
            f"returned_{second.pk}": "2",
        },
    )
    said = text_of(client.get(response.url))

    counts = ManifestLine.objects.in_order().values_list("handed_over", "sold", "returned")
    assert list(counts) == [(10, 7, 3), (8, 5, 2)]
    assert "1 buah kurang." in said


def test_counts_are_saved_all_or_none_with_the_refusal_beside_its_goods(client, going):
    first, second = ManifestLineFactory.create_batch(2, application=going, pieces=10)
    client.force_login(counter())

    response = client.post(
        url("goods_hand_over", going), {f"pieces_{first.pk}": "10", f"pieces_{second.pk}": "11"}
    )

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [f"pieces_{second.pk}"]
    assert not ManifestLine.objects.exclude(handed_over=None).exists()
    services.hand_over(line=first, pieces=4, by=office(), at=NOW)

    response = client.post(
        url("goods_take_back", going), {f"sold_{first.pk}": "3", f"returned_{first.pk}": "2"}
    )

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [f"returned_{first.pk}"]
    first.refresh_from_db()
    assert first.returned is None


PAGES = ("goods_list", "goods_add", "traveller_add", "goods_sheet")
COUNTING = ("goods_hand_over", "goods_take_back")


@pytest.mark.parametrize(
    ("role", "own", "counting"),
    [
        (None, [404] * 4, [403] * 2),
        (Role.CONSULTANT, [404] * 4, [403] * 2),
        (Role.CURATOR, [404] * 4, [403] * 2),
        (Role.COUNTER_OFFICER, [200] * 4, [200] * 2),
        (Role.PROGRAMME_ADMIN, [200] * 4, [200] * 2),
        (Role.HEAD, [200, 404, 404, 200], [403] * 2),
    ],
)
def test_goods_are_for_their_owner_and_the_office(client, going, role, own, counting):
    client.force_login(UserFactory(role=role))

    assert [client.get(url(name, going)).status_code for name in PAGES] == own
    assert [client.get(url(name, going)).status_code for name in COUNTING] == counting


@pytest.mark.parametrize(
    ("role", "is_whole"),
    [(Role.COUNTER_OFFICER, True), (Role.HEAD, False), (Role.AUDITOR, False), (None, True)],
)
def test_fm45_the_number_of_a_traveller_is_whole_for_those_who_call(client, going, role, is_whole):
    ManifestLineFactory(application=going)
    services.add_traveller(application=going, name="Bu Tutik", phone="0812-3456-7890", by=office())
    client.force_login(UserFactory(role=role) if role else owner_of(going))

    pages = [url("goods_list", going), url("goods_sheet", going)]
    pages += [paper_of(going.activity)] if role else []

    for page in pages:
        assert ("3456-7890" in client.get(page).content.decode()) is is_whole, page
        assert "Bu Tutik" in client.get(page).content.decode()


def test_owner_reaches_her_own_but_counts_nothing(client, going):
    line = ManifestLineFactory(application=going, pieces=10)
    other = confirmed(kind=Activity.Kind.OUT_OF_TOWN)
    theirs = ManifestLineFactory(application=other)
    client.force_login(owner_of(going))

    assert [client.get(url(name, going)).status_code for name in PAGES] == [200] * 4
    assert [client.get(url(name, other)).status_code for name in PAGES] == [404] * 4
    answer = client.post(url("goods_hand_over", going), {f"pieces_{line.pk}": "10"})
    assert answer.status_code == 403
    # Neither through her own address nor through theirs.
    for application in (going, other):
        answer = client.post(url("goods_remove", application, theirs.public_id))
        assert answer.status_code == 404
    for name in ("manifest", "manifest_sheet"):
        assert client.get(paper_of(going.activity, name)).status_code == 403


@pytest.mark.parametrize(
    ("kind", "state"),
    [
        (Activity.Kind.EXHIBITION, State.CONFIRMED),
        (Activity.Kind.OUT_OF_TOWN, State.SELECTED),
        (Activity.Kind.OUT_OF_TOWN, State.WITHDRAWN),
    ],
)
def test_only_who_goes_out_of_town_has_goods(client, kind, state):
    application = confirmed(kind=kind)
    Application.objects.filter(pk=application.pk).update(state=state, offer_until=NOW)
    client.force_login(owner_of(application))

    assert client.get(url("goods_list", application)).status_code == 404


def test_who_drops_out_after_the_hand_over_still_gets_the_goods_back(client, going):
    line = ManifestLineFactory(application=going)
    services.hand_over(line=line, pieces=5, by=office(), at=NOW)
    Application.objects.filter(pk=going.pk).update(state=State.WITHDRAWN)
    client.force_login(counter())

    assert going.business.label in text_of(client.get(paper_of(going.activity)))
    sent = {f"sold_{line.pk}": "0", f"returned_{line.pk}": "5"}
    assert client.post(url("goods_take_back", going), sent).status_code == 302
    assert client.post(url("goods_add", going), goods()).status_code == 409


def test_paper_shows_list_counts_and_who_received(client, going):
    officer = office()
    officer.full_name = "Yuni Kartika"
    officer.save()
    line = ManifestLineFactory(application=going, goods="Sari apel", pieces=10, price=9_000)
    client.force_login(owner_of(going))
    blank = text_of(client.get(url("goods_sheet", going)))
    services.hand_over(line=line, pieces=9, by=officer, at=NOW)

    counted = text_of(client.get(url("goods_sheet", going)))

    assert "Sari apel" in blank
    assert "Rp90.000" in blank
    assert "Yuni Kartika" not in blank
    assert "barang dibawakan kantor" in blank
    assert "Yuni Kartika" in counted


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("name", "queries"),
    [("goods_list", 13), ("goods_sheet", 13), ("manifest", 13), ("manifest_sheet", 13)],
)
def test_travel_query_counts(client, django_assert_num_queries, going, name, queries, count):
    """The same for one and three businesses, travellers and goods."""
    others = {"activity": going.activity, "state": State.CONFIRMED}
    everybody = [going, *ApplicationFactory.create_batch(count - 1, **others)]
    for application in everybody:
        TravellerFactory.create_batch(count, application=application)
        for line in ManifestLineFactory.create_batch(count, application=application):
            services.hand_over(line=line, pieces=1, by=office(), at=NOW)
    client.force_login(UserFactory(role=Role.COUNTER_OFFICER))
    address = paper_of(going.activity, name) if "manifest" in name else url(name, going)

    with django_assert_num_queries(queries):
        response = client.get(address)

    assert response.status_code == 200
