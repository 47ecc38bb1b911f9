"""What a person is told who runs a notebook by hand: stale tables, once, and parameters of another type."""

from __future__ import annotations

import os
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import invented
import pytest
from conftest import code, edit, write_notebook

from quire.core.errors import StudyError
from quire.core.project import Project
from quire.core.reach import VARIABLE
from quire.core.steps import RECORD
from quire.pipeline import by_hand
from quire.pipeline.preparation import prepare
from studylib.data.tables import read_edition, read_tables

FACTS = "data/raw/published_facts.csv"


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """The names of a kernel in which nothing was said yet."""
    given: dict[str, Any] = {}
    monkeypatch.setattr(by_hand, "get_ipython", lambda: SimpleNamespace(user_ns=given))
    monkeypatch.setattr(by_hand, "_said", set())
    monkeypatch.delenv(VARIABLE, raising=False)
    return given


@pytest.fixture
def opened(study: Project, names: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> Project:
    """The small study, whose notebook somebody has open; its code is older than its tables."""
    assert names == {}
    for path in study.library.rglob("*.py"):
        os.utime(path, (0, 0))
    monkeypatch.chdir(study.notebooks / "edition")
    return study


def test_of_fresh_tables_nothing_is_said_and_no_code_is_read(
    opened: Project, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(by_hand, "library_digests")
    assert len(read_tables("2002", "cities")[0]) > 0
    assert read_edition(2002).id == "2002"
    assert by_hand.why_stale(opened) == ()
    assert capsys.readouterr().err == ""


def test_raw_data_that_changed_are_named_once_with_the_command(
    opened: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(opened.root / FACTS, "Half", "Most")
    read_tables("2002", "cities", "items")
    said = capsys.readouterr().err
    assert f"raw {FACTS} changed" in said
    assert "repair: make them again: study prepare" in said
    read_edition("2002")
    assert capsys.readouterr().err == ""
    (opened.raw / "more.csv").write_text("a\n1\n", encoding="utf-8")
    read_edition("2002")
    assert "raw data/raw/more.csv is new" in capsys.readouterr().err


def test_a_raw_file_with_its_old_bytes_and_another_time_is_no_change(
    opened: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    os.utime(opened.root / FACTS)
    read_tables("2002", "cities")
    assert capsys.readouterr().err == ""


def test_of_many_changes_the_first_are_named_and_the_rest_counted(
    opened: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    for number in range(8):
        (opened.raw / f"more{number}.csv").write_text("a\n1\n", encoding="utf-8")
    read_edition("2002")
    said = capsys.readouterr().err
    assert (said.count("is new"), "and 3 more" in said) == (5, True)


def test_tables_of_another_version_of_the_library_are_said(
    opened: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    module = opened.library / "studylib" / "data" / "balance.py"
    text = module.read_text(encoding="utf-8")
    module.write_text(text + "\n# a remark\n", encoding="utf-8")
    read_edition("2002")
    assert capsys.readouterr().err == ""
    module.write_text(text + "\nMORE = 1\n", encoding="utf-8")
    read_edition("2002")
    assert "library studylib.data.balance changed" in capsys.readouterr().err


def test_tables_whose_record_is_gone_are_said_and_no_tables_are_an_error(
    opened: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    (opened.processed / RECORD).unlink()
    read_edition("2002")
    assert "the record of how they were made is gone" in capsys.readouterr().err
    table = opened.processed / "2002" / "cities.csv"
    table.unlink()
    with pytest.raises(StudyError, match=r"no processed table 'cities'\n  repair: .*study prepare"):
        read_tables("2002", "cities")


def test_a_table_that_was_made_and_is_gone_is_made_again_and_a_misspelt_one_is_not(
    opened: Project,
) -> None:
    (opened.processed / "2002" / "cities.csv").unlink()
    with pytest.raises(StudyError, match=r"no processed table 'cities'\n  repair: .*study prepare"):
        read_tables("2002", "cities")
    with pytest.raises(StudyError, match=r"no processed table 'itens'\n  repair: .*'items'"):
        read_tables("2002", "itens")


def test_an_edition_that_is_held_back_says_why(
    tmp_path: Path, names: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert names == {}
    invented.write_raw(tmp_path)
    private = invented.write_preparation(tmp_path / "data" / "raw")
    for path in private.iterdir():
        path.unlink()
    private.rmdir()
    prepare(Project(tmp_path))
    monkeypatch.chdir(tmp_path)
    with pytest.raises(StudyError, match="'2009' is held back: its answers are not on this"):
        read_edition(2009)


def test_a_run_of_the_pipeline_and_a_script_are_told_nothing(
    opened: Project, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    edit(opened.root / FACTS, "Half", "Most")
    monkeypatch.setenv(VARIABLE, "[]")
    read_edition("2002")
    monkeypatch.delenv(VARIABLE)
    monkeypatch.setattr(by_hand, "get_ipython", lambda: None)
    read_edition("2002")
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("value", "words"),
    [("2", "least is text, '2'"), (True, "least is true or false, True")],
)
def test_a_parameter_of_another_type_is_a_sentence(
    opened: Project, names: dict[str, Any], value: object, words: str
) -> None:
    assert opened.root.is_dir()
    names.update(least=value, edition="2002")
    with pytest.raises(StudyError) as caught:
        read_edition("2002")
    assert str(caught.value).startswith(f"parameters: {words}, and in 10_short.ipynb a number")
    assert "write least = 1" in str(caught.value)
    assert "papermill: -p least 1" in str(caught.value)


@pytest.mark.parametrize("value", [3, 2.5, None, [1, 2]])
def test_another_number_and_what_is_a_persons_own_pass(
    opened: Project, names: dict[str, Any], value: object
) -> None:
    assert opened.root.is_dir()
    names.update(least=value, edition=2002, other="text")
    assert read_edition(2002).id == "2002"


def test_names_of_a_trial_are_a_persons_own(opened: Project, names: dict[str, Any]) -> None:
    assert opened.root.is_dir()
    names["least"] = "the fewest"
    assert read_edition("2002").id == "2002"


def test_a_notebook_that_cannot_be_read_is_no_matter(
    opened: Project, names: dict[str, Any]
) -> None:
    (opened.notebooks / "edition" / "Untitled.ipynb").write_text("", encoding="utf-8")
    (opened.notebooks / "edition" / "half.ipynb").write_text('{"cells": [', encoding="utf-8")
    write_notebook(opened.notebooks / "edition/30_half.ipynb", [code("least = ", "parameters")])
    names.update(least=3, edition="2002")
    assert read_edition("2002").id == "2002"
