"""The steps from an empty edition to a published book, each done or open by what the files hold; nobody is asked.

What the files must hold is checked elsewhere (`data.raw`, `pipeline.plan`, `book.build`); here it is only looked at.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from quire.core.errors import Faults, StudyError, nearest
from quire.core.project import Project
from quire.pipeline.vintages import versions
from quire.tables.csvfiles import read_records
from quire.text.words import counted
from studylib.data.editions import Edition, Status, read_editions
from studylib.data.fieldwork_files import FOLDER
from studylib.new_edition import UNDECIDED

Rows = list[dict[str, str]]


@dataclass(frozen=True)
class Step:
    """One step: what, whether it is done, what was found, and how to do it."""

    title: str
    done: bool
    found: str
    todo: str


def checklist(project: Project, edition: str) -> list[Step]:
    """Every step for an edition, in order.

    Raises
    ------
    StudyError
        If there is no file of that edition.
    Faults
        If its file cannot be read: then nothing else can be said.
    """
    editions, faults = read_editions(project)
    own = f"data/raw/editions/{edition}.yml"
    if any(each.file == own for each in faults):
        raise Faults([each for each in faults if each.file == own], where=own)
    found = {each.id: each for each in editions}
    if edition not in found:
        raise StudyError(
            f"edition {edition!r} is unknown",
            where="data/raw/editions",
            repair=f"{nearest(edition, found)}; or make it: study new {edition}",
        )
    return list(_steps(project, found[edition]))


def as_text(edition: str, steps: list[Step]) -> str:
    """The steps for a terminal: numbered, done or open, and for the open ones what to do."""
    done = sum(each.done for each in steps)
    lines = [f"Edition {edition}: {done} of {len(steps)} steps done"]
    for number, each in enumerate(steps, start=1):
        lines.append(f"{number:3}. {'done' if each.done else 'open'}  {each.title}: {each.found}")
        lines += [] if each.done else [f"           {each.todo}"]
    return "\n".join(lines)


def _steps(project: Project, edition: Edition) -> Iterator[Step]:
    own = f"data/raw/editions/{edition.id}.yml"
    yield Step("Files of the edition", True, own, "")
    decided = edition.subject != UNDECIDED
    yield Step("Subject", decided, edition.subject, f"write it as subject in {own}")
    yield from _fieldwork(project, edition, own)
    yield from _figures(project, edition, own)
    yield from _words(project, edition, own)
    yield from _book(project, edition, own)


def _fieldwork(project: Project, edition: Edition, own: str) -> Iterator[Step]:
    """Calendar, questions, cities, answers; an edition that came out without these files has nothing to do here."""
    folder = project.raw / FOLDER / edition.id
    past = edition.status is not Status.PREPARATION and not folder.is_dir()
    calendar = edition.preparation.calendar if edition.preparation else ()
    late = [
        each
        for each in calendar
        if edition.preparation and each.done is None and each.due < edition.preparation.as_of
    ]
    said = f"{counted(len(calendar), 'step')}, {len(late)} late" if calendar else "none is kept"
    yield Step(
        "Calendar",
        past or len(calendar) > 1,
        said,
        f"add the steps below preparation, calendar in {own}",
    )
    questions, cities, answers = (
        _rows(folder / f"{name}.csv") for name in ("questions", "cities", "answers")
    )
    where = project.relative(folder)
    yield _filled("Questions", past, questions, "question", f"{where}/questions.csv, a row each")
    yield _filled(
        "Cities invited", past, cities, "city", f"{where}/cities.csv, a row each", "cities"
    )
    sent = [each for each in cities if each.get("answered_on")]
    todo = f"enter answered_on in {where}/cities.csv and what they answered in answers.csv"
    said = f"{len(sent)} of {len(cities)} cities, {counted(len(answers), 'answer')}"
    yield Step(
        "Answers in",
        past or (bool(cities) and len(sent) == len(cities)),
        "kept elsewhere" if past else said,
        todo,
    )


def _filled(title: str, past: bool, rows: Rows, one: str, where: str, many: str = "") -> Step:
    return Step(
        title,
        past or bool(rows),
        "kept elsewhere" if past else counted(len(rows), one, many),
        f"fill in {where}",
    )


def _figures(project: Project, edition: Edition, own: str) -> Iterator[Step]:
    who = edition.participants
    known = who.cities is not None and who.source is not None
    said = counted(who.cities, "city", "cities") if who.cities else "not known"
    yield Step(
        "Participants recorded", known, said, f"write number and source below participants in {own}"
    )
    asked = [row for row in _rows(project.raw / "perception.csv") if row["wave"] == edition.wave]
    settled = bool(asked) or (edition.wave is None and edition.status is Status.PUBLISHED)
    said = (
        f"{edition.wave}, {counted(len(asked), 'figure')}"
        if edition.wave
        else "no survey stands beside it"
    )
    todo = f"name the wave in {own} and add its figures; leave it null if none stands beside it"
    yield Step("Survey beside it", settled, said, todo)
    surveys = _rows(project.raw / "framework" / "surveys.csv")
    main = {
        row["survey"] for row in surveys if row["wave"] == edition.wave and row["main"] == "True"
    }
    rows = [
        row
        for row in _rows(project.raw / "framework" / "comparability.csv")
        if row["survey"] in main
    ]
    lacking = {row["item"] for row in asked} - {row["item"] for row in rows}
    said = (
        f"{counted(len(rows), 'row')}, {counted(len(lacking), 'item')} lacking"
        if asked
        else "nothing was asked"
    )
    todo = "say of every concept how the survey asked it, in data/raw/framework/comparability.csv"
    yield Step("Map of comparability", settled and not lacking, said, todo)


def _words(project: Project, edition: Edition, own: str) -> Iterator[Step]:
    facts = [
        row for row in _rows(project.raw / "published_facts.csv") if row["edition"] == edition.id
    ]
    yield Step(
        "Published facts",
        bool(facts),
        counted(len(facts), "fact"),
        "add rows to data/raw/published_facts.csv",
    )
    yield Step(
        "Sources",
        bool(edition.sources),
        counted(len(edition.sources), "address", "addresses"),
        f"add them in {own}",
    )


def _book(project: Project, edition: Edition, own: str) -> Iterator[Step]:
    faults = _faults(project)
    yield Step("study check", not faults, counted(faults, "fault"), "study check names them")
    out = edition.status is Status.PUBLISHED
    yield Step(
        "Status",
        out,
        edition.status.value,
        f"write status: published in {own} when all above is done",
    )
    stale = None if faults else _stale(project, edition)
    said = (
        "cannot be told"
        if stale is None
        else "there are none yet"
        if stale < 0
        else f"{counted(stale, 'run')} stale"
    )
    yield Step("Runs up to date", stale == 0, said, f"study run --edition {edition.id}")
    page = project.html / "editions" / edition.id / "index.html"
    built = page.is_file() and stale == 0
    yield Step(
        "Page in the book", built, project.relative(page) if built else "not there", "study book"
    )
    frozen = versions(project, edition.id)
    said = f"version {frozen[-1]}" if frozen else "not frozen"
    yield Step(
        "Values frozen",
        bool(frozen),
        said,
        f"study freeze {edition.id}, on the day it is published",
    )


def _faults(project: Project) -> int:
    from studylib.data.raw import check

    try:
        check(project)
    except Faults as found:
        return len(found.faults)
    return 0


def _stale(project: Project, edition: Edition) -> int | None:
    """How many runs of the edition are stale; below 0 if it has none, None if the plan cannot be made."""
    from quire.pipeline.driver import look

    try:
        runs = [run for run in look(project).runs if run.scope == edition.id]
    except StudyError:
        return None
    return sum(bool(run.reasons) for run in runs) if runs else -1


def _rows(path: Path) -> Rows:
    """The rows of a table; none if it is not there or is no table."""
    try:
        return read_records(path.read_bytes())
    except (OSError, UnicodeDecodeError, csv.Error):
        return []
