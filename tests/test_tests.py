"""The tests themselves: none of them holds only because there was nothing to look at."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest
from conftest import ROOT

WRITTEN = (ast.List, ast.Tuple, ast.Set, ast.Dict, ast.Constant)
FIXED = {"range", "enumerate", "zip", "sorted", "reversed", "items", "values", "keys"}


def may_be_empty(of: ast.expr) -> bool:
    """Whether it is not written there what a loop goes through."""
    if isinstance(of, ast.Call):
        name = of.func.attr if isinstance(of.func, ast.Attribute) else ast.unparse(of.func)
        within = of.func.value if isinstance(of.func, ast.Attribute) else None
        return name not in FIXED or any(
            map(may_be_empty, [*([within] if within else []), *of.args])
        )
    return not isinstance(of, WRITTEN)


def claims(node: ast.AST, sure: bool = True) -> Iterator[bool]:
    """Each claim of a test, and whether it is made in any case."""
    if isinstance(node, ast.Assert):
        yield sure and not (
            isinstance(node.test, ast.Call)
            and ast.unparse(node.test.func) == "all"
            and isinstance(node.test.args[0], ast.GeneratorExp)
            and may_be_empty(node.test.args[0].generators[0].iter)
        )
    if isinstance(node, ast.withitem) and "raises" in ast.unparse(node.context_expr):
        yield sure
    for part in ast.iter_child_nodes(node):
        yield from claims(
            part, sure and not (isinstance(node, ast.For) and may_be_empty(node.iter))
        )


def empty_claims(source: str) -> list[str]:
    """Tests that claim something, and all of it of what may be nothing; those whose helpers claim are not seen."""
    tests = [
        node
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    ]
    made = {test.name: list(claims(test)) for test in tests}
    return [name for name, sure in made.items() if sure and not any(sure)]


@pytest.mark.parametrize(
    ("body", "empty"),
    [
        ("for path in paths():\n  assert path", True),
        ("for path in paths():\n  with pytest.raises(OSError):\n   path.open()", True),
        ("assert all(path.exists() for path in paths())", True),
        ("for a, b in zip((1, 2), paths()):\n  assert a < b", True),
        ("for a, b in {1: 2}.items():\n  assert a < b", False),
        ("assert paths()\n for path in paths():\n  assert path", False),
        ("check(paths())", False),
    ],
)
def test_what_holds_of_nothing_is_noticed(body: str, empty: bool) -> None:
    assert empty_claims(f"def test_a():\n {body}") == ["test_a"] * empty


def test_no_test_holds_because_there_was_nothing_to_look_at() -> None:
    """Say first that there is something: `assert "cities.csv" in files`."""
    sources = {path.name: path.read_text("utf-8") for path in ROOT.glob("tests/**/test_*.py")}
    assert "test_tests.py" in sources
    empty = {name: empty_claims(source) for name, source in sources.items()}
    assert {name: tests for name, tests in empty.items() if tests} == {}
