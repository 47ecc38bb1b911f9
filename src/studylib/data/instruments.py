"""Surveys of city governments: what is known of each, its raw tables, read and checked.

`data/raw/instruments/<id>/` holds one folder a survey: `instrument.yml` with its papers, and the
tables of `data/schema/raw/instruments`. What must agree within one survey is in
`instrument_checks`, what is counted in `counts`. Surveys of residents are waves, not part of this.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from quire.core.errors import Fault, nearest
from quire.core.project import Project
from quire.tables.faults import mark_file
from quire.tables.reading import find_dangling, read_into
from quire.tables.schemas import Schemas
from quire.tables.sources import find_rows
from studylib.data.identities import unite_codes
from studylib.data.instrument_checks import find_instrument_faults, find_link_faults, has_submitted
from studylib.data.instrument_papers import ABOUT, FOLDER, Instrument, list_instruments

SCHEMAS = f"raw/{FOLDER}"
ASKED = ("questions", "items", "options", "respondents", "answers")
"""Raw tables that every survey has."""
COUNTED = ("tallies", "numbers", "pairs", "participation")
"""Tables that the study's own closed questionnaire has too: what is public does not hold them."""


@dataclass(frozen=True)
class Survey:
    """A survey of governments with its tables, checked; submissions that do not count are out.

    Attributes
    ----------
    about
        What `instrument.yml` says.
    tables
        `ASKED`, and `COUNTED` where they are there, by name; rows labelled by their line.
    """

    about: Instrument
    tables: Mapping[str, pd.DataFrame]


def read_instruments(
    project: Project,
    editions: Iterable[str],
    tables: Mapping[str, pd.DataFrame],
    schemas: Schemas,
) -> tuple[dict[str, Survey], list[Fault]]:
    """Every survey of governments, by id, and everything that is wrong with them.

    Parameters
    ----------
    editions
        Ids of all editions.
    tables
        The other raw tables: areas, elements, countries, cities and members that cells name.
    schemas
        Those of the study.

    Returns
    -------
    tuple
        The surveys whose tables could all be read, and the faults of all of them.
    """
    instruments, faults = list_instruments(project)
    known = schemas.below(SCHEMAS)
    others = {name: table for name, table in tables.items() if name not in known}
    surveys: dict[str, Survey] = {}
    for about in instruments:
        folder = project.raw / FOLDER / about.id
        where = project.relative(folder)
        part, wrong = _read_tables(folder, where, about, schemas)
        faults += wrong
        united = unite_codes(others | part)
        part = {name: united[name] for name in part}
        for name, table in part.items():
            faults += find_dangling(table, known[name], others | part, f"{where}/{name}.csv")
        faults += _papers(about, part, list(editions), f"{where}/{ABOUT}")
        if set(ASKED) <= set(part):
            wrong = list(find_instrument_faults(part, where))
            faults += wrong
            counting = part if wrong else _drop_excluded(about, part)
            faults += _counts(about, counting, f"{where}/{ABOUT}")
            surveys[about.id] = Survey(about, counting)
    asked = {id: survey.tables["questions"] for id, survey in surveys.items()}
    for id, questions in asked.items():
        faults += find_link_faults(questions, asked, f"data/raw/{FOLDER}/{id}/questions.csv")
    return surveys, faults


def _read_tables(
    folder: Path, where: str, about: Instrument, schemas: Schemas
) -> tuple[dict[str, pd.DataFrame], list[Fault]]:
    """The tables of one survey, and their faults; counted ones are for the study's own only."""
    part: dict[str, pd.DataFrame] = {}
    faults: list[Fault] = []
    for name, schema in schemas.below(SCHEMAS).items():
        path, file = folder / f"{name}.csv", f"{where}/{name}.csv"
        wanted = name in ASKED or about.own
        if wanted and name not in about.files:
            what, repair = "has no papers", "give its sha256 and min_rows"
            faults.append(mark_file(f"{where}/{ABOUT}", what, repair, f"files.{name}"))
        if wanted:
            faults += read_into(part, path, file, schema, about.files.get(name), sidecar=ABOUT)
        elif path.is_file():
            what, repair = "belongs to the study's own questionnaires only", "delete it"
            faults.append(mark_file(file, what, repair))
    return part, faults


def _papers(
    about: Instrument, part: Mapping[str, pd.DataFrame], editions: list[str], where: str
) -> list[Fault]:
    """What `instrument.yml` says that cannot be, beyond its keys."""
    faults = [
        mark_file(where, "unknown edition", nearest(id, editions), "beside", id)
        for id in about.beside
        if id not in editions
    ]
    if about.until < about.since[: len(about.until)]:
        faults.append(mark_file(where, "is before from", "correct one of the two", "to"))
    if about.invited is not None and about.answered > about.invited:
        what = f"is more than the {about.invited} invited"
        faults.append(mark_file(where, what, "correct one", "answered", str(about.answered)))
    if not about.own and not about.addresses:
        what, repair = "is empty", "say where the figures were taken from"
        faults.append(mark_file(where, what, repair, "addresses"))
    questions = part.get("questions")
    for key, question in (("slows", about.slows), ("eases", about.eases)):
        if question and questions is not None:
            known = set(questions["question"])
            if question not in known:
                repair = nearest(question, known)
                faults.append(mark_file(where, "unknown question", repair, key, question))
    respondents = part.get("respondents")
    if respondents is not None:
        faults += _exclusions(about, respondents, where)
        faults += _dimensions(about, respondents, where)
    return faults


def _exclusions(about: Instrument, respondents: pd.DataFrame, where: str) -> list[Fault]:
    faults, text = [], respondents.astype(str)
    out = {one.row.get("respondent") for one in about.exclusions}
    for one in about.exclusions:
        rows, said = find_rows(text, one.row), ", ".join(f"{k}={v}" for k, v in one.row.items())
        if len(rows) != 1:
            what = f"a declared exclusion finds {len(rows)} rows ({said})"
            repair = "name exactly one respondent, or delete it"
            faults.append(mark_file(where, what, repair, "exclusions"))
        if one.instead not in set(respondents["respondent"]) - out:
            what, repair = "is no respondent that counts", "name the submission that stands"
            faults.append(mark_file(where, what, repair, "exclusions.instead", one.instead))
    return faults


def _dimensions(about: Instrument, respondents: pd.DataFrame, where: str) -> list[Fault]:
    """Dimensions that some respondent has no word for; place needs its name too."""
    needs = {"kind": ["kind"], "place": ["place", "place_name"]}
    return [
        mark_file(where, f"some respondents have no {column}", "fill it in", "dimensions", name)
        for name in about.dimensions
        for column in needs.get(name, [])
        if (respondents[column] == "").any()
    ]


def _drop_excluded(about: Instrument, part: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """The tables without the submissions that do not count."""
    respondents = part["respondents"]
    text = respondents.astype(str)
    rows = [row for one in about.exclusions for row in find_rows(text, one.row)]
    out = set(respondents.loc[rows, "respondent"])
    return {
        name: table[~table["respondent"].isin(out)] if "respondent" in table else table
        for name, table in part.items()
    }


def _counts(about: Instrument, part: Mapping[str, pd.DataFrame], where: str) -> list[Fault]:
    """Numbers that are not those of the rows; who is in totals only has no row."""
    respondents = part["respondents"]
    rows, asked = int(has_submitted(respondents).sum()), len(respondents)
    faults = []
    if rows > about.answered or (rows < about.answered and not about.own):
        what, repair = f"but {rows} respondents count", "correct it, or the exclusions"
        faults.append(mark_file(where, what, repair, "answered", str(about.answered)))
    if rows < asked and asked != about.invited and not about.own:
        what = f"but {asked} rows are of governments that were asked"
        faults.append(mark_file(where, what, "correct it", "invited", str(about.invited)))
    return faults
