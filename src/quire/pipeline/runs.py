"""Results of runs on disk: complete or not at all, with the record of what they were made from.

How a result is made lives in `execute`, which results there should be in `plan`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from quire.core.errors import StudyError
from quire.core.folders import check_own, put_in_place
from quire.core.project import Project, digest, recover
from quire.core.steps import RECORD, Key, digest_outputs, write_record

LOCK = ".lock"
"""The file below `build` that one pipeline at a time holds."""


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


def publish(folder: Path, final: Path, key: Key) -> None:
    """Put a finished folder in place of the old result.

    The record is written last: a folder without one is no result. See `folders.put_in_place` for what a kill leaves.
    """
    write_record(folder / RECORD, key, digest_outputs(folder))
    put_in_place(folder, final)


def open_build(project: Project) -> None:
    """Make the folder of everything made.

    Raises
    ------
    StudyError
        If it is a link to a folder of somebody else.
    """
    check_own(project.build, project.relative(project.build), LOCK)
    project.build.mkdir(parents=True, exist_ok=True)
    (project.build / LOCK).touch()


class Busy(StudyError):  # noqa: N818 - a state of the checkout
    """Another pipeline is at work in the same checkout."""


@contextmanager
def only_one(project: Project) -> Iterator[None]:
    """Hold the lock of the checkout, and sweep what a kill left: one pipeline at a time.

    The system lets go of it when a process dies, however it dies.

    Raises
    ------
    Busy
        If another pipeline is at work.
    """
    from filelock import FileLock, Timeout

    open_build(project)
    lock = FileLock(project.build / LOCK)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise Busy(
            "another `study` is at work in this checkout",
            where=project.relative(project.build / LOCK),
            repair="wait until it has finished, or stop it (Ctrl-C), and try again",
        ) from None
    try:
        recover(project)
        yield
    finally:
        lock.release()
