"""What goes to a worker that shares no disk with the driver, and what comes back: both as bytes.

A capsule is one zip, named by its digest, of all that runs of a study are made from: press and library, notebooks, processed tables and
the lock. No raw data is in it. Tables that other runs kept travel with the run that reads them. What comes back is looked at before
anything of it is put in place. Who carries it is `engines`; what a worker does with it is in `outpost` and `host`.
"""

from __future__ import annotations

import json
import pickle
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from quire.core.archives import packed, read_files, unpacked, write_files
from quire.core.errors import StudyError
from quire.core.folders import fresh_folder, put_in_place
from quire.core.project import RUNNING, Project, to_json
from quire.core.steps import RECORD, changes, digest_outputs, read_record
from quire.languages.catalogues import GATHERED
from quire.pipeline.failures import PARTIAL, RunFailed, folder_of, forget_failure
from quire.pipeline.failures import RECORD as FAILURE
from quire.pipeline.known_modules import FILE as MODULES
from quire.pipeline.plan import Run

CHECKOUT, PRESS, PATH = "study", "press", "path.json"
"""What lies in a capsule: the checkout, code that lies outside of it, and the folders that Python finds code in."""

FILES = ("pyproject.toml", "requirements.lock")
FOLDERS = ("notebooks/edition", "notebooks/study", "data/processed", "data/schema", "locale")

RESULT = re.compile(
    r"notebook\.ipynb|(?:values|words|record)\.json|messages\.jsonl|(?:figures|tables)/(?:[A-Za-z0-9_-][\w.-]*)?|figures/[a-z]{2,3}(?:_[A-Z]{2})?/[\w-]+\.svg",
    re.A,
)
FAILED = re.compile(r"notebook\.ipynb|failure\.json")
MOST_BYTES = 1_000_000_000
"""What may come back of one run: far more than a notebook may show."""

FIELDS = {"what": str, "cell": int, "line": int, "source": str, "library_line": str, "repair": str}
"""What is told of a failure."""


@dataclass(frozen=True)
class Request:
    """One run to execute, with the tables that others kept for it, by path from the top, and the minutes that it may take."""

    run: Run
    kept: dict[str, bytes]
    minutes: float | None


def make_capsule(project: Project) -> bytes:
    """All that the runs of a study are made from, the same bytes for the same files.

    Its tables must be prepared.
    """
    files = {f"{CHECKOUT}/{name}": data for name, data in _own_files(project).items()}
    library = project.library
    inside = library.is_relative_to(project.root)
    top = Path(CHECKOUT, library.relative_to(project.root)).as_posix() if inside else PRESS
    for package in project.packages:
        own = (library / package).is_dir() or (library / f"{package}.py").is_file()
        files |= _package(library if own else RUNNING, package, top if own else PRESS)
    files[PATH] = to_json([top, PRESS])
    return packed(files)


def make_request(project: Project, run: Run, minutes: float | None) -> bytes:
    """What a worker needs for one run beside the capsule."""
    kept = {}
    for name in set(run.key["inputs"]) - set(run.tables):
        source, _, table = name.rpartition("/")
        for ending in (".csv", ".json"):
            path = project.runs / source / "tables" / f"{table}{ending}"
            kept[project.relative(path)] = path.read_bytes()
    return pickle.dumps(Request(run, kept, minutes))


def take_result(project: Project, run: Run, archive: bytes) -> None:
    """Put a result that came back in its place, complete or not at all.

    Raises
    ------
    StudyError
        If it is not what this run makes; the last result is left as it was.
    """
    files = unpacked(archive, RESULT, MOST_BYTES)
    final = run.folder(project)
    with fresh_folder(final) as folder:
        write_files(folder, files)
        record = read_record(folder / RECORD)
        if record is None or changes(record.key, run.key):
            raise StudyError("a result came back that was made from something else", where=run.id)
        lacking = set(run.expected) - files.keys()
        if lacking or record.outputs != digest_outputs(folder):
            raise StudyError("a result came back that is not whole", where=run.id)
        put_in_place(folder, final)
    forget_failure(project, run)


def take_failure(project: Project, run: Run, archive: bytes) -> RunFailed:
    """A failure that came back, kept as one of this machine.

    Raises
    ------
    StudyError
        If it is none.
    """
    files = unpacked(archive, FAILED, MOST_BYTES)
    said = _fields(files.get(FAILURE, b""))
    if said is None:
        raise StudyError("something came back that is no failure", where=run.id)
    failed = RunFailed(run, said.pop("what"), **said)
    if PARTIAL in files:
        final = folder_of(project, run)
        with fresh_folder(final) as folder:
            write_files(folder, files)
            put_in_place(folder, final)
        failed.kept = project.relative(final / PARTIAL)
    return failed


def _fields(record: bytes) -> dict[str, Any] | None:
    try:
        said = {name: json.loads(record)[name] for name in FIELDS}
    except (ValueError, KeyError, TypeError):
        return None
    return said if all(type(said[name]) is kind for name, kind in FIELDS.items()) else None


def _own_files(project: Project) -> dict[str, bytes]:
    """Files of the checkout beside its library; its folders are there also where they hold nothing."""
    known = project.build / MODULES
    paths = [*(project.root / name for name in (*FILES, GATHERED)), known]
    files = {project.relative(path): path.read_bytes() for path in paths if path.is_file()}
    for name in FOLDERS:
        below = read_files(project.root / name) or {"": b""}
        files |= {f"{name}/{path}": data for path, data in below.items()}
    # which raw files the tables were made from is no matter of a run, nor is what an editor keeps
    files.pop(f"data/processed/{RECORD}", None)
    return {name: data for name, data in files.items() if "/." not in name}


def _package(source: Path, package: str, top: str) -> dict[str, bytes]:
    module = source / f"{package}.py"
    if module.is_file():
        return {f"{top}/{module.name}": module.read_bytes()}
    return {
        f"{top}/{package}/{name}": data
        for name, data in read_files(source / package).items()
        if "__pycache__" not in name
    }
