"""The private tables of an edition, made anew from what stands: answers, texts, submissions, and days and consent of the cities."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from studylib.data.personal import list_kinds
from studylib.intake.decisions import RELEASED, Decision
from studylib.intake.received import Received
from studylib.intake.standing import Outcome
from studylib.intake.submissions import make_id
from studylib.questionnaire.codebook import find_codebook_questions
from studylib.questionnaire.model import Questionnaire

ANSWER_COLUMNS = ["participant", "item", "value", "position"]
SUBMISSION_COLUMNS = [
    *("submission", "tool", "digest", "file", "row", "sent_on", "language"),
    *("participant", "state"),
]
TEXT_COLUMNS = [
    *("text", "participant", "item", "value", "warning", "public", "release", "who", "why")
]
TEXT_KINDS = {"text"}
UNPUBLISHED = {
    "totals": "the city stands in totals only: its words are never published",
    "no": "the city allows nothing: its words are never published",
    "": "what the city allows is not known yet",
}
"""What stands in the way of a release, by consent."""

Texts = Mapping[str, Mapping[str, str]]


def list_answers(outcome: Outcome, questionnaire: Questionnaire) -> pd.DataFrame:
    """Closed answers and numbers of every city, whatever it consented to: a row each, and one for each of several choices."""
    rows = [
        (participant, item, value, position)
        for participant, item, kind, cell in _cells(outcome, questionnaire)
        if kind not in TEXT_KINDS
        for position, value in _values(kind, cell)
    ]
    return pd.DataFrame(rows, columns=ANSWER_COLUMNS, dtype=str)


def list_texts(outcome: Outcome, questionnaire: Questionnaire, before: Texts) -> pd.DataFrame:
    """Answers in words, each held back until a person released it.

    Parameters
    ----------
    before
        The table as it was, by key: the words in `public`, which a person may have written in place of the city's, stay.
    """
    rows = []
    for participant, item, kind, cell in _cells(outcome, questionnaire):
        if kind in TEXT_KINDS:
            key = make_id("text", participant, item, str(cell))
            consent = outcome.consents.get(participant, "")
            warning = "; ".join(f"holds {each}" for each in list_kinds(str(cell)))
            decision = outcome.decisions.get(key)
            release = decision.decision if decision else ""
            public = before.get(key, {}).get("public", "")
            said = UNPUBLISHED.get(consent, warning)
            rows.append((key, participant, item, str(cell), said, public, release, "", ""))
    return pd.DataFrame(rows, columns=TEXT_COLUMNS, dtype=str)


def release_texts(texts: pd.DataFrame, decisions: Mapping[str, Decision]) -> pd.DataFrame:
    """The words that may be published: `participant`, `item`, `value`; only those of cities that stand with their names."""
    released = [
        key in decisions
        and decisions[key].decision == RELEASED
        and said not in UNPUBLISHED.values()
        for key, said in zip(texts["text"], texts["warning"], strict=True)
    ]
    shown = texts[pd.Series(released, texts.index, dtype=bool)]
    value = shown["public"].where(shown["public"] != "", shown["value"])
    return shown.assign(value=value)[["participant", "item", "value"]]


def list_submissions(received: Received, outcome: Outcome) -> pd.DataFrame:
    """Every submission of every file, with its city and what became of it."""
    rows: list[tuple[Any, ...]] = []
    for reading in received.readings:
        one = reading.submission
        participant, state = outcome.states[one.key]
        head = (make_id(one.key), one.tool, one.digest, one.file, one.row)
        rows.append((*head, one.sent_on, one.language, participant, state))
    return pd.DataFrame(rows, columns=SUBMISSION_COLUMNS).drop_duplicates(ignore_index=True)


def update_cities(cities: pd.DataFrame, outcome: Outcome) -> pd.DataFrame:
    """The invited cities with the day and the consent of the answers that stand; the rest is as people wrote it.

    A city that nothing has come in from keeps the day that was written by hand.
    """
    known = {participant for participant, _ in outcome.states.values() if participant}
    days = {
        participant: one.sent_on if one.finished else ""
        for participant, one in outcome.standing.items()
    }
    rows = cities.to_dict("records")
    for row in rows:
        name = row["participant"]
        row["consent"] = outcome.consents.get(name, row.get("consent", ""))
        if name in known:
            row["answered_on"] = days.get(name, "")
    columns = list(dict.fromkeys([*cities.columns, "consent"]))
    return pd.DataFrame(rows, columns=columns, dtype=str)


def _cells(
    outcome: Outcome, questionnaire: Questionnaire
) -> Iterator[tuple[str, str, str, str | tuple[str, ...]]]:
    """Participant, item, kind and answer, in the order of participants and of asking."""
    kinds = {
        one.name: one.kind for one in find_codebook_questions(questionnaire) if one.kind != "file"
    }
    for participant in sorted(outcome.standing):
        cells = outcome.standing[participant].cells
        for item, kind in kinds.items():
            if cells.get(item):
                yield participant, item, kind, cells[item]


def _values(kind: str, cell: str | tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Each value with its place in a rank, which is empty elsewhere."""
    values = (cell,) if isinstance(cell, str) else cell
    for number, value in enumerate(values, start=1):
        yield str(number) if kind == "rank" else "", value
