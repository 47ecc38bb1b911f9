"""Area scores of an edition: its items on the tree of the framework, with what residents' answers leave open.

Processed tables in, scores and tidy tables out. The arithmetic is in `scores` and `sampling`, what
is said of them is in `findings.area_scores`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import pandas as pd

from studylib.data.balance import balance_score
from studylib.index.bands import assign_bands as band_numbers
from studylib.index.bands import list_bands_reached
from studylib.index.choices import choose_sampling
from studylib.index.framework import Framework, build_framework
from studylib.index.scores import score
from studylib.index.uncertainty import Uncertainty, measure_uncertainty
from studylib.statistics.association import cronbach_alpha
from studylib.statistics.sampling import CORRELATIONS, WIDEST, draw_samples, estimate_balance_error

SAMPLES = 400
"""Samples of residents that intervals are made from."""

SEED = 1


def compute_balances(answers: pd.DataFrame, items: pd.DataFrame) -> pd.DataFrame:
    """Balance of agreeing and disagreeing answers: cities in rows (codes), the items asked in the focus areas in columns.

    It is not turned: the framework's directions do that.
    """
    shares = _asked(answers, items)
    return _wide(
        shares,
        balance_score(shares["positive_pct"], shares["negative_pct"], shares["no_answer_pct"]),
    )


def compute_errors(
    answers: pd.DataFrame, items: pd.DataFrame, respondents: int | Mapping[str, float] | None
) -> pd.DataFrame:
    """Standard errors of `compute_balances`, if that many residents of each city answered.

    `respondents` may also be a number by the code of the city; None: nobody was asked.
    """
    shares = _asked(answers, items)
    if respondents is None:
        return compute_balances(answers, items)
    good, bad, none = shares["positive_pct"], shares["negative_pct"], shares["no_answer_pct"]
    asked = (
        shares["city_code"].map(respondents) if isinstance(respondents, Mapping) else respondents
    )
    return _wide(shares, estimate_balance_error(good, bad, none, asked))


def _asked(answers: pd.DataFrame, items: pd.DataFrame) -> pd.DataFrame:
    asked = items.loc[items["asked"] & items["in_focus"], "item"]
    there = answers["positive_pct"].notna() & answers["negative_pct"].notna()
    return answers[answers["item"].isin(asked) & there].reset_index(drop=True)


def _wide(shares: pd.DataFrame, values: pd.Series) -> pd.DataFrame:
    frame = shares[["city_code", "item"]].assign(value=values)
    return frame.pivot(index="city_code", columns="item", values="value")  # noqa: PD010 - one figure a cell


def build_area_framework(tree: pd.DataFrame, balances: pd.DataFrame) -> Framework:
    """The framework of the items that the edition asked."""
    return build_framework(tree, where="data/raw/framework/tree.csv").of_items(
        map(str, balances.columns)
    )


def list_scored_areas(areas: pd.DataFrame, framework: Framework) -> pd.DataFrame:
    """The areas that the framework has a score of, in the order of `areas`."""
    return areas[areas["area"].isin(framework.tops)]


def score_with_samples(
    respondents: int | Mapping[str, float] | None,
    tree: pd.DataFrame,
    answers: pd.DataFrame,
    items: pd.DataFrame,
) -> Uncertainty | None:
    """Scores of an edition, and those that other samples of residents might have given.

    Parameters
    ----------
    respondents
        The assumed number of residents asked in each city, or these numbers by city.
    tree, answers, items
        The processed tables.

    Returns
    -------
    Uncertainty
        None if nothing was asked in the focus areas.
    """
    balances = compute_balances(answers, items)
    if balances.empty:
        return None
    errors = compute_errors(answers, items, respondents)
    return _drawn(balances, errors, build_area_framework(tree, balances), WIDEST)


def score_surveys(
    surveys: pd.DataFrame,
    answers: pd.DataFrame,
    beside: pd.DataFrame,
    cities: pd.DataFrame,
    items: pd.DataFrame,
    tree: pd.DataFrame,
) -> dict[str, Uncertainty | None]:
    """Scores with samples of the cities of each survey of an edition's wave, by survey.

    Parameters
    ----------
    surveys, answers, beside, cities, items, tree
        The processed tables; `surveys` is `resident_surveys`, `beside` is `answers_beside`.

    Returns
    -------
    dict
        None for a survey without scores. Without a number of respondents nothing can be said of a
        score's interval, and so there is no score. No city is scored by figures of two surveys.
    """
    made: dict[str, Uncertainty | None] = {}
    for row in surveys.to_dict("records"):
        name, main = str(row["survey"]), bool(row["main"])
        asked = cities[cities["survey"] == name].set_index("city_code")["respondents"]
        # the main survey has one number for all its cities
        number = None if pd.isna(row["respondents_assumed"]) else int(row["respondents_assumed"])
        by_city = dict(zip(asked.index, asked, strict=True)) if asked.notna().all() else None
        known = number if main else by_city
        own = answers if main else beside[beside["survey"] == name]
        made[name] = score_with_samples(known, tree, own, items) if known else None
    return made


def compare_interval_widths(
    balances: pd.DataFrame,
    errors: pd.DataFrame,
    framework: Framework,
    areas: pd.DataFrame,
    confidence_pct: float,
    correlations: Sequence[float] = CORRELATIONS,
) -> pd.DataFrame:
    """How wide the intervals of area scores are when errors of the items of a city are correlated in other ways.

    Parameters
    ----------
    balances, errors
        As `compute_balances` and `compute_errors` give them.
    framework, areas
        The tree of these items, and the processed table.
    confidence_pct
        Coverage of the intervals.
    correlations
        Of the errors of two items, each from 0 to 1; see `sampling.draw_samples`.

    Returns
    -------
    DataFrame
        `area` (its name), `items`, `between_items` and `half_width`: half the interval of a score,
        in points, median over cities. Areas of a single item are left out: there is nothing that
        its error could go together with.
    """
    rows = []
    for between in correlations if len(balances) else ():
        made = _drawn(balances, errors, framework, between)
        for place, area in enumerate(list_scored_areas(areas, framework).to_dict("records")):
            items = len(framework.items_of(area["area"]))
            if items > 1:
                ends = made.intervals(area["area"], confidence_pct)
                rows.append(
                    (
                        place,
                        area["label"],
                        items,
                        between,
                        float((ends["high"] - ends["low"]).median() / 2),
                    )
                )
    frame = pd.DataFrame(rows, columns=["place", "area", "items", "between_items", "half_width"])
    return frame.sort_values(["place", "between_items"], ignore_index=True).drop(columns="place")


def _drawn(
    balances: pd.DataFrame, errors: pd.DataFrame, framework: Framework, between_items: float
) -> Uncertainty:
    """Scores of so many samples, errors of items correlated in that way."""
    samples = draw_samples(
        balances, errors, SAMPLES, SEED, between_items, directions=framework.directions
    )
    return score_samples(balances, framework, samples)


def score_samples(
    balances: pd.DataFrame, framework: Framework, samples: Sequence[pd.DataFrame]
) -> Uncertainty:
    """The same as `uncertainty` with the one choice `sampling`, built in one go.

    That is possible because goalposts look at one city at a time, so that the samples can be scored
    as so many more cities.
    """
    steps = framework.steps
    choice = choose_sampling(samples)
    if (steps.imputation, steps.treatment, steps.normalisation) != (None, None, "goalposts"):
        return measure_uncertainty(balances, framework, [choice])
    below = score(pd.concat(samples, ignore_index=True), framework).scores
    shape = (len(samples), len(balances))
    scores = {
        str(node): pd.DataFrame(below[node].to_numpy().reshape(shape).T, balances.index)
        for node in below
    }
    design = pd.DataFrame({choice.name: list(choice.labels)})
    return Uncertainty(score(balances, framework), design, True, scores)


def tabulate_scores(
    made: Uncertainty | None,
    areas: pd.DataFrame,
    cities: pd.DataFrame,
    bands: pd.DataFrame,
    confidence_pct: float,
) -> pd.DataFrame:
    """Every score with its interval.

    Returns
    -------
    DataFrame
        `area` (its name), `colour`, `city`, `country`, `city_code`, `score`, `low`, `high` (0 to
        100), `band` (its label), `bands_reached` (those that the interval has a part in, after
        `bands.list_bands_reached`) and `coverage_pct`, the part of the area's weight for which the
        city has figures; areas in the framework's order, cities by name.
    """
    names = cities.set_index("city_code")[["city", "country"]]
    label = dict(zip(bands["band"], bands["label"], strict=True))
    columns = [
        "area",
        "colour",
        "city",
        "country",
        "city_code",
        "score",
        "low",
        "high",
        "band",
        "bands_reached",
    ]
    columns += ["coverage_pct"]
    if made is None:
        return pd.DataFrame(columns=columns)
    parts = []
    for area in list_scored_areas(areas, made.nominal.framework).itertuples():
        found = made.intervals(str(area.area), confidence_pct)
        band = band_numbers(found[["score"]], bands["lower"].to_list())["score"].map(label)
        part = found[["score", "low", "high"]].join(names)
        reached = list_bands_reached(part, bands["lower"].to_list(), bands["label"].to_list())
        part = part.assign(
            area=str(area.label), colour=str(area.colour), band=band, bands_reached=reached
        )
        part["coverage_pct"] = 100 * made.nominal.coverage.loc[part.index, str(area.area)]
        parts.append(part.rename_axis("city_code").reset_index().sort_values(["city", "city_code"]))
    return pd.concat(parts, ignore_index=True)[columns]


def count_bands(table: pd.DataFrame, bands: pd.DataFrame, *, sure: bool = False) -> pd.DataFrame:
    """How many cities of each area are in each band, or are there with their whole interval: areas in rows, bands by label in columns."""
    kept = table[table["bands_reached"] == table["band"]] if sure else table
    counts = pd.crosstab(kept["area"], kept["band"])
    return counts.reindex(
        index=table["area"].drop_duplicates(), columns=bands["label"], fill_value=0
    )


def measure_consistency(made: Uncertainty | None, areas: pd.DataFrame) -> pd.DataFrame:
    """How well the items of each area belong together, and how many cities have its score.

    Returns
    -------
    DataFrame
        `area`, `items`, `scored` and `not_scored` (cities), `filled_pct` (cells with a figure, per
        cent of cities x items), `alpha` (Cronbach's, missing for one item), `correlation_low`,
        `correlation_middle`, `correlation_high`: Spearman's, over pairs of items.
    """
    ends = ["correlation_low", "correlation_middle", "correlation_high"]
    columns = ["area", "items", "scored", "not_scored", "filled_pct", "alpha", *ends]
    if made is None:
        return pd.DataFrame(columns=columns)
    rows, nominal = [], made.nominal
    for area in list_scored_areas(areas, nominal.framework).itertuples():
        name = str(area.area)
        values = nominal.normalised[nominal.framework.items_of(name)]
        matrix = values.corr("spearman").to_numpy()
        pairs = pd.Series(matrix[np.triu_indices(len(matrix), 1)])
        low, middle, high = pairs.quantile([0, 0.5, 1])
        scored = int(nominal.scores[name].notna().sum())
        filled = 100 * float(values.notna().to_numpy().mean())
        rows.append(
            [
                area.label,
                len(matrix),
                scored,
                len(values) - scored,
                filled,
                cronbach_alpha(values),
                low,
                middle,
                high,
            ]
        )
    return pd.DataFrame(rows, columns=columns)


def pivot_areas(scores: pd.DataFrame, cities: Iterable[str]) -> pd.DataFrame:
    """Area scores, as `tabulate_scores` gives them, with some cities in rows and areas in columns."""
    columns = scores["area"].drop_duplicates()
    wide = scores.pivot(index="city_code", columns="area", values="score")  # noqa: PD010 - one a cell
    return wide.reindex(index=sorted(cities), columns=columns).astype(float)
