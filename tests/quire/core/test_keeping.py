"""What takes its time is made once for what it is made of, and what was made of something else goes."""

from __future__ import annotations

from pathlib import Path

from quire.core.keeping import keep_made


def test_a_file_is_made_once_for_each_key_and_only_the_last_is_kept(tmp_path: Path) -> None:
    made: list[str] = []

    def make(text: str) -> bytes:
        made.append(text)
        return text.encode()

    assert keep_made(tmp_path, "a.png", ["a", 1], lambda: make("first")) == b"first"
    assert keep_made(tmp_path, "a.png", ["a", 1], lambda: make("again")) == b"first"
    assert keep_made(tmp_path, "ab.png", ["a", 1], lambda: make("other")) == b"other"
    assert keep_made(tmp_path, "a.png", ["a", 2], lambda: make("second")) == b"second"
    assert made == ["first", "other", "second"]
    left = sorted(path.name.split(".")[0] for path in (tmp_path / "made").iterdir())
    assert left == ["a", "ab"]
