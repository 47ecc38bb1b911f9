"""A process that has the heavy packages imported and forks a Jupyter kernel, or a worker, whenever it is asked.

It is started as a script and must import nothing of a study or the press: kernels would inherit modules that may have been edited
since. It has one thread, so that forking is safe. The side that asks is in `asking`.

A worker is a fork that runs a module as it is now: `quire.preview.working`. It is born with a server of its own for the kernels of
its runs, as once it has imported the press none of them can be forked from it.

Requests and answers are lines of JSON on the socket that is standard input. When that closes, because the driver has
ended or was killed, every kernel is killed with all that it started, the private folder is removed, and the server ends.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import runpy
import shutil
import signal
import socket
import sys
import tempfile
from typing import Any, NoReturn

import psutil  # type: ignore[import-untyped]

PRELOAD = (
    "ipykernel.kernelapp",
    "ipykernel.debugger",
    "tornado.platform.asyncio",
    "tornado.queues",
    "IPython.core.completer",
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.core.oinspect",
    "IPython.extensions.storemagic",
    "pandas",
    "matplotlib.pyplot",
    "matplotlib.backends.backend_svg",
    "scipy.stats",
    "jinja2",
    "pydantic",
    "yaml",
)
"""What kernels and library import that takes time.

Not the inline backend: it binds itself to the shell that is there when it is imported, and here there is none.
"""


PARENT_DEATH_SIGNAL, CHILD_SUBREAPER = 1, 36
"""What Linux calls them; see prctl(2)."""

OUTPUT = "STUDY_OUTPUT"
"""The variable by which a process is known as one of a run."""

KERNELS = "QUIRE_KERNELS"
"""The variable by which a worker knows its server of kernels: its number, and that of the line to it."""


def main() -> None:
    """Serve until the driver goes; the first argument is a private folder, the others are packages that are imported as well."""
    folder, *more = sys.argv[1:]
    sys.modules["debugpy"] = None  # type: ignore[assignment]  # nobody debugs these kernels, and each would load it
    for name in (*PRELOAD, *more):
        __import__(name)
    _draw_once()
    gc.collect()
    gc.freeze()
    serve(folder)


def serve(folder: str) -> NoReturn:
    """Answer on standard input until it closes, then end with all that was started."""
    _adopt_orphans()
    kernels: dict[int, int | None] = {}
    asker = socket.socket(fileno=0)
    try:
        for line in asker.makefile("r", encoding="utf-8"):
            answer = _serve(json.loads(line), kernels)
            asker.sendall(f"{json.dumps(answer)}\n".encode())
    except OSError:
        pass
    finally:
        kill_all(psutil.Process().children(recursive=True))
        if folder:
            shutil.rmtree(folder, ignore_errors=True)
        os._exit(0)


def _draw_once() -> None:
    """Fill matplotlib's own caches of fonts and parsers, which every fork would fill anew; no figure is kept."""
    import io

    import matplotlib as mpl
    from matplotlib.figure import Figure

    with mpl.rc_context({"font.family": ["DejaVu Sans"], "svg.fonttype": "path"}):
        figure = Figure()
        axes = figure.subplots()
        for weight in ("normal", "bold"):
            axes.text(0, 0, "A", weight=weight)
        figure.savefig(io.StringIO(), format="svg", bbox_inches=None)


def _serve(request: dict[str, Any], kernels: dict[int, int | None]) -> int | None:
    """Answer one request: the number of the new kernel, or the exit status of one (None while it runs)."""
    if request["ask"] == "fork":
        server = (
            os.getpid()
        )  # asked before: a fork whose server was killed meanwhile has another parent by now
        pid = os.fork()
        if pid == 0:
            _become(request, server)
        kernels[pid] = None
        return pid
    pid = request["pid"]
    if request["ask"] == "end":
        _end(pid, request["output"], kernels)
    if kernels.get(pid, 0) is None:
        ended, status = os.waitpid(pid, os.WNOHANG)
        if ended:
            kernels[pid] = os.waitstatus_to_exitcode(status)
    return kernels.get(pid, 0)


def _end(kernel: int, output: str, kernels: dict[int, int | None]) -> None:
    """Kill a kernel and everything its run has started: what is below it, and what was, which knows the folder of its outputs."""
    below, lost = [], []
    for process in psutil.Process().children():
        with contextlib.suppress(psutil.Error):
            if process.pid == kernel:
                below = [process, *process.children(recursive=True)]
            elif process.pid not in kernels and process.environ().get(OUTPUT) == output:
                lost += [process, *process.children(recursive=True)]
    kill_all([*below, *lost])


def kill_all(processes: list[psutil.Process]) -> None:
    """Kill processes, as far as they are still there."""
    for process in processes:
        with contextlib.suppress(psutil.Error):
            process.kill()


def _become(request: dict[str, Any], server: int) -> None:
    """Turn this fork into an ordinary kernel or into a worker; never returns."""
    try:
        os.setsid()
        die_with_parent(server)
        nothing = os.open(os.devnull, os.O_RDWR)
        for stream in range(3):  # the first is the line to the driver, which must not be held open
            os.dup2(nothing, stream)
        os.environ.clear()
        os.environ.update(request["env"])
        tempfile.tempdir = None  # its own folder, and not the one that was looked up before
        os.chdir(request["cwd"])
        if "module" in request:
            _work(request["module"])
        else:
            _become_kernel(request["arguments"], server)
    finally:
        os._exit(1)


def _become_kernel(arguments: list[str], server: int) -> None:
    from ipykernel.kernelapp import IPKernelApp

    arguments = [*arguments, f"--IPKernelApp.parent_handle={server}"]
    sys.argv = ["ipykernel_launcher.py", *arguments]
    IPKernelApp.launch_instance(arguments)


def _work(module: str) -> None:
    """Run a module, beside a fork of this process that serves it with kernels."""
    worker = os.getpid()
    ours, theirs = socket.socketpair()
    server = os.fork()
    if server == 0:
        die_with_parent(worker)
        ours.close()
        os.dup2(theirs.fileno(), 0)
        theirs.close()
        serve("")
    theirs.close()
    os.environ[KERNELS] = f"{server} {ours.detach()}"
    sys.argv = [module]
    runpy.run_module(module, run_name="__main__", alter_sys=True)
    os._exit(0)


def die_with_parent(parent: int) -> None:
    """Ask Linux to kill this process with its parent; elsewhere the kernel looks for its parent every second."""
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(PARENT_DEATH_SIGNAL, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)


def bind_forks() -> None:
    """Ask Linux to kill with this process what it forks from now on, and with that what it forks."""
    forking = [0]

    def note() -> None:
        forking[0] = os.getpid()

    os.register_at_fork(before=note, after_in_child=lambda: die_with_parent(forking[0]))


def _adopt_orphans() -> None:
    """Ask Linux to make this process the parent of all that kernels start and leave behind."""
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(CHILD_SUBREAPER, 1)


if __name__ == "__main__":
    main()
