"""Which runs are begun first: by what is known of the last time, which may be nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from quire.core.project import Project
from quire.pipeline.durations import FILE, keep_seconds, read_seconds, seconds_left


def test_a_chain_counts_with_all_that_waits_for_it() -> None:
    needs = {"a": [], "b": ["a"], "c": ["b", "d"], "d": [], "alone": []}
    seconds = {"a": 1.0, "b": 2.0, "c": 3.0, "d": 4.0, "alone": 6.5}
    assert seconds_left(needs, seconds) == {"a": 6, "b": 5, "c": 3, "d": 7, "alone": 6.5}


def test_a_run_that_nobody_knows_takes_as_long_as_the_longest() -> None:
    assert seconds_left({"new": [], "a": []}, {"a": 2.0, "gone": 5.0}) == {"new": 5.0, "a": 2.0}
    assert seconds_left({"new": [], "a": ["new"]}, {}) == {"new": 0.0, "a": 0.0}


def test_what_is_kept_stands_beside_what_was_known(tmp_path: Path) -> None:
    project = Project(tmp_path)
    keep_seconds(project, {})
    assert not project.build.exists()
    keep_seconds(project, {"2019/a": 1.234, "2019/b": 2})
    keep_seconds(project, {"2019/b": 3})
    assert read_seconds(project) == {"2019/a": 1.23, "2019/b": 3.0}


@pytest.mark.parametrize("text", ["", "[1]", '{"a": "long"}', '{"a": null}'])
def test_a_spoiled_file_is_as_good_as_none(tmp_path: Path, text: str) -> None:
    project = Project(tmp_path)
    project.build.mkdir()
    (project.build / FILE).write_text(text)
    assert read_seconds(project) == {}
