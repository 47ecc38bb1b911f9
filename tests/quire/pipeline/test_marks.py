"""What a notebook may say of itself."""

from __future__ import annotations

from typing import Any

import pytest

from quire.pipeline.marks import mark_faults, marks_of

NEEDS = ("survey", "preparation")


def notebook(marks: object) -> dict[str, Any]:
    return {"metadata": {"study": marks}}


@pytest.mark.parametrize(
    "marks", [{}, {"needs": "survey"}, {"frozen": False}, {"needs": "survey", "frozen": False}]
)
def test_what_means_something_passes_everywhere(marks: dict[str, object]) -> None:
    assert mark_faults(notebook(marks), NEEDS, True, "a.ipynb") == []
    assert mark_faults(notebook(marks), NEEDS, False, "a.ipynb") == []
    assert marks_of(notebook(marks)) == marks


@pytest.mark.parametrize(
    "marks", [{"needs": "a wave"}, {"need": "survey"}, {"frozen": True}, "survey", ["needs"]]
)
def test_what_means_nothing_is_answered_with_what_does(marks: object) -> None:
    (fault,) = mark_faults(notebook(marks), NEEDS, True, "a.ipynb")
    assert (
        fault.repair
        == 'write {"needs": "survey"} or {"needs": "preparation"} or {"frozen": false} or {"minutes": 60} or {"megabytes": 50}'
    )


def test_only_a_notebook_of_editions_can_need_one_in_preparation() -> None:
    assert mark_faults(notebook({"needs": "preparation"}), NEEDS, True, "a.ipynb") == []
    assert len(mark_faults(notebook({"needs": "preparation"}), NEEDS, False, "a.ipynb")) == 1


def test_a_notebook_without_metadata_says_nothing() -> None:
    assert marks_of({}) == {}
