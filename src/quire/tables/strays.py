"""Files that nothing reads: beside those that are read they look as if they counted."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath

from quire.core.errors import Fault, nearest
from quire.core.project import Project
from quire.tables.faults import mark_file, mark_odd

JUPYTER = ".ipynb_checkpoints"
"""What JupyterLab leaves beside each file that it opens."""


def find_strays(
    project: Project,
    top: Path,
    known: Mapping[str, Collection[str]],
    otherwise: str,
    passed: Collection[str] = (JUPYTER,),
) -> list[Fault]:
    """A fault for everything below a folder that nothing reads, and for what is read and is no file.

    Parameters
    ----------
    known
        Names of the files that are read, by the folder below `top` that they are in, `.` for `top` itself. Both may be patterns:
        `{"editions": ["*.yml"]}`. Of a folder that nothing reads only the folder is named.
    otherwise
        How to repair what is no misspelt or miswritten file that would be read.
    passed
        Names, as patterns, of which nothing is said.
    """
    faults = []
    folders = [PurePosixPath()]
    while folders:
        inside = folders.pop()
        names = sorted(_names(inside, known))
        for path in sorted((top / inside).iterdir()) if (top / inside).is_dir() else []:
            where, here = project.relative(path), inside / path.name
            if _fits(path.name, passed):
                continue
            if _fits(path.name, names):
                faults += mark_odd(path, where)
            elif path.is_dir() and any(_leads(here, folder) for folder in known):
                folders.append(here)
            else:
                faults.append(_stray(path, where, names, otherwise))
    return faults


def _names(inside: PurePosixPath, known: Mapping[str, Collection[str]]) -> set[str]:
    return {name for folder, some in known.items() for name in some if _is(inside, folder)}


def _is(inside: PurePosixPath, folder: str) -> bool:
    return len(inside.parts) == len(PurePosixPath(folder).parts) and _leads(inside, folder)


def _leads(inside: PurePosixPath, folder: str) -> bool:
    """Whether a folder is one that a pattern names, or one above it."""
    parts = PurePosixPath(folder).parts
    return len(inside.parts) <= len(parts) and all(map(fnmatchcase, inside.parts, parts))


def _fits(name: str, names: Collection[str]) -> bool:
    return any(fnmatchcase(name, pattern) for pattern in names)


def _stray(path: Path, where: str, names: Collection[str], otherwise: str) -> Fault:
    if path.is_dir():
        return mark_file(where, "nothing reads this folder", otherwise)
    if path.name.startswith("."):
        return mark_file(where, "nothing reads this file", otherwise)
    plain = path.with_suffix(path.suffix.lower().replace(".yaml", ".yml")).name
    table = f"{path.stem}.csv"
    repair = otherwise
    if _fits(plain, names):
        repair = f"name it {plain}"
    elif path.suffix.lower() not in {".csv", ".yml"} and table in names:
        repair = f"save it as {table}: UTF-8, with commas"
    elif "did you mean" in (guess := nearest(path.name, names)):
        repair = guess
    return mark_file(where, "nothing reads this file", repair)
