"""Area scores over editions, worked out on paper for invented cities, and their parts on generated panels and on the real figures."""

from __future__ import annotations

import math

import invented
import numpy as np
import pandas as pd
import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st

from quire.core.project import Project
from studylib.charts.trendcharts import trend_panels
from studylib.data.raw import check
from studylib.findings import across_changes
from studylib.questions import area_changes
from studylib.questions.area_changes import NO_CITY, NO_ITEM, AreaChanges
from studylib.statistics.discoveries import judge

GAP = math.nan
NAMES = ["jobs", "shops", "wages", "parks", "noise"]
ITEMS = pd.DataFrame(
    {
        "item": NAMES,
        "label": [each.title() for each in NAMES],
        "area": [*["work"] * 3, "life", "life"],
    }
)
AREAS = pd.DataFrame(
    {
        "edition": "2001",
        "area": ["work", "life"],
        "label": ["Work", "Life"],
        "colour": ["#0072B2", "#8C6D00"],
    }
)
TREE = pd.DataFrame(
    {
        "node": ["work", "life", *NAMES],
        "parent": ["", "", "work", "work", "work", "life", "life"],
        "direction": ["", "", "1", "1", "1", "1", "-1"],
        "method": ["arithmetic", "arithmetic", *[""] * 5],
        "min_coverage": [0.5, 0.5, *[GAP] * 5],
        "lower": [GAP, GAP, *[0.0] * 5],
        "upper": [GAP, GAP, *[100.0] * 5],
    }
)
CITIES = pd.DataFrame(
    {"edition": "2001", "survey_unit": list("abcd"), "city": list("ABCD"), "country": list("XYZZ")}
)
Figures = dict[tuple[str, str], dict[str, float]]
FIGURES: Figures = {
    ("2001", "jobs"): {"a": 10, "b": 20, "c": 30},
    ("2001", "shops"): {"a": 30, "b": 40, "c": 50},
    ("2001", "parks"): {"a": 60},
    ("2004", "jobs"): {"a": 14, "b": 24, "d": 80},
    ("2004", "wages"): {"a": 50, "b": 70, "d": 90},
    ("2004", "noise"): {"a": 60},
}


def made(figures: Figures, positive_only: str = "", rescaled: tuple[str, ...] = ()) -> AreaChanges:
    """Areas over the editions of some figures; what two editions asked under one name is the same, if it is not said to be rescaled."""
    editions = sorted({edition for edition, _ in figures})
    rows = [
        [edition, item, code, share, GAP if edition == positive_only else 100 - share, 0.0]
        for (edition, item), shares in figures.items()
        for code, share in shares.items()
    ]
    answers = pd.DataFrame(
        rows,
        columns=["edition", "item", "survey_unit", "positive_pct", "negative_pct", "no_answer_pct"],
    )
    items = pd.concat(
        ITEMS.assign(
            edition=edition, asked=[(edition, each) in figures for each in NAMES], in_focus=False
        )
        for edition in editions
    )
    known = pd.DataFrame(
        [
            [edition, name, name, status if (edition, name) in figures else "not asked", "Because"]
            for edition in editions
            for name in NAMES
            for status in ["rescaled" if name in rescaled else "same"]
        ],
        columns=["edition", "concept", "item", "status", "reason"],
    ).assign(
        survey=lambda rows: rows["edition"], wave_year=lambda rows: rows["edition"].astype(int)
    )
    tree = pd.concat(TREE.assign(edition=edition) for edition in editions)
    scores = area_changes.score_editions(answers, items, tree)
    found = area_changes.measure_area_changes(scores, known, items, AREAS, CITIES, 95)
    return found._replace(changes=judge((found.changes, "moved"))[0])


def test_the_difference_of_own_scores_is_taken_apart_on_paper() -> None:
    found = made(FIGURES)
    assert len(found.changes) == 1
    row = found.changes.to_dict("records")[0]
    assert (row["label"], row["items"], row["cities"], row["names"]) == (
        "Work",
        "Jobs",
        2,
        "A; B",
    )
    # jobs of a and b: 15 to 19; own scores: 20, 30, 40 to 32, 47, 85
    assert (row["score_before"], row["score_after"], row["within"]) == pytest.approx((15, 19, 4))
    assert (row["all_before"], row["all_after"]) == pytest.approx((30, 164 / 3))
    # own scores of a and b: 25 to 39.5, so other items add 10.5; the rest of 24.67 is other cities
    assert row["method"] == pytest.approx(10.5)
    assert row["other_cities"] == pytest.approx(164 / 3 - 30 - 14.5)
    assert row["within"] + row["other_cities"] + row["method"] == pytest.approx(
        row["whole"], abs=1e-9
    )


def test_an_area_without_a_common_item_is_refused_by_name() -> None:
    found = made(FIGURES)
    assert found.refused.to_numpy().tolist() == [["Life", "2001", "2004", NO_ITEM]]
    assert f"Life has no score for 2001 to 2004 ({NO_ITEM})." in across_changes._say_areas(found)


def test_an_item_that_both_asked_in_another_way_is_not_common() -> None:
    figures: Figures = {**FIGURES, ("2004", "shops"): {"a": 1, "b": 2, "d": 3}}
    found = made(figures, rescaled=("shops",)).changes.to_dict("records")[0]
    assert (found["items"], found["within"]) == ("Jobs", pytest.approx(4))


def test_an_item_without_any_balance_in_one_of_them_is_not_common() -> None:
    found = made({**FIGURES, ("2001", "jobs"): {"a": GAP, "b": GAP, "c": GAP}})
    assert ["Work", "2001", "2004", NO_ITEM] in found.refused.to_numpy().tolist()


def test_an_area_without_a_city_in_both_is_refused_too() -> None:
    found = made({**FIGURES, ("2001", "noise"): {"b": 10}})
    assert found.refused.to_numpy().tolist() == [["Life", "2001", "2004", NO_CITY]]


def test_an_edition_with_positive_shares_only_has_no_balance_and_is_stepped_over() -> None:
    between: Figures = {**FIGURES, ("2002", "jobs"): {"a": 50, "b": 50}}
    found = made(between, positive_only="2002")
    assert found.without == ("2002",)
    assert found.changes[["before", "after"]].to_numpy().tolist() == [["2001", "2004"]]
    assert found.changes["within"].to_list() == pytest.approx([4])
    assert (
        "The survey of 2002 has no balance, because this copy has positive shares only"
        in across_changes._say_areas(found)
    )


def test_a_city_is_compared_on_the_same_items_in_both() -> None:
    figures: Figures = {
        ("2001", "jobs"): {"a": 10, "b": 20},
        ("2001", "shops"): {"a": 90, "b": 40},
        ("2004", "jobs"): {"a": 20, "b": 30},
        ("2004", "shops"): {"b": 50},
    }
    # a: jobs alone, 10 to 20, though 2001 has its shops; b: 30 to 40
    row = made(figures).changes.to_dict("records")[0]
    assert (row["score_before"], row["score_after"], row["within"]) == pytest.approx((20, 30, 10))


def test_an_item_that_is_called_otherwise_before_is_found_by_its_concept() -> None:
    known = pd.DataFrame(
        [["2001", "jobs", "work"], ["2004", "jobs", "jobs"]], columns=["edition", "concept", "item"]
    )
    assert area_changes._names_before(["jobs"], ["2001", "2004"], known) == ["work"]


def test_a_line_joins_two_editions_only() -> None:
    figures: Figures = {
        **FIGURES,
        ("2007", "jobs"): {"a": 16, "b": 26, "d": 90},
        ("2007", "wages"): {"a": 50, "b": 70, "d": 90},
    }
    found = made(figures).changes
    lines = area_changes.build_area_lines(found, {"2001": 2001, "2004": 2003, "2007": 2007})
    drawn = [
        list(np.asarray(line.get_xydata()).ravel())
        for line in trend_panels(lines, "Score").axes[0].lines
    ]
    # 2001 to 2004 on jobs of a and b; 2004 to 2007 on jobs and wages of a, b and d
    assert drawn[0] == pytest.approx([2001, 15, 2003, 19])
    assert drawn[1] == pytest.approx([2003, 164 / 3, 2007, (33 + 48 + 90) / 3])
    assert len(drawn) == 2
    assert lines["items"].to_list() == ["Jobs", "Jobs", "Jobs; Wages", "Jobs; Wages"]
    assert (
        "Work 15 in 2001 to 19 in 2004 (2 cities) and 55 in 2004 to 57 in 2007 (3 cities)"
        in across_changes._describe_areas(found)
    )


def test_the_table_names_items_and_cities() -> None:
    shown = across_changes._tabulate_areas(made(FIGURES).changes).to_dict("records")[0]
    assert (str(shown["Common items"]), shown["Common items"].more) == ("1 item", ("Jobs",))
    assert (str(shown["Cities in both"]), shown["Cities in both"].more) == ("2", ("A", "B"))
    parts = ("Same cities, points", "Other items, points", "Own scores, points")
    assert tuple(shown[part] for part in parts) == ("+4.0", "+10.5", "+24.7")


SHARES = st.dictionaries(st.sampled_from("abcd"), st.floats(0, 100), min_size=1)


@given(st.lists(SHARES, min_size=5, max_size=5))
def test_the_parts_sum_to_the_whole(shares: list[dict[str, float]]) -> None:
    keys = [
        ("2001", "jobs"),
        ("2001", "shops"),
        ("2004", "jobs"),
        ("2004", "wages"),
        ("2004", "shops"),
    ]
    found = made(dict(zip(keys, shares, strict=True)))
    assert len(found.changes) + len(found.refused) > 0
    for row in found.changes.to_dict("records"):
        assert row["within"] + row["other_cities"] + row["method"] == pytest.approx(
            row["whole"], abs=1e-9
        )
        assert row["within"] == pytest.approx(row["score_after"] - row["score_before"], abs=1e-9)


@pytest.fixture(scope="module")
def real() -> AreaChanges:
    data = check(Project(ROOT))
    tables = invented.tables_of(data)
    names = ("answers", "items", "tree", "comparability", "areas", "cities")
    answers, items, tree, known, areas, cities = (
        pd.concat(
            [frames[name].assign(edition=id) for id, frames in tables.items()], ignore_index=True
        )
        for name in names
    )
    scores = area_changes.score_editions(answers, items, tree)
    return area_changes.measure_area_changes(scores, known, items, areas, cities, 95)


def test_the_real_parts_sum_to_the_whole(real: AreaChanges) -> None:
    parts = real.changes["within"] + real.changes["other_cities"] + real.changes["method"]
    assert parts.to_list() == pytest.approx(real.changes["whole"].to_list(), abs=1e-9)
    assert len(real.changes) + len(real.refused) == 12


def test_governance_is_refused_and_the_follow_up_has_no_score(real: AreaChanges) -> None:
    assert real.refused.to_numpy().tolist() == [["Governance", "2017", "2019", NO_ITEM]]
    assert real.without == ("2023",)
