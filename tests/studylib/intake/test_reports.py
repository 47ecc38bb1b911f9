"""What closing and forgetting say at the end: what to do next."""

from __future__ import annotations

from studylib.intake.closing import Closed
from studylib.intake.reports import say_closed


def test_all_runs_follow_on_closing_as_those_across_editions_are_out_of_date_too() -> None:
    said = say_closed(Closed(named=5, totals=0, drafts=0, texts=0, changed=()))
    assert said.endswith("\nnext: study run")
