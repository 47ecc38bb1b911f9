"""Issues that residents name, on a few invented cities worked out on paper."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
import pytest
from small import dots, row

from studylib.charts.elementcharts import change_dots, corner_plane
from studylib.charts.strips import issue_strips
from studylib.data.tables import EditionFacts
from studylib.findings import issues
from studylib.findings.chance import WHOLE_SURVEY
from studylib.questions import priorities
from studylib.statistics.discoveries import judge

ISSUES = pd.DataFrame(
    {
        "issue": ["noise", "jobs", "help", "none"],
        "label": ["Noise", "Jobs", "Help", "No answer"],
        "is_issue": [True, True, True, False],
        "item": ["quiet", "work", "", ""],
    }
)
CITIES = pd.DataFrame(
    {
        "city_code": list("abcde"),
        "city": ["A", "B", "C", "D", "E"],
        "country": ["X", "X", "Y", "Y", "Z"],
    }
)
ITEMS = pd.DataFrame(
    {"item": ["quiet", "work"], "wording": ["It is quiet", "There is work"], "asked": [True, True]}
)


def table(year: int, **shares: list[float | None]) -> pd.DataFrame:
    rows = [
        [year, issue, code, share]
        for issue, row in shares.items()
        for code, share in zip("abcde", row, strict=False)
        if share is not None
    ]
    return pd.DataFrame(rows, columns=["year", "issue", "city_code", "named_pct"]).assign(
        survey_unit=lambda frame: frame["city_code"]
    )


BEFORE = table(2001, noise=[10, 20, 30, 40], jobs=[50, 50, 50, 50], none=[1, 1, 1, 1])
NOW = table(
    2004,
    noise=[12, 20, 32, 44, 90],
    jobs=[40, 30, 20, 10, 5],
    help=[7, 7, 7, 7, 7],
    none=[2, 2, 2, 2, 2],
)
ANSWERS = pd.DataFrame(
    [["quiet", code, 80 - 5 * index] for index, code in enumerate("abcde")]
    + [["work", code, 20 + 5 * index] for index, code in enumerate("abcde")],
    columns=["item", "city_code", "favourable_pct"],
).astype({"favourable_pct": float})


@pytest.fixture
def named() -> pd.DataFrame:
    return priorities.list_named_issues(pd.concat([BEFORE, NOW]), ISSUES, CITIES)


def test_no_answer_is_no_issue(named: pd.DataFrame) -> None:
    assert set(named["label"]) == {"Noise", "Jobs", "Help"}


def test_the_spread_over_all_cities(named: pd.DataFrame) -> None:
    now = priorities.select_latest(named, 2004)
    spread = priorities.summarise_issues(now).set_index("label")
    assert row(spread, "Noise", list(spread.columns)) == [5, 12, 20, 32, 44, 90]
    assert spread.loc["Jobs", "median"] == 20
    assert len(dots(issue_strips(now, spread.reset_index()).axes[0])) == len(now)


def test_the_change_is_that_of_the_cities_in_both(named: pd.DataFrame) -> None:
    change = priorities.measure_panel_change(named, 2004, 95).set_index("label")
    # noise: 2, 0, 2, 4 in countries X, X, Y, Y: mean 2; sums of deviations -2 and 2, error sqrt(2 * 8) / 4 = 1
    noise = change.loc["Noise"]
    assert (
        noise["cities"],
        noise["countries"],
        noise["before"],
        noise["now"],
        noise["change"],
    ) == (4, 2, 25, 27, 2)
    assert noise["high"] == pytest.approx(2 + 12.7062, abs=1e-3)
    assert change.loc["Jobs", "change"] == -25
    assert "Help" not in change.index
    (judged_change,) = judge((change.reset_index(), "beyond"))
    said = issues._say_change(judged_change, named, 2004)
    assert said.startswith("In 4 cities of 2 countries")
    # t = 2 for noise and 25 / 10 for jobs, each with one degree of freedom: no change to speak of
    assert "0 of 2 issues changed beyond chance. Intervals" in said
    assert WHOLE_SURVEY not in said
    moved = issues._say_change(judged_change.assign(beyond=[True, False]), named, 2004)
    assert "1 of 2 issues changed beyond chance. Named less: jobs (" in moved
    assert moved.endswith(WHOLE_SURVEY)
    axes = change_dots(judged_change.assign(low=1.0, high=2.0, beyond=[True, False])).axes[0]
    # filled is what counts, not what leaves out zero
    faces = np.asarray(axes.collections[-1].get_facecolor())[:, :3]
    assert [bool((face == 1).all()) for face in faces] == [False, True]


def test_without_an_earlier_survey_there_is_no_change(named: pd.DataFrame) -> None:
    assert priorities.measure_panel_change(named, 2001, 95).empty
    assert priorities.measure_panel_change(named, None, 95).empty
    none = priorities.measure_panel_change(named, 2001, 95)
    assert issues._say_change(none, named, 2001).endswith(
        "the survey of 2001 is the first here with figures on issues."
    )
    assert "the survey beside this edition has no figures" in issues._say_change(none, named, 2007)
    assert "no survey stands beside" in issues._say_change(none, named, None)
    moved = named[(named["year"] == 2001) | (named["city_code"] == "e")]
    assert "no city of the survey of 2004 is in the one before" in issues._say_change(
        none, moved, 2004
    )


def test_named_often_and_satisfied_little_is_the_corner(named: pd.DataFrame) -> None:
    now = priorities.select_latest(named, 2004)
    corner = priorities.find_corner(now, ANSWERS, ITEMS, 95).set_index("label")
    # noise 32 named and 70 satisfied, jobs 20 and 30, by hand; the middle issue is 26 and 50
    assert row(corner, "Noise", ["named_pct", "favourable_pct"]) == [32, 70]
    assert row(corner, "Jobs", ["named_pct", "favourable_pct"]) == [20, 30]
    assert not corner["in_corner"].any()
    assert corner["rho"].round(6).to_list() == [-1.0, -1.0]
    # three countries: no interval tells how far from the line an issue is
    assert corner["near"].all()
    swapped = now.assign(item=now["item"].map({"quiet": "work", "work": "quiet", "": ""}))
    turned = priorities.find_corner(swapped, ANSWERS, ITEMS, 95).set_index("label")
    assert turned["in_corner"].to_dict() == {"Jobs": False, "Noise": True}
    said = issues._say_corner(judge((turned.reset_index(), "beyond"))[0])
    assert (
        "By the medians, in that corner: noise (named by 32 %, 30 % satisfied, 5 cities, near the line)."
        in said
    )
    assert "Near the line outside it: jobs." in said
    axes = corner_plane(turned.reset_index()).axes[0]
    assert sorted(dots(axes)) == [20, 32]


def test_only_a_clear_correlation_is_told() -> None:
    corner = pd.DataFrame(
        {
            "label": ["Noise", "Jobs"],
            "cities": [9, 9],
            "named_pct": [20.0, 30.0],
            "favourable_pct": [50.0, 60.0],
            "rho": [-0.8, -0.3],
            "low": [-0.9, -0.7],
            "high": [-0.5, 0.2],
            "in_corner": [False, False],
            "near": [False, False],
            "beyond": [True, False],
        }
    )
    assert issues._say_corner(corner) == (
        "By the medians, no issue is in that corner. Where fewer residents are satisfied, more name the issue: noise (ρ −0.80). "
        "This compares cities; it says nothing of causes."
    )


def shares(**shares: Sequence[float]) -> pd.DataFrame:
    """Ten cities, each the only one of its country, with what they name and how many are satisfied."""
    rows = [
        [issue, issue, f"c{place}", f"country {place}", value]
        for issue, values in shares.items()
        for place, value in enumerate(values)
    ]
    return pd.DataFrame(rows, columns=["label", "item", "city_code", "country", "named_pct"])


def test_what_is_near_the_line_is_what_countries_drawn_anew_leave_open() -> None:
    wide = list(range(0, 20, 2))
    # of five issues, two are always named more than the median issue: one is always satisfied less, one now and then
    now = shares(
        clear=[60 + each for each in wide],
        other=[70 + each for each in wide],
        line=[40 + each for each in wide],
        low=[20 + each for each in wide],
        least=wide,
    )
    satisfied = {"clear": 10, "low": 70, "least": 80, "line": 50}
    answers = now.drop(columns="named_pct").assign(
        favourable_pct=[
            satisfied.get(item, 0) + (5 * (place % 10) + 25 if item == "other" else 0)
            for place, item in enumerate(now["item"])
        ]
    )
    items = pd.DataFrame({"item": now["item"].unique(), "wording": "", "asked": True})
    corner = priorities.find_corner(now, answers, items, 95).set_index("label")
    assert corner["in_corner"].to_dict() == {
        "clear": True,
        "least": False,
        "line": False,
        "low": False,
        "other": True,
    }
    # other: 25 to 70 satisfied, median 47.5 beside the median issue's 50; line is the median issue of both
    assert corner["near"].to_dict() == {
        "clear": False,
        "least": False,
        "line": True,
        "low": False,
        "other": True,
    }


def test_the_order_of_issues_is_told_where_intervals_of_differences_part_them() -> None:
    study = EditionFacts(wave_year=2004)
    wide = list(range(0, 20, 2))
    apart = shares(
        a=[80 + each for each in wide], b=[60 + each for each in wide], c=[40] * 10, d=[9] * 10
    )
    order = priorities.order_issues(apart, 95)
    # a is above b by 20 in every city, so in every resample; c's median is 29 below that of b, which is 69
    assert order["label"].to_list() == ["a", "b", "c", "d"]
    assert order["low"].to_list()[1] == order["high"].to_list()[1] == 20
    assert order["low"].to_list()[2] > 0
    said = issues._say_spread(priorities.summarise_issues(apart), order, study)
    assert "those of a (89 %), b (69 %) and c (40 %), in this order. Residents" in said
    level = shares(a=[80] * 10, b=[60] * 10, c=wide, d=wide[::-1])
    said = issues._say_spread(
        priorities.summarise_issues(level), priorities.order_issues(level, 95), study
    )
    assert "in this order. D may be as high as the last of them." in said
    many = shares(a=[80] * 10, b=[60] * 10, c=[40] * 10, d=[9] * 10, e=[8] * 10)
    assert priorities.order_issues(many, 95)["above"].to_list()[1:] == ["a", "b", "c", "c"]
    assert priorities.order_issues(many, 95)["low"].to_list()[1:] == [20, 20, 31, 32]
    order = priorities.order_issues(shares(a=wide, b=wide[::-1], c=[1] * 10), 95)
    said = issues._say_spread(priorities.summarise_issues(level), order, study)
    assert "c (1 %); their order is not certain. Residents" in said


def test_each_city_has_its_own_corner(named: pd.DataFrame) -> None:
    by_city = priorities.list_city_issues(priorities.select_latest(named, 2004), ANSWERS).set_index(
        "city"
    )
    assert by_city.loc["A", "most"] == "Jobs 40 %, Noise 12 %, Help 7 %"
    assert by_city["corner"].to_dict() == {
        "A": "Jobs",
        "B": "Jobs",
        "C": "",
        "D": "Noise",
        "E": "Noise",
    }


def test_countries_with_few_cities_are_left_out(named: pd.DataFrame) -> None:
    found = priorities.summarise_by_country(priorities.select_latest(named, 2004), 2)
    assert set(found["country"]) == {"X", "Y"}
    assert found.set_index(["label", "country"]).loc[("Noise", "Y"), "named_pct"] == 38


def test_a_survey_that_did_not_ask_gives_one_sentence_and_no_table() -> None:
    none = priorities.select_latest(
        priorities.list_named_issues(NOW.iloc[:0], ISSUES, CITIES), 2007
    )
    study = EditionFacts(wave_year=2007)
    order = priorities.order_issues(none, 95)
    assert issues._say_spread(priorities.summarise_issues(none), order, study) == issues.NOT_ASKED
    corner = priorities.find_corner(none, ANSWERS, ITEMS, 95)
    assert issues._say_corner(corner) == issues.NOT_ASKED
    assert priorities.list_city_issues(none, ANSWERS).empty


def test_names_of_issues_lie_on_no_other_name() -> None:
    corner = pd.DataFrame(
        {
            "label": [f"Some issue {number}" for number in range(9)],
            "named_pct": [18.0, 38, 44, 19, 8, 24, 21, 42, 28],
            "favourable_pct": [63.5, 69, 75, 31, 63.5, 69.5, 63.5, 27.5, 74],
            "in_corner": False,
            "near": False,
        }
    )
    figure = corner_plane(corner)
    figure.canvas.draw()
    texts = [each for each in figure.axes[0].texts if each.get_text().startswith("Some")]
    boxes = [each.get_window_extent() for each in texts]
    assert len(boxes) == 9
    assert not any(
        one.overlaps(other) for index, one in enumerate(boxes) for other in boxes[:index]
    )
