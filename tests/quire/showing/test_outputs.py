"""Where outputs go."""

from __future__ import annotations

from pathlib import Path

import pytest

from quire.core.errors import StudyError
from quire.showing.outputs import (
    MESSAGES,
    VARIABLE,
    keep_made,
    output_folder,
    read_made,
    write_new,
)
from quire.text.messages import _


def test_by_hand_there_is_no_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "")
    assert output_folder() is None


def test_an_output_is_written_once(tmp_path: Path) -> None:
    write_new(tmp_path, "figures/a.csv", b"a\n")
    assert (tmp_path / "figures" / "a.csv").read_bytes() == b"a\n"
    with pytest.raises(StudyError, match="written twice"):
        write_new(tmp_path, "figures/a.csv", b"b\n")
    assert (tmp_path / "figures" / "a.csv").read_bytes() == b"a\n"


def test_what_texts_were_made_of_is_added_as_they_come(tmp_path: Path) -> None:
    first, second = (str(_("{town} is far from here.", town=town)) for town in ("Graz", "Wien"))
    keep_made(tmp_path)
    before = (tmp_path / MESSAGES).read_bytes()
    third = str(_("{town} is far from here.", town="Linz\n\u2028"))
    keep_made(tmp_path)
    keep_made(tmp_path)
    made = (tmp_path / MESSAGES).read_bytes()
    assert made.startswith(before)
    assert made.count(b"\n") == before.count(b"\n") + 1
    towns = [read_made(tmp_path)[text]["parts"]["town"] for text in (first, second, third)]
    assert towns == ["Graz", "Wien", "Linz\n\u2028"]


def test_a_folder_that_was_emptied_gets_all_of_them_again(tmp_path: Path) -> None:
    text = str(_("{town} is near.", town="Graz"))
    keep_made(tmp_path)
    (tmp_path / MESSAGES).unlink()
    keep_made(tmp_path)
    assert text in read_made(tmp_path)
    assert read_made(tmp_path / "empty") == {}
