"""The plan carried out: tables prepared, stale runs handed to workers in the order that they need, failures collected.

What is stale and what needs what is decided in `plan`, how one run is executed in `execute`.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field, replace
from graphlib import TopologicalSorter
from pathlib import Path
from typing import TYPE_CHECKING

from quire.core.folders import remove
from quire.core.project import Project, left_over
from quire.core.steps import RECORD
from quire.pipeline.plan import Plan, Run, looked_at_again, make_plan, needed, select
from quire.pipeline.preparation import prepare, preview
from quire.pipeline.progress import Progress, progress
from quire.pipeline.runs import only_one
from quire.study import load_study

if TYPE_CHECKING:
    from quire.kernels.warm import Kernels
    from quire.pipeline.execute import RunFailed


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
    """

    fresh: tuple[str, ...] = ()
    done: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()
    failed: tuple[RunFailed, ...] = ()
    lacking: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    held: Mapping[str, str] = field(default_factory=dict)


def look(project: Project) -> Plan:
    """The plan as of now; nothing is written.

    Raises
    ------
    Faults
        If raw data, notebooks or choices are wrong.
    """
    return make_plan(project, preview(project))


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
        How many runs at a time; as many as there are cores if None.
    force
        Execute chosen runs that are up to date, too.
    minutes
        How long each run may take; as its notebook says, or an hour, if None.
    show
        Where to tell what happens; the terminal if None.

    Raises
    ------
    StudyError
        Before any kernel starts: raw data, notebooks or names are wrong, or another pipeline is at work. That a run
        fails is no exception but part of the report.
    """
    editions = load_study(project).editions(project)
    plan = look(project)
    chosen = select(plan, editions, edition, only)
    if not (
        force
        or left_over(project)
        or _unplanned(project, plan)
        or plan.preparation.reasons
        or any(run.reasons for run in chosen)
    ):
        return Report(fresh=tuple(run.id for run in chosen), held=plan.held)
    with only_one(project):
        plan = make_plan(project, prepare(project))
        for folder in _unplanned(project, plan):
            remove(folder)
        chosen = select(plan, editions, edition, only)
        fresh = tuple(run.id for run in chosen if not run.reasons and not force)
        also = needed(plan, chosen)
        stale = [*also, *(run for run in chosen if run.id not in fresh)]
        if not stale:
            return Report(fresh=fresh, held=plan.held)
        told = show or progress()
        told.planned([run.id for run in stale], [run.id for run in also])
        work = _Work(project, stale, {run.id for run in chosen} if force else set(), keep_going)
        work.carry_out(jobs or cores(), told, minutes)
        return replace(work.report(fresh), held=plan.held)


def _unplanned(project: Project, plan: Plan) -> list[Path]:
    """Results that nobody plans any more, and that may hold what is not to be kept: names of cities that were asked, say.

    Those of an edition that is held back wait for it.
    """
    planned = {run.id for run in plan.runs}
    return [
        folder
        for folder in sorted(project.runs.glob("*/[!.]*/"))
        if (folder / RECORD).is_file()  # else no run has made it
        and folder.parent.name not in plan.held
        and f"{folder.parent.name}/{folder.name}" not in planned
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
        self._fresh: list[str] = []
        self._done: list[str] = []
        self._failed: list[RunFailed] = []

    def carry_out(self, jobs: int, show: Progress, minutes: float | None) -> None:
        """Execute the runs, a number of them at a time."""
        # jsonschema would build a grammar for addresses, which takes half a second and which no notebook needs
        sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
        from quire.kernels.warm import open_kernels

        with open_kernels(self._project) as kernels, ThreadPoolExecutor(jobs) as workers, show:
            from quire.pipeline import execute as _  # imported while the warm process imports, too  # noqa: F401

            under_way: dict[Future[RunFailed | None], Run] = {}
            try:
                while True:
                    while len(under_way) < jobs and (run := self._next(show)) is not None:
                        one = workers.submit(_one, self._project, run, kernels, show, minutes)
                        under_way[one] = run
                    if not under_way:
                        return
                    for ended in wait(under_way, return_when=FIRST_COMPLETED).done:
                        self._end(under_way.pop(ended), ended.result())
            except BaseException:
                kernels.close()
                raise

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
        """The next run in the order of the pages whose needs are done; None if there is none to begin now."""
        while not self._failed or self._keep_going:
            self._ready += self._order.get_ready()
            if not self._ready:
                return None
            id = min(self._ready, key=list(self._runs).index)
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

    def _end(self, run: Run, failure: RunFailed | None) -> None:
        if failure is not None:
            self._failed.append(failure)
            return
        self._done.append(run.id)
        self._order.done(run.id)


def _one(
    project: Project, run: Run, kernels: Kernels, show: Progress, minutes: float | None
) -> RunFailed | None:
    """Execute a run in a worker, and tell."""
    from quire.pipeline.execute import RunFailed, execute

    show.started(run.id)
    state = "failed"
    try:
        execute(
            *(project, run, kernels),
            lambda number, total: show.at_cell(run.id, number, total),
            minutes,
        )
        state = "done"
    except RunFailed as failure:
        return failure
    finally:
        show.ended(run.id, state)
    return None
