"""The runs of the study: every notebook times every edition, what each reads and leaves, and whether it is up to date.

A run may read what other runs kept: it waits for those that are stale. Nothing is executed or written here. What makes a run
stale is in `staleness`, the parameter contract in `contract`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Any

from quire.core.errors import Fault, Faults, StudyError
from quire.core.project import STUDY, Project, digest_file
from quire.core.steps import RECORD, Key, Step
from quire.languages.catalogues import gather
from quire.languages.drawn import list_changed, why_stale
from quire.pipeline.contract import contract_faults, parameters_of, runs_for
from quire.pipeline.failures import with_failure
from quire.pipeline.inputs import Keepers, kept_inputs, table_inputs
from quire.pipeline.notebooks import Kind, Notebook, list_notebooks
from quire.pipeline.preparation import Preparation, read_held
from quire.pipeline.runs import kept_digest
from quire.pipeline.staleness import Modules, environment, library_digests
from quire.study import FIGURES, Edition, load_study

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
        Why its result is stale, or for which stale results it waits; empty if it is up to date.
    command
        What runs just this one.
    needs
        Ids of the runs whose tables it reads.
    tables
        Processed tables that it stands on, by path below `data/processed`: its own inputs and those of the runs it needs.
    title
        How its page is called in the book; empty if as the notebook is.
    is_try
        Whether it has values for a try, and so leaves no result of the study.
    language
        That in which a try shows everything, if it is not that of the source.
    """

    scope: str
    name: str
    notebook: Notebook
    parameters: dict[str, Any]
    key: Key
    expected: tuple[str, ...]
    reasons: tuple[str, ...]
    command: str
    needs: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()
    title: str = ""
    is_try: bool = False
    language: str = ""

    @property
    def id(self) -> str:
        """Scope and name."""
        return f"{self.scope}/{self.name}"

    @property
    def page(self) -> str:
        """The name of its page: its place in the book, without an ending."""
        return self.name if self.scope == STUDY else f"editions/{self.scope}/{self.name}"

    def folder(self, project: Project) -> Path:
        """Where its result is."""
        return (project.tries if self.is_try else project.runs) / self.scope / self.name


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
    command
        What people type to use the press.
    held
        Editions that nothing runs for, each with the reason.
    unmade
        Of a draft: files of the book that could not be made, and why; filled while its contents are put together.
    """

    preparation: Preparation
    runs: tuple[Run, ...]
    needs: Mapping[str, str] = field(default_factory=dict)
    command: str = "quire"
    held: Mapping[str, str] = field(default_factory=dict)
    unmade: dict[str, StudyError] = field(default_factory=dict, compare=False)

    @property
    def notebooks(self) -> tuple[Notebook, ...]:
        """The notebooks of the runs, each once."""
        return tuple({run.notebook.where: run.notebook for run in self.runs}.values())

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
    plan, faults = plan_with_faults(project, preparation)
    if faults:
        raise Faults(faults, where="notebooks and editions")
    return plan


def plan_with_faults(
    project: Project, preparation: Preparation, last_good: Mapping[str, bytes] | None = None
) -> tuple[Plan, list[Fault]]:
    """Work out all runs, in spite of what is wrong.

    Parameters
    ----------
    last_good
        See `notebooks.list_notebooks`. Without it a fault in a notebook leaves nothing planned.

    Returns
    -------
    tuple
        The plan, and every fault of notebooks, choices and the tables asked for.
    """
    editions = load_study(project).editions(project)
    notebooks, faults = list_notebooks(project, last_good)
    faults += contract_faults(notebooks, editions)
    held = read_held(project, preparation)
    plan = Plan(preparation, (), {n.name: n.needs for n in notebooks}, project.command, held)
    if faults and last_good is None:
        return plan, faults
    ready = [edition for edition in editions if edition.id not in held]
    runs, unknown = _all_runs(project, notebooks, ready, preparation.files)
    return replace(plan, runs=runs), [*faults, *unknown]


def current_key(project: Project, run: Run) -> Key:
    """The key of a run from what the files hold now: not the same as planned if somebody edited them meanwhile."""
    inputs = {
        name: digest_file(project.processed / name)
        if name in run.tables
        else kept_digest(project, name)
        for name in run.key["inputs"]
    }
    library = library_digests(project, run.notebook.modules)
    return _key(run.notebook, run.parameters, inputs, environment(project), library)


def looked_at_again(project: Project, run: Run) -> Run:
    """A run once those that it needs are done: with the tables they kept, it may be up to date after all."""
    key = current_key(project, run)
    reasons = (*_step(project, run.id, key).why_stale(), *why_stale(project, run.folder(project)))
    return replace(run, key=key, reasons=reasons)


def _pairs(
    notebooks: Sequence[Notebook], editions: Sequence[Edition]
) -> list[tuple[Notebook, Edition | None]]:
    """Every notebook with every edition that it can say something of."""
    across = [each for each in notebooks if each.kind is Kind.STUDY]
    within = [each for each in notebooks if each.kind is Kind.EDITION]
    return [(each, None) for each in across] + [
        (each, edition) for edition in editions for each in within if runs_for(each, edition)
    ]


def _all_runs(
    project: Project,
    notebooks: Sequence[Notebook],
    editions: Sequence[Edition],
    files: Mapping[str, str],
) -> tuple[tuple[Run, ...], list[Fault]]:
    """Every run, and every call that asks for what there is not."""
    figures = {each.id: each.public for each in editions if FIGURES in each.offers}
    published = [edition for edition, public in figures.items() if public]
    around, languages = environment(project), gather(project)["languages"]
    pairs, modules = _pairs(notebooks, editions), Modules()
    keepers = Keepers({_id(notebook, edition): notebook for notebook, edition in pairs})
    # the same for each run of a notebook
    library = {
        where: library_digests(project, notebook.modules, modules)
        for where, notebook in {notebook.where: notebook for notebook, _ in pairs}.items()
    }
    runs, faults = [], list[Fault]()
    for notebook, edition in pairs:
        inputs, found = table_inputs(notebook, edition.id if edition else STUDY, figures, files)
        id = _id(notebook, edition)
        kept, needs, unknown = kept_inputs(project, id, keepers, notebooks, published)
        faults += [*found, *unknown]
        words = list_changed(languages, project.runs / id)
        made_by = library[notebook.where]
        run = _run(project, notebook, edition, {**inputs, **kept}, around, made_by, words)
        runs.append(replace(run, needs=needs, tables=tuple(inputs)))
    return _connected(runs, faults)


def _connected(runs: Sequence[Run], faults: list[Fault]) -> tuple[tuple[Run, ...], list[Fault]]:
    """Runs that know for which stale ones they wait, and what they stand on through those they need."""
    by_id = {run.id: run for run in runs}
    try:
        order = list(TopologicalSorter({run.id: run.needs for run in runs}).static_order())
    except CycleError as error:
        circle = error.args[1]
        where, what = (
            by_id[circle[0]].notebook.where,
            f"waits for itself: {' is read by '.join(circle)}",
        )
        repair = "keep what both need in a notebook of its own"
        return tuple(runs), [*faults, Fault(where, 0, "", "", what, repair)]
    for id in order:
        run = by_id[id]
        sources = [by_id[need] for need in run.needs]
        waits = [f"waits for {each.id}" for each in sources if each.reasons]
        tables = {*run.tables, *(name for each in sources for name in each.tables)}
        by_id[id] = replace(run, reasons=(*run.reasons, *waits), tables=tuple(sorted(tables)))
    return tuple(by_id[run.id] for run in runs), faults


def _id(notebook: Notebook, edition: Edition | None) -> str:
    return f"{edition.id if edition else STUDY}/{notebook.name}"


def _run(
    project: Project,
    notebook: Notebook,
    edition: Edition | None,
    inputs: dict[str, str],
    around: dict[str, str],
    library: dict[str, str],
    words: Sequence[str],
) -> Run:
    scope = edition.id if edition else STUDY
    parameters = parameters_of(notebook, edition)
    key = _key(notebook, parameters, inputs, around, library)
    expected = (NOTEBOOK, *([VALUES] if notebook.states else []), *notebook.expected)
    id = _id(notebook, edition)
    reasons = (*_step(project, id, key).why_stale(), *words)
    command = (
        f"{project.command} run{f' --edition {scope}' if edition else ''} --only {notebook.name}"
    )
    run = Run(scope, notebook.name, notebook, parameters, key, expected, reasons, command)
    if edition and notebook.title:
        run = replace(run, title=edition.entitle(notebook.title))
    return with_failure(project, run)


def _key(
    notebook: Notebook,
    parameters: Mapping[str, Any],
    inputs: Mapping[str, str],
    around: Mapping[str, str],
    library: Mapping[str, str],
) -> Key:
    """All that the result of a run depends on; `docs/architecture.md` says what each part is."""
    return {
        "code": list(notebook.code),
        "library": dict(library),
        "parameters": dict(parameters),
        "inputs": dict(inputs),
        "environment": dict(around),
    }


def _step(project: Project, id: str, key: Key) -> Step:
    return Step(id, project.runs / id, project.runs / id / RECORD, key)
