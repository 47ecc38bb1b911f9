"""The code that a page was made with: at which commit it stands, and all of it as an archive for readers.

Asks git and writes nothing. Which modules a run depends on is known to `staleness`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from quire.core.archives import packed
from quire.core.git import run_git
from quire.core.project import Project, digest, digest_json
from quire.pipeline.staleness import module_path

if TYPE_CHECKING:
    from quire.pipeline.plan import Run

LOCK = "requirements.lock"
PACKED = (
    *(
        "notebooks/edition/*.ipynb",
        "notebooks/study/*.ipynb",
        "src/**/*.py",
        "src/**/templates/*",
        "tests/**/*.py",
        "benchmarks/*.py",
        "tools/*.py",
    ),
    *("book/**/*", "docs/**/*.md", "*.md", "*.toml", "*.yml", "*.cff", LOCK, "LICENSE", "Makefile"),
)
"""What the archive holds: all that it takes to make the study, but `data`."""

CODE = ("notebooks", "src", LOCK)
"""What can change the commit that a page names."""


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
    paths = [
        path for name in run.key["library"] if (path := module_path(project, name)) is not None
    ]
    modules = [project.relative(path) for path in paths if path.name != "__init__.py"]
    return [run.notebook.where, *modules, LOCK]


def revision(project: Project, paths: Sequence[str]) -> Revision:
    """At which commit files stand.

    Parameters
    ----------
    project
        The checkout.
    paths
        Files from the top of the repository.
    """
    only = ("--", *(f":(literal){path}" for path in paths))
    commit, changes = (
        run_git(project.root, *words, *only)
        for words in (("log", "-1", "--format=%H"), ("status", "--porcelain"))
    )
    return Revision(commit, bool(changes)) if commit and changes is not None else Revision("")


@dataclass(frozen=True)
class History:
    """Where files stand in the history of a checkout; git is asked once for the same files, as all editions of a notebook have."""

    project: Project
    _stands: dict[tuple[str, ...], Revision] = field(default_factory=dict, repr=False)

    def stands(self, paths: Sequence[str]) -> Revision:
        """At which commit files stand; parameters as in `revision`."""
        if tuple(paths) not in self._stands:
            self._stands[tuple(paths)] = revision(self.project, paths)
        return self._stands[tuple(paths)]


def code_key(project: Project) -> dict[str, str]:
    """What pages and archive say of the code, for the question whether the book is up to date."""
    stands = revision(project, CODE)
    archive = digest_json({name: digest(data) for name, data in _packed(project).items()})
    return {"commit": stands.commit, "changed": str(stands.changed), "archive": archive}


def code_files(project: Project) -> dict[str, bytes]:
    """All code of the study as an archive, by its path in the book."""
    return {archive_name(project): packed(_packed(project))}


def archive_name(project: Project) -> str:
    """Where the archive is in the book."""
    return f"_static/{project.name}-code.zip"


def _packed(project: Project) -> dict[str, bytes]:
    """What the archive holds; where git answers, only files that it knows."""
    found = {
        project.relative(path): path
        for pattern in PACKED
        for path in project.root.glob(pattern)
        if path.is_file()
    }
    known = run_git(project.root, "ls-files", "-z")
    kept = set(known.split("\0")) & set(found) if known else set(found)
    return {name: found[name].read_bytes() for name in kept if "__pycache__" not in name}
