"""Reading one raw table: from bytes to a frame with types, and everything that is wrong with it.

Which tables there are is decided in `raw` and `fieldwork_files`, what they must look like in `schemas`.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pandera.pandas as pa

from quire.core.errors import Fault, nearest
from studylib.data.schemas import NUMBERS
from studylib.data.sources import Source, check_bytes, correct
from studylib.data.versions import BOUNDS


def read_into(
    tables: dict[str, pd.DataFrame],
    name: str,
    path: Path,
    where: str,
    schema: pa.DataFrameSchema,
    source: Source | None,
    missing: str = "restore it",
) -> list[Fault]:
    """Read one table; put it into `tables` if its columns and types can be relied on.

    Parameters
    ----------
    tables
        Gets the table under `name`; the one thing that is changed here.
    path, where
        The file, and what faults call it.
    schema
        What it must look like.
    source
        Its papers, if it has any.
    missing
        How to repair it if there is no such file.
    """
    if not path.is_file():
        return [Fault(where, 0, "", "", "the table is missing", missing)]
    data = path.read_bytes()
    faults = check_bytes(source, where, data) if source else []
    text, found = _text(data, where)
    if found:
        return faults + found
    frame, found = _cells(text, where, list(schema.columns))
    faults += found
    if source:
        if len(frame) < source.min_rows:
            what = f"{len(frame)} rows, fewer than the floor of {source.min_rows}"
            faults.append(
                Fault(
                    where,
                    0,
                    "",
                    "",
                    what,
                    "restore the missing rows, or lower min_rows in the sidecar and say why",
                )
            )
        odd_columns = (set(source.columns) ^ set(schema.columns)) - set(BOUNDS)
        if odd_columns:
            odd = ", ".join(sorted(odd_columns))
            sidecar = where.removesuffix(".csv") + ".yml"
            faults.append(
                Fault(
                    sidecar,
                    0,
                    "columns",
                    odd,
                    "does not describe the columns of the table",
                    "one line a column",
                )
            )
        frame, found = correct(frame, source, where)
        faults += found
    if list(frame.columns) != list(schema.columns):
        return faults
    typed, found = _typed(frame, schema, where)
    tables[name] = typed
    return faults + found + find_faults(typed, schema, where)


def _text(data: bytes, where: str) -> tuple[str, list[Fault]]:
    if not data.strip():
        return "", [Fault(where, 0, "", "", "the file is empty", "restore it")]
    try:
        return data.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        return "", [
            Fault(
                where,
                line,
                "",
                repr(data[error.start : error.start + 4]),
                "is not UTF-8 text",
                "save the file as UTF-8",
            )
        ]


def _cells(text: str, where: str, columns: list[str]) -> tuple[pd.DataFrame, list[Fault]]:
    """The cells as text, rows labelled by line, columns in the schema's order if they are the right ones."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    faults: list[Fault] = []
    rows: list[list[str]] = []
    lines: list[int] = []
    try:
        header = next(reader)
        for row in reader:
            if len(row) == len(header):
                rows.append(row)
                lines.append(reader.line_num)
            elif row:
                what = f"{len(row)} cells under {len(header)} columns"
                faults.append(
                    Fault(
                        where,
                        reader.line_num,
                        "",
                        ",".join(row)[:60],
                        what,
                        "look for a missing comma or quote",
                    )
                )
    except csv.Error as error:
        faults.append(
            Fault(
                where,
                reader.line_num,
                "",
                "",
                f"is not valid CSV ({error})",
                "look for an unclosed quote",
            )
        )
        return pd.DataFrame(columns=columns, dtype=str), faults
    for column in [each for each in BOUNDS if each in columns and each not in header]:
        header, rows = [*header, column], [[*row, ""] for row in rows]
    for column in sorted(set(columns) - set(header)):
        faults.append(
            Fault(where, 1, column, "", "the column is missing", "add it; see the table's sidecar")
        )
    for column in sorted(set(header) - set(columns)):
        faults.append(
            Fault(where, 1, column, "", "the column is not known", nearest(column, columns))
        )
    for column in sorted({each for each in header if header.count(each) > 1}):
        faults.append(Fault(where, 1, column, "", "the column is there twice", "keep one of them"))
    if any(fault.row == 1 for fault in faults):
        return pd.DataFrame(index=lines), faults
    frame = pd.DataFrame(rows, columns=header, index=lines, dtype=str)
    return frame[columns], faults


def _typed(
    frame: pd.DataFrame, schema: pa.DataFrameSchema, where: str
) -> tuple[pd.DataFrame, list[Fault]]:
    """Columns of numbers as numbers; a cell that is none is a fault, and missing in the result."""
    typed = frame.copy()
    faults: list[Fault] = []
    for name, column in schema.columns.items():
        kind = str(column.dtype)
        if kind not in NUMBERS:
            continue
        cells = frame[name].str.strip()
        numbers = pd.to_numeric(cells.where(cells != ""), errors="coerce").astype("float64")
        whole = kind == "Int64"
        wrong = (cells != "") & (
            numbers.isna() | (numbers.abs() == float("inf")) | (whole & (numbers % 1 != 0))
        )
        what = "is not a whole number" if whole else "is not a number"
        faults += [
            Fault(
                where,
                int(str(row)),
                name,
                cells[row],
                what,
                "use digits and a decimal point; leave unknown cells empty",
            )
            for row in frame.index[wrong]
        ]
        numbers = numbers.mask(wrong)
        typed[name] = numbers.astype("Int64") if whole else numbers
    return typed, faults


def find_faults(frame: pd.DataFrame, schema: pa.DataFrameSchema, where: str) -> list[Fault]:
    """Every cell and key of a typed table that breaks its schema.

    Parameters
    ----------
    frame
        The table, rows labelled by their line in the file.
    schema
        One of `FRAMEWORK` or `FIGURES`; `frame` has its columns and types.
    where
        The file, for the faults.
    """
    try:
        schema.validate(frame, lazy=True)
    except pa.errors.SchemaErrors as errors:
        return list(_from_cases(errors.failure_cases, schema, where, frame))
    return []


def _from_cases(
    cases: pd.DataFrame, schema: pa.DataFrameSchema, where: str, frame: pd.DataFrame
) -> Iterator[Fault]:
    keys = [str(each) for each in schema.unique or []]
    doubled = cases["check"].astype(str).str.startswith("multiple_fields_uniqueness")
    for row in sorted({int(each) for each in cases.loc[doubled, "index"]}):
        value = ", ".join(str(frame.loc[row, key]) for key in keys)
        yield Fault(
            where, row, " + ".join(keys), value, "the key is there twice", "keep one of the rows"
        )
    rows = pd.to_numeric(cases["index"]).fillna(0).astype(int)
    for row, case in zip(rows[~doubled], cases[~doubled].itertuples(), strict=True):
        if case.check == "not_nullable":
            yield Fault(where, row, str(case.column), "", "is empty", "fill it in")
            continue
        what, _, repair = str(case.check).partition("|")
        yield Fault(where, row, str(case.column), str(case.failure_case), what, repair)
