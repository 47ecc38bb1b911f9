"""Executed notebooks without anything of the moment, the place and the process: the same bytes every time."""

from __future__ import annotations

import re
import sysconfig
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from quire.core.project import Project
from quire.pipeline.notebooks import INJECTED

if TYPE_CHECKING:
    from quire.pipeline.plan import Run

ADDRESS = re.compile(r"\bat 0x[0-9a-fA-F]{6,}")
CELL_FILE = re.compile(r"\S*[/\\]ipykernel_\d+[/\\]\d+\.py")
OWN_METADATA = frozenset({"papermill", "execution", "ExecuteTime"})
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"file_extension": ".py", "name": "python", "pygments_lexer": "ipython3"},
}


def places_of(project: Project, output: Path | None = None) -> dict[str, str]:
    """Paths, also as tracebacks shorten them, and what stands for them."""
    python = {
        Path(sysconfig.get_path(name)): "<packages>" for name in ("purelib", "platlib", "stdlib")
    }
    named = {**({output: "<output>"} if output else {}), **python, project.root: "<project>"}
    home = str(Path.home())
    return {
        shown: name
        for path, name in named.items()
        for shown in (
            str(path),
            *([f"~{str(path)[len(home) :]}"] if path.is_relative_to(home) else []),
        )
    }


def cleaned(notebook: Mapping[str, Any], run: Run, places: Mapping[str, str]) -> dict[str, Any]:
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
        number, known = (0, INJECTED) if is_injected(cell) else next(ids)
        metadata = {
            name: value for name, value in cell["metadata"].items() if name not in OWN_METADATA
        }
        new = {**cell, "id": known or f"cell-{number}", "metadata": metadata}
        if "outputs" in cell:
            new["outputs"] = [scrub(each, places) for each in cell["outputs"]]
        cells.append(new)
    return {"cells": cells, "metadata": METADATA, "nbformat": 4, "nbformat_minor": 5}


def is_injected(cell: Mapping[str, Any]) -> bool:
    """Whether a cell is the one that papermill adds, with the values of the parameters."""
    return INJECTED in cell["metadata"].get("tags", [])


def scrub(thing: Any, places: Mapping[str, str]) -> Any:
    """Outputs with every text in them scrubbed, however deep."""
    if isinstance(thing, str):
        for path, name in places.items():
            thing = thing.replace(path, name)
        # drawings are long texts, and looking for a word in them is much faster than matching
        thing = ADDRESS.sub("at 0x...", thing) if "at 0x" in thing else thing
        return CELL_FILE.sub("<cell>", thing) if "ipykernel_" in thing else thing
    if isinstance(thing, dict):
        return {key: scrub(value, places) for key, value in thing.items()}
    return [scrub(each, places) for each in thing] if isinstance(thing, list) else thing
