"""What persons decided: kept in git, without an answer's words, the name of a city that answered or anything else of a person.

`data/raw/preparation/<edition>/decisions.csv` names doubts by keys that tell nothing; a choice among options stands in it as a key, too,
which only somebody who has the options can read.
"""

from __future__ import annotations

import csv
import datetime
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path

import pandas as pd

from quire.core.errors import Fault, nearest
from quire.tables.csvfiles import is_day, read_records, to_csv
from quire.tables.faults import mark_file
from studylib.data.personal import list_kinds
from studylib.intake.doubts import Open
from studylib.intake.matching import simplify
from studylib.intake.submissions import make_id

FILE = "decisions.csv"
SUGGESTED, LEFT_OUT = "suggested", "left out"
"""Decisions that every doubt about a cell takes: what was suggested, or nothing at all."""
RELEASED, HELD = "released", "held back"
"""Decisions on texts."""
PLAIN = re.compile(r"-?[0-9]+(?:\.[0-9]+)?|[0-9]{4}-[0-9]{2}-[0-9]{2}")
"""Numbers and days are kept as they stand."""
YES, NO = {"yes", "y", "si", "sí", "oui", "1", "true", RELEASED}, {"no", "n", "0", "false", HELD}


@dataclass(frozen=True)
class Decision:
    """What was decided on a doubt: by whom, on which day, and why."""

    doubt: str
    decision: str
    who: str
    decided_on: str
    why: str


COLUMNS = tuple(field.name for field in fields(Decision))


def read_decisions(path: Path, where: str) -> tuple[dict[str, Decision], list[Fault]]:
    """The decisions of an edition by doubt, and what is wrong with their file; none if there is no file."""
    if not path.is_file():
        return {}, []
    try:
        rows = read_records(path.read_bytes())
    except (UnicodeDecodeError, csv.Error):
        return {}, [mark_file(where, "is no CSV in UTF-8", "save the file as CSV, UTF-8")]
    lacking = set(COLUMNS) - set(rows[0]) if rows else set()
    if lacking:
        what = f"lacks the columns {', '.join(sorted(lacking))}"
        return {}, [mark_file(where, what, "take the file from git again")]
    faults = [
        Fault(where, line, column, "", "is empty", "fill it in")
        for line, row in enumerate(rows, start=2)
        for column in COLUMNS
        if not (row[column] or "").strip()
    ]
    faults += [
        Fault(
            where, line, "decided_on", row["decided_on"], "is no date", "write it like 2027-05-04"
        )
        for line, row in enumerate(rows, start=2)
        if row["decided_on"] and not is_day(row["decided_on"])
    ]
    seen: set[str] = set()
    for line, row in enumerate(rows, start=2):
        if row["doubt"] in seen:
            repair = "keep the one that holds"
            faults.append(Fault(where, line, "doubt", row["doubt"], "is decided twice", repair))
        seen.add(row["doubt"])
    decisions = {row["doubt"]: Decision(*(row[name] or "" for name in COLUMNS)) for row in rows}
    return decisions, faults


def write_decisions(decisions: Iterable[Decision]) -> bytes:
    """The file of the decisions, in the order of days and doubts."""
    ordered = sorted(decisions, key=lambda one: (one.decided_on, one.doubt))
    return to_csv(pd.DataFrame([astuple(one) for one in ordered], columns=list(COLUMNS)))


def decide(
    rows: Iterable[Mapping[str, str]],
    doubts: Mapping[str, Open],
    today: datetime.date,
    where: str,
    cities: Sequence[str] = (),
) -> tuple[list[Decision], list[Fault]]:
    """Take over what a person filled in.

    Parameters
    ----------
    rows
        Of the table of doubts, those with a decision.
    doubts
        The open doubts by key; a row on any other is out of date, and nothing is made of it.
    today
        The day of the decisions.
    where
        What faults call the table.
    cities
        Names that must not stand in what goes into git.

    Returns
    -------
    tuple
        The decisions, and what is wrong with the others.
    """
    decisions, faults = [], []
    for row in rows:
        one = doubts.get(row["doubt"])
        if one is None:
            continue
        line = f"{where}, doubt {row['doubt']}"
        word = _encode(row["decision"], one)
        if not word:
            repair = f"{SUGGESTED}, {LEFT_OUT}, or {_say_choices(one)}"
            what = "cannot be decided so"
            faults.append(mark_file(line, what, repair, "decision", row["decision"]))
            continue
        faults += find_telling(row, line, cities)
        who, why = row.get("who", ""), row.get("why", "")
        decisions.append(Decision(row["doubt"], word, who, today.isoformat(), why))
    return decisions, faults


def find_telling(row: Mapping[str, str], where: str, cities: Sequence[str]) -> list[Fault]:
    """What is wrong with `who` and `why`, which go into git: nothing said, personal data, or the name of an invited city."""
    faults = []
    for column in ("who", "why"):
        text = row.get(column, "")
        if not text:
            faults.append(mark_file(where, "is empty", "fill it in", column))
        faults += [
            mark_file(where, f"holds {kind}, and goes into git", "take it out", column)
            for kind in list_kinds(text)
        ]
        if any(f" {_speak(name)} " in f" {_speak(text)} " for name in cities):
            what, repair = "names an invited city, and goes into git", "say it without the name"
            faults.append(mark_file(where, what, repair, column))
    return faults


def apply(one: Open, decisions: Mapping[str, Decision]) -> str | None:
    """What a doubt was decided to: a value, an option, empty text for what is left out; None while it is open.

    A decision whose option is no longer there leaves the doubt open.
    """
    decision = decisions.get(one.doubt.id)
    if decision is None:
        return None
    if decision.decision == SUGGESTED:
        return one.doubt.suggestion or None
    if decision.decision == LEFT_OUT:
        return ""
    if not one.coded:
        return decision.decision
    by_key = {_key(one, choice): choice for choice in one.choices}
    return by_key.get(decision.decision)


def _encode(text: str, one: Open) -> str:
    """A decision as git keeps it; empty if it cannot be decided so."""
    word = " ".join(text.split())
    if word.casefold() in {SUGGESTED, "suggestion"}:
        # nothing is suggested: the cell is to be empty
        return SUGGESTED if one.doubt.suggestion else "" if one.coded else LEFT_OUT
    if word.casefold() in {LEFT_OUT, "leave out"}:
        return LEFT_OUT
    choice = next(
        (each for each, said in one.choices.items() if word in {each, said}),
        next((each for each, said in one.choices.items() if _alike(word, each, said)), ""),
    )
    if choice:
        return _key(one, choice) if one.coded else choice
    if one.choices:
        # several choices, or an order of them
        return word if not one.coded and set(word.split()) <= set(one.choices) else ""
    return word if PLAIN.fullmatch(word) else ""


def _alike(word: str, choice: str, said: str) -> bool:
    return simplify(word) in {simplify(choice), simplify(said)} - {""}


def _key(one: Open, choice: str) -> str:
    return f"option {make_id(one.doubt.id, choice)}"


def _say_choices(one: Open) -> str:
    return nearest("", one.choices) if one.choices else "a number or a day"


def _speak(text: str) -> str:
    """The words of a text, without marks and capitals."""
    return " ".join(re.findall(r"[^\W_]+", text.casefold()))
