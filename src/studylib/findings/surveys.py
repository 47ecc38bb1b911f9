"""The surveys of residents that a publisher prints under one year: who asked whom, how and when."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from quire.showing.findings import Finding, Table
from quire.showing.values import Statement
from quire.text.messages import Message, _
from quire.text.words import counted, decimal
from studylib.data.tables import EditionFacts
from studylib.findings.sources import IN_LAST_COLUMN


def of_wave(study: EditionFacts, surveys: pd.DataFrame) -> Finding:
    """Which surveys the publisher prints under the edition's wave, and on which of them it stands.

    Parameters
    ----------
    surveys
        The processed table `resident_surveys`.
    """
    return Finding(
        Statement(
            "surveys",
            len(surveys),
            _say_surveys(study, surveys),
            origin="resident_surveys: survey, main",
        ),
        Table(
            "surveys",
            _tabulate_surveys(surveys),
            caption=_(
                "Surveys of residents whose figures are printed under {year}", year=study.wave_year
            ),
            source=IN_LAST_COLUMN,
        ),
    )


RESPONDENTS: dict[str, Callable[[str], Message]] = {
    "about": lambda n: _("about {n}", n=n),
    "more than": lambda n: _("more than {n}", n=n),
    "at least": lambda n: _("at least {n}", n=n),
}
"""How surely it is known how many residents answered, by the words of `framework/surveys.csv`; what is exact needs none."""


def _say_respondents(kind: str, number: int) -> str:
    n = f"{number:,}"
    return RESPONDENTS[kind](n) if kind in RESPONDENTS else n


def _say_surveys(study: EditionFacts, surveys: pd.DataFrame) -> str:
    """How many surveys share the wave, and that figures are of one only."""
    if study.wave_year is None:
        return _("No survey of residents stands beside this edition.")
    if surveys["main"].all():
        return _("All figures of {year} are of one survey.", year=study.wave_year)
    return _(
        "What the publisher prints under {year} is of {surveys}. They differ in who asked, how, "
        "when and whom, so all figures of this edition are of one of them; the others are shown on "
        "the pages of their cities, and marked.",
        year=study.wave_year,
        surveys=counted(len(surveys), "survey"),
    )


def _tabulate_surveys(surveys: pd.DataFrame) -> pd.DataFrame:
    """The surveys for readers; the edition stands on the first."""
    rows = surveys.sort_values(["main", "title"], ascending=[False, True])
    unknown = _("not known")
    asked = [
        _say_respondents(kind, int(number)) if pd.notna(number) else unknown
        for kind, number in zip(rows["respondents_kind"], rows["respondents"], strict=True)
    ]
    when = [
        _say_span(first, last)
        for first, last in zip(rows["fieldwork_from"], rows["fieldwork_to"], strict=True)
    ]
    here = {True: _("the edition stands on it"), False: _("stands beside it")}
    return pd.DataFrame(
        {
            _("Survey"): rows["title"],
            _("Here"): rows["main"].map(here),
            _("Asked by"): rows["conducted_by"].replace("", unknown),
            _("How"): rows["mode"].replace("", unknown),
            _("From age"): [
                decimal(age, 0) if pd.notna(age) else unknown for age in rows["age_from"]
            ],
            _("When"): when,
            _("Cities"): rows["cities"],
            _("Residents"): asked,
            _("Source"): rows["source"],
        }
    )


def _say_span(first: str, last: str) -> str:
    """When residents were asked, as far as it is known."""
    if not first and not last:
        return _("not known")
    if not first:
        return _("until {last}", last=last)
    if not last:
        return _("from {first}", first=first)
    return first if first == last else _("{first} to {last}", first=first, last=last)
