"""Good practices: one file each in `data/raw/practices`, what it may hold, and the practices as a table.

What is shown beside which need is decided in `needs`, the pages are written in `practice_pages`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Annotated, Any

import numpy as np
import pandas as pd
from pydantic import AfterValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

from quire.core.errors import Fault, nearest
from quire.core.project import SLUG, Project
from quire.tables.faults import mark_file
from quire.tables.models import Address, Day, Model, Name, parse_model

FOLDER = "practices"
PRACTICE_COLUMNS = (
    *("practice", "title", "city", "country", "region", "subregion", "population", "size"),
    *("areas", "levers", "start_year", "status", "summary", "result", "doubt", "evidence"),
    *("sdgs", "longitude", "latitude"),
)
"""Columns of the table of practices, also where it has no row."""

NUMBER = re.compile(r"\d(?:[\d.,/]*\d)?")
MARKUP = re.compile(r"<\s*[A-Za-z/!?]|\b(?:javascript|data)\s*:", re.IGNORECASE)


def _plain(text: str) -> str:
    """Text without mark-up, on one line."""
    if MARKUP.search(text):
        raise PydanticCustomError(
            "markup", "Holds mark-up or a script, and only plain text is shown"
        )
    return " ".join(text.split())


Plain = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1), AfterValidator(_plain)
]
Key = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Id = Annotated[str, StringConstraints(pattern=f"^{SLUG.pattern}$")]
Year = Annotated[int, Field(ge=1800, le=2200)]


class Standing(StrEnum):
    """How a practice stands today, as far as its sources tell."""

    RUNNING = "running"
    CHANGED = "changed"
    ENDED = "ended"
    UNKNOWN = "unknown"


class Evidence(StrEnum):
    """What the line of result of a practice rests on, the strongest first."""

    COMPARISON = "comparison"
    """Measured beside places, people or times without it."""
    BEFORE_AND_AFTER = "before and after"
    MODEL = "model"
    """An estimate that assumes what would have been without it."""
    COUNTS = "counts"
    """Of use, work or money; no effect was measured."""
    ACCOUNTS = "accounts"
    """What people report, judge or claim."""


class Origin(Model):
    """A page or publication that was read; without an address only if it is what the city handed in."""

    title: Plain
    publisher: Plain
    address: Address | None
    read: Day


class Population(Model):
    """Inhabitants of the city, as a source gives them."""

    value: int = Field(ge=1)
    year: Year
    source: Key


class Place(Model):
    """Where the city is on a map, in degrees, as a source gives it."""

    longitude: float = Field(ge=-180, le=180)
    latitude: float = Field(ge=-90, le=90)
    source: Key


class Statement(Model):
    """Something that is said of a practice, with the keys of the sources that say it."""

    text: Plain
    sources: tuple[Key, ...] = Field(min_length=1)
    doubt: Plain | None = None


class Result(Model):
    """The main result in one line, with its doubt: nothing that the results do not say.

    Attributes
    ----------
    sums_up
        The results that it is taken from, counted from 1.
    evidence
        What these rest on, assigned by the study team.
    compared
        Which of them was measured beside places, people or times without it, where the evidence is a comparison.
    """

    text: Plain
    doubt: Plain | None
    sums_up: tuple[Annotated[int, Field(ge=1)], ...] = Field(min_length=1)
    evidence: Evidence
    compared: int | None = None


class Need(Model):
    """What another city would need; without a source it is the study team's own reading."""

    text: Plain
    sources: tuple[Key, ...] = ()


class Practice(Model):
    """A good practice.

    Attributes
    ----------
    id
        The file's name without its ending; part of paths and addresses.
    title
        The city, a colon, and the name that the practice is known by.
    place
        None if the city is on no map.
    city, country
        Where; the country is a row of `framework/countries.csv`.
    handed_in
        The edition for which the city handed it in itself; None if others wrote about it.
    areas, levers
        Rows of `framework/areas.csv` and `framework/levers.csv`.
    result
        The main result in one line.
    done, results, needs
        What was done, what came of it, and what it needs to work elsewhere.
    sdgs
        Sustainable Development Goals by number, assigned by the study team.
    sources
        By the keys that statements use.
    """

    id: Id
    title: Plain
    city: Plain
    country: Plain
    handed_in: Id | None = None
    population: Population | None = None
    place: Place | None = None
    areas: tuple[Name, ...] = Field(min_length=1)
    levers: tuple[Name, ...] = Field(min_length=1)
    start_year: Year
    end_year: Year | None = None
    status: Standing
    summary: Plain
    result: Result
    done: tuple[Statement, ...] = Field(min_length=1)
    results: tuple[Statement, ...] = Field(min_length=1)
    needs: tuple[Need, ...] = Field(min_length=1)
    sdgs: tuple[Annotated[int, Field(ge=1, le=17)], ...] = ()
    sources: dict[Key, Origin] = Field(min_length=1)

    @property
    def statements(self) -> tuple[tuple[str, Sequence[str]], ...]:
        """Every place that names sources, with their keys."""
        facts = {"population": self.population, "place": self.place}
        parts: dict[str, Sequence[Statement | Need]] = {
            "done": self.done,
            "results": self.results,
            "needs": self.needs,
        }
        return (
            *((key, [fact.source]) for key, fact in facts.items() if fact),
            *(
                (f"{key}.{n}", each.sources)
                for key, part in parts.items()
                for n, each in enumerate(part)
            ),
        )


def read_practices(project: Project) -> tuple[list[Practice], list[Fault]]:
    """Every practice that can be read, by id, and the faults of those that cannot."""
    practices: list[Practice] = []
    faults: list[Fault] = []
    for path in sorted((project.raw / FOLDER).glob("*.yml")):
        where = project.relative(path)
        practice, found = parse_model(Practice, path, where, {})
        faults += found
        if practice is None:
            continue
        faults += [Fault(where, 0, *each) for each in _inside(practice, path.stem)]
        practices.append(practice)
    return practices, faults


def _inside(practice: Practice, stem: str) -> Iterable[tuple[str, str, str, str]]:
    """What does not agree within one file: key, value, what and repair."""
    if practice.id != stem:
        yield "id", practice.id, "is not the name of the file", f"write {stem}, or rename the file"
    if not practice.title.startswith(f"{practice.city}: "):
        yield (
            "title",
            practice.title,
            "does not begin with the city",
            f"write {practice.city}, a colon, and the name it is known by",
        )
    yield from _about_result(practice)
    used = {source for _, sources in practice.statements for source in sources}
    for place, sources in practice.statements:
        for source in sources:
            if source not in practice.sources:
                yield (
                    f"{place}.sources",
                    source,
                    "unknown source",
                    nearest(source, practice.sources),
                )
    for source in practice.sources:
        if source not in used:
            yield (
                "sources",
                source,
                "no statement rests on this source",
                "name it where it is used, or delete it",
            )
    for key, origin in practice.sources.items():
        if origin.address is None and practice.handed_in is None:
            yield f"sources.{key}.address", "", "is missing", "give the address that was read"
    if practice.end_year is not None and practice.end_year < practice.start_year:
        yield "end_year", str(practice.end_year), "is before the start", "correct one of the two"


def _about_result(practice: Practice) -> Iterable[tuple[str, str, str, str]]:
    """What the line of result says that the results which it names do not."""
    line, count = practice.result, len(practice.results)
    for number in line.sums_up:
        if number > count:
            yield "result.sums_up", str(number), "no such result", f"results are 1 to {count}"
    named = [practice.results[n - 1] for n in line.sums_up if n <= count]
    said = NUMBER.findall(" ".join(f"{one.text} {one.doubt or ''}" for one in named))
    for key, text in (("text", line.text), ("doubt", line.doubt or "")):
        for number in NUMBER.findall(text):
            if number not in said:
                yield (
                    f"result.{key}",
                    number,
                    "is in none of the results that it sums up",
                    "name that result under sums_up, or correct the number",
                )
    if line.doubt is None and any(one.doubt for one in named):
        yield "result.doubt", "", "is missing", "say the doubt of the results that it sums up"
    yield from _about_compared(line)


def _about_compared(line: Result) -> Iterable[tuple[str, str, str, str]]:
    """Where a line that rests on a comparison does not name the result that was compared, or another line does."""
    key, number = "result.compared", "" if line.compared is None else str(line.compared)
    if line.evidence != Evidence.COMPARISON:
        if number:
            yield key, number, "is of no comparison", "delete it, or correct the evidence"
    elif not number:
        yield key, number, "is missing", "name the result that was measured beside others"
    elif line.compared not in line.sums_up:
        among = ", ".join(map(str, sorted(line.sums_up)))
        yield key, number, "is not among the results that it sums up", f"name one of {among}"


def find_strange_words(
    practices: Iterable[Practice], tables: Mapping[str, pd.DataFrame]
) -> list[Fault]:
    """Areas, levers and countries of practices that the framework does not have."""
    faults: list[Fault] = []
    for key, table, column in (
        ("areas", "areas", "area"),
        ("levers", "levers", "lever"),
        ("country", "countries", "country_code"),
    ):
        if table not in tables:
            continue
        known = set(tables[table][column])
        for practice in practices:
            value = getattr(practice, key)
            for word in {value} if isinstance(value, str) else set(value):
                if word not in known:
                    where = f"data/raw/{FOLDER}/{practice.id}.yml"
                    what = f"unknown {column.removesuffix('_code')}"
                    add = "take a code of framework/countries.csv"
                    repair = add if key == "country" else nearest(word, known)
                    faults.append(mark_file(where, what, repair, key, word))
    return faults


def practice_table(
    practices: Iterable[Practice], countries: pd.DataFrame, sizes: pd.DataFrame
) -> pd.DataFrame:
    """One row a practice, by id.

    Returns
    -------
    DataFrame
        `practice`, `title`, `city`, `country`, `region`, `subregion`, `population` (missing if unknown), `size` (label of its class,
        empty if unknown), `areas` and `levers` (names parted by blanks), `start_year`, `status`, `summary`,
        `result`, `doubt` (empty if there is none), `evidence`, `sdgs` (numbers parted by blanks), `longitude`, `latitude` (missing if
        unknown).
    """
    known: dict[Any, Any] = countries.set_index("country_code").to_dict("index")
    rows = []
    for practice in sorted(practices, key=lambda one: one.id):
        people = practice.population.value if practice.population else None
        rows.append(
            {
                **practice.model_dump(include={"title", "city", "start_year", "summary"}),
                **known[practice.country],
                "practice": practice.id,
                "population": people,
                "size": size_of(people, sizes),
                "areas": " ".join(practice.areas),
                "levers": " ".join(practice.levers),
                "status": practice.status.value,
                "result": practice.result.text,
                "doubt": practice.result.doubt or "",
                "evidence": practice.result.evidence.value,
                "sdgs": " ".join(map(str, practice.sdgs)),
                "longitude": practice.place.longitude if practice.place else None,
                "latitude": practice.place.latitude if practice.place else None,
            }
        )
    return pd.DataFrame(rows, columns=list(PRACTICE_COLUMNS)).astype(
        {"population": "Int64", "longitude": float, "latitude": float}
    )


def sizes_of(populations: pd.Series, sizes: pd.DataFrame) -> list[str]:
    """The labels of the classes that populations fall into, see `size_of`.

    >>> sizes_of(pd.Series([250_000, None, -1]), pd.DataFrame({"lower": [250_000, 0], "label": ["large", "small"]}))
    ['large', '', '']
    """
    order = sizes.sort_values("lower")
    labels = ["", *order["label"].astype(str)]
    known = pd.to_numeric(populations).astype("Float64").to_numpy(float, na_value=-np.inf)
    # the last class that begins at or below each
    return [labels[place] for place in np.searchsorted(order["lower"], known, side="right")]


def size_of(population: int | None, sizes: pd.DataFrame) -> str:
    """The label of the class that a population falls into; empty if it is not known, or smaller than any class.

    >>> size_of(250_000, pd.DataFrame({"lower": [0, 250_000], "label": ["small", "large"]}))
    'large'
    """
    if population is None:
        return ""
    inside = sizes[sizes["lower"] <= population].sort_values("lower")
    return "" if inside.empty else str(inside["label"].iloc[-1])
