"""What may be written of each subject over the surveys, and what may not: a verdict by rules from the changes in the same cities.

Surveys are called by their years. A change is said only where it counts in the family of all comparisons; how often something changed
is counted only where this copy has all that a survey asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from quire.showing.findings import Finding, Opening, Table
from quire.showing.values import Statement
from quire.text.messages import Message, _, ngettext
from quire.text.words import apart_from, capital, counted, interval, listed, small
from studylib.findings.across_editions import Editions, get_years, name_source
from studylib.findings.chance import WHOLE_SURVEY
from studylib.findings.messages import count_same_cities
from studylib.questions.comparability import count_known_in_part

NAMED = 3
"""As many questions are named in a verdict; of more, only one."""


@dataclass(frozen=True)
class Step:
    """The questions on a subject that two neighbouring surveys asked in the same way.

    Attributes
    ----------
    before, after
        The years of the two surveys.
    questions
        Rows of `family.Family.concepts`.
    in_part
        Whether one of the surveys asked more than this copy has.
    """

    before: int
    after: int
    questions: pd.DataFrame
    in_part: bool

    @property
    def moved(self) -> pd.DataFrame:
        """Those that moved beyond chance, those that moved most first."""
        moved = self.questions[self.questions["moved"]]
        return moved.sort_values("within", key=lambda by: -by.abs(), kind="stable")


def list_steps(concepts: pd.DataFrame, cells: pd.DataFrame, editions: Editions) -> list[Step]:
    """The comparisons of neighbouring surveys, the newest first.

    Parameters
    ----------
    concepts, cells
        As `family.Family.concepts` and `trends.map_cells`.
    """
    years, part = get_years(editions), count_known_in_part(cells)
    steps = [
        Step(years[str(one)] or 0, years[str(two)] or 0, rows, bool({one, two} & part.keys()))
        for (one, two), rows in concepts.groupby(["before", "after"], sort=False)
    ]
    return sorted(steps, key=lambda step: (step.after, step.before), reverse=True)


def opening(editions: Editions, concepts: pd.DataFrame, cells: pd.DataFrame) -> Finding:
    """Whether anything changed: the newest comparison, and the subjects on which nothing newer may be compared.

    Parameters
    ----------
    editions
        All editions.
    concepts, cells
        As in `list_steps`.
    """
    steps = list_steps(concepts, cells, editions)
    newest = _find_newest(editions)
    by_subject = _split_by_subject(steps, cells)
    stopped = [
        Statement(
            f"opening_stopped_{number}",
            own[0].after if own else None,
            _("{subject}: {verdict}.", subject=subject, verdict=_say_stopped(own)),
            origin="comparability: status; answers: favourable_pct",
        )
        for number, (subject, own) in enumerate(by_subject.items(), start=1)
        if not own or own[0].after < newest
    ]
    if not steps:
        nothing = _("No two surveys asked the same question, so the study cannot say what changed.")
        stopped = [Statement("opening_none", None, nothing, origin="comparability: status")]
    return Finding(
        Opening(
            *(
                Statement(
                    "opening_change",
                    len(step.moved),
                    _say_step(step),
                    origin=_("answers: favourable_pct in the cities of both surveys"),
                )
                for step in steps[:1]
            ),
            *stopped,
        )
    )


def verdicts(editions: Editions, concepts: pd.DataFrame, cells: pd.DataFrame) -> Finding:
    """A verdict for each subject, with what may not be written.

    Parameters
    ----------
    editions, concepts, cells
        As in `opening`.
    """
    newest = _find_newest(editions)
    steps = _split_by_subject(list_steps(concepts, cells, editions), cells)
    table = pd.DataFrame(
        [
            (subject, say_verdict(own, newest), " ".join(_list_unsaid(subject, own, newest)))
            for subject, own in steps.items()
        ],
        columns=[_("Subject"), _("What may be written"), _("What may not")],
    )
    caution = _(
        "These are answers of residents in the same cities, not of governments, and on average: a "
        "single city may have gone the other way. No survey says why an answer changed."
    )
    said = [caution, *([WHOLE_SURVEY] if concepts["moved"].any() else [])]
    return Finding(
        Table(
            "verdicts",
            table,
            _("What may be written of each subject; changes in points of the favourable share"),
            name_source(editions),
        ),
        Statement(
            "verdicts",
            sum(bool(own) for own in steps.values()),
            " ".join(said) if len(table) else "",
            origin="comparability: status; answers: favourable_pct",
        ),
    )


def _find_newest(editions: Editions) -> int:
    return max((year for year in get_years(editions).values() if year), default=0)


def _split_by_subject(steps: Sequence[Step], cells: pd.DataFrame) -> dict[str, list[Step]]:
    """The comparisons of every subject of the map, the newest first; none where nothing may be compared."""
    return {
        str(area): [
            Step(step.before, step.after, own, step.in_part)
            for step in steps
            if len(own := step.questions[step.questions["area"] == area])
        ]
        for area in cells["area"].unique()
    }


def _say_step(step: Step) -> str:
    """What moved from one survey to the next: of each side a question that moved much, with its interval."""
    span = {"before": step.before, "after": step.after}
    if step.moved.empty:
        return _(
            "From {before} to {after}, no change is shown on any of {questions} in the same cities.",
            questions=counted(len(step.questions), "question"),
            **span,
        )
    sides = [
        (more, side.iloc[0])
        for sign, more in ((1, True), (-1, False))
        if len(side := step.moved[sign * step.moved["within"] > 0])
    ]
    said = _(
        "From {before} to {after}, residents of the same {cities} answered {sides}.",
        cities=count_same_cities(int(one["cities"]) for _more, one in sides),
        sides=listed(_say_side(one, more) for more, one in sides),
        **span,
    )
    return f"{said} {WHOLE_SURVEY}"


def _say_side(one: pd.Series, more: bool) -> Message:
    parts = {
        "label": small(one["label"]),
        "points": apart_from(one["within"], sign=True),
        "ends": interval(one["low"], one["high"], sign=True),
    }
    return (
        _("more favourably on {label} ({points} points, interval {ends})", **parts)
        if more
        else _("less favourably on {label} ({points} points, interval {ends})", **parts)
    )


def _say_stopped(own: Sequence[Step]) -> str:
    """A subject that newer surveys did not ask in the same way."""
    if not own:
        return _("nothing may be compared")
    return _("{change}; nothing comparable since", change=_say_change(own[0]))


def say_verdict(own: Sequence[Step], newest: int) -> str:
    """What may be written of a subject, the newest comparison first.

    Parameters
    ----------
    own
        The comparisons on the subject, the newest first.
    newest
        The year of the newest survey.
    """
    if not own:
        return _("Nothing may be compared.")
    since = [] if own[0].after == newest else [_("Nothing comparable since.")]
    said = [_("{change}.", change=capital(_say_change(step))) for step in own]
    return " ".join([*said[:1], *since, *said[1:]])


def _say_change(step: Step) -> Message:
    span = {"before": step.before, "after": step.after}
    if step.moved.empty:
        return ngettext(
            "no change shown from {before} to {after}, on {n} question",
            "no change shown from {before} to {after}, on {n} questions",
            len(step.questions),
            **span,
        )
    up, down = (step.moved[sign * step.moved["within"] > 0] for sign in (1, -1))
    number = len(step.questions)
    sides = listed(
        [
            *([_("better on {what}", what=_name_moved(up, number))] if len(up) else []),
            *([_("worse on {what}", what=_name_moved(down, number))] if len(down) else []),
        ]
    )
    return _("from {before} to {after}, {sides}", sides=sides, **span)


def _name_moved(moved: pd.DataFrame, number: int) -> str:
    """The questions that moved, of how many; of many only one, which need not be apart from the next."""
    names = [
        _("{label} ({points})", label=small(label), points=apart_from(by, sign=True))
        for label, by in zip(moved["label"], moved["within"], strict=True)
    ]
    if len(names) <= NAMED:
        return listed(names)
    return _(
        "{n} of {questions}, such as {label}",
        n=len(names),
        questions=counted(number, "question"),
        label=names[0],
    )


def _list_unsaid(subject: str, own: Sequence[Step], newest: int) -> Iterator[str]:
    """What the comparisons of a subject do not carry."""
    area = small(subject)
    if not own:
        yield _("That {area} got better or worse.", area=area)
        return
    span: Mapping[str, object] = {"before": own[0].before, "after": own[0].after}
    if own[0].after < newest:
        yield _("That {area} got better or worse since {after}.", area=area, **span)
    elif own[0].in_part:
        yield _(
            "How {area} changed as a whole from {before} to {after}: this book has only a part of "
            "what was asked.",
            area=area,
            **span,
        )
    still = [step for step in own if step.moved.empty]
    if still:
        yield _(
            "That nothing changed from {before} to {after}: a change may be too small to show.",
            before=still[0].before,
            after=still[0].after,
        )
