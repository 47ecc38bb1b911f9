"""The page on data and sources: the sidecars of the raw tables; their words are in the templates `sources*.md`.

What a sidecar holds is decided in `sources`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from quire.core.errors import Faults
from quire.core.project import Project
from quire.tables.csvfiles import read_rows
from quire.tables.origins import table_anchor
from quire.tables.schemas import read_schemas

if TYPE_CHECKING:
    from quire.tables.sources import Sidecar

FOLDER = "data"
"""Folder of the assembled book that the raw tables are copied to."""


@dataclass(frozen=True)
class Paper:
    """A raw table: its sidecar, how many rows it has, and what its columns mean."""

    name: str
    source: Sidecar
    rows: int
    columns: Mapping[str, str]

    @property
    def anchor(self) -> str:
        """Where the page tells of it."""
        return table_anchor(self.name)

    @property
    def publishers(self) -> list[str]:
        """Whose figures it holds, each once."""
        return list(dict.fromkeys(one.publisher for one in self.source.origins))

    def file(self, text: str = "") -> Markup:
        """The table as a file to be downloaded, as MyST; its name is one of our own files'."""
        return Markup("{{download}}`{} <{}/{}.csv>`").format(
            text or f"{self.name}.csv", FOLDER, self.name
        )


def read_papers(project: Project) -> dict[str, Sidecar]:
    """The sidecars of all raw tables, by the table's name.

    Raises
    ------
    Faults
        With everything that is wrong in them.
    """
    from quire.tables.sources import list_sources

    sources, faults = list_sources(project)
    if faults:
        raise Faults(faults)
    return sources


def table_files(project: Project) -> dict[str, bytes]:
    """The raw tables as files of the book, to be downloaded."""
    return {
        f"{FOLDER}/{name}.csv": (project.raw / f"{name}.csv").read_bytes()
        for name in read_papers(project)
    }


def make_papers(project: Project, sources: Mapping[str, Sidecar]) -> list[Paper]:
    """All raw tables with what the page says of them."""
    schemas = read_schemas(project).below("raw")
    return [
        Paper(name, source, _length(project, name), schemas[name].meanings)
        for name, source in sources.items()
    ]


def _length(project: Project, name: str) -> int:
    """Rows of a table, its header not counted."""
    return len(read_rows((project.raw / f"{name}.csv").read_bytes())) - 1
