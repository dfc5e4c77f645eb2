"""Facts about the office and its pages in the words of schema.org."""

from collections.abc import Iterable, Sequence

from plut_portal.core.models import OfficeIdentity

Facts = dict[str, object]
_CONTEXT: Facts = {"@context": "https://schema.org"}


def reference(office: OfficeIdentity, *, site_url: str) -> Facts:
    """The office, where something else is told."""
    return {"@type": "GovernmentOffice", "name": office.name, "url": f"{site_url}/"}


def office(office: OfficeIdentity, *, site_url: str) -> Facts:
    """The office as a place; what is not entered is left out."""
    details = {
        "alternateName": office.short_name,
        "address": office.address,
        "telephone": office.phone,
        "email": office.email,
    }
    known: Facts = {name: value for name, value in details.items() if value}
    if office.agency:
        known["parentOrganization"] = {"@type": "GovernmentOrganization", "name": office.agency}
    return _CONTEXT | reference(office, site_url=site_url) | known


def service(*, name: str, description: str, url: str, provider: Facts) -> Facts:
    """A service of the office, which costs nothing."""
    return _CONTEXT | {
        "@type": "GovernmentService",
        "name": name,
        "description": description,
        "url": url,
        "provider": provider,
        "offers": {"@type": "Offer", "price": "0", "priceCurrency": "IDR"},
    }


def person(*, name: str, task: str, url: str, employer: Facts) -> Facts:
    return _CONTEXT | {
        "@type": "Person",
        "name": name,
        "jobTitle": task,
        "url": url,
        "worksFor": employer,
    }


def product(
    *, name: str, description: str, url: str, maker: str, image: str, price: int | None
) -> Facts:
    """Goods of a business; what is not said about them is left out."""
    details = {"description": description, "image": image}
    known: Facts = {key: value for key, value in details.items() if value}
    if price is not None:
        known["offers"] = {
            "@type": "Offer",
            "price": str(price),
            "priceCurrency": "IDR",
            "url": url,
        }
    brand = {"@type": "Brand", "name": maker}
    return _CONTEXT | {"@type": "Product", "name": name, "url": url, "brand": brand} | known


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


def breadcrumbs(steps: Sequence[str], *, site_url: str) -> Facts:
    """From label, address, label, address, …, label: the last is the page itself."""
    labels, addresses = steps[::2], steps[1::2]
    trail: list[Facts] = [
        {"@type": "ListItem", "position": place, "name": label, "item": site_url + address}
        for place, (label, address) in enumerate(zip(labels, addresses, strict=False), start=1)
    ]
    trail.append({"@type": "ListItem", "position": len(labels), "name": labels[-1]})
    return _CONTEXT | {"@type": "BreadcrumbList", "itemListElement": trail}
