"""The cover of the web book: what is in it, in numbers that lead to their pages, beside the map of its cities.

A block of HTML for the first page. The cover of the printed book is in `book/print/book.typ`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from quire.text.markup import escape_html
from quire.text.words import counted
from studylib.charts.cityplots import quiet_map
from studylib.pages.city_index import grid, places_of
from studylib.pages.city_tables import CityTables
from studylib.pages.pages import Facts


def cover(
    editions: Sequence[Facts], names: Mapping[str, str], tables: CityTables | None, practices: int
) -> str:
    """The cover, without blank lines; only what there is.

    Parameters
    ----------
    editions
        The published editions, in time.
    names
        How the book calls each.
    tables
        The figures of the cities; None if no edition has a survey.
    practices
        How many good practices are on record.
    """
    facts, picture = [], ""
    if editions:
        since = escape_html(names[editions[0].edition.id])
        facts.append(_fact(counted(len(editions), "edition"), f" since {since}", "#the-editions"))
    if tables is not None and len(tables.register):
        cities = counted(len(tables.register), "city", "cities")
        facts.append(_fact(cities, ", each with a page", "cities/index.html"))
        places = places_of(tables.register)
        picture = quiet_map(places, grid()) if places else ""
    if practices:
        facts.append(
            _fact(
                counted(practices, "good practice"),
                ", with sources and doubts",
                "practices/index.html",
            )
        )
    inside = ["<ul>", *facts, "</ul>", *([picture] if picture else [])]
    return "\n".join(['<div class="study-cover">', *inside, "</div>"]) if facts else ""


def _fact(count: str, more: str, address: str) -> str:
    number, _, noun = count.partition(" ")
    return f'<li><a href="{address}"><strong>{number}</strong> {noun}{more}</a></li>'
