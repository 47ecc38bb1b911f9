"""What the pages of a book are made of, each part read once, when a page asks for it first.

A draft in which one page changed reads just what this page shows. Which pages there are is decided in `assembly`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from quire.book.templating import Later, Page, Templates
from quire.core.project import Project
from quire.tables.origins import RawFiles
from quire.tables.packages import DataPackage
from studylib import __version__
from studylib.data.editions import Edition, Status, list_editions
from studylib.findings.messages import KeyMessage
from studylib.pages import (
    all_cities,
    bibliography,
    city_index,
    city_pages,
    city_tables,
    corrections_page,
    cover,
    datapackage,
    datapackage_page,
    government_leads,
    government_tables,
    page_values,
    pages,
    papers,
    practice_pages,
    preparing_pages,
    question_pages,
    region_pages,
    verdicts,
)
from studylib.pages.government_tables import Governments
from studylib.pages.named_by_group import NamedMost, list_named_most
from studylib.pages.publications import year_name
from studylib.pages.questions import FOLDER, WAYS

if TYPE_CHECKING:
    from quire.pipeline.plan import Plan
    from quire.tables.sources import Sidecar

TEMPLATES = "templates"
"""Folder of `book/` with the templates of generated pages."""


@dataclass(frozen=True)
class Material:
    """What there is for the pages of a book.

    Attributes
    ----------
    project
        The checkout.
    plan
        The runs of the book.
    """

    project: Project
    plan: Plan

    @cached_property
    def templates(self) -> Templates:
        """The templates of generated pages."""
        return Templates(self.project.authored / TEMPLATES)

    @cached_property
    def raw(self) -> RawFiles:
        """Rows of raw files."""
        return RawFiles(self.project)

    @cached_property
    def editions(self) -> list[Edition]:
        """Every edition, in the order of time."""
        return list_editions(self.project)

    @cached_property
    def names(self) -> Mapping[str, str]:
        """How the book calls each edition."""
        return {one.id: year_name(one, self.editions) for one in self.editions}

    @cached_property
    def shown(self) -> list[Edition]:
        """The editions that have pages of results."""
        ready = [
            one for one in self.editions if one.runs_notebooks and one.id not in self.plan.held
        ]
        return [one for one in ready if one.public or self.project.internal]

    @cached_property
    def facts(self) -> list[pages.Facts]:
        """What is known of each of these, the newest first."""
        return [pages.read_facts(self.project, one, self.names[one.id]) for one in self.shown][::-1]

    @cached_property
    def across(self) -> question_pages.Across:
        """What is said of all of these together."""
        leads: dict[str, list[KeyMessage]] = {one.id: [] for one in self.shown}
        named: dict[str, list[NamedMost]] = {one.id: [] for one in self.shown}
        for one in self.governments:
            tables = list_named_most(one.survey, city_tables.CONFIDENCE_PCT)
            for id in one.editions:
                named[id] += tables
        wide: set[str] = set()
        many = government_leads.asks_many_countries
        for one in sorted(self.governments, key=lambda one: not many(one.survey)):
            said = government_leads.say_leads(one.survey, city_tables.CONFIDENCE_PCT)
            for id in one.editions:
                leads[id] += said
            if many(one.survey):
                wide |= one.editions.keys()
        return question_pages.Across(
            verdicts.read_verdict(self.project, self.facts),
            named,
            leads,
            wide,
        )

    @cached_property
    def preparing(self) -> Sequence[preparing_pages.PreparingPage]:
        """The editions that ask cities, the newest first."""
        return preparing_pages.preparing_pages(
            self.project, self.editions[::-1], self.names, self.plan
        )

    @property
    def own_pages(self) -> list[preparing_pages.PreparingPage]:
        """Those of them that the book has pages of."""
        return [one for one in self.preparing if one.inside and one.edition.in_preparation]

    @cached_property
    def package(self) -> DataPackage:
        """The data as they are handed on."""
        return datapackage.make_package(self.project, self.shown)

    @cached_property
    def governments(self) -> Sequence[Governments]:
        """The surveys of city governments."""
        return government_tables.read_governments(self.project, self.shown, self.names)

    @cached_property
    def cities(self) -> city_tables.CityTables | None:
        """The figures of cities; None if no edition has a survey."""
        return city_tables.city_tables(self.project, self.shown, self.names)

    @cached_property
    def all_cities(self) -> Sequence[all_cities.CityEntry]:
        """All cities that the book has something of; none if no edition has a survey."""
        return [] if self.cities is None else all_cities.list_cities(self.cities, self.governments)

    @cached_property
    def sources(self) -> dict[str, Sidecar]:
        """The sidecars of raw tables."""
        return papers.read_papers(self.project)

    @cached_property
    def practices(self) -> Mapping[str, bytes | Page]:
        """The pages of good practices."""
        own = city_pages.pages_of_practices(self.cities) if self.cities is not None else {}
        return practice_pages.practice_pages(self.project, own)

    def values(self) -> dict[str, object]:
        """The values that authored pages take, each worked out once a page asks for it; texts that others made are MyST already."""
        recorded = [one for one in self.editions if one.status is Status.RECORDED][::-1]
        return {
            "version": Markup(__version__),  # noqa: S704
            "study_bibtex": Markup(bibliography.study_entry(__version__).rstrip()),  # noqa: S704
            "recorded": pages.read_recorded(self.project, recorded, self.names),
            "editions": self.facts,
            "preparing": self.preparing,
            "papers": Later(lambda: papers.make_papers(self.project, self.sources)),
            "government_surveys": Later(lambda: self.governments),
            "ways": Later(lambda: [way for way in WAYS if self._leads_somewhere(way.page)]),
            **page_values.frame_values(self.project),
            **_later(self._package_values, datapackage_page.VALUES),
            **_later(self._corrections_values, corrections_page.VALUES),
            **_later(self._cover_values, [one.name for one in fields(cover.Cover)]),
        }

    def _leads_somewhere(self, page: str) -> bool:
        """Whether the book has the page of a question."""
        there = {
            city_index.PAGE: self.cities is not None,
            region_pages.INDEX: self.cities is not None,
            practice_pages.CATALOGUE: bool(self.practices),
        }
        return there.get(f"{page}.md", page.startswith(f"{FOLDER}/") and bool(self.facts))

    def _package_values(self) -> Mapping[str, object]:
        citation = datapackage.read_citation(self.project)
        return _prepared(datapackage_page.page_values(self.package, citation))

    def _corrections_values(self) -> Mapping[str, object]:
        return _prepared(corrections_page.corrections_values(self.project, self.sources))

    def _cover_values(self) -> Mapping[str, object]:
        return vars(cover.make_cover(self.facts, self.cities, max(len(self.practices) - 1, 0)))


def _prepared(texts: Mapping[str, str]) -> dict[str, object]:
    return {name: Markup(text) for name, text in texts.items()}  # noqa: S704


def _later(make: Callable[[], Mapping[str, Any]], names: Iterable[str]) -> dict[str, Later]:
    """Values that are all worked out when the first of them is asked for."""
    made = cache(make)

    def value(name: str) -> Later:
        return Later(lambda: made()[name])

    return {name: value(name) for name in names}
