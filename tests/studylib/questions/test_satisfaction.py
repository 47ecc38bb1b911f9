"""What goes with satisfaction, in an invented edition: the outcome never explains itself."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from studylib.charts.elementcharts import importance_dots
from studylib.findings import importance
from studylib.questions import satisfaction
from studylib.statistics.discoveries import judge
from studylib.statistics.importance import Importance

TREE = pd.DataFrame(
    [
        ["economy", "", "arithmetic", 0.5, None, None, None],
        ["jobs", "economy", "", None, 1, 0, 100],
        ["shops", "economy", "", None, 1, 0, 100],
        ["living", "", "arithmetic", 0.5, None, None, None],
        ["satisfied_with_city", "living", "arithmetic", None, None, None, None],
        ["here", "satisfied_with_city", "", None, 1, 0, 100],
        ["theft", "living", "", None, -1, 0, 100],
    ],
    columns=["node", "parent", "method", "min_coverage", "direction", "lower", "upper"],
)
AREAS = pd.DataFrame(
    {
        "area": ["economy", "living"],
        "label": ["Economy", "Living"],
        "colour": ["#0072B2", "#8C6D00"],
    }
)
ITEMS = pd.DataFrame(
    {
        "item": ["jobs", "shops", "here", "theft"],
        "label": ["Jobs", "Shops", "Happy here", "Theft"],
        "wording": ["There are jobs", "There are shops", "I am happy here", "There is theft"],
        "direction": [1, 1, 1, -1],
        "asked": True,
        "in_focus": [True, True, False, False],
    }
)
CODES = [f"c{number:02}" for number in range(24)]
CITIES = pd.DataFrame({"city_code": CODES, "country": list("RSTUVWXY") * 3})


def answers(*left_out: str) -> pd.DataFrame:
    random = np.random.default_rng(5)
    shares = {each: random.uniform(20, 80, len(CODES)) for each in ("jobs", "shops", "theft")}
    shares["here"] = 100 - shares["theft"]
    rows = [
        [item, code, value, 100 - value, 0.0]
        for item, values in shares.items()
        if item not in left_out
        for code, value in zip(CODES, values, strict=True)
    ]
    return pd.DataFrame(
        rows, columns=["item", "city_code", "positive_pct", "negative_pct", "no_answer_pct"]
    )


def test_the_outcome_is_left_out_of_the_scores_that_explain_it() -> None:
    known = satisfaction.split_outcome(answers(), ITEMS, TREE)
    assert known is not None
    outcome, made, asked = known
    assert asked == ("I am happy here",)
    assert made.framework.items == ["jobs", "shops", "theft"]
    # living is theft alone, turned: exactly what "here" was made to be, so it goes with all of the differences
    found = satisfaction.measure_area_importance(known, AREAS, CITIES, 95)
    table = satisfaction.tabulate_importance(found).set_index(["version", "measure"])
    assert found["all cities"].r_squared == 1.0 or abs(found["all cities"].r_squared - 1) < 1e-12
    assert table["part"].to_dict()[("all cities", "Living")] > 0.8
    assert outcome.corr(made.scores["living"]) > 1 - 1e-12
    importance_dots(table.reset_index())


def test_areas_out_of_focus_count_too_and_items_are_turned() -> None:
    known = satisfaction.split_outcome(answers(), ITEMS, TREE)
    found = satisfaction.measure_item_importance(known, ITEMS, AREAS, CITIES, 95).set_index("label")
    assert list(found.index) == [
        "Jobs",
        "Shops",
        "Jobs",
        "Shops",
        "Theft (denied)",
        "Theft (denied)",
    ]
    assert list(found["version"]) == [
        *["all cities"] * 2,
        *["within countries"] * 2,
        "all cities",
        "within countries",
    ]
    assert found["rho"].to_list()[4:] == [1.0, 1.0]
    assert found["held"].to_list() == [1, 1, 1, 1, 0, 0]
    said = importance._say_items(judge((found.reset_index(), "beyond"))[0])
    # denied theft goes with all of the differences: no interval, so it was not tested
    assert found["p"].isna().to_list() == [False] * 4 + [True] * 2
    assert "theft" not in said
    assert "Living has one item here, so no other is held fixed." in said
    assert said.startswith("All cities: of 3 items, ")
    assert "Within countries: of 3 items, " in said


def test_a_survey_without_the_question_says_so() -> None:
    known = satisfaction.split_outcome(answers("here"), ITEMS, TREE)
    assert known is None
    assert importance._say_areas(
        satisfaction.measure_area_importance(known, AREAS, CITIES, 95), 95, ()
    ) == (importance.NO_OUTCOME)
    assert importance._say_items(
        satisfaction.measure_item_importance(known, ITEMS, AREAS, CITIES, 95)
    ) == (importance.NO_OUTCOME)


def test_the_sentence_claims_a_first_only_where_intervals_part() -> None:
    known = satisfaction.split_outcome(answers(), ITEMS, TREE)
    assert known is not None
    said = importance._say_areas(
        satisfaction.measure_area_importance(known, AREAS, CITIES, 95), 95, known.asked
    )
    assert (
        "Satisfaction is the balance score of “I am happy here”. All cities (24; no cities left out)"
        in said
    )
    assert "Most goes with Living" in said
    assert "above that of every other area" in said
    assert "from resamples of countries" in said


@pytest.mark.parametrize(
    ("total", "ends", "part"),
    [
        # decided on the ends as they are: 0.0004 is above zero and is not printed as 0
        (0.0004, [(0.3, 0.5), (0.1, 0.2)], "Most goes with One (40 %, 30 to 50)"),
        (0.2, [(0.3, 0.5), (0.1, 0.3)], "its interval overlaps that of Two"),
        (0.2, [(0.3, 0.5), (0.0, 0.2)], "The interval reaches zero for Two."),
        (0.0, [(0.3, 0.5), (0.1, 0.2)], "it is left open whether anything goes with them"),
        (-0.1, [(0.3, 0.5), (0.1, 0.2)], "The interval reaches zero, so"),
        (math.nan, [(math.nan, math.nan)] * 2, "There are too few countries for intervals"),
    ],
)
def test_no_more_is_said_than_the_interval_carries(
    total: float, ends: list[tuple[float, float]], part: str
) -> None:
    low, high = zip(*ends, strict=True)
    table = pd.DataFrame(
        {"measure": ["One", "Two"], "part": [0.4, 0.15], "low": low, "high": high, "vif": 1.0}
    )
    found = Importance(table, 30, 0, 0.6, 0.55, total, math.nan if math.isnan(total) else 0.7, 9)
    said = importance._say_areas({"all cities": found}, 95, ["I like it"])
    assert part in said
    assert ("Most goes with" in said) == (total > 0 and low[0] > high[1])
    assert "60 % of the differences, 55 % without" in said
    if total == 0.0004:
        assert "interval 0.04 to 70" in said


def test_the_alt_text_and_the_table_tell_the_intervals() -> None:
    row = {
        "version": "all cities",
        "n": 30,
        "measure": "One",
        "vif": 1.0,
        "part": 0.02,
        "low": -0.041,
        "high": 0.004,
    }
    table = pd.DataFrame([row, {**row, "measure": "Two", "low": math.nan, "high": math.nan}])
    said = importance._describe_areas(table)
    assert "all cities: One 2 %, interval −4 to 0.4 and Two 2 %." in said
    assert importance._tabulate_areas(table)["Interval, %"].to_list() == [
        "−4 to 0.4",
        "",
    ]
    importance_dots(table.assign(colour="#0072B2"))


def test_areas_that_overlap_are_named_with_their_factors() -> None:
    table = pd.DataFrame(
        {"measure": ["One", "Two", "Three"], "part": [0.4, 0.15, 0.1], "low": 0.01, "high": 0.6}
    )
    said = [
        importance._say_areas(
            {"all cities": Importance(table.assign(vif=vif), 30, 0, 0.6, 0.55, 0.3, 0.7, 9)},
            95,
            ["I like it"],
        )
        for vif in ([6.64, 1, 1], [5, 1, 9.7], [4.9, 1, 1])
    ]
    assert "One overlaps much with the other areas (variance inflation factor 6.6)." in said[0]
    assert (
        "One and Three overlap much with the other areas (variance inflation factors 5.0 and 9.7)."
        in said[1]
    )
    assert "overlap much" not in said[2]


def test_the_items_of_the_outcome_are_named() -> None:
    two = ITEMS.assign(
        item=["jobs", "shops", "here", "there"], wording=["a", "b", "I like it", "You like it"]
    )
    tree = TREE.assign(
        node=TREE["node"].replace("theft", "there"), direction=TREE["direction"].replace(-1, 1)
    )
    tree.loc[tree["node"] == "there", "parent"] = "satisfied_with_city"
    known = satisfaction.split_outcome(answers().replace("theft", "there"), two, tree)
    assert known is not None
    assert importance._say_outcome(known.asked) == (
        "the mean of the balance scores of “I like it” and “You like it”"
    )
