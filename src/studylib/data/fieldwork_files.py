"""The files of the editions that ask cities themselves: the questionnaire, who was invited, and what has come in.

Reading and checking only; what is made of them is in `fieldwork`. `data/raw/preparation/<id>/` holds the questionnaire and what was
decided, `data/incoming/<id>/` what stays with the secretariat, and may not be on this machine.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from quire.core.errors import Fault, nearest
from quire.core.project import SLUG, Project
from quire.tables.csvfiles import is_day
from quire.tables.faults import find_unknown, mark_file, mark_rows
from quire.tables.reading import find_dangling, read_into
from quire.tables.schemas import Schemas
from quire.tables.spreadsheets import from_spreadsheet
from studylib.data.editions import Edition, Status
from studylib.data.instrument_papers import ABOUT
from studylib.data.instrument_papers import FOLDER as INSTRUMENTS
from studylib.data.practices import Practice
from studylib.questionnaire.codebook import find_codebook_questions
from studylib.questionnaire.model import CLOSED, NUMBERS, Questionnaire
from studylib.questionnaire.xlsform import read_questionnaire

FOLDER = "preparation"
"""Below `data/raw`: what of the preparation of an edition is public."""
INCOMING = "incoming"
"""Below `data` and `data/schema`: what stays with the secretariat."""
CITIES, ANSWERS, TEXTS, DECISIONS = "cities", "answers", "texts", "decisions"
DAYS = ("invited_on", "answered_on")


@dataclass(frozen=True)
class Files:
    """The files of one edition that could be read.

    Attributes
    ----------
    questionnaire
        None if there is none, or it cannot be read.
    tables
        By name, those of `data/incoming/<id>` and the decisions.
    here
        Whether the folder of the secretariat is on this machine.
    """

    questionnaire: Questionnaire | None = None
    tables: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    here: bool = False


def read_fieldwork(
    project: Project,
    editions: Iterable[Edition],
    tables: Mapping[str, pd.DataFrame],
    schemas: Schemas,
) -> tuple[dict[str, Files], list[Fault]]:
    """The files of every edition that has a calendar, by edition, and everything that is wrong with them.

    Parameters
    ----------
    editions
        Those that could be read.
    tables
        The other raw tables, for the countries and members that cells name.
    schemas
        Those of the study.
    """
    known = list(editions)
    faults = _strange_files(project, known, schemas)
    parts: dict[str, Files] = {}
    for edition in known:
        if edition.preparation is not None:
            parts[edition.id], wrong = _read_edition(project, edition, tables, schemas)
            faults += wrong
    return parts, faults


def find_unclosed(
    project: Project, editions: Iterable[Edition], parts: Mapping[str, Files]
) -> list[Fault]:
    """Editions that say that their answers are fixed, or are out with answers, and whose answers were never closed."""
    faults = []
    for edition in editions:
        place = f"data/raw/{INSTRUMENTS}/{edition.id}/{ABOUT}"
        if (project.root / place).is_file():
            continue
        tables = parts[edition.id].tables if edition.id in parts else {}
        public = project.raw / FOLDER / edition.id
        decided = read_saved(public / f"{DECISIONS}.csv")
        come_in = len(tables.get(ANSWERS, "")) or len(decided)
        come_in = come_in or (public / f"{ANSWERS}.csv").is_file()
        if edition.status is Status.CLOSED or (edition.public and come_in):
            what = f"is missing: edition {edition.id} is {edition.status}, its answers not closed"
            faults.append(mark_file(place, what, f"run: study close {edition.id}"))
    return faults


NO_CONSENT = "no"
NOT_BY_NAME = ("totals", NO_CONSENT)
"""Consent of a city that may not be named; one that has not said has none to take back."""


def find_unallowed(
    project: Project, practices: Iterable[Practice], cities: Mapping[str, pd.DataFrame]
) -> list[Fault]:
    """What names a city that does not allow it: good practices that it handed in, and its row among the answers that are public.

    Parameters
    ----------
    cities
        By edition, the invited cities with `consent`; an edition whose list is not on this machine is not there.
    """
    faults = []
    for practice in practices:
        invited = cities.get(practice.handed_in or "", pd.DataFrame())
        for row in _find_owner(practice, invited.to_dict("records")):
            if row["consent"] in NOT_BY_NAME:
                where = f"data/raw/practices/{practice.id}.yml"
                what = f"the city that handed it in does not stand with its name in {practice.handed_in}"
                faults.append(mark_file(where, what, "delete it, or ask the city", "handed_in"))
    for edition, invited in cities.items():
        path = project.raw / INSTRUMENTS / edition / "respondents.csv"
        shy = invited["participant"][invited["consent"].isin(NOT_BY_NAME)]
        public = read_saved(path)
        if "respondent" in public and public["respondent"].isin(shy).any():
            what = "names a city that does not allow it any more"
            repair = f"close again: study close {edition}"
            faults.append(mark_file(project.relative(path), what, repair, "respondent"))
    return faults


def _find_owner(
    practice: Practice, invited: Sequence[Mapping[Hashable, str]]
) -> Sequence[Mapping[Hashable, str]]:
    """The rows of the city that handed a practice in: by its id, as drafts are named, else by the name of the city."""
    key = practice.id.rpartition("-")[0]
    mine = [
        row
        for row in invited
        if f"{row['participant'].replace('_', '-')}-{practice.handed_in}" == key
    ]
    name = (practice.city.casefold(), practice.country)
    return mine or [row for row in invited if (row["city"].casefold(), row["country_code"]) == name]


def _read_edition(
    project: Project, edition: Edition, tables: Mapping[str, pd.DataFrame], schemas: Schemas
) -> tuple[Files, list[Fault]]:
    """All files of one edition."""
    public, private = project.raw / FOLDER / edition.id, project.incoming / edition.id
    faults = list[Fault]()
    # what is wrong with it, says the questionnaire's own check
    questionnaire, _ = read_questionnaire(public, project.relative(public))
    read: dict[str, pd.DataFrame] = {}
    places: dict[str, str] = {}
    for folder, kind in ((public, f"raw/{FOLDER}"), (private, INCOMING)):
        for name, schema in schemas.below(kind).items():
            path = folder / f"{name}.csv"
            places[name] = project.relative(path)
            needed = name == CITIES and private.is_dir()
            if needed or path.is_file():
                missing = f"write it, with this line at its top: {','.join(schema.columns)}"
                faults += read_into(read, path, places[name], schema, missing=missing)
    known = schemas.below(f"raw/{FOLDER}") | schemas.below(INCOMING)
    # cities are those that were invited, and not those of the register
    others = {name: table for name, table in tables.items() if name not in known} | read
    for name, table in read.items():
        faults += find_dangling(table, known[name], others, places[name])
        days = [column for column in (*DAYS, "done_on") if column in table]
        faults += _future(table, days, edition, places[name])
    if CITIES in read:
        faults += _days(read[CITIES], places[CITIES])
        faults += _members(read[CITIES], tables.get("members"), places[CITIES])
        faults += _answered(read, edition, places)
    if ANSWERS in read:
        faults += _answers(read[ANSWERS], questionnaire, places[ANSWERS], public.name)
    if (private / f"{TEXTS}.csv").is_file():
        read[TEXTS] = read_saved(private / f"{TEXTS}.csv")
    return Files(questionnaire, read, private.is_dir()), faults


def read_saved(path: Path) -> pd.DataFrame:
    """A table that people fill in, as `read_table` gives it; without rows if it cannot be read."""
    return read_table(path)[0]


def select_doubts(doubts: pd.DataFrame, city: Mapping[Hashable, Any]) -> pd.DataFrame:
    """The rows of a table of doubts that are about an invited city: by its key, or its name in a table without keys."""
    key = "participant" if "participant" in doubts else "city"
    return doubts[doubts[key] == city[key]] if key in doubts else doubts


def read_table(path: Path) -> tuple[pd.DataFrame, str]:
    """A table as a spreadsheet may have saved it, every cell text, and why it cannot be read; empty if there is none."""
    if not path.is_file():
        return pd.DataFrame(), ""
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        # what is not of this encoding either shows below
        text = data.decode("cp1252", errors="replace")
    if "\ufffd" in text or "\0" in text:
        return pd.DataFrame(), "is in an encoding that is not known"
    head = text.partition("\n")[0]
    delimiter = max(",;\t", key=head.count)
    try:
        reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        rows = list(reader)
    except csv.Error as error:
        return pd.DataFrame(), f"is not valid CSV ({error})"
    if not reader.fieldnames:
        return pd.DataFrame(), "is empty"
    if any(None in row for row in rows):
        return pd.DataFrame(), "has rows with more cells than the head"
    cells = [
        {key: from_spreadsheet((cell or "").strip()) for key, cell in row.items()} for row in rows
    ]
    return pd.DataFrame(cells, columns=list(dict.fromkeys(reader.fieldnames)), dtype=str), ""


def _strange_files(project: Project, editions: Sequence[Edition], schemas: Schemas) -> list[Fault]:
    """Folders of no edition, and files that nothing reads or that must not be public."""
    stems = {path.stem for path in (project.raw / "editions").glob("*.yml")}
    silent = {edition.id for edition in editions if edition.preparation is None}
    faults = []
    for top in (project.raw / FOLDER, project.incoming):
        for folder in sorted(top.glob("*")):
            where, unread = project.relative(folder), "nothing reads this file"
            if not folder.is_dir():
                if folder.name != "README.md":
                    repair = "put it into the folder of an edition"
                    faults.append(mark_file(where, unread, repair))
                continue
            faults += _strange_folder(where, folder.name, stems, silent)
    for path in sorted((project.raw / FOLDER).glob("*/*")):
        where, edition = project.relative(path), path.parent.name
        if path.stem in schemas.below(INCOMING):
            what = "is not for the public, and lies where git keeps it"
            repair = f"move it to data/{INCOMING}/{edition}/; if it was committed, mend the history"
            faults.append(mark_file(where, what, repair))
    return faults


def _strange_folder(where: str, id_: str, stems: set[str], silent: set[str]) -> list[Fault]:
    """What is wrong with the name of an edition's folder."""
    if not SLUG.fullmatch(id_):
        repair = "use a-z, 0-9, '-' and '_' only"
        return [mark_file(where, "no valid id of an edition", repair, "", id_)]
    if id_ not in stems:
        repair = f"add data/raw/editions/{id_}.yml, or rename the folder ({nearest(id_, stems)})"
        return [mark_file(where, "is the folder of no edition", repair, "", id_)]
    if id_ in silent:
        what = "belongs to an edition without the key preparation"
        repair = f"add the key to data/raw/editions/{id_}.yml, or delete the folder"
        return [mark_file(where, what, repair, "", id_)]
    return []


def _days(cities: pd.DataFrame, where: str) -> Iterator[Fault]:
    """Answers before the invitation."""
    invited, answered = (cities[column].where(cities[column].map(is_day), "") for column in DAYS)
    words, repair = "is before the invitation, " + invited, "correct one of the two"
    early = (answered != "") & (answered < invited)
    yield from mark_rows(cities, early, "answered_on", where, words, repair)


def _future(
    table: pd.DataFrame, columns: Iterable[str], edition: Edition, where: str
) -> Iterator[Fault]:
    """What was done after the day that the files speak of."""
    as_of = edition.preparation.as_of.isoformat() if edition.preparation else ""
    for column in columns:
        late = table[column].where(table[column].map(is_day), "") > as_of
        repair = f"correct it, or bring as_of in editions/{edition.id}.yml up to date"
        yield from mark_rows(table, late, column, where, f"is after as_of, {as_of}", repair)


def _members(cities: pd.DataFrame, members: pd.DataFrame | None, where: str) -> Iterator[Fault]:
    """Members that stand for two cities, or for a city of another country."""
    named = cities[cities["member"] != ""]
    what, repair = "is the member of a city above, too", "keep one of them"
    twice = named["member"].duplicated()
    yield from mark_rows(named, twice, "member", where, what, repair)
    if members is not None:
        country = dict(zip(members["member"], members["country_code"], strict=True))
        home = named["member"].map(country).astype(object).fillna(named["country_code"])
        words = "is of " + home + " in members.csv, and this city of " + named["country_code"]
        repair, abroad = "correct the member or the country", home != named["country_code"]
        yield from mark_rows(named, abroad, "member", where, words, repair)


def _answered(
    read: Mapping[str, pd.DataFrame], edition: Edition, places: Mapping[str, str]
) -> Iterator[Fault]:
    """Cities that have answered where no answer was taken in."""
    sent = (read[CITIES]["answered_on"] != "").sum()
    if sent and ANSWERS not in read:
        what = f"is missing, and {sent} of the cities have a day in answered_on"
        repair = f"take the answers in: study intake {edition.id} FILE"
        yield mark_file(places[ANSWERS], what, repair)


def _answers(
    answers: pd.DataFrame, questionnaire: Questionnaire | None, where: str, edition: str
) -> Iterator[Fault]:
    """Answers to no question of the questionnaire, and those that none of its choices or no number are."""
    if questionnaire is None:
        if len(answers):
            what = "there are answers, and no questionnaire that can be read"
            yield mark_file(where, what, f"write data/raw/{FOLDER}/{edition}/survey.csv")
        return
    items = {question.name: question for question in find_codebook_questions(questionnaire)}
    yield from find_unknown(answers, "item", items, "item (not asked in survey.csv)", where)
    for name, rows in answers.groupby("item", sort=False):
        question = items.get(str(name))
        if question is None:
            continue
        if question.kind in CLOSED:
            codes = [choice.name for choice in question.choices]
            repair = f"use one of: {', '.join(codes)}"
            strange = ~rows["value"].isin(codes)
            yield from mark_rows(rows, strange, "value", where, "is no choice of it", repair)
        if question.kind in NUMBERS:
            odd = pd.to_numeric(rows["value"], errors="coerce").isna()
            repair = "use digits and a decimal point"
            yield from mark_rows(rows, odd, "value", where, "is not a number", repair)
        if question.kind not in {"select_multiple", "rank"}:
            twice = rows["participant"].duplicated()
            what = "has an answer above, and one is asked for"
            yield from mark_rows(rows, twice, "participant", where, what, "keep one of them")
