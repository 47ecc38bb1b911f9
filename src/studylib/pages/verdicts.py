"""Whether it got better: which answers of residents fell and rose in the same cities, and which nobody can compare."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from quire.core.project import STUDY, Project
from quire.results import kept_table
from quire.text.messages import _, ngettext
from quire.text.words import apart_from, interval, listed
from studylib.findings.chance import WHOLE_SURVEY
from studylib.findings.messages import ACROSS, NO_FIGURE, count_same_cities
from studylib.pages.pages import ALL_EDITIONS, Facts
from studylib.pages.run_outputs import RunOutputs

SAID = ("confidence", "in_part")
"""What the page across editions says of all changes, by the names of its values."""


@dataclass(frozen=True)
class Verdict:
    """What became of the answers between two surveys.

    Attributes
    ----------
    sentences
        What fell, what rose, and what cannot be compared.
    basis
        Whose answers these are, of how many, and how sure it is.
    caption, rows
        All comparisons: question, change and interval in points, number of cities, and what can be said.
    """

    sentences: Sequence[str]
    basis: str
    caption: str
    rows: Sequence[tuple[str, str, str, int, str]]

    @property
    def heads(self) -> list[str]:
        """Heads of the columns."""
        change, ends = _("Change, points"), _("Interval, points")
        return [_("Question"), change, ends, _("Cities"), _("What the surveys show")]


def read_verdict(project: Project, editions: Sequence[Facts]) -> Verdict | None:
    """The verdict of the newest edition that compares anything; None if none does.

    Parameters
    ----------
    editions
        The editions that have pages, the newest first.
    """
    years = {one.edition.id: one.wave_year for one in editions if one.wave_year}
    for facts in editions:
        changes = _read_changes(project, facts.edition.id)
        own = changes[(changes["after"] == facts.edition.id) & changes["before"].isin(list(years))]
        if len(own):
            before = max(own["before"], key=lambda id: years[id] or 0)
            part = own[own["before"] == before].sort_values("within", kind="stable")
            unknown = [
                said
                for edition in editions
                for one in edition.messages
                if one.page == ACROSS and one.figure == NO_FIGURE
                for said in (*say_last_known(changes, edition, years), one.message)
            ]
            said = RunOutputs(project, STUDY, ALL_EDITIONS).say(SAID)
            return give_verdict(part, years[before] or 0, facts.wave_year or 0, unknown, said)
    return None


def say_last_known(
    changes: pd.DataFrame, facts: Facts, years: Mapping[str, int | None]
) -> list[str]:
    """What the surveys before an edition that compares nothing show on its subject, and what may be written of it.

    Parameters
    ----------
    changes
        As the results keep them: `area`, `label`, `before`, `after`, `within`, `low`, `high`, `cities`, `moved`.
    facts
        The edition.
    years
        The year of the survey of each edition.
    """
    earlier = [id for id in years if (years[id] or 0) < (facts.wave_year or 0)]
    part = changes[changes["area"].isin(facts.areas) & changes["after"].isin(earlier)]
    if part.empty:
        return []
    after = max(part["after"], key=lambda id: years[id] or 0)
    part = part[part["after"] == after]
    before = max((id for id in part["before"] if id in years), key=lambda id: years[id] or 0)
    part = part[part["before"] == before]
    if part["moved"].any():
        return []
    span = {"area": listed(part["area"].unique()), "before": years[before], "after": years[after]}
    named = listed(_say_change(row) for _place, row in part.iterrows())
    return [
        _(
            "{area}: from {before} to {after}, no change could be shown on {named} "
            "in the same cities.",
            named=named,
            **span,
        ),
        _(
            "You may write that no change could be shown from {before} to {after}. "
            "You may not write that nothing changed, nor that it got better or worse, "
            "or stayed the same, after {after}.",
            **span,
        ),
    ]


def give_verdict(
    part: pd.DataFrame, before: int, after: int, unknown: Sequence[str], said: Sequence[str]
) -> Verdict:
    """The verdict on the changes between two surveys.

    Parameters
    ----------
    part
        As the results keep them: `label`, `within`, `low`, `high`, `cities`, `moved`.
    before, after
        Years of the surveys.
    unknown, said
        What cannot be compared, and what holds for all changes.
    """
    moved = part[part["moved"]]
    fell, rose = moved[moved["within"] < 0], moved[moved["within"] > 0]
    span = {"before": before, "after": after, "all": len(part)}
    sentences = []
    if len(fell):
        sentences.append(
            ngettext(
                "Residents answered less favourably in {after} than in {before} on {n} of {all} "
                "questions that can be compared: {example}.",
                "Residents answered less favourably in {after} than in {before} on {n} of {all} "
                "questions that can be compared, among them {example}.",
                len(fell),
                example=_say_example(fell),
                **span,
            )
        )
    if len(rose):
        sentences.append(
            ngettext(
                "Residents answered more favourably in {after} on {n} of {all}: {example}.",
                "Residents answered more favourably in {after} on {n} of {all}, "
                "among them {example}.",
                len(rose),
                example=_say_example(rose),
                **span,
            )
        )
    if moved.empty:
        sentences = [
            ngettext(
                "From {before} to {after}, no change beyond chance could be shown on the {n} "
                "question that can be compared.",
                "From {before} to {after}, no change beyond chance could be shown on the {n} "
                "questions that can be compared.",
                len(part),
                **span,
            )
        ]
    basis = _(
        "the same {cities} in both years.",
        cities=count_same_cities(map(int, part["cities"])),
    )
    caption = _("Change of favourable answers, {before} to {after}, in the same cities", **span)
    return Verdict(
        [*sentences, *unknown],
        " ".join([basis, *said, str(WHOLE_SURVEY)]),
        caption,
        [_row(row) for _place, row in part.iterrows()],
    )


def _say_example(some: pd.DataFrame) -> str:
    """The question that moved most, with how far."""
    return _say_change(some.iloc[int(some["within"].abs().to_numpy().argmax())])


def _say_change(row: pd.Series) -> str:
    return _(
        "‘{label}’ ({points} points, interval {ends}, {cities})",
        label=row["label"],
        points=apart_from(row["within"], sign=True),
        ends=interval(row["low"], row["high"], sign=True),
        cities=count_same_cities([int(row["cities"])]),
    )


def _row(row: pd.Series) -> tuple[str, str, str, int, str]:
    change = apart_from(row["within"], sign=True)
    sure = _("rose") if row["within"] > 0 else _("fell")
    ends = interval(row["low"], row["high"], sign=True)
    said = sure if row["moved"] else _("no change shown")
    return str(row["label"]), change, ends, int(row["cities"]), str(said)


def _read_changes(project: Project, scope: str) -> pd.DataFrame:
    """The changes that an edition's results keep; nothing where there are none."""
    if not (project.runs / scope / "results" / "tables" / "changes.csv").is_file():
        return pd.DataFrame(columns=["area", "before", "after"])
    return kept_table(project, scope, "results", "changes")
