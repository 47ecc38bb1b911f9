"""The index of items and terms: everything that was asked, by its label, with the editions that asked it and the pages that show it.

Its words are in the templates `items.md` and `items_table.html`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from types import MappingProxyType
from typing import ClassVar, NamedTuple

from quire.tables.csvfiles import read_records
from quire.text.messages import _
from quire.text.words import sort_key
from studylib.pages.city_tables import CityTables

PAGE = "items.md"
FIGURE = re.compile(r"^(?:editions/(?P<edition>[^/]+)/)?figures/(?P<mark>[^/]+)\.csv$")
TERM = re.compile(r"^(\S.*)\n  \S", re.MULTILINE)
GLOSSARY = "glossary.md"

NAMES = {
    "participation": _("participation"),
    "situation": _("situation"),
    "key_elements": _("key elements"),
    "robustness": _("robustness"),
    "results": _("results"),
    "overview": _("overview"),
    "across_editions": _("across editions"),
}
"""What the pages that may show an item are called here; another one by the name of its file."""


class Shown(NamedTuple):
    """A page that shows an item: the edition it is of, its name and its address."""

    group: str
    page: str
    address: str


class Median(NamedTuple):
    """The median of an item over cities, in per cent, of which year and of how many cities."""

    share_pct: float
    year: int
    cities: int


@dataclass(frozen=True)
class IndexedItem:
    """An item: how it was asked, its newest median, the names of the editions that asked it, and the pages that show it, by edition."""

    item: str
    label: str
    wording: str
    area: str
    median: Median | None
    editions: Sequence[str]
    shown: Mapping[str, Sequence[Shown]]


@dataclass(frozen=True)
class ItemsPage:
    """The index: the items in the order of the alphabet, and the terms of the glossary."""

    template: ClassVar[str] = "items.md"
    items: Sequence[IndexedItem]
    terms: Sequence[str]


def items_page(
    tables: CityTables,
    shown: Mapping[str, Sequence[Shown]],
    terms: Iterable[str],
    distributions: Mapping[str, str] = MappingProxyType({}),
) -> ItemsPage:
    """The index.

    Parameters
    ----------
    tables
        The figures.
    shown
        By item, the pages that show it, as `pages_of_items` gives them.
    terms
        The terms of the glossary.
    distributions
        By item, the name of the page with its distribution over all cities, as `city_index.place_items` gives it.
    """
    names = {edition.id: edition.name for edition in reversed(tables.editions)}
    last = tables.fullest.id
    items, medians = [], find_medians(tables)
    for item, part in tables.items.groupby("item"):
        row, asked = part.iloc[-1], set(part.loc[part["asked"], "edition"])
        pages = [Shown(*page) for page in shown.get(str(item), [])]
        if last in asked:
            place = distributions.get(str(item), "index")
            pages.insert(0, Shown(_("Cities"), _("all cities"), f"cities/{place}.html#item-{item}"))
        items.append(
            IndexedItem(
                str(item),
                str(row["label"]),
                str(row["wording"]),
                tables.areas[str(row["area"])],
                medians.get(str(item)),
                [name for id, name in names.items() if id in asked],
                {group: list(some) for group, some in groupby(pages, lambda page: page.group)},
            )
        )
    return ItemsPage(
        sorted(items, key=lambda item: sort_key(item.label)), sorted(terms, key=sort_key)
    )


def find_medians(tables: CityTables) -> dict[str, Median]:
    """By item, the median of the favourable shares in the newest survey of an edition that has figures of it."""
    known = tables.answers[tables.answers["favourable_pct"].notna()]
    groups = known.groupby(["edition", "item"])["favourable_pct"].agg(["median", "size"])
    found: dict[str, Median] = {}
    for edition in tables.editions:
        if edition.id in groups.index:
            for item, middle, size in groups.loc[edition.id].itertuples(name=None):
                found[str(item)] = Median(middle, edition.wave_year or edition.year, size)
    return found


def glossary_terms(text: str) -> list[str]:
    r"""The terms of a glossary, as they are written.

    >>> glossary_terms("# G\n\n```{glossary}\nwave\n  A survey.\n\nband\n  A range.\n```\n")
    ['wave', 'band']
    """
    return TERM.findall(text)


def pages_of_items(
    files: Mapping[str, bytes], items: Iterable[str], names: Mapping[str, str]
) -> dict[str, list[Shown]]:
    """By item, the pages with a figure whose data has it.

    Parameters
    ----------
    files
        The book's files so far: pages of runs, and the data of their figures.
    items
        All items.
    names
        How the book calls each edition.

    Returns
    -------
    dict
        Edition, name and address; each page once, at its first such figure.
    """
    wanted = set(items)
    pages: dict[str, dict[str, Shown]] = {}
    for path, data in files.items():
        place = FIGURE.match(path)
        head = data.partition(b"\n")[0].rstrip().split(b",")
        if place is None or b"item" not in head:
            continue
        edition, drawn = place["edition"], f"{path.removesuffix('.csv')}.svg" in files
        scope, page, figure = _parts(place["mark"], edition)
        there = {row["item"] for row in read_records(data)} & wanted
        address = f"editions/{edition}/{page}.html" if edition else f"{page}.html"
        group = names.get(edition, scope) if edition else _("All editions")
        for item in there:
            at = f"{address}#figure-{figure}" if drawn else address
            pages.setdefault(item, {}).setdefault(
                address, Shown(group, NAMES.get(page) or page.replace("_", " "), at)
            )
    newest = {name: place for place, name in enumerate(reversed(list(names.values())))}
    return {
        item: sorted(some.values(), key=lambda page: (newest.get(page.group, -1), page))
        for item, some in pages.items()
    }


def _parts(mark: str, edition: str | None) -> tuple[str, str, str]:
    """Scope, page and figure of the name of a figure's data.

    >>> _parts("2012-key_elements-shares", "2012")
    ('2012', 'key_elements', 'shares')
    """
    scope = edition or mark.partition("-")[0]
    page, _, figure = mark.removeprefix(f"{scope}-").partition("-")
    return scope, page, figure
