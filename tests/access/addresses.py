"""The arguments each address takes in the walk: always rows of the owner and her consultant."""

from uuid import uuid4

from django.urls import reverse

from tests.access.world import World

_BOOKING = ("detail", "cancel", "move", "calendar")


def arguments(world: World, url_name: str) -> list[object]:
    """What to reverse this URL name with; admin pages take the row of their own table."""
    booking, message = world.booking, world.message
    fixed = {
        "consultations:field_detail": [booking.expertise.slug],
        "consultations:consultant_detail": [world.consultant.slug],
        "consultations:booking_create": [world.consultant.slug],
        "consultations:session_record": [booking.public_id],
        "businesses:detail": [world.business.public_id],
        "businesses:update": [world.business.public_id],
        "notifications:message_detail": [message.public_id],
        "notifications:message_read": [message.public_id],
        "notifications:code_check": [message.code],
        "account_reset_password_from_key": ["a-token-nobody-was-given"],
        "admin:app_list": ["accounts"],
    } | {f"consultations:booking_{name}": [booking.public_id] for name in _BOOKING}
    if url_name in fixed:
        return fixed[url_name]
    return _admin_arguments(world, url_name)


def _admin_arguments(world: World, url_name: str) -> list[object]:
    if not url_name.startswith("admin:"):
        return []
    table, _, page = url_name.removeprefix("admin:").rpartition("_")
    if table in world.rows and page not in {"changelist", "add", "export"}:
        return [world.rows[table].pk]
    return []


def invented(url_name: str, world: World) -> str:
    """The same address with an id that belongs to nothing."""
    swapped = [_another(value) for value in arguments(world, url_name)]
    return reverse(url_name, args=swapped)


def _another(value: object) -> object:
    return 987654321 if isinstance(value, int) else uuid4()
