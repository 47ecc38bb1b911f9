"""What the fieldwork of an edition in preparation says, in sentences and tables for readers, each with its numbers.

Frames in, words out; counting is done in `response` and `publishable`.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from quire.text.words import capital, counted, day, decimal, listed
from studylib.questions.elements import LEAST_SHOWN
from studylib.questions.publishable import BREAKDOWNS
from studylib.questions.response import (
    ANSWERED,
    BEGUN,
    DONE,
    DONE_LATE,
    DUE,
    LATE,
    MISSING,
    MemberCounts,
)

GROUP_HEADS = {"invited": "Invited", ANSWERED: "Answered", BEGUN: "Begun", MISSING: "Missing"}

NAMED = 3
"""So many open questions are named in a sentence; more are in the table only."""

NO_CITY = "No city has been invited yet."


def source(as_of: str) -> str:
    """The source line of figures on the fieldwork."""
    return f"Source: the study's own fieldwork, as of {day(as_of)}; provisional."


def as_of_sentence(as_of: str) -> str:
    """The day that everything on the page speaks of."""
    return f"Everything here is as of {day(as_of)}: that is the day against which a step is late."


def calendar_sentence(table: pd.DataFrame, as_of: str) -> str:
    """How many steps are done, which are late and by how much, and which is due next.

    Parameters
    ----------
    table
        As `response.tabulate_calendar` gives it.
    """
    if table.empty:
        return "The calendar has no steps yet."
    state = table["state"]
    done, tardy = int(state.isin([DONE, DONE_LATE]).sum()), int((state == DONE_LATE).sum())
    first = f"Of {counted(len(table), 'step')} of the calendar, {done} {_were(done)} done by {day(as_of)}"
    parts = [f"{first}, {tardy} of them after the day they were due" if tardy else first]
    late = table[state == LATE].to_dict("records")
    if late:
        names = listed(
            f"“{each['step']}” by {counted(int(each['days_late']), 'day')}" for each in late
        )
        parts.append(f"{len(late)} {_are(len(late))} late: {names}")
    due = table[state == DUE].to_dict("records")
    if due:
        parts.append(
            f"{len(due)} {_are(len(due))} still to come, next “{due[0]['step']}”, due on {day(due[0]['due'])}"
        )
    return f"{'. '.join(parts)}."


def cities_sentence(states: pd.DataFrame, as_of: str) -> str:
    """How many cities were invited, and how many of them have answered, have begun, or are missing."""
    if states.empty:
        return NO_CITY
    n = len(states)
    number = {each: int((states["state"] == each).sum()) for each in (ANSWERED, BEGUN, MISSING)}
    where = counted(states["country"].nunique(), "country", "countries")
    return (
        f"Up to {day(as_of)}, {counted(n, 'city', 'cities')} in {where} {_were(n)} invited. {number[ANSWERED]} of {n} "
        f"{_have(number[ANSWERED])} answered ({_pct(number[ANSWERED], n)}), {number[BEGUN]} {_have(number[BEGUN])} begun, and from "
        f"{number[MISSING]} nothing has come yet."
    )


def members_sentence(found: MemberCounts | None, as_of: str) -> str:
    """The share of the Community's members that were invited and that have answered: counts of all of them, no sample."""
    if found is None:
        return "Which cities are members of the Community is not known to the study, so the share of its members is not known."
    if not found.members:
        return f"On {day(as_of)} no city on the list was a member of the Community."
    n = found.members
    return (
        f"Of {counted(n, 'member')} of the Community on {day(as_of)}, {found.invited} {_were(found.invited)} invited "
        f"({_pct(found.invited, n)}) and {found.answered} {_have(found.answered)} answered ({_pct(found.answered, n)}). "
        "This counts all members, so it has no sampling error."
    )


def weeks_sentence(weeks: pd.DataFrame) -> str:
    """How many answers were in hand at the end of the last week, and how many that week brought."""
    if weeks.empty:
        return NO_CITY
    last = weeks.iloc[-1]
    so_far = [0, *weeks["answered"]]
    brought = counted(so_far[-1] - so_far[-2], "answer")
    return (
        f"In week {last['week']} after the first invitation, {last['answered']} of {last['invited']} invited cities had answered "
        f"({_pct(last['answered'], last['invited'])}); this week, up to {day(last['until'])}, brought {brought}."
    )


def weeks_alt(weeks: pd.DataFrame) -> str:
    """What the steps of invitations and answers show, in words."""
    last = weeks.iloc[-1]
    half = weeks.loc[2 * weeks["answered"] >= weeks["invited"], "week"]
    when = f"Half of the invited cities had answered in week {half.iloc[0]}." if len(half) else ""
    return (
        f"Two lines in steps over {counted(len(weeks), 'week')}: cities invited, rising to {last['invited']}, and answers in hand, "
        f"rising to {last['answered']}. {when}"
    ).strip()


def questions_sentence(table: pd.DataFrame) -> str:
    """How completely the cities that answered did so, question by question.

    Parameters
    ----------
    table
        As `response.count_by_question` gives it.
    """
    if table.empty:
        return "The questionnaire has no question yet."
    n, required = int(table["cities"].iloc[0]), int(table["required"].sum())
    first = f"The questionnaire has {counted(len(table), 'question')}, {required} of them required."
    if not n:
        return f"{first} No city has answered yet."
    full = int((table["answers"] == n).sum())
    open_ = table[table["required"] & (table["answers"] < n)].to_dict("records")
    second = f"{capital(counted(full, 'question has', 'questions have'))} an answer from every city that answered (n = {n})."
    if not open_:
        return f"{first} {second}" + (
            " So has every required one." if required and full < len(table) else ""
        )
    if len(open_) > NAMED:
        answers = pd.Series([each["answers"] for each in open_])
        return f"{first} {second} {len(open_)} required questions were not answered by all of them{_range(answers)}."
    lacking = listed(f"“{each['wording']}” ({each['answers']} of {n})" for each in open_)
    return f"{first} {second} Required, and not answered by all of them: {lacking}."


def completeness_sentence(table: pd.DataFrame) -> str:
    """How many of the cities that answered left no required question open.

    Parameters
    ----------
    table
        As `response.list_cities` gives it.
    """
    sent = table[table["state"] == ANSWERED]
    if sent.empty:
        return "No city has answered yet."
    whole = int((sent["required_open"] == 0).sum())
    return f"Of {counted(len(sent), 'city', 'cities')} that answered, {whole or 'none'} answered every required question."


def publishable_sentence(table: pd.DataFrame) -> str:
    """How many questions have answers enough, and the rule.

    Parameters
    ----------
    table
        As `publishable.count_cells_by_question` gives it.
    """
    rule = f"A figure of fewer than {LEAST_SHOWN} cities is withheld."
    if table.empty:
        return f"{rule} The questionnaire has no question yet."
    enough, few = (
        table.loc[table["publishable"], "answers"],
        table.loc[~table["publishable"], "answers"],
    )
    n, of = len(enough), counted(len(table), "question")
    if not n:
        return f"{rule} None of {of} has answers enough to be published today{_range(few)}."
    said = f"{rule} Of {of}, {n} {_have(n)} answers enough to be published for all cities together today{_range(enough)}"
    return f"{said}; {len(few)} {_have(len(few))} not{_range(few)}." if len(few) else f"{said}."


def breakdown_sentence(groups: pd.DataFrame, breakdown: str) -> str:
    """For how many questions each group could be shown.

    Parameters
    ----------
    groups
        As `publishable.count_cells_by_group` gives it.
    breakdown
        `region` or `size`.
    """
    name = BREAKDOWNS[breakdown].lower()
    shown = [each for each in groups.to_dict("records") if each["shown"]]
    hidden = [each for each in groups.to_dict("records") if not each["shown"]]
    if not shown:
        return f"By {name}, nothing could be shown today{_each(hidden)}."
    parts = listed(
        f"{each['group']} for {counted(each['shown'], 'question')}"
        + (
            f" ({each['withheld']} more withheld, {_n(each)})"
            if each["withheld"]
            else f" ({_n(each)})"
        )
        for each in shown
    )
    rest = f" Withheld throughout, or without an answer{_each(hidden)}." if hidden else ""
    return f"By {name} could be shown: {parts}.{rest}"


def calendar_for_readers(table: pd.DataFrame) -> pd.DataFrame:
    """The calendar as a table of a page."""
    heads = {
        "step": "Step",
        "due": "Due",
        "done": "Done",
        "state": "State",
        "days_late": "Days late",
        "days_left": "Days left",
    }
    return table[list(heads)].rename(columns=heads)


def groups_for_readers(table: pd.DataFrame, head: str) -> pd.DataFrame:
    """Cities by state in each group, as a table of a page."""
    return table.rename(columns={"group": head, **GROUP_HEADS})


def questions_for_readers(table: pd.DataFrame) -> pd.DataFrame:
    """Completeness question by question, as a table of a page."""
    heads = {
        "wording": "Question",
        "area": "Area",
        "required": "Required",
        "answers": "Answers",
        "cities": "Cities that answered",
    }
    heads |= {"share_pct": "%", "drafts": "In drafts"}
    return table[list(heads)].rename(columns=heads)


def cities_for_readers(table: pd.DataFrame) -> pd.DataFrame:
    """Completeness city by city, as a table of a page."""
    heads = {
        "city": "City",
        "country": "Country",
        "state": "State",
        "questions": "Questions answered",
        "of": "of",
    }
    return table.rename(columns={**heads, "required_open": "Required, open"})


def publishable_for_readers(table: pd.DataFrame) -> pd.DataFrame:
    """What could be published of each question, as a table of a page."""
    heads = {"wording": "Question", "answers": "Answers", "publishable": "For all cities"}
    heads |= {f"{key}_shown": f"{name}: cells shown" for key, name in BREAKDOWNS.items()}
    heads |= {f"{key}_withheld": f"{name}: withheld" for key, name in BREAKDOWNS.items()}
    return table.rename(columns=heads)


def _are(number: int) -> str:
    return "is" if number == 1 else "are"


def _were(number: int) -> str:
    return "was" if number == 1 else "were"


def _have(number: int) -> str:
    return "has" if number == 1 else "have"


def _pct(part: int, whole: int) -> str:
    return f"{decimal(100 * part / whole, 0)} per cent"


def _range(numbers: pd.Series) -> str:
    least, most = int(numbers.min()), int(numbers.max())
    return f" (n = {least})" if least == most else f" (n from {least} to {most})"


def _n(group: Mapping[Hashable, Any]) -> str:
    """How many cities of a group answered a question."""
    if pd.isna(group["least"]):
        return "no answer"
    return (
        f"n = {group['least']}"
        if group["least"] == group["most"]
        else f"n from {group['least']} to {group['most']}"
    )


def _each(groups: list[dict[Hashable, Any]]) -> str:
    return ": " + listed(f"{each['group']} ({_n(each)})" for each in groups) if groups else ""
