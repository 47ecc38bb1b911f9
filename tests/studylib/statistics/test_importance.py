"""Relative importance: Shapley values on paper, their properties, and partial rank correlations."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quire.core.errors import StudyError
from studylib.statistics.importance import measure_importance, partial_spearman, shapley


def made(n: int = 40, p: int = 4, seed: int = 3) -> tuple[pd.DataFrame, pd.Series]:
    random = np.random.default_rng(seed)
    x = random.normal(size=(n, p)) + random.normal(size=(n, 1))
    measures = pd.DataFrame(x, columns=list("abcdefgh")[:p])
    return measures, pd.Series(x @ np.arange(1, p + 1) + random.normal(size=n))


def alone(measures: pd.DataFrame) -> pd.Series:
    """A country of its own for each city."""
    return pd.Series([f"c{each}" for each in range(len(measures))], index=measures.index)


def test_two_measures_on_paper() -> None:
    # r12 = 0.5, r1y = 0.6, r2y = 0.4: R2 of one 0.36, of the other 0.16, of both (0.36 + 0.16 - 2*0.6*0.4*0.5) / 0.75 = 0.37333
    matrix = np.array([[[1, 0.5, 0.6], [0.5, 1, 0.4], [0.6, 0.4, 1]]])
    both = 0.28 / 0.75
    assert shapley(matrix)[0] == pytest.approx([(0.36 + both - 0.16) / 2, (0.16 + both - 0.36) / 2])


def test_three_measures_that_have_nothing_in_common_have_their_own_squares() -> None:
    matrix = np.eye(4)[None].copy()
    matrix[0, :3, 3] = matrix[0, 3, :3] = [0.5, 0.3, 0.1]
    assert shapley(matrix)[0] == pytest.approx([0.25, 0.09, 0.01])


@given(st.integers(0, 10_000), st.integers(1, 6))
def test_parts_sum_to_the_r2_of_a_regression_and_none_is_negative(seed: int, p: int) -> None:
    measures, outcome = made(30, p, seed)
    parts = shapley(np.corrcoef(measures.assign(y=outcome), rowvar=False)[None])[0]
    design = np.column_stack([np.ones(len(measures)), measures])
    fitted = design @ np.linalg.lstsq(design, outcome, rcond=None)[0]
    r_squared = 1 - ((outcome - fitted) ** 2).sum() / ((outcome - outcome.mean()) ** 2).sum()
    assert parts.sum() == pytest.approx(r_squared)
    assert (parts >= -1e-12).all()
    found = measure_importance(measures, outcome, alone(measures), draws=2)
    assert found.r_squared == pytest.approx(r_squared)
    assert (
        found.table["part"].sum()
        == pytest.approx(found.adjusted)
        == pytest.approx(1 - (1 - r_squared) * 29 / (29 - p))
    )


def test_the_adjusted_r2_on_paper() -> None:
    # 20 cities of 10 countries, correlation 0.6: R2 0.36, adjusted 1 - 0.64 * 19 / 18 over all cities
    x = np.tile([1.0, -1.0], 10)
    y = 0.6 * x + 0.8 * np.repeat([1.0, -1.0], [10, 10])
    measures, country = pd.DataFrame({"a": x}), pd.Series(np.repeat(np.arange(10), 2).astype(str))
    found = measure_importance(measures, pd.Series(y), country, draws=2)
    assert (found.r_squared, found.adjusted) == pytest.approx((0.36, 1 - 0.64 * 19 / 18))
    # one more measure that has nothing in common with either: R2 stays, one more degree of freedom is gone
    more = measures.assign(
        b=np.tile([1.0, 1, -1, -1], 5) * np.repeat([1.0, -1.0, 1.0, -1.0], [4, 4, 4, 8])
    )
    both = np.linalg.lstsq(np.column_stack([np.ones(20), more]), y, rcond=None)[1][0] / (y**2).sum()
    assert measure_importance(more, pd.Series(y), country, draws=2).adjusted == pytest.approx(
        1 - both * 19 / 17
    )


def test_within_countries_each_country_costs_one_city_more() -> None:
    # two cities a country, apart by 2 in the measure and by 2 or 0 in the outcome: within countries R2 is 0.5 of ten differences
    x = np.tile([1.0, -1.0], 10)
    y = np.tile([1.0, -1.0, 0.0, 0.0], 5) + np.repeat(np.arange(10.0), 2)
    country = pd.Series(np.repeat(np.arange(10), 2).astype(str))
    found = measure_importance(pd.DataFrame({"a": x}), pd.Series(y), country, within=True, draws=2)
    # sums: xx 20, yy 10, xy 10
    assert (found.r_squared, found.adjusted) == pytest.approx((0.5, 1 - 0.5 * 10 / 9))
    assert found.clusters == 10


@pytest.mark.parametrize(
    ("alike", "within"), [(0.0, False), (0.0, True), (0.7, True), (0.7, False)]
)
def test_measures_that_are_noise_explain_nothing_in_the_mean_and_no_interval_says_otherwise(
    alike: float, within: bool
) -> None:
    random = np.random.default_rng(8)
    codes = np.repeat(np.arange(20), [1] * 5 + [2] * 5 + [4] * 5 + [6] * 5)
    found = []
    for _ in range(30):
        noise = random.normal(size=(len(codes), 6)) + alike * random.normal(size=(20, 6))[codes]
        measures = pd.DataFrame(noise[:, :5], columns=list("abcde"))
        found.append(
            measure_importance(
                measures, pd.Series(noise[:, 5]), pd.Series(codes.astype(str)), within, draws=200
            )
        )
    assert np.mean([each.low <= 0 <= each.high for each in found]) >= 0.93
    # five measures of 65 cities have an R2 of 5 / 64 by chance, of 40 differences within countries one of 5 / 40
    assert np.mean([each.r_squared for each in found]) > 0.06
    # cities of a country that are alike make R2 over all cities larger than the number of measures does
    assert np.mean([each.adjusted for each in found]) == pytest.approx(
        0, abs=0.03 if within or not alike else 0.06
    )


def test_intervals_draw_countries_and_so_are_wider_where_cities_of_a_country_are_alike() -> None:
    measures, outcome = made(10, 2)
    many = measures.loc[np.repeat(np.arange(10), 8)].reset_index(drop=True)
    same = outcome.loc[np.repeat(np.arange(10), 8)].reset_index(drop=True)
    country = pd.Series(np.repeat(np.arange(10), 8).astype(str))
    apart = measure_importance(many, same, alone(many))
    together = measure_importance(many, same, country)
    # ten different cities, each eight times: as cities they would seem to be eighty
    assert together.high - together.low > 2 * (apart.high - apart.low)
    assert (apart.clusters, together.clusters) == (80, 10)


def test_one_country_or_a_few_have_no_interval() -> None:
    measures, outcome = made()
    for names in ("x", "xyzuvw"):
        found = measure_importance(measures, outcome, pd.Series(list((names * 40)[:40])), draws=20)
        assert np.isnan([found.low, found.high, *found.table["low"], *found.table["high"]]).all()
        assert found.adjusted < found.r_squared
        assert found.clusters == len(names)


def test_the_same_measure_twice_shares_its_part() -> None:
    measures, outcome = made(p=2)
    found = measure_importance(measures.assign(c=measures["a"]), outcome, alone(measures), draws=2)
    parts = found.table.set_index("measure")["part"]
    assert parts["a"] == pytest.approx(parts["c"])
    assert found.r_squared == pytest.approx(
        measure_importance(measures, outcome, alone(measures), draws=2).r_squared
    )


def test_what_differs_between_countries_only_is_left_out_within_them() -> None:
    measures, outcome = made()
    country = pd.Series(list("xyzwuvst") * 5)
    high = country.map(dict(zip("xyzwuvst", [0.0, 50, -20, 7, 90, -5, 3, 1], strict=True)))
    plain = measure_importance(measures, outcome, country, within=True, draws=20)
    moved = measure_importance(
        measures.add(high, axis="index"), outcome + 3 * high, country, within=True, draws=20
    )
    pd.testing.assert_frame_equal(plain.table, moved.table, atol=1e-9)
    assert (
        measure_importance(measures.add(high, axis="index"), outcome + 3 * high, country).r_squared
        > moved.r_squared
    )


def test_cities_alone_in_their_country_and_cities_with_gaps_are_counted_as_left_out() -> None:
    measures, outcome = made()
    measures.loc[0, "a"] = np.nan
    country = pd.Series(["x"] * 20 + ["y"] * 19 + ["z"])
    found = measure_importance(measures, outcome, country, within=True, draws=2)
    assert (found.n, found.dropped) == (38, 2)


def test_a_bootstrap_is_the_same_for_the_same_seed_only() -> None:
    measures, outcome = made()
    first = measure_importance(measures, outcome, alone(measures), draws=50, seed=1)
    pd.testing.assert_frame_equal(
        first.table, measure_importance(measures, outcome, alone(measures), draws=50, seed=1).table
    )
    assert not first.table["low"].equals(
        measure_importance(measures, outcome, alone(measures), draws=50, seed=2).table["low"]
    )
    assert (first.table["low"] < first.table["high"]).all()


def test_a_narrower_coverage_gives_narrower_intervals() -> None:
    measures, outcome = made()
    wide, narrow = (
        measure_importance(measures, outcome, alone(measures), confidence_pct=each, draws=200).table
        for each in (95, 50)
    )
    assert ((narrow["high"] - narrow["low"]) < (wide["high"] - wide["low"])).all()


def test_the_inflation_factor_on_paper() -> None:
    # orthogonal measures have 1 each; two with correlation r have 1 / (1 - r^2)
    a = np.tile([1.0, -1, 1, -1], 5)
    b = np.tile([1.0, 1, -1, -1], 5)
    measures = pd.DataFrame({"a": a, "b": a + b})
    found = measure_importance(
        measures, pd.Series(a + np.arange(20)), alone(measures), draws=2
    ).table["vif"]
    assert found.to_numpy() == pytest.approx([2.0, 2.0])


def test_too_few_cities_have_no_answer_and_say_why() -> None:
    measures, outcome = made(n=8)
    found = measure_importance(measures, outcome, alone(measures))
    assert found.table.empty
    assert found.reason == "8 cities are too few for 4 measures"
    one = measure_importance(measures.iloc[:1, :1], outcome.iloc[:1], alone(measures).iloc[:1])
    assert one.reason == "1 city is too few for 1 measure"


def test_frames_that_do_not_fit_are_refused() -> None:
    measures, outcome = made()
    with pytest.raises(StudyError, match="different rows"):
        measure_importance(measures, outcome.iloc[1:], alone(measures))
    with pytest.raises(StudyError, match="13 measures"):
        measure_importance(pd.DataFrame(np.ones((40, 13))), outcome, alone(measures))


def test_partial_correlation_by_the_formula_for_three() -> None:
    x = pd.DataFrame({"a": [1, 2, 3, 4, 5, 6, 7, 8], "b": [2, 1, 4, 3, 6, 5, 8, 7]})
    y = pd.Series([1, 3, 2, 4, 6, 5, 7, 8])
    # sums of squared rank differences 8, 4, 12, of 504
    ab, ay, by = 1 - 6 * 8 / 504, 1 - 6 * 4 / 504, 1 - 6 * 12 / 504
    expected = (ay - by * ab) / np.sqrt((1 - by**2) * (1 - ab**2))
    found = partial_spearman(x, y, alone(x)).iloc[0]
    assert found["rho"] == pytest.approx(expected)
    assert (found["n"], found["countries"], found["held"]) == (8, 8, 1)


def test_the_interval_of_a_rank_correlation_leaves_out_each_country() -> None:
    x, y = pd.DataFrame({"a": [1, 2, 3, 4, 5, 6]}), pd.Series([2, 1, 3, 4, 6, 5])
    found = partial_spearman(x, y, pd.Series(list("ppqqrr"))).iloc[0]
    # squared rank differences: 4 of six cities; without p or r 2 of four (1 - 12 / 60), without q 4 of four (1 - 24 / 60)
    rho = 1 - 6 * 4 / 210
    away = np.arctanh([0.8, 0.6, 0.8]) - np.arctanh(rho)
    # three countries of one size: 2 degrees of freedom, and Student's t of 4.302653
    half = 4.302653 * np.sqrt(2 / 3 * (away**2).sum())
    assert found["rho"] == pytest.approx(rho)
    assert found["low"] == pytest.approx(np.tanh(np.arctanh(rho) - half), abs=1e-6)
    assert found["high"] == pytest.approx(np.tanh(np.arctanh(rho) + half), abs=1e-6)
    # the chance is 5 per cent where the interval at 95 per cent ends at zero
    assert (found["p"] < 0.05) == (found["low"] > 0)


def test_independent_cities_have_nearly_fishers_interval_and_cities_alike_a_wider_one() -> None:
    random = np.random.default_rng(3)
    x = random.normal(size=(400, 2))
    measures, outcome = pd.DataFrame({"a": x[:, 0]}), pd.Series(0.5 * x[:, 0] + x[:, 1])
    found = partial_spearman(measures, outcome, alone(measures)).iloc[0]
    half = 1.959964 * np.sqrt((1 + found["rho"] ** 2 / 2) / (400 - 3))
    assert np.arctanh(found["high"]) - np.arctanh(found["rho"]) == pytest.approx(half, rel=0.15)
    # every city ten times, as one country: no more is known than from one of each
    few, many = measures.iloc[:40], pd.concat([measures.iloc[:40]] * 10, ignore_index=True)
    again = pd.concat([outcome.iloc[:40]] * 10, ignore_index=True)
    one = partial_spearman(few, outcome.iloc[:40], alone(few)).iloc[0]
    ten = partial_spearman(many, again, pd.Series([*range(40)] * 10)).iloc[0]
    for name in ("rho", "low", "high", "p"):
        assert ten[name] == pytest.approx(one[name])


def test_correlations_that_cannot_be_told_are_missing() -> None:
    four = pd.DataFrame({"a": [1, 2, 3, 4], "b": [4, 1, 2, 3]})
    assert partial_spearman(four, pd.Series([1, 2, 3, 4]), alone(four))["rho"].isna().all()
    x, y = pd.DataFrame({"a": [1, 2, 3, 4, 5, 6]}), pd.Series([2, 1, 3, 4, 6, 5])
    # of one country there is a correlation and no interval, as of a perfect order
    for outcome, country in ((y, pd.Series(["p"] * 6)), (x["a"], alone(x))):
        found = partial_spearman(x, outcome, country).iloc[0]
        assert found["rho"] > 0.8
        assert found[["low", "high", "p"]].isna().all()


def test_partial_correlations_within_countries_leave_out_what_differs_between_them() -> None:
    measures, outcome = made(p=2)
    country = pd.Series(["x", "y", "z", "w"] * 10)
    high = country.map({"x": 0.0, "y": 50.0, "z": -20.0, "w": 7.0})
    plain = partial_spearman(measures, outcome, country, within=True)
    moved = partial_spearman(
        measures.add(high, axis="index"), outcome - 3 * high, country, within=True
    )
    pd.testing.assert_frame_equal(plain, moved)
    assert not plain["rho"].equals(partial_spearman(measures, outcome, country)["rho"])


@pytest.mark.parametrize(
    ("column", "within", "said"),
    [("a", False, "a"), ("outcome", False, "the outcome"), ("b", True, "b")],
)
def test_what_does_not_differ_between_cities_is_named(column: str, within: bool, said: str) -> None:
    countries = pd.Series(list("uuvvwwxxyyzzss"))
    frame = pd.DataFrame(
        np.random.default_rng(1).normal(size=(14, 3)), columns=["a", "b", "outcome"]
    )
    # the same everywhere; within countries it is enough to be the same in each
    frame[column] = countries.map(ord) if within else 3.3
    found = measure_importance(
        frame[["a", "b"]], frame["outcome"], countries, within=within, draws=10
    )
    assert found.reason == f"the cities that are compared do not differ in {said}"
    assert found.table.empty
