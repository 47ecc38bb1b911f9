"""How the book calls the surveys that are compared: by the year of the survey, with the edition in brackets where it is another year."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from quire.text.messages import _


def survey_name(edition: str, years: Mapping[str, int | None]) -> str:
    """The survey of an edition, for a sentence.

    >>> survey_name("2017", {"2017": 2015}), survey_name("2019", {"2019": 2019})
    ('2015 (edition 2017)', '2019')
    """
    year = years.get(edition)
    if year is None or str(year) == edition:
        return edition
    return _("{year} (edition {edition})", year=year, edition=edition)


def by_survey(frame: pd.DataFrame, years: Mapping[str, int | None]) -> pd.DataFrame:
    """A frame whose editions are called by their surveys: its columns `edition`, `before`, `after`, and the tuples of `joined`.

    An edition's year is not a survey's year, and what changed is what surveys found.

    Parameters
    ----------
    years
        The year of the survey of each edition.
    """
    names = {
        column: frame[column].map(lambda each: survey_name(str(each), years))
        for column in ("edition", "before", "after")
        if column in frame
    }
    if "joined" in frame:
        names["joined"] = frame["joined"].map(
            lambda parts: tuple(
                tuple(survey_name(str(each), years) for each in part) for part in parts
            )
        )
    return frame.assign(**names)
