"""The step before the runs: raw data read, checked and processed, and the tables written if anything changed.

Whether it is stale is decided by content, from the record beside the tables. What the tables hold is decided by the study, whose
code is imported only when there is something to do.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path

from quire.core.folders import check_own
from quire.core.project import HELD, Project, digest, digest_file, write_atomically
from quire.core.steps import KEPT, RECORD, Step, digest_outputs
from quire.pipeline.known_modules import keep_modules
from quire.pipeline.staleness import environment, library_digests
from quire.study import load_study
from quire.tables.faults import check_readable


@dataclass(frozen=True)
class Preparation:
    """The processed tables as they are, or as they would be after preparing.

    Attributes
    ----------
    files
        SHA-256 of each table, by its path below `data/processed`.
    reasons
        Why the step has to be done; empty if the tables are as they should be.
    """

    files: dict[str, str]
    reasons: tuple[str, ...]
    contents: dict[str, bytes] = field(default_factory=dict, repr=False, compare=False)


def preview(project: Project) -> Preparation:
    """Find out what preparing would do, and write nothing.

    Raises
    ------
    Faults
        If the raw data changed and does not pass its check.
    """
    check_readable(project)
    reasons = _step(project).why_stale()
    if not reasons:
        return Preparation(digest_outputs(project.processed), ())
    contents = dict(load_study(project).process(project))
    return Preparation({name: digest(data) for name, data in contents.items()}, reasons, contents)


def prepare(project: Project) -> Preparation:
    """Check the raw data and write the processed tables, if anything changed.

    All of it is checked and computed before the first byte is written; the record is written last, so that a kill between
    leaves a stale step and not a wrong one.

    Raises
    ------
    Faults
        If the raw data does not pass its check; nothing was written.
    """
    step, tables = _step(project), preview(project)
    if not tables.reasons:
        return tables
    check_own(project.processed, project.relative(project.processed), RECORD)
    for link in [path for path in project.processed.rglob("*") if path.is_symlink()]:
        link.unlink()  # what it leads to is not ours
    for name, data in sorted(tables.contents.items()):
        path = project.processed / name
        if not path.is_file() or digest_file(path) != tables.files[name]:
            write_atomically(path, data)
    _sweep(project, set(tables.files))
    step.keep_record()
    keep_modules(project)
    return tables


def read_held(project: Project, tables: Preparation) -> dict[str, str]:
    """The editions that are held back, each with the reason: they have no tables, and nothing runs for them."""
    if HELD not in tables.files:
        return {}
    data = tables.contents.get(HELD) or (project.processed / HELD).read_bytes()
    held: dict[str, str] = json.loads(data)
    return held


def raw_digests(project: Project) -> dict[str, str]:
    """SHA-256 of every file under `data/raw` and `data/schema`, by its path from the top."""
    return _digests(project, project.raw, project.raw.parent / "schema")


def _digests(project: Project, *folders: Path) -> dict[str, str]:
    return {
        project.relative(path): digest_file(path)
        for folder in folders
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def all_raw_digests(project: Project) -> dict[str, str]:
    """Those of `raw_digests`, and of every file under `data/incoming`."""
    return raw_digests(project) | _digests(project, project.incoming)


def _step(project: Project) -> Step:
    """The tables with everything that they depend on."""
    key = {
        "raw": all_raw_digests(project),
        "library": library_digests(project, [load_study(project).makers["tables"]]),
        "environment": environment(project),
    }
    return Step("tables", project.processed, project.processed / RECORD, key)


def _sweep(project: Project, wanted: set[str]) -> None:
    """Remove tables that no edition has any more, and what a kill left half written."""
    for path in sorted(project.processed.rglob("*"), reverse=True):
        name = path.relative_to(project.processed).as_posix()
        if path.is_dir():
            if not any(path.iterdir()):
                path.rmdir()
        elif name not in wanted | KEPT:
            path.unlink()
