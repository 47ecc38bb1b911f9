"""A small rendered book written by hand, and how its print is read back."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from conftest import ROOT
from pypdf import PdfReader
from reportlab.pdfbase.pdfmetrics import stringWidth

from quire.core.project import Project
from quire.printing.look import FACES, SHEET, register

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
    "index": '<section id="book"><h1>Smart Cities Study<a class="headerlink" href="#book">#</a></h1>'
    '<p>See <a href="one/first.html#deep">deep</a>, <a href="https://example.org/a?b=1&amp;c=2">outside</a> and '
    '<a href="cities/graz.html">Graz</a>.</p></section>',
    "one/first": '<section id="first"><h1>First page</h1><div class="lead"><p>A lead.</p></div>'
    "<p>İstanbul, Kraków, Málaga: ρ − × ² ₂ <strong>bold</strong> &lt;b&gt; &amp; more.</p>"
    '<details class="above-input"><summary>Show the code</summary><pre>secret()</pre></details>'
    '<section id="deep"><h2>Deep</h2><ul><li><p>Point one</p><ul><li>Point inside</li></ul></li></ul>'
    '<ol start="3"><li>Third</li></ol>'
    '<div class="admonition important"><p class="admonition-title">Mind</p><p>In a box.</p></div>'
    '<figure id="fig"><img alt="A shape for the ear." src="../_images/shape.svg"/><figcaption><p>'
    '<span class="caption-text">Caption of it</span></p><div class="legend"><p>Source: Nobody. '
    '<a class="download" href="../x.csv">Data (CSV)</a> <a href="#output-x">Origin</a></p></div></figcaption></figure>'
    '</section><section id="where-the-numbers-come-from"><h2>Where the numbers come from</h2><p>Digests</p></section></section>',
    "one/second": f'<section id="second"><h1>Second page</h1>{TABLE}<p>Back to <a href="first.html">first</a>.</p></section>',
    "list": '<section id="list"><h1>List</h1><form><label>Filter</label></form><dl><dt>Term</dt><dd><p>Meaning</p></dd></dl>'
    '<p><a href="below/item.html#nowhere">item</a> <a href="file.csv">file</a></p><pre>a = 1\n  b = 2</pre></section>',
    "below/item": '<section id="item"><h1>Item</h1><p id="source-1">[1] A source</p><p><a href="#source-1">[1]</a></p></section>',
    "cities/graz": "<section><h1>Graz</h1><p>Only to look up.</p></section>",
}


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
    (project.html / "_static" / "logo.svg").write_bytes(
        (ROOT / "book/_static/logo.svg").read_bytes()
    )
    (project.build / "book").mkdir(parents=True, exist_ok=True)
    (project.build / "book" / "_toc.yml").write_text(yaml.safe_dump(TOC), encoding="utf-8")
    return project


def opened(data: bytes | Path) -> PdfReader:
    """A PDF to be read."""
    return PdfReader(io.BytesIO(data) if isinstance(data, bytes) else data)


def words(reader: PdfReader) -> list[str]:
    """The text of each sheet on one line."""
    return [" ".join(page.extract_text().split()) for page in reader.pages]


def outline(reader: PdfReader) -> list[Any]:
    """Titles and sheets (from 1) of the outline, nested as they are."""

    def read(entries: list[Any]) -> list[Any]:
        return [
            read(each)
            if isinstance(each, list)
            else (each.title, (reader.get_destination_page_number(each) or 0) + 1)
            for each in entries
        ]

    return read(reader.outline)


def links(reader: PdfReader) -> Iterator[tuple[int, str, int]]:
    """The sheet of each link, the web address it leads to, or the sheet inside (0 if it leads outside)."""
    for number, page in enumerate(reader.pages, start=1):
        for each in page.annotations or []:
            link = each.get_object()
            if "/A" in link and "/URI" in link["/A"]:
                yield number, str(link["/A"]["/URI"]), 0
            else:
                yield number, "", (reader.get_page_number(link["/Dest"][0].get_object()) or 0) + 1


def drawn(reader: PdfReader) -> bytes:
    """What is drawn on all sheets, as it stands in the file."""
    return b"".join(
        content.get_data() for page in reader.pages if (content := page.get_contents()) is not None
    )


def fonts(reader: PdfReader) -> set[str]:
    """Names of the typefaces of all sheets; a name with a plus sign is embedded."""
    pages: Any = reader.pages
    return {
        str(font.get_object()["/BaseFont"])
        for page in pages
        for font in page["/Resources"]["/Font"].values()
    }


def language(reader: PdfReader) -> str:
    """Language of the document."""
    root: Any = reader.trailer["/Root"]
    return str(root["/Lang"])


def outside(reader: PdfReader) -> list[tuple[int, str]]:
    """Every stretch of text that begins or ends beyond the edge of its sheet."""
    register()
    found: list[tuple[int, str]] = []

    def look(number: int) -> Any:
        def visit(text: str, cm: Any, tm: Any, font: Any, size: float) -> None:
            if not text.strip() or font is None:
                return
            x, y = tm[4] * cm[0] + tm[5] * cm[2] + cm[4], tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
            named = str(font["/BaseFont"]).rpartition("+")[2]
            face = next(name for name, file in FACES.items() if file == named)
            end = (
                x
                + max(stringWidth(line, face, size) for line in text.strip("\n").split("\n"))
                * cm[0]
            )
            if not (0 <= x <= end <= SHEET[0] and 0 <= y <= SHEET[1]):
                found.append((number, text.strip()))

        return visit

    for number, page in enumerate(reader.pages, start=1):
        page.extract_text(visitor_text=look(number))
    return found
