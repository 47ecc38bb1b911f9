"""The processed tables of an edition in preparation, made from its checked files; the words for a membership.

Frames and a questionnaire in, frames out.
Reading and checking is done in `fieldwork_files`, and `data/schema/processed` describes the columns.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from studylib.data.editions import Fieldwork
from studylib.data.fieldwork_files import ANSWERS, CITIES, TEXTS, Files
from studylib.data.practices import sizes_of
from studylib.questionnaire.codebook import (
    codebook_name,
    find_codebook_questions,
    list_put,
    words,
)
from studylib.questionnaire.model import Question, Questionnaire

MEMBER = "member"
NOT_YET = "not yet a member"
NO_LONGER = "no longer a member"
NEVER = "not a member"
"""How a city stands to the Community on a day; the last one where the list of members does not have it."""

PLACES = ("country", "region", "subregion")


def fieldwork_tables(
    work: Fieldwork, files: Files, tables: Mapping[str, pd.DataFrame]
) -> dict[str, pd.DataFrame]:
    """The processed tables of one edition in preparation, by name.

    Parameters
    ----------
    work
        The day that the files speak of, and the calendar.
    files
        As `fieldwork_files` reads them.
    tables
        The other raw tables: `countries`, `sizes`, `areas` and `members`.

    Returns
    -------
    dict
        `calendar`, `invited`, `questions`, `replies`, `skipped` and `members`. What a city answered is left out: only that it did.
    """
    as_of = work.as_of.isoformat()
    members = members_of(tables["members"], as_of, tables["countries"])
    cities, asked = files.tables[CITIES], list_asked(files.questionnaire)
    answers = answers_of(files)
    return {
        "calendar": calendar_of(work),
        "invited": invited_of(cities, members, tables["countries"], tables["sizes"]),
        "questions": questions_of(files.questionnaire, tables["areas"]),
        "replies": replies_of(answers, asked, cities),
        "skipped": skipped_of(answers, asked),
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
    frame = place_in_countries(members, countries)
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
    frame = place_in_countries(cities, countries).assign(
        size=pd.Series(sizes_of(cities["population"], sizes), index=cities.index, dtype=object),
        member_state=pd.Series(
            [state.get(each, NEVER) for each in cities["member"]], index=cities.index, dtype=object
        ),
    )
    return frame.sort_values("participant", ignore_index=True)


def list_asked(questionnaire: Questionnaire | None) -> tuple[Question, ...]:
    """The questions whose answers are counted, rows of matrices each on its own: without files, and words for another choice."""
    known = find_codebook_questions(questionnaire) if questionnaire else ()
    return tuple(each for each in known if each.kind != "file" and not each.other_of)


def questions_of(questionnaire: Questionnaire | None, areas: pd.DataFrame) -> pd.DataFrame:
    """The questions in their order, a matrix as one: `question`, `wording`, `area` (its name, empty if none), `required`."""
    names = dict(zip(areas["area"], areas["label"], strict=True))
    rows: dict[str, tuple[str, str, str, bool]] = {}
    for asked in list_asked(questionnaire):
        assert questionnaire is not None
        name = codebook_name(asked)
        head = questionnaire.groups.get(name, asked)
        must = asked.required or (name in rows and rows[name][3])
        rows[name] = (name, words(head.labels, questionnaire), names.get(head.area, ""), must)
    return pd.DataFrame(rows.values(), columns=["question", "wording", "area", "required"])


def answers_of(files: Files) -> pd.DataFrame:
    """Every answer that came in, words of the city included: `participant`, `item`, `value`, `position`."""
    columns = ["participant", "item", "value", "position"]
    parts = [
        files.tables[name].reindex(columns=columns)
        for name in (ANSWERS, TEXTS)
        if name in files.tables
    ]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=columns)


def replies_of(
    answers: pd.DataFrame, asked: Iterable[Question], cities: pd.DataFrame
) -> pd.DataFrame:
    """That a city answered a question: `participant`, `question`, and whether it is a `draft`, as the city sent nothing yet."""
    question = {each.name: codebook_name(each) for each in asked}
    sent = set(cities.loc[cities["answered_on"] != "", "participant"])
    frame = answers.assign(question=answers["item"].map(question)).dropna(subset="question")
    # what a city answered goes no further
    frame = frame[["participant", "question"]].drop_duplicates()
    frame = frame.assign(draft=~frame["participant"].isin(sent))
    return frame.sort_values(["participant", "question"], ignore_index=True)


def skipped_of(answers: pd.DataFrame, asked: Sequence[Question]) -> pd.DataFrame:
    """The questions that were not put to a city, after what it answered to others: `participant`, `question`."""
    names = dict.fromkeys(map(codebook_name, asked))
    rows = []
    for participant, own in answers.groupby("participant"):
        given = {str(item): tuple(part) for item, part in own.groupby("item")["value"]}
        put = list_put(asked, given)
        rows += [(participant, question) for question in names if question not in put]
    frame = pd.DataFrame(rows, columns=["participant", "question"], dtype=object)
    return frame.sort_values(["participant", "question"], ignore_index=True)


def place_in_countries(frame: pd.DataFrame, countries: pd.DataFrame) -> pd.DataFrame:
    """The same with the country's name, region and subregion."""
    known = countries.set_index("country_code")
    return frame.assign(**{column: frame["country_code"].map(known[column]) for column in PLACES})
