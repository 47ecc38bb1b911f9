"""Every step of a study - tables, runs, book and print - and whether it is up to date or why not."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain

from quire.book.dependencies import book_step
from quire.core.errors import StudyError
from quire.core.project import Project
from quire.languages.catalogues import list_books
from quire.pipeline.plan import Plan
from quire.pipeline.selection import of_book
from quire.printing.book import list_print_states
from quire.study import load_study

State = tuple[str, tuple[str, ...]]
"""Name of a step, and why it is stale; none if it is up to date."""


def list_states(project: Project, plan: Plan) -> list[State]:
    """How every step is, in the order in which they are made; nothing is written.

    Parameters
    ----------
    plan
        As `pipeline.driver.look` gives it. The internal book is a step only where there is something that the other does not show.
    """
    inside = replace(project, internal=True)
    published = list_books(project)
    shown = of_book(project, plan).runs != plan.runs
    books = [*published, *([inside] if shown else [])]
    steps = (book_step(each, plan) for each in books)
    built = [(step.name, step.why_stale()) for step in steps]
    prints = [_prints(each, bool(why)) for each, (_, why) in zip(published, built, strict=False)]
    return [
        ("tables", plan.preparation.reasons),
        *((run.id, run.reasons) for run in plan.runs),
        *built,
        *chain(*prints),
    ]


def _prints(project: Project, waits: bool) -> list[State]:
    """The PDFs of a language; which there are is known once there is a book."""
    try:
        publications = load_study(project).publications(project)
    except StudyError:
        return [("print", ("waits for book",))]
    return [
        (name, (*why, *(["waits for book"] if waits else [])))
        for name, why in list_print_states(project, publications)
    ]
