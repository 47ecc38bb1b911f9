"""The pages on good practices: the catalogue with its filters, and one page for each practice.

Their words are in the templates `practice*`. What a practice holds is decided in `practices`, what is related in `catalogue`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

import pandas as pd
from markupsafe import Markup

from quire.core.errors import Faults
from quire.core.project import Project
from quire.tables.csvfiles import read_records
from quire.text.messages import _
from quire.text.words import counted, listed, small
from studylib.charts.cityplots import Place, dot_map
from studylib.data.goals import GOALS
from studylib.data.practices import (
    Evidence,
    Practice,
    Statement,
    practice_table,
    read_practices,
)
from studylib.pages.page_values import read_frame
from studylib.questions.catalogue import count_by_area_and_lever, find_related

CATALOGUE = "practices/index.md"
STATUS = {
    "running": _("running"),
    "changed": _("running in a changed form"),
    "ended": _("ended"),
    "unknown": _("not known from the sources"),
}
EVIDENCE = {
    Evidence.COMPARISON: _("Measured beside places, people or times without it"),
    Evidence.BEFORE_AND_AFTER: _("Compared before and after"),
    Evidence.MODEL: _("Estimated with a model"),
    Evidence.COUNTS: _("Counted use, work or money; no effect measured"),
    Evidence.ACCOUNTS: _("Reported or judged, not measured"),
}

Labels = Mapping[str, str]


@dataclass(frozen=True)
class Entry:
    """A practice as the pages show it: with the names of its country, region of the world, size, areas and levers."""

    practice: Practice
    country: str
    region: str
    size: str
    areas: Sequence[str]
    levers: Sequence[str]

    @property
    def numbers(self) -> dict[str, int]:
        """By the key of a source, its number on the page."""
        return {key: number for number, key in enumerate(self.practice.sources, start=1)}

    @property
    def status(self) -> str:
        """How it stands today."""
        return STATUS[self.practice.status.value]

    @property
    def evidence(self) -> str:
        """What the line of result rests on."""
        return EVIDENCE[self.practice.result.evidence]

    @property
    def evidence_said(self) -> str:
        """The same as a sentence that says which of the results on the page it is about."""
        result = self.practice.result
        named = [result.compared] if result.compared else result.sums_up
        numbers = [str(number) for number in sorted(named)]
        if len(numbers) == 1:
            return _("{evidence} (result {n} below).", evidence=self.evidence, n=numbers[0])
        # the file does not say which: only one of them may be of this kind
        return _(
            "{evidence}: at least one of results {numbers} below.",
            evidence=self.evidence,
            numbers=listed(numbers),
        )

    @property
    def compared(self) -> Statement | None:
        """The result that was measured beside places, people or times without it, if there is one."""
        number = self.practice.result.compared
        return self.practice.results[number - 1] if number else None

    @property
    def result_sources(self) -> Sequence[str]:
        """The keys of the sources of what the line of result sums up, in their order on the page."""
        summed = [self.practice.results[n - 1] for n in self.practice.result.sums_up]
        return [key for key in self.numbers if any(key in one.sources for one in summed)]

    @property
    def areas_inside(self) -> Sequence[str]:
        """Its areas as they stand inside a sentence."""
        return [small(area) for area in self.areas]

    @property
    def levers_inside(self) -> Sequence[str]:
        """Its levers as they stand inside a sentence."""
        return [small(lever) for lever in self.levers]

    @property
    def goals(self) -> Sequence[str]:
        """The Sustainable Development Goals, each with its number and name."""
        return [name_goal(number) for number in self.practice.sdgs]

    def anchor(self, key: str) -> str:
        """Where the page names a source."""
        return f"source-{self.practice.id}-{self.numbers[key]}"


@dataclass(frozen=True)
class Related:
    """Another practice, and the areas and levers that both have."""

    entry: Entry
    areas: Sequence[str]
    levers: Sequence[str]

    @property
    def levers_inside(self) -> Sequence[str]:
        """The levers as they stand inside a sentence."""
        return [small(lever) for lever in self.levers]


@dataclass(frozen=True)
class PracticePage:
    """The page of one practice; the page of its city, if that has one; practices that share most with it."""

    template: ClassVar[str] = "practice.md"
    entry: Entry
    city_page: str
    related: Sequence[Related]


@dataclass(frozen=True)
class Catalogue:
    """The page with all practices; a script filters them, and without it all of them are there.

    Attributes
    ----------
    entries
        In the order of countries.
    filters
        By name of a choice, its options with their labels.
    levers
        The levers, with their meaning.
    counts
        By area, how many practices there are for each lever.
    map
        The cities that have a place; empty if none has one.
    """

    template: ClassVar[str] = "practices.md"
    entries: Sequence[Entry]
    filters: Mapping[str, Mapping[str, str]]
    levers: Sequence[Mapping[str, str]]
    counts: Mapping[str, Sequence[int]]
    map: Markup

    @property
    def cities(self) -> int:
        """How many cities the practices are from."""
        return len({(entry.country, entry.practice.city) for entry in self.entries})

    @property
    def measured(self) -> Sequence[Entry]:
        """Those whose effect was measured beside places, people or times without them."""
        return [one for one in self.entries if one.compared]

    @property
    def resting_on(self) -> Mapping[str, int]:
        """By what a line of result rests on, how many practices."""
        kinds = [one.practice.result.evidence for one in self.entries]
        return {kind.name.lower(): kinds.count(kind) for kind in Evidence}

    @property
    def compared(self) -> Sequence[str]:
        """The two that are shown side by side at first: those that are known best."""
        order = list(Evidence)
        best = sorted(self.entries, key=lambda entry: order.index(entry.practice.result.evidence))
        return [entry.practice.id for entry in best[:2]]


def name_goal(number: int) -> str:
    """A Sustainable Development Goal by number and name.

    >>> name_goal(13)
    '13 Climate Action'
    """
    return _("{number} {goal}", number=number, goal=GOALS[number])


def practice_pages(
    project: Project, cities: Mapping[str, str] | None = None
) -> dict[str, Catalogue | PracticePage]:
    """The catalogue and the page of each practice, by their paths in the book; none if there is no practice.

    Parameters
    ----------
    project
        The checkout.
    cities
        By id of a practice, the page of its city, as far as that has one.

    Raises
    ------
    Faults
        If a file of a practice cannot be read.
    """
    practices, faults = read_practices(project)
    if faults:
        raise Faults(faults)
    if not practices:
        return {}
    frames = {
        name: pd.DataFrame(read_frame(project, name))
        for name in ("areas", "levers", "countries", "sizes")
    }
    areas, levers = (
        dict(zip(frames[name][key], frames[name]["label"], strict=True))
        for name, key in (("areas", "area"), ("levers", "lever"))
    )
    table = practice_table(
        practices, frames["countries"], frames["sizes"].astype({"lower": float})
    ).set_index("practice", drop=False)
    entries = {
        practice.id: Entry(
            practice,
            country=str(table.loc[practice.id, "country"]),
            region=str(table.loc[practice.id, "region"]),
            size=str(table.loc[practice.id, "size"]),
            areas=[areas[area] for area in practice.areas],
            levers=[levers[lever] for lever in practice.levers],
        )
        for practice in practices
    }
    near = find_related(table)
    return {
        CATALOGUE: _catalogue(entries.values(), table, frames, areas, levers, read_coast(project)),
        **{
            f"practices/{id}.md": PracticePage(
                entry, (cities or {}).get(id, ""), _related(near, id, entries, areas, levers)
            )
            for id, entry in entries.items()
        },
    }


def _related(
    near: pd.DataFrame, id: str, entries: Mapping[str, Entry], areas: Labels, levers: Labels
) -> list[Related]:
    """Other practices with what both have in common."""
    own = near.loc[near["practice"] == id, ["other", "areas", "levers"]]
    return [
        Related(
            entries[other],
            [areas[area] for area in both.split()],
            [levers[lever] for lever in same.split()],
        )
        for other, both, same in own.itertuples(index=False, name=None)
    ]


def _catalogue(
    entries: Iterable[Entry],
    table: pd.DataFrame,
    frames: Mapping[str, pd.DataFrame],
    areas: Labels,
    levers: Labels,
    coast: pd.DataFrame,
) -> Catalogue:
    order = sorted(
        entries, key=lambda entry: (entry.country, entry.practice.city, entry.practice.title)
    )
    used = {name for entry in order for name in (*entry.practice.areas, *entry.practice.levers)}
    sizes = {entry.size for entry in order}
    goals = {number for entry in order for number in entry.practice.sdgs}
    kinds = {entry.practice.result.evidence for entry in order}
    counts = count_by_area_and_lever(table, frames["areas"], frames["levers"])
    return Catalogue(
        entries=order,
        filters={
            "area": {name: label for name, label in areas.items() if name in used},
            "lever": {name: label for name, label in levers.items() if name in used},
            "sdg": {str(number): name_goal(number) for number in sorted(goals)},
            "evidence": {kind.value: EVIDENCE[kind] for kind in Evidence if kind in kinds},
            "region": {region: region for region in sorted({entry.region for entry in order})},
            "size": {size: size for size in (*frames["sizes"]["label"], "") if size in sizes},
        },
        levers=[
            {str(k): str(v) for k, v in row.items()} for row in frames["levers"].to_dict("records")
        ],
        counts={
            str(area): part["practices"].to_list()
            for area, part in counts.groupby("area", sort=False)
        },
        map=_draw_map(order, coast),
    )


def read_coast(project: Project) -> pd.DataFrame:
    """The coasts of the world, as the map draws them."""
    rows = read_records((project.raw / "coast.csv").read_bytes())
    return pd.DataFrame(rows).astype(float)


def _draw_map(entries: Sequence[Entry], coast: pd.DataFrame) -> Markup:
    """A dot a city: it leads to its practice, or to the first of its cards if there are several."""
    here: dict[tuple[str, str], list[Practice]] = {}
    for entry in entries:
        if entry.practice.place:
            here.setdefault((entry.country, entry.practice.city), []).append(entry.practice)
    places = [
        Place(
            first.place.longitude,
            first.place.latitude,
            _("{city}: {n} practices", city=first.city, n=1 + len(more)) if more else first.title,
            f"#practice-{first.id}" if more else f"{first.id}.html",
        )
        for first, *more in here.values()
        if first.place
    ]
    alt = _(
        "Map of {cities} with good practices, each a link",
        cities=counted(len(places), "city", "cities"),
    )
    return dot_map(places, coast, alt) if places else Markup()
