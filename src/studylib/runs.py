"""Results of runs on disk: complete or not at all, with the record of what they were made from.

How a result is made lives in `execute`, which results there should be in `plan`.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from studylib.errors import StudyError
from studylib.project import Project, digest_file, to_json, write_atomically

RECORD = "record.json"
NEW, OLD = ".new-", ".old"
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


@contextmanager
def fresh_folder(final: Path) -> Iterator[Path]:
    """Yield an empty folder beside `final` that is put in its place by `publish`, or swept away."""
    final.parent.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(dir=final.parent, prefix=f".{final.name}{NEW}"))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def publish(folder: Path, final: Path, key: Mapping[str, Any]) -> None:
    """Put a finished folder in place of the old result.

    The record is written last and the old result moved aside first, so that a kill at any moment leaves the old
    result, the new one, or the old one under its other name, from where `recover` takes it back.
    """
    write_atomically(folder / RECORD, Record(key, digest_outputs(folder)).to_json())
    old = final.parent / f".{final.name}{OLD}"
    shutil.rmtree(old, ignore_errors=True)
    if final.exists():
        os.rename(final, old)
    os.rename(folder, final)
    shutil.rmtree(old, ignore_errors=True)


def left_over(project: Project) -> list[Path]:
    """Folders that a killed pipeline left, or that one at work has not yet put in place."""
    return sorted(path for path in project.runs.glob("*/.*") if path.name.endswith(OLD) or NEW in path.name)


def recover(project: Project) -> None:
    """Take back results that a kill left under another name, and sweep what was never finished."""
    for folder in left_over(project):
        final = folder.parent / folder.name[1:].removesuffix(OLD)
        if folder.name.endswith(OLD) and not final.exists():
            os.rename(folder, final)
        else:
            shutil.rmtree(folder)


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
