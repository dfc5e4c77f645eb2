"""Plain text made by templates, whose tags leave empty lines behind."""

import re


def tidy(text: str) -> str:
    """At most one empty line between paragraphs, none at the ends."""
    return re.sub(r"\n\s*\n", "\n\n", text).strip()
