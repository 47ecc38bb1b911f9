"""Commands killed at random moments, and what the next call finds: whole things, old or new, and nothing left.

The suite kills each of them a few times (`test_kills`). For more: `python -m pytest tests/test_kills.py --kills 20`.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import psutil  # type: ignore[import-untyped]

from quire.core.project import Project, left_over, recover
from quire.core.steps import digest_outputs

COMMAND = (sys.executable, "-c", "from studylib.cli import main; main()")
MARK = "STUDY_KILLED"
"""The variable by which all that a command starts is known, also once its parent is gone."""

GONE_S = 60


@dataclass
class Case:
    """A command, what it makes, and how its work is made undone before it is called again.

    Attributes
    ----------
    places
        What it makes, from the top of the checkout: each is the old one or the new one as a whole.
    by_file
        Whether that is so of each file of them only.
    reset
        Brings the checkout to where the command has something to do.
    """

    project: Project
    arguments: tuple[str, ...]
    places: tuple[str, ...]
    reset: Callable[[], object] = lambda: None
    by_file: bool = False
    faults: list[str] = field(default_factory=list)

    def kill_often(self, times: int, seed: int = 2012) -> None:
        """Kill it, alone and with all that it started in turn, and look at what is there; faults are kept."""
        chance = random.Random(seed)
        self.reset()
        old = self._look()
        began = time.monotonic()
        if self.start().wait():
            self.faults.append("it fails without a kill")
            return
        whole_s, new = time.monotonic() - began, self._look()
        for number in range(times):
            self.reset()
            process = self.start()
            after_s = chance.uniform(0.2, 1) * whole_s
            time.sleep(after_s)
            kill(process, children_too=bool(number % 2))
            where = f"kill {number} after {after_s:.1f} of {whole_s:.1f} s"
            self._look_after(where, old, new)
        self.reset()
        if self.start().wait() or self._look() != new:
            self.faults.append("the next call does not make what it made before")

    def _look_after(self, where: str, old: dict[str, str], new: dict[str, str]) -> None:
        """Hold against the old things and the new ones what the next call begins with."""
        self.faults += [
            f"{where}: lives on: {' '.join(process.cmdline())[:80]}"
            for process in wait_until_gone(self.project)
        ]
        recover(self.project)
        self.faults += [f"{where}: left over: {path}" for path in left_over(self.project)]
        now = self._look()
        parts = sorted({*now, *old, *new}) if self.by_file else [f"{one}/" for one in self.places]
        self.faults += [
            f"{where}: neither old nor new: {part}"
            for part in parts
            if _below(now, part) not in (_below(old, part), _below(new, part))
        ]

    def _look(self) -> dict[str, str]:
        """Digests of all that the command makes."""
        return {
            f"{place}/{name}": digest
            for place in self.places
            for name, digest in digest_outputs(self.project.root / place).items()
        }

    def start(self) -> subprocess.Popen[bytes]:
        """Begin the command."""
        return subprocess.Popen(
            [*COMMAND, *self.arguments],
            cwd=self.project.root,
            env={**os.environ, MARK: str(self.project.root)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )


def kill(process: subprocess.Popen[bytes], *, children_too: bool) -> None:
    """Kill a process as it is, alone or with everything below it."""
    victims = [psutil.Process(process.pid)] if process.poll() is None else []
    if victims and children_too:
        victims += victims[0].children(recursive=True)
    for victim in victims:
        try:
            victim.send_signal(signal.SIGKILL)
        except psutil.NoSuchProcess:
            continue
    process.wait()


def processes_of(project: Project) -> list[psutil.Process]:
    """Every process but this one that knows the project, by `MARK` also once its parent is gone, and has not ended."""
    known = []
    for process in psutil.process_iter():
        try:
            said = f"{process.environ()}{process.cmdline()}"
            knows = process.pid != os.getpid() and str(project.root) in said
            if knows and process.status() != psutil.STATUS_ZOMBIE:
                known.append(process)
        except psutil.Error:
            continue
    return known


def wait_until_gone(project: Project) -> list[psutil.Process]:
    """Processes of a project that are still there after a time in which all should have ended."""
    until = time.monotonic() + GONE_S
    while (alive := processes_of(project)) and time.monotonic() < until:
        time.sleep(0.1)
    return alive


def _below(files: dict[str, str], part: str) -> dict[str, str]:
    return {name: digest for name, digest in files.items() if name.startswith(part)}


def no_file(project: Project, place: str) -> Path:
    """A place of a checkout, with nothing there."""
    path = project.root / place
    subprocess.run(["rm", "-rf", str(path)], check=True)
    return path
