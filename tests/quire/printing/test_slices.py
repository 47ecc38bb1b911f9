"""Where a tall drawing is cut, worked out on boxes at known places, and what becomes of it in print."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quire.printing.figures import Figure, read_drawing
from quire.printing.slices import cut, gaps

BOXES = 6
"""Each 200 points high, 50 points apart, the first 25 below the upper edge."""


@pytest.fixture
def tall(tmp_path: Path) -> Path:
    boxes = "".join(
        f'<rect x="10" y="{25 + 250 * each}" width="300" height="200"/>' for each in range(BOXES)
    )
    grid = '<rect x="0" y="0" width="400" height="1500" fill="none"/><path d="M 50 0 L 50 1500" stroke="red"/>'
    path = tmp_path / "tall.svg"
    path.write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" width="400pt" height="1500pt" viewBox="0 0 400 1500">'
        f'<g transform="translate(0 0)">{grid}<g>{boxes}</g></g></svg>',
        encoding="utf-8",
    )
    return path


def test_gaps_lie_between_the_shapes_and_a_line_of_the_grid_does_not_close_them(tall: Path) -> None:
    found = gaps(read_drawing(tall))
    assert [tuple(map(round, each)) for each in found] == [
        (225 + 250 * each, 275 + 250 * each) for each in range(BOXES - 1)
    ]


def test_the_piece_above_fits_the_room_and_the_widest_low_gap_is_taken() -> None:
    found = [(10.0, 14.0), (60.0, 70.0), (90.0, 94.0)]
    assert cut(found, 0, 100) == 65
    assert cut(found, 0, 64) == 12
    assert cut(found, 65, 100) == 92
    assert cut(found, 0, 5) is None
    assert cut([], 0, 100) is None


GAPS = st.lists(st.tuples(st.floats(0, 1000), st.floats(3, 50)), max_size=9).map(
    lambda pairs: [(top, top + width) for top, width in pairs]
)


@given(GAPS, st.floats(0, 1000), st.floats(-10, 800))
def test_a_place_to_cut_is_below_the_start_and_in_the_room(
    found: list[tuple[float, float]], start: float, room: float
) -> None:
    place = cut(found, start, room)
    assert place is None or start < place <= start + room
    assert (place is None) == (
        not [each for each in found if start < sum(each) / 2 <= start + room]
    )


def test_a_figure_that_would_be_too_small_is_cut_and_keeps_its_size(tall: Path) -> None:
    figure = Figure(tall, "Boxes.", width=400, height=700)
    assert figure.wrap(400, 700) == (400, 1504)
    first, rest = figure.split(400, 704)
    second, third = rest.split(400, 704)
    # two boxes a sheet, cut in the middle of a gap: at 500 and at 1000
    assert [each.wrap(400, 704)[1] - 4 for each in (first, second, third)] == pytest.approx(
        [500, 500, 500]
    )


def test_one_that_is_a_little_too_tall_is_made_smaller(tall: Path) -> None:
    figure = Figure(tall, "Boxes.", width=400, height=1200)
    assert figure.wrap(400, 1200)[1] == pytest.approx(1204)
    assert figure.split(400, 600) == []
