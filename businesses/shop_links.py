"""Addresses of shops elsewhere: only hosts on this list, and only the part that names the goods.

Nothing behind such an address is ever fetched by the portal (FM-44).
"""

import re
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# domain.md §3.8. No wa.me: a phone number is shown with a consent of its own.
SHOPS = {
    "shopee.co.id": "Shopee",
    "tokopedia.com": "Tokopedia",
    "tiktok.com": "TikTok",
    "lazada.co.id": "Lazada",
    "instagram.com": "Instagram",
}
# What lets an address read otherwise than it leads: user names, backslashes, other alphabets.
_PLAIN = re.compile(r"https?://[a-z0-9.-]+/[!-~]*", re.ASCII | re.IGNORECASE)
LONGEST_LINK = 300
_TRICKS = re.compile(r"[\\@<>\"'`{}|^]")


def shop_of(url: str) -> str:
    """What the shop is called; "" for a host that is not on the list."""
    host = (urlsplit(url).hostname or "").lower()
    known = (name for ours, name in SHOPS.items() if host == ours or host.endswith(f".{ours}"))
    return next(known, "")


def normalise_shop_link(text: str) -> str:
    """The address as it is kept: https, host and path, nothing that could lead elsewhere.

    Raises ValidationError that names the shops one may link to.
    """
    typed = text.strip()
    url = typed if "://" in typed else f"https://{typed}"
    # The names of profiles on TikTok begin with this sign, behind the host.
    checked = url.replace("/@", "/")
    if not _PLAIN.fullmatch(checked) or _TRICKS.search(checked) or not shop_of(url):
        raise ValidationError(
            _("Only links to %(shops)s are possible. You typed: %(value)s.")
            % {"shops": ", ".join(SHOPS.values()), "value": typed[:60]},
            code="shop",
        )
    parts = urlsplit(url)
    if not parts.path.strip("/"):
        raise ValidationError(
            _(
                "This link leads to the front page. Open your shop or product there and copy its link."
            ),
            code="shop",
        )
    link = f"https://{(parts.hostname or '').lower()}{parts.path}"
    if len(link) > LONGEST_LINK:
        raise ValidationError(_("This link is too long. Please copy the short one."), code="shop")
    return link
