"""The figures of one city: rows of the tables that are its own, as records, and the raw rows that they are made of.

Its scores are in `city_scores`, its page is in `city_pages`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

import pandas as pd

from quire.tables.csvfiles import to_csv
from quire.tables.origins import RawFiles, RawRows, table_anchor
from quire.text.messages import _
from studylib.data.perception import ALL_ANSWERS, AS_PRINTED
from studylib.findings.sources import surveys as surveys_line
from studylib.pages.city_tables import CityEdition, CityTables, T, to_records

FIGURES = (
    *("edition", "wave_year", "item", "wording", "positive_pct", "negative_pct", "no_answer_pct"),
    *("favourable_pct", "favourable_valid_pct", "balance", "base", "survey", "survey_unit"),
    *("caveat", "missing"),
)
"""Columns of a city's file."""


@dataclass(frozen=True)
class InEdition:
    """How a city stands in an edition; a row of `cities`."""

    edition: str
    in_edition: bool
    survey: str
    survey_area: str
    place: str
    items_answered: int
    items_asked: int
    respondents: float
    population: float
    population_year: float
    population_source: str
    population_caveat: str
    size: str


@dataclass(frozen=True)
class Answer:
    """A figure of an item, or why there is none; a row of `answers` or `answers_beside`."""

    edition: str
    item: str
    label: str
    asked: bool
    favourable_pct: float
    balance: float
    base: str
    caveat: str
    survey: str = ""
    missing: str = ""

    @property
    def of_base(self) -> str:
        """What the share is of, where it is not all answers."""
        everyone = self.base in {ALL_ANSWERS, AS_PRINTED}
        return "" if everyone else _("per cent of {base}", base=self.base)


@dataclass(frozen=True)
class Change:
    """What changed between two editions; a row of `city_changes.measure_city_changes`."""

    label: str
    before: str
    after: str
    item_before: str
    item_after: str
    share_before: float
    share_after: float
    change: float
    low: float
    high: float
    changed: bool
    held: bool


@dataclass(frozen=True)
class MadeOf:
    """Rows of a raw file: how they are chosen, where the book tells of the file, and its digest."""

    file: str
    choice: str
    anchor: str
    digest: str


@dataclass(frozen=True)
class Origin:
    """Whose figures stand above and of which years, and which raw rows they are made of."""

    source: str
    files: Sequence[MadeOf]


def page_name(code: str) -> str:
    """Name of a city's page, without its ending.

    >>> page_name("AT001C")
    'at001c'
    """
    return code.lower()


def rows_by_city(frame: pd.DataFrame, kind: type[T]) -> dict[str, list[T]]:
    """The rows of a frame as records, by the city that they are of."""
    rows: dict[str, list[T]] = {}
    for code, row in zip(frame["city_code"], to_records(frame, kind), strict=True):
        rows.setdefault(str(code), []).append(row)
    return rows


class OfEdition(Protocol):
    """A row of an edition."""

    @property
    def edition(self) -> str:
        """Its id."""


Row = TypeVar("Row", bound=OfEdition)


def group_by_edition(rows: Iterable[Row]) -> dict[str, list[Row]]:
    """Rows by the edition that they are of."""
    grouped: dict[str, list[Row]] = {}
    for row in rows:
        grouped.setdefault(row.edition, []).append(row)
    return grouped


def known(value: float) -> bool:
    """Whether there is a figure: a missing number differs from itself.

    >>> known(1.5), known(float("nan"))
    (True, False)
    """
    return value == value  # noqa: PLR0124


def made_of(editions: Iterable[CityEdition], rows: Mapping[str, str], raw: RawFiles) -> Origin:
    """Where figures come from.

    Parameters
    ----------
    editions
        Those of the figures.
    rows
        By file below `data/raw`, how its rows are chosen.
    raw
        The raw files, for their digests.
    """
    files = [
        MadeOf(
            file, choice, table_anchor(file.removesuffix(".csv")), raw.digest(RawRows(file)) or ""
        )
        for file, choice in rows.items()
    ]
    return Origin(surveys_line(editions), files)


def figures_as_csv(tables: CityTables) -> dict[str, bytes]:
    """By city, every figure, also those that are missing, with the reason; numbers as in the processed tables."""
    editions = pd.DataFrame(
        [(one.id, one.wave_survey, one.wave_year) for one in tables.editions],
        columns=["edition", "main", "wave_year"],
    )
    own = tables.answers.merge(editions, on="edition")
    own["survey"] = own.pop("main").where(own["base"] != "", "")
    beside = tables.beside.merge(editions.drop(columns="main"), on="edition").assign(missing="")
    about = tables.items.set_index(["edition", "item"])[["wording"]]
    whole = pd.concat([own, beside], ignore_index=True).join(about, on=["edition", "item"])
    return {
        str(code): to_csv(part[list(FIGURES)])
        for code, part in whole.groupby("city_code", sort=False)
    }
