"""What a run may read: the tables that its notebook names, by the functions for them, and nothing else that could be data.

The plan knows what a notebook names and makes the run anew when it changes. Whatever else it read would go unnoticed, so a run that
tries fails. Python tells of every file that it opens (an audit hook), whichever function asks. Installed in the kernels of runs
alone; by hand a researcher may open anything.
"""

from __future__ import annotations

import json
import os
import sys
import sysconfig
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cached_property
from pathlib import Path
from typing import Any

from quire.core.errors import StudyError
from quire.core.project import HELD, RUNNING, Project

VARIABLE = "STUDY_INPUTS"
"""Environment variable with the files that a run may read: paths from the top of the repository."""

ALWAYS = ("data/processed/editions.json", f"data/processed/{HELD}")
"""Which editions there are: what is read of these is decided by them, and is an input of its own."""

SYSTEM = (
    *("/bin", "/dev", "/etc", "/lib", "/lib64", "/opt", "/proc", "/run", "/sbin", "/sys", "/usr"),
    *("/nix", "/snap", "/var/cache", "/var/lib", "/Library", "/System", "/private/etc"),
)
"""Where systems keep fonts, time zones and libraries."""

REPAIR = "name the table in read_tables or read_results; figures of others go to data/raw, with a schema and a sidecar"

_declared: ContextVar[bool] = ContextVar("declared", default=False)


@contextmanager
def reading_tables() -> Iterator[None]:
    """Say that what is opened now is opened by a function for tables."""
    token = _declared.set(True)
    try:
        yield
    finally:
        _declared.reset(token)


def read_table_bytes(path: Path) -> bytes:
    """The bytes of a table, for the functions that read tables."""
    with reading_tables():
        return path.read_bytes()


def name_inputs(inputs: Iterable[str]) -> str:
    """The value of `VARIABLE` for processed files and kept tables, as the key of a run names them.

    >>> name_inputs(["2019/cities.csv", "2019/scores/areas"])
    '["data/processed/2019/cities.csv", "build/runs/2019/scores/tables/areas.csv", "build/runs/2019/scores/tables/areas.json"]'
    """
    files: list[str] = []
    for name in inputs:
        if name.endswith((".csv", ".json")):
            files.append(f"data/processed/{name}")
        else:
            folder, _, table = name.rpartition("/")
            files += [f"build/runs/{folder}/tables/{table}{end}" for end in (".csv", ".json")]
    return json.dumps(files)


def watch() -> None:
    """From now on refuse, in this process and its forks, to open what the run has not declared; nothing outside a run."""
    files = os.environ.get(VARIABLE)
    if files is not None:
        watcher = Watcher(Project.find(), json.loads(files), os.environ.get("STUDY_OUTPUT", ""))
        sys.addaudithook(watcher.hear)


class Watcher:
    """Decides on each file that is opened.

    Parameters
    ----------
    project
        The checkout.
    files
        What the run may read, as paths from its top.
    output
        The folder that the run writes to.
    """

    def __init__(self, project: Project, files: Iterable[str], output: str) -> None:
        self._project = project
        self._root = os.path.realpath(project.root)
        self._files = {os.path.join(self._root, name) for name in (*files, *ALWAYS)}
        self._output = os.path.realpath(output) if output else ""
        self._written: set[str] = set()

    def hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        """Take one event of Python's; raises `StudyError` where a file is opened that the run may not read."""
        if event != "open" or isinstance(arguments[0], int) or arguments[0] is None:
            return
        path = os.path.realpath(os.fsdecode(arguments[0]))
        flags = arguments[2] or 0
        access = flags & os.O_ACCMODE
        if access != os.O_RDONLY:
            if flags & (os.O_TRUNC | os.O_EXCL) or not os.path.exists(path):
                self._written.add(path)
            if access == os.O_WRONLY:
                return
        if not self._may_read(path) and os.path.isfile(path):
            where = self._project.relative(Path(path)) if self._is_own(path) else path
            raise StudyError("a notebook opened this file", where=where, repair=REPAIR)

    def _is_own(self, path: str) -> bool:
        return _is_in(path, [self._root])

    def _may_read(self, path: str) -> bool:
        if path in self._files:
            return _declared.get()
        if path in self._written or _is_in(path, self._free):
            return True
        return not self._is_own(path) and _is_in(path, self._foreign)

    @cached_property
    def _free(self) -> list[str]:
        """What is nobody's data, also inside the checkout: code, what is installed, what the run writes."""
        code = [self._project.library, RUNNING, self._project.root / "locale"]
        settings = [self._project.root / "pyproject.toml"]
        python = [sys.prefix, sys.base_prefix, *sysconfig.get_paths().values()]
        private = [os.environ.get(name) for name in ("IPYTHONDIR", "MPLCONFIGDIR", "MATPLOTLIBRC")]
        places = [*map(str, [*code, *settings]), *python, *filter(None, private), self._output]
        return [os.path.realpath(place) for place in places if place]

    @cached_property
    def _foreign(self) -> list[str]:
        """What is of the machine: its system, and what programs keep for a person in hidden folders."""
        home = Path.home()
        hidden = [str(path) for path in home.glob(".*")] if home != Path("/") else []
        return [os.path.realpath(place) for place in (*SYSTEM, *hidden)]


def _is_in(path: str, folders: Iterable[str]) -> bool:
    return any(path == folder or path.startswith(folder + os.sep) for folder in folders)
