"""The report of a half-year to the World Secretariat of UCLG, as Word file and PDF, in the order that it asks for.

Everything comes from files that are kept anyway (see `material`); what they do not hold is said where it belongs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from quire.core.folders import write_together
from quire.core.project import Project, recover
from quire.printing.papers import Block, Heading, Paper, Table, Text, print_paper
from quire.printing.word import write_word
from quire.text.messages import _, ngettext
from quire.text.words import counted, day, decimal, listed
from studylib.charts.palette import PRINT
from studylib.data.fieldwork import MEMBER, membership
from studylib.findings.progress import say_calendar
from studylib.questions.response import ANSWERED, DONE_LATE, count_by_group
from studylib.questions.response import LATE as STEP_LATE
from studylib.secretariat.half_years import HalfYear, half_year_of
from studylib.secretariat.material import DONE, FORESEEN, LATE, Material, read_material

AUTHOR = "UCLG Community of Practice on Digital Cities"
LEADERSHIP = "leadership"
KINDS = {
    "implementation": _("Implementation"),
    "advocacy": _("Advocacy"),
    "monitoring": _("Monitoring"),
    "learning": _("Learning"),
    "network": _("Strengthening the network"),
}
STATES = {DONE: _("carried out"), LATE: _("late"), FORESEEN: _("foreseen")}
RESULTS = {
    "governments": (
        _("What city governments answered"),
        _("The edition has no key messages yet from what city governments answered."),
    ),
    "others": (
        _("What the figures beside the study say of residents and cities"),
        _("The edition has no key messages yet from the figures beside the study."),
    ),
}
"""The heading of each paragraph of results, and what stands in its place while there are none."""

Row = Mapping[Any, Any]
MOST = 3
"""Key messages in a paragraph."""


def write_report(
    project: Project, edition: str, half_year: HalfYear | None = None
) -> tuple[list[Path], list[str]]:
    """Write the report of a half-year into `build/internal/report/`.

    Parameters
    ----------
    half_year
        That of the day that the edition's files speak of, if left out.

    Returns
    -------
    tuple
        The files, and what the report lacks, each with the file that would tell it.

    Raises
    ------
    Faults
        With every fault of every file it is made of; nothing was written.
    """
    recover(project)
    material = read_material(project, edition, half_year)
    paper = make_report(material)
    typefaces = project.authored / "print"
    files = {"docx": write_word(paper), "pdf": print_paper(paper, typefaces, PRINT)}
    stem = project.build / "internal" / "report" / f"{edition}-{material.half_year}"
    written = {stem.with_name(f"{stem.name}.{ending}"): data for ending, data in files.items()}
    write_together(written)
    return list(written), list(list_missing(material))


def make_report(material: Material) -> Paper:
    """The report, section by section in the fixed order."""
    sections = (
        _activities,
        _members,
        _calendar,
        _participation,
        _dissemination,
        _leadership,
        _results,
    )
    return Paper(
        title=_("Report to the World Secretariat"),
        subtitle=_(
            "{author}, {half_year}. As of {day}.",
            author=AUTHOR,
            half_year=material.half_year.name,
            day=day(material.as_of),
        ),
        author=AUTHOR,
        language="en",
        foot=_(
            "{author}: report for the {half_year}", author=AUTHOR, half_year=material.half_year.name
        ),
        blocks=tuple(block for section in sections for block in section(material)),
    )


def list_missing(material: Material) -> Iterator[str]:
    """What the report lacks, and where it would be told."""
    folder = f"data/incoming/{material.edition.id}"
    if material.activities is None or material.activities.empty:
        yield f"activities and leadership: {folder}/activities.csv"
    elif LEADERSHIP not in set(material.activities["kind"]):
        yield f"leadership: rows of kind leadership in {folder}/activities.csv"
    if material.dissemination is None or material.dissemination.empty:
        yield f"plan of dissemination: {folder}/dissemination.csv"
    if material.members.empty:
        yield "list of members: data/raw/members.csv"
    if material.calendar.empty:
        yield f"calendar: preparation in data/raw/editions/{material.edition.id}.yml"
    if material.cities is None or material.cities.empty:
        yield f"participation: {folder}/cities.csv"
    if not any(material.messages.values()):
        yield f"results: study run --edition {material.edition.id}, once its answers are closed"


def _activities(material: Material) -> Iterator[Block]:
    yield Heading(_("Activities carried out and foreseen"))
    rows = material.activities
    if rows is None or rows.empty:
        yield Text(_("No activities are on record."))
        return
    half_year = material.half_year
    rows = rows[rows["on"].between(half_year.first, half_year.last) | (rows["state"] != DONE)]
    for kind, name in KINDS.items():
        yield Heading(name, 2)
        own = rows[rows["kind"] == kind]
        if own.empty:
            yield Text(_("Nothing of this kind was carried out in the half-year or is foreseen."))
            continue
        yield _tabulate(
            (_("Half-year"), _("Day"), _("Activity"), _("Status"), _("What came of it")),
            [
                (
                    str(half_year_of(row["on"])),
                    day(row["on"]),
                    _say_activity(row),
                    STATES[row["state"]],
                    _join(row["result"], row["link"]),
                )
                for row in own.to_dict("records")
            ],
            (1.15, 1.7, 3.15, 1.15, 2.85),
        )


def _say_activity(row: Row) -> str:
    partners = _("with {partners}", partners=row["partners"]) if row["partners"] else ""
    return _join(row["title"], row["place"], partners)


def _members(material: Material) -> Iterator[Block]:
    yield Heading(_("Members"))
    rows, until, half_year = material.members, material.until, material.half_year
    if rows.empty:
        yield Text(
            _("The list of members is not kept yet, so who joined and who left is not known.")
        )
        return
    now = rows[
        [
            membership(joined, left, until) == MEMBER
            for joined, left in zip(rows["joined_on"], rows["left_on"], strict=True)
        ]
    ]
    yield Text(
        _(
            "On {day} the Community had {members} in {countries}.",
            day=day(until),
            members=counted(len(now), "member"),
            countries=counted(now["country"].nunique(), "country", "countries"),
        )
    )
    joined = rows[rows["joined_on"].between(half_year.first, until)]
    left = rows[(rows["left_on"] != "") & rows["left_on"].between(half_year.first, until)]
    yield Text(" ".join([_say_moved(joined, _("joined")), _say_moved(left, _("left"))]))
    yield _tabulate(
        (_("City"), _("Country"), _("Member since")),
        [
            (row["city"], row["country"], day(row["joined_on"]))
            for row in now.sort_values(["city", "member"]).to_dict("records")
        ],
        (3, 3, 2),
    )


def _say_moved(rows: pd.DataFrame, did: str) -> str:
    if rows.empty:
        return _("In the half-year nobody {did}.", did=did)
    names = [
        f"{city} ({country})" for city, country in zip(rows["city"], rows["country"], strict=True)
    ]
    return _("In the half-year {cities} {did}.", cities=listed(sorted(names)), did=did)


def _calendar(material: Material) -> Iterator[Block]:
    yield Heading(_("The {year} edition against its calendar", year=material.edition.year))
    rows = material.calendar
    if rows.empty:
        yield Text(_("The edition keeps no calendar."))
        return
    yield Text(say_calendar(rows, day(material.as_of)))
    yield _tabulate(
        (_("Step"), _("Due"), _("Done"), _("Status")),
        [
            (
                row["step"],
                day(row["due"]),
                day(row["done"]) if row["done"] else "–",
                _say_state(row),
            )
            for row in rows.to_dict("records")
        ],
        (4, 2, 2, 2),
    )


def _say_state(row: Row) -> str:
    if row["state"] in {STEP_LATE, DONE_LATE}:
        days = counted(int(row["days_late"]), "day")
        late = row["state"] == STEP_LATE
        return _("late by {days}", days=days) if late else _("done, {days} late", days=days)
    return str(row["state"])


def _participation(material: Material) -> Iterator[Block]:
    yield Heading(_("Participation by region"))
    states = material.cities
    if states is None or states.empty:
        yield Text(_("No city has been invited yet, or the list of cities is not on this machine."))
        return
    answered = int((states["state"] == ANSWERED).sum())
    yield Text(
        ngettext(
            "Of {cities} invited, {n} ({share} per cent) had answered by {day}.",
            "Of {cities} invited, {n} ({share} per cent) had answered by {day}.",
            answered,
            cities=counted(len(states), "city", "cities"),
            share=decimal(100 * answered / len(states), 0),
            day=day(material.as_of),
        )
    )
    groups = count_by_group(states, "region").to_dict("records")
    total: Row = {"group": _("All"), "invited": len(states), ANSWERED: answered}
    yield _tabulate(
        (_("Region"), _("Invited"), _("Answered"), _("Per cent")),
        [
            (
                str(row["group"]),
                f"{row['invited']:,}",
                f"{row[ANSWERED]:,}",
                decimal(100 * row[ANSWERED] / row["invited"], 0),
            )
            for row in [*groups, total]
        ],
        (4, 1.5, 1.5, 1.5),
        numbers=3,
    )


def _dissemination(material: Material) -> Iterator[Block]:
    yield Heading(_("Plan of dissemination, and what came of it"))
    rows = material.dissemination
    if rows is None or rows.empty:
        yield Text(_("No plan of dissemination is on record."))
        return
    number = rows["state"].value_counts()
    yield Text(
        _(
            "Of {steps} of the plan, {done} by {day}, {late} late and {foreseen} foreseen.",
            steps=counted(len(rows), "step"),
            done=ngettext("{n} was done", "{n} were done", int(number.get(DONE, 0))),
            day=day(material.as_of),
            late=ngettext("{n} is", "{n} are", int(number.get(LATE, 0))),
            foreseen=ngettext("{n} is", "{n} are", int(number.get(FORESEEN, 0))),
        )
    )
    yield _tabulate(
        (_("Audience"), _("Channel"), _("Day"), _("Status"), _("Link"), _("What came of it")),
        [
            (
                row["audience"],
                row["channel"],
                day(row["planned_on"]),
                _say_done(row),
                row["link"],
                row["result"],
            )
            for row in rows.sort_values("planned_on", kind="stable").to_dict("records")
        ],
        (1.8, 1.8, 2, 1.8, 2.4, 2.2),
    )


def _say_done(row: Row) -> str:
    return _("done on {day}", day=day(row["done_on"])) if row["done_on"] else STATES[row["state"]]


def _leadership(material: Material) -> Iterator[Block]:
    yield Heading(_("Leadership"))
    rows = material.activities
    own = (
        rows[(rows["kind"] == LEADERSHIP) & (rows["on"] <= material.half_year.last)]
        if rows is not None
        else None
    )
    if own is None or own.empty:
        yield Text(_("Who leads the Community is not on record."))
        return
    yield _tabulate(
        (_("Office"), _("Since"), _("Note")),
        [
            (row["title"], day(row["on"]), _join(row["result"], row["link"]))
            for row in own.to_dict("records")
        ],
        (4, 2, 4),
    )


def _results(material: Material) -> Iterator[Block]:
    yield Heading(_("Results"))
    for kind, (heading, none) in RESULTS.items():
        messages = material.messages[kind][:MOST]
        yield Heading(heading, 2)
        yield Text(" ".join(messages) if messages else none)


def _tabulate(
    head: Sequence[str],
    rows: Sequence[tuple[str, ...]],
    shares: tuple[float, ...],
    numbers: int = 0,
) -> Table:
    return Table(tuple(head), tuple(rows), shares, numbers)


def _join(*parts: str) -> str:
    """What is known, with commas between."""
    return ", ".join(part for part in parts if part)
