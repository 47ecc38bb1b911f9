"""The pages of editions in preparation, and how other pages name them, as text of MyST Markdown.

Every word from a data file is escaped. Which files the book has is decided in `assembly`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from quire.core.project import Project
from quire.pipeline.plan import Run
from quire.tables.csvfiles import read_records
from quire.text.markdown import link
from quire.text.markup import escape_myst as escape
from quire.text.words import day, listed
from studylib.data.editions import Edition

NOTICE = (
    ":::{admonition} In preparation, and for the secretariat\n:class: important\n\n"
    "This edition has not come out yet. **Its figures are provisional**, and nothing that a city answered is "
    "published under its name without its consent. The pages below are for the secretariat of the study: they name the cities "
    "that were invited, and those that nothing has come from.\n:::"
)


def landing_page(edition: Edition, name: str, areas: Mapping[str, str], runs: Sequence[str]) -> str:
    """The landing page of an edition in preparation.

    Parameters
    ----------
    edition
        What is known of it.
    name
        How the book calls it.
    areas
        Labels of the areas of the framework.
    runs
        Names of the pages of its runs, in order.
    """
    facts = [
        f"- **Report:** {escape(edition.title)}",
        f"- **Focus:** {escape(listed(areas[each] for each in edition.areas))}",
        *_as_of(edition),
    ]
    parts = [
        f"# The {name} edition, in preparation",
        f":::{{div}} lead\n{escape(edition.subject)}\n:::",
        NOTICE,
        "\n".join(facts),
        "## The pages of this edition",
        "\n".join(f"- [](<{each}.ipynb>)" for each in runs) or "There are none yet.",
    ]
    if edition.sources:
        parts += [
            "## Where it is recorded",
            "\n".join(f"- {link(each)}" for each in edition.sources),
        ]
    return "\n\n".join(parts) + "\n"


def landing_pages(
    project: Project, editions: Sequence[Edition], names: Mapping[str, str], runs: Sequence[Run]
) -> dict[str, bytes]:
    """The landing page of every edition in preparation, by its path in the book."""
    areas = read_areas(project)
    pages = {}
    for each in editions:
        own = [run.name for run in runs if run.scope == each.id]
        pages[f"editions/{each.id}/index.md"] = landing_page(
            each, names[each.id], areas, own
        ).encode()
    return pages


def read_areas(project: Project) -> dict[str, str]:
    """Labels of the areas of the framework."""
    rows = read_records((project.raw / "framework" / "areas.csv").read_bytes())
    return {row["area"]: row["label"] for row in rows}


def preparing_editions(editions: Sequence[Edition], names: Mapping[str, str]) -> str:
    """The editions in preparation as a section of a page; empty if there are none."""
    if not editions:
        return ""
    parts = [
        "## Editions in preparation",
        "These have not come out yet, and nothing about them is final.",
    ]
    for each in editions:
        parts += [
            f"### {escape(names[each.id])}",
            f"{escape(each.title)}. Subject: {escape(each.subject)}. "
            f"[How far it has come](/editions/{each.id}/index.md).",
        ]
    return "\n\n".join(parts)


def preparing_sentence(editions: Sequence[Edition], names: Mapping[str, str]) -> str:
    """The same in one sentence."""
    if not editions:
        return ""
    years = escape(listed(names[each.id] for each in editions))
    return f"{years} {'is' if len(editions) == 1 else 'are'} in preparation: see [About the study](about.md)."


def _as_of(edition: Edition) -> list[str]:
    return (
        [f"- **As of:** {day(edition.preparation.as_of.isoformat())}"]
        if edition.preparation
        else []
    )
