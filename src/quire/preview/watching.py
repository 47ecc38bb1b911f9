"""What a preview watches: the files that people edit, by what they hold, so that a file saved without a change is none.

The system only says that something happened; what changed is found by looking at all files, which takes a few hundredths of a
second. So a folder that was moved, a branch of 200 files and a network disk that tells nothing are changes like any other.
"""

from __future__ import annotations

import asyncio
import fnmatch
import json
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

from watchfiles import Change, awatch

from quire.core.project import RUNNING, Project, digest_file
from quire.core.steps import RECORD

NEAR = ("CITATION.cff", "pyproject.toml", "requirements.lock")
"""Files beside the folders."""

PASSING = ("*~", "*.sw?", "*.tmp", "*.bak", "#*#", "~$*", "*___jb_*___", "4913", "*.py[co]")
"""Names under which editors keep what nobody is to read."""

NOT_READ = ("__pycache__", "scratch")
"""Folders in which nothing is read: compiled modules, and notebooks to try things in."""

QUIET_MS, AT_MOST_MS = 80, 1600
"""A change is told once nothing has happened for so long, or so long after it began."""

LOOK_MS = 3000
"""So often all files are looked at, for disks that tell nothing."""

HALF_WRITTEN_S, AGAIN_S = 3.0, 0.1
"""How long a file that is not whole is waited for, and how often it is looked at."""

State = tuple[int, int, int]
Known = tuple[State, str]


class Files:
    """The files of a study that a preview is made from, as they were when they were last looked at.

    Parameters
    ----------
    project
        The checkout.
    """

    def __init__(self, project: Project) -> None:
        self._project = project
        self._seen: dict[Path, Known] = {}
        self._being_made: set[Path] = set()
        self.look()

    def leave(self, run: str) -> None:
        """Tell nothing of the result of a run: a worker of the preview is about to make it."""
        self._being_made.add(self._record(run))

    def take(self, *runs: str) -> None:
        """Take results that were left, or all of them, as they are now: what changes them from here on is told again."""
        for record in {*map(self._record, runs)} or {*self._being_made}:
            if known := _look_at(record):
                self._seen[record] = known
            self._being_made.discard(record)

    def look(self) -> list[Path]:
        """The files that hold something else than before, are new or gone; in the order of their names."""
        before, self._seen = self._seen, {}
        for path in self._list():
            if known := _look_at(path, before.get(path)):
                self._seen[path] = known
        return sorted(
            path
            for path in {*before, *self._seen} - self._being_made
            if before.get(path, ((), ""))[1] != self._seen.get(path, ((), ""))[1]
        )

    async def changes(self) -> AsyncIterator[list[Path]]:
        """Tell of changes for ever: the files of each, as far as they are whole."""
        polling: bool | None = None
        while True:
            near, folders = self._places()
            try:
                async for _ in _events(near, folders, polling):
                    changed = await self._settle(self.look())
                    if changed:
                        yield changed
                    if self._places() != (near, folders):
                        break
            except OSError:  # the system watches no more folders
                if polling:
                    raise
                polling = True

    async def _settle(self, changed: list[Path]) -> list[Path]:
        """The changed files once no notebook among them is half written, or has been for so long that it must be meant."""
        waited = 0.0
        while waited < HALF_WRITTEN_S and any(_is_half_written(path) for path in changed):
            await asyncio.sleep(AGAIN_S)
            waited += AGAIN_S
            changed = sorted({*changed, *self.look()})
        return changed

    def _places(self) -> tuple[dict[Path, int], dict[Path, int]]:
        """Folders that are watched by themselves, and those that are with all below them, each with its number on the disk."""
        project = self._project
        library = [
            folder / name for folder in (project.library, RUNNING) for name in project.packages
        ]
        data = [project.raw, project.raw.parent / "schema", project.incoming, project.published]
        pages = [
            project.notebooks,
            project.authored,
            project.root / "locale",
            project.root / "docs",
        ]
        deep = [*data, *pages, *library, project.runs]
        # where a folder is not there yet, the one above it tells when it comes
        near = [project.root, project.library, *(folder.parent for folder in deep)]
        return (
            {path: path.stat().st_ino for path in near if path.is_dir()},
            {path: path.stat().st_ino for path in deep if path.is_dir()},
        )

    def _record(self, run: str) -> Path:
        return self._project.runs / run / RECORD

    def _list(self) -> Iterator[Path]:
        project = self._project
        yield from (project.root / name for name in NEAR)
        yield from (project.library / f"{name}.py" for name in project.packages)
        _, folders = self._places()
        for folder in folders:
            if folder == project.runs:
                yield from folder.glob(f"*/[!.]*/{RECORD}")
                continue
            for path in folder.rglob("*"):
                if is_read(path.relative_to(folder)) and path.is_file():
                    yield path


def is_read(path: Path) -> bool:
    """Whether a file below a watched folder is one that people keep.

    >>> is_read(Path("edition/20_situation.ipynb"))
    True
    >>> [is_read(Path(name)) for name in (".ipynb_checkpoints/a.ipynb", "a.md~", ".a.md.swp", "scratch/a.ipynb")]
    [False, False, False, False]
    """
    hidden = any(part.startswith(".") or part in NOT_READ for part in path.parts)
    return not hidden and not any(fnmatch.fnmatch(path.name, passing) for passing in PASSING)


def _look_at(path: Path, known: Known | None = None) -> Known | None:
    """How a file stands on the disk, with a digest of what it holds; None if there is none that can be read."""
    try:
        stat = path.stat()
        state = (stat.st_mtime_ns, stat.st_size, stat.st_ino)
        return state, known[1] if known and known[0] == state else digest_file(path)
    except OSError:  # gone again, or not to be read: whoever reads it says so
        return None


async def _events(
    near: dict[Path, int], folders: dict[Path, int], polling: bool | None
) -> AsyncIterator[None]:
    """Something happened, or some time went by."""
    happened = asyncio.Event()

    async def hear(places: dict[Path, int], deep: bool) -> None:
        async for _ in awatch(
            *places,
            watch_filter=_is_told,
            debounce=AT_MOST_MS,
            step=QUIET_MS,
            rust_timeout=LOOK_MS,
            yield_on_timeout=deep,
            force_polling=polling,
            recursive=deep,
            ignore_permission_denied=True,
        ):
            happened.set()

    listening = [asyncio.create_task(hear(near, False)), asyncio.create_task(hear(folders, True))]
    try:
        while True:
            waiting = asyncio.create_task(happened.wait())
            await asyncio.wait([waiting, *listening], return_when=asyncio.FIRST_COMPLETED)
            waiting.cancel()
            for task in listening:
                if task.done():
                    task.result()
            happened.clear()
            yield
    finally:
        for task in listening:
            task.cancel()
        await asyncio.gather(*listening, return_exceptions=True)


def _is_told(change: Change, path: str) -> bool:
    name = Path(path).name
    return not any(fnmatch.fnmatch(name, passing) for passing in (".*", *PASSING, *NOT_READ))


def _is_half_written(path: Path) -> bool:
    if path.suffix not in {".ipynb", ".json"} or not path.is_file():
        return False
    try:
        json.loads(path.read_bytes())
    except (OSError, ValueError):
        return True
    return False
