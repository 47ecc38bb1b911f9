"""What governments answered, counted by hand: bases, states apart, small groups, and those in totals only."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

import pandas as pd
import pytest

from studylib.data.counts import (
    ALL,
    TOTALS,
    UNKNOWN,
    count_left_out,
    numbers,
    participation,
    tallies,
)

QUESTIONS = pd.DataFrame(
    [
        ("plan", "select_one"),
        ("means", "select_multiple"),
        ("wishes", "rank"),
        ("staff", "integer"),
    ],
    columns=["question", "kind"],
)
ITEMS = pd.DataFrame({"question": QUESTIONS["question"], "item": QUESTIONS["question"]})
OPTIONS = pd.DataFrame(
    [
        ("plan", "yes", ""),
        ("plan", "no", ""),
        ("plan", "dk", "dont_know"),
        ("means", "vote", ""),
        ("means", "hearing", ""),
        ("means", "none", "none"),
        ("means", "dk", "dont_know"),
        ("wishes", "money", ""),
        ("wishes", "people", ""),
    ],
    columns=["question", "option", "state"],
)


def governments(sizes: dict[str, int], consent: Sequence[str] = ()) -> pd.DataFrame:
    """So many governments in each region, called after it and numbered from 1."""
    names = [(f"{region}{n}", region) for region, size in sizes.items() for n in range(1, size + 1)]
    frame = pd.DataFrame(names, columns=["respondent", "region"])
    return frame.assign(consent=[TOTALS if name in consent else "" for name in frame["respondent"]])


def said(*rows: tuple[object, ...]) -> pd.DataFrame:
    """Answers: who, item, value, and in a rank its place."""
    cells = [(*row, None)[:4] for row in rows]
    frame = pd.DataFrame(cells, columns=["respondent", "item", "value", "position"])
    return frame.astype({"position": "Int64", "value": str})


def cells(table: pd.DataFrame, item: str, group: str, *columns: str) -> list[list[object]]:
    rows = table[(table["item"] == item) & (table["group"] == group)]
    return (
        rows[list(columns)]
        .astype(object)
        .where(rows[list(columns)].notna(), None)
        .to_numpy()
        .tolist()
    )


def test_a_share_is_of_those_that_say_something() -> None:
    # of eight: four yes, two no, one does not know, one is silent
    who = governments({"a": 8})
    answers = said(
        *(
            (f"a{n}", "plan", word)
            for n, word in enumerate(["yes", "yes", "yes", "yes", "no", "no", "dk"], 1)
        )
    )
    table = tallies(QUESTIONS, ITEMS, OPTIONS, who, answers, ["region"])
    assert cells(table, "plan", ALL, "option", "n", "base", "asked") == [
        ["yes", 4, 6, 8],
        ["no", 2, 6, 8],
        ["dk", 1, 6, 8],
    ]


def test_who_ticked_nothing_has_not_answered_and_none_is_an_answer() -> None:
    who = governments({"a": 8})
    ticked = {
        1: "vote",
        2: "vote hearing",
        3: "hearing",
        4: "none",
        5: "none",
        6: "dk",
        7: "vote dk",
    }
    answers = said(*((f"a{n}", "means", one) for n, ones in ticked.items() for one in ones.split()))
    table = tallies(QUESTIONS, ITEMS, OPTIONS, who, answers, [])
    # a6 only says that it does not know, a8 nothing: six are the base; a7 ticked both and is in it
    assert cells(table, "means", ALL, "option", "n", "base") == [
        ["vote", 3, 6],
        ["hearing", 2, 6],
        ["none", 2, 6],
        ["dk", 2, 6],
    ]


def test_a_rank_is_counted_by_place_and_in_all() -> None:
    who = governments({"a": 5})
    both = [(f"a{n}", "wishes", "money", 1) for n in (1, 2, 3, 4)]
    others = [("a1", "wishes", "people", 2), ("a5", "wishes", "people", 1)]
    table = tallies(QUESTIONS, ITEMS, OPTIONS, who, said(*both, *others), [])
    assert cells(table, "wishes", ALL, "option", "position_rank", "n", "base") == [
        ["money", "", 4, 5],
        ["money", "1", 4, 5],
        ["money", "2", 0, 5],
        ["people", "", 2, 5],
        ["people", "1", 1, 5],
        ["people", "2", 1, 5],
    ]


def test_small_groups_are_withheld_with_one_more_so_that_no_difference_shows_them() -> None:
    # four answered in b: the total less a and c would give them, so the next smallest goes too
    who = governments({"a": 9, "b": 6, "c": 7})
    names = [name for name in who["respondent"] if name not in {"b5", "b6"}]
    table = tallies(
        QUESTIONS, ITEMS, OPTIONS, who, said(*((name, "plan", "yes") for name in names)), ["region"]
    )
    shown = table[(table["item"] == "plan") & (table["option"] == "yes")].set_index("group")
    assert shown["withheld"].to_dict() == {ALL: False, "a": False, "b": True, "c": True}
    assert shown.loc[["b", "c"], ["n", "base", "asked"]].isna().all(axis=None)
    assert shown.loc[[ALL, "a"], "n"].to_list() == [20, 9]


def test_a_group_of_unknown_size_counts_as_a_group_and_is_protected() -> None:
    who = governments({"a": 6, "": 1, "b": 7})
    answers = said(*((name, "plan", "yes") for name in who["respondent"]))
    table = tallies(QUESTIONS, ITEMS, OPTIONS, who, answers, ["region"])
    shown = table[(table["item"] == "plan") & (table["option"] == "yes")].set_index("group")
    assert shown["withheld"].to_dict() == {ALL: False, "a": True, "b": False, UNKNOWN: True}


def test_only_those_to_whom_a_question_was_put_are_asked() -> None:
    who = governments({"a": 7})
    asked = pd.DataFrame({"respondent": [f"a{n}" for n in range(1, 6)], "question": "plan"})
    # a6 answers a question that was not put to it: that counts nowhere
    answers = said(*((f"a{n}", "plan", "yes") for n in (1, 2, 3, 4, 5, 6)))
    table = tallies(QUESTIONS, ITEMS, OPTIONS, who, answers, [], asked)
    assert cells(table, "plan", ALL, "option", "n", "base", "asked")[0] == ["yes", 5, 5, 5]
    assert cells(table, "means", ALL, "option", "n", "base", "asked")[0] == ["vote", 0, 0, 0]


def totals_of(who: pd.DataFrame, answers: pd.DataFrame) -> dict[Hashable, float]:
    """How many say yes in each group."""
    table = tallies(QUESTIONS, ITEMS, OPTIONS, who, answers, ["region"])
    return (
        table[(table["item"] == "plan") & (table["option"] == "yes")]
        .set_index("group")["n"]
        .to_dict()
    )


@pytest.mark.parametrize(
    ("hidden", "expected"),
    [
        # four in totals are in no figure: each rests on the named ones
        (["a1", "a2", "a3", "a4"], {ALL: 16, "a": 6, "b": 10}),
        # five are in the total, and in no region: regions and classes of size would show single ones
        (["a1", "a2", "a3", "a4", "a5"], {ALL: 20, "a": 5, "b": 10}),
        (["a1", "a2", "a3", "b1", "b2"], {ALL: 20, "a": 7, "b": 8}),
        ([f"{region}{n}" for region in "ab" for n in range(1, 6)], {ALL: 20, "a": 5, "b": 5}),
    ],
)
def test_those_in_totals_only_never_follow_from_a_total_less_the_named(
    hidden: list[str], expected: dict[str, float]
) -> None:
    who = governments({"a": 10, "b": 10}, hidden)
    answers = said(*((name, "plan", "yes") for name in who["respondent"]))
    counted = totals_of(who, answers)
    assert counted == expected
    named: dict[Hashable, int] = {ALL: 20 - len(hidden)}
    named |= {r: 10 - sum(h[0] == r for h in hidden) for r in "ab"}
    assert counted["a"] == named["a"]
    assert counted["b"] == named["b"]
    more = counted[ALL] - named[ALL]
    assert more == 0 or more >= 5


def test_one_in_totals_that_does_not_know_is_not_shown_by_itself() -> None:
    # five in totals answer in a, one in b does not know: b would show it as the difference of those asked
    who = governments({"a": 10, "b": 10}, [*(f"a{n}" for n in range(1, 6)), "b1"])
    answers = said(*((name, "plan", "dk" if name == "b1" else "yes") for name in who["respondent"]))
    table = tallies(QUESTIONS, ITEMS, OPTIONS, who, answers, ["region"])
    dk = table[(table["item"] == "plan") & (table["option"] == "dk")].set_index("group")
    assert dk[["n", "asked"]].to_dict("index") == {
        ALL: {"n": 1, "asked": 20},
        "a": {"n": 0, "asked": 5},
        "b": {"n": 0, "asked": 9},
    }


def test_those_in_totals_count_by_their_answers_and_not_by_having_been_asked() -> None:
    # of five in totals in b one says yes and four do not know: the base would show the one
    hidden = [f"{region}{n}" for region in "ab" for n in range(1, 6)]
    who = governments({"a": 10, "b": 10}, hidden)
    silent = {f"b{n}" for n in range(2, 6)}
    answers = said(
        *((name, "plan", "dk" if name in silent else "yes") for name in who["respondent"])
    )
    assert totals_of(who, answers) == {ALL: 16, "a": 5, "b": 5}


def test_no_quartile_is_the_number_of_one_in_totals() -> None:
    who = governments({"a": 9}, [f"a{n}" for n in range(5, 10)])
    gave = dict(zip(who["respondent"], [10, 20, 30, 40, 777, 1234, 5678, 9001, 43217], strict=True))
    answers = said(*((name, "staff", str(number)) for name, number in gave.items()))
    table = numbers(QUESTIONS, ITEMS, who, answers, [])
    assert table.loc[table["item"] == "staff", "withheld"].all()  # four named ones are too few


def test_numbers_have_quartiles_of_those_that_gave_one() -> None:
    who = governments({"a": 6, "b": 3})
    answers = said(*((f"a{n}", "staff", 10 * n) for n in range(1, 6)), ("b1", "staff", 1000))
    table = numbers(QUESTIONS, ITEMS, who, answers, ["region"])
    quartiles = ["answered", "asked", "lower_quartile", "median", "upper_quartile", "withheld"]
    # 10 20 30 40 50 1000: a quarter of the way is 1.25 steps
    assert cells(table, "staff", ALL, *quartiles) == [[6, 9, 22.5, 35, 47.5, False]]
    assert cells(table, "staff", "b", *quartiles) == [[None] * 5 + [True]]
    assert cells(table, "staff", "a", *quartiles) == [[None] * 5 + [True]]


def people(*rows: tuple[str, str, str, int], consent: str = "") -> pd.DataFrame:
    names = [
        (f"{country}{n}", country, region, consent)
        for region, country, _, size in rows
        for n in range(size)
    ]
    return pd.DataFrame(names, columns=["respondent", "country", "region", "consent"])


def test_countries_are_withheld_within_their_region() -> None:
    came = people(("R", "X", "", 5), ("R", "Y", "", 2), ("R", "Z", "", 6), ("S", "W", "", 9))
    table = participation(came, ["region", "country"], came)
    shown = table.set_index("group")
    # Y has two, and the region less X and Z would give it: X, the next, goes too; W alone in its region stays
    assert shown["withheld"].to_dict() == {
        ALL: False, "R": False, "S": False, "W": False, "X": True, "Y": True, "Z": False,
    }  # fmt: skip
    assert shown.loc[[ALL, "R", "Z"], "answered"].to_list() == [22, 13, 6]
    public = participation(came, ["region", "country"], public=True)
    assert not public["withheld"].any()
    assert public["invited"].isna().all()


def test_who_was_asked_and_did_not_answer_counts_as_asked() -> None:
    asked = people(("R", "X", "", 10))
    table = participation(asked[:7], ["country"], asked)
    assert table[["invited", "answered"]].to_numpy().tolist() == [[10, 7], [10, 7]]
    told = participation(asked[:7], ["country"], None, 30)
    assert told["invited"].fillna(-1).to_list() == [30, -1]


def test_a_country_of_one_that_did_not_answer_is_withheld() -> None:
    asked = people(("R", "X", "", 7), ("R", "Y", "", 6), ("R", "Z", "", 1))
    came = asked[asked["country"] != "Z"]
    table = participation(came, ["country"], asked).set_index("group")
    # and Y, the next, as the region less X and Y would give it
    assert table["withheld"].to_dict() == {ALL: False, "X": False, "Y": True, "Z": True}
    assert table.loc[["Y", "Z"], ["invited", "answered"]].isna().all(axis=None)


def test_few_in_totals_only_are_left_out_and_said_once() -> None:
    assert count_left_out(governments({"a": 9}, ["a1", "a2"])) == 2
    assert count_left_out(governments({"a": 9}, [f"a{n}" for n in range(1, 6)])) == 0
    assert count_left_out(governments({"a": 9}).drop(columns="consent")) == 0
