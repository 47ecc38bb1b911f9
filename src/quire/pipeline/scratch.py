"""Notebooks that are no part of the study: trials in a folder of their own, and those that their names leave out elsewhere."""

from __future__ import annotations

import re
from pathlib import Path

from quire.core.project import Project

FILE = re.compile(r"\d{2}_[a-z0-9]+(?:[-_][a-z0-9]+)*\.ipynb")
"""How the file of a notebook of the study is called."""

SCRATCH = "scratch"
"""Folder of notebooks for trials, of which nobody but their writer takes notice."""


def find_unnamed(project: Project) -> list[Path]:
    """Notebooks that are no part of the study by their names, such as `Untitled.ipynb`; they may hold anything."""
    return [
        path
        for path in sorted(project.notebooks.rglob("*.ipynb"))
        if path.is_file()
        and not FILE.fullmatch(path.name)
        and not any(
            part == SCRATCH or part.startswith(".")
            for part in path.relative_to(project.notebooks).parts
        )
    ]


def say_unnamed(project: Project) -> list[str]:
    """A line for each notebook that is no part of the study by its name."""
    repair = f"name it NN_name.ipynb, or move it to notebooks/{SCRATCH}"
    return [
        f"not part of the study: {project.relative(path)}; {repair}"
        for path in find_unnamed(project)
    ]
