"""Answers held against the questionnaire's own rules: to whom a question was put, and what must be answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from quire.core.errors import StudyError
from studylib.intake.columns import Key
from studylib.intake.numbers import Reading
from studylib.questionnaire.filters import parse_filter
from studylib.questionnaire.model import Question, Questionnaire

UNKNOWN = "\x00"
"""Stands for an answer that is in doubt: what hangs on it cannot be held against it."""


class Broken(NamedTuple):
    """A rule that a row breaks."""

    kind: str
    question: str
    row: int


def find_broken(
    questionnaire: Questionnaire,
    readings: Mapping[Key, Sequence[Reading]],
    unsure: set[str],
    count: int,
) -> list[Broken]:
    """Answers to questions that were not put, and required questions that are open.

    Parameters
    ----------
    readings
        For each question a reading a row.
    unsure
        Questions with a doubt about their whole column.
    count
        How many rows there are.

    Returns
    -------
    list
        A question without a column, on a person, or in a repeat, is not held against anything.
    """
    broken: list[Broken] = []
    for question in questionnaire.answerable:
        column = readings.get((question.name, 1))
        if column is None or question.personal or question.repeat:
            continue
        asked = _was_asked(question, readings, unsure, count)
        if question.relevant:
            broken += [
                Broken("filter", question.name, row)
                for row, (reading, put) in enumerate(zip(column, asked, strict=True))
                if reading.value and put is False
            ]
        if question.required and question.name not in unsure:
            broken += [
                Broken("open", question.name, row)
                for row, (reading, put) in enumerate(zip(column, asked, strict=True))
                if put and not reading.value and not reading.doubt
            ]
    return broken


def _was_asked(
    question: Question, readings: Mapping[Key, Sequence[Reading]], unsure: set[str], count: int
) -> list[bool | None]:
    """For each row whether the question was put; None where it cannot be seen."""
    if not question.relevant:
        return [True] * count
    try:
        rule = parse_filter(question.relevant)
    except StudyError:
        return [None] * count
    if any((name, 1) not in readings or name in unsure for name in rule.names):
        return [None] * count
    columns = [
        [UNKNOWN if reading.doubt else reading.value for reading in readings[name, 1]]
        for name in rule.names
    ]
    rows = list(zip(*columns, strict=True)) if columns else [()] * count
    known = {
        row: None if UNKNOWN in row else rule.holds(dict(zip(rule.names, row, strict=True)))
        for row in dict.fromkeys(rows)
    }
    return [known[row] for row in rows]
