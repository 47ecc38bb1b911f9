"""All that the pages of governments are made of: the surveys of governments beside the editions, and who answered them by name.

Counting and withholding is done in `studylib.data`; the pages are in `government_pages` and `government_index`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from quire.core.project import Project
from studylib.data.editions import GOVERNMENTS, Edition
from studylib.data.instrument_papers import FOLDER as INSTRUMENTS
from studylib.data.tables import read_table
from studylib.questions.governments import Survey, split_surveys

FOLDER = "governments"
OF_A_SURVEY = ("questions", "items", "options", "tallies", "numbers", "pairs", "participation")
"""Processed tables `government_<name>` that a `Survey` is made of."""


@dataclass(frozen=True)
class Governments:
    """One survey of governments: its tables, and what those answered that may be shown by name.

    Attributes
    ----------
    survey
        Its counted answers.
    cities, answers
        The rows of `government_cities` and `government_answers`; none where governments are not shown by name.
    editions
        By id, how the book calls the editions that it stands beside.
    coast
        The processed table that maps draw behind the cities.
    """

    survey: Survey
    cities: pd.DataFrame
    answers: pd.DataFrame
    editions: Mapping[str, str]
    coast: pd.DataFrame

    @property
    def folder(self) -> str:
        """Where its pages are."""
        return f"{FOLDER}/{self.survey.id}"

    @property
    def answers_file(self) -> str:
        """Where its answers are, below `data/raw`."""
        return f"{INSTRUMENTS}/{self.survey.id}/answers.csv"


def read_governments(
    project: Project, editions: Sequence[Edition], names: Mapping[str, str]
) -> list[Governments]:
    """The surveys of governments beside all editions, each once, as the latest edition has it.

    Parameters
    ----------
    project
        The checkout; its processed tables have been made.
    editions
        All of them, in time.
    names
        How the book calls each.
    """
    surveys: dict[str, Governments] = {}
    for edition in editions:
        if GOVERNMENTS not in edition.offers:
            continue
        folder = project.processed / edition.id
        tables = [read_table(folder, f"government_{name}") for name in OF_A_SURVEY]
        cities, answers = (read_table(folder, f"government_{n}") for n in ("cities", "answers"))
        land = read_table(folder, "coast")
        for survey in split_surveys(read_table(folder, "instruments"), *tables):
            before = surveys.get(survey.id)
            surveys[survey.id] = Governments(
                survey,
                cities[cities["instrument"] == survey.id],
                answers[answers["instrument"] == survey.id],
                {**(before.editions if before else {}), edition.id: names[edition.id]},
                land,
            )
    return list(surveys.values())
