"""What can be asked of any drawing."""

from __future__ import annotations

from matplotlib.figure import Figure


def inside(figure: Figure) -> bool:
    """Whether everything that is written lies on the paper."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    canvas = FigureCanvasAgg(figure)
    canvas.draw()  # type: ignore[no-untyped-call]
    box = figure.get_tightbbox(canvas.get_renderer())  # type: ignore[no-untyped-call]
    width, height = figure.get_size_inches()
    return bool(
        box.x0 > -0.02 and box.y0 > -0.02 and box.x1 < width + 0.02 and box.y1 < height + 0.02
    )
