"""How far the fieldwork of an edition in preparation has come: its calendar, who has answered, and how completely.

Frames in, frames out. What could be published is in `publishable`, what is said of it is in
`findings.progress`.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

import pandas as pd

from quire.text.messages import _
from studylib.data.fieldwork import MEMBER

DONE, DONE_LATE, DUE, LATE = _("done"), _("done late"), _("due"), _("late")
"""States of a step of the calendar on the day that the files speak of."""

ANSWERED, BEGUN, MISSING = _("answered"), _("begun"), _("missing")
"""States of an invited city: it sent its answers; it has a draft; nothing has come."""

UNKNOWN = _("not known")
"""The group of cities whose size class is not known."""

WEEK = 7


def tabulate_calendar(calendar: pd.DataFrame, as_of: str) -> pd.DataFrame:
    """Each step with its state on the day.

    Parameters
    ----------
    calendar
        The processed table: `step`, `due`, `done` (empty while it is not), in order of time.
    as_of
        The day that the files speak of, as ISO date. A step due on that very day is not late.

    Returns
    -------
    DataFrame
        `step`, `due`, `done`, `state`, `days_late` (of a step that is or was late) and `days_left`
        (of one that is due), in days.

    >>> steps = pd.DataFrame({"step": ["ask", "write"], "due": ["2001-03-01", "2001-03-09"], "done": ["", ""]})
    >>> tabulate_calendar(steps, "2001-03-04")[["state", "days_late"]].to_numpy().tolist()
    [['late', 3], ['due', <NA>]]
    """
    rows = []
    for due, done in zip(calendar["due"], calendar["done"], strict=True):
        days = _days(due, done or as_of)
        state = (DONE_LATE if days > 0 else DONE) if done else (LATE if days > 0 else DUE)
        rows.append((state, days if days > 0 else None, -days if state == DUE else None))
    found = pd.DataFrame(rows, columns=["state", "days_late", "days_left"], index=calendar.index)
    return calendar.join(found.astype({"days_late": "Int64", "days_left": "Int64"}))


def list_city_states(invited: pd.DataFrame, replies: pd.DataFrame) -> pd.DataFrame:
    """Every invited city with its state, by name.

    Parameters
    ----------
    invited, replies
        The processed tables.

    Returns
    -------
    DataFrame
        The columns of `invited` with `size` filled in, `questions` (how many the city has an answer
        to, drafts too) and `state`.
    """
    count = invited["participant"].map(replies.groupby("participant").size()).fillna(0).astype(int)
    state = (
        pd.Series(MISSING, index=invited.index)
        .mask(count > 0, BEGUN)
        .mask(invited["answered_on"] != "", ANSWERED)
    )
    size = invited["size"].mask(invited["size"] == "", UNKNOWN)
    frame = invited.assign(size=size, questions=count, state=state)
    return frame.sort_values(["city", "participant"], ignore_index=True)


def count_by_group(states: pd.DataFrame, column: str) -> pd.DataFrame:
    """Cities by state in each group; groups by name, classes of size from small to large.

    Parameters
    ----------
    states
        As `list_city_states` gives it.
    column
        `region`, `country` or `size`.

    Returns
    -------
    DataFrame
        `group`, and the numbers of cities `invited`, `answered`, `begun`, `missing`; the last three
        add up to the first.
    """
    flags = pd.DataFrame(
        {each: (states["state"] == each).astype(int) for each in (ANSWERED, BEGUN, MISSING)}
    )
    frame = flags.assign(group=states[column], invited=1).groupby("group", as_index=False).sum()
    order = {group: number for number, group in enumerate(order_groups(states, column))}
    frame = frame.sort_values("group", key=lambda groups: groups.map(order), ignore_index=True)
    return frame[["group", "invited", ANSWERED, BEGUN, MISSING]]


def order_groups(states: pd.DataFrame, column: str) -> list[str]:
    """The groups of cities in the order in which they are shown: by name, classes of size from small to large."""
    if column != "size":
        return sorted(set(states[column]))
    least = (
        states.groupby("size")["population"].min().sort_values(na_position="last", kind="stable")
    )
    return [str(each) for each in least.index]


@dataclass(frozen=True)
class MemberCounts:
    """Members of the Community on a day, and how many of them were invited and have answered."""

    members: int
    invited: int
    answered: int


def count_members(members: pd.DataFrame, states: pd.DataFrame) -> MemberCounts | None:
    """Count the members on the day that the files speak of; None where the list of members is not known.

    Parameters
    ----------
    members
        The processed table; without rows the list is not known.
    states
        As `list_city_states` gives it.
    """
    if members.empty:
        return None
    inside = states[states["member_state"] == MEMBER]
    now = int((members["member_state"] == MEMBER).sum())
    return MemberCounts(now, len(inside), int((inside["state"] == ANSWERED).sum()))


def count_by_week(states: pd.DataFrame, as_of: str) -> pd.DataFrame:
    """Cities invited and answers in hand at the end of each week since the first invitation, up to the day.

    Parameters
    ----------
    states
        As `list_city_states` gives it.
    as_of
        The day that the files speak of, as ISO date; the last week may be cut short by it.

    Returns
    -------
    DataFrame
        `week` (from 1), `until` (its last day), `weeks` (since the first invitation, the last one a
        part), and so far `invited`, `answered` and `answered_pct` of the invited. Nothing if no
        city was invited.
    """
    columns = ["week", "until", "weeks", "invited", "answered", "answered_pct"]
    if states.empty:
        return pd.DataFrame(columns=columns)
    first = str(states["invited_on"].min())
    length = _days(first, as_of) + 1
    sent = states.loc[states["answered_on"] != "", "answered_on"]
    rows = []
    for week in range(1, -(-length // WEEK) + 1):
        days = min(WEEK * week, length)
        until = (datetime.date.fromisoformat(first) + datetime.timedelta(days - 1)).isoformat()
        asked, answers = int((states["invited_on"] <= until).sum()), int((sent <= until).sum())
        rows.append((week, until, days / WEEK, asked, answers, 100 * answers / asked))
    return pd.DataFrame(rows, columns=columns)


def count_by_question(
    questions: pd.DataFrame, replies: pd.DataFrame, skipped: pd.DataFrame, states: pd.DataFrame
) -> pd.DataFrame:
    """How many of the cities that answered gave an answer to each question, in the order of the questionnaire.

    Parameters
    ----------
    questions, replies, skipped
        The processed tables.
    states
        As `list_city_states` gives it.

    Returns
    -------
    DataFrame
        `question`, `wording`, `area`, `required`, `answers`, `cities` (that sent their answers and
        were asked), `share_pct` (missing where none was) and `drafts`, which do not count as answers.
    """
    sent = states.loc[states["state"] == ANSWERED, "participant"]
    passed = skipped[skipped["participant"].isin(sent)].groupby("question").size()
    cities = len(sent) - questions["question"].map(passed).fillna(0).astype(int)
    given = replies[~replies["draft"]].groupby("question").size()
    drafts = replies[replies["draft"]].groupby("question").size()
    answers = questions["question"].map(given).fillna(0).astype(int)
    return questions.assign(
        answers=answers,
        cities=cities,
        share_pct=100 * answers / cities.where(cities > 0),
        drafts=questions["question"].map(drafts).fillna(0).astype(int),
    )


def list_cities(
    states: pd.DataFrame, questions: pd.DataFrame, replies: pd.DataFrame, skipped: pd.DataFrame
) -> pd.DataFrame:
    """How many questions each city has an answer to, cities by name.

    Returns
    -------
    DataFrame
        `city`, `country`, `state`, `questions` (answered, drafts too), `of` (put to it), and
        `required_open`: required questions without an answer.
    """
    required = set(questions.loc[questions["required"], "question"])

    def count(rows: pd.DataFrame) -> pd.Series:
        return states["participant"].map(rows.groupby("participant").size()).fillna(0).astype(int)

    settled = [frame[frame["question"].isin(required)] for frame in (replies, skipped)]
    still = len(required) - sum(map(count, settled))
    frame = states.assign(of=len(questions) - count(skipped), required_open=still)
    return frame[["city", "country", "state", "questions", "of", "required_open"]]


def _days(start: str, end: str) -> int:
    """Days from one ISO date to another."""
    return (datetime.date.fromisoformat(end) - datetime.date.fromisoformat(start)).days
