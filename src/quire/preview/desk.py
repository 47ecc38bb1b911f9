"""The preview at work: after a change come the runs that pages in view wait for, then the draft, then the other runs.

A change interrupts runs. A draft that is being made is made to its end, and then again: whoever saves all the time sees it all the same.

What there is to do is worked out by workers (`working`); here it is only decided what comes next, and said: to the terminal and
to browsers.
"""

from __future__ import annotations

import asyncio
import contextlib
import importlib.util
import signal
import time
import webbrowser
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from quire.core.errors import StudyError
from quire.core.project import Project
from quire.pipeline.runs import open_build
from quire.preview.jobs import Line, WorkerLost, Workers, open_workers
from quire.preview.serving import HOST, Room, open_port, serve
from quire.preview.watching import NEAR, Files
from quire.text.words import counted

BEHIND_S = 10
"""How long results of pages that nobody looks at may wait until they are in the draft."""

DRAFT_AT_MOST_S = 300
"""How long a change waits for the end of a draft that is being made."""

MARKS_SAID = 8
FAULT, WAITING = "fault", {"stale", "missing"}
"""Kinds of marks: what somebody has to mend, and what a run takes away."""

OTHERS = ""
"""Stands for all pages that nobody looked at when the draft was made."""

LOCK = ".serve.lock"
LOST = "a worker was killed, or ran out of memory; it goes on with the next change"


def preview(
    project: Project, *, port: int | None = None, show: bool = False, background: bool = True
) -> None:
    """Serve a draft of the book that follows what people change, until it is stopped.

    Parameters
    ----------
    project
        The checkout.
    port
        Where; the first free one if None.
    show
        Whether to open it in a browser.
    background
        Whether stale runs are executed whose pages nobody looks at.

    Raises
    ------
    StudyError
        If the port is taken, or a preview of this checkout is there already.
    """
    with _alone(project):
        asyncio.run(_preview(project, port, show, background))


async def _preview(project: Project, asked: int | None, show: bool, background: bool) -> None:
    ended = _stop_signals()
    sockets, port = open_port(asked)
    room = Room(replace(project, draft=True).html, project.authored / "_static")
    server = serve(room, sockets)
    address = f"http://{HOST}:{port}/"
    _print("preview", f"{address} - Ctrl-C ends it")
    async with open_workers(project) as workers:
        desk = Desk(project, workers, room, Files(project), background)
        working = asyncio.create_task(desk.work())
        if show:
            await asyncio.to_thread(webbrowser.open, address)
        stopped = asyncio.create_task(ended.wait())
        await asyncio.wait([working, stopped], return_when=asyncio.FIRST_COMPLETED)
        await _stop(stopped)
        await _stop(working)
    server.stop()
    await server.close_all_connections()
    _print("ended", "nothing runs any more")


class Desk:
    """Decides what is done next, and says what is done.

    Parameters
    ----------
    project
        The checkout.
    workers
        Who does it.
    room
        Who looks at the pages.
    files
        What is watched.
    background
        Whether stale runs are executed whose pages nobody looks at.
    """

    def __init__(
        self, project: Project, workers: Workers, room: Room, files: Files, background: bool
    ) -> None:
        self._project, self._workers, self._room = project, workers, room
        self._files, self._background = files, background
        self._stale: list[dict[str, Any]] = []
        self._failed: dict[str, str] = {}
        self._why: dict[str, str] = {}
        self._behind: set[str] = set()
        self._shown: set[str] = set()
        self._drafted = 0.0
        self._marks: list[tuple[str, ...]] = []
        self._new_code = False
        self._may_stop = asyncio.Event()
        self._faults: list[str] = []

    async def work(self) -> None:
        """Follow the changes of files for ever."""
        self._room.say("busy", "starting ...")
        under_way = asyncio.create_task(self._follow())
        changes = self._files.changes()
        coming = asyncio.ensure_future(anext(changes))
        try:
            while True:
                await asyncio.wait([coming, under_way], return_when=asyncio.FIRST_COMPLETED)
                if not coming.done():  # `_follow` has no end but an error
                    under_way.result()
                changed, coming = coming.result(), asyncio.ensure_future(anext(changes))
                _print("changed", self._name(changed))
                self._room.say("busy", f"changed: {self._name(changed)}")
                with contextlib.suppress(TimeoutError):  # code can hang
                    async with asyncio.timeout(DRAFT_AT_MOST_S):
                        await self._may_stop.wait()
                await _stop(under_way)
                await self._make_ready(changed)
                under_way = asyncio.create_task(self._follow())
        finally:
            await _stop(coming)  # which ends the watching, too
            await _stop(under_way)

    async def _follow(self) -> None:
        """Bring the draft up to date, then the runs and the draft with them, and wait for pages to be opened."""
        todo: dict[str, Any] | None = {"draft": True, "quick": True}
        while True:
            if todo is not None:
                await self._do(todo)
            else:
                self._rest()
                self._room.opened.clear()
                await self._room.opened.wait()
            todo = self._next()

    def _next(self) -> dict[str, Any] | None:
        """What comes next; None if there is nothing to do."""
        viewed = self._room.viewed()
        if self._behind & viewed or (OTHERS in self._behind and viewed - self._shown):
            return {"draft": True}
        # what waits for others brings all of these along, which takes long
        order = sorted(self._stale, key=lambda run: (run["page"] not in viewed, run["waits"]))
        if order and (self._background or order[0]["page"] in viewed):
            late = time.monotonic() - self._drafted > BEHIND_S
            seen = order[0]["page"] in viewed
            return {"run": order[0]["id"], "draft": late or seen, "quick": seen and not late}
        return {"draft": True} if self._behind else None

    async def _do(self, what: dict[str, Any]) -> None:
        if "run" not in what:
            self._may_stop.clear()
        viewed = self._room.viewed() if what.get("quick") else set()
        request = {**what, "viewed": [*viewed], "failed": self._failed, "new_code": self._new_code}
        try:
            made = await self._workers.do(request, self._hear)
        except WorkerLost:
            made = {"faults": [LOST], "stale": []}
        finally:
            self._may_stop.set()
            self._files.take()  # also of a worker that was ended on its way
        self._stale, self._faults = made.get("stale", []), made["faults"]
        self._failed = made.get("failed", self._failed)
        for fault in self._faults:
            _print("fault", fault)
        if what["draft"]:
            self._behind = {OTHERS} if made.get("behind") else set()
            self._shown = viewed
            if not self._behind:
                self._drafted = time.monotonic()
        self._room.refresh()

    def _hear(self, said: Line) -> None:
        """Say on what a worker tells."""
        match said:
            case {"started": run}:
                self._may_stop.set()
                self._files.leave(run)
                self._room.say("busy", f"running {run} ...")
            case {"doing": doing}:
                self._may_stop.clear()  # a draft
                self._room.say("busy", f"{doing} ...")
            case {"run": run, "cell": cell, "cells": cells}:
                self._room.say("busy", f"running {run}, cell {cell} of {cells}")
            case {"ended": run, "state": state, "seconds": seconds}:
                self._files.take(run)
                self._behind |= {one["page"] for one in self._stale if one["id"] == run}
                if state != "failed":  # of that all is said
                    _print(state, f"{run} in {seconds:.1f} s")
            case {"marks": marks, "pages": pages, "seconds": seconds}:
                self._new_code = False
                _print("built", f"{counted(len(pages), 'page')} in {seconds:.1f} s")
                self._say_marks([tuple(mark) for mark in marks])
                self._room.refresh()
            case {"wait": why}:
                self._may_stop.set()
                self._room.say("busy", why)
                _print("waiting", why)
            case {"failed": run, "what": what, "said": all_}:
                self._why[run] = what
                _print("failed", all_)

    def _rest(self) -> None:
        """Say how things stand when nothing is left to do."""
        wrong = [
            *self._faults,
            *(f"{run} failed: {self._why[run]}" for run in self._failed if run in self._why),
            *(mark[2] for mark in self._marks if mark[1] == FAULT),
        ]
        more = f" (and {len(wrong) - 1} more)" if wrong[1:] else ""
        first = wrong[0].splitlines()[0] + more if wrong else ""
        self._room.say("fault" if wrong else "", first)

    def _say_marks(self, marks: list[tuple[str, ...]]) -> None:
        """Say which marks are new, and when none is left; of pages that wait for their runs only how many there are."""
        new = [mark for mark in marks if mark not in self._marks and mark[1] not in WAITING]
        for page, kind, what, repair in new[:MARKS_SAID]:
            how = f" - {repair}" if repair else ""
            _print("marked", f"{page or 'the whole book'} - {kind}: {what}{how}")
        if new[MARKS_SAID:]:
            _print("marked", f"and {counted(len(new) - MARKS_SAID, 'more mark')}")
        waiting = {mark[0] for mark in marks if mark[1] in WAITING}
        if waiting:
            _print(
                "marked", f"{counted(len(waiting), 'page')} with results that are old or missing"
            )
        if self._marks and not marks:
            _print("marked", "no page any more")
        self._marks = marks

    async def _make_ready(self, changed: Sequence[Path]) -> None:
        """Take back what is known only of the files as they were."""
        for path in changed:
            if path.suffix == ".py":
                # a draft that was being made can have read it before, and noted it after
                self._new_code = True
                # it is told by size and second, and two saves may be alike in both
                Path(importlib.util.cache_from_source(str(path))).unlink(missing_ok=True)
        if any(path.name in NEAR for path in changed):
            await asyncio.to_thread(self._workers.warm)

    def _name(self, paths: Sequence[Path]) -> str:
        more = f" and {counted(len(paths) - 1, 'more file')}" if paths[1:] else ""
        return f"{self._project.relative(paths[0])}{more}"


def _stop_signals() -> asyncio.Event:
    """An event that comes with Ctrl-C, with a friendly kill, or with the end of the terminal."""
    ended, loop = asyncio.Event(), asyncio.get_running_loop()
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        with contextlib.suppress(NotImplementedError, AttributeError):  # not on Windows
            loop.add_signal_handler(getattr(signal, name), ended.set)
    return ended


async def _stop(task: asyncio.Future[Any]) -> None:
    """Cancel a task and wait until it has tidied up; what went wrong in it is told."""
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task


@contextmanager
def _alone(project: Project) -> Iterator[None]:
    """Hold the lock of the preview: two of the same checkout would do everything twice."""
    from filelock import FileLock, Timeout

    open_build(project)
    try:
        with FileLock(project.build / LOCK, timeout=0):
            yield
    except Timeout:
        what = "another preview of this checkout is there already"
        repair = "look at its terminal, or end it there (Ctrl-C)"
        raise StudyError(
            what, where=project.relative(project.build / LOCK), repair=repair
        ) from None


def _print(word: str, said: str) -> None:
    print(f"{word:8} {said}", flush=True)
