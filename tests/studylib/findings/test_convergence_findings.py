"""What is said of convergence and of countries: nothing is claimed that could well be chance."""

from __future__ import annotations

import math

import pandas as pd

from studylib.findings import convergence as findings

GAP = math.nan


def spreads(*rows: tuple[str, float, bool, float, float]) -> pd.DataFrame:
    """Label, ratio, whether it changed, upper end of the slope and of the corrected one."""
    frame = pd.DataFrame(
        rows, columns=["label", "ratio", "changed", "slope_high", "corrected_high"]
    )
    fixed = {
        "spread_before": 10.0,
        "spread_after": 8.0,
        "low": 0.5,
        "high": 1.5,
        "slope": -0.3,
        "slope_low": -0.6,
    }
    fixed |= {"corrected": -0.2, "corrected_low": -0.5}
    names = pd.Series(["B; A" for _ in rows])
    return frame.assign(before="2001", after="2004", names=names, **fixed)


FOUND = spreads(
    ("Jobs", 0.8, True, -0.1, -0.05),
    ("Parks", 0.7, False, -0.1, -0.01),
    ("Noise", 1.25, True, 0.1, 0.2),
    ("Theft (I)", 0.9, False, -0.1, 0.1),
)


def test_closer_and_further_apart_are_named_and_the_rest_is_left_open() -> None:
    assert findings._say_spreads(FOUND) == (
        "In the same cities, the spread became smaller beyond chance in 1 of 4 comparisons (ratio of the spreads: jobs, 2001 to 2004: "
        "0.80) and larger in 1 (ratio of the spreads: noise, 2001 to 2004: 1.25). Of the other 2, neither can be said. If the whole "
        "survey shifted (another institute, mode or wording), no interval shows it."
    )


def test_where_nothing_changed_nothing_is_claimed() -> None:
    said = findings._say_spreads(FOUND.assign(changed=False))
    assert said == (
        "In the same cities, the spread became smaller beyond chance in 0 of 4 comparisons, and larger in none. Of the other 4, neither "
        "can be said."
    )
    assert (
        findings._say_spreads(FOUND.head(0))
        == findings._say_slopes(FOUND.head(0), [500])
        == findings.NONE
    )


def test_a_slope_alone_claims_no_convergence() -> None:
    said = findings._say_slopes(FOUND, [500, None, 400, 500])
    # below zero: jobs, parks, theft; corrected: jobs and parks; of these the spread of jobs alone became smaller
    assert "below zero in 3 of 4 comparisons. That alone says nothing" in said
    assert (
        "sampling error of 400 and 500 residents in each city taken out, the interval lies below zero in 2; in 1 of these"
        in said
    )
    assert said.endswith("Convergence is claimed for no others.")


def test_the_table_says_closer_only_beyond_chance_and_leaves_gaps_empty() -> None:
    shown = findings._tabulate_spreads(
        FOUND.assign(corrected=[GAP, -0.2, -0.2, -0.2], corrected_low=[GAP, GAP, -0.5, -0.5])
    )
    assert shown["Closer"].to_list() == ["yes", findings.UNCLEAR, "further apart", findings.UNCLEAR]
    assert shown["Ratio"].iloc[0] == "0.80 (0.50 to 1.50)"
    assert shown["Slope, corrected"].to_list()[:3] == ["", "−0.20", "−0.20 (−0.50 to 0.20)"]
    assert str(shown["Cities in both"].iloc[0]) == "2"


def pairs(*rows: tuple[str, str, float, float, bool]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["first", "second", "rho", "p", "together"]).assign(n=40)


def test_no_pair_that_passes_is_said_so_with_what_chance_would_give() -> None:
    found = pairs(
        ("A", "B", 0.4, 0.04, False),
        ("A", "C", 0.1, 0.6, False),
        ("B", "D", -0.3, 0.2, False),
        ("C", "D", 0, 0.9, False),
    )
    assert findings._say_together(found) == (
        "4 pairs of 4 countries with at least 3 panel cities, over 40 changes. Without regard to their number, "
        "1 would pass at 5 per cent, and 0.2 are expected by chance; with false discoveries held, none passes. So no two "
        "countries are said to move together."
    )


def test_pairs_that_pass_are_named_with_their_sign_and_no_cause() -> None:
    found = pairs(
        ("A", "B", 0.6, 0.001, True), ("A", "C", -0.6, 0.001, True), ("B", "C", 0.1, 0.6, False)
    )
    said = findings._say_together(found)
    assert (
        "with false discoveries held, 2 pass. Together: A with B (ρ 0.60, n = 40). Against each other: A with C (ρ −0.60, n = 40)."
        in said
    )
    assert said.endswith("That they go together does not mean that one causes the other.")
    assert findings._describe_together(found) == (
        "Matrix of rank correlations of the changes of every two of A, B and C, from −0.60 (A with C) to 0.60 (A with B); 2 of 3 pairs "
        "beyond chance."
    )


def test_where_nothing_can_be_set_beside_it_is_said() -> None:
    none = pairs(("A", "B", GAP, GAP, False))
    assert findings._say_together(none).startswith(
        "No two countries have enough cities and changes"
    )
    assert findings._describe_together(none) == "Matrix of A and B without a figure."
