"""Pictures that people send: told by their content, and made anew before anybody sees them."""

import os
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from typing import IO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

# What each limit costs to decode was measured: docs/decisions/0009-photos-made-anew.md
MOST_PIXELS_JPEG, MOST_PIXELS = 120_000_000, 25_000_000
# The limits above are checked on the header, before a pixel is unpacked; Pillow's own only warns.
Image.MAX_IMAGE_PIXELS = None

FORMATS = ("JPEG", "PNG", "WEBP")
_SCAN = b"\xff\xda"
# Markers of a JPEG behind which the length of their content stands, as libjpeg reads them.
_WITH_LENGTH = {bytes([0xFF, code]) for code in range(0xC0, 0xFF)} - {
    bytes([0xFF, code]) for code in range(0xD0, 0xDA)
}
_HEIC = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"heif"}
# All that Pillow raises on a picture that is cut off, broken or made up.
_BROKEN = (OSError, SyntaxError, ValueError, TypeError, LookupError, EOFError, struct.error)


class Unreadable(Exception):
    """The bytes look like a picture but cannot be unpacked."""


@dataclass(frozen=True)
class Picture:
    data: bytes
    width: int
    height: int


def check(file: IO[bytes]) -> None:
    """Refuse what is no JPEG, PNG or WebP of a size we unpack, whatever its name says.

    Reads the header only. Raises ValidationError with a sentence for the person who sent it.
    """
    file.seek(0)
    if _is_heic(file.read(12)):
        raise ValidationError(
            _(
                "This photo is in the iPhone’s HEIC format, which most phones cannot show."
                " Choose a JPEG, or take the photo again with the camera set to “Most compatible”."
            ),
            code="heic",
        )
    file.seek(0)
    try:
        _open(file).verify()
    except Unreadable:
        raise _too_many_pixels() from None
    except _BROKEN:
        raise ValidationError(
            _("This is not a photo we can open. Please choose a JPEG, PNG or WebP photo."),
            code="not_a_picture",
        ) from None
    finally:
        file.seek(0)


def remake(data: bytes, *, edges: Iterable[int], kind: str, quality: int) -> list[Picture]:
    """The picture upright, on white, no larger than each edge, and nothing else of the file.

    Place, camera, comments, profiles and whatever hangs behind the picture stay behind. Largest
    edge first. Raises Unreadable.
    """
    try:
        return list(_copies(data, sorted(edges, reverse=True), kind, quality))
    except _BROKEN as fault:
        raise Unreadable(type(fault).__name__) from fault


def _copies(data: bytes, edges: list[int], kind: str, quality: int) -> Iterable[Picture]:
    picture = _open(BytesIO(data))
    if picture.mode not in {"RGB", "RGBA", "L", "CMYK"}:
        picture = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
    for edge in edges:
        # Of a JPEG this unpacks no more than it needs.
        picture.thumbnail((edge, edge), Image.Resampling.LANCZOS)
        yield _encode(ImageOps.exif_transpose(picture), kind, quality)


def _encode(picture: Image.Image, kind: str, quality: int) -> Picture:
    # Onto an empty one: whatever the file said about itself hangs on the old one.
    clean = Image.new("RGB", picture.size, "white")
    if picture.mode == "RGBA":
        clean.paste(picture, mask=picture)
    else:
        clean.paste(picture.convert("RGB"))
    out = BytesIO()
    clean.save(out, kind, quality=quality)
    return Picture(out.getvalue(), *clean.size)


def _open(file: IO[bytes]) -> Image.Image:
    picture = Image.open(file, formats=FORMATS)
    most = MOST_PIXELS_JPEG if _is_in_strips(picture, file) else MOST_PIXELS
    if picture.width * picture.height > most:
        raise Unreadable("too many pixels")
    return picture


def _is_in_strips(picture: Image.Image, file: IO[bytes]) -> bool:
    """Whether the decoder needs a strip at a time: a JPEG in several scans it holds whole."""
    if picture.format not in {"JPEG", "MPO"} or picture.info.get("progressive"):
        return False
    return _colours_of_first_scan(file) == len(picture.getbands())


def _colours_of_first_scan(file: IO[bytes]) -> int:
    """How many colours the first scan of a JPEG names; 0 where what stands before it is unusual."""
    file.seek(len(b"\xff\xd8"))
    while (marker := file.read(2)) in _WITH_LENGTH:
        length = int.from_bytes(file.read(2))
        if marker == _SCAN:
            return int.from_bytes(file.read(1))
        file.seek(length - 2, os.SEEK_CUR)
    return 0


def _is_heic(start: bytes) -> bool:
    return start[4:8] == b"ftyp" and start[8:12] in _HEIC


def _too_many_pixels() -> ValidationError:
    return ValidationError(
        _("This photo has more pixels than we can open. Take it again with a smaller size."),
        code="pixels",
    )
