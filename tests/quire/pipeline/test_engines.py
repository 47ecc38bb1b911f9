"""Runs on workers that share no folder with the driver: the same bytes, the same errors, and no run lost with a worker.

Workers are real processes: of a pool, and of dask, each with a folder of its own for whatever it keeps.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path

import psutil  # type: ignore[import-untyped]
import pytest
from conftest import code, edit, prose, write_notebook

from quire.core.archives import read_files
from quire.core.errors import StudyError
from quire.core.project import Project, digest, left_over
from quire.kernels.warm import can_fork
from quire.pipeline import engines, outpost
from quire.pipeline.capsule import make_capsule, make_request
from quire.pipeline.driver import look, run_study
from quire.pipeline.preparation import prepare

RAIN = "notebooks/edition/10_rain.ipynb"
KEEP = 'keep_table(\\"wet\\", wet)'
WETTER = (
    "from quire.results import read_results\nfrom quire.showing.figures import show_table",
    '(wet,) = read_results(edition, "rain", "wet")\n'
    'show_table("wetter", wet.head(least), caption="Wet places.", source="Invented")',
)
YEARS = range(2001, 2005)
COMMAND = [
    sys.executable,
    "-c",
    "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
    "from quire.command import main; main()",
]
STARTS_S = 120


def pool() -> ProcessPoolExecutor:
    """Two processes that know nothing of the driver but what it sends."""
    return ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn"))


def single() -> ProcessPoolExecutor:
    """One such process."""
    return ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn"))


def thread() -> ThreadPoolExecutor:
    """One worker in this process."""
    return ThreadPoolExecutor(1)


def nothing() -> None:
    """No executor."""


POOL, THREAD = f"{__name__}:pool", f"{__name__}:thread"


@pytest.fixture
def years(toy: Project) -> Project:
    """The toy study of more years, with a second notebook that reads what the first kept."""
    rows = [
        f"{year},{place},{mm}" for year in YEARS for place, mm in (("Arden", 600), ("Bree", 901))
    ]
    (toy.raw / "rain.csv").write_text("\n".join(["year,place,rain_mm", *rows, ""]))
    cells = [prose("# Wetter"), code('edition = "2001"\nleast = 3', "parameters")]
    write_notebook(
        toy.root / "notebooks/edition/20_wetter.ipynb", [*cells, *(code(each) for each in WETTER)]
    )
    return toy


@pytest.fixture(scope="module")
def dask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, list[Path]]]:
    """The address of a scheduler, and the folders of its two workers, each its own."""
    place = tmp_path_factory.mktemp("dask")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{free.getsockname()[1]}"
    # the tests kill more workers than a run may lose by mischance
    outside = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
    outside["DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES"] = "100"
    dask = [sys.executable, "-m", "dask"]
    port = address.rpartition(":")[2]
    calls = [([*dask, "scheduler", "--host", "127.0.0.1", "--port", port, "--no-dashboard"], place)]
    for name in ("first", "second"):
        worker = [*dask, "worker", address, "--nthreads", "1", "--no-dashboard"]
        calls.append(([*worker, "--local-directory", "kept"], place / name))
    processes = []
    for call, folder in calls:
        folder.mkdir(exist_ok=True)
        processes.append(
            subprocess.Popen(
                call,
                cwd=folder,
                env={**outside, "TMPDIR": str(folder)},
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        )
    try:
        yield address, [folder for _, folder in calls[1:]]
    finally:
        for process in processes:
            for below in psutil.Process(process.pid).children(recursive=True):
                below.kill()
            process.kill()
            process.wait()


def made_here(project: Project, folder: Path) -> dict[str, bytes]:
    """What a copy of the study makes on this machine."""
    copy = Project(Path(shutil.copytree(project.root, folder / "here")))
    assert run_study(copy, keep_going=True).tried is None
    return made(copy)


def made(project: Project) -> dict[str, bytes]:
    """Results and failures, with their empty folders."""
    files = read_files(project.runs) | read_files(project.failed)
    return {name: data for name, data in files.items() if name.count("/") > 1}


def test_a_pool_makes_the_same_bytes_and_the_same_errors_as_this_machine(
    years: Project, tmp_path: Path
) -> None:
    edit(years.root / RAIN, KEEP, "assert edition != '2003', \\\"it fell\\\"\\n" + KEEP)
    here = made_here(years, tmp_path)
    report = run_study(years, keep_going=True, engine=POOL)
    assert (len(report.done), report.skipped) == (6, ("2003/wetter",))
    assert made(years) == here
    (failed,) = report.failed
    assert (failed.run.id, failed.cell, failed.line) == ("2003/rain", 4, 1)
    assert failed.what == "AssertionError: it fell"
    assert failed.kept == "build/failed/2003/rain/notebook.ipynb"
    assert left_over(years) == []
    assert "failed in code cell 4, line 1" in look(years).stale[0].reasons[0]
    # a try is one here as well
    tried = run_study(years, edition="2001", only="rain", values={"wet_mm": "100"}, engine=THREAD)
    assert tried.tried == years.tries / "2001" / "rain"
    assert (tried.tried / "tables/wet.csv").read_text().count("\n") == 3
    end_own_workers()


def end_own_workers() -> None:
    """End what a worker in this process has started."""
    outpost._take("")


def test_two_workers_of_dask_without_a_shared_disk_make_the_same_bytes(
    years: Project, tmp_path: Path, dask: tuple[str, list[Path]]
) -> None:
    here = made_here(years, tmp_path)
    address, folders = dask
    call = [*COMMAND, "run", "--engine", f"dask:{address}"]
    said = subprocess.run(call, capture_output=True, text=True, check=True, timeout=300).stdout
    assert "done   2004/wetter (" in said
    assert "8 of 8)\nruns: 8 done" in said
    assert made(years) == here
    assert [len(list(folder.glob(f"{outpost.PREFIX}*"))) for folder in folders] == [1, 1]
    assert list(years.build.glob("*/*/.*")) == []


def test_ten_workers_killed_at_random_lose_nothing(
    years: Project, tmp_path: Path, dask: tuple[str, list[Path]]
) -> None:
    here = made_here(years, tmp_path)
    address, folders = dask
    chance, killed, over = random.Random(2022), list[int](), threading.Event()

    def kill_often() -> None:
        while len(killed) < 10 and not over.wait(chance.uniform(0.2, 3)):
            hosts = [one for one in psutil.process_iter(["cmdline"]) if is_of(one, folders)]
            if hosts:
                host = chance.choice(hosts)
                victim = chance.choice([host, host.parent()])
                killed.append(victim.pid)
                victim.kill()

    killer = threading.Thread(target=kill_often)
    killer.start()
    try:
        for _ in range(5):
            report = run_study(years, engine=f"dask:{address}", force=len(killed) < 10)
            assert (report.failed, report.skipped) == ((), ())
            assert made(years) == here
    finally:
        over.set()
        killer.join()
    assert len(killed) == 10


def is_of(process: psutil.Process, folders: list[Path]) -> bool:
    """Whether a process executes the runs of one of these workers."""
    words = process.info["cmdline"] or [""]
    return "quire.pipeline.host" in words and Path(words[-1]).parent in folders


@pytest.mark.skipif(not can_fork(), reason="finds the worker by the parents of a forked kernel")
def test_a_run_that_ends_every_worker_fails_after_four_and_the_others_are_done(
    toy: Project,
) -> None:
    kill = "import psutil\\nif edition == '2001':\\n    psutil.Process().parents()[2].kill()\\n"
    edit(toy.root / RAIN, KEEP, kill + KEEP)
    report = run_study(toy, jobs=2, keep_going=True, engine=f"{__name__}:single")
    assert [failed.run.id for failed in report.failed] == ["2001/rain"]
    assert report.failed[0].what.startswith("every worker that it was given to has ended: Broken")
    assert report.failed[0].kept == "build/failed/2001/rain/notebook.ipynb"
    assert report.done == ("2002/rain",)


def test_ctrl_c_ends_a_pipeline_whose_runs_are_elsewhere_at_once(
    years: Project, dask: tuple[str, list[Path]]
) -> None:
    edit(years.root / RAIN, KEEP, "import time\\ntime.sleep(600)\\n" + KEEP)
    call = [*COMMAND, "run", "--engine", f"dask:{dask[0]}"]
    with subprocess.Popen(call, stderr=subprocess.PIPE, text=True) as driver:
        until = time.monotonic() + STARTS_S
        while not any_kernel(dask[1]) and time.monotonic() < until:
            time.sleep(0.2)
        began = time.monotonic()
        driver.send_signal(signal.SIGINT)
        _, said = driver.communicate(timeout=60)
        assert time.monotonic() - began < 15
    assert driver.returncode == 130
    assert "stopped; what was finished stays" in said
    assert left_over(years) == []
    assert not years.failed.exists()


def any_kernel(folders: list[Path]) -> bool:
    """Whether one of these workers executes a run."""
    begun = f"{outpost.PREFIX}*/study/build/runs/*/.rain*"
    return any(list(folder.glob(begun)) for folder in folders)


@pytest.mark.parametrize("end", ["stdin", "stdout"])
def test_what_a_worker_started_ends_with_it_and_leaves_no_folder(toy: Project, end: str) -> None:
    prepare(toy)
    capsule, request = make_capsule(toy), make_request(toy, look(toy).runs[0], None)
    host = outpost.Host(digest(capsule), capsule)
    asked, answered = host.process.stdin, host.process.stdout
    assert asked
    assert answered
    asked.write(outpost.LENGTH.pack(len(request)) + request)
    asked.flush()
    (asked if end == "stdin" else answered).close()
    assert host.process.wait(STARTS_S) == 0
    assert not Path(host.folder).exists()
    asked.close()
    answered.close()


def test_a_worker_with_other_packages_is_refused_before_anything_runs(years: Project) -> None:
    (years.root / "requirements.lock").write_text("pandas==0.0.1\n")
    with pytest.raises(StudyError, match=r"a worker cannot be used: .* has pandas ") as refused:
        run_study(years, engine=THREAD)
    assert "requirements.lock has ==0.0.1" in refused.value.what
    assert "install the packages of requirements.lock there, with Python " in refused.value.repair
    assert not list(years.runs.glob("*/*/*"))
    end_own_workers()


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("anything", "'anything' names no engine"),
        ("no_such_module:pool", "'no_such_module:pool' is not there"),
        (f"{__name__}:no_such_function", "is not there"),
        (f"{__name__}:nothing", "gives NoneType, and no concurrent.futures.Executor"),
        ("dask:here", "'here' is no address of dask"),
        ("dask:tcp://127.0.0.1:9", "no scheduler answers at tcp://127.0.0.1:9"),
    ],
)
def test_what_is_no_engine_is_told(
    toy: Project, monkeypatch: pytest.MonkeyPatch, name: str, said: str
) -> None:
    monkeypatch.setattr(engines, "WAIT_S", 1)
    with pytest.raises(StudyError) as refused:
        run_study(toy, engine=name)
    assert said in refused.value.what
    assert (refused.value.where, bool(refused.value.repair)) == ("--engine", True)


def test_runs_of_this_machine_load_nothing_for_others(toy: Project) -> None:
    script = """
import sys
from quire.core.project import Project
from quire.pipeline.driver import run_study
run_study(Project.find(), edition="2001")
print([name for name in sys.modules if name.startswith(("distributed", "quire.pipeline.engines"))])
"""
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=toy.root
    )
    assert done.stdout.splitlines()[-1] == "[]"
