"""Files that take their time to be made, kept below `build/made` until what they are made of is another thing."""

from __future__ import annotations

import glob
import inspect
from collections.abc import Callable
from pathlib import Path

from quire.core.project import digest_file, digest_json, write_atomically

MADE = "made"
LENGTH = 16
"""Digits of the digest in a name."""


def keep_made(
    build: Path, name: str, key: object, make: Callable[..., bytes], *arguments: object
) -> bytes:
    """A file as it was made of the same before, or made now; what was made of something else goes.

    Parameters
    ----------
    build
        The folder for all that is made.
    name
        What the file is called, with an ending.
    key
        All that it is made of, as plain data. The code of the module that makes it counts without being named.
    make, arguments
        What makes it, and of what.
    """
    wanted = Path(name)
    folder = build / MADE
    made_of = digest_json([key, digest_file(Path(inspect.getfile(make)))])
    path = folder / f"{wanted.stem}.{made_of[:LENGTH]}{wanted.suffix}"
    try:
        return path.read_bytes()
    except FileNotFoundError:
        data = make(*arguments)
    for other in folder.glob(f"{glob.escape(wanted.stem)}.{'?' * LENGTH}{wanted.suffix}"):
        other.unlink(missing_ok=True)
    write_atomically(path, data)
    return data
