"""What the system refuses is a sentence, and what cannot be read is never taken for nothing."""

from __future__ import annotations

import ctypes
import os
import resource
import shlex
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from quire.core.project import Project

DAC_OVERRIDE, DAC_READ_SEARCH, DROP_FROM_BOUNDS = 1, 2, 24
"""What lets the superuser read everything, and how Linux takes it away; see capabilities(7) and prctl(2)."""

STUDY = f"{shlex.quote(sys.executable)} -c 'from studylib.cli import main; main()'"

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="rights are taken away by prctl")


def take_rights() -> None:
    """Let a superuser be refused what others are refused."""
    for right in (DAC_OVERRIDE, DAC_READ_SEARCH):
        ctypes.CDLL(None).prctl(DROP_FROM_BOUNDS, right, 0, 0, 0)


def allow_small_files() -> None:
    """Let no file grow beyond some bytes, as on a disk that is full."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))


def ask(
    place: Path,
    line: str,
    limit: Callable[[], None] = take_rights,
    *,
    variables: dict[str, str] | None = None,
) -> tuple[int, str]:
    """Exit status of a line of the shell, in which `study` is the command, and all that it says."""
    done = subprocess.run(
        ["sh", "-c", line.replace("study", STUDY)],
        cwd=place,
        env={**os.environ, **(variables or {})},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        preexec_fn=limit,
        check=False,
    )
    assert "Traceback" not in done.stdout, done.stdout
    return done.returncode, done.stdout


@pytest.mark.parametrize(
    ("place", "command"),
    [
        ("data/raw/cities.csv", "check"),
        ("data/raw/editions", "check"),
        ("data/raw/editions", "run"),
        ("data/schema/raw", "plan"),
        ("notebooks/edition", "run"),
        ("notebooks/study/10_overview.ipynb", "status"),
    ],
)
def test_what_cannot_be_read_is_named_and_nothing_is_made_without_it(
    finished: Project, place: str, command: str
) -> None:
    path = finished.root / place
    before = path.stat().st_mode
    path.chmod(0)
    try:
        status, said = ask(finished.root, f"study {command}")
    finally:
        path.chmod(before)
    assert (status, f"{place}" in said, "permission denied" in said) == (1, True, True), said
    assert len(list(finished.runs.glob("*/*"))) == 5


@pytest.mark.parametrize(
    ("place", "command"),
    [
        ("data/raw/editions", "new 2031"),
        ("data/processed", "prepare"),
        ("build/runs/2002", "run --force"),
    ],
)
def test_what_cannot_be_written_is_named(finished: Project, place: str, command: str) -> None:
    path = finished.root / place
    (finished.processed / "2002" / "cities.csv").unlink()
    path.chmod(0o555)
    if place == "data/processed":
        (path / "2002").chmod(0o555)
    status, said = ask(finished.root, f"study {command}")
    assert (status, place in said, "permission denied" in said) == (1, True, True), said
    assert not (finished.incoming / "2031").exists()


def test_a_full_disk_is_named_and_the_old_tables_stay(study: Project) -> None:
    before = (study.processed / "editions.json").read_bytes()
    (study.processed / "2002" / "cities.csv").unlink()
    status, said = ask(study.root, "study prepare", allow_small_files)
    assert (status, "file too large" in said, "make room" in said) == (1, True, True), said
    assert (study.processed / "editions.json").read_bytes() == before
    assert not list(study.processed.rglob(".*"))


def test_what_is_printed_needs_room_letters_and_a_reader(study: Project) -> None:
    status, said = ask(study.root, "study list > /dev/full")
    assert (status, "no space left on device" in said) == (1, True)
    assert ask(study.root, "study list | true") == (0, "")
    title = "subject: Évérything"
    own = study.raw / "editions" / "2005.yml"
    own.write_text(
        "\n".join(
            title if line.startswith("subject") else line
            for line in own.read_text("utf-8").splitlines()
        ),
        "utf-8",
    )
    ascii_only = {"LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    status, said = ask(study.root, "study list", variables=ascii_only)
    assert (status, r"\xc9v\xe9rything" in said) == (0, True), said


def test_a_working_folder_that_is_gone_is_named(tmp_path: Path) -> None:
    status, said = ask(tmp_path, "mkdir gone; cd gone; rmdir ../gone; study plan")
    assert (status, "the working folder is gone" in said) == (1, True), said


def test_a_raw_file_that_is_too_large_for_a_table_is_named_at_once(study: Project) -> None:
    path = study.raw / "cities.csv"
    row = path.read_bytes().splitlines(keepends=True)[-1]
    path.write_bytes(row * (31_000_000 // len(row)))
    began = time.monotonic()
    status, said = ask(study.root, "study check")
    assert (status, "data/raw/cities.csv: has 3" in said, "written twice" in said) == (
        1,
        True,
        True,
    )
    assert time.monotonic() - began < 60
