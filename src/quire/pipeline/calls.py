"""What the code cells of a notebook read and show, taken off their syntax trees.

Only calls and names: the file of a notebook is read in `notebooks`, whether a table exists is known to `plan`.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from quire.core.project import SLUG


class Reader(StrEnum):
    """The functions of `studylib.data.tables` that read: the only way to data."""

    EDITION = "read_edition"
    EDITIONS = "read_editions"
    TABLES = "read_tables"
    ALL_TABLES = "read_all_tables"


SHOWERS = {"show_figure": (".csv", ".svg"), "show_table": (".csv",), "show_cards": (".csv",)}
"""Functions that write outputs, and the endings of the files they write."""

STATER = "state"
"""The function that records a number for the prose in `values.json`."""

WATCHED = {*Reader, *SHOWERS}
OTHER_READERS = {
    "open",
    "read_csv",
    "read_excel",
    "read_json",
    "read_parquet",
    "read_text",
    "read_bytes",
    "loadtxt",
}


@dataclass(frozen=True)
class Read:
    """One call that reads.

    Attributes
    ----------
    reader
        Which function.
    edition
        Id of an edition, if it is written out; None if it is the parameter `edition` or there is none.
    tables
        Names of the tables.
    """

    reader: Reader
    edition: str | None = None
    tables: tuple[str, ...] = ()


@dataclass
class Calls:
    """What one cell does that the plan must know; `problems` are pairs of what is wrong and how to repair it."""

    reads: list[Read] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)
    states: bool = False
    problems: list[tuple[str, str]] = field(default_factory=list)


def calls_of(tree: ast.Module) -> Calls:
    """Find what a cell reads and shows.

    Parameters
    ----------
    tree
        Syntax tree of the cell.

    Returns
    -------
    Calls
        `shown` are all ids, `expected` the files of those at the top level of the cell, below the run's folder.

    >>> calls_of(ast.parse('show_figure("map", draw(cities), data=cities)')).expected
    ['figures/map.csv', 'figures/map.svg']
    """
    found = Calls()
    surely = {id(call) for call in _top_level_calls(tree.body)}
    called = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called.add(id(node.func))
            _look_at_call(found, node, id(node) in surely)
    for node in ast.walk(tree):
        _look_at_name(found, node, called)
    return found


def names_used(tree: ast.Module) -> tuple[set[str], set[str]]:
    """Names that a cell reads, and names that it assigns.

    >>> names_used(ast.parse("a = b + c"))[0] == {"b", "c"}
    True
    """
    names = [node for node in ast.walk(tree) if isinstance(node, ast.Name)]
    loaded = {node.id for node in names if isinstance(node.ctx, ast.Load)}
    return loaded, {node.id for node in names if not isinstance(node.ctx, ast.Load)}


def _top_level_calls(body: list[ast.stmt]) -> Iterator[ast.Call]:
    """Calls that are a statement of their own, or assigned by one, and so always made; also inside `with`."""
    for statement in body:
        if isinstance(statement, ast.With):
            yield from _top_level_calls(statement.body)
        elif isinstance(statement, (ast.Expr, ast.Assign)) and isinstance(
            statement.value, ast.Call
        ):
            yield statement.value


def _look_at_call(found: Calls, call: ast.Call, surely: bool) -> None:
    name = _name(call.func)
    if name in set(Reader):
        _look_at_read(found, Reader(name), call)
    elif name in SHOWERS:
        _look_at_show(found, name, call, surely)
    elif name == STATER and isinstance(call.func, ast.Name):
        found.states = found.states or surely
    elif name in OTHER_READERS:
        found.problems.append(
            (
                f"{name}(...) reads what the plan cannot see",
                "read processed tables with read_tables from studylib.data.tables",
            )
        )


def _look_at_read(found: Calls, reader: Reader, call: ast.Call) -> None:
    values = list(call.args)
    if call.keywords or any(isinstance(each, ast.Starred) for each in values):
        found.problems.append(
            (
                f"{reader} is not called with plain names",
                'write it as read_tables(edition, "cities")',
            )
        )
        return
    edition = None
    if reader in {Reader.EDITION, Reader.TABLES}:
        first = values.pop(0) if values else None
        edition = _text(first)
        if edition is None and not (isinstance(first, ast.Name) and first.id == "edition"):
            found.problems.append(
                (
                    f"the edition in {reader} is not the parameter",
                    f"write it as {reader}(edition, ...)",
                )
            )
            return
    tables = [_text(each) for each in values]
    if None in tables:
        found.problems.append(
            (f"a table in {reader} is not a literal", 'write its name out: "cities"')
        )
    elif reader in {Reader.TABLES, Reader.ALL_TABLES} and not tables:
        found.problems.append(
            (f"{reader} names no table", 'name the tables it reads: "cities", "items"')
        )
    else:
        found.reads.append(
            Read(reader, edition, tuple(each for each in tables if each is not None))
        )


def _look_at_show(found: Calls, name: str, call: ast.Call, surely: bool) -> None:
    shown = _text(call.args[0]) if call.args else None
    if shown is None:
        found.problems.append(
            (f"the id in {name} is not a literal", f'write it out: {name}("cities-map", ...)')
        )
    elif not SLUG.fullmatch(shown):
        found.problems.append(
            (
                f"the id {shown!r} in {name} is no valid id",
                "use lower-case letters, digits, '-' and '_' only",
            )
        )
    else:
        found.shown.append(shown)
        if surely:
            found.expected += [f"figures/{shown}{ending}" for ending in SHOWERS[name]]


def _look_at_name(found: Calls, node: ast.AST, called: set[int]) -> None:
    """A reader or shower under another name would not be seen, so it must be called by its own."""
    if isinstance(node, ast.ImportFrom):
        for each in node.names:
            if each.asname not in {None, each.name} and each.name in WATCHED:
                found.problems.append(
                    (f"{each.name} is imported under another name", f"import it as {each.name}")
                )
    elif (
        isinstance(node, (ast.Name, ast.Attribute))
        and _name(node) in WATCHED
        and id(node) not in called
    ):
        found.problems.append((f"{_name(node)} is not called here", "call it by its own name"))


def _name(node: ast.expr) -> str:
    if isinstance(node, ast.Name):
        return node.id
    return node.attr if isinstance(node, ast.Attribute) else ""


def _text(node: ast.expr | None) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None
