"""What may stand on one line: refused by name, broken where it was reworded, and taken apart so that the parts sum to the whole."""

from __future__ import annotations

import ast
import json
from itertools import combinations

import invented
import pandas as pd
import pytest
from conftest import NOTEBOOKS, ROOT
from hypothesis import given
from hypothesis import strategies as st

from quire.core.errors import StudyError
from quire.core.project import Project
from studylib.data.raw import check
from studylib.questions.comparability import (
    BASES,
    decompose,
    find_refusal,
    select_common_items,
    split_answers,
    trace_trend,
)

GOVERNANCE = [
    *("admin_efficiency", "trust_administration", "admin_fees", "admin_procedures", "admin_time"),
    *("confidence_police", "corruption", "online_services"),
]

MAP = pd.DataFrame(
    [
        ["2001", "jobs", "jobs", "same", "first"],
        ["2004", "jobs", "jobs", "same", "as before"],
        ["2007", "jobs", "work", "reworded", "Work, not jobs"],
        ["2009", "jobs", "work", "same", "as before"],
        ["2001", "noise", "noise", "same", "first"],
        ["2004", "noise", "noise", "rescaled", "Ten answers"],
        ["2007", "noise", "", "not asked", "Left out"],
        ["2009", "noise", "noise", "same", "as before"],
    ],
    columns=["edition", "concept", "item", "status", "reason"],
).assign(
    survey=lambda table: table["edition"], wave_year=lambda table: table["edition"].astype(int)
)
ANSWERS = pd.DataFrame(
    [
        *(
            ["2001", "jobs", code, share]
            for code, share in zip("abc", (10.0, 20.0, 90.0), strict=True)
        ),
        *(
            ["2004", "jobs", code, share]
            for code, share in zip("abd", (20.0, 30.0, 40.0), strict=True)
        ),
        *(["2007", "work", code, share] for code, share in zip("ab", (50.0, 70.0), strict=True)),
        *(
            ["2009", "work", code, share]
            for code, share in zip("abe", (60.0, None, 0.0), strict=True)
        ),
    ],
    columns=["edition", "item", "survey_unit", "favourable_pct"],
).assign(base="all answers", favourable_valid_pct=None)
SHARES = split_answers(ANSWERS)


def test_a_trend_states_all_cities_and_those_in_every_edition() -> None:
    found = trace_trend("jobs", ["2001", "2004"], MAP, SHARES)
    assert found.table.to_numpy().tolist() == [
        ["2001", "jobs", "all answers", 0, 3, 40.0, 2, 15.0],
        ["2004", "jobs", "all answers", 0, 3, 30.0, 2, 25.0],
    ]
    assert (found.panel, found.notes) == (("a", "b"), ())


def test_the_line_breaks_where_it_was_reworded_and_says_why() -> None:
    found = trace_trend("jobs", ["2001", "2004", "2007", "2009"], MAP, SHARES)
    assert found.table["segment"].to_list() == [0, 0, 1, 1]
    assert found.panel == ("a",)
    assert found.notes == ("The line breaks at 2007: Work, not jobs.",)
    # the first edition asked for has nothing before it to differ from
    assert trace_trend("jobs", ["2007", "2009"], MAP, SHARES).table["segment"].to_list() == [0, 0]


def test_a_rewording_between_two_editions_breaks_the_line_though_its_edition_is_left_out() -> None:
    found = trace_trend("jobs", ["2001", "2009"], MAP, SHARES)
    assert found.table["segment"].to_list() == [0, 1]
    assert found.notes == ("The line breaks at 2007: Work, not jobs.",)


@pytest.mark.parametrize(
    ("editions", "named"), [(["2001", "2004"], "rescaled"), (["2001", "2007"], "not asked")]
)
def test_the_rest_is_refused_with_the_row_of_the_map(editions: list[str], named: str) -> None:
    with pytest.raises(
        StudyError, match=rf"comparability.csv, noise: no trend of 'noise'.*{named}"
    ):
        trace_trend("noise", editions, MAP, SHARES)


def test_a_rescaling_between_two_editions_is_refused_though_its_edition_is_left_out() -> None:
    with pytest.raises(StudyError, match="edition 2004 has it as 'rescaled'"):
        trace_trend("noise", ["2001", "2009"], MAP, SHARES)


def test_what_is_not_in_the_map_is_refused() -> None:
    with pytest.raises(StudyError, match="no concept 'job'"):
        trace_trend("job", ["2001", "2004"], MAP, SHARES)
    with pytest.raises(StudyError, match="no edition '2003'"):
        trace_trend("jobs", ["2001", "2003"], MAP, SHARES)
    with pytest.raises(StudyError, match="not in time"):
        trace_trend("jobs", ["2004", "2001"], MAP, SHARES)
    with pytest.raises(StudyError, match="two editions or more"):
        trace_trend("jobs", ["2001"], MAP, SHARES)


def test_area_scores_over_editions_are_made_of_what_is_the_same() -> None:
    assert select_common_items(["jobs", "noise"], ["2001", "2004"], MAP) == ["jobs"]
    assert select_common_items(["jobs", "work", "noise"], ["2007", "2009"], MAP) == ["work"]
    # reworded on the way
    assert select_common_items(["work"], ["2001", "2009"], MAP) == []


def test_the_row_that_refuses_is_given_without_an_error() -> None:
    row = find_refusal("noise", ["2001", "2009"], MAP)
    assert row is not None
    assert (row["edition"], row["status"], row["reason"]) == ("2004", "rescaled", "Ten answers")
    # the line breaks, and is not refused
    assert find_refusal("jobs", ["2001", "2009"], MAP) is None
    with pytest.raises(StudyError, match="no concept 'job'"):
        find_refusal("job", ["2001", "2004"], MAP)


def drawn_lines(tree: ast.AST) -> list[ast.Call]:
    """Calls that draw a line through points."""
    return [
        each
        for each in ast.walk(tree)
        if isinstance(each, ast.Call)
        and isinstance(each.func, ast.Attribute)
        and each.func.attr in {"plot", "step", "Line2D"}
    ]


def test_nothing_else_draws_a_line_through_two_editions() -> None:
    in_time = {"year", "years", "edition", "editions", "wave", "waves", "before", "after"}
    found: dict[str, int] = {}
    for path in sorted((ROOT / "src" / "studylib").rglob("*.py")):
        for call in drawn_lines(ast.parse(path.read_text("utf-8"))):
            words = {
                each.value
                for each in ast.walk(call)
                if isinstance(each, ast.Constant) and isinstance(each.value, str)
            }
            names = {each.id for each in ast.walk(call) if isinstance(each, ast.Name)}
            if (words | names) & in_time:
                found[path.name] = found.get(path.name, 0) + 1
    assert found == {"trendcharts.py": 1}
    for path in NOTEBOOKS:
        cells = json.loads(path.read_text("utf-8"))["cells"]
        source = "\n".join("".join(each["source"]) for each in cells if each["cell_type"] == "code")
        assert drawn_lines(ast.parse(source)) == [], path.name


FIGURES = st.dictionaries(st.sampled_from("abcdefgh"), st.floats(0, 100), min_size=1)


@given(FIGURES, FIGURES, st.floats(-20, 20), st.floats(-20, 20))
def test_the_parts_sum_to_the_whole(
    one: dict[str, float], two: dict[str, float], left: float, right: float
) -> None:
    common = {**two, "shared": 3.0}
    before = pd.Series({**one, "shared": 1.0})
    after = pd.Series(common)
    found = decompose(before + left, after + right, before, after)
    assert found["within"] + found["cities"] + found["method"] == pytest.approx(
        found["whole"], abs=1e-9
    )
    assert found["method"] == pytest.approx(right - left, abs=1e-9)
    panel = sorted(set(before.index) & set(after.index))
    assert found["within"] == pytest.approx((after[panel] - before[panel]).mean(), abs=1e-9)


def test_what_making_figures_otherwise_adds_is_seen_in_the_same_cities_alone() -> None:
    # own figures of a, b and of a, c; both ways only for a: 10 to 16 in the same way, 10 to 20 in each edition's own way
    before, after = pd.Series({"a": 10.0, "b": 50.0}), pd.Series({"a": 20.0, "c": 0.0})
    found = decompose(before, after, pd.Series({"a": 10.0}), pd.Series({"a": 16.0, "d": 99.0}))
    # whole: 10 - 30; within 6; method 10 - 6; the rest, -20 - 10, is other cities
    assert found == {"whole": -20.0, "within": 6.0, "cities": -30.0, "method": 4.0}


def test_editions_without_a_city_in_common_have_nothing_to_take_apart() -> None:
    with pytest.raises(StudyError, match="no city is in both"):
        decompose(*[pd.Series({"a": 1.0}), pd.Series({"b": 1.0})] * 2)


@pytest.fixture(scope="module")
def real() -> tuple[pd.DataFrame, pd.DataFrame]:
    data = check(Project(ROOT))
    made = invented.tables_of(data)
    both = [
        pd.concat([frames[name].assign(edition=id) for id, frames in made.items()])
        for name in ("comparability", "answers")
    ]
    return both[0], both[1]


@pytest.mark.parametrize("concept", GOVERNANCE)
def test_no_item_of_governance_has_a_trend(
    real: tuple[pd.DataFrame, pd.DataFrame], concept: str
) -> None:
    with pytest.raises(
        StudyError,
        match=rf"comparability.csv, {concept}: .*Governance was asked with another instrument",
    ):
        trace_trend(concept, ["2012", "2017", "2019"], real[0], split_answers(real[1]))


def test_housing_has_one_over_all_with_its_panel(real: tuple[pd.DataFrame, pd.DataFrame]) -> None:
    found = trace_trend(
        "housing", ["2012", "2017", "2019", "2023"], real[0], split_answers(real[1])
    )
    assert found.table["segment"].to_list() == [0, 0, 0, 0]
    # rows of the survey of the European Commission: Kaiserslautern, German and Latvian cities, Tartu, Narva and Stuttgart are of others
    assert found.table["cities"].to_list() == [73, 73, 74, 79]
    assert set(found.table["base"]) == {"all answers"}
    assert set(found.table["panel_cities"]) == {len(found.panel)}
    # no more than the smallest edition has, counted city by city
    answers = real[1].loc[
        lambda frame: (frame["item"] == "housing") & frame["favourable_pct"].notna()
    ]
    assert len(found.panel) == (answers.groupby("survey_unit")["edition"].nunique() == 4).sum()
    assert not {"EL001C", "PT001C", "UK008C"} & set(found.panel)


def test_the_parts_sum_to_the_whole_for_everything_that_the_map_allows(
    real: tuple[pd.DataFrame, pd.DataFrame],
) -> None:
    comparability, answers = real
    shares = answers.dropna(subset="favourable_pct")
    by_cell = {
        key: part.set_index("survey_unit") for key, part in shares.groupby(["edition", "item"])
    }
    editions = list(comparability["edition"].drop_duplicates())
    compared = 0
    for concept in comparability["concept"].unique():
        for pair in combinations(editions, 2):
            if find_refusal(concept, pair, comparability) is not None:
                continue
            table = trace_trend(concept, pair, comparability, split_answers(answers)).table
            measure = BASES[table["base"].iloc[0]]
            one, two = (
                by_cell[key][measure] for key in zip(table["edition"], table["item"], strict=True)
            )
            found = decompose(one, two, one, two)
            assert found["within"] + found["cities"] + found["method"] == pytest.approx(
                found["whole"], abs=1e-9
            )
            assert found["method"] == pytest.approx(0, abs=1e-9)
            assert found["within"] == pytest.approx(table["panel_mean"].diff().iloc[1], abs=1e-9)
            compared += 1
    assert compared > 70


def test_schools_and_health_care_break(real: tuple[pd.DataFrame, pd.DataFrame]) -> None:
    for concept in ("schools", "health_care"):
        assert trace_trend(
            concept, ["2012", "2017", "2019"], real[0], split_answers(real[1])
        ).table["segment"].to_list() == [
            0,
            0,
            1,
        ]
