import pytest

from plut_portal.accounts.models import User

pytestmark = pytest.mark.django_db


def test_user_clean_normalises_contacts_and_leaves_the_public_id():
    user = User(full_name="Sumiati", phone="0812 3456 7890", email="Sumiati@Contoh.ID")
    public_id = user.public_id

    user.full_clean(exclude=["password"])

    assert (user.phone, user.email) == ("+6281234567890", "sumiati@contoh.id")
    assert user.public_id == public_id


def test_user_names_are_text_for_theme_and_admin():
    user = User(full_name="Sumiati Rahayu")

    assert [user.get_username(), user.get_full_name(), user.get_short_name(), str(user)] == [
        "Sumiati Rahayu",
        "Sumiati Rahayu",
        "Sumiati",
        "Sumiati Rahayu",
    ]
