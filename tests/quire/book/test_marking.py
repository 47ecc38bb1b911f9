"""What is marked in a draft, and in which order."""

from __future__ import annotations

import os
from pathlib import Path

from quire.book.marking import sort_marks
from quire.book.notes import Mark
from quire.core.project import Project


def test_what_was_changed_last_comes_first_each_mark_once(tmp_path: Path) -> None:
    for when, name in enumerate(("old.md", "new.md"), start=1):
        (tmp_path / name).touch()
        os.utime(tmp_path / name, (when, when))
    old = Mark("old", "fault", "an old one", "", ("old.md",))
    new = Mark("gone", "fault", "a new one", "", ("lost.md", "new.md"))
    nowhere = Mark("old", "fault", "of no file", "")
    same = Mark("old", "fault", "an old one", "", ("lost.md",))
    marks = sort_marks(Project(tmp_path), [nowhere, old, new, old, same], {"old"})
    assert [mark.said for mark in marks] == ["a new one", "an old one", "of no file"]
    assert marks[0].page == ""  # there is no such page, so it is of the whole book
