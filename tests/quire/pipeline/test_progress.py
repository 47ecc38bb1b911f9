"""What a person sees while it runs."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from quire.pipeline.progress import LiveProgress, PlainProgress, Progress, progress


def tell(show: Progress) -> None:
    """Two runs: one done, one failed."""
    with show:
        show.planned(["2019/situation", "study/overview"], ["2019/situation"])
        for run, state in (("2019/situation", "done"), ("study/overview", "failed")):
            show.started(run)
            show.at_cell(run, 2, 5)
            show.ended(run, state)


def test_without_a_terminal_there_is_one_plain_line_per_run(
    capsys: pytest.CaptureFixture[str],
) -> None:
    show = progress()
    assert isinstance(show, PlainProgress)
    tell(show)
    assert capsys.readouterr().out.splitlines() == [
        "also   2019/situation: its results are read, and stale",
        "done   2019/situation (0.0 s, 1 of 2)",
        "failed study/overview (0.0 s, 2 of 2)",
    ]


def test_on_a_terminal_there_are_lasting_lines_and_a_bar() -> None:
    screen = io.StringIO()
    show = LiveProgress(Console(file=screen, force_terminal=True, width=100, color_system=None))
    tell(show)
    said = screen.getvalue()
    assert "also   2019/situation: its results are read, and stale" in said
    assert "done   2019/situation (0.0 s)" in said
    assert "failed study/overview (0.0 s)" in said
    assert "all runs" in said
    assert "2/2 runs" in said
