"""The parts of a city's page, as text: taking part, scores beside others, changes, practices, all its figures.

Every word from data is escaped, and no part says more than an interval supports. The page is put together in `city_pages`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import SimpleNamespace

import pandas as pd

from studylib.analysis.across import FALSE_PCT
from studylib.analysis.city_changes import expected_by_chance
from studylib.analysis.city_profiles import ABOVE, BELOW
from studylib.analysis.needs import LEAST_SIMILAR
from studylib.book.papers import table_anchor
from studylib.drawing.cityplots import Bar, number, range_bar, scale_row
from studylib.sentences.sources import surveys
from studylib.text.cells import Link, Marked
from studylib.text.htmltables import cell_text, html_table
from studylib.text.markup import escape_html
from studylib.text.markup import escape_myst as escape
from studylib.text.words import capital, counted, decimal, listed

Row = Mapping[str, object]
MIDDLE = "the middle one of the similar cities by more than the sample leaves open"


def known(value: object) -> bool:
    """Whether there is a figure: a missing number differs from itself.

    >>> known(1.5), known(float("nan"))
    (True, False)
    """
    return value == value  # noqa: PLR0124


def shown(value: object) -> str:
    """A figure for readers, with a true minus sign; a dash where there is none."""
    return cell_text(value) or "–"


def taking_part(
    rows: Sequence[Row], editions: Mapping[str, SimpleNamespace], lacking: Mapping[str, Sequence[Row]]
) -> str:
    """In which surveys the city is, how much it answered, and what is missing and why.

    Parameters
    ----------
    rows
        The city's rows of `cities.csv`, an edition each.
    editions
        The editions by id.
    lacking
        By edition, items that were asked and have no figure here, with `label` and `missing`.
    """
    table = []
    for row in rows:
        edition = editions[str(row["edition"])]
        link = Link(edition.name, f"../editions/{edition.id}/index.html")
        inside = bool(row["in_edition"])
        answered = f"{row['items_answered']} of {row['items_asked']}" if inside else "–"
        table.append([link, str(edition.wave_year), answered, _missing(inside, lacking.get(edition.id, []))])
    head = ["Edition", "Year of the survey", "Items with figures", "What is missing, and why"]
    caption = "The surveys beside the editions, and the items with a figure for this city"
    return html_table(pd.DataFrame(table, columns=head), caption)


def _missing(inside: bool, lacking: Sequence[Row]) -> str:
    reasons: dict[str, list[str]] = {}
    for row in lacking:
        reasons.setdefault(str(row["missing"]), []).append(str(row["label"]))
    if not inside:
        return "; ".join(reasons)
    return "; ".join(f"{why}: {listed(labels)}" for why, labels in reasons.items()) or "nothing"


def scores(rows: Sequence[Row], edition: SimpleNamespace, country: str, subregion: str) -> list[str]:
    """The area scores of an edition, drawn and as a table.

    Parameters
    ----------
    rows
        The city's rows of `city_profiles.profiles` in this edition; at least one.
    """
    bars = "\n".join(
        f'<div class="city-area"><span>{escape_html(str(row["area"]))}</span>{_bar(row, country, subregion)}</div>'
        for row in rows
    )
    table = [
        [
            str(row["area"]),
            shown(row["score"]),
            f"{shown(row['low'])} to {shown(row['high'])}",
            _of(row["country_middle"], row["country_cities"]),
            _of(row["similar_middle"], row["similar_cities"]),
            str(row["band"]),
            shown(row["coverage_pct"]),
        ]
        for row in rows
    ]
    head = ["Area", "Score", "Interval", f"Median, {country}", f"Median, {subregion}", "Band", "Coverage, %"]
    caption = f"Area scores, edition {edition.name}, figures of {edition.wave_year}"
    return [
        f'<figure class="city-profile">\n{bars}\n<div class="city-area"><span></span>{scale_row()}</div>\n{_key(rows)}\n</figure>',
        html_table(pd.DataFrame(table, columns=head), caption),
        escape(_why_not(rows, edition, country, subregion)),
    ]


def _key(rows: Sequence[Row]) -> str:
    """What the marks of the drawings mean, as far as they are there."""
    marks = [
        ("country", "country_middle", "median of the country"),
        ("similar", "similar_middle", "median of similar cities"),
    ]
    said = [("score", "score"), ("range", "interval")]
    said += [(name, words) for name, column, words in marks if any(known(row[column]) for row in rows)]
    each = " ".join(f'<span class="{name}">{words}</span>' for name, words in said)
    return f'<p class="city-key" aria-hidden="true">{each}</p>'


def _bar(row: Row, country: str, subregion: str) -> str:
    score, low, high, middle, similar = (
        float(str(row[key])) for key in ("score", "low", "high", "country_middle", "similar_middle")
    )
    there = {"country": middle, "similar": similar}
    marks = {key: value for key, value in there.items() if known(value)}
    names = {"country": country, "similar": subregion}
    beside = "".join(f"; median of other cities, {names[key]}: {number(value)}" for key, value in marks.items())
    alt = f"{row['area']}: score {number(score)} of 100, interval {number(low)} to {number(high)}{beside}."
    return range_bar(Bar(score, low, high, marks.get("country"), marks.get("similar")), alt)


def _of(middle: object, cities: object) -> str:
    return f"{shown(middle)} ({counted(int(str(cities)), 'city', 'cities')})"


def _why_not(rows: Sequence[Row], edition: SimpleNamespace, country: str, subregion: str) -> str:
    """What a median needs, and where it therefore has none."""
    said = [
        f"Medians are of the other cities with the score, not of this one. A median of the country needs {edition.country_min_cities} "
        f"of them, one of similar cities (the same group of countries: {subregion}) needs {LEAST_SIMILAR}."
    ]
    for key, where in (("country", country), ("similar", subregion)):
        none = [str(row["area"]) for row in rows if not known(row[f"{key}_middle"])]
        if none:
            said.append(f"{where} has fewer for {listed(none)}.")
    return " ".join(said)


def beside(rows: Sequence[Row], edition: SimpleNamespace, practices: Sequence[Row]) -> list[str]:
    """Where the whole interval lies above or below similar cities, and practices on the areas that lie below."""
    compared = [row for row in rows if known(row["similar_middle"])]
    if not compared:
        return [f"Edition {escape(edition.name)}: there are too few similar cities to compare with."]
    parts = {side: [row for row in compared if row["stands"] == side] for side in (ABOVE, BELOW)}
    said = [f"{capital(side)} {MIDDLE}: {listed(map(_difference, part))}." for side, part in parts.items() if part]
    left = [str(row["area"]) for row in compared if row["stands"] not in parts]
    rest = f" For {listed(left)} the sample leaves open on which side this city lies." if left else ""
    text = " ".join(said) or f"No area lies above or below {MIDDLE}."
    head = f"**Edition {escape(edition.name)}, figures of {edition.wave_year}.**"
    return [f"{head} {escape(text + rest)}", *_fitting(parts[BELOW], practices)]


def _difference(row: Row) -> str:
    ends = [decimal(float(str(row[key])), sign=True) for key in ("difference", "difference_low", "difference_high")]
    return f"{row['area']} ({ends[0]}, interval {ends[1]} to {ends[2]})"


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


def changes(rows: Sequence[Row], editions: Mapping[str, SimpleNamespace], confidence_pct: float) -> list[str]:
    """Changes within items that may be compared, with what the sample leaves open.

    Parameters
    ----------
    rows
        The city's rows of `city_changes.city_changes`.
    """
    if not rows:
        return ["No item was asked here in the same way in two surveys, so nothing is compared."]
    count, changed = len(rows), sum(bool(row["changed"]) for row in rows)
    held = sum(bool(row["held"]) for row in rows)
    asked = sorted({editions[str(row[side])].wave_respondents for row in rows for side in ("before", "after")})
    counts = "counts" if held == 1 else "count"
    said = (
        f"{counted(count, 'comparison')} of neighbouring surveys that asked the same. In {changed} of them the interval leaves out zero; "
        f"if nothing had changed at all, {number(expected_by_chance(count, confidence_pct))} of {count} would do so by chance. When false "
        f"discoveries are held at {FALSE_PCT} per cent over all of them (Benjamini and Hochberg), {held} still {counts}. Intervals hold "
        f"{confidence_pct:g} per cent, if {listed(map(str, asked))} residents were drawn at random each time, which is an assumption."
    )
    table = [
        [
            str(row["label"]),
            f"{editions[str(row['before'])].wave_year} to {editions[str(row['after'])].wave_year}",
            _cell(row, "before", editions),
            _cell(row, "after", editions),
            decimal(float(str(row["change"])), sign=True),
            f"{decimal(float(str(row['low'])), sign=True)} to {decimal(float(str(row['high'])), sign=True)}",
            ("changed" if row["held"] else "changed; may be chance") if row["changed"] else "left open",
        ]
        for row in rows
    ]
    caption = "Share favourable in this city, in per cent, and its change in percentage points"
    frame = pd.DataFrame(table, columns=["Item", "Surveys", "Before, %", "After, %", "Change", "Interval", "Reading"])
    return [escape(said), html_table(frame, caption)]


def _cell(row: Row, side: str, editions: Mapping[str, SimpleNamespace]) -> Marked:
    return raw_cell(editions[str(row[side])].wave, row[f"item_{side}"], row[f"share_{side}"])


def raw_cell(wave: object, item: object, value: object, note: str = "") -> Marked:
    """A cell that names the raw row it is made of; what its figure needs said opens at a star."""
    text = shown(value)
    row = f'<span data-wave="{escape_html(str(wave))}" data-item="{escape_html(str(item))}">{text}</span>'
    return Marked(text, f'{row}<abbr title="{escape_html(note)}">*</abbr>' if note else row)


def done_here(practices: Sequence[tuple[str, str]]) -> list[str]:
    """The city's own practices on record, by id and title; nothing where there is none."""
    if not practices:
        return []
    links = "\n".join(f"- [{escape(title)}](<../practices/{id}.md>)" for id, title in practices)
    return ["## Good practices of this city", links]


def all_figures(answers: Sequence[Row], editions: Mapping[str, SimpleNamespace], inside: Sequence[str]) -> str:
    """Items in rows, editions in columns; only items that some edition with this city asked."""
    shown = [editions[each] for each in inside]
    table: dict[str, dict[str, Row]] = {}
    for row in answers:
        table.setdefault(str(row["label"]), {})[str(row["edition"])] = row
    rows = [
        [label, *(_figure(cells[each.id], each) for each in shown)]
        for label, cells in sorted(table.items())
        if any(cells[each.id]["asked"] for each in shown)
    ]
    years = [str(each.wave_year) for each in shown]
    caption = f"Share favourable in this city, in per cent: {counted(len(rows), 'item')}"
    return html_table(pd.DataFrame(rows, columns=["Item", *years]), caption, years)


def _figure(row: Row, edition: SimpleNamespace) -> Marked:
    if row["missing"]:
        why = str(row["missing"]).removesuffix(" in this edition")
        return Marked(why, f'<span class="why">{escape_html(why)}</span>')
    return raw_cell(edition.wave, row["item"], row["favourable_pct"], str(row["caveat"] or ""))


def made_of(years: Iterable[int], choice: str, digest: str) -> str:
    """Whose figures stand above and of which years, which rows of which raw file they are, and the file's digest; HTML."""
    return (
        f'<p class="city-origin">{escape_html(surveys(years))}<br/>Made of data/raw/perception.csv, rows with '
        f'{escape_html(choice)}. <a href="../data-and-sources.html#{table_anchor("perception")}">SHA-256</a> '
        f"<code>{digest}</code></p>"
    )
