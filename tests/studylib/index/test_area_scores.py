"""Area scores worked out on paper for a few invented cities, with intervals that come from the samples alone."""

from __future__ import annotations

import math
from dataclasses import replace

import pandas as pd
import pytest

from studylib.index import area_scores
from studylib.index.choices import choose_sampling
from studylib.index.framework import Steps
from studylib.index.uncertainty import Uncertainty, measure_uncertainty
from studylib.statistics.sampling import draw_samples

GAP = math.nan
ITEMS = pd.DataFrame(
    {
        "item": ["jobs", "shops", "theft", "parks"],
        "area": ["work", "work", "life", "life"],
        "asked": [True, True, True, False],
        "in_focus": True,
    }
)
TREE = pd.DataFrame(
    {
        "node": ["work", "jobs", "shops", "life", "theft", "parks"],
        "parent": ["", "work", "work", "", "life", "life"],
        "direction": ["", "1", "1", "", "-1", "1"],
        "method": ["arithmetic", "", "", "arithmetic", "", ""],
        "min_coverage": [0.75, GAP, GAP, 0.75, GAP, GAP],
        "lower": [GAP, 0, 0, GAP, 0, 0],
        "upper": [GAP, 100, 100, GAP, 100, 100],
    }
)
AREAS = pd.DataFrame(
    {"area": ["work", "life", "green"], "label": ["Work", "Life", "Green"], "colour": "#000000"}
)
BANDS = pd.DataFrame({"band": [1, 2], "lower": [0.0, 50.0], "label": ["low", "high"]})
CITIES = pd.DataFrame(
    {"city_code": ["B", "A", "C"], "city": ["Alpha", "Beta", "Gamma"], "country": "Aland"}
)
ROWS = [
    ("jobs", "A", 60, 40, 0),
    ("jobs", "B", 50, 30, 20),
    ("jobs", "C", 10, 90, 0),
    ("shops", "A", 80, 20, 0),
    ("shops", "B", 20, 80, GAP),
    ("shops", "C", 10, GAP, 0),
    ("theft", "A", 25, 75, 0),
    ("parks", "A", 99, 1, 0),
]
ANSWERS = pd.DataFrame(
    ROWS, columns=["item", "city_code", "positive_pct", "negative_pct", "no_answer_pct"]
)
DIRECTIONS = {"jobs": 1, "shops": 1, "theft": -1}
ASKED = 400


@pytest.fixture(scope="module")
def made() -> Uncertainty:
    found = area_scores.score_with_samples(ASKED, TREE, ANSWERS, ITEMS)
    assert found is not None
    return found


def test_scores_on_paper(made: Uncertainty) -> None:
    # A: (60 + 80) / 2; B: (60 + 20) / 2; C has half of the items; theft is turned: 100 - 25
    assert made.nominal.scores["work"].to_list() == pytest.approx([70, 40, GAP], nan_ok=True)
    assert made.nominal.scores["life"].to_list() == pytest.approx([75, GAP, GAP], nan_ok=True)
    assert set(made.nominal.framework.items) == {"jobs", "shops", "theft"}


def test_intervals_are_those_of_the_samples(made: Uncertainty) -> None:
    table = area_scores.tabulate_scores(made, AREAS, CITIES, BANDS, 95)
    assert table[["area", "city", "band", "coverage_pct"]].to_numpy().tolist() == [
        ["Work", "Alpha", "low", 100],
        ["Work", "Beta", "high", 100],
        ["Life", "Beta", "high", 100],
    ]
    # A, work: errors sqrt(0.6 * 0.4 / 400) and sqrt(0.8 * 0.2 / 400), going the same way: (2.449 + 2) / 2, by 1.96
    beta = table[(table["city"] == "Beta") & (table["area"] == "Work")]
    assert beta["low"].item() == pytest.approx(70 - 1.96 * 2.2247, abs=0.6)
    assert beta["high"].item() == pytest.approx(70 + 1.96 * 2.2247, abs=0.6)


def test_errors_of_items_that_point_in_opposite_directions_add_up_in_the_area_they_share() -> None:
    # jobs and theft in one area: errors sqrt(0.6 * 0.4 / 400) and sqrt(0.25 * 0.75 / 400), 2.449 and 2.165 points
    tree = TREE[TREE["node"].isin(["work", "jobs", "theft"])].assign(parent=["", "work", "work"])
    rows = ANSWERS[(ANSWERS["city_code"] == "A") & ANSWERS["item"].isin(["jobs", "theft"])]
    balances, errors = (
        area_scores.compute_balances(rows, ITEMS),
        area_scores.compute_errors(rows, ITEMS, 400),
    )
    found = area_scores.compare_interval_widths(
        balances, errors, area_scores.build_area_framework(tree, balances), AREAS, 95
    )
    assert found[["area", "items", "between_items"]].to_numpy().tolist() == [
        ["Work", 2, each] for each in (0, 0.3, 1)
    ]
    apart, widest = (2.449**2 + 2.165**2) ** 0.5 / 2, (2.449 + 2.165) / 2
    between = (2.449**2 + 2.165**2 + 2 * 0.3 * 2.449 * 2.165) ** 0.5 / 2
    assert found["half_width"].to_list() == pytest.approx(
        [1.96 * each for each in (apart, between, widest)], abs=0.45
    )
    alone = area_scores.compare_interval_widths(
        balances, errors, area_scores.build_area_framework(TREE, balances), AREAS, 95
    )
    assert alone.empty
    # what the study prints is the widest
    printed = area_scores.score_with_samples(ASKED, tree, rows, ITEMS)
    assert printed is not None
    ends = printed.intervals("work")
    assert float((ends["high"] - ends["low"]).iloc[0] / 2) == found["half_width"].iloc[2]


def test_bands_are_counted_also_where_nobody_is(made: Uncertainty) -> None:
    counts = area_scores.count_bands(
        area_scores.tabulate_scores(made, AREAS, CITIES, BANDS, 95), BANDS
    )
    assert counts.to_dict("index") == {"Work": {"low": 1, "high": 1}, "Life": {"low": 0, "high": 1}}


def test_a_band_is_counted_as_sure_only_with_the_whole_interval() -> None:
    table = pd.DataFrame(
        {
            "area": "Work",
            "band": ["low", "low", "high"],
            "bands_reached": ["low", "low; high", "low; high"],
        }
    )
    assert area_scores.count_bands(table, BANDS).to_dict("index") == {"Work": {"low": 2, "high": 1}}
    assert area_scores.count_bands(table, BANDS, sure=True).to_dict("index") == {
        "Work": {"low": 1, "high": 0}
    }


def test_the_bands_that_a_score_reaches_stand_beside_it(made: Uncertainty) -> None:
    # 70 and 40, each by some four points, and 75 by 1.96 sqrt(0.25 * 0.75 / 400) = 4.2: none comes near 50
    table = area_scores.tabulate_scores(made, AREAS, CITIES, BANDS, 95)
    assert table["bands_reached"].to_list() == table["band"].to_list()
    # with an end at 73, the interval of 75 reaches both sides, and so does that of 70
    near = area_scores.tabulate_scores(made, AREAS, CITIES, BANDS.assign(lower=[0.0, 73.0]), 95)
    assert near["bands_reached"].to_list() == ["low", "low; high", "low; high"]


def test_consistency(made: Uncertainty) -> None:
    found = area_scores.measure_consistency(made, AREAS).set_index("area")
    assert found[["items", "scored", "not_scored"]].to_numpy().tolist() == [[2, 2, 1], [1, 1, 2]]
    # five of six cells and one of three
    assert found["filled_pct"].to_list() == pytest.approx([500 / 6, 100 / 3])
    assert math.isnan(float(found["alpha"]["Life"]))


def test_areas_by_name(made: Uncertainty) -> None:
    scores = area_scores.tabulate_scores(made, AREAS, CITIES, BANDS, 95)
    wide = area_scores.pivot_areas(scores, ["no score", *made.nominal.scores.index])
    assert wide.columns.to_list() == ["Work", "Life"]
    # also cities without a score have a row
    assert wide.loc["no score"].isna().all()
    assert wide["Work"].dropna().to_dict() == made.nominal.scores["work"].dropna().to_dict()


@pytest.mark.parametrize(("asked", "scored"), [([400.0, 300.0], True), ([400.0, None], False)])
def test_each_survey_is_scored_by_itself_if_its_residents_are_counted(
    asked: list[float | None], scored: bool
) -> None:
    surveys = pd.DataFrame(
        {"survey": ["own", "other"], "main": [True, False], "respondents_assumed": [400.0, None]}
    )
    codes = ANSWERS["city_code"].drop_duplicates().to_list()
    cities = pd.DataFrame(
        {"city_code": codes, "survey": ["other", "other", *["own"] * (len(codes) - 2)]}
    )
    cities["respondents"] = [*asked, *[400.0] * (len(codes) - 2)]
    beside = ANSWERS[ANSWERS["city_code"].isin(codes[:2])].assign(survey="other")
    made = area_scores.score_surveys(surveys, ANSWERS, beside, cities, ITEMS, TREE)
    assert list(made) == ["own", "other"]
    assert (made["other"] is not None) == scored
    if made["other"] is not None:
        assert set(made["other"].nominal.scores.index) <= set(codes[:2])


def test_nothing_asked_gives_nothing() -> None:
    nothing = ITEMS.assign(asked=False)
    assert area_scores.score_with_samples(ASKED, TREE, ANSWERS, nothing) is None
    assert area_scores.tabulate_scores(None, AREAS, CITIES, BANDS, 95).empty
    assert area_scores.measure_consistency(None, AREAS).empty


def test_samples_built_in_one_go_are_those_built_one_by_one() -> None:
    balances = area_scores.compute_balances(ANSWERS, ITEMS)
    samples = draw_samples(
        balances, area_scores.compute_errors(ANSWERS, ITEMS, 400), 12, 3, directions=DIRECTIONS
    )
    tree = area_scores.build_area_framework(TREE, balances)
    together = area_scores.score_samples(balances, tree, samples)
    apart = measure_uncertainty(balances, tree, [choose_sampling(samples)])
    assert together.design.equals(apart.design)
    for node, scores in apart.scores.items():
        pd.testing.assert_frame_equal(together.scores[node], scores, check_names=False)


def test_samples_whose_cities_depend_on_each_other_are_built_one_by_one() -> None:
    """Put on the scale of their own minimum and maximum, samples scored together would be others."""
    balances = area_scores.compute_balances(ANSWERS, ITEMS)
    samples = draw_samples(
        balances, area_scores.compute_errors(ANSWERS, ITEMS, 400), 12, 3, directions=DIRECTIONS
    )
    tree = replace(
        area_scores.build_area_framework(TREE, balances), steps=Steps(normalisation="minmax")
    )
    made = area_scores.score_samples(balances, tree, samples)
    apart = measure_uncertainty(balances, tree, [choose_sampling(samples)])
    pd.testing.assert_frame_equal(made.scores["work"], apart.scores["work"])
