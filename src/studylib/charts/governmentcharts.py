"""Drawings of what governments answered: shares, scales, matrices, numbers, and who answered.

Tidy frames in, matplotlib figures out.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch, Rectangle
from matplotlib.ticker import FuncFormatter

from quire.text.messages import _
from quire.text.words import decimal, whole
from studylib.charts.palette import FAINT, GOVERNMENT, MUTED, PALE
from studylib.charts.style import (
    INTERVAL_PT,
    LINE_IN,
    SHARE_PT,
    WIDTH_IN,
    new_figure,
    on_colour,
    place,
    styled,
    text_width,
    tint,
    wrap_lines,
    write_in_cell,
)

NAME_IN = 2.35
"""Widest name of a row; what is wider is broken."""

FEW_COLUMNS = 4
"""So many columns or fewer have their names across, more have them upright."""

UPRIGHT_IN = 1.6
"""How long upright names may be; longer only where a column has no room for another line."""

LOGARITHMIC = 30
"""From so many times the least to the most on, numbers stand on a logarithmic scale."""


@styled
def share_dots(shares: pd.DataFrame, axis: str) -> Figure:
    """A dot for each share, with its interval as a line and its number at the edge.

    Parameters
    ----------
    shares
        `name`, `share_pct`, `low` and `high`, from above.
    axis
        What the shares are of.
    """
    names = wrap_names(shares["name"])
    figure, axes, y = _rows(names, right=0.5, bottom=0.55)
    axes.hlines(y, shares["low"], shares["high"], color=GOVERNMENT, linewidth=INTERVAL_PT)
    axes.scatter(shares["share_pct"], y, s=SHARE_PT**2, color=GOVERNMENT, zorder=3, clip_on=False)
    for at, share in zip(y, shares["share_pct"], strict=True):
        axes.annotate(
            decimal(share, 0), (1, at), (22, 0), xycoords=("axes fraction", "data"),
            textcoords="offset points", va="center", ha="right", weight="bold",
        )  # fmt: skip
    _percent(axes, axis)
    return figure


@styled
def scale_stacks(scale: pd.DataFrame, steps: Sequence[str], dark_first: bool = False) -> Figure:
    """A bar for each row, made of the shares of the steps of a scale; darker is further up.

    Parameters
    ----------
    scale
        `name` of the row, `label` of the step and `share_pct`.
    steps
        The steps from the left.
    dark_first
        Whether the first of them is the dark one, as the first place is, and not the last one.
    """
    names = list(scale["name"].unique())
    shades = [_step(at, len(steps)) for at in range(len(steps))]
    shades = shades[::-1] if dark_first else shades
    handles = [
        Patch(facecolor=shade, edgecolor=FAINT, label="\n".join(wrap_lines(text, WIDTH_IN - 0.5)))
        for text, shade in zip(steps, shades, strict=True)
    ]
    lines = sum(str(handle.get_label()).count("\n") + 1 for handle in handles)
    figure, axes, y = _rows(wrap_names(names), right=0.15, bottom=0.6 + (LINE_IN + 0.03) * lines)
    row = dict(zip(names, y, strict=True))
    ends = dict.fromkeys(names, 0.0)
    for step, shade in zip(steps, shades, strict=True):
        for name, share in scale.loc[scale["label"] == step, ["name", "share_pct"]].to_numpy():
            axes.barh(
                row[name], share, left=ends[name], height=0.27, color=shade, edgecolor="white"
            )
            if share >= 8:
                middle = ends[name] + share / 2
                ink = on_colour(shade)
                axes.text(
                    middle, row[name], decimal(share, 0), color=ink, va="center", ha="center",
                )  # fmt: skip
            ends[name] += share
    _percent(axes, _("% of those that answered"))
    figure.legend(
        handles=handles, loc="lower left", bbox_to_anchor=(0, 0), borderaxespad=0.2,
        handlelength=1.2, labelspacing=0.25,
    )  # fmt: skip
    return figure


@styled
def heat_map(cells: pd.DataFrame) -> Figure:
    """Shares as numbers on a tint, with a dash where there is none; the darker, the higher.

    Parameters
    ----------
    cells
        `row`, `column` and `share_pct`; rows and columns in the order in which they come first.
    """
    rows, columns = list(cells["row"].unique()), list(cells["column"].unique())
    names = wrap_names(rows)
    across = len(columns) <= FEW_COLUMNS
    room = _room(names)
    width = (WIDTH_IN - room - 0.1) / len(columns)
    heads = [
        "\n".join(wrap_lines(text, width - 0.08) if across else _wrap_upright(text, width))
        for text in columns
    ]
    top = _height(heads) if across else 1.05 * max(map(_widest, heads))
    figure, axes, y = _rows(names, right=0.1, bottom=0.1, top=top + 0.2)
    at = dict(zip(rows, y, strict=True))
    for row, column, share in cells[["row", "column", "share_pct"]].to_numpy():
        known = not math.isnan(share)
        shade = tint(GOVERNMENT, 0.06 + 0.9 * share / 100) if known else PALE
        x, middle = columns.index(column), at[row]
        half = 0.5 * (_lines(names[rows.index(row)]) * LINE_IN + 0.1)
        axes.add_patch(
            Rectangle((x + 0.02, middle - half + 0.01), 0.96, 2 * half - 0.02, facecolor=shade)
        )
        text, ink = (decimal(share, 0), on_colour(shade)) if known else ("–", MUTED)
        write_in_cell(axes, x, middle - 0.5, text, color=ink)
    axes.set_xlim(0, len(columns))
    axes.xaxis.grid(False)
    axes.xaxis.tick_top()
    axes.set_xticks(
        np.arange(len(columns)) + 0.5, heads, rotation=0 if across else 90,
        ha="center", va="bottom", multialignment="center" if across else "left",
    )  # fmt: skip
    return figure


@styled
def quartile_lines(numbers: pd.DataFrame, axis: str, are_years: bool = False) -> Figure:
    """Each group: a band over its middle half, a bar for its median.

    Parameters
    ----------
    numbers
        `name`, `answered`, `lower_quartile`, `median` and `upper_quartile`, from above.
    axis
        Their unit, which may be empty.
    are_years
        Whether they are years, whose thousands are not parted.
    """
    names = wrap_names(
        _("{group} (n = {n})", group=name, n=whole(n))
        for name, n in zip(numbers["name"], numbers["answered"], strict=True)
    )
    lines = wrap_lines(axis, WIDTH_IN - _room(names) - 0.2) if axis else []
    figure, axes, y = _rows(names, right=0.3, bottom=0.35 + 0.2 * len(lines))
    axes.hlines(y, numbers["lower_quartile"], numbers["upper_quartile"], color=FAINT, linewidth=11)
    axes.scatter(numbers["median"], y, marker="|", s=130, linewidth=2.5, color=GOVERNMENT, zorder=3)
    least, most = numbers["lower_quartile"].min(), numbers["upper_quartile"].max()
    if least > 0 and most / least > LOGARITHMIC:
        axes.set_xscale("log")
    else:
        axes.margins(x=0.06)
        axes.locator_params(axis="x", nbins=5)
    form = ".10g" if are_years else ",.10g"
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, at: f"{value:{form}}"))
    axes.xaxis.set_minor_formatter(FuncFormatter(lambda value, at: ""))
    axes.set_xlabel("\n".join(lines))
    return figure


@styled
def answered_bars(groups: pd.DataFrame) -> Figure:
    """How many governments of each group answered; a pale bar behind it for those invited, where that is known.

    Parameters
    ----------
    groups
        `name`, `answered` and `invited`, which may be missing; a withheld group has neither.
    """
    names = wrap_names(groups["name"])
    texts = [
        "–"
        if math.isnan(answered)
        else whole(answered)
        if math.isnan(invited)
        else _("{answered} of {invited}", answered=whole(answered), invited=whole(invited))
        for answered, invited in groups[["answered", "invited"]].to_numpy(float)
    ]
    figure, axes, y = _rows(names, right=max(map(text_width, texts)) + 0.2, bottom=0.1)
    most = float(np.nanmax(groups[["answered", "invited"]].to_numpy(float), initial=1))
    axes.barh(y, groups["invited"], color=tint(GOVERNMENT, 0.2), height=0.24)
    axes.barh(y, groups["answered"], color=tint(GOVERNMENT, 0.75), height=0.24)
    for at, text, end in zip(y, texts, groups[["answered", "invited"]].max(axis=1), strict=True):
        axes.text((0 if math.isnan(end) else end) + 0.015 * most, at, text, va="center")
    axes.set_xlim(0, most)
    axes.set_xticks([])
    return figure


def wrap_names(names: Iterable[str]) -> list[str]:
    """Names broken into lines that leave room for what stands beside them."""
    return ["\n".join(wrap_lines(str(name), NAME_IN)) for name in names]


def _rows(
    names: list[str], right: float, bottom: float, top: float = 0.1
) -> tuple[Figure, Axes, list[float]]:
    """A figure with a name for each row from above, rows as high as their names; units of the axes are inches."""
    heights = [_lines(name) * LINE_IN + 0.1 + 0.02 for name in names]
    ends = np.cumsum(heights)
    y = [float(end - height / 2) for end, height in zip(ends, heights, strict=True)]
    figure = new_figure(float(ends[-1]) + bottom + top)
    axes = place(figure, _room(names), bottom, right, top)
    axes.set_yticks(y, names)
    axes.set_ylim(float(ends[-1]), 0)
    axes.xaxis.grid(True)
    axes.spines[:].set_visible(False)
    return figure, axes, y


def _percent(axes: Axes, axis: str) -> None:
    axes.set_xlim(-2.5, 102.5)
    axes.set_xticks([0, 25, 50, 75, 100])
    # in the middle as long as it fits there
    box = axes.get_position()
    beside = 2 * min(box.x0, 1 - box.x1)
    too_long = text_width(axis) > WIDTH_IN * (box.width + beside)
    axes.set_xlabel(axis, loc="right" if too_long else "center")


def _step(at: int, steps: int) -> str:
    """The colour of a step of a scale, from pale to full."""
    return tint(GOVERNMENT, 0.12 + 0.88 * at / max(steps - 1, 1))


def _wrap_upright(text: str, width: float) -> list[str]:
    """Lines of a name that stands upright: no more of them than its column is wide."""
    inches, most = UPRIGHT_IN, max(int(width / (LINE_IN - 0.01)), 1)
    while len(wrap_lines(text, inches)) > most:
        inches += 0.1
    return wrap_lines(text, inches)


def _lines(name: str) -> int:
    return name.count("\n") + 1


def _height(texts: Sequence[str]) -> float:
    return LINE_IN * max(map(_lines, texts))


def _widest(text: str) -> float:
    return max(text_width(line) for line in text.split("\n"))


def _room(names: list[str]) -> float:
    """Inches that the names of the rows need."""
    return max(map(_widest, names)) + 0.18
