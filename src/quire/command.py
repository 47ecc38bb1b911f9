"""The command: reads the command line, calls the press, prints what came of it. Nothing is decided here.

`quire` works on whatever study the folder belongs to; a study makes a command of its own name with `make_app` and adds to it.
"""

from __future__ import annotations

import contextlib
import inspect
import io
import os
import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Annotated

import typer

from quire import terminal
from quire.core.errors import Faults, StudyError, explain
from quire.core.project import Project

INTERRUPTED = 130
"""Exit status that typer gives a command stopped by Ctrl-C, as shells do."""

HELP = """{title}

Each command looks at what has changed and does only that. Start with:

`quire plan` - what would be made, and why

`quire run` - run the notebooks

`quire book` - build the book and say where it is
"""

EditionOption = Annotated[
    str | None,
    typer.Option(
        "--edition", metavar="ID", help="Only this edition, such as 2019.", show_default=False
    ),
]
OnlyOption = Annotated[
    str | None,
    typer.Option(
        "--only", metavar="NAME", help="Only this notebook, such as situation.", show_default=False
    ),
]
ForceOption = Annotated[
    bool, typer.Option("--force", help="Make also what is up to date.", show_default=False)
]


def plan() -> None:
    """Show what would be made, and why; nothing is written.

    Example: `quire plan`
    """
    from quire.overview import list_states
    from quire.pipeline.driver import look

    project = Project.find()
    states = list_states(project, look(project))
    stale = [(name, reasons) for name, reasons in states if reasons]
    for name, reasons in stale:
        print(f"{name:24} {terminal.why(reasons)}")
    if not stale:
        print(f"nothing to do: {len(states)} steps are up to date")


def run(
    edition: EditionOption = None,
    only: OnlyOption = None,
    keep_going: Annotated[
        bool, typer.Option("--keep-going", help="Begin further runs after one has failed.")
    ] = False,
    jobs: Annotated[
        int | None,
        typer.Option(
            "--jobs",
            "-j",
            min=1,
            metavar="N",
            help="Runs at a time [default: cores].",
            show_default=False,
        ),
    ] = None,
    force: ForceOption = False,
    minutes: Annotated[
        float | None,
        typer.Option(
            "--minutes",
            min=0.01,
            metavar="N",
            help="How long each notebook may take [default: as its metadata says, or 60].",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Check the data, prepare the tables, and run every notebook whose result is stale.

    Examples: `quire run` - everything that is stale

    `quire run --edition 2019 --only situation` - one notebook for one edition, after those whose results it reads

    `quire run --keep-going --jobs 2` - two at a time, past failures

    A notebook that takes or shows more than it may is stopped: 60 minutes and 50 megabytes, or what stands in its metadata,
    such as `{"study": {"minutes": 120, "megabytes": 100}}`.
    """
    from quire.pipeline.driver import run_study

    report = run_study(
        Project.find(),
        edition=edition,
        only=only,
        keep_going=keep_going,
        jobs=jobs,
        force=force,
        minutes=minutes,
    )
    terminal.show_report(report)
    if report.failed:
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


def book(
    force: ForceOption = False,
    internal: Annotated[
        bool,
        typer.Option(
            "--internal",
            help="With editions that are not published; in build/internal, for you alone.",
            show_default=False,
        ),
    ] = False,
) -> None:
    """Build the book of published editions from the results of the runs, and say where it is.

    Examples: `quire run && quire book`

    `quire book --internal` - a second book that shows all editions, and is not to be published
    """
    from quire.book.build import build

    project = replace(Project.find(), internal=internal)
    print(f"{'internal book' if internal else 'book'}: {build(project, force=force)}")


def print_pdfs(force: ForceOption = False, edition: EditionOption = None) -> None:
    """Make PDFs of the book that was built, all of them or those of an edition, and say where they are.

    Example: `quire book && quire print`
    """
    from quire.printing.book import print_book
    from quire.study import load_study

    project = Project.find()
    for path in print_book(
        project,
        load_study(project).publications(project, edition or ""),
        force=force,
        tell=lambda said: print(f"print  {said}", flush=True),
    ):
        print(f"print: {path}")


def check() -> None:
    """Check all raw data and all notebooks, and say everything that is wrong with them; nothing is written.

    Example: `quire check`
    """
    from quire.book.prose import written_faults
    from quire.pipeline.notebooks import list_notebooks
    from quire.study import load_study

    project = Project.find()
    notebooks, faults = list_notebooks(project)
    faults += written_faults(project, notebooks)
    try:
        lines = load_study(project).check(project)
    except Faults as error:
        raise Faults([*error.faults, *faults], where=error.where) from None
    if faults:
        raise Faults(faults, where="notebooks")
    for line in lines:
        print(line)


def prepare() -> None:
    """Check the raw data and write the processed tables.

    Example: `quire prepare`
    """
    from quire.pipeline.preparation import prepare as prepare_tables
    from quire.pipeline.runs import only_one

    project = Project.find()
    with only_one(project):
        made = prepare_tables(project)
    what = "written" if made.reasons else "are up to date"
    print(f"{len(made.files)} tables {what} in data/processed")


def freeze(
    edition: Annotated[str, typer.Argument(metavar="EDITION", help="The edition, such as 2019.")],
) -> None:
    """Keep the values of an edition as they are being published; later builds are held against them.

    Example: `quire freeze 2019` - writes the next version below data/published/2019
    """
    from quire.pipeline.driver import look
    from quire.pipeline.errata import freeze as freeze_values

    project = Project.find()
    made = freeze_values(project, look(project), edition)
    where = f"data/published/{made.edition}/{made.version}"
    print(f"frozen: {made.name}, {len(made.files)} files in {where}")


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
        print(f"  {edition.id}  {edition.status}: {edition.subject}{_values(edition.choices)}")
    notebooks, faults = list_notebooks(project)
    print("Notebooks")
    for notebook in notebooks:
        often = "once per edition" if notebook.kind == "edition" else "once"
        often += "" if notebook.needs == FIGURES else f" that offers: {notebook.needs}"
        print(f"  {notebook.name}  {often}: {notebook.where}{_values(notebook.parameters)}")
    if faults:
        raise Faults(faults, where="notebooks")


def make_app(name: str, title: str) -> typer.Typer:
    """Make a command with everything that the press can do.

    Parameters
    ----------
    name
        What people type; stands in all examples.
    title
        What it is for, as a sentence.
    """
    app = typer.Typer(
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode="markdown",
        help=HELP.format(title=title).replace("`quire ", f"`{name} "),
    )
    acts: dict[str, Callable[..., None]] = {"plan": plan, "run": run, "status": status}
    acts |= {"book": book, "print": print_pdfs, "check": check, "prepare": prepare}
    acts |= {"freeze": freeze, "diff": diff, "list": list_all}
    for command, act in acts.items():
        said = re.sub(
            "(?<=`)quire |(?<=&& )quire ", f"{name} ", inspect.cleandoc(act.__doc__ or "")
        )
        app.command(command, help=said)(act)
    return app


def run_app(app: typer.Typer, arguments: list[str] | None = None) -> None:
    """Run a command; errors on purpose, and what the system refuses, are printed without a traceback and end with status 1."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(
            stream, io.TextIOWrapper
        ):  # a terminal may have no letters but those of English
            stream.reconfigure(errors="backslashreplace")
    try:
        try:
            app(arguments)
        finally:
            sys.stdout.flush()  # a disk may be full only now
    except StudyError as error:
        terminal.show_error(error)
        sys.exit(1)
    except OSError as error:
        if not isinstance(error, BrokenPipeError):  # whoever read along has seen enough
            terminal.show_error(explain(error))
        with contextlib.suppress(OSError):  # Python would try to write the rest once more
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except MemoryError:
        repair = "close other programs, or run fewer notebooks at a time"
        terminal.show_error(StudyError("the memory of this machine is full", repair=repair))
        sys.exit(1)
    except SystemExit as ended:
        if ended.code == INTERRUPTED:
            print("stopped; what was finished stays", file=sys.stderr)
        raise


def main(arguments: list[str] | None = None) -> None:
    """Run `quire`."""
    run_app(make_app("quire", "A press for studies: from data and notebooks to a book."), arguments)


def _values(values: Mapping[str, object]) -> str:
    """Values by name in brackets; nothing where there are none."""
    said = ", ".join(f"{name} = {value!r}" for name, value in values.items())
    return f"  [{said}]" if said else ""
