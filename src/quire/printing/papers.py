"""Short papers that are made of data, such as a form or a report: their blocks, and the PDF of them.

The same blocks become a Word file in `word`. How a PDF looks is said in `paper.typ` beside this module; in which order the blocks come,
and their words, is decided by whoever makes the paper.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from quire.printing.fonts import load_fonts, say_lacks
from quire.printing.setting import set_pdf

TEMPLATE = Path(__file__).with_name("paper.typ")
BOX = "\u2610"
"""A cell of a table that is a box to tick."""

FIELD = "\u25ad"
"""A cell of a table to write in."""


@dataclass(frozen=True)
class Heading:
    """A heading; 1 is that of a section."""

    text: str
    level: int = 1
    kind: Literal["heading"] = "heading"


@dataclass(frozen=True)
class Text:
    """A paragraph: plain, first and larger, strong (and not parted from what comes after), quiet, or in a frame."""

    text: str
    look: Literal["plain", "lead", "strong", "quiet", "framed"] = "plain"
    kind: Literal["text"] = "text"


@dataclass(frozen=True)
class Listing:
    """Items below each other, with a dot or with a box to tick; boxes of short items stand in columns."""

    items: tuple[str, ...]
    boxes: bool = False
    columns: int = 1
    kind: Literal["listing"] = "listing"


@dataclass(frozen=True)
class Table:
    """A table.

    Attributes
    ----------
    head, rows
        Its cells; one that is `BOX` is to tick, one that is `FIELD` to write in.
    shares
        Widths of the columns beside each other; all the same if left out.
    numbers
        How many columns from the right hold numbers.
    """

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    shares: tuple[float, ...] = ()
    numbers: int = 0
    kind: Literal["table"] = "table"


@dataclass(frozen=True)
class Space:
    """Room to write, so many lines high; `after` stands behind it, such as a unit."""

    lines: int = 1
    after: str = ""
    kind: Literal["space"] = "space"


Block = Heading | Text | Listing | Table | Space


@dataclass(frozen=True)
class Paper:
    """A paper.

    Attributes
    ----------
    title
        Its title, also of the file.
    subtitle
        The line below.
    author
        Who says so.
    language
        Code of the language of its words.
    foot
        What stands at the foot of every page before the page number.
    blocks
        What it says, in the order of reading.
    """

    title: str
    subtitle: str
    author: str
    language: str
    foot: str
    blocks: tuple[Block, ...]


def print_paper(
    paper: Paper,
    typefaces: Path,
    colours: Mapping[str, str] | None = None,
    tell: Callable[[str], object] = print,
) -> bytes:
    """The PDF of a paper, which everybody can read (PDF/UA-1, PDF/A-2a); the same bytes every time.

    Parameters
    ----------
    paper
        What it says.
    typefaces
        A folder that may hold typefaces beside those of the packages.
    colours
        Colours by name, in place of those of the template.
    tell
        Called with a line for each script that no typeface has.

    Raises
    ------
    StudyError
        If the template cannot set the paper.
    """
    fonts = load_fonts(typefaces)
    words = {**asdict(paper), "fonts": fonts.families, "colours": dict(colours or {})}
    words, lacks = fonts.draw(words, paper.title)
    for line in say_lacks(lacks):
        tell(line)
    return set_pdf(TEMPLATE, TEMPLATE.parent, fonts, "paper", words, TEMPLATE.name)
