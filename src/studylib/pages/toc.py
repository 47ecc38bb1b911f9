"""The table of contents of the book and its sidebar, from the pages that there are.

The table of contents has every page once and in the order of reading, as it is printed; the sidebar is short, and names pages shortly.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from quire.core.project import STUDY
from quire.text.languages import said
from quire.text.messages import _
from studylib.pages import government_tables, press_pages, questions
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

SHORT = {
    "overview": _("Editions side by side"),
    "across_editions": _("Did anything change?"),
    "practices/index": _("Good practices"),
    "cities/index": _("Cities"),
    "regions/index": _("Regions"),
    "about": _("About the study"),
    "how-to-read": _("How to read"),
    "method": _("Method"),
    "methodology": _("Area scores"),
    "items": _("Items and terms"),
    "glossary": _("Glossary"),
    "data-and-sources": _("Data and sources"),
    "corrections": _("Corrections"),
    "data-package": _("Data package"),
    "columns": _("Columns"),
    "data-protection": _("Data protection"),
    "cite": _("How to cite"),
}
"""What pages are called where room is short."""


@dataclass(frozen=True)
class Contents:
    """What the table of contents is made of.

    Attributes
    ----------
    plan, editions, preparing
        The runs; the editions that have pages, and those in preparation, in the order of the book.
    files
        All files that the book is made of. A page of a city or of its government is in no table of contents: it would
        stand in the sidebar of every page.
    """

    plan: Plan
    editions: Sequence[Facts]
    preparing: Sequence[PreparingPage]
    files: Mapping[str, object]

    @property
    def surveys(self) -> dict[str, str]:
        """What the surveys of governments are called, by the pages that lead to them."""
        beside = [one for facts in self.editions for one in facts.surveys]
        return {f"{government_tables.FOLDER}/{one.instrument}/index": one.title for one in beside}

    def own(self, id: str) -> list[str]:
        """The pages of an edition below its first one: those of its runs, then all others."""
        runs = [f"editions/{id}/{run.name}" for run in self.plan.runs if run.scope == id]
        return [*runs, *self.inside(f"editions/{id}", {f"editions/{id}/index"})]

    def there(self, pages: Sequence[str]) -> list[str]:
        """Those of some pages that there are."""
        return [page for page in pages if f"{page}.md" in self.files]

    def inside(self, folder: str, known: Collection[str]) -> list[str]:
        """The pages of a folder, without those that have their place already, in the order of the alphabet."""
        names = [name.removesuffix(".md") for name in sorted(self.files) if name.endswith(".md")]
        return [name for name in names if name.rpartition("/")[0] == folder and name not in known]

    @property
    def ways(self) -> list[questions.Way]:
        """The ways in by question."""
        return [way for way in questions.WAYS if f"{way.page}.md" in self.files]

    @property
    def asked(self) -> list[str]:
        """Those of them that have a page of their own."""
        return [way.page for way in self.ways if way.page.startswith(f"{questions.FOLDER}/")]

    @property
    def across(self) -> list[str]:
        """The pages across the editions."""
        return [run.name for run in self.plan.runs if run.scope == STUDY]

    @property
    def catalogue(self) -> list[str]:
        """The page that leads to all practices, if there are any."""
        return self.there(["practices/index"])

    @property
    def cities(self) -> list[str]:
        """The pages that lead to cities and to their governments."""
        return self.there(["cities/index", "regions/index", *self.surveys])

    @property
    def others(self) -> list[str]:
        """Pages on method and data."""
        known = {"index", *BEFORE, *AFTER}
        return [*self.there(AFTER), *self.inside("", known)]


def table_of_contents(contents: Contents) -> bytes:
    """`_toc.yml`: every page that is in it, part by part."""
    import yaml

    def part(caption: str, pages: Sequence[str]) -> dict[str, Any]:
        return {"caption": str(said(caption)), "chapters": [{"file": page} for page in pages]}

    def folded(id: str) -> dict[str, Any]:
        sections = [{"file": page} for page in contents.own(id)]
        return {"file": f"editions/{id}/index", "sections": sections}

    practices = [
        {"file": page, "sections": [{"file": one} for one in contents.inside(folder, {page})]}
        for page in contents.catalogue
        for folder in [page.rpartition("/")[0]]
    ]
    parts = [
        part(_("The study"), contents.there(BEFORE)),
        part(_("Questions"), contents.asked),
        *(
            {"caption": str(said(caption)), "chapters": [folded(one.edition.id) for one in some]}
            for caption, some in (
                (_("Editions"), contents.editions),
                (_("In preparation"), contents.preparing),
            )
        ),
        part(_("Across the editions"), contents.across),
        {"caption": str(said(_("Good practices"))), "chapters": practices},
        part(_("Cities"), contents.cities),
        part(_("Method and data"), contents.others),
    ]
    filled = [one for one in parts if one["chapters"]]
    return yaml.safe_dump(
        {"format": "jb-book", "root": "index", "parts": filled}, sort_keys=False
    ).encode()


def sidebar(contents: Contents) -> list[dict[str, Any]]:
    """What the sidebar lists, as `quire.book.wayfinding` reads it: the questions, then every page by where it is at home."""
    return [part for part in _parts(contents) if part["pages"]]


def _parts(contents: Contents) -> Iterator[dict[str, Any]]:
    names = {
        **{run.page: run.notebook.title for run in contents.plan.runs},
        **SHORT,
        **contents.surveys,
    }

    def entry(page: str, name: str = "", below: Sequence[str] = ()) -> dict[str, Any]:
        stem = page.rpartition("/")[2]
        own = press_pages.SHORT if stem == press_pages.NAME else ""
        named = name or names.get(page) or own or stem.replace("-", " ").capitalize()
        folded = {"below": [entry(one) for one in below]} if below else {}
        return {"page": page, "name": str(said(named)), **folded}

    def edition(one: Facts | PreparingPage, name: str) -> dict[str, Any]:
        id = one.edition.id
        return entry(f"editions/{id}/index", name, contents.own(id))

    def part(caption: str, pages: Sequence[dict[str, Any]]) -> dict[str, Any]:
        return {"caption": str(said(caption)), "pages": list(pages)}

    yield part(_("Questions"), [entry(way.page, way.name) for way in contents.ways])
    yield part(
        _("Editions"),
        [
            *(edition(one, one.short) for one in contents.editions),
            *(entry(page) for page in contents.across),
        ],
    )
    yield part(_("In preparation"), [edition(one, one.name) for one in contents.preparing])
    yield part(
        _("Practices and cities"),
        [entry(page) for page in (*contents.catalogue, *contents.cities)],
    )
    about = [*contents.there(BEFORE), *contents.others]
    yield part(_("About and method"), [entry(page) for page in about])
