"""Figures that cannot be what they say they are: each kind of fault put into sound invented tables, and found."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from quire.core.errors import Fault
from studylib.data.perception import PARTS, TOTAL
from studylib.data.plausibility import LEAST_ITEMS, find_implausible, measure_distances

CITIES = list("abcdefghijkl")
ITEMS = [f"item{number}" for number in range(9)]
Tables = dict[str, pd.DataFrame]


def sound() -> Tables:
    """Twelve cities with nine items in two surveys, five years apart, in which each city stays much as it was."""
    rows = []
    for wave, shift in (("one", 0), ("two", 4)):
        for number, city in enumerate(CITIES):
            for place, item in enumerate(ITEMS):
                # a profile of its own for each city, and a point or two of noise from one survey to the next
                level = 20 + (17 * number + 23 * place + 7 * number * place) % 53
                positive = level + shift + (number + place) % 3 * (wave == "two")
                cells = {
                    "agree": positive,
                    "disagree": 88 - positive,
                    "no_answer": 4.0,
                    "not_applicable": 8.0,
                }
                answers = {f"{part}_pct": cells.get(part, math.nan) for part in (*PARTS, TOTAL)}
                rows.append(
                    {"wave": wave, "item": item, "place": city.upper(), **answers, "flags": ""}
                )
    perception = pd.DataFrame(rows)
    perception.index += 2
    places = pd.DataFrame(
        [
            [wave, city.upper(), city, "city", f"eu-{wave}"]
            for wave in ("one", "two")
            for city in CITIES
        ],
        columns=["wave", "place", "city_code", "area", "survey"],
    )
    places.index += 2
    surveys = pd.DataFrame(
        {
            "survey": ["eu-one", "eu-two", "aa-two"],
            "wave": ["one", "two", "two"],
            "main": [True, True, False],
            "country_code": ["", "", "AA"],
        }
    )
    book = [[item, part] for item in ITEMS for part in (*PARTS, TOTAL)]
    return {
        "perception": perception.astype({f"{part}_pct": float for part in (*PARTS, TOTAL)}),
        "codebook": pd.DataFrame(book, columns=["item", "part"]),
        "survey_places": places,
        "surveys": surveys,
        "cities": pd.DataFrame({"city_code": CITIES, "country_code": ["AA", *["BB"] * 11]}),
    }


def line(tables: Tables, wave: str, place: str, item: str) -> int:
    """The line of a row of answers."""
    frame = tables["perception"]
    return int(
        frame.index[(frame["wave"] == wave) & (frame["place"] == place) & (frame["item"] == item)][
            0
        ]
    )


def line_of_place(wave: str, place: str) -> int:
    """The line of a place: twelve of each survey below the heads."""
    return 2 + 12 * (wave == "two") + CITIES.index(place.lower())


def put(tables: Tables, row: int, **cells: Any) -> None:
    for column, value in cells.items():
        tables["perception"].loc[row, column] = value


def give(tables: Tables, row: int, column: str, value: str) -> None:
    tables["survey_places"].loc[row, column] = value


def faults(spoil: Callable[[Tables], object]) -> list[Fault]:
    tables = sound()
    spoil(tables)
    return find_implausible(tables)


def told(found: list[Fault]) -> list[tuple[str, int, str]]:
    return [(fault.file.rsplit("/", 1)[-1], fault.row, fault.column) for fault in found]


def test_sound_tables_have_no_fault() -> None:
    assert find_implausible(sound()) == []


@pytest.mark.parametrize(
    "lacking", ["perception", "codebook", "survey_places", "surveys", "cities"]
)
def test_nothing_is_said_without_a_table_that_is_needed(lacking: str) -> None:
    def spoil(tables: Tables) -> None:
        put(tables, 2, agree_pct=0.0)
        del tables[lacking]

    assert faults(spoil) == []


class TestAnswers:
    def test_they_sum_to_a_hundred(self) -> None:
        # 20 + 68 + 4 + 8 less the 8 of a code that was forgotten
        found = faults(lambda tables: put(tables, 2, not_applicable_pct=math.nan))
        assert ("perception.csv", 2, "") in told(found)
        fault = next(each for each in found if each.file.endswith("perception.csv"))
        assert (fault.value, "sum to 92, not to 97-103 (item0, A, one)" in fault.what) == (
            "92",
            True,
        )
        assert "withheld (flag u)" in fault.repair

    @pytest.mark.parametrize(("share", "wrong"), [(0.9, True), (1, False), (7, False), (7.1, True)])
    def test_but_for_rounding(self, share: float, wrong: bool) -> None:
        # 96 without those who gave no answer
        found = faults(lambda tables: put(tables, 2, no_answer_pct=share))
        assert told(found) == [("perception.csv", 2, "")] * wrong

    def test_a_wave_in_parts_of_one_is_said_once(self) -> None:
        def spoil(tables: Tables) -> None:
            frame = tables["perception"]
            answers = [f"{part}_pct" for part in PARTS]
            frame.loc[frame["wave"] == "two", answers] /= 100

        found = [fault for fault in faults(spoil) if fault.file.endswith("perception.csv")]
        # twelve cities with nine items, behind those of the first survey and the heads
        assert [(fault.row, fault.what) for fault in found] == [
            (
                110,
                "the answers of two sum to 1: parts of 1 for per cent (108 rows, first lines 110, 111 and 112)",
            )
        ]

    def test_a_withheld_one_need_not_sum(self) -> None:
        assert (
            faults(lambda tables: put(tables, 2, no_answer_pct=math.nan, flags="u:no_answer")) == []
        )

    def test_nor_may_they_be_more_than_all_with_a_withheld_one(self) -> None:
        # 20, 80 and 8 are 108, and somebody gave no answer besides
        spoil = {"disagree_pct": 80.0, "no_answer_pct": math.nan, "flags": "u:no_answer"}
        assert told(faults(lambda tables: put(tables, 2, **spoil))) == [("perception.csv", 2, "")]

    def test_nor_with_the_publishers_total_of_withheld_ones(self) -> None:
        # 40, 68, 4 and 8 are 120
        spoil = {
            "agree_pct": math.nan,
            "agree_total_pct": 40.0,
            "flags": "u:agree_strongly u:agree",
        }
        assert told(faults(lambda tables: put(tables, 2, **spoil))) == [("perception.csv", 2, "")]

    @pytest.mark.parametrize(("aside", "agree"), [(98.0, 4.0), (100.0, 2.0)])
    def test_no_more_agree_than_it_applies_to(self, aside: float, agree: float) -> None:
        cells = {
            "agree_pct": agree,
            "disagree_pct": 0.0,
            "no_answer_pct": 0.0,
            "not_applicable_pct": aside,
        }
        found = faults(lambda tables: put(tables, 2, **cells))
        assert ("perception.csv", 2, "not_applicable_pct") in told(found)

    def test_a_withheld_one_that_many_gave_elsewhere_is_no_sign_of_another_survey(self) -> None:
        assert (
            faults(lambda tables: put(tables, 2, disagree_pct=math.nan, flags="u:disagree")) == []
        )

    def test_a_withheld_one_has_no_value(self) -> None:
        found = faults(lambda tables: put(tables, 2, no_answer_pct=0.0, flags="u:no_answer"))
        assert told(found) == [("perception.csv", 2, "no_answer_pct")]
        assert (found[0].value, found[0].what) == ("0", "has the flag u and a value")
        assert "leave it empty" in found[0].repair

    def test_a_withheld_one_written_as_zero_without_its_flag_does_not_sum(self) -> None:
        # few gave no answer, 4 per cent, and the row says nobody
        assert told(faults(lambda tables: put(tables, 2, no_answer_pct=0.0))) == [
            ("perception.csv", 2, "")
        ]

    def test_every_one_is_in_the_codebook(self) -> None:
        def spoil(tables: Tables) -> None:
            book = tables["codebook"]
            tables["codebook"] = book[
                (book["item"] != "item0") | (book["part"] != "not_applicable")
            ]

        found = faults(spoil)
        # item0 of twelve cities in two surveys
        assert len(found) == 24
        assert {(fault.column, fault.what) for fault in found} == {
            ("not_applicable_pct", "is no answer to this item")
        }
        assert "codebook" in found[0].repair

    def test_an_item_that_nobody_knows_is_left_to_others(self) -> None:
        def spoil(tables: Tables) -> None:
            put(tables, 2, agree_pct=0.0)
            tables["perception"]["item"] = "unknown"

        assert faults(spoil) == []


@pytest.mark.parametrize(("total", "wrong"), [(21.4, False), (21.6, True), (18.4, True)])
def test_the_publishers_total_is_that_of_its_parts(total: float, wrong: bool) -> None:
    def spoil(tables: Tables) -> None:
        # 5 and 15 are 20
        put(tables, 2, agree_strongly_pct=5.0, agree_pct=15.0, agree_total_pct=total)

    found = faults(spoil)
    assert told(found) == [("perception.csv", 2, "agree_total_pct")] * wrong
    if wrong:
        assert "1.6 points off the sum of its parts, 20" in found[0].what
        assert "correction" in found[0].repair


@pytest.mark.parametrize(("total", "wrong"), [(18.0, True), (40.0, False)])
def test_the_total_is_not_below_what_is_printed_beside_a_withheld_part(
    total: float, wrong: bool
) -> None:
    # 20 agree, and some agree strongly; 60 disagree
    cells = {"agree_total_pct": total, "disagree_pct": 50.0, "flags": "u:agree_strongly"}
    found = faults(lambda tables: put(tables, 2, **cells))
    assert told(found) == [("perception.csv", 2, "agree_total_pct")] * wrong


def test_a_total_beside_one_part_alone_is_that_part() -> None:
    found = faults(lambda tables: put(tables, 2, agree_total_pct=30.0))
    assert [(fault.column, fault.what) for fault in found] == [
        ("agree_total_pct", "is 10 points off the sum of its parts, 20")
    ]


@pytest.mark.parametrize(("other", "lines"), [(51.0, []), (60.0, [2, 3])])
def test_two_sources_of_one_share_agree(other: float, lines: list[int]) -> None:
    def spoil(tables: Tables) -> None:
        about = {"wave": "one", "item": "item0", "city_code": "a", "base": "all answers"}
        tables["perception_shares"] = pd.DataFrame(
            [{**about, "positive_pct": 50.0}, {**about, "positive_pct": other}], index=[2, 3]
        )

    assert told(faults(spoil)) == [
        ("perception_shares.csv", line, "positive_pct") for line in lines
    ]


@pytest.mark.filterwarnings("error")
def test_an_item_in_which_all_cities_are_alike_says_nothing_of_whose_row_it_is() -> None:
    def spoil(tables: Tables) -> None:
        frame = tables["perception"]
        frame.loc[
            (frame["item"] == "item0") & (frame["wave"] == "one"), ["agree_pct", "disagree_pct"]
        ] = [44.0, 44.0]

    assert faults(spoil) == []


def copy_row(tables: Tables) -> None:
    """Give B all figures of A in the first survey."""
    answers = [f"{part}_pct" for part in PARTS]
    for item in ITEMS:
        source = tables["perception"].loc[line(tables, "one", "A", item), answers]
        put(
            tables,
            line(tables, "one", "B", item),
            **{str(key): value for key, value in source.items()},
        )


class TestTwins:
    def test_a_copy_of_another_row_is_found(self) -> None:
        found = [fault for fault in faults(copy_row) if "copy" in fault.what]
        assert told(found) == [("survey_places.csv", line_of_place("one", "B"), "place")]
        assert (found[0].value, found[0].what) == (
            "B",
            "has the same figures as A in one: one is a copy of the other",
        )
        assert "city_code empty" in found[0].repair

    def test_a_copy_that_is_no_city_is_none(self) -> None:
        def spoil(tables: Tables) -> None:
            copy_row(tables)
            give(tables, line_of_place("one", "B"), "city_code", "")

        assert faults(spoil) == []

    def test_the_same_city_in_two_surveys_is_no_copy(self) -> None:
        def spoil(tables: Tables) -> None:
            frame = tables["perception"]
            answers = [f"{part}_pct" for part in PARTS]
            for item in ITEMS:
                source = frame.loc[line(tables, "one", "A", item), answers]
                put(
                    tables,
                    line(tables, "two", "A", item),
                    **{str(key): value for key, value in source.items()},
                )

        assert [fault for fault in faults(spoil) if "copy" in fault.what] == []


class TestAstray:
    def test_distances_are_over_what_both_have(self) -> None:
        chance = np.random.default_rng(1)
        frame = pd.DataFrame(chance.normal(0, 1, (12, 10)).round(3))
        gaps = frame.mask(chance.uniform(size=frame.shape) < 0.1)
        gaps.loc[3, :2] = np.nan
        apart = measure_distances(gaps, frame)
        assert apart.loc[3].isna().all()
        there = [row for row in gaps.index if gaps.loc[row].notna().sum() >= LEAST_ITEMS]
        by_hand = [
            [np.sqrt(((gaps.loc[row] - frame.loc[other]) ** 2).mean()) for other in frame.index]
            for row in there
        ]
        assert apart.loc[there].to_numpy() == pytest.approx(np.array(by_hand))
        assert all(apart.loc[row, row] == 0 for row in there)

    def test_exchanged_cities_are_found_both(self) -> None:
        def spoil(tables: Tables) -> None:
            give(tables, line_of_place("two", "C"), "city_code", "f")
            give(tables, line_of_place("two", "F"), "city_code", "c")

        found = faults(spoil)
        assert {(fault.row, fault.column, fault.value) for fault in found} == {
            (line_of_place("two", "C"), "city_code", "f"),
            (line_of_place("two", "F"), "city_code", "c"),
        }
        named = {fault.value: fault.what for fault in found}
        assert "as near to c of one as to itself" in named["f"]
        assert "as near to f of one as to itself" in named["c"]
        assert all(
            "correct city_code in the sidecar, with the source" in fault.repair for fault in found
        )

    def test_a_change_that_all_cities_share_is_none(self) -> None:
        def spoil(tables: Tables) -> None:
            frame = tables["perception"]
            # down by 9 points in every city, so that A is now where L was before, and L 9 points below that
            later = frame["wave"] == "two"
            start = (
                frame[(frame["wave"] == "one") & (frame["place"] == "A")]
                .set_index("item")["agree_pct"]
                .to_dict()
            )
            frame.loc[later, "agree_pct"] -= 13
            for wave, place, change in (("two", "A", -9), ("one", "L", -9), ("two", "L", -18)):
                for item in ITEMS:
                    put(tables, line(tables, wave, place, item), agree_pct=start[item] + change)
            frame["disagree_pct"] = 88 - frame["agree_pct"]

        assert faults(spoil) == []

    def test_rows_of_another_survey_are_not_looked_at(self) -> None:
        def spoil(tables: Tables) -> None:
            for place, city in (("C", "f"), ("F", "c")):
                give(tables, line_of_place("two", place), "city_code", city)
                give(tables, line_of_place("two", place), "survey", "bb-two")

        assert faults(spoil) == []

    def test_with_few_items_nothing_is_said(self) -> None:
        def spoil(tables: Tables) -> None:
            give(tables, line_of_place("two", "C"), "city_code", "f")
            give(tables, line_of_place("two", "F"), "city_code", "c")
            tables["perception"] = tables["perception"][
                tables["perception"]["item"].isin(ITEMS[:7])
            ]

        assert faults(spoil) == []


class TestOtherSurvey:
    def test_a_row_with_fewer_items_is_of_another(self) -> None:
        def spoil(tables: Tables) -> None:
            drop = [line(tables, "two", "D", item) for item in ITEMS[:2]]
            tables["perception"] = tables["perception"].drop(index=drop)

        (fault,) = faults(spoil)
        assert (fault.file.rsplit("/", 1)[-1], fault.row, fault.column, fault.value) == (
            "survey_places.csv",
            line_of_place("two", "D"),
            "survey",
            "D",
        )
        assert (
            fault.what
            == "has no figure for 2 items (item0, item1) that the other rows have (eu-two)"
        )
        assert fault.repair == "give the survey that it is of, in the column survey"

    def test_an_item_that_the_sidecar_leaves_out_is_none_that_lacks(self) -> None:
        def spoil(tables: Tables) -> None:
            put(
                tables,
                line(tables, "two", "D", "item0"),
                **{f"{part}_pct": math.nan for part in PARTS},
            )

        assert faults(spoil) == []

    def test_a_row_without_an_answer_that_all_others_have_is_of_another(self) -> None:
        def spoil(tables: Tables) -> None:
            row = line(tables, "two", "D", "item3")
            put(tables, row, not_applicable_pct=math.nan, no_answer_pct=12.0)

        (fault,) = faults(spoil)
        assert (fault.row, fault.column, fault.value) == (line_of_place("two", "D"), "survey", "D")
        assert fault.what == "has no not_applicable_pct of item3, as all other rows have (eu-two)"

    def test_a_share_that_few_have_anywhere_may_be_nobodys(self) -> None:
        def spoil(tables: Tables) -> None:
            # 4 per cent of every other city gave no answer, which may be 0 in this one
            put(
                tables,
                line(tables, "two", "D", "item3"),
                no_answer_pct=math.nan,
                not_applicable_pct=12.0,
            )

        assert faults(spoil) == []

    def test_a_row_with_a_flag_that_others_do_not_have_is_of_another(self) -> None:
        (fault,) = faults(lambda tables: put(tables, line(tables, "two", "D", "item3"), flags="d"))
        assert (fault.row, fault.column, fault.value) == (line_of_place("two", "D"), "survey", "D")
        assert fault.what == "carries the flag d, unlike the other rows (eu-two)"

    @pytest.mark.parametrize("flag", ["d:agree", "b:not_applicable"])
    def test_a_flag_of_one_answer_says_nothing_of_the_row(self, flag: str) -> None:
        assert (
            faults(lambda tables: put(tables, line(tables, "two", "D", "item3"), flags=flag)) == []
        )

    def test_a_flag_that_many_rows_have_is_the_surveys(self) -> None:
        def spoil(tables: Tables) -> None:
            for place in "DE":
                put(tables, line(tables, "two", place, "item3"), flags="d")

        assert faults(spoil) == []

    def test_a_row_that_is_said_to_be_of_another_may_differ(self) -> None:
        def spoil(tables: Tables) -> None:
            put(tables, line(tables, "two", "A", "item3"), flags="d")
            give(tables, line_of_place("two", "A"), "survey", "aa-two")

        assert faults(spoil) == []

    def test_a_survey_of_one_country_asks_in_no_other(self) -> None:
        # the survey is of AA, where A lies, and B does not
        (fault,) = faults(
            lambda tables: give(tables, line_of_place("two", "B"), "survey", "aa-two")
        )
        assert (fault.row, fault.column, fault.value) == (
            line_of_place("two", "B"),
            "survey",
            "aa-two",
        )
        assert fault.what == "is a survey of AA, and the city is in BB"
        assert fault.repair == "give the survey that it is of"
