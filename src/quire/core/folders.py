"""Folders that appear complete or not at all: made beside their place, then put into it by renaming.

What a folder holds is decided by whoever makes it: `runs` for results, `book` for the book.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

NEW, OLD = ".new-", ".old"


@contextmanager
def fresh_folder(final: Path) -> Iterator[Path]:
    """Yield an empty folder beside `final`, to be put in its place by `put_in_place`; what is left of it is swept away."""
    final.parent.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(dir=final.parent, prefix=f".{final.name}{NEW}"))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def put_in_place(folder: Path, final: Path) -> None:
    """Replace `final` by a finished folder.

    The old one is moved aside first, so that a kill at any moment leaves the old one, the new one, or the old one
    under its other name, from where `recover` takes it back.
    """
    old = final.parent / f".{final.name}{OLD}"
    shutil.rmtree(old, ignore_errors=True)
    if final.exists():
        os.rename(final, old)
    os.rename(folder, final)
    shutil.rmtree(old, ignore_errors=True)


def left_over(place: Path) -> list[Path]:
    """Folders in a place that a kill left there, or that somebody at work has not yet put in place."""
    return sorted(path for path in place.glob(".*") if path.name.endswith(OLD) or NEW in path.name)


def recover(place: Path) -> None:
    """Take back folders that a kill left under their other name, and sweep what was never finished."""
    for folder in left_over(place):
        final = folder.parent / folder.name[1:].removesuffix(OLD)
        if folder.name.endswith(OLD) and not final.exists():
            os.rename(folder, final)
        else:
            shutil.rmtree(folder)
