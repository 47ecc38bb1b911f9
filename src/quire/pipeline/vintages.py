"""What was published stays: the values of an edition, frozen as they were, in `data/published/<edition>/<version>/`.

Only freezing and reading: how two versions differ is in `differences`, what of it is explained in `errata`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from quire.core.errors import StudyError, nearest
from quire.core.folders import fresh_folder, put_in_place
from quire.core.project import STUDY, Project, digest, to_json, write_atomically
from quire.core.steps import RECORD, Key, changes
from quire.pipeline.plan import VALUES, Plan, Run
from quire.pipeline.preparation import raw_digests

NAME = re.compile(r"(?P<edition>[a-z0-9_-]+)(?:@(?P<version>[1-9][0-9]*))?")
"""How a version is called: `2019` is the edition as it is now, `2019@1` its first frozen version."""


@dataclass(frozen=True)
class Vintage:
    """The values of an edition at one time.

    Attributes
    ----------
    edition, version
        Which; version 0 is the edition as it is now.
    files
        Stated values, data of figures and tables, and kept tables of each page, by `<page>/values.json`,
        `<page>/figures/<id>.csv` and `<page>/tables/<name>.csv`.
    keys
        What each page was made from, by page.
    raw
        SHA-256 of every raw file.
    """

    edition: str
    version: int
    files: Mapping[str, bytes] = field(repr=False)
    keys: Mapping[str, Key] = field(repr=False)
    raw: Mapping[str, str] = field(repr=False)

    @property
    def name(self) -> str:
        """What people call it."""
        return f"{self.edition}@{self.version}" if self.version else f"{self.edition} now"


def versions(project: Project, edition: str) -> list[int]:
    """The frozen versions of an edition, oldest first."""
    folders = (project.published / edition).glob("[1-9]*")
    return sorted(int(each.name) for each in folders if each.is_dir() and each.name.isdecimal())


def current(project: Project, plan: Plan, edition: str) -> Vintage:
    """The values of an edition as its runs have left them.

    Raises
    ------
    StudyError
        If the edition has no runs, or one of them is stale.
    """
    known = {run.scope for run in plan.runs} - {STUDY}
    runs = [run for run in plan.runs if run.scope == edition]
    if edition not in known:
        raise StudyError(
            f"edition {edition!r} has no runs",
            where="data/raw/editions",
            repair=nearest(edition, known),
        )
    stale = [run.id for run in runs if run.reasons]
    if stale:
        what = f"the values of edition {edition} are stale: {', '.join(stale)}"
        raise StudyError(
            what, where="build/runs", repair=f"{project.command} run --edition {edition}"
        )
    keys = {run.name: run.key for run in runs if run.notebook.frozen}
    return Vintage(edition, 0, values_of(project, runs), keys, raw_digests(project))


def values_of(project: Project, runs: Iterable[Run]) -> dict[str, bytes]:
    """The values that runs have left, as `Vintage.files`; without those that are not frozen."""
    kept = [run for run in runs if run.notebook.frozen]
    return {name: data for run in kept for name, data in _outputs(project, run).items()}


def read_vintage(project: Project, edition: str, version: int) -> Vintage:
    """A frozen version.

    Raises
    ------
    StudyError
        If there is no such version, or one of its files is not as it was frozen.
    """
    known = versions(project, edition)
    folder = project.published / edition / str(version)
    where = project.relative(folder)
    if version not in known:
        repair = (
            f"frozen are: {', '.join(map(str, known))}"
            if known
            else f"freeze one: {project.command} freeze {edition}"
        )
        raise StudyError(
            f"edition {edition!r} has no frozen version {version}", where=where, repair=repair
        )
    try:
        record = json.loads((folder / RECORD).read_bytes())
        digests, keys, raw = record["files"], record["keys"], record["raw"]
    except (OSError, ValueError, KeyError) as error:
        what = f"the record of the frozen version cannot be read ({type(error).__name__})"
        raise StudyError(
            what, where=f"{where}/{RECORD}", repair="restore it from version control"
        ) from error
    found = sorted(path for path in folder.rglob("*") if path.is_file() and path != folder / RECORD)
    files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}
    odd = [
        name
        for name in sorted({*files, *digests})
        if digest(files.get(name, b"")) != digests.get(name)
    ]
    if odd:
        what = f"what was published was edited or is gone: {', '.join(odd[:5])}"
        raise StudyError(
            what,
            where=where,
            repair="restore it from version control; corrections go into errata.yml",
        )
    return Vintage(edition, version, files, keys, raw)


def named(project: Project, plan: Plan, name: str) -> Vintage:
    """A version by what people call it: `2019` or `2019@1`."""
    match = NAME.fullmatch(name)
    if match is None:
        raise StudyError(
            f"{name!r} names no version",
            where="diff",
            repair="say an edition, or as in 2019@1",
        )
    if match["version"]:
        return read_vintage(project, match["edition"], int(match["version"]))
    return current(project, plan, match["edition"])


def write_vintage(project: Project, made: Vintage) -> Path:
    """Freeze values as the next version of their edition, complete or not at all; give its folder."""
    number = max(versions(project, made.edition), default=0) + 1
    final = project.published / made.edition / str(number)
    with fresh_folder(final) as folder:
        for name, data in made.files.items():
            write_atomically(folder / name, data)
        digests = {name: digest(data) for name, data in made.files.items()}
        record = {"files": digests, "keys": dict(made.keys), "raw": dict(made.raw)}
        write_atomically(folder / RECORD, to_json(record))
        put_in_place(folder, final)
    return final


def causes(before: Vintage, after: Vintage) -> dict[str, tuple[str, ...]]:
    """What the pages of two versions were made from differently: first raw files, then parts of the key; by page."""
    raw = changes({"raw": before.raw}, {"raw": after.raw})
    found: dict[str, tuple[str, ...]] = {}
    for page in sorted({*before.keys, *after.keys}):
        if page not in before.keys or page not in after.keys:
            found[page] = ("the page is new" if page in after.keys else "the page is gone",)
            continue
        parts = changes(before.keys[page], after.keys[page])
        fed = any(each.startswith("input ") for each in parts)
        found[page] = (*(raw if fed else ()), *parts)
    return found


def _outputs(project: Project, run: Run) -> dict[str, bytes]:
    folder = run.folder(project)
    tables = [path for kind in ("figures", "tables") for path in (folder / kind).glob("*.csv")]
    paths = [folder / VALUES, *sorted(tables)]
    return {
        f"{run.name}/{path.relative_to(folder).as_posix()}": path.read_bytes()
        for path in paths
        if path.is_file()
    }
