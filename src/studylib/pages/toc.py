"""The table of contents of the book, from the pages that there are."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from quire.core.project import STUDY
from studylib.pages import city_index, government_tables, practice_pages
from studylib.pages.pages import Facts
from studylib.pages.preparing_pages import PreparingPage

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
    "data-protection",
    "cite",
)
"""Pages before and after what the editions give; one that is not named here comes after them."""


def table_of_contents(
    plan: Plan,
    editions: Sequence[Facts],
    preparing: Sequence[PreparingPage],
    files: Mapping[str, object],
) -> bytes:
    """`_toc.yml`: a part for each edition with its pages in their order, one for all in preparation; catalogue, index of cities.

    Parameters
    ----------
    plan, editions, preparing
        The runs; the editions that have pages, and those in preparation, in the order of the book.
    files
        All files that the book is made of. A page of a city or of its government is in no table of contents: it would
        stand in the sidebar of every page.
    """
    import yaml

    def part(caption: str, pages: Sequence[str]) -> dict[str, Any]:
        return {"caption": caption, "chapters": [{"file": page} for page in pages]}

    def own(id: str) -> list[str]:
        """The pages of an edition below its first one: those of its runs, then all others."""
        runs = [f"editions/{id}/{run.name}" for run in plan.runs if run.scope == id]
        return [*runs, *_pages_in(f"editions/{id}", files, {f"editions/{id}/index"})]

    def folded(id: str) -> dict[str, Any]:
        """An edition as one line that opens to its pages."""
        return {
            "file": f"editions/{id}/index",
            "sections": [{"file": page} for page in own(id)],
        }

    parts = [part("The study", _there(BEFORE, files))]
    for caption, some in (("Editions", editions), ("In preparation", preparing)):
        if some:
            parts.append({"caption": caption, "chapters": [folded(one.edition.id) for one in some]})
    across = [run.name for run in plan.runs if run.scope == STUDY]
    parts += [part("Across the editions", across)] if across else []
    folder = practice_pages.CATALOGUE.rpartition("/")[0]
    catalogue = practice_pages.CATALOGUE.removesuffix(".md")
    practices = _pages_in(folder, files, {catalogue})
    if practices:
        sections = [{"file": name} for name in practices]
        parts.append(
            {
                "caption": "Good practices",
                "chapters": [{"file": catalogue, "sections": sections}],
            }
        )
    cities = _there([city_index.PAGE.removesuffix(".md")], files)
    cities += [name.removesuffix(".md") for name in sorted(files) if _leads_to_governments(name)]
    parts += [part("Cities", cities)] if cities else []
    others = _pages_in("", files, {"index", *BEFORE, *AFTER})
    parts.append(part("Method and data", [*_there(AFTER, files), *others]))
    return yaml.safe_dump(
        {"format": "jb-book", "root": "index", "parts": parts}, sort_keys=False
    ).encode()


def _leads_to_governments(name: str) -> bool:
    """Whether a page leads to the governments of a survey; their own pages are as many as those of cities."""
    return name.startswith(f"{government_tables.FOLDER}/") and name.endswith("/index.md")


def _there(pages: Sequence[str], files: Mapping[str, object]) -> list[str]:
    return [page for page in pages if f"{page}.md" in files]


def _pages_in(folder: str, files: Mapping[str, object], known: Collection[str]) -> list[str]:
    """The pages of a folder, without those that have their place already, in the order of the alphabet."""
    names = [name.removesuffix(".md") for name in sorted(files) if name.endswith(".md")]
    inside = [name for name in names if name.rpartition("/")[0] == folder]
    return [name for name in inside if name not in known]
