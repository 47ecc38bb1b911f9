"""What a person is told who runs a notebook by hand: tables that the raw data give no longer, parameters of another type.

In a run of the pipeline the plan sees to both, and nothing here is called.
"""

from __future__ import annotations

import ast
import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from IPython.core.getipython import get_ipython

from quire.core.errors import StudyError
from quire.core.project import Project
from quire.core.steps import RECORD, Record, changes, read_record
from quire.pipeline.contract import EDITION
from quire.pipeline.notebooks import PARAMETERS, Kind
from quire.pipeline.preparation import all_raw_digests
from quire.pipeline.staleness import library_digests, module_path
from quire.study import load_study

SHOWN = 5
"""Changes that are named; of more the rest is counted."""

KINDS: Mapping[type, str] = {bool: "true or false", int: "a number", float: "a number", str: "text"}
"""What a parameter may be, in words; anything else is a person's own."""

_said: set[tuple[str, ...]] = set()


def look_by_hand(project: Project) -> None:
    """Say once in a kernel what is stale, where a notebook reads a table; nothing outside of a kernel.

    Raises
    ------
    StudyError
        If a parameter has another type than in the notebooks.
    """
    shell = get_ipython()
    if shell is None:
        return
    check_parameters(project, shell.user_ns)
    stale = why_stale(project)
    if stale and stale not in _said:
        _said.add(stale)
        print(say_stale(project, stale), file=sys.stderr)


def say_stale(project: Project, stale: tuple[str, ...]) -> str:
    """Why tables are stale, for people, and how to mend it."""
    rest = f"\n  and {len(stale) - SHOWN} more" if len(stale) > SHOWN else ""
    named = "".join(f"\n  {reason}" for reason in stale[:SHOWN])
    return (
        "The tables in data/processed, and so what you see here, are not what the raw data and the code give now:"
        f"{named}{rest}\n  repair: make them again: {project.command} prepare, then run all cells"
    )


def why_stale(project: Project) -> tuple[str, ...]:
    """Why the processed tables would be made again; empty if they would not, or if there are none.

    Raw data are few and looked at byte by byte. Reading the code takes longer: only if one of its files is newer than the tables.
    """
    path = project.processed / RECORD
    record = read_record(path)
    if record is None:
        there = any(folder.is_dir() for folder in project.processed.glob("*"))
        return ("the record of how they were made is gone",) if there else ()
    old, new = {"raw": record.key.get("raw", {})}, {"raw": all_raw_digests(project)}
    if _has_newer_code(project, record, path.stat().st_mtime_ns):
        old["library"] = record.key.get("library", {})
        new["library"] = library_digests(project, [load_study(project).makers["tables"]])
    return changes(old, new)


def _has_newer_code(project: Project, record: Record, made_ns: int) -> bool:
    files = [module_path(project, name) for name in record.key.get("library", {})]
    return any(file is None or file.stat().st_mtime_ns > made_ns for file in files)


def check_parameters(project: Project, given: Mapping[str, Any]) -> None:
    """Refuse text where the notebook has a number, and a number where it has text; the edition may be either.

    Parameters
    ----------
    given
        The names of the kernel with their values. It runs a notebook whose parameters are all among them; other names, as those of
        a trial, may be anything.

    Raises
    ------
    StudyError
        For the first parameter whose value is of another kind.
    """
    for path in sorted((project.notebooks / Kind.EDITION).glob("*.ipynb")):
        defaults: dict[str, Any] = {}
        with suppress(ValueError, SyntaxError, KeyError, TypeError, AttributeError, OSError):
            defaults = dict(_read_defaults(path))  # what is wrong with it the check says
        for name in defaults if defaults.keys() <= given.keys() else ():
            value, default = given[name], defaults[name]
            kind, usual = KINDS.get(type(value)), KINDS.get(type(default))
            if name != EDITION and kind and usual and kind != usual:
                raise StudyError(
                    f"{name} is {kind}, {value!r}, and in {path.name} {usual}",
                    where="parameters",
                    repair=f"write {name} = {default!r}, for example; with papermill: -p {name} {default}",
                )


def _read_defaults(path: Path) -> Iterator[tuple[str, Any]]:
    """Parameters of a notebook with their defaults."""
    for cell in json.loads(path.read_bytes())["cells"]:
        if PARAMETERS in cell["metadata"].get("tags", []):
            for line in ast.parse("".join(cell["source"])).body:
                if isinstance(line, ast.Assign) and isinstance(line.targets[0], ast.Name):
                    yield line.targets[0].id, ast.literal_eval(line.value)
