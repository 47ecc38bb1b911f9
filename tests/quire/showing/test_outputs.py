"""Where outputs go."""

from __future__ import annotations

from pathlib import Path

import pytest

from quire.core.errors import StudyError
from quire.showing.outputs import VARIABLE, output_folder, write_new


def test_by_hand_there_is_no_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "")
    assert output_folder() is None


def test_an_output_is_written_once(tmp_path: Path) -> None:
    write_new(tmp_path, "figures/a.csv", b"a\n")
    assert (tmp_path / "figures" / "a.csv").read_bytes() == b"a\n"
    with pytest.raises(StudyError, match="written twice"):
        write_new(tmp_path, "figures/a.csv", b"b\n")
    assert (tmp_path / "figures" / "a.csv").read_bytes() == b"a\n"
