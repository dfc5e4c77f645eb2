"""QR codes as SVG in the page: no file, no script, no style."""

import segno
from django.utils.safestring import SafeString, mark_safe


def svg(text: str, *, title: str) -> SafeString:
    """The code of this text, black on white, with its quiet zone; sized by the style sheet."""
    code = segno.make(text, error="m", micro=False)
    # Made by segno, which escapes the title.
    return mark_safe(  # noqa: S308
        code.svg_inline(svgclass="qr", lineclass=None, omitsize=True, border=4, title=title)
    )
