"""Strips of dots: how figures are spread over cities, a strip an item.

The one drawing for this question. Dots know their cities, so that a reader can have one of them lit.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from quire.showing.picking import name_dots
from quire.text.messages import _
from quire.text.words import decimal
from studylib.charts.palette import FAINT, INK, MARK, MUTED
from studylib.charts.style import WIDTH_IN, new_figure, place, styled, text_width

ROW_IN = 0.72
"""Height of an item: its name, the number of its median, its dots, and room for the number of a city below."""

NAME_IN, NUMBER_IN, DOTS_IN = 0.12, 0.28, 0.47
"""From the top of an item to the middle of each of these."""

AREA_IN = 0.3
"""Height of the name of an area above its items."""

STEP_IN, DOT_PT = 0.031, 2.3
"""How far dots of like value lie apart, and how wide they are."""

SIDE_IN = 0.15
HEADS = {"favourable_pct": (_("Favourable share"), " %"), "balance": (_("Balance score"), "")}


@dataclass(frozen=True)
class Panel:
    """One measure of all items: its head, the unit behind its numbers, its dots and their middle.

    Attributes
    ----------
    dots
        `item`, `city_code` and `value`, 0 to 100.
    middles
        By item: `lower_quartile`, `median` and `upper_quartile`.
    """

    head: str
    unit: str
    dots: pd.DataFrame
    middles: pd.DataFrame


@styled
def distributions(values: pd.DataFrame, summary: pd.DataFrame) -> Figure:
    """How each item is spread over the cities: share on the left, balance score on the right if there is one.

    Each dot is a city, the band is the middle half of them, the bar their median.

    Parameters
    ----------
    values, summary
        As `situation.select_focus_values` and `item_summary` give them.
    """
    panels = []
    for measure, (head, unit) in HEADS.items():
        middles = summary[summary["measure"] == measure].set_index("item")
        dots = values.assign(value=values[measure])
        if len(middles):
            panels.append(Panel(head, unit, dots, middles))
    return _draw(summary.drop_duplicates("item")[["area", "item", "label"]], panels)


@styled
def issue_strips(now: pd.DataFrame, spread: pd.DataFrame) -> Figure:
    """How many residents of each city name each issue: a dot a city, the middle half and the median.

    Parameters
    ----------
    now, spread
        As `priorities.select_issues` and `priorities.summarise_issues` give them.
    """
    dots = now.assign(item=now["label"], value=now["named_pct"])
    items = spread.assign(item=spread["label"], area="")[["area", "item", "label"]]
    panel = Panel(_("Residents who name the issue"), " %", dots, spread.set_index("label"))
    return _draw(items, [panel])


def _draw(items: pd.DataFrame, panels: list[Panel]) -> Figure:
    """A name and a strip a panel for each item; areas, if there are several, above their items."""
    several = len(set(items["area"])) > 1
    tops: dict[str, float] = {}
    areas: dict[str, float] = {}
    at = 0.0
    for area, part in groupby(items.itertuples(index=False), key=lambda row: str(row.area)):
        if several:
            areas[area] = at + AREA_IN / 2
            at += AREA_IN
        for row in part:
            tops[str(row.item)] = at
            at += ROW_IN
    figure = new_figure(at + 0.85)
    gap = 0.35
    width = (WIDTH_IN - 2 * SIDE_IN - gap * (len(panels) - 1)) / len(panels)
    labels = dict(zip(items["item"], items["label"], strict=True))
    for index, panel in enumerate(panels):
        left = SIDE_IN + index * (width + gap)
        axes = place(figure, left, 0.3, WIDTH_IN - left - width, 0.55)
        _frame(axes, at, panel)
        for number, (item, top) in enumerate(tops.items()):
            if item in panel.middles.index:
                name = _name_dots(str(labels[item]), panel.head if index else "")
                _strip(axes, panel, item, name, top, width, named=number == 0)
    first = figure.axes[0]
    for item, top in tops.items():
        first.text(0, top + NAME_IN, str(labels[item]), va="center", weight="bold")
    for area, middle in areas.items():
        first.text(0, middle, area, va="center", color=MUTED)
    return figure


def _name_dots(label: str, measure: str) -> str:
    return _("{item}, {measure}", item=label, measure=measure) if measure else label


def _frame(axes: Axes, height: float, panel: Panel) -> None:
    axes.set_xlim(-2, 102)
    axes.set_ylim(height, 0)
    axes.set_yticks([])
    axes.set_xticks([0, 50, 100], ["0", "50", _with_unit("100", panel)])
    axes.tick_params(labeltop=True, labelbottom=True)
    axes.xaxis.grid(True)
    axes.spines[:].set_visible(False)
    # a long name on the left reaches over into the right half
    axes.set_facecolor("none")
    axes.annotate(
        panel.head, (0.5, 1), (0, 22), xycoords="axes fraction", textcoords="offset points",
        ha="center", va="bottom", weight="bold",
    )  # fmt: skip


def _with_unit(number: str, panel: Panel) -> str:
    """A number with the unit behind it, as one text that is a number."""
    return f"{number}{panel.unit}"


def _strip(
    axes: Axes, panel: Panel, item: str, name: str, top: float, width: float, *, named: bool
) -> None:
    """The dots of an item on their band, and its median with its number; what they are is said once."""
    dots = panel.dots[(panel.dots["item"] == item) & panel.dots["value"].notna()]
    dots = dots.sort_values(["value", "city_code"])
    points = 104 / (72 * width)
    middle = top + DOTS_IN
    y = middle + spread_dots(dots["value"].to_numpy(float), 1.1 * DOT_PT * points)
    ends = ["lower_quartile", "median", "upper_quartile"]
    low, median, high = map(float, panel.middles.loc[item, ends])
    axes.barh(middle, high - low, left=low, height=0.26, color=FAINT, zorder=1)
    drawn = axes.scatter(
        dots["value"], y, s=DOT_PT**2, color=MARK, linewidth=0, zorder=2, clip_on=False
    )
    name_dots(drawn, dots["city_code"], name, panel.unit)
    axes.vlines(median, middle - 0.13, middle + 0.13, color=INK, linewidth=2, zorder=3)
    number = decimal(median, 0)
    text = _("median {number}", number=_with_unit(number, panel)) if named else number
    half = 36 * text_width(text) * points
    at = min(max(median, half), 100 - half)
    axes.text(at, top + NUMBER_IN, text, ha="center", va="center")
    if named:
        _name_middle_half(axes, at, half, (low + high) / 2, top, points)


def _name_middle_half(
    axes: Axes, at: float, half: float, middle: float, top: float, points: float
) -> None:
    """What the band is: beside the number of the median where there is room, else below the band."""
    text, gap = _("middle half"), 8 * points
    width = 72 * text_width(text) * points
    if at - half - gap >= width:
        axes.text(at - half - gap, top + NUMBER_IN, text, color=MUTED, ha="right", va="center")
    elif at + half + gap + width <= 100:
        axes.text(at + half + gap, top + NUMBER_IN, text, color=MUTED, ha="left", va="center")
    else:
        x = min(max(middle, width / 2), 100 - width / 2)
        axes.text(x, top + DOTS_IN + 0.2, text, color=MUTED, ha="center", va="center")


def spread_dots(values: npt.NDArray[np.float64], reach: float) -> npt.NDArray[np.float64]:
    """How far dots in the order of their values move up or down so that those of like value lie apart, in inches.

    >>> spread_dots(np.array([50.0, 50.0, 90.0]), 1.5).tolist()
    [0.0, 0.031, 0.0]
    """
    slots = [round(sign * STEP_IN * index, 4) for index in range(5) for sign in (1, -1)]
    placed: list[tuple[float, float]] = []
    for value in values.tolist():
        near = {offset for other, offset in placed[-12:] if value - other < reach}
        placed.append((value, next((slot for slot in slots if slot not in near), 0.0)))
    return np.array([offset for _value, offset in placed])
