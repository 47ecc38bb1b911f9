"""What a worker executes first: it unpacks a capsule into a private folder and hands runs to a process that works in there.

Sent to workers as text with every run, so that these need nothing of the study but the packages of its lock. It stands alone, on
Python's own library, and is executed anew each time; what lasts is kept by `_kept`. The process that it starts is `host`, which the
capsule brings along, so that a worker that gets another capsule works with the code of that one.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import platform
import shutil
import struct
import subprocess
import sys
import tempfile
import threading
import time
import types
import zipfile
from pathlib import Path
from typing import Any

try:
    import fcntl
except ImportError:
    fcntl = None  # type: ignore[assignment]

PREFIX = "quire-worker-"
"""How the private folders of workers begin."""

SAID = "said"
"""The file in it that takes what the process says of itself."""

FRESH_S = 60
"""A folder is held from its first moment on, but for the time between two calls of the system."""

LENGTH = struct.Struct(">Q")
"""What stands before each message: how long it is."""

LACKS, REFUSED = "lacks", "refused"
"""Answers: that this process does not have the capsule, and why it takes none of this study."""

DONE, FAILED, WRONG = "done", "failed", "wrong"
"""Answers of `host`: a result, a failure of the run, and an error that is none of the run alone."""


def work(python: str, name: str, capsule: bytes, request: bytes) -> tuple[str, bytes, bool]:
    """Execute one run.

    Parameters
    ----------
    python
        Major and minor version that the capsule is for.
    name, capsule
        The capsule by its digest; no bytes if the worker is thought to have it.
    request
        See `capsule.Request`.

    Returns
    -------
    tuple
        What it came to, the bytes that belong to it, and whether this process had the capsule before.

    Raises
    ------
    RuntimeError
        If the process that executes runs has ended.
    """
    own = f"{sys.version_info.major}.{sys.version_info.minor}"
    if own != python:
        what = f"{platform.node()} has Python {own}, and the study runs in Python {python}"
        return REFUSED, what.encode(), True
    host = _take(name)
    if host is None and not capsule:
        return LACKS, b"", False
    had = host is not None
    host = host or Host(name, capsule)
    try:
        kind, answer = host.ask(request)
    except BaseException:
        host.end()
        raise
    with _kept().lock:
        _kept().idle.append(host)
    return kind, answer, had


class Host:
    """A process that works in a folder with what a capsule holds.

    Parameters
    ----------
    name, capsule
        As in `work`.
    """

    def __init__(self, name: str, capsule: bytes) -> None:
        if hashlib.sha256(capsule).hexdigest() != name:
            raise RuntimeError("the capsule is not whole")
        _sweep(tempfile.gettempdir())
        self.name, self.folder = name, tempfile.mkdtemp(prefix=PREFIX)
        held = _hold(self.folder)
        try:
            with zipfile.ZipFile(io.BytesIO(capsule)) as file:
                file.extractall(self.folder)
            with open(os.path.join(self.folder, SAID), "wb") as said:
                self.process = subprocess.Popen(
                    [sys.executable, "-P", "-m", "quire.pipeline.host", self.folder],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=said,
                    cwd=self.folder,
                    env=_environment(self.folder),
                    pass_fds=held,
                    start_new_session=True,  # Ctrl-C is for the worker, upon whose end it ends
                )
        except BaseException:
            shutil.rmtree(self.folder, ignore_errors=True)
            raise
        finally:
            for handle in held:  # the process has it, and lets go of it when it ends
                os.close(handle)

    def ask(self, request: bytes) -> tuple[str, bytes]:
        """Have a run executed."""
        asked, answered = self.process.stdin, self.process.stdout
        with contextlib.suppress(OSError):  # it has ended, which is told below
            asked.write(LENGTH.pack(len(request)) + request)  # type: ignore[union-attr]
            asked.flush()  # type: ignore[union-attr]
        head = answered.read(LENGTH.size)  # type: ignore[union-attr]
        size = LENGTH.unpack(head)[0] if len(head) == LENGTH.size else 1
        answer = answered.read(size)  # type: ignore[union-attr]
        if len(answer) < size:
            said = Path(self.folder, SAID)
            last = said.read_text("utf-8", "replace").strip() if said.is_file() else ""
            raise RuntimeError(f"the process that executes runs has ended: {last[-2000:]}")
        kind, _, rest = answer.partition(b"\n")
        return kind.decode(), rest

    def end(self) -> None:
        """End it, which takes its kernels and its folder along."""
        with contextlib.suppress(OSError):
            self.process.stdin.close()  # type: ignore[union-attr]
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process.stdout.close()  # type: ignore[union-attr]
        shutil.rmtree(self.folder, ignore_errors=True)


def _kept() -> Any:
    """What lasts from one run to the next in this process, and is not handed down to its forks."""
    fresh = types.SimpleNamespace(lock=threading.Lock(), idle=[])
    return sys.modules.setdefault(f"quire_outpost_{os.getpid()}", fresh)  # type: ignore[arg-type]


def _take(name: str) -> Host | None:
    """A process that has this capsule and nothing to do; those of other capsules are ended."""
    with _kept().lock:
        idle: list[Any] = _kept().idle
        same = [host for host in idle if host.name == name and host.process.poll() is None]
        other = [host for host in idle if host not in same]
        host = same.pop() if same else None
        idle[:] = same
    for old in other:
        old.end()
    return host


def _hold(folder: str) -> list[int]:
    """Hold a folder, by which others know that it is in use."""
    if fcntl is None:
        return []
    handle = os.open(folder, os.O_RDONLY)
    with contextlib.suppress(OSError):
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    return [handle]


def _sweep(place: str) -> None:
    """Remove the folders of workers that were killed with all that they had started."""
    for folder in Path(place).glob(f"{PREFIX}*") if fcntl else ():
        with contextlib.suppress(OSError):  # of somebody else, or in use
            if time.time() - folder.stat().st_mtime < FRESH_S:
                continue
            handle = os.open(folder, os.O_RDONLY)
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(folder, ignore_errors=True)
            finally:
                os.close(handle)


def _environment(folder: str) -> dict[str, str]:
    """Python finds press and library in the capsule alone."""
    with open(os.path.join(folder, "path.json"), encoding="utf-8") as file:
        path = os.pathsep.join(os.path.join(folder, name) for name in json.load(file))
    return {**os.environ, "PYTHONPATH": path}
