"""At which commit code stands, asked of a real repository of git; the archive of the code."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from conftest import ROOT
from rendered import rendered

from quire.book import revisions
from quire.book.provenance import section
from quire.book.revisions import (
    History,
    Revision,
    archive_name,
    code_files,
    code_key,
    code_paths,
    revision,
)
from quire.core.project import Project
from quire.pipeline.driver import look
from quire.tables.origins import RawFiles

needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


def git(root: Path, *words: str) -> str:
    """Run git as somebody, in a repository of its own."""
    who = [
        "-c",
        "user.name=Somebody",
        "-c",
        "user.email=somebody@example.org",
        "-c",
        "commit.gpgsign=false",
    ]
    done = subprocess.run(
        ["git", "-C", str(root), *who, *words], capture_output=True, check=True, encoding="utf-8"
    )
    return done.stdout.strip()


@pytest.fixture
def kept(study: Project) -> Project:
    """A study in a repository with two commits, of which the second touches a page only."""
    git(study.root, "init", "--quiet")
    git(study.root, "add", "--all")
    git(study.root, "commit", "--quiet", "--message", "one")
    (study.root / "notes.md").write_text("Notes.\n", encoding="utf-8")
    git(study.root, "add", "--all")
    git(study.root, "commit", "--quiet", "--message", "two")
    return study


@needs_git
def test_it_is_the_last_commit_that_changed_one_of_the_files(kept: Project) -> None:
    first, second = git(kept.root, "rev-parse", "HEAD~1"), git(kept.root, "rev-parse", "HEAD")
    assert revision(kept, ["notebooks/edition/10_short.ipynb"]) == Revision(first)
    assert revision(kept, ["notebooks/edition/10_short.ipynb", "notes.md"]) == Revision(second)


@needs_git
def test_a_change_that_is_not_committed_is_told(kept: Project) -> None:
    with (kept.root / "notes.md").open("a", encoding="utf-8") as file:
        file.write("More.\n")
    assert revision(kept, ["notes.md"]).changed
    assert not revision(kept, ["notebooks/edition/10_short.ipynb"]).changed


@needs_git
def test_a_hook_of_another_repository_leads_nobody_astray(
    kept: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = revision(kept, ["notes.md"])
    monkeypatch.setenv("GIT_DIR", "/nowhere")
    monkeypatch.setenv("GIT_INDEX_FILE", "/nowhere/index")
    assert revision(kept, ["notes.md"]) == before
    assert before.commit


@needs_git
def test_what_pages_say_of_the_code_is_part_of_what_the_book_depends_on(kept: Project) -> None:
    before = code_key(kept)
    (kept.root / "README.md").write_text("Other words.\n", encoding="utf-8")
    # not known to git, so in no archive
    assert code_key(kept) == before
    git(kept.root, "add", "README.md")
    assert code_key(kept)["archive"] != before["archive"]
    (kept.root / "notebooks/edition/99_new.ipynb").write_text("{}", encoding="utf-8")
    assert (before["changed"], code_key(kept)["changed"]) == ("False", "True")
    git(kept.root, "add", "--all")
    git(kept.root, "commit", "--quiet", "--message", "three")
    assert (code_key(kept)["changed"], code_key(kept)["commit"] != before["commit"]) == (
        "False",
        True,
    )


@needs_git
def test_the_name_of_a_file_is_no_pattern(kept: Project) -> None:
    assert revision(kept, ["notes.*"]) == Revision("")
    assert revision(kept, ["--all"]) == Revision("")


def test_outside_of_a_repository_there_is_no_commit_and_the_page_says_so(finished: Project) -> None:
    assert revision(finished, ["notes.md"]) == Revision("")
    (run,) = [each for each in look(finished).runs if each.id == "2002/short"]
    assert "git names no commit for it here" in rendered(
        section(finished, run, {}, [], RawFiles(finished), History(finished))
    )


@needs_git
def test_a_page_names_the_commit_of_its_notebook_and_library(finished: Project) -> None:
    git(finished.root, "init", "--quiet")
    git(finished.root, "add", "--all")
    git(finished.root, "commit", "--quiet", "--message", "one")
    (run,) = [each for each in look(finished).runs if each.id == "2002/short"]
    said = rendered(section(finished, run, {}, [], RawFiles(finished), History(finished)))
    assert f"as of commit `{git(finished.root, 'rev-parse', 'HEAD')}`." in said
    assert '<span id="code"></span>' in said
    assert f'href="../../{archive_name(Project(ROOT))}"' in said


def test_the_code_of_a_run_is_its_notebook_the_modules_it_needs_and_the_lock(
    finished: Project,
) -> None:
    (run,) = [each for each in look(finished).runs if each.id == "2002/short"]
    paths = code_paths(finished, run)
    assert paths[0] == "notebooks/edition/10_short.ipynb"
    assert paths[-1] == "requirements.lock"
    assert {"src/studylib/data/tables.py", "src/quire/showing/figures.py"} <= set(paths)
    assert "src/quire/book/build.py" not in paths


def test_the_archive_holds_code_and_no_data() -> None:
    (path, data), *others = code_files(Project(ROOT)).items()
    names = set(zipfile.ZipFile(io.BytesIO(data)).namelist())
    assert (path, others) == (archive_name(Project(ROOT)), [])
    assert {
        "README.md",
        "requirements.lock",
        "src/quire/showing/figures.py",
        "notebooks/edition/20_situation.ipynb",
    } <= names
    assert not [
        each for each in names if each.startswith(("data/", "build/", ".venv/")) or ".." in each
    ]


@needs_git
def test_git_is_asked_once_for_the_same_files(
    kept: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    one, two = ["notebooks/edition/10_short.ipynb"], ["notes.md"]
    ask = revisions.revision

    def answer(project: Project, paths: list[str]) -> Revision:
        asked.append(paths)
        return ask(project, paths)

    monkeypatch.setattr(revisions, "revision", answer)
    history = History(kept)
    stands = [history.stands(paths) for paths in (one, two, one)]
    assert stands == [ask(kept, one), ask(kept, two), ask(kept, one)]
    assert asked == [one, two]
