"""The SVG that matplotlib writes, made small: the same drawing, with short names and nothing that nobody sees.

Only text: how a figure is drawn and kept is in `showing.figures`.
"""

from __future__ import annotations

import hashlib
import re
from itertools import groupby

METADATA = re.compile(
    r"\s*<metadata>.*?</metadata>|<!--.*?-->|<\?xml[^>]*>\s*|<!DOCTYPE[^>]*>\s*", re.DOTALL
)
LONG_NUMBER = re.compile(r"(?<![\w.#-])-?[1-9]\d*\.\d{2,}(?![\w.])")
"""Coordinates; numbers below one may be scales, in which every digit counts."""

PATH = re.compile(r'(?<= d=")[^"]*')
COMMAND = re.compile(r"\s*([A-Za-z])\s*")

REFERENCE = re.compile(r'(?:href="|url\()#([^")]+)')
ID = re.compile(r'\s*\bid="([^"]*)"')
BETWEEN = re.compile(r">\s+<")
BREAK = re.compile(r"\s*\n\s*")
MARKS = re.compile(r"(?:<use [^>]*/>){3,}")
MARK = re.compile(r"<use [^>]*/>")
STYLE = re.compile(r' (?:fill|style)="[^"]*"')
ONE_STYLE = re.compile(r'style="(fill|stroke): ([^";]+)"')


def compact(text: str, name: str) -> str:
    """A drawing without metadata, with coordinates to a tenth of a point and names that no other figure on a page has.

    Parameters
    ----------
    text
        SVG as matplotlib writes it.
    name
        The figure's id, from which its names are made.

    >>> compact('<svg><defs><path id="m1" d="M 7.123 1"/></defs><use href="#m1" style="fill: #fff"/><g id="x"/></svg>', "dots")
    '<svg><defs><path id="a0517-0" d="M7.1 1"/></defs><use href="#a0517-0" fill="#fff"/></svg>'
    """
    body = LONG_NUMBER.sub(_shorter, METADATA.sub("", text))
    body = PATH.sub(lambda path: COMMAND.sub(r"\1", path[0]), body)
    body = ONE_STYLE.sub(r'\1="\2"', BREAK.sub(" ", BETWEEN.sub("><", body)))
    mark = f"a{hashlib.sha256(name.encode()).hexdigest()[:4]}"
    names = {
        each: f"{mark}-{number}"
        for number, each in enumerate(dict.fromkeys(REFERENCE.findall(body)))
    }
    body = ID.sub(lambda found: f' id="{names[found[1]]}"' if found[1] in names else "", body)
    body = MARKS.sub(_shared_style, body)
    while "<g/>" in body or "<g></g>" in body:
        body = body.replace("<g/>", "").replace("<g></g>", "")
    return REFERENCE.sub(lambda found: found[0].replace(found[1], names[found[1]]), body).strip()


def _shorter(number: re.Match[str]) -> str:
    """A coordinate to a tenth of a point: nobody sees more, and the file is much smaller."""
    return f"{float(number[0]):.1f}".removesuffix(".0")


def _shared_style(found: re.Match[str]) -> str:
    """Marks with the style of each stretch of them said once, in a group."""
    parts = []
    for style, marks in groupby(MARK.findall(found[0]), key=_style):
        each = list(marks)
        bare = [mark.replace(style, "", 1) for mark in each]
        parts.append(f"<g{style}>{''.join(bare)}</g>" if style and len(each) > 2 else "".join(each))
    return "".join(parts)


def _style(mark: str) -> str:
    styles = STYLE.findall(mark)
    return styles[0] if len(styles) == 1 else ""
