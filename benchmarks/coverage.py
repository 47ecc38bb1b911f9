"""How often the intervals of changes hold what they should, on the study's own cities and countries.

    python benchmarks/coverage.py [--draws 20000] [--skewness 1] [--cells]

Takes from data/processed which cities each two neighbouring surveys share, concept by concept, and how many of them each country
has. For these countries, figures without any change are drawn: an effect of the country plus one of the city, with a part of the
variance (the intraclass correlation) that is the country's: 0, 0.3, 0.6, and what the study's own changes have (median over the
concepts). Effects are normal, skewed (a gamma distribution) or heavy-tailed (Student's t with 5 degrees of freedom).
Printed is how often, in per cent, intervals at 95 per cent then hold zero, for five ways of making them:

    CR1, G-1    the usual cluster-robust variance, Student's t with one degree of freedom less than countries
    CR2, G-1    the variance of Bell and McCaffrey (2002), the same degrees of freedom
    CR2, BM     with the degrees of freedom of Bell and McCaffrey
    CV3, G-1    the jackknife that leaves out each country in turn
    CV3, BM     with degrees of freedom in the manner of Bell and McCaffrey: what the study uses (`intervals.estimate_mean`)

The last is held against the library on the first draws. The seed is fixed; 20,000 draws leave 0.15 points of error in a cell.
If tables are missing, make them first: study prepare.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

from quire.core.errors import StudyError
from studylib.data.tables import read_all_tables
from studylib.questions import trends
from studylib.statistics.arrays import Numbers
from studylib.statistics.intervals import estimate_freedom, estimate_mean

SEED = 20150
LEVEL = 0.975
CORRELATIONS = (0.0, 0.3, 0.6)
WAYS = ("CR1, G-1", "CR2, G-1", "CR2, BM", "CV3, G-1", "CV3, BM")
Draw = Callable[[tuple[int, int]], Numbers]


@dataclass(frozen=True)
class Panel:
    """Countries of the cities that two surveys share, for one concept or more."""

    pair: str
    sizes: tuple[int, ...]
    concepts: int


def changes() -> Iterator[tuple[str, pd.Series, pd.Series]]:
    """Of every concept in two neighbouring surveys: the two, the change of each city, its country."""
    comparability, items, areas, answers, cities = read_all_tables(
        "comparability", "items", "areas", "answers", "cities"
    )
    table, _ = trends.trace_trends(
        trends.map_cells(comparability, items, areas), comparability, answers
    )
    country = trends.get_countries(cities)
    for step in trends.list_steps(table, answers):
        change = (step.two - step.one).loc[step.both]
        yield f"{step.before} to {step.after}", change, country.loc[step.both]


def intraclass(change: pd.Series, country: pd.Series) -> float:
    """The part of the variance that is the country's, by analysis of variance for unlike sizes (Donner 1986); at least 0."""
    n, sizes = len(change), country.value_counts().to_numpy(float)
    inner = change - change.groupby(country).transform("mean")
    within = float((inner**2).sum()) / (n - len(sizes))
    between = (float(((change - change.mean()) ** 2).sum()) - float((inner**2).sum())) / (
        len(sizes) - 1
    )
    typical = (n - float((sizes**2).sum()) / n) / (len(sizes) - 1)
    return max((between - within) / (between + (typical - 1) * within), 0.0)


def means_and_errors(
    figures: Numbers, sizes: Numbers
) -> tuple[Numbers, dict[str, tuple[Numbers, float]]]:
    """The mean of each row, and its standard error and degrees of freedom in each way; cities stand by country."""
    n, count, w = sizes.sum(), len(sizes), sizes / sizes.sum()
    mean = figures.mean(axis=1)
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]]).astype(int)
    sums = np.add.reduceat(figures - mean[:, None], starts, axis=1) ** 2 / n**2
    one = np.sqrt(count / (count - 1) * sums.sum(axis=1))
    two = np.sqrt((sums / (1 - w)).sum(axis=1))
    three = np.sqrt((count - 1) / count * (sums / (1 - w) ** 2).sum(axis=1))
    q = w**2 / (1 - w)
    mccaffrey = 1 / ((w**2).sum() + q.sum() ** 2 - (q**2).sum())
    found = [
        (one, count - 1),
        (two, count - 1),
        (two, mccaffrey),
        (three, count - 1),
        (three, estimate_freedom(sizes)),
    ]
    return mean, dict(zip(WAYS, found, strict=True))


def covered(sizes: Numbers, part: float, draw: Draw, draws: int) -> dict[str, float]:
    """How often each interval holds zero where nothing changed, per cent."""
    country = np.repeat(np.arange(len(sizes)), sizes.astype(int))
    shared = draw((draws, len(sizes)))[:, country]
    figures = np.sqrt(part) * shared + np.sqrt(1 - part) * draw((draws, len(country)))
    mean, ways = means_and_errors(figures, sizes)
    half = {
        way: error * float(stats.t.ppf(LEVEL, degrees)) for way, (error, degrees) in ways.items()
    }
    for row in range(3):
        found = estimate_mean(pd.Series(figures[row]), pd.Series(country))
        assert np.isclose(found.high - found.value, half[WAYS[-1]][row]), (
            "the library makes another interval"
        )
    return {way: 100 * float((np.abs(mean) <= each).mean()) for way, each in half.items()}


def distributions(random: np.random.Generator, skewness: float) -> dict[str, Draw]:
    """What effects are drawn from: mean 0 and variance 1."""
    shape = 4 / skewness**2
    return {
        "normal": lambda size: random.normal(size=size),
        f"gamma, skewness {skewness:g}": lambda size: (
            (random.gamma(shape, size=size) - shape) / np.sqrt(shape)
        ),
        "t with 5 degrees": lambda size: random.standard_t(5, size=size) / np.sqrt(5 / 3),
    }


def measure(panels: list[Panel], own: float, draws: int, skewness: float) -> pd.DataFrame:
    """Coverage in every cell of the grid, with the panel before."""
    kinds = distributions(np.random.default_rng(SEED), skewness)
    rows = []
    for number, panel in enumerate(panels, 1):
        print(
            f"{number} of {len(panels)}: {panel.pair}, {sum(panel.sizes)} cities, concepts: {panel.concepts}",
            file=sys.stderr,
        )
        for part in sorted({*CORRELATIONS, round(own, 2)}):
            for kind, draw in kinds.items():
                about = {
                    "surveys": panel.pair,
                    "cities": sum(panel.sizes),
                    "countries": len(panel.sizes),
                }
                about |= {"largest": max(panel.sizes), "intraclass": part, "effects": kind}
                rows.append(
                    {**about, **covered(np.array(panel.sizes, dtype=float), part, draw, draws)}
                )
    return pd.DataFrame(rows)


def span(values: pd.Series, digits: int = 0) -> str:
    """From the least to the most, once if they are the same."""
    least, most = f"{values.min():.{digits}f}", f"{values.max():.{digits}f}"
    return least if least == most else f"{least} to {most}"


def summary(cells: pd.DataFrame) -> str:
    """A row for each two surveys, and one for all, with the least and the most of each way."""
    parts = [*cells.groupby("surveys", sort=False), ("all", cells)]
    lines = [
        "| editions | cities | countries | largest | " + " | ".join(WAYS) + " |",
        "|---" * (4 + len(WAYS)) + "|",
    ]
    for name, part in parts:
        sizes = [span(part[each]) for each in ("cities", "countries", "largest")]
        lines.append(
            "| " + " | ".join([str(name), *sizes, *(span(part[way], 1) for way in WAYS)]) + " |"
        )
    return "\n".join(lines)


def main() -> None:
    """Measure all panels and print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--draws", type=int, default=20_000, help="samples in each cell of the grid (20000)"
    )
    parser.add_argument(
        "--skewness", type=float, default=1.0, help="of the skewed effects, above 0 (1)"
    )
    parser.add_argument(
        "--cells", action="store_true", help="print every cell of the grid too, as CSV"
    )
    given = parser.parse_args()
    if given.draws < 3 or not given.skewness > 0:
        parser.error("give at least 3 draws and a skewness above 0")
    try:
        known = list(changes())
    except StudyError as error:
        sys.exit(str(error))
    several = [each for each in known if len(set(each[2])) > 1]
    if not several:
        sys.exit("no two surveys share cities of two countries: there is nothing to measure")
    counts = Counter((pair, tuple(of.value_counts())) for pair, _, of in several)
    panels = [Panel(pair, sizes, concepts) for (pair, sizes), concepts in counts.items()]
    own = float(
        np.median(
            [intraclass(change, of) for _, change, of in several if len(of) > of.nunique()] or [0.0]
        )
    )
    skewness = pd.Series([float(stats.skew(change)) for _, change, _ in several]).abs()
    cells = measure(panels, own, given.draws, given.skewness)
    if given.cells:
        print(cells.round(1).to_csv(index=False))
    print(summary(cells))
    print(
        f"\nThe study's own changes: intraclass correlation {own:.2f}, skewness {skewness.median():.1f} either way (medians of "
        f"{len(several)} concepts between two editions; a tenth have a skewness above {skewness.quantile(0.9):.1f})."
    )


if __name__ == "__main__":
    main()
