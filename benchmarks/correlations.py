"""How often the intervals of rank correlations hold what they should, on the study's own cities and countries.

    python benchmarks/correlations.py [--draws 2000] [--cells]

Takes from data/processed how many cities of each country have a figure of satisfaction in each edition. For these countries, normal
figures are drawn, an effect of the country plus one of the city, with a part of the variance (the intraclass correlation) that is the
country's: 0, 0.3, 0.6. Two of them correlate by 0 or 0.5; or by 0.4, like every two of five, and three are held fixed. Once more
the means of countries are taken away. Printed is how often, in per cent, intervals at 95 per cent then hold the true rank correlation:

    Fisher      cities as independent, with the variance of Bonett and Wright (2000)
    CV3, G-1    the jackknife of arctanh(rho), leaving out each country in turn; one degree of freedom less than countries
    CV3, BM     with the degrees of freedom of `intervals.estimate_freedom`

The seed is fixed; 2,000 draws leave 0.5 points of error in a cell. If tables are missing, make them first: study prepare.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator

import numpy as np
import pandas as pd
from scipy import stats

from studylib.data.tables import read_all_tables
from studylib.questions.satisfaction import split_outcome
from studylib.statistics.arrays import Numbers
from studylib.statistics.importance import partial_spearman
from studylib.statistics.intervals import estimate_freedom

SEED = 20151
LEVEL = 0.975
MODELS = ((0.0, 0), (0.5, 0), (0.4, 3))
"""Correlation of every two figures, and how many are held fixed."""


def country_sizes() -> Iterator[tuple[str, Numbers]]:
    """Of every edition with a figure of satisfaction: how many cities each country has."""
    tables = read_all_tables("answers", "items", "tree", "cities")
    for edition in tables[0]["edition"].drop_duplicates():
        answers, items, tree, cities = (
            each[each["edition"] == edition].drop(columns="edition") for each in tables
        )
        known = split_outcome(answers, items, tree)
        if known is not None:
            country = cities.set_index("city_code")["country"]
            yield (
                str(edition),
                country.loc[known.outcome.dropna().index].value_counts().to_numpy(float),
            )


def transformed(rows: Numbers) -> float:
    """Fisher's transformation of the partial rank correlation of the first and the last column."""
    inverse = np.linalg.inv(np.corrcoef(stats.rankdata(rows, axis=0).T))
    return float(np.arctanh(-inverse[0, -1] / np.sqrt(inverse[0, 0] * inverse[-1, -1])))


def covered(
    random: np.random.Generator,
    sizes: Numbers,
    part: float,
    model: tuple[float, int],
    within: bool,
    draws: int,
) -> dict[str, float]:
    """How often each interval holds the true correlation, per cent."""
    sizes = sizes[sizes > 1] if within else sizes
    count, held = len(sizes), model[1]
    codes = np.repeat(np.arange(count), sizes.astype(int))
    shared = np.full((held + 2, held + 2), model[0])
    np.fill_diagonal(shared, 1)
    root = np.linalg.cholesky(shared).T
    # of normal figures with correlation r the rank correlation is 6 / pi arcsin(r / 2)
    inverse = np.linalg.inv(6 / np.pi * np.arcsin(shared / 2))
    true = np.arctanh(-inverse[0, -1] / np.sqrt(inverse[0, 0] * inverse[-1, -1]))
    held_it = []
    for draw in range(draws):
        country = random.normal(size=(count, held + 2)) @ root
        rows = (
            np.sqrt(part) * country[codes]
            + np.sqrt(1 - part) * random.normal(size=(len(codes), held + 2)) @ root
        )
        frame = pd.DataFrame(rows)
        rows = rows - frame.groupby(codes).transform("mean").to_numpy() if within else rows
        value = transformed(rows)
        without = np.array([transformed(rows[codes != each]) for each in range(count)])
        error = np.sqrt((count - 1) / count * ((without - value) ** 2).sum())
        fisher = np.sqrt(
            (1 + np.tanh(value) ** 2 / 2) / (len(codes) - held - 2 - (count if within else 1))
        )
        halves = [
            stats.norm.ppf(LEVEL) * fisher,
            *(stats.t.ppf(LEVEL, (count - 1, estimate_freedom(sizes))) * error),
        ]
        if draw == 0:
            found = partial_spearman(
                frame.iloc[:, :-1], frame.iloc[:, -1], pd.Series(codes), within
            ).iloc[0]
            assert np.isclose(np.arctanh(found["high"]) - value, halves[-1]), (
                "the library makes another interval"
            )
        held_it.append([abs(value - true) <= each for each in halves])
    return dict(zip(("Fisher", "CV3, G-1", "CV3, BM"), 100 * np.mean(held_it, axis=0), strict=True))


def main() -> None:
    """Measure all editions and print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--draws", type=int, default=2000, help="samples in each cell of the grid (2000)"
    )
    parser.add_argument(
        "--cells", action="store_true", help="print every cell of the grid too, as CSV"
    )
    given = parser.parse_args()
    random = np.random.default_rng(SEED)
    rows = []
    for edition, sizes in country_sizes():
        print(edition, sizes.astype(int).tolist(), file=sys.stderr)
        for part, within in ((0.0, False), (0.3, False), (0.6, False), (0.3, True)):
            for model in MODELS:
                about: dict[str, object] = {
                    "edition": edition,
                    "compared": "within countries" if within else "all cities",
                }
                about |= {"intraclass": part, "correlation": model[0], "held": model[1]}
                rows.append({**about, **covered(random, sizes, part, model, within, given.draws)})
    cells = pd.DataFrame(rows)
    if given.cells:
        print(cells.round(1).to_csv(index=False))
    ends = cells.groupby(["compared", "intraclass"])[["Fisher", "CV3, G-1", "CV3, BM"]].agg(
        ["min", "max"]
    )
    print(ends.round(1).to_string())


if __name__ == "__main__":
    main()
