"""What must agree between the tables of one survey of governments beyond their keys."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from quire.core.errors import Fault, nearest
from quire.tables.csvfiles import convert
from quire.tables.faults import mark_rows
from studylib.questionnaire.model import NUMBERS

MATRICES = ("matrix_one", "matrix_multiple")
ONE = ("select_one", "matrix_one")
SEVERAL = ("select_multiple", "matrix_multiple")
RANK = "rank"
CHOICES = (*ONE, *SEVERAL, RANK)
"""Kinds of questions that have options."""
FILE = "file"
TYPES = {"integer": "integer", "year": "year", "date": "date"}
"""The type of the values of a kind, where it is not a number."""


def find_instrument_faults(part: Mapping[str, pd.DataFrame], where: str) -> Iterator[Fault]:
    """Every fault that shows only when the tables of one survey are held against each other.

    Parameters
    ----------
    part
        Its tables, rows labelled by their line; cells that name no row of another table are passed
        over, as they are known faults.
    where
        The folder.
    """
    questions, items, options = (part[name] for name in ("questions", "items", "options"))
    yield from _questions(questions, items, options, f"{where}/questions.csv")
    yield from _items(items, questions, f"{where}/items.csv")
    kind = questions.set_index("question")["kind"]
    odd = ~options["question"].map(kind).fillna(CHOICES[0]).isin(CHOICES)
    what, repair = "is a question without options", "take the option out, or correct the kind"
    yield from mark_rows(options, odd, "question", f"{where}/options.csv", what, repair)
    answers = _with_questions(part["answers"], items, questions)
    yield from _answers(answers, options, f"{where}/answers.csv")
    yield from _silence(part["respondents"], part["answers"], f"{where}/respondents.csv")


def find_link_faults(
    questions: pd.DataFrame, surveys: Mapping[str, pd.DataFrame], where: str
) -> list[Fault]:
    """Questions that are said to be the same as one that no survey has.

    Parameters
    ----------
    questions
        Those of one survey.
    surveys
        The questions of all surveys, by id.
    """
    known = [f"{id}:{question}" for id, table in surveys.items() for question in table["question"]]
    named = questions[(questions["same_as"] != "") & ~questions["same_as"].isin(known)]
    return [
        Fault(where, int(str(line)), "same_as", link, "unknown question", nearest(link, known))
        for line, link in named["same_as"].items()
    ]


def has_submitted(respondents: pd.DataFrame) -> pd.Series:
    """Whether each respondent answered; if the table does not say, all in it did."""
    said = respondents["submitted"]
    return said if said.any() else ~said


def _questions(
    questions: pd.DataFrame, items: pd.DataFrame, options: pd.DataFrame, where: str
) -> Iterator[Fault]:
    lone = ~questions["question"].isin(items["question"])
    repair = "add its rows to items.csv"
    yield from mark_rows(questions, lone, "question", where, "has no items", repair)
    bare = questions["kind"].isin(CHOICES) & ~questions["question"].isin(options["question"])
    repair = "add them to options.csv"
    yield from mark_rows(questions, bare, "question", where, "has no options", repair)
    odd = questions["scale"] & ~questions["kind"].isin(ONE)
    what, repair = "only one of several options can be a scale", "write False"
    yield from mark_rows(questions, odd, "scale", where, what, repair)
    reversed_ = (questions["minimum"] > questions["maximum"]).fillna(False)
    what, repair = "is above the maximum", "correct one of the two"
    yield from mark_rows(questions, reversed_, "minimum", where, what, repair)


def _items(items: pd.DataFrame, questions: pd.DataFrame, where: str) -> Iterator[Fault]:
    kind = items["question"].map(questions.set_index("question")["kind"])
    single = kind.notna() & ~kind.isin(MATRICES)
    other = single & (items["item"] != items["question"])
    what, repair = "is not the question's", "only a matrix has items of its own"
    yield from mark_rows(items, other, "item", where, what, repair)
    unnamed = kind.isin(MATRICES) & (items["row"] == "")
    yield from mark_rows(items, unnamed, "row", where, "is empty", "say what the row is")


def _with_questions(
    answers: pd.DataFrame, items: pd.DataFrame, questions: pd.DataFrame
) -> pd.DataFrame:
    """Answers with question, kind and limits; those to no known item are left out."""
    question = answers["item"].map(items.set_index("item")["question"])
    about = questions.set_index("question")
    columns = {name: question.map(about[name]) for name in ("kind", "minimum", "maximum")}
    frame = answers.assign(question=question, **columns)
    return frame[frame["kind"].notna()]


def _answers(answers: pd.DataFrame, options: pd.DataFrame, where: str) -> Iterator[Fault]:
    pairs = set(zip(options["question"], options["option"], strict=True))
    chosen = answers[answers["kind"].isin(CHOICES)]
    known = [pair in pairs for pair in zip(chosen["question"], chosen["value"], strict=True)]
    unknown = ~pd.Series(known, chosen.index, dtype=bool)
    what, repair = "is no option of the question", "see options.csv"
    yield from mark_rows(chosen, unknown, "value", where, what, repair)
    once = answers[~answers["kind"].isin([*SEVERAL, RANK])]
    double = once.duplicated(["respondent", "item"], keep=False)
    what, repair = "is answered more than once", "keep one of the answers"
    yield from mark_rows(once, double, "item", where, what, repair)
    held = answers["kind"] == FILE
    what, repair = "files that were handed in are not published here", "take the row out"
    yield from mark_rows(answers, held, "item", where, what, repair)
    yield from _values(answers, where)
    yield from _positions(answers, where)


def _values(answers: pd.DataFrame, where: str) -> Iterator[Fault]:
    """Values that are no number, year or day, or out of the question's range."""
    for kind in (*NUMBERS, "date"):
        mine = answers[answers["kind"] == kind]
        values, wrong = convert(mine["value"], TYPES.get(kind, "number"))
        what, repair = f"is no {kind}", "correct it, or take the row out"
        yield from mark_rows(mine, wrong, "value", where, what, repair)
        if kind != "date":
            numbers = pd.to_numeric(values, errors="coerce")
            out = (numbers < mine["minimum"]) | (numbers > mine["maximum"])
            what = "is out of the question's range"
            yield from mark_rows(mine, out.fillna(False), "value", where, what, repair)


def _positions(answers: pd.DataFrame, where: str) -> Iterator[Fault]:
    """Places in a rank that are missing or taken twice, and places of what is no rank."""
    ranked = answers["kind"] == RANK
    there = answers["position"].notna()
    what, repair = "only a rank has places", "empty the cell"
    yield from mark_rows(answers, there & ~ranked, "position", where, what, repair)
    what, repair = "has no place in the rank", "give it"
    yield from mark_rows(answers, ranked & ~there, "position", where, what, repair)
    mine = answers[ranked & there]
    tied = mine.duplicated(["respondent", "item", "position"], keep=False)
    what, repair = "this place is taken twice", "correct one of them"
    yield from mark_rows(mine, tied, "position", where, what, repair)


def _silence(respondents: pd.DataFrame, answers: pd.DataFrame, where: str) -> Iterator[Fault]:
    """Respondents that answered nothing, and answers of those that are said to have given none."""
    answered = respondents["respondent"].isin(answers["respondent"])
    submitted = has_submitted(respondents)
    what, repair = "answered nothing", "take it out, or write submitted: False"
    yield from mark_rows(respondents, submitted & ~answered, "respondent", where, what, repair)
    what, repair = "has answers and is said to have sent none", "correct one of the two"
    yield from mark_rows(respondents, answered & ~submitted, "submitted", where, what, repair)
