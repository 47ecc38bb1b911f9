"""Folders that appear complete or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from quire.core.folders import fresh_folder, left_over, put_in_place, recover


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
