"""A paper as a Word file: boxes can be ticked by a click, room to write grows with what is written.

Its blocks are those of `papers`; everything that is said is said there.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from itertools import cycle
from typing import TYPE_CHECKING, Any

import docx
from docx.enum.table import WD_ALIGN_VERTICAL
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.shared import Emu, Mm, Pt, RGBColor

from quire.core.archives import without_times
from quire.printing.papers import BOX, FIELD, Block, Heading, Listing, Paper, Space, Table, Text

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table as WordTable
    from docx.table import _Row as Row
    from docx.text.paragraph import Paragraph

TYPEFACE = "Arial"
"""Every office program has it, or one as wide."""

WIDTH = Mm(172)
"""Of a table on a sheet, which begins a little further in."""

MOST_TOGETHER = 12
"""Rows of a table that is not parted by the end of a sheet."""

PROPERTY = 255
"""Letters that what a file says of itself may have."""

SIZES = {"lead": Pt(12), "quiet": Pt(8.5)}
NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
)
TICK = f"""<w:sdt {NAMESPACES}><w:sdtPr><w14:checkbox><w14:checked w14:val="0"/>
<w14:checkedState w14:val="2612" w14:font="MS Gothic"/>
<w14:uncheckedState w14:val="2610" w14:font="MS Gothic"/></w14:checkbox></w:sdtPr>
<w:sdtContent><w:r><w:rPr><w:rFonts w:ascii="MS Gothic" w:eastAsia="MS Gothic" w:hAnsi="MS Gothic"
 w:hint="eastAsia"/></w:rPr><w:t>{BOX}</w:t></w:r></w:sdtContent></w:sdt>"""


def write_word(paper: Paper) -> bytes:
    """The Word file of a paper; the same bytes every time.

    >>> word = write_word(Paper("A form", "of 2030", "Us", "en", "foot", (Heading("Who answers"), Space())))
    >>> [each.text for each in docx.Document(io.BytesIO(word)).paragraphs][:3]
    ['A form', 'of 2030', 'Who answers']
    """
    document = docx.Document()
    _prepare(document, paper)
    document.add_heading(paper.title, 0)
    _add_text(document, Text(paper.subtitle, "lead"))
    for block in paper.blocks:
        WRITERS[type(block)](document, block)
    made = io.BytesIO()
    document.save(made)
    return without_times(made.getvalue())


def _prepare(document: Document, paper: Paper) -> None:
    """The sheet, typefaces, and what the file says of itself."""
    said = document.core_properties
    said.title, said.author = paper.title[:PROPERTY], paper.author[:PROPERTY]
    said.language, said.comments = paper.language, ""
    sheet = document.sections[0]
    sheet.page_width, sheet.page_height = Mm(210), Mm(297)
    sheet.left_margin = sheet.right_margin = Mm(18)
    sheet.top_margin = sheet.bottom_margin = Mm(18)
    for name in ("Normal", "Title", "Heading 1", "Heading 2", "Heading 3", "List Bullet"):
        font = document.styles[name].font
        font.name, properties = TYPEFACE, document.styles[name].element.get_or_add_rPr()
        fonts = properties.get_or_add_rFonts()
        # the theme's typeface would come before the one that is named
        for theme in [key for key in fonts.attrib if "heme" in key]:
            del fonts.attrib[theme]
        for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
            fonts.set(qn(script), TYPEFACE)
        language = OxmlElement("w:lang")
        language.set(qn("w:val"), paper.language)
        properties.append(language)
    normal = document.styles["Normal"]
    normal.font.size, normal.paragraph_format.space_after = Pt(10), Pt(5)
    document.styles["Title"].font.size = Pt(22)
    _add_foot(sheet.footer.paragraphs[0], paper.foot)


def _add_foot(line: Any, foot: str) -> None:
    """Words and the number of the page."""
    line.add_run(f"{foot}   ").font.size = Pt(8)
    number = OxmlElement("w:fldSimple")
    number.set(qn("w:instr"), "PAGE")
    line._p.append(number)


def _add_heading(document: Document, block: Heading) -> None:
    document.add_heading(block.text, block.level)


def _add_text(document: Document, block: Text) -> None:
    if block.look == "framed":
        frame = _add_grid(document, 1, [WIDTH])
        frame.cell(0, 0).paragraphs[0].add_run(block.text)
        _end_table(document)
        return
    line = document.add_paragraph()
    run = line.add_run(block.text)
    run.bold = block.look == "strong"
    run.font.size = SIZES.get(block.look)
    if block.look in SIZES:
        run.font.color.rgb = RGBColor(0x5F, 0x63, 0x68)
    if block.look in {"strong", "quiet"}:
        line.paragraph_format.keep_with_next = True
        line.paragraph_format.space_after = Pt(2)
    if block.look == "strong":
        line.paragraph_format.space_before = Pt(8)


def _add_listing(document: Document, block: Listing) -> None:
    if not block.boxes:
        for item in block.items:
            document.add_paragraph(item, style="List Bullet")
        return
    many = -(-len(block.items) // block.columns)
    grid = document.add_table(1, block.columns)
    for number, cell in enumerate(grid.rows[0].cells):
        for at, item in enumerate(block.items[number * many : (number + 1) * many]):
            line = cell.add_paragraph() if at else cell.paragraphs[0]
            line.paragraph_format.space_after = Pt(1)
            _add_tick(line)
            line.add_run(f" {item}")
    _keep_whole(grid.rows[0], head=False)
    _end_table(document)


def _add_tick(line: Any) -> None:
    line._p.append(parse_xml(TICK))


def _add_table(document: Document, block: Table) -> None:
    shares = block.shares or (1.0,) * len(block.head)
    widths = [int(WIDTH * share / sum(shares)) for share in shares]
    grid = _add_grid(document, 1 + len(block.rows), widths)
    has_boxes = any(BOX in row for row in block.rows)
    # one walk over the cells: asking for them one by one is slow in a long table
    cells = iter(grid._cells)
    for at, (row, words) in enumerate(zip(grid.rows, (block.head, *block.rows), strict=True)):
        for column, text in enumerate(words):
            line = next(cells).paragraphs[0]
            if column >= len(words) - block.numbers:
                line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            _fill(line, text, head=at == 0, middle=has_boxes)
            line.paragraph_format.keep_with_next = at < len(block.rows) <= MOST_TOGETHER
        _keep_whole(row, head=at == 0)
    _end_table(document)


def _fill(line: Paragraph, text: str, head: bool, middle: bool) -> None:
    line.paragraph_format.space_before = line.paragraph_format.space_after = Pt(2)
    if text == BOX or (head and middle):
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if text == BOX:
        _add_tick(line)
        return
    run = line.add_run("" if text == FIELD else text)
    run.bold, run.font.size = head, Pt(8.5)


def _keep_whole(row: Row, head: bool) -> None:
    """A row is not parted by the end of a sheet; the head is said again on the next."""
    properties: Any = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if head:
        properties.append(OxmlElement("w:tblHeader"))


def _add_space(document: Document, block: Space) -> None:
    frame = _add_grid(document, 1, [Mm(50), WIDTH - Mm(50)] if block.after else [WIDTH])
    frame.rows[0].height = Mm(1 + 6 * block.lines)
    _keep_whole(frame.rows[0], head=False)
    if block.after:
        unit = frame.cell(0, 1)
        unit.paragraphs[0].add_run(block.after).font.size = Pt(8.5)
        unit.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
    _end_table(document)


def _add_grid(document: Document, rows: int, widths: Sequence[int]) -> WordTable:
    """An empty table, a column for each width. Some programs go by the columns, others by the cells."""
    grid: WordTable = document.add_table(rows, len(widths))
    grid.style = document.styles["Table Grid"]
    further_in: Any = OxmlElement("w:tblInd")
    further_in.set(qn("w:w"), "100")
    further_in.set(qn("w:type"), "dxa")
    grid._tbl.tblPr.append(further_in)
    grid.autofit = False
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = width
    for cell, width in zip(grid._cells, cycle(widths)):
        cell.width = Emu(width)
    return grid


def _end_table(document: Document) -> None:
    """Two tables below each other would be one."""
    line = document.add_paragraph()
    line.paragraph_format.space_after = Pt(0)
    line.paragraph_format.line_spacing = Pt(6)


WRITERS: dict[type[Block], Callable[[Any, Any], None]] = {
    Heading: _add_heading,
    Text: _add_text,
    Listing: _add_listing,
    Table: _add_table,
    Space: _add_space,
}
