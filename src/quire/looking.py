"""The commands that look and write nothing: what would be made, how every step is, what is wrong, what differs, what there is."""

from __future__ import annotations

from typing import Annotated

import typer

from quire import terminal
from quire.core.errors import Faults
from quire.core.project import Project


def plan(
    exit_code: Annotated[
        bool,
        typer.Option(
            "--exit-code", help="End with status 1 if run, book or print have something to do."
        ),
    ] = False,
) -> None:
    """Show what would be made, and why; nothing is written.

    Examples: `quire plan`

    `quire plan --exit-code || quire run` - only if there is something to do
    """
    from quire.book.dependencies import INTERNAL
    from quire.book.references import say_references
    from quire.overview import list_states
    from quire.pipeline.driver import look
    from quire.pipeline.marks import say_minutes
    from quire.pipeline.scratch import say_unnamed

    project = Project.find()
    terminal.show_lines(say_unnamed(project))
    seen = look(project)
    terminal.show_lines(say_references(project, seen))
    states = list_states(project, seen)
    stale = [(name, reasons) for name, reasons in states if reasons]
    for name, reasons in stale:
        print(f"{name:24} {terminal.why(reasons)}")
    if seen.stale:
        print(say_minutes(project, {run.notebook.where: run.notebook.data for run in seen.stale}))
    if not stale:
        print(f"nothing to do: {len(states)} steps are up to date")
    if exit_code and any(name != INTERNAL for name, _ in stale):
        raise typer.Exit(1)


def status() -> None:
    """Show every step - tables, runs, book and print: up to date, or stale and why.

    Example: `quire status`
    """
    from quire.overview import list_states
    from quire.pipeline.driver import look

    project = Project.find()
    seen = look(project)
    for name, reasons in list_states(project, seen):
        print(f"{name:24} {terminal.state(reasons)}")
    for name, why in seen.held.items():
        print(f"{name:24} held back: {why}")


def check(
    words: Annotated[
        bool,
        typer.Option("--words", help="Count instead how easily the openings of the book read."),
    ] = False,
    languages: Annotated[
        bool,
        typer.Option(
            "--languages", help="Hold instead the catalogues of other languages against the texts."
        ),
    ] = False,
) -> None:
    """Check all raw data, all notebooks and the words that people wrote, and say everything that is wrong; nothing is written.

    Examples: `quire check`

    `quire check --languages` - texts without words in another language, and words that are stale as their English changed
    """
    if languages:
        from quire.checking import check_languages

        terminal.show_lines(check_languages(Project.find()))
        return
    if words:
        from quire.book.openings import say_openings

        terminal.show_lines(say_openings(Project.find()))
        return
    from quire.checking import check_study
    from quire.pipeline.scratch import say_unnamed

    project = Project.find()
    terminal.show_lines(say_unnamed(project))
    terminal.show_lines(check_study(project))


def diff(
    before: Annotated[
        str, typer.Argument(metavar="A", help="An edition (2019) or a frozen version (2019@1).")
    ],
    after: Annotated[
        str | None,
        typer.Argument(
            metavar="B",
            help="The same; without it the edition of A as it is now.",
            show_default=False,
        ),
    ] = None,
    erratum: Annotated[
        bool, typer.Option("--erratum", help="Print what differs as an entry for errata.yml.")
    ] = False,
) -> None:
    """Show two versions or two editions: what was added, removed and changed, and by how much.

    Examples: `quire diff 2019@1` - the first frozen version and the edition as it is now

    `quire diff 2017 2019` - two editions
    """
    from quire.pipeline.differences import as_text, compare
    from quire.pipeline.driver import look
    from quire.pipeline.errata import as_entry
    from quire.pipeline.vintages import causes, named
    from quire.tables.schemas import read_uncompared

    project = Project.find()
    now = look(project)
    one = named(project, now, before)
    two = named(project, now, after or one.edition)
    differences = compare(one.files, two.files, read_uncompared(project))
    if erratum:
        print(as_entry(differences, one.version))
    else:
        print(as_text(f"{one.name} and {two.name}", differences, causes(one, two)))


def list_all() -> None:
    """List editions and notebooks with their parameters.

    Example: `quire list`
    """
    from quire.pipeline.notebooks import list_notebooks
    from quire.study import FIGURES, load_study

    project = Project.find()
    print("Editions")
    for edition in load_study(project).editions(project):
        choices = terminal.say_values(edition.choices)
        print(f"  {edition.id}  {edition.status}: {edition.subject}{choices}")
    notebooks, faults = list_notebooks(project)
    print("Notebooks")
    for notebook in notebooks:
        often = "once per edition" if notebook.kind == "edition" else "once"
        often += "" if notebook.needs == FIGURES else f" that offers: {notebook.needs}"
        values = terminal.say_values(notebook.parameters)
        print(f"  {notebook.name}  {often}: {notebook.where}{values}")
    if faults:
        raise Faults(faults, where="notebooks")
