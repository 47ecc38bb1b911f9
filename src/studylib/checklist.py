"""The steps from an empty edition to a published book, each done or open by what the files hold; nobody is asked.

What the files must hold is checked elsewhere (`data.raw`, `pipeline.plan`, `book.build`); here it is only looked at.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from quire.core.errors import Faults, StudyError, nearest
from quire.core.project import Project
from quire.pipeline.vintages import versions
from quire.tables.csvfiles import read_records
from quire.text.words import counted
from studylib.data.editions import Edition, read_editions
from studylib.data.fieldwork_files import CITIES, FOLDER, read_saved
from studylib.data.instrument_papers import ABOUT
from studylib.data.instrument_papers import FOLDER as INSTRUMENTS
from studylib.intake.desk import DOUBTS
from studylib.new_edition import UNDECIDED
from studylib.questionnaire.selfcheck import read_checked

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
    """From the calendar to answers that are fixed; an edition that came out without asking cities here has nothing to do."""
    public, private = project.raw / FOLDER / edition.id, project.incoming / edition.id
    closed = _is_closed(project, edition)
    asked = edition.in_preparation or public.is_dir() or private.is_dir() or closed
    calendar = edition.preparation.calendar if edition.preparation else ()
    late = [
        each
        for each in calendar
        if edition.preparation and each.done is None and each.due < edition.preparation.as_of
    ]
    said = f"{counted(len(calendar), 'step')}, {len(late)} late" if calendar else "none is kept"
    todo = f"add the steps below preparation, calendar in {own}"
    yield Step("Calendar", len(calendar) > 1 or not asked, said, todo)
    if not asked:
        yield Step("Questions to cities", True, "none were asked here", "")
        return
    yield _questionnaire(project, edition)
    forms = sorted((project.build / "forms" / edition.id).glob("*"))
    yield Step(
        "Form", bool(forms) or closed, f"{counted(len(forms), 'file')}", f"study form {edition.id}"
    )
    yield from _answers(project, edition, closed)
    said = "answers are fixed" if closed else "answers can still change"
    yield Step("Closed", closed, said, f"study close {edition.id}")


def _is_closed(project: Project, edition: Edition) -> bool:
    """Whether the answers of its own questionnaire are fixed."""
    return (project.raw / INSTRUMENTS / edition.id / ABOUT).is_file()


def _questionnaire(project: Project, edition: Edition) -> Step:
    """Whether there is one that holds against itself."""
    questions, faults = read_checked(project, edition.id)
    said = counted(len(questions.answerable) if questions else 0, "question")
    said += f", {counted(len(faults), 'fault')}" if questions and faults else ""
    where = project.relative(project.raw / FOLDER / edition.id)
    todo = f"mend it in {where}, then: study check" if questions else f"write {where}/survey.csv"
    return Step("Questionnaire", bool(questions) and not faults, said, todo)


def _answers(project: Project, edition: Edition, closed: bool) -> Iterator[Step]:
    """Who was invited, who answered, and what is not decided: known where the secretariat's files are, or once all is fixed."""
    folder = project.incoming / edition.id
    where, here = project.relative(folder), folder.is_dir()
    cities = _rows(folder / f"{CITIES}.csv")
    sent = [each for each in cities if each.get("answered_on")]
    doubts = read_saved(folder / DOUBTS)
    away = "" if here or closed else f"{where} is not here"
    said = away or counted(len(cities), "city", "cities")
    todo = f"fill in {where}/{CITIES}.csv, a row each"
    yield Step("Cities invited", bool(cities) or closed, said, todo)
    done = bool(cities) and len(sent) == len(cities)
    said = away or f"{len(sent)} of {counted(len(cities), 'city', 'cities')}"
    todo = f"study intake {edition.id} FILE; whom to remind: study remind {edition.id}"
    yield Step("Answers in", done or closed, said, todo)
    said = away or f"{len(doubts)} open"
    todo = f"fill in {where}/{DOUBTS}, then: study intake {edition.id}"
    yield Step("Doubts decided", (bool(sent) and doubts.empty) or closed, said, todo)


def _figures(project: Project, edition: Edition, own: str) -> Iterator[Step]:
    who = edition.participants
    known = who.cities is not None
    said = counted(who.cities, "city", "cities") if who.cities else "not known"
    yield Step(
        "Participants recorded", known, said, f"write number and source below participants in {own}"
    )
    asked = [row for row in _rows(project.raw / "perception.csv") if row["wave"] == edition.wave]
    settled = bool(asked) or (edition.wave is None and edition.runs_notebooks)
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
    """What others say of the edition; one whose answers are here says it itself."""
    closed = _is_closed(project, edition)
    facts = [
        row for row in _rows(project.raw / "published_facts.csv") if row["edition"] == edition.id
    ]
    yield Step(
        "Published facts",
        bool(facts) or closed,
        counted(len(facts), "fact"),
        "add rows to data/raw/published_facts.csv",
    )
    yield Step(
        "Sources",
        bool(edition.sources) or closed,
        counted(len(edition.sources), "address", "addresses"),
        f"add them in {own}",
    )


def _book(project: Project, edition: Edition, own: str) -> Iterator[Step]:
    faults = _faults(project)
    yield Step("study check", not faults, counted(faults, "fault"), "study check names them")
    fresh, said = _runs(project, edition)
    yield Step("Runs up to date", fresh, said, f"study run --edition {edition.id}")
    inside = replace(project, internal=True).html / "editions" / edition.id / "index.html"
    seen = edition.public or (inside.is_file() and fresh)
    said = "it is public" if edition.public else project.relative(inside) if seen else "not there"
    yield Step("Internal book read", seen, said, "study book --internal")
    out = edition.public
    todo = f"write status: published in {own} when all above is done, then: study run"
    yield Step("Published", out, edition.status.value, todo)
    page = project.html / "editions" / edition.id / "index.html"
    built = out and page.is_file() and fresh
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
    half_years = f"{edition.id}-[0-9][0-9][0-9][0-9]-[12].*"
    reports = list((project.build / "internal" / "report").glob(half_years))
    asked = edition.preparation is not None and (project.incoming / edition.id).is_dir()
    if asked:
        said = counted(len(reports), "file")
        yield Step(
            "Report to the World Secretariat", bool(reports), said, f"study report {edition.id}"
        )


def _faults(project: Project) -> int:
    from studylib.data.raw import check

    try:
        check(project)
    except Faults as found:
        return len(found.faults)
    return 0


def _runs(project: Project, edition: Edition) -> tuple[bool, str]:
    """Whether the edition has runs and all are up to date, in words, too."""
    from quire.pipeline.driver import look

    try:
        plan = look(project)
    except StudyError:
        return False, "cannot be told"
    runs = [run for run in plan.runs if run.scope == edition.id]
    stale = sum(bool(run.reasons) for run in runs)
    said = f"{counted(stale, 'run')} stale" if runs else "there are none yet"
    return bool(runs) and not stale, plan.held.get(edition.id, said)


def _rows(path: Path) -> Rows:
    """The rows of a table; none if it is not there or is no table."""
    try:
        return read_records(path.read_bytes())
    except (OSError, UnicodeDecodeError, csv.Error):
        return []
