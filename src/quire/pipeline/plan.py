"""The runs of the study: every notebook times every edition, what each reads and leaves, and whether it is up to date.

Nothing is executed or written here. What makes a run stale is in `staleness`, the parameter contract in `contract`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from quire.core.errors import Fault, Faults, StudyError, nearest
from quire.core.project import Project, digest_file
from quire.pipeline.calls import Read, Reader
from quire.pipeline.contract import PREPARATION, contract_faults, parameters_of, runs_for
from quire.pipeline.notebooks import Kind, Notebook, list_notebooks
from quire.pipeline.runs import output_changes, read_record
from quire.pipeline.staleness import Key, changes, environment, library_digests
from studylib.data.editions import Edition, Status, list_editions

if TYPE_CHECKING:
    from quire.pipeline.preparation import Preparation

STUDY = "study"
NOTEBOOK, VALUES = "notebook.ipynb", "values.json"


@dataclass(frozen=True)
class Run:
    """One notebook with one set of values.

    Attributes
    ----------
    scope, name
        Edition or `study`, and the notebook's name; `scope/name` is the run's id and its folder below `build/runs`.
    notebook
        What is executed.
    parameters
        Values by name.
    key
        All that its result depends on.
    expected
        Files that it must leave, below its folder.
    reasons
        Why its result is stale; empty if it is up to date.
    """

    scope: str
    name: str
    notebook: Notebook
    parameters: dict[str, Any]
    key: Key
    expected: tuple[str, ...]
    reasons: tuple[str, ...]

    @property
    def id(self) -> str:
        """Scope and name."""
        return f"{self.scope}/{self.name}"

    @property
    def command(self) -> str:
        """The command that runs just this one."""
        edition = "" if self.scope == STUDY else f" --edition {self.scope}"
        return f"study run{edition} --only {self.name}"

    def folder(self, project: Project) -> Path:
        """Where its result is."""
        return project.runs / self.scope / self.name


@dataclass(frozen=True)
class Plan:
    """What the study is made of at this moment.

    Attributes
    ----------
    preparation
        The step before the runs.
    runs
        In the order of the pages.
    needs
        What each notebook cannot run without, by name; also of notebooks that no edition has that for.
    """

    preparation: Preparation
    runs: tuple[Run, ...]
    needs: Mapping[str, str] = field(default_factory=dict)

    @property
    def stale(self) -> tuple[Run, ...]:
        """The runs that have something to do."""
        return tuple(run for run in self.runs if run.reasons)


def make_plan(project: Project, preparation: Preparation) -> Plan:
    """Work out all runs.

    Parameters
    ----------
    project
        The checkout.
    preparation
        The processed tables, as they are or would be.

    Raises
    ------
    Faults
        With everything that is wrong in notebooks, choices and the tables asked for; no kernel has started.
    """
    editions = list_editions(project)
    notebooks, faults = list_notebooks(project)
    faults = [*faults, *contract_faults(notebooks, editions)]
    if faults:
        raise Faults(faults, where="notebooks and editions")
    published = [each for each in editions if each.runs_notebooks]
    around = environment(project)
    runs = []
    for notebook, edition in _pairs(notebooks, editions):
        inputs, found = _inputs(
            notebook, edition.id if edition else STUDY, published, preparation.files
        )
        faults += found
        runs.append(_run(project, notebook, edition, inputs, around))
    if faults:
        raise Faults(faults, where="notebooks and editions")
    return Plan(preparation, tuple(runs), {each.name: each.needs for each in notebooks})


def current_key(project: Project, run: Run) -> Key:
    """The key of a run from what the files hold now: not the same as planned if somebody edited them meanwhile."""
    inputs = {name: digest_file(project.processed / name) for name in run.key.inputs}
    library = library_digests(project, run.notebook.modules)
    return Key(run.notebook.code, library, run.parameters, inputs, environment(project))


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
        status = (
            "only recorded" if known[edition].status is Status.RECORDED else known[edition].status
        )
        what, repair = (
            f"edition {edition!r} is {status}: no notebook runs for it",
            nearest(edition, scopes & set(known)),
        )
        raise StudyError(what, where="--edition", repair=repair)
    names = {run.name for run in plan.runs}
    if only is not None and only not in names:
        raise _idle(only, names, plan.needs)
    chosen = tuple(
        run for run in plan.runs if edition in {None, run.scope} and only in {None, run.name}
    )
    if not chosen:
        raise StudyError(
            f"notebook {only!r} does not run for {edition!r}",
            where="--only",
            repair="see which do: study status",
        )
    return chosen


def _idle(only: str, names: Iterable[str], needs: Mapping[str, str]) -> StudyError:
    """Why there is no run of a notebook: nobody knows it, or no edition has what it needs."""
    if needs.get(only) == PREPARATION:
        what, repair = "no edition is in preparation", "begin one: study new <id>"
    elif only in needs:
        what, repair = "no edition has what it needs", "see which do run: study status"
    else:
        return StudyError(
            f"notebook {only!r} is unknown", where="--only", repair=nearest(only, {*names, *needs})
        )
    return StudyError(f"notebook {only!r} has no run: {what}", where="--only", repair=repair)


def _pairs(
    notebooks: Sequence[Notebook], editions: Sequence[Edition]
) -> list[tuple[Notebook, Edition | None]]:
    """Every notebook with every edition that it can say something of."""
    across = [each for each in notebooks if each.kind is Kind.STUDY]
    within = [each for each in notebooks if each.kind is Kind.EDITION]
    return [(each, None) for each in across] + [
        (each, edition)
        for edition in editions
        for each in within
        if runs_for(each, edition) and (edition.wave or each.needs != "survey")
    ]


def _run(
    project: Project,
    notebook: Notebook,
    edition: Edition | None,
    inputs: dict[str, str],
    around: dict[str, str],
) -> Run:
    scope = edition.id if edition else STUDY
    parameters = parameters_of(notebook, edition)
    key = Key(notebook.code, library_digests(project, notebook.modules), parameters, inputs, around)
    expected = (NOTEBOOK, *([VALUES] if notebook.states else []), *notebook.expected)
    reasons = _reasons(project.runs / scope / notebook.name, key)
    return Run(scope, notebook.name, notebook, parameters, key, expected, reasons)


def _reasons(folder: Path, key: Key) -> tuple[str, ...]:
    if not folder.is_dir():
        return ("never run",)
    record = read_record(folder)
    if record is None:
        return ("its record is gone or cannot be read",)
    return (*changes(record.key, key), *output_changes(folder, record))


def _inputs(
    notebook: Notebook, scope: str, published: Sequence[Edition], files: Mapping[str, str]
) -> tuple[dict[str, str], list[Fault]]:
    """Processed files that a run reads, with their digests, and calls that ask for what there is not."""
    inputs: dict[str, str] = {}
    faults = []
    for number, read in notebook.reads:
        for name in _files(read, scope, [each.id for each in published]):
            if name in files:
                inputs[name] = files[name]
            else:
                faults.append(_unknown(notebook, number, name, files))
    return dict(sorted(inputs.items())), faults


def _files(read: Read, scope: str, published: Sequence[str]) -> list[str]:
    edition = read.edition or scope
    if read.reader is Reader.EDITION:
        return [f"{edition}/edition.json"]
    if read.reader is Reader.EDITIONS:
        return ["editions.json"]
    if read.reader is Reader.TABLES:
        return [f"{edition}/{table}.csv" for table in read.tables]
    return [
        "editions.json",
        *(f"{each}/{table}.csv" for each in published for table in read.tables),
    ]


def _unknown(notebook: Notebook, number: int, name: str, files: Mapping[str, str]) -> Fault:
    edition, _, table = name.rpartition("/")
    known = [each for each in files if each.rpartition("/")[0] == edition]
    if known:
        tables = [
            each.rpartition("/")[2].removesuffix(".csv") for each in known if each.endswith(".csv")
        ]
        what, repair = (
            f"edition {edition!r} has no such table",
            nearest(table.removesuffix(".csv"), tables),
        )
    else:
        what, repair = f"there are no tables of edition {edition!r}", "ask for a published edition"
    return Fault(notebook.where, 0, f"code cell {number}", table, what, repair)
