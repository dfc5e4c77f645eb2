"""A certificate as PDF: A4 landscape, worth framing; on page two what was taught.

Knows neither database nor portal: words and figures in, bytes out. Set without network, and
without files beyond what is passed in (FM-53).
"""

import json
import tempfile
from dataclasses import asdict, dataclass, field
from importlib import resources
from typing import Any, Literal

import segno
import typst


@dataclass(frozen=True)
class Section:
    """One stage on page two."""

    title: str
    hours: str
    topics: list[str]


@dataclass(frozen=True)
class Paper:
    """Everything printed, in the words it is printed in."""

    office: str
    agency: str
    address: str
    title: str
    number: str
    given_to: str
    holder: str
    business: str
    for_what: str
    track: str
    when: str
    place_and_date: str
    signatory_title: str
    signatory_name: str
    signatory_nip: str
    check_words: str
    check_url: str
    topics_title: str
    sections: list[Section] = field(default_factory=list)


def pdf(paper: Paper) -> bytes:
    return _set(paper, "pdf")[0]


def png(paper: Paper) -> list[bytes]:
    """The pages as pictures, to be looked at."""
    return _set(paper, "png")


def _set(paper: Paper, kind: Literal["pdf", "png"]) -> list[bytes]:
    source = resources.files("trainings").joinpath("certificate.typ").read_bytes()
    qr = segno.make(paper.check_url, error="m", micro=False)
    inputs = {
        "paper": json.dumps(asdict(paper)),
        "qr": qr.svg_inline(scale=1, border=0, dark="#10391f"),
    }
    # Its root is an empty folder, so that no word of the paper can read a file.
    with tempfile.TemporaryDirectory() as nothing:
        set_it: Any = typst.compile
        done = set_it(source, root=nothing, format=kind, sys_inputs=inputs, ppi=110)
    return done if isinstance(done, list) else [done]
