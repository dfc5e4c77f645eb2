"""What is said outside mail and portal: name, time, place and one link, nothing more (FM-34)."""

import re
from urllib.parse import quote

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from plut_portal.accounts.models import User
from plut_portal.core.models import OfficeIdentity
from plut_portal.notifications import places
from plut_portal.notifications.models import Message

# Letters, perhaps with a dot at the end. "evil.example" as a name would be a link in a mail.
_WORD = r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*\.?"
_NAME = re.compile(rf"{_WORD}(?: {_WORD})?")


def greeted_name(user: User) -> str:
    """The short name, or nothing when it is not plainly a name (FM-33)."""
    name = user.get_short_name()
    return name if _NAME.fullmatch(name) else ""


@translation.override(settings.LANGUAGE_CODE)
def text(message: Message, office: OfficeIdentity) -> str:
    """The subject, which names the time, the place, and where anyone can check that it is true."""
    place = places.of(message.topic)
    name = greeted_name(message.recipient)
    lines = [
        (_("Hello %(name)s, this is %(office)s.") if name else _("Hello, this is %(office)s."))
        % {"name": name, "office": office.short_name},
        f"{message.subject}.",
        *([] if place is None else [_("Place: %(place)s") % {"place": place or office.place}]),
        _("Check that this message is really from us: %(link)s") % {"link": _check_link(message)},
    ]
    return "\n".join(lines)


def whatsapp_link(phone: str, words: str) -> str:
    """Opens WhatsApp with the words filled in; a person reads them and sends them."""
    return f"https://wa.me/{phone.lstrip('+')}?text={quote(words, safe='')}"


def _check_link(message: Message) -> str:
    return settings.SITE_URL + reverse("notifications:code_check", args=[message.code])
