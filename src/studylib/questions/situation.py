"""The situation of cities in the focus areas: how answers are spread over all cities, the panel and countries.

Frames in, frames out. What goes together is in `association` and `beside`, the sentences are in
`findings`.
"""

from __future__ import annotations

from typing import Any

import pandas as pd
from pandas.api.typing import SeriesGroupBy

from quire.text.messages import _
from quire.text.words import interval
from studylib.data.perception import ALL_ANSWERS

MEASURES = ("favourable_pct", "balance")
"""The two measures of an item in a city."""

VALUE_COLUMNS = [
    "area", "item", "label", "country", "city", "city_code", "in_panel",
    "favourable_pct", "balance", "base", "caveat",
]  # fmt: skip


def label_shares(items: pd.DataFrame) -> pd.Series:
    """What the favourable share of each item is of: its label, and where agreeing is bad, that it was denied."""
    return items["label"].mask(items["direction"] == -1, items["label"].map(_turn_label))


def _turn_label(label: str) -> str:
    """An item whose favourable answer is no: its share is of those who did not agree."""
    return _("{label} (denied)", label=label)


def select_focus_values(
    answers: pd.DataFrame, items: pd.DataFrame, cities: pd.DataFrame, areas: pd.DataFrame
) -> pd.DataFrame:
    """The figures of every item that was asked in the focus areas, one row an item and city.

    Parameters
    ----------
    answers, items, cities, areas
        The processed tables.

    Returns
    -------
    DataFrame
        `area` (its name), `item`, `label`, `country`, `city`, `city_code`, `in_panel`,
        the two measures, `base` and `caveat`, in the framework's order of areas, then by label,
        country and city. Cells without a favourable share are left out unless they have a caveat;
        `participation.count_missing_by_reason` counts them.
    """
    asked = items.assign(label=label_shares(items)).loc[
        items["asked"] & items["in_focus"], ["item", "label", "area"]
    ]
    named = areas.assign(order=range(len(areas))).rename(columns={"label": "area_label"})
    asked = asked.merge(named[["area", "area_label", "order"]], on="area")
    frame = answers[answers["favourable_pct"].notna() | (answers["caveat"] != "")].merge(
        asked, on="item"
    )
    frame = frame.merge(cities[["city_code", "city", "country", "in_panel"]], on="city_code")
    frame = frame.sort_values(["order", "label", "country", "city", "city_code"], ignore_index=True)
    return frame.drop(columns="area").rename(columns={"area_label": "area"})[VALUE_COLUMNS]


def select_alike(values: pd.DataFrame) -> pd.DataFrame:
    """The figures that may be ranked together: those of all answers, or where there are none, of the base of most.

    Parameters
    ----------
    values
        As `select_focus_values` gives them.

    >>> some = pd.DataFrame({"item": list("abc"), "base": ["valid answers", "all answers", "valid answers"]})
    >>> select_alike(some)["item"].to_list()
    ['b']
    """
    base = name_base(values)
    return values[values["base"] == base] if base else values


def name_base(values: pd.DataFrame) -> str:
    """Of what the shares are that may be ranked together, if others are of something else; else nothing.

    Parameters
    ----------
    values
        As `select_focus_values` gives them.
    """
    # what has a caveat only has no share, and so no base
    bases = values.loc[values["base"] != "", "base"].value_counts()
    if len(bases) < 2:
        return ""
    return ALL_ANSWERS if ALL_ANSWERS in bases else str(bases.index[0])


def name_share(label: object, base: str) -> str:
    """What a share is of: the label of its item, and its base where that is not all answers.

    >>> name_share("Parks", "valid answers"), name_share("Parks", ALL_ANSWERS)
    ('Parks (of valid answers)', 'Parks')
    """
    if base in {"", ALL_ANSWERS}:
        return str(label)
    return str(_("{label} (of {base})", label=label, base=base))


def mark_bases(frame: pd.DataFrame, values: pd.DataFrame) -> pd.DataFrame:
    """A frame of items whose labels say of what their shares are where that is not all answers.

    Parameters
    ----------
    frame
        `item`, `label` and any other columns.
    values
        As `select_focus_values` gives them.

    >>> some = pd.DataFrame({"item": ["a"], "label": ["Parks"], "base": ["valid answers"]})
    >>> mark_bases(some, some)["label"].to_list()
    ['Parks (of valid answers)']
    """
    others = values[~values["base"].isin(["", ALL_ANSWERS])].drop_duplicates("item")
    bases = dict(zip(others["item"], others["base"], strict=True))
    marked = [
        name_share(label, bases.get(item, ""))
        for item, label in zip(frame["item"], frame["label"], strict=True)
    ]
    return frame.assign(label=pd.Series(marked, index=frame.index, dtype=object))


def summarise_items(values: pd.DataFrame) -> pd.DataFrame:
    """How each item is spread over the cities.

    Parameters
    ----------
    values
        As `select_focus_values` gives them.

    Returns
    -------
    DataFrame
        One row an item, in the order of `values`: `area, item, label, measure`, the number
        of `cities` and its `low` (least), `lower_quartile`, `median`, `upper_quartile`, `high`
        (most), and `panel_cities` with `panel_median`; for each of the two measures. Quartiles are
        interpolated linearly (Hyndman and Fan 1996, type 7).
    """
    keys = ["area", "item", "label"]
    long = values.melt([*keys, "in_panel"], list(MEASURES), "measure", "value").dropna(
        subset="value"
    )
    groups = long.groupby([*keys, "measure"], sort=False)["value"]
    frame = describe_spread(groups)
    panel = (
        long[long["in_panel"]]
        .groupby([*keys, "measure"], sort=False)["value"]
        .agg(["size", "median"])
    )
    frame["panel_cities"] = panel["size"].reindex(frame.index).fillna(0).astype(int)
    frame["panel_median"] = panel["median"].reindex(frame.index)
    return frame.reset_index()


def compute_country_medians(values: pd.DataFrame, country_min_cities: int) -> pd.DataFrame:
    """The median of the cities of each country that has enough of them.

    Parameters
    ----------
    values
        As `select_focus_values` gives them.
    country_min_cities
        Fewest cities with a figure of the item; a country with fewer is left out for that item.

    Returns
    -------
    DataFrame
        `area, item, label, country, cities, favourable_pct, balance` (medians), items in
        the order of `values`, countries by name.
    """
    keys = ["area", "item", "label", "country"]
    groups = values.groupby(keys, sort=False)
    frame = groups.agg(
        cities=("favourable_pct", "count"), **{each: (each, "median") for each in MEASURES}
    ).reset_index()
    return frame[frame["cities"] >= country_min_cities].reset_index(drop=True)


def pivot_items(values: pd.DataFrame) -> pd.DataFrame:
    """Cities as rows, items as columns (their labels, in the order of `values`): the balance score.

    Where a survey publishes one side of the answers only, there is none, and it is the favourable
    share.
    """
    measure = "balance" if values["balance"].notna().any() else "favourable_pct"
    wide = values.pivot(index="city_code", columns="item", values=measure)  # noqa: PD010 - one figure a cell
    labels = values.drop_duplicates("item").set_index("item")["label"]
    return wide[labels.index].set_axis(labels.to_list(), axis="columns")


def describe_spread(groups: SeriesGroupBy[Any, Any]) -> pd.DataFrame:
    """How a figure is spread over the cities of each group: `cities`, `low`, `lower_quartile`, `median`, `upper_quartile`, `high`."""
    return pd.DataFrame(
        groups.agg(
            cities="size",
            low="min",
            lower_quartile=lambda each: each.quantile(0.25),
            median="median",
            upper_quartile=lambda each: each.quantile(0.75),
            high="max",
        )
    )


def tabulate_items(items: pd.DataFrame, summary: pd.DataFrame) -> pd.DataFrame:
    """The items of the page for readers: wording and direction, cities, medians, quartiles; areas and bases if there are several.

    Parameters
    ----------
    items
        The processed table.
    summary
        As `summarise_items` gives it.
    """
    share = summary[summary["measure"] == "favourable_pct"]
    balance = summary[summary["measure"] == "balance"].set_index("item")
    known = items.set_index("item").loc[share["item"]].reset_index()
    table = pd.DataFrame(
        {
            _("Item"): share["label"].to_list(),
            _("Area"): share["area"].to_list(),
            _("As it was asked"): [
                _write_wording(wording, direction)
                for wording, direction in zip(known["wording"], known["direction"], strict=True)
            ],
            _("Share of"): known["base"].to_list(),
            _("Cities"): share["cities"].to_list(),
            _("Panel cities"): share["panel_cities"].to_list(),
            _("Median share, %"): share["median"].to_list(),
            _("Middle half, %"): [
                interval(a, b, 0)
                for a, b in zip(share["lower_quartile"], share["upper_quartile"], strict=True)
            ],
            _("Median balance"): share["item"].map(balance["median"]).to_list(),
        }
    )
    alone = [column for column in (_("Area"), _("Share of")) if len(set(table[column])) == 1]
    middle = _("Median balance")
    return table.drop(columns=[*alone, *([] if table[middle].notna().any() else [middle])])


def _write_wording(wording: str, direction: float) -> str:
    return (
        _("{wording} (disagreeing is favourable)", wording=wording) if direction == -1 else wording
    )


def list_caveats(values: pd.DataFrame) -> pd.DataFrame:
    """Figures of the page that a reader should not trust blindly, by item, country and city, each with its reason."""
    frame = values.loc[
        values["caveat"] != "", ["label", "country", "city", "favourable_pct", "caveat"]
    ]
    return frame.sort_values(["label", "country", "city"], ignore_index=True)


def count_caveats(values: pd.DataFrame) -> pd.DataFrame:
    """How many figures of the page have each kind of caveat.

    Returns
    -------
    DataFrame
        `caveat, figures, items, cities`; a figure with two caveats counts under both.
    """
    each = values.assign(caveat=values["caveat"].str.split("; ")).explode("caveat")
    each = each[each["caveat"] != ""]
    kinds = each["caveat"].str.replace(
        r"^the shares sum to .*$", _("the shares do not sum to about 100 per cent"), regex=True
    )
    groups = each.assign(caveat=kinds).groupby("caveat")
    return groups.agg(
        figures=("item", "size"), items=("item", "nunique"), cities=("city_code", "nunique")
    ).reset_index()
