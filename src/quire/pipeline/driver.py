"""The plan carried out: tables prepared, stale runs handed to workers, failures collected.

What is stale is decided in `plan`, how one run is executed in `execute`; no run depends on another, only on the tables.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import TYPE_CHECKING

from quire.core.project import Project
from quire.pipeline.plan import Plan, Run, make_plan, select
from quire.pipeline.preparation import prepare, preview
from quire.pipeline.progress import Progress, progress
from quire.pipeline.runs import left_over, only_one, recover
from studylib.data.editions import list_editions

if TYPE_CHECKING:
    from quire.pipeline.execute import RunFailed
    from quire.pipeline.kernels import Kernels


@dataclass(frozen=True)
class Report:
    """What came of a pipeline: ids of runs that were up to date, were done, and were not begun; the failures."""

    fresh: tuple[str, ...] = ()
    done: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()
    failed: tuple[RunFailed, ...] = ()


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
    show: Progress | None = None,
) -> Report:
    """Prepare the tables and execute every stale run.

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
        Execute runs that are up to date, too.
    show
        Where to tell what happens; the terminal if None.

    Raises
    ------
    StudyError
        Before any kernel starts: raw data, notebooks or names are wrong, or another pipeline is at work. That a run
        fails is no exception but part of the report.
    """
    plan = look(project)
    chosen = select(plan, list_editions(project), edition, only)
    if not (
        force
        or left_over(project)
        or plan.preparation.reasons
        or any(run.reasons for run in chosen)
    ):
        return Report(fresh=tuple(run.id for run in chosen))
    with only_one(project):
        recover(project)
        chosen = select(make_plan(project, prepare(project)), list_editions(project), edition, only)
        stale = [run for run in chosen if run.reasons or force]
        fresh = tuple(run.id for run in chosen if run not in stale)
        if not stale:
            return Report(fresh=fresh)
        done, failed = _carry_out(project, stale, jobs or cores(), keep_going, show or progress())
        skipped = {run.id for run in stale} - {*done, *(each.run.id for each in failed)}
        return Report(fresh, done, tuple(sorted(skipped)), failed)


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _carry_out(
    project: Project, runs: Sequence[Run], jobs: int, keep_going: bool, show: Progress
) -> tuple[tuple[str, ...], tuple[RunFailed, ...]]:
    """Execute runs, a number of them at a time; give the ids of those that are done, and the failures."""
    # jsonschema would build a grammar for addresses, which takes half a second and which no notebook needs
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
    from quire.pipeline.kernels import open_kernels

    done: list[str] = []
    failed: list[RunFailed] = []
    with open_kernels(project) as kernels, ThreadPoolExecutor(jobs) as workers, show:
        from quire.pipeline import execute as _  # imported while the warm process imports, too  # noqa: F401

        show.planned([run.id for run in runs])
        waiting = list(reversed(runs))
        under_way: dict[Future[RunFailed | None], Run] = {}
        try:
            while under_way or (waiting and (keep_going or not failed)):
                while waiting and len(under_way) < jobs and (keep_going or not failed):
                    run = waiting.pop()
                    under_way[workers.submit(_one, project, run, kernels, show)] = run
                for ended in wait(under_way, return_when=FIRST_COMPLETED).done:
                    run = under_way.pop(ended)
                    failure = ended.result()
                    if failure is None:
                        done.append(run.id)
                    else:
                        failed.append(failure)
        except BaseException:
            kernels.close()
            raise
    return tuple(sorted(done)), tuple(sorted(failed, key=lambda each: each.run.id))


def _one(project: Project, run: Run, kernels: Kernels, show: Progress) -> RunFailed | None:
    """Execute a run in a worker, and tell."""
    from quire.pipeline.execute import RunFailed, execute

    show.started(run.id)
    state = "failed"
    try:
        execute(project, run, kernels, lambda number, total: show.at_cell(run.id, number, total))
        state = "done"
    except RunFailed as failure:
        return failure
    finally:
        show.ended(run.id, state)
    return None
