"""How a notebook reads the processed tables of an edition.

The names of the tables are literals in the notebook, because the plan reads them off its syntax tree: they are the run's inputs.
What is in the tables is decided in `process`, and told in `data/schema/processed`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from quire.core.errors import StudyError, nearest
from quire.core.project import NEXT, Project, checked_slug
from quire.tables.csvfiles import read_typed, types_file


@dataclass(frozen=True, kw_only=True)
class EditionFacts:
    """What is known of an edition, as notebooks and pages read it; `data/schema/processed/edition.yml` says what each field means."""

    id: str = ""
    year: int = 0
    title: str = ""
    subject: str = ""
    status: str = ""
    areas: Sequence[str] = ()
    wave: str | None = None
    statistics_max_age_years: int = 0
    participants: Mapping[str, Any] = field(default_factory=dict)
    sources: Sequence[str] = ()
    wave_survey: str = ""
    wave_title: str | None = None
    wave_figures_from: str | None = None
    wave_year: int | None = None
    wave_respondents: int | None = None
    wave_respondents_reason: str | None = None
    wave_respondents_source: str | None = None
    as_of: str = ""


def read_edition(edition: str) -> EditionFacts:
    """What is known of an edition, field by field.

    Parameters
    ----------
    edition
        Its id, or `NEXT`.

    Raises
    ------
    StudyError
        If the edition is unknown or the processed tables have not been made.
    """
    return EditionFacts(**_json(_folder(edition) / "edition.json"))


def read_editions() -> list[EditionFacts]:
    """What is known of every edition, in the order of their years; also of those that are only recorded."""
    return [EditionFacts(**each) for each in _json(Project.find().processed / "editions.json")]


def read_tables(edition: str, *names: str) -> tuple[pd.DataFrame, ...]:
    """Processed tables of one edition, in the order asked for.

    Parameters
    ----------
    edition
        Id of the edition.
    names
        Tables without their ending, as literals: `"cities", "items"`. `data/schema/processed` describes the columns.

    Raises
    ------
    StudyError
        If an edition or a table is unknown, or the processed tables have not been made.
    """
    folder = _folder(edition)
    return tuple(read_table(folder, name) for name in names)


def read_editions_up_to(edition: str) -> list[EditionFacts]:
    """What is known of every published edition up to one, in time: what it could know of the others."""
    return [read_edition(id) for id in _up_to(edition)]


def read_tables_up_to(edition: str, *names: str) -> tuple[pd.DataFrame, ...]:
    """Processed tables of the published editions up to one, each with a first column `edition`.

    What is made of them stays as it is when a later edition comes out.
    """
    return _read_together(_up_to(edition), names)


def read_all_tables(*names: str) -> tuple[pd.DataFrame, ...]:
    """Processed tables of all editions that notebooks run for, each with a first column `edition`."""
    return _read_together(_published(), names)


def _published() -> list[str]:
    return [each.id for each in read_editions() if each.status == "published"]


def _up_to(edition: str) -> list[str]:
    """The published editions up to one of them."""
    editions = _published()
    if edition not in editions:
        what, repair = f"no edition {edition!r} is published", nearest(edition, editions)
        raise StudyError(what, where="parameters", repair=repair)
    return editions[: editions.index(edition) + 1]


def _read_together(editions: Sequence[str], names: Sequence[str]) -> tuple[pd.DataFrame, ...]:
    frames = []
    for name in names:
        parts = [read_table(_folder(edition), name).assign(edition=edition) for edition in editions]
        frame = pd.concat(parts, ignore_index=True)
        frames.append(frame[["edition", *frame.columns.drop("edition")]])
    return tuple(frames)


def _folder(edition: str) -> Path:
    processed = Project.find().processed
    edition = _in_preparation() if edition == NEXT else edition
    folder = processed / checked_slug(edition, "edition", "parameters")
    if not folder.is_dir():
        made = [each.name for each in processed.glob("*") if each.is_dir()]
        repair = nearest(edition, made) if made else "make the processed tables: study prepare"
        raise StudyError(
            f"there are no processed tables of edition {edition!r}",
            where="data/processed",
            repair=repair,
        )
    return folder


def _in_preparation() -> str:
    """The one edition in preparation, for whoever opens a notebook about it by hand."""
    found = [each.id for each in read_editions() if each.status == "in preparation"]
    if not found:
        repair = "begin one with study new <id>, then study prepare"
        raise StudyError("no edition is in preparation", where="data/raw/editions", repair=repair)
    if len(found) > 1:
        repair = f"name one in the parameters cell: {', '.join(found)}"
        raise StudyError(
            f"{len(found)} editions are in preparation", where="data/raw/editions", repair=repair
        )
    return str(found[0])


def _json(path: Path) -> Any:
    if not path.is_file():
        raise StudyError(
            f"{path.name} has not been made",
            where="data/processed",
            repair="make the processed tables: study prepare",
        )
    return json.loads(path.read_bytes())


def read_table(folder: Path, name: str) -> pd.DataFrame:
    """One processed table from the folder of its edition, its columns with their types."""
    path = folder / f"{name}.csv"
    if not path.is_file():
        raise StudyError(
            f"there is no processed table {name!r}",
            where=f"data/processed/{folder.name}",
            repair=nearest(name, [each.stem for each in folder.glob("*.csv")]),
        )
    types = _json(folder.parent / types_file(name))
    return read_typed(path.read_bytes(), types)
