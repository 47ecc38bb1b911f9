"""Issues that residents name, on a few invented cities worked out on paper."""

from __future__ import annotations

from types import SimpleNamespace

import pandas as pd
import pytest
from small import dots, row

from studylib.analysis import priorities
from studylib.drawing.elementcharts import change_dots, corner_plane, issue_lines
from studylib.sentences import element_findings

ISSUES = pd.DataFrame(
    {
        "issue": ["noise", "jobs", "help", "none"],
        "label": ["Noise", "Jobs", "Help", "No answer"],
        "is_issue": [True, True, True, False],
        "item": ["quiet", "work", "", ""],
    }
)
CITIES = pd.DataFrame(
    {"city_code": list("abcde"), "city": ["A", "B", "C", "D", "E"], "country": ["X", "X", "Y", "Y", "Z"]}
)
ITEMS = pd.DataFrame({"item": ["quiet", "work"], "wording": ["It is quiet", "There is work"], "asked": [True, True]})


def table(year: int, **shares: list[float | None]) -> pd.DataFrame:
    rows = [
        [year, issue, code, share]
        for issue, row in shares.items()
        for code, share in zip("abcde", row, strict=False)
        if share is not None
    ]
    return pd.DataFrame(rows, columns=["year", "issue", "city_code", "named_pct"])


BEFORE = table(2001, noise=[10, 20, 30, 40], jobs=[50, 50, 50, 50], none=[1, 1, 1, 1])
NOW = table(2004, noise=[12, 20, 32, 44, 90], jobs=[40, 30, 20, 10, 5], help=[7, 7, 7, 7, 7], none=[2, 2, 2, 2, 2])
ANSWERS = pd.DataFrame(
    [["quiet", code, 80 - 5 * index] for index, code in enumerate("abcde")]
    + [["work", code, 20 + 5 * index] for index, code in enumerate("abcde")],
    columns=["item", "city_code", "favourable_pct"],
).astype({"favourable_pct": float})


@pytest.fixture
def named() -> pd.DataFrame:
    return priorities.named_issues(pd.concat([BEFORE, NOW]), ISSUES, CITIES)


def test_no_answer_is_no_issue(named: pd.DataFrame) -> None:
    assert set(named["label"]) == {"Noise", "Jobs", "Help"}


def test_the_spread_over_all_cities(named: pd.DataFrame) -> None:
    spread = priorities.issue_spread(priorities.latest(named, 2004)).set_index("label")
    assert row(spread, "Noise", list(spread.columns)) == [5, 12, 20, 32, 44, 90]
    assert spread.loc["Jobs", "median"] == 20
    issue_lines(spread.reset_index())


def test_the_change_is_that_of_the_cities_in_both(named: pd.DataFrame) -> None:
    change = priorities.panel_change(named, 2004, 95).set_index("label")
    # noise: 2, 0, 2, 4 in countries X, X, Y, Y: mean 2; sums of deviations -2 and 2, error sqrt(2 * 8) / 4 = 1
    noise = change.loc["Noise"]
    assert (noise["cities"], noise["countries"], noise["before"], noise["now"], noise["change"]) == (4, 2, 25, 27, 2)
    assert noise["high"] == pytest.approx(2 + 12.7062, abs=1e-3)
    assert change.loc["Jobs", "change"] == -25
    assert "Help" not in change.index
    said = element_findings.change_sentence(change.reset_index())
    assert said.startswith("In 4 cities of 2 countries")
    assert "leaves out zero for 0 of 2 issues" in said
    change_dots(change.reset_index())


def test_without_an_earlier_survey_there_is_no_change(named: pd.DataFrame) -> None:
    assert priorities.panel_change(named, 2001, 95).empty
    assert priorities.panel_change(named, None, 95).empty
    assert "no change can be given" in element_findings.change_sentence(priorities.panel_change(named, 2001, 95))


def test_named_often_and_satisfied_little_is_the_corner(named: pd.DataFrame) -> None:
    now = priorities.latest(named, 2004)
    corner = priorities.corner(now, ANSWERS, ITEMS, 95).set_index("label")
    # noise 32 named and 70 satisfied, jobs 20 and 30, by hand; the middle issue is 26 and 50
    assert row(corner, "Noise", ["named_pct", "favourable_pct"]) == [32, 70]
    assert row(corner, "Jobs", ["named_pct", "favourable_pct"]) == [20, 30]
    assert not corner["in_corner"].any()
    assert corner["rho"].round(6).to_list() == [-1.0, -1.0]
    swapped = now.assign(item=now["item"].map({"quiet": "work", "work": "quiet", "": ""}))
    turned = priorities.corner(swapped, ANSWERS, ITEMS, 95).set_index("label")
    assert turned["in_corner"].to_dict() == {"Jobs": False, "Noise": True}
    said = element_findings.corner_sentence(turned.reset_index())
    assert "noise (named by 32 %, 30 % satisfied, 5 cities)" in said
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
        }
    )
    assert element_findings.corner_sentence(corner) == (
        "No issue is in that corner. Cities with fewer satisfied residents name the issue more often for noise (ρ −0.80). "
        "Over cities, and so no word on what causes what."
    )


def test_each_city_has_its_own_corner(named: pd.DataFrame) -> None:
    by_city = priorities.city_issues(priorities.latest(named, 2004), ANSWERS).set_index("city")
    assert by_city.loc["A", "most"] == "Jobs 40 %, Noise 12 %, Help 7 %"
    assert by_city["corner"].to_dict() == {"A": "Jobs", "B": "Jobs", "C": "", "D": "Noise", "E": "Noise"}


def test_countries_with_few_cities_are_left_out(named: pd.DataFrame) -> None:
    found = priorities.country_issues(priorities.latest(named, 2004), 2, "#000000")
    assert set(found["country"]) == {"X", "Y"}
    assert found.set_index(["label", "country"]).loc[("Noise", "Y"), "named_pct"] == 38


def test_a_survey_that_did_not_ask_gives_one_sentence_and_no_table() -> None:
    none = priorities.latest(priorities.named_issues(NOW.iloc[:0], ISSUES, CITIES), 2007)
    study = SimpleNamespace(wave_year=2007)
    assert element_findings.spread_sentence(priorities.issue_spread(none), study) == element_findings.NOT_ASKED
    corner = priorities.corner(none, ANSWERS, ITEMS, 95)
    assert element_findings.corner_sentence(corner) == element_findings.NOT_ASKED
    assert priorities.city_issues(none, ANSWERS).empty


def test_names_of_issues_lie_on_no_other_name() -> None:
    corner = pd.DataFrame(
        {
            "label": [f"Some issue {number}" for number in range(9)],
            "named_pct": [18.0, 38, 44, 19, 8, 24, 21, 42, 28],
            "favourable_pct": [63.5, 69, 75, 31, 63.5, 69.5, 63.5, 27.5, 74],
            "in_corner": False,
        }
    )
    figure = corner_plane(corner)
    figure.canvas.draw()
    texts = [each for each in figure.axes[0].texts if each.get_text().startswith("Some")]
    boxes = [each.get_window_extent() for each in texts]
    assert len(boxes) == 9
    assert not any(one.overlaps(other) for index, one in enumerate(boxes) for other in boxes[:index])
