"""The pages on good practices: the catalogue with its filters, and one page for each practice.

Their words are in the templates `practice*`. What a practice holds is decided in `practices`, what is related in `catalogue`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

import pandas as pd

from quire.core.errors import Faults
from quire.core.project import Project
from quire.text.messages import _
from studylib.data.practices import Practice, practice_table, read_practices
from studylib.pages.page_values import read_frame
from studylib.questions.catalogue import count_by_area_and_lever, find_related

CATALOGUE = "practices/index.md"
STATUS = {
    "running": _("running"),
    "changed": _("running in a changed form"),
    "ended": _("ended"),
    "unknown": _("not known from the sources"),
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

    def anchor(self, key: str) -> str:
        """Where the page names a source."""
        return f"source-{self.practice.id}-{self.numbers[key]}"


@dataclass(frozen=True)
class Related:
    """Another practice, and the areas and levers that both have."""

    entry: Entry
    areas: Sequence[str]
    levers: Sequence[str]


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
    """

    template: ClassVar[str] = "practices.md"
    entries: Sequence[Entry]
    filters: Mapping[str, Mapping[str, str]]
    levers: Sequence[Mapping[str, str]]
    counts: Mapping[str, Sequence[int]]

    @property
    def cities(self) -> int:
        """How many cities the practices are from."""
        return len({(entry.country, entry.practice.city) for entry in self.entries})


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
        CATALOGUE: _catalogue(entries.values(), table, frames, areas, levers),
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
) -> Catalogue:
    order = sorted(
        entries, key=lambda entry: (entry.country, entry.practice.city, entry.practice.title)
    )
    used = {name for entry in order for name in (*entry.practice.areas, *entry.practice.levers)}
    sizes = {entry.size for entry in order}
    counts = count_by_area_and_lever(table, frames["areas"], frames["levers"])
    return Catalogue(
        entries=order,
        filters={
            "area": {name: label for name, label in areas.items() if name in used},
            "lever": {name: label for name, label in levers.items() if name in used},
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
    )
