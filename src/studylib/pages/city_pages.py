"""A page for every city of the register that is in some survey, as text of MyST Markdown, with its figures as a file.

All is worked out for all cities at once in `city_tables`; the parts of a page are in `city_parts`, their index in `city_index`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import SimpleNamespace

import pandas as pd

from quire.book.quiet_pages import QUIET
from quire.tables.origins import RawFiles
from quire.text.markup import escape_html, one_line
from quire.text.markup import escape_myst as escape
from quire.text.words import decimal, listed
from studylib.data.city_names import further_names, own_names, search_names
from studylib.pages import city_parts
from studylib.pages.city_figures import (
    OneCity,
    Row,
    all_figures,
    figures,
    known,
    made_of,
    other_survey,
    taking_part,
)
from studylib.pages.city_tables import CityTables, fullest
from studylib.questions.needs import LEAST_SIMILAR

FOLDER = "cities"
SIMILAR = (
    f"Similar are the cities of the same group of countries (M49) and class of size, asked in the same survey. Where there are fewer than "
    f"{LEAST_SIMILAR} of them, or the size is not known, it is the group of countries alone; the words below the scores say which. Areas "
    "are named in the order of their difference in standard deviations of the area's scores, the largest first, because in points "
    "areas of few items differ most."
)


def page_name(code: str) -> str:
    """Name of a city's page, without its ending.

    >>> page_name("AT001C")
    'at001c'
    """
    return code.lower()


def city_files(tables: CityTables, raw: RawFiles) -> dict[str, bytes]:
    """The page and the file of every city, by their paths in the book.

    Parameters
    ----------
    tables
        The figures.
    raw
        The raw files, for their digests.
    """
    editions = {each.id: each for each in tables.editions}
    files, full = {}, fullest(tables).id
    main = {each.id: each.wave_survey for each in tables.editions}
    for city in _each(tables):
        name = f"{FOLDER}/{page_name(city.code)}"
        files[f"{name}.md"] = city_page(city, editions, tables.surveys, raw, full).encode()
        own = [
            {**row, "survey": main[str(row["edition"])] if row["base"] else ""}
            for row in city.answers
        ]
        files[f"{name}.csv"] = figures(
            [*own, *({**row, "missing": ""} for row in city.beside)], editions
        )
    return files


def pages_of_practices(tables: CityTables) -> dict[str, str]:
    """By id of a practice, the page of its city, as a path in the book."""
    return {
        practice: f"{FOLDER}/{page_name(code)}.md"
        for code, practices in tables.done_here.items()
        for practice, _ in practices
    }


def _each(tables: CityTables) -> list[OneCity]:
    """The cities of the register one by one."""
    about = ["label", "wording", "area", "asked"]
    known = tables.items.assign(label=tables.items["share_of"]).set_index(["edition", "item"])[
        about
    ]
    answers, beside = (
        each.join(known, on=["edition", "item"]) for each in (tables.answers, tables.beside)
    )
    rows = {
        name: _by_city(frame)
        for name, frame in (
            ("cities", tables.cities),
            ("answers", answers),
            ("beside", beside),
            ("profiles", tables.profiles),
            ("practices", tables.practices),
            ("changes", tables.changes),
        )
    }
    return [
        OneCity(
            code=str(code),
            city=str(row["city"]),
            country=str(row["country"]),
            done_here=tables.done_here.get(str(code), []),
            names=further_names(str(row["city"]), tables.names.get(str(code), [])),
            **{name: each.get(str(code), []) for name, each in rows.items()},
        )
        for code, row in tables.register.iterrows()
    ]


def _by_city(frame: pd.DataFrame) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in frame.to_dict("records"):
        found.setdefault(str(row["city_code"]), []).append(
            {str(key): value for key, value in row.items()}
        )
    return found


def city_page(
    city: OneCity,
    editions: Mapping[str, SimpleNamespace],
    surveys: Mapping[str, SimpleNamespace],
    raw: RawFiles,
    full: str,
) -> str:
    """The page of one city.

    Parameters
    ----------
    city
        What is known of it.
    editions
        The editions with a survey, by id, in time.
    surveys
        The surveys of residents, by name.
    raw
        The raw files, for their digests.
    full
        The edition whose distributions the index of cities shows.
    """
    own = {str(row["edition"]) for row in city.cities if row["in_edition"]}
    inside = [
        each
        for each in editions
        if each in own or any(row["edition"] == each for row in city.beside)
    ]
    last = list(editions.values())[-1]
    parts = [
        f"---\n{QUIET}: true\n---\n\n{_entries(city)}# {escape(city.city)}",
        f":::{{div}} lead\n{escape(city.country)}\n:::",
        *_also(city.names),
        "What residents answered in the surveys that stand beside the editions. They are the view of residents, from a sample; they are "
        "not the view of the city's government, and no order of merit is made of them. "
        "[How to read](/how-to-read.md) · [All cities](index.md)",
        "## The surveys it is in",
        taking_part(city, editions, surveys, _lacking(city.answers)),
        _origin(city, editions, inside, raw),
        *_scores(city, editions, surveys, raw),
        *city_parts.done_here(city.done_here),
        "## What changed",
        *city_parts.changes(city.changes, editions, last.confidence_pct),
        *([_origin(city, editions, sorted(_compared(city)), raw)] if city.changes else []),
        "## All its figures",
        "Share favourable: the residents whose answer is good for the city, in per cent of all answers unless a note says otherwise."
        + _among_all(city.code, full in own),
        all_figures(city, editions, surveys, inside),
        _origin(city, editions, inside, raw),
        f"{{download}}`All figures of this city (CSV) <{page_name(city.code)}.csv>`, with shares positive, negative and without an "
        "answer, the balance score, caveats, and why a figure is missing. [Columns](/columns.md)",
    ]
    return "\n\n".join(parts) + "\n"


def _among_all(code: str, shown: bool) -> str:
    """The way to the distributions in which the city can be marked, if it is in them."""
    address = f"index.html#city={escape_html(code)}"
    return f' <a href="{address}">This city among all cities, item by item</a>' if shown else ""


def _entries(city: OneCity) -> str:
    """Entries of the search's index: every name that is not in the title, as it is written and as it is typed.

    They are main ones, since others come last in what the search finds.
    """
    title = {city.city, *own_names(city.city)}
    names = [
        each
        for each in search_names(city.city, [name for name, _ in city.names])
        if each not in title
    ]
    # a semicolon would part an entry in two
    entries = [one_line(each).replace(";", ",").replace("`", "'") for each in names]
    return "".join(f"```{{index}} ! single: {each}\n```\n\n" for each in entries)


def _also(names: Sequence[tuple[str, str]]) -> list[str]:
    """Other names, each marked with its language; a block of HTML, since the search has entries for them."""
    if not names:
        return []
    said = ", ".join(
        f'<span lang="{escape_html(language)}">{escape_html(name)}</span>'
        if language
        else escape_html(name)
        for name, language in names
    )
    return [f'<p class="city-names">Other names: {said}</p>']


def _lacking(answers: Sequence[Row]) -> dict[str, list[Row]]:
    """Items that were asked and have no figure here, by edition."""
    found: dict[str, list[Row]] = {}
    for row in answers:
        if row["asked"] and row["missing"]:
            found.setdefault(str(row["edition"]), []).append(row)
    return found


def _scores(
    city: OneCity,
    editions: Mapping[str, SimpleNamespace],
    surveys: Mapping[str, SimpleNamespace],
    raw: RawFiles,
) -> list[str]:
    """Scores of every edition that has them, the latest first; then where the city stands beside similar ones."""
    latest = list(editions.values())[::-1]
    rows = {each.id: [row for row in city.profiles if row["edition"] == each.id] for each in latest}
    scored = [each for each in latest if rows[each.id]]
    of = {each.id: surveys[str(rows[each.id][0]["survey"])] for each in scored}
    sizes = {str(row["edition"]): row for row in city.cities}
    parts = ["## Area scores", *([_assumed(scored, city)] if scored else [])]
    for each in scored:
        parts += [
            f"### Edition {escape(each.name)}, figures of {each.wave_year}",
            *([] if of[each.id].main else [escape(other_survey(of[each.id]))]),
            *city_parts.scores(rows[each.id], each, city.country),
            _origin(
                city,
                editions,
                [each.id],
                raw,
                " for the scores, and the rows of the other cities for the medians",
            ),
        ]
    parts += _not_scored(city, [each for each in latest if not rows[each.id]])
    if scored:
        parts += [
            "## Beside similar cities",
            f"{SIMILAR} {escape(city_parts.residents(sizes[scored[0].id]))}",
        ]
    for each in scored:
        own = [row for row in city.practices if row["edition"] == each.id]
        parts += city_parts.beside(rows[each.id], each, own)
    return parts


def _assumed(scored: Sequence[SimpleNamespace], city: OneCity) -> str:
    """What the intervals rest on."""
    confidence = listed(dict.fromkeys(f"{each.confidence_pct:g}" for each in scored))
    own = {str(row["edition"]): float(str(row["respondents"])) for row in city.cities}
    asked = listed(dict.fromkeys(decimal(own[each.id], 0) for each in scored))
    return escape(
        f"From 0 (every answer is unfavourable) to 100, for the areas that an edition looks at. In {confidence} of 100 samples of "
        f"residents, an interval made this way holds the score that all residents would give, if {asked} residents are drawn at random; "
        "how many answered is known of few cities, and assumed of the others."
    )


def _not_scored(city: OneCity, editions: Sequence[SimpleNamespace]) -> list[str]:
    """Why an edition gives the city no score."""
    said = []
    for each in editions:
        own = [row for row in city.answers if row["edition"] == each.id and row["asked"]]
        there = [row for row in own if not row["missing"]]
        if any(row["edition"] == each.id for row in city.beside) and not there:
            why = "its figures are of another survey, which asked too few of the items or says too little of itself"
        elif not there:
            why = "there is no figure of the city"
        elif not any(known(row["balance"]) for row in there):
            why = "this copy has only the positive shares of this city, and a score needs both sides of the answers"
        else:
            why = "too few items of its focus areas have figures for both sides of the answers here"
        said.append(f"Edition {each.name}, figures of {each.wave_year}: no score, since {why}.")
    return [escape(" ".join(said))] if said else []


def _compared(city: OneCity) -> set[str]:
    return {str(row[side]) for row in city.changes for side in ("before", "after")}


def _origin(
    city: OneCity,
    editions: Mapping[str, SimpleNamespace],
    ids: Sequence[str],
    raw: RawFiles,
    use: str = "",
) -> str:
    """Which rows of which raw file the figures above are made of."""
    place = {str(row["edition"]): str(row["place"]) for row in city.cities}
    rows = {
        "perception.csv": [
            f"wave = {editions[each].wave} and place = {place[each]}" for each in ids if place[each]
        ],
        "perception_shares.csv": [
            f"wave = {editions[each].wave} and city_code = {city.code}"
            for each in ids
            if not place[each]
        ],
    }
    chosen = {file: " or ".join(dict.fromkeys(each)) + use for file, each in rows.items() if each}
    return made_of([editions[each] for each in ids], chosen, raw)
