"""The table of contents of the book, from the pages that there are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from quire.core.project import STUDY
from studylib.data.editions import Edition
from studylib.pages import city_index, practice_pages
from studylib.pages.press_pages import NAME as PRESS

if TYPE_CHECKING:
    from quire.pipeline.plan import Plan

BEFORE = ("about", "how-to-read")
AFTER = (
    "method",
    "methodology",
    "items",
    "glossary",
    "data-and-sources",
    "corrections",
    "data-package",
    "columns",
    "cite",
)
"""Pages before and after what the editions give."""


def table_of_contents(
    plan: Plan, editions: Sequence[Edition], names: Mapping[str, str], files: Mapping[str, object]
) -> bytes:
    """`_toc.yml`: a part for each edition with its pages in their order, one for all in preparation; catalogue, index of cities.

    Parameters
    ----------
    plan, editions, names
        The runs; the editions that have pages, and how the book calls each.
    files
        All files that the book is made of. A page of a city is in no table of contents: it would stand in the sidebar of every page.
    """
    import yaml

    def part(caption: str, pages: Sequence[str]) -> dict[str, Any]:
        return {"caption": caption, "chapters": [{"file": each} for each in pages]}

    parts = [part("The study", _there(BEFORE, files))]
    coming: list[str] = []
    for each in editions:
        here = [f"editions/{each.id}/{run.name}" for run in plan.runs if run.scope == each.id]
        here = [f"editions/{each.id}/index", *here, *_there([f"editions/{each.id}/{PRESS}"], files)]
        if each.in_preparation:
            coming += here
        else:
            parts.append(part(f"Edition {names[each.id]}", here))
    across = [run.name for run in plan.runs if run.scope == STUDY]
    parts += [
        part(caption, pages)
        for caption, pages in (("In preparation", coming), ("Across the editions", across))
        if pages
    ]
    folder = practice_pages.CATALOGUE.rpartition("/")[0]
    practices = sorted(
        name for name in files if name.startswith(f"{folder}/") and name.endswith(".md")
    )
    practices = [name for name in practices if name != practice_pages.CATALOGUE]
    if practices:
        catalogue = {"file": practice_pages.CATALOGUE.removesuffix(".md")}
        sections = [{"file": name.removesuffix(".md")} for name in practices]
        parts.append(
            {"caption": "Good practices", "chapters": [{**catalogue, "sections": sections}]}
        )
    cities = _there([city_index.PAGE.removesuffix(".md")], files)
    parts += [part("Cities", cities)] if cities else []
    parts.append(part("Method and data", _there(AFTER, files)))
    return yaml.safe_dump(
        {"format": "jb-book", "root": "index", "parts": parts}, sort_keys=False
    ).encode()


def _there(pages: Sequence[str], files: Mapping[str, object]) -> list[str]:
    return [each for each in pages if f"{each}.md" in files]
