"""The page that leads to all governments that answered a survey: on a map and by country; or its places, where none is shown by name.

Its words are in the templates `governments*`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

import pandas as pd
from markupsafe import Markup

from quire.text.htmltables import table_html
from quire.text.messages import _
from quire.text.words import capital, counted, small, sort_key, whole
from studylib.charts.cityplots import Place, dot_map
from studylib.findings.governments_messages import say_survey
from studylib.findings.governments_words import name_dimension
from studylib.findings.messages import KeyMessage
from studylib.pages.city_tables import CONFIDENCE_PCT
from studylib.pages.government_answers import WITHHELD, Count, say_count
from studylib.pages.government_tables import Governments
from studylib.questions.governments import ALL, Survey, list_shares, order_by_share

MOST = 3
"""Answers on what slows or eases that have a column of their own, the most named ones of all governments."""


class Entry(NamedTuple):
    """A government in the list, and its page."""

    city: str
    page: str


class Column(NamedTuple):
    """An answer with a column of its own, and how many named it, by dimension and group."""

    name: str
    counts: Mapping[tuple[str, str], Count]


@dataclass(frozen=True)
class GovernmentsPage:
    """The index of one survey of governments.

    Attributes
    ----------
    survey, editions
        Which; by id, how the book calls the editions beside which it stands.
    messages
        Its main findings, after `governments_messages.say_survey`.
    countries
        By country, the governments that are shown by name.
    named
        How many these are.
    map, without
        The map, if there are coordinates, and how many of them have none.
    tables
        Who answered, group by group, each beside the most named answers.
    """

    template: ClassVar[str] = "governments.md"
    withheld_word: ClassVar[str] = WITHHELD
    survey: Survey
    editions: Mapping[str, str]
    messages: Sequence[KeyMessage]
    countries: Mapping[str, Sequence[Entry]]
    named: int
    map: Markup
    without: int
    tables: Sequence[Markup]


def index_files(surveys: Sequence[Governments]) -> dict[str, GovernmentsPage]:
    """The index of every survey of governments, by its path in the book; surveys after `government_tables.read_governments`."""
    return {f"{one.folder}/index.md": _index(one) for one in surveys}


def _index(governments: Governments) -> GovernmentsPage:
    cities = governments.cities
    places = _places(cities)
    alt = _("Map with {n}, each a link to its page", n=counted(len(places), "city government"))
    return GovernmentsPage(
        survey=governments.survey,
        editions=governments.editions,
        messages=say_survey(governments.survey, CONFIDENCE_PCT),
        countries={
            str(country): sorted(
                (
                    Entry(*row)
                    for row in zip(rows["city"], rows["respondent"] + ".html", strict=True)
                ),
                key=lambda entry: (sort_key(entry.city), entry),
            )
            for country, rows in cities.groupby("country")
        },
        named=len(cities),
        map=dot_map(places, governments.coast, alt) if places else Markup(),
        without=len(cities) - len(places),
        tables=list(_tables(governments.survey)),
    )


def _places(cities: pd.DataFrame) -> list[Place]:
    known = cities.dropna(subset=["longitude", "latitude"]).sort_values(["country", "city"])
    names = [
        _("{city}, {country}", city=city, country=country)
        for city, country in zip(known["city"], known["country"], strict=True)
    ]
    pages = known["respondent"] + ".html"
    rows = zip(known["longitude"], known["latitude"], names, pages, strict=True)
    return [Place(*row) for row in rows]


def _tables(survey: Survey) -> Iterator[Markup]:
    """For each dimension who answered, beside what slows most, and a second table of what eases most."""
    sides = {side: list(_columns(survey, side)) for side in ("slows", "eases")}
    for dimension, rows in survey.participation.groupby("dimension", sort=False):
        name = str(dimension)
        inside = {
            side: own
            for side, columns in sides.items()
            if (own := [one for one in columns if any(key[0] == name for key in one.counts)])
        }
        if name not in {ALL, "country"}:
            for side in inside or {"": []}:
                yield _table(survey, name, rows, side, inside.get(side, []))


def _table(
    survey: Survey, dimension: str, rows: pd.DataFrame, side: str, columns: Sequence[Column]
) -> Markup:
    """The groups of a dimension: how many answered of those invited, and the answers most named."""
    invited = [_("Invited")] if rows["invited"].notna().any() else []
    what = name_dimension(dimension)
    heads = [what, *invited, _("Answered"), *(column.name for column in columns)]
    cells = [
        [
            row["group"],
            *[whole(row["invited"])] * len(invited),
            WITHHELD if row["withheld"] else whole(row["answered"]),
            *(say_count(column.counts.get((dimension, row["group"]))) for column in columns),
        ]
        for row in rows.to_dict("records")
    ]
    parts = {"unit": capital(survey.unit), "what": small(what)}
    caption = {
        "slows": _("{unit} by {what}, and what they name most often as slowing", **parts),
        "eases": _("{unit} by {what}, and what they name most often as easing", **parts),
    }.get(side) or _("{unit} by {what}", **parts)
    return table_html(heads, cells, caption, heads[1:])


def _columns(survey: Survey, side: str) -> Iterator[Column]:
    """The answers on what slows or eases that most of all governments named, if there is a question on it."""
    question = survey.question_on(side)
    if not question:
        return
    shares = list_shares(survey, question)
    everyone = shares[(shares["dimension"] == ALL) & (shares["state"] == "")]
    for name in order_by_share(everyone).head(MOST)["name"]:
        rows = shares[shares["name"] == name]
        keys = zip(rows["dimension"], rows["group"], strict=True)
        counts = zip(rows["n"], rows["base"], rows["withheld"], strict=True)
        by_group = {key: Count(*count) for key, count in zip(keys, counts, strict=True)}
        yield Column(name, by_group)
