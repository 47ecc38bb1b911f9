"""One run: a notebook executed by papermill in a kernel of its own, cleaned, checked and put in its place.

Which runs there are is in `plan`, in what order they go in `driver`, where kernels come from in `quire.kernels`.
"""

from __future__ import annotations

import asyncio
import json
import logging
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from math import ceil
from pathlib import Path
from time import monotonic
from typing import Any

import nbformat
from jupyter_core.utils import ensure_event_loop
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from papermill.exceptions import PapermillExecutionError
from papermill.execute import execute_notebook

from quire.core.errors import Faults, explain
from quire.core.folders import fresh_folder
from quire.core.project import Project, to_json, write_atomically
from quire.core.reach import name_inputs
from quire.kernels.warm import Kernels
from quire.lab.cleaning import clean
from quire.languages.catalogues import GATHERED
from quire.pipeline.calls import calls_of
from quire.pipeline.columns import find_undescribed
from quire.pipeline.contents import output_faults
from quire.pipeline.executed import CELL_FILE, METADATA, cleaned, is_injected, places_of
from quire.pipeline.failures import (
    COLOURS,
    RunFailed,
    cell_line,
    forget_failure,
    hint_in,
    keep_failure,
    library_line,
    made_later,
    warned_line,
)
from quire.pipeline.marks import limits_of
from quire.pipeline.plan import NOTEBOOK, VALUES, Run, current_key
from quire.pipeline.runs import publish
from quire.text.words import counted

TOO_MUCH = 77
"""How a kernel ends that has sent more than it may; see `quire.kernels.startup`."""
TOO_LONG = "TooLong"
"""What a cell ends by that was interrupted, as no error of Python is called."""
UNMADE = re.compile(r"name '(\w+)' is not defined")
SAY_WHERE_S = 10
"""How long a kernel may take to say where it was interrupted, and to send its last outputs."""
SAY_MORE = (
    'look for what has no end in it, or write {{"study": {{"{}}}}} into the notebook\'s metadata'
)
START_TIMEOUT_S = 300
"""Long, for a machine that is busy; a kernel that died is noticed long before."""

logging.getLogger("papermill").setLevel(
    logging.CRITICAL + 1
)  # whatever it says is in the report of the run

OnCell = Callable[[int, int], None]


def execute(
    project: Project,
    run: Run,
    kernels: Kernels,
    on_cell: OnCell | None = None,
    minutes: float | None = None,
) -> None:
    """Execute a run and put its result in place.

    Parameters
    ----------
    project, run
        The checkout, and what to run in it.
    kernels
        Where its kernel comes from.
    on_cell
        Is told the number of each code cell before it is executed, and how many there are.
    minutes
        How long it may take; as `marks.limits_of` says if None.

    Raises
    ------
    RunFailed
        Whatever goes wrong; the last good result is left as it was.
    """
    limits = limits_of(project, run.notebook.data) | ({"minutes": minutes} if minutes else {})
    place = _Place(run, limits, on_cell)
    try:
        _execute(project, run, kernels, place)
        forget_failure(project, run)
    except OSError as error:
        refused = explain(error)
        what = f"its outputs cannot be kept: {refused.where}: {refused.what}"
        what = what.replace(str(project.root), "<project>")
        failed = RunFailed(run, what, repair=refused.repair)
        _keep(project, failed, place, kernels)
        raise failed from error
    except RunFailed as failed:
        _keep(project, failed, place, kernels)
        raise


def _keep(project: Project, failed: RunFailed, place: _Place, kernels: Kernels) -> None:
    """Keep a failure, unless the pipeline itself was stopped: then the run has done no wrong."""
    if kernels.closed:
        return
    with suppress(OSError):  # a full disk, say, which the report tells of
        keep_failure(project, failed, place.so_far(), place.folder)


def _execute(project: Project, run: Run, kernels: Kernels, place: _Place) -> None:
    with fresh_folder(run.folder(project)) as folder:
        place.folder = folder
        (folder / "figures").mkdir()
        with _own_event_loop():
            executed = _papermill(project, run, kernels, folder, place)
        _check_ended(run, executed)
        _check_streams(run, executed)
        made = cleaned(executed, run, places_of(project, folder))
        _check_shown(run, made)
        write_atomically(folder / NOTEBOOK, to_json(made))
        if not run.notebook.states and not (folder / VALUES).exists():
            write_atomically(folder / VALUES, to_json({}))
        _check_outputs(run, folder)
        _check_columns(project, run, made, folder)
        if current_key(project, run) != run.key:
            raise RunFailed(
                run, "something it depends on was edited while it ran", repair="run it again"
            )
        publish(folder, run.folder(project), run.key)


def _papermill(
    project: Project, run: Run, kernels: Kernels, folder: Path, place: _Place
) -> dict[str, Any]:
    most = place.limits["megabytes"]
    manager = kernels.manager(
        STUDY_OUTPUT=str(folder),
        STUDY_READS=json.dumps(run.needs),
        STUDY_INPUTS=name_inputs(run.key["inputs"], GATHERED),
        STUDY_OUTPUT_LIMIT=f"{TOO_MUCH} {most * 1_000_000}",
        STUDY_LANGUAGE=run.language,
        STUDY_BEFORE_CELL="quire.showing.reading" if run.language else "",
    )
    try:
        executed = execute_notebook(  # type: ignore[no-untyped-call]
            nbformat.from_dict(clean(run.notebook.data, METADATA)),  # type: ignore[no-untyped-call]
            None,
            parameters=run.parameters,
            kernel_name="python3",
            language="python",
            progress_bar=False,
            start_timeout=START_TIMEOUT_S,
            request_save_on_cell_execute=False,
            record_timing=False,
            coalesce_streams=True,
            shutdown_kernel="immediate",
            kernel_manager_class=manager,
            timeout_func=place.seconds_left,
            resources={"metadata": {"path": str(project.root.joinpath(run.notebook.where).parent)}},
            on_cell_start=place.starts,
            on_cell_error=place.fails,
            interrupt_on_timeout=True,  # so that the kernel says where it is; it is killed if it does not
            error_on_timeout={"ename": TOO_LONG, "evalue": ""},
            iopub_timeout=SAY_WHERE_S,
        )
        if place.is_late:  # the cell took the interruption for an end
            raise CellTimeoutError
        return dict(json.loads(nbformat.writes(executed, version=4)))  # type: ignore[no-untyped-call]
    except PapermillExecutionError as error:
        if place.is_late:
            raise _took_too_long(run, place, cell_line(error.traceback)) from None
        said = COLOURS.sub("", error.evalue)
        unmade = UNMADE.match(said) if error.ename == "NameError" else None
        raise RunFailed(
            run,
            f"{error.ename}: {said}",
            cell=place.number,
            line=cell_line(error.traceback),
            source=place.source or error.source,
            library_line=library_line(error.traceback, project.root, project.packages),
            repair=(made_later(run, place.number, unmade[1]) if unmade else "")
            or hint_in(error.traceback),
        ) from None
    except CellTimeoutError:
        raise _took_too_long(run, place) from None
    except DeadKernelError:
        what = "the kernel died (killed by the system, out of memory, or crashed in compiled code)"
        repair = ""
        if TOO_MUCH in kernels.end(manager):
            what = f"it showed more than {counted(most, 'megabyte')}"
            repair = SAY_MORE.format(f'megabytes": {2 * most}')
        raise RunFailed(run, what, cell=place.number, source=place.source, repair=repair) from None
    except (RuntimeError, OSError) as error:
        what = "the kernel answers no more" if place.number else "the kernel did not start"
        raise RunFailed(run, f"{what}: {error}", cell=place.number, source=place.source) from error
    finally:
        kernels.end(manager)


def _took_too_long(run: Run, place: _Place, line: int = 0) -> RunFailed:
    """The failure of a run that was stopped: in a line of its cell, if the cell could be interrupted."""
    what = f"it took longer than {counted(place.limits['minutes'], 'minute')}"
    more = ceil(2 * place.limits["minutes"])
    repair = SAY_MORE.format(f'minutes": {more}') + f", or once: {run.command} --minutes {more}"
    return RunFailed(run, what, cell=place.number, line=line, source=place.source, repair=repair)


@contextmanager
def _own_event_loop() -> Iterator[None]:
    """Close the event loop that nbclient makes for the thread it is called in, with all that still waits in it."""
    loop = ensure_event_loop()
    try:
        yield
    finally:
        waiting = asyncio.all_tasks(loop)
        for task in waiting:
            task.cancel()
        if waiting:
            loop.run_until_complete(asyncio.wait(waiting))
        loop.close()
        asyncio.set_event_loop(None)


class _Place:
    """Which code cell is being executed, counted as in the repository: without the cell that papermill adds; and how long it may be."""

    def __init__(self, run: Run, limits: Mapping[str, Any], on_cell: OnCell | None) -> None:
        self.number = 0
        self.source = ""
        self.is_late = False
        self.limits = limits
        self.folder: Path | None = None
        self._begun: list[NotebookNode] = []
        self._all = run.notebook.data
        self._cells = run.notebook.cells
        self._ends: float | None = None
        self._on_cell = on_cell

    def starts(self, cell: NotebookNode, cell_index: int) -> None:
        """Count, as nbclient calls it before each cell, which it fills with outputs later."""
        self._begun.append(cell)
        if cell.cell_type == "code" and not is_injected(cell):
            self.number += 1
            self.source = self._cells[self.number - 1].source
            if self._on_cell is not None:
                self._on_cell(self.number, len(self._cells))

    def so_far(self) -> dict[str, Any]:
        """The notebook with the outputs of the cells that were begun, and without any of the others."""
        begun = json.loads(json.dumps(self._begun))
        rest = self._all["cells"][len(begun) - any(map(is_injected, begun)) :]
        blank: dict[str, Any] = {"outputs": [], "execution_count": None}
        cells = [*begun, *({**cell, **(blank if "outputs" in cell else {})} for cell in rest)]
        return {**self._all, "cells": cells}

    def fails(self, cell: NotebookNode, cell_index: int, execute_reply: dict[str, Any]) -> None:
        """Hear how a cell has failed, as nbclient calls it."""
        self.is_late = execute_reply["content"].get("ename") == TOO_LONG

    def seconds_left(self, _: NotebookNode) -> float:
        """Say how long the cell that begins now may take; nbclient takes 0 for any time."""
        if self._ends is None:  # the start of a kernel on a busy machine is not the notebook's
            self._ends = monotonic() + 60 * self.limits["minutes"]
        return float(max(self._ends - monotonic(), 0.001))


def _check_ended(run: Run, notebook: dict[str, Any]) -> None:
    """A notebook that leaves by `sys.exit()` is half a result, which papermill takes for a whole one."""
    for number, cell in enumerate(_code_cells(notebook), start=1):
        if any(output["output_type"] == "error" for output in cell["outputs"]):
            raise RunFailed(
                run,
                "the cell ended the notebook, and no cell after it was run",
                cell=number,
                source=run.notebook.cells[number - 1].source,
                repair="leave out sys.exit(), and put what is not always shown below an if",
            )


def _check_streams(run: Run, notebook: dict[str, Any]) -> None:
    """Whatever a cell writes to standard error is a warning that nobody reads later, so it fails the run now."""
    for number, cell in enumerate(_code_cells(notebook), start=1):
        said = "".join(
            "".join(each["text"]) for each in cell["outputs"] if each.get("name") == "stderr"
        )
        if said:
            source = run.notebook.cells[number - 1].source
            raise RunFailed(
                run,
                "the cell wrote to standard error, and a warning is an error here:\n"
                + CELL_FILE.sub("<cell>", said.strip()),
                cell=number,
                line=warned_line(said, source),
                source=source,
                repair="remove the cause, or filter just this warning in the notebook with warnings.filterwarnings",
            )


def _check_shown(run: Run, notebook: dict[str, Any]) -> None:
    """What no page can show fails the run, where it can still be made otherwise."""
    for number, cell in enumerate(_code_cells(notebook), start=1):
        faults = output_faults(cell)
        if faults:
            what, repair = ("\n".join(dict.fromkeys(said)) for said in zip(*faults, strict=True))
            source = run.notebook.cells[number - 1].source
            raise RunFailed(run, what, cell=number, source=source, repair=repair)


def _code_cells(notebook: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The code cells as they are counted in the repository."""
    cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    return [cell for cell in cells if not is_injected(cell)]


def _check_outputs(run: Run, folder: Path) -> None:
    """A run that leaves no output where the plan expects one has failed."""
    bad = [
        name
        for name in run.expected
        if not (folder / name).is_file() or not (folder / name).stat().st_size
    ]
    if bad:
        said = ", ".join(
            f"{name} is {'empty' if (folder / name).is_file() else 'missing'}" for name in bad
        )
        raise RunFailed(
            run,
            f"the run left not what the plan expects: {said}",
            repair="see the cell that shows it",
        )


def _check_columns(project: Project, run: Run, notebook: Mapping[str, Any], folder: Path) -> None:
    """What would fail the book fails the run, where the column is made."""
    try:
        faults = list(find_undescribed(project, run.name, folder))
    except Faults as error:
        raise RunFailed(run, str(error), repair="correct the file") from None
    if faults:
        files, *said = zip(*faults, strict=True)
        what, repair = ("\n".join(lines) for lines in said)
        cells = enumerate(_code_cells(notebook), start=1)
        makers = [number for number, cell in cells if _makes(run, number, cell, files[0])]
        source = run.notebook.cells[makers[0] - 1].source if makers else ""
        raise RunFailed(run, what, cell=max(makers[:1], default=0), source=source, repair=repair)


def _makes(run: Run, number: int, cell: Mapping[str, Any], file: str) -> bool:
    """Whether a cell shows a figure, or keeps a table by a call of its own."""
    kept = calls_of(run.notebook.cells[number - 1].tree).kept
    return file in to_json(cell["outputs"]).decode() or file in {f"tables/{n}.csv" for n in kept}
