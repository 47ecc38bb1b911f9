"""Source lines: whose figures something shows, and of which year."""

from __future__ import annotations

from collections.abc import Iterable
from types import SimpleNamespace

from quire.text.words import listed


def survey(study: SimpleNamespace) -> str:
    """The source line of figures of the edition's survey: which survey, whose data in which copy, and the true year of the figures."""
    if study.wave_year is None:
        return "No survey stands beside this edition."
    return f"Source: {study.wave_title}. Data of {study.wave_year} from {study.wave_figures_from}; shares summed by the study."


def surveys(editions: Iterable[SimpleNamespace]) -> str:
    """The source line of figures of several editions' surveys; those without one are passed over.

    >>> one = SimpleNamespace(wave_year=2012, wave_figures_from="a table")
    >>> two = SimpleNamespace(wave_year=2019, wave_figures_from="a report")
    >>> surveys([one, two])
    'Source: surveys of residents, 2012 from a table; 2019 from a report. Shares summed by the study.'
    """
    groups: dict[str, set[int]] = {}
    for each in editions:
        if each.wave_year is not None:
            groups.setdefault(str(each.wave_figures_from), set()).add(int(each.wave_year))
    said = [f"{listed(map(str, sorted(years)))} from {whose}" for whose, years in groups.items()]
    return f"Source: surveys of residents, {'; '.join(said) or 'of no year'}. Shares summed by the study."
