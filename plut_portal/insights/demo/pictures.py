"""Photos and a paper for the demonstration, drawn here: no stock, nobody's goods."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from businesses import services as business_services
from businesses.models import Business, BusinessDocument
from plut_portal.accounts import services as account_services
from plut_portal.accounts.models import Consent

Box = tuple[int, int, int, int]
SIZE = (1200, 900)
_TABLE, _WALL, _SHADOW = "#b98d5b", "#efe6d3", "#00000055"
PAPER = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@dataclass(frozen=True)
class Goods:
    """What stands on the table: a pack, a jar, a plant …, its colour, its label or none."""

    business: str
    shape: str
    colour: str
    label: str
    is_public: bool = True


GOODS = (
    Goods("Keripik Bu Sumiati", "pack", "#b3261e", "Keripik\nApel"),
    Goods("Kopi Lereng Panderman", "pack", "#4a2c17", "Kopi\nRobusta"),
    Goods("Sari Apel Ananda", "bottle", "#d9a521", "Sari\nApel"),
    Goods("Stroberi Bu Rohmah", "jar", "#c2244b", "Selai\nStroberi"),
    Goods("Yogurt Lembah Panderman", "bottle", "#e9dfe6", "Yogurt", is_public=False),
    Goods("Sambal Nuriyah", "jar", "#a62a12", "Sambal\nBawang"),
)
# (left, top, right, bottom) of the body and of the neck above it.
_SHAPES = {
    "pack": ((400, 180, 800, 760), None),
    "jar": ((420, 330, 780, 760), (450, 270, 750, 335)),
    "bottle": ((470, 330, 730, 760), (555, 170, 645, 335)),
    "box": ((370, 380, 830, 760), None),
    "crate": ((330, 440, 870, 760), None),
    "plant": ((470, 560, 730, 770), None),
    "pot": ((400, 420, 800, 770), None),
    "cloth": ((340, 220, 860, 720), None),
}
_CLAY, _SLAT = "#9c5a38", "#8f6d3f"


def add(*, at: datetime) -> None:
    """Photos for a handful of businesses, most of them for all to see, and one paper."""
    for number, goods in enumerate(GOODS, start=1):
        business = Business.objects.get(name=goods.business)
        owner = business.memberships.order_by("pk")[0].user
        sent_at = at - timedelta(days=number, hours=3)
        file = SimpleUploadedFile("foto.jpg", draw(goods))
        photo = business_services.add_photo(business=business, file=file, by=owner, at=sent_at)
        business_services.process_photo(photo_id=photo.pk)
        if goods.is_public:
            account_services.give_consent(user=owner, purpose=Consent.Purpose.CATALOGUE, at=sent_at)
    first = Business.objects.get(name=GOODS[0].business)
    business_services.add_document(
        business=first,
        kind=BusinessDocument.Kind.NIB,
        file=SimpleUploadedFile("nib.pdf", PAPER),
        by=first.memberships.order_by("pk")[0].user,
        at=at - timedelta(days=2),
    )


def draw(goods: Goods) -> bytes:
    """A JPEG as a phone would send it."""
    picture = Image.new("RGB", SIZE, _WALL)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 640, *SIZE), fill=_TABLE)
    body, neck = _SHAPES[goods.shape]
    _shade(picture, body)
    pen = ImageDraw.Draw(picture)
    if neck:
        pen.rounded_rectangle(neck, 18, fill="#3b3a36")
    pen.rounded_rectangle(body, 46 if neck else 14, fill=goods.colour)
    if details := _DETAILS.get(goods.shape):
        details(pen, body, goods.colour)
    if goods.label:
        _label(pen, body, goods.label)
    out = BytesIO()
    picture.save(out, "JPEG", quality=80)
    return out.getvalue()


def _shade(picture: Image.Image, body: Box) -> None:
    left, _top, right, bottom = body
    shadow = Image.new("RGBA", picture.size)
    ImageDraw.Draw(shadow).ellipse((left - 20, bottom - 40, right + 110, bottom + 50), _SHADOW)
    shadow = shadow.filter(ImageFilter.GaussianBlur(14))
    picture.paste(shadow, mask=shadow)


def _seal(pen: ImageDraw.ImageDraw, body: Box, colour: str) -> None:
    """The pressed edges of a bag."""
    left, top, right, bottom = body
    for edge in (top, bottom - 30):
        for line in range(left, right, 12):
            pen.line((line, edge, line, edge + 30), fill="#00000030", width=3)
        pen.line((left, edge + 30, right, edge + 30), fill="#ffffff", width=2)


def _slats(pen: ImageDraw.ImageDraw, body: Box, colour: str) -> None:
    """The boards of a crate, and what looks out over them."""
    left, top, right, bottom = body
    for number in range(6):
        x = left + 30 + number * (right - left - 120) // 5
        pen.ellipse((x, top - 55, x + 70, top + 25), fill=colour)
    pen.rectangle((left, top, right, bottom), fill="#c9a06a")
    for y in range(top, bottom, 80):
        pen.line((left, y, right, y), fill=_SLAT, width=6)


def _leaves(pen: ImageDraw.ImageDraw, body: Box, colour: str) -> None:
    """Leaves in a fan above a pot of clay."""
    left, top, right, bottom = body
    middle = (left + right) // 2
    for shift, height in ((-190, 210), (190, 210), (-110, 330), (110, 330), (0, 390)):
        tip = (middle + shift, top - height)
        pen.line((middle, top, *tip), fill="#2d4a2c", width=8)
        pen.ellipse((tip[0] - 62, tip[1] - 40, tip[0] + 62, tip[1] + 60), fill=colour)
    pen.rectangle((left, top, right, bottom), fill=_CLAY)
    pen.rectangle((left - 12, top - 12, right + 12, top + 34), fill="#b26a44")


def _rim(pen: ImageDraw.ImageDraw, body: Box, colour: str) -> None:
    """The rim of an empty pot, and leaves pressed into its side."""
    left, top, right, bottom = body
    pen.ellipse((left, top - 45, right, top + 45), fill="#5e5e58")
    for x in range(left + 50, right - 60, 90):
        pen.ellipse((x, top + 130, x + 46, bottom - 60), outline="#ffffff90", width=5)


def _weave(pen: ImageDraw.ImageDraw, body: Box, colour: str) -> None:
    """A pattern of apples and a border, as on batik."""
    left, top, right, bottom = body
    for row, y in enumerate(range(top + 50, bottom - 60, 90)):
        for x in range(left + 40 + 45 * (row % 2), right - 60, 90):
            pen.ellipse((x, y, x + 44, y + 46), outline="#f3e3c3", width=5)
            pen.ellipse((x + 16, y + 16, x + 28, y + 30), fill="#f0b429")
    pen.rectangle((left + 14, top + 14, right - 14, bottom - 14), outline="#f3e3c3", width=4)


_DETAILS = {"pack": _seal, "crate": _slats, "plant": _leaves, "pot": _rim, "cloth": _weave}


def _label(pen: ImageDraw.ImageDraw, body: Box, text: str) -> None:
    left, top, right, bottom = body
    middle = ((left + right) // 2, (top + bottom) // 2 + 30)
    height = 210
    box = (left + 24, middle[1] - height // 2, right - 24, middle[1] + height // 2)
    pen.rounded_rectangle(box, 18, fill="#fbf8f1")
    font = ImageFont.load_default(54)
    pen.multiline_text(middle, text, "#10391f", font, anchor="mm", align="center", spacing=10)
    # An apple with its leaf, above the label.
    x, y = middle[0], top + 95 if bottom - top > 500 else box[1] - 8
    if bottom - top > 500:
        pen.ellipse((x - 52, y - 46, x + 52, y + 54), fill="#fbf8f1")
        pen.ellipse((x + 4, y - 84, x + 54, y - 50), fill="#7fb069")
