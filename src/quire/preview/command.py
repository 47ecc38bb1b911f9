"""`serve` of the command: its options and what it says of itself."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from quire.core.project import Project


class Runs(StrEnum):
    """Which stale runs a preview executes."""

    ALL = "all"
    VIEWED = "viewed"


def serve(
    port: Annotated[
        int | None,
        typer.Option(
            "--port",
            min=0,
            max=65535,
            metavar="N",
            help="Where on this machine [default: 8700, or the next that is free].",
            show_default=False,
        ),
    ] = None,
    show: Annotated[
        bool, typer.Option("--open/--no-open", help="Open it in a browser, too.")
    ] = False,
    runs: Annotated[
        Runs,
        typer.Option(
            "--runs",
            help="Run what is stale: all, the pages in view first, or these alone.",
        ),
    ] = Runs.ALL,
) -> None:
    """Show a draft of the book that follows what you change, until you end it with Ctrl-C.

    Leave it running while you work, in JupyterLab or any editor. Each time you save, the page that you look at is made anew and
    loads again where you were: words at once, code as soon as its notebook has run. Nothing is refused: what is stale, has failed
    or is wrong is marked on its page and said here, and the last good page stays. Only this machine can see it.

    Examples: `quire serve --open` - and your browser shows it

    `quire serve --port 9000` - at this port or not at all

    `quire serve --runs viewed` - for a slow machine: only notebooks whose pages are open in a browser are run
    """
    from quire.preview.desk import preview

    preview(Project.find(), port=port, show=show, background=runs is Runs.ALL)
