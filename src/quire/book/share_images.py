"""A picture for each page of the book, shown where somebody shares its address: the page's title in the look of the study."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import matplotlib as mpl
from PIL import Image, ImageDraw, ImageFont

FOLDER = "_static/share"
SIZE = (1200, 630)
MARGIN = 90
INK = (22, 50, 79)
"""The one colour; everything is a shade of it, from 0 (the colour itself) to 255 (white)."""

QUIET, SHADES = 70, 16
LINES = 4
"""Lines a title may take; the rest of a longer one is cut."""

TITLE = re.compile(r"^# +(.+?)\s*$", re.MULTILINE)
MARKUP = re.compile(r"\\(.)|[`*_]|\{[^}]*\}|<[^>]*>")


def share_files(files: Mapping[str, bytes], name: str) -> dict[str, bytes]:
    """The picture of every page, by its path in the book.

    Parameters
    ----------
    files
        The files of the assembled book; pages are `.md` and `.ipynb`.
    name
        What the book is called.
    """
    pages = [
        each for each in files if each.endswith((".md", ".ipynb")) and not each.startswith("_")
    ]
    return {
        f"{FOLDER}/{each.rpartition('.')[0]}.png": picture(title_of(each, files[each]), name)
        for each in pages
    }


def title_of(page: str, data: bytes) -> str:
    r"""The title of a page: its first heading, without markup.

    >>> title_of("a.md", b"(mark)=\n# The *2019* edition\n")
    'The 2019 edition'
    """
    text = data.decode("utf-8")
    if page.endswith(".ipynb"):
        text = "\n".join(
            "".join(cell["source"])
            for cell in json.loads(text)["cells"]
            if cell["cell_type"] == "markdown"
        )
    found = TITLE.search(text)
    return MARKUP.sub(lambda each: each[1] or "", found[1]) if found else ""


@cache
def picture(title: str, name: str) -> bytes:
    """A title drawn large above the name of the book, as PNG that is the same bytes every time."""
    image = Image.new("L", SIZE, 255)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, 28, SIZE[1]), fill=0)
    top = MARGIN
    for line in _lines(title, SIZE[0] - 2 * MARGIN):
        draw.text((MARGIN, top), line, fill=0, font=_font(64, bold=True))
        top += 84
    draw.line((MARGIN, SIZE[1] - 150, MARGIN + 120, SIZE[1] - 150), fill=0, width=6)
    draw.text((MARGIN, SIZE[1] - 125), name, fill=QUIET, font=_font(38))
    target = io.BytesIO()
    _coloured(image).save(target, format="PNG", bits=4)
    return target.getvalue()


def _coloured(grey: Image.Image) -> Image.Image:
    """A picture in shades of grey as one in shades of the colour; few of them, so that the file is small."""
    shades = grey.point([value * SHADES // 256 for value in range(256)])
    image = Image.frombytes("P", grey.size, shades.tobytes())
    mixed = [
        [round(part + (255 - part) * shade / (SHADES - 1)) for part in INK]
        for shade in range(SHADES)
    ]
    image.putpalette([part for colour in mixed for part in colour])
    return image


def _lines(text: str, width: int) -> list[str]:
    """A text broken into lines that fit, the last of them cut where there is more."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and _fits(longer, width):
            lines[-1] = longer
        else:
            lines.append(word)
    if len(lines) <= LINES:
        return lines
    last = lines[LINES - 1]
    while last and not _fits(f"{last} …", width):
        last = last.rpartition(" ")[0]
    return [*lines[: LINES - 1], f"{last} …"]


def _fits(line: str, width: int) -> bool:
    return _font(64, bold=True).getlength(line) <= width


@cache
def _font(size: int, *, bold: bool = False) -> ImageFont.FreeTypeFont:
    """The study's typeface, which comes with matplotlib."""
    folder = Path(mpl.get_data_path()) / "fonts" / "ttf"
    return ImageFont.truetype(str(folder / f"DejaVuSans{'-Bold' if bold else ''}.ttf"), size)
