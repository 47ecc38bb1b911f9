"""What many tests begin with and none changes: made once for all processes of one run of the tests."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock

WORKER = "popen-gw"
"""How pytest-xdist begins the name of the folder of each of its processes; they lie in one of the run."""


def make_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """Make a folder unless another process of this run has, and wait while one does.

    Parameters
    ----------
    factory
        That of the session.
    name
        Of the folder; whoever gives the same one gets the same folder.
    make
        Makes it. What it raises is raised here, nothing is kept, and the next one to ask tries again.

    Returns
    -------
    Path
        The folder, whole and where it was made: paths inside it hold. It is not to be changed, as others read it.
    """
    folder = factory.getbasetemp()
    if folder.name.startswith(WORKER):
        folder = folder.parent
    made, whole = folder / f"once-{name}", folder / f"once-{name}.whole"
    with FileLock(folder / f"once-{name}.lock"):
        if not whole.exists():
            shutil.rmtree(made, ignore_errors=True)
            make(made)
            whole.touch()
    return made
