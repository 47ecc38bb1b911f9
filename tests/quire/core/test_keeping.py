"""What takes its time is made once for what it is made of, and what was made of something else goes."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from pathlib import Path

from quire.core.keeping import keep_made


def test_a_file_is_made_once_for_each_key_and_only_the_last_is_kept(tmp_path: Path) -> None:
    made: list[str] = []

    def make(text: str) -> bytes:
        made.append(text)
        return text.encode()

    assert keep_made(tmp_path, "a.png", ["a", 1], make, "first") == b"first"
    assert keep_made(tmp_path, "a.png", ["a", 1], make, "again") == b"first"
    assert keep_made(tmp_path, "ab.png", ["a", 1], make, "other") == b"other"
    assert keep_made(tmp_path, "a.png", ["a", 2], make, "second") == b"second"
    assert made == ["first", "other", "second"]
    left = sorted(path.name.split(".")[0] for path in (tmp_path / "made").iterdir())
    assert left == ["a", "ab"]


def load(path: Path, code: str) -> Callable[[], bytes]:
    """The function `make` of a module that is written now."""
    path.write_text(code, "utf-8")
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    make: Callable[[], bytes] = module.make
    return make


def test_a_file_is_made_anew_once_the_code_that_makes_it_is_another(tmp_path: Path) -> None:
    old = load(tmp_path / "old.py", "def make(): return b'old'")
    new = load(tmp_path / "new.py", "def make(): return b'new'")
    assert keep_made(tmp_path, "a.png", "same", old) == b"old"
    assert keep_made(tmp_path, "a.png", "same", new) == b"new"
