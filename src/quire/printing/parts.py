"""Blocks of the printed book: an element of a page of HTML becomes what reportlab sets on sheets.

Each kind of element has a short method, found by name. Running text is in `text`, tables in `tables`, figures in `figures`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

from bs4 import Tag
from bs4.element import NavigableString
from reportlab.lib.colors import HexColor
from reportlab.platypus import (
    CondPageBreak,
    Flowable,
    KeepTogether,
    LongTable,
    Paragraph,
    Preformatted,
)

from quire.printing.figures import Figure
from quire.printing.look import ACCENT, HEIGHT, LINE, STEP, TINT, WIDTH, style
from quire.printing.tables import html_rows, print_table
from quire.printing.text import LEFT_OUT, Anchor, Target, classes, plain, rich

INLINE = frozenset(
    ["a", "span", "strong", "b", "em", "i", "code", "sup", "sub", "br", "label", "img", "cite"]
)
HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 4, "h6": 4}
DROPPED = frozenset(
    [
        "study-cover",
        "headerlink",
        "cell_input",
        "above-input",
        "toctree-wrapper",
        "study-origin",
        "sd-octicon",
    ]
)
BOXES = frozenset(["admonition", "sd-card", "sd-dropdown"])
PARAGRAPHS = {
    "lead": "lead",
    "print-source": "source",
    "admonition-title": "strong",
    "where": "quiet",
    "tags": "quiet",
    "sd-card-title": "strong",
    "study-card-figure": "number",
    "study-card-basis": "quiet",
}
LONGEST_LINE = 92
"""Characters of code on a line."""


@dataclass
class Record:
    """What a pass over the sheets finds out: the sheet of each place, and where it is."""

    sheets: dict[str, int] = field(default_factory=dict)
    part: str = ""
    title: str = ""
    level: int = -1


class Place(Flowable):
    """A place that links lead to; with a title also an entry of the outline."""

    def __init__(
        self, names: Iterable[str], record: Record, title: str = "", level: int = 0
    ) -> None:
        super().__init__()
        self.names, self._record, self._title, self._level = list(names), record, title, level

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:  # noqa: N803 - the names are reportlab's
        """Say that it takes no room."""
        return 0, 0

    def draw(self) -> None:
        """Note the sheet, and make the place known."""
        for name in self.names:
            self._record.sheets[name] = self.canv.getPageNumber()
            self.canv.bookmarkHorizontal(name, 0, 26)
        if self._title:
            self._record.level = min(self._level, self._record.level + 1)
            self.canv.addOutlineEntry(self._title, self.names[0], self._record.level)


@dataclass
class Reader:
    """Reads the blocks of one page.

    Attributes
    ----------
    folder
        Where the page is; addresses of figures are relative to it.
    target, anchor
        What an address leads to, and the name of an id.
    record
        Where places are noted.
    level
        Level of the page in the outline.
    """

    folder: Path
    target: Target
    anchor: Anchor
    record: Record
    level: int = 1
    _ids: list[str] = field(default_factory=list)
    _mark: str = ""

    def blocks(
        self, node: Tag, indent: float = 0.0, room: float = WIDTH, kind: str = "text"
    ) -> list[Flowable]:
        """What stands inside an element, in its order; words without a paragraph become one."""
        made: list[Flowable] = []
        loose: list[object] = []
        for each in node.children:
            if _is_loose(each):
                loose.append(each)
                continue
            made += self._loose(loose, indent, kind)
            loose = []
            if isinstance(each, Tag):
                made += self.block(each, indent, room, kind)
        return made + self._loose(loose, indent, kind)

    def block(self, node: Tag, indent: float, room: float, kind: str) -> list[Flowable]:
        """What one element becomes; nothing if it is not for print."""
        kinds = set(classes(node))
        if node.name in LEFT_OUT or node.has_attr("hidden") or kinds & DROPPED:
            return []
        if node.get("id"):
            self._ids.append(self.anchor(str(node["id"])))
        if node.name in HEADINGS:
            return self._heading(node)
        places: list[Flowable] = []
        if self._ids and node.name != "section":
            places = [Place(self._ids, self.record)]
            self._ids = []
        if kinds & BOXES or node.name == "blockquote":
            return [*places, *self._box(node, indent, room)]
        make = self.KINDS.get(node.name)
        if make:
            return [*places, *make(self, node, indent, room, kind)]
        return [*places, *self.blocks(node, indent, room, _kind(node, kind))]

    def _loose(self, nodes: list[object], indent: float, kind: str) -> list[Flowable]:
        """Words and inline elements that follow each other, as a paragraph."""
        holder = Tag(name="p")
        for each in nodes:
            if isinstance(each, NavigableString | Tag):
                holder.append(each.__copy__() if isinstance(each, Tag) else NavigableString(each))
        return self._words(holder, indent, kind)

    def _words(self, node: Tag, indent: float, kind: str) -> list[Flowable]:
        text = rich(node, self.target, self.anchor)
        if not text:
            return []
        mark, self._mark = self._mark, ""
        return [Paragraph(f"<bullet>{mark}</bullet>{text}" if mark else text, style(kind, indent))]

    def _heading(self, node: Tag) -> list[Flowable]:
        level = HEADINGS[node.name]
        ids, self._ids = self._ids, []
        for extra in node.find_all(class_="headerlink"):
            extra.decompose()
        words = self._words(node, 0, f"h{level}")
        if level == 1:
            return [*([Place(ids, self.record)] if ids else []), *words]
        title, inside = plain(node), level < 4
        outline = (title, self.level + level - 1) if inside and ids else ("", 0)
        return [CondPageBreak(110), *([Place(ids, self.record, *outline)] if ids else []), *words]

    def _paragraph(self, node: Tag, indent: float, room: float, kind: str) -> list[Flowable]:
        return self._words(node, indent, _kind(node, kind))

    def _list(self, node: Tag, indent: float, room: float, kind: str) -> list[Flowable]:
        made: list[Flowable] = []
        if "study-cards" in classes(node):
            for item in node.find_all("li", recursive=False):
                made += self._box(item, indent, room, ACCENT)
            return made
        number = int(str(node.get("start") or 1)) - 1
        for item in node.find_all("li", recursive=False):
            number += 1
            self._mark = f"{number}." if node.name == "ol" else "•"
            made += self.block(item, indent + STEP, room - STEP, kind)
        return made

    def _terms(self, node: Tag, indent: float, room: float, kind: str) -> list[Flowable]:
        made: list[Flowable] = []
        for each in node.find_all(["dt", "dd"], recursive=False):
            if each.name == "dt":
                ids = [self.anchor(str(each["id"]))] if each.get("id") else []
                made += [
                    CondPageBreak(40),
                    Place(ids, self.record),
                    *self._words(each, indent, "strong"),
                ]
            else:
                made += self.blocks(each, indent + STEP, room - STEP, kind)
        return made

    def _code(self, node: Tag, indent: float, room: float, kind: str) -> list[Flowable]:
        text = node.get_text().strip("\n")
        return (
            [Preformatted(text, style("code", indent + 4), maxLineLength=LONGEST_LINE)]
            if text.strip()
            else []
        )

    def _figure(self, node: Tag, indent: float, room: float, kind: str) -> list[Flowable]:
        made: list[Flowable] = []
        for title in node.select("figcaption > p"):
            made += self._words(title, indent, "caption")
        for image in node.find_all("img"):
            path = self.folder / str(image["src"])
            made.append(
                Figure(path.resolve(), str(image.get("alt", "")), room, HEIGHT - 120, indent)
            )
        for legend in node.select("figcaption > .legend"):
            inside = legend.find_all(True, recursive=False)
            for each in inside:
                last = each is inside[-1] and "study-figure" in classes(node)
                made += self.block(each, indent, room, "source" if last else "legend")
        return [KeepTogether(made)] if made else []

    def _table(self, node: Tag, indent: float, room: float, kind: str) -> list[Flowable]:
        caption = node.find("caption", recursive=False)
        words = self._words(caption, indent, "caption") if caption else []
        rows, heads = html_rows(node, self.target, self.anchor)
        if not rows or not rows[0]:
            return words
        return [CondPageBreak(110), *words, print_table(rows, heads, room, indent)]

    def _box(self, node: Tag, indent: float, room: float, edge: str = LINE) -> list[Flowable]:
        inside = [
            each for each in self.blocks(node, 0, room - 22) if not isinstance(each, CondPageBreak)
        ]
        rows = [[each] for each in inside]
        if not rows:
            return []
        box = LongTable(rows, colWidths=[room - indent], hAlign="LEFT", spaceAfter=8, spaceBefore=2)
        box.setStyle(
            [
                ("BACKGROUND", (0, 0), (-1, -1), HexColor(TINT)),
                (
                    "LINEBEFORE",
                    (0, 0),
                    (0, -1),
                    2.5,
                    HexColor(ACCENT if "important" in classes(node) else edge),
                ),
                ("LEFTPADDING", (0, 0), (-1, -1), 10),
                ("RIGHTPADDING", (0, 0), (-1, -1), 10),
                ("TOPPADDING", (0, 0), (-1, -1), 0),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 0),
                ("TOPPADDING", (0, 0), (-1, 0), 6),
            ]
        )
        return [box]

    KINDS: ClassVar[dict[str, Callable[[Reader, Tag, float, float, str], list[Flowable]]]] = {
        "p": _paragraph,
        "summary": lambda self, node, indent, room, kind: self._words(node, indent, "strong"),
        "ul": _list,
        "ol": _list,
        "dl": _terms,
        "pre": _code,
        "figure": _figure,
        "table": _table,
    }


def _kind(node: Tag, kind: str) -> str:
    """The style that the classes of an element ask for, or else the one around it."""
    return next((PARAGRAPHS[each] for each in classes(node) if each in PARAGRAPHS), kind)


def _is_loose(node: object) -> bool:
    """Whether something is words or an inline element that stands outside a paragraph."""
    return isinstance(node, NavigableString) or (isinstance(node, Tag) and node.name in INLINE)
