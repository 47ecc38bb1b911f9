"""What readers take along of a figure or a table: the picture with its title and source in it, and its data as a workbook.

A picture is set by Typst with the typefaces of the packages, so that it is the same on every machine, and its letters are drawn.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, Literal

from quire.core.archives import without_times
from quire.core.keeping import keep_made
from quire.core.project import SOURCE, Project, digest, digest_file
from quire.tables.csvfiles import read_rows
from quire.text.languages import said
from quire.text.markup import one_line
from quire.text.messages import _
from quire.text.typefaces import TYPESET, list_typeset

TEMPLATE = Path(__file__).with_name("templates") / "figure.typ"
DENSE = 192
"""Dots an inch: two for each of a screen."""

WIDTH = re.compile(rb'<svg[^>]*? width="([0-9.]+)pt"')
NARROWEST = 240.0
"""Points that a title needs, and the width of a drawing that does not say its own."""

NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,14})(?:\.\d+)?(?:e[+-]?\d+)?")
"""A number of a cell; a code that begins with nought is text."""

WORDS = (
    *(_("Data"), _("About")),
    *(_("What it shows"), _("Of what"), _("Source"), _("Cite it as")),
)
"""What the sheets of a workbook are called, and what stands before each thing that is said of the data."""

MAKERS = ("openpyxl", "typst", *(name.replace("_", "-") for name in TYPESET))


@dataclass(frozen=True)
class Taken:
    """What is said of a figure or a table where it is taken to.

    Attributes
    ----------
    title, subtitle, source
        As on its page; a table has no subtitle.
    where
        The study, its edition and version, and the place in the book.
    citation
        How to cite it.
    """

    title: str
    subtitle: str
    source: str
    where: str
    citation: str


def taken_files(
    project: Project,
    name: str,
    taken: Taken,
    data: bytes,
    drawing: bytes,
    columns: Mapping[str, str],
) -> dict[str, bytes]:
    """All files to take along, by their names.

    Parameters
    ----------
    project
        Where they are kept for the next book.
    name
        What they are called, without an ending.
    taken
        What is said of the figure.
    data
        Its CSV file.
    drawing
        Its SVG file; empty for a table.
    columns
        What its columns mean, by name, in their order.
    """
    language = project.language
    words = {"sheets": [said(word) for word in WORDS], "language": language} if language else {}
    meanings = {name: said(meaning) for name, meaning in columns.items()}
    told = [{**asdict(taken), **words}, digest(data), meanings, _makers()]
    drawn = [asdict(taken), digest(drawing), digest_file(TEMPLATE), _makers()]
    mark = f".{language}" if language else ""

    def keep(ending: str, key: object, make: Callable[..., bytes], *arguments: object) -> bytes:
        return keep_made(project.build, f"{name}{mark}.{ending}", key, make, *arguments)

    made = {f"{name}.xlsx": keep("xlsx", told, make_workbook, data, taken, meanings)}
    for ending in ("svg", "png") if drawing else ():
        made[f"{name}.{ending}"] = keep(ending, drawn, draw, drawing, taken, ending, language)
    return made


@cache
def _makers() -> dict[str, str]:
    """Versions of the packages that make them, looked up once for all figures."""
    return {package: version(package) for package in MAKERS}


def draw(drawing: bytes, taken: Taken, ending: Literal["svg", "png"], language: str = "") -> bytes:
    """A drawing with its title above and its source below, as `svg` or `png`; their words are of a language."""
    import typst

    found = WIDTH.search(drawing)
    width = max(float(found[1]) if found else 0.0, NARROWEST)
    told = {**asdict(taken), "width": width, "language": (language or SOURCE).partition("_")[0]}
    compiler = typst.Compiler(
        TEMPLATE.read_bytes(),
        font_paths=_typefaces(),
        ignore_system_fonts=True,
        sys_inputs={"said": json.dumps(told), "drawing": drawing.decode()},
    )
    made = compiler.compile(format=ending, ppi=DENSE)
    picture = made[0] if isinstance(made, list) else made
    assert isinstance(picture, bytes)
    return picture


@cache
def _typefaces() -> Any:
    import typst

    return typst.Fonts(include_system_fonts=False, font_paths=list_typeset())


def make_workbook(data: bytes, taken: Taken, columns: Mapping[str, str]) -> bytes:
    """The data as a workbook, whose second sheet says what they are; numbers are numbers, and no cell is a formula.

    Names of columns and what stands in them stay as they are in the data.
    """
    import openpyxl
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    from openpyxl.styles import Alignment, Font

    book = openpyxl.Workbook()
    named, explained, *parts = map(said, WORDS)
    table, about = book.worksheets[0], book.create_sheet(explained)
    table.title, table.freeze_panes = named, "B2"
    heads, *rows = read_rows(data)
    values = (taken.title, taken.subtitle, taken.source, taken.citation)
    told = [*zip(parts, values, strict=True), *columns.items()]
    sheets: Sequence[tuple[Any, Sequence[Sequence[str]]]] = (
        (table, [heads, *rows]),
        (about, [line for line in told if line[1]]),
    )
    for sheet, lines in sheets:
        for at, line in enumerate(lines, 1):
            for place, text in enumerate(line, 1):
                is_number = sheet is table and at > 1 and NUMBER.fullmatch(text)
                shown = ILLEGAL_CHARACTERS_RE.sub("\ufffd", text)
                cell = sheet.cell(at, place, float(text) if is_number else shown or None)
                if not is_number and shown:
                    cell.data_type = "s"
    for cell in [*table[1], *about["A"]]:
        cell.font = Font(bold=True)
    for cell in about["B"]:
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    about.column_dimensions["A"].width, about.column_dimensions["B"].width = 24, 90
    for place, head in enumerate(heads, 1):
        letter = openpyxl.utils.get_column_letter(place)
        table.column_dimensions[letter].width = min(max(len(one_line(head)) + 2, 10), 40)
    made = io.BytesIO()
    book.save(made)
    return without_times(made.getvalue())
