"""Calendar files: one stable UID, a growing SEQUENCE, alarms (FM-21). Of an appointment, and of
the days on which steps of a Resep Usaha fall due."""

from collections.abc import Iterable
from datetime import timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from icalendar import Alarm, Calendar, Event

from consultations.models import ActionItem, Booking, Mode, SessionRecord
from plut_portal.core.models import OfficeIdentity

ALARMS = (timedelta(days=-1), timedelta(hours=-2))
# Counted from midnight: the morning of the day itself.
IN_THE_MORNING = timedelta(hours=8)
WIB = ZoneInfo("Asia/Jakarta")


def render(booking: Booking) -> bytes:
    """The file for this state of the booking; a cancelled one takes the entry away again."""
    calendar = _calendar(method(booking))
    calendar.add_component(_event(booking, cancelled=method(booking) == "CANCEL"))
    calendar.add_missing_timezones()
    return calendar.to_ical()


def render_actions(record: SessionRecord, actions: Iterable[ActionItem]) -> bytes:
    """The steps as entries for their whole days."""
    calendar = _calendar("PUBLISH")
    for action in actions:
        calendar.add_component(_action_event(record, action))
    return calendar.to_ical()


def _calendar(method: str) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//PLUT portal//consultations//ID")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    return calendar


def method(booking: Booking) -> str:
    """What the phone is to do with it; said in the file and beside its content type."""
    return "CANCEL" if booking.status == Booking.Status.CANCELLED else "PUBLISH"


def _event(booking: Booking, *, cancelled: bool) -> Event:
    office = OfficeIdentity.load()
    event = Event()
    event.add("uid", f"{booking.public_id}@plut-portal")
    event.add("sequence", booking.revision)
    event.add("dtstamp", booking.updated_at)
    event.add("dtstart", booking.starts_at.astimezone(WIB))
    event.add("dtend", booking.ends_at.astimezone(WIB))
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    event.add(
        "summary",
        _("Consultation: %(field)s, with %(name)s")
        % {"field": booking.expertise.name, "name": booking.consultant.display_name},
    )
    event.add("description", _description(booking, office))
    event.add("location", _location(booking, office))
    event.add("url", settings.SITE_URL + booking.get_absolute_url())
    if not cancelled:
        for before in ALARMS:
            event.add_component(_alarm(before, str(event["summary"])))
    return event


def _action_event(record: SessionRecord, action: ActionItem) -> Event:
    event = Event()
    event.add("uid", f"{action.public_id}@plut-portal")
    event.add("sequence", action.revision)
    event.add("dtstamp", record.recorded_at)
    event.add("dtstart", action.due_on)
    event.add("dtend", action.due_on + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    event.add("summary", action.text)
    event.add(
        "description",
        _("From your Resep Usaha, by %(name)s") % {"name": record.booking.consultant.display_name},
    )
    page = reverse("consultations:resep_detail", args=[record.booking.public_id])
    event.add("url", settings.SITE_URL + page)
    event.add_component(_alarm(IN_THE_MORNING, action.text))
    return event


def _location(booking: Booking, office: OfficeIdentity) -> str:
    if booking.mode == Mode.ONLINE:
        return booking.consultant.meeting_link or str(Mode.ONLINE.label)
    if booking.mode == Mode.VISIT:
        return f"{booking.business.label}, {booking.business.village.name}"
    return f"{office.short_name}, {office.address}"


def _description(booking: Booking, office: OfficeIdentity) -> str:
    lines = [_("Booking code: %(code)s") % {"code": booking.code_text}, booking.business.label]
    if booking.expertise.bring_list:
        lines += [_("What to bring") + ":", *(f"- {item}" for item in booking.expertise.bring_list)]
    if office.phone:
        lines.append(_("Phone") + f": {office.phone}")
    return "\n".join(lines)


def _alarm(before: timedelta, text: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", text)
    alarm.add("trigger", before)
    return alarm
