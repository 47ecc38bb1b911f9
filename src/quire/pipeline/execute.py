"""One run: a notebook executed by papermill in a kernel of its own, cleaned, checked and put in its place.

Which runs there are is in `plan`, in what order they go in `driver`, where kernels come from in `quire.kernels`.
"""

from __future__ import annotations

import asyncio
import copy
import json
import logging
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import Any

import nbformat
from jupyter_core.utils import ensure_event_loop
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from papermill.exceptions import PapermillExecutionError
from papermill.execute import execute_notebook

from quire.core.errors import StudyError, explain
from quire.core.folders import fresh_folder
from quire.core.project import Project, to_json, write_atomically
from quire.core.reads import name_inputs
from quire.kernels.warm import Kernels
from quire.pipeline.contents import output_faults
from quire.pipeline.marks import LIMITS, marks_of
from quire.pipeline.notebooks import INJECTED
from quire.pipeline.plan import NOTEBOOK, VALUES, Run, current_key
from quire.pipeline.runs import publish
from quire.text.words import counted

COLOURS = re.compile(r"\x1b\[[0-9;]*m")
LIBRARY_LINE = r"""File\s+["']?(?P<path>[^\n"']*?\b(?:%s)(?:[/\\][\w/\\]+)?\.py)["']?(?::|,\s+line\s+)(?P<line>\d+)"""
ADDRESS = re.compile(r"\bat 0x[0-9a-fA-F]{6,}")
CELL_FILE = re.compile(r"\S*[/\\]ipykernel_\d+[/\\]\d+\.py")
OWN_METADATA = frozenset({"papermill", "execution", "ExecuteTime"})
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"file_extension": ".py", "name": "python", "pygments_lexer": "ipython3"},
}
TOO_MUCH = 77
"""How a kernel ends that has sent more than it may; see `quire.kernels.startup`."""
SAY_MORE = (
    'look for what has no end in it, or write {{"study": {{"{}}}}} into the notebook\'s metadata'
)
START_TIMEOUT_S = 300
"""Long, for a machine that is busy; a kernel that died is noticed long before."""

logging.getLogger("papermill").setLevel(
    logging.CRITICAL + 1
)  # whatever it says is in the report of the run

OnCell = Callable[[int, int], None]


class RunFailed(StudyError):  # noqa: N818 - an event of the pipeline, not a kind of error
    """A run that did not come to its end, with all that one needs to repair it.

    Parameters
    ----------
    run
        Which.
    what
        What went wrong, on one line.
    cell
        Number of the code cell in the notebook as it stands in the repository; 0 if it was none.
    source
        That cell.
    library_line
        File and line of the library where the error arose; empty if it did not arise there.
    repair
        What to do, apart from running it again.
    """

    def __init__(
        self,
        run: Run,
        what: str,
        *,
        cell: int = 0,
        source: str = "",
        library_line: str = "",
        repair: str = "",
    ) -> None:
        self.run = run
        self.cell = cell
        self.source = source
        self.library_line = library_line
        super().__init__(what, where=run.id, repair=repair)

    def __str__(self) -> str:
        """Read as a report over several lines."""
        place = f", code cell {self.cell}" if self.cell else ""
        lines = [
            f"run {self.run.id} failed",
            f"  edition:  {self.run.scope}",
            f"  notebook: {self.run.notebook.where}{place}",
        ]
        if self.source:
            lines += ["  cell:", *(f"    | {line}" for line in self.source.splitlines())]
        lines.append("  error:    " + self.what.replace("\n", "\n            "))
        if self.library_line:
            lines.append(f"  raised at {self.library_line}")
        if self.repair:
            lines.append(f"  repair:   {self.repair}")
        return "\n".join([*lines, f"  again:    {self.run.command}"])


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
        How long it may take; as its notebook says, or `LIMITS`, if None.

    Raises
    ------
    RunFailed
        Whatever goes wrong; the last good result is left as it was.
    """
    try:
        _execute(project, run, kernels, on_cell, minutes)
    except OSError as error:
        refused = explain(error)
        what = f"its outputs cannot be kept: {refused.where}: {refused.what}"
        what = what.replace(str(project.root), "<project>")
        raise RunFailed(run, what, repair=refused.repair) from error


def _execute(
    project: Project, run: Run, kernels: Kernels, on_cell: OnCell | None, minutes: float | None
) -> None:
    limits = {**LIMITS, **marks_of(run.notebook.data)}
    limits |= {"minutes": minutes} if minutes else {}
    with fresh_folder(run.folder(project)) as folder:
        (folder / "figures").mkdir()
        with _own_event_loop():
            executed = _papermill(project, run, kernels, folder, _Place(run, limits, on_cell))
        _check_ended(run, executed)
        _check_streams(run, executed)
        _check_shown(run, executed)
        places = {str(folder): "<output>", str(project.root): "<project>"}
        write_atomically(folder / NOTEBOOK, to_json(cleaned(executed, run, places)))
        if not run.notebook.states and not (folder / VALUES).exists():
            write_atomically(folder / VALUES, to_json({}))
        _check_outputs(run, folder)
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
        STUDY_INPUTS=name_inputs(run.key["inputs"]),
        STUDY_OUTPUT_LIMIT=f"{TOO_MUCH} {most * 1_000_000}",
    )
    try:
        executed = execute_notebook(  # type: ignore[no-untyped-call]
            nbformat.from_dict(copy.deepcopy(run.notebook.data)),  # type: ignore[no-untyped-call]
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
        )
        return dict(json.loads(nbformat.writes(executed, version=4)))  # type: ignore[no-untyped-call]
    except PapermillExecutionError as error:
        raise RunFailed(
            run,
            f"{error.ename}: {COLOURS.sub('', error.evalue)}",
            cell=place.number,
            source=place.source or error.source,
            library_line=library_line(error.traceback, project.root, project.packages),
        ) from None
    except CellTimeoutError:
        what = f"it took longer than {counted(place.limits['minutes'], 'minute')}"
        repair = SAY_MORE.format(f'minutes": {2 * place.limits["minutes"]:g}')
        repair += f", or once: {project.command} run --minutes"
        raise RunFailed(run, what, cell=place.number, source=place.source, repair=repair) from None
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
        self.limits = limits
        self._cells = run.notebook.cells
        self._ends = monotonic() + 60 * limits["minutes"]
        self._on_cell = on_cell

    def starts(self, cell: NotebookNode, cell_index: int) -> None:
        """Count, as nbclient calls it before each cell."""
        if cell.cell_type == "code" and INJECTED not in cell.metadata.get("tags", []):
            self.number += 1
            self.source = self._cells[self.number - 1].source
            if self._on_cell is not None:
                self._on_cell(self.number, len(self._cells))

    def seconds_left(self, _: NotebookNode) -> float:
        """Say how long the cell that begins now may take; nbclient takes 0 for any time."""
        return float(max(self._ends - monotonic(), 0.001))


def library_line(traceback: list[str], root: Path, packages: Sequence[str]) -> str:
    """Find the last line of the library in a traceback, as `src/package/module.py:line`; empty if there is none."""
    pattern = LIBRARY_LINE % "|".join(packages)
    lines = list(re.finditer(pattern, COLOURS.sub("", "\n".join(traceback))))
    if not lines:
        return ""
    path = Path(lines[-1]["path"]).expanduser()
    shown = path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()
    return f"{shown}:{lines[-1]['line']}"


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
        said = ["".join(each["text"]) for each in cell["outputs"] if each.get("name") == "stderr"]
        if said:
            raise RunFailed(
                run,
                "the cell wrote to standard error, and a warning is an error here:\n"
                + "".join(said).strip(),
                cell=number,
                source=run.notebook.cells[number - 1].source,
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
    return [cell for cell in cells if not _injected(cell)]


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


def cleaned(notebook: dict[str, Any], run: Run, places: dict[str, str]) -> dict[str, Any]:
    """Make a copy of an executed notebook that holds nothing of the moment, the place and the process.

    Parameters
    ----------
    notebook
        As papermill returns it, as plain data.
    run
        Whose; gives the cells their ids.
    places
        Paths, and what stands for them.

    Returns
    -------
    dict
        Without times, paths, durations, random ids and memory addresses.
    """
    ids = iter(enumerate((each.get("id") for each in run.notebook.data["cells"]), start=1))
    cells = []
    for cell in notebook["cells"]:
        number, known = (0, INJECTED) if _injected(cell) else next(ids)
        metadata = {
            name: value for name, value in cell["metadata"].items() if name not in OWN_METADATA
        }
        new = {**cell, "id": known or f"cell-{number}", "metadata": metadata}
        if "outputs" in cell:
            new["outputs"] = [_scrubbed(each, places) for each in cell["outputs"]]
        cells.append(new)
    return {"cells": cells, "metadata": METADATA, "nbformat": 4, "nbformat_minor": 5}


def _injected(cell: Mapping[str, Any]) -> bool:
    return INJECTED in cell["metadata"].get("tags", [])


def _scrubbed(thing: Any, places: dict[str, str]) -> Any:
    """Outputs with every text in them scrubbed, however deep."""
    if isinstance(thing, str):
        for path, name in places.items():
            thing = thing.replace(path, name)
        # drawings are long texts, and looking for a word in them is much faster than matching
        thing = ADDRESS.sub("at 0x...", thing) if "at 0x" in thing else thing
        return CELL_FILE.sub("<cell>", thing) if "ipykernel_" in thing else thing
    if isinstance(thing, dict):
        return {key: _scrubbed(value, places) for key, value in thing.items()}
    return [_scrubbed(each, places) for each in thing] if isinstance(thing, list) else thing
