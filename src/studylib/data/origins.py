"""Which rows of which raw files each processed table is made of, so that a published number can be followed back to them.

What is made of the rows is in `process`; a test changes raw rows and sees that no other table changes than those named here.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from quire.core.project import Project, digest

WAVE, SURVEY, EDITION, ALL = "wave", "survey", "edition", ""
"""By which of its columns the rows of an edition are chosen from a raw table."""

FIGURES = {
    **{"perception.csv": WAVE, "perception_shares.csv": WAVE, "survey_places.csv": WAVE},
    "framework/surveys.csv": WAVE,
}
"""What the figures of a survey are made of, and which survey they are of."""

PANEL = {
    **{
        "perception.csv": ALL,
        "perception_shares.csv": ALL,
        "survey_places.csv": ALL,
        "framework/waves.csv": ALL,
    },
    "framework/surveys.csv": ALL,
}
"""The same of all waves, which decide what is in the panel."""

ORIGINS: dict[str, dict[str, str]] = {
    "edition": {
        "editions/{id}.yml": ALL,
        "framework/waves.csv": WAVE,
        "framework/surveys.csv": WAVE,
    },
    "areas": {"framework/areas.csv": ALL, "editions/{id}.yml": ALL},
    "tree": {"framework/tree.csv": ALL},
    "bands": {"framework/bands.csv": ALL},
    "items": {
        **PANEL,
        "framework/items.csv": ALL,
        "framework/tree.csv": ALL,
        "editions/{id}.yml": ALL,
    },
    "cities": {
        **PANEL,
        **{
            "cities.csv": ALL,
            "framework/countries.csv": ALL,
            "city_statistics.csv": ALL,
            "framework/sizes.csv": ALL,
        },
    },
    "city_names": {"framework/city_names.csv": ALL},
    "answers": {
        **FIGURES,
        **{
            "framework/items.csv": ALL,
            "framework/tree.csv": ALL,
            "cities.csv": ALL,
            "framework/comparability.csv": ALL,
        },
    },
    "answers_beside": {**FIGURES, "framework/tree.csv": ALL},
    "resident_surveys": {"framework/surveys.csv": WAVE},
    "comparisons": {"framework/comparisons.csv": ALL, "framework/statistics.csv": ALL},
    "statistics": {
        "city_statistics.csv": ALL,
        "national_egovernment.csv": ALL,
        "framework/comparisons.csv": ALL,
    },
    "priorities": {
        **{
            "priorities.csv": ALL,
            "survey_places.csv": ALL,
            "framework/surveys.csv": ALL,
            "framework/waves.csv": ALL,
        }
    },
    "issues": {"framework/issues.csv": ALL},
    "practices": {"practices": ALL, "framework/countries.csv": ALL, "framework/sizes.csv": ALL},
    "comparability": {"framework/comparability.csv": SURVEY, "framework/surveys.csv": WAVE},
    "comparability_beside": {"framework/comparability.csv": ALL, "framework/surveys.csv": WAVE},
    "levers": {"framework/levers.csv": ALL},
    "elements": {"framework/elements.csv": ALL},
    "surveys": {"barrier_surveys.csv": ALL, "framework/statements.csv": ALL},
    "published": {"published_facts.csv": EDITION},
    "published_shares": {"published_shares.csv": EDITION},
    "editions": {"editions": ALL},
    "calendar": {"editions/{id}.yml": ALL},
    "invited": {
        "preparation/{id}/cities.csv": ALL,
        "framework/countries.csv": ALL,
        "framework/sizes.csv": ALL,
        "members.csv": ALL,
    },
    "questions": {"preparation/{id}/questions.csv": ALL, "framework/areas.csv": ALL},
    "replies": {"preparation/{id}/answers.csv": ALL, "preparation/{id}/cities.csv": ALL},
    "members": {"members.csv": ALL, "framework/countries.csv": ALL, "editions/{id}.yml": ALL},
}
"""Raw files by processed table, each with the column that chooses its rows; `{id}` is the edition's; `editions`, `practices`: folders."""


@dataclass(frozen=True, order=True)
class RawRows:
    """Rows of a raw file.

    Attributes
    ----------
    file
        Its path below `data/raw`, such as `perception.csv`, or a folder such as `practices`.
    column, value
        What chooses the rows; both empty where it is all of them.
    """

    file: str
    column: str = ""
    value: str = ""

    @property
    def choice(self) -> str:
        """How the rows are chosen, in words.

        >>> RawRows("perception.csv", "wave", "2015").choice, RawRows("cities.csv").choice
        ('wave = 2015', 'all rows')
        """
        return f"{self.column} = {self.value}" if self.column else "all rows"


def raw_rows(tables: Iterable[str], editions: Sequence[Mapping[str, Any]]) -> list[RawRows]:
    """The raw rows that some processed tables of some editions are made of, by file.

    Parameters
    ----------
    tables
        Names of processed tables; `edition` is `edition.json`.
    editions
        The editions as `data/processed/<id>/edition.json` has them.
    """
    found: set[RawRows] = set()
    for file, column in [origin for table in tables for origin in ORIGINS[table].items()]:
        for edition in editions:
            name = file.format(id=edition["id"])
            survey = edition.get("wave_survey") or None
            value = {WAVE: edition.get("wave"), SURVEY: survey, EDITION: edition["id"], ALL: ""}[
                column
            ]
            if value is not None:
                found.add(RawRows(name, column, str(value)))
    return sorted(found)


@dataclass(frozen=True)
class RawFiles:
    """The raw files of a checkout, each read once."""

    project: Project
    _tables: dict[str, list[dict[str, str]]] = field(default_factory=dict, repr=False)
    _digests: dict[str, str] = field(default_factory=dict, repr=False)

    def count(self, rows: RawRows) -> int:
        """How many rows these are; of a folder, how many files."""
        path = self._path(rows)
        if path.is_dir():
            return len(list(path.glob("*.yml")))
        if path.suffix != ".csv":
            return 1
        table = self._rows(path)
        return sum(row[rows.column] == rows.value for row in table) if rows.column else len(table)

    def digest(self, rows: RawRows) -> str:
        """SHA-256 of the file; of a folder, of the digests of its files in the order of their names."""
        if rows.file not in self._digests:
            path = self._path(rows)
            files = sorted(path.glob("*.yml")) if path.is_dir() else [path]
            each = [digest(one.read_bytes()) for one in files]
            self._digests[rows.file] = digest("".join(each).encode()) if path.is_dir() else each[0]
        return self._digests[rows.file]

    @cached_property
    def described(self) -> frozenset[str]:
        """Tables with a sidecar, which the page on data and sources describes."""
        return frozenset(path.stem for path in self.project.raw.glob("*.yml"))

    def _path(self, rows: RawRows) -> Path:
        return self.project.raw / rows.file

    def _rows(self, path: Path) -> list[dict[str, str]]:
        name = path.relative_to(self.project.raw).as_posix()
        if name not in self._tables:
            with path.open(encoding="utf-8-sig", newline="") as file:
                self._tables[name] = list(csv.DictReader(file))
        return self._tables[name]
