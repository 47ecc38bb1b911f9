"""What was forgotten, remembered without telling it: so that the same exports, taken in again, bring no city back.

Only salted digests of submissions are kept, in the private folder; whose they were cannot be read from them.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from quire.core.errors import StudyError

FILE = "forgotten.json"


@dataclass(frozen=True)
class Memory:
    """The salt, and the digests of the submissions that must not come in again."""

    salt: str = ""
    digests: frozenset[str] = frozenset()

    def knows(self, key: str) -> bool:
        """Whether the submission with this key was forgotten."""
        return self._digest(key) in self.digests

    def add(self, keys: Iterable[str]) -> Memory:
        """The same with more submissions."""
        one = self if self.salt else replace(self, salt=secrets.token_hex(16))
        return replace(one, digests=one.digests | {one._digest(key) for key in keys})

    def _digest(self, key: str) -> str:
        return hashlib.sha256(f"{self.salt}\x1f{key}".encode()).hexdigest()


def read_memory(folder: Path) -> Memory:
    """What was forgotten of the edition with this private folder.

    Raises
    ------
    StudyError
        If the file was changed by hand so that it cannot be read.
    """
    path = folder / FILE
    if not path.is_file():
        return Memory()
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        return Memory(str(data["salt"]), frozenset(map(str, data["submissions"])))
    except (ValueError, KeyError, TypeError) as error:
        raise StudyError(
            f"cannot be read ({type(error).__name__})",
            where=path.name,
            repair="it is not to be edited: take it from a copy of the folder",
        ) from error


def write_memory(memory: Memory) -> bytes:
    """The file of what was forgotten."""
    data = {"salt": memory.salt, "submissions": sorted(memory.digests)}
    return f"{json.dumps(data, indent=1)}\n".encode()
