"""Figures on governments say their finding with its number, and pages open with what governments said."""

from __future__ import annotations

from dataclasses import replace

import governing
import pandas as pd
import pytest

from quire.showing.findings import Drawing
from studylib.findings import (
    governments_answers,
    governments_elements,
    governments_openings,
    governments_titles,
)
from studylib.questions.governments import Form

SURVEY = governing.survey()


def titles_of(page: str) -> dict[str, str]:
    finding = {
        "answers": lambda: governments_answers.questions([SURVEY], 95),
        "elements": lambda: governments_elements.slows_and_eases([SURVEY], 95),
    }[page]()
    return {part.id: part.title for part in finding.parts if isinstance(part, Drawing)}


def test_each_form_of_a_question_has_its_finding_as_title() -> None:
    said = titles_of("answers")
    assert said["towns-2003-mayor"] == "Has a *mayor*: 79 % “Yes”"
    # 12 of 16 and 8 of 16: their intervals overlap, so both are said
    assert said["towns-2003-slow"] == (
        "What slows: 75 % “Lack of people” and 50 % “Lack of funds & of grants”"
    )
    assert said["towns-2003-power"] == (
        "Who has power: “Some” or “Much” from 33 % (State) to 75 % (Council)"
    )
    assert said["towns-2003-income"] == (
        "Where money comes from: 100 % “Fees: Up to half” and 80 % “Taxes: Over half”"
    )
    assert said["towns-2003-staff"] == "Staff: the median is 400 people"
    assert said["towns-2003-first"].startswith("What comes first: put first by 67 % “Homes”")


def test_pairs_and_groups_say_how_much_is_more_than_chance() -> None:
    said = titles_of("elements")
    assert said["towns-2003-slow-pairs"] == ("What slows: 1 of 3 pairs surely go together")
    assert said["towns-2003-slow-groups"] == (
        "What slows: groups surely differ on none of 4 answers"
    )


@pytest.mark.parametrize(("base", "said"), [(200, "on 1 of 1 answer"), (8, "on none of 1 answer")])
def test_groups_differ_only_if_their_intervals_have_nothing_in_common(base: int, said: str) -> None:
    there = pd.DataFrame(
        {"dimension": "region", "group": ["N", "S"], "name": "Money", "share_pct": [30.0, 70.0]}
    ).assign(base=base)
    title = governments_titles.title_groups({"label": "What slows?"}, there, 95)
    assert title == f"What slows: groups surely differ {said}"
    one = governments_titles.title_groups({"label": "What slows?"}, there.head(1), 95)
    assert one == "What slows: there are no two groups to compare"


def test_who_answered_is_told_by_rate_or_by_number() -> None:
    rows = pd.DataFrame(
        {"name": ["N", "S"], "invited": [20.0, 10.0], "answered": [5.0, 9.0], "withheld": False}
    )
    assert governments_titles.title_participants("Region", rows, 14) == (
        "Region: from 25 % (N) to 90 % (S) answered"
    )
    unknown = rows.assign(invited=float("nan"))
    assert governments_titles.title_participants("Region", unknown, 14) == (
        "Region, of 14 that answered: S 9 and N 5"
    )
    hidden = governments_titles.title_participants("Region", rows.assign(withheld=True), 14)
    assert hidden == "Region: all groups are too small to be shown"


def test_a_median_of_groups_alone_is_none_of_all() -> None:
    rows = pd.DataFrame({"dimension": ["region"], "median": [3.0]})
    said = governments_titles.title_question(
        {"label": "Staff", "kind": "integer", "unit": ""}, Form.NUMBERS, rows, ""
    )
    assert said == "Staff: too few answered for a median of all"


@pytest.mark.parametrize(
    ("highs", "said"),
    [
        ([59.0, 39.0, 38.0, 37.0], "49 % “A”"),
        ([59.0, 41.0, 39.0, 38.0], "49 % “A” and 35 % “B”"),
        ([59.0, 42.0, 41.0, 38.0], "49 % “A”, 35 % “B” and 34 % “C”"),
        ([59.0, 43.0, 42.0, 41.0], "49 % “A”; others may be as high"),
    ],
)
def test_all_that_may_be_as_high_as_the_first_stand_beside_it_or_are_told_of(
    highs: list[float], said: str
) -> None:
    rows = pd.DataFrame(
        {"name": list("ABCD"), "share_pct": [49.0, 35.0, 34.0, 33.0], "low": 40.0, "high": highs}
    ).assign(base=90, state="")
    title = governments_titles.title_question(
        {"label": "What slows?", "kind": "select_multiple", "unit": ""}, Form.BARS, rows, ""
    )
    assert title == f"What slows: {said}"


def test_pages_open_with_who_answered_and_what_they_named() -> None:
    assert governments_openings.participation([SURVEY]).sentence == (
        "20 of 39 town governments answered ‘How towns are run’, 2003 to 2004 "
        "(asked by a body <of towns>). These are governments; residents are on other pages."
    )
    named = governments_openings.elements([SURVEY], 95).sentence
    assert "‘Lack of people’ (75 per cent)" in named
    assert "Nobody asked" not in named
    unasked = governments_openings.elements([governing.survey(eases="")], 95).sentence
    assert unasked.endswith("Nobody asked them what eases their work.")


def test_most_are_said_to_agree_only_if_the_whole_interval_is_above_half() -> None:
    assert governments_openings.answers([SURVEY], 95).sentence.startswith(
        "On 1 of 1 question with one answer to choose, most town governments chose the same, "
        "2003 to 2004. For instance, they chose “Yes” on “Has a *mayor*”: 79 per cent ("
    )
    # 10 of 19 is more than half, and its interval holds less than half
    here = (SURVEY.tallies["question"] == "mayor") & (SURVEY.tallies["dimension"] == "all")
    numbers = SURVEY.tallies["option"].map({"yes": 10, "no": 9, "dk": 1})
    split = replace(
        SURVEY, tallies=SURVEY.tallies.assign(n=SURVEY.tallies["n"].mask(here, numbers))
    )
    assert governments_openings.answers([split], 95).sentence == (
        "On none of 1 question with one answer to choose did most town governments surely choose "
        "the same, 2003 to 2004."
    )


def test_a_row_that_few_answered_does_not_lead() -> None:
    rows = SURVEY.tallies
    fees, said = rows["item"] == "i_fee", rows["option"] == "a"
    # all 4 that said how much are fees, of 10 that said it of taxes
    few = rows.assign(base=rows["base"].mask(fees, 4), n=rows["n"].mask(fees & said, 4))
    finding = governments_answers.questions([replace(SURVEY, tallies=few)], 95)
    titles = {part.id: part.title for part in finding.parts if isinstance(part, Drawing)}
    assert titles["towns-2003-income"].startswith("Where money comes from: 80 % “Taxes: Over half”")


def groups(*shares: float, answers: int, base: int) -> str:
    """What the title says of groups with these shares of each answer."""
    rows = [
        ("region", f"g{place}", f"a{number}", share, base)
        for number in range(answers)
        for place, share in enumerate(shares)
    ]
    columns = ["dimension", "group", "name", "share_pct", "base"]
    there = pd.DataFrame(rows, columns=columns)
    return governments_titles.title_groups({"label": "What slows?"}, there, 95)


def test_groups_differ_whatever_the_number_of_comparisons() -> None:
    # Wilson's intervals of 30 and 70 per cent do not meet at 50 if the base is above 6.25 z²:
    # 24.0 for one comparison, 49.2 for ten, 31.4 for two and 35.8 for the three of three groups
    assert groups(30, 70, answers=1, base=30).endswith("groups surely differ on 1 of 1 answer")
    assert groups(30, 70, answers=10, base=30).endswith("on none of 10 answers")
    assert groups(30, 50, 70, answers=1, base=33).endswith("on none of 1 answer")
    assert groups(30, 50, 70, answers=1, base=38).endswith("on 1 of 1 answer")


def test_a_question_that_nobody_is_known_to_have_answered_is_not_counted() -> None:
    def ask_twice(frame: pd.DataFrame, **facts: int) -> pd.DataFrame:
        again = frame[frame["question"] == "mayor"].assign(question="second", **facts)
        return pd.concat([frame, again])

    survey = replace(
        SURVEY,
        questions=ask_twice(SURVEY.questions, answered=0),
        items=ask_twice(SURVEY.items),
        options=ask_twice(SURVEY.options),
    )
    said = governments_openings.answers([survey], 95).sentence
    assert said.startswith("On 1 of 1 question with")
