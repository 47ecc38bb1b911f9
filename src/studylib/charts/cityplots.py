"""Small drawings as SVG text: a score with its interval on a line, a strip of dots, a map of dots that are links.

Nothing but text, so that hundreds of them cost nothing. Colours are classes of the book, in light and in dark.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from unicodedata import east_asian_width

import pandas as pd
from markupsafe import Markup

from quire.text.languages import said
from quire.text.markup import said_line
from quire.text.words import rounded
from studylib.charts.views import choose_view, draw_land

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


def drawing(content: str, box: tuple[float, float, float, float], alt: str, classes: str) -> Markup:
    """An SVG picture with its description; `content` is SVG, `box` is left, top, width and height."""
    return Markup('<svg class="{}" viewBox="{}" role="img" aria-label="{}">{}</svg>').format(
        classes,
        " ".join(number(each) for each in box),
        said_line(alt),
        Markup(content),  # noqa: S704
    )


@dataclass(frozen=True)
class Bar:
    """What `range_bar` draws: a score with its interval, and the medians beside it that there are; all from 0 to 100."""

    score: float
    low: float
    high: float
    country: float | None = None
    similar: float | None = None


def range_bar(bar: Bar, alt: str) -> Markup:
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


def scale_row() -> Markup:
    """The numbers below several bars, as a drawing of its own for the eye alone."""
    row = Markup('<svg class="city-bar" viewBox="{} 0 {} 20" aria-hidden="true">{}</svg>')
    return row.format(-EDGE, WIDTH + 2 * EDGE, Markup(ticks(15)))  # noqa: S704


def strip(values: Mapping[str, float], alt: str) -> Markup:
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
    dot = Markup('<path data-city="{}" d="M{} {}h0"/>')
    dots = [
        dot.format(code, number(UNIT * rounded(value)), base - DOT * place)
        for stack in stacks
        for place, (code, value) in enumerate(stack)
    ]
    below = base + DOT
    axis = f'<path class="axis" d="M0 {below}H{WIDTH}M0 {below}v5M{WIDTH // 2} {below}v5M{WIDTH} {below}v5"/>'
    box = (-EDGE, 0, WIDTH + 2 * EDGE, below + 24)
    return drawing(axis + "".join(dots) + ticks(below + 20), box, alt, "city-strip")


MAP_WIDTH = 700
LETTER = 11
"""About the width of a letter of a name."""


@dataclass(frozen=True)
class Place:
    """A dot on the map: degrees east and north, the name, and where it leads; nowhere if that is empty."""

    longitude: float
    latitude: float
    name: str
    address: str


def dot_map(places: Sequence[Place], coast: pd.DataFrame, label: str) -> Markup:
    """A map of dots, each a link that says its name when the pointer or the keyboard is on it.

    Parameters
    ----------
    places
        In the order in which the keyboard goes through them.
    coast
        The processed table, drawn behind the dots.
    label
        What the map shows.
    """
    land, at, height = _lay_out(places, coast)
    dots = Markup().join(_dot(each, x, y) for each, (x, y) in zip(places, at, strict=True))
    return Markup(
        '<svg class="city-map" viewBox="0 0 {} {}" role="group" aria-label="{}"><path class="land" d="{}"/>{}</svg>'
    ).format(MAP_WIDTH, number(height), said_line(label), land, dots)


def quiet_map(places: Sequence[Place], coast: pd.DataFrame) -> Markup:
    """The same map for the eye alone: nothing to click, and passed over by screen readers; parameters as in `dot_map`."""
    land, at, height = _lay_out(places, coast)
    dots = "".join(f"M{number(x)} {number(y)}h0" for x, y in at)
    return Markup(
        '<svg class="quiet-map" viewBox="0 0 {} {}" aria-hidden="true"><path class="land" d="{}"/><path class="dots" d="{}"/></svg>'
    ).format(MAP_WIDTH, number(height), land, dots)


def _lay_out(
    places: Sequence[Place], coast: pd.DataFrame
) -> tuple[str, list[tuple[float, float]], float]:
    """The land as a path, where each place is on the drawing, and the drawing's height."""
    known = pd.DataFrame(
        [(place.longitude, place.latitude) for place in places], columns=["longitude", "latitude"]
    )
    view = choose_view(known)
    width, height = view.size
    scale = MAP_WIDTH / width
    land = "".join(
        f"M{'L'.join(f'{number(scale * (x - view.west))} {number(scale * (view.north - y))}' for x, y in line)}Z"
        for line in draw_land(view, coast, least_km=1 / scale)
    )
    east, north = view.project(known["longitude"], known["latitude"])
    x, y = scale * (east - view.west), scale * (view.north - north)
    return land, list(zip(x.tolist(), y.tolist(), strict=True)), scale * height


def _dot(place: Place, x: float, y: float) -> Markup:
    """A link with its dot, and its name on the side where there is room, narrower if it must be; a dot alone if it leads nowhere."""
    if not place.address:
        plain = Markup('<circle cx="{}" cy="{}" r="7"><title>{}</title></circle>')
        return plain.format(number(x), number(y), said(place.name))
    left = x > MAP_WIDTH / 2
    room = (x if left else MAP_WIDTH - x) - 16
    squeezed = ' textLength="{}" lengthAdjust="spacingAndGlyphs"'
    wide = sum(2 if east_asian_width(letter) in "WF" else 1 for letter in place.name)
    return Markup(
        '<a href="{address}" aria-label="{name}"><title>{name}</title><circle cx="{x}" cy="{y}" r="7"/>'
        '<text x="{at}"{end}{fit} y="{below}" aria-hidden="true">{name}</text></a>'
    ).format(
        address=place.address,
        name=said(place.name),
        x=number(x),
        y=number(y),
        at=number(x - 12 if left else x + 12),
        end=Markup(' text-anchor="end"') if left else "",
        fit=Markup(squeezed).format(number(room)) if LETTER * wide > room else "",  # noqa: S704
        below=number(y + 6),
    )
