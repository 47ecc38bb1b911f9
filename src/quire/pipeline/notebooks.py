"""Reading the notebooks of the study: code cells, the parameters cell, what they read and show.

The file of a notebook and nothing beyond it: executing is in `execute`, what the parameters get in `contract`.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from glob import escape
from pathlib import Path
from typing import Any

from quire.core.errors import Fault, nearest
from quire.core.project import Project, digest_json
from quire.pipeline.calls import Calls, Read, calls_of
from quire.pipeline.contents import is_removed
from quire.pipeline.loading import id_faults, load_notebook
from quire.pipeline.marks import mark_faults, marks_of, setting_faults
from quire.pipeline.scratch import FILE, SCRATCH, find_unnamed
from quire.pipeline.staleness import (
    cell_digest,
    imported_module,
    library_imports,
    library_modules,
    module_path,
)
from quire.study import FIGURES, load_study
from quire.tables.strays import find_strays

PARAMETERS = "parameters"
INJECTED = "injected-parameters"
TITLE = "# "


UNREAD = "only notebooks/edition/NN_name.ipynb and notebooks/study/NN_name.ipynb are run: move it, to notebooks/scratch if it is a trial"


class Kind(StrEnum):
    """The folder a notebook lies in says how often it runs."""

    EDITION = "edition"
    STUDY = "study"


@dataclass(frozen=True)
class Cell:
    """One code cell; `number` counts code cells from 1, as JupyterLab does after *Run All*."""

    number: int
    source: str
    tags: tuple[str, ...]
    tree: ast.Module


@dataclass(frozen=True)
class Notebook:
    """One notebook, as it stands in the repository.

    Attributes
    ----------
    where
        Path from the top of the repository.
    kind, name
        Folder, and file name without number and ending.
    data
        The whole notebook as read; what is executed is this and not what the file holds by then.
    cells
        Its code cells.
    parameters
        Names and working defaults of the parameters cell, with the number of that cell (0 if there is none).
    reads, kept, expected, modules
        Calls that read; tables that other runs can read; files that a run must leave; modules of the library that it imports.
    states
        Whether it surely records numbers for the prose.
    """

    where: str
    kind: Kind
    name: str
    data: dict[str, Any]
    cells: tuple[Cell, ...]
    parameters: dict[str, Any]
    parameters_cell: int
    reads: tuple[tuple[int, Read], ...]
    kept: tuple[str, ...]
    expected: tuple[str, ...]
    modules: tuple[str, ...]
    states: bool

    @property
    def title(self) -> str:
        """The heading that it begins with on its page; empty if it begins with something else."""
        cell: dict[str, Any] = next((one for one in self.data["cells"] if not is_removed(one)), {})
        first = "".join(cell.get("source", "")).partition("\n")[0]
        begins = cell.get("cell_type") == "markdown" and first.startswith(TITLE)
        return first.removeprefix(TITLE).strip() if begins else ""

    @cached_property
    def code(self) -> tuple[str, ...]:
        """Digest of each code cell; of the parameters cell the names alone, as every one of them gets its value from the plan."""
        return tuple(
            digest_json([PARAMETERS, *self.parameters])
            if cell.number == self.parameters_cell
            else cell_digest(cell.source, cell.tree, cell.tags)
            for cell in self.cells
        )

    @property
    def needs(self) -> str:
        """What it describes and cannot run without: `"study": {"needs": "survey"}` in its metadata; see `marks`."""
        return str(marks_of(self.data).get("needs", FIGURES))

    @property
    def frozen(self) -> bool:
        """Whether its values are frozen with their edition: not those of what lives on, such as the catalogue (`"frozen": false`)."""
        return bool(marks_of(self.data).get("frozen", True))


def list_notebooks(
    project: Project, last_good: Mapping[str, bytes] | None = None
) -> tuple[list[Notebook], list[Fault]]:
    """Read all notebooks, in the order of folder and number, and every fault of those that cannot be read, or that nothing runs.

    Parameters
    ----------
    project
        The checkout.
    last_good
        For a draft, which takes also notebooks with faults: what each held, by its path, when it was last without any. It
        stands for a file that is no notebook now.
    """
    notebooks: list[Notebook] = []
    read = {kind.value: ["*.ipynb"] for kind in Kind}
    unnamed = {escape(path.name) for path in find_unnamed(project)}
    faults = find_strays(project, project.notebooks, read, UNREAD, {".*", SCRATCH, *unnamed})
    faults += setting_faults(project)
    taken: dict[str, str] = {}
    for kind in Kind:
        for path in sorted((project.notebooks / kind).glob("*.ipynb")):
            if not path.is_file() or not FILE.fullmatch(path.name):
                continue
            notebook, found = read_notebook(project, path, kind)
            faults += found
            if notebook is None and last_good is not None:
                notebook = _in_spite(project, path, kind, last_good)
            if notebook is None:
                continue
            if notebook.name in taken:
                what = f"has the name of {taken[notebook.name]}"
                faults.append(Fault(notebook.where, 0, "", "", what, "rename one of them"))
                continue
            notebooks.append(notebook)
            taken[notebook.name] = notebook.where
    if not notebooks and not faults:
        faults.append(
            Fault(
                "notebooks",
                0,
                "",
                "",
                "there is no notebook",
                "add notebooks/edition/10_<name>.ipynb",
            )
        )
    return notebooks, faults


def read_notebook(project: Project, path: Path, kind: Kind) -> tuple[Notebook | None, list[Fault]]:
    """Read one notebook, or say all that stands in its way."""
    notebook, faults = _read(project, path, kind, path.read_bytes())
    return (None if faults else notebook), faults


def _in_spite(
    project: Project, path: Path, kind: Kind, last_good: Mapping[str, bytes]
) -> Notebook | None:
    """A notebook with faults as far as it can be read, or as it was when it had none."""
    held = [path.read_bytes(), last_good.get(project.relative(path), b"")]
    read = (_read(project, path, kind, data)[0] for data in held)
    return next((notebook for notebook in read if notebook is not None), None)


def _read(
    project: Project, path: Path, kind: Kind, held: bytes
) -> tuple[Notebook | None, list[Fault]]:
    """What is in a notebook, with all its faults; None where too little of it can be read."""
    where = project.relative(path)
    data = load_notebook(held, where)
    if isinstance(data, Fault):
        return None, [data]
    cells, faults = _cells(data, where)
    faults += id_faults(data, where)
    parameters, number, found = _parameters(cells, where)
    faults += found
    calls = [(cell.number, calls_of(cell.tree)) for cell in cells if cell.number != number]
    faults += _call_faults(calls, where)
    modules, found = _modules(project, path, cells, where)
    faults += found
    marks = mark_faults(data, load_study(project).needs, kind is Kind.EDITION, where)
    if marks:
        return None, [*faults, *marks]
    return Notebook(
        where=where,
        kind=kind,
        name=path.stem.partition("_")[2],
        data=data,
        cells=tuple(cells),
        parameters=parameters,
        parameters_cell=number,
        reads=tuple((cell, read) for cell, each in calls for read in each.reads),
        kept=tuple(name for _, each in calls for name in each.kept),
        expected=tuple(sorted(file for _, each in calls for file in each.expected)),
        modules=modules,
        states=any(each.states for _, each in calls),
    ), faults


def _cells(data: dict[str, Any], where: str) -> tuple[list[Cell], list[Fault]]:
    cells, faults = [], []
    code = [each for each in data["cells"] if each.get("cell_type") == "code"]
    for number, each in enumerate(code, start=1):
        source = each.get("source", "")
        source = source if isinstance(source, str) else "".join(source)
        try:
            tree = ast.parse(source)
        except (SyntaxError, ValueError) as error:  # a sign that no text may hold is the latter
            faults.append(Fault(where, 0, f"code cell {number}", *_not_python(source, error)))
            continue
        cells.append(Cell(number, source, tuple(each.get("metadata", {}).get("tags", [])), tree))
    return cells, faults


def _not_python(source: str, error: SyntaxError | ValueError) -> tuple[str, str, str]:
    """Value, what and repair for a cell that is not plain Python."""
    if not isinstance(error, SyntaxError):
        return "", f"is not valid Python ({error})", "correct the cell"
    lines = source.splitlines()
    line = lines[(error.lineno or 1) - 1].strip() if lines else ""
    if line.startswith(("%", "!", "?")) or line.endswith("?"):
        return (
            line,
            "is a magic, not plain Python",
            "write it in Python, or leave it out of the notebook",
        )
    return line, f"is not valid Python ({error.msg})", "correct the cell"


def _parameters(cells: list[Cell], where: str) -> tuple[dict[str, Any], int, list[Fault]]:
    """Names and defaults of the parameters cell, its number, and its faults."""
    tagged = [cell for cell in cells if PARAMETERS in cell.tags]
    faults = [
        Fault(
            where,
            0,
            f"code cell {cell.number}",
            "",
            "was left by a run",
            "delete the cell, and commit without outputs",
        )
        for cell in cells
        if INJECTED in cell.tags
    ]
    if len(tagged) > 1:
        said = f"code cell {tagged[1].number}"
        faults.append(
            Fault(
                where,
                0,
                said,
                "",
                "is a second parameters cell",
                "keep one cell with the tag 'parameters'",
            )
        )
    if not tagged:
        return {}, 0, faults
    values: dict[str, Any] = {}
    for statement in tagged[0].tree.body:
        said = f"code cell {tagged[0].number}"
        line = ast.unparse(statement)
        name, value = read_assignment(statement)
        if name is None:
            faults.append(
                Fault(
                    where,
                    0,
                    said,
                    line,
                    "is no plain assignment of a literal",
                    "keep only lines such as `least = 3`",
                )
            )
        elif name in values:
            faults.append(Fault(where, 0, said, line, "is assigned twice", "keep one of them"))
        else:
            values[name] = value
    return values, tagged[0].number, faults


def read_assignment(statement: ast.stmt) -> tuple[str | None, Any]:
    """Name and value of `name = literal` (with or without a type), else (None, None)."""
    target: ast.expr | None = None
    if isinstance(statement, ast.Assign) and len(statement.targets) == 1:
        target = statement.targets[0]
    elif isinstance(statement, ast.AnnAssign):
        target = statement.target
    value = getattr(statement, "value", None)
    if not isinstance(target, ast.Name) or value is None:
        return None, None
    try:
        return target.id, ast.literal_eval(value)
    except (ValueError, TypeError, SyntaxError):
        return None, None


def _call_faults(calls: list[tuple[int, Calls]], where: str) -> list[Fault]:
    faults = []
    seen: dict[tuple[str, str], int] = {}
    for number, each in calls:
        said = f"code cell {number}"
        faults += [Fault(where, 0, said, "", what, repair) for what, repair in each.problems]
        written = [("shown", name) for name in each.shown] + [("kept", name) for name in each.kept]
        for how, name in written:
            if (how, name) in seen:
                what = f"the id is {how} already in code cell {seen[how, name]}"
                faults.append(
                    Fault(where, 0, said, name, what, "give each figure and table its own id")
                )
            seen[how, name] = number
    return faults


def _modules(
    project: Project, path: Path, cells: list[Cell], where: str
) -> tuple[tuple[str, ...], list[Fault]]:
    """Modules of the library that a notebook imports, and imports that the plan could not follow."""
    modules: set[str] = set()
    faults = []
    library = project.relative(project.library / project.packages[-1])
    for cell in cells:
        said = f"code cell {cell.number}"
        for module, name in library_imports(cell.tree, project.packages):
            if module_path(project, module) is not None:
                modules.add(imported_module(project, module, name))
                continue
            repair = nearest(module, library_modules(project))
            faults.append(Fault(where, 0, said, module, "there is no such module", repair))
        for top in _imported_tops(cell.tree) - set(project.packages):
            if (path.parent / f"{top}.py").exists() or (path.parent / top).is_dir():
                what = "is code beside the notebook, whose changes nobody would notice"
                faults.append(Fault(where, 0, said, top, what, f"move it into {library}"))
    return tuple(sorted(modules)), faults


def _imported_tops(tree: ast.AST) -> set[str]:
    tops = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            tops |= {each.name.partition(".")[0] for each in node.names}
        elif isinstance(node, ast.ImportFrom):
            tops.add((node.module or "").partition(".")[0])
    return tops - {""}
