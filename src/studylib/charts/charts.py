"""Distributions, correlation matrices and scatter plots.

A tidy frame in, a matplotlib figure out; bars and matrices of cities live in `grids`, the map in `maps`.
"""

from __future__ import annotations

import math
import textwrap
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.ticker import FuncFormatter
from matplotlib.transforms import ScaledTranslation, Transform

from quire.text.words import interval, signed
from studylib.charts.palette import FAINT, INK, MUTED
from studylib.charts.style import (
    DIVERGING,
    WIDTH_IN,
    as_ink,
    new_figure,
    on_colour,
    place,
    styled,
    text_width,
    tint,
    write_in_cell,
)
from studylib.questions.situation import MEASURES

ROW_IN = 0.52
PANEL_IN = 3.0
CELL_IN = 0.62
"""Widest cell of a matrix."""

MARGIN_IN = 0.1
HEADS = {"favourable_pct": "Favourable, %", "balance": "Balance score"}


@styled
def distributions(values: pd.DataFrame, summary: pd.DataFrame, medians: pd.DataFrame) -> Figure:
    """How each item is spread over the cities: share on the left, balance score on the right if there is one.

    Each dot is a city (panel cities are filled), the band is the middle half of them, the bar their median, the
    triangle the panel's median; the ticks below are medians of countries.

    Parameters
    ----------
    values, summary, medians
        As `situation.select_focus_values`, `item_summary` and `country_medians` give them.
    """
    labels = summary.drop_duplicates("item")
    figure = new_figure(ROW_IN * len(labels) + 1.6)
    half = (WIDTH_IN - 0.45) / 2
    for index, measure in enumerate(
        [each for each in MEASURES if (summary["measure"] == each).any()]
    ):
        left = 0.15 + index * (half + 0.2)
        axes = place(figure, left, 1.0, WIDTH_IN - left - half, 0.6)
        _frame(axes, len(labels), HEADS[measure])
        axes.set_facecolor("none")  # a long label on the left reaches over into the right half
        row = {item: number + 0.14 for number, item in enumerate(labels["item"])}
        _dots(axes, values[values[measure].notna()], measure, row)
        _middles(axes, summary[summary["measure"] == measure], row)
        ticks = medians["item"].map(row)
        axes.vlines(
            medians[measure], ticks + 0.21, ticks + 0.29, color=MUTED, linewidth=0.9, zorder=2
        )
        if index == 0:
            heads = zip(labels["label"], labels["colour"], strict=True)
            for number, (label, colour) in enumerate(heads):
                ink = as_ink(colour)
                axes.text(0, number - 0.25, label, va="center", ha="left", color=ink, weight="bold")
    _distribution_key(figure)
    return figure


def _frame(axes: Axes, rows: int, head: str) -> None:
    axes.set_xlim(-2, 102)
    axes.set_ylim(rows - 0.5, -0.5)
    axes.set_yticks([])
    axes.set_xticks([0, 50, 100])
    axes.tick_params(labeltop=True, labelbottom=True)
    axes.xaxis.grid(True)
    axes.spines[:].set_visible(False)
    axes.text(0.5, 1, head, transform=_above(axes, 0.3), ha="center", va="bottom", weight="bold")


def _above(axes: Axes, inches: float) -> Transform:
    """The axes' own coordinates, moved up."""
    figure = axes.get_figure(root=True)
    assert figure is not None
    return axes.transAxes + ScaledTranslation(0, inches, figure.dpi_scale_trans)


def _dots(axes: Axes, values: pd.DataFrame, measure: str, row: dict[str, float]) -> None:
    """One dot a city, filled if it is in the panel."""
    dots = values.sort_values(["item", measure, "city_code"])
    offsets = [_swarm(part.to_list()) for _, part in dots.groupby("item")[measure]]
    dots = dots.assign(y=dots["item"].map(row) + np.concatenate([*offsets, []]))
    for panel, part in ((True, dots[dots["in_panel"]]), (False, dots[~dots["in_panel"]])):
        colours = part["colour"].to_list()
        look: dict[str, Any] = (
            {"color": colours, "linewidth": 0}
            if panel
            else {"facecolor": "white", "edgecolor": colours, "linewidth": 0.6}
        )
        axes.scatter(part[measure], part["y"], s=5, zorder=2, clip_on=False, **look)


def _middles(axes: Axes, summary: pd.DataFrame, row: dict[str, float]) -> None:
    """The middle half as a band, the median of all cities and that of the panel."""
    y = summary["item"].map(row)
    left, width = summary["lower_quartile"], summary["upper_quartile"] - summary["lower_quartile"]
    shades = [tint(colour, 0.22) for colour in summary["colour"]]
    axes.barh(y, width, left=left, height=0.34, color=shades, zorder=1)
    axes.vlines(summary["median"], y - 0.2, y + 0.2, color=INK, linewidth=2, zorder=3)
    axes.scatter(
        summary["panel_median"], y - 0.23, marker="v", s=22, color=INK, linewidth=0, zorder=3
    )


def _swarm(values: list[float], step: float = 0.035, reach: float = 2.0) -> npt.NDArray[np.float64]:
    """Vertical offsets that keep dots of like value apart: always the same for the same values in the same order."""
    placed: list[tuple[float, float]] = []
    for value in values:
        near = {round(offset, 4) for other, offset in placed[-12:] if abs(other - value) < reach}
        slots = (round(sign * step * index, 4) for index in range(5) for sign in (1, -1))
        placed.append((value, next((slot for slot in slots if slot not in near), 0.0)))
    return np.array([offset for _, offset in placed])


def _distribution_key(figure: Figure) -> None:
    dot = {"color": MUTED, "marker": "o", "markersize": 4}
    marks: dict[str, dict[str, Any]] = {
        "panel city": dot,
        "other city": {**dot, "markerfacecolor": "white"},
        "middle half": {},
        "median": {"color": INK, "marker": "|", "markersize": 10, "markeredgewidth": 2},
        "panel's median": {"color": INK, "marker": "v", "markersize": 5},
        "a country's median": {"color": MUTED, "marker": "|", "markersize": 5},
    }
    entries = [
        Line2D([], [], linestyle="none", label=label, **mark)
        if mark
        else Rectangle((0, 0), 1, 1, facecolor=FAINT, label=label)
        for label, mark in marks.items()
    ]
    figure.legend(
        handles=entries,
        loc="lower left",
        ncols=3,
        bbox_to_anchor=(0, 0),
        columnspacing=1.0,
        handletextpad=0.3,
    )


@styled
def correlation_matrix(pairs: pd.DataFrame, key: str = "Spearman's rank correlation") -> Figure:
    """Upper triangle of rank correlations; the names stand on the diagonal and name row and column.

    Parameters
    ----------
    pairs
        As `association.correlate_pairs` gives them. Up to twelve measures the numbers are written into the cells.
    key
        What the correlation is called.
    """
    names = list(dict.fromkeys([*pairs["first"], *pairs["second"]]))
    size = len(names)
    letters = 10 if size <= 12 else 9
    room = _diagonal_room([text_width(name, letters) + 0.15 for name in names])
    side = min((WIDTH_IN - room - MARGIN_IN) / max(size - 1, 1), CELL_IN)
    row = max(side * 0.8, 0.185)
    figure = new_figure(row * size + 0.85)
    axes = place(figure, room, 0.75, 0.05, 0.1)
    scale = (WIDTH_IN - room - 0.05) / side
    place_of = {name: index for index, name in enumerate(names)}
    for first, second, rho in zip(pairs["first"], pairs["second"], pairs["rho"], strict=True):
        y, x = place_of[first], place_of[second] - 1
        _correlation_cell(axes, x, y, float(rho), numbers=size <= 9)
    for index, name in enumerate(names):
        axes.text(index - 0.15, index + 0.5, name, ha="right", va="center", fontsize=letters)
    axes.set_xlim(0, scale)
    axes.set_ylim(size, 0)
    axes.set_axis_off()
    _colour_key(figure, key)
    return figure


def _diagonal_room(widths: list[float]) -> float:
    """Inches to the left of the cells, so that no name on the diagonal reaches over the edge of the paper.

    The name in row i ends i cells to the right of the first one; the cells share what the room leaves them.
    """
    last = max(len(widths) - 1, 1)
    shares = [(width, min(row / last, 0.99)) for row, width in enumerate(widths)]
    shared = [(width - share * (WIDTH_IN - MARGIN_IN)) / (1 - share) for width, share in shares]
    whole = [width - row * CELL_IN for row, width in enumerate(widths)]
    return max([0.2, *shared, *whole])


def _correlation_cell(axes: Axes, x: int, y: int, rho: float, *, numbers: bool) -> None:
    if math.isnan(rho):
        write_in_cell(axes, x, y, "–", color=MUTED)
        return
    shade = to_hex(DIVERGING((rho + 1) / 2))
    axes.add_patch(
        Rectangle((x + 0.03, y + 0.03), 0.94, 0.94, facecolor=shade, edgecolor=FAINT, linewidth=0.3)
    )
    if numbers:
        write_in_cell(axes, x, y, signed(rho), color=on_colour(shade), fontsize=9)


def _colour_key(figure: Figure, name: str) -> None:
    """A strip from -1 to +1 at the bottom."""
    axes = place(figure, 0.4, 0.42, WIDTH_IN - 2.9, figure.get_size_inches()[1] - 0.57)
    for index in range(21):
        axes.add_patch(
            Rectangle((index, 0), 1.02, 1, facecolor=to_hex(DIVERGING(index / 20)), linewidth=0)
        )
    axes.set_xlim(0, 21)
    axes.set_ylim(0, 1)
    axes.set_yticks([])
    axes.set_xticks([0.5, 10.5, 20.5], ["−1", "0", "+1"])
    axes.set_xlabel(name, labelpad=2)
    axes.spines[:].set_visible(False)


@styled
def beside_panels(found: pd.DataFrame, summary: pd.DataFrame) -> Figure:
    """Official statistic (across) and favourable share (up), one panel a comparison, one dot a city or country.

    Parameters
    ----------
    found, summary
        As `official_statistics.pair_figures` and `official_statistics.summarise_pairs` give them; comparisons without a dot get no panel.
    """
    shown = summary[summary["n"] > 0]
    across = min(len(shown), 2)
    down = math.ceil(len(shown) / 2)
    figure = new_figure(PANEL_IN * down)
    width = (WIDTH_IN - 0.1) / across
    for index, each in enumerate(shown.itertuples(index=False)):
        left, top = 0.5 + (index % 2) * width, (index // 2) * PANEL_IN + 0.65
        right = WIDTH_IN - left - min(width - 0.6, 3.4)
        axes = place(figure, left, PANEL_IN * down - top - 1.45, right, top)
        part = found[(found["item"] == each.item) & (found["statistic"] == each.statistic)]
        axes.scatter(
            part["value"],
            part["favourable_pct"],
            s=16,
            color=part["colour"].iloc[0],
            alpha=0.75,
            linewidth=0,
        )
        axes.set_ylim(0, 100)
        axes.set_yticks([0, 50, 100])
        axes.grid(True)
        axes.locator_params(axis="x", nbins=3)
        axes.xaxis.set_major_formatter(
            FuncFormatter(lambda value, _: f"{value:,.10g}".replace("-", "−"))
        )
        axes.set_xlabel(
            _wrapped(f"{each.statistic_label}, {each.unit}") + f"\n{each.years}",
            fontsize=9,
            labelpad=3,
        )
        axes.set_title(f"{each.label},\n% favourable", fontsize=10, weight="bold", pad=16)
        axes.text(0, 1.03, _rank_text(shown.iloc[index]), transform=axes.transAxes, fontsize=9)
    return figure


def _rank_text(row: pd.Series) -> str:
    if math.isnan(row["rho"]):
        return f"n = {row['n']}"
    ends = interval(row["low"], row["high"], 2, null=0)
    return f"n = {row['n']}, ρ {signed(row['rho'])}" + (f" ({ends})" if ends else "")


def _wrapped(text: str, width: int = 30) -> str:
    return "\n".join(textwrap.wrap(text, width))
