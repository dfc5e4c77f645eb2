"""What search engines and messengers read: texts used twice, and facts as JSON-LD."""

import html
import json

from django import template
from django.conf import settings
from django.template.base import NodeList, Parser, Token
from django.template.context import Context
from django.utils.safestring import SafeString

from plut_portal.core import structured_data

register = template.Library()

# Inside a script element only these end it or open another; all else is JSON's own matter.
_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


class CaptureNode(template.Node):
    def __init__(self, name: str, nodelist: NodeList) -> None:
        self.name, self.nodelist = name, nodelist

    def render(self, context: Context) -> str:
        context[self.name] = " ".join(html.unescape(self.nodelist.render(context)).split())
        return ""


@register.tag
def capture(parser: Parser, token: Token) -> CaptureNode:
    """Keep what stands inside, blocks of pages included, as plain text under a name."""
    _tag, name = token.split_contents()
    nodelist = parser.parse(("endcapture",))
    parser.delete_first_token()
    return CaptureNode(name, nodelist)


@register.simple_tag
def json_ld(data: dict[str, object]) -> SafeString:
    """Facts for search engines. A data block is no script, so the content policy lets it be."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), default=str)
    return SafeString(f'<script type="application/ld+json">{text.translate(_ESCAPES)}</script>')


@register.simple_tag
def breadcrumbs_ld(*pairs: str) -> SafeString:
    """The way to this page: label, address, label, address, … and this page's own label last."""
    return json_ld(structured_data.breadcrumbs(pairs, site_url=settings.SITE_URL))
