"""What a run may reach: the tables that its notebook names, by the functions for them, and its own folder; nothing else.

The plan knows what a notebook names and makes the run anew when it changes. Whatever else it read, from the disk, the network or another
program, would go unnoticed; what it wrote elsewhere would be another run's data. So a run that tries fails, before anything is opened.
Python tells of all that it opens (an audit hook), whichever function asks. Installed in the kernels of runs alone; by hand a researcher
may do anything. Chance is a matter of `chance`.
"""

from __future__ import annotations

import json
import os
import re
import sys
import sysconfig
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from functools import cached_property
from pathlib import Path
from types import FrameType
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from quire.core.errors import StudyError
from quire.core.project import HELD, RUNNING, Project

VARIABLE = "STUDY_INPUTS"
"""Environment variable with the files that a run may read: paths from the top of the repository."""

ALWAYS = ("data/processed/editions.json", f"data/processed/{HELD}")
"""Which editions there are: what is read of these is decided by them, and is an input of its own."""

SYSTEM = (
    *("/bin", "/dev", "/etc", "/lib", "/lib64", "/opt", "/proc", "/sbin", "/sys", "/usr"),
    *("/nix", "/snap", "/var/cache", "/var/lib", "/Library", "/System", "/private/etc"),
)
"""Where systems keep fonts, time zones and libraries; not `/run`, where some show sticks."""

UNREAD = "name the table in read_tables or read_results; figures of others go to data/raw, with a schema and a sidecar"
UNWRITTEN = (
    "keep a table with keep_table(), a figure with show_figure(), a value with state(); "
    "what is needed for a moment goes into tempfile.TemporaryDirectory()"
)
OFFLINE = "figures come into data/raw first, with their source and day, and from there into tables"
ALONE = "do it in Python, in the library of the study"

CHANGES = {
    **dict.fromkeys(("os.remove", "os.rmdir"), ((0, 1),)),
    **dict.fromkeys(("os.mkdir", "os.chmod"), ((0, 2),)),
    **dict.fromkeys(("os.utime", "os.chown"), ((0, 3),)),
    **dict.fromkeys(("os.rename", "os.link"), ((0, 2), (1, 3))),
    **dict.fromkeys(("os.truncate", "shutil.rmtree"), ((0, None),)),
    "os.symlink": ((1, 2),),
}
"""Events of Python by which files change: where in their arguments the paths are, and the open folders that these start from."""

CONNECTS = {
    **dict.fromkeys(("socket.connect", "socket.sendto", "socket.sendmsg"), 1),
    **dict.fromkeys(("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"), 0),
    "urllib.Request": 0,
}
"""Events by which the network is asked, and where the address is."""

STARTS = ("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.startfile")
APART = re.compile(r"\.popen_(?:spawn|forkserver|loky)\w*$")
"""Modules by which `multiprocessing` and its like start Python anew, unwatched and with no event of its own; a fork is watched."""
STARTERS = ("matplotlib.font_manager", "platform", "ctypes.util")
"""Modules that ask other programs about the machine: which fonts, processor and libraries it has."""

_declared: ContextVar[bool] = ContextVar("declared", default=False)


@contextmanager
def reading_tables() -> Iterator[None]:
    """Say that what is opened now is opened by a function for tables."""
    token = _declared.set(True)
    try:
        yield
    finally:
        _declared.reset(token)


def read_table_bytes(path: Path) -> bytes:
    """The bytes of a table, for the functions that read tables."""
    with reading_tables():
        return path.read_bytes()


def name_inputs(inputs: Iterable[str], *more: str) -> str:
    """The value of `VARIABLE` for processed files and kept tables, as the key of a run names them, and for more files by their paths.

    >>> name_inputs(["2019/cities.csv", "2019/scores/areas"])
    '["data/processed/2019/cities.csv", "build/runs/2019/scores/tables/areas.csv", "build/runs/2019/scores/tables/areas.json"]'
    """
    files = [*more]
    for name in inputs:
        if name.endswith((".csv", ".json")):
            files.append(f"data/processed/{name}")
        else:
            folder, _, table = name.rpartition("/")
            files += [f"build/runs/{folder}/tables/{table}{end}" for end in (".csv", ".json")]
    return json.dumps(files)


def watch() -> None:
    """From now on refuse, in this process and its forks, what the run has not declared; nothing outside a run."""
    files = os.environ.get(VARIABLE)
    if files is not None:
        watcher = Watcher(Project.find(), json.loads(files), os.environ.get("STUDY_OUTPUT", ""))
        sys.addaudithook(watcher.hear)


def calling() -> Iterator[FrameType]:
    """The functions that are at work, the innermost first."""
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        yield frame
        frame = frame.f_back


class Watcher:
    """Decides on each thing that a run reaches for.

    Parameters
    ----------
    project
        The checkout.
    files
        What the run may read, as paths from its top.
    output
        The folder that the run writes to.
    """

    def __init__(self, project: Project, files: Iterable[str], output: str) -> None:
        self._project = project
        self._root = os.path.realpath(project.root)
        self._files = {os.path.join(self._root, name) for name in (*files, *ALWAYS)}
        self._hear: dict[str, Callable[..., None]] = {
            "open": self._open,
            "sqlite3.connect": self._open_database,
            **dict.fromkeys(CHANGES, self._change),
            **dict.fromkeys(CONNECTS, self._connect),
            **dict.fromkeys(STARTS, self._start),
            "import": self._import,
        }
        # worked out now: what is asked for the first time while a file is opened would be heard itself
        names = ("TMPDIR", "IPYTHONDIR", "MPLCONFIGDIR")
        own = [output, *(os.environ.get(name, "") for name in names), *_caches()]
        self._own = [os.path.realpath(place) for place in own if place]

    def hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        """Take one event of Python's; raises `StudyError` where the run reaches for what it may not."""
        decide = self._hear.get(event)
        if decide is not None:
            decide(event, *arguments)

    def _open(self, _: str, name: Any, mode: object, flags: int | None) -> None:
        if isinstance(name, int) or name is None:
            return
        path = os.path.realpath(os.fsdecode(name))
        if (flags or 0) & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
            self._check_write(path)
        elif not self._may_read(path) and os.path.isfile(path):
            self._refuse("a notebook opened this file", path, UNREAD)

    def _open_database(self, _: str, name: Any) -> None:
        """SQLite opens its files itself."""
        place, in_memory = os.fsdecode(name), False
        if place.startswith("file:"):
            asked = urlsplit(place)
            place, in_memory = unquote(asked.path), parse_qs(asked.query).get("mode") == ["memory"]
        path = os.path.realpath(place)
        if place not in {"", ":memory:"} and not in_memory and not _is_in(path, self._own):
            self._refuse("a notebook opened this database", path, UNREAD)

    def _change(self, event: str, *arguments: Any) -> None:
        for name, folder in CHANGES[event]:
            path, start = arguments[name], -1 if folder is None else arguments[folder]
            if isinstance(path, int):
                continue  # it was opened before
            place = ""
            if start != -1:
                with suppress(OSError):
                    place = os.readlink(f"/proc/self/fd/{start}")
                if not place:
                    continue  # not Linux: `shutil.rmtree` and `open` were heard
            path = os.path.join(place, os.fsdecode(path))
            if event == "os.mkdir" and os.path.isdir(path):
                continue  # asked for to be sure, and not made
            # what a link leads to stays as it is
            above, last = os.path.split(os.path.abspath(path))
            self._check_write(os.path.join(os.path.realpath(above), last))

    def _connect(self, event: str, *arguments: Any) -> None:
        place = arguments[CONNECTS[event]]
        if isinstance(place, tuple):
            place = place[0]
        elif place is None and event == "socket.sendmsg":
            return  # it was connected before
        name = os.fsdecode(place) if isinstance(place, (str, bytes)) else "the network"
        free = name.startswith(("file:", "data:")) if event == "urllib.Request" else False
        pair = any(
            one.f_code.co_name in {"socketpair", "_fallback_socketpair"} for one in calling()
        )
        # a socket that the run has made; two ends of one process, which Windows joins over the network's loop
        if not free and not _is_in(os.path.realpath(name), self._own) and not pair:
            raise StudyError("a run reads no network", where=name, repair=OFFLINE)

    def _start(self, _: str, program: Any, *rest: Any) -> None:
        if not any(one.f_globals.get("__name__") in STARTERS for one in calling()):
            words = rest[0] if rest and isinstance(rest[0], (list, tuple)) else [program]
            shown = " ".join(map(os.fsdecode, words))
            raise StudyError("a run starts no other program", where=shown, repair=ALONE)

    def _import(self, _: str, module: str, *_rest: Any) -> None:
        if APART.search(module):
            raise StudyError("a run starts no other program", where=module, repair=ALONE)

    def _check_write(self, path: str) -> None:
        if path == os.devnull or _is_in(path, self._own):
            return
        if "__pycache__" in path.split(os.sep)[-2:] and _is_in(path, self._free):
            return  # Python keeps what it has compiled
        self._refuse("a notebook would write here", path, UNWRITTEN)

    def _refuse(self, what: str, path: str, repair: str) -> None:
        inside = _is_in(path, [self._root])
        where = self._project.relative(Path(path)) if inside else path
        raise StudyError(what, where=where, repair=repair)

    def _may_read(self, path: str) -> bool:
        if path in self._files:
            return _declared.get()
        if _is_in(path, self._free):
            return True
        return not _is_in(path, [self._root]) and _is_in(path, self._foreign)

    @cached_property
    def _free(self) -> list[str]:
        """What is nobody's data, also inside the checkout: code, what is installed, what the run writes."""
        code = [self._project.library, RUNNING, self._project.root / "locale"]
        settings = [self._project.root / "pyproject.toml"]
        python = [sys.prefix, sys.base_prefix, *sysconfig.get_paths().values()]
        places = [*map(str, [*code, *settings]), *python, os.environ.get("MATPLOTLIBRC", "")]
        return [*(os.path.realpath(place) for place in places if place), *self._own]

    @cached_property
    def _foreign(self) -> list[str]:
        """What is of the machine: its system, and what programs keep for a person in hidden folders."""
        home = Path.home()
        hidden = [str(path) for path in home.glob(".*")] if home != Path("/") else []
        return [os.path.realpath(place) for place in (*SYSTEM, *hidden)]


def _caches() -> list[str]:
    """Where Matplotlib keeps its list of typefaces."""
    home = Path.home()
    bases = [os.environ.get("XDG_CACHE_HOME"), os.environ.get("XDG_CONFIG_HOME")]
    folders = [home / ".cache", home / ".config", *(Path(base) for base in bases if base)]
    return [str(home / ".matplotlib"), *(str(folder / "matplotlib") for folder in folders)]


def _is_in(path: str | bytes, folders: Iterable[str]) -> bool:
    name = os.fsdecode(path)
    return any(name == folder or name.startswith(folder + os.sep) for folder in folders)
