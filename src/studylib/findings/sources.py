"""Source lines: whose figures something shows, and of which year."""

from __future__ import annotations

from collections.abc import Iterable

from quire.text.messages import _
from quire.text.words import day, listed
from studylib.data.enumerations import join_by_semicolon
from studylib.data.tables import EditionFacts

IN_LAST_COLUMN = _("Sources: in the last column.")


def survey(study: EditionFacts) -> str:
    """The source line of an edition's survey, with its copy and the figures' true year."""
    if study.wave_year is None:
        return _("No survey stands beside this edition.")
    return _(
        "Source: {title}. Data of {year} from {whose}; shares summed by the study.",
        title=study.wave_title,
        year=study.wave_year,
        whose=study.wave_figures_from,
    )


def participants_and_survey(study: EditionFacts) -> str:
    """The source line of who took part in an edition beside who was surveyed."""
    address = study.participants["source"]
    if not address:
        return survey(study)
    return _("{address} {source}", address=address, source=survey(study))


def surveys(editions: Iterable[EditionFacts]) -> str:
    """The source line of figures of several editions' surveys; those without one are passed over.

    >>> one = EditionFacts(wave_year=2012, wave_figures_from="a table")
    >>> two = EditionFacts(wave_year=2019, wave_figures_from="a report")
    >>> surveys([one, two])
    'Source: surveys of residents, 2012 from a table; 2019 from a report. Shares summed by the study.'
    """
    groups: dict[str, set[int]] = {}
    for edition in editions:
        if edition.wave_year is not None:
            groups.setdefault(str(edition.wave_figures_from), set()).add(int(edition.wave_year))
    copies = [
        _("{years} from {whose}", years=listed(map(str, sorted(years))), whose=whose)
        for whose, years in groups.items()
    ]
    return _(
        "Source: surveys of residents, {copies}. Shares summed by the study.",
        copies=join_by_semicolon(copies) or _("of no year"),
    )


def fieldwork(study: EditionFacts) -> str:
    """The source line of figures on the fieldwork of an edition in preparation."""
    return _("Source: the study's own fieldwork, as of {day}; provisional.", day=day(study.as_of))
