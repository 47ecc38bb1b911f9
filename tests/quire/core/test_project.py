"""Places, digests and writing."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from quire.core import project
from quire.core.errors import StudyError
from quire.core.project import Project, checked_slug, digest, digest_file, write_atomically


def test_the_project_is_found_from_below(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[tool.quire]\nstudy = "a:B"\n', encoding="utf-8")
    below = tmp_path / "notebooks" / "edition"
    below.mkdir(parents=True)
    assert Project.find(below).root == tmp_path.resolve()


def test_a_folder_elsewhere_is_no_project(tmp_path: Path) -> None:
    with pytest.raises(StudyError, match="not inside a checkout"):
        Project.find(tmp_path)


def test_a_digest_is_the_published_one() -> None:
    # FIPS 180-2, appendix B.1
    assert digest(b"abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_a_failed_write_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    write_atomically(path, b"old")
    with pytest.raises(TypeError):
        write_atomically(path, "no bytes")  # type: ignore[arg-type]
    assert path.read_bytes() == b"old"
    assert [each.name for each in tmp_path.iterdir()] == ["a.txt"]


@pytest.mark.parametrize(
    "word", ["", "..", "a/b", "a\\b", "A", "-a", "a b", "a\n", "é", "a--b", "nul\0"]
)
def test_what_is_no_slug_never_becomes_a_path(word: str) -> None:
    with pytest.raises(StudyError):
        checked_slug(word, "edition", "here")


def test_a_file_that_changed_has_another_digest_though_it_looks_as_it_did(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(project, "SETTLED_S", -1)  # nobody waits for it to have rested
    path = tmp_path / "a.csv"
    path.write_bytes(b"old")
    before = path.stat()
    assert digest_file(path) == digest(b"old")
    time.sleep(0.05)  # a clock of a file system ticks
    path.write_bytes(b"new")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert digest_file(path) == digest(b"new")
