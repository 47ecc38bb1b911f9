"""No number is typed into the prose of a results page; numbers in mark-up that says what they are, are no prose."""

from __future__ import annotations

import ast
import json
from pathlib import Path

import pytest
from conftest import NOTEBOOKS, ROOT, code, prose

from quire.book.prose import prose_faults, typed_numbers
from quire.pipeline.contents import cell_faults


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("In 2019, 8,716 rows and 4.5 points", ["2019", "8,716", "4.5"]),
        ("Of {ref}`n_12` cities", []),
        ("From 0 to 100, 50 in the middle", []),
        ("R², CO₂, M49 and NO2 are names", []),
        ("`n = 3` is code, [a link](page-12.md) is one", []),
        ("## 2.1 Where they are\n\n12. Twelfth\n13. Thirteenth: of 14", ["14"]),
        ("## 12 cities", ["12"]),
        ("See [^3].\n\n[^3]: Said by 7.", ["7"]),
        ("```python\nn = 12\n```\n\n    n = 13", []),
        ("```{note}\nThere are 42.\n```", ["42"]),
        (":::{note} Of 43\n44 more\n:::", ["43", "44"]),
        ("| a |\n|---|\n| 42 |", ["42"]),
        ("<p class='x2'>There are 42.</p>", ["42"]),
        ("Line\n: 42", ["42"]),
        ("![41 dots](/_static/a9.png)", ["41"]),
        ("$x_2 = 3 y$ and $42$ of $80$", ["42", "80"]),
        ("$$\nx = 3\n$$\n\nIt costs \\$5.", ["5"]),
        ("1. First this", []),
        ("10. Tenth that", []),
        ("The *Handbook* (2008) says so.", []),
        ("In *Windows 95* nothing of this was there.", []),
        ("[Habitat 3](https://example.org) was a conference.", []),
        ("In `n = 42` and $x_2 = 3 y$ the numbers are code and formulas.", []),
        ("The law is in Spanish: *Ley 1341 de 2009*.", []),
        ("What *Fortune 500* firms, are large.", []),
        ("It is called *Route 66*.", []),
    ],
)
def test_typed_numbers_are_found_and_others_are_not(text: str, typed: list[str]) -> None:
    assert typed_numbers(text) == typed


@pytest.mark.parametrize(
    "text",
    [
        "**42 of 80** agree.",
        "*In all, 42 of 80* agree.",
        "[Of 80 cities](x.md), most agree.",
        "- 42 cities",
    ],
)
def test_mark_up_does_not_hide_a_figure(text: str) -> None:
    assert typed_numbers(text)


def test_all_of_them_are_named_with_their_cells() -> None:
    left_out = {**prose("14"), "metadata": {"tags": ["remove-cell"]}}
    cells = [prose("# Title"), code("n = 12"), left_out, prose("Of 12 and 13.")]
    faults = prose_faults(cells, "notebooks/edition/10_a.ipynb")
    assert [(fault.column, fault.value) for fault in faults] == [("cell 4", "12"), ("cell 4", "13")]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_the_notebooks_of_the_study_have_none(path: Path) -> None:
    cells = json.loads(path.read_text("utf-8"))["cells"]
    assert prose_faults(cells, path.name) == []
    assert cell_faults(cells, path.name, ROOT / "book") == []


def test_captions_have_none_either() -> None:
    """They stand in the code of findings and pages."""
    texts = [
        part.value
        for path in ROOT.glob("src/studylib/*/*.py")
        for call in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(call, ast.keyword) and call.arg in {"caption", "alt", "title"}
        for part in ast.walk(call.value)
        if isinstance(part, ast.Constant) and isinstance(part.value, str)
    ]
    assert len(texts) > 50
    assert [text for text in texts if typed_numbers(text)] == []
