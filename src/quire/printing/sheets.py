"""The sheets of the printed book: cover, contents, what stands at the head and the foot; two passes, so that the contents know the sheets.

What stands on them is read by `pages` and `parts`; when the print is made is decided in `book`.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
)

from quire.printing.figures import Figure, Measuring
from quire.printing.look import BOTTOM, FACE, HEIGHT, LEFT, LINE, SHEET, WIDTH, register, style
from quire.printing.parts import Record
from studylib.charts.style import MUTED

LANGUAGE = "en-GB"
NUMBER_ROOM = 30.0


@dataclass(frozen=True)
class Cover:
    """What the cover says.

    Attributes
    ----------
    lines
        Below the title: publisher, version and the like.
    terms
        The line on licences.
    logo
        An SVG file.
    """

    title: str
    subtitle: str
    lines: tuple[str, ...]
    terms: str
    logo: Path


class Line(Flowable):
    """A line of the contents: a title that leads to its place, and the number of its sheet."""

    def __init__(self, title: str, name: str, level: int, record: Record) -> None:
        super().__init__()
        self._name, self._record = name, record
        self._words = Paragraph(f'<a href="#{name}">{title}</a>', style("line", 12.0 * level))

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:  # noqa: N803 - the names are reportlab's
        """Leave room for the number."""
        self._width = aW
        _, height = self._words.wrap(aW - NUMBER_ROOM, aH)
        self.height = height + 1
        return aW, self.height

    def draw(self) -> None:
        """Draw title and number."""
        self._words.drawOn(self.canv, 0, 1)
        self.canv.setFont(FACE, 9)
        number = str(self._record.sheets.get(self._name, ""))
        self.canv.drawRightString(self._width, 4, number)


class Turn(Flowable):
    """The top of a page of the book: from here on head and foot are its."""

    def __init__(self, part: str, title: str, record: Record) -> None:
        super().__init__()
        self._part, self._title, self._record = part, title, record

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:  # noqa: N803 - the names are reportlab's
        """Say that it takes no room."""
        return 0, 0

    def draw(self) -> None:
        """Note part and title."""
        self._record.part, self._record.title = self._part, self._title


def cover(about: Cover) -> list[Flowable]:
    """The first sheet."""
    lines = [Paragraph(each, style("subtitle")) for each in about.lines]
    return [
        Spacer(1, 90),
        Figure(about.logo, "", 110, 110),
        Spacer(1, 36),
        Paragraph(about.title, style("title")),
        Paragraph(about.subtitle, style("subtitle")),
        Spacer(1, 150),
        *lines,
        Spacer(1, 12),
        Paragraph(about.terms, style("quiet")),
    ]


def contents(
    entries: Sequence[tuple[str, str, int, str]], note: str, record: Record
) -> list[Flowable]:
    """The table of contents.

    Parameters
    ----------
    entries
        Title, place, level and part of each page; a part has a line of its own, unless it is level 0.
    note
        What is not printed; empty if all is.
    """
    made: list[Flowable] = [Turn("", "Contents", record), Paragraph("Contents", style("h1"))]
    before = ""
    for title, name, level, part in entries:
        if part != before and level:
            made.append(Paragraph(part, style("part")))
        before = part
        made.append(Line(title, name, max(level - 1, 0), record))
    return [*made, *([Spacer(1, 12), Paragraph(note, style("quiet"))] if note else [])]


def set_sheets(
    story: Sequence[Flowable], about: Cover, record: Record, subject: str, keywords: Sequence[str]
) -> bytes:
    """Set a story on sheets and give the PDF; the same story gives the same bytes.

    The first pass notes the sheet of each place, the second one draws.
    """
    register()
    _run(story, about, record, Measuring, subject, keywords)
    record.level, record.part, record.title = -1, "", ""
    for each in story:
        # what did not fit on a sheet is marked, and reportlab would take it for what fits on none
        vars(each).pop("_postponed", None)
    return _run(story, about, record, Canvas, subject, keywords)


def _run(
    story: Sequence[Flowable],
    about: Cover,
    record: Record,
    kind: type[Canvas],
    subject: str,
    keywords: Sequence[str],
) -> bytes:
    written = io.BytesIO()
    document = BaseDocTemplate(
        written,
        pagesize=SHEET,
        title=about.title,
        author=about.lines[0] if about.lines else "",
        subject=subject,
        keywords=list(keywords),
        creator=about.title,
        lang=LANGUAGE,
        invariant=1,
        pageCompression=1,
        displayDocTitle=True,
    )
    frame = Frame(
        LEFT, BOTTOM, WIDTH, HEIGHT, leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0
    )

    def around(canvas: Canvas, _: Any) -> None:
        _head_and_foot(canvas, record)

    document.addPageTemplates(
        [
            PageTemplate("cover", [frame], pagesize=SHEET),
            PageTemplate("page", [frame], onPageEnd=around, pagesize=SHEET),
        ]
    )
    document.build([NextPageTemplate("page"), *cover(about), PageBreak(), *story], canvasmaker=kind)
    return written.getvalue()


def _head_and_foot(canvas: Canvas, record: Record) -> None:
    """The part and the title above, the number of the sheet below."""
    canvas.saveState()
    canvas.setFont(FACE, 7.5)
    canvas.setFillColor(HexColor(MUTED))
    canvas.setStrokeColor(HexColor(LINE))
    top = SHEET[1] - 40
    canvas.drawString(LEFT, top, record.part)
    room = WIDTH - canvas.stringWidth(record.part, FACE, 7.5) - 20
    canvas.drawRightString(LEFT + WIDTH, top, _fitting(canvas, record.title, room))
    canvas.setLineWidth(0.5)
    canvas.line(LEFT, top - 5, LEFT + WIDTH, top - 5)
    canvas.drawCentredString(SHEET[0] / 2, 32, str(canvas.getPageNumber()))
    canvas.restoreState()


def _fitting(canvas: Canvas, text: str, room: float) -> str:
    """A text cut to a width at the end of a word."""
    words = text.split()
    while len(words) > 1 and canvas.stringWidth(" ".join([*words, "…"]), FACE, 7.5) > room:
        words = words[:-1]
    return text if len(words) == len(text.split()) else f"{' '.join(words)} …"
