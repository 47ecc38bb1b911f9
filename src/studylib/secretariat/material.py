"""What a report is made of: the files of the secretariat, the list of members, the calendar, the cities, the key messages.

Reading and choosing only; the words are in `report`.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from quire.core.errors import StudyError
from quire.core.project import Project
from quire.tables.csvfiles import read_records
from studylib.data.editions import Edition, load_edition
from studylib.data.fieldwork import (
    answers_of,
    calendar_of,
    invited_of,
    list_asked,
    members_of,
    replies_of,
)
from studylib.data.fieldwork_files import CITIES, Files
from studylib.data.raw import RawData, check
from studylib.questions.response import list_city_states, tabulate_calendar
from studylib.secretariat.half_years import HalfYear, half_year_of

ACTIVITIES, DISSEMINATION = "activities", "dissemination"
MESSAGES = {
    "governments": "government_messages/figures/government-messages.csv",
    "others": "key_messages/figures/messages.csv",
}
"""The key messages of an edition, below its runs: of what governments answered, and of the figures beside."""

DONE, LATE, FORESEEN = "done", "late", "foreseen"
"""States of what is planned, on the day that the files speak of."""


@dataclass(frozen=True)
class Material:
    """What a report says, before it is said.

    Attributes
    ----------
    half_year
        The one reported on.
    as_of
        The day that the files speak of, against which something is late.
    activities, dissemination
        What is planned and done, with `state`; None if there is no such file.
    members
        The list of members with country and region; without rows if it is not kept.
    calendar
        The steps of the edition with their states; without rows if none is kept.
    cities
        The invited cities with their states; None if they are not known on this machine.
    messages
        Key messages by the keys of `MESSAGES`, each with what it rests on.
    """

    edition: Edition
    half_year: HalfYear
    as_of: str
    activities: pd.DataFrame | None
    dissemination: pd.DataFrame | None
    members: pd.DataFrame
    calendar: pd.DataFrame
    cities: pd.DataFrame | None
    messages: dict[str, tuple[str, ...]]

    @property
    def until(self) -> str:
        """The last day of the half-year of which the files can speak."""
        return min(self.half_year.last, max(self.as_of, self.half_year.first))


def read_material(project: Project, edition: str, half_year: HalfYear | None = None) -> Material:
    """Everything that the report on an edition is made of.

    Parameters
    ----------
    half_year
        The half-year of the edition's `as_of` if left out.

    Raises
    ------
    Faults
        With every fault of every file.
    StudyError
        If there is no such edition, or it keeps no `as_of` and no half-year is said.
    """
    known = load_edition(project, edition)
    work = known.preparation
    if half_year is None and work is None:
        what = f"edition {edition!r} does not say of which day its files speak"
        raise StudyError(what, where="study report", repair="say the half-year: --half-year 2027-1")
    raw = check(project)
    half_year = half_year or half_year_of(work.as_of.isoformat() if work else "")
    as_of = work.as_of.isoformat() if work else half_year.last
    files = raw.fieldwork.get(edition, Files())
    planned = {
        name: _with_state(files.tables.get(name), as_of) for name in (ACTIVITIES, DISSEMINATION)
    }
    steps = calendar_of(work) if work else pd.DataFrame(columns=["step", "due", "done"])
    return Material(
        edition=known,
        half_year=half_year,
        as_of=as_of,
        activities=planned[ACTIVITIES],
        dissemination=planned[DISSEMINATION],
        members=members_of(raw.tables["members"], as_of, raw.tables["countries"]),
        calendar=tabulate_calendar(steps, as_of),
        cities=_states(files, raw, as_of),
        messages={kind: _messages(project, edition, file) for kind, file in MESSAGES.items()},
    )


def _with_state(planned: pd.DataFrame | None, as_of: str) -> pd.DataFrame | None:
    """What is planned with its `state`, in the order of its days: `on` is the day it was done, or is planned for."""
    if planned is None:
        return None
    done = planned["done_on"] != ""
    late = ~done & (planned["planned_on"] < as_of)
    state = pd.Series(FORESEEN, planned.index).mask(done, DONE).mask(late, LATE)
    on = planned["done_on"].where(done, planned["planned_on"])
    return planned.assign(state=state, on=on).sort_values("on", kind="stable", ignore_index=True)


def _states(files: Files, raw: RawData, as_of: str) -> pd.DataFrame | None:
    """The invited cities with region and state."""
    if CITIES not in files.tables:
        return None
    cities, countries = files.tables[CITIES], raw.tables["countries"]
    members = members_of(raw.tables["members"], as_of, countries)
    invited = invited_of(cities, members, countries, raw.tables["sizes"])
    replies = replies_of(answers_of(files), list_asked(files.questionnaire), cities)
    return list_city_states(invited, replies)


def _messages(project: Project, edition: str, file: str) -> tuple[str, ...]:
    path = project.runs / edition / file
    rows = read_records(path.read_bytes()) if path.is_file() else []
    return tuple(
        f"{row['message'].removesuffix('.')} ({row['basis']})." for row in rows if row["basis"]
    )
