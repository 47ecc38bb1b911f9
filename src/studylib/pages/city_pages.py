"""A page for every city of the register that is in some survey and is wanted, with its figures as a file.

All is worked out for all cities at once in `city_tables`, the words are in the templates `city*`. No page says more than an
interval supports.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import ClassVar

from markupsafe import Markup

from quire.tables.origins import RawFiles
from quire.text.markup import one_line
from quire.text.messages import _
from studylib.charts.cityplots import scale_row
from studylib.data.city_names import further_names, own_names, search_names
from studylib.data.survey_tables import OTHER_SURVEY
from studylib.findings.chance import WHOLE_SURVEY
from studylib.pages.all_cities import FOLDER
from studylib.pages.city_figures import (
    Answer,
    Change,
    InEdition,
    Origin,
    figures_as_csv,
    group_by_edition,
    made_of,
    page_name,
    rows_by_city,
)
from studylib.pages.city_findings import Changes, Fit, Opening, find_fits, find_held, open_page
from studylib.pages.city_index import INDEX, place_items
from studylib.pages.city_scores import Score, Scored, Suggestion, say_why_no_score, scores_of
from studylib.pages.city_surveys import TakingPart, asked_when, take_part
from studylib.pages.city_tables import CityEdition, CityTables
from studylib.pages.government_highlights import Said
from studylib.questions.needs import LEAST_SIMILAR
from studylib.statistics.discoveries import FALSE_PCT

Named = Mapping[str, CityEdition]
Answered = Mapping[str, Sequence[Said]]


@dataclass(frozen=True)
class Figure:
    """A figure with its note, or why there is none."""

    wave: str
    item: str
    value: float
    note: str = ""
    why: str = ""


@dataclass(frozen=True)
class CityPage:
    """What the page of a city says.

    Attributes
    ----------
    code, city, country, names
        Its code, its name, its country, and its other names with their languages.
    entries
        Names for the search's index, as they are written and typed, but for those in the title.
    opening, changes, fits
        What stands out; what changed, None if nothing is compared; which practices fit.
    taking_part, scored, not_scored
        The editions that have it, that score it, and that do not, with the reason; each the newest first.
    size
        How large it is, as its latest edition with scores says.
    respondents
        How many residents are taken to have answered, in the order of `scored`.
    done_here
        Its own practices on record, by id and title.
    governments
        What its government answered.
    inside
        The editions that have some figure of it, the newest first; they are columns.
    figures
        By label of an item, its figure in each edition of `inside`; only items of which some edition has one.
    notes
        Numbers of the notes, in the order of reading.
    in_full
        The name of the page that shows its distributions among those of all cities; empty if none does.
    origin
        What all figures are made of.
    """

    template: ClassVar[str] = "city.md"
    least_similar: ClassVar[int] = LEAST_SIMILAR
    false_pct: ClassVar[float] = FALSE_PCT
    most_changes: ClassVar[int] = 6
    whole_survey: ClassVar[str] = WHOLE_SURVEY
    scale: ClassVar[Markup] = scale_row()
    code: str
    city: str
    country: str
    names: Sequence[tuple[str, str]]
    entries: Sequence[str]
    opening: Opening
    changes: Changes | None
    fits: Sequence[Fit]
    taking_part: Sequence[TakingPart]
    scored: Sequence[Scored]
    not_scored: Sequence[tuple[CityEdition, str]]
    size: InEdition | None
    respondents: Sequence[float]
    done_here: Sequence[tuple[str, str]]
    governments: Sequence[Said]
    editions: Named
    inside: Sequence[CityEdition]
    figures: Mapping[str, Sequence[Figure | None]]
    notes: Mapping[str, int]
    in_full: str
    origin: Origin


def city_files(
    tables: CityTables,
    raw: RawFiles,
    governments: Answered = MappingProxyType({}),
) -> dict[str, CityPage | bytes]:
    """The page and the file of every city, by their paths in the book.

    Parameters
    ----------
    tables
        The figures.
    raw
        The raw files, for their digests.
    governments
        By code of a city, what its government answered, after `government_highlights.answers_of_cities`.
    """
    data = figures_as_csv(tables)
    files: dict[str, CityPage | bytes] = {}
    for page in _pages(tables, raw, governments):
        name = f"{FOLDER}/{page_name(page.code)}"
        files |= {f"{name}.md": page, f"{name}.csv": data[page.code]}
    return files


def pages_of_practices(tables: CityTables) -> dict[str, str]:
    """By id of a practice, the page of its city, as a path in the book."""
    return {
        practice: f"{FOLDER}/{page_name(code)}.md"
        for code, practices in tables.done_here.items()
        if code in tables.wanted
        for practice, _title in practices
    }


def _pages(tables: CityTables, raw: RawFiles, governments: Answered) -> Iterator[CityPage]:
    """The pages of the cities of the register one by one."""
    about = tables.items.assign(label=tables.items["share_of"]).set_index(["edition", "item"])
    answers, beside = (
        rows_by_city(frame.join(about[["label", "asked"]], on=["edition", "item"]), Answer)
        for frame in (tables.answers, tables.beside)
    )
    places, changes = rows_by_city(tables.cities, InEdition), rows_by_city(tables.changes, Change)
    scores = rows_by_city(tables.profiles, Score)
    practices = rows_by_city(tables.practices, Suggestion)
    strips = next(iter(place_items(tables).values()), INDEX)
    for code in filter(tables.wanted.__contains__, tables.register.index.astype(str)):
        yield _Maker(
            *(tables, raw, code),
            {row.edition: row for row in places.get(code, [])},
            answers.get(code, []),
            beside.get(code, []),
            governments.get(code, ()),
            strips,
        ).page(scores.get(code, []), practices.get(code, []), changes.get(code, []))


@dataclass(frozen=True)
class _Maker:
    """What the parts of a city's page are made of: how it stands in each edition, and its answers there and in other surveys."""

    tables: CityTables
    raw: RawFiles
    code: str
    places: Mapping[str, InEdition]
    answers: Sequence[Answer]
    beside: Sequence[Answer]
    governments: Sequence[Said]
    strips: str

    def page(
        self, scores: Sequence[Score], practices: Sequence[Suggestion], changes: Sequence[Change]
    ) -> CityPage:
        tables, row = self.tables, self.tables.register.loc[self.code]
        city, country, names = str(row["city"]), str(row["country"]), tables.names
        others = further_names(city, names.get(self.code, []))
        scored = list(self._scored(scores, practices, country))
        figures, latest = self._figures(), [one.edition.id for one in scored]
        notes = [cell.note for cells in figures.values() for cell in cells if cell and cell.note]
        return CityPage(
            code=self.code,
            city=city,
            country=country,
            names=others,
            entries=_entries(city, [name for name, _language in others]),
            opening=self._opening(scored),
            changes=self._changes(changes) if changes else None,
            fits=find_fits(scored),
            taking_part=[
                take_part(
                    *(self.places[edition.id], edition),
                    tables.surveys.get(self.places[edition.id].survey),
                    *self._answers_of(edition.id),
                )
                for edition in reversed(tables.editions)
                if edition.id in self.places
            ],
            scored=scored,
            not_scored=[
                (edition, say_why_no_score(*self._answers_of(edition.id)))
                for edition in reversed(tables.editions)
                if edition.id not in latest
            ],
            size=self.places[latest[0]] if latest else None,
            respondents=list(dict.fromkeys(self.places[id].respondents for id in latest)),
            done_here=tables.done_here.get(self.code, []),
            governments=self.governments,
            editions=self._editions,
            inside=self._inside,
            figures=figures,
            notes={note: number for number, note in enumerate(dict.fromkeys(notes), start=1)},
            in_full=self.strips if tables.fullest.id in self._own else "",
            origin=self._origin([edition.id for edition in reversed(self._inside)]),
        )

    @cached_property
    def _editions(self) -> dict[str, CityEdition]:
        return {edition.id: edition for edition in self.tables.editions}

    @cached_property
    def _own(self) -> set[str]:
        """The editions whose own survey the city is in."""
        return {id for id, row in self.places.items() if row.in_edition}

    @cached_property
    def _inside(self) -> list[CityEdition]:
        there = self._own | {row.edition for row in self.beside}
        return [edition for edition in reversed(self.tables.editions) if edition.id in there]

    @cached_property
    def _by_edition(self) -> tuple[dict[str, list[Answer]], dict[str, list[Answer]]]:
        return group_by_edition(self.answers), group_by_edition(self.beside)

    def _answers_of(self, edition: str) -> tuple[list[Answer], list[Answer]]:
        own, beside = (rows.get(edition, []) for rows in self._by_edition)
        return own, beside

    def _opening(self, scored: Sequence[Scored]) -> Opening:
        respondents = {id: row.respondents for id, row in self.places.items()}
        tables = self.tables
        return open_page(scored, tables.editions, self.answers, respondents, tables.whole)

    def _scored(
        self, scores: Sequence[Score], practices: Sequence[Suggestion], country: str
    ) -> Iterator[Scored]:
        of_scores, own = group_by_edition(scores), group_by_edition(practices)
        for edition in reversed(self.tables.editions):
            if rows := of_scores.get(edition.id, []):
                survey = self.tables.surveys[rows[0].survey]
                yield scores_of(edition, rows, own.get(edition.id, []), survey, country)

    def _changes(self, rows: Sequence[Change]) -> Changes:
        compared = sorted({id for row in rows for id in (row.before, row.after)})
        confidence = float(self.tables.editions[-1].confidence_pct)
        return Changes(
            rows,
            held=find_held(rows, list(self._editions)),
            confidence_pct=confidence,
            asked=sorted({self._editions[id].wave_respondents or 0 for id in compared}),
        )

    def _origin(self, ids: Sequence[str]) -> Origin:
        """Which raw rows the figures of some editions are made of."""
        rows: dict[str, list[str]] = {"perception.csv": [], "perception_shares.csv": []}
        for id in ids:
            wave, place = self._editions[id].wave, self.places[id].place
            if place:
                rows["perception.csv"].append(f"wave = {wave} and place = {place}")
            else:
                rows["perception_shares.csv"].append(f"wave = {wave} and city_code = {self.code}")
        chosen = {file: " or ".join(dict.fromkeys(some)) for file, some in rows.items() if some}
        return made_of([self._editions[id] for id in ids], chosen, self.raw)

    def _figures(self) -> dict[str, list[Figure | None]]:
        cells: dict[str, dict[str, Figure]] = {}
        for row in self.answers:
            cells.setdefault(row.label, {})[row.edition] = self._figure(row)
        for row in self.beside:
            cells.setdefault(row.label, {})[row.edition] = self._figure(
                row, self._other(row.survey)
            )
        there = {row.label for row in self.answers if row.asked and row.edition in self._own}
        there |= {row.label for row in self.beside}
        return {
            label: [some.get(edition.id) for edition in self._inside]
            for label, some in sorted(cells.items())
            if label in there
        }

    def _other(self, name: str) -> str:
        survey = self.tables.surveys[name]
        if survey.main:
            return ""
        return _(
            "{survey}, asked {when}: another survey than the edition's",
            survey=survey.title,
            when=asked_when(survey),
        )

    def _figure(self, row: Answer, other: str = "") -> Figure:
        wave = str(self._editions[row.edition].wave)
        # where the city is of another survey, what that one did not ask is simply not there
        why = "–" if row.missing == OTHER_SURVEY else row.missing
        note = "; ".join(part for part in (other, row.of_base, str(row.caveat or "")) if part)
        return Figure(wave, row.item, row.favourable_pct, "" if why else note, why)


def _entries(city: str, others: Sequence[str]) -> list[str]:
    title = {city, *own_names(city)}
    # a semicolon would part an entry in two
    return [
        one_line(name).replace(";", ",").replace("`", "'")
        for name in search_names(city, others)
        if name not in title
    ]
