"""Correlation matrices and scatter plots.

A tidy frame in, a matplotlib figure out; distributions live in `strips`, bars and matrices of cities in `grids`, the map in `maps`.
"""

from __future__ import annotations

import math
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.ticker import FuncFormatter, MaxNLocator

from quire.text.messages import _
from quire.text.words import interval, signed
from studylib.charts.palette import FAINT, MARK, MUTED
from studylib.charts.style import (
    BOLD,
    DIVERGING,
    LINE_IN,
    WIDTH_IN,
    new_figure,
    on_colour,
    place,
    styled,
    text_width,
    wrap_letters,
    wrap_lines,
    write_in_cell,
)
from studylib.data.enumerations import join_by_comma

PANEL_IN = 3.5
"""Height of a panel whose title has one line for its item."""

CELL_IN = 0.62
"""Widest cell of a matrix."""

MARGIN_IN = 0.1
NUMBER_IN = 0.47
"""A cell of a matrix is at least so wide if its number stands in it."""


@styled
def correlation_matrix(pairs: pd.DataFrame, key: str = _("Spearman's rank correlation")) -> Figure:
    """Upper triangle of rank correlations; the names stand on the diagonal and name row and column.

    Parameters
    ----------
    pairs
        As `association.correlate_pairs` gives them. Where there is room the numbers are written into the cells.
    key
        What the correlation is called.
    """
    names = list(dict.fromkeys([*pairs["first"], *pairs["second"]]))
    size = len(names)
    room = _diagonal_room([text_width(name) + 0.2 for name in names])
    side = min((WIDTH_IN - room - MARGIN_IN) / max(size - 1, 1), CELL_IN)
    row = max(side * 0.8, 0.2)
    figure = new_figure(row * size + 0.92)
    axes = place(figure, room, 0.82, 0.05, 0.1)
    scale = (WIDTH_IN - room - 0.05) / side
    place_of = {name: index for index, name in enumerate(names)}
    for first, second, rho in zip(pairs["first"], pairs["second"], pairs["rho"], strict=True):
        y, x = place_of[first], place_of[second] - 1
        _correlation_cell(axes, x, y, float(rho), numbers=side >= NUMBER_IN)
    for index, name in enumerate(names):
        axes.text(index - 0.15, index + 0.5, name, ha="right", va="center")
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
        write_in_cell(axes, x, y, signed(rho), color=on_colour(shade))


def _colour_key(figure: Figure, name: str) -> None:
    """A strip from -1 to +1 at the bottom."""
    axes = place(figure, 0.4, 0.48, WIDTH_IN - 2.9, figure.get_size_inches()[1] - 0.63)
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
    width = (WIDTH_IN - 0.1) / across
    names = [wrap_lines(label, (width - 0.5) / BOLD) for label in shown["label"]]
    more = LINE_IN * (max(map(len, names), default=1) - 1)
    height = PANEL_IN + more
    figure = new_figure(height * down)
    for index, each in enumerate(shown.itertuples(index=False)):
        left, top = 0.5 + (index % 2) * width, (index // 2) * height + more + 0.95
        right = WIDTH_IN - left - min(width - 0.6, 3.4)
        axes = place(figure, left, height * down - top - 1.45, right, top)
        part = found[(found["item"] == each.item) & (found["statistic"] == each.statistic)]
        axes.scatter(
            part["value"],
            part["favourable_pct"],
            s=16,
            color=MARK,
            alpha=0.75,
            linewidth=0,
        )
        axes.set_ylim(0, 100)
        axes.set_yticks([0, 50, 100])
        axes.grid(True)
        axes.xaxis.set_major_locator(MaxNLocator(nbins=3, prune="upper"))
        axes.xaxis.set_major_formatter(
            FuncFormatter(lambda value, _: f"{value:,.10g}".replace("-", "−"))
        )
        axes.set_xlabel(
            _("{statistic}\n{years}", statistic=_name_statistic(each), years=each.years),
            labelpad=3,
        )
        said = _rank_text(shown.iloc[index])
        pad = 34 if "\n" in said else 18
        head = _("{item},\n% favourable", item="\n".join(names[index]))
        axes.set_title(head, weight="bold", pad=pad)
        axes.text(0, 1.03, said, transform=axes.transAxes)
    return figure


def _rank_text(row: pd.Series) -> str:
    if math.isnan(row["rho"]):
        return _("n = {n}", n=row["n"])
    parts = {"n": row["n"], "rho": signed(row["rho"])}
    ends = interval(row["low"], row["high"], 2, null=0)
    if not ends:
        return _("n = {n}, ρ {rho}", **parts)
    return _("n = {n}\nρ {rho} ({ends})", ends=ends, **parts)


def _name_statistic(row: Any) -> str:
    return wrap_letters(join_by_comma([row.statistic_label, row.unit]), 25)
