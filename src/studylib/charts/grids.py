"""Bars and matrices: cities per country, coverage, countries beside each other, items beside editions.

A tidy frame in, a matplotlib figure out; no cities are sorted by value.
"""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from quire.text.messages import _
from quire.text.words import decimal
from studylib.charts.palette import FAINT, INK, MARK, MUTED, PALE
from studylib.charts.style import (
    LINE_IN,
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
from studylib.questions.participation import HAS_FIGURE

GAP_IN = 0.17
"""Between the name of a row and the row."""

NUMBER_IN = 0.21
"""What a number of two digits needs."""


@styled
def country_bars(by_country: pd.DataFrame) -> Figure:
    """Cities of each country, countries by name; the panel's part is darker.

    Parameters
    ----------
    by_country
        As `participation.count_cities_by_country` gives it.
    """
    figure = new_figure(0.23 * len(by_country) + 0.25)
    axes = place(figure, _room(by_country["country"]), 0.1, 0.35, 0.1)
    rows = range(len(by_country))
    axes.barh(rows, by_country["panel_cities"], color=MARK, height=0.72)
    axes.barh(
        rows,
        by_country["other_cities"],
        left=by_country["panel_cities"],
        color=tint(MARK, 0.35),
        height=0.72,
    )
    for row, total in enumerate(by_country["cities"]):
        axes.text(total, row, f" {total}", va="center", ha="left")
    _row_labels(axes, by_country["country"].to_list())
    axes.set_xticks([])
    axes.set_xlim(0, max(by_country["cities"].max(), 1) * 1.02)
    axes.spines["bottom"].set_visible(False)
    _say_parts(axes, by_country)
    return figure


def _say_parts(axes: Axes, by_country: pd.DataFrame) -> None:
    """What the two shades are, beside the shortest bar that has both: or beside that with most of the one there is."""
    order = by_country.assign(
        lacking=(by_country[["panel_cities", "other_cities"]] == 0).any(axis="columns")
    ).reset_index(drop=True)
    if order.empty:
        return
    row = int(order.sort_values(["lacking", "cities"], kind="stable").index[0])
    panel, others = int(order["panel_cities"][row]), int(order["other_cities"][row])
    said = _("{panel} in the panel (dark), {others} not (pale)", panel=panel, others=others)
    axes.annotate(
        said, (int(order["cities"][row]), row), (17, 0), textcoords="offset points", color=MUTED,
        va="center",
    )  # fmt: skip


@styled
def coverage_matrix(cells: pd.DataFrame) -> Figure:
    """Items as rows, cities as columns (by country and name): where there is a figure and where there is none.

    Parameters
    ----------
    cells
        As `participation.list_cells` gives them.
    """
    cities = cells.drop_duplicates("city_code").sort_values(["country", "city", "city_code"])
    column = pd.Series(range(len(cities)), index=cities["city_code"])
    groups = list(cells.groupby("area", sort=False))
    rows = sum(part["item"].nunique() + 1.3 for _, part in groups)
    figure = new_figure(0.195 * rows + 1.6)
    axes = place(figure, _room(cells["label"]), 0.1, 0.05, 1.5)
    at, ticks = 0.0, {}
    for area, part in groups:
        at += 1.1
        _name_area(axes, -0.5, at - 0.25, str(area))
        for label, row in part.groupby("label", sort=False):
            ticks[at + 0.5] = str(label)
            state = row.assign(column=row["city_code"].map(column)).sort_values("column")
            _runs(
                axes,
                state["column"].to_list(),
                (state["state"] == HAS_FIGURE).to_list(),
                at,
            )
            at += 1
    axes.set_xlim(0, len(cities))
    axes.set_ylim(at + 0.2, 0)
    axes.set_yticks(list(ticks), list(ticks.values()))
    _country_brackets(axes, cities["country"].to_list())
    axes.spines[:].set_visible(False)
    axes.set_xticks([])
    _key(figure, [(_("has a figure"), tint(MARK, 0.45)), (_("no figure"), INK)])
    return figure


@styled
def country_matrix(medians: pd.DataFrame, measure: str = "favourable_pct") -> Figure:
    """Median city of each country (columns, by name) for each item (rows), as numbers on a tint.

    Parameters
    ----------
    medians
        As `situation.compute_country_medians` gives them.
    measure
        Which of the two measures.
    """
    countries = sorted(medians["country"].unique())
    rows = medians.drop_duplicates("item")
    column = {name: index for index, name in enumerate(countries)}
    row = {item: index for index, item in enumerate(rows["item"])}
    top = _room(pd.Series(countries, dtype=object)) + 0.08
    room = min(_room(rows["label"]), WIDTH_IN - 0.1 - NUMBER_IN * len(countries))
    names = [_within(label, room - GAP_IN) for label in rows["label"]]
    lines = max((name.count("\n") for name in names), default=0)
    figure = new_figure((0.27 + LINE_IN * lines) * len(rows) + top + 0.15)
    axes = place(figure, room, 0.1, 0.05, top)
    for each in medians.itertuples(index=False):
        value = float(getattr(each, measure))
        shade = tint(MARK, 0.08 + 0.82 * value / 100)
        x, y = column[each.country], row[each.item]
        axes.add_patch(_cell(x, y, shade))
        write_in_cell(axes, x, y, decimal(value, 0), color=on_colour(shade))
    axes.set_xlim(0, max(len(countries), 1))
    axes.set_ylim(len(rows), 0)
    axes.set_yticks([each + 0.5 for each in row.values()], names)
    axes.xaxis.tick_top()
    axes.set_xticks(
        [each + 0.5 for each in column.values()], countries, rotation=90, ha="center", va="bottom"
    )
    axes.spines[:].set_visible(False)
    return figure


@styled
def asked_matrix(asked: pd.DataFrame) -> Figure:
    """Items as rows, editions as columns: asked or not, in focus or not.

    Parameters
    ----------
    asked
        As `overview.list_items_by_edition` gives them.
    """
    editions = asked.drop_duplicates("edition")
    groups = list(asked.groupby("area", sort=False))
    rows = sum(part["item"].nunique() + 1.4 for _, part in groups)
    figure = new_figure(0.22 * rows + 1.2)
    axes = place(figure, _room(asked["label"]), 0.05, 0.15, 1.1)
    column = {edition: index for index, edition in enumerate(editions["edition"])}
    at, ticks = 0.0, {}
    for area, part in groups:
        at += 1.2
        _name_area(axes, -0.1, at - 0.1, str(area))
        for label, row in part.groupby("label", sort=False):
            ticks[at + 0.5] = str(label)
            for each in row.itertuples(index=False):
                _asked_mark(axes, column[each.edition], at, bool(each.asked), bool(each.in_focus))
            at += 1
    axes.set_xlim(0, len(editions))
    axes.set_ylim(at + 0.2, 0)
    axes.set_yticks(list(ticks), list(ticks.values()))
    axes.xaxis.tick_top()
    heads = [
        _("{edition}\n({year})", edition=edition, year=year)
        for edition, year in zip(editions["edition"], editions["wave_year"], strict=True)
    ]
    axes.set_xticks([each + 0.5 for each in column.values()], heads)
    axes.spines[:].set_visible(False)
    _key(
        figure,
        [
            (_("asked, in focus"), MARK),
            (_("not in focus"), tint(MARK, 0.3)),
            (_("not asked"), PALE),
        ],
    )
    return figure


@styled
def lever_matrix(counts: pd.DataFrame) -> Figure:
    """Areas as rows, levers as columns: the number of practices on record, and a dash where there is none.

    Parameters
    ----------
    counts
        As `catalogue.count_by_area_and_lever` gives them.
    """
    areas = counts.drop_duplicates("area")
    row = {name: index for index, name in enumerate(areas["area"])}
    column = {name: index for index, name in enumerate(counts["lever"].drop_duplicates())}
    top = _room(counts["lever"]) + 0.08
    figure = new_figure(0.42 * len(row) + top + 0.15)
    axes = place(figure, _room(areas["area"]), 0.1, 0.05, top)
    most = max(int(counts["practices"].max()), 1)
    for each in counts.to_dict("records"):
        x, y, count = column[each["lever"]], row[each["area"]], int(each["practices"])
        shade = tint(MARK, 0.15 + 0.75 * count / most) if count else PALE
        axes.add_patch(_cell(x, y, shade))
        text, colour = (str(count), on_colour(shade)) if count else ("–", MUTED)
        write_in_cell(axes, x, y, text, color=colour)
    axes.set_xlim(0, len(column))
    axes.set_ylim(len(row), 0)
    axes.set_yticks([each + 0.5 for each in row.values()], list(row))
    axes.xaxis.tick_top()
    axes.set_xticks(
        [each + 0.5 for each in column.values()],
        list(column),
        rotation=90,
        ha="center",
        va="bottom",
    )
    axes.spines[:].set_visible(False)
    return figure


def _name_area(axes: Axes, x: float, y: float, area: str) -> None:
    """The name of an area above its rows."""
    axes.text(x, y, area, weight="bold", va="bottom", ha="right")


def _asked_mark(axes: Axes, x: int, y: float, asked: bool, in_focus: bool) -> None:
    shade = PALE if not asked else MARK if in_focus else tint(MARK, 0.3)
    axes.add_patch(_cell(x, y, shade))
    if not asked:
        write_in_cell(axes, x, y, "–", color=MUTED)


def _cell(x: float, y: float, shade: str, width: float = 1.0) -> Rectangle:
    return Rectangle((x + 0.03, y + 0.07), width - 0.06, 0.86, facecolor=shade, edgecolor="none")


def _runs(axes: Axes, columns: list[int], filled: list[bool], y: float) -> None:
    """One row of the matrix as few long bars, so that the drawing stays small."""
    start = 0
    for index in range(1, len(columns) + 1):
        if index == len(columns) or filled[index] != filled[start]:
            shade = tint(MARK, 0.45) if filled[start] else INK
            axes.add_patch(
                Rectangle(
                    (columns[start], y + 0.07),
                    columns[index - 1] - columns[start] + 1,
                    0.86,
                    facecolor=shade,
                )
            )
            start = index


def _country_brackets(axes: Axes, countries: list[str]) -> None:
    """Thin lines between countries, and the names of those that are wide enough to carry one."""
    least = max(len(countries) / 22, 1)
    start = 0
    for index in range(1, len(countries) + 1):
        if index == len(countries) or countries[index] != countries[start]:
            if start:
                axes.axvline(start, color="white", linewidth=0.35)
            if index - start >= least:
                axes.text(
                    (start + index) / 2,
                    0.6,
                    countries[start],
                    rotation=90,
                    ha="center",
                    va="bottom",
                )
                axes.plot(
                    [start + 0.3, index - 0.3],
                    [0.45, 0.45],
                    color=INK,
                    linewidth=0.8,
                    clip_on=False,
                )
            start = index


def _room(labels: pd.Series) -> float:
    """Inches that the longest name of a row needs."""
    return max((text_width(each) for each in labels.unique()), default=0.0) + GAP_IN


def _within(name: str, inches: float) -> str:
    """The name of a row in as many lines as it needs where it has no more room than that."""
    return name if text_width(name) <= inches else "\n".join(wrap_lines(name, inches))


def _row_labels(axes: Axes, labels: list[str]) -> None:
    axes.set_yticks(range(len(labels)), labels)
    axes.set_ylim(len(labels) - 0.4, -0.6)
    axes.spines["left"].set_visible(False)


def _key(figure: Figure, entries: list[tuple[str, str]]) -> None:
    """What the shades mean, in one line at the top."""
    width, height = figure.get_size_inches()
    x = 0.05
    for name, shade in entries:
        box = Rectangle(
            (x / width, 1 - 0.23 / height), 0.14 / width, 0.14 / height, facecolor=shade, edgecolor=FAINT,
            linewidth=0.6, transform=figure.transFigure,
        )  # fmt: skip
        figure.add_artist(box)
        figure.text((x + 0.2) / width, 1 - 0.16 / height, name, va="center")
        x += 0.42 + text_width(name)
