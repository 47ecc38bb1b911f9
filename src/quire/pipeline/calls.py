"""What the code cells of a notebook read and show, taken off their syntax trees.

Only calls and names: the file of a notebook is read in `notebooks`, whether a table exists is known to `plan`.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from quire.core.project import SLUG


class Reader(StrEnum):
    """The functions that read processed tables and what other runs kept: the only way to data."""

    EDITION = "read_edition"
    EDITIONS = "read_editions"
    TABLES = "read_tables"
    ALL_TABLES = "read_all_tables"
    EDITIONS_UP_TO = "read_editions_up_to"
    TABLES_UP_TO = "read_tables_up_to"
    RESULTS = "read_results"
    ALL_RESULTS = "read_all_results"


RESULTS = frozenset({Reader.RESULTS, Reader.ALL_RESULTS})
OF_AN_EDITION = frozenset(
    {Reader.EDITION, Reader.TABLES, Reader.RESULTS, Reader.EDITIONS_UP_TO, Reader.TABLES_UP_TO}
)
OF_NO_TABLE = frozenset({Reader.EDITION, Reader.EDITIONS, Reader.EDITIONS_UP_TO})

WRITERS = {
    "show_figure": ("figures/{}.csv", "figures/{}.svg"),
    "show_table": ("figures/{}.csv",),
    "show_cards": ("figures/{}.csv",),
    "keep_table": ("tables/{}.csv", "tables/{}.json"),
}
"""Functions that write outputs under an id, and the files they write."""

KEEPER = "keep_table"
"""The one whose outputs other runs can read."""

STATER = "state"
"""The function that records a number for the prose in `values.json`."""

WATCHED = {*Reader, *WRITERS}

CLOCK = re.compile(
    r"(?:\w+\.)*(?:(?:datetime|Timestamp)\.(?:now|utcnow|today)|date\.today|time\.(?:time|time_ns|ctime)|uuid1)\("
    r"|(?:time\.)?(?:time|time_ns|ctime|localtime|gmtime)\(\)|time\.strftime\([^,]*\)$"
    r"|(?:\w+\.)*(?:Timestamp|to_datetime|datetime64)\('(?:now|today)'"
)
"""Calls that say what time it is."""

DATED = (
    "reads the clock, and no two runs would be alike",
    "take the day from the data, or the year from read_edition(edition)",
)


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
    notebook
        Whose results are read; empty for processed tables.
    surely
        Whether its results must be there: the call stands at the top level of its cell.
    """

    reader: Reader
    edition: str | None = None
    tables: tuple[str, ...] = ()
    notebook: str = ""
    surely: bool = False


@dataclass
class Calls:
    """What one cell does that the plan must know; `problems` are pairs of what is wrong and how to repair it."""

    reads: list[Read] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
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
        `shown` and `kept` are all ids, `expected` the files of those at the top level of the cell, below the run's folder.

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


def names_made(tree: ast.Module) -> set[str]:
    r"""Names that a cell gives to something: values, functions, classes, imports.

    >>> sorted(names_made(ast.parse("import a.b, c as d\ndef f(): ...\ng = 1")))
    ['a', 'd', 'f', 'g']
    """
    names = names_used(tree)[1]
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            names.add(node.name)
        elif isinstance(node, ast.alias):
            names.add(node.asname or node.name.partition(".")[0])
    return names


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
    if "(" not in ast.unparse(call.func) and CLOCK.match(whole := ast.unparse(call)):
        found.problems.append((f"{whole} {DATED[0]}", DATED[1]))
    if name in set(Reader):
        _look_at_read(found, Reader(name), call, surely)
    elif name in WRITERS:
        _look_at_write(found, name, call, surely)
    elif name == STATER and isinstance(call.func, ast.Name):
        found.states = found.states or surely


def _look_at_read(found: Calls, reader: Reader, call: ast.Call, surely: bool) -> None:
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
    if reader in OF_AN_EDITION:
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
    names = [each for each in map(_text, values) if each is not None]
    if len(names) < len(values):
        found.problems.append(
            (f"a table in {reader} is not a literal", 'write its name out: "cities"')
        )
        return
    notebook = names.pop(0) if names and reader in RESULTS else ""
    if reader not in OF_NO_TABLE and not names:
        found.problems.append(
            (f"{reader} names no table", 'name the tables it reads: "cities", "items"')
        )
    else:
        always = surely and reader in RESULTS
        found.reads.append(Read(reader, edition, tuple(names), notebook, always))


def _look_at_write(found: Calls, name: str, call: ast.Call, surely: bool) -> None:
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
        (found.kept if name == KEEPER else found.shown).append(shown)
        if surely:
            found.expected += [each.format(shown) for each in WRITERS[name]]


def _look_at_name(found: Calls, node: ast.AST, called: set[int]) -> None:
    """A reader or writer under another name would not be seen, so it must be called by its own."""
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
