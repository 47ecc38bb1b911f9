"""What every step takes as the study grows: seconds, memory and the size of its pages, by cities and by editions.

    python benchmarks/scale.py [--sizes 150 250] [--editions 5 10] [--steps check prepare plan run book print]

Each size is a scratch copy of the study that `enlarging` makes larger by files alone. On the axis of cities, invented ones
answer 60 items in 10 surveys with an edition beside each (0 is the study as it is); on that of editions, published ones are copied.
Each step is a command of its own, measured once: seconds of the clock, seconds of CPU with those of all its processes, and the most
memory that one of these had. `check`, `prepare`, `run`, `book` and `print` have everything to do, `plan` nothing.

In the last column stands how a step grows between the two largest sizes: the slope of the logarithm of its seconds of CPU over
that of the size. 1 is linear, more than 1.1 is called worse. Seconds differ from one machine to the next; slopes hardly do.

    python benchmarks/scale.py --sizes 500 1000 --editions        the largest study of cities that is aimed at, and no editions
    python benchmarks/scale.py --sizes --editions 25 50 --steps prepare run plan        500 runs, without a book
    python benchmarks/scale.py --keep /tmp/larger --sizes 500 --editions --steps check  leave the copies there, to look into
"""

from __future__ import annotations

import argparse
import math
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from copies import COMMAND, copy_study
from enlarging import add_cities, add_editions
from lxml import html

STEPS = {
    "check": ("check",),
    "prepare": ("prepare",),
    "run": ("run",),
    "plan": ("plan",),
    "book": ("book", "--language", "en"),
    "print": ("print", "--language", "en"),
}
"""In the order in which they are made; each needs those before it."""

LINEAR = 1.1


@dataclass(frozen=True)
class Taken:
    """What a command took: seconds of the clock and of CPU, and megabytes."""

    clock: float
    cpu: float
    memory: float


@dataclass
class Measured:
    """One size of the study: what its steps took, and how large its pages are."""

    size: int
    taken: dict[str, Taken] = field(default_factory=dict)
    pages: dict[str, str] = field(default_factory=dict)


def time_command(root: Path, arguments: Sequence[str]) -> Taken:
    """What a command takes, in a process of its own."""
    environment = {**os.environ, "PYTHONPATH": str(root / "src")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    began = time.perf_counter()
    process = subprocess.Popen(
        [*COMMAND, *arguments], cwd=root, env=environment, stdout=subprocess.DEVNULL
    )
    _pid, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, ["study", *arguments])
    clock = time.perf_counter() - began
    return Taken(clock, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def measure(root: Path, size: int, steps: Sequence[str]) -> Measured:
    """Take the steps of a study one after the other."""
    made = Measured(size)
    # modules are compiled by the first command, whichever that is
    time_command(root, ["--help"])
    for step in steps:
        made.taken[step] = time_command(root, STEPS[step])
        print(f"{size}: {step}: {made.taken[step]}", file=sys.stderr, flush=True)
    if "book" in steps:
        made.pages = weigh_pages(root / "build" / "html" / "en")
    return made


def weigh_pages(book: Path) -> dict[str, str]:
    """How many pages there are, the largest of them, the index of the search, and how many links the sidebar of the first page has."""
    sizes = {path.relative_to(book): path.stat().st_size for path in book.rglob("*.html")}
    largest = max(sizes, key=sizes.__getitem__)
    first = html.parse(book / "index.html")
    links = first.xpath("count(//*[contains(@class, 'bd-sidebar-primary')]//a[@href])")
    return {
        "pages": str(len(sizes)),
        "largest page": f"{sizes[largest] / 1000:.0f} kB ({largest})",
        "search": f"{(book / 'searchindex.js').stat().st_size / 1000:.0f} kB",
        "links in the sidebar": f"{links:.0f}",
    }


def write_table(axis: str, all_made: Sequence[Measured]) -> str:
    """What was measured as a table, a row a step; below it how large the pages are."""
    heads = [axis, *(str(made.size or "as it is") for made in all_made), "slope"]
    lines = [f"| {' | '.join(heads)} |", f"|{'---|' * len(heads)}"]
    for step in dict.fromkeys(step for made in all_made for step in made.taken):
        some = [made.taken.get(step) for made in all_made]
        cells = [
            f"{one.cpu:.1f} ({one.clock:.1f}; {one.memory:.0f})" if one else "" for one in some
        ]
        lines.append(f"| `{step}` | {' | '.join(cells)} | {_say_slope(step, all_made)} |")
    for name in dict.fromkeys(name for made in all_made for name in made.pages):
        lines.append(f"| {name} | {' | '.join(made.pages.get(name, '') for made in all_made)} | |")
    return "\n".join([*lines, "", "Seconds of CPU (of the clock; megabytes)."])


def _say_slope(step: str, all_made: Sequence[Measured]) -> str:
    known = [
        (made.size, made.taken[step].cpu) for made in all_made if made.size and step in made.taken
    ]
    if len(known) < 2:
        return ""
    (small, before), (large, after) = sorted(known)[-2:]
    slope = math.log(after / before) / math.log(large / small)
    return f"**{slope:.2f}**" if slope > LINEAR else f"{slope:.2f}"


def parse_options() -> argparse.Namespace:
    """What is to be measured."""
    about, _, more = (__doc__ or "").partition("\n")
    parser = argparse.ArgumentParser(
        description=about, epilog=more, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    sizes, editions = "numbers of cities; 0 is the study as it is", "numbers of editions"
    parser.add_argument("--sizes", type=int, nargs="*", default=[150, 250], help=sizes)
    parser.add_argument("--editions", type=int, nargs="*", default=[5, 10], help=editions)
    parser.add_argument(
        "--steps", nargs="+", choices=STEPS, default=[*STEPS][:-1], help="default: all but print"
    )
    parser.add_argument("--keep", type=Path, help="a folder for the copies, which stay there")
    return parser.parse_args()


def main() -> None:
    """Measure both axes and print a table for each."""
    options = parse_options()
    steps = [step for step in STEPS if step in options.steps]
    with tempfile.TemporaryDirectory(prefix="study-scale-") as scratch:
        place = options.keep or Path(scratch)
        for axis, sizes, enlarge in (
            ("cities", options.sizes, add_cities),
            ("editions", options.editions, add_editions),
        ):
            all_made = []
            for size in sorted(sizes):
                root = place / f"{axis}-{size}"
                shutil.rmtree(root, ignore_errors=True)
                copy_study(root, results=False)
                if size:
                    enlarge(root, size)
                all_made.append(measure(root, size, steps))
                if not options.keep:
                    shutil.rmtree(root)
            if all_made:
                print(f"\n{write_table(axis, all_made)}", flush=True)


if __name__ == "__main__":
    main()
