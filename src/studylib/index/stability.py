"""What becomes of an edition's area scores when they are built in other ways, and which statements survive all of them.

Scores and designs in, tidy tables out. The choices themselves are in `choices`, how far scores move
in `uncertainty`.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import numpy as np
import numpy.typing as npt
import pandas as pd

from quire.text.messages import _
from studylib.index import choices
from studylib.index.area_scores import list_scored_areas
from studylib.index.bands import assign_bands as band_numbers
from studylib.index.bands import rank_scores
from studylib.index.choices import Choice
from studylib.index.framework import Framework
from studylib.index.replications import replicate
from studylib.index.scores import score
from studylib.index.sensitivity import measure_sensitivity
from studylib.index.uncertainty import Uncertainty, measure_uncertainty
from studylib.statistics.arrays import Numbers

DRAWS = 32
"""Samples of residents, and sets of weights, that are tried."""

HALF = 50
"""The score at which favourable and unfavourable answers are equally many."""

SPREAD = 0.25
SEED = 1
SURE = 0.95
"""A city stays in a band if it is there in at least this part of the replications."""


def choose_same_scale(tree: Framework, samples: list[pd.DataFrame]) -> list[Choice]:
    """Choices that leave the scale as it is, so that bands keep their meaning.

    Leaving an item out is none of them: it changes what is measured, and with few items it outdoes
    whatever else is chosen; see `leave_items_out`.
    """
    several = [node for node in tree.groups if len(tree.children(node)) > 1]
    tried = [
        choices.choose_sampling(samples),
        choices.choose_imputation(None, "median"),
        choices.choose_treatment(None, 5),
    ]
    if not several:
        return tried
    weights = choices.choose_weights(choices.draw_weights(tree, SPREAD, DRAWS, SEED), drawn=True)
    return [*tried, choices.choose_aggregation("arithmetic", "geometric"), weights]


def choose_with_items_left_out(tree: Framework, samples: list[pd.DataFrame]) -> list[Choice]:
    """The choices of `choose_same_scale`, and one item left out at a time where others stand beside it."""
    tried = choose_same_scale(tree, samples)
    return [*tried, choices.choose_left_out(tree)] if choices.list_removable(tree) else tried


def choose_any_scale(tree: Framework, samples: list[pd.DataFrame]) -> list[Choice]:
    """The same choices, and that of the scale, which changes what a score means but not what a rank does."""
    scales = choices.choose_normalisation(
        ("goalposts", (0, 100)),
        ("minmax", (1, 100)),
        ("zscore", (100, 10)),
        ("percentile_rank", (1, 100)),
    )
    return [*choose_same_scale(tree, samples), scales]


def measure_movement(
    data: pd.DataFrame,
    tree: Framework,
    samples: list[pd.DataFrame],
    areas: pd.DataFrame,
    bands: pd.DataFrame,
    confidence_pct: float,
    replications: int = 512,
) -> pd.DataFrame:
    """How far the scores, bands and ranks of an area's cities move; each area has its own replications.

    Returns
    -------
    DataFrame
        `area`, `cities`, `half_width` (half the interval of a score, median over cities),
        `one_band_pct` (part of the cities that stay in one band in at least 95 of 100
        replications), `rank_width` (places between the ends of the interval of a rank, median over
        cities).
    """
    rows = []
    for name, label, own, items, some in _each_area(data, tree, samples, areas):
        made = measure_uncertainty(
            items, own, choose_same_scale(own, some), replications=replications, seed=SEED
        )
        ranks = measure_uncertainty(
            items, own, choose_any_scale(own, some), replications=replications, seed=SEED
        )
        score, rank = made.intervals(name, confidence_pct), ranks.intervals(name, confidence_pct)
        stays = made.band_shares(name, bands["lower"].to_list()).max(axis=1) >= SURE
        half = ((score["high"] - score["low"]) / 2).median()
        width = (rank["rank_high"] - rank["rank_low"]).median()
        rows.append([label, len(score), half, 100 * stays.mean(), width])
    return pd.DataFrame(
        rows, columns=["area", "cities", "half_width", "one_band_pct", "rank_width"]
    )


def find_decisive_choices(
    data: pd.DataFrame,
    tree: Framework,
    samples: list[pd.DataFrame],
    areas: pd.DataFrame,
    confidence_pct: float,
) -> pd.DataFrame:
    """Which choice moves the ranks of an area most: Sobol' indices of the mean shift in rank, area by area.

    Every combination is built, so that intervals are over the samples of residents and the sets of
    weights that might have been drawn and over nothing else; see
    `studylib.index.sensitivity.measure_sensitivity`. Areas in which fewer than two cities have a
    score have no ranks, and are left out.
    """
    parts = []
    for name, label, own, items, some in _each_area(data, tree, samples, areas):
        if score(items, own).scores[name].count() < 2:
            continue
        tried = choose_any_scale(own, some)
        every = choices.count_combinations(tried)
        found = measure_sensitivity(
            items, own, tried, name, exact_up_to=every, seed=SEED, confidence_pct=confidence_pct
        )
        parts.append(found.indices.assign(area=label))
    if not parts:
        return pd.DataFrame(columns=["area", "choice", "first", "total"])
    frame = pd.concat(parts, ignore_index=True)
    return frame[["area", *frame.columns.drop("area")]]


def leave_items_out(
    data: pd.DataFrame,
    tree: Framework,
    samples: list[pd.DataFrame],
    areas: pd.DataFrame,
    bands: pd.DataFrame,
    confidence_pct: float,
) -> pd.DataFrame:
    """How far ranks and bands move when one item of an area is left out and nothing else is changed.

    Returns
    -------
    DataFrame
        One row for each area and item that leaves others beside it: `area`, `item`, `cities` (with
        a score both with the item and without it), `places` (mean over cities of how many places
        the rank moves), `other_band_pct` (part of the cities that change their band). Both have
        `_low` and `_high`: the quantiles of the same over `samples`, each scored with the item and
        without it.
    """
    rows = []
    for name, label, own, items, some in _each_area(data, tree, samples, areas):
        if not choices.list_removable(own):
            continue
        choice = choices.choose_left_out(own)
        draw = choices.choose_sampling([items, *some])
        made = replicate(items, own, [draw, choice], choices.list_combinations([draw, choice]))[
            name
        ]
        grid = made.reshape(len(items), len(draw.options), len(choice.options))
        for place, item in enumerate(choice.options[1:], start=1):
            moved = np.array(
                [_moved(each[:, 0], each[:, place], bands) for each in grid.transpose(1, 0, 2)]
            )
            tails = [(100 - confidence_pct) / 2, (100 + confidence_pct) / 2]
            low, high = np.nanpercentile(moved[1:, 1:], tails, axis=0)
            now = dict(zip(("cities", "places", "other_band_pct"), moved[0], strict=True))
            ends = {
                "places_low": low[0],
                "places_high": high[0],
                "other_band_pct_low": low[1],
                "other_band_pct_high": high[1],
            }
            rows.append({"area": label, "item": item} | now | ends)
    columns = [
        f"{each}{end}" for each in ("places", "other_band_pct") for end in ("", "_low", "_high")
    ]
    return pd.DataFrame(rows, columns=["area", "item", "cities", *columns]).astype({"cities": int})


def _moved(before: Numbers, after: Numbers, bands: pd.DataFrame) -> tuple[float, float, float]:
    """Cities with both scores, the mean number of places that they move, and the part in per cent that is in another band."""
    both = pd.DataFrame({"before": before, "after": after}).dropna()
    if both.empty:
        return 0.0, np.nan, np.nan
    ranks = rank_scores(both.to_numpy())
    band = band_numbers(both, bands["lower"].to_list())
    other = 100 * float((band["before"] != band["after"]).mean())
    return len(both), float(np.abs(ranks[:, 0] - ranks[:, 1]).mean()), other


def _each_area(
    data: pd.DataFrame, tree: Framework, samples: list[pd.DataFrame], areas: pd.DataFrame
) -> Iterator[tuple[str, str, Framework, pd.DataFrame, list[pd.DataFrame]]]:
    """Each area's name and label, its own part of the tree, its items and their samples."""
    for area in list_scored_areas(areas, tree).itertuples():
        own = tree.below(str(area.area))
        yield (
            str(area.area),
            str(area.label),
            own,
            data[own.items],
            [each[own.items] for each in samples],
        )


def check_statements(made: Uncertainty, areas: pd.DataFrame, bands: pd.DataFrame) -> pd.DataFrame:
    """What could be said of the areas, and in which part of the replications it is so.

    Returns
    -------
    DataFrame
        `statement`, true of the nominal build, `holds_pct` of the replications, and `survives`,
        whether it holds in all of them.
    """
    known = list_scored_areas(areas, made.nominal.framework)
    label = dict(zip(known["area"], known["label"], strict=True))
    middles = {area: np.nanmedian(made.scores[area].to_numpy(), axis=0) for area in label}
    nominal = {area: float(np.nanmedian(made.nominal.scores[area].to_numpy())) for area in label}
    names = bands["label"].to_list()
    rows = []
    for area, name in label.items():
        both = pd.DataFrame({area: [nominal[area], *middles[area]]})
        now, *others = band_numbers(both, bands["lower"].to_list())[area].to_numpy(int)
        rows.append(
            (
                _("The median in {area} is {band}", area=name, band=names[now - 1]),
                np.array(others) == now,
            )
        )
        if _most_reach_half(made.nominal.scores[[area]])[0]:
            rows.append(
                (
                    _(
                        "In {area}, more than half of the cities reach {score}",
                        area=name,
                        score=HALF,
                    ),
                    _most_reach_half(made.scores[area]),
                )
            )
    for one, two in combinations(sorted(label, key=lambda each: -nominal[each]), 2):
        above = _(
            "The median is higher in {first} than in {second}", first=label[one], second=label[two]
        )
        rows.append((above, middles[one] > middles[two]))
    holds = [100 * float(np.mean(each)) for _, each in rows]
    said = [each for each, _ in rows]
    return pd.DataFrame(
        {"statement": said, "holds_pct": holds, "survives": [each == 100 for each in holds]}
    )


def _most_reach_half(scores: pd.DataFrame) -> npt.NDArray[np.bool_]:
    """Whether more than half of the cities with a score reach the middle of the scale, column by column."""
    return np.asarray(2 * (scores >= HALF).sum(axis=0) > scores.notna().sum(axis=0))
