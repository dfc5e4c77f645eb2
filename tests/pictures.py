"""Pictures for tests, drawn on the spot."""

from functools import cache
from io import BytesIO

from PIL import Image, ImageDraw
from PIL.ExifTags import GPS, IFD, Base

# Where the phone says it was: somewhere in Batu.
LATITUDE, LONGITUDE = (7.0, 52.0, 12.3), (112.0, 31.0, 45.6)
UPRIGHT, ON_ITS_SIDE = 1, 6


@cache
def picture(kind="JPEG", size=(800, 600), mode="RGB", **options) -> bytes:
    """Red on the left, green on the right, so that turns and sizes can be told."""
    image = Image.new("RGB", size, (30, 140, 60))
    ImageDraw.Draw(image).rectangle((0, 0, size[0] // 2, size[1]), fill=(190, 30, 30))
    out = BytesIO()
    image.convert(mode).save(out, kind, **options)
    return out.getvalue()


def telling_picture(size=(800, 600), turn=UPRIGHT) -> bytes:
    """A JPEG with everything phones write into it: place, camera, profile, comment, XMP."""
    exif = Image.Exif()
    exif[Base.Make] = "Ponsel Rahasia"
    exif[Base.Orientation] = turn
    exif.get_ifd(IFD.GPSInfo).update(
        {
            GPS.GPSLatitudeRef: "S",
            GPS.GPSLatitude: LATITUDE,
            GPS.GPSLongitudeRef: "E",
            GPS.GPSLongitude: LONGITUDE,
        }
    )
    out = BytesIO()
    Image.open(BytesIO(picture(size=size))).save(
        out,
        "JPEG",
        exif=exif,
        icc_profile=b"profil rahasia" * 10,
        comment=b"komentar rahasia",
        xmp=b"<x:xmpmeta>rahasia</x:xmpmeta>",
    )
    return out.getvalue()


def scanned_apart(size) -> bytes:
    """A JPEG with one scan for each of its three colours, which Pillow does not write itself."""
    grey = picture("JPEG", size, "L")
    frame, scan = grey.index(b"\xff\xc0"), grey.index(b"\xff\xda")
    height_and_width, pixels = grey[frame + 5 : frame + 9], grey[scan + 10 : -2]
    colours = bytes([3, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0])
    coloured = b"\xff\xc0\x00\x11\x08" + height_and_width + colours
    scans = [b"\xff\xda\x00\x08\x01%c\x00\x00\x3f\x00" % number + pixels for number in (1, 2, 3)]
    return grey[:frame] + coloured + grey[frame + 13 : scan] + b"".join(scans) + grey[-2:]


def opened(file) -> Image.Image:
    """The picture in a stored file."""
    with file.open("rb") as handle:
        return Image.open(BytesIO(handle.read()))
