"""XLSForm in three CSV files or in XLSX, read into the model; written as XLSX.

The standard: https://xlsform.org. Beside its columns stand those of the study, `study::area` and so on in `survey`; in `choices`
they are written `study_state` and `study_element`, because a head with `::` is a translation there, and no tool reads it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from pathlib import Path

from quire.core.archives import without_times
from quire.core.errors import Fault
from quire.core.project import write_atomically
from quire.tables.csvfiles import read_rows
from quire.tables.faults import mark_file
from quire.text.unseen import say_unseen
from studylib.questionnaire.build import build_questionnaire
from studylib.questionnaire.model import Questionnaire

SHEETS = ("survey", "choices", "settings")
NEEDED = {"survey": ("type", "name"), "choices": ("list_name", "name"), "settings": ()}
"""Columns without which a sheet cannot be read."""

Cells = tuple[tuple[str, ...], ...]


def read_questionnaire(
    folder: Path, where: str | None = None
) -> tuple[Questionnaire | None, list[Fault]]:
    """The questionnaire in a folder of CSV files, or None with what stands in the way of reading it.

    Parameters
    ----------
    folder
        Holds `survey.csv`, `choices.csv` and `settings.csv`.
    where
        What faults call the folder; its name if left out.

    Returns
    -------
    tuple
        What is wrong with a questionnaire that can be read says `selfcheck.find_faults`.
    """
    where = folder.name if where is None else where
    files = {sheet: f"{where}/{sheet}.csv" for sheet in SHEETS}
    sheets: dict[str, Cells] = {}
    faults = []
    for sheet, name in files.items():
        path = folder / f"{sheet}.csv"
        if not path.is_file():
            repair = "write it; a questionnaire to start from is written by: study new"
            faults.append(mark_file(name, "is missing", repair))
            continue
        try:
            sheets[sheet] = _strip(read_rows(path.read_bytes()))
        except (UnicodeDecodeError, csv.Error):
            faults.append(mark_file(name, "is no CSV in UTF-8", "save the file as CSV, UTF-8"))
    return _finish(sheets, files, faults)


def read_xlsx(path: Path, where: str | None = None) -> tuple[Questionnaire | None, list[Fault]]:
    """The questionnaire in a workbook with the sheets of the standard; as `read_questionnaire`."""
    import openpyxl

    where = path.name if where is None else where
    files = {sheet: f"{where}#{sheet}" for sheet in SHEETS}
    try:
        book = openpyxl.load_workbook(io.BytesIO(path.read_bytes()))
    except Exception as error:  # openpyxl lets through whatever its readers of zip and XML raise
        what = f"cannot be read as a workbook ({type(error).__name__})"
        return None, [mark_file(where, what, "save it as XLSX once more")]
    sheets = {
        sheet.title.lower(): _strip(
            [[_as_text(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
        )
        for sheet in book.worksheets
        if sheet.title.lower() in SHEETS
    }
    faults = []
    if "survey" not in sheets:
        names = ", ".join(sheet.title for sheet in book.worksheets)
        repair = f"name the sheets survey, choices and settings (there are: {names})"
        faults.append(mark_file(where, "has no sheet 'survey'", repair))
    return _finish(sheets, files, faults)


def _finish(
    sheets: Mapping[str, Cells], files: Mapping[str, str], faults: list[Fault]
) -> tuple[Questionnaire | None, list[Fault]]:
    for sheet, rows in sheets.items():
        head = rows[0] if rows else ()
        faults += [
            mark_file(files[sheet], "lacks a column", f"add the column {name!r}", name)
            for name in NEEDED[sheet]
            if len(rows) > 0 and name not in head
        ]
        if not rows and NEEDED[sheet]:
            faults.append(mark_file(files[sheet], "is empty", "write its head and its rows"))
        faults += [
            Fault(files[sheet], line, head[at], cell, what, "take it out, or write the cell anew")
            for line, row in enumerate(rows, start=1)
            for at, cell in enumerate(row)
            if (what := say_unseen(cell))
        ]
    if faults:
        return None, faults
    if sheets.get("choices"):
        head = tuple(name.replace("study::", "study_") for name in sheets["choices"][0])
        sheets = {**sheets, "choices": (head, *sheets["choices"][1:])}
    return build_questionnaire(sheets, files), []


def write_xlsx(questionnaire: Questionnaire, path: Path) -> None:
    """Write the workbook for KoBoToolbox, ODK and whoever else reads XLSForm; the same bytes every time."""
    write_atomically(path, to_xlsx(questionnaire))


def to_xlsx(questionnaire: Questionnaire) -> bytes:
    """The workbook of `write_xlsx` as bytes: every cell text, and no cell a formula."""
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in questionnaire.sheets.items():
        sheet = book.create_sheet(name)
        sheet.freeze_panes = "C2"
        for at, row in enumerate(rows, 1):
            for column, text in enumerate(row, 1):
                if text:
                    sheet.cell(at, column, text).data_type = "s"
    made = io.BytesIO()
    book.save(made)
    return without_times(made.getvalue())


def _as_text(value: object) -> str:
    """A cell as its reader sees it: whole numbers without a point."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).replace("\xa0", " ")


def _strip(rows: Iterable[Iterable[str]]) -> Cells:
    """Cells without blanks around them, rows as wide as the head, and none that is empty at the end."""
    cells = [tuple(cell.strip() for cell in row) for row in rows]
    while cells and not any(cells[-1]):
        cells.pop()
    width = max((at + 1 for at, name in enumerate(cells[0]) if name), default=0) if cells else 0
    return tuple((*row[:width], *[""] * (width - len(row))) for row in cells)
