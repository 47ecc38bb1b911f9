"""How fast the pipeline is, side by side: a loop of papermill commands, `study run`, and the least that is possible.

    python benchmarks/pipeline.py [--rounds 3]

A scratch copy of the study is run once. The ways are then timed one after the other, in every round, and the medians printed as a table
for `README.md` beside this file.

The floor is the notebooks' own work divided by the cores: the code cells of every run are executed in a process that
has imported all they need, a fork for each run, one at a time; the times of the cells are added up. It is what a
pipeline would take that had no start-up, no kernels, no messages and no waiting.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from copies import call, copy_study

from quire.core.project import Project
from quire.core.reach import name_inputs
from quire.languages.catalogues import GATHERED
from quire.pipeline.driver import cores, look
from quire.pipeline.plan import Run


def loop_of_commands(project: Project, runs: list[Run], scratch: Path) -> float:
    """Seconds that a shell loop of papermill commands takes."""
    began = time.perf_counter()
    for run in runs:
        output = scratch / "loop" / run.scope / run.name
        output.mkdir(parents=True)
        notebook = project.root / run.notebook.where
        parameters = [
            each for name, value in run.parameters.items() for each in parameter(name, value)
        ]
        command = [
            sys.executable,
            "-m",
            "papermill",
            "-k",
            "python3",
            "--cwd",
            str(notebook.parent),
            "--no-progress-bar",
        ]
        subprocess.run(
            [*command, *parameters, str(notebook), str(output / "notebook.ipynb")],
            env={**os.environ, "PYTHONPATH": str(project.library), **told(run, output)},
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
    return time.perf_counter() - began


def told(run: Run, output: Path) -> dict[str, str]:
    """What a run is told by its environment: where its outputs go and what it reads, the words of other languages among it."""
    return {
        "STUDY_OUTPUT": str(output),
        "STUDY_READS": json.dumps(run.needs),
        "STUDY_INPUTS": name_inputs(run.key["inputs"], GATHERED),
    }


def parameter(name: str, value: Any) -> list[str]:
    """Options of the papermill command: texts must not be read as numbers."""
    return ["-r", name, value] if isinstance(value, str) else ["-p", name, str(value)]


def study_run(project: Project, cold: bool) -> float:
    """Seconds that the command takes, with all runs to do or with none."""
    return call(project.root, "run", *(["--force"] if cold else []))


def own_work(project: Project, runs: list[Run], scratch: Path) -> float:
    """Seconds of the notebooks' own work, one run at a time, divided by the cores."""
    jobs = []
    for run in runs:
        output = scratch / "floor" / run.scope / run.name
        (output / "figures").mkdir(parents=True)
        values = "\n".join(f"{name} = {value!r}" for name, value in run.parameters.items())
        sources = [cell.source for cell in run.notebook.cells]
        sources.insert(run.notebook.parameters_cell, values)
        jobs.append(
            {
                "sources": sources,
                "cwd": str((project.root / run.notebook.where).parent),
                "told": told(run, output),
            }
        )
    done = subprocess.run(
        [sys.executable, str(Path(__file__)), "--work"],
        input=json.dumps(jobs),
        env={**os.environ, "PYTHONPATH": str(project.library), "MPLBACKEND": "agg"},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return float(done.stdout.splitlines()[-1]) / cores()


def work() -> None:
    """Execute jobs from standard input in forks of a process that has run a notebook of each kind, as by hand, before."""
    from quire.showing import values

    jobs = json.load(sys.stdin)
    for job in {job["cwd"]: job for job in jobs}.values():
        job_seconds({**job, "told": {**job["told"], "STUDY_OUTPUT": ""}})
    values._stated.clear()  # a fork begins with no value stated, as a kernel does
    total = 0.0
    for job in jobs:
        reading, writing = os.pipe()
        if os.fork() == 0:
            os.write(writing, str(job_seconds(job)).encode())
            os._exit(0)
        os.close(writing)
        with os.fdopen(reading) as answer:
            total += float(answer.read())
        os.wait()
    print(total)


def job_seconds(job: dict[str, Any]) -> float:
    """Seconds that the cells of one job take here."""
    os.chdir(job["cwd"])
    os.environ.update(job["told"])
    names: dict[str, Any] = {"__name__": "__main__"}
    out = os.dup(1)
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 1)
    cells = [compile(source, "cell", "exec") for source in job["sources"]]
    began = time.perf_counter()
    for cell in cells:
        exec(cell, names)
    seconds = time.perf_counter() - began
    sys.stdout.flush()
    os.dup2(out, 1)
    return seconds


def table(seconds: dict[str, list[float]], runs: int) -> str:
    """The medians as a table: seconds, multiples of the floor, and of `study run`."""
    medians = {way: statistics.median(each) for way, each in seconds.items()}
    floor, study = medians["floor"], medians["`study run`, all to do"]
    lines = [f"{runs} runs, {cores()} cores, medians of {len(seconds['floor'])} rounds.", ""]
    lines += ["| way | seconds | x floor | x `study run` |", "|---|---|---|---|"]
    for way, each in medians.items():
        lines.append(f"| {way} | {each:.2f} | {each / floor:.2f} | {each / study:.2f} |")
    return "\n".join(lines)


def main() -> None:
    """Time all ways in turn and print the table."""
    parser = argparse.ArgumentParser(
        description="Time the pipeline side by side with a loop of papermill commands."
    )
    parser.add_argument(
        "--rounds", type=int, default=3, help="times that everything is timed (default 3)"
    )
    parser.add_argument("--work", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.work:
        work()
        return
    seconds: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory(prefix="study-benchmark-") as place:
        project = Project(copy_study(Path(place) / "study"))
        call(project.root, "run")
        runs = list(look(project).runs)
        for number in range(options.rounds):
            scratch = Path(place) / f"round{number}"
            ways: dict[str, Callable[[], float]] = {
                "loop of `papermill` commands": partial(loop_of_commands, project, runs, scratch),
                "`study run`, all to do": partial(study_run, project, cold=True),
                "`study run`, nothing to do": partial(study_run, project, cold=False),
                "floor": partial(own_work, project, runs, scratch),
            }
            for way, timed in ways.items():
                seconds.setdefault(way, []).append(timed())
                print(
                    f"round {number + 1}: {way}: {seconds[way][-1]:.2f} s",
                    file=sys.stderr,
                    flush=True,
                )
    print(table(seconds, len(runs)))


if __name__ == "__main__":
    main()
