"""How far an edition in preparation has come: its calendar, and which cities have answered when.

All numbers are provisional. What the answers hold is in `completeness`.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from quire.showing.findings import Drawing, Finding, Table
from quire.showing.values import Statement
from quire.text.messages import _, ngettext
from quire.text.words import counted, day, decimal, listed
from studylib.charts.responsecharts import answer_steps
from studylib.data.tables import EditionFacts
from studylib.findings import titles
from studylib.findings.sources import fieldwork
from studylib.questions import response
from studylib.questions.response import ANSWERED, BEGUN, DONE, DONE_LATE, DUE, LATE, MISSING

NO_CITY = _("No city has been invited yet.")


def as_of(study: EditionFacts) -> Finding:
    """The day that everything on the page speaks of."""
    said = _(
        "Everything here is as of {day}: that is the day against which a step is late.",
        day=day(study.as_of),
    )
    return Finding(Statement("as_of", study.as_of, said, origin="edition: preparation.as_of"))


def calendar(study: EditionFacts, steps: pd.DataFrame) -> Finding:
    """Which steps of the edition are done, which are late, and which is due next.

    Parameters
    ----------
    steps
        The processed table `calendar`.
    """
    table = response.tabulate_calendar(steps, study.as_of)
    heads = {"step": _("Step"), "due": _("Due"), "done": _("Done"), "state": _("Status")}
    heads |= {"days_late": _("Days late"), "days_left": _("Days left")}
    return Finding(
        Statement(
            "calendar",
            len(table),
            say_calendar(table, day(study.as_of)),
            origin="calendar: due, done",
        ),
        make_table(
            study,
            "calendar",
            table,
            heads,
            _("Steps of the edition: what is done, what is late, and what is still to come"),
        ),
    )


def invited(study: EditionFacts, states: pd.DataFrame) -> Finding:
    """How many cities were invited and have answered, by region, size and country.

    Parameters
    ----------
    states
        As `response.list_city_states` gives them.
    """
    heads = {"invited": _("Invited"), ANSWERED: _("Answered")}
    heads |= {BEGUN: _("Begun"), MISSING: _("Missing")}

    def count(id: str, column: str, head: str, caption: str) -> Table:
        groups = response.count_by_group(states, column)
        return make_table(study, id, groups, {"group": head, **heads}, caption)

    return Finding(
        Statement("invited", len(states), _say_cities(study, states), origin="invited, replies"),
        count("by-region", "region", _("Region"), _("Cities by region")),
        count("by-size", "size", _("Size class"), _("Cities by number of residents")),
        count("by-country", "country", _("Country"), _("Cities by country")),
    )


def members(study: EditionFacts, community: pd.DataFrame, states: pd.DataFrame) -> Finding:
    """How many members of the Community were invited and have answered.

    Parameters
    ----------
    community
        The processed table `members`.
    states
        As `response.list_city_states` gives them.
    """
    counts = response.count_members(community, states)
    return Finding(
        Statement(
            "members",
            counts.members if counts else None,
            _say_members(counts, day(study.as_of)),
            origin="members: member_state; invited: member_state, answered_on",
        )
    )


def over_time(study: EditionFacts, states: pd.DataFrame) -> Finding:
    """How answers came in since the first invitation.

    Parameters
    ----------
    states
        As `response.list_city_states` gives them.
    """
    weeks = response.count_by_week(states, study.as_of)
    said = Statement(
        "weeks", len(weeks), _say_weeks(weeks), origin="invited: invited_on, answered_on"
    )
    if weeks.empty:
        return Finding(said)
    drawing = Drawing(
        "answers-over-time",
        lambda: answer_steps(weeks),
        weeks,
        title=titles.title_weeks(weeks),
        subtitle=_("Cities invited and answers in hand, up to {day}", day=day(study.as_of)),
        caption=_("Counted up week by week since the first invitation"),
        alt=_describe_weeks(weeks),
        source=fieldwork(study),
    )
    return Finding(said, drawing)


def make_table(
    study: EditionFacts, id: str, frame: pd.DataFrame, heads: Mapping[str, str], caption: str
) -> Table:
    """A table of the fieldwork with the columns that have heads."""
    return Table(id, frame[list(heads)].rename(columns=dict(heads)), caption, fieldwork(study))


def say_calendar(table: pd.DataFrame, today: str) -> str:
    """How many steps are done, which are late and by how much, and which is due next."""
    if table.empty:
        return _("The calendar has no steps yet.")
    state = table["state"]
    done, tardy = int(state.isin([DONE, DONE_LATE]).sum()), int((state == DONE_LATE).sum())
    parts = {"steps": counted(len(table), "step"), "day": today}
    if tardy:
        said = ngettext(
            "Of {steps} of the calendar, {n} was done by {day}, {tardy} of them after the day they "
            "were due.",
            "Of {steps} of the calendar, {n} were done by {day}, {tardy} of them after the day "
            "they were due.",
            done,
            **parts,
            tardy=tardy,
        )
    else:
        said = ngettext(
            "Of {steps} of the calendar, {n} was done by {day}.",
            "Of {steps} of the calendar, {n} were done by {day}.",
            done,
            **parts,
        )
    sentences = [said]
    late = table[state == LATE].to_dict("records")
    if late:
        names = [
            _("“{step}” by {days}", step=row["step"], days=counted(int(row["days_late"]), "day"))
            for row in late
        ]
        sentences.append(
            ngettext(
                "{n} is late: {steps}.", "{n} are late: {steps}.", len(late), steps=listed(names)
            )
        )
    due = table[state == DUE]
    if len(due):
        sentences.append(
            ngettext(
                "{n} is still to come, next “{step}”, due on {day}.",
                "{n} are still to come, next “{step}”, due on {day}.",
                len(due),
                step=due["step"].iloc[0],
                day=day(due["due"].iloc[0]),
            )
        )
    return " ".join(sentences)


def _say_cities(study: EditionFacts, states: pd.DataFrame) -> str:
    """How many cities were invited, and how many have answered, have begun, or are missing."""
    if states.empty:
        return NO_CITY
    n, number = len(states), states["state"].value_counts()
    answered, begun = int(number.get(ANSWERED, 0)), int(number.get(BEGUN, 0))
    asked = ngettext(
        "Up to {day}, {cities} in {countries} was invited.",
        "Up to {day}, {cities} in {countries} were invited.",
        n,
        day=day(study.as_of),
        cities=counted(n, "city", "cities"),
        countries=counted(states["country"].nunique(), "country", "countries"),
    )
    came = _(
        "{answered} ({share}), {begun}, and from {missing} nothing has come yet.",
        answered=ngettext(
            "{n} of {cities} has answered", "{n} of {cities} have answered", answered, cities=n
        ),
        share=_pct(answered, n),
        begun=ngettext("{n} has begun", "{n} have begun", begun),
        missing=number.get(MISSING, 0),
    )
    return f"{asked} {came}"


def _say_members(counts: response.MemberCounts | None, today: str) -> str:
    """The share of the Community's members that were invited and that have answered."""
    if counts is None:
        return _(
            "Which cities are members of the Community is not known to the study, so the share of "
            "its members is not known."
        )
    if not counts.members:
        return _("On {day} no city on the list was a member of the Community.", day=today)
    return _(
        "Of {members} of the Community on {day}, {invited} ({invited_share}) and {answered} "
        "({answered_share}). This counts all members, so it has no sampling error.",
        members=counted(counts.members, "member"),
        day=today,
        invited=ngettext("{n} was invited", "{n} were invited", counts.invited),
        invited_share=_pct(counts.invited, counts.members),
        answered=ngettext("{n} has answered", "{n} have answered", counts.answered),
        answered_share=_pct(counts.answered, counts.members),
    )


def _say_weeks(weeks: pd.DataFrame) -> str:
    """How many answers were in hand at the end of the last week, and how many that week brought."""
    if weeks.empty:
        return NO_CITY
    last, so_far = weeks.iloc[-1], [0, *weeks["answered"]]
    return _(
        "In week {week} after the first invitation, {answered} of {invited} had answered ({share}); "
        "this week, up to {day}, brought {answers}.",
        week=last["week"],
        answered=last["answered"],
        invited=counted(last["invited"], "invited city", "invited cities"),
        share=_pct(last["answered"], last["invited"]),
        day=day(last["until"]),
        answers=counted(so_far[-1] - so_far[-2], "answer"),
    )


def _describe_weeks(weeks: pd.DataFrame) -> str:
    """What the steps of invitations and answers show, in words."""
    last = weeks.iloc[-1]
    said = _(
        "Two lines in steps over {weeks}: cities invited, rising to {invited}, and answers in "
        "hand, rising to {answered}.",
        weeks=counted(len(weeks), "week"),
        invited=last["invited"],
        answered=last["answered"],
    )
    half = weeks.loc[2 * weeks["answered"] >= weeks["invited"], "week"]
    if half.empty:
        return said
    return (
        f"{said} {_('Half of the invited cities had answered in week {week}.', week=half.iloc[0])}"
    )


def _pct(part: int, whole: int) -> str:
    return _("{share} per cent", share=decimal(100 * part / whole, 0))
