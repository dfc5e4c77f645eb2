"""Facts about the office and its pages in the words of schema.org."""

from collections.abc import Iterable, Sequence

from plut_portal.core.models import OfficeIdentity

Facts = dict[str, object]
_CONTEXT: Facts = {"@context": "https://schema.org"}


def office(identity: OfficeIdentity, *, site_url: str) -> Facts:
    """The office as a place; what is not entered is left out."""
    known = {
        "alternateName": identity.short_name,
        "address": identity.address,
        "telephone": identity.phone,
        "email": identity.email,
        "parentOrganization": identity.agency
        and {"@type": "GovernmentOrganization", "name": identity.agency},
    }
    return (
        _CONTEXT
        | {"@type": "GovernmentOffice", "name": identity.name, "url": f"{site_url}/"}
        | {name: value for name, value in known.items() if value}
    )


def service(
    *, name: str, description: str, url: str, identity: OfficeIdentity, site_url: str
) -> Facts:
    """A service of the office, which costs nothing."""
    return _CONTEXT | {
        "@type": "GovernmentService",
        "name": name,
        "description": description,
        "url": site_url + url,
        "provider": {"@type": "GovernmentOffice", "name": identity.name, "url": f"{site_url}/"},
        "offers": {"@type": "Offer", "price": "0", "priceCurrency": "IDR"},
    }


def questions(pairs: Iterable[tuple[str, str]]) -> Facts:
    return _CONTEXT | {
        "@type": "FAQPage",
        "mainEntity": [
            {
                "@type": "Question",
                "name": question,
                "acceptedAnswer": {"@type": "Answer", "text": answer},
            }
            for question, answer in pairs
        ],
    }


def breadcrumbs(trail: Sequence[str], *, site_url: str) -> Facts:
    """From label, address, label, address, …, label of the page itself, which needs no address."""
    pairs = [(trail[i], trail[i + 1 : i + 2]) for i in range(0, len(trail), 2)]
    return _CONTEXT | {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": label}
            | ({"item": site_url + address[0]} if address else {})
            for position, (label, address) in enumerate(pairs, start=1)
        ],
    }
