"""What goes to workers and what comes back: the same bytes every time, and nothing that is not what a run makes."""

from __future__ import annotations

import io
import json
import os
import re
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import edit

from quire.core.archives import packed, read_files, unpacked, write_files
from quire.core.errors import StudyError
from quire.core.project import Project, digest, left_over
from quire.core.steps import RECORD
from quire.pipeline import outpost
from quire.pipeline.capsule import (
    FAILED,
    RESULT,
    make_capsule,
    take_failure,
    take_result,
)
from quire.pipeline.driver import look
from quire.pipeline.failures import RunFailed
from quire.pipeline.host import find_unlike
from quire.pipeline.plan import Run
from quire.pipeline.preparation import prepare
from quire.pipeline.runs import publish

Files = dict[str, bytes]


def names_of(capsule: bytes) -> list[str]:
    return zipfile.ZipFile(io.BytesIO(capsule)).namelist()


def test_a_capsule_is_the_same_bytes_for_the_same_files_and_holds_no_raw_data(toy: Project) -> None:
    prepare(toy)
    first = make_capsule(toy)
    for path in toy.root.rglob("*"):
        os.utime(path, (0, 0))
    assert make_capsule(toy) == first
    names = names_of(first)
    # the toy's library is one module, and the press lies elsewhere
    assert {"study/weather.py", "press/quire/core/errors.py", "study/pyproject.toml"} <= {*names}
    assert {"study/notebooks/edition/10_rain.ipynb", "study/notebooks/study/"} <= {*names}
    assert "study/data/processed/2001/rain.csv" in names
    assert [name for name in names if "data/raw" in name or name.endswith(RECORD)] == []
    edit(toy.root / "weather.py", '"""A toy study', '"""The toy study')
    assert make_capsule(toy) != first


def test_a_study_that_keeps_its_own_press_sends_that_one(prepared_study: Project) -> None:
    names = names_of(make_capsule(prepared_study))
    assert {"study/src/quire/core/errors.py", "study/requirements.lock"} <= {*names}
    assert [name for name in names if name.startswith("press/") or "__pycache__" in name] == []


def test_files_come_out_of_an_archive_as_they_went_in_and_empty_folders_too(tmp_path: Path) -> None:
    files = {"a.txt": b"a", "b/c.txt": b"c", "d/e/": b""}
    write_files(tmp_path, files)
    assert unpacked(packed(read_files(tmp_path)), re.compile(".*"), 2) == files


@pytest.fixture
def made(toy: Project) -> tuple[Project, Run, Files]:
    """A toy study with a result to be replaced, its run, and the files of this."""
    prepare(toy)
    (run, *_) = look(toy).runs
    folder = run.folder(toy).with_name("made")
    write_files(folder, dict.fromkeys(run.expected, b"{}"))
    publish(folder, run.folder(toy), run.key)
    return toy, run, read_files(run.folder(toy))


@pytest.mark.parametrize(
    "name",
    [
        "../values.json",
        "/etc/passwd",
        "figures/../../a.csv",
        "figures/..",
        "tables/.hidden",
        "figures\\a.csv",
        "C:/a.csv",
        "run.py",
        "figures/deep/a.csv",
        "notebook.ipynb/",
    ],
)
def test_an_archive_with_anything_but_outputs_is_refused(
    made: tuple[Project, Run, Files], name: str
) -> None:
    project, run, files = made
    with pytest.raises(StudyError, match="holds what it may not"):
        take_result(project, run, packed({**files, name: b"x"}))
    assert read_files(run.folder(project)) == files
    with pytest.raises(StudyError, match="holds what it may not"):
        take_failure(project, run, packed({"failure.json": b"{}", name: b"x"}))
    assert left_over(project) == []


def spoil_record(files: Files) -> Files:
    record = json.loads(files[RECORD])
    record["key"]["parameters"]["wet_mm"] = 701
    return {**files, RECORD: json.dumps(record).encode()}


SPOILT: dict[str, Callable[[Files], Files]] = {
    "made from something else": spoil_record,
    "is not whole": lambda files: {**files, "values.json": b"[]"},
    "came back that is not whole": lambda files: {
        k: v for k, v in files.items() if k != "notebook.ipynb"
    },
    "not whole": lambda files: {**files, "figures/more.csv": b"a"},
    "something else": lambda files: {k: v for k, v in files.items() if k != RECORD},
}


@pytest.mark.parametrize("said", SPOILT)
def test_a_result_that_is_not_what_its_run_makes_is_refused(
    made: tuple[Project, Run, Files], said: str
) -> None:
    project, run, files = made
    with pytest.raises(StudyError, match=said):
        take_result(project, run, packed(SPOILT[said](files)))
    assert read_files(run.folder(project)) == files
    take_result(project, run, packed(files))
    assert read_files(run.folder(project)) == files


def test_an_archive_that_grows_beyond_its_limit_or_is_none_is_refused() -> None:
    bomb = packed({"values.json": b"0" * 1_000_001})
    assert len(bomb) < 10_000
    with pytest.raises(StudyError, match="holds 1,000,001 bytes, and may hold 1,000,000"):
        unpacked(bomb, RESULT, 1_000_000)
    for broken in (b"", b"no zip", packed({"values.json": b"{}"})[:-30]):
        with pytest.raises(StudyError, match="cannot be read"):
            unpacked(broken, RESULT, 1_000_000)
    twice = io.BytesIO()
    with zipfile.ZipFile(twice, "w") as file:
        file.writestr("failure.json", "{}")
        with pytest.warns(UserWarning, match="Duplicate"):
            file.writestr("failure.json", "[]")
    with pytest.raises(StudyError, match="holds what it may not"):
        unpacked(twice.getvalue(), FAILED, 1_000_000)


@pytest.mark.parametrize("record", [b"", b"[]", b'{"what": 1}', b'{"what": "it fell"}'])
def test_a_failure_that_is_none_is_refused(toy: Project, record: bytes) -> None:
    (run, *_) = look(toy).runs
    with pytest.raises(StudyError, match="no failure") as refused:
        take_failure(toy, run, packed({"failure.json": record}))
    assert not isinstance(refused.value, RunFailed)
    assert not toy.failed.exists()


def test_a_worker_with_another_python_or_other_packages_says_both(toy: Project) -> None:
    kind, said, _ = outpost.work("3.9", "", b"", b"")
    assert kind == outpost.REFUSED
    assert f"has Python {look(toy).runs[0].key['environment']['Python']}, and" in said.decode()
    assert said.endswith(b"runs in Python 3.9")

    assert find_unlike(toy) == ""
    lock = 'pandas==0.0.1 \\\n    --hash=sha256:00\nno-such-thing==1\nnumpy==0.1 ; python_version < "3"\n'
    (toy.root / "requirements.lock").write_text(lock)
    assert "has pandas " in find_unlike(toy)
    assert find_unlike(toy).endswith(", and requirements.lock has ==0.0.1")


def test_a_worker_that_lacks_a_capsule_says_so_and_takes_no_torn_one() -> None:
    python = ".".join(map(str, sys.version_info[:2]))
    assert outpost.work(python, "0" * 64, b"", b"") == (outpost.LACKS, b"", False)
    with pytest.raises(RuntimeError, match="not whole"):
        outpost.work(python, digest(b"whole"), b"who", b"")


def test_folders_of_workers_that_were_killed_go_and_those_in_use_stay(tmp_path: Path) -> None:
    killed, used, new = (tmp_path / f"{outpost.PREFIX}{name}" for name in ("a", "b", "c"))
    for folder in (killed, used, new):
        folder.mkdir()
    for folder in (killed, used):
        os.utime(folder, (0, 0))
    (held,) = outpost._hold(str(used))
    outpost._sweep(str(tmp_path))
    os.close(held)
    assert [folder.exists() for folder in (killed, used, new)] == [False, True, True]
