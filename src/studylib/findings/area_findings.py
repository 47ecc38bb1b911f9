"""What area scores say, in sentences, tables and alt texts; none of them claims more than the intervals allow."""

from __future__ import annotations

from types import SimpleNamespace

import pandas as pd

from quire.text.words import decimal, interval, listed, small
from studylib.index.bands import BETWEEN

NO_SCORE = "There is no area score: for no item of the focus areas does this copy have both the favourable and the unfavourable shares."


def assumption_sentence(study: SimpleNamespace, confidence_pct: float) -> str:
    """What the intervals rest on."""
    if study.wave_respondents is None:
        return (
            "No survey of residents stands beside this edition, so there is no interval of a score."
        )
    return (
        f"In {confidence_pct:g} of 100 samples of residents, an interval made this way holds the score that all residents would give, if "
        f"{study.wave_respondents} residents of each city are drawn at random. Why this number: {small(study.wave_respondents_reason)}. "
        "How the answers of one resident to several items go together is not published; "
        "errors of the items of a city are taken to go the same way, which gives the widest intervals."
    )


def with_assumption(source: str, study: SimpleNamespace) -> str:
    """The source of a figure, with where the assumed number of residents comes from."""
    address = study.wave_respondents_source
    return f"{source.rstrip('.')}. Number of residents asked: {address}" if address else source


def bands_sentence(bands: pd.DataFrame) -> str:
    """What the bands are called, from the lowest.

    >>> bands_sentence(pd.DataFrame({"lower": [0.0, 50.0], "label": ["low", "high"]}))
    'Bands: low from 0 and high from 50.'
    """
    return f"Bands: {listed(f'{label} from {lower:g}' for lower, label in zip(bands['lower'], bands['label'], strict=True))}."


def band_said(band: str, reached: str) -> str:
    """The band of a city with its certainty.

    Parameters
    ----------
    band, reached
        `band` and `bands_reached` of `area_scores.tabulate_scores`.

    >>> band_said("low", "low"), band_said("low", "low; high")
    ('low', 'low (the interval also reaches ‘high’)')
    """
    others = [f"‘{each}’" for each in reached.split(BETWEEN) if each not in {band, ""}]
    return f"{band} (the interval also reaches {listed(others)})" if others else band


def scores_sentence(table: pd.DataFrame) -> str:
    """Where the scores of each area lie, and how wide their intervals are."""
    sentences = []
    for area, part in table.groupby("area", sort=False):
        low, middle, high = part["score"].quantile([0.25, 0.5, 0.75])
        half = ((part["high"] - part["low"]) / 2).median()
        sure = int((part["bands_reached"] == part["band"]).sum())
        sentences.append(
            f"{area}: {len(part)} cities have a score, half of them from {interval(low, high, 0)}, the median is "
            f"{decimal(middle, 0)}; the median interval of a city reaches {decimal(half)} points to either side. The "
            f"whole interval lies in one band in {sure} of them."
        )
    return " ".join(sentences) or NO_SCORE


def scores_alt(table: pd.DataFrame, counts: pd.DataFrame, sure: pd.DataFrame) -> str:
    """Alt text of the figure of area scores, with `area_scores.count_bands` of all cities and of those that are sure."""
    bands = "; ".join(
        f"{area}: "
        + listed(
            f"{n} {band} ({m} surely)"
            for band, n, m in zip(counts, row, sure.loc[area], strict=True)
            if n
        )
        for area, row in zip(counts.index, counts.to_numpy(), strict=True)
    )
    return (
        f"Scores of {table['city_code'].nunique()} cities from 0 to 100, each with its interval, one panel an area. "
        f"Cities by band, and how many of them with their whole interval: {bands}."
    )


def consistency_table(found: pd.DataFrame) -> pd.DataFrame:
    """The table of `area_scores.measure_consistency` for readers."""
    spread = [
        "one item"
        if row["items"] == 1
        else f"{decimal(row['correlation_middle'], 2)} ({interval(row['correlation_low'], row['correlation_high'], 2)})"
        for _, row in found.iterrows()
    ]
    alpha = [
        "one item" if row["items"] == 1 else f"{decimal(row['alpha'], 2)}"
        for _, row in found.iterrows()
    ]
    return pd.DataFrame(
        {
            "Area": found["area"],
            "Items": found["items"],
            "Cities with a score": found["scored"],
            "Cities without": found["not_scored"],
            "Cells with a figure, %": found["filled_pct"],
            "Cronbach's alpha": alpha,
            "Correlation of items, median (least to most)": spread,
        }
    )
