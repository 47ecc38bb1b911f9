"""Reading raw tables: from bytes to frames with types, and everything that is wrong with them.

What a table must look like is in its schema; how tables must agree beyond their keys is a matter of the study.
"""

from __future__ import annotations

import csv
import io
import os
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

import pandas as pd

from quire.core.errors import Fault, nearest
from quire.core.project import Project
from quire.tables.csvfiles import convert
from quire.tables.faults import (
    MOST_MARKED,
    count_rest,
    decode_text,
    find_unknown,
    mark_file,
    mark_odd,
    mark_rows,
)
from quire.tables.models import is_address
from quire.tables.schemas import FORMS, Column, Schemas, TableSchema
from quire.tables.sources import Papers, check_bytes, correct, find_lost_caveats
from quire.text.unseen import say_unseen

NO_VALUE = {
    "boolean": ("is neither True nor False", "write one of them"),
    "date": ("is no date", "write it like 2026-11-24"),
    "integer": (
        "is not a whole number",
        "use digits only, no points or commas for thousands; leave unknown cells empty",
    ),
    "number": ("is not a number", "use digits and a decimal point; leave unknown cells empty"),
    "year": ("is no year", "write four digits, or leave the cell empty"),
}
"""Words where a cell is no value of its column's type."""


LONG = r"\s*[+-]?\d{16,}(?:\.0)?\s*"
"""Whole numbers of which a computer would change the last digits."""

MOST_ROWS = 1_000_000
"""Rows of a table: a hundred times what the largest has, and as many as are read in seconds."""


def read_raw_tables(
    project: Project, schemas: Schemas, sources: Mapping[str, Papers]
) -> tuple[dict[str, pd.DataFrame], list[Fault]]:
    """Every table below `data/raw` that has a schema, by its name, and every fault in it.

    Parameters
    ----------
    schemas
        Tables right below `raw` need a sidecar, those in `raw/framework` are the study's own and have none.
    sources
        The sidecars by table.

    Returns
    -------
    tuple
        The tables whose columns and types can be relied on, rows labelled by their line in the file; and the faults.
    """
    tables: dict[str, pd.DataFrame] = {}
    faults: list[Fault] = []
    for folder in ("raw/framework", "raw"):
        known = schemas.below(folder)
        for name, schema in known.items():
            path = project.root / "data" / f"{schema.table}.csv"
            where, sidecar = project.relative(path), path.with_suffix(".yml")
            if folder == "raw" and name not in sources and not os.path.lexists(sidecar):
                repair = "say where the table comes from"
                faults.append(
                    mark_file(project.relative(sidecar), "the sidecar is missing", repair)
                )
            faults += read_into(tables, path, where, schema, sources.get(name))
    return tables, faults


def read_into(
    tables: dict[str, pd.DataFrame],
    path: Path,
    where: str,
    schema: TableSchema,
    source: Papers | None = None,
    missing: str = "restore it",
    sidecar: str = "",
) -> list[Fault]:
    """Read one table; put it into `tables` if its columns and types can be relied on.

    Parameters
    ----------
    tables
        Gets the table under its name; the one thing that is changed here.
    path, where
        The file, and what faults call it.
    schema
        What it must look like.
    source
        Its papers, if it has any.
    missing
        How to repair it if there is no such file.
    sidecar
        Name of the file of the papers, if it is not called as the table is.
    """
    if not os.path.lexists(path):
        return [mark_file(where, "the table is missing", missing)]
    if odd := mark_odd(path, where):
        return odd
    data = path.read_bytes()
    faults = check_bytes(source, where, data, sidecar) if source else []
    text, wrong = _text(data, where)
    if wrong:
        return faults + wrong
    frame, wrong = _cells(text, where, schema.columns)
    faults += wrong
    # of a table without its columns no more can be said
    if list(frame.columns) != list(schema.columns):
        return faults
    if source:
        if len(frame) < source.min_rows:
            what = f"{len(frame)} rows, fewer than the floor of {source.min_rows}"
            repair = "restore the missing rows, or lower min_rows in the sidecar and say why"
            faults.append(mark_file(where, what, repair))
        frame, wrong = correct(frame, source, where, sidecar)
        faults += wrong
    tables[schema.name], wrong = check_cells(frame, schema, where)
    if source:
        wrong += find_lost_caveats(tables[schema.name], source, where, sidecar)
    return faults + wrong


def _text(data: bytes, where: str) -> tuple[str, list[Fault]]:
    if not data.strip():
        return "", [mark_file(where, "the file is empty", "restore it")]
    return decode_text(data, where)


def _cells(
    text: str, where: str, columns: Mapping[str, Column]
) -> tuple[pd.DataFrame, list[Fault]]:
    """The cells as text, rows labelled by line, columns in the schema's order if they are the right ones."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    faults: list[Fault] = []
    rows: list[list[str]] = []
    lines: list[int] = []
    more = 0
    try:
        header = next(reader)
        if wrong := _wrong_head(header, columns, where):
            return pd.DataFrame(), [wrong]
        for row in reader:
            if len(rows) == MOST_ROWS:
                what, repair = f"has more than {MOST_ROWS:,} rows", "look for rows written twice"
                return pd.DataFrame(), [Fault(where, reader.line_num, "", "", what, repair)]
            if len(row) == len(header):
                rows.append(row)
                lines.append(reader.line_num)
            elif len(faults) == MOST_MARKED:
                more += bool(row)
            elif row:
                what = f"{len(row)} cells under {len(header)} columns"
                repair = "look for a missing comma or quote"
                cells = ",".join(row)[:60]
                faults.append(Fault(where, reader.line_num, "", cells, what, repair))
    except csv.Error as error:
        what, repair = f"is not valid CSV ({error})", "look for an unclosed quote"
        faults = count_rest(faults, more)
        # nothing can be held against a table without its rows
        return pd.DataFrame(), [*faults, Fault(where, reader.line_num, "", "", what, repair)]
    faults = count_rest(faults, more)
    for name in [name for name in columns if columns[name].optional and name not in header]:
        header, rows = [*header, name], [[*row, ""] for row in rows]
    odd = list(_odd_columns(header, list(columns), where))
    if odd:
        # a head that is wrong makes rows wrong that are not
        return pd.DataFrame(index=lines), [*odd, *(faults if rows else [])]
    return pd.DataFrame(rows, columns=header, index=lines, dtype=str)[list(columns)], faults


def _wrong_head(header: Sequence[str], columns: Collection[str], where: str) -> Fault | None:
    """What is wrong with a first line that makes all others wrong: other signs than commas, or no names of columns."""
    if other := _other_separator(header, columns):
        what, repair = f"its columns are separated by {other!r}", "save it with commas"
        return Fault(where, 1, "", "", what, repair)
    if {*header} & {*columns}:
        return None
    what = "its first line is not the names of its columns"
    repair = f"write them above the rows: {','.join(columns)}"
    return Fault(where, 1, "", "", what, repair)


def _other_separator(header: Sequence[str], columns: Collection[str]) -> str:
    """The sign that separates the columns of a file in place of commas; empty if commas do."""
    line = ",".join(header)
    return next((sign for sign in ";\t|" if len({*line.split(sign)} & {*columns}) > 1), "")


def _odd_columns(header: list[str], columns: list[str], where: str) -> Iterator[Fault]:
    for column in sorted(set(columns) - set(header)):
        yield Fault(where, 1, column, "", "the column is missing", "add it; see the schema")
    for column in sorted(set(header) - set(columns)):
        yield Fault(where, 1, column, "", "the column is not known", nearest(column, columns))
    for column in sorted({name for name in header if header.count(name) > 1}):
        yield Fault(where, 1, column, "", "the column is there twice", "keep one of them")


def check_cells(
    frame: pd.DataFrame, schema: TableSchema, where: str
) -> tuple[pd.DataFrame, list[Fault]]:
    """A table of text as one with types, and every cell and key that breaks its schema.

    Parameters
    ----------
    frame
        Rows labelled by their line, the columns of the schema, empty text where nothing is known.
    where
        The file, for the faults.

    Returns
    -------
    tuple
        Numbers as `float64` or `Int64`, booleans as `bool`, all else as text; and the faults.
    """
    faults: list[Fault] = []
    typed = {}
    for column in schema.fields:
        cells = frame[column.name]
        faults += _unseen(frame, column, where)
        typed[column.name], wrong = convert(cells, column.type)
        beyond = cells.str.fullmatch(LONG) if column.type == "integer" else wrong & False
        what, repair = NO_VALUE.get(column.type, ("", ""))
        faults += mark_rows(frame, wrong & ~beyond, column.name, where, what, repair)
        what, repair = "has more digits than can be counted with", "correct it"
        faults += mark_rows(frame, beyond, column.name, where, what, repair)
        for odd, what, repair in _broken(cells, typed[column.name], column):
            faults += mark_rows(
                frame, odd, column.name, where, column.fault or what, column.repair or repair
            )
        if column.constraints.required:
            faults += mark_rows(frame, cells == "", column.name, where, "is empty", "fill it in")
    table = pd.DataFrame(typed, index=frame.index)
    return table, faults + _doubled(table, schema, where)


def _unseen(frame: pd.DataFrame, column: Column, where: str) -> list[Fault]:
    """Cells with signs that are no text, or with blanks around a text, which make another name of it."""
    cells, said = frame[column.name], {}
    for cell in cells.unique():
        around = column.type == "string" and cell != cell.strip()
        what = say_unseen(cell) or ("begins or ends with a blank" if around else "")
        if what:
            said[cell] = what
    if not said:
        return []
    repair = "take it out, or write the cell anew"
    return mark_rows(frame, cells.isin(said), column.name, where, cells.map(said), repair)


def _broken(
    cells: pd.Series, values: pd.Series, column: Column
) -> Iterator[tuple[pd.Series, str, str]]:
    """The filled cells that break each constraint of a column, with the words for them."""
    limits, there = column.constraints, cells != ""
    low, high = limits.minimum, limits.maximum
    if low is not None or high is not None:
        outside = pd.Series(False, cells.index)
        for limit, beyond in ((low, values.lt), (high, values.gt)):
            outside |= beyond(limit).fillna(False).astype(bool) if limit is not None else False
        unit = f" in {column.unit}" if column.unit else ""
        yield outside, _say_range(low, high), f"give a number{unit} that can be"
    if limits.enum:
        words = [str(word) for word in limits.enum]
        repair = f"use one of: {', '.join(words)}"
        yield there & ~cells.isin(words), "is not a word of this column", repair
    if limits.max_length is not None:
        what = f"has more than {limits.max_length} letters"
        yield cells.str.len() > limits.max_length, what, "shorten it"
    pattern, what, repair = FORMS.get(column.form, (limits.pattern, "has another form", "mend it"))
    if column.form == "addresses":
        odd = [not all(map(is_address, cell.split(" "))) for cell in cells]
        yield there & pd.Series(odd, cells.index, dtype=bool), what, repair
    elif pattern:
        # pandas' own would let a line break pass at the end
        fits = [re.fullmatch(pattern, cell) is not None for cell in cells]
        yield there & ~pd.Series(fits, cells.index, dtype=bool), what, repair


def _say_range(low: float | None, high: float | None) -> str:
    if high is None:
        return f"below {low:g}"
    if low is None:
        return f"above {high:g}"
    return f"outside {low:g} to {high:g}" if low < 0 else f"outside {low:g}-{high:g}"


def _doubled(table: pd.DataFrame, schema: TableSchema, where: str) -> list[Fault]:
    """Rows that have their key in common with another one."""
    key = list(schema.primary_key)
    doubled = table.loc[table.duplicated(key, keep=False), key] if key else table.iloc[:0]
    what, repair = "the key is there twice", "keep one of the rows"
    marked = [
        Fault(where, int(row), " + ".join(key), ", ".join(map(str, cells)), what, repair)
        for row, *cells in doubled[:MOST_MARKED].itertuples()
    ]
    return count_rest(marked, max(len(doubled) - MOST_MARKED, 0))


def find_dangling(
    frame: pd.DataFrame, schema: TableSchema, tables: Mapping[str, pd.DataFrame], where: str
) -> list[Fault]:
    """Cells that should name a row of another table and do not; of tables that could not be read nothing is said."""
    faults = []
    for key in schema.foreign_keys:
        (column,), (target,) = key.fields, key.reference.fields
        if key.reference.resource in tables:
            known = set(tables[key.reference.resource][target])
            what = f"{column.removesuffix('_code')} (not in {key.reference.resource})"
            faults += find_unknown(frame, column, known, what, where)
    return faults
