"""Reading everything under `data/raw` and checking it: either all of it is sound, or every fault is in one report.

What a table must look like is in `schemas`, how tables must agree in `agreement`, what is made of them in `process`.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pandera.pandas as pa

from studylib.agreement import find_disagreements
from studylib.editions import Edition, read_editions
from studylib.errors import Fault, Faults, nearest
from studylib.practices import Practice, find_strange_words, read_practices
from studylib.project import Project
from studylib.schemas import FIGURES, FRAMEWORK, NUMBERS, find_faults
from studylib.sources import Source, check_bytes, correct, list_sources
from studylib.tree import placed


@dataclass(frozen=True)
class RawData:
    """Everything under `data/raw`, checked.

    Attributes
    ----------
    editions
        In the order of their years.
    tables
        Figures and framework by name; rows labelled by their line in the file. Items have their `area` and `direction` from
        the tree.
    sources
        The papers of each table of figures.
    practices
        Good practices, by id.
    """

    editions: tuple[Edition, ...]
    tables: dict[str, pd.DataFrame]
    sources: dict[str, Source]
    practices: tuple[Practice, ...] = ()


def check(project: Project) -> RawData:
    """Read and check every file under `data/raw`.

    Raises
    ------
    Faults
        With every fault of every file; nothing was written.
    """
    editions, faults = read_editions(project)
    sources, found = list_sources(project)
    faults += found
    tables: dict[str, pd.DataFrame] = {}
    for name, schema in FRAMEWORK.items():
        path = project.raw / "framework" / f"{name}.csv"
        faults += _read_into(tables, name, path, project.relative(path), schema, None)
    for name, schema in FIGURES.items():
        path = project.raw / f"{name}.csv"
        sidecar = path.with_suffix(".yml")
        if name not in sources and not sidecar.exists():
            faults.append(
                Fault(project.relative(sidecar), 0, "", "", "the sidecar is missing", "say where the table comes from")
            )
        faults += _read_into(tables, name, path, project.relative(path), schema, sources.get(name))
    practices, found = read_practices(project)
    faults += found
    faults += find_strange_words(practices, tables)
    faults += find_disagreements(tables, editions, sources, project)
    if faults:
        raise Faults(faults)
    tables["items"] = placed(tables["items"], tables["tree"])
    return RawData(tuple(editions), tables, sources, tuple(practices))


def _read_into(
    tables: dict[str, pd.DataFrame],
    name: str,
    path: Path,
    where: str,
    schema: pa.DataFrameSchema,
    source: Source | None,
) -> list[Fault]:
    """Read one table; put it into `tables` if its columns and types can be relied on."""
    if not path.is_file():
        return [Fault(where, 0, "", "", "the table is missing", "restore it")]
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
                Fault(where, 0, "", "", what, "restore the missing rows, or lower min_rows in the sidecar and say why")
            )
        if set(source.columns) != set(schema.columns):
            odd = ", ".join(sorted(set(source.columns) ^ set(schema.columns)))
            sidecar = where.removesuffix(".csv") + ".yml"
            faults.append(
                Fault(sidecar, 0, "columns", odd, "does not describe the columns of the table", "one line a column")
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
                    Fault(where, reader.line_num, "", ",".join(row)[:60], what, "look for a missing comma or quote")
                )
    except csv.Error as error:
        faults.append(
            Fault(where, reader.line_num, "", "", f"is not valid CSV ({error})", "look for an unclosed quote")
        )
        return pd.DataFrame(columns=columns, dtype=str), faults
    for column in sorted(set(columns) - set(header)):
        faults.append(Fault(where, 1, column, "", "the column is missing", "add it; see the table's sidecar"))
    for column in sorted(set(header) - set(columns)):
        faults.append(Fault(where, 1, column, "", "the column is not known", nearest(column, columns)))
    for column in sorted({each for each in header if header.count(each) > 1}):
        faults.append(Fault(where, 1, column, "", "the column is there twice", "keep one of them"))
    if any(fault.row == 1 for fault in faults):
        return pd.DataFrame(index=lines), faults
    frame = pd.DataFrame(rows, columns=header, index=lines, dtype=str)
    return frame[columns], faults


def _typed(frame: pd.DataFrame, schema: pa.DataFrameSchema, where: str) -> tuple[pd.DataFrame, list[Fault]]:
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
        wrong = (cells != "") & (numbers.isna() | (numbers.abs() == float("inf")) | (whole & (numbers % 1 != 0)))
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
