"""What area scores say, in sentences, tables and alt texts; none of them claims more than the intervals allow."""

from __future__ import annotations

from types import SimpleNamespace

import pandas as pd

from studylib.text.words import listed

NO_SCORE = "There is no area score: for no item of the focus areas are both the favourable and the unfavourable shares published."


def assumption_sentence(study: SimpleNamespace, confidence_pct: float) -> str:
    """What the intervals rest on."""
    if study.wave_respondents is None:
        return "No survey of residents stands beside this edition, so there is no interval of a score."
    return (
        f"Intervals hold {confidence_pct:g} per cent of the scores that other samples of residents might have given, if "
        f"{study.wave_respondents} residents of each city were drawn at random. That number is an assumption: "
        f"{study.wave_respondents_reason}. How the answers of one resident to several items go together is not published; "
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


def scores_sentence(table: pd.DataFrame) -> str:
    """Where the scores of each area lie, and how wide their intervals are."""
    sentences = []
    for area, part in table.groupby("area", sort=False):
        low, middle, high = part["score"].quantile([0.25, 0.5, 0.75])
        half = ((part["high"] - part["low"]) / 2).median()
        sentences.append(
            f"{area}: {len(part)} cities have a score, half of them between {low:.0f} and {high:.0f}, the middle one {middle:.0f}; "
            f"a city's interval reaches {half:.1f} points to either side, in the middle of all cities."
        )
    return " ".join(sentences) or NO_SCORE


def scores_alt(table: pd.DataFrame, counts: pd.DataFrame) -> str:
    """Alt text of the figure of area scores."""
    bands = "; ".join(
        f"{area}: " + listed([f"{count} {band}" for band, count in row.items() if count])
        for area, row in counts.iterrows()
    )
    return (
        f"Scores of {table['city_code'].nunique()} cities from 0 to 100, each with its interval, one panel an area. "
        f"Cities by band: {bands}."
    )


def consistency_table(found: pd.DataFrame) -> pd.DataFrame:
    """The table of `areas.consistency` for readers."""
    spread = [
        "one item"
        if row["items"] == 1
        else f"{row['correlation_middle']:.2f} ({row['correlation_low']:.2f} to {row['correlation_high']:.2f})"
        for _, row in found.iterrows()
    ]
    alpha = ["one item" if row["items"] == 1 else f"{row['alpha']:.2f}" for _, row in found.iterrows()]
    return pd.DataFrame(
        {
            "Area": found["area"],
            "Items": found["items"],
            "Cities with a score": found["scored"],
            "Cities without": found["not_scored"],
            "Cells with a figure, %": found["filled_pct"].round(1),
            "Cronbach's alpha": alpha,
            "Correlation of items, middle (least to most)": spread,
        }
    )


def movement_sentence(found: pd.DataFrame) -> str:
    """How far bands and ranks move, area by area."""
    if found.empty:
        return NO_SCORE
    order = found.sort_values("one_band_pct", ignore_index=True)
    least, most = order.iloc[0], order.iloc[-1]
    if len(found) == 1:
        return (
            f"{most['one_band_pct']:.0f} per cent of {most['cities']} cities stay in one band. In the middle of all cities, the "
            f"score may lie {most['half_width']:.1f} points to either side, and the ends of a rank's interval are "
            f"{most['rank_width']:.0f} places apart."
        )
    return (
        f"Cities that stay in one band are fewest in {least['area']}, {least['one_band_pct']:.0f} per cent of {least['cities']}, "
        f"and most in {most['area']}, {most['one_band_pct']:.0f} per cent of {most['cities']}."
    )


def movement_table(found: pd.DataFrame) -> pd.DataFrame:
    """The table of `stability.movement` for readers."""
    heads = [
        "Area",
        "Cities",
        "Half interval of a score, points",
        "Cities that stay in one band, %",
        "Width of a rank's interval, places",
    ]
    return found.round({"half_width": 1, "one_band_pct": 0, "rank_width": 0}).set_axis(heads, axis="columns")


def decisive_sentence(indices: pd.DataFrame) -> str:
    """Which choice moves the ranks of each area most, and whether that is sure."""
    sentences = []
    for area, part in indices.groupby("area", sort=False):
        order = part.sort_values("total", ascending=False)
        first, second = order.iloc[0], order.iloc[1]
        sure = "" if first["total_low"] > second["total_high"] else ", though the intervals of the first two overlap"
        sentences.append(
            f"{area}: what moves ranks most is “{first['choice']}” (total index {first['total']:.2f}{sure})."
        )
    return " ".join(sentences) or NO_SCORE


def decisive_alt(indices: pd.DataFrame) -> str:
    """Alt text of the figure of indices."""
    areas = [
        f"{area}: " + listed([f"{row['choice']} {row['first']:.2f}" for _, row in part.iterrows()])
        for area, part in indices.groupby("area", sort=False)
    ]
    return (
        "Bars of the part of the movement of ranks that goes with each choice alone, one panel an area. "
        + "; ".join(areas)
        + "."
    )


def statements_sentence(found: pd.DataFrame) -> str:
    """How many statements survive."""
    if found.empty:
        return NO_SCORE
    return f"Of {len(found)} statements that hold in the scores as they are built, {int(found['survives'].sum())} hold in all replications."


def statements_table(found: pd.DataFrame) -> pd.DataFrame:
    """The table of `stability.statements` for readers; a share is never rounded up to all."""
    shares = ["all" if row["survives"] else f"{min(row['holds_pct'], 99.9):.1f} %" for _, row in found.iterrows()]
    return pd.DataFrame({"Statement": found["statement"], "Holds in": shares})


CHOICES = {
    "sampling": ("which residents were asked", "{n} samples as they might have come out"),
    "imputation": ("how gaps are filled", ""),
    "treatment": ("what is done about outliers", ""),
    "aggregation": ("how items are averaged", ""),
    "weights": ("what each item weighs", "{n} sets of weights, drawn at random"),
    "leave out": ("which item is left out", "none, or one of {rest} items"),
    "normalisation": ("on which scale items are put", ""),
}
"""By name of a choice: what is chosen, and what its options are where their names would say nothing."""

OPTIONS = {
    "none": "not at all",
    "median": "with the median of all cities",
    "arithmetic": "arithmetic mean",
    "geometric": "geometric mean",
    "goalposts": "as they are, from {0} to {1}",
    "minmax": "from the least to the most, {0} to {1}",
    "zscore": "by mean and standard deviation, {0} and {1}",
    "percentile_rank": "by rank, {0} to {1}",
}
"""By the first word of an option's name: how it reads."""


def choices_table(options: list[tuple[str, tuple[str, ...]]]) -> pd.DataFrame:
    """What was tried: each choice with what is chosen and its options."""
    rows = [(name, *_told(name, labels)) for name, labels in options]
    return pd.DataFrame(rows, columns=["Choice", "What is chosen", "Options"])


def _told(name: str, labels: tuple[str, ...]) -> tuple[str, str]:
    """What a choice chooses, and its options."""
    what, many = CHOICES.get(name, (name, ""))
    if many:
        return what, many.format(n=len(labels), rest=len(labels) - 1)
    return what, "; ".join(
        OPTIONS.get(word, label).format(*rest.split(", "))
        for label in labels
        for word, _, rest in [label.partition(" ")]
    )
