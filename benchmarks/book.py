"""What the book takes, side by side: in one language and in all, from nothing and after a change.

    python benchmarks/book.py [--rounds 3]

A scratch copy of the study is run. Then the book is made by `study book`, start of the command included: from nothing in English alone, in
English without pages of cities, and in all languages; all of it anew with pictures and workbooks of the last time; after one word of a
page changed, after one word of a notebook's prose, after the runs of one notebook were made again with another result; and with nothing
to do. All is timed in turn, in every round; the medians are printed as a table for `README.md` beside this file.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
from pathlib import Path

from copies import call, copy_study
from preview import NAME, NEED, change_notebook

from quire.core.folders import remove

PAGE = "book/about.md"
ONE, ALL = "book in English, from nothing", "book in all languages, from nothing"
BARE = "book in English without pages of cities, from nothing"
AGAIN = "book in all languages, anew (`--force`)"
FOUND = ("runs", "modules.json")
"""What a book finds in `build` on a fresh machine: the runs, and what their command knows of modules."""


def time_from_nothing(root: Path, *arguments: str) -> float:
    """Seconds of a book of which nothing is there, not even the pictures to take along."""
    for path in (root / "build").iterdir():
        if path.name not in FOUND:
            remove(path)
    return call(root, "book", *arguments)


def time_without_cities(root: Path) -> float:
    """Seconds of the book in English without pages of cities."""
    settings = root / "book" / "_config.yml"
    before = settings.read_text("utf-8")
    settings.write_text(f"{before}\ncity_pages: []\n", "utf-8")
    seconds = time_from_nothing(root, "--language", "en")
    settings.write_text(before, "utf-8")
    return seconds


def time_changes(root: Path, number: int) -> dict[str, float]:
    """Seconds of the book in all languages after each change."""
    page = root / PAGE
    page.write_text(f"{page.read_text('utf-8')}\n\nBenchmarked{number}.\n", "utf-8")
    seconds = {"one word of a page": call(root, "book")}
    change_notebook(root, "markdown", f"\n\nBenchmarked{number}.")
    seconds["one word of a notebook's prose"] = call(root, "book")
    change_notebook(root, "code", f'\n{NEED}\nstate("n{number}", {number}, "So.", origin="none")')
    call(root, "run", "--only", NAME)
    seconds["the runs of one notebook with another result"] = call(root, "book")
    seconds["nothing to do"] = call(root, "book")
    return seconds


def main() -> None:
    """Time, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--rounds", type=int, default=3)
    rounds = parser.parse_args().rounds
    times: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as place:
        root = copy_study(Path(place) / "study")
        call(root, "run")
        for number in range(rounds):
            times.setdefault(ONE, []).append(time_from_nothing(root, "--language", "en"))
            times.setdefault(BARE, []).append(time_without_cities(root))
            times.setdefault(ALL, []).append(time_from_nothing(root))
            times.setdefault(AGAIN, []).append(call(root, "book", "--force"))
            for name, seconds in time_changes(root, number).items():
                times.setdefault(name, []).append(seconds)
    medians = {name: statistics.median(some) for name, some in times.items()}
    print("| what | seconds | x book in English |\n|---|---|---|")
    for name, seconds in medians.items():
        print(f"| {name} | {seconds:.2f} | {seconds / medians[ONE]:.2f} |")


if __name__ == "__main__":
    main()
