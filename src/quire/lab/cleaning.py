"""Notebooks as they are committed: no outputs, and nothing of the machine and the program that they were open in.

One form for git's filter, `make format`, checks and runs. Without arguments a notebook goes from standard input to standard output, as
git's filter; `--text FILE` prints one to be read in a diff, `--format` cleans all of the study, `--check` names what is not clean.
"""

from __future__ import annotations

import json
import shlex
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from quire.core.errors import Fault, Faults
from quire.core.git import run_git
from quire.core.project import STUDY, Project, to_json, write_atomically

FILTER = "study-notebook"
"""Its name in `.gitattributes` and in git's configuration."""

KEPT = frozenset({"study"})
"""Keys of a notebook's metadata that people write."""

KEPT_OF_CELL = frozenset({"tags"})

MEND = "make format clears it; make setup, once, keeps it out of git by itself"

Data = dict[str, Any]


def clean(notebook: Mapping[str, Any], metadata: Mapping[str, Any]) -> Data:
    r"""Make a copy of a notebook as it is committed.

    Parameters
    ----------
    notebook
        Of format 4, as plain data.
    metadata
        What every notebook of the study says of its kernel and language: `Project.notebook_metadata`.

    Examples
    --------
    >>> cell = {"cell_type": "code", "execution_count": 7, "id": "a", "outputs": [{}], "source": "1\n2"}
    >>> cell["metadata"] = {"scrolled": True, "tags": ["parameters"]}
    >>> notebook = {"cells": [cell], "metadata": {"widgets": {}}, "nbformat": 4, "nbformat_minor": 5}
    >>> clean(notebook, {})["cells"][0]["metadata"], clean(notebook, {})["cells"][0]["source"]
    ({'tags': ['parameters']}, ['1\n', '2'])
    """
    own = notebook.get("metadata", {})
    kept = {name: own[name] for name in KEPT & own.keys()}
    return {
        **notebook,
        "cells": [_clean_cell(cell) for cell in notebook["cells"]],
        "metadata": {**metadata, **kept},
    }


def _clean_cell(cell: Mapping[str, Any]) -> Data:
    metadata = cell.get("metadata", {})
    new = {
        **cell,
        "metadata": {name: metadata[name] for name in KEPT_OF_CELL & metadata.keys()},
        "source": _source(cell).splitlines(keepends=True),
    }
    return new | {"execution_count": None, "outputs": []} if cell["cell_type"] == "code" else new


def _source(cell: Mapping[str, Any]) -> str:
    return "".join(cell.get("source", ""))


def clean_bytes(project: Project, data: bytes) -> bytes:
    """A notebook's file as it is committed; what is no notebook, such as one with a conflict in it, as it stands."""
    try:
        return to_json(clean(json.loads(data), project.notebook_metadata))
    except (ValueError, TypeError, KeyError, AttributeError):
        return data


def as_text(data: bytes) -> str:
    """A notebook for a person to read in a diff: cells with their ids and tags, then the metadata."""
    try:
        notebook = json.loads(data)
        return "\n".join([*_lines(notebook), json.dumps(notebook["metadata"], indent=1), ""])
    except (ValueError, TypeError, KeyError, AttributeError):
        return data.decode("utf-8", errors="replace")


def _lines(notebook: Data) -> Iterator[str]:
    for cell in notebook["cells"]:
        tags = cell["metadata"].get("tags", [])
        yield " ".join(["#", 8 * "-", cell["cell_type"], cell.get("id", ""), *tags]).rstrip()
        yield f"{_source(cell).rstrip()}\n"


def list_files(project: Project) -> list[Path]:
    """The notebooks of the study that are there."""
    paths = project.notebooks.glob("*/[0-9][0-9]_*.ipynb")
    return sorted(path for path in paths if path.parent.name in {"edition", STUDY})


def format_notebooks(project: Project) -> list[Path]:
    """Clean every notebook in its file, and say which were not."""
    changed = []
    for path in list_files(project):
        data = path.read_bytes()
        if (cleaned := clean_bytes(project, data)) != data:
            write_atomically(path, cleaned)
            changed.append(path)
    return changed


def unclean_faults(project: Project) -> list[Fault]:
    """Outputs and foreign metadata that would be committed: none where git's filter takes them out."""
    if has_filter(project):
        return []
    faults = []
    for path in list_files(project):
        try:
            said = list(_unclean(json.loads(path.read_bytes())))
        except (ValueError, TypeError, KeyError, AttributeError):
            continue  # said by whoever reads notebooks
        where = project.relative(path)
        faults += [Fault(where, 0, column, value, what, MEND) for column, value, what in said]
    return faults


def _unclean(notebook: Data) -> Iterator[tuple[str, str, str]]:
    cells = notebook["cells"]
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    run = [
        number
        for number, cell in enumerate(code, start=1)
        if cell.get("outputs") or cell.get("execution_count")
    ]
    if run:
        yield f"code cells {', '.join(map(str, run))}", "", "outputs would be committed"
    metadata = notebook["metadata"]
    foreign = metadata.keys() - KEPT - {"kernelspec", "language_info"}
    language = metadata.get("language_info", {}).keys() - {"name"}
    foreign |= {f"language_info.{name}" for name in language}
    foreign |= {f"cell {name}" for cell in cells for name in cell["metadata"].keys() - KEPT_OF_CELL}
    if foreign:
        said = ", ".join(sorted(foreign))
        yield "metadata", said, "what a program left there would be committed"


def has_filter(project: Project) -> bool:
    """Whether git cleans the notebooks of this checkout as it reads them."""
    command = shlex.split(run_git(project.root, "config", f"filter.{FILTER}.clean") or "")
    return bool(command) and Path(command[0]).is_file()


def main(arguments: list[str]) -> None:
    """Do what the first argument says; see above."""
    project = Project.find()
    if not arguments:
        sys.stdout.buffer.write(clean_bytes(project, sys.stdin.buffer.read()))
    elif arguments[0] == "--text":
        # git hands over what lies in the folder without its filter
        data = clean_bytes(project, Path(arguments[1]).read_bytes())
        sys.stdout.buffer.write(as_text(data).encode())
    elif arguments[0] == "--format":
        for path in format_notebooks(project):
            print(f"cleaned: {project.relative(path)}")
    elif faults := unclean_faults(project):
        sys.exit(str(Faults(faults, where="notebooks")))


if __name__ == "__main__":
    main(sys.argv[1:])
