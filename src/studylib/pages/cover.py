"""The first page of the web book: findings of the newest edition, one of each other, and what is in the book.

Its words are in `book/index.md` and the templates `cover.html`, `edition_cards.md` and `ways.md`. The cover of the printed book
is in `book/print/book.typ`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from quire.text.messages import _
from studylib.charts.cityplots import quiet_map
from studylib.findings.messages import (
    GOVERNMENTS,
    NO_FIGURE,
    PRACTICES,
    RESIDENTS,
    UCLG,
    KeyMessage,
)
from studylib.pages.city_index import places_of
from studylib.pages.city_tables import CityTables
from studylib.pages.pages import Facts
from studylib.pages.question_pages import MOST, place
from studylib.pages.run_outputs import Picture


@dataclass(frozen=True)
class Findings:
    """What those whose findings or answers these are have said, under a heading that names them."""

    heading: str
    cards: Sequence[KeyMessage]


@dataclass(frozen=True)
class Cover:
    """What the first page says.

    Attributes
    ----------
    newest, parts, picture
        The newest edition, if there is one, its first messages by whose they are, and the drawing that goes with them.
    earlier
        The other editions, each with one message, if it has any.
    editions_n, since, cities_n, practices_n, map
        How many editions, cities with a page, and practices there are; the oldest edition; the map, if there is one.
    """

    newest: Facts | None
    parts: Sequence[Findings]
    picture: Picture | None
    earlier: Sequence[tuple[Facts, KeyMessage | None]]
    editions_n: int
    since: str
    cities_n: int
    practices_n: int
    map: Markup


def list_findings(facts: Facts) -> list[KeyMessage]:
    """What an edition is told by: its first messages, of governments where no other says anything; not how many practices there are."""
    return _list_figures(facts)[:MOST]


def group_findings(facts: Facts) -> list[Findings]:
    """The first messages of UCLG's own study, of residents and of governments, each under its own heading."""
    headings = {
        UCLG: facts.own_heading,
        RESIDENTS: facts.residents_heading,
        GOVERNMENTS: _("What governments answered"),
    }
    found = _list_figures(facts)
    parts = (
        Findings(heading, [place(one, facts) for one in found if one.whose == whose][:MOST])
        for whose, heading in headings.items()
    )
    return [part for part in parts if part.cards]


def _list_figures(facts: Facts) -> list[KeyMessage]:
    found = [one for one in (*facts.messages, *facts.said) if one.figure != NO_FIGURE]
    return [one for one in found if one.whose != PRACTICES]


def make_cover(editions: Sequence[Facts], tables: CityTables | None, practices: int) -> Cover:
    """What the cover says.

    Parameters
    ----------
    editions
        The published editions, the newest first.
    tables
        The figures of the cities; None if no edition has a survey.
    practices
        How many good practices are on record.
    """
    newest = editions[0] if editions else None
    return Cover(
        newest=newest,
        parts=[] if newest is None else group_findings(newest),
        picture=newest.picture if newest else None,
        earlier=[(facts, next(iter(list_findings(facts)), None)) for facts in editions[1:]],
        editions_n=len(editions),
        since=editions[-1].name if editions else "",
        cities_n=0 if tables is None else len(tables.wanted),
        practices_n=practices,
        map=Markup() if tables is None else _map(tables),
    )


def _map(tables: CityTables) -> Markup:
    places = places_of(tables)
    return quiet_map(places, tables.coast) if places else Markup()
