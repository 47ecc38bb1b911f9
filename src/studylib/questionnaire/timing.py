"""How long a questionnaire takes, by a rule that is stated and not measured."""

from __future__ import annotations

from studylib.questionnaire.model import NUMBERS, Question, Questionnaire

CLOSED_SECONDS = 15
"""To read a question with a list, and to tick one choice."""
CHOICE_SECONDS = 3
"""For each choice that has to be thought about, where several may be ticked."""
ROW_SECONDS = 8
"""For each row of a matrix; its head counts as a question."""
PLACE_SECONDS = 6
"""For each choice that is given a place."""
NUMBER_SECONDS = 75
"""For a number, which somebody has to look up."""
TEXT_SECONDS = 20
STORY_SECONDS = 120
"""For a text of several lines."""
FILE_SECONDS = 60
NOTE_SECONDS = 10


def estimate_minutes(questionnaire: Questionnaire) -> int:
    """Minutes that it takes to answer all questions, those of a repeat once, whole minutes rounded up.

    The rule is ours: seconds by kind, as the constants of this module say. Filters are not counted on: a city is told the longest way.
    """
    heads = {question.matrix for question in questionnaire.questions if question.matrix}
    seconds = sum(map(_seconds, questionnaire.questions)) + CLOSED_SECONDS * len(heads)
    return -(-seconds // 60)


def _seconds(question: Question) -> int:
    if question.matrix:
        return ROW_SECONDS
    if question.kind in NUMBERS:
        return NUMBER_SECONDS
    if question.kind == "text":
        return STORY_SECONDS if "multiline" in question.appearance else TEXT_SECONDS
    many = {"select_multiple": CHOICE_SECONDS, "rank": PLACE_SECONDS}.get(question.kind, 0)
    return {"note": NOTE_SECONDS, "file": FILE_SECONDS}.get(
        question.kind, CLOSED_SECONDS + many * len(question.choices)
    )
