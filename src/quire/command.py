"""The command: reads the command line, calls the press, prints what came of it. Nothing is decided here.

`quire` works on whatever study the folder belongs to; a study makes a command of its own name with `make_app` and adds to it.
"""

from __future__ import annotations

import atexit
import contextlib
import gc
import inspect
import io
import os
import re
import sys
from collections.abc import Callable
from dataclasses import replace
from typing import Annotated, Any

import typer
from typer.core import TyperCommand

from quire import terminal
from quire.core.errors import StudyError, as_study_error, explain
from quire.core.project import SOURCE, Project
from quire.looking import check, diff, list_all, plan, status
from quire.preview.command import serve

INTERRUPTED = 130
"""Exit status that typer gives a command stopped by Ctrl-C, as shells do."""

HELP = """{title}

Each command looks at what has changed and does only that. Start with:

`quire plan` - what would be made, and why

`quire run` - run the notebooks

`quire serve` - see the book while you work on it

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
LanguageOption = Annotated[
    str | None,
    typer.Option(
        "--language", metavar="CODE", help="Only what is in this language.", show_default=False
    ),
]
INTERNAL = "With editions that are not published; in build/internal, for you alone."
DRAFT = "Of whatever there is, with what is not right marked; in build/draft, for you alone."


def _flag(name: str, said: str) -> Any:
    return typer.Option(name, help=said, show_default=False)


ForceOption = Annotated[bool, _flag("--force", "Make also what is up to date.")]


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
            help="Runs at a time [default: cores, or as many as the engine takes].",
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
            help="How long each notebook may take [default: as it or the study says, or 60].",
            show_default=False,
        ),
    ] = None,
    engine: Annotated[
        str | None,
        typer.Option(
            "--engine",
            metavar="NAME",
            help="What carries the runs to other machines, such as dask:tcp://host:8786.",
            show_default=False,
        ),
    ] = None,
    values: Annotated[
        list[str] | None,
        typer.Option(
            "--parameter",
            "-p",
            metavar="NAME=VALUE",
            help="A value for a try of one run, as in `-p country_min_cities=5`.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Check the data, prepare the tables, and run every notebook whose result is stale.

    Examples: `quire run` - everything that is stale

    `quire run --edition 2019 --only situation` - one notebook for one edition, after those whose results it reads

    `quire run --keep-going --jobs 2` - two at a time, past failures

    `quire run --engine dask:tcp://host:8786` - on other machines, with dask; or `--engine module:function`, which returns any
    `concurrent.futures.Executor`, such as one of Parsl or executorlib for SLURM. See docs/cluster.md

    `quire run --edition 2019 --only situation -p country_min_cities=5` - a try, in build/tries and in no book; see `quire list`

    A notebook that takes or shows more than it may is stopped: 60 minutes and 50 megabytes, or what stands in its metadata,
    such as `{"study": {"minutes": 120, "megabytes": 100}}`, or for all in pyproject.toml, such as `minutes = 30` below `[tool.quire]`.
    A result lies in `build/runs/<edition>/<notebook>/`, and on its page with `quire book --draft`. The notebook of a run that
    fails is kept as far as it came, in `build/failed`.
    """
    from quire.book.references import say_references
    from quire.pipeline.driver import run_study
    from quire.pipeline.tries import read_values

    project = Project.find()
    report = run_study(
        project,
        edition=edition,
        only=only,
        keep_going=keep_going,
        jobs=jobs,
        force=force,
        minutes=minutes,
        engine=engine,
        values=read_values(values or []),
        tell=lambda plan: terminal.show_lines(say_references(project, plan)),
    )
    terminal.show_report(report, project.command)
    if report.failed:
        raise typer.Exit(1)


def book(
    force: ForceOption = False,
    internal: Annotated[bool, _flag("--internal", INTERNAL)] = False,
    draft: Annotated[bool, _flag("--draft", DRAFT)] = False,
    language: LanguageOption = None,
) -> None:
    """Build the book of published editions from the results of the runs, and say where it is.

    Examples: `quire run && quire book`

    `quire book --internal` - a second book that shows all editions, and is not to be published

    `quire book --draft` - your page as it is now, in seconds: the text of the notebooks with the last results. What is stale,
    failed or wrong is marked on its page and listed here; nothing is refused, and no notebook is run

    `quire book --language es` - only the book in Spanish: there is one for each language in `locale`, of the same runs
    """
    project = replace(Project.find(), internal=internal)
    if language is not None:
        _check_language(project, language, draft=draft)
    if draft:
        from quire.book.draft import build_draft
        from quire.book.notes import list_marks

        made = build_draft(project)
        print("\n".join([*list_marks(made.marks), f"draft: {made.index}"]))
        return
    if internal:
        from quire.book.build import build

        print(f"internal book: {build(project, force=force)}")
        return
    from quire.book.site import build_site

    for path in build_site(project, language or "", force=force):
        print(f"book: {path}")


def _check_language(project: Project, language: str, *, draft: bool = False) -> None:
    """Refuse a language that the book is not in."""
    from quire.languages.catalogues import list_catalogues

    if draft or project.internal:
        raise StudyError(
            "drafts and the internal book are in English only", repair="leave out --language"
        )
    if language != SOURCE:
        list_catalogues(project, language)


def print_pdfs(
    force: ForceOption = False, edition: EditionOption = None, language: LanguageOption = None
) -> None:
    """Make PDFs of the books that were built, in each language, all of them or those of an edition, and say where they are.

    Examples: `quire book && quire print`

    `quire print --language es` - those of the Spanish book alone, in `build/print/es`
    """
    from quire.printing.book import list_printed, print_book
    from quire.study import load_study

    project = Project.find()
    books = list_printed(project)
    if language is not None:
        _check_language(project, language)
        books = [replace(project, language="" if language == SOURCE else language)]
    for book in books:
        for path in print_book(
            book,
            load_study(project).publications(book, edition or ""),
            force=force,
            tell=lambda said: print(f"print  {said}", flush=True),
        ):
            print(f"print: {path}")


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


def fill_catalogues(
    language: Annotated[
        str, typer.Argument(metavar="LANGUAGE", help="Its code, such as fr or pt_BR.")
    ],
) -> None:
    """Begin the catalogues of a language, or bring them up to date with the texts that there are.

    Examples: `quire language fr` - writes `locale/fr/*.po`, empty; open them with Poedit, Weblate or an editor

    `quire language es && quire check --languages` - what is new or changed, and what still lacks words
    """
    from quire.languages.filling import fill_language
    from quire.study import load_study

    project = Project.find()
    made = fill_language(project, language, load_study(project).texts(project))
    for name, (all_texts, lacking) in made.items():
        print(f"locale/{language}/{name}.po: {all_texts} texts, {lacking} without words")


class _Command(TyperCommand):
    """A command that says which option a word belongs to that stands without one."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Take the words of the command line apart."""
        ctx.allow_extra_args = True
        strays = super().parse_args(ctx, args)
        if strays:
            names = _list_names()
            own = [option for one in self.params for option in one.opts if option in names]
            meant = [
                f"{option} {word}" for word in strays for option in own if word in names[option]
            ]
            if len(meant) < len(strays):
                ctx.fail(f"Got unexpected extra argument(s) ({' '.join(strays)})")
            said = f"{', '.join(map(repr, strays))} without an option"
            raise StudyError(said, where=ctx.command_path, repair=" ".join(meant))
        return strays


def _list_names() -> dict[str, set[str]]:
    """What may follow the options that choose."""
    from quire.pipeline.notebooks import list_notebooks
    from quire.study import load_study

    project = Project.find()
    return {
        "--edition": {edition.id for edition in load_study(project).editions(project)},
        "--only": {notebook.name for notebook in list_notebooks(project)[0]},
    }


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
    acts |= {"book": book, "serve": serve, "print": print_pdfs, "check": check, "prepare": prepare}
    acts |= {"freeze": freeze, "diff": diff, "list": list_all, "language": fill_catalogues}
    for command, act in acts.items():
        said = inspect.cleandoc(act.__doc__ or "")
        said = re.sub("(?<=`)quire |(?<=&& )quire ", f"{name} ", said)
        app.command(command, help=said, cls=_Command)(act)
    return app


def run_app(app: typer.Typer, arguments: list[str] | None = None) -> None:
    """Run a command; errors on purpose, and what the system refuses, are printed without a traceback and end with status 1."""
    # a command keeps most of what it makes to its end: to look for what is of no use takes a tenth of its time, and 0.2 s as Python ends
    gc.set_threshold(100_000, 20, 20)
    atexit.register(gc.freeze)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # a terminal may have no letters but those of English
            stream.reconfigure(errors="backslashreplace")
    try:
        try:
            app(arguments)
        finally:
            sys.stdout.flush()  # a disk may be full only now
    except StudyError as error:
        terminal.show_error(error)
        sys.exit(1)
    except ImportError as error:
        terminal.show_error(as_study_error(error, Project.of_notebook().root))
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
