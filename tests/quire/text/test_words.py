"""How numbers are written for readers; the expected texts are rounded by hand."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scripts import NAMES

import studylib
from quire.text.messages import _
from quire.text.sides import isolate
from quire.text.words import apart_from, decimal, interval, listed, plain, rounded

LIBRARY = Path(studylib.__file__).parents[1]
FOR_READERS = (
    "quire/book",
    "quire/printing",
    "quire/showing",
    "quire/text",
    "studylib/charts",
    "studylib/findings",
    "studylib/pages",
)
"""Folders whose modules make what readers see; sentences that stand beside an analysis are in the files below."""

BESIDE_ANALYSES = (
    "studylib/questions/participation.py",
    "studylib/questions/priorities.py",
    "studylib/questions/situation.py",
)

NOT_READ = {
    ("studylib/charts/cityplots.py", "number"): "coordinates of SVG, which know no true minus sign",
    ("quire/showing/svg.py", "_shorter"): "coordinates of SVG",
    ("quire/showing/formulas.py", "draw_formula"): "sizes of SVG",
    ("quire/showing/formulas.py", "svg"): "sizes of SVG",
    ("quire/showing/formulas.py", "__html__"): "sizes of SVG",
    ("quire/showing/formulas.py", "_path"): "coordinates of SVG",
    ("studylib/charts/strips.py", "spread_dots"): "places of dots",
    ("quire/showing/picking.py", "block_of_dots"): "sizes of a drawing",
    ("quire/showing/picking.py", "_rows"): "places of dots",
    ("studylib/charts/views.py", "_round"): "the middle of a map, in degrees",
    (
        "studylib/charts/charts.py",
        "beside_panels",
    ): "labels of ticks, which Matplotlib sets at round numbers",
}
"""Where a number is rounded that no reader sees, and why."""


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (61.25, 1, "61.3"),
        (0.05, 1, "0.1"),
        (0.5, 0, "1"),
        (1.5, 0, "2"),
        (2.5, 0, "3"),
        (-0.5, 0, "−1"),
        (-2.25, 1, "−2.3"),
        (2.675, 2, "2.68"),
        (1.005, 2, "1.01"),
        (0.285 * 100, 0, "29"),
        (0.15 + 0.1, 1, "0.3"),
        ((0.1 + 0.2) / 2, 1, "0.2"),
        (-0.04, 1, "0.0"),
        (-0.0, 0, "0"),
        (99.95, 1, "100.0"),
        (12345.5, 0, "12346"),
        (1e-7, 1, "0.0"),
    ],
)
def test_halves_are_rounded_away_from_zero(value: float, digits: int, text: str) -> None:
    assert decimal(value, digits) == text
    assert rounded(value, digits) == float(text.replace("−", "-"))


@pytest.mark.parametrize(
    ("value", "text"), [(0.25, "+0.3"), (-0.25, "−0.3"), (0.04, "0.0"), (0.0, "0.0")]
)
def test_a_sign_stands_before_all_but_zero(value: float, text: str) -> None:
    assert decimal(value, sign=True) == text


@pytest.mark.parametrize(
    ("low", "high", "text"),
    [
        (0.04, 4.12, "+0.04 to +4.1"),
        (-4.12, -0.04, "−4.1 to −0.04"),
        (-0.004, 0.05, "−0.004 to +0.1"),
        (0.0, 2.0, "0.0 to +2.0"),
        (-1e-12, 2.0, "0.0 to +2.0"),
    ],
)
def test_an_end_of_a_change_is_written_as_zero_only_where_it_is_zero(
    low: float, high: float, text: str
) -> None:
    assert interval(low, high, sign=True) == text


def test_an_interval_of_a_correlation_or_a_ratio_shows_what_it_leaves_out() -> None:
    assert interval(0.001, 0.4, 2, null=0) == "0.001 to 0.40"
    assert interval(0.61, 0.996, 2, null=1) == "0.61 to 0.996"
    assert interval(1.0, 1.25, 2, null=1) == "1.00 to 1.25"


def test_where_nothing_is_left_out_an_interval_has_its_digits_and_no_more() -> None:
    assert interval(0.04, 61.25) == "0.0 to 61.3"
    assert interval(0.4, 12.5, 0) == "0 to 13"
    assert interval(float("nan"), float("nan")) == ""


@given(st.floats(-100, 100), st.integers(0, 3))
def test_no_end_stands_on_the_wrong_side_of_zero(value: float, digits: int) -> None:
    text = apart_from(value, digits).replace("−", "-")
    if abs(value) >= 1e-5:
        assert float(text) * value > 0
    assert abs(float(text) - value) <= 0.5 * 10**-digits + 1e-9


def test_every_number_for_readers_is_rounded_by_one_function() -> None:
    files = [path for folder in FOR_READERS for path in sorted((LIBRARY / folder).rglob("*.py"))]
    files += [LIBRARY / each for each in BESIDE_ANALYSES]
    found = {
        (path.relative_to(LIBRARY).as_posix(), function): line
        for path in files
        for function, line in _roundings(ast.parse(path.read_text(encoding="utf-8")))
    }
    assert found.keys() == NOT_READ.keys(), {
        key: line for key, line in found.items() if key not in NOT_READ
    }


def _roundings(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """The innermost function around every format of a float and every `round`, with its line."""
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    for node in ast.walk(tree):
        if _rounds(node):
            line = getattr(node, "lineno", 0)
            around = [
                each for each in functions if each.lineno <= line <= (each.end_lineno or line)
            ]
            yield max(around, key=lambda each: each.lineno).name if around else "", line


def _rounds(node: ast.AST) -> bool:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return bool(re.search(r"\{[^{}]*:[^{}]*\.\d+[feg%]\}|%\.\d+[feg]", node.value))
    if isinstance(node, ast.Call):
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        return name == "round"
    if isinstance(node, ast.FormattedValue) and node.format_spec is not None:
        spec = node.format_spec
        ends = [
            each.value for each in getattr(spec, "values", []) if isinstance(each, ast.Constant)
        ]
        # "g" without a number of digits writes a number as it is
        return (
            bool(ends)
            and "." in "".join(map(str, ends))
            and str(ends[-1])[-1:] in {"f", "e", "g", "%"}
        )
    return False


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Łódź", "Lodz"),
        ("Đà Nẵng", "Da Nang"),
        ("Ærø", "Aero"),
        ("Þorlákshöfn", "Thorlakshofn"),
        ("İzmir", "Izmir"),
        ("Œuilly", "Oeuilly"),
        ("Gəncə", "Gence"),
        ("GROẞBERG", "GROSSBERG"),
        ("Kīhei", "Kihei"),
        ("Київ", "Київ"),
    ],
)
def test_names_are_found_as_they_are_typed_with_capitals_too(name: str, typed: str) -> None:
    assert plain(name) == typed
    assert plain(name.upper()).casefold() == typed.casefold()


def test_only_names_that_are_read_from_the_right_are_kept_apart_from_a_sentence() -> None:
    changed = [script for script, name in NAMES.items() if isolate(name) != name]
    assert changed == ["Arabic", "Urdu", "Hebrew"]
    assert listed(["Graz", "יפו", "Wien"]) == "Graz, \u2068יפו\u2069 and Wien"
    said = _("{city}: {n} of {all}", city="יפו", n=3, all=_("{n} cities", n="12"))
    assert said == "\u2068יפו\u2069: 3 of 12 cities"
    assert said.parts["city"] == "יפו"
