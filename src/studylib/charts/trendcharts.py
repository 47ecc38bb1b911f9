"""Drawings over editions: the map of comparability, and small lines of what it allows.

Tidy frames in, matplotlib figures out. A line joins what `comparability` put into one segment.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from quire.text.messages import _, ngettext
from quire.text.words import decimal, listed
from studylib.charts.palette import MARK, MUTED, PALE
from studylib.charts.style import (
    WIDTH_IN,
    new_figure,
    on_colour,
    place,
    styled,
    text_width,
    tint,
    wrap_letters,
)
from studylib.data.survey_agreement import SILENT
from studylib.questions.comparability import NOT_ASKED, NOT_HERE, NOT_KNOWN, SAME
from studylib.questions.trends import flag_first_asked

ACROSS = 2
"""Small panels beside each other."""

PANEL_IN = 2.0
LEFT_IN = 0.55
"""Room for what the axes of the first column measure."""

SHORT: dict[str, str] = {NOT_ASKED: "–", NOT_HERE: _("not here"), NOT_KNOWN: "?"}
"""What a cell of the map says where there is no figure."""


@styled
def map_matrix(cells: pd.DataFrame, years: Mapping[str, int | None]) -> Figure:
    """Concepts as rows, editions as columns: asked alike, in another way (named), or not.

    Parameters
    ----------
    cells
        As `trends.map_cells` gives them.
    years
        The year of the survey of each edition.
    """
    cells = cells.assign(first=flag_first_asked(cells))
    editions = cells.groupby("survey", sort=False)["edition"].last()
    column = {survey: number for number, survey in enumerate(editions.index)}
    groups = list(cells.groupby("area", sort=False))
    rows = sum(part["concept"].nunique() + 1.4 for _, part in groups)
    figure = new_figure(0.22 * rows + 0.95)
    axes = place(figure, max(text_width(each) for each in cells["label"]) + 0.14, 0.05, 0.05, 0.8)
    at, ticks = 0.0, {}
    for area, part in groups:
        at += 1.2
        style = {"weight": "bold", "va": "bottom", "ha": "right"}
        axes.text(-0.1, at - 0.1, str(area), style)
        for label, row in part.groupby("label", sort=False):
            ticks[at + 0.5] = str(label)
            for cell in row.to_dict("records"):
                status, x = str(cell["status"]), column[cell["survey"]]
                shade = PALE if status in SILENT else tint(MARK, 0.75 if status == SAME else 0.25)
                box = Rectangle(
                    (x + 0.03, at + 0.07), 0.94, 0.86, facecolor=shade, edgecolor="none"
                )
                axes.add_patch(box)
                said = SHORT.get(status) or (_("asked") if cell["first"] else status)
                ink = MUTED if status in SILENT else on_colour(shade)
                axes.text(x + 0.5, at + 0.5, said, color=ink, ha="center", va="center")
            at += 1
    axes.set_xlim(0, len(editions))
    axes.set_ylim(at + 0.2, 0)
    axes.set_yticks(list(ticks), list(ticks.values()))
    axes.xaxis.tick_top()
    heads = [
        edition
        if str(years[edition]) == edition
        else _("{year}\n(edition\n{edition})", year=years[edition], edition=edition)
        for edition in map(str, editions)
    ]
    axes.set_xticks([x + 0.5 for x in range(len(editions))], heads)
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    return figure


@styled
def trend_panels(table: pd.DataFrame, unit: str) -> Figure:
    """One small panel a concept or area: the same cities as lines, all cities as open dots.

    Parameters
    ----------
    table
        As `trends.trace_trends` gives it, with the `year` of the figures, or `area_changes.build_area_lines`.
    unit
        What the axes measure, such as `% favourable`.
    """
    labels = list(table["label"].drop_duplicates())
    down = math.ceil(len(labels) / ACROSS)
    figure = new_figure(PANEL_IN * down + 0.1)
    width = (WIDTH_IN - LEFT_IN) / ACROSS
    years = sorted({int(each) for each in table["year"]})
    for index, label in enumerate(labels):
        part = table[table["label"] == label]
        left, row = LEFT_IN + (index % ACROSS) * width, index // ACROSS
        bottom, top = PANEL_IN * (down - row - 1) + 0.35, row * PANEL_IN + 0.78
        axes = place(figure, left, bottom, WIDTH_IN - left - width + 0.15, top)
        first = index % ACROSS == 0
        edge = tint(MARK, 0.6)
        axes.scatter(part["year"], part["mean"], s=16, facecolor="white", edgecolor=edge, zorder=2)
        look: dict[str, Any] = {
            "color": MARK,
            "marker": "o",
            "markersize": 3.5,
            "linewidth": 1.5,
            "zorder": 3,
        }
        lines = [line for _segment, line in part.groupby("segment")]
        for line, above in zip(lines, _sides(lines), strict=True):
            axes.plot(line["year"], line["panel_mean"], **look)
            _name_ends(axes, line, above=above)
        axes.set_ylim(0, 100)
        axes.set_yticks([0, 50, 100], ["0", "50", "100"] if first else [""] * 3)
        axes.set_ylabel(unit if first else "", labelpad=2)
        axes.set_xlim(years[0] - 0.8, years[-1] + 0.8)
        axes.set_xticks(years, [f"’{year % 100:02}" for year in years])
        axes.tick_params(length=0)
        axes.yaxis.grid(True)
        axes.spines[:].set_visible(False)
        numbers = part.drop_duplicates("segment")["panel_cities"].unique()
        written = listed(str(int(number)) for number in numbers)
        cities = ngettext("{n} city", "{n} cities", int(max(numbers)), n=written)
        head = _("{label}\n{cities}", label=wrap_letters(str(label), 28), cities=cities)
        axes.set_title(head, pad=13)
    return figure


def _sides(lines: list[pd.DataFrame]) -> list[bool]:
    """Whether the numbers of each line stand above it: a line may begin in the year in which the one before ends."""
    means = [line["panel_mean"].to_list() for line in lines]
    first = len(means) < 2 or means[0][-1] >= means[1][0]
    return [first if number % 2 == 0 else not first for number in range(len(lines))]


def _name_ends(axes: Axes, line: pd.DataFrame, *, above: bool) -> None:
    """The numbers at both ends of a line."""
    for row in line.iloc[sorted({0, len(line) - 1})].to_dict("records"):
        axes.annotate(
            decimal(row["panel_mean"], 0), (row["year"], row["panel_mean"]), (0, 4 if above else -5),
            textcoords="offset points", ha="center", va="bottom" if above else "top",
        )  # fmt: skip
