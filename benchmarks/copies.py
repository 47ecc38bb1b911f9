"""Scratch copies of the study, and its command in them: what benchmarks change and time."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
COMMAND = [sys.executable, "-c", "from studylib.cli import main; main()"]
UNSEEN = (".*", "__pycache__", "tests")


def copy_study(copy: Path, *, results: bool = True) -> Path:
    """Copy what the study is made of.

    Parameters
    ----------
    copy
        A folder that is not there yet; it is returned.
    results
        Whether the results of runs come along, too. Without them, neither do values that were published: in a study that is made
        larger they are others.
    """
    build, data = ROOT / "build", ROOT / "data"
    # `build` has a book of a thousand files, too
    made = {path for path in build.glob("*") if path.name != "runs"}
    left = made if results else {build, data / "processed", data / "published"}
    unseen = shutil.ignore_patterns(*UNSEEN)

    def leave_out(folder: str, names: list[str]) -> set[str]:
        return unseen(folder, names) | {name for name in names if Path(folder, name) in left}

    return Path(shutil.copytree(ROOT, copy, ignore=leave_out))


def call(root: Path, *arguments: str) -> float:
    """Seconds that a command of the study takes, its start included."""
    # compiled modules are for all ways alike
    environment = {**os.environ, "PYTHONPATH": str(root / "src"), "PYTHONDONTWRITEBYTECODE": ""}
    began = time.perf_counter()
    subprocess.run(
        [*COMMAND, *arguments], cwd=root, env=environment, check=True, stdout=subprocess.DEVNULL
    )
    return time.perf_counter() - began
