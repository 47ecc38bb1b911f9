"""Named tables of a run, kept for other runs and for pages: how they are written, and how they come back the same.

A notebook keeps what it has worked out with `keep_table`; others read it with `read_results` or `read_all_results`. The plan
takes these calls off the syntax trees, so their names are literals. Which runs depend on which is decided in `pipeline.plan`.
"""

from __future__ import annotations

import importlib
import json
import os
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from quire.core.errors import StudyError, nearest
from quire.core.project import Project, checked_slug, edition_id, to_json
from quire.core.reach import read_table_bytes
from quire.showing.outputs import output_folder, write_new
from quire.tables.csvfiles import read_rows, to_csv
from quire.tables.processed import find_project, join_editions

READS = "STUDY_READS"
"""Environment variable that names the runs whose tables a run may read: those that the plan has made sure of."""

TEXT, GAPS = "text", "text or missing"
"""Types of columns of text, as a table's list of types names them; other columns stand there with their pandas type."""

TYPES = frozenset({"bool", "boolean", "float64", "int64", "Int64", TEXT, GAPS})


def keep_table(name: str, frame: pd.DataFrame) -> None:
    """Keep a table of this run, as `tables/<name>.csv` with the types of its columns beside it in `tables/<name>.json`.

    By hand, where there is no folder for outputs, the table is checked and nothing is written.

    Parameters
    ----------
    name
        Name of the table, a literal: lower-case letters, digits, `-` and `_`.
    frame
        Tidy: a row an observation. Columns hold text, truth values, whole numbers or floats; floats are written so that they
        come back to the last bit. An index without a name is left out.

    Raises
    ------
    StudyError
        If the name is not valid or kept twice in a run, or the table would not come back as it is.
    """
    checked_slug(name, "table", "keep_table")
    files = _written(name, frame)
    folder = output_folder()
    if folder is not None:
        for ending, data in files.items():
            write_new(folder, f"tables/{name}{ending}", data)


def read_results(edition: str | int, notebook: str, *names: str) -> tuple[pd.DataFrame, ...]:
    """Tables that another run of the edition kept, in the order asked for.

    Parameters
    ----------
    edition
        The parameter `edition`; or `"study"` for a notebook that runs once for all editions.
    notebook
        Name of the notebook that keeps them, without its number, a literal: `"scores"`.
    names
        Names of the tables, literals.

    Raises
    ------
    StudyError
        If the result is missing or stale, or has no such table; the repair is the command that makes it.
    """
    project = find_project()
    (scope,) = _scopes(project, notebook, edition_id(edition))
    return tuple(kept_table(project, scope, notebook, name) for name in names)


def read_all_results(notebook: str, *names: str) -> tuple[pd.DataFrame, ...]:
    """Tables that a notebook kept for each edition it runs for, each with a first column `edition`."""
    project = find_project()
    scopes = _scopes(project, notebook)
    return tuple(
        join_editions({scope: kept_table(project, scope, notebook, name) for scope in scopes})
        for name in names
    )


def kept_table(project: Project, scope: str, notebook: str, name: str) -> pd.DataFrame:
    """One kept table as it lies there, its columns with the types they were kept with; whether it is stale is not asked."""
    path = _find_kept(project, scope, notebook, name)
    return _read(path, json.loads(read_table_bytes(path.with_suffix(".json"))))


def kept_rows(project: Project, scope: str, notebook: str, name: str) -> list[list[str]]:
    """The same as rows of text, its head first."""
    return read_rows(read_table_bytes(_find_kept(project, scope, notebook, name)))


def _find_kept(project: Project, scope: str, notebook: str, name: str) -> Path:
    folder = project.runs / scope / notebook / "tables"
    path = folder / f"{name}.csv"
    if not path.is_file():
        kept = sorted(each.stem for each in folder.glob("*.csv"))
        repair = nearest(name, kept) if kept else f"keep it there: keep_table({name!r}, ...)"
        where = project.relative(folder.parent)
        raise StudyError(f"the run kept no table {name!r}", where=where, repair=repair)
    return path


def _scopes(project: Project, notebook: str, edition: str | None = None) -> Sequence[str]:
    """Editions whose results of a notebook can be read: in a run those the plan has made sure of, by hand those up to date."""
    if os.environ.get(READS) is None:
        # by its name: who only looks whether results are up to date is part of no run's key
        return importlib.import_module("quire.pipeline.selection").fresh_scopes(  # type: ignore[no-any-return]
            project, notebook, edition
        )
    planned = [each.partition("/")[::2] for each in json.loads(os.environ[READS])]
    scopes = [scope for scope, name in planned if name == notebook and edition in {None, scope}]
    if not scopes:
        what = f"the plan knows of no result of {notebook!r} that this notebook reads"
        raise StudyError(what, repair='name it as a literal: read_results(edition, "scores", ...)')
    return scopes


def _written(name: str, frame: pd.DataFrame) -> dict[str, bytes]:
    """A table and the types of its columns as files by their ending, once it is sure that they come back."""
    if any(frame.index.names):
        what = f"the index {frame.index.names} of table {name!r} would be lost"
        raise StudyError(what, repair="make it columns: frame.reset_index()")
    if not all(isinstance(each, str) for each in frame.columns) or not frame.columns.is_unique:
        what = f"the columns of table {name!r} are not different texts"
        raise StudyError(what, repair="name the columns, each by its own word")
    types = {str(each): _type(name, frame[each]) for each in frame.columns}
    return {".csv": to_csv(frame), ".json": to_json(types)}


def _type(table: str, column: pd.Series) -> str:
    kind = str(column.dtype)
    if kind in TYPES:
        return kind
    values = column.dropna()
    odd = [each for each in values if not isinstance(each, str)]
    if kind not in {"object", "str", "string"} or odd:
        what = f"column {column.name!r} of table {table!r} is {kind}" + (
            f" and holds {odd[0]!r}" if odd else ""
        )
        raise StudyError(what, repair=f"give it one type: {', '.join(sorted(TYPES))}")
    if len(values) == len(column):
        return TEXT
    if (values == "").any():
        what = f"column {column.name!r} of table {table!r} has empty texts beside missing ones"
        raise StudyError(what, repair='make them one: frame.fillna("")')
    return GAPS


def _read(path: Path, types: dict[str, str]) -> pd.DataFrame:
    """A table with its types: floats by Python's own reading, which gives back every bit that `repr` wrote."""
    head, *rows = read_rows(read_table_bytes(path))
    frame = pd.DataFrame(rows, columns=head, dtype=str)
    known = {name: frame[name].mask(frame[name] == "") for name in types if types[name] != TEXT}
    truths = [name for name in known if types[name] in {"bool", "boolean"}]
    known |= {name: known[name].map({"True": True, "False": False}) for name in truths}
    kinds = {name: types[name] for name in known if types[name] != GAPS}
    return frame.assign(**known).astype(kinds)
