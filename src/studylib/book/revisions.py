"""The code that a page was made with: at which commit it stands, and all of it as an archive for readers.

Asks git and writes nothing. Which modules a run depends on is known to `staleness`.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from studylib.core.archives import packed
from studylib.core.project import Project
from studylib.pipeline.staleness import module_path

if TYPE_CHECKING:
    from studylib.pipeline.plan import Run

ARCHIVE = "_static/smart-cities-study-code.zip"
LOCK = "requirements.lock"
PACKED = (
    "notebooks/*/*.ipynb",
    "src/**/*.py",
    "tools/*.py",
    "*.md",
    "*.toml",
    "*.yml",
    "*.cff",
    LOCK,
    "LICENSE",
    "Makefile",
)
"""What the archive holds: all that it takes to run the study, but its data."""


@dataclass(frozen=True)
class Revision:
    """Where in the history of the repository some files stand.

    Attributes
    ----------
    commit
        The last commit that changed one of them, 40 hexadecimal digits; empty if there is none or git does not say.
    changed
        Whether one of them was changed since and not committed.
    """

    commit: str
    changed: bool = False


def code_paths(project: Project, run: Run) -> list[str]:
    """The notebook of a run, the modules of the library that it depends on, and the locked packages."""
    modules = [path for name in run.key.library if (path := module_path(project, name)) is not None]
    return [run.notebook.where, *(project.relative(path) for path in modules), LOCK]


def revision(project: Project, paths: Sequence[str]) -> Revision:
    """At which commit files stand.

    Parameters
    ----------
    project
        The checkout.
    paths
        Files from the top of the repository.
    """
    commit = _git(project.root, "log", "-1", "--format=%H", *_only(paths))
    if not commit:
        return Revision("")
    return Revision(commit, bool(_git(project.root, "status", "--porcelain", *_only(paths))))


def code_files(project: Project) -> dict[str, bytes]:
    """All code of the study as an archive, by its path in the book."""
    found = {path for pattern in PACKED for path in project.root.glob(pattern) if path.is_file()}
    return {ARCHIVE: packed({project.relative(path): path.read_bytes() for path in found})}


def _only(paths: Sequence[str]) -> tuple[str, ...]:
    return ("--", *(f":(literal){path}" for path in paths))


def _git(root: Path, *words: str) -> str:
    """What git answers; empty without git, or outside of a repository."""
    git = shutil.which("git")
    if git is None:
        return ""
    done = subprocess.run(
        [git, "-C", str(root), *words],
        env={**os.environ, "GIT_OPTIONAL_LOCKS": "0"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    return done.stdout.strip() if done.returncode == 0 else ""
