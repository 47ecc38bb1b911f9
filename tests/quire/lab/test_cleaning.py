"""Notebooks as they are committed: the form, git's filter in a real repository, and what is said where there is no filter."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, Cell, code, prose, write_notebook

from quire.core.project import Project
from quire.lab.cleaning import as_text, clean_bytes, format_notebooks, main, unclean_faults
from quire.lab.saving import settle
from quire.lab.setup import set_filter

NAME = "notebooks/edition/10_rain.ipynb"
CELLS = [prose("# Rain"), code("edition = 1", "parameters"), code("edition")]
LANGUAGE = {"name": "python", "version": "3.0", "mimetype": "text/x-python"}


def committed(metadata: dict[str, Any]) -> bytes:
    """The notebook as it is to be in git, written by hand."""
    cell = '{{\n   "cell_type": "{}",\n{}   "id": "c{}",\n   "metadata": {},\n{}   "source": [\n    "{}"\n   ]\n  }}'
    run, none = '   "execution_count": null,\n', '   "outputs": [],\n'
    tags = '{\n    "tags": [\n     "parameters"\n    ]\n   }'
    cells = [
        cell.format("markdown", "", 0, "{}", "", "# Rain"),
        cell.format("code", run, 1, tags, none, "edition = 1"),
        cell.format("code", run, 2, "{}", none, "edition"),
    ]
    said = json.dumps(metadata, indent=1, sort_keys=True).replace("\n", "\n ")
    whole = ",\n  ".join(cells)
    return f'{{\n "cells": [\n  {whole}\n ],\n "metadata": {said},\n "nbformat": 4,\n "nbformat_minor": 5\n}}\n'.encode()


def leave(path: Path, **kernel: str) -> None:
    """What a program leaves in a notebook that was run and saved: outputs, numbers, its own metadata, another kernel's name."""
    notebook = json.loads(path.read_bytes())
    notebook["metadata"] |= {"language_info": LANGUAGE, "widgets": {}}
    notebook["metadata"]["kernelspec"] |= kernel
    cell: Cell = notebook["cells"][2]
    cell |= {"execution_count": 7, "metadata": {"scrolled": True}}
    cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "1"}]
    path.write_text(json.dumps(notebook), encoding="utf-8")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A checkout without git, in a folder with a blank and an apostrophe in its name, with one notebook."""
    root = tmp_path / "the city's study"
    write_notebook(root / NAME, CELLS)
    (root / "pyproject.toml").write_text('[tool.quire]\nname = "rain-study"\n', encoding="utf-8")
    shutil.copy(ROOT / ".gitattributes", root)
    project = Project(root)
    format_notebooks(project)
    return project


def git(project: Project, *words: str) -> str:
    """Run git as a person does who has no settings, and give what it printed."""
    own = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "core.hooksPath=none")
    command = ["git", "-C", str(project.root), *own, *words]
    return subprocess.run(command, capture_output=True, check=True, encoding="utf-8").stdout


@pytest.fixture
def cloned(project: Project, monkeypatch: pytest.MonkeyPatch) -> Project:
    """The same in git, where the filter is set up."""
    monkeypatch.setenv("PYTHONPATH", str(ROOT / "src"))
    if not shutil.which("git"):
        pytest.skip("git is not installed")
    git(project, "init", "--quiet")
    git(project, "add", "--all")
    git(project, "commit", "--quiet", "--message", "one")
    assert set_filter(project)
    return project


def test_a_notebook_is_committed_with_cells_ids_and_tags_and_the_name_of_the_kernel(
    project: Project,
) -> None:
    path = project.root / NAME
    kernel = {"display_name": "Rain Study", "language": "python", "name": "rain-study"}
    meant = {"kernelspec": kernel, "language_info": {"name": "python"}}
    assert path.read_bytes() == committed(meant)
    leave(path, name="python3", display_name=".venv (Python 3.11)")
    assert clean_bytes(project, path.read_bytes()) == committed(meant)
    notebook = json.loads(path.read_bytes())
    notebook["metadata"]["study"] = {"needs": "survey"}
    assert clean_bytes(project, json.dumps(notebook).encode()) == committed(
        meant | {"study": {"needs": "survey"}}
    )


def test_what_is_no_notebook_stays_as_it_is(project: Project) -> None:
    conflict = b'{\n "cells": [\n<<<<<<< ours\n'
    for data in (conflict, b"", b"[]", b'{"cells": [1]}', b"\xff"):
        assert clean_bytes(project, data) == data
    assert as_text(conflict) == conflict.decode()


def test_git_stages_a_notebook_clean_and_shows_its_words(cloned: Project) -> None:
    path = cloned.root / NAME
    leave(path)
    assert git(cloned, "diff") == ""
    path.write_text(path.read_text(encoding="utf-8").replace("# Rain", "# Snow"), encoding="utf-8")
    lines = git(cloned, "diff", "--unified=0").splitlines()
    assert [line for line in lines if line[0] in "+-" and line[:3] not in {"+++", "---"}] == [
        "-# Rain",
        "+# Snow",
    ]
    git(cloned, "add", "--all")
    assert git(cloned, "show", f":{NAME}").encode() == clean_bytes(cloned, path.read_bytes())
    assert b'"scrolled"' in path.read_bytes()


def test_git_goes_on_where_the_environment_is_gone(
    cloned: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "gone" / "python"))
    assert set_filter(cloned)
    path = cloned.root / NAME
    path.write_text(path.read_text(encoding="utf-8").replace("# Rain", "# Snow"), encoding="utf-8")
    assert '+    "# Snow"' in git(cloned, "diff")
    git(cloned, "commit", "--quiet", "--all", "--message", "two")
    assert git(cloned, "status", "--porcelain") == ""


def test_git_sees_no_change_once_a_notebook_was_saved_with_outputs_alone(cloned: Project) -> None:
    path = cloned.root / NAME
    leave(path)
    settle(path)
    assert git(cloned, "status", "--porcelain") == ""
    path.write_text(path.read_text(encoding="utf-8").replace("# Rain", "# Snow"), encoding="utf-8")
    settle(path)
    assert git(cloned, "status", "--porcelain") == f" M {NAME}\n"
    new = write_notebook(path.with_name("20_new.ipynb"), CELLS)
    settle(new)
    assert "?? notebooks/edition/20_new.ipynb" in git(cloned, "status", "--porcelain")


def test_outputs_are_a_fault_only_where_nothing_keeps_them_out_of_git(cloned: Project) -> None:
    path = cloned.root / NAME
    leave(path)
    assert unclean_faults(cloned) == []
    # a clone in which nobody said make setup, and then one whose environment is gone
    git(cloned, "config", "--remove-section", "filter.study-notebook")
    assert [(fault.file, fault.column, fault.value) for fault in unclean_faults(cloned)] == [
        (NAME, "code cells 2", ""),
        (NAME, "metadata", "cell scrolled, language_info.mimetype, language_info.version, widgets"),
    ]
    git(cloned, "config", "filter.study-notebook.clean", "/gone/python -m quire.lab.cleaning")
    assert len(unclean_faults(cloned)) == 2


def test_make_format_mends_what_make_check_names(
    project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(project.root)
    before = (project.root / NAME).read_bytes()
    main(["--check"])
    leave(project.root / NAME)
    with pytest.raises(SystemExit, match=r"outputs would be committed - make format clears it"):
        main(["--check"])
    main(["--format"])
    assert capsys.readouterr().out == f"cleaned: {NAME}\n"
    main(["--check"])
    assert (project.root / NAME).read_bytes() == before
