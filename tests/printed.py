"""A small rendered book written by hand, and how its print is read back."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml
from conftest import ROOT
from pypdf import PdfReader
from pypdfium2 import PdfDocument

from quire.core.project import Project
from quire.printing.pages import read_toc
from quire.printing.printer import Printer
from quire.study import Publication

TOC = {
    "root": "index",
    "parts": [
        {"caption": "One", "chapters": [{"file": "one/first"}, {"file": "one/second"}]},
        {
            "caption": "Two",
            "chapters": [
                {"file": "list", "sections": [{"file": "below/item"}]},
                {"file": "cities/graz"},
            ],
        },
    ],
}
DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="200pt" height="{height}pt" viewBox="0 0 200 {height}">'
    '<defs><clipPath id="c"><rect x="0" y="0" width="150" height="100"/></clipPath></defs>'
    '<g clip-path="url(#c)"><path d="M 10 10 L 190 90 C 100 100 50 50 20 90 z" style="fill: #0072b2; fill-opacity: 0.5"/></g></svg>'
)
ROWS = "".join(
    f'<tr><th scope="row">Row {row}</th>{"".join(f"<td class=number>{row * column}.5</td>" for column in range(1, 9))}</tr>'
    for row in range(1, 121)
)
TABLE = (
    '<table class="study-table"><caption>A long table</caption><thead><tr><th>Head</th>'
    f"{''.join(f'<th>Column {column}</th>' for column in range(1, 9))}</tr></thead><tbody>{ROWS}</tbody></table>"
)
PAGES = {
    "index": '<section id="book"><h1>A Book<a class="headerlink" href="#book">#</a></h1>'
    '<p>See <a href="one/first.html#deep">deep</a>, <a href="https://example.org/a?b=1&amp;c=2">outside</a> and '
    '<a href="cities/graz.html">Graz</a>.</p></section>',
    "one/first": '<section id="first"><h1>First page</h1><div class="lead"><p>A lead.</p></div>'
    "<p>İstanbul, Kraków, Málaga: ρ − × ² ₂ <strong>bold</strong> &lt;b&gt; &amp; more. Αθήνα, София, 東京, 서울 →"
    ' <span lang="ar">القاهرة</span></p>'
    '<details class="above-input"><summary>Show the code</summary><pre>secret()</pre></details>'
    '<section id="deep"><h2>Deep</h2><ul><li><p>Point one</p><ul><li>Point inside</li></ul></li></ul>'
    '<ol start="3"><li>Third</li></ol>'
    '<div class="admonition important"><p class="admonition-title">Mind</p><p>In a box.</p></div>'
    '<figure id="fig"><img alt="A shape for the ear." src="../_images/shape.svg"/><figcaption><p>'
    '<span class="caption-text"><span class="study-figure-title">Caption of it</span> '
    '<span class="study-figure-subtitle">Of what and when</span></span></p><div class="legend">'
    "<p>A caption.</p></div></figcaption></figure>"
    '<div class="study-under"><p>Source: Nobody. <a class="study-origin" href="#output-x" title="Origin"></a></p>'
    '<details class="study-take"><summary>Take it with you</summary><p><a class="download" href="../x.csv">Data (CSV)</a></p>'
    "</details></div>"
    '</section><section id="where-the-numbers-come-from"><h2>Where the numbers come from</h2><p>Digests</p></section></section>',
    "one/second": f'<section id="second"><h1>Second page</h1>{TABLE}<p>Back to <a href="first.html">first</a>.</p></section>',
    "list": '<section id="list"><h1>List</h1><form><label>Filter</label></form><dl><dt>Term</dt><dd><p>Meaning</p></dd></dl>'
    '<p><a href="below/item.html#nowhere">item</a> <a href="file.csv">file</a></p><pre>a = 1\n  b = 2</pre></section>',
    "below/item": '<section id="item"><h1>Item</h1><p id="source-1">[1] A source</p><p><a href="#source-1">[1]</a></p></section>',
    "cities/graz": "<section><h1>Graz</h1><p>Only to look up.</p></section>",
}

NAMES = ("index", "one/first", "one/second", "list", "below/item")
BOOK = Publication(
    file="book",
    name="A Book",
    title="A Book",
    subtitle="Editions 2002 and 2005",
    subject="Of nothing",
    author="Nobody",
    lines=("Nobody", "Version 1"),
    pages=NAMES,
    whole=True,
    note="1 page is not printed.",
)
PART = replace(
    BOOK, file="part", title="A Part", pages=("one/second", "one/first"), whole=False, note=""
)


def write_book(project: Project, **changes: str) -> Project:
    """Write the book where `study book` would, with some pages changed."""
    for name, text in {**PAGES, **changes}.items():
        path = project.html / f"{name}.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        body = f'<article class="bd-article">{text}</article><div class="extra_footer">Text: CC BY 4.0.</div>'
        path.write_text(f"<html><body>{body}</body></html>", encoding="utf-8")
    for folder in ("_images", "_static"):
        (project.html / folder).mkdir(exist_ok=True)
    (project.html / "_images" / "shape.svg").write_text(
        DRAWING.format(height=100), encoding="utf-8"
    )
    (project.root / "book" / "print").mkdir(parents=True, exist_ok=True)
    for name in ("book.typ", "drawings.css"):
        (project.authored / "print" / name).write_bytes((ROOT / "book/print" / name).read_bytes())
    (project.html / "_static" / "logo.svg").write_bytes(
        (ROOT / "book/_static/logo.svg").read_bytes()
    )
    project.book.mkdir(parents=True, exist_ok=True)
    (project.book / "_toc.yml").write_text(yaml.safe_dump(TOC), encoding="utf-8")
    return project


def opened(data: bytes | Path) -> PdfReader:
    """A PDF to be read."""
    return PdfReader(io.BytesIO(data) if isinstance(data, bytes) else data)


def render(project: Project, publication: Publication = BOOK) -> PdfReader:
    """A publication of the small book, read back."""
    return opened(make_printer(project).render(publication))


def make_printer(project: Project) -> Printer:
    """What sets the book of a project."""
    return Printer(project, {entry[0]: entry for entry in read_toc(project)})


def words(reader: PdfReader) -> list[str]:
    """The text of each sheet on one line."""
    return [" ".join(page.extract_text().split()).replace("\u200b", "") for page in reader.pages]


def text_of(data: bytes) -> str:
    """All text, as a browser copies it out."""
    return "\n".join(page.get_textpage().get_text_range() for page in PdfDocument(data))  # type: ignore[no-untyped-call]


def signs_from_the_left(data: bytes, sign: str) -> str:
    """Letters and digits of the first line with a sign on the last sheet, in the order of their places."""
    book = PdfDocument(data)  # type: ignore[no-untyped-call]
    text = book[len(book) - 1].get_textpage()
    signs = text.get_text_range()
    boxes = [(*text.get_charbox(n), signs[n]) for n in range(len(signs)) if signs[n].isalnum()]
    level = next(box[1] for box in boxes if box[4] == sign)
    return "".join(box[4] for box in sorted(boxes) if box[1] < level + 8 and box[3] > level)


def outline(reader: PdfReader) -> list[Any]:
    """Titles and sheets (from 1) of the outline, nested as they are."""

    def read(entries: list[Any]) -> list[Any]:
        return [
            read(entry)
            if isinstance(entry, list)
            else (entry.title, (reader.get_destination_page_number(entry) or 0) + 1)
            for entry in entries
        ]

    return read(reader.outline)


def links(reader: PdfReader) -> Iterator[tuple[int, str, int]]:
    """The sheet of each link, the web address it leads to, or the sheet inside (0 if it leads outside)."""
    for number, page in enumerate(reader.pages, start=1):
        for entry in page.annotations or []:
            link = entry.get_object()
            if "/A" in link and "/URI" in link["/A"]:
                yield number, str(link["/A"]["/URI"]), 0
            else:
                place = link["/Dest"] if "/Dest" in link else link["/A"]["/D"]
                target = (
                    place
                    if not isinstance(place, str | bytes)
                    else reader.named_destinations[str(place)].dest_array
                )
                yield number, "", (reader.get_page_number(target[0].get_object()) or 0) + 1


def tags(reader: PdfReader) -> list[tuple[str, str]]:
    """The role of every element of the structure, in the order in which it is read aloud, and its alternative text."""
    root: Any = reader.trailer["/Root"]
    made: list[tuple[str, str]] = []
    waiting: list[Any] = [root["/StructTreeRoot"]["/K"]]
    while waiting:
        node = waiting.pop().get_object()
        if isinstance(node, list):
            waiting += reversed(node)
        elif isinstance(node, dict) and "/S" in node:
            made.append((str(node["/S"]).lstrip("/"), str(node.get("/Alt", ""))))
            waiting += [node["/K"]] if "/K" in node else []
    return made


def fonts(reader: PdfReader) -> dict[str, bool]:
    """Names of all typefaces, and whether the file of each is in the PDF."""
    made = {}
    for number in range(1, len(reader.xref[0]) + 1):
        thing: Any = reader.get_object(number)
        if isinstance(thing, dict) and thing.get("/Type") == "/FontDescriptor":
            name = str(thing["/FontName"]).rpartition("+")[2]
            made[name] = any(f"/FontFile{kind}" in thing for kind in ("", "2", "3"))
    return made


def overfull(data: bytes) -> list[tuple[int, str]]:
    """The sheet of every character that lies beyond the margins or on top of another one."""
    bad: list[tuple[int, str]] = []
    for number, page in enumerate(PdfDocument(data), start=1):  # type: ignore[no-untyped-call]
        text = page.get_textpage()
        signs = text.get_text_range()
        boxes = sorted(
            (*text.get_charbox(n), n) for n in range(len(signs)) if not signs[n].isspace()
        )
        width, height = page.get_size()
        for place, (left, bottom, right, top, n) in enumerate(boxes):
            if not (40 < left <= right < width - 40 and 0 < bottom <= top < height):
                bad.append((number, signs[n]))
            for other in boxes[place + 1 :]:
                if other[0] > right - 1.5:
                    break
                # letters that are drawn as one, such as ffi, lie in one box
                if abs(other[4] - n) > 2 and min(top, other[3]) - max(bottom, other[1]) > 1.5:
                    bad.append((number, signs[n]))
    return bad
