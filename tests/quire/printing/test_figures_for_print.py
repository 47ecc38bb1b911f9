"""Where a tall drawing is cut, worked out on boxes at known places."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quire.core.errors import StudyError
from quire.printing.figures import (
    LONGEST,
    SHORTEST,
    Gap,
    draw_dots,
    find_gaps,
    place_cuts,
    read_figure,
)

BOXES = 6
"""Each 200 points high, 50 points apart, the first 25 below the upper edge."""


def write_drawing(folder: Path, inside: str, size: str = 'width="400pt" height="1500pt"') -> Path:
    path = folder / "tall.svg"
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} viewBox="0 0 400 1500">'
    path.write_text(f"{head}{inside}</svg>", encoding="utf-8")
    return path


@pytest.fixture
def tall(tmp_path: Path) -> Path:
    boxes = "".join(f'<path d="M 10 {25 + 250 * n} h 300 l -300 200 z"/>' for n in range(BOXES))
    return write_drawing(tmp_path, f'<path d="M 50 0 L 50 1500" stroke="red"/>{boxes}')


def test_gaps_lie_between_the_shapes_and_a_line_of_the_grid_does_not_close_them(tall: Path) -> None:
    gaps = [gap for gap in find_gaps(draw_dots(tall.parent, tall)) if gap[1] > 40]
    # half a point more or less, for soft edges
    assert [gap[0] for gap in gaps] == pytest.approx([250 * n for n in range(1, BOXES)], abs=1)
    assert all(gap[1] == pytest.approx(50, abs=2) for gap in gaps)


def test_a_tall_drawing_is_cut_between_its_shapes_and_a_low_one_is_not(tall: Path) -> None:
    figure = read_figure(tall.parent, tall)
    assert (figure["path"], figure["width"], figure["height"]) == ("/tall.svg", 400, 1500)
    assert figure["cuts"] == pytest.approx([250 * n for n in range(1, BOXES)], abs=1)
    low = write_drawing(tall.parent, "", 'width="400px" height="300"')
    figure = read_figure(low.parent, low)
    # a pixel is three quarters of a point
    assert (figure["width"], figure["height"], figure["cuts"]) == (300, 225, [])


def test_a_bar_is_no_gap(tmp_path: Path) -> None:
    bars = "".join(f'<rect width="300" y="{n * 100}" height="60"/>' for n in range(15))
    cuts = read_figure(tmp_path, write_drawing(tmp_path, bars))["cuts"]
    assert cuts
    assert all(60 < cut % 100 < 100 for cut in cuts)


@pytest.mark.parametrize("size", ["", 'width="400pt"', 'width="0pt" height="9pt"'])
def test_a_drawing_without_a_size_is_named(tmp_path: Path, size: str) -> None:
    path = write_drawing(tmp_path, "", size)
    with pytest.raises(StudyError, match=r"tall\.svg: there is no drawing with a size"):
        read_figure(tmp_path, path)


GAPS = st.lists(
    st.tuples(st.floats(0, 3000), st.floats(3, 50), st.integers(0, 99)), max_size=30
).map(sorted)


@given(GAPS, st.floats(500, 3000))
def test_cuts_are_in_gaps_in_order_and_no_piece_is_too_short(
    gaps: list[Gap], height: float
) -> None:
    cuts = place_cuts(gaps, height)
    assert set(cuts) <= {gap[0] for gap in gaps}
    ends = [0.0, *cuts, height]
    pieces = [below - above for above, below in pairwise(ends)]
    if cuts:
        assert min(pieces) >= SHORTEST - 1e-9
    # a piece is long only where there was no place
    for above, below in pairwise(ends):
        if below - above > LONGEST + SHORTEST:
            fit = [
                g
                for g in gaps
                if above + SHORTEST <= g[0] <= min(above + LONGEST, height - SHORTEST)
            ]
            assert fit == []
