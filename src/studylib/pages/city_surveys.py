"""How a city is in the survey of each edition: when and by whom it was asked, and what is missing, with the reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from quire.text.messages import _
from quire.text.words import listed
from studylib.pages.city_figures import Answer, InEdition
from studylib.pages.city_tables import CityEdition, Survey


@dataclass(frozen=True)
class TakingPart:
    """How a city is in the survey of an edition: when and by whom it was asked, what it has figures for, what is missing."""

    edition: CityEdition
    when: str
    survey: str
    answered: str
    why: str


def asked_when(survey: Survey) -> str:
    """The years in which a survey asked, as far as they are known."""
    days = [day[:4] for day in (survey.fieldwork_from, survey.fieldwork_to) if day]
    years = list(dict.fromkeys(days))
    if len(years) < 2:
        return years[0] if years else _("not known")
    return _("{first} to {last}", first=years[0], last=years[1])


def take_part(
    row: InEdition,
    edition: CityEdition,
    survey: Survey | None,
    answers: Sequence[Answer],
    others: Sequence[Answer],
) -> TakingPart:
    """How a city is in the survey of an edition.

    Parameters
    ----------
    row, survey
        How it stands in the edition, and the survey that asked it, if there is one.
    answers, others
        Its answers in the edition's survey, and in others.
    """
    n = sum(answer.survey == row.survey for answer in others)
    lacking = [answer for answer in answers if answer.asked and answer.missing]
    other = survey is not None and not survey.main
    return TakingPart(
        edition,
        asked_when(survey) if survey is not None and other else str(edition.wave_year),
        _asked_by(survey, row.survey_area),
        _("{n} of {of}", n=row.items_answered, of=row.items_asked)
        if row.in_edition
        else str(n or "–"),
        _(
            "its figures are of another survey, so they stand beside the edition's and are compared with none of them"
        )
        if other
        else _missing(row.in_edition, lacking),
    )


def _missing(inside: bool, lacking: Sequence[Answer]) -> str:
    """Why items that were asked have no figure here, and which."""
    reasons: dict[str, list[str]] = {}
    for row in lacking:
        reasons.setdefault(row.missing, []).append(row.label)
    if not inside:
        return "; ".join(reasons)
    said = (_("{why}: {items}", why=why, items=listed(labels)) for why, labels in reasons.items())
    return "; ".join(said) or _("nothing")


def _asked_by(survey: Survey | None, area: str) -> str:
    """The survey that a city is in, and the area that it surveyed if that is not the city."""
    if survey is None:
        return _("none")
    if area == "city":
        return str(survey.title)
    return _("{survey}; area surveyed: {area}", survey=survey.title, area=area)
