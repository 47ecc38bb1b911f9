"""The drawing of answers against invitations. A tidy frame in, a matplotlib figure out."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from quire.text.messages import _
from studylib.charts.palette import MARK, MUTED
from studylib.charts.style import new_figure, place, styled, text_width

HEIGHT_IN = 2.6
LINE = 0.085
"""Height of a line of text, as a part of the axes."""


@styled
def answer_steps(weeks: pd.DataFrame) -> Figure:
    """Cities invited and answers in hand, both counted up week by week and drawn as steps.

    Parameters
    ----------
    weeks
        As `response.by_week` gives it, with at least one row.
    """
    figure = new_figure(HEIGHT_IN)
    ends = {
        "invited": _("invited, {n}", n=int(weeks["invited"].iloc[-1])),
        "answered": _("answered, {n}", n=int(weeks["answered"].iloc[-1])),
    }
    axes = place(figure, 0.45, 0.55, max(text_width(each) for each in ends.values()) + 0.2, 0.15)
    top = 1.1 * float(weeks["invited"].max())
    across = [0.0, *weeks["weeks"]]
    near = (weeks["invited"].iloc[-1] - weeks["answered"].iloc[-1]) / top < 2 * LINE
    for name, colour, shift in (("invited", MUTED, LINE), ("answered", MARK, -LINE)):
        steps = [int(weeks[name].iloc[0]), *weeks[name]]
        axes.step(across, steps, where="pre", color=colour, linewidth=1.8)
        at = steps[-1] + (shift * top if near else 0)
        axes.text(
            across[-1] * 1.02,
            at,
            ends[name],
            color=colour,
            weight="bold",
            va="center",
            clip_on=False,
        )
    axes.set_xlim(0, across[-1])
    axes.set_ylim(0, top)
    axes.xaxis.set_major_locator(MaxNLocator(nbins=8, integer=True))
    axes.yaxis.set_major_locator(MaxNLocator(nbins=5, integer=True))
    axes.yaxis.grid(True)
    axes.set_xlabel(_("Weeks since the first invitation"))
    axes.set_ylabel(_("Cities"))
    return figure
