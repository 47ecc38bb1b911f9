"""Maps of cities: their coordinates on a coast, no borders.

The projection is in `projection`; which cities there are is decided in `participation`.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from studylib.charts.palette import FAINT, INK, MARK, MUTED, PALE, SECOND
from studylib.charts.projection import project, project_rings, project_world
from studylib.charts.style import WIDTH_IN, new_figure, place, styled, text_width

MARGIN_KM = 220.0


@styled
def cities_map(cities: pd.DataFrame, coast: pd.DataFrame) -> Figure:
    """Map of the cities of an edition: panel cities, other cities, and cities of the register that are not in it.

    Parameters
    ----------
    cities
        The processed table; cities without coordinates are not drawn.
    coast
        The processed table.
    """
    known = cities[cities["longitude"].notna()]
    east, north = project(known["longitude"], known["latitude"])
    low = (east.min(initial=-1500) - MARGIN_KM, north.min(initial=-1500) - MARGIN_KM)
    high = (east.max(initial=1500) + MARGIN_KM, north.max(initial=1500) + MARGIN_KM)
    height = WIDTH_IN * (high[1] - low[1]) / (high[0] - low[0])
    figure = new_figure(height + 0.75)
    axes = place(figure, 0.02, 0.75, 0.02, 0.0)
    axes.set_xlim(low[0], high[0])
    axes.set_ylim(low[1], high[1])
    _draw_land(axes, project_rings(coast), 0.7)
    in_edition, panel = known["in_edition"].to_numpy(), known["in_panel"].to_numpy()
    groups = [
        ("in this edition and in the panel", in_edition & panel, MARK, INK, "o"),
        ("in this edition, not in the panel", in_edition & ~panel, SECOND, INK, "D"),
        ("in another edition only", ~in_edition, "white", MUTED, "o"),
    ]
    for name, chosen, face, edge, marker in groups:
        if chosen.any():
            axes.scatter(
                east[chosen], north[chosen], s=42, marker=marker, facecolor=face, edgecolor=edge, linewidth=0.7,
                label=f"{name}: {int(chosen.sum())}", zorder=3,
            )  # fmt: skip
    _name_ends(axes, known.assign(east=east, north=north)[in_edition])
    if len(known):
        axes.legend(
            loc="upper left",
            bbox_to_anchor=(0, 0),
            borderaxespad=0.1,
            handletextpad=0.2,
            labelspacing=0.35,
        )
    return figure


@styled
def world_map(cities: pd.DataFrame, coast: pd.DataFrame) -> Figure:
    """Map of the world with a dot for each city.

    Parameters
    ----------
    cities
        `longitude` and `latitude` in degrees; cities without them are not drawn.
    coast
        The processed table `coast_world`.
    """
    known = cities.dropna(subset=["longitude", "latitude"])
    land = project_rings(coast, project_world)
    points = [point for ring in land for point in ring]
    low, high = (tuple(map(end, zip(*points, strict=True))) for end in (min, max))
    height = WIDTH_IN * (high[1] - low[1]) / (high[0] - low[0])
    figure = new_figure(height)
    axes = place(figure, 0.0, 0.0, 0.0, 0.0)
    axes.set_xlim(low[0], high[0])
    axes.set_ylim(low[1], high[1])
    _draw_land(axes, land, 0.4)
    axes.scatter(
        *project_world(known["longitude"], known["latitude"]), s=26, facecolor=MARK, edgecolor="white",
        linewidth=0.7, zorder=3,
    )  # fmt: skip
    return figure


def _draw_land(axes: Axes, land: Sequence[Sequence[tuple[float, float]]], line: float) -> None:
    """Land on a map without a frame."""
    axes.set_xticks([])
    axes.set_yticks([])
    axes.spines[:].set_visible(False)
    for ring in land:
        axes.fill(
            *zip(*ring, strict=True), facecolor=PALE, edgecolor=FAINT, linewidth=line, zorder=1
        )


def _name_ends(axes: Axes, shown: pd.DataFrame) -> None:
    """Names of the four outermost cities, to say where in Europe the dots are."""
    ends = [
        shown.sort_values(by, kind="stable").iloc[[0, -1]] for by in ("east", "north") if len(shown)
    ]
    for _, each in pd.concat([shown.head(0), *ends]).drop_duplicates("city_code").iterrows():
        right, up = _free_side(axes, shown, each)
        axes.annotate(
            each["city"], (each["east"], each["north"]), (6 * right, 7 * up), textcoords="offset points",
            ha="left" if right > 0 else "right", va="center", fontsize=9,
        )  # fmt: skip


def _free_side(axes: Axes, shown: pd.DataFrame, city: pd.Series) -> tuple[int, int]:
    """On which side (right or left, above or below) a name lies on the map and, if there is one, on no dot."""
    west, east = axes.get_xlim()
    point = (east - west) / (WIDTH_IN * 72)
    width, height = (16 + 72 * text_width(city["city"], 9)) * point, 15 * point
    others = shown[shown["city_code"] != city["city_code"]]
    sides = [
        (right, up)
        for up in (1, -1)
        for right in (1, -1)
        if west < city["east"] + right * width < east
    ]
    for right, up in sides:
        across, above = (
            right * (others["east"] - city["east"]),
            up * (others["north"] - city["north"]),
        )
        if not (across.between(0, width) & above.between(-4 * point, height)).any():
            return right, up
    return sides[0] if sides else (1, 1)
