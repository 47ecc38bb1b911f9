"""Results of runs on disk: complete or not at all, with the record of what they were made from.

How a result is made lives in `execute`, which results there should be in `plan`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from quire.core import folders
from quire.core.errors import StudyError
from quire.core.folders import put_in_place
from quire.core.project import Project, digest, digest_file, to_json, write_atomically

RECORD = "record.json"
"""Marks of a folder that is being made, and of one that is being replaced; both begin with a dot."""


@dataclass(frozen=True)
class Record:
    """What a result was made from, and what it holds.

    Attributes
    ----------
    key
        `staleness.Key` as plain data.
    outputs
        SHA-256 of every file of the result but the record, by path below its folder.
    """

    key: Mapping[str, Any]
    outputs: Mapping[str, str]

    def to_json(self) -> bytes:
        """Bytes of `record.json`."""
        return to_json({"key": dict(self.key), "outputs": dict(self.outputs)})


def read_record(folder: Path) -> Record | None:
    """The record of a result; None if there is none that can be read."""
    try:
        data = json.loads((folder / RECORD).read_bytes())
        return Record(dict(data["key"]), dict(data["outputs"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def digest_outputs(folder: Path) -> dict[str, str]:
    """SHA-256 of every file below a folder but the record, by path with forward slashes, sorted."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != RECORD)
    return {path.relative_to(folder).as_posix(): digest_file(path) for path in files}


def kept_digest(project: Project, name: str) -> str:
    """SHA-256 of a table that a run kept, with the types of its columns; `missing` if there is none.

    Parameters
    ----------
    name
        `<scope>/<notebook>/<table>`.
    """
    run, _, table = name.rpartition("/")
    path = project.runs / run / "tables" / f"{table}.csv"
    files = [path, path.with_suffix(".json")]
    if not all(each.is_file() for each in files):
        return "missing"
    return digest(b"".join(each.read_bytes() for each in files))


def output_changes(folder: Path, record: Record) -> tuple[str, ...]:
    """Say which outputs are no longer as the run left them."""
    now = digest_outputs(folder)
    said = []
    for name in sorted({*record.outputs, *now}):
        if name not in now:
            said.append(f"output {name} is gone")
        elif name not in record.outputs:
            said.append(f"output {name} was not made by the run")
        elif now[name] != record.outputs[name]:
            said.append(f"output {name} was edited")
    return tuple(said)


def publish(folder: Path, final: Path, key: Mapping[str, Any]) -> None:
    """Put a finished folder in place of the old result.

    The record is written last: a folder without one is no result. See `folders.put_in_place` for what a kill leaves.
    """
    write_atomically(folder / RECORD, Record(key, digest_outputs(folder)).to_json())
    put_in_place(folder, final)


def left_over(project: Project) -> list[Path]:
    """Folders that a killed pipeline left, or that one at work has not yet put in place."""
    return [
        folder for scope in sorted(project.runs.glob("*/")) for folder in folders.left_over(scope)
    ]


def recover(project: Project) -> None:
    """Take back results that a kill left under another name, and sweep what was never finished."""
    for scope in project.runs.glob("*/"):
        folders.recover(scope)


@contextmanager
def only_one(project: Project) -> Iterator[None]:
    """Hold the lock of the checkout: one pipeline at a time.

    The system lets go of it when a process dies, however it dies.

    Raises
    ------
    StudyError
        If another pipeline is at work.
    """
    from filelock import FileLock, Timeout

    project.build.mkdir(parents=True, exist_ok=True)
    lock = FileLock(project.build / ".lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise StudyError(
            "another `study` is at work in this checkout",
            where=project.relative(project.build / ".lock"),
            repair="wait until it has finished, or stop it (Ctrl-C), and try again",
        ) from None
    try:
        yield
    finally:
        lock.release()
