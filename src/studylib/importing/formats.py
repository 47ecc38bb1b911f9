"""Which format a text has, and reading it.

Eurostat's TSV, SDMX-CSV of any publisher, the World Bank's wide CSV, and a plain long table; what they look like stands with each reader.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence

from quire.core.errors import StudyError
from studylib.importing.published import Cell, Published, Series, find_key
from studylib.importing.sdmxcsv import is_sdmx_csv, read_sdmx_csv

PLACES = ("cities", "metroreg", "geo")
SUBJECTS = ("indic_ur", "indic_sb", "indic", "indicator", "na_item", "measure")
TSV_CELL = re.compile(r"(:|[-+]?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?)?\s*([a-z ]*)")
WIDE = ["Country Name", "Country Code", "Indicator Name", "Indicator Code"]
LONG_PLACES = ("city_code", "city", "country_code", "country", "place")
READ = "Eurostat TSV, SDMX-CSV, World Bank CSV, or a table with a place, year and value"


def read_text(name: str, text: str) -> Published:
    """A file's figures, in whichever of the formats it is.

    Raises
    ------
    StudyError
        If it is none of them, or a line is not as its head says.
    """
    first = text.split("\n", 1)[0].rstrip("\r")
    if "\\" in first.split("\t", 1)[0] and "\t" in first:
        return _read_tsv(name, text)
    rows, lines = _read_rows(name, text, first)
    head = [cell.strip() for cell in rows[0]]
    if is_sdmx_csv(head):
        return read_sdmx_csv(name, head, rows[1:], lines[1:])
    at = next((n for n, row in enumerate(rows[:8]) if row[:4] == WIDE), None)
    if at is not None:
        return _read_wide(name, rows, lines, at)
    known = [cell.casefold() for cell in head]
    if {"year", "value"} <= set(known) and find_key(known, LONG_PLACES):
        return _read_long(name, known, rows[1:], lines[1:])
    repair = f"give one of: {READ}"
    raise StudyError("is in no format that the study reads", where=f"{name}:1", repair=repair)


def _read_rows(name: str, text: str, first: str) -> tuple[list[list[str]], list[int]]:
    """Rows of cells with their lines; columns are parted by the sign that parts most of the first line."""
    sign = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=sign, strict=True)
    rows, lines = [], []
    try:
        for row in reader:
            if row:
                rows.append(row)
                lines.append(reader.line_num)
    except csv.Error as error:
        where = f"{name}:{reader.line_num}"
        raise StudyError("is no CSV", where=where, repair="look for an unclosed quote") from error
    return rows, lines


def _read_tsv(name: str, text: str) -> Published:
    r"""Eurostat's TSV: `freq,unit,cities\TIME_PERIOD`, then a column a period; in a cell the value, `:` for a gap, and flags."""
    lines = text.splitlines()
    head, *periods = lines[0].split("\t")
    names = [one.strip() for one in head.partition("\\")[0].split(",")]
    series = []
    for number, line in enumerate(lines[1:], 2):
        if not line.strip():
            continue
        keys, *cells = line.split("\t")
        values = [one.strip() for one in keys.split(",")]
        if len(values) != len(names) or len(cells) > len(periods):
            raise _uneven(name, number)
        row = [
            _tsv_cell(name, number, *pair) for pair in zip(periods, cells, strict=False) if pair[1]
        ]
        series.append(Series(number, dict(zip(names, values, strict=True)), row))
    stem = name.rsplit("/", 1)[-1].partition(".")[0]
    return Published(
        *(name, "Eurostat TSV", series),
        place=find_key(names, PLACES) or names[-1],
        subject=find_key(names, SUBJECTS),
        unit=find_key(names, ("unit",)),
        agency="ESTAT",
        dataset=stem.removeprefix("estat_") if stem.startswith("estat_") else "",
    )


def _tsv_cell(name: str, line: int, period: str, cell: str) -> Cell:
    match = TSV_CELL.fullmatch(cell.strip())
    if not match:
        where, repair = f"{name}:{line}", "a cell is a value or ':', then flags"
        raise StudyError(f"the cell {cell.strip()[:40]!r} is no figure", where=where, repair=repair)
    value, flag = match.groups(default="")
    return Cell(period.strip(), "" if value == ":" else value, flag.replace(" ", ""))


def _read_wide(
    name: str, rows: Sequence[Sequence[str]], lines: Sequence[int], at: int
) -> Published:
    """The World Bank's CSV: lines on the source, then a row for each country and indicator with a column a year."""
    head = rows[at]
    about = {row[0]: row[1] for row in rows[:at] if len(row) > 1}
    series = []
    for row, line in zip(rows[at + 1 :], lines[at + 1 :], strict=True):
        if len(row) != len(head):
            raise _uneven(name, line)
        keys = dict(zip(WIDE, row, strict=False))
        cells = [
            Cell(time.strip(), value.strip())
            for time, value in zip(head[4:], row[4:], strict=True)
            if time.strip()
        ]
        series.append(Series(line, {**keys, "unit": _unit_in(keys["Indicator Name"])}, cells))
    return Published(
        *(name, "World Bank CSV", series),
        place="Country Code",
        subject="Indicator Code",
        unit="unit",
        agency="World Bank",
        dataset=about.get("Data Source", ""),
        title=about.get("Data Source", ""),
    )


def _unit_in(name: str) -> str:
    """The unit in the name of an indicator of the World Bank, which may say it in brackets at the end; empty if it does not.

    >>> _unit_in("Unemployment, total (% of total labor force)"), _unit_in("Population, total")
    ('%', '')
    """
    match = re.search(r"\(([^()]*)\)\s*$", name)
    return "" if not match else "%" if match[1].startswith("%") else match[1]


def _read_long(
    name: str, head: Sequence[str], rows: Sequence[Sequence[str]], lines: Sequence[int]
) -> Published:
    """A plain table: a place (`city_code`, `city` with `country`, or `country_code`), `year`, `value`, perhaps `flag`, and other keys."""
    series = []
    for row, line in zip(rows, lines, strict=True):
        if len(row) != len(head):
            raise _uneven(name, line)
        keys = {key: cell.strip() for key, cell in zip(head, row, strict=True)}
        cell = Cell(keys.pop("year"), keys.pop("value"), keys.pop("flag", ""))
        series.append(Series(line, keys, [cell]))
    return Published(
        *(name, "long table", series),
        place=find_key(head, LONG_PLACES),
        subject=find_key(head, ("statistic", *SUBJECTS)),
        unit=find_key(head, ("unit",)),
    )


def _uneven(name: str, line: int) -> StudyError:
    repair = "look for a missing separator or quote, or download it again"
    return StudyError("has other cells than its head", where=f"{name}:{line}", repair=repair)
