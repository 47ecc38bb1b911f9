"""What goes with satisfaction, in an invented edition: the outcome never explains itself."""

from __future__ import annotations

import numpy as np
import pandas as pd

from studylib.analysis import satisfaction
from studylib.drawing.elementcharts import importance_bars
from studylib.sentences import satisfaction_findings

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
AREAS = pd.DataFrame({"area": ["economy", "living"], "label": ["Economy", "Living"], "colour": ["#0072B2", "#8C6D00"]})
ITEMS = pd.DataFrame(
    {
        "item": ["jobs", "shops", "here", "theft"],
        "label": ["Jobs", "Shops", "Happy here", "Theft"],
        "direction": [1, 1, 1, -1],
        "asked": True,
        "in_focus": [True, True, False, False],
    }
)
CODES = [f"c{number:02}" for number in range(24)]
CITIES = pd.DataFrame({"city_code": CODES, "country": ["X", "Y", "Z"] * 8})


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
    return pd.DataFrame(rows, columns=["item", "city_code", "positive_pct", "negative_pct", "no_answer_pct"])


def test_the_outcome_is_left_out_of_the_scores_that_explain_it() -> None:
    known = satisfaction.outcome_and_scores(answers(), ITEMS, TREE)
    assert known is not None
    outcome, made = known
    assert made.framework.items == ["jobs", "shops", "theft"]
    # living is theft alone, turned: exactly what "here" was made to be, so it goes with all of the differences
    found = satisfaction.area_importance(known, AREAS, CITIES, 95)
    table = satisfaction.importance_table(found, AREAS).set_index(["version", "measure"])
    assert found["all cities"].r_squared == 1.0 or abs(found["all cities"].r_squared - 1) < 1e-12
    assert table["part"].to_dict()[("all cities", "Living")] > 0.8
    assert outcome.corr(made.scores["living"]) > 1 - 1e-12
    importance_bars(table.reset_index())


def test_areas_out_of_focus_count_too_and_items_are_turned() -> None:
    known = satisfaction.outcome_and_scores(answers(), ITEMS, TREE)
    found = satisfaction.item_importance(known, ITEMS, AREAS, CITIES, 95).set_index("label")
    assert list(found.index) == ["Jobs", "Shops", "Jobs", "Shops", "Theft (denied)", "Theft (denied)"]
    assert list(found["version"]) == [*["all cities"] * 2, *["within countries"] * 2, "all cities", "within countries"]
    assert found["rho"].to_list()[4:] == [1.0, 1.0]
    assert found["held"].to_list() == [1, 1, 1, 1, 0, 0]
    said = satisfaction_findings.items_sentence(found.reset_index(), 95)
    assert said.startswith("All cities: of 3 items, ")
    assert "Within countries: of 3 items, " in said


def test_a_survey_without_the_question_says_so() -> None:
    known = satisfaction.outcome_and_scores(answers("here"), ITEMS, TREE)
    assert known is None
    assert satisfaction_findings.importance_sentence(satisfaction.area_importance(known, AREAS, CITIES, 95), 95) == (
        satisfaction_findings.NO_OUTCOME
    )
    assert satisfaction_findings.items_sentence(satisfaction.item_importance(known, ITEMS, AREAS, CITIES, 95), 95) == (
        satisfaction_findings.NO_OUTCOME
    )


def test_the_sentence_claims_a_first_only_where_intervals_part() -> None:
    known = satisfaction.outcome_and_scores(answers(), ITEMS, TREE)
    said = satisfaction_findings.importance_sentence(satisfaction.area_importance(known, AREAS, CITIES, 95), 95)
    assert "All cities (24; no cities left out)" in said
    assert "most goes with Living" in said
    assert "above that of the next" in said
