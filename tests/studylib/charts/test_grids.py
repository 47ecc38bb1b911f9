"""Bars and matrices: one mark for each figure, at its place."""

from __future__ import annotations

import pandas as pd
import pytest
import small
from drawn import inside
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from small_editions import AREAS, EDITIONS, ITEMS

from studylib.charts.grids import (
    NUMBER_IN,
    asked_matrix,
    country_bars,
    country_matrix,
    coverage_matrix,
)
from studylib.charts.palette import INK, PALE
from studylib.charts.style import WIDTH_IN
from studylib.questions import overview, participation, situation


def texts(axes: Axes) -> list[str]:
    """What is written inside the axes."""
    return [each.get_text() for each in axes.texts]


def widths(axes: Axes, colour: str) -> list[float]:
    """Widths of the bars of one colour."""
    from matplotlib.colors import to_hex

    bars = [each for each in axes.patches if isinstance(each, Rectangle)]
    return [each.get_width() for each in bars if to_hex(each.get_facecolor()) == colour.lower()]


def test_every_country_has_its_bar_and_its_number() -> None:
    axes = country_bars(participation.count_cities_by_country(small.CITIES)).axes[0]
    assert [each.get_text() for each in axes.get_yticklabels()] == ["Aland", "Beland"]
    assert [each.strip() for each in texts(axes)] == [
        "3",
        "2",
        "1 in the panel (dark), 1 not (pale)",
    ]


def test_gaps_of_the_coverage_are_dark_and_as_wide_as_their_cities() -> None:
    cells = participation.list_cells(small.answers(), small.ITEMS, small.CITIES, small.AREAS)
    axes = coverage_matrix(cells).axes[0]
    # theft is missing in the last city, trams in the last four
    assert sorted(widths(axes, INK)) == [1, 4]
    assert [each.get_text() for each in axes.get_yticklabels()] == ["Jobs", "Theft", "Trams"]


def test_countries_stand_in_alphabetical_order_with_their_medians() -> None:
    values = situation.select_focus_values(small.answers(), small.ITEMS, small.CITIES, small.AREAS)
    axes = country_matrix(situation.compute_country_medians(values, 2)).axes[0]
    assert [each.get_text() for each in axes.get_xticklabels()] == ["Aland", "Beland"]
    assert texts(axes) == ["50", "60", "80"]


def test_what_was_not_asked_is_marked_as_such() -> None:
    axes = asked_matrix(overview.list_items_by_edition(ITEMS, AREAS, EDITIONS)).axes[0]
    assert texts(axes).count("–") == len(widths(axes, PALE)) == 3
    assert [each.get_text() for each in axes.get_xticklabels()] == ["2002\n(2001)", "2005\n(2004)"]


LONG = "A label of an item as long as any"


@pytest.mark.parametrize("items", [1, 12, 42])
def test_nothing_runs_off_the_paper(items: int) -> None:
    rows = [
        [
            f"area {n % 3}",
            "#0072B2",
            f"i{n}",
            f"{LONG[:30]}",
            f"Country {c}",
            f"City {c}",
            f"c{c}",
            False,
            "has a figure",
        ]
        for n in range(items)
        for c in range(30)
    ]
    columns = [
        "area",
        "colour",
        "item",
        "label",
        "country",
        "city",
        "city_code",
        "short_battery",
        "state",
    ]
    frame = pd.DataFrame(rows, columns=columns).sort_values("area")
    frame["label"] = frame["label"].str.slice(0, 28) + frame["item"].str.slice(1)
    figure = coverage_matrix(frame)
    assert figure.get_size_inches()[0] == WIDTH_IN
    assert inside(figure)


def test_the_longest_names_of_rows_have_room() -> None:
    """Labels have up to 32 letters (a schema says so), and some are marked as denied."""
    items = small.ITEMS.assign(label="W" * 8 + "-wide names of items end", direction=-1)
    values = situation.select_focus_values(small.answers(), items, small.CITIES, small.AREAS)
    assert inside(country_matrix(situation.compute_country_medians(values, 2)))
    assert inside(
        asked_matrix(
            overview.list_items_by_edition(ITEMS.assign(label=items["label"][0]), AREAS, EDITIONS)
        )
    )


def test_names_as_long_as_in_another_language_leave_room_for_the_numbers() -> None:
    countries = [f"Land {number}" for number in range(10)]
    label = "Centros escolares y educativos (de respuestas válidas)"
    rows = [("a", label, each, 50.0) for each in countries]
    frame = pd.DataFrame(rows, columns=["item", "label", "country", "favourable_pct"])
    figure = country_matrix(frame)
    (axes,) = figure.axes
    assert axes.get_position().width * WIDTH_IN >= NUMBER_IN * len(countries) - 0.001
    (name,) = (each.get_text() for each in axes.get_yticklabels())
    assert name.replace("\n", " ") == label
    assert inside(figure)
