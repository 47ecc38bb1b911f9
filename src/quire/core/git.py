"""Asking git, where it is there, about the folder that is meant and no other."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

FOREIGN = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE")
"""Variables by which git would look at another repository, as inside of one of its hooks."""


def run_git(root: Path, *words: str) -> str | None:
    """What git answers; None without git, or if it does not answer."""
    git = shutil.which("git")
    if git is None:
        return None
    done = subprocess.run(
        [git, "-C", str(root), *words],
        env={
            **{key: value for key, value in os.environ.items() if key not in FOREIGN},
            "GIT_OPTIONAL_LOCKS": "0",
        },
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    return done.stdout.strip() if done.returncode == 0 else None
