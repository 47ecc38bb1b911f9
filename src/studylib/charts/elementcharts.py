"""Drawings of key elements: issues, their changes, what goes with satisfaction, published surveys.

Tidy frames in, matplotlib figures out.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from quire.text.messages import _
from quire.text.words import decimal, whole
from studylib.charts.palette import FAINT, INK, MARK, MUTED, WARN
from studylib.charts.style import (
    BOLD,
    INTERVAL_PT,
    LINE_IN,
    SHARE_PT,
    WIDTH_IN,
    new_figure,
    place,
    styled,
    text_width,
    tint,
    wrap_lines,
)
from studylib.data.enumerations import join_by_comma

ROW_IN = 0.3
STATEMENT_IN, HEAD_IN = 2.7, 0.4
"""Widest line beside a published share, and height of the name of an element above its shares."""


@styled
def corner_plane(corner: pd.DataFrame) -> Figure:
    """Issues by how often they are named (across) and how many are satisfied (up).

    The corner that matters is tinted; what is near its lines is open.

    Parameters
    ----------
    corner
        As `priorities.corner` gives it.
    """
    figure = new_figure(4.6)
    axes = place(figure, 0.6, 0.6, 0.2, 0.2)
    across, up = float(corner["named_pct"].median()), float(corner["favourable_pct"].median())
    right, top = 10 * np.ceil(corner["named_pct"].max() / 10 + 2.2), 100
    axes.fill_between([across, right], 0, up, color=tint(WARN, 0.14), linewidth=0, zorder=0)
    axes.axvline(across, color=FAINT, linewidth=1, zorder=1)
    axes.axhline(up, color=FAINT, linewidth=1, zorder=1)
    _name_lines(axes, across, up, right)
    corner_name = _("named often,\nsatisfied little ")
    axes.text(right, 1, corner_name, ha="right", va="bottom", color=WARN, weight="bold")
    axes.set_xlim(0, right)
    axes.set_ylim(0, top)
    edges = [WARN if inside else MARK for inside in corner["in_corner"]]
    faces = ["white" if near else edge for edge, near in zip(edges, corner["near"], strict=True)]
    x, y = corner["named_pct"], corner["favourable_pct"]
    axes.scatter(x, y, s=40, facecolor=faces, edgecolor=edges, zorder=3)
    _labels(axes, corner, right / (WIDTH_IN - 0.8), top / 3.8)
    axes.set_xlabel(_("Residents who name the issue, %, median of cities"))
    axes.set_ylabel(_("Residents satisfied, %, median of cities"))
    return figure


def _name_lines(axes: Axes, across: float, up: float, right: float) -> None:
    """What the two lines are, at their ends."""
    said = _("median {share} %", share=decimal(across, 0))
    axes.text(across, 100, f" {said}", color=MUTED, va="top")
    said = _("median {share} %", share=decimal(up, 0))
    axes.text(right, up - 1, f"{said} ", color=MUTED, ha="right", va="top")


def _labels(axes: Axes, corner: pd.DataFrame, x_unit: float, y_unit: float) -> None:
    """Names beside their points where they lie on no other, else further away with a line to it.

    Units are those of the axes for an inch.
    """
    dot, line = 0.07, 0.16
    points = corner[["named_pct", "favourable_pct"]].to_numpy() / (x_unit, y_unit)
    taken = [(x - dot, x + dot, y - dot, y + dot) for x, y in points]
    edge = axes.get_xlim()[1] / x_unit
    for (x, y), label in zip(points, corner["label"], strict=True):
        wide = text_width(str(label)) + 0.05
        beside = [(x + 0.1, y), (x - wide - 0.1, y)]
        beside += [(x - wide / 2, y + 0.19), (x - wide / 2, y - 0.19)]
        steps = [sign * step * line for step in (2, 3, 4, 5) for sign in (-1, 1)]
        away = [(x + side, y + step) for step in steps for side in (0.1, -wide - 0.1)]
        boxes = [
            (left, left + wide, middle - line / 2, middle + line / 2)
            for left, middle in (*beside, *away)
        ]
        free = [
            box
            for box in boxes
            if box[0] > 0 and box[1] < edge and not any(_meet(box, other) for other in taken)
        ]
        box = (free or boxes)[0]
        taken.append(box)
        middle = (box[2] + line / 2) * y_unit
        if box not in boxes[: len(beside)]:
            ends = [x * x_unit, (box[0] if box[0] > x else box[1]) * x_unit]
            axes.plot(ends, [y * y_unit, middle], color=MUTED, linewidth=0.6)
        axes.text(box[0] * x_unit, middle, str(label), va="center")


def _meet(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    """Whether two boxes (left, right, bottom, top) lie on each other."""
    return one[0] < other[1] and other[0] < one[1] and one[2] < other[3] and other[2] < one[3]


@styled
def change_dots(change: pd.DataFrame) -> Figure:
    """Change of each issue in the same cities, with its interval; filled where beyond chance.

    Parameters
    ----------
    change
        As `priorities.panel_change` gives it, with the column `beyond` of `across.judged`.
    """
    figure = new_figure(ROW_IN * len(change) + 0.7)
    axes = _rows(figure, change["label"].to_list(), top=0.1)
    y = np.arange(len(change))
    axes.axvline(0, color=MUTED, linewidth=1)
    axes.hlines(y, change["low"], change["high"], color=MARK, linewidth=INTERVAL_PT)
    faces = [MARK if beyond else "white" for beyond in change["beyond"]]
    axes.scatter(change["change"], y, s=36, facecolor=faces, edgecolor=MARK, zorder=3)
    # where there is no interval the change itself, and where there is no change one point
    ends = np.abs(change[["change", "low", "high"]].to_numpy(float))
    reach = 1.1 * float(np.nanmax(ends, initial=1))
    axes.set_xlim(-reach, reach)
    axes.set_xlabel(_("Change, percentage points"))
    return figure


@styled
def importance_dots(table: pd.DataFrame) -> Figure:
    """Part of the differences in satisfaction that goes with each area, a panel a comparison.

    Parameters
    ----------
    table
        As `satisfaction.importance_table` gives it.
    """
    versions = list(table["version"].drop_duplicates())
    labels = list(table["measure"].drop_duplicates())
    room = max(text_width(each) for each in labels) + 0.3
    width = (WIDTH_IN - room - 0.2) / len(versions)
    numbers = table.drop_duplicates("version")["n"]
    heads = [
        "\n".join(wrap_lines(_("{version}, {n}", version=version, n=int(n)), width / BOLD))
        for version, n in zip(versions, numbers, strict=True)
    ]
    above = LINE_IN * max((head.count("\n") for head in heads), default=0)
    figure = new_figure(ROW_IN * len(labels) + 1.05 + above)
    drawn = 108 * table[["part", "low", "high"]].to_numpy(float)
    least, reach = float(np.nanmin(drawn, initial=0)), float(np.nanmax(drawn, initial=1))
    for index, version in enumerate(versions):
        part = table[table["version"] == version]
        right = WIDTH_IN - room - (index + 1) * width + 0.35
        axes = place(figure, room + index * width, 0.55, right, 0.4 + above)
        y = part["measure"].map(labels.index)
        axes.hlines(y, 100 * part["low"], 100 * part["high"], color=MARK, linewidth=INTERVAL_PT)
        axes.scatter(100 * part["part"], y, s=SHARE_PT**2, color=MARK, zorder=3)
        axes.set_title(heads[index], weight="bold")
        axes.set_ylim(len(labels) - 0.4, -0.6)
        axes.set_yticks(range(len(labels)), labels if index == 0 else [""] * len(labels))
        axes.axvline(0, color=MUTED, linewidth=1)
        axes.set_xlim(least, reach)
        axes.xaxis.set_major_locator(MaxNLocator(nbins=4, prune="both"))
        axes.xaxis.grid(True)
        axes.spines[:].set_visible(False)
        axes.set_xlabel(_("% of the differences"))
    return figure


@styled
def survey_dots(table: pd.DataFrame) -> Figure:
    """Published shares with their intervals by element, each with its year and number asked.

    Parameters
    ----------
    table
        As `elements.list_barriers` gives it; a column `colour` says which rows are not of others.
    """
    groups = list(table.groupby("element", sort=False))
    texts = [_describe_row(row) for row in table.to_dict("records")]
    heights = dict(zip(table.index, [LINE_IN * len(lines) + 0.1 for lines in texts], strict=True))
    lines_of = dict(zip(table.index, texts, strict=True))
    figure = new_figure(sum(heights.values()) + HEAD_IN * len(groups) + 0.65)
    axes = place(figure, STATEMENT_IN + 0.2, 0.6, 0.55, 0.05)
    left = -105 * (STATEMENT_IN + 0.15) / (WIDTH_IN - STATEMENT_IN - 0.75)
    at = 0.0
    for element, part in groups:
        axes.text(left, at + 0.22, str(element), weight="bold", va="center")
        at += HEAD_IN
        for index, row in zip(part.index, part.to_dict("records"), strict=True):
            middle = at + heights[index] / 2
            colour = row.get("colour", MARK)
            face = colour if row["low"] == row["low"] else "white"
            axes.hlines(middle, row["low"], row["high"], color=colour, linewidth=INTERVAL_PT)
            axes.scatter(
                [row["share_pct"]], [middle], s=SHARE_PT**2, facecolor=face, edgecolor=colour,
                zorder=3,
            )  # fmt: skip
            axes.annotate(
                decimal(row["share_pct"], 0), (1, middle), (28, 0), weight="bold", va="center",
                xycoords=("axes fraction", "data"), textcoords="offset points", ha="right",
            )  # fmt: skip
            for number, (line, ink) in enumerate(lines_of[index]):
                axes.text(left, at + LINE_IN * (number + 0.7), line, va="center", color=ink)
            at += heights[index]
    axes.set_xlim(-2.5, 102.5)
    axes.set_ylim(at, 0)
    axes.set_yticks([])
    axes.set_xticks([0, 50, 100])
    axes.xaxis.grid(True)
    axes.spines[:].set_visible(False)
    axes.set_xlabel(_("% of respondents"))
    return figure


def _describe_row(row: dict[Hashable, Any]) -> list[tuple[str, str]]:
    """The lines beside a published share with their ink: what was said, then of which kind it is, by whom, when and of how many."""
    n = whole(row["respondents_n"])
    asked = _("n = {n}", n=n) if row["low"] == row["low"] else _("n not given")
    # some kinds name who answered, as one survey of governments stands among others
    whom = [] if row["population"] in row["kind"] else [row["population"]]
    year = row["survey_year"] or _("year not given")
    about = join_by_comma([row["kind"], *whom, year, asked])
    return [
        *((line, INK) for line in wrap_lines(str(row["statement"]), STATEMENT_IN)),
        *((line, MUTED) for line in wrap_lines(about, STATEMENT_IN)),
    ]


def _rows(figure: Figure, labels: list[str], top: float) -> Axes:
    """Axes with a name for each row, from above."""
    axes = place(figure, max(text_width(each) for each in labels) + 0.25, 0.55, 0.2, top)
    axes.set_yticks(range(len(labels)), labels)
    axes.set_ylim(len(labels) - 0.5, -0.5)
    axes.xaxis.grid(True)
    axes.spines[:].set_visible(False)
    return axes
