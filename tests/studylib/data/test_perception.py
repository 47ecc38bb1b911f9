"""Shares summed from single answers, worked out on paper."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd
import pytest

from studylib.data.perception import (
    ALL_ANSWERS,
    APPLICABLE,
    AS_PRINTED,
    PARTS,
    SHARES,
    TOTAL,
    VALID_ANSWERS,
    asked_parts,
    sum_answers,
    survey_figures,
    survey_units,
    withheld_parts,
)

CODEBOOK = pd.DataFrame({"item": "jobs", "part": [*PARTS, TOTAL]})
FEW = "an answer that few gave is not published"
BY_TOTAL = "the positive share is the publisher's own total"


def row(
    place: str = "A", item: str = "jobs", wave: str = "one", flags: str = "", **answers: float
) -> dict[str, object]:
    """A row of the table of answers; answers that are not named are empty."""
    cells = {f"{part}_pct": answers.get(part, math.nan) for part in (*PARTS, TOTAL)}
    return {"wave": wave, "item": item, "place": place, **cells, "flags": flags}


def summed(flags: str = "", **answers: Any) -> dict[str, object]:
    """The shares of one row."""
    found = sum_answers(pd.DataFrame([row(flags=flags, **answers)])).to_dict("records")[0]
    return {str(key): value for key, value in found.items()}


def shares(found: dict[str, object]) -> list[object]:
    return [found[side] for side in SHARES]


FULL: dict[str, Any] = {
    "agree_strongly": 10.0,
    "agree": 50.0,
    "disagree": 20.0,
    "disagree_strongly": 15.0,
    "no_answer": 5.0,
}


def test_every_side_is_the_sum_of_its_answers() -> None:
    found = summed(**FULL)
    assert shares(found) == [60, 35, 5]
    assert (found["base"], found["note"]) == (ALL_ANSWERS, "")


def test_an_empty_answer_without_a_flag_was_given_by_nobody() -> None:
    found = summed(agree=60, disagree=40)
    assert shares(found) == [60, 40, 0]
    assert found["note"] == ""


def test_a_withheld_answer_is_what_the_others_leave_and_not_zero() -> None:
    # 100 - 19.2 - 70.8 - 5.8
    found = summed(
        "e u:agree", agree_strongly=0, disagree=19.2, disagree_strongly=70.8, no_answer=5.8
    )
    assert shares(found) == [4.2, 90, 5.8]
    assert found["note"] == (
        f"estimated by the publisher; {FEW}; the positive share is what the others leave of 100"
    )


@pytest.mark.parametrize(
    ("flags", "answers", "expected", "name"),
    [
        (
            "u:disagree_strongly",
            {"agree": 70, "disagree": 18, "no_answer": 10},
            [70, 20, 10],
            "negative",
        ),
        ("u:no_answer", {"agree": 70, "disagree": 27.5}, [70, 27.5, 2.5], "no-answer"),
    ],
)
def test_each_side_can_be_what_the_others_leave(
    flags: str, answers: dict[str, Any], expected: list[float], name: str
) -> None:
    found = summed(flags, **answers)
    assert shares(found) == expected
    assert found["note"] == f"{FEW}; the {name} share is what the others leave of 100"


def test_what_is_left_is_never_below_zero() -> None:
    # three rounded shares of 100.4
    assert shares(summed("u:no_answer", agree=60.2, disagree=40.2)) == [60.2, 40.2, 0]


def test_the_publishers_total_restores_the_positive_share() -> None:
    found = summed("u:agree_strongly", agree=30, disagree=40, no_answer=26, agree_total=33)
    assert shares(found) == [33, 40, 26]
    assert found["note"] == f"{FEW}; {BY_TOTAL}"


def test_the_total_is_not_taken_where_every_answer_is_printed() -> None:
    assert shares(summed(**FULL, agree_total=61)) == [60, 35, 5]
    # a withheld total withholds none of the answers
    assert shares(summed("u:agree_total", **FULL)) == [60, 35, 5]


def test_with_the_total_a_second_withheld_side_is_what_is_left() -> None:
    found = summed(
        "u:agree_strongly u:disagree_strongly", agree=30, disagree=50, no_answer=10, agree_total=34
    )
    assert shares(found) == [34, 56, 10]
    assert found["note"] == f"{FEW}; {BY_TOTAL}; the negative share is what the others leave of 100"


def test_two_withheld_sides_stay_missing() -> None:
    found = summed("u:agree_strongly u:no_answer", agree=5, disagree=60, disagree_strongly=30)
    assert found["negative_pct"] == 90
    assert [math.isnan(float(str(found[side]))) for side in SHARES] == [True, False, True]
    assert found["note"] == FEW


def test_shares_are_of_those_to_whom_it_applies() -> None:
    # 20 of 100 say that it does not apply to them: 40, 32 and 8 of the other 80
    found = summed("b:not_applicable", agree=40, disagree=32, no_answer=8, not_applicable=20)
    assert shares(found) == [50, 40, 10]
    said = "break in the publisher's series, for the answer ‘not applicable’"
    assert (found["base"], found["note"]) == (APPLICABLE, said)
    assert summed(agree=60, disagree=40, not_applicable=0)["base"] == ALL_ANSWERS


def test_what_is_left_is_of_those_to_whom_it_applies_too() -> None:
    # 100 - 20 - 40 - 32 leaves 8, which is 10 of 80
    found = summed("u:no_answer", agree=40, disagree=32, not_applicable=20)
    assert shares(found) == [50, 40, 10]
    assert found["base"] == APPLICABLE


def test_two_rounded_answers_are_no_more_than_all() -> None:
    # 60.5 and 39.5, each rounded up
    assert shares(summed(agree_strongly=61, agree=40))[0] == 100


def test_a_row_that_is_left_out_has_no_shares() -> None:
    assert [math.isnan(float(str(share))) for share in shares(summed())] == [True, True, True]


def test_flags_of_the_whole_row_become_words() -> None:
    assert summed("b d e", **FULL)["note"] == (
        "break in the publisher's series; the definition differs; estimated by the publisher"
    )
    assert summed("d:agree", **FULL)["note"] == "the definition differs, for the answer ‘agree’"


def test_withheld_answers_are_read_one_by_one() -> None:
    found = withheld_parts(pd.DataFrame([row(flags="e u:agree u:no_answer"), row(flags="")]))
    assert found.columns.to_list() == [*PARTS, TOTAL]
    assert found.to_numpy().tolist() == [
        [False, True, False, False, True, False, False],
        [False] * 7,
    ]


def test_the_codebook_says_what_could_be_answered() -> None:
    book = pd.DataFrame(
        {"item": ["jobs", "jobs", "parks"], "part": ["agree", "not_applicable", "agree"]}
    )
    found = asked_parts(
        pd.DataFrame([row(item="parks"), row(item="jobs"), row(item="noise")], index=[2, 3, 4]),
        book,
    )
    assert found.index.to_list() == [2, 3, 4]
    assert found["agree"].to_list() == [True, True, False]
    assert found["not_applicable"].to_list() == [False, True, False]


PLACES = pd.DataFrame(
    [
        ["one", "A", "a", "city", "main"],
        ["one", "B", "b", "greater city", "main"],
        ["one", "", "c", "city", "main"],
        ["one", "D", "", "city", "main"],
        ["one", "E", "e", "city", "side"],
        ["two", "A", "b", "city", "later"],
    ],
    columns=["wave", "place", "city_code", "area", "survey"],
)
NO_SHARES = pd.DataFrame(columns=["wave", "item", "city_code", "positive_pct", "base"]).astype(
    {"positive_pct": float}
)


def single(*rows: tuple[str, str, float, str], wave: str = "one") -> pd.DataFrame:
    """Published positive shares: item, city, share and base."""
    frame = pd.DataFrame(rows, columns=["item", "city_code", "positive_pct", "base"])
    return frame.assign(wave=wave)


def figures(
    perception: list[dict[str, object]], published: pd.DataFrame = NO_SHARES
) -> pd.DataFrame:
    columns = list(row())
    return survey_figures(pd.DataFrame(perception, columns=columns), PLACES, published)


def test_a_row_is_the_city_the_area_and_the_survey_that_its_place_is() -> None:
    found = figures([row(place, **FULL) for place in "ABDE"] + [row("A", wave="two", **FULL)])
    # D is no city: it is left out; the later row of A is the city b
    assert found[["wave", "survey", "city_code", "survey_unit", "place"]].to_numpy().tolist() == [
        ["one", "main", "a", "a", "A"],
        ["one", "main", "b", "b, greater city", "B"],
        ["one", "side", "e", "e", "E"],
        ["two", "later", "b", "b", "A"],
    ]


def test_the_same_city_with_another_area_is_another_unit() -> None:
    assert survey_units(PLACES.loc[[1, 5]]).to_list() == ["b, greater city", "b"]


def bases(
    published: pd.DataFrame, perception: list[dict[str, object]] | None = None
) -> list[list[object]]:
    found = figures(perception or [], published)
    return list(found[["city_code", "positive_pct", "base"]].to_numpy().tolist())


def test_of_several_bases_all_answers_come_before_valid_ones_and_these_before_the_press() -> None:
    three = single(
        ("jobs", "a", 61, AS_PRINTED),
        ("jobs", "a", 60.5, VALID_ANSWERS),
        ("jobs", "a", 58, ALL_ANSWERS),
    )
    assert bases(three) == [["a", 58, ALL_ANSWERS]]
    assert bases(three.iloc[:2]) == [["a", 60.5, VALID_ANSWERS]]
    assert bases(three.iloc[:1]) == [["a", 61, AS_PRINTED]]


def test_a_survey_has_one_base_for_all_cities_of_an_item() -> None:
    mixed = single(
        ("jobs", "a", 58, ALL_ANSWERS),
        ("jobs", "b", 70, VALID_ANSWERS),
        ("jobs", "c", 80, AS_PRINTED),
    )
    # valid answers of b and the press on c lie above what all answers would be
    assert bases(mixed) == [["a", 58, ALL_ANSWERS]]
    # another item, and another survey of the wave, have their own
    other = pd.concat(
        [mixed, single(("parks", "b", 70, VALID_ANSWERS), ("jobs", "e", 50, VALID_ANSWERS))]
    )
    assert bases(other) == [
        ["a", 58, ALL_ANSWERS],
        ["b", 70, VALID_ANSWERS],
        ["e", 50, VALID_ANSWERS],
    ]


def test_summed_answers_count_as_all_answers_and_come_first() -> None:
    published = single(
        ("jobs", "a", 99, ALL_ANSWERS),
        ("jobs", "c", 55, ALL_ANSWERS),
        ("jobs", "b", 70, VALID_ANSWERS),
    )
    found = figures([row("A", **FULL)], published)
    assert found[["city_code", "place", "positive_pct"]].to_numpy().tolist() == [
        ["a", "A", 60],
        ["c", "", 55],
    ]
    # of c only one side is published, and from where it is said
    assert found.loc[1, ["negative_pct", "no_answer_pct"]].isna().all()
    assert found["note"].to_list() == [
        "",
        "from the European Commission's workbook, as the table of answers has no row",
    ]


def test_shares_of_those_to_whom_it_applies_stand_beside_shares_of_all() -> None:
    rows = [row("A", agree=40, disagree=32, no_answer=8, not_applicable=20), row("B", **FULL)]
    assert figures(rows)["base"].to_list() == [APPLICABLE, ALL_ANSWERS]


def test_a_share_of_the_press_says_so() -> None:
    assert figures([], single(("jobs", "a", 61, AS_PRINTED)))["note"].to_list() == [
        "as the press printed it, in whole per cent"
    ]
    assert figures([], single(("jobs", "a", 61, VALID_ANSWERS)))["note"].to_list() == [""]
