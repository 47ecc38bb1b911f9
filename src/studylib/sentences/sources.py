"""Source lines: whose figures something shows, and of which year."""

from __future__ import annotations


def survey(wave_year: int | None, wave_title: str | None) -> str:
    """The source line of figures of the perception survey, with the true year of the figures."""
    if wave_year is None:
        return "No survey stands on this edition."
    return f"Source: Eurostat, {wave_title} (dataset urb_percep). Data of {wave_year}; shares summed by the study."
