"""Runs that failed: what is said of one, and its notebook, kept as far as it came for whoever repairs it.

A failure is never a result: it lies apart from these, and nothing reads its notebook but people. How a run is executed is in `execute`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from quire.core.errors import StudyError
from quire.core.folders import fresh_folder, put_in_place, remove
from quire.core.project import Project, digest_json, to_json
from quire.kernels.hints import HINT
from quire.pipeline.calls import names_made
from quire.pipeline.executed import cleaned, is_injected, places_of, scrub

if TYPE_CHECKING:
    from quire.pipeline.plan import Run

PARTIAL, RECORD = "notebook.ipynb", "failure.json"
MARK = "failed"
"""Tag of the cell that failed, and id of the note above it."""

MOST_TEXT = 100_000
"""Signs that are kept of one output of text: a run may have failed because it showed too much."""

MOST_SAID = 4_000
"""Signs that are said of what went wrong: an error may carry a whole table."""

SHORT = 120
"""Signs of what went wrong, where it is one of many things in a line."""

COLOURS = re.compile(
    r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)?|[\x00-\x08\x0b-\x1f\x7f]"
)
"""What would colour a terminal, or do other things with it."""

CELL_LINE = re.compile(r"Cell In\[(?P<cell>\d+)\], line (?P<line>\d+)")
WARNED = re.compile(r"ipykernel_\d+[/\\]\d+\.py:(?P<line>\d+): .*\n +(?P<source>.*\S)")
LIBRARY_LINE = r"""File\s+["']?(?P<path>[^\n"']*?\b(?:%s)(?:[/\\][\w/\\]+)?\.py)["']?(?::|,\s+line\s+)(?P<line>\d+)"""
WATCHERS = re.compile(r"[/\\]quire[/\\]core[/\\](?:reach|chance)\.py$")


class RunFailed(StudyError):  # noqa: N818 - an event of the pipeline, not a kind of error
    """A run that did not come to its end, with all that one needs to repair it.

    Parameters
    ----------
    run
        Which.
    what
        What went wrong; its first line says it alone.
    cell
        Number of the code cell in the notebook as it stands in the repository; 0 if it was none.
    line
        Line of that cell; 0 if it is not known.
    source
        That cell.
    library_line
        File and line of the library where the error arose; empty if it did not arise there.
    repair
        What to do, apart from running it again.

    Attributes
    ----------
    kept
        Where its notebook lies, from the top of the repository; empty if none was kept.
    """

    def __init__(
        self,
        run: Run,
        what: str,
        *,
        cell: int = 0,
        line: int = 0,
        source: str = "",
        library_line: str = "",
        repair: str = "",
    ) -> None:
        self.run = run
        self.cell = cell
        self.line = line
        self.source = source
        self.library_line = library_line
        self.kept = ""
        super().__init__(_cut(what, MOST_SAID).rstrip(), where=run.id, repair=repair)

    @property
    def place(self) -> str:
        """The cell and its line, in words; empty if it was none."""
        return _place(self.cell, self.line)

    def __str__(self) -> str:
        """Read as a report over several lines."""
        lines = [
            f"run {self.run.id} failed",
            f"  edition:  {self.run.scope}",
            f"  notebook: {', '.join(filter(None, [self.run.notebook.where, self.place]))}",
        ]
        if self.source:
            cell = enumerate(self.source.splitlines(), start=1)
            lines += ["  cell:"]
            lines += [f"    {'>' if number == self.line else '|'} {line}" for number, line in cell]
        lines.append("  error:    " + self.what.replace("\n", "\n            "))
        if self.library_line:
            lines.append(f"  raised at {self.library_line}")
        if self.repair:
            lines.append("  repair:   " + self.repair.replace("\n", "\n            "))
        if self.kept:
            lines.append(f"  so far:   {self.kept}")
        return "\n".join([*lines, f"  again:    {self.run.command}"])


@dataclass(frozen=True)
class Failure:
    """A failure that was kept.

    Attributes
    ----------
    run
        Id of the run.
    what, cell, line, source, library_line, repair
        As in `RunFailed`.
    notebook
        The notebook as far as it came, from the top of the repository.
    current
        Whether all that the run depends on is still as it was when it failed.
    """

    run: str
    what: str
    cell: int
    line: int
    source: str
    library_line: str
    repair: str
    notebook: str
    current: bool

    @property
    def said(self) -> str:
        """What is said of the run on one line."""
        head = "failed" if self.current else "failed before it was changed"
        place = _place(self.cell, self.line)
        return (
            f"{head}{f' in {place}' if place else ''}, see {self.notebook}: {in_short(self.what)}"
        )


def in_short(what: str) -> str:
    r"""The first line of what went wrong.

    >>> in_short("the cell wrote to standard error:\nUserWarning: take care")
    'the cell wrote to standard error'
    """
    line = what.strip().partition("\n")[0].rstrip(":")
    return line if len(line) <= SHORT else f"{line[: SHORT - 3]}..."


def folder_of(project: Project, run: Run) -> Path:
    """Where the failure of a run is kept; of a try in its own place, as it says nothing of the run."""
    return run.folder(project) if run.is_try else project.failed / run.id


def keep_failure(
    project: Project, failed: RunFailed, notebook: Mapping[str, Any], output: Path | None = None
) -> None:
    """Keep a failure, in place of an older one of the same run, and tell it where.

    Parameters
    ----------
    project, failed
        The checkout, and what went wrong.
    notebook
        The notebook with its outputs up to the cell that failed; it is cleaned as results are.
    output
        The folder that the run wrote to.
    """
    final, places = folder_of(project, failed.run), places_of(project, output)
    fields = ("what", "cell", "line", "source", "library_line", "repair")
    record = {"key": _digest(failed.run), **{name: getattr(failed, name) for name in fields}}
    marked = _marked(cleaned(notebook, failed.run, {}), failed)
    with fresh_folder(final) as folder:
        (folder / PARTIAL).write_bytes(to_json(scrub(marked, places)))
        (folder / RECORD).write_bytes(to_json(scrub(record, places)))
        put_in_place(folder, final)
    failed.kept = project.relative(final / PARTIAL)


def read_failure(project: Project, run: Run) -> Failure | None:
    """How a run failed when it was last executed; None if it did not, or has a result that is up to date.

    Parameters
    ----------
    run
        As planned now.
    """
    folder = folder_of(project, run)
    if not run.reasons:
        return None
    try:
        record = json.loads((folder / RECORD).read_bytes())
        current = record.pop("key") == _digest(run)
        notebook = project.relative(folder / PARTIAL)
        return Failure(run=run.id, notebook=notebook, current=current, **record)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def with_failure(project: Project, run: Run) -> Run:
    """A run whose reasons say that it failed: in place of what had changed before, if it was executed since."""
    failure = read_failure(project, run)
    if failure is None:
        return run
    return replace(run, reasons=(failure.said, *(() if failure.current else run.reasons)))


def forget_failure(project: Project, run: Run) -> None:
    """Remove what is kept of a failure, once the run has succeeded."""
    if not run.is_try:
        remove(folder_of(project, run))


def library_line(traceback: Sequence[str], root: Path, packages: Sequence[str]) -> str:
    """Find the last line of the library in a traceback, as `src/package/module.py:line`; empty if there is none.

    What watches over a run only stops it: the line that it stopped counts.
    """
    pattern = LIBRARY_LINE % "|".join(packages)
    lines = list(re.finditer(pattern, COLOURS.sub("", "\n".join(traceback))))
    lines = [line for line in lines if not WATCHERS.search(line["path"])]
    if not lines:
        return ""
    path = Path(lines[-1]["path"]).expanduser()
    shown = path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()
    return f"{shown}:{lines[-1]['line']}"


def cell_line(traceback: Sequence[str]) -> int:
    """Find the line of the cell that failed, the last that is in this cell; 0 if there is none.

    >>> cell_line(["Cell In[3], line 7", "Cell In[3], line 2, in share(frame)", "Cell In[2], line 4, in part()"])
    2
    """
    lines = list(CELL_LINE.finditer(COLOURS.sub("", "\n".join(traceback))))
    return next((int(one["line"]) for one in reversed(lines) if one["cell"] == lines[0]["cell"]), 0)


def warned_line(said: str, source: str) -> int:
    r"""Find the line of a cell that a warning is of, which names it and shows it; 0 if it is of another place.

    >>> warned_line("/tmp/ipykernel_1/2.py:2: UserWarning: take care\n  warn('take care')", "a = 1\nwarn('take care')")
    2
    """
    shown = WARNED.search(said)
    lines = source.splitlines()
    number = int(shown["line"]) if shown else 0
    same = (
        shown is not None
        and lines[number - 1 : number]
        and lines[number - 1].strip() == shown["source"]
    )
    return number if same else 0


def hint_in(traceback: Sequence[str]) -> str:
    """What the kernel said below a traceback that the error could have meant; empty if nothing."""
    last = COLOURS.sub("", traceback[-1]) if traceback else ""
    return last.removeprefix(HINT).strip() if last.startswith(HINT) else ""


def made_later(run: Run, number: int, name: str) -> str:
    """What to do about a name that a cell lacks and a later one makes, as where cells were moved; empty if none does."""
    cells = run.notebook.cells[number:]
    later = next((cell.number for cell in cells if name in names_made(cell.tree)), 0)
    if not later:
        return ""
    return f"{name} is made in code cell {later}, and cells run from the top: move that cell above this one"


def _place(cell: int, line: int) -> str:
    return (f"code cell {cell}" + (f", line {line}" if line else "")) if cell else ""


def _digest(run: Run) -> str:
    return digest_json(dict(run.key))


def _marked(notebook: Mapping[str, Any], failed: RunFailed) -> dict[str, Any]:
    """A notebook with a note above the cell that failed, or at its top if it was none."""
    fence = "`" * max(
        3, 1 + max(map(len, re.findall("`+", failed.what + failed.repair)), default=0)
    )
    said = "\n".join(filter(None, [failed.what, failed.repair]))
    place = f" in {failed.place}" if failed.place else ""
    text = f"**This run failed{place}.**\n\n{fence}text\n{said}\n{fence}\n\nAgain: `{failed.run.command}`"
    note = {"cell_type": "markdown", "id": MARK, "metadata": {"tags": [MARK]}, "source": text}
    cells, number = [] if failed.cell else [note], 0
    for cell in notebook["cells"]:
        metadata = cell["metadata"]
        tags = metadata.get("tags", [])
        number += cell["cell_type"] == "code" and not is_injected(cell)
        if number == failed.cell and note not in cells:
            cells.append(note)
            metadata = {**metadata, "tags": [*tags, MARK]}
        cells.append({**_shortened(cell), "metadata": metadata})
    return {**notebook, "cells": cells}


def _shortened(cell: Mapping[str, Any]) -> dict[str, Any]:
    """A cell whose printed outputs and errors are no longer than anybody reads."""
    if "outputs" not in cell:
        return dict(cell)
    left, outputs = MOST_TEXT, []
    for output in cell["outputs"]:
        text = "".join(output.get("text", ""))
        outputs.append({**_short_error(output), **({"text": _cut(text, left)} if text else {})})
        left -= min(left, len(text))
    return {**cell, "outputs": outputs}


def _short_error(output: Mapping[str, Any]) -> dict[str, Any]:
    if output["output_type"] != "error":
        return dict(output)
    lines = [_cut(line, MOST_SAID) for line in output["traceback"]]
    return {**output, "evalue": _cut(output["evalue"], MOST_SAID), "traceback": lines}


def _cut(text: str, most: int) -> str:
    return (
        text if len(text) <= most else f"{text[:most]}\n... and {len(text) - most:,} more signs\n"
    )
