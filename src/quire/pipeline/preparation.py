"""The step before the runs: raw data read, checked and processed, and the tables written if anything changed.

Whether it is stale is decided by content, from the record beside the tables. What the tables hold is decided in `process`, which
is imported only when there is something to do.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from quire.core.project import Project, digest, digest_file, to_json, write_atomically
from quire.pipeline.staleness import environment, library_digests, mapping_changes

RECORD = "record.json"
KEEP = frozenset({RECORD, "README.md"})


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
    key: dict[str, dict[str, str]] = field(default_factory=dict, repr=False, compare=False)


def preview(project: Project) -> Preparation:
    """Find out what preparing would do, and write nothing.

    Raises
    ------
    Faults
        If the raw data changed and does not pass its check.
    """
    record, key = _record(project), _key(project)
    reasons = _reasons(project, record, key)
    if not reasons:
        return Preparation(dict(record["files"]), ())
    from studylib.data.process import process
    from studylib.data.raw import check

    contents = process(check(project))
    return Preparation(
        {name: digest(data) for name, data in contents.items()}, reasons, contents, key
    )


def prepare(project: Project) -> Preparation:
    """Check the raw data and write the processed tables, if anything changed.

    All of it is checked and computed before the first byte is written; the record is written last, so that a kill between
    leaves a stale step and not a wrong one.

    Raises
    ------
    Faults
        If the raw data does not pass its check; nothing was written.
    """
    found = preview(project)
    if not found.reasons:
        return found
    for name, data in sorted(found.contents.items()):
        path = project.processed / name
        if not path.is_file() or digest_file(path) != found.files[name]:
            write_atomically(path, data)
    _sweep(project, set(found.files))
    write_atomically(project.processed / RECORD, to_json({**found.key, "files": found.files}))
    return found


def raw_digests(project: Project) -> dict[str, str]:
    """SHA-256 of every file under `data/raw` and `data/schema`, by its path from the top."""
    folders = (project.raw, project.raw.parent / "schema")
    return {
        project.relative(path): digest_file(path)
        for folder in folders
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def _key(project: Project) -> dict[str, dict[str, str]]:
    """Everything that the processed tables depend on."""
    return {
        "raw": raw_digests(project),
        "library": library_digests(project, ["studylib.data.process"]),
        "environment": environment(project),
    }


def _record(project: Project) -> dict[str, Any]:
    """What was written beside the tables; empty if there is nothing that can be read."""
    try:
        record = json.loads((project.processed / RECORD).read_bytes())
    except (OSError, ValueError):
        return {}
    return record if isinstance(record, dict) and isinstance(record.get("files"), dict) else {}


def _reasons(
    project: Project, record: dict[str, Any], key: dict[str, dict[str, str]]
) -> tuple[str, ...]:
    """Why the tables have to be made again."""
    if not record:
        return ("the tables have not been made",)
    reasons: list[str] = []
    for part, now in key.items():
        reasons += mapping_changes(part, record.get(part, {}), now)
    for name, expected in sorted(record["files"].items()):
        path = project.processed / name
        if not path.is_file():
            reasons.append(f"data/processed/{name} is gone")
        elif digest_file(path) != expected:
            reasons.append(f"data/processed/{name} was edited")
    return tuple(reasons)


def _sweep(project: Project, wanted: set[str]) -> None:
    """Remove tables that no edition has any more, and what a kill left half written."""
    for path in sorted(project.processed.rglob("*"), reverse=True):
        name = path.relative_to(project.processed).as_posix()
        if path.is_dir():
            if not any(path.iterdir()):
                path.rmdir()
        elif name not in wanted | KEEP:
            path.unlink()
