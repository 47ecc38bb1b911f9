"""What area scores say, in sentences, tables and alt texts; none of them claims more than the intervals allow."""

from __future__ import annotations

from types import SimpleNamespace

import pandas as pd

from quire.text.words import counted, decimal, interval, listed, rounded, small, verb
from studylib.index.bands import BETWEEN
from studylib.statistics.sampling import WIDEST

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


def movement_sentence(found: pd.DataFrame) -> str:
    """How far bands and ranks move, area by area."""
    if found.empty:
        return NO_SCORE
    order = found.sort_values("one_band_pct", ignore_index=True)
    least, most = order.iloc[0], order.iloc[-1]
    if len(found) == 1:
        return (
            f"{decimal(most['one_band_pct'], 0)} per cent of {most['cities']} cities stay in one band. At the median of all cities, the "
            f"score may lie {decimal(most['half_width'])} points to either side, and the ends of a rank's interval are "
            f"{decimal(most['rank_width'], 0)} places apart."
        )
    return (
        f"Cities that stay in one band are fewest in {least['area']}, {decimal(least['one_band_pct'], 0)} per cent of {least['cities']}, "
        f"and most in {most['area']}, {decimal(most['one_band_pct'], 0)} per cent of {most['cities']}."
    )


def movement_table(found: pd.DataFrame) -> pd.DataFrame:
    """The table of `stability.measure_movement` for readers."""
    heads = [
        "Area",
        "Cities",
        "Half interval of a score, points",
        "Cities that stay in one band, %",
        "Width of a rank's interval, places",
    ]
    whole = {
        each: [decimal(value, 0) for value in found[each]]
        for each in ("one_band_pct", "rank_width")
    }
    return found.assign(**whole).set_axis(heads, axis="columns")


def decisive_sentence(indices: pd.DataFrame) -> str:
    """Which choice moves the ranks of each area most, with its interval, and whether that is sure."""
    sentences = []
    for area, part in indices.groupby("area", sort=False):
        order = part.sort_values("total", ascending=False)
        first, second = order.iloc[0], order.iloc[1]
        sure = (
            ""
            if first["total_low"] > second["total_high"]
            else ", though the intervals of the first two overlap"
        )
        ends = f"{decimal(first['total_low'], 2)} to {decimal(first['total_high'], 2)}"
        sentences.append(
            f"{area}: what moves ranks most is {_chosen(first['choice'])} (total index {decimal(first['total'], 2)}, {ends}{sure})."
        )
    return " ".join(sentences) or NO_SCORE


def decisive_alt(indices: pd.DataFrame) -> str:
    """Alt text of the figure of indices."""
    areas = [
        f"{area}: "
        + listed(
            [f"{_chosen(row['choice'])} {decimal(row['first'], 2)}" for _, row in part.iterrows()]
        )
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
    holds = int(found["survives"].sum())
    return f"Of {counted(len(found), 'statement')} true of the scores as built, {holds} {verb(holds, 'holds', 'hold')} in all replications."


def statements_table(found: pd.DataFrame) -> pd.DataFrame:
    """The table of `stability.check_statements` for readers; a share is never rounded up to all."""
    shares = [
        "all" if row["survives"] else f"{decimal(min(row['holds_pct'], 99.9))} %"
        for _, row in found.iterrows()
    ]
    return pd.DataFrame({"Statement": found["statement"], "Holds in": shares})


CHOICES = {
    "sampling": ("which residents were asked", "{n} samples as they might have come out"),
    "imputation": ("how gaps are filled", ""),
    "treatment": ("what is done about outliers", ""),
    "aggregation": ("how items are averaged", ""),
    "weights": ("what each item weighs", "{n} sets of weights, drawn at random"),
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
    """What was tried: what is chosen, and its options."""
    return pd.DataFrame([_told(*each) for each in options], columns=["What is chosen", "Options"])


def choices_named(indices: pd.DataFrame) -> pd.DataFrame:
    """Indices with what is chosen in the place of the choice's name, for figures."""
    return indices.assign(choice=indices["choice"].map(_chosen))


def _chosen(name: str) -> str:
    return CHOICES.get(name, (name, ""))[0]


def _told(name: str, labels: tuple[str, ...]) -> tuple[str, str]:
    """What a choice chooses, and its options."""
    what, many = CHOICES.get(name, (name, ""))
    if many:
        return what, many.format(n=len(labels))
    return what, "; ".join(
        OPTIONS.get(word, label).format(*rest.split(", "))
        for label in labels
        for word, _, rest in [label.partition(" ")]
    )


def widths_sentence(widths: pd.DataFrame) -> str:
    """How wide intervals are under each correlation of errors, and which the study prints."""
    if widths.empty:
        return "No area score is made of several items, so there are no errors of items to go together."
    said = []
    for between, part in sorted(widths.groupby("between_items"), reverse=True):
        ends = dict.fromkeys(map(decimal, part["half_width"].agg(["min", "max"])))
        said.append(f"{' to '.join(ends)} points with a correlation of {between:g}")
    return (
        f"In the median city, half the interval of an area's score is {listed(said)}. The study prints the intervals of "
        f"{WIDEST:g}, the widest; the correlation itself is not published."
    )


def widths_table(widths: pd.DataFrame) -> pd.DataFrame:
    """The table of `area_scores.compare_interval_widths` for readers: areas in rows, correlations in columns."""
    tried = [float(each) for each in sorted(widths["between_items"].unique())]
    wide = widths.pivot_table("half_width", ["area", "items"], "between_items", sort=False)[tried]
    heads = [f"Correlation {each:g}" + (", as printed" if each == WIDEST else "") for each in tried]
    shown = wide.map(rounded).set_axis(heads, axis="columns").reset_index()
    return shown.rename(columns={"area": "Area", "items": "Items"})
