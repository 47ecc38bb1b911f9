"""Corrections of published values: an edition's `errata.yml`, and the check that nothing published changes without one.

What was published is read by `vintages`, how values differ is found by `differences`; the page for readers is in `errata_pages`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from pydantic import BeforeValidator, Field

from quire.core.errors import Faults, StudyError
from quire.core.project import STUDY, Project
from quire.pipeline.differences import Difference, compare, report, same
from quire.pipeline.plan import NOTEBOOK, Plan
from quire.pipeline.runs import only_one
from quire.pipeline.vintages import (
    Vintage,
    causes,
    current,
    read_vintage,
    values_of,
    versions,
    write_vintage,
)
from quire.study import load_study
from quire.tables.models import Day, Model, Name, Text, parse_model
from quire.tables.schemas import read_uncompared

FILE = "errata.yml"
Cell = Annotated[
    str, BeforeValidator(lambda cell: str(cell) if isinstance(cell, int | float) else cell)
]


class Change(Model):
    """One published value that was corrected.

    Attributes
    ----------
    page, output, row, column
        Where, as `differences.Difference` names it.
    old, new
        The value as it was published and as it is now; null where it is not there.
    """

    page: Name
    output: Text
    row: dict[str, Cell] = Field(default_factory=dict)
    column: str = ""
    old: Cell | None
    new: Cell | None


class Erratum(Model):
    """Why published values were corrected, and which.

    Attributes
    ----------
    version
        The frozen version that it corrects.
    date
        The day it was decided.
    reason
        For readers: what was wrong, how it was found, who says so.
    """

    version: int = Field(ge=1)
    date: Day
    reason: Text
    changes: tuple[Change, ...] = Field(min_length=1)


class Errata(Model):
    """All that was corrected in an edition."""

    edition: str
    errata: tuple[Erratum, ...]


def read_errata(project: Project, edition: str) -> tuple[Erratum, ...]:
    """The errata of an edition, oldest first; none if there is no file.

    Raises
    ------
    Faults
        With everything that is wrong in the file.
    """
    path = project.published / edition / FILE
    if not path.is_file():
        return ()
    found, faults = parse_model(Errata, path, project.relative(path), {"edition": edition})
    if found is None:
        raise Faults(faults, where=project.relative(path))
    return tuple(sorted(found.errata, key=lambda each: each.date))


def unexplained(found: Sequence[Difference], errata: Sequence[Erratum]) -> list[Difference]:
    """The differences that touch what was published and that no erratum declares."""
    declared = [change for each in errata for change in each.changes]
    return [
        each
        for each in found
        if not each.added and not any(_declares(change, each) for change in declared)
    ]


def check_published(project: Project, plan: Plan) -> None:
    """Hold every edition against its latest frozen version.

    Raises
    ------
    StudyError
        If a published value changed without an erratum, with the table of old, new and cause; or an erratum declares what is not so.
    """
    gone = [edition for edition in plan.held if versions(project, edition)]
    if gone and not project.internal:
        edition = gone[0]
        what = f"edition {edition} was published and cannot be shown: {plan.held[edition]}"
        raise StudyError(what, where="data/published", repair=f"{project.command} check")
    for edition in dict.fromkeys(run.scope for run in plan.runs if run.scope != STUDY):
        known = versions(project, edition)
        if known:
            _check_declared(
                project, read_vintage(project, edition, known[-1]), current(project, plan, edition)
            )


def undeclared(project: Project, plan: Plan, edition: str) -> list[Difference]:
    """What the results of an edition, stale or not, have otherwise than its latest frozen version and no erratum declares.

    Of a run that has no result nothing is known.
    """
    known = versions(project, edition)
    if not known:
        return []
    frozen = read_vintage(project, edition, known[-1])
    runs = [run for run in plan.runs if run.scope == edition]
    unknown = {run.name for run in runs if not (run.folder(project) / NOTEBOOK).is_file()}
    before = {
        name: data for name, data in frozen.files.items() if name.partition("/")[0] not in unknown
    }
    errata = [each for each in read_errata(project, edition) if each.version == frozen.version]
    found = compare(before, values_of(project, runs), read_uncompared(project))
    return unexplained(found, errata)


def freeze(project: Project, plan: Plan, edition: str) -> Vintage:
    """Freeze the values of an edition as they are now, as its next version.

    Raises
    ------
    StudyError
        If the edition is not published, or they are those of the latest version, or differ from it without an erratum.
    """
    state = {each.id: each for each in load_study(project).editions(project)}.get(edition)
    if state is not None and not state.public:
        what = f"edition {edition} is {state.status}, and only what is published is frozen"
        repair = f"publish it first, then: {project.command} run --edition {edition}"
        raise StudyError(what, where=f"data/published/{edition}", repair=repair)
    made, known = current(project, plan, edition), versions(project, edition)
    if known:
        latest = read_vintage(project, edition, known[-1])
        if not _check_declared(project, latest, made):
            what = f"the values of edition {edition} are those of version {latest.version}"
            raise StudyError(
                what, where=f"data/published/{edition}", repair="there is nothing to freeze"
            )
    with only_one(project):
        folder = write_vintage(project, made)
    return read_vintage(project, edition, int(folder.name))


def as_entry(found: Sequence[Difference], version: int) -> str:
    """An entry for `errata.yml` that declares these differences; date and reason are left to be filled in."""
    import yaml

    changes = [
        {
            "page": each.page,
            "output": each.output,
            **({"row": dict(each.row)} if each.row else {}),
            **({"column": each.column} if each.column else {}),
            "old": each.old,
            "new": each.new,
        }
        for each in found
        if not each.added
    ]
    entry = {
        "version": version,
        "date": "YYYY-MM-DD",
        "reason": "Say what was wrong and who found it",
        "changes": changes,
    }
    return str(yaml.safe_dump({"errata": [entry]}, sort_keys=False, allow_unicode=True, width=1000))


def _check_declared(project: Project, frozen: Vintage, now: Vintage) -> list[Difference]:
    """Every difference since a frozen version; an error if its errata declare others."""
    errata = [
        each for each in read_errata(project, frozen.edition) if each.version == frozen.version
    ]
    found = compare(frozen.files, now.files, read_uncompared(project))
    where = f"data/published/{frozen.edition}/{FILE}"
    left = unexplained(found, errata)
    if left:
        count = f"{len(left)} published value{'' if len(left) == 1 else 's'}"
        table = report(left, causes(frozen, now)).replace("\n", "\n  ")
        raise StudyError(
            f"{count} of edition {frozen.edition} changed since version {frozen.version} without an erratum\n  {table}",
            where=where,
            repair="undo the change, say since which edition a row that is new counts, or declare it: "
            f"{project.command} diff {frozen.name} --erratum prints the entry",
        )
    idle = [
        change
        for each in errata
        for change in each.changes
        if not any(_declares(change, one) for one in found)
    ]
    if idle:
        said = "; ".join(f"{each.page}/{each.output} {each.old} -> {each.new}" for each in idle[:5])
        what = f"{len(idle)} declared changes are not there: {said}"
        raise StudyError(
            what,
            where=where,
            repair=f"write what is so: {project.command} diff {frozen.name} --erratum prints it",
        )
    return found


def _declares(change: Change, found: Difference) -> bool:
    return (
        (change.page, change.output, change.column) == (found.page, found.output, found.column)
        and {key: str(cell) for key, cell in change.row.items()} == dict(found.row)
        and _same_side(change.old, found.old)
        and _same_side(change.new, found.new)
    )


def _same_side(one: str | None, two: str | None) -> bool:
    return one is two if one is None or two is None else same(one, two)
