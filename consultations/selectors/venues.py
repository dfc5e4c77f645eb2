"""Where a session takes place, for who is told of it outside mail and portal."""

from django.utils.translation import gettext as _

from consultations.models import Booking, Mode


def place_of_booking(booking_id: int) -> str:
    """In words, "" for the office; without the link of a call, as outside mail and portal there
    is one link alone (FM-34)."""
    mode = Booking.objects.values_list("mode", flat=True).get(pk=booking_id)
    if mode == Mode.ONLINE:
        return str(Mode.ONLINE.label)
    return _("The consultant comes to your business") if mode == Mode.VISIT else ""
