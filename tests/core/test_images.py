"""What people send is told by its content and made anew (FM-44, FM-48)."""

import subprocess
import sys
import zlib
from io import BytesIO
from struct import pack

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from plut_portal.core import images
from tests.pictures import ON_ITS_SIDE, picture, scanned_apart, telling_picture

# What a worker may take: two of them and the web stand on a machine of two gigabytes.
MOST_MEGABYTES = 450

HTML_IN_JPG = b"\xff\xd8\xff\xe0<html><script>alert(1)</script></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
XXE = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "http://127.0.0.1:9/">]><a>&b;</a>'
GIF = b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff!\xf9\x04\x00\x00"
HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + bytes(200)
POLYGLOT = picture() + b"<script>alert(1)</script>PK\x03\x04" + bytes(50)


def remake(data):
    return images.remake(data, edges=[480, 1280], kind="WEBP", quality=70)


def opened(copy):
    return Image.open(BytesIO(copy.data))


def png_header(width, height):
    """A PNG that only claims its size."""
    start = pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunk = b"IHDR" + start
    head = b"\x89PNG\r\n\x1a\n" + pack(">I", 13) + chunk + pack(">I", zlib.crc32(chunk))
    body = b"IDAT" + zlib.compress(bytes(1000))
    return head + pack(">I", len(body) - 4) + body + pack(">I", zlib.crc32(body))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_check_passes_the_three_kinds(kind):
    images.check(BytesIO(picture(kind)))


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (HTML_IN_JPG, "not_a_picture"),
        (SVG, "not_a_picture"),
        (XXE, "not_a_picture"),
        (GIF, "not_a_picture"),
        (b"", "not_a_picture"),
        (b"%PDF-1.7", "not_a_picture"),
        (b"MZ" + bytes(500), "not_a_picture"),
        (picture()[:20], "not_a_picture"),
        (picture("PNG")[:-20], "not_a_picture"),
        (HEIC, "heic"),
        (png_header(10_000, 10_000), "pixels"),
        (png_header(2**31 - 1, 2**31 - 1), "pixels"),
    ],
)
def test_fm48_check_tells_by_content(data, code):
    with pytest.raises(ValidationError) as refusal:
        images.check(BytesIO(data))

    assert refusal.value.code == code


@given(st.binary(max_size=400))
def test_check_answers_any_bytes_with_a_sentence(data):
    for start in (b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF\x10\x00\x00\x00WEBPVP8 "):
        with pytest.raises(ValidationError):
            images.check(BytesIO(start + data))


@settings(max_examples=60)
@given(st.sampled_from(["JPEG", "PNG", "WEBP"]), st.data())
def test_remake_of_a_damaged_picture_is_a_picture_or_unreadable(kind, data):
    damaged = bytearray(picture(kind, (64, 48)))
    for place in data.draw(st.lists(st.integers(0, len(damaged) - 1), max_size=12)):
        damaged[place] = data.draw(st.integers(0, 255))

    try:
        copies = remake(bytes(damaged[: data.draw(st.integers(1, len(damaged)))]))
    except images.Unreadable:
        return

    assert [opened(copy).format for copy in copies] == ["WEBP", "WEBP"]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_remake_refuses_a_picture_that_is_cut_off(kind):
    data = picture(kind, (900, 700))

    with pytest.raises(images.Unreadable):
        remake(data[: len(data) * 2 // 3])


def test_qs6_remake_leaves_place_camera_and_everything_else_behind():
    sent = telling_picture()
    assert b"rahasia" in sent

    copies = remake(sent)

    for copy in copies:
        shown = opened(copy)
        assert dict(shown.getexif()) == {}
        assert set(shown.info) <= {"loop", "background", "timestamp", "duration"}
        for trace in (b"ahasia", b"EXIF", b"Exif", b"ICCP", b"XMP", b"GPS"):
            assert trace not in copy.data


def test_remake_of_a_document_leaves_nothing_behind_either():
    [copy] = images.remake(telling_picture(), edges=[2200], kind="JPEG", quality=82)

    assert b"ahasia" not in copy.data
    assert b"Exif" not in copy.data
    assert not opened(copy).getexif()


def test_remake_turns_a_photo_taken_upright():
    large, small = remake(telling_picture((800, 600), turn=ON_ITS_SIDE))

    assert (large.width, large.height) == (600, 800)
    assert (small.width, small.height) == (360, 480)
    # What lay on the left stands on top.
    red, _green, _blue = opened(large).convert("RGB").getpixel((300, 100))
    assert red > 150


def test_remake_never_enlarges():
    large, small = remake(picture(size=(300, 200)))

    assert [(copy.width, copy.height) for copy in (large, small)] == [(300, 200)] * 2


@pytest.mark.parametrize("mode", ["L", "P", "RGBA", "LA", "1", "CMYK"])
def test_remake_reads_every_kind_of_colour(mode):
    kind = "JPEG" if mode == "CMYK" else "PNG"

    large, _small = remake(picture(kind, (400, 300), mode))

    assert opened(large).size == (400, 300)


def test_remake_puts_what_is_transparent_on_white():
    out = BytesIO()
    Image.new("RGBA", (60, 40), (0, 0, 0, 0)).save(out, "PNG")

    large, _small = remake(out.getvalue())

    assert min(opened(large).convert("RGB").getpixel((30, 20))) > 250


def test_qs6_remake_leaves_out_what_hangs_behind_a_picture():
    images.check(BytesIO(POLYGLOT))

    for copy in remake(POLYGLOT):
        assert b"script" not in copy.data
        assert b"PK\x03\x04" not in copy.data


def test_remake_takes_a_photo_in_several_pictures_as_the_first():
    """Phones hang a depth picture or a short film behind the photo (MPO)."""
    out = BytesIO()
    first = Image.open(BytesIO(picture(size=(640, 480))))
    second = Image.open(BytesIO(picture(size=(320, 240))))
    first.save(out, "MPO", save_all=True, append_images=[second])

    images.check(BytesIO(out.getvalue()))
    large, _small = remake(out.getvalue())

    assert (large.width, large.height) == (640, 480)


SLOWEST = """
import sys
sys.path.insert(0, ".")
from io import BytesIO
from resource import RUSAGE_SELF, getrusage
from PIL import Image
from plut_portal.core import images
data = open(sys.argv[1], "rb").read()
before = getrusage(RUSAGE_SELF).ru_maxrss
images.check(BytesIO(data))
images.remake(data, edges=[480, 1280], kind="WEBP", quality=70)
print((getrusage(RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


@pytest.mark.parametrize(
    ("kind", "side", "options"),
    [
        ("JPEG", (12_000, 10_000), {}),
        ("JPEG", (5_000, 5_000), {"progressive": True, "subsampling": 0}),
        ("PNG", (5_000, 5_000), {"compress_level": 1}),
        ("WEBP", (5_000, 5_000), {"method": 0}),
    ],
    ids=["JPEG", "progressive", "PNG", "WEBP"],
)
def test_qs6_the_largest_picture_we_open_fits_into_a_worker(tmp_path, kind, side, options):
    file = tmp_path / "terbesar"
    Image.new("RGB", side, (30, 140, 60)).save(file, kind, **options)

    assert memory_taken_by(file) < MOST_MEGABYTES


def test_qs6_the_largest_jpeg_in_several_scans_fits_into_a_worker(tmp_path):
    file = tmp_path / "terbesar"
    file.write_bytes(scanned_apart((5_000, 5_000)))

    assert memory_taken_by(file) < MOST_MEGABYTES


def memory_taken_by(file):
    """In megabytes, in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", SLOWEST, file], capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stderr
    return int(done.stdout)


def test_remake_reads_a_jpeg_with_one_scan_for_each_colour():
    data = scanned_apart((640, 480))

    images.check(BytesIO(data))
    large, _small = remake(data)

    assert (large.width, large.height) == (640, 480)


def comment_like_a_scan(place):
    """The longest there may be; from the place on it reads like a scan of three colours."""
    return b"\xff\xff" + (bytes(place) + b"\xff\xda\x00\x0c\x03").ljust(65_533, b"\x00")


@pytest.mark.parametrize(
    "before_the_scan",
    [
        b"",
        b"\xff\xfe" + comment_like_a_scan(0),
        # Read with a length, as other markers have one, each of these leads to what is no scan.
        b"\xff\xff\xfe" + comment_like_a_scan(0xFEFF - 3),
        b"\xff\xd0\xff\xe0" + comment_like_a_scan(0xFFE0 - 4),
    ],
    ids=["plain", "comment", "filled up", "without length"],
)
def test_qs6_a_jpeg_that_is_held_whole_may_have_fewer_pixels(before_the_scan):
    data = scanned_apart((5_000, 5_001))
    start = data.index(b"\xff\xda")

    with pytest.raises(ValidationError) as refusal:
        images.check(BytesIO(data[:start] + before_the_scan + data[start:]))

    assert refusal.value.code == "pixels"


def test_one_pixel_row_more_is_refused():
    out = BytesIO()
    Image.new("L", (12_000, 10_001)).save(out, "JPEG", quality=10)

    with pytest.raises(ValidationError) as refusal:
        images.check(BytesIO(out.getvalue()))

    assert refusal.value.code == "pixels"
