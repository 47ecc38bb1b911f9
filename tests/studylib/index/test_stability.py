"""What is tried, what is said of it, and that nothing is called sure that is not."""

from __future__ import annotations

import pandas as pd
import pytest
from test_area_scores import ANSWERS, AREAS, BANDS, DIRECTIONS, ITEMS, TREE

from studylib.findings import robustness
from studylib.index import stability
from studylib.index.area_scores import build_area_framework, compute_balances, compute_errors
from studylib.index.framework import Framework
from studylib.index.uncertainty import measure_uncertainty
from studylib.statistics.sampling import draw_samples

DATA = compute_balances(ANSWERS, ITEMS)
SAMPLES = draw_samples(DATA, compute_errors(ANSWERS, ITEMS, 400), 4, 1, directions=DIRECTIONS)


def tree() -> Framework:
    return build_area_framework(TREE, DATA)


def test_bands_are_compared_on_one_scale_and_ranks_on_all() -> None:
    one = [each.name for each in stability.choose_same_scale(tree(), SAMPLES)]
    assert one == ["sampling", "imputation", "treatment", "aggregation", "weights"]
    assert [each.name for each in stability.choose_any_scale(tree(), SAMPLES)] == [
        *one,
        "normalisation",
    ]
    assert [each.name for each in stability.choose_with_items_left_out(tree(), SAMPLES)] == [
        *one,
        "leave out",
    ]


def test_an_area_of_one_item_has_no_weights_to_choose() -> None:
    names = [each.name for each in stability.choose_same_scale(tree().below("life"), SAMPLES)]
    assert names == ["sampling", "imputation", "treatment"]
    assert len(stability.choose_with_items_left_out(tree().below("life"), SAMPLES)) == 3


def test_movement_and_the_choice_that_decides() -> None:
    moved = stability.measure_movement(DATA, tree(), SAMPLES, AREAS, BANDS, 95, replications=64)
    assert moved[["area", "cities"]].to_numpy().tolist() == [["Work", 2], ["Life", 1]]
    assert (moved["half_width"] > 0).all()
    # 75 in every build but those of other samples, and far from 50
    assert moved.set_index("area")["one_band_pct"]["Life"] == 100
    indices = stability.find_decisive_choices(
        DATA[["jobs", "shops"]].dropna(),
        tree().below("work"),
        [each[["jobs", "shops"]].dropna() for each in SAMPLES],
        AREAS,
        95,
    )
    assert set(indices["area"]) == {"Work"}
    assert "leave out" not in set(indices["choice"])
    for kind in ("first", "total"):
        assert (indices[f"{kind}_low"] <= indices[f"{kind}_high"]).all()


def test_an_item_is_left_out_of_the_scores_as_they_are_built() -> None:
    # x and y in work: X 90 10, Y 60 80, Z 20 30; means 50 70 25, bands from 0 and 50: 2 2 1, ranks 2 1 3
    data = pd.DataFrame(
        {"jobs": [90.0, 60.0, 20.0], "shops": [10.0, 80.0, 30.0]}, index=list("XYZ")
    )
    bands = pd.DataFrame({"lower": [0.0, 50.0]})
    own = tree().below("work").of_items(["jobs", "shops"])
    assert set(own.directions.values()) == {1}
    other = data.assign(jobs=[10.0, 60.0, 20.0])
    found = stability.leave_items_out(data, own, [data, other], AREAS, bands, 100).set_index("item")
    assert found["cities"].to_list() == [3, 3]
    # without jobs 10 80 30: ranks 3 1 2, so X and Z move by one place, and X alone leaves its band
    assert found.loc["jobs", "places"] == pytest.approx(2 / 3)
    assert found.loc["jobs", "other_band_pct"] == pytest.approx(100 / 3)
    # without shops 90 60 20: ranks 1 2 3, so X and Y move by one place, and nobody leaves a band
    assert found.loc["shops", "places"] == pytest.approx(2 / 3)
    assert found.loc["shops", "other_band_pct"] == 0
    # the other sample: means 10 70 25 and ranks 3 1 2, as without jobs; without shops 10 60 20, the same again
    assert found[["places_low", "places_high"]].to_numpy()[0].tolist() == pytest.approx([0, 2 / 3])
    assert found[["other_band_pct_low", "other_band_pct_high"]].to_numpy()[1].tolist() == [0, 0]


def test_nothing_is_left_out_of_an_area_of_one_item() -> None:
    assert stability.leave_items_out(DATA, tree().below("life"), SAMPLES, AREAS, BANDS, 95).empty


def test_statements_hold_in_a_part_of_the_replications() -> None:
    made = measure_uncertainty(
        DATA, tree(), stability.choose_same_scale(tree(), SAMPLES), replications=128
    )
    found = stability.check_statements(made, AREAS, BANDS).set_index("statement")
    assert found["holds_pct"]["In Life, more than half of the cities reach 50"] == 100
    assert bool(found["survives"]["In Life, more than half of the cities reach 50"])
    # two cities with 70 and 40: half of them are not more than half
    assert "In Work, more than half of the cities reach 50" not in found.index
    assert "The median is higher in Life than in Work" in found.index
    assert ((found["holds_pct"] == 100) == found["survives"]).all()


def test_a_share_is_never_rounded_up_to_all() -> None:
    found = pd.DataFrame(
        {"statement": ["a", "b"], "holds_pct": [99.99, 100.0], "survives": [False, True]}
    )
    assert robustness._tabulate_statements(found)["Holds in"].to_list() == ["99.9 %", "all"]
    assert robustness._say_statements(found) == (
        "Of 2 statements true of the scores as built, 1 holds in all replications."
    )


@pytest.mark.parametrize(
    ("low", "part"),
    [(0.6, "0.70, 0.60 to 0.80)"), (0.3, "0.70, 0.30 to 0.80, but the intervals")],
)
def test_the_first_choice_is_sure_only_if_the_intervals_lie_apart(low: float, part: str) -> None:
    indices = pd.DataFrame(
        {
            "area": "Work",
            "choice": ["weights", "aggregation"],
            "first": 0.1,
            "total": [0.2, 0.7],
            "total_low": [0.1, low],
            "total_high": [0.4, 0.8],
        }
    )
    assert part in robustness._say_decisive(indices)
    assert "most is how items are averaged (" in robustness._say_decisive(indices)
    assert "how items are averaged 0.10" in robustness._describe_decisive(indices)


def test_widths_of_intervals_are_told_with_the_one_that_is_printed() -> None:
    found = pd.DataFrame(
        {
            "area": "Work",
            "items": 2,
            "between_items": [0.0, 0.3, 1.0],
            "half_width": [1.4, 1.61, 2.0],
        }
    )
    said = robustness._say_errors(found)
    assert (
        "2.0 points with a correlation of 1, 1.6 points with a correlation of 0.3 and 1.4 points with"
        in said
    )
    both = pd.concat([found, found.assign(area="Life", half_width=found["half_width"] + 1)])
    assert "2.0 to 3.0 points with a correlation of 1" in robustness._say_errors(both)
    assert "prints the intervals of 1, the widest" in said
    assert robustness._tabulate_errors(found).to_dict("records") == [
        {
            "Area": "Work",
            "Items": 2,
            "Correlation 0": 1.4,
            "Correlation 0.3": 1.6,
            "Correlation 1, as printed": 2.0,
        }
    ]
    assert robustness._say_errors(found.iloc[:0]).startswith(
        "No area score is made of several items"
    )
