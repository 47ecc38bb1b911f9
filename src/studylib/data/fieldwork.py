"""The processed tables of an edition in preparation, made from its checked raw files; the words for a membership.

Frames in, frames out. Reading and checking is done in `fieldwork_files`, and `data/schema/processed` describes the columns.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from studylib.data.editions import Fieldwork
from studylib.data.practices import size_of

MEMBER = "member"
NOT_YET = "not yet a member"
NO_LONGER = "no longer a member"
NEVER = "not a member"
"""How a city stands to the Community on a day; the last one where the list of members does not have it."""

PLACES = ("country", "region", "subregion")


def fieldwork_tables(
    work: Fieldwork, files: Mapping[str, pd.DataFrame], tables: Mapping[str, pd.DataFrame]
) -> dict[str, pd.DataFrame]:
    """The processed tables of one edition in preparation, by name.

    Parameters
    ----------
    work
        The day that the files speak of, and the calendar.
    files
        `cities`, `questions` and `answers`, as `fieldwork_files` reads them.
    tables
        The other raw tables: `countries`, `sizes`, `areas` and `members`.

    Returns
    -------
    dict
        `calendar`, `invited`, `questions`, `replies` and `members`. What a city answered is left out: only that it did.
    """
    as_of = work.as_of.isoformat()
    members = members_of(tables["members"], as_of, tables["countries"])
    cities = files["cities"]
    return {
        "calendar": calendar_of(work),
        "invited": invited_of(cities, members, tables["countries"], tables["sizes"]),
        "questions": questions_of(files["questions"], tables["areas"]),
        "replies": replies_of(files["answers"], cities),
        "members": members,
    }


def calendar_of(work: Fieldwork) -> pd.DataFrame:
    """The steps in their order: `step`, `due`, `done` (empty while it is not)."""
    rows = [
        (each.step, each.due.isoformat(), each.done.isoformat() if each.done else "")
        for each in work.calendar
    ]
    return pd.DataFrame(rows, columns=["step", "due", "done"])


def membership(joined_on: str, left_on: str, as_of: str) -> str:
    """How a city on the list of members stands to the Community on a day; all three as ISO dates.

    A city is a member from the day it joined, and from the day it left it is none.

    >>> [membership("2001-03-01", "2001-05-01", day) for day in ("2001-02-28", "2001-03-01", "2001-04-30", "2001-05-01")]
    ['not yet a member', 'member', 'member', 'no longer a member']
    """
    if as_of < joined_on:
        return NOT_YET
    return NO_LONGER if left_on and left_on <= as_of else MEMBER


def members_of(members: pd.DataFrame, as_of: str, countries: pd.DataFrame) -> pd.DataFrame:
    """The list of members with country and region, and how each stands on the day: `member_state`."""
    frame = _placed(members, countries)
    states = [
        membership(joined, left, as_of)
        for joined, left in zip(frame["joined_on"], frame["left_on"], strict=True)
    ]
    frame = frame.assign(member_state=pd.Series(states, index=frame.index, dtype=object))
    return frame.sort_values("member", ignore_index=True)


def invited_of(
    cities: pd.DataFrame, members: pd.DataFrame, countries: pd.DataFrame, sizes: pd.DataFrame
) -> pd.DataFrame:
    """The invited cities with country, region, size class (empty if the population is not known) and membership."""
    state = dict(zip(members["member"], members["member_state"], strict=True))
    people = [None if pd.isna(each) else int(each) for each in cities["population"]]
    frame = _placed(cities, countries).assign(
        size=pd.Series([size_of(each, sizes) for each in people], index=cities.index, dtype=object),
        member_state=pd.Series(
            [state.get(each, NEVER) for each in cities["member"]], index=cities.index, dtype=object
        ),
    )
    return frame.sort_values("participant", ignore_index=True)


def questions_of(questions: pd.DataFrame, areas: pd.DataFrame) -> pd.DataFrame:
    """The questions in the order of their file: `question`, `wording`, `area` (its name, empty if none), `required`."""
    names = dict(zip(areas["area"], areas["label"], strict=True))
    return questions.assign(area=questions["area"].map(names).fillna(""))


def replies_of(answers: pd.DataFrame, cities: pd.DataFrame) -> pd.DataFrame:
    """That a city answered a question: `participant`, `question`, and whether it is a `draft`, as the city sent nothing yet."""
    sent = set(cities.loc[cities["answered_on"] != "", "participant"])
    frame = answers.assign(draft=~answers["participant"].isin(sent))
    # what a city answered goes no further
    return frame.drop(columns="answer").sort_values(["participant", "question"], ignore_index=True)


def _placed(frame: pd.DataFrame, countries: pd.DataFrame) -> pd.DataFrame:
    """The same with the country's name, region and subregion."""
    known = countries.set_index("country_code")
    return frame.assign(**{column: frame["country_code"].map(known[column]) for column in PLACES})
