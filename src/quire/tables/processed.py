"""How a notebook reads the processed tables of an edition, and what is known of it.

The names of the tables are literals in the notebook, because the plan reads them off its syntax tree: they are the run's inputs.
What is in the tables a study decides: below `data/processed` a folder an edition, the types of columns in `<table>.types.json`, and
what is known of editions in `editions.json`, a list with `id` and `status`.
"""

from __future__ import annotations

import importlib
import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from quire.core.errors import StudyError, nearest
from quire.core.project import HELD, NEXT, Project, checked_slug, edition_id
from quire.core.reach import VARIABLE, read_table_bytes
from quire.core.steps import RECORD, read_record
from quire.tables.csvfiles import read_typed, types_file


def read_tables(edition: str | int, *names: str) -> tuple[pd.DataFrame, ...]:
    """Processed tables of one edition, in the order asked for.

    Parameters
    ----------
    edition
        Id of the edition; a number is taken as text.
    names
        Tables without their ending, as literals: `"cities", "items"`. `data/schema/processed` describes the columns.

    Raises
    ------
    StudyError
        If an edition or a table is unknown, or the processed tables have not been made.
    """
    folder = edition_folder(edition)
    return tuple(read_table(folder, name) for name in names)


def read_tables_up_to(edition: str | int, *names: str) -> tuple[pd.DataFrame, ...]:
    """Processed tables of the published editions up to one, each with a first column `edition`.

    What is made of them stays as it is when a later edition comes out.
    """
    return _read_together(list_up_to(edition), names)


def read_all_tables(*names: str) -> tuple[pd.DataFrame, ...]:
    """Processed tables of all editions that notebooks run for, each with a first column `edition`."""
    return _read_together(_published(), names)


def read_json(name: str) -> Any:
    """A file below `data/processed`."""
    return _read_json(find_project().processed / name)


def find_project() -> Project:
    """The study that is read. By hand whoever reads is told if its tables are no longer what the raw data give."""
    project = Project.of_notebook()
    if VARIABLE not in os.environ:
        # by its name: what is said by hand alone is part of no run's key
        importlib.import_module("quire.pipeline.by_hand").look_by_hand(project)
    return project


def _published() -> list[str]:
    return _with_status("published")


def _with_status(*statuses: str) -> list[str]:
    """The editions that have one of these statuses, and tables."""
    editions, held = read_json("editions.json"), _read_held()
    known = [str(each["id"]) for each in editions if each["status"] in statuses]
    return [each for each in known if each not in held]


def _read_held() -> dict[str, str]:
    path = Project.of_notebook().processed / HELD
    held: dict[str, str] = _read_json(path) if path.is_file() else {}
    return held


def list_up_to(edition: str | int) -> list[str]:
    """The published editions up to one of them, or up to one that is closed and not out yet."""
    edition = edition_id(edition)
    out = _published()
    editions = [
        each for each in _with_status("published", "closed") if each in out or each == edition
    ]
    if edition not in editions:
        what, repair = f"no edition {edition!r} is published", nearest(edition, editions)
        raise StudyError(what, where="parameters", repair=repair)
    return editions[: editions.index(edition) + 1]


def _read_together(editions: Sequence[str], names: Sequence[str]) -> tuple[pd.DataFrame, ...]:
    folders = {edition: edition_folder(edition) for edition in editions}
    return tuple(
        join_editions({edition: read_table(folder, name) for edition, folder in folders.items()})
        for name in names
    )


def join_editions(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """One table of several editions, below each other, with a first column `edition`.

    >>> one, two = pd.DataFrame({"share": [5.0]}), pd.DataFrame({"share": [6.0]})
    >>> join_editions({"2017": one, "2019": two})["edition"].to_list()
    ['2017', '2019']
    """
    labelled = [table.assign(edition=edition) for edition, table in tables.items()]
    frame = pd.concat(labelled, ignore_index=True)
    return frame[["edition", *frame.columns.drop("edition")]]


def edition_folder(edition: str | int) -> Path:
    """Where the tables of an edition are, or of the one in preparation if it is `NEXT`."""
    project = find_project()
    processed, edition = project.processed, edition_id(edition)
    edition = _in_preparation(project.command) if edition == NEXT else edition
    folder = processed / checked_slug(edition, "edition", "parameters")
    if not folder.is_dir():
        made = [each.name for each in processed.glob("*") if each.is_dir()]
        held = _read_held()
        what = f"there are no processed tables of edition {edition!r}"
        repair = nearest(edition, made) if made else _make(project)
        if edition in held:
            what, repair = (
                f"edition {edition!r} is held back: {held[edition]}",
                f"see: {project.command} check",
            )
        raise StudyError(what, where="data/processed", repair=repair)
    return folder


def _in_preparation(command: str) -> str:
    """The one edition in preparation, for whoever opens a notebook about it by hand."""
    coming = _with_status("in preparation")
    where = "data/raw/editions"
    if not coming and (held := _read_held()):
        said = "; ".join(f"{edition} is held back: {why}" for edition, why in held.items())
        raise StudyError(said, where="data/processed", repair=f"see: {command} check")
    if not coming:
        repair = f"begin one with {command} new <id>, then {command} prepare"
        raise StudyError("no edition is in preparation", where=where, repair=repair)
    if len(coming) > 1:
        repair = f"name one in the parameters cell: {', '.join(coming)}"
        raise StudyError(f"{len(coming)} editions are in preparation", where=where, repair=repair)
    return coming[0]


def read_table(folder: Path, name: str) -> pd.DataFrame:
    """One processed table from the folder of its edition, its columns with their types."""
    path = folder / f"{name}.csv"
    if not path.is_file():
        repair = nearest(name, [each.stem for each in folder.glob("*.csv")])
        if VARIABLE not in os.environ:
            record = read_record(folder.parent / RECORD)
            gone = record is None or f"{folder.name}/{name}.csv" in record.outputs
            repair = _make(Project.of_notebook()) if gone else repair
        raise StudyError(
            f"there is no processed table {name!r}",
            where=f"data/processed/{folder.name}",
            repair=repair,
        )
    types = _read_json(folder.parent / types_file(name))
    return read_typed(read_table_bytes(path), types)


def _read_json(path: Path) -> Any:
    if not path.is_file():
        repair = _make(Project.of_notebook())
        raise StudyError(f"{path.name} has not been made", where="data/processed", repair=repair)
    return json.loads(read_table_bytes(path))


def _make(project: Project) -> str:
    return f"make the processed tables: {project.command} prepare"
