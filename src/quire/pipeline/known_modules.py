"""What is known of modules of the library by their bytes, kept from one process to the next: taking 300 of them apart takes seconds.

What is kept is never wrong, only of no use: it is found by all that it depends on. Who takes modules apart is `staleness`.
"""

from __future__ import annotations

import json
import sys
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any

from quire.core.project import Project, digest, digest_file, digest_json, to_json, write_atomically

FILE = "modules.json"
"""Below `build`."""

Module = tuple[str, tuple[tuple[str, str], ...]]
"""The digest of what a module does, and what it imports from the library: module, and name in it or empty."""


class Known:
    """What is known of the modules of a checkout, the last that was seen of each.

    Parameters
    ----------
    path
        The file that it is kept in; one that is not there or cannot be read is as good as empty.
    """

    def __init__(self, path: Path) -> None:
        self._path, self._more = path, False
        self._entries: dict[str, Any] = {}
        with suppress(OSError, ValueError):
            read = json.loads(path.read_bytes())
            self._entries = read if isinstance(read, dict) else {}

    def get(self, name: str, key: str) -> Module | None:
        """What is known of a module; None if that is nothing, or of other bytes."""
        try:
            kept, made, imports = self._entries[name]
            return (str(made), tuple((str(a), str(b)) for a, b in imports)) if kept == key else None
        except (KeyError, TypeError, ValueError):
            return None

    def add(self, name: str, key: str, module: Module) -> None:
        """Know a module from now on, and those bytes of it no more that were known before."""
        self._entries[name], self._more = (key, *module), True

    def keep(self) -> None:
        """Write what is known, if there is more of it than was read."""
        if self._more:
            write_atomically(self._path, to_json(self._entries))
            self._more = False


def module_key(source: bytes, *what: object) -> str:
    """A digest of a module's bytes, of what else its parts depend on, and of the code and the Python that take it apart."""
    return digest_json([digest(source), what, _taken_apart_by()])


def known_modules(project: Project) -> Known:
    """What is known of the modules of a checkout; read once in a process."""
    return _known(project.build / FILE)


def keep_modules(project: Project) -> None:
    """Leave what is known to the next process; for commands that write anyway."""
    known_modules(project).keep()


@lru_cache(maxsize=64)
def _known(path: Path) -> Known:
    return Known(path)


@lru_cache(maxsize=1)
def _taken_apart_by() -> list[str]:
    code = digest_file(Path(__file__).with_name("staleness.py"))
    return [code, f"{sys.version_info.major}.{sys.version_info.minor}"]
