"""How fast scores are built, once and many times, beside a plain loop that builds every replication by itself.

    python benchmarks/scores.py [--rounds 3] [--loop 200]

The items are random numbers, a fifth of them with outliers: as many cities, items and levels as the ASEM connectivity
index (51 x 49 in 8 pillars, 2 sub-indices, 1 index), and 10,000 cities with 60 items. The loop calls `uncertainty.rebuild`,
which is `scores.score`, for each row of the same design; it is timed over `--loop` rows, and the rest is taken to cost as much.
"""

from __future__ import annotations

import argparse
import statistics
import time
import tracemalloc
from collections.abc import Callable

import numpy as np
import pandas as pd

from studylib.index import choices
from studylib.index.framework import Framework, Steps, build_framework
from studylib.index.scores import score
from studylib.index.sensitivity import measure_sensitivity
from studylib.index.uncertainty import measure_uncertainty, rebuild


def index(items: int, pillars: int, parts: int) -> Framework:
    """A tree of items in pillars, pillars in parts, and parts in one index."""
    rows = [("index", "", "")]
    rows += [(f"part {each}", "index", "") for each in range(parts)]
    rows += [(f"pillar {each}", f"part {each % parts}", "") for each in range(pillars)]
    rows += [(f"item {each}", f"pillar {each % pillars}", "1") for each in range(items)]
    tree = pd.DataFrame(rows, columns=["node", "parent", "direction"])
    return build_framework(
        tree, Steps(imputation="median", treatment=5, normalisation="minmax", limits=(1, 100))
    )


def figures(cities: int, tree: Framework) -> pd.DataFrame:
    """Random items, a fifth of them with outliers, one cell in twenty missing."""
    random = np.random.default_rng(1)
    values = random.normal(50, 10, (cities, len(tree.items)))
    values[:, ::5] = np.exp(values[:, ::5] / 10 - 3)
    values[random.random(values.shape) < 0.05] = np.nan
    return pd.DataFrame(
        values, index=[f"city {each}" for each in range(cities)], columns=tree.items
    )


def middle(work: Callable[[], object], rounds: int) -> float:
    """Median seconds of some rounds."""
    taken = []
    for _ in range(rounds):
        begin = time.perf_counter()
        work()
        taken.append(time.perf_counter() - begin)
    return statistics.median(taken)


def megabytes(work: Callable[[], object]) -> float:
    """Most memory that a piece of work holds beside what was there."""
    tracemalloc.start()
    work()
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most / 1e6


def main() -> None:
    """Time everything in one go and print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=5, help="of which the median is taken")
    parser.add_argument(
        "--loop", type=int, default=200, help="replications that the loop is timed over"
    )
    given = parser.parse_args()
    tree, large = index(49, 8, 2), index(60, 6, 2)
    data, many = figures(51, tree), figures(10_000, large)
    tried = [
        choices.choose_treatment(1, 2, 3, 4, 5),
        choices.choose_normalisation(("minmax", (1, 100)), ("zscore", (10, 2))),
        choices.choose_weights(choices.draw_weights(tree, sets=100)),
        choices.choose_aggregation("arithmetic", "geometric"),
    ]
    design = measure_uncertainty(data, tree, tried, replications=1000).design

    def loop() -> None:
        for place in range(given.loop):
            rebuild(data, tree, tried, design.iloc[place])

    def indices() -> object:
        return measure_sensitivity(data, tree, tried, "index", points=1024, exact_up_to=0)

    one = middle(loop, max(1, given.rounds // 2)) / given.loop
    replications = 1024 * (len(tried) + 2)
    lines = [
        ("full build, 51 x 49", middle(lambda: score(data, tree), given.rounds), None),
        ("full build, 10,000 x 60", middle(lambda: score(many, large), given.rounds), None),
        (
            "uncertainty, 1,000 replications",
            middle(lambda: measure_uncertainty(data, tree, tried, design=design), given.rounds),
            1000 * one,
        ),
        (
            f"sensitivity, 1,024 points ({replications:,} replications)",
            middle(indices, given.rounds),
            replications * one,
        ),
    ]
    print("| what | seconds | loop, seconds | loop / this |\n|---|---|---|---|")
    for what, taken, plain in lines:
        beside = "| | |" if plain is None else f"| {plain:.1f} | {plain / taken:.0f} |"
        print(f"| {what} | {taken:.3f} {beside}")
    print(
        f"\nMemory of the build of 10,000 x 60: {megabytes(lambda: score(many, large)):.0f} MB at most."
    )


if __name__ == "__main__":
    main()
