"""No number is typed into the prose of a results page."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import ROOT, code, prose

from quire.book.prose import check_prose, typed_numbers
from quire.core.errors import Faults


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("There are 12 cities.", ["12"]),
        ("In 2019, 8,716 rows and 4.5 points", ["2019", "8,716", "4.5"]),
        ("Of {ref}`n_12` cities", []),
        ("From 0 to 100, 50 in the middle", []),
        ("R², CO₂, M49 and NO2 are names", []),
        ("`n = 3` is code, [a link](page-12.md) is one", []),
        ("The share (71) of all", ["71"]),
    ],
)
def test_typed_numbers_are_found_and_others_are_not(text: str, typed: list[str]) -> None:
    assert typed_numbers(text) == typed


def test_all_of_them_are_named_with_their_cells() -> None:
    cells = [prose("# Title"), code("n = 12"), prose("Of 12 and 13.")]
    with pytest.raises(Faults) as raised:
        check_prose(cells, "notebooks/edition/10_a.ipynb")
    assert [(each.column, each.value) for each in raised.value.faults] == [
        ("cell 3", "12"),
        ("cell 3", "13"),
    ]


@pytest.mark.parametrize(
    "path", sorted(ROOT.glob("notebooks/*/[!.]*.ipynb")), ids=lambda path: path.stem
)
def test_the_notebooks_of_the_study_have_none(path: Path) -> None:
    check_prose(json.loads(path.read_text("utf-8"))["cells"], path.name)


def test_captions_have_none_either() -> None:
    import ast

    for path in sorted(ROOT.glob("notebooks/*/[!.]*.ipynb")):
        for cell in json.loads(path.read_text("utf-8"))["cells"]:
            if cell["cell_type"] != "code":
                continue
            for call in ast.walk(ast.parse("".join(cell["source"]))):
                if isinstance(call, ast.keyword) and call.arg in {"caption", "alt"}:
                    parts = [
                        each.value
                        for each in ast.walk(call.value)
                        if isinstance(each, ast.Constant)
                    ]
                    assert not [
                        typed_numbers(each)
                        for each in parts
                        if isinstance(each, str) and typed_numbers(each)
                    ], path
