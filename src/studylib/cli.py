"""The command `study`: reads the command line, calls the library, prints what came of it. Nothing is decided here."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from quire.core.errors import Faults, StudyError
from quire.core.project import Project
from studylib import terminal

if TYPE_CHECKING:
    from quire.pipeline.plan import Plan

INTERRUPTED = 130
"""Exit status that typer gives a command stopped by Ctrl-C, as shells do."""

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
    help="""The Smart Cities Study: from raw figures to a rendered book.

    Each command looks at what has changed and does only that. Start with:

    `study plan` - what would run, and why

    `study run` - run it

    `study book` - build the book and say where it is
    """,
)

EditionOption = Annotated[
    str | None,
    typer.Option(
        "--edition",
        metavar="ID",
        help="Only runs of this edition, such as 2019.",
        show_default=False,
    ),
]
OnlyOption = Annotated[
    str | None,
    typer.Option(
        "--only", metavar="NAME", help="Only this notebook, such as situation.", show_default=False
    ),
]


@app.command()
def plan() -> None:
    """Show what `study run` would do, and why; nothing is written.

    Example: `study plan`
    """
    found = _look()
    for reason in found.preparation.reasons:
        print(f"prepare    {reason}")
    for run in found.stale:
        print(f"run        {run.id}: {terminal.why(run.reasons)}")
    if not found.stale and not found.preparation.reasons:
        print(f"nothing to do: {len(found.runs)} runs are up to date")


@app.command()
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
    force: Annotated[bool, typer.Option("--force", help="Run also what is up to date.")] = False,
) -> None:
    """Check the figures, prepare the tables, and run every notebook whose result is stale.

    Examples: `study run` - everything that is stale

    `study run --edition 2019 --only situation` - one notebook for one edition

    `study run --keep-going --jobs 2` - two at a time, past failures
    """
    from quire.pipeline.driver import run_study

    report = run_study(
        Project.find(), edition=edition, only=only, keep_going=keep_going, jobs=jobs, force=force
    )
    terminal.show_report(report)
    if report.failed:
        raise typer.Exit(1)


@app.command()
def status() -> None:
    """Show every run: up to date, or stale and why.

    Example: `study status`
    """
    found = _look()
    print(f"{'tables':24} {terminal.state(found.preparation.reasons)}")
    for each in found.runs:
        print(f"{each.id:24} {terminal.state(each.reasons)}")


@app.command()
def book(
    force: Annotated[
        bool, typer.Option("--force", help="Build it even if it is up to date.")
    ] = False,
) -> None:
    """Build the book from the results of the runs, and say where it is.

    Example: `study run && study book`
    """
    from quire.book.build import build

    print(f"book: {build(Project.find(), force=force)}")


@app.command("print")
def print_pdf(
    force: Annotated[
        bool, typer.Option("--force", help="Make it even if it is up to date.")
    ] = False,
    edition: Annotated[
        str, typer.Option("--edition", metavar="EDITION", help="Only this one.", show_default=False)
    ] = "",
) -> None:
    """Make PDFs of the book that was built, the whole book and every edition, and say where they are.

    Example: `study book && study print`
    """
    from quire.printing.book import print_book
    from studylib.pages.publications import list_publications

    project = Project.find()
    for path in print_book(
        project,
        list_publications(project, edition),
        force=force,
        tell=lambda said: print(f"print  {said}", flush=True),
    ):
        print(f"print: {path}")


@app.command()
def check() -> None:
    """Check all raw figures and say everything that is wrong with them; nothing is written.

    Example: `study check`
    """
    from studylib.data.raw import check as check_raw

    for line in terminal.checked(check_raw(Project.find())):
        print(line)


@app.command()
def prepare() -> None:
    """Check the raw figures and write the processed tables.

    Example: `study prepare`
    """
    from quire.pipeline.preparation import prepare as prepare_tables
    from quire.pipeline.runs import only_one

    project = Project.find()
    with only_one(project):
        found = prepare_tables(project)
    print(
        f"{len(found.files)} tables {'written' if found.reasons else 'are up to date'} in data/processed"
    )


@app.command()
def new(
    edition: Annotated[str, typer.Argument(metavar="EDITION", help="Its id, usually the year.")],
    year: Annotated[
        int | None,
        typer.Option(
            "--year", metavar="YEAR", help="The year, if the id is none.", show_default=False
        ),
    ] = None,
) -> None:
    """Write the files of a new edition, with comments that say what goes where.

    Example: `study new 2027`, then `study checklist 2027`
    """
    import datetime

    from studylib.new_edition import new_edition

    project = Project.find()
    for path in new_edition(project, edition, datetime.date.today(), year):
        print(f"written: {project.relative(path)}")
    print(f"what is still to be done: study checklist {edition}")


@app.command()
def checklist(
    edition: Annotated[str, typer.Argument(metavar="EDITION", help="The edition, such as 2027.")],
) -> None:
    """Show the steps from an empty edition to a published book, each done or open by what the files hold.

    Example: `study checklist 2027`
    """
    from studylib.checklist import as_text
    from studylib.checklist import checklist as steps

    print(as_text(edition, steps(Project.find(), edition)))


@app.command()
def freeze(
    edition: Annotated[str, typer.Argument(metavar="EDITION", help="The edition, such as 2019.")],
) -> None:
    """Keep the values of an edition as they are being published; later builds are held against them.

    Example: `study freeze 2019` - writes the next version below data/published/2019
    """
    from quire.pipeline.errata import freeze as freeze_values

    made = freeze_values(Project.find(), _look(), edition)
    print(
        f"frozen: {made.name}, {len(made.files)} files in data/published/{made.edition}/{made.version}"
    )


@app.command()
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

    Examples: `study diff 2019@1` - the first frozen version and the edition as it is now

    `study diff 2017 2019` - two editions; what of it may be compared is in the map of comparability
    """
    from quire.pipeline.differences import as_text, compare
    from quire.pipeline.errata import as_entry
    from quire.pipeline.vintages import causes, named

    project, found = Project.find(), _look()
    one = named(project, found, before)
    two = named(project, found, after or one.edition)
    differences = compare(one.files, two.files)
    if erratum:
        print(as_entry(differences, one.version))
    else:
        print(as_text(f"{one.name} and {two.name}", differences, causes(one, two)))


@app.command("list")
def list_all() -> None:
    """List editions and notebooks with their parameters.

    Example: `study list`
    """
    from quire.pipeline.notebooks import list_notebooks
    from studylib.data.editions import list_editions

    project = Project.find()
    print("Editions")
    for edition in list_editions(project):
        choices = ", ".join(f"{name} = {value!r}" for name, value in edition.choices.items())
        print(
            f"  {edition.id}  {edition.status}: {edition.subject}"
            + (f"  [{choices}]" if choices else "")
        )
    notebooks, faults = list_notebooks(project)
    print("Notebooks")
    for notebook in notebooks:
        defaults = ", ".join(f"{name} = {value!r}" for name, value in notebook.parameters.items())
        often = "once per edition" if notebook.kind == "edition" else "once"
        often += " in preparation" if notebook.needs == "preparation" else ""
        print(
            f"  {notebook.name}  {often}: {notebook.where}"
            + (f"  [{defaults}]" if defaults else "")
        )
    if faults:
        raise Faults(faults, where="notebooks")


def main(arguments: list[str] | None = None) -> None:
    """Run the command; errors of the study are printed without a traceback and end with status 1."""
    try:
        app(arguments)
    except StudyError as error:
        terminal.show_error(error)
        sys.exit(1)
    except SystemExit as ended:
        if ended.code == INTERRUPTED:
            print("stopped; what was finished stays", file=sys.stderr)
        raise


def _look() -> Plan:
    from quire.pipeline.driver import look

    return look(Project.find())
