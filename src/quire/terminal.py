"""What the command prints: states, reports and errors as a person reads them at a terminal.

Which command does what is in `command`.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from quire.core.errors import Faults, StudyError

if TYPE_CHECKING:
    from quire.pipeline.driver import Report
    from quire.pipeline.failures import RunFailed

SHOWN = 6
"""Reasons that are written out; a change of the whole library has a hundred."""


def state(reasons: Sequence[str]) -> str:
    """A run or table in two words, or why it is stale; that it failed says enough.

    >>> state(["failed in code cell 3, see the notebook: KeyError: 'share'"])
    "failed in code cell 3, see the notebook: KeyError: 'share'"
    """
    failed = any(reason.startswith("failed") for reason in reasons[:1])
    return f"{'' if failed else 'stale: '}{why(reasons)}" if reasons else "up to date"


def why(reasons: Sequence[str], shown: int = SHOWN) -> str:
    """Reasons on one line; of many the first, and how many more there are.

    >>> why(["code cell 2 changed", "input 2019/cities.csv changed"])
    'code cell 2 changed; input 2019/cities.csv changed'
    >>> why([f"library quire.{name} changed" for name in "abcdefgh"])[-43:]
    'library quire.f changed; and 2 more changes'
    """
    rest = len(reasons) - shown
    more = [f"and {rest} more {'change' if rest == 1 else 'changes'}"] if rest > 0 else []
    return "; ".join([*reasons[:shown], *more])


def show_lines(lines: Iterable[str]) -> None:
    """Print lines."""
    for line in lines:
        print(line)


def show_report(report: Report, command: str) -> None:
    """Print what came of a pipeline: every failure, how many runs ended how, and where results lie; `command` is what people type."""
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
    said = ", ".join(f"{len(each)} {what}" for what, each in counts.items() if each)
    if said or report.tried is None:
        print(f"runs: {said}")
    made = (*report.done, *report.fresh)
    if report.tried is not None:
        print(f"a try, and no result of the study: {report.tried / 'notebook.ipynb'}")
    elif made:
        run = made[0] if len(made) == 1 else "<edition>/<notebook>"
        print(f"results: build/runs/{run}/notebook.ipynb")
        print(
            f"on their pages: {command} book --draft, or {command} serve, which follows what you change"
        )
    if len(report.failed) > 1:
        sys.stdout.flush()
        print(_listed(report.failed), file=sys.stderr)


def _listed(failed: Sequence[RunFailed]) -> str:
    """Several failures, one line each, below all that is said of each of them."""
    from quire.pipeline.failures import in_short

    width = max(len(one.run.id) for one in failed)
    lines = [
        f"  {one.run.id:{width}}  {one.place or 'no cell'}: {in_short(one.what)}" for one in failed
    ]
    kept = sorted({one.kept.replace(one.run.id, "<run>") for one in failed if one.kept})
    where = f", as far as each came in {' and '.join(kept)}" if kept else ""
    return "\n".join([f"{len(failed)} runs failed{where}:", *lines])


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


def say_values(values: Mapping[str, object]) -> str:
    """Values by name in brackets; nothing where there are none."""
    said = ", ".join(f"{name} = {value!r}" for name, value in values.items())
    return f"  [{said}]" if said else ""
