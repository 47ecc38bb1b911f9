"""Closing an edition: who counts is fixed, and what may be public is written where git keeps it.

What cities answered that stand with their names, counts of these and of those that stand in totals only, and of others nothing.
How it is counted, and what is withheld, is in `studylib.data.counts`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
import yaml

from quire.core.errors import Fault, Faults
from quire.core.folders import fresh_folder, put_in_place
from quire.core.project import Project, digest, recover, write_atomically
from quire.tables.csvfiles import read_records, to_csv
from quire.tables.faults import mark_file
from quire.text.words import counted, listed
from studylib.data.counts import count_left_out, numbers, participation, tallies
from studylib.data.fieldwork import MEMBER, NEVER
from studylib.data.fieldwork_files import find_unallowed
from studylib.data.government_tables import place_governments
from studylib.data.instrument_papers import ABOUT
from studylib.data.instrument_papers import FOLDER as INSTRUMENTS
from studylib.data.pairs import pairs
from studylib.data.practices import read_practices
from studylib.data.withholding import LEAST_SHOWN
from studylib.intake.desk import (
    ANSWERS,
    CITIES,
    DOUBTS,
    Desk,
    make_files,
    make_frame,
    open_desk,
    read_texts,
)
from studylib.intake.doubts import read_filled
from studylib.intake.matching import simplify
from studylib.intake.standing import Outcome, find_standing
from studylib.intake.tables import list_answers, list_texts, release_texts, update_cities
from studylib.questionnaire.codebook import (
    find_codebook_questions,
    find_question_with_role,
    list_put,
    make_codebook,
)
from studylib.questionnaire.model import ROLES

WHERE = "study close"
CLOSED = "closed"
DIMENSIONS = ("region", "size")
RESPONDENTS = [
    *("respondent", "city", "country_code", "region", "population", "longitude", "latitude"),
    *("city_code", "member", "answered_in", "answered_on", "consent"),
]
TOOLS = {
    "kobo": "KoBoToolbox",
    "odk": "ODK",
    "limesurvey": "LimeSurvey",
    "msforms": "Microsoft Forms",
    "google": "Google Forms",
    "sheet": "a sheet returned by mail",
    "spss": "SPSS",
    "stata": "Stata",
    "plain": "a table",
}
HEAD = """\
# The study's own questionnaire, written by `study close {id}` from the answers of the cities. Not to be edited: close again instead.
# What each key means: src/studylib/data/instruments.py.
"""


@dataclass(frozen=True)
class Closed:
    """What came of closing.

    Attributes
    ----------
    named, totals
        Cities that stand with their names, and in totals only.
    drafts
        Cities that had begun and not handed in, and are left out.
    texts
        Answers in words that are not released, and stay back.
    changed
        Files that were written.
    """

    named: int
    totals: int
    drafts: int
    texts: int
    changed: tuple[str, ...]


def close(project: Project, edition: str) -> Closed:
    """Close an edition; once more with the same answers changes nothing.

    Raises
    ------
    Faults
        With every reason why it cannot be closed; nothing was written then.
    """
    recover(project)
    desk = open_desk(project, edition, closed=True)
    outcome = find_standing(desk.received, make_frame(desk))
    reasons = find_reasons(desk, outcome)
    if reasons:
        raise Faults(reasons, where=WHERE)
    respondents = list_respondents(desk, outcome)
    changed = write_instrument(desk, outcome, respondents)
    texts = list_texts(outcome, desk.questionnaire, {})
    totals = int((respondents["consent"] == "totals").sum())
    return Closed(
        named=len(respondents) - totals,
        totals=totals,
        drafts=sum(not one.finished for one in outcome.standing.values()),
        texts=int((texts["release"] == "").sum()),
        changed=changed,
    )


def find_reasons(desk: Desk, outcome: Outcome) -> list[Fault]:
    """Why an edition cannot be closed yet."""
    # who stands without its name now is taken out of what is public by closing itself; a practice is not
    cities = update_cities(desk.cities, outcome)
    reasons = [
        fault
        for fault in find_unallowed(
            desk.project, read_practices(desk.project)[0], {desk.edition.id: cities}
        )
        if fault.column == "handed_in"
    ]
    doubts, again = desk.places[DOUBTS], f"study intake {desk.edition.id}"
    filled = read_filled(desk.folder / DOUBTS, "doubt", "decision")
    if filled:
        what = f"{counted(len(filled), 'decision')} not taken over yet"
        reasons.append(mark_file(doubts, what, f"take them over: {again}"))
    elif outcome.undecided:
        what = f"{counted(len(outcome.undecided), 'doubt')} not decided"
        reasons.append(mark_file(doubts, what, f"decide, then: {again}"))
    if outcome.unread:
        unread = " ".join(outcome.unread)
        what = f"what was decided on columns of {unread} has not taken effect"
        reasons.append(mark_file(doubts, what, f"read it once more: {again} {unread}"))
    respondents = list_respondents(desk, outcome)
    if not outcome.standing:
        what = "no city has answered"
        reasons.append(mark_file(desk.places[CITIES], what, f"take answers in: {again} FILE"))
    elif len(respondents) - count_left_out(respondents) < LEAST_SHOWN:
        what = (
            f"{counted(len(respondents), 'city', 'cities')} that allow it have answered, and figures of fewer than "
            f"{LEAST_SHOWN} are not published"
        )
        reasons.append(mark_file(desk.places[CITIES], what, "wait for more answers"))
    files = make_files(desk, desk.received, outcome)
    old = [
        name
        for name in (ANSWERS, CITIES)
        if not (desk.folder / name).is_file() or (desk.folder / name).read_bytes() != files[name]
    ]
    if old and outcome.standing:
        what = f"{listed(old)} not what has come in"
        where = desk.project.relative(desk.folder)
        reasons.append(mark_file(where, what, f"make them anew: {again}"))
    return reasons


def write_instrument(desk: Desk, outcome: Outcome, respondents: pd.DataFrame) -> tuple[str, ...]:
    """Write the public folder and what the edition's own file says of it; the names of what changed."""
    files = make_instrument(desk, outcome, respondents)
    folder = desk.project.raw / INSTRUMENTS / desk.edition.id
    there = {path.name: path.read_bytes() for path in folder.glob("*")} if folder.is_dir() else {}
    changed = []
    if there != files:
        with fresh_folder(folder) as scratch:
            for name, data in files.items():
                (scratch / name).write_bytes(data)
            put_in_place(scratch, folder)
        changed.append(desk.project.relative(folder))
    own = desk.project.raw / "editions" / f"{desk.edition.id}.yml"
    before = own.read_bytes()
    after = mark_closed(before.decode("utf-8")).encode()
    if after != before:
        write_atomically(own, after)
        changed.append(desk.project.relative(own))
    return tuple(changed)


def mark_closed(text: str) -> str:
    r"""The file of an edition with its new status; every other line and all comments stay.

    >>> mark_closed("year: 2027\nstatus: in preparation  # so far\n")
    'year: 2027\nstatus: closed  # so far\n'

    One that is published stays so.
    """
    return re.sub(
        r"(?m)^status: *in preparation(?= *(?:#.*)?$)", f"status: {CLOSED}", text, count=1
    )


def list_respondents(desk: Desk, outcome: Outcome) -> pd.DataFrame:
    """The cities that count: those that handed in and stand with their names or in totals."""
    register = read_records((desk.project.raw / "cities.csv").read_bytes())
    places: dict[tuple[str, str], dict[str, str]] = {
        (simplify(row["city"]), row["country_code"]): row for row in register
    }
    rows = []
    for row in desk.cities.to_dict("records"):
        submission = outcome.standing.get(row["participant"])
        consent = outcome.consents.get(row["participant"], "")
        if submission is None or not submission.finished or consent not in {"named", "totals"}:
            continue
        known = places.get((simplify(row["city"]), row["country_code"]), {})
        rows.append(
            {
                **dict.fromkeys(RESPONDENTS, ""),
                **{name: row[name] for name in RESPONDENTS if row.get(name)},
                "city_code": known.get("city_code", ""),
                **(_list_place(row) or _list_place(known)),
                "respondent": row["participant"],
                "region": "",
                "answered_in": submission.language,
                "answered_on": submission.sent_on,
                "consent": consent,
            }
        )
    frame = pd.DataFrame(rows, columns=RESPONDENTS, dtype=str)
    return frame.sort_values("respondent", ignore_index=True)


def _list_place(row: Mapping[Any, Any]) -> dict[str, str]:
    """Where a city is, if both coordinates are known."""
    place = {name: str(row.get(name, "")) for name in ("longitude", "latitude")}
    return place if all(place.values()) else {}


def make_instrument(desk: Desk, outcome: Outcome, respondents: pd.DataFrame) -> dict[str, bytes]:
    """The files of the public folder by name: the codebook, cities and answers with names, counts, and the papers of all."""
    codebook = make_codebook(desk.questionnaire)
    named = respondents[respondents["consent"] == "named"].drop(columns="consent")
    answers = list_answers(outcome, desk.questionnaire).rename(
        columns={"participant": "respondent"}
    )
    words = release_texts(list_texts(outcome, desk.questionnaire, read_texts(desk)), desk.decisions)
    words = words.rename(columns={"participant": "respondent"}).assign(position="")
    public = pd.concat([answers, words], ignore_index=True)
    counts = _count(desk, outcome, respondents, codebook, answers)
    tables = {
        **codebook,
        "respondents": named,
        "answers": public[public["respondent"].isin(named["respondent"])],
        **counts,
    }
    files = {f"{name}.csv": to_csv(table) for name, table in tables.items()}
    papers = {
        name: {"sha256": digest(files[f"{name}.csv"]), "min_rows": len(table)}
        for name, table in tables.items()
    }
    about = _about(desk, outcome, respondents)
    text = yaml.safe_dump(
        {**about, "files": papers}, sort_keys=False, allow_unicode=True, width=110
    )
    return {ABOUT: (HEAD.format(id=desk.edition.id) + text).encode(), **files}


def _count(
    desk: Desk,
    outcome: Outcome,
    respondents: pd.DataFrame,
    codebook: Mapping[str, pd.DataFrame],
    answers: pd.DataFrame,
) -> dict[str, pd.DataFrame]:
    """What is counted, over the cities with their names and those in totals."""
    tables = _framework(desk.project)
    came = _place(respondents, tables)
    invited = desk.cities.rename(columns={"participant": "respondent"}).reindex(
        columns=RESPONDENTS, fill_value=""
    )
    # without a list of members it is not known who is one
    member = ["member"] if read_records((desk.project.raw / "members.csv").read_bytes()) else []
    everybody = _place(invited.assign(region="", consent=""), tables)
    given = answers[answers["respondent"].isin(came["respondent"])].assign(
        position=lambda frame: pd.to_numeric(frame["position"].replace("", None))
    )
    parts = (codebook["questions"], codebook["items"], codebook["options"])
    asked = _list_asked(desk, outcome, came["respondent"])
    among = [one for one in _elements(desk).values() if one]
    return {
        "tallies": tallies(*parts, came, given, DIMENSIONS, asked),
        "numbers": numbers(*parts[:2], came, given, DIMENSIONS, asked),
        "pairs": pairs(*parts, came, given, among),
        "participation": participation(came, [*DIMENSIONS, "country", *member], everybody),
    }


def _list_asked(desk: Desk, outcome: Outcome, respondents: pd.Series) -> pd.DataFrame:
    """`respondent` and `question` for each question that was put to a city, by the filters, or that it answered even so."""
    asked = find_codebook_questions(desk.questionnaire)
    rows = [
        (respondent, question)
        for respondent in respondents
        for question in list_put(asked, outcome.standing[respondent].cells)
    ]
    return pd.DataFrame(rows, columns=["respondent", "question"])


def _place(respondents: pd.DataFrame, tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Cities with region, size and membership."""
    member = respondents["member"].map(lambda key: MEMBER if key else NEVER)
    frame = respondents.assign(
        population=pd.to_numeric(respondents["population"].replace("", None)),
        place="",
        place_name="",
        member=member,
    )
    return place_governments(frame, tables["countries"], tables["sizes"])


def _framework(project: Project) -> dict[str, pd.DataFrame]:
    tables = {
        name: pd.DataFrame(read_records((project.raw / "framework" / f"{name}.csv").read_bytes()))
        for name in ("countries", "sizes")
    }
    return {**tables, "sizes": tables["sizes"].astype({"lower": float})}


def _elements(desk: Desk) -> dict[str, str]:
    return {role: find_question_with_role(desk.questionnaire, role) for role in ROLES}


def _about(desk: Desk, outcome: Outcome, respondents: pd.DataFrame) -> dict[str, object]:
    """What is known of the survey."""
    edition = desk.edition
    days = sorted(filter(None, respondents["answered_on"]))
    began = sorted(filter(None, desk.cities.get("invited_on", pd.Series(dtype=str))))
    tools = {outcome.standing[one].tool for one in respondents["respondent"]}
    used = listed(TOOLS[tool] for tool in TOOLS if tool in tools)
    elements = _elements(desk)
    return {
        "title": desk.questionnaire.title or edition.title,
        "short": f"Questionnaire of the {edition.title}",
        "asked_by": "UCLG Community of Practice on Digital Cities",
        "of_whom": "City governments that were invited to the edition",
        "unit": "city governments",
        "from": (began or days)[0],
        "to": days[-1],
        "invited": len(desk.cities),
        "answered": len(respondents),
        "left_out": count_left_out(respondents),
        "languages": list(desk.questionnaire.languages),
        "mode": f"The governments filled in a form themselves ({used})",
        "terms": "Answers are shown with the name of a city that allows it, those of others in totals only",
        "addresses": [],
        "wording": "Labels are the words of the questionnaire",
        "beside": {edition.id: "It is the edition's own questionnaire"},
        "own": True,
        "named": bool((respondents["consent"] == "named").any()),
        "dimensions": list(DIMENSIONS),
        "slows": elements["slows"] or None,
        "eases": elements["eases"] or None,
        "doubts": ["Cities answered for themselves, and nobody checked what they answered."],
    }
