"""Workbooks, and the labelled files of SPSS and Stata, as rows of text. Formulas and macros are never run."""

from __future__ import annotations

import datetime as dt
import io
import math
import re
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

WIDEST = 5_000
"""Columns that a sheet may have."""
COMPUTES = re.compile(r"[0-9(]")
"""What every formula has that works something out."""


class Unreadable(Exception):  # noqa: N818 - becomes a `Fault`
    """A file, or a row of it, that cannot be read."""

    def __init__(self, what: str, repair: str, row: int = 0, column: str = "") -> None:
        super().__init__(what)
        self.what, self.repair, self.row, self.column = what, repair, row, column


class Unknown(Unreadable):
    """A table that is not of the questionnaire."""


class Page(NamedTuple):
    """One sheet of a workbook: its name, its rows, and the number of each."""

    name: str
    rows: list[tuple[str, ...]]
    lines: list[int]


def read_workbook(data: bytes) -> list[Page]:
    """All sheets of an XLSX or XLSM; a cell with a formula has the value that the program kept with it.

    Raises
    ------
    Unreadable
        If it is broken, has nothing in it, or a formula has no value.
    """
    import openpyxl

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            books = [
                openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=values)
                for values in (False, True)
            ]
            pages = [
                _read_page(sheet, books[1][sheet.title])
                for sheet in books[0].worksheets
                if hasattr(sheet, "iter_rows")
            ]
        except Unreadable:
            raise
        except Exception as error:  # openpyxl lets through whatever its readers of XML raise
            raise Unreadable("is a broken workbook", "open it and save it as .xlsx") from error
    if not any(page.rows for page in pages):
        raise Unreadable("has no cell with anything in it", "export it again")
    return [page for page in pages if page.rows]


def _read_page(sheet: Any, values: Any) -> Page:
    sheet.reset_dimensions()
    rows, lines = [], []
    formulas: dict[tuple[int, int], Any] = {}
    for line, cells in enumerate(sheet.iter_rows(), 1):
        # "=Ask first" is a sentence that a tool wrote into a cell as it was typed
        formulas |= {
            (line, at): cell
            for at, cell in enumerate(cells)
            if cell.data_type == "f" and COMPUTES.search(str(cell.value))
        }
        row = tuple(show_value(cell.value, str(cell.number_format)) for cell in cells)
        if len(row) > WIDEST:
            raise Unreadable("has more columns than any export", "export it again", line)
        if any(row):
            rows.append(row)
            lines.append(line)
    if formulas:
        rows = _put_values(sheet.title, rows, lines, formulas, values)
    width = max((len(row) for row in rows), default=0)
    return Page(sheet.title, [row + ("",) * (width - len(row)) for row in rows], lines)


def _put_values(
    title: str,
    rows: list[tuple[str, ...]],
    lines: list[int],
    formulas: dict[tuple[int, int], Any],
    values: Any,
) -> list[tuple[str, ...]]:
    """Rows with the kept value in the place of each formula."""
    values.reset_dimensions()
    kept = {
        (line, at): show_value(cell.value, str(cell.number_format))
        for line, cells in enumerate(values.iter_rows(), 1)
        for at, cell in enumerate(cells)
        if (line, at) in formulas
    }
    for (line, at), formula in formulas.items():
        if not kept.get((line, at)):
            raise Unreadable(
                f"has a formula without a value on the sheet '{title}'",
                "open it, and save it; or write the value",
                line,
                formula.coordinate,
            )
    return [
        tuple(kept.get((line, at), text) for at, text in enumerate(row))
        for line, row in zip(lines, rows, strict=True)
    ]


def show_value(value: object, number_format: str = "") -> str:
    """A cell as text: whole numbers without a point, shares with their sign, days as ISO.

    >>> show_value(736.0), show_value(0.6, "0%"), show_value(12.345), show_value(dt.datetime(2027, 4, 21))
    ('736', '60%', '12.3450', '2027-04-21')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return _show_number(float(value), number_format.rstrip().endswith("%"))
    if isinstance(value, dt.datetime):
        return value.isoformat().removesuffix("T00:00:00")
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return str(value)


def _show_number(value: float, share: bool) -> str:
    if not math.isfinite(value):
        return ""
    text = f"{value * 100 if share else value:.10f}".rstrip("0").rstrip(".")
    # A number of a workbook is sure; with three decimals its text could be taken for thousands.
    text += "0" if len(text.rpartition(".")[2]) == 3 and "." in text else ""
    return f"{text}%" if share else text


def read_labelled(path: Path, source: str) -> tuple[list[tuple[str, ...]], Sequence[str]]:
    """A file of SPSS or Stata: rows of text with the names first, and the labels of the variables.

    Labels stand in the place of codes. A code declared missing is empty unless it has a label ("Don't know").
    """
    import pyreadstat

    read = pyreadstat.read_sav if source == "spss" else pyreadstat.read_dta
    try:
        frame, about = read(str(path), user_missing=True, output_format="dict")
    except Exception as error:  # whatever the reader raises for bytes that are no such file
        raise Unreadable("is a broken file of a statistics program", "export it again") from error
    labels = about.variable_value_labels
    missing = about.missing_user_values if source == "stata" else about.missing_ranges
    names = list(about.column_names)
    columns = [
        [_show_code(value, labels.get(name, {}), missing.get(name, [])) for value in frame[name]]
        for name in names
    ]
    heads = [about.column_names_to_labels.get(name) or "" for name in names]
    return [tuple(names), *zip(*columns, strict=True)], heads


def _show_code(value: Any, labels: dict[Any, str], missing: Sequence[Any]) -> str:
    if value in labels:
        return str(labels[value])
    outside = any(
        span["lo"] <= value <= span["hi"] if isinstance(span, dict) else span == value
        for span in missing
        if isinstance(value, int | float)
    )
    return "" if outside else show_value(value)
