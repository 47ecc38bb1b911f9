"""Columns of a run beside what the schemas say of them: a meaning is asked for where the column is made, as the book needs it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from quire.core.errors import Faults, nearest
from quire.core.project import Project
from quire.tables.csvfiles import read_rows
from quire.tables.models import parse_model
from quire.tables.schemas import TableSchema, read_dictionary, say_undescribed


def find_undescribed(
    project: Project, notebook: str, folder: Path
) -> Iterator[tuple[str, str, str]]:
    """Everything that is not as the schemas have it: the file below the folder of a run, what, and repair.

    Of a figure every column must be in the dictionary. A kept table must have the columns of its schema, if it has one; others are
    for runs alone. Where a study has no dictionary nothing is asked for.

    Parameters
    ----------
    notebook
        The name of the notebook.
    folder
        Where its outputs are.
    """
    words = read_dictionary(project)
    if words is None:
        return
    for path in sorted((folder / "figures").glob("*.svg")):
        columns = read_rows(path.with_suffix(".csv").read_bytes())[0]
        if said := say_undescribed(words, {f"figure {path.stem!r}": columns}):
            yield f"figures/{path.name}", *said
    for path in sorted((folder / "tables").glob("*.csv")):
        for said in _lacking(project, f"{notebook}/{path.stem}", path):
            yield f"tables/{path.name}", *said


def _lacking(project: Project, table: str, path: Path) -> Iterator[tuple[str, str]]:
    file = project.root / "data" / "schema" / f"{table}.yml"
    if not file.is_file():
        return
    where = project.relative(file)
    schema, faults = parse_model(TableSchema, file, where, {"table": table})
    if schema is None:
        raise Faults(faults, where=where)
    kept = read_rows(path.read_bytes())[0]
    for column in schema.columns:
        if column not in kept:
            what = (
                f"the kept table {path.stem!r} lacks the column {column!r} that {where} describes"
            )
            yield what, f"keep it, or delete it there ({nearest(column, kept)})"
