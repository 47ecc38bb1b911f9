"""How much faster two workers are than one, side by side on one machine: `study run --engine dask:...`.

    python benchmarks/cluster.py [--rounds 3] [--edition 2019]

A scratch copy of the study is made. Workers of dask are processes with one run at a time and a folder of their own; they share
none with the copy. Before the clock starts they have the capsule and warm kernels, as after their first run. Then all runs are made
anew with each number of workers and on this machine alone, in every round, and the medians printed as a table for `README.md`.
"""

from __future__ import annotations

import argparse
import os
import socket
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from copies import call, copy_study

from quire.core.archives import read_files

DASK = [sys.executable, "-m", "dask"]
HERE, ONE, TWO = "this machine alone", "one worker", "two workers"


@contextmanager
def start_workers(place: Path, number: int) -> Iterator[str]:
    """Yield the address of a scheduler with some workers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    address = f"tcp://127.0.0.1:{port}"
    calls = [[*DASK, "scheduler", "--host", "127.0.0.1", "--port", port, "--no-dashboard"]]
    calls += [[*DASK, "worker", address, "--nthreads", "1", "--no-dashboard"]] * number
    processes = []
    for count, command in enumerate(calls):
        folder = place / f"process{count}"
        folder.mkdir(parents=True)
        environment = {**os.environ, "TMPDIR": str(folder)}
        with (folder / "said").open("wb") as said:
            started = subprocess.Popen(
                command, cwd=folder, env=environment, stdout=said, stderr=said
            )
        processes.append(started)
    try:
        yield address
    finally:
        for process in reversed(processes):
            process.terminate()
            process.wait()


def run_anew(root: Path, *options: str) -> float:
    """Seconds that all runs take, made anew."""
    return call(root, "run", "--force", *options)


def main() -> None:
    """Time all ways in turn and print the table."""
    parser = argparse.ArgumentParser(description="Time runs on one worker and on two.")
    parser.add_argument("--rounds", type=int, default=3, help="times that everything is timed")
    parser.add_argument("--edition", help="the runs of this edition alone")
    options = parser.parse_args()
    chosen = ["--edition", options.edition] if options.edition else []
    seconds: dict[str, list[float]] = {}
    made = {}
    with tempfile.TemporaryDirectory(prefix="study-benchmark-") as place:
        root = copy_study(Path(place) / "study")
        run_anew(root, *chosen)
        for number in range(options.rounds):
            seconds.setdefault(HERE, []).append(run_anew(root, *chosen))
            made[HERE] = read_files(root / "build" / "runs")
            for way, workers in ((ONE, 1), (TWO, 2)):
                with start_workers(Path(place) / f"round{number}" / way, workers) as address:
                    elsewhere = [*chosen, "--engine", f"dask:{address}"]
                    run_anew(root, *elsewhere)
                    seconds.setdefault(way, []).append(run_anew(root, *elsewhere))
                    made[way] = read_files(root / "build" / "runs")
            print(f"round {number + 1}: {seconds}", file=sys.stderr, flush=True)
    medians = {way: statistics.median(each) for way, each in seconds.items()}
    print("| where | seconds | x one worker |\n|---|---|---|")
    for way, median in medians.items():
        print(f"| {way} | {median:.2f} | {median / medians[ONE]:.2f} |")
    runs = sum(name.endswith("/record.json") for name in made[HERE])
    same = all(files == made[HERE] for files in made.values())
    print(f"\n{runs} runs; the bytes are {'the same' if same else 'NOT the same'} everywhere")


if __name__ == "__main__":
    main()
