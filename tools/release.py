"""Make a release of what is committed: date the changelog, set the version, commit and tag; called by `make release`.

Nothing is pushed. Whether the tests are green is asked by the Makefile, which knows when they last passed.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VERSION = re.compile(r"(\d+)\.(\d+)\.(\d+)")
CHANGELOG = "CHANGELOG.md"
HEADING = re.compile(r"^## Unreleased\n(?P<entries>.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
PLACES = {
    "src/studylib/__init__.py": re.compile(r'^__version__ = "(.+)"$', re.MULTILINE),
    "CITATION.cff": re.compile(r"^version: (.+)$", re.MULTILINE),
}
"""Where the version stands; a test holds the two together."""


def main(arguments: list[str]) -> None:
    """Refuse with all reasons and change nothing, or release."""
    version = arguments[0] if len(arguments) == 1 else ""
    if faults := [*find_faults_of_version(version), *find_faults_of_checkout()]:
        sys.exit("Not released:\n" + "\n".join(f"  {fault}" for fault in faults))
    for name, place in PLACES.items():
        rewrite(name, place, lambda match: match[0].replace(match[1], version))
    dated = f"## Unreleased\n\n## {version} - {date.today().isoformat()}\n"
    rewrite(CHANGELOG, HEADING, lambda match: dated + match["entries"])
    run_git("commit", "--quiet", "--message", f"Release {version}", CHANGELOG, *PLACES)
    run_git("tag", "--annotate", f"v{version}", "--message", f"Version {version}")
    print(f"Released {version}, here only. To publish it: git push --follow-tags")


def find_faults_of_version(version: str) -> list[str]:
    """Whether the version has three numbers, is later than the present one, and has no tag yet."""
    if not VERSION.fullmatch(version):
        return [f"{version!r} is no version; say for example: make release VERSION=1.2.3"]
    present = PLACES["CITATION.cff"].search(read("CITATION.cff"))
    assert present
    faults = []
    if order(version) <= order(present[1]):
        faults.append(f"{version} is not later than {present[1]}")
    if run_git("tag", "--list", f"v{version}"):
        faults.append(f"there is a tag v{version} already")
    return faults


def find_faults_of_checkout() -> list[str]:
    """Whether everything is committed and the changelog tells readers something."""
    faults = []
    if changed := run_git("status", "--porcelain"):
        faults.append(f"not everything is committed:\n{changed}")
    unreleased = HEADING.search(read(CHANGELOG))
    if not unreleased or not unreleased["entries"].strip():
        faults.append(f"{CHANGELOG} has nothing under Unreleased")
    return faults


def order(version: str) -> tuple[int, ...]:
    """A version as numbers, so that 0.10.0 is later than 0.9.0."""
    return tuple(int(part) for part in version.split("."))


def read(name: str) -> str:
    """The text of a file of the checkout."""
    return (ROOT / name).read_text(encoding="utf-8")


def rewrite(name: str, place: re.Pattern[str], text: Callable[[re.Match[str]], str]) -> None:
    """Replace the one place that the pattern finds."""
    (ROOT / name).write_text(place.sub(text, read(name), count=1), encoding="utf-8", newline="\n")


def run_git(*arguments: str) -> str:
    """Say something to git; its own words and its status are passed on if it fails."""
    command = ["git", *arguments]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        sys.exit(done.returncode)
    return done.stdout.rstrip()


if __name__ == "__main__":
    main(sys.argv[1:])
