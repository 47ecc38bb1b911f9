"""The surveys of residents whose figures a publisher prints under one year: who asked whom, how and when.

Processed tables in, frames and sentences out. Which of them an edition stands on is decided in `studylib.data.survey_tables`.
"""

from __future__ import annotations

from types import SimpleNamespace

import pandas as pd

from quire.text.words import counted


def tabulate_surveys(surveys: pd.DataFrame) -> pd.DataFrame:
    """The surveys that the publisher prints under the edition's wave, for readers; the edition stands on the first.

    Parameters
    ----------
    surveys
        The processed table `resident_surveys`.
    """
    rows = surveys.sort_values(["main", "title"], ascending=[False, True])
    when = [
        _span(low, high)
        for low, high in zip(rows["fieldwork_from"], rows["fieldwork_to"], strict=True)
    ]
    asked = [
        f"{kind} {int(number):,}" if pd.notna(number) else "not known"
        for kind, number in zip(rows["respondents_kind"], rows["respondents"], strict=True)
    ]
    return pd.DataFrame(
        {
            "Survey": rows["title"],
            "Here": rows["main"].map({True: "the edition stands on it", False: "stands beside it"}),
            "Asked by": rows["conducted_by"].replace("", "not known"),
            "How": rows["mode"].replace("", "not known"),
            "From age": [
                f"{age:.0f}" if pd.notna(age) else "not known" for age in rows["age_from"]
            ],
            "When": when,
            "Cities": rows["cities"],
            "Residents": [each.removeprefix("exactly ") for each in asked],
            "Source": rows["source"],
        }
    )


def _span(first: str, last: str) -> str:
    """When residents were asked, as far as it is known."""
    if not first and not last:
        return "not known"
    if not first or first == last:
        return last if first else f"until {last}"
    return f"{first} to {last}" if last else f"from {first}"


def surveys_sentence(study: SimpleNamespace, surveys: pd.DataFrame) -> str:
    """How many surveys share the wave, and that figures are of one only."""
    if study.wave_year is None:
        return "No survey of residents stands beside this edition."
    others = surveys[~surveys["main"]]
    if others.empty:
        return f"All figures of {study.wave_year} are of one survey."
    return (
        f"What the publisher prints under {study.wave_year} is of {counted(len(surveys), 'survey')}. They differ in who asked, how, when "
        "and whom, so all figures of this edition are of one of them; the others are shown on the pages of their cities, and marked."
    )
