"""Folders that appear complete or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from quire.core.errors import StudyError
from quire.core.folders import (
    check_own,
    copy_folder,
    fresh_folder,
    left_over,
    put_in_place,
    recover,
    write_together,
)


def texts(place: Path) -> dict[str, str]:
    """Every file below a place, hidden ones too."""
    return {
        path.relative_to(place).as_posix(): path.read_text()
        for path in place.rglob("*")
        if path.is_file()
    }


@pytest.mark.parametrize("before", [{}, {"result/a": "old", "result/gone": "x"}])
def test_a_finished_folder_takes_the_place_of_the_old_one(
    tmp_path: Path, before: dict[str, str]
) -> None:
    write(tmp_path, before)
    with fresh_folder(tmp_path / "result") as folder:
        write(folder, {"a": "new"})
        assert texts(tmp_path / "result") == {
            name.removeprefix("result/"): text for name, text in before.items()
        }
        put_in_place(folder, tmp_path / "result")
    assert texts(tmp_path) == {"result/a": "new"}


def test_what_fails_leaves_the_old_one_and_nothing_else(tmp_path: Path) -> None:
    write(tmp_path, {"result/a": "old"})
    with pytest.raises(ValueError, match="stop"):
        fail_in(tmp_path / "result")
    assert texts(tmp_path) == {"result/a": "old"}


@pytest.mark.parametrize(
    ("killed", "recovered"),
    [
        (
            {"result/a": "1", ".result.new-xy/a": "2"},
            {"result/a": "1"},
        ),  # while the new one was made
        (
            {".result.old/a": "1", ".result.new-xy/a": "2"},
            {"result/a": "1"},
        ),  # between the two renamings
        (
            {"result/a": "2", ".result.old/a": "1"},
            {"result/a": "2"},
        ),  # before the old one was swept away
        ({"result/a": "1", ".other": "3"}, {"result/a": "1", ".other": "3"}),  # nothing of ours
    ],
)
def test_a_kill_leaves_the_old_one_or_the_new_one(
    tmp_path: Path, killed: dict[str, str], recovered: dict[str, str]
) -> None:
    write(tmp_path, killed)
    recover(tmp_path)
    assert texts(tmp_path) == recovered
    assert left_over(tmp_path) == []


def fail_in(final: Path) -> None:
    with fresh_folder(final) as folder:
        write(folder, {"a": "new"})
        raise ValueError("stop")


def write(place: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_text(text)


def test_a_copy_shares_what_the_last_one_has_and_no_more(tmp_path: Path) -> None:
    source, last, copy = (tmp_path / name for name in ("source", "last", "copy"))
    write(source, {"same": "a", "b/other": "old", "b/gone": "c", "unwanted": "d"})
    copy_folder(source, last, None, {"unwanted"})
    assert texts(last) == {"same": "a", "b/other": "old", "b/gone": "c"}
    (source / "b" / "gone").unlink()
    write(source, {"b/other": "new", "b/more": "e"})
    (last / "same").write_text("b")  # somebody edited it
    os.utime(last / "same", (1, 1))
    copy_folder(source, copy, last, {"unwanted"})
    assert texts(copy) == {"same": "a", "b/other": "new", "b/more": "e"}
    copy_folder(source, tmp_path / "third", copy)
    assert os.path.samefile(tmp_path / "third" / "same", copy / "same")
    assert not os.path.samefile(source / "same", copy / "same")


def test_an_older_copy_becomes_the_newest(tmp_path: Path) -> None:
    source, last, copy = (tmp_path / name for name in ("source", "last", "copy"))
    write(source, {"same": "a", "b/other": "new", "b/c/d": "e", "file": "f", "folder/g": "h"})
    copy_folder(source, last, None)
    write(
        copy, {"b/other": "old", "b/gone": "x", "gone/c": "y", "file/was": "folder", "folder": "z"}
    )
    write(tmp_path, {"elsewhere": "mine"})
    (copy / "same").symlink_to(tmp_path / "elsewhere")
    os.mkfifo(copy / "b" / "c")  # to open it would wait for ever
    copy_folder(source, copy, last)
    assert texts(copy) == texts(source)
    assert (tmp_path / "elsewhere").read_text() == "mine"
    before = (copy / "same").stat()
    copy_folder(source, copy, None)
    assert (copy / "same").stat() == before


def test_the_old_folder_can_be_left_aside_but_never_one_that_a_link_leads_to(
    tmp_path: Path,
) -> None:
    aside = tmp_path / "aside"
    write(tmp_path, {"result/a": "old", "aside/b": "older", "new/a": "new", "elsewhere/a": "mine"})
    put_in_place(tmp_path / "new", tmp_path / "result", aside)
    assert texts(aside) == {"a": "old"}
    write(tmp_path, {"new/a": "new", "newer/a": "newer"})
    put_in_place(tmp_path / "new", tmp_path / "result", tmp_path / "no such folder" / "aside")
    assert left_over(tmp_path) == []
    (tmp_path / "link").symlink_to("elsewhere")
    put_in_place(tmp_path / "newer", tmp_path / "link", aside)
    assert texts(tmp_path) == {
        "aside/a": "old",
        "elsewhere/a": "mine",
        "link/a": "newer",
        "result/a": "new",
    }


def test_what_somebody_is_at_work_on_is_no_left_over(tmp_path: Path) -> None:
    with fresh_folder(tmp_path / "result") as folder:
        write(folder, {"a": "new"})
        write(tmp_path, {".result.old/a": "old"})
        assert left_over(tmp_path) == []
        recover(tmp_path)
        assert texts(folder) == {"a": "new"}
    assert left_over(tmp_path) == [tmp_path / ".result.old"]


def test_a_file_that_was_begun_is_swept(tmp_path: Path) -> None:
    write(tmp_path, {".2009.yml.new-xy": "half", "2009.yml": "whole"})
    recover(tmp_path)
    assert texts(tmp_path) == {"2009.yml": "whole"}


def test_a_link_gives_its_place_and_keeps_what_it_leads_to(tmp_path: Path) -> None:
    write(tmp_path, {"elsewhere/mine": "1"})
    (tmp_path / "result").symlink_to("elsewhere")
    with fresh_folder(tmp_path / "result") as folder:
        write(folder, {"a": "new"})
        put_in_place(folder, tmp_path / "result")
    assert texts(tmp_path) == {"elsewhere/mine": "1", "result/a": "new"}
    assert left_over(tmp_path) == []


def test_a_link_to_what_others_keep_is_refused_and_one_to_an_empty_folder_is_not(
    tmp_path: Path,
) -> None:
    write(tmp_path, {"elsewhere/mine": "1", "ours/record.json": "{}", "ours/a": "1"})
    (tmp_path / "empty").mkdir()
    for target in ("elsewhere", "ours", "empty"):
        (tmp_path / f"to-{target}").symlink_to(target)
    for name in ("to-ours", "to-empty", "elsewhere"):
        check_own(tmp_path / name, name, "record.json")
    with pytest.raises(StudyError, match="a link to a folder that holds other files"):
        check_own(tmp_path / "to-elsewhere", "data/processed", "record.json")


def test_files_that_belong_together_are_all_written_or_none(tmp_path: Path) -> None:
    write(tmp_path, {"b/b.csv": "old", "file": "no folder"})
    files = {tmp_path / name: b"new" for name in ("a/a.csv", "b/b.csv", "file/c.csv")}
    with pytest.raises(OSError, match="file"):
        write_together(files)
    assert texts(tmp_path) == {"b/b.csv": "old", "file": "no folder"}
    assert not (tmp_path / "a").exists()
    files.popitem()
    write_together(files)
    assert texts(tmp_path) == {"a/a.csv": "new", "b/b.csv": "new", "file": "no folder"}
