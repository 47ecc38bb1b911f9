"""The codebook of a questionnaire: its questions, their items and options, as the tables of a survey of governments have them.

Left out are what is of persons, notes, what repeats, and the questions that tell the city, its country and its consent.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import TYPE_CHECKING

from studylib.questionnaire.filters import Answers, was_asked
from studylib.questionnaire.model import CLOSED, FALLING, Choice, Question, Questionnaire

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = {
    "questions": [
        *("question", "section", "kind", "scale", "label", "label_es", "area", "reason"),
        *("same_as", "unit", "minimum", "maximum"),
    ],
    "items": ["question", "item", "row", "row_es", "column", "column_es", "element"],
    "options": ["question", "option", "label", "label_es", "state", "element"],
}
ENGLISH, SECOND = "en", "es"
MATRICES = {"select_one": "matrix_one", "select_multiple": "matrix_multiple"}


def find_codebook_questions(questionnaire: Questionnaire) -> tuple[Question, ...]:
    """The questions whose answers are counted or held, rows of matrices each on its own, in the order of asking."""
    return tuple(
        question
        for question in questionnaire.answerable
        if not (question.personal or question.repeat or question.role_of)
    )


def make_codebook(questionnaire: Questionnaire) -> dict[str, pd.DataFrame]:
    """The tables `questions`, `items` and `options`.

    Returns
    -------
    dict
        Columns as `COLUMNS` has them. A matrix is one question, by the name of its group, and its rows are its items. Options
        stand in the order of the questionnaire, those of a scale from the lowest to the highest.
    """
    import pandas as pd

    rows: dict[str, list[tuple[object, ...]]] = {name: [] for name in COLUMNS}
    counted = find_codebook_questions(questionnaire)
    # a matrix is written as rows that follow each other, with nothing but notes between them
    for name, part in groupby(counted, key=codebook_name):
        _add(rows, questionnaire, name, tuple(part))
    return {name: pd.DataFrame(rows[name], columns=COLUMNS[name]) for name in COLUMNS}


def codebook_name(question: Question) -> str:
    """Name of the question in the codebook: that of the matrix for a row of one."""
    return question.matrix or question.name


def list_put(questions: Iterable[Question], answers: Answers) -> list[str]:
    """Names in the codebook of the questions that were put to somebody, by the filters, or that were answered even so.

    A matrix was put if any of its rows was.
    """
    put = (one for one in questions if answers.get(one.name) or was_asked(one.relevant, answers))
    return list(dict.fromkeys(map(codebook_name, put)))


def find_question_with_role(questionnaire: Questionnaire, role: str) -> str:
    """Name in the codebook of the question on what slows (`slows`) or eases (`eases`); empty if there is none."""
    counted = find_codebook_questions(questionnaire)
    return next((codebook_name(each) for each in counted if each.role == role), "")


def _add(
    rows: Mapping[str, list[tuple[object, ...]]],
    questionnaire: Questionnaire,
    name: str,
    part: tuple[Question, ...],
) -> None:
    first, matrix = part[0], questionnaire.groups.get(part[0].matrix)
    head = matrix or first
    kind = MATRICES.get(first.kind, first.kind) if matrix else first.kind
    section = words(first.section, questionnaire)
    rows["questions"].append(
        (
            *(name, section, kind, bool(first.scale)),
            *(words(head.labels, questionnaire), head.labels.get(SECOND, "")),
            *(head.area, head.reason, head.same_as),
            *(first.unit, first.minimum, first.maximum),
        )
    )
    for question in part:
        row = (words(question.labels, questionnaire), question.labels.get(SECOND, ""))
        item = (*(row if matrix else ("", "")), "", "", question.element)
        rows["items"].append((name, question.name, *item))
    if first.kind in CLOSED:
        rows["options"] += [
            (
                *(name, choice.name, words(choice.labels, questionnaire)),
                *(choice.labels.get(SECOND, ""), choice.state, choice.element),
            )
            for choice in order_choices(first)
        ]


def order_choices(question: Question) -> Iterable[Choice]:
    """The choices, those of a scale from the lowest to the highest, and last what is no point on it."""
    if question.scale != FALLING:
        return question.choices
    points = [choice for choice in question.choices if not choice.state]
    return [*reversed(points), *(choice for choice in question.choices if choice.state)]


def words(labels: Mapping[str, str], questionnaire: Questionnaire) -> str:
    """The English words, or else those of the language that the questionnaire is written in."""
    return labels.get(ENGLISH) or labels.get(questionnaire.default_language, "")
