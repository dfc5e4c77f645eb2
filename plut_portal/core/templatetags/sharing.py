"""What search engines and messengers read: texts used twice, and facts as JSON-LD."""

import html
import json
from collections.abc import Iterable

from django import template
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


@register.simple_tag(takes_context=True)
def office_ld(context: Context) -> SafeString:
    return _data_block(structured_data.office(context["office"], site_url=context["site_url"]))


@register.simple_tag(takes_context=True)
def service_ld(context: Context, name: str, description: str) -> SafeString:
    """The service this page is about."""
    facts = structured_data.service(
        name=name, description=description, url=_here(context), provider=_provider(context)
    )
    return _data_block(facts)


@register.simple_tag(takes_context=True)
def person_ld(context: Context, name: str, task: str) -> SafeString:
    """The person this page is about, who works at the office."""
    facts = structured_data.person(
        name=name, task=task, url=_here(context), employer=_provider(context)
    )
    return _data_block(facts)


@register.simple_tag(takes_context=True)
def product_ld(
    context: Context, name: str, description: str, maker: str, image_url: str, price: int | None
) -> SafeString:
    """The goods this page is about."""
    facts = structured_data.product(
        name=name,
        description=description,
        url=_here(context),
        maker=maker,
        image=f"{context['site_url']}{image_url}" if image_url else "",
        price=price,
    )
    return _data_block(facts)


@register.simple_tag
def questions_ld(pairs: Iterable[tuple[str, str]]) -> SafeString:
    return _data_block(structured_data.questions(pairs))


@register.simple_tag(takes_context=True)
def breadcrumbs_ld(context: Context, *steps: str) -> SafeString:
    """The way to this page: label and address of each step, then the page's own label."""
    return _data_block(structured_data.breadcrumbs(steps, site_url=context["site_url"]))


def _here(context: Context) -> str:
    return f"{context['site_url']}{context['request'].path}"


def _provider(context: Context) -> structured_data.Facts:
    return structured_data.reference(context["office"], site_url=context["site_url"])


def _data_block(facts: structured_data.Facts) -> SafeString:
    """A data block is no script: browsers do not run it, and the content policy lets it be."""
    # Names are often lazy translations, which JSON does not know.
    text = json.dumps(facts, ensure_ascii=False, separators=(",", ":"), default=str)
    return SafeString(f'<script type="application/ld+json">{text.translate(_ESCAPES)}</script>')
