"""What can be asked of any drawing."""

from __future__ import annotations

from itertools import combinations
from typing import cast

import matplotlib as mpl
from matplotlib.backend_bases import RendererBase
from matplotlib.figure import Figure
from matplotlib.text import Text


def inside(figure: Figure) -> bool:
    """Whether everything that is written lies on the paper."""
    renderer = _draw(figure)
    box = figure.get_tightbbox(renderer)
    width, height = figure.get_size_inches()
    return bool(
        box.x0 > -0.02 and box.y0 > -0.02 and box.x1 < width + 0.02 and box.y1 < height + 0.02
    )


def letters(figure: Figure) -> float | None:
    """Size of the smallest letters in points; None if there are none."""
    return min((float(text.get_fontsize()) for text in _texts(figure)), default=None)


def overlaps(figure: Figure) -> list[tuple[str, str]]:
    """Texts that lie on each other."""
    renderer = _draw(figure)
    boxes = [(text.get_text(), text.get_window_extent(renderer)) for text in _texts(figure)]
    # lines of text have room above and below that letters seldom use
    tight = [(text, box.x0 + 1, box.x1 - 1, box.y0 + 2, box.y1 - 2) for text, box in boxes]
    return [
        (one[0], other[0])
        for one, other in combinations(tight, 2)
        if one[1] < other[2] and other[1] < one[2] and one[3] < other[4] and other[3] < one[4]
    ]


def _texts(figure: Figure) -> list[Text]:
    """What is written: of the labels along an axis, those within its ends, as only they are drawn."""
    drawn = [text for text in figure.findobj(Text) if isinstance(text, Text)]
    beyond = {
        id(tick.label1)
        for axes in figure.axes
        for axis, ends in ((axes.xaxis, axes.get_xlim()), (axes.yaxis, axes.get_ylim()))
        for tick in axis.majorTicks
        if not min(ends) <= tick.get_loc() <= max(ends)
    }
    return [
        text
        for text in drawn
        if text.get_visible() and text.get_text().strip() and id(text) not in beyond
    ]


def _draw(figure: Figure) -> RendererBase:
    """Draw as SVG does, where letters are not fitted to pixels."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    with mpl.rc_context({"text.hinting": "none"}):
        canvas = FigureCanvasAgg(figure)
        canvas.draw()  # type: ignore[no-untyped-call]
        return cast(RendererBase, canvas.get_renderer())  # type: ignore[no-untyped-call]
