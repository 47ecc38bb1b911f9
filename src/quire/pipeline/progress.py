"""How a pipeline shows what it is doing: live lines on a terminal, quiet plain lines elsewhere.

Only showing; what happens is decided in `driver`.
"""

from __future__ import annotations

import sys
from time import monotonic
from types import TracebackType
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress as RichProgress
    from rich.progress import TaskID


class Progress(Protocol):
    """What a pipeline tells; the calls may come from several threads."""

    def __enter__(self) -> Progress: ...
    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None: ...
    def planned(self, runs: list[str], also: list[str]) -> None:
        """Hear the ids of the runs to do, and of those among them that are done because others read their results."""

    def started(self, run: str) -> None:
        """Hear that a run has begun."""

    def at_cell(self, run: str, number: int, total: int) -> None:
        """Hear that a run is about to execute a code cell."""

    def ended(self, run: str, state: str) -> None:
        """Hear that a run is `done`, has `failed`, or is up to date after all: `fresh`."""


class PlainProgress:
    """One plain line for each run that has ended."""

    def __init__(self) -> None:
        self._total = self._ended = 0
        self._began: dict[str, float] = {}

    def __enter__(self) -> PlainProgress:
        """Begin."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        """End; nothing is left to tidy."""

    def planned(self, runs: list[str], also: list[str]) -> None:
        """Remember how many there are."""
        self._total = len(runs)
        for run in also:
            print(also_line(run), flush=True)

    def started(self, run: str) -> None:
        """Remember when."""
        self._began[run] = monotonic()

    def at_cell(self, run: str, number: int, total: int) -> None:
        """Say nothing."""

    def ended(self, run: str, state: str) -> None:
        """Say one line."""
        self._ended += 1
        seconds = monotonic() - self._began.get(run, monotonic())
        print(f"{state:6} {run} ({seconds:.1f} s, {self._ended} of {self._total})", flush=True)


class LiveProgress:
    """A live line for each run under way, a bar over all, and a lasting line for each run that has ended."""

    def __init__(self, console: Console | None = None) -> None:
        from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

        self._bar: RichProgress = Progress(
            TextColumn("{task.description}", markup=False),
            BarColumn(bar_width=24),
            TextColumn("{task.completed:.0f}/{task.total:.0f} {task.fields[what]}", markup=False),
            TimeElapsedColumn(),
            console=console,
        )
        self._all: TaskID | None = None
        self._tasks: dict[str, TaskID] = {}
        self._began: dict[str, float] = {}

    def __enter__(self) -> LiveProgress:
        """Begin to draw."""
        self._bar.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        """Stop drawing."""
        self._bar.stop()

    def planned(self, runs: list[str], also: list[str]) -> None:
        """Draw the bar over all."""
        for run in also:
            self._bar.console.print(also_line(run), markup=False, highlight=False)
        self._all = self._bar.add_task("all runs", total=len(runs), what="runs")

    def started(self, run: str) -> None:
        """Draw a line for a run."""
        self._began[run] = monotonic()
        self._tasks[run] = self._bar.add_task(run, total=1, what="starting")

    def at_cell(self, run: str, number: int, total: int) -> None:
        """Move a run on."""
        self._bar.update(self._tasks[run], completed=number - 1, total=total, what="cells")

    def ended(self, run: str, state: str) -> None:
        """Leave a lasting line, and move the bar over all on."""
        self._bar.remove_task(self._tasks.pop(run))
        if self._all is not None:
            self._bar.advance(self._all)
        self._bar.console.print(
            f"{state:6} {run} ({monotonic() - self._began[run]:.1f} s)",
            markup=False,
            highlight=False,
        )


def also_line(run: str) -> str:
    """That a run is done which nobody asked for."""
    return f"also   {run}: its results are read, and stale"


def progress() -> Progress:
    """Live lines if a person looks at a terminal, plain ones if not."""
    return LiveProgress() if sys.stdout.isatty() else PlainProgress()
