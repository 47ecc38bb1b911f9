"""Which runs of a plan are meant: those of a book, those that a person chose, those that they need, those that are lost with one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from quire.core.errors import Fault, StudyError, nearest
from quire.core.project import NEXT, STUDY, Project, digest_file
from quire.pipeline.plan import Plan, Run, plan_with_faults
from quire.pipeline.preparation import Preparation
from quire.study import PREPARATION, Edition, load_study


def of_book(project: Project, plan: Plan) -> Plan:
    """The plan with the runs that are shown in the project's book: all in the internal one, else those of public editions."""
    if project.internal:
        return plan
    editions = load_study(project).editions(project)
    shown = {STUDY, *(edition.id for edition in editions if edition.public)}
    return replace(plan, runs=tuple(run for run in plan.runs if run.scope in shown))


def select(
    plan: Plan, editions: Iterable[Edition], edition: str | None, only: str | None
) -> tuple[Run, ...]:
    """Runs of one edition, of one notebook, or both; a misspelt name is answered with the nearest.

    Raises
    ------
    StudyError
        If there is no such edition or notebook, or no run of the one for the other.
    """
    known = {each.id: each for each in editions}
    if edition is not None and edition not in {*known, STUDY}:
        raise StudyError(
            f"edition {edition!r} is unknown", where="--edition", repair=nearest(edition, known)
        )
    scopes = {run.scope for run in plan.runs}
    if edition in known and edition not in scopes:
        why = plan.held.get(edition, "no notebook runs for it")
        what = f"edition {edition!r} is {known[edition].status}: {why}"
        raise StudyError(what, where="--edition", repair=nearest(edition, scopes & set(known)))
    names = {run.name for run in plan.runs}
    if only is not None and only not in names:
        raise _idle(only, names, plan)
    chosen = tuple(
        run for run in plan.runs if edition in {None, run.scope} and only in {None, run.name}
    )
    if not chosen:
        raise StudyError(
            f"notebook {only!r} does not run for {edition!r}",
            where="--only",
            repair=f"see which do: {plan.command} status",
        )
    return chosen


def _idle(only: str, names: Iterable[str], plan: Plan) -> StudyError:
    """Why there is no run of a notebook: nobody knows it, or no edition has what it needs."""
    if only not in plan.needs:
        repair = nearest(only, {*names, *plan.needs})
        return StudyError(f"notebook {only!r} is unknown", where="--only", repair=repair)
    what = f"notebook {only!r} has no run: no edition has what it needs, {plan.needs[only]}"
    return StudyError(what, where="--only", repair=f"see which do run: {plan.command} status")


def needed(plan: Plan, chosen: Sequence[Run]) -> list[Run]:
    """The stale runs that some chosen ones read, directly or not, and that are not among them; in the order of the pages."""
    by_id = {run.id: run for run in plan.runs}
    waiting, reached = [run.id for run in chosen], set[str]()
    while waiting:
        new = [need for need in by_id[waiting.pop()].needs if need not in reached]
        reached |= set(new)
        waiting += new
    also = reached - {run.id for run in chosen}
    return [run for run in plan.runs if run.id in also and run.reasons]


def with_readers(runs: Iterable[Run], lost: Iterable[str]) -> set[str]:
    """Ids of runs that will not be done, and of all that read their results, directly or not."""
    runs, all_lost = [*runs], set(lost)
    while more := {run.id for run in runs if all_lost.intersection(run.needs)} - all_lost:
        all_lost |= more
    return all_lost


def without_faults(plan: Plan, faults: Iterable[Fault]) -> Plan:
    """The plan without the runs of notebooks that have faults, and without all that read their results."""
    wrong = {fault.file for fault in faults}
    lost = with_readers(plan.runs, [run.id for run in plan.runs if run.notebook.where in wrong])
    return replace(plan, runs=tuple(run for run in plan.runs if run.id not in lost))


def fresh_scopes(project: Project, notebook: str, edition: str | None) -> list[str]:
    """Editions whose results of a notebook a person may read by hand: the one asked for, or all that it runs for.

    Faults of other notebooks do not matter: a person may be in the midst of writing one.

    Raises
    ------
    StudyError
        If there is no such notebook or run, or its result is missing or stale.
    """
    files = {
        path.relative_to(project.processed).as_posix(): digest_file(path)
        for path in project.processed.rglob("*.*")
    }
    plan, _ = plan_with_faults(project, Preparation(files, ()), {})
    editions = load_study(project).editions(project)
    if edition == NEXT:
        coming = (one.id for one in editions if PREPARATION in one.offers)
        edition = next((id for id in coming if id not in plan.held), None)
    try:
        chosen = select(plan, editions, edition, notebook)
    except StudyError as error:
        raise StudyError(error.what, where="read_results", repair=error.repair) from None
    if edition is None:
        public = {STUDY, *(each.id for each in editions if each.public)}
        chosen = tuple(run for run in chosen if run.scope in public)
    for run in chosen:
        if run.reasons:
            what = f"the result of {run.id} is stale: {'; '.join(run.reasons[:3])}"
            raise StudyError(what, where="build/runs", repair=run.command)
    return [run.scope for run in chosen]
