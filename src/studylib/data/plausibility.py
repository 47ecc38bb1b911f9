"""Figures of surveys that cannot be what they say they are: answers that do not add up, rows of another city or of another survey.

Every check is of a whole kind and looks at all rows; what one cell may hold is told in the schemas. A fault that stands in the
publisher's own table is declared in the table's sidecar, with its source, and is then read as the sidecar says.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import pandas as pd

from quire.core.errors import Fault
from quire.tables.faults import mark_rows
from studylib.data.magnitudes import UNIT, Figures, find_copies
from studylib.data.perception import (
    PARTS,
    SHARES_SUM_PCT,
    SIDES,
    TOTAL,
    asked_parts,
    sum_answers,
    withheld_parts,
)

PERCEPTION, PLACES = "data/raw/perception.csv", "data/raw/survey_places.csv"
SINGLE_SHARES = "data/raw/perception_shares.csv"

LEAVE_OUT = "leave the row out by corrections in the sidecar"

TOTAL_PCT = 1.5
"""Two rounded shares and their rounded sum differ by no more."""

ASTRAY = 1.4
"""How many times nearer a row must be to another city of the wave before to be called that city's; no true row came to more than 1.3."""

SOME = 500
"""Cities that are held against all others at a time."""

ROUNDING = 1e-8
"""Squares that are smaller are those of figures that are the same."""

LEAST_ITEMS = 8
"""With fewer items in common nothing is said of which city a row is."""

MOST = 0.9
"""What this part of a survey's rows have, all of them should have."""

LEAST_PCT = 5.0
"""Where every other row has at least this share, an empty cell is no rounded zero."""


def find_implausible(tables: dict[str, pd.DataFrame]) -> list[Fault]:
    """Every implausible row of the survey's figures; nothing where a table that is needed could not be read.

    Parameters
    ----------
    tables
        The raw tables, rows labelled by their line in the file.
    """
    if not {"perception", "codebook", "survey_places", "surveys", "cities"} <= set(tables):
        return []
    perception, places = tables["perception"], tables["survey_places"]
    known = perception[perception["item"].isin(tables["codebook"]["item"])]
    wide = _wide(known)
    return [
        *_answers(known, tables["codebook"]),
        *_totals(known),
        *_twins(wide, places),
        *_astray(sum_answers(known), places, tables["surveys"]),
        *_other_surveys(known, wide, places, tables["surveys"]),
        *_other_countries(places, tables["surveys"], tables["cities"]),
        *(_other_sources(tables["perception_shares"]) if "perception_shares" in tables else ()),
    ]


def _wide(perception: pd.DataFrame) -> pd.DataFrame:
    """Waves and places in rows, every answer to every item in columns."""
    values = perception.set_index(["wave", "place", "item"])[[f"{part}_pct" for part in PARTS]]
    once = values[~values.index.duplicated()]
    return pd.DataFrame(once.unstack("item"))  # noqa: PD010 - one figure a cell


def _answers(perception: pd.DataFrame, codebook: pd.DataFrame) -> Iterator[Fault]:
    """Answers that do not sum to 100, that the item does not offer, or that are withheld and printed at once."""
    columns = [f"{part}_pct" for part in (*PARTS, TOTAL)]
    there = perception[columns].notna().set_axis([*PARTS, TOTAL], axis="columns")
    withheld, offered = withheld_parts(perception), asked_parts(perception, codebook)
    wrong = [
        (
            there & withheld,
            "has the flag u and a value",
            "leave it empty: few gave this answer, which is not nobody",
        ),
        (
            there & ~offered,
            "is no answer to this item",
            "name its code in framework/codebook.csv, or empty the cell",
        ),
    ]
    for cells, what, repair in wrong:
        for part in cells:
            yield from mark_rows(perception, cells[part], f"{part}_pct", PERCEPTION, what, repair)
    parts = perception[[f"{part}_pct" for part in PARTS]]
    total = parts.sum(axis="columns", min_count=1).round(2)
    whole = ~withheld[list(PARTS)].any(axis="columns")
    agree = list(SIDES["positive_pct"])
    more = perception[f"{TOTAL}_pct"] - parts[[f"{part}_pct" for part in agree]].sum(axis="columns")
    total += more.clip(lower=0).where(withheld[agree].any(axis="columns")).fillna(0.0)
    low, high = SHARES_SUM_PCT
    about = perception["item"] + ", " + perception["place"] + ", " + perception["wave"]
    ones = whole & (total >= low / 100) & (total <= high / 100)
    for wave, rows in perception[ones].groupby("wave"):
        figures = Figures(PERCEPTION, "", rows)
        yield figures.say(rows, f"the answers of {wave} sum to 1: parts of 1 for per cent", UNIT)
    # what is withheld adds to what is printed, which may be too little but never too much
    yield from mark_rows(
        total.to_frame(""),
        (whole & (total < low) & ~ones) | (total > high),
        "",
        PERCEPTION,
        lambda row: f"the answers sum to {total[row]:g}, not to {low:g}-{high:g} ({about[row]})",
        f"look for an answer that is left out or withheld (flag u), or {LEAVE_OUT}",
    )
    aside = perception["not_applicable_pct"].fillna(0.0)
    sides = pd.DataFrame(
        {side: parts[[f"{part}_pct" for part in own]].sum(axis=1) for side, own in SIDES.items()}
    )
    # beyond rounding, no side can be more than all to whom the question applies
    over = (sides.max(axis="columns") > high / 100 * (100 - aside)) & (aside > 0)
    what = "leaves fewer residents than gave one of the other answers"
    repair = f"look for an answer in the wrong column, or {LEAVE_OUT}"
    yield from mark_rows(perception, over, "not_applicable_pct", PERCEPTION, what, repair)


def _totals(perception: pd.DataFrame) -> list[Fault]:
    """The publisher's own totals that are not the sum of their parts."""
    parts = list(SIDES["positive_pct"])
    own = perception[[f"{part}_pct" for part in parts]].sum(axis="columns")
    over = own - perception[f"{TOTAL}_pct"]
    # a withheld part makes the total more than what is printed, by as much as the other answers leave
    gap = over.where(withheld_parts(perception)[parts].any(axis="columns"), over.abs())
    return mark_rows(
        perception,
        gap > TOTAL_PCT,
        f"{TOTAL}_pct",
        PERCEPTION,
        lambda row: f"is {gap[row]:.3g} points off the sum of its parts, {own[row]:g}",
        "correct the part that is wrong, or leave the total out by a correction in the sidecar",
    )


def _line(places: pd.DataFrame, wave: str, place: str) -> int:
    """The line of a place in the table of places."""
    rows = places.index[(places["wave"] == wave) & (places["place"] == place)]
    return int(rows[0]) if len(rows) else 0


def _twins(wide: pd.DataFrame, places: pd.DataFrame) -> Iterator[Fault]:
    """Two rows of a wave that are alike: one is a copy of the other."""
    used = places[places["city_code"] != ""].set_index(["wave", "place"]).index
    for wave, part in wide[wide.index.isin(used)].groupby(level="wave"):
        names = [str(name) for name in part.index.get_level_values("place")]
        for one, two in find_copies(part):
            line, name = _line(places, str(wave), names[two]), names[two]
            what = f"has the same figures as {names[one]} in {wave}: one is a copy of the other"
            repair = "find out which, and leave its city_code empty by a correction in the sidecar"
            yield Fault(PLACES, line, "place", name, what, repair)


def _astray(summed: pd.DataFrame, places: pd.DataFrame, surveys: pd.DataFrame) -> Iterator[Fault]:
    """Rows of a main survey that are nearer to another city of the main survey before than to their own.

    Notes
    -----
    The distance of two cities is the root mean square over the items that both waves asked of the difference of the positive shares,
    each item divided by its standard deviation over cities in the first wave; what all cities have in common (the median change of the
    cities in both) is taken off first.
    """
    main = surveys[surveys["main"]].sort_values("wave")
    own = summed.merge(places, on=["wave", "place"])
    own = own[(own["city_code"] != "") & own["survey"].isin(main["survey"])]
    waves = {
        str(wave): part.pivot_table(index="city_code", columns="item", values="positive_pct")
        for wave, part in own.groupby("wave")
    }
    for before, after in pairwise(sorted(waves)):
        one, two = waves[before].align(waves[after], join="inner", axis="columns")
        # an item in which all cities are alike says nothing of which city a row is
        spread = one.std()
        one, two = one.loc[:, spread > 0], two.loc[:, spread > 0]
        both = one.index.intersection(two.index)
        if one.shape[1] < LEAST_ITEMS or len(both) < LEAST_ITEMS:
            continue
        shift, spread = (two.loc[both] - one.loc[both]).median(), one.std()
        now = (two.loc[both] - shift) / spread
        # some cities at a time, so that thousands of them need little memory
        for start in range(0, len(both), SOME):
            apart = measure_distances(now.iloc[start : start + SOME], one / spread)
            far = pd.Series(np.diag(apart[apart.index]), index=apart.index).dropna()
            nearest = apart.loc[far.index].min(axis="columns")
            for city in map(str, far.index[far > ASTRAY * nearest]):
                near, times = apart.loc[city].idxmin(), far[city] / nearest[city]
                here = own.loc[(own["wave"] == after) & (own["city_code"] == city), "place"]
                line = _line(places, after, str(here.iloc[0]))
                what = f"is {times:.1f} times as near to {near} of {before} as to itself"
                repair = (
                    "is it the row of another city? correct city_code in the sidecar, "
                    "with the source"
                )
                yield Fault(PLACES, line, "city_code", city, what, repair)


def measure_distances(rows: pd.DataFrame, others: pd.DataFrame) -> pd.DataFrame:
    """The root mean square difference of each row to each other one, over the columns that both have; missing if these are too few."""
    there, known = (frame.notna().to_numpy(float) for frame in (rows, others))
    one, two = (frame.fillna(0.0).to_numpy(float) for frame in (rows, others))
    # all pairs by products of matrices: pair by pair they take minutes for a thousand cities
    squares = one**2 @ known.T - 2 * one @ two.T + there @ (two**2).T
    count = there @ known.T
    apart = np.sqrt(np.where(squares < ROUNDING, 0.0, squares) / np.maximum(count, 1))
    far = pd.DataFrame(apart, index=rows.index, columns=others.index)
    return far.where(count >= LEAST_ITEMS)


def _other_surveys(
    perception: pd.DataFrame, wide: pd.DataFrame, places: pd.DataFrame, surveys: pd.DataFrame
) -> Iterator[Fault]:
    """Rows that cannot be of the main survey they are given to: other items, other answers or other flags than its other rows."""
    mains = surveys.loc[surveys["main"], ["survey", "wave"]]
    for survey, wave in mains.itertuples(index=False):
        rows = places[
            (places["survey"] == survey) & (places["city_code"] != "") & (places["place"] != "")
        ]
        own = perception[(perception["wave"] == wave) & perception["place"].isin(rows["place"])]
        if rows["place"].nunique() < LEAST_ITEMS or own.empty:
            continue
        cells = wide.loc[wave].reindex(rows["place"])
        said = {
            **_odd_flags(own, len(rows)),
            **_odd_answers(cells, own),
            **_odd_items(own, list(rows["place"])),
        }
        repair = "give the survey that it is of, in the column survey"
        for place, words in sorted(said.items()):
            line, what = _line(places, str(wave), place), f"{words} ({survey})"
            yield Fault(PLACES, line, "survey", place, what, repair)


def _odd_items(own: pd.DataFrame, names: list[str]) -> dict[str, str]:
    """By place, the items that it has no row of, and nearly all others of the survey have; a row that the sidecar empties is there."""
    rows = {place: set(part["item"]) for place, part in own.groupby("place")}
    usual = own.groupby("item")["place"].nunique() >= MOST * len(names)
    lacking = {place: sorted(set(usual.index[usual]) - rows.get(place, set())) for place in names}
    return {
        place: f"has no figure for {len(items)} items ({', '.join(items[:3])}) that the other rows have"
        for place, items in lacking.items()
        if items
    }


def _odd_answers(cells: pd.DataFrame, own: pd.DataFrame) -> dict[str, str]:
    """By place, an answer without a share that in all other rows of the survey a good many gave, and so cannot be a rounded zero."""
    there = cells.notna()
    usual = cells.columns[(there.mean() >= MOST) & (cells.min() >= LEAST_PCT)]
    asked = there.T.groupby(level="item").any().T
    flags = dict(
        zip(zip(own["place"], own["item"], strict=True), own["flags"].str.split(), strict=True)
    )
    odd = {}
    for answer, item in (tuple(map(str, pair)) for pair in usual):
        for place in cells.index[~there[(answer, item)] & asked[item]]:
            # few gave an answer that is withheld, and the publisher says so
            if f"u:{answer.removesuffix('_pct')}" not in flags[place, item]:
                odd[str(place)] = f"has no {answer} of {item}, as all other rows have"
    return odd


def _odd_flags(own: pd.DataFrame, cities: int) -> dict[str, str]:
    """By place, a flag of whole rows that nearly no other row of the survey carries."""
    flags = own["flags"].str.extractall(r"(?:^| )([bde])(?= |$)")[0].droplevel(1)
    flagged = own[["place"]].join(flags.rename("flag"), how="inner").drop_duplicates()
    rare = flagged["flag"].map(flagged["flag"].value_counts()) < (1 - MOST) * cities
    return {
        str(row["place"]): f"carries the flag {row['flag']}, unlike the other rows"
        for _, row in flagged[rare].iterrows()
    }


def _other_sources(shares: pd.DataFrame) -> list[Fault]:
    """Shares of one item, city and base on which two sources do not agree; only the first would be read."""
    groups = shares.groupby(["wave", "item", "city_code", "base"])["positive_pct"]
    apart = groups.transform("max") - groups.transform("min")
    return mark_rows(
        shares,
        apart > TOTAL_PCT,
        "positive_pct",
        SINGLE_SHARES,
        lambda row: f"is {apart[row]:.3g} points apart from what another source has",
        "look at both sources, and keep the row that is right",
    )


def _other_countries(
    places: pd.DataFrame, surveys: pd.DataFrame, cities: pd.DataFrame
) -> list[Fault]:
    """Rows of a survey of one country that are of a city of another."""
    own = places["survey"].map(dict(zip(surveys["survey"], surveys["country_code"], strict=True)))
    home = places["city_code"].map(
        dict(zip(cities["city_code"], cities["country_code"], strict=True))
    )
    # as objects, since a column in which nothing is known is one of numbers
    asked, country = (column.astype(object).fillna("") for column in (own, home))
    return mark_rows(
        places,
        (asked != "") & (country != "") & (asked != country),
        "survey",
        PLACES,
        lambda row: f"is a survey of {asked[row]}, and the city is in {country[row]}",
        "give the survey that it is of",
    )
