"""A release of a small repository with this one's Makefile."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import yaml
from conftest import ROOT

pytestmark = pytest.mark.skipif(
    not (shutil.which("git") and shutil.which("make")), reason="git and make are not installed"
)

CHANGELOG = "# Changelog\n\n## Unreleased\n\n- A thing.\n\n## 0.9.0 - 2001-02-03\n\n- Its first.\n"
COPIED = (".gitignore", "Makefile", "pyproject.toml", "requirements.lock", "tools/install.py")


def run_git(root: Path, *words: str) -> str:
    """Run git in a repository, and give what it printed."""
    done = subprocess.run(
        ["git", "-C", str(root), *words], capture_output=True, check=True, encoding="utf-8"
    )
    return done.stdout.strip()


def release(root: Path, version: str) -> subprocess.CompletedProcess[str]:
    """Say `make release`."""
    return subprocess.run(
        ["make", "release", f"VERSION={version}", f"PYTHON={sys.executable}"],
        cwd=root,
        capture_output=True,
        check=False,
        encoding="utf-8",
    )


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Version 0.9.0 with an entry for the next; all is committed and its tests passed."""
    for name in (*COPIED, "tools/release.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    (tmp_path / "src/studylib").mkdir(parents=True)
    (tmp_path / "src/studylib/__init__.py").write_text(
        '"""Small."""\n\n__version__ = "0.9.0"\n', encoding="utf-8"
    )
    (tmp_path / "CITATION.cff").write_text("cff-version: 1.2.0\nversion: 0.9.0\n", encoding="utf-8")
    (tmp_path / "CHANGELOG.md").write_text(CHANGELOG, encoding="utf-8")
    run_git(tmp_path, "init", "--quiet")
    for name, value in {
        "user.name": "Somebody",
        "user.email": "somebody@example.org",
        "commit.gpgsign": "false",
        "tag.gpgsign": "false",
        "core.hooksPath": "none",
    }.items():
        run_git(tmp_path, "config", name, value)
    run_git(tmp_path, "add", "--all")
    run_git(tmp_path, "commit", "--quiet", "--message", "one")
    for name in (".venv/ready", "build/tested", "build/checked"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    return tmp_path


def test_a_release_is_dated_numbered_committed_and_tagged(repository: Path) -> None:
    done = release(repository, "0.10.0")
    assert (done.returncode, done.stderr) == (0, "")
    assert (repository / "CHANGELOG.md").read_text(encoding="utf-8") == CHANGELOG.replace(
        "## Unreleased", f"## Unreleased\n\n## 0.10.0 - {date.today().isoformat()}"
    )
    said = (repository / "src/studylib/__init__.py").read_text(encoding="utf-8")
    assert said == '"""Small."""\n\n__version__ = "0.10.0"\n'
    citation = yaml.safe_load((repository / "CITATION.cff").read_text(encoding="utf-8"))
    assert citation == {"cff-version": "1.2.0", "version": "0.10.0"}
    assert run_git(repository, "status", "--porcelain") == ""
    assert run_git(repository, "describe") == "v0.10.0"
    assert run_git(repository, "log", "--format=%s") == "Release 0.10.0\none"


def leave_a_change(root: Path) -> None:
    (root / "new.txt").touch()
    (root / "build/tested").touch()
    (root / "build/checked").touch()


@pytest.mark.parametrize(
    ("version", "spoil", "said"),
    [
        ("1.2", lambda root: None, "'1.2' is no version"),
        ("", lambda root: None, "'' is no version"),
        ("0.8.1", lambda root: None, "0.8.1 is not later than 0.9.0"),
        ("1.0.0", lambda root: run_git(root, "tag", "v1.0.0"), "there is a tag v1.0.0 already"),
        ("1.0.0", leave_a_change, "not everything is committed:\n?? new.txt"),
        ("1.0.0", lambda root: (root / "build/tested").unlink(), "make test and make check first"),
        ("1.0.0", lambda root: (root / "build/checked").unlink(), "make test and make check"),
    ],
)
def test_what_is_not_ready_is_not_released(
    repository: Path, version: str, spoil: Callable[[Path], object], said: str
) -> None:
    spoil(repository)
    tags, state = (run_git(repository, *words) for words in (["tag"], ["status", "--porcelain"]))
    done = release(repository, version)
    assert done.returncode != 0
    assert said in done.stdout + done.stderr
    assert (repository / "CHANGELOG.md").read_text(encoding="utf-8") == CHANGELOG
    assert run_git(repository, "log", "--format=%s") == "one"
    assert (run_git(repository, "tag"), run_git(repository, "status", "--porcelain")) == (
        tags,
        state,
    )


def test_a_release_says_something_to_readers(repository: Path) -> None:
    path = repository / "CHANGELOG.md"
    path.write_text(CHANGELOG.replace("- A thing.\n\n", ""), encoding="utf-8")
    run_git(repository, "commit", "--quiet", "--all", "--message", "two")
    for stamp in ("tested", "checked"):
        (repository / "build" / stamp).touch()
    assert "nothing under Unreleased" in release(repository, "1.0.0").stderr


def test_the_changelog_of_this_repository_can_be_released() -> None:
    headings = re.findall(
        r"^## (.*)$", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert headings[0] == "Unreleased"
    assert [
        each for each in headings[1:] if not re.fullmatch(r"\d+\.\d+\.\d+ - \d{4}-\d\d-\d\d", each)
    ] == []
