"""What intervals of area scores rest on, said wherever one stands."""

from __future__ import annotations

from quire.text.messages import _
from quire.text.words import small
from studylib.data.tables import EditionFacts
from studylib.findings.sources import survey

NO_SCORE = _(
    "There is no area score: for no item of the focus areas does this copy have both the "
    "favourable and the unfavourable shares."
)


def say_assumption(study: EditionFacts, confidence_pct: float) -> str:
    """What the intervals of an edition's scores rest on."""
    if study.wave_respondents is None:
        return _(
            "No survey of residents stands beside this edition, so there is no interval of a score."
        )
    return _(
        "In {confidence} of 100 samples of residents, an interval made this way holds the score "
        "that all residents would give, if {residents} residents of each city are drawn at random. "
        "Why this number: {reason}. How the answers of one resident go together is not published. "
        "The study takes all errors of a city to go the same way, which gives the widest intervals.",
        confidence=f"{confidence_pct:g}",
        residents=study.wave_respondents,
        reason=small(study.wave_respondents_reason or ""),
    )


def survey_with_assumption(study: EditionFacts) -> str:
    """The source line of scores: the survey, and where the number of residents comes from."""
    source, address = survey(study), study.wave_respondents_source
    if not address:
        return source
    return _("{source} Number of residents asked: {address}", source=source, address=address)
