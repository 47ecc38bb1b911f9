"""The key messages of governments claim no more than their intervals support; the invented survey, worked out on paper."""

from __future__ import annotations

import governing
import pandas as pd
import pytest

from studylib.data.tables import EditionFacts
from studylib.findings import governments_messages as messages
from studylib.findings.governments_messages import find_leaders, say_survey

STUDY = EditionFacts(id="2004", year=2004)
SHARES = pd.DataFrame({"key": ["a", "b"], "share_pct": [60.0, 40.0]})


def pair(a_only: int, b_only: int, turned: bool = False) -> pd.DataFrame:
    row = ["b", "a", b_only, a_only] if turned else ["a", "b", a_only, b_only]
    return pd.DataFrame([row], columns=["option_a", "option_b", "a_only", "b_only"])


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize(
    ("a_only", "b_only", "leaders"),
    [
        # McNemar: (a - b)^2 / (a + b) above 3.84 tells them apart, 5.44 here and 3.6 there
        (29, 14, [0]),
        (26, 14, [0, 1]),
        (0, 0, [0, 1]),
    ],
)
def test_two_answers_of_the_same_governments_are_told_apart_by_those_that_name_one(
    a_only: int, b_only: int, leaders: list[int], turned: bool
) -> None:
    assert find_leaders(SHARES, pair(a_only, b_only, turned), 95) == leaders


def test_where_nearly_all_answered_less_is_needed() -> None:
    # 26 of 40 is 65 per cent; of 42 in all, 40 count as 820, and 65 is far above one half
    assert find_leaders(SHARES, pair(26, 14), 95, 42 / 40) == [0]
    assert find_leaders(SHARES, pair(20, 20), 95, 42 / 40) == [0, 1]


def test_many_comparisons_need_more() -> None:
    # with ten others each has half a per cent: 7.88 is needed, and 5.44 is not enough
    many = pd.DataFrame({"key": list("abcdefghijk"), "share_pct": 50.0})
    assert 1 in find_leaders(many, pair(29, 14), 95)


def test_who_answered_what_slows_and_what_eases_is_said_with_what_it_rests_on() -> None:
    slows, eases, who = say_survey(governing.survey(), 95)
    assert (who.figure, who.message) == (
        "20",
        "20 of 39 town governments answered ‘How towns are run’, 2003 to 2004.",
    )
    # 12 of 16: people alone 5, funds alone 1, which is 2.7; law alone 0, people alone 8, which is 8 and above 7.5 for a part of 3
    assert slows.figure == "75 %"
    assert slows.message == (
        "On ‘What slows’, town governments most often named ‘Lack of people’ (75 per cent) "
        "and ‘Lack of funds & of grants’ (50 per cent), 2003 to 2004. "
        "The answers cannot tell which of them leads."
    )
    assert "16 town governments that answered, interval of ‘Lack of people’ " in slows.basis
    assert eases.figure == "67 %"
    # what was asked is named: a question on support that is wished for says nothing of what eases
    assert eases.message.startswith("On ‘What eases’, town governments most often named ")


def test_what_nobody_asked_is_not_said() -> None:
    assert len(say_survey(governing.survey(slows="", eases=""), 95)) == 1


def test_where_nobody_knows_how_many_were_asked_it_says_so() -> None:
    who = say_survey(governing.survey(invited=None), 95)[-1]
    assert who.message == (
        "20 town governments in 2 countries answered ‘How towns are run’, 2003 to 2004."
    )
    assert "how many were asked is not known" in who.basis


def test_they_are_shown_apart_from_those_of_residents() -> None:
    finding = messages.cards(STUDY, [governing.survey()], 95)
    assert "not of residents" in finding.sentence
    assert len(finding.frame) == 3


def test_of_many_that_may_lead_the_first_is_named_as_one_of_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(messages, "FEW", 1)
    assert say_survey(governing.survey(), 95)[0].message == (
        "On ‘What slows’, ‘Lack of people’ is one of 2 answers that town governments named most often: "
        "75 per cent, 2003 to 2004. The answers cannot tell which of them leads."
    )
