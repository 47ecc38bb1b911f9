"""The elements of a page of HTML as plain data for the template: words as texts, never as mark-up.

Every element becomes a dictionary with its `kind`; the template says how each kind, and each class, looks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import unquote, urlsplit

from lxml.html import HtmlElement

from quire.printing.figures import read_drawing, read_figure
from quire.printing.pages import Page, find_destination, say_left_out
from quire.showing.formulas import CLASS, draw_formula

Node = dict[str, Any]
Piece = Node | str

SPACE = re.compile(r"[ \t\r\n\f]+")
INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufe0e\ufe0f\ufeff"))
LEFT_OUT = frozenset(
    ["script", "style", "form", "button", "template", "noscript", "dialog", "caption"]
)
MARKS = {"strong": "strong", "b": "strong", "em": "emph", "i": "emph", "cite": "emph"} | {
    "sup": "super",
    "sub": "sub",
    "small": "small",
}
SAID = "./figcaption//*[contains(@class, 'study-figure-{}')]"
INLINE = frozenset(["a", "span", "code", "br", "label", "img", *MARKS])
HEADINGS = {"h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
APART = frozenset(["p", "div", "li", "dt", "dd"])
"""Blocks that stand on a line of their own inside a cell of a table."""

LONGEST_WORD = 22
"""Letters in a cell; a longer word, such as an address, may be broken, where it has a sign between letters if it has one."""

BREAKS = re.compile(rf"[^\W_]{{1,{LONGEST_WORD}}}[\W_]?|[\W_]")
SHORT = 14
"""Letters of a cell, such as an interval, that stays on one line."""

WIDEST = 3
"""Of each column, how many of its longest words and cells are measured."""

LONG_ROW = 400
"""Letters of the longest cell from which a row may go on on the next sheet."""


@dataclass
class Places:
    """Labels of all places, by page and id, and the links that wait to know theirs."""

    pages: frozenset[str]
    labels: dict[str, str] = field(default_factory=dict)
    links: list[Node] = field(default_factory=list)

    def resolve(self) -> None:
        """Give every link its label; what has no place of its own is at the top of its page."""
        for link in self.links:
            page = link["to"].split("#")[1]
            link["to"] = self.labels.get(link["to"], f"#{page}#")


@dataclass
class Reader:
    """Reads the blocks of one page.

    Attributes
    ----------
    root
        The checkout; addresses of figures are from there.
    page
        The page.
    folder
        Where it is.
    places
        Where labels and links are noted.
    longest
        Rows of a table, without its heads, at most; a longer one stays in the web form of the book.
    look
        Rules of CSS for drawings that stand in the page itself.
    """

    root: Path
    page: Page
    folder: Path
    places: Places
    longest: int | None = None
    look: str = ""
    _pictures: list[Node] | None = None
    _waiting: list[str] = field(default_factory=list)
    _written: bool = False
    _space: bool = False
    _in_cell: bool = False

    def read(self, element: HtmlElement) -> list[Node]:
        """What stands inside an element, in its order; words without a paragraph become one."""
        blocks: list[Node] = []
        loose: list[HtmlElement | str] = []
        for child in iterate(element):
            if isinstance(child, str) or child.tag in INLINE or CLASS in child.classes:
                loose.append(child)
                continue
            blocks += self._loose(loose)
            loose = []
            blocks += self._block(child)
        return blocks + self._loose(loose)

    def _block(self, element: HtmlElement) -> list[Node]:
        if element.tag in LEFT_OUT or "hidden" in element.attrib:
            return []
        self._note(element)
        make = self.KINDS.get(str(element.tag))
        if make:
            return make(self, element)
        inside = self.read(element)
        plain = element.tag in {"section", "div"} and not set(element.classes)
        return inside if plain or not inside else [self._node("group", element, body=inside)]

    def _node(self, kind: str, element: HtmlElement, **more: Any) -> Node:
        """Data of a block, with what the look may depend on: the element's classes, and its name."""
        return {"kind": kind, "classes": [*element.classes, str(element.tag)], **more}

    def _note(self, element: HtmlElement) -> HtmlElement:
        """Let the id of an element wait for a block that gets the label."""
        if element.get("id"):
            self._waiting.append(element.attrib["id"])
        return element

    def _place(self) -> Node:
        """One label for all the ids that wait for a block."""
        ids, self._waiting = self._waiting, []
        labels = [f"#{self.page.name}#{id_}" for id_ in ids]
        self.places.labels |= dict.fromkeys(labels, labels[0] if labels else "")
        return {"place": labels[0]} if labels else {}

    def _loose(self, pieces: Iterable[HtmlElement | str]) -> list[Node]:
        return self._words_and_pictures(pieces, {"kind": "par", "classes": []})

    def _paragraph(self, element: HtmlElement) -> list[Node]:
        return self._words_and_pictures(iterate(element), self._node("par", element))

    def _words_and_pictures(
        self, pieces: Iterable[HtmlElement | str], paragraph: Node
    ) -> list[Node]:
        """A paragraph, and below it the pictures that stand in it."""
        outer, self._pictures = self._pictures, []
        body = self.words(pieces)
        pictures, self._pictures = self._pictures, outer
        made = [{**paragraph, "body": body, **self._place()}] if body else []
        return made + [
            {
                "kind": "figure",
                "title": [],
                "subtitle": [],
                "images": [image],
                "notes": [],
                **self._place(),
            }
            for image in pictures
        ]

    def words(self, pieces: Iterable[HtmlElement | str]) -> list[Piece]:
        """Running text: emphasis, code, links; blanks as a browser has them."""
        self._written = self._space = False
        return [made for piece in pieces for made in self._piece(piece)]

    def _piece(self, piece: HtmlElement | str) -> list[Piece]:
        if isinstance(piece, str):
            return self._text(piece)
        if piece.tag in {*LEFT_OUT, "svg"} or "hidden" in piece.attrib:
            return self._formula(piece) if CLASS in piece.classes else []
        if piece.tag in {"br", "img"}:
            return self._break() if piece.tag == "br" else self._image_inside(piece)
        place: list[Piece] = []
        if piece.get("id"):
            label = f"#{self.page.name}#{piece.attrib['id']}"
            self.places.labels[label] = label
            place = [{"kind": "place", "place": label}]
        if piece.tag == "code":
            return place + self._code(piece)
        if piece.tag in APART and self._written:
            place += self._break()
        inside = [made for child in iterate(piece) for made in self._piece(child)]
        if piece.tag in APART:
            self._space = True
        return place + (self._mark(piece, inside) if inside else [])

    def _image_inside(self, image: HtmlElement) -> list[Piece]:
        """A picture between words is set below them; in a heading or a cell its description stands for it."""
        if self._pictures is None or urlsplit(image.get("src", "")).scheme:
            return self._text(describe(image))
        self._pictures.append(self._image(image))
        return []

    def _image(self, image: HtmlElement) -> Node:
        path = (self.folder / unquote(image.get("src", ""))).resolve()
        return {"alt": describe(image), **read_figure(self.root, path)}

    def _drawing(self, element: HtmlElement) -> list[Node]:
        """A drawing in the page itself; one that nothing is said of is an ornament of the screen."""
        alt = element.get("aria-label", "")
        made = read_drawing(element, self.look) if alt else {}
        return [{"kind": "drawing", "alt": alt, **made, **self._place()}] if made else []

    def _mark(self, element: HtmlElement, inside: list[Piece]) -> list[Piece]:
        if element.tag == "a":
            address = find_destination(self.page.name, element.get("href", ""), self.places.pages)
            if not address:
                return inside
            link = {"kind": "link", "to": address, "body": inside}
            if address.startswith("#"):
                self.places.links.append(link)
            return [link]
        if element.get("lang"):
            return [{"kind": "lang", "lang": element.attrib["lang"], "body": inside}]
        mark = MARKS.get(str(element.tag))
        return [{"kind": mark, "body": inside}] if mark else inside

    def _text(self, text: str) -> list[Piece]:
        words = SPACE.sub(" ", text.translate(INVISIBLE))
        before = self._written and (self._space or words.startswith(" "))
        if not words.strip():
            self._space = self._space or bool(words)
            return []
        self._written, self._space = True, words.endswith(" ")
        words = words.strip()
        return [*[" "] * before, break_words(words) if self._in_cell else words]

    def _code(self, element: HtmlElement) -> list[Piece]:
        made = self._text(element.text_content())
        return [piece if piece == " " else {"kind": "code", "text": piece} for piece in made]

    def _formula(self, element: HtmlElement) -> list[Piece]:
        drawn = draw_formula(element.get("aria-label", ""))
        made: Node = {"kind": "formula", "text": drawn.tex, "svg": drawn.svg}
        made |= {"width": drawn.width, "depth": drawn.depth}
        return [piece if piece == " " else made for piece in self._text("\ufffc")]

    def _break(self) -> list[Piece]:
        written, self._written, self._space = self._written, False, False
        return [{"kind": "break"}] if written else []

    def _heading(self, element: HtmlElement) -> list[Node]:
        place = self._place()
        body = self.words(iterate(element))
        depth = HEADINGS[str(element.tag)]
        level = {"depth": depth, "level": self.page.level + depth - 1}
        return [{"kind": "heading", **level, "body": body, **place}] if body else []

    def _list(self, element: HtmlElement) -> list[Node]:
        items = [self.read(self._note(item)) for item in element.findall("li")]
        start = int(element.get("start", 1)) if element.tag == "ol" else 0
        return [self._node("list", element, start=start, items=items)] if items else []

    def _pre(self, element: HtmlElement) -> list[Node]:
        text = element.text_content().strip("\n")
        return [{"kind": "pre", "text": text, **self._place()}] if text.strip() else []

    def _figure(self, element: HtmlElement) -> list[Node]:
        place = self._place()
        captions = element.xpath("./figcaption/p")
        titles = element.xpath(SAID.format("title")) or captions
        subtitles = element.xpath(SAID.format("subtitle"))
        notes = [
            block
            for legend in element.xpath(".//*[@class='legend']")
            for block in self.read(legend)
        ]
        images = [
            self._image(image)
            for image in element.iter("img")
            if not urlsplit(image.get("src", "")).scheme
        ]
        if not images:
            return self.read(element)
        title, subtitle = (
            [piece for line in lines for piece in self.words(iterate(line))]
            for lines in (titles, subtitles)
        )
        said: Node = {"title": title, "subtitle": subtitle, "notes": notes}
        return [{"kind": "figure", "images": images, **said, **place}]

    def _table(self, element: HtmlElement) -> list[Node]:
        place = self._place()
        caption = element.find("caption")
        title = self.words(iterate(caption)) if caption is not None else []
        self._in_cell = True
        rows = [self._row(row) for row in element.iter("tr")]
        self._in_cell = False
        rows = [row for row in rows if row["cells"]]
        count = sum(not row["head"] for row in rows)
        if self.longest is not None and count > self.longest:
            body = [*title, ": ", say_left_out(self.page, count)]
            return [{"kind": "par", "classes": ["print-source"], "body": body, **place}]
        if not rows:
            return []
        longest = max(len(row["cells"]) for row in rows)
        for row in rows:
            row["cells"] += [EMPTY] * (longest - len(row["cells"]))
        columns = [measure_column([row["cells"][n] for row in rows]) for n in range(longest)]
        return [{"kind": "table", "title": title, "rows": rows, "columns": columns, **place}]

    def _row(self, row: HtmlElement) -> Node:
        parent = row.getparent()
        head = parent is not None and parent.tag == "thead"
        cells = []
        for cell in row.iterchildren("th", "td"):
            number = "number" in cell.classes
            body = self.words(iterate(cell))
            node = {"number": number, "strong": cell.tag == "th" or head, "body": body}
            # a cell over several columns is followed by empty ones
            cells += [node, *[EMPTY] * (int(cell.get("colspan", 1)) - 1)]
        longest = max((len(read_text(cell["body"])) for cell in cells), default=0)
        return {"head": head, "whole": longest < LONG_ROW, "cells": cells}

    KINDS: ClassVar[dict[str, Callable[[Reader, HtmlElement], list[Node]]]] = {
        **dict.fromkeys(["p", "summary", "dt"], _paragraph),
        "ul": _list,
        "ol": _list,
        "pre": _pre,
        "figure": _figure,
        "table": _table,
        "svg": _drawing,
        **dict.fromkeys(HEADINGS, _heading),
    }


EMPTY: Node = {"number": False, "strong": False, "body": []}


def describe(image: HtmlElement) -> str:
    """What a picture shows; nothing where its file's name stands for that."""
    alt = image.get("alt", "")
    return "" if alt and image.get("src", "").endswith(alt.rpartition("/")[2]) else alt


def iterate(element: HtmlElement) -> Iterator[HtmlElement | str]:
    """The elements and texts inside an element, in their order."""
    if element.text:
        yield element.text
    for child in element:
        if isinstance(child.tag, str):
            yield child
        if child.tail:
            yield child.tail


def read_text(body: Piece | Iterable[Piece]) -> str:
    """The words of some data on one line.

    >>> read_text(["A ", {"kind": "strong", "body": ["b"]}, {"kind": "break"}, {"kind": "code", "text": "c"}])
    'A b c'
    """
    if isinstance(body, str):
        return body
    if isinstance(body, dict):
        inside: Piece | list[Piece] = body.get("text") or body.get("body") or ""
        return " " if body["kind"] == "break" else read_text(inside)
    return "".join(map(read_text, body))


def break_words(text: str) -> str:
    r"""Words of a cell with places, that take no room, at which long ones may be broken.

    >>> break_words("short, data/raw/framework/perception_of_residents.csv").split("\u200b")
    ['short, data/', 'raw/', 'framework/', 'perception_', 'of_', 'residents.', 'csv']
    """
    return " ".join(
        "\u200b".join(BREAKS.findall(word)) if len(word) > LONGEST_WORD else word
        for word in text.split(" ")
    )


def measure_column(cells: Iterable[Node]) -> Node:
    """The longest words and the longest cells of a column, which the template measures; strong ones apart."""
    column: dict[str, list[list[str]]] = {"words": [], "cells": []}
    listed = list(cells)
    for strong in (False, True):
        texts = {read_text(cell["body"]) for cell in listed if cell["strong"] == strong}
        words = {
            word
            for text in texts
            for word in (
                [text] if len(text) <= SHORT and not strong else re.split("[ \u200b]", text)
            )
        }
        for kind, found in (("words", words), ("cells", texts)):
            longest = sorted(found, key=lambda text: (-len(text), text))[:WIDEST]
            column[kind] += [[text, "bold" if strong else "regular"] for text in longest if text]
    return column
