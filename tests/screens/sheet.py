"""The contact sheet: one page of HTML, and montages to look at many pictures at once."""

from html import escape
from pathlib import Path

from PIL import Image, ImageDraw

from tests.screens.camera import Picture

COLUMNS = {360: 8, 1280: 4}
CELL = {360: (300, 1000), 1280: (600, 800)}
LABEL = 18


def write(pictures: list[Picture], folder: Path) -> None:
    (folder / "index.html").write_text(_html(pictures, folder), encoding="utf-8")
    for old in folder.glob("sheet-*.png"):
        old.unlink()
    for data in dict.fromkeys(picture.data for picture in pictures):
        for width, columns in COLUMNS.items():
            of_kind = [p for p in pictures if (p.data, p.width) == (data, width)]
            for number, start in enumerate(range(0, len(of_kind), columns), start=1):
                name = f"sheet-{data}-{width}-{number:02d}.png"
                _montage(of_kind[start : start + columns]).save(folder / name)


def _montage(pictures: list[Picture]) -> Image.Image:
    wide, high = CELL[pictures[0].width]
    sheet = Image.new("RGB", (len(pictures) * (wide + 8), high + LABEL), "#777777")
    draw = ImageDraw.Draw(sheet)
    for column, picture in enumerate(pictures):
        left = column * (wide + 8)
        draw.text((left + 2, 3), f"{picture.title} {picture.who}", fill="white")
        with Image.open(picture.path) as image:
            scale = wide / image.width
            small = image.resize((wide, round(image.height * scale)))
            sheet.paste(small.crop((0, 0, wide, min(high, small.height))), (left, LABEL))
    return sheet


def _html(pictures: list[Picture], folder: Path) -> str:
    rows = []
    for title in dict.fromkeys(picture.title for picture in pictures):
        figures = "".join(_figure(p, folder) for p in pictures if p.title == title)
        rows.append(f"<section><h2>{escape(title)}</h2><div>{figures}</div></section>")
    return (
        "<!doctype html><html lang=en><meta charset=utf-8><title>Screens</title><style>"
        "body{font:15px system-ui;margin:24px;background:#eee}"
        "section>div{display:flex;flex-wrap:wrap;gap:12px;align-items:start}"
        "figure{margin:0;max-width:320px}img{max-width:100%;max-height:520px;border:1px solid #999}"
        "b{color:#b3261e}</style>"
        f"<h1>{len(pictures)} pictures</h1>{''.join(rows)}</html>"
    )


def _figure(picture: Picture, folder: Path) -> str:
    source = escape(str(picture.path.relative_to(folder)))
    remarks = "".join(f"<br><b>{escape(remark)}</b>" for remark in picture.remarks)
    caption = f"{picture.who} · {picture.data} · {picture.width}{remarks}"
    return (
        f'<figure><a href="{source}"><img loading="lazy" src="{source}" alt=""></a>'
        f"<figcaption>{caption}</figcaption></figure>"
    )
