"""The key of a run: everything its result depends on, and which part of it changed.

Digests of code, library, parameters, inputs and environment. What is on disk lives in `runs`, which runs there are in
`plan`.
"""

from __future__ import annotations

import ast
import io
import sys
import tokenize
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from quire.core.errors import StudyError, nearest
from quire.core.project import Project, digest, digest_file

PACKAGES = ("quire", "studylib")
RUNNING = Path(__file__).parents[2]
"""Where the code that is running lies: the press, for a study that keeps none of its own."""

FORMAT = 1
"""Form of a result on disk; counting it up re-runs everything."""

EXECUTION_TAGS = frozenset({"parameters", "raises-exception", "skip-execution"})
"""Tags that change how a cell is executed; all others are for the book."""


@dataclass(frozen=True)
class Key:
    """All that a run's result depends on.

    Attributes
    ----------
    code
        Digest of each code cell, in order.
    library
        Digest of each module of the library that the notebook imports, directly or not, by name.
    parameters
        Values by name.
    inputs
        SHA-256 of each processed table it reads, by path below `data/processed`.
    environment
        Digest of the lock file, Python's version, form of the result.
    """

    code: tuple[str, ...]
    library: dict[str, str]
    parameters: dict[str, Any]
    inputs: dict[str, str]
    environment: dict[str, str]

    def to_data(self) -> dict[str, Any]:
        """The key as plain data, as it stands in a record."""
        return {**asdict(self), "code": list(self.code)}


def changes(old: Mapping[str, Any], key: Key) -> tuple[str, ...]:
    """Say which parts of a key differ from the one in a record; empty if none does.

    >>> key = Key(("a",), {}, {"least": 4}, {}, {})
    >>> changes({**key.to_data(), "parameters": {"least": 3}}, key)
    ('parameter least: 3 -> 4',)
    """
    return (
        *_code_changes(list(old.get("code", [])), list(key.code)),
        *mapping_changes("library", old.get("library", {}), key.library),
        *_parameter_changes(old.get("parameters", {}), key.parameters),
        *mapping_changes("input", old.get("inputs", {}), key.inputs),
        *_environment_changes(old.get("environment", {}), key.environment),
    )


def mapping_changes(what: str, old: Mapping[str, str], new: Mapping[str, str]) -> tuple[str, ...]:
    """Say which named things changed, came or went between two mappings of digests.

    >>> mapping_changes("input", {"a": "1", "b": "1"}, {"a": "2", "c": "1"})
    ('input a changed', 'input b no longer used', 'input c is new')
    """
    said = []
    for name in sorted({*old, *new}):
        if name not in new:
            said.append(f"{what} {name} no longer used")
        elif name not in old:
            said.append(f"{what} {name} is new")
        elif old[name] != new[name]:
            said.append(f"{what} {name} changed")
    return tuple(said)


def environment(project: Project) -> dict[str, str]:
    """What a run depends on beside the repository: the locked packages and Python's major and minor version."""
    lock = project.root / "requirements.lock"
    return {
        "requirements.lock": digest_file(lock) if lock.is_file() else "missing",
        "Python": f"{sys.version_info.major}.{sys.version_info.minor}",
        "format of results": str(FORMAT),
    }


def cell_digest(source: str, tree: ast.Module, tags: Iterable[str] = ()) -> str:
    """Digest of what a code cell does: comments and layout do not count.

    A closing semicolon does, because it hides the output.

    >>> cell_digest("a = 1", ast.parse("a = 1")) == cell_digest("a=1 # one", ast.parse("a=1 # one"))
    True
    >>> cell_digest("a", ast.parse("a")) == cell_digest("a;", ast.parse("a;"))
    False
    """
    parts = [ast.dump(tree), str(_hides_output(source)), *sorted(EXECUTION_TAGS & set(tags))]
    return digest("\n".join(parts).encode())


def library_digests(project: Project, modules: Iterable[str]) -> dict[str, str]:
    """Digests of modules of the library and of all that they import, however indirectly.

    Parameters
    ----------
    project
        Its `library` folder is read; nothing is imported.
    modules
        Names such as `studylib.data.balance`.

    Returns
    -------
    dict
        Name to digest of the syntax tree without docstrings, sorted by name. Imports inside functions count.

    Raises
    ------
    StudyError
        If a module does not exist or is not valid Python.
    """
    found: dict[str, str] = {}
    waiting = list(modules)
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        path = module_path(project, name)
        if path is None:
            raise StudyError(
                f"there is no module {name}",
                where="src",
                repair=nearest(name, library_modules(project)),
            )
        found[name], imports = _module(
            path.read_bytes(), name, path.name == "__init__.py", project.relative(path)
        )
        waiting.extend(_closest(project, each) for each in imports)
        if "." in name:
            waiting.append(name.rpartition(".")[0])
    return dict(sorted(found.items()))


def library_modules(project: Project) -> list[str]:
    """Names of all modules of the library."""
    parts = [
        path.relative_to(project.library).with_suffix("").parts
        for package in PACKAGES
        for path in (project.library / package).rglob("*.py")
    ]
    return sorted(".".join(each[:-1] if each[-1] == "__init__" else each) for each in parts)


def module_path(project: Project, name: str) -> Path | None:
    """The file of a module of the library, or None: the checkout's own, or else the one that is running."""
    for folder in (project.library, RUNNING):
        stem = folder.joinpath(*name.split("."))
        for path in (stem.with_suffix(".py"), stem / "__init__.py"):
            if path.is_file():
                return path
        if (folder / name.partition(".")[0]).is_dir():
            return None
    return None


def library_imports(tree: ast.AST, package: str = "") -> list[tuple[str, str]]:
    """What a syntax tree imports from the library, as (module, name in it or empty).

    Parameters
    ----------
    tree
        Any tree; imports inside functions count.
    package
        The package that relative imports start from; empty where there are none.

    >>> library_imports(ast.parse("from studylib import scores"))
    [('studylib', 'scores')]
    """
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [(each.name, "") for each in node.names]
        elif isinstance(node, ast.ImportFrom):
            parents = (
                package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            )
            module = ".".join([*parents, *([node.module] if node.module else [])])
            found += [(module, each.name) for each in node.names]
    return [each for each in found if each[0].partition(".")[0] in PACKAGES]


def imported_module(project: Project, module: str, name: str) -> str:
    """The module that `from module import name` brings in: `module.name` if that is a module, else `module`."""
    inner = f"{module}.{name}"
    return inner if name and module_path(project, inner) is not None else module


def _closest(project: Project, imported: tuple[str, str]) -> str:
    return imported_module(project, *imported)


@lru_cache(maxsize=256)
def _module(
    source: bytes, name: str, is_package: bool, where: str
) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Digest and imports of a module; kept by its bytes, because plan and preparation both ask."""
    try:
        tree = ast.parse(source)
    except SyntaxError as error:
        raise StudyError(
            f"is not valid Python ({error.msg})",
            where=f"{where}:{error.lineno}",
            repair="correct the module",
        ) from None
    imports = library_imports(tree, name if is_package else name.rpartition(".")[0])
    return digest(ast.dump(_without_texts(tree)).encode()), tuple(imports)


def _without_texts(tree: ast.Module) -> ast.Module:
    """The tree without docstrings and the strings below attributes: statements that do nothing."""
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list):
            node.body = [each for each in body if not _is_text(each)]  # type: ignore[attr-defined]
    return tree


def _is_text(node: ast.stmt) -> bool:
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )


def _hides_output(source: str) -> bool:
    """Whether the last thing in a cell is a semicolon, as IPython looks at it."""
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    ignored = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.ENDMARKER, tokenize.DEDENT}
    last = [token.string for token in tokens if token.type not in ignored][-1:]
    return last == [";"]


def _code_changes(old: list[str], new: list[str]) -> list[str]:
    if len(old) != len(new):
        return [f"code cells: {len(old)} -> {len(new)}"]
    return [
        f"code cell {n} changed"
        for n, (a, b) in enumerate(zip(old, new, strict=True), start=1)
        if a != b
    ]


def _parameter_changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    said = []
    for name in sorted({*old, *new}):
        before, after = (repr(each[name]) if name in each else "none" for each in (old, new))
        if before != after:
            said.append(f"parameter {name}: {before} -> {after}")
    return said


def _environment_changes(old: Mapping[str, str], new: Mapping[str, str]) -> list[str]:
    said = []
    for name in sorted({*old, *new}):
        before, after = old.get(name, "none"), new.get(name, "none")
        if before != after:
            said.append(f"{name} changed" if len(after) == 64 else f"{name}: {before} -> {after}")
    return said
