"""What a worker of a preview does: one draft of the book, or one run and then the draft; with the library as it is now.

It is told what by a variable of its environment, and tells by lines of JSON. This side may import all of the press and the study.
"""

from __future__ import annotations

import contextlib
import json
import os
import socket
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import psutil  # type: ignore[import-untyped]

from quire.core.errors import as_study_error
from quire.core.project import Project, digest_json
from quire.kernels.server import KERNELS, kill_all
from quire.preview.jobs import JOB

if TYPE_CHECKING:
    from quire.book.draft import Draft
    from quire.book.draft_files import Outlook
    from quire.book.renderer import Renderer
    from quire.pipeline.plan import Run

WAIT_S = 0.5
"""How often it is looked whether another pipeline has finished."""

Tell = Callable[[Mapping[str, Any]], None]
Done = TypeVar("Done")


def main() -> None:
    """Do what the variable asks for, and tell; then be gone."""
    request = json.loads(os.environ.pop(JOB))
    project = Project(Path(request["root"]))
    line = socket.create_connection(("127.0.0.1", request["port"]))
    line.sendall(f"{request['token']}\n".encode())

    def tell(said: Mapping[str, Any]) -> None:
        line.sendall(f"{json.dumps(said)}\n".encode())

    if KERNELS not in os.environ:  # what is forked ends with its parent
        threading.Thread(target=_end_with, args=(line,), daemon=True).start()
    try:
        result = do(project, request, tell)
    except Exception as error:  # whatever the library does, the preview lives on and says it
        result = {"faults": [str(as_study_error(error, project.root))]}
    tell({"result": result})


def do(project: Project, request: Mapping[str, Any], tell: Tell) -> dict[str, Any]:
    """Do a piece of work.

    Parameters
    ----------
    project
        The checkout.
    request
        `run`, the id of a run to execute first, or nothing; `draft`, whether to make the draft; `viewed`, the pages in view
        if others can wait;
        `new_code`, whether code changed since the draft before was begun; `failed`, the digests of the keys of runs that
        failed, by id.
    tell
        Is told how far it is.

    Returns
    -------
    dict
        `faults`, what went wrong, as lines; `failed`, the runs not to try again, as `request` has them; `stale`, the runs to do
        in the order of their pages, each with its id, its page, and whether it waits for others; `behind`, whether a draft is
        to be made again for pages that nobody looks at. A draft is told as soon as it is made: its `marks`, its `pages` and the
        `seconds` that it took.

    Notes
    -----
    If a page in view waits for nothing but its own run, a draft begins with that: it would be made twice else.
    """
    from quire.pipeline.driver import look_in_spite

    made: dict[str, Any] = {"faults": [], "failed": {}, "behind": False}
    plan = renderer = outlook = None
    first = request.get("run", "")
    with contextlib.ExitStack() as begun:
        there = replace(project, draft=True).html.is_dir()  # else nobody looks at anything
        if there and not first:
            renderer, outlook = _begin(project, begun)
            first = _find_first(outlook, request)
        if first:
            begun.close()  # it would wait for an hour, if that is what the run takes, and hold its memory
            renderer = outlook = None
            _run(project, first, tell, made)
        if request.get("draft"):
            try:
                draft = _draft(project, request, tell, renderer, outlook)
                plan, made["behind"] = draft.plan, draft.behind
            except Exception as error:  # runs may be what it lacks
                made["faults"].append(str(as_study_error(error, project.root)))
    failed = {**request["failed"], **made["failed"]}
    stale = (plan or look_in_spite(project)).stale
    made["stale"], made["failed"] = _list_stale(stale, failed, first)
    return made


def _begin(project: Project, begun: contextlib.ExitStack) -> tuple[Renderer | None, Outlook | None]:
    """Begin a draft: what renders it gets ready while it is found what it is made of; what cannot be begun, the draft says."""
    from quire.book.draft import open_renderer
    from quire.book.draft_files import look_ahead

    renderer = outlook = None
    with contextlib.suppress(Exception):
        renderer = begun.enter_context(open_renderer(project))
        outlook = look_ahead(replace(project, draft=True))
    return renderer, outlook


def _find_first(outlook: Outlook | None, request: Mapping[str, Any]) -> str:
    """The id of a stale run whose page is in view and which waits for no other; nothing if there is none."""
    from quire.pipeline.selection import without_faults

    if outlook is None:
        return ""
    stale = without_faults(outlook.runs, outlook.faults).stale
    todo, _lost = _list_stale(stale, request["failed"], "")
    ready = (run["id"] for run in todo if run["page"] in request["viewed"] and not run["waits"])
    return str(next(ready, ""))


def _run(project: Project, id: str, tell: Tell, made: dict[str, Any]) -> None:
    """Execute a run, after those whose results it reads, as soon as no other pipeline is at work."""
    from quire.pipeline.driver import Report, run_study

    scope, _, name = id.partition("/")

    def run() -> Report:
        return run_study(project, edition=scope, only=name, show=Telling(tell), in_spite=True)

    for failure in _as_soon_as_may_be(run, tell).failed:
        made["failed"][failure.run.id] = digest_json(failure.run.key)
        tell({"failed": failure.run.id, "what": failure.what, "said": str(failure)})


def _draft(
    project: Project,
    request: Mapping[str, Any],
    tell: Tell,
    renderer: Renderer | None,
    outlook: Outlook | None,
) -> Draft:
    """Make the draft; if another pipeline kept it from the tables, once more when that has ended."""
    from quire.book.draft import build_draft
    from quire.pipeline.runs import only_one

    def look() -> None:
        with only_one(project):
            pass

    tell({"doing": "building"})
    began = time.monotonic()
    draft = build_draft(
        project,
        trust=not request.get("new_code"),
        renderer=renderer,
        outlook=outlook,
        viewed=request["viewed"],
    )
    if any(mark.kind == "waiting" for mark in draft.marks):
        _as_soon_as_may_be(look, tell)
        tell({"doing": "building"})
        began = time.monotonic()
        draft = build_draft(project)
    marks = [[mark.page, mark.kind, mark.said, mark.repair] for mark in draft.marks]
    pages, seconds = list(draft.pages), time.monotonic() - began
    tell({"marks": marks, "pages": pages, "seconds": seconds})
    return draft


def _as_soon_as_may_be(act: Callable[[], Done], tell: Tell) -> Done:
    """Do what only one pipeline at a time may do, when no other is at work."""
    from quire.pipeline.runs import Busy

    waiting = False
    while True:
        try:
            return act()
        except Busy as error:
            if not waiting:
                tell({"wait": error.what})
            waiting = True
            time.sleep(WAIT_S)


def _list_stale(
    stale: Sequence[Run], failed: Mapping[str, str], done: str
) -> tuple[list[dict[str, Any]], dict[str, str]]:
    """The runs to do, and those not to try again: they failed and their key is the same since, or would not be done."""
    from quire.pipeline.selection import with_readers

    keys = {run.id: digest_json(run.key) for run in stale}
    again = [run.id for run in stale if failed.get(run.id) == keys[run.id] or run.id == done]
    lost = with_readers(stale, again)
    todo = [
        {"id": run.id, "page": run.page, "waits": any(need in keys for need in run.needs)}
        for run in stale
        if run.id not in lost
    ]
    return todo, {id: keys[id] for id in lost}


class Telling:
    """How far runs are, as lines to the preview; see `quire.pipeline.progress.Progress`."""

    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self._began: dict[str, float] = {}

    def __enter__(self) -> Telling:
        """Begin."""
        return self

    def __exit__(self, *_error: object) -> None:
        """End; nothing is left to tidy."""

    def planned(self, runs: list[str], also: list[str]) -> None:
        """Say nothing: each run says when it begins."""

    def started(self, run: str) -> None:
        """Remember when."""
        self._began[run] = time.monotonic()
        self._tell({"started": run})

    def at_cell(self, run: str, number: int, total: int) -> None:
        """Say where it is."""
        self._tell({"run": run, "cell": number, "cells": total})

    def ended(self, run: str, state: str) -> None:
        """Say how it ended."""
        seconds = time.monotonic() - self._began[run]
        self._tell({"ended": run, "state": state, "seconds": seconds})


def _end_with(line: socket.socket) -> None:
    """End this process with all that it started when the preview is gone, where the system does not see to it."""
    with contextlib.suppress(OSError):
        line.recv(1)
    kill_all(psutil.Process().children(recursive=True))
    os._exit(1)


if __name__ == "__main__":
    main()
