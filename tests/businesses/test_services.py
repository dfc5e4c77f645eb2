import pytest

from businesses import services
from businesses.models import Business, Village
from tests.factories import BusinessFactory, UserFactory, VillageFactory
from tests.rivals import all_at_once
from tests.times import NOW


def test_the_villages_of_batu_are_there_from_the_start(db):
    kinds = list(Village.objects.values_list("kind", flat=True))

    assert (kinds.count("DESA"), kinds.count("KELURAHAN")) == (19, 5)


def test_village_full_name_says_its_kind_and_district(db):
    assert VillageFactory().full_name == "Kelurahan Ngaglik, Kecamatan Batu"


def test_register_business_refuses_the_same_goods_twice_in_a_village(db):
    owner = UserFactory()
    village = VillageFactory()
    services.register_business(owner=owner, makes="homestay", village=village)

    with pytest.raises(services.AlreadyRegistered):
        services.register_business(owner=owner, makes="Homestay", village=village)


def test_register_business_takes_the_same_goods_under_another_name(db):
    owner = UserFactory()
    village = VillageFactory()
    services.register_business(owner=owner, makes="homestay", village=village)

    services.register_business(owner=owner, makes="homestay", name="Cemara", village=village)

    assert [business.label for business in Business.objects.order_by("pk")] == [
        "homestay",
        "Cemara",
    ]


@pytest.mark.django_db(transaction=True)
def test_register_business_by_two_at_once_makes_one():
    wanted = {"owner": UserFactory(), "makes": "homestay", "village": VillageFactory()}

    answers = all_at_once([lambda: services.register_business(**wanted)] * 2)

    assert sorted(type(answer).__name__ for answer in answers) == ["AlreadyRegistered", "Business"]
    assert Business.objects.count() == 1


def test_update_business_keeps_what_was_said_before(db):
    business = BusinessFactory(name="Nama Lama")

    services.update_business(
        business=business,
        makes="batik",
        village=business.village,
        name="Nama Baru",
        address="",
        at=NOW,
    )

    assert list(business.history.values_list("name", flat=True)) == ["Nama Baru", "Nama Lama"]
