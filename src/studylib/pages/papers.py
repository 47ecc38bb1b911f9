"""The page on data and sources: the sidecars of the raw tables as text of MyST Markdown.

What a sidecar holds is decided in `sources`; general pieces of text are in `markdown`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from quire.book.bibliography import cited
from quire.core.errors import Faults
from quire.core.project import Project
from quire.tables.csvfiles import read_rows
from quire.tables.schemas import read_schemas
from quire.text.markdown import link, links, table
from quire.text.markup import escape_myst as escape

if TYPE_CHECKING:
    from quire.tables.sources import Source

FOLDER = "data"
"""Folder of the assembled book that the raw tables are copied to."""


def read_papers(project: Project) -> dict[str, Source]:
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


def sources_table(project: Project, sources: dict[str, Source]) -> str:
    """All tables at a glance: title, publisher, rows and the download."""
    rows = [
        (
            f"[{escape(each.title)}](#{table_anchor(name)})",
            escape(each.publisher),
            f"{_length(project, name):,}",
            _file(name, "CSV"),
        )
        for name, each in sources.items()
    ]
    return table(("table", "publisher", "rows", "download"), rows)


def sources_text(project: Project, sources: dict[str, Source]) -> str:
    """One section for each table, with everything its sidecar says."""
    schemas = read_schemas(project).below("raw")
    return "\n\n".join(
        _section(project, name, each, schemas[name].meanings) for name, each in sources.items()
    )


def _section(project: Project, name: str, source: Source, columns: Mapping[str, str]) -> str:
    taken = source.retrieved.isoformat() if source.retrieved else "the day was not recorded"
    facts = [
        f"- **Publisher:** {escape(source.publisher)}"
        + (f", dataset `{source.dataset}`" if source.dataset else ""),
        f"- **Where:** {', '.join(link(each) for each in source.addresses)}",
        f"- **Terms of use:** {escape(source.licence)}",
        f"- **Cite as:** {cited(source)}",
        f"- **Retrieved:** {taken}",
        f"- **Rows:** {_length(project, name):,}",
        f"- **What we changed:** {escape(source.changes)}",
        f"- **File:** {_file(name)}, SHA-256 `{source.sha256}`",
    ]
    parts = [f"({table_anchor(name)})=\n## {escape(source.title)}", "\n".join(facts)]
    if source.doubts:
        parts += ["**Doubts**", "\n".join(f"- {escape(each)}" for each in source.doubts)]
    parts += [*_corrections(source), *_caveats(source), *_columns(columns)]
    return "\n\n".join(parts)


def _corrections(source: Source) -> list[str]:
    if not source.corrections:
        return []
    rows = [
        (
            _row(each.row),
            escape(each.column),
            escape(each.old),
            escape(each.new) or "missing",
            escape(each.reason),
            f"{escape(each.certainty)}: {links(' '.join(each.sources))}",
        )
        for each in source.corrections
    ]
    return [
        "**Corrections**",
        table(("row", "column", "published", "read as", "reason", "how sure, and source"), rows),
    ]


def _caveats(source: Source) -> list[str]:
    if not source.caveats:
        return []
    return [
        "**Caveats**",
        "\n".join(f"- {_row(each.row)}: {escape(each.what)}" for each in source.caveats),
    ]


def _columns(columns: Mapping[str, str]) -> list[str]:
    rows = [(f"`{name}`", escape(meaning)) for name, meaning in columns.items()]
    return [":::{dropdown} What the columns mean", table(("column", "meaning"), rows), ":::"]


def _row(row: dict[str, str]) -> str:
    return escape(", ".join(f"{column} = {value}" for column, value in row.items()))


def _file(name: str, text: str = "") -> str:
    return f"{{download}}`{text or f'{name}.csv'} <{FOLDER}/{name}.csv>`"


def table_anchor(name: str) -> str:
    """Where the page on data and sources tells of a table.

    >>> table_anchor("city_statistics")
    'table-city-statistics'
    """
    return f"table-{name.replace('_', '-')}"


def _length(project: Project, name: str) -> int:
    """Rows of a table, its header not counted."""
    return len(read_rows((project.raw / f"{name}.csv").read_bytes())) - 1
