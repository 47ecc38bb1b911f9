"""Every step of a study - tables, runs, book and print - and whether it is up to date or why not."""

from __future__ import annotations

from quire.book.build import book_step
from quire.core.errors import StudyError
from quire.core.project import Project
from quire.pipeline.driver import look
from quire.printing.book import print_step
from quire.study import load_study

State = tuple[str, tuple[str, ...]]
"""Name of a step, and why it is stale; none if it is up to date."""


def list_states(project: Project) -> list[State]:
    """How every step is, in the order in which they are made; nothing is written.

    Raises
    ------
    Faults
        If raw data, notebooks or choices are wrong.
    """
    plan = look(project)
    book = book_step(project, plan).why_stale()
    return [
        ("tables", plan.preparation.reasons),
        *((run.id, run.reasons) for run in plan.runs),
        ("book", book),
        *_prints(project, bool(book)),
    ]


def _prints(project: Project, waits: bool) -> list[State]:
    """The PDFs; which there are is known once there is a book."""
    try:
        publications = load_study(project).publications(project)
    except StudyError:
        return [("print", ("waits for book",))]
    steps = [print_step(project, publication) for publication in publications]
    return [
        (step.name, (*step.why_stale(), *(["waits for book"] if waits else []))) for step in steps
    ]
