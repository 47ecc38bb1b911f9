"""What Sphinx warned of, told with the file that people edit."""

from __future__ import annotations

import json
import re
from pathlib import Path

from quire.book.links import find_notebook
from quire.core.project import Project

WARNING = re.compile(
    r"^(?P<place>.*?):(?:(?P<line>\d+):)? (?P<kind>WARNING|ERROR|CRITICAL|SEVERE): (?P<what>.*)$"
)
RENDERED = re.compile(r"(\S+)\.html has ")
"""How `safe_pages` begins what it says of a page that was made."""

CODES = re.compile("\x1b\\[[0-9;]*m")
CELL = 10_000
"""MyST-NB counts the lines of a notebook as cell times this plus the line in the cell."""


def find_warnings(project: Project, source: Path, text: str) -> list[tuple[str, str]]:
    """What Sphinx warned of, each with the file that people edit, and line or cell; before it the file of its page, if it has one."""
    found: list[tuple[str, str]] = []
    for line in CODES.sub("", text).splitlines():
        match = WARNING.match(line)
        if match:
            place = _place(project, source, match["place"], int(match["line"] or 0))
            found.append((match["place"], f"{place}: {match['what']}"))
        elif line.startswith(("WARNING: ", "ERROR: ")):
            what = line.partition(": ")[2]
            page = RENDERED.match(what)
            found.append((str(source / page[1]) if page else "", what))
        elif found and line.startswith(" "):
            found[-1] = (found[-1][0], f"{found[-1][1]} {line.strip()}")
    return list(dict.fromkeys(found))


def _place(project: Project, source: Path, file: str, line: int) -> str:
    """File and line of a warning, from the top of the repository.

    Numbers in pages with generated parts count lines of the assembled page, so that is the file which is named.
    """
    path = Path(file)
    if not path.is_absolute() or not path.is_relative_to(source):
        return f"{file}:{line}" if line else file
    if path.suffix == ".ipynb":
        cell, inside = divmod(line, CELL)
        where = _notebook(project, path)
        return f"{where}: cell {_source_cell(path, cell)}, line {inside}" if cell else where
    return f"{project.relative(path)}:{line}" if line else project.relative(path)


def _source_cell(page: Path, cell: int) -> int:
    """Number in the notebook of a cell of its page, where code cells have been joined; its id tells."""
    cells = json.loads(page.read_bytes())["cells"]
    return int(cells[cell - 1]["id"].removeprefix("cell-")) + 1


def _notebook(project: Project, path: Path) -> str:
    """The notebook that a page was made of."""
    origin = find_notebook(project, path.stem)
    page = project.relative(path)
    return f"{project.relative(origin)} (page {page})" if origin else page
