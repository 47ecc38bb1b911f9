"""Files and folders that appear complete or not at all: made beside their place, then put into it by renaming.

What a folder holds is decided by whoever makes it: `runs` for results, `book` for the book. Whoever makes a thing holds a lock on
it, which the system lets go of however that process ends: what nobody holds a kill has left, and `recover` sweeps it.
"""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Collection, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from stat import S_ISREG

from quire.core.errors import StudyError

try:
    import fcntl
except ImportError:  # on Windows what is open cannot be removed, which does as well
    fcntl = None  # type: ignore[assignment]

NEW, OLD = ".new-", ".old"
REPEATED = 100
"""Letters of a name that it keeps while it is made: file systems take 255 in all."""


@contextmanager
def fresh_folder(final: Path) -> Iterator[Path]:
    """Yield an empty folder beside `final`, to be put in its place by `put_in_place`; what is left of it is swept away."""
    final.parent.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(dir=final.parent, prefix=_prefix(final)))
    folder.chmod(0o755)
    try:
        with hold(os.open(folder, os.O_RDONLY)):
            yield folder
    finally:
        remove(folder)


def copy_folder(
    source: Path, copy: Path, last: Path | None, unwanted: Collection[str] = ()
) -> None:
    """Make a folder that may hold an older copy of another the copy of what that is now; only what is not there yet takes time.

    A file is the same as another if its size and the time of its last change are, which copies keep. What the last copy has already is
    shared with that. Nobody may write into a file of any copy.

    Parameters
    ----------
    source, copy
        The folder, and the place for the copy, where an older one may be.
    last
        The last copy, if there is one that nobody has edited.
    unwanted
        Names of files and folders that are not copied.
    """
    for place, folders, files in os.walk(source):
        folders[:] = [name for name in folders if name not in unwanted]
        wanted = {*files} - {*unwanted}
        inner = os.path.relpath(place, source)
        here = copy / inner
        here.mkdir(exist_ok=True)
        with os.scandir(here) as there:
            for entry in there:
                if entry.name not in (folders if entry.is_dir(follow_symlinks=False) else wanted):
                    remove(Path(entry.path))
        for name in wanted:
            path, made = os.path.join(place, name), os.path.join(here, name)
            if (state := _state(path)) != _state(made):
                remove(Path(made))
                _share(path, made, last and last / inner / name, state)


def _share(path: str, made: str, last: Path | None, state: tuple[int, int] | None) -> None:
    """Copy a file, or make the copy one with that of the last time."""
    if last and _state(last) == state:
        with suppress(OSError):  # the file system knows no links
            os.link(last, made)
            return
    shutil.copy2(path, made)


def _state(path: str | Path) -> tuple[int, int] | None:
    """Size and time of the last change of a file; nothing for what is not there, and for a link."""
    try:
        stat = os.lstat(path)
    except OSError:
        return None
    return (stat.st_size, stat.st_mtime_ns) if S_ISREG(stat.st_mode) else None


def put_in_place(folder: Path, final: Path, aside: Path | None = None) -> None:
    """Replace `final` by a finished folder.

    The old one is moved away first, so that a kill at any moment leaves the old one, the new one, or the old one
    under its other name, from where `recover` takes it back. Of a link the target stays as it is.

    Parameters
    ----------
    folder
        The finished one.
    final
        Its place.
    aside
        Where the old one is left instead of being removed, to make the next copy of (`copy_folder`).
    """
    old = final.parent / f".{final.name}{OLD}"
    remove(old)
    if os.path.lexists(final):
        os.rename(final, old)
    os.rename(folder, final)
    if aside and not old.is_symlink():
        remove(aside)
        with suppress(OSError):  # it is on another disk, or there was none
            os.rename(old, aside)
    remove(old)


def write_together(files: Mapping[Path, bytes]) -> None:
    """Write files so that a reader finds the old bytes or the new ones, and so that all of them are written or none.

    They are put in place in their order, and a kill may come between: the one that makes the others count is best the last.
    """
    written: dict[Path, Path] = {}
    new: list[Path] = []
    with ExitStack() as holding:
        try:
            for path, data in files.items():
                new += [folder for folder in reversed(path.parents) if not folder.exists()]
                path.parent.mkdir(parents=True, exist_ok=True)
                handle, name = tempfile.mkstemp(dir=path.parent, prefix=_prefix(path))
                written[path] = Path(name)
                holding.enter_context(hold(handle))
                with os.fdopen(os.dup(handle), "wb") as file:
                    file.write(data)
                os.chmod(name, 0o644)
            for path, made in written.items():
                new += [] if os.path.lexists(path) else [path]
                os.replace(made, path)
        except BaseException:
            for path in [*written.values(), *reversed(new)]:
                with suppress(OSError):
                    path.rmdir() if path.is_dir() else path.unlink(missing_ok=True)
            raise


def remove(path: Path) -> None:
    """Remove what is there as far as that goes: a folder, a file, or a link but not what it leads to."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with suppress(OSError):
            path.unlink()


def check_own(folder: Path, where: str, mark: str) -> None:
    """Refuse a link to a folder of somebody else, where things would be swept.

    Parameters
    ----------
    where
        What the error calls the folder.
    mark
        Name of a file that is there once the study has written into it.
    """
    own = not folder.is_symlink() or (folder / mark).exists()
    if not own and folder.is_dir() and any(folder.iterdir()):
        raise StudyError(
            "it is a link to a folder that holds other files, which would be swept away",
            where=where,
            repair="remove the link, or let it lead to an empty folder",
        )


def find_unreadable(folder: Path) -> list[tuple[Path, OSError]]:
    """Files and folders below a folder that cannot be read, with the refusal: what looks empty may only be locked."""
    refused: list[tuple[Path, OSError]] = []

    def note(error: OSError) -> None:
        refused.append((Path(error.filename), error))

    for place, _, names in os.walk(folder, onerror=note):
        for path in [Path(place, name) for name in names]:
            if path.is_file() and not os.access(path, os.R_OK):
                refused.append((path, PermissionError(errno.EACCES, os.strerror(errno.EACCES))))
    return [(path, error) for path, error in refused if not isinstance(error, FileNotFoundError)]


def left_over(place: Path) -> list[Path]:
    """What a kill left in a folder, and nobody is at work on."""
    begun = [path for path in place.glob(".*") if NEW in path.name or path.name.endswith(OLD)]
    busy = {path for path in begun if NEW in path.name and is_held(path)}
    finals = tuple(path.name.partition(NEW)[0] + OLD for path in busy)
    return sorted(path for path in begun if path not in busy and path.name not in finals)


def recover(place: Path) -> None:
    """Take back folders that a kill left under their other name, and sweep what was never finished."""
    for path in left_over(place):
        final = path.parent / path.name[1:].removesuffix(OLD)
        if path.name.endswith(OLD) and not os.path.lexists(final):
            os.rename(path, final)
        else:
            remove(path)


def _prefix(final: Path) -> str:
    return f".{final.name[:REPEATED]}{NEW}"


@contextmanager
def hold(handle: int) -> Iterator[None]:
    """Hold the lock of an open file or folder, by which others know that it is made or used; close it at the end."""
    try:
        if fcntl:
            with suppress(OSError):  # a file system without locks
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(handle)


def is_held(path: Path) -> bool:
    """Whether a process that is alive makes or uses it."""
    if not fcntl:
        return False
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    finally:
        os.close(handle)
    return False
