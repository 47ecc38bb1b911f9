"""What an error in a cell could have meant: the columns that there are, the name that is nearest; below the error, as a note.

An extension of IPython, which the kernels of runs load, and any notebook can with `%load_ext quire.kernels.hints`. It looks at the
frames of a traceback, which are in the kernel alone, and executes nothing of what failed once more.
"""

from __future__ import annotations

import ast
import builtins
import inspect
import linecache
import os
import pkgutil
import re
import sys
from collections import ChainMap
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from difflib import SequenceMatcher, get_close_matches
from itertools import islice
from pathlib import Path
from types import FrameType, TracebackType
from typing import Any

from quire.core.errors import ABSENT, name_circle
from quire.core.project import Project

HINT = "hint: "
"""How a hint begins, by which the report of a run finds it in a traceback."""

BUILTINS = vars(builtins).keys() - {"copyright", "credits", "license", "exit", "quit"}
"""What can be meant by a name in a cell, if it is very like: not what Python has for its prompt alone."""

LISTED, COMPARED = 12, 5_000
"""Names that are listed, and that are looked at: the rows of a frame have names, too."""

Place = tuple[FrameType, int]
"""A frame of a traceback, and the instruction in it."""


def load_ipython_extension(shell: Any) -> None:
    """Add a hint to the errors that have one, as `%load_ext` calls it."""
    shell.set_custom_exc(tuple(FINDERS), _show)


def _show(
    shell: Any,
    kind: type[BaseException],
    error: BaseException,
    traceback: TracebackType | None,
    tb_offset: int | None = None,
) -> None:
    with suppress(Exception):  # the error itself is what must be seen
        hint = find_hint(error)
        if hint:
            error.add_note(f"{HINT}{hint}")
    shell.showtraceback((kind, error, traceback), tb_offset=tb_offset)


def find_hint(error: BaseException) -> str:
    """What the error could have meant; empty if nobody knows.

    >>> import math
    >>> try:
    ...     math.cosinus(1)
    ... except AttributeError as error:
    ...     print(find_hint(error))
    did you mean 'copysign' or 'sin'?
    """
    finder = next((found for kind, found in FINDERS.items() if isinstance(error, kind)), None)
    places = _places(error.__traceback__)
    return name_circle(error) or (finder(error, places) if finder and places else "")


def _of_key(error: Any, places: list[Place]) -> str:
    what, labels = _labels(places)
    return _listed(_asked(error, labels), labels, what) if what else ""


def _of_attribute(error: Any, places: list[Place]) -> str:
    if _is(error.obj, "DataFrame"):
        return _listed([error.name], list(error.obj.columns), _columns(error.obj, places))
    if isinstance(error.obj, tuple):
        return _of_tuple(_expression(*places[0]), places[0][0])
    return _guess(error.name, dir(error.obj))


def _of_tuple(part: ast.expr | None, frame: FrameType) -> str:
    """What to write where one thing was taken for another: a function that gives several gives a tuple also of one."""
    if not isinstance(part, ast.Attribute | ast.Subscript) or not isinstance(part.value, ast.Name):
        return ""
    name, held = part.value.id, _value(part.value, frame)
    if not isinstance(held, tuple):
        return ""
    if len(held) == 1:
        return f"{name} is a tuple with one thing in it: write ({name},) = ... where it is made"
    return (
        f"{name} is a tuple of {len(held)}: give each its name where it is made, or take {name}[0]"
    )


def _of_name(error: Any, places: list[Place]) -> str:
    name = error.name or next(iter(re.findall(r"name '(\w+)' is not defined", str(error))), "")
    for frame, _ in places:
        if _is_of_pandas(frame) and _is(frame.f_locals.get("self"), "DataFrame"):
            table = frame.f_locals["self"]
            return _listed([name], list(table.columns), _columns(table, places))
    frame = places[0][0]
    python = get_close_matches(name, BUILTINS, cutoff=0.75)
    names = {*frame.f_locals, *frame.f_globals, *python}
    return _guess(name, names) or "make it in a cell above and run that, or import it"


def _of_import(error: Any, _: list[Place]) -> str:
    name = next(iter(re.findall(r"cannot import name '(\w+)'", str(error))), "")
    package, _dot, last = (error.name or "").rpartition(".")
    module = sys.modules.get(error.name if name else package)
    inside = pkgutil.iter_modules(getattr(module, "__path__", []) if module or package else None)
    modules = [info.name for info in inside]
    guess = _guess(name, [*dir(module), *modules]) if name else _guess(last, modules)
    if guess or (package and not name):
        return guess
    return f"see what there is in {error.name}" if name else ABSENT.format(last)


def _of_argument(error: Any, places: list[Place]) -> str:
    name = next(iter(re.findall(r"unexpected keyword argument '(\w+)'", str(error))), "")
    _, lacks, lacking = str(error).partition(" missing ")
    call = _expression(*places[0])
    if isinstance(call, ast.Subscript):
        return _of_tuple(call, places[0][0])
    if not (name or lacks) or not isinstance(call, ast.Call):
        return ""
    function = _value(call.func, places[0][0])
    if lacks:
        meant = {one: _meaning(function, one) for one in re.findall(r"'(\w+)'", lacking)}
        return "give also " + "; ".join(
            f"{one} ({what})" if what else one for one, what in meant.items()
        )
    parameters = inspect.signature(function).parameters
    return _listed(
        [name],
        [parameter for parameter in parameters if parameter != "self"],
        "parameters there are",
    )


def _meaning(function: Any, parameter: str) -> str:
    """What a parameter is for: the first words of what the function says of it, or of the one whose it is."""
    said = re.search(
        rf"^(?:\w+, )*{parameter}(?:, \w+)*\n +(.+)$", inspect.getdoc(function) or "", re.MULTILINE
    )
    words = re.split(r"[.:;](?: |$)", said[1])[0] if said else ""
    other = re.fullmatch(r"As in `(\w+)`", words)
    return _meaning(function.__globals__[other[1]], parameter) if other else words


def _of_file(error: Any, _: list[Place]) -> str:
    if error.filename is None:
        return ""
    project, path = Project.of_notebook(), Path(os.fsdecode(error.filename))
    tables = {table.stem for table in project.processed.glob("*/*.csv")}
    name = next(iter(get_close_matches(path.stem, tables, n=1)), "...")
    here = f"paths start in {project.relative(Path.cwd())}, where the notebook is at work; "
    return f'{here}tables are read by their names: read_tables(edition, "{name}")'


FINDERS: dict[type[Exception], Callable[[Any, list[Place]], str]] = {
    KeyError: _of_key,
    AttributeError: _of_attribute,
    NameError: _of_name,
    ImportError: _of_import,
    FileNotFoundError: _of_file,
    TypeError: _of_argument,
}


def _places(traceback: TracebackType | None) -> list[Place]:
    """The frames of a traceback, the innermost first."""
    places = []
    while traceback is not None:
        places.append((traceback.tb_frame, traceback.tb_lasti))
        traceback = traceback.tb_next
    return places[::-1]


def _labels(places: list[Place]) -> tuple[str, list[Any]]:
    """What the labels are that a key was looked up in, and which there are: the nearest of pandas, or a dictionary."""
    own: list[Any] = [frame.f_locals.get("self") for frame, _ in _while_of_pandas(places)]
    frames = [owner for owner in own if _is(owner, "DataFrame")]
    for owner in own:
        if _is(owner, "Index"):
            whose = next((frame for frame in frames if owner is frame.columns), None)
            what = "labels there are" if whose is None else _columns(whose, places)
            return what, list(islice(owner, COMPARED))
        frame: Any = owner if _is(owner, "DataFrame") else getattr(owner, "__dict__", {}).get("obj")
        if _is(frame, "DataFrame"):
            return _columns(frame, places), list(frame.columns)
    lookup = _expression(*places[0])
    if isinstance(lookup, ast.Subscript):
        owner = _value(lookup.value, places[0][0])
        if isinstance(owner, Mapping):
            return "keys there are", list(islice(owner, COMPARED))
    return "", []


def _columns(table: Any, places: list[Place]) -> str:
    """Whose columns are listed: of the variable that holds the table where the error came up, or one with the same columns."""
    frame = next((frame for frame, _ in places if not _is_of_pandas(frame)), None)
    names = {**frame.f_globals, **frame.f_locals} if frame else {}
    same = [
        name
        for name, one in names.items()
        if _is(one, "DataFrame") and one.columns.equals(table.columns) and name[0] != "_"
    ]
    best = sorted(same, key=lambda name: names[name] is not table)
    return f"columns of {best[0]}" if best else "columns there are"


def _while_of_pandas(places: list[Place]) -> Iterable[Place]:
    for place in places:
        if not _is_of_pandas(place[0]):
            return
        yield place


def _is_of_pandas(frame: FrameType) -> bool:
    name = str(frame.f_globals.get("__name__", ""))
    return name.startswith("pandas.") or frame.f_code.co_filename.startswith("pandas/")


def _is(thing: Any, kind: str) -> bool:
    """Whether it is of a class of pandas, which need not be imported for it."""
    of_pandas = getattr(sys.modules.get("pandas"), kind, None)
    return of_pandas is not None and isinstance(thing, of_pandas)


def _asked(error: KeyError, labels: list[Any]) -> list[str]:
    """The keys that are not there: pandas gives the key itself, or a sentence with it in quotes."""
    key = error.args[0] if error.args else ""
    keys = list(key) if isinstance(key, list | tuple) or _is(key, "Index") else [key]
    if isinstance(key, str) and (" " in key or key.startswith("[")):
        keys = re.findall(r"'([^']+)'", key) or [key.rpartition(": ")[2]]
    return [str(key) for key in keys if key not in labels]


def _expression(frame: FrameType, instruction: int) -> ast.expr | None:
    """The part of the source that an instruction stands for."""
    position = next(islice(frame.f_code.co_positions(), instruction // 2, None), None)
    if position is None or None in position:
        return None
    first, last, begin, end = (number or 0 for number in position)
    lines = linecache.getlines(frame.f_code.co_filename, frame.f_globals)[first - 1 : last]
    cut = [line.encode() for line in lines]
    if not cut:
        return None
    cut[-1] = cut[-1][:end]
    cut[0] = cut[0][begin:]
    return ast.parse(b"(" + b"".join(cut) + b")", mode="eval").body


def _value(node: ast.expr, frame: FrameType) -> Any:
    """The value of a name, with attributes and constant keys; nothing is called but properties."""
    match node:
        case ast.Name(id=name):
            return ChainMap(frame.f_locals, frame.f_globals, vars(builtins))[name]
        case ast.Attribute(value=owner, attr=name):
            return getattr(_value(owner, frame), name)
        case ast.Subscript(value=owner, slice=ast.Constant(value=key)):
            return _value(owner, frame)[key]
    raise LookupError


def _guess(name: str, names: Iterable[str]) -> str:
    """The nearest of very many names, of which nobody wants a list."""
    own = [
        word for word in dict.fromkeys(names) if not word.startswith("_") or name.startswith("_")
    ]
    close = get_close_matches(name, own, n=2)
    return f"did you mean {' or '.join(map(repr, close))}?" if close else ""


def _listed(asked: list[str], names: list[Any], what: str) -> str:
    """Which names there are, the nearest to those that were asked for first."""
    if not asked:
        return ""
    words = list(dict.fromkeys(map(str, names)))

    def nearness(word: str) -> float:
        return max(SequenceMatcher(None, word, one).ratio() for one in asked)

    near = sorted(words, key=nearness, reverse=True)
    close = [get_close_matches(one, words, n=1) for one in asked]
    meant = [repr(matches[0]) for matches in close if matches]
    guess = f"did you mean {' and '.join(dict.fromkeys(meant))}? " if meant else ""
    shown = ", ".join(map(repr, near[:LISTED])) or "none"
    more = f" and {len(words) - LISTED:,} more" if len(words) > LISTED else ""
    return f"{guess}{what}: {shown}{more}"
