"""Source lines: whose figures something shows, and of which year."""

from __future__ import annotations

from collections.abc import Iterable

from studylib.text.words import listed


def survey(wave_year: int | None, wave_title: str | None) -> str:
    """The source line of figures of the perception survey, with the true year of the figures."""
    if wave_year is None:
        return "No survey stands beside this edition."
    return f"Source: Eurostat, {wave_title} (dataset urb_percep). Data of {wave_year}; shares summed by the study."


def surveys(years: Iterable[int]) -> str:
    """The source line of figures of several of the surveys.

    >>> surveys([2012, 2019])
    'Source: Eurostat, perception surveys of cities (dataset urb_percep). Data of 2012 and 2019; shares summed by the study.'
    """
    each = sorted(set(years))
    what = "survey" if len(each) == 1 else "surveys"
    data = f"Data of {listed(map(str, each))}; shares summed by the study."
    return f"Source: Eurostat, perception {what} of cities (dataset urb_percep). {data}"
