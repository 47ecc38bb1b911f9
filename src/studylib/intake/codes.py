"""Codes that shorten names: LimeSurvey and statistics programs allow few letters, and number what has no code.

`STRATYEAR` is `strategy_year`, `SLOW[procu]` the row `slow_procurement` of the matrix `slows`, `UNITS[SQ002]` the second choice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from studylib.questionnaire.model import Choice, Question, Questionnaire

CODE = re.compile(r"^([A-Za-z]\w*?)(?:[\[_](\w+)\]?)?$")
SHORTEST = 3
"""Letters that a shortened word keeps at least."""


class Target(NamedTuple):
    """What a column is of.

    Attributes
    ----------
    question
        Name of the question.
    choice
        The choice that is ticked here; empty if the column holds the whole answer.
    place
        The place in an order that is filled here; 0 if none.
    turn
        Which repetition, where those of a repeat stand side by side.
    """

    question: str
    choice: str = ""
    place: int = 0
    turn: int = 1


def shortens(code: str, name: str) -> bool:
    """Whether a code is a name, or the beginnings of its words in their order.

    >>> shortens("stratyear", "strategy_year"), shortens("role", "respondent_role"), shortens("st", "strategy_year")
    (True, True, False)
    """
    return _shortens(code.casefold().replace("_", ""), name.casefold().split("_"))


def _shortens(code: str, words: Sequence[str]) -> bool:
    if not code:
        return True
    for at, word in enumerate(words):
        shared = next(
            (n for n in range(min(len(word), len(code)), 0, -1) if code.startswith(word[:n])), 0
        )
        for length in range(shared, 0, -1):
            whole = length == len(word)
            if (whole or length >= SHORTEST) and _shortens(code[length:], words[at + 1 :]):
                return True
    return False


def guess_targets(questionnaire: Questionnaire, head: str) -> list[Target]:
    """What a code can stand for: none, one, or several."""
    match = CODE.match(head.strip())
    if not match:
        return []
    base, sub = match[1], match[2] or ""
    if "[" not in head:
        whole = head.strip()
        targets = [
            Target(question.name, turn=turn)
            for question, turn in _find_questions(questionnaire, whole)
        ]
        if targets or not sub:
            return targets
        base, _, sub = whole.rpartition("_")
    targets = [
        target
        for group in _find_matrices(questionnaire, base)
        for target in _find_cells(questionnaire.rows_of(group), sub)
    ]
    return targets or [
        part
        for question, turn in _find_questions(questionnaire, base)
        for part in _find_parts(question, sub, turn)
    ]


def _find_questions(questionnaire: Questionnaire, code: str) -> list[tuple[Question, int]]:
    """Questions that a code shortens; in a repeat it may hold the number of the repetition."""
    questions = questionnaire.answerable
    repeated = re.fullmatch(r"(.+)r(\d{1,2})", code, re.IGNORECASE)
    for plain, number in ((code, 1), (repeated[1], int(repeated[2])) if repeated else ("", 1)):
        exact = [q for q in questions if q.name.replace("_", "").casefold() == plain.casefold()]
        if exact:
            return [(question, number) for question in exact]
    digits = re.fullmatch(r"(\D*)(\d+)(\D*)", code)
    bare = digits[1] + digits[3] if digits else code
    turn = int(digits[2]) if digits else 1
    outside = [(q, 1) for q in questions if not q.repeat and shortens(code, q.name)]
    return outside or [(q, turn) for q in questions if q.repeat and shortens(bare, q.name)]


def _find_matrices(questionnaire: Questionnaire, code: str) -> Iterator[str]:
    names = [name for name in questionnaire.groups if questionnaire.rows_of(name)]
    exact = [name for name in names if name.replace("_", "").casefold() == code.casefold()]
    yield from exact or [name for name in names if shortens(code, name)]


def _find_cells(rows: Sequence[Question], sub: str) -> Iterator[Target]:
    """A row of a matrix, or one choice of a row (`row_choice`)."""
    yield from (Target(row.name) for row in _find_rows(rows, sub) if row.kind == "select_one")
    row_code, _, choice_code = sub.rpartition("_")
    for row in _find_rows(rows, row_code) if row_code else ():
        choice = find_choice(row.choices, choice_code)
        if choice and row.kind == "select_multiple":
            yield Target(row.name, choice.name)


def _find_rows(rows: Sequence[Question], sub: str) -> list[Question]:
    number = count_code(sub)
    if number:
        return [rows[number - 1]] if number <= len(rows) else []
    return [row for row in rows if shortens(sub, row.name)]


def _find_parts(question: Question, sub: str, turn: int) -> Iterator[Target]:
    """The choice that is ticked in a column, or the place in an order."""
    if question.kind == "rank" and sub.isdecimal():
        yield Target(question.name, place=int(sub), turn=turn)
    elif question.choices and (question.kind == "select_multiple" or sub.casefold() == "other"):
        choice = find_choice(question.choices, sub)
        if choice:
            yield Target(question.name, choice.name, turn=turn)


def find_choice(choices: Sequence[Choice], code: str) -> Choice | None:
    """The choice of a code: its name or the beginning of one; else its number in the list (`A2`, `SQ002`; "other" has none)."""
    folded = code.casefold()
    if folded in {"other", "-oth-"}:
        return next((choice for choice in choices if choice.state == "other"), None)
    exact = [choice for choice in choices if choice.name.casefold() == folded]
    begun = [choice for choice in choices if len(code) >= SHORTEST and shortens(code, choice.name)]
    if len(exact or begun) == 1:
        return (exact or begun)[0]
    number = count_code(code)
    counted = [c for c in choices if c.state != "other" or not folded.startswith("sq")]
    return counted[number - 1] if 0 < number <= len(counted) else None


def count_code(code: str) -> int:
    """The number in a code that LimeSurvey gives by itself (`SQ002`, `A2`); 0 if it is none.

    >>> count_code("SQ002"), count_code("A12"), count_code("econo")
    (2, 12, 0)
    """
    match = re.fullmatch(r"(?:SQ|A|AO|L)0*(\d+)", code, re.IGNORECASE)
    return int(match[1]) if match else 0
