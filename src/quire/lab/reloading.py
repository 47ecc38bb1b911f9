"""The library as it was edited, in the next cell: the study's kernel loads this as an extension of IPython.

IPython's own `autoreload` puts new functions and classes in the place of the old, but not what another module took over: a constant
that it imported by name, a remembered result. So modules that import from an edited one are read anew as well, in that order.
"""

from __future__ import annotations

import ast
import sys
from contextlib import suppress
from graphlib import TopologicalSorter
from pathlib import Path
from types import ModuleType
from typing import Any

from IPython.extensions.autoreload import superreload

from quire.core.errors import StudyError
from quire.core.project import RUNNING, Project


class Reloader:
    """Reads edited modules of some packages anew.

    Parameters
    ----------
    packages
        Those whose modules are looked at; no others are slowed down or touched.
    """

    def __init__(self, packages: tuple[str, ...]) -> None:
        self._packages = packages
        self._stamps: dict[str, tuple[int, int]] = {}
        self._old: dict[Any, Any] = {}

    def remember(self) -> None:
        """Note the files of modules that were imported since the last call."""
        for name, module in self._loaded().items():
            if name not in self._stamps:
                self._stamps[name] = _stamp(module)

    def renew(self) -> None:
        """Read what was edited anew, with all that imports from it; if that cannot be, say so at each cell until it can."""
        loaded = self._loaded()
        now = {name: _stamp(module) for name, module in loaded.items()}
        edited = {name for name in loaded if self._stamps.setdefault(name, now[name]) != now[name]}
        if not edited:
            return
        try:
            imports = {name: _imports(module) & loaded.keys() for name, module in loaded.items()}
            stale: set[str] = set()
            for name in TopologicalSorter(imports).static_order():
                if name in edited or imports[name] & stale:
                    superreload(loaded[name], old_objects=self._old)  # type: ignore[no-untyped-call]
                    stale.add(name)
        except Exception as error:
            print(_say(error, edited), file=sys.stderr)
        else:
            self._stamps.update(now)

    def _loaded(self) -> dict[str, ModuleType]:
        return {
            name: module
            for name, module in list(sys.modules.items())
            if name.partition(".")[0] in self._packages and getattr(module, "__file__", None)
        }


def _stamp(module: ModuleType) -> tuple[int, int]:
    """Size and time of its file; of one that is gone, zeros."""
    try:
        state = Path(str(module.__file__)).stat()
    except OSError:
        return 0, 0
    return state.st_size, state.st_mtime_ns


def _imports(module: ModuleType) -> set[str]:
    """Modules that it imports from when it is read itself, and names that may be modules."""
    path = str(module.__file__)
    names: set[str] = set()
    for node in ast.parse(Path(path).read_bytes(), path).body:
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names - {module.__name__}


def _say(error: Exception, edited: set[str]) -> str:
    where = ", ".join(sorted(edited))
    what = f"{type(error).__name__}: {error}"
    repair = "What you see is still made by the code before that: mend it, and run the cells again."
    return f"{where} was edited and cannot be read: {what}\n{repair}"


def load_ipython_extension(shell: Any) -> None:
    """Look for edits before each cell, as IPython calls it when the kernel starts."""
    packages: tuple[str, ...] = ("quire",)
    for start in (RUNNING, Path.cwd()):
        with suppress(StudyError):
            packages = Project.find(start).packages
    reloader = Reloader(packages)
    reloader.remember()
    shell.events.register("pre_run_cell", lambda _: reloader.renew())
    shell.events.register("post_run_cell", lambda _: reloader.remember())
