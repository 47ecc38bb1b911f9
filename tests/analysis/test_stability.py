"""What is tried, what is said of it, and that nothing is called sure that is not."""

from __future__ import annotations

import pandas as pd
import pytest
from test_areas import ANSWERS, AREAS, BANDS, ITEMS, TREE

from studylib.analysis import stability
from studylib.analysis.areas import area_framework, item_balances, item_errors
from studylib.analysis.framework import Framework
from studylib.analysis.sampling import draws
from studylib.analysis.uncertainty import uncertainty
from studylib.sentences import area_findings

DATA = item_balances(ANSWERS, ITEMS)
SAMPLES = draws(DATA, item_errors(ANSWERS, ITEMS, 400), 4, 1)


def tree() -> Framework:
    return area_framework(TREE, DATA)


def test_bands_are_compared_on_one_scale_and_ranks_on_all() -> None:
    one = [each.name for each in stability.same_scale(tree(), SAMPLES)]
    assert one == ["sampling", "imputation", "treatment", "aggregation", "weights", "leave out"]
    assert [each.name for each in stability.any_scale(tree(), SAMPLES)] == [*one, "normalisation"]


def test_an_area_of_one_item_has_no_weights_to_choose() -> None:
    names = [each.name for each in stability.same_scale(tree().below("life"), SAMPLES)]
    assert names == ["sampling", "imputation", "treatment"]


def test_movement_and_the_choice_that_decides() -> None:
    moved = stability.movement(DATA, tree(), SAMPLES, AREAS, BANDS, 95, replications=64)
    assert moved[["area", "cities"]].to_numpy().tolist() == [["Work", 2], ["Life", 1]]
    assert (moved["half_width"] > 0).all()
    # 75 in every build but those of other samples, and far from 50
    assert moved.set_index("area")["one_band_pct"]["Life"] == 100
    indices = stability.decisive(
        DATA[["jobs", "shops"]].dropna(),
        tree().below("work"),
        [each[["jobs", "shops"]].dropna() for each in SAMPLES],
        AREAS,
        16,
    )
    assert set(indices["area"]) == {"Work"}


def test_statements_hold_in_a_part_of_the_replications() -> None:
    made = uncertainty(DATA, tree(), stability.same_scale(tree(), SAMPLES), replications=128)
    found = stability.statements(made, AREAS, BANDS).set_index("statement")
    assert found["holds_pct"]["In Life, more than half of the cities reach 50"] == 100
    assert bool(found["survives"]["In Life, more than half of the cities reach 50"])
    # two cities with 70 and 40: half of them are not more than half
    assert "In Work, more than half of the cities reach 50" not in found.index
    assert "The middle city stands higher in Life than in Work" in found.index
    assert ((found["holds_pct"] == 100) == found["survives"]).all()


def test_a_share_is_never_rounded_up_to_all() -> None:
    found = pd.DataFrame({"statement": ["a", "b"], "holds_pct": [99.99, 100.0], "survives": [False, True]})
    assert area_findings.statements_table(found)["Holds in"].to_list() == ["99.9 %", "all"]
    assert area_findings.statements_sentence(found).startswith("Of 2 statements")


@pytest.mark.parametrize(("low", "part"), [(0.6, "0.70)"), (0.3, "overlap")])
def test_the_first_choice_is_sure_only_if_the_intervals_lie_apart(low: float, part: str) -> None:
    indices = pd.DataFrame(
        {
            "area": "Work",
            "choice": ["weights", "leave out"],
            "first": 0.1,
            "total": [0.2, 0.7],
            "total_low": [0.1, low],
            "total_high": [0.4, 0.8],
        }
    )
    assert part in area_findings.decisive_sentence(indices)
    assert "“leave out”" in area_findings.decisive_sentence(indices)
    assert "leave out 0.10" in area_findings.decisive_alt(indices)
