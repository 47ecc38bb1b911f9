"""The plan carried out: tables prepared, stale runs handed to workers in the order that they need, failures collected.

What is stale and what needs what is decided in `plan`, how one run is executed in `execute`.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from graphlib import TopologicalSorter
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from quire.core.errors import StudyError
from quire.core.folders import remove
from quire.core.project import Project, left_over
from quire.core.steps import RECORD, digest_outputs
from quire.languages.catalogues import list_catalogues
from quire.pipeline.durations import keep_seconds, read_seconds, seconds_left
from quire.pipeline.failures import RECORD as FAILURE
from quire.pipeline.failures import RunFailed
from quire.pipeline.known_modules import keep_modules
from quire.pipeline.plan import Plan, Run, looked_at_again, make_plan, plan_with_faults
from quire.pipeline.preparation import Preparation, prepare, preview
from quire.pipeline.progress import Progress, progress
from quire.pipeline.runs import only_one
from quire.pipeline.selection import needed, select, without_faults
from quire.pipeline.tries import make_try
from quire.study import load_study

if TYPE_CHECKING:
    from quire.kernels.warm import Kernels
    from quire.pipeline.engines import Workers


@dataclass(frozen=True)
class Report:
    """What came of a pipeline.

    Attributes
    ----------
    fresh, done, skipped
        Ids of runs that were up to date, were done, and were not begun.
    failed
        The failures.
    lacking
        Of runs that were not begun because of a failure: the runs among their needs that failed or were not begun either.
    held
        Editions that nothing runs for, each with the reason.
    tried
        Where what came of a try lies; it is not among those that were done.
    """

    fresh: tuple[str, ...] = ()
    done: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()
    failed: tuple[RunFailed, ...] = ()
    lacking: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    held: Mapping[str, str] = field(default_factory=dict)
    tried: Path | None = None


def look(project: Project) -> Plan:
    """The plan as of now; nothing is written.

    Raises
    ------
    Faults
        If raw data, notebooks or choices are wrong.
    """
    return make_plan(project, preview(project))


def look_in_spite(project: Project, tables_of: Callable[[Project], Preparation] = preview) -> Plan:
    """The plan as of now without what has faults.

    Tables stay as they are if raw data has some. A notebook that has some is not run, nor what reads its results.

    Parameters
    ----------
    tables_of
        `preview` or `prepare`.
    """
    try:
        tables = tables_of(project)
    except StudyError:
        tables = Preparation(digest_outputs(project.processed), ())
    return without_faults(*plan_with_faults(project, tables, {}))


def run_study(
    project: Project,
    *,
    edition: str | None = None,
    only: str | None = None,
    keep_going: bool = False,
    jobs: int | None = None,
    force: bool = False,
    minutes: float | None = None,
    show: Progress | None = None,
    values: Mapping[str, str] | None = None,
    tell: Callable[[Plan], None] | None = None,
    in_spite: bool = False,
    engine: str | None = None,
) -> Report:
    """Prepare the tables and execute every stale run, and before a chosen one those stale ones whose results it reads.

    Parameters
    ----------
    project
        The checkout.
    edition, only
        Restrict it to the runs of an edition, of a notebook, or both.
    keep_going
        Begin further runs after one has failed.
    jobs
        How many runs at a time; as many as there are cores, or as the engine takes, if None.
    force
        Execute chosen runs that are up to date, too.
    minutes
        How long each run may take; as its notebook says, or an hour, if None.
    show
        Where to tell what happens; the terminal if None.
    values
        Values for a try of the one run that is chosen, as they were typed; see `tries`.
    tell
        Is given the plan before anything is done.
    in_spite
        Leave out what has faults, as `look_in_spite` does, and do the rest.
    engine
        What carries the runs to other machines; see `engines`. They are executed here if None.

    Raises
    ------
    StudyError
        Before any kernel starts: raw data, notebooks or names are wrong, or another pipeline is at work. That a run
        fails is no exception but part of the report.
    """
    editions = load_study(project).editions(project)
    plan = look_in_spite(project) if in_spite else look(project)
    if tell is not None:
        tell(plan)
    chosen = select(plan, editions, edition, only)
    if values and (language := make_try(chosen, values).language):
        list_catalogues(project, language)
    if not (
        force
        or values
        or left_over(project)
        or (not in_spite and _unplanned(project, plan))
        or plan.preparation.reasons
        or any(run.reasons for run in chosen)
    ):
        with suppress(OSError):  # nothing has to be written
            keep_modules(project)
        return Report(fresh=tuple(run.id for run in chosen), held=plan.held)
    with only_one(project):
        if in_spite:
            plan = look_in_spite(project, prepare)
        else:
            plan = make_plan(project, prepare(project))
            for folder in _unplanned(project, plan):
                remove(folder)
        keep_modules(project)
        chosen = select(plan, editions, edition, only)
        chosen = (make_try(chosen, values),) if values else chosen
        force = force or bool(values)
        fresh = tuple(run.id for run in chosen if not run.reasons and not force)
        also = needed(plan, chosen)
        stale = [*also, *(run for run in chosen if run.id not in fresh)]
        if not stale:
            return Report(fresh=fresh, held=plan.held)
        told = show or progress()
        told.planned([run.id for run in stale], [run.id for run in also])
        work = _Work(project, stale, {run.id for run in chosen} if force else set(), keep_going)
        work.carry_out(jobs, told, minutes, engine)
        report = replace(work.report(fresh), held=plan.held)
        return _apart(project, report, chosen[0]) if values else report


def _apart(project: Project, report: Report, tried: Run) -> Report:
    """A report in which a try is no result."""
    if tried.id not in report.done:
        return report
    done = tuple(id for id in report.done if id != tried.id)
    return replace(report, done=done, tried=tried.folder(project))


def _unplanned(project: Project, plan: Plan) -> list[Path]:
    """Results that nobody plans any more, and that may hold what is not to be kept: names of cities that were asked, say.

    Those of an edition that is held back wait for it. A failure is left behind also where the run needs none any more.
    """
    planned = {project.runs: plan.runs, project.failed: plan.stale}
    return [
        folder
        for place, runs in planned.items()
        for folder in sorted(place.glob("*/[!.]*/"))
        if any((folder / name).is_file() for name in (RECORD, FAILURE))  # else no run has made it
        and folder.parent.name not in plan.held
        and f"{folder.parent.name}/{folder.name}" not in {run.id for run in runs}
    ]


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class _Work:
    """Runs to do, each after those that it needs, and what has come of them so far."""

    def __init__(
        self, project: Project, runs: Sequence[Run], forced: set[str], keep_going: bool
    ) -> None:
        self._project, self._forced, self._keep_going = project, forced, keep_going
        self._runs = {run.id: run for run in runs}
        self._needs = {run.id: [n for n in run.needs if n in self._runs] for run in runs}
        self._order = TopologicalSorter(self._needs)
        self._order.prepare()
        self._ready: list[str] = []
        left = seconds_left(self._needs, read_seconds(project))
        # the longest first; in the order of the pages where nothing is known
        self._turn = {id: (-left[id], place) for place, id in enumerate(self._runs)}
        self._seconds: dict[str, float] = {}
        self._fresh: list[str] = []
        self._done: list[str] = []
        self._failed: list[RunFailed] = []

    def carry_out(
        self, jobs: int | None, show: Progress, minutes: float | None, engine: str | None
    ) -> None:
        """Execute the runs, a number of them at a time."""
        # jsonschema would build a grammar for addresses, which takes half a second and which no notebook needs
        sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
        with (
            _open_place(self._project, engine) as (place, execute, slots),
            ThreadPoolExecutor(jobs or slots) as threads,
            show,
        ):
            under_way: dict[Future[RunFailed | None], tuple[Run, float]] = {}
            try:
                while True:
                    while len(under_way) < (jobs or slots) and (run := self._next(show)):
                        given = (self._project, run, place)
                        one = threads.submit(_one, execute, given, show, minutes)
                        under_way[one] = run, monotonic()
                    if not under_way:
                        return
                    for ended in wait(under_way, return_when=FIRST_COMPLETED).done:
                        self._end(*under_way.pop(ended), ended.result())
            except BaseException:
                place.close()
                raise
            finally:
                with suppress(OSError):  # a full disk, say: then they go in the order of the pages
                    keep_seconds(self._project, self._seconds)

    def report(self, fresh: Sequence[str]) -> Report:
        """What came of all runs, beside those that were up to date from the beginning."""
        failed = tuple(sorted(self._failed, key=lambda each: each.run.id))
        ended = {*self._fresh, *self._done, *(each.run.id for each in failed)}
        skipped = tuple(sorted(set(self._runs) - ended))
        open_or_failed = {*skipped, *(each.run.id for each in failed)}
        lacking = {
            id: tuple(need for need in self._needs[id] if need in open_or_failed) for id in skipped
        }
        return Report(
            (*fresh, *self._fresh),
            tuple(sorted(self._done)),
            skipped,
            failed,
            {id: needs for id, needs in lacking.items() if needs},
        )

    def _next(self, show: Progress) -> Run | None:
        """Of the runs whose needs are done the one that most waits for; None if there is none to begin now."""
        while not self._failed or self._keep_going:
            self._ready += self._order.get_ready()
            if not self._ready:
                return None
            id = min(self._ready, key=self._turn.__getitem__)
            self._ready.remove(id)
            run = self._runs[id]
            run = looked_at_again(self._project, run) if self._needs[id] else run
            if run.reasons or id in self._forced:
                return run
            self._fresh.append(id)
            self._order.done(id)
            show.started(id)
            show.ended(id, "fresh")
        return None

    def _end(self, run: Run, began: float, failure: RunFailed | None) -> None:
        if failure is not None:
            self._failed.append(failure)
            return
        if not run.is_try:
            self._seconds[run.id] = monotonic() - began
        self._done.append(run.id)
        self._order.done(run.id)


@contextmanager
def _open_place(
    project: Project, engine: str | None
) -> Iterator[tuple[Kernels | Workers, Callable[..., None], int]]:
    """Where runs are executed, the function that does it there, and how many it does at a time."""
    if engine is not None:
        from quire.pipeline.engines import execute_there, open_workers

        with open_workers(project, engine) as workers:
            yield workers, execute_there, workers.slots
        return
    from quire.kernels.warm import open_kernels

    with open_kernels(project) as kernels:
        from quire.pipeline.execute import execute  # imported while the warm process imports, too

        yield kernels, execute, cores()


def _one(
    execute: Callable[..., None],
    given: tuple[Project, Run, Kernels | Workers],
    show: Progress,
    minutes: float | None,
) -> RunFailed | None:
    """Execute a run, and tell."""
    run, state = given[1], "failed"
    show.started(run.id)
    try:
        execute(*given, lambda number, total: show.at_cell(run.id, number, total), minutes)
        state = "done"
    except RunFailed as failure:
        return failure
    finally:
        show.ended(run.id, state)
    return None
