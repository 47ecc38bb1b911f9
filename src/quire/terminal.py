"""What the command prints: states, reports and errors as a person reads them at a terminal.

Which command does what is in `command`.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from quire.core.errors import Faults, StudyError

if TYPE_CHECKING:
    from quire.pipeline.driver import Report

SHOWN = 6
"""Reasons that are written out; a change of the whole library has a hundred."""


def state(reasons: Sequence[str]) -> str:
    """A run or table in two words, or why it is stale."""
    return f"stale: {why(reasons)}" if reasons else "up to date"


def why(reasons: Sequence[str]) -> str:
    """Reasons on one line; of many the first, and how many more there are.

    >>> why(["code cell 2 changed", "input 2019/cities.csv changed"])
    'code cell 2 changed; input 2019/cities.csv changed'
    >>> why([f"library quire.{name} changed" for name in "abcdefgh"])[-43:]
    'library quire.f changed; and 2 more changes'
    """
    rest = len(reasons) - SHOWN
    more = [f"and {rest} more {'change' if rest == 1 else 'changes'}"] if rest > 0 else []
    return "; ".join([*reasons[:SHOWN], *more])


def show_report(report: Report) -> None:
    """Print what came of a pipeline: every failure, then how many runs ended how."""
    for failure in report.failed:
        print(f"\n{failure}", file=sys.stderr)
    counts = {
        "done": report.done,
        "up to date": report.fresh,
        "failed": report.failed,
        "not begun": report.skipped,
    }
    for run, needs in report.lacking.items():
        print(f"not begun: {run}, which reads {', '.join(needs)}", file=sys.stderr)
    for edition, why in report.held.items():
        print(f"held back: {edition}: {why}", file=sys.stderr)
    print("runs: " + ", ".join(f"{len(each)} {what}" for what, each in counts.items() if each))


def show_error(error: StudyError) -> None:
    """Print an error; many faults as a table, where a person looks at a terminal."""
    if not isinstance(error, Faults) or not sys.stderr.isatty():
        print(error, file=sys.stderr)
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(title=Text(f"{error.where}: {error.what}"), show_lines=True, title_justify="left")
    for heading in ("file", "row", "column", "value", "what is wrong", "how to repair it"):
        table.add_column(heading, overflow="fold")
    for fault in error.shown:
        cells = (
            fault.file,
            str(fault.row or ""),
            fault.column,
            fault.value,
            f"{fault.what} (and {fault.more:,} more)" if fault.more else fault.what,
            fault.repair,
        )
        table.add_row(*(Text(each) for each in cells))
    Console(stderr=True).print(table)
