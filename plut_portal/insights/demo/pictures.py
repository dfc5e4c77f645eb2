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

SIZE = (1200, 900)
_TABLE, _WALL, _SHADOW = "#b98d5b", "#efe6d3", "#00000055"
PAPER = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@dataclass(frozen=True)
class Goods:
    """What stands on the table: a pack, a jar or a bottle, its colour, its label."""

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
}


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
    pen.rounded_rectangle(body, 14 if goods.shape == "pack" else 46, fill=goods.colour)
    if goods.shape == "pack":
        _seal(pen, body)
    _label(pen, body, goods.label)
    out = BytesIO()
    picture.save(out, "JPEG", quality=80)
    return out.getvalue()


def _shade(picture: Image.Image, body: tuple[int, int, int, int]) -> None:
    left, _top, right, bottom = body
    shadow = Image.new("RGBA", picture.size)
    ImageDraw.Draw(shadow).ellipse((left - 20, bottom - 40, right + 110, bottom + 50), _SHADOW)
    shadow = shadow.filter(ImageFilter.GaussianBlur(14))
    picture.paste(shadow, mask=shadow)


def _seal(pen: ImageDraw.ImageDraw, body: tuple[int, int, int, int]) -> None:
    """The pressed edges of a bag."""
    left, top, right, bottom = body
    for edge in (top, bottom - 30):
        for line in range(left, right, 12):
            pen.line((line, edge, line, edge + 30), fill="#00000030", width=3)
        pen.line((left, edge + 30, right, edge + 30), fill="#ffffff", width=2)


def _label(pen: ImageDraw.ImageDraw, body: tuple[int, int, int, int], text: str) -> None:
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
