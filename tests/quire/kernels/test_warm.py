"""Kernels, forked and plain: fresh, alike, and gone when they should be."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import psutil  # type: ignore[import-untyped]
import pytest

from quire.core.project import Project
from quire.kernels.asking import Inherited
from quire.kernels.server import OUTPUT
from quire.kernels.warm import (
    RUNS,
    Kernels,
    can_fork,
    kernel_environment,
    open_kernels,
    private_folder,
)

forks = pytest.mark.skipif(not can_fork(), reason="no fork here")
LOOK = """
import json, os, random, signal, sys, threading
import numpy, pandas, matplotlib
names = ("PYTHONHASHSEED", "MPLBACKEND", "SOURCE_DATE_EPOCH", "TZ", "STUDY_OUTPUT", "LC_ALL", "OMP_NUM_THREADS")
print(json.dumps({
    "environment": {name: os.environ.get(name) for name in names},
    "leaked": sorted({"PYTHONSTARTUP", "PYTHONWARNINGS", "COLUMNS"} & set(os.environ)),
    "studylib": [name for name in sys.modules if name.startswith("studylib")],
    "path": sys.path[:3],
    "folder": os.getcwd(),
    "hash": hash("a"),
    "main": sys.modules["__main__"].__name__,
    "backend": matplotlib.rcParams["backend"].lower(),
    "interrupt": signal.getsignal(signal.SIGINT) is signal.default_int_handler,
    "width": pandas.get_option("display.width"),
    "input": sys.stdin is None or not sys.stdin.isatty(),
    "executable": sys.executable,
}))
"""


async def _ask(
    kernels: Kernels, folder: Path, sources: list[str], **environment: str
) -> tuple[list[str], int]:
    """Texts that cells print in one kernel, and the number of its process; the kernel is killed afterwards."""
    manager: Any = kernels.manager(**environment)(kernel_name="python3")
    await manager.start_kernel(
        cwd=str(folder), extra_arguments=["--HistoryManager.hist_file=:memory:"]
    )
    client = manager.client()
    client.start_channels()
    printed: list[str] = []

    def hear(message: dict[str, Any]) -> None:
        content = message["content"]
        if message["msg_type"] == "stream":
            printed.append(content["text"])
        assert message["msg_type"] != "error", content

    try:
        await client.wait_for_ready(timeout=300)
        for source in sources:
            await client.execute_interactive(source, output_hook=hear, timeout=300)
        return printed, manager.provisioner.pid
    finally:
        client.stop_channels()
        await manager.shutdown_kernel(now=True)


def ask(kernels: Kernels, folder: Path, *sources: str, **environment: str) -> list[str]:
    return asyncio.run(_ask(kernels, folder, list(sources), **environment))[0]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Only a folder: a kernel needs no more."""
    (tmp_path / "src").mkdir()
    return Project(tmp_path)


def test_a_kernel_is_fresh_and_nothing_of_the_person_leaks_in(project: Project) -> None:
    with open_kernels(project, warm=False) as kernels:
        (said,) = ask(kernels, project.root, LOOK, STUDY_OUTPUT="/somewhere")
    found = json.loads(said)
    assert found["environment"] == {
        "PYTHONHASHSEED": "0",
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        "SOURCE_DATE_EPOCH": "315532800",
        "TZ": "UTC",
        "STUDY_OUTPUT": "/somewhere",
        "LC_ALL": "C",
        "OMP_NUM_THREADS": "1",
    }
    assert (found["leaked"], found["studylib"]) == ([], [])
    assert str(project.library) in found["path"]
    assert found["folder"] == str(project.root)
    assert found["main"] == "__main__"
    assert found["backend"] == "module://matplotlib_inline.backend_inline"
    if can_fork():
        with open_kernels(project, warm=True) as kernels:
            (forked,) = ask(kernels, project.root, LOOK, STUDY_OUTPUT="/somewhere")
        assert json.loads(forked) == found


@forks
def test_nothing_leaks_from_one_forked_kernel_to_the_next(project: Project) -> None:
    spoil = "import os, pandas, numpy\nos.chdir('/')\nos.environ['SPOILT'] = '1'\npandas.set_option('display.width', 7)\n"
    look = "import os, pandas, numpy\nprint(os.getcwd(), 'SPOILT' in os.environ, pandas.get_option('display.width'))\n"
    with open_kernels(project, warm=True) as kernels:
        ask(kernels, project.root, spoil)
        second = ask(kernels, project.root, look)
    assert second == [f"{project.root} False 80\n"]


@pytest.mark.parametrize("warm", [False, pytest.param(True, marks=forks)])
def test_a_kernel_refuses_what_its_run_has_not_declared(project: Project, warm: bool) -> None:
    (project.root / "pyproject.toml").write_text('[tool.quire]\nstudy = "a:B"\n')
    (project.root / "a.csv").write_text("1")
    look = "try:\n    open('a.csv')\nexcept Exception as error:\n    print(error.what)"
    with open_kernels(project, warm=warm) as kernels:
        watched = ask(kernels, project.root, look, "print(dir())", STUDY_INPUTS="[]")
        free = ask(kernels, project.root, "print(open('a.csv').read())")
    assert watched[0] == "a notebook opened this file\n"
    assert "watch" not in watched[1]
    assert free == ["1\n"]


def test_closing_ends_a_kernel_that_still_works_and_what_it_has_started(project: Project) -> None:
    async def start(kernels: Kernels) -> list[int]:
        manager: Any = kernels.manager()(kernel_name="python3")
        await manager.start_kernel(cwd=str(project.root))
        client = manager.client()
        client.start_channels()
        await client.wait_for_ready(timeout=300)
        pids: list[int] = []
        source = "import subprocess, os\nchild = subprocess.Popen(['sleep', '600'])\nprint(os.getpid(), child.pid)"
        hear = lambda message: pids.extend(map(int, message["content"].get("text", "").split()))  # noqa: E731
        await client.execute_interactive(source, output_hook=hear, timeout=300)
        client.stop_channels()
        manager.context.destroy(linger=0)
        return pids

    with open_kernels(project) as kernels:
        pids = asyncio.run(start(kernels))
        folder = kernels.folder
        assert len(pids) == 2
    _, alive = psutil.wait_procs(
        [psutil.Process(pid) for pid in pids if psutil.pid_exists(pid)], timeout=60
    )
    assert alive == []
    assert not folder.exists()


def test_runs_that_begin_together_know_their_own_kernels_alone(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The one that ends first would end the kernel of the other."""
    with open_kernels(project, warm=False) as kernels:
        managers, make = [], Path.mkdir

        def begin_another(path: Path, *rest: Any, **named: Any) -> None:
            monkeypatch.setattr(Path, "mkdir", make)
            managers.append(kernels.manager())
            path.mkdir(*rest, **named)

        monkeypatch.setattr(Path, "mkdir", begin_another)
        managers.append(kernels.manager())
        inner, outer = managers
        assert inner.started is not outer.started


def leave(project: Project, name: str) -> None:
    """Leave a private folder, as a kill does."""
    with private_folder(project, name) as folder:
        pass
    folder.mkdir()


def test_the_private_folder_is_private_short_and_replaces_what_a_kill_left_but_no_live_one(
    project: Project,
) -> None:
    with private_folder(project) as first:
        assert first.stat().st_mode & 0o077 == 0
        assert len(str(first / "k1000-ipc-5")) < 104
        left = first.with_name(f"{first.name}-left")
        left.mkdir()
        with private_folder(project) as second:
            assert (first.exists(), left.exists()) == (True, False)
    assert (first.exists(), second.exists()) == (False, False)


@pytest.mark.parametrize("result", ["runs", "tries"])
def test_what_a_killed_run_started_is_ended_by_the_next_pipeline_and_by_no_preview(
    project: Project, result: str
) -> None:
    output = str(project.build / result / "2002" / ".short-half")
    sleep = [sys.executable, "-c", "import time; time.sleep(600)"]
    with subprocess.Popen(sleep, env={**os.environ, OUTPUT: output}) as left:
        leave(project, "serve")
        with private_folder(project, "serve"):
            assert left.poll() is None
        leave(project, RUNS)
        with private_folder(project), private_folder(project):
            assert left.wait(60)


def test_what_a_live_run_started_is_ended_by_no_other_pipeline(project: Project) -> None:
    sleep = [sys.executable, "-c", "import time; time.sleep(600)"]
    known = {**os.environ, OUTPUT: str(project.runs / "2002" / ".short-half")}
    with private_folder(project), subprocess.Popen(sleep, env=known) as started:
        leave(project, RUNS)
        with private_folder(project):
            assert started.poll() is None
        started.kill()


@forks
def test_a_server_that_ended_says_so_as_often_as_it_is_asked() -> None:
    pid = os.fork()
    if pid == 0:
        os._exit(3)
    server = Inherited(pid)
    assert [server.wait(), server.poll(), server.wait()] == [3, 3, 3]


def test_the_library_of_the_checkout_comes_first_on_the_path(
    project: Project, tmp_path: Path
) -> None:
    base = {"PYTHONPATH": "/mine", "PYTHONSTARTUP": "/start.py", "COLUMNS": "7", "HOME": "/home"}
    made = kernel_environment(project, tmp_path, base)
    assert made["PYTHONPATH"] == os.pathsep.join([str(project.library), "/mine"])
    assert made["HOME"] == "/home"
    assert not {"PYTHONSTARTUP", "COLUMNS"} & set(made)


@pytest.mark.skipif(
    sys.platform != "linux", reason="elsewhere kernels look for their parent every second"
)
def test_a_fork_whose_server_is_gone_already_ends_at_once() -> None:
    """Killed between the fork and the fork's first step: the parent is another process by then."""
    script = """
import os, sys
from quire.kernels.server import die_with_parent
die_with_parent(os.getppid())
print("alive", flush=True)
die_with_parent(os.getppid() + 1)
print("still alive", flush=True)
"""
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    assert (done.stdout, done.returncode) == ("alive\n", 1)


@pytest.mark.skipif(sys.platform != "linux", reason="asks Linux")
def test_what_a_process_forks_is_killed_with_it_to_the_last() -> None:
    code = (
        "import os, time\n"
        "from quire.kernels.server import bind_forks\n"
        "bind_forks()\n"
        "os.fork() or os.fork()\n"
        "os.write(1, b'%d\\n' % os.getpid())\n"  # at once, or lines of several would be mixed
        "time.sleep(100)"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as first:
        assert first.stdout is not None
        pids = [int(first.stdout.readline()) for _ in range(3)]
        first.kill()
        first.wait()
        end = time.monotonic() + 30
        while any(map(_lives, pids)) and time.monotonic() < end:
            time.sleep(0.05)
        assert [pid for pid in pids if _lives(pid)] == []


def _lives(pid: int) -> bool:
    try:
        return bool(psutil.Process(pid).status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False
