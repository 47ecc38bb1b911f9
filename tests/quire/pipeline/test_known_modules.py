"""What is known of modules by their bytes: found by the next process, never wrong, and written only by commands that write."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from conftest import edit
from invented import write_settings

from quire.core.project import Project
from quire.pipeline import known_modules, staleness
from quire.pipeline.known_modules import FILE, keep_modules
from quire.pipeline.staleness import library_digests

WANTED = ["studylib.scores"]
NAMES = {"studylib", "studylib.scores", "studylib.errors"}


@pytest.fixture
def library(tmp_path: Path) -> Project:
    """A library of two modules."""
    folder = tmp_path / "src" / "studylib"
    folder.mkdir(parents=True)
    write_settings(tmp_path)
    (folder / "__init__.py").touch()
    (folder / "errors.py").write_text("class Wrong(Exception): ...\n")
    (folder / "scores.py").write_text("from studylib.errors import Wrong\nA = 1\n")
    return Project(tmp_path)


def forget() -> None:
    """As a new process begins."""
    known_modules._known.cache_clear()
    known_modules._taken_apart_by.cache_clear()


@pytest.fixture
def taken_apart(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of the modules that are taken apart from now on."""
    names: list[str] = []
    take_apart = staleness._module

    def note(source: bytes, name: str, *rest: object) -> object:
        names.append(name)
        return take_apart(source, name, *rest)

    monkeypatch.setattr(staleness, "_module", note)
    forget()
    return names


def test_the_next_process_takes_nothing_apart(library: Project, taken_apart: list[str]) -> None:
    made = library_digests(library, WANTED)
    assert set(taken_apart) == NAMES
    keep_modules(library)
    forget()
    taken_apart.clear()
    assert library_digests(library, WANTED) == made
    assert taken_apart == []


def test_looking_writes_nothing(library: Project, taken_apart: list[str]) -> None:
    library_digests(library, WANTED)
    assert not library.build.exists()


def test_other_bytes_are_taken_apart(library: Project, taken_apart: list[str]) -> None:
    before = library_digests(library, WANTED)
    keep_modules(library)
    forget()
    taken_apart.clear()
    edit(library.root / "src/studylib/scores.py", "A = 1", "A = 2")
    after = library_digests(library, WANTED)
    assert taken_apart == ["studylib.scores"]
    assert {name for name in NAMES if before[name] != after[name]} == {"studylib.scores"}


def test_another_python_knows_nothing(
    library: Project, taken_apart: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    library_digests(library, WANTED)
    keep_modules(library)
    forget()
    taken_apart.clear()
    monkeypatch.setattr(sys, "version_info", type(sys)("v"))
    sys.version_info.major, sys.version_info.minor = 3, 99  # type: ignore[misc]
    library_digests(library, WANTED)
    assert set(taken_apart) == NAMES


@pytest.mark.parametrize("spoil", ["half", "list", "entries", "folder"])
def test_a_spoiled_file_is_as_good_as_none(
    library: Project, taken_apart: list[str], spoil: str
) -> None:
    made = library_digests(library, WANTED)
    keep_modules(library)
    path = library.build / FILE
    whole = path.read_bytes()
    path.unlink()
    if spoil == "folder":
        path.mkdir()
    else:
        kept = {name: ["a", 1] for name in json.loads(whole)}
        texts = {"half": whole[:50], "list": b"[1]", "entries": json.dumps(kept).encode()}
        path.write_bytes(texts[spoil])
    forget()
    taken_apart.clear()
    assert library_digests(library, WANTED) == made
    assert set(taken_apart) == NAMES
