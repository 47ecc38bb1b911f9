"""Which rows of which raw files each processed table is made of, so that a published number can be followed back to them.

The files stand in the schemas of the processed tables, under `origin`; a test of the study changes raw rows and sees that no other
table changes than those that name them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from quire.core.project import Project, digest
from quire.tables.csvfiles import read_records
from quire.tables.schemas import TableSchema, read_schemas
from quire.text.messages import Code, _

_KEY = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, order=True)
class RawRows:
    """Rows of a raw file.

    Attributes
    ----------
    file
        Its path from `data/raw`, such as `perception.csv`, or a folder such as `practices`.
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
        return Code(f"{self.column} = {self.value}") if self.column else _("all rows")


def find_origins(
    schemas: Iterable[TableSchema], editions: Sequence[Mapping[str, Any]]
) -> list[RawRows]:
    """The raw rows that some processed tables of some editions are made of, by file.

    Parameters
    ----------
    schemas
        Those of the tables.
    editions
        What is known of each edition, by key. A table has no rows that are chosen by a key without a
        value. A path may have one key in braces, such as `{id}`; of a key with several values it
        stands for several files.
    """
    rows: set[RawRows] = set()
    for file, choice in [origin for schema in schemas for origin in schema.origin.items()]:
        for edition in editions:
            chosen = [(column, edition.get(key)) for column, key in choice.items()]
            for name in _files(file, edition):
                if not chosen:
                    rows.add(RawRows(name))
                rows |= {RawRows(name, column, str(value)) for column, value in chosen if value}
    return sorted(rows)


def _files(file: str, edition: Mapping[str, Any]) -> list[str]:
    """The files that a path with a key in braces stands for: one for each value of the key."""
    key = _KEY.search(file)
    if key is None:
        return [file]
    values = edition.get(key[1]) or ()
    each = [values] if isinstance(values, str) else values
    return [file.replace(key[0], str(value)) for value in each]


def table_anchor(name: str) -> str:
    """Where a page on data and sources tells of a table.

    >>> table_anchor("city_statistics")
    'table-city-statistics'
    """
    return f"table-{name.replace('_', '-')}"


@dataclass(frozen=True)
class RawFiles:
    """The raw files of a checkout, each read once."""

    project: Project
    _tables: dict[str, list[dict[str, str]]] = field(default_factory=dict, repr=False)
    _digests: dict[str, str] = field(default_factory=dict, repr=False)
    _counts: dict[tuple[str, str], Counter[str]] = field(default_factory=dict, repr=False)

    def origins(
        self, tables: Iterable[str], editions: Sequence[Mapping[str, Any]]
    ) -> list[RawRows]:
        """The raw rows that processed tables are made of, by file; parameters are those of `find_origins`."""
        return find_origins(
            (self._schemas[name] for name in tables if name in self._schemas), editions
        )

    def count(self, rows: RawRows) -> int:
        """How many rows these are; of a folder, how many files; 0 of a file that is not there."""
        path = self._path(rows)
        if not path.exists():
            return 0
        if path.is_dir():
            return len(list(path.glob("*.yml")))
        if path.suffix != ".csv":
            return 1
        table = self._rows(path)
        if not rows.column:
            return len(table)
        counted = self._counts.setdefault((rows.file, rows.column), Counter())
        if not counted:
            counted.update(row[rows.column] for row in table)
        return counted[rows.value]

    def digest(self, rows: RawRows) -> str:
        """SHA-256 of the file; of a folder, of the digests of its files in the order of their names."""
        if rows.file not in self._digests:
            path = self._path(rows)
            files = sorted(path.glob("*.yml")) if path.is_dir() else [path]
            digests = [digest(file.read_bytes()) for file in files]
            self._digests[rows.file] = (
                digest("".join(digests).encode()) if path.is_dir() else digests[0]
            )
        return self._digests[rows.file]

    @cached_property
    def described(self) -> frozenset[str]:
        """Tables with a sidecar, which the page on data and sources describes."""
        return frozenset(path.stem for path in self.project.raw.glob("*.yml"))

    @cached_property
    def _schemas(self) -> Mapping[str, TableSchema]:
        # a study without schemas does not say what its tables are made of
        if not (self.project.root / "data" / "schema").is_dir():
            return {}
        return read_schemas(self.project).below("processed")

    def _path(self, rows: RawRows) -> Path:
        return self.project.raw / rows.file

    def _rows(self, path: Path) -> list[dict[str, str]]:
        name = path.as_posix()
        if name not in self._tables:
            # of what stays with those who collect it, a file may not be there yet
            self._tables[name] = read_records(path.read_bytes()) if path.is_file() else []
        return self._tables[name]
