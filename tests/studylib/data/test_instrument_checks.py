"""Tables of one survey held against each other, where a survey lists also those that sent nothing."""

from __future__ import annotations

import pandas as pd
import pytest

from studylib.data.instrument_checks import (
    find_instrument_faults,
    find_link_faults,
    has_submitted,
)


def table(columns: str, *rows: tuple[object, ...]) -> pd.DataFrame:
    """Rows labelled by their line, of which the first is 2."""
    return pd.DataFrame(list(rows), columns=columns.split(), index=range(2, len(rows) + 2))


def survey(
    answers: list[tuple[object, ...]], said: tuple[bool, ...] = (False, False)
) -> dict[str, pd.DataFrame]:
    """A survey of two governments, ada and bo, on a plan, a day, a year and a file."""
    kinds = [("plan", "select_one"), ("day", "date"), ("since", "year"), ("paper", "file")]
    limits = {"since": (1990.0, 2000.0)}
    return {
        "questions": table(
            "question kind scale minimum maximum",
            *((name, kind, False, *limits.get(name, (None, None))) for name, kind in kinds),
        ).astype({"minimum": float, "maximum": float}),
        "items": table("question item row", *((name, name, "") for name, _ in kinds)),
        "options": table("question option", ("plan", "yes"), ("plan", "no")),
        "respondents": table("respondent submitted", ("ada", said[0]), ("bo", said[1])),
        "answers": table("respondent item value position", *answers).astype({"position": float}),
    }


def say(part: dict[str, pd.DataFrame]) -> list[str]:
    return [str(fault).partition(" - ")[0] for fault in find_instrument_faults(part, "s")]


SOUND: list[tuple[object, ...]] = [("ada", "plan", "yes", None), ("bo", "plan", "no", None)]


def test_all_came_where_nothing_is_said_and_else_those_of_whom_it_is() -> None:
    said = pd.DataFrame({"submitted": [False, False]})
    assert has_submitted(said).to_list() == [True, True]
    said = pd.DataFrame({"submitted": [True, False]})
    assert has_submitted(said).to_list() == [True, False]


@pytest.mark.parametrize(
    ("said", "answers", "faults"),
    [
        ((False, False), SOUND, []),
        ((True, False), SOUND[:1], []),
        ((False, False), SOUND[:1], ["s/respondents.csv:3 [respondent] 'bo': answered nothing"]),
        (
            (True, False),
            SOUND,
            ["s/respondents.csv:3 [submitted] 'False': has answers and is said to have sent none"],
        ),
    ],
)
def test_who_sent_something_has_answers_and_nobody_else(
    said: tuple[bool, bool], answers: list[tuple[object, ...]], faults: list[str]
) -> None:
    assert say(survey(answers, said)) == faults


@pytest.mark.parametrize(
    ("item", "value", "fault"),
    [
        ("day", "2001-02-28", ""),
        ("day", "2001-02-30", "[value] '2001-02-30': is no date"),
        ("since", "1990", ""),
        ("since", "2000", ""),
        ("since", "2001", "[value] '2001': is out of the question's range"),
        ("since", "1995.5", "[value] '1995.5': is no year"),
        ("paper", "plan.pdf", "[item] 'paper': files that were handed in are not published here"),
        ("nothing", "x", ""),
    ],
)
def test_a_value_is_as_its_question_asks(item: str, value: str, fault: str) -> None:
    faults = say(survey([*SOUND, ("ada", item, value, None)]))
    assert faults == ([f"s/answers.csv:4 {fault}"] if fault else [])


def test_a_link_names_a_question_of_any_survey() -> None:
    questions = table("question same_as", ("a", "old:x"), ("b", ""), ("c", "old:y"))
    surveys = {"new": questions, "old": table("question same_as", ("x", ""))}
    (fault,) = find_link_faults(questions, surveys, "q.csv")
    assert (fault.row, fault.column, fault.value) == (4, "same_as", "old:y")
    assert "old:x" in fault.repair
