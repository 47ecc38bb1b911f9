"""The parts of a city's page, as text: taking part, scores beside others, changes, practices, all its figures.

Every word from data is escaped, and no part says more than an interval supports. The page is put together in `city_pages`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import SimpleNamespace

import pandas as pd

from quire.text.cells import Marked
from quire.text.htmltables import html_table
from quire.text.markup import escape_html
from quire.text.markup import escape_myst as escape
from quire.text.words import apart_from, capital, counted, decimal, interval, listed
from studylib.charts.cityplots import Bar, range_bar, scale_row
from studylib.findings.area_scores import band_said
from studylib.findings.chance import WHOLE_SURVEY
from studylib.pages.city_figures import Row, known, raw_cell, shown
from studylib.questions.city_changes import expect_by_chance
from studylib.questions.city_profiles import ABOVE, BELOW
from studylib.questions.needs import LEAST_SIMILAR
from studylib.questions.trends import FALSE_PCT

MIDDLE = "the median of similar cities by more than the sample leaves open"
SIMILAR = "similar cities"


def scores(rows: Sequence[Row], edition: SimpleNamespace, country: str) -> list[str]:
    """The area scores of an edition, drawn and as a table.

    Parameters
    ----------
    rows
        The city's rows of `city_profiles.profile_cities` in this edition; at least one.
    """
    bars = "\n".join(
        f'<div class="city-area"><span>{escape_html(str(row["area"]))}</span>{_bar(row, country)}</div>'
        for row in rows
    )
    table = [
        [
            str(row["area"]),
            shown(row["score"]),
            _ends(row) or "–",
            _of(row["country_middle"], row["country_cities"]),
            _of(row["similar_middle"], row["similar_cities"]),
            band_said(str(row["band"]), str(row["bands_reached"])),
            shown(row["coverage_pct"]),
        ]
        for row in rows
    ]
    head = [
        "Area",
        "Score",
        "Interval",
        f"Median, {country}",
        f"Median, {SIMILAR}",
        "Band",
        "Coverage, %",
    ]
    caption = f"Area scores, edition {edition.name}, figures of {edition.wave_year}"
    return [
        f'<figure class="city-profile">\n{bars}\n<div class="city-area"><span></span>{scale_row()}</div>\n{_key(rows)}\n</figure>',
        html_table(pd.DataFrame(table, columns=head), caption),
        escape(_why_not(rows, edition, country)),
    ]


def _key(rows: Sequence[Row]) -> str:
    """What the marks of the drawings mean, as far as they are there."""
    marks = [
        ("country", "country_middle", "median of the country"),
        ("similar", "similar_middle", "median of similar cities"),
    ]
    said = [("score", "score"), ("range", "interval")]
    said += [
        (name, words) for name, column, words in marks if any(known(row[column]) for row in rows)
    ]
    each = " ".join(f'<span class="{name}">{words}</span>' for name, words in said)
    return f'<p class="city-key" aria-hidden="true">{each}</p>'


def _bar(row: Row, country: str) -> str:
    score, low, high, middle, similar = _floats(
        row, "score", "low", "high", "country_middle", "similar_middle"
    )
    there = {"country": middle, "similar": similar}
    marks = {key: value for key, value in there.items() if known(value)}
    names = {"country": country, "similar": SIMILAR}
    beside = "".join(
        f"; median of other cities, {names[key]}: {decimal(value)}" for key, value in marks.items()
    )
    alt = f"{row['area']}: score {decimal(score)} of 100, interval {interval(low, high)}{beside}."
    return range_bar(Bar(score, low, high, marks.get("country"), marks.get("similar")), alt)


def _of(middle: object, cities: object) -> str:
    return f"{shown(middle)} ({counted(int(str(cities)), 'city', 'cities')})"


def _why_not(rows: Sequence[Row], edition: SimpleNamespace, country: str) -> str:
    """What a median needs, and where it therefore has none."""
    said = [
        f"Medians are of the other cities with the score, not of this one. A median of the country needs {edition.country_min_cities} "
        f"of them, one of similar cities needs {LEAST_SIMILAR}."
    ]
    for key, which in (("country", f"cities of {country}"), ("similar", SIMILAR)):
        none = [str(row["area"]) for row in rows if not known(row[f"{key}_middle"])]
        if none:
            said.append(f"There are too few other {which} for {listed(none)}.")
    return " ".join([*said, *_similar(rows)])


def _similar(rows: Sequence[Row]) -> list[str]:
    """Which cities count as similar; area by area where these are not the same."""
    groups: dict[str, list[str]] = {}
    for row in rows:
        if row["similar_group"]:
            groups.setdefault(str(row["similar_group"]), []).append(str(row["area"]))
    said = [
        name if len(groups) == 1 else f"{name} for {listed(areas)}"
        for name, areas in groups.items()
    ]
    return [f"Similar cities here: {'; '.join(said)}."] if said else []


def residents(row: Row) -> str:
    """How many people live in the city, as far as it is known, and of which year that is."""
    if not known(row["population"]):
        return "How many people live in this city is not known here, so that size does not count."
    people, year = (int(float(str(row[each]))) for each in ("population", "population_year"))
    return f"This city had {people:,} residents in {year} ({row['size']})."


def beside(rows: Sequence[Row], edition: SimpleNamespace, practices: Sequence[Row]) -> list[str]:
    """Where the whole interval lies above or below similar cities, and practices on the areas that lie below.

    Areas are in the order of their standardised difference, since a difference in points is larger where an area has few items.
    """
    compared = [row for row in rows if known(row["similar_middle"])]
    if not compared:
        return [
            f"Edition {escape(edition.name)}: there are too few similar cities to compare with."
        ]
    order = sorted(
        compared,
        key=lambda row: -abs(float(str(row["standardised"]))) if known(row["standardised"]) else 0,
    )
    parts = {side: [row for row in order if row["stands"] == side] for side in (ABOVE, BELOW)}
    said = [
        f"{capital(side)} {MIDDLE}: {listed(map(_difference, part))}."
        for side, part in parts.items()
        if part
    ]
    left = [str(row["area"]) for row in compared if row["stands"] not in parts]
    rest = (
        f" For {listed(left)} the sample leaves open on which side this city lies." if left else ""
    )
    text = " ".join(said) or f"No area lies above or below {MIDDLE}."
    head = f"**Edition {escape(edition.name)}, figures of {edition.wave_year}.**"
    return [f"{head} {escape(text + rest)}", *_fitting(parts[BELOW], practices)]


def _difference(row: Row) -> str:
    value, low, high = _floats(row, "difference", "difference_low", "difference_high")
    return f"{row['area']} ({decimal(value, sign=True)}, interval {interval(low, high, sign=True)})"


def _floats(row: Row, *names: str) -> list[float]:
    return [float(str(row[each])) for each in names]


def _ends(row: Row, *, sign: bool = False) -> str:
    low, high = _floats(row, "low", "high")
    return interval(low, high, sign=sign)


def _fitting(below: Sequence[Row], practices: Sequence[Row]) -> list[str]:
    lines = []
    for row in below:
        links = [
            f"[{escape(str(each['title']))}](<../practices/{each['practice']}.md>) "
            f"({escape(str(each['practice_city']))}; {escape(str(each['near']))})"
            for each in practices
            if each["area_code"] == row["area_code"]
        ]
        if links:
            lines.append(f"- {escape(str(row['area']))}: {'; '.join(links)}")
    return ["Practices on these areas that may be worth a look:", "\n".join(lines)] if lines else []


def changes(
    rows: Sequence[Row], editions: Mapping[str, SimpleNamespace], confidence_pct: float
) -> list[str]:
    """Changes within items that may be compared, with what the sample leaves open.

    Parameters
    ----------
    rows
        The city's rows of `city_changes.measure_city_changes`.
    """
    if not rows:
        return [
            "Nothing is compared here: a change needs two of the surveys that the editions stand on, with the same question, area "
            "and base, and how many residents were asked."
        ]
    count, changed = len(rows), sum(bool(row["changed"]) for row in rows)
    held = sum(bool(row["held"]) for row in rows)
    asked = sorted(
        {editions[str(row[side])].wave_respondents for row in rows for side in ("before", "after")}
    )
    counts = "counts" if held == 1 else "count"
    said = (
        f"{counted(count, 'comparison')} of neighbouring surveys that asked the same. In {changed} of them the interval leaves out zero; "
        f"if nothing had changed at all, {decimal(expect_by_chance(count, confidence_pct))} of {count} would do so by chance. When false "
        f"discoveries are held at {FALSE_PCT} per cent over all of them as one family (Benjamini and Hochberg), {held} still {counts}. "
        f"Intervals hold {confidence_pct:g} per cent, if {listed(map(str, asked))} residents were drawn at random each time, which is an "
        "assumption." + (f" {WHOLE_SURVEY}" if changed else "")
    )
    table = [
        [
            str(row["label"]),
            f"{editions[str(row['before'])].wave_year} to {editions[str(row['after'])].wave_year}",
            _cell(row, "before", editions),
            _cell(row, "after", editions),
            apart_from(float(str(row["change"])), sign=True),
            _ends(row, sign=True),
            ("changed" if row["held"] else "changed; may be chance")
            if row["changed"]
            else "left open",
        ]
        for row in rows
    ]
    caption = "Share favourable in this city, in per cent, and its change in percentage points"
    frame = pd.DataFrame(
        table, columns=["Item", "Surveys", "Before, %", "After, %", "Change", "Interval", "Reading"]
    )
    return [escape(said), html_table(frame, caption)]


def _cell(row: Row, side: str, editions: Mapping[str, SimpleNamespace]) -> Marked:
    return raw_cell(editions[str(row[side])].wave, row[f"item_{side}"], row[f"share_{side}"])


def done_here(practices: Sequence[tuple[str, str]]) -> list[str]:
    """The city's own practices on record, by id and title; nothing where there is none."""
    if not practices:
        return []
    links = "\n".join(f"- [{escape(title)}](<../practices/{id}.md>)" for id, title in practices)
    return ["## Good practices of this city", links]
