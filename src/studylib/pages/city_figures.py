"""What is known of one city, and its figures as a page and a file show them, each with the survey and the rows that it is of.

Every word from data is escaped. Scores, changes and practices are in `city_parts`, the page is put together in `city_pages`.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import SimpleNamespace

import pandas as pd

from quire.tables.origins import RawFiles, RawRows
from quire.text.cells import Link, Marked
from quire.text.htmltables import cell_text, html_table
from quire.text.markup import escape_html
from quire.text.words import counted, listed
from studylib.data.perception import ALL_ANSWERS, AS_PRINTED
from studylib.data.survey_tables import OTHER_SURVEY
from studylib.findings.sources import surveys as surveys_line
from studylib.pages.papers import table_anchor

Row = Mapping[str, object]
FIGURES = (
    *("edition", "wave_year", "item", "wording", "positive_pct", "negative_pct", "no_answer_pct"),
    *(
        "favourable_pct",
        "favourable_valid_pct",
        "balance",
        "base",
        "survey",
        "survey_unit",
        "caveat",
        "missing",
    ),
)
"""Columns of a city's file."""


@dataclass(frozen=True)
class OneCity:
    """What is known of one city, an entry each: the rows of the frames of `CityTables` that are its own."""

    code: str
    city: str
    country: str
    names: Sequence[tuple[str, str]]
    cities: Sequence[Row]
    answers: Sequence[Row]
    beside: Sequence[Row]
    profiles: Sequence[Row]
    practices: Sequence[Row]
    done_here: Sequence[tuple[str, str]]
    changes: Sequence[Row]


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
    city: OneCity,
    editions: Mapping[str, SimpleNamespace],
    surveys: Mapping[str, SimpleNamespace],
    lacking: Mapping[str, Sequence[Row]],
) -> str:
    """In which surveys the city is, how much it answered, and what is missing and why.

    Parameters
    ----------
    city
        What is known of it.
    editions, surveys
        The editions by id, the surveys of residents by name.
    lacking
        By edition, items that were asked and have no figure here, with `label` and `missing`.
    """
    table = []
    for row in city.cities:
        edition, survey = editions[str(row["edition"])], surveys.get(str(row["survey"]))
        link = Link(edition.name, f"../editions/{edition.id}/index.html")
        other = sum(
            each["edition"] == edition.id and each["survey"] == row["survey"]
            for each in city.beside
        )
        inside = bool(row["in_edition"])
        answered = (
            f"{row['items_answered']} of {row['items_asked']}" if inside else str(other or "–")
        )
        why = _missing(inside, lacking.get(edition.id, []))
        if survey is not None and not survey.main:
            why = "its figures are of another survey, so they stand beside the edition's and are compared with none of them"
        when = str(edition.wave_year) if survey is None or survey.main else asked_when(survey)
        table.append([link, when, _asked_by(survey, str(row["survey_area"])), answered, why])
    head = [
        "Edition",
        "Year of the survey",
        "Survey and area",
        "Items with figures",
        "What is missing, and why",
    ]
    caption = "The surveys beside the editions, and the items with a figure for this city"
    return html_table(pd.DataFrame(table, columns=head), caption)


def _missing(inside: bool, lacking: Sequence[Row]) -> str:
    reasons: dict[str, list[str]] = {}
    for row in lacking:
        reasons.setdefault(str(row["missing"]), []).append(str(row["label"]))
    if not inside:
        return "; ".join(reasons)
    return "; ".join(f"{why}: {listed(labels)}" for why, labels in reasons.items()) or "nothing"


def _asked_by(survey: SimpleNamespace | None, area: str) -> str:
    if survey is None:
        return "none"
    return str(survey.title) + ("" if area == "city" else f"; area surveyed: {area}")


def asked_when(survey: SimpleNamespace) -> str:
    """The years in which a survey asked, as far as they are known.

    >>> asked_when(SimpleNamespace(fieldwork_from="2016-12", fieldwork_to="2017-02-28"))
    '2016 to 2017'
    """
    years = list(
        dict.fromkeys(each[:4] for each in (survey.fieldwork_from, survey.fieldwork_to) if each)
    )
    return " to ".join(years) or "not known"


def other_survey(survey: SimpleNamespace) -> str:
    """What a reader has to know of figures of another survey than the edition's."""
    how = ", ".join(each for each in (str(survey.conducted_by), str(survey.mode)) if each)
    return (
        f"These figures are of another survey than the edition's: {survey.title}{f' ({how})' if how else ''}. They stand beside cities of "
        "that survey only."
    )


def raw_cell(wave: object, item: object, value: object, note: str = "", number: int = 0) -> Marked:
    """A cell that names the raw row it is made of, with the number of its note below the table."""
    text = shown(value)
    row = f'<span data-wave="{escape_html(str(wave))}" data-item="{escape_html(str(item))}">{text}</span>'
    return Marked(
        text, f'{row}<sup><abbr title="{escape_html(note)}">{number}</abbr></sup>' if note else row
    )


def all_figures(
    city: OneCity,
    editions: Mapping[str, SimpleNamespace],
    surveys: Mapping[str, SimpleNamespace],
    inside: Sequence[str],
) -> str:
    """Items in rows, editions in columns; only items of which some edition has a figure here. What is of another survey has a note."""
    shown = [editions[each] for each in inside]
    table: dict[str, dict[str, Marked]] = {}
    notes: dict[str, int] = {}
    for row in city.answers:
        edition = editions[str(row["edition"])]
        table.setdefault(str(row["label"]), {})[edition.id] = _figure(row, edition, notes)
    own = {str(row["edition"]) for row in city.cities if row["in_edition"]}
    there = {str(row["label"]) for row in city.answers if row["asked"] and row["edition"] in own}
    for row in city.beside:
        edition, survey = editions[str(row["edition"])], surveys[str(row["survey"])]
        other = (
            ""
            if survey.main
            else f"{survey.title}, asked {asked_when(survey)}: another survey than the edition's"
        )
        table.setdefault(str(row["label"]), {})[edition.id] = _figure(
            {**row, "missing": ""}, edition, notes, other
        )
        there.add(str(row["label"]))
    rows = [
        [label, *(cells[each.id] for each in shown)]
        for label, cells in sorted(table.items())
        if label in there
    ]
    years = [str(each.wave_year) for each in shown]
    caption = f"Share favourable in this city, in per cent: {counted(len(rows), 'item')}"
    said = "".join(f"<li>{escape_html(note)}</li>" for note in notes)
    below = f'\n<ol class="city-notes">{said}</ol>' if notes else ""
    return html_table(pd.DataFrame(rows, columns=["Item", *years]), caption, years) + below


def _figure(row: Row, edition: SimpleNamespace, notes: dict[str, int], other: str = "") -> Marked:
    """A figure with the number of its note, which is added to `notes` if it is new; or why there is none."""
    if row["missing"]:
        # where the city is of another survey, what that one did not ask is simply not there
        why = "–" if row["missing"] == OTHER_SURVEY else str(row["missing"])
        return Marked(why, f'<span class="why">{escape_html(why)}</span>')
    note = "; ".join(each for each in (other, _of_base(row), str(row["caveat"] or "")) if each)
    number = notes.setdefault(note, len(notes) + 1) if note else 0
    return raw_cell(edition.wave, row["item"], row["favourable_pct"], note, number)


def _of_base(row: Row) -> str:
    """What a share is of, where it is not all answers."""
    return "" if row["base"] in {ALL_ANSWERS, AS_PRINTED} else f"per cent of {row['base']}"


def made_of(editions: Iterable[SimpleNamespace], rows: Mapping[str, str], raw: RawFiles) -> str:
    """Whose figures stand above and of which years, which rows of which raw files they are, and the files' digests; HTML.

    Parameters
    ----------
    rows
        By file below `data/raw`, how its rows are chosen.
    """
    said = [
        f"Made of data/raw/{file}, rows with {escape_html(choice)}. "
        f'<a href="../data-and-sources.html#{table_anchor(file.removesuffix(".csv"))}">SHA-256</a> '
        f"<code>{raw.digest(RawRows(file))}</code>"
        for file, choice in rows.items()
    ]
    return (
        f'<p class="city-origin">{"<br/>".join([escape_html(surveys_line(editions)), *said])}</p>'
    )


def figures(answers: Sequence[Row], editions: Mapping[str, SimpleNamespace]) -> bytes:
    """Every figure of a city as CSV, also those that are missing, with the reason; numbers as in the processed tables."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(FIGURES)
    for row in answers:
        cells = {**row, "wave_year": editions[str(row["edition"])].wave_year}
        writer.writerow(cells[each] if known(cells[each]) else "" for each in FIGURES)
    return text.getvalue().encode()
