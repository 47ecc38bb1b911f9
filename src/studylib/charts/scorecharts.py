"""Drawings of scores: each city with its interval, and how much choices matter.

Tidy frames in, matplotlib figures out. Cities stand in the order of their names, never of their scores.
"""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from quire.showing.picking import name_dots
from quire.text.messages import _
from quire.text.words import counted
from studylib.charts.palette import FAINT, INK, MARK, MUTED, PALE
from studylib.charts.style import WIDTH_IN, new_figure, place, styled, text_width, tint

PANEL_IN = 2.7
BAR_IN = 0.3
BELOW_IN = 0.35
"""Room below the lowest panel, for what its axis shows."""


@styled
def area_scores(table: pd.DataFrame, bands: pd.DataFrame) -> Figure:
    """Scores with their intervals, one panel an area; stripes are bands, with the number of cities in each above.

    In brackets stands the number of those that are in the band with their whole interval.

    Parameters
    ----------
    table
        As `areas.score_table` gives it.
    bands
        The processed table: `band`, `lower` and `label`.
    """
    names = list(table["area"].drop_duplicates())
    across = min(len(names), 2)
    down = math.ceil(len(names) / across)
    figure = new_figure(PANEL_IN * down + BELOW_IN)
    width = WIDTH_IN / across
    for index, name in enumerate(names):
        left, top = 0.2 + (index % across) * width, (index // across) * PANEL_IN + 0.72
        axes = place(
            figure,
            left,
            PANEL_IN * (down - index // across - 1) + BELOW_IN + 0.35,
            WIDTH_IN - left - width + 0.45,
            top,
        )
        part = table[table["area"] == name]
        _stripes(axes, part, bands)
        y = np.arange(len(part))
        axes.hlines(y, part["low"], part["high"], color=tint(MARK, 0.45), linewidth=0.9)
        dots = axes.scatter(part["score"], y, s=5, color=MARK, linewidth=0, zorder=3)
        name_dots(dots, part["city_code"], str(name))
        axes.set_title(
            _("{area}, {cities}", area=name, cities=counted(len(part), "city", "cities")),
            weight="bold",
            pad=34,
        )
        if index + across >= len(names):
            axes.set_xlabel(_("Score, points"), labelpad=3)
    return figure


def _stripes(axes: Axes, part: pd.DataFrame, bands: pd.DataFrame) -> None:
    """Bands as stripes, from the lower end of each to that of the next."""
    ends = [*bands["lower"].to_list(), 100.0]
    for number, (low, high, label) in enumerate(
        zip(ends[:-1], ends[1:], bands["label"], strict=True)
    ):
        axes.axvspan(low, high, color=PALE if number % 2 else "white", linewidth=0, zorder=0)
        inside = part[part["band"] == label]
        sure = int((inside["bands_reached"] == label).sum())
        axes.text(
            (low + high) / 2,
            1.02,
            _("{n}\n({sure})", n=len(inside), sure=sure),
            transform=axes.get_xaxis_transform(),
            ha="center",
            color=MUTED,
        )
    axes.set_xlim(0, 100)
    axes.set_xticks(ends)
    axes.set_yticks([])
    axes.set_ylim(len(part), -1)
    axes.spines[:].set_visible(False)


@styled
def choice_bars(indices: pd.DataFrame) -> Figure:
    """How much of the movement of ranks goes with each choice: alone (dark), and with others (line), one panel an area.

    Parameters
    ----------
    indices
        `area`, `choice` and the indices of `sensitivity`.
    """
    names = list(indices["area"].drop_duplicates())
    heights = [BAR_IN * int((indices["area"] == name).sum()) for name in names]
    figure = new_figure(sum(heights) + 0.75 * len(names) + BELOW_IN)
    room = max(text_width(each) for each in indices["choice"]) + 0.25
    total = float(figure.get_size_inches()[1])
    above = 0.4
    for name, height in zip(names, heights, strict=True):
        part = indices[indices["area"] == name]
        axes = place(figure, room, total - above - height, 0.25, above)
        y = np.arange(len(part))
        axes.barh(y, part["first"].clip(lower=0), height=0.5, color=MARK, zorder=2)
        axes.hlines(y, part["total_low"], part["total_high"], color=INK, linewidth=1.2, zorder=3)
        axes.scatter(
            part["total"], y, s=22, facecolor="white", edgecolor=INK, zorder=4, clip_on=False
        )
        axes.set_yticks(y, part["choice"])
        axes.set_ylim(len(part) - 0.5, -0.5)
        axes.set_xlim(0, max(1.0, float(indices["total_high"].max())))
        axes.set_xticks([0, 0.5, 1])
        axes.xaxis.grid(True, color=FAINT)
        axes.spines[:].set_visible(False)
        axes.set_title(str(name), weight="bold", pad=6)
        above += height + 0.75
    axes.set_xlabel(_("Part of the movement of ranks"), labelpad=3)
    return figure
