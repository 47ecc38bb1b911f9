"""Small drawings as SVG text: a score with its interval on a line, a strip of dots, a map of dots that are links.

Nothing but text, so that hundreds of them cost nothing. Colours are classes of `book/_static/cities.css`, in light and in dark.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from quire.text.markup import escape_html
from quire.text.words import rounded

WIDTH = 400
"""Units of a line from 0 to 100; four a point."""

UNIT = WIDTH / 100
EDGE = 8
"""Room on both sides, for marks at 0 and 100."""

DOT = 6
"""Width of a dot in a strip, and how far dots of one place are apart."""


def number(value: float) -> str:
    """A coordinate with one decimal at most; what readers are told is written by `words.decimal`.

    >>> number(3.0), number(45.26), number(-0.01)
    ('3', '45.3', '0')
    """
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def drawing(content: str, box: tuple[float, float, float, float], alt: str, classes: str) -> str:
    """An SVG picture with its description; `box` is left, top, width and height."""
    view = " ".join(number(each) for each in box)
    return f'<svg class="{classes}" viewBox="{view}" role="img" aria-label="{escape_html(alt)}">{content}</svg>'


@dataclass(frozen=True)
class Bar:
    """What `range_bar` draws: a score with its interval, and the medians beside it that there are; all from 0 to 100."""

    score: float
    low: float
    high: float
    country: float | None = None
    similar: float | None = None


def range_bar(bar: Bar, alt: str) -> str:
    """A line from 0 to 100 with a bar for the interval, a dot for the score, a diamond and a stroke for the medians."""
    parts = [
        f'<path class="axis" d="M0 14H{WIDTH}M0 9v10M{WIDTH // 2} 9v10M{WIDTH} 9v10"/>',
        f'<path class="range" d="M{number(UNIT * bar.low)} 14H{number(UNIT * bar.high)}"/>',
    ]
    if bar.similar is not None:
        parts.append(f'<path class="similar" d="M{number(UNIT * bar.similar)} 3v22"/>')
    if bar.country is not None:
        parts.append(f'<path class="country" d="M{number(UNIT * bar.country)} 7l7 7-7 7-7-7z"/>')
    parts.append(f'<circle class="score" cx="{number(UNIT * bar.score)}" cy="14" r="5.5"/>')
    return drawing("".join(parts), (-EDGE, 0, WIDTH + 2 * EDGE, 28), alt, "city-bar")


def ticks(below: float) -> str:
    """What the ends and the middle of a line mean, as text of SVG."""
    ends = ((0, "start", "0"), (WIDTH // 2, "middle", "50"), (WIDTH, "end", "100"))
    return "".join(
        f'<text class="tick" x="{x}" y="{number(below)}" text-anchor="{side}" aria-hidden="true">{text}</text>'
        for x, side, text in ends
    )


def scale_row() -> str:
    """The numbers below several bars, as a drawing of its own for the eye alone."""
    return f'<svg class="city-bar" viewBox="{-EDGE} 0 {WIDTH + 2 * EDGE} 20" aria-hidden="true">{ticks(15)}</svg>'


def strip(values: Mapping[str, float], alt: str) -> str:
    """One dot a city along a line from 0 to 100; dots of one place stand on each other.

    Parameters
    ----------
    values
        By code of the city, 0 to 100.
    alt
        What the picture shows.

    Notes
    -----
    A dot is a stroke of no length with round ends, at four units a point, with its city in `data-city`: so a script finds the value
    in the drawing itself. Stacks after Wilkinson (1999), "Dot plots", The American Statistician 53(3), 276-281.
    """
    order = sorted(values.items(), key=lambda each: (each[1], each[0]))
    stacks = [list(each) for _, each in groupby(order, key=lambda each: int(UNIT * each[1] // DOT))]
    base = DOT * max((len(each) for each in stacks), default=1)
    dots = [
        f'<path data-city="{escape_html(code)}" d="M{number(UNIT * rounded(value))} {base - DOT * place}h0"/>'
        for stack in stacks
        for place, (code, value) in enumerate(stack)
    ]
    below = base + DOT
    axis = f'<path class="axis" d="M0 {below}H{WIDTH}M0 {below}v5M{WIDTH // 2} {below}v5M{WIDTH} {below}v5"/>'
    box = (-EDGE, 0, WIDTH + 2 * EDGE, below + 24)
    return drawing(axis + "".join(dots) + ticks(below + 20), box, alt, "city-strip")


MAP_WIDTH = 700


@dataclass(frozen=True)
class Place:
    """A dot on the map: kilometres east and north, the name, and where it leads."""

    east: float
    north: float
    name: str
    address: str


def dot_map(
    places: Sequence[Place], lines: Sequence[Sequence[tuple[float, float]]], label: str
) -> str:
    """A map of dots, each a link that says its name when the pointer or the keyboard is on it.

    Parameters
    ----------
    places
        In the order in which the keyboard goes through them.
    lines
        Meridians and parallels, as points east and north in kilometres.
    label
        What the map shows.
    """
    grid, at, height = _laid_out(places, lines)
    dots = "".join(_dot(each, x, y) for each, (x, y) in zip(places, at, strict=True))
    return (
        f'<svg class="city-map" viewBox="0 0 {MAP_WIDTH} {number(height)}" role="group" aria-label="{escape_html(label)}">'
        f'<path class="grid" d="{grid}"/>{dots}</svg>'
    )


def quiet_map(places: Sequence[Place], lines: Sequence[Sequence[tuple[float, float]]]) -> str:
    """The same map for the eye alone: nothing to click, and passed over by screen readers; parameters as in `dot_map`."""
    grid, at, height = _laid_out(places, lines)
    dots = "".join(f"M{number(x)} {number(y)}h0" for x, y in at)
    return (
        f'<svg class="quiet-map" viewBox="0 0 {MAP_WIDTH} {number(height)}" aria-hidden="true">'
        f'<path class="grid" d="{grid}"/><path class="dots" d="{dots}"/></svg>'
    )


def _laid_out(
    places: Sequence[Place], lines: Sequence[Sequence[tuple[float, float]]]
) -> tuple[str, list[tuple[float, float]], float]:
    """The lines as a path, where each place is on the drawing, and the drawing's height."""
    west, east = min(each.east for each in places) - 150, max(each.east for each in places) + 150
    south, north = (
        min(each.north for each in places) - 150,
        max(each.north for each in places) + 150,
    )
    scale = MAP_WIDTH / (east - west)
    height = scale * (north - south)
    drawn = [[(scale * (x - west), scale * (north - y)) for x, y in line] for line in lines]
    cut = [clipped(*ends, MAP_WIDTH, height) for line in drawn for ends in pairwise(line)]
    grid = "".join(
        f"M{number(x)} {number(y)}L{number(u)} {number(v)}" for (x, y), (u, v) in filter(None, cut)
    )
    return (
        grid,
        [(scale * (each.east - west), scale * (north - each.north)) for each in places],
        height,
    )


def clipped(
    one: tuple[float, float], two: tuple[float, float], width: float, height: float
) -> tuple[tuple[float, float], tuple[float, float]] | None:
    """The part of a line that lies inside of a picture; None if there is none.

    Notes
    -----
    Liang and Barsky (1984), "A new concept and method for line clipping", ACM Transactions on Graphics 3(1), 1-22.

    >>> clipped((-10, 5), (10, 5), 8, 10), clipped((-10, 5), (-5, 5), 8, 10)
    (((0.0, 5.0), (8.0, 5.0)), None)
    """
    (x, y), (u, v) = one, two
    first, last = 0.0, 1.0
    for step, room in ((x - u, x), (u - x, width - x), (y - v, y), (v - y, height - y)):
        if step == 0 and room < 0:
            return None
        if step < 0:
            first = max(first, room / step)
        elif step > 0:
            last = min(last, room / step)
    if first >= last:
        return None
    return (x + first * (u - x), y + first * (v - y)), (x + last * (u - x), y + last * (v - y))


def _dot(place: Place, x: float, y: float) -> str:
    """A link with its dot, and its name on the side where there is room."""
    name, left = escape_html(place.name), x > MAP_WIDTH / 2
    side = f'x="{number(x - 12)}" text-anchor="end"' if left else f'x="{number(x + 12)}"'
    return (
        f'<a href="{escape_html(place.address)}" aria-label="{name}"><title>{name}</title>'
        f'<circle cx="{number(x)}" cy="{number(y)}" r="7"/><text {side} y="{number(y + 6)}" aria-hidden="true">{name}</text></a>'
    )
