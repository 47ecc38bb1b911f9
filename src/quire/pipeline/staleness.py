"""What code depends on, as digests: code cells, modules of the library with all that they import, the environment.

These are parts of the keys of steps; whether a step is stale is decided in `core.steps`.
"""

from __future__ import annotations

import ast
import io
import os
import sys
import tokenize
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from quire.core.errors import StudyError, nearest
from quire.core.project import RUNNING, Project, digest, digest_file
from quire.pipeline.known_modules import Module, known_modules, module_key

FORMAT = 1
"""Form of a result on disk; counting it up re-runs everything."""

EXECUTION_TAGS = frozenset({"parameters", "raises-exception", "skip-execution"})
"""Tags that change how a cell is executed; all others are for the book."""


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


Modules = dict[str, tuple[str, tuple[str, ...]]]
"""Modules that were read in one look at the library: digest, and the modules that each needs."""


def library_digests(
    project: Project, modules: Iterable[str], read: Modules | None = None
) -> dict[str, str]:
    """Digests of modules of the library and of all that they import, however indirectly.

    Parameters
    ----------
    project
        Its `library` folder is read; nothing is imported.
    modules
        Names such as `quire.core.errors`.
    read
        What was read before in the same look, and is added to; without it every module is read.

    Returns
    -------
    dict
        Name to digest of the syntax tree without docstrings, sorted by name. Imports inside functions count.

    Raises
    ------
    StudyError
        If a module does not exist or is not valid Python.
    """
    read = {} if read is None else read
    found: dict[str, str] = {}
    waiting = list(modules)
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        if name not in read:
            read[name] = _read_module(project, name)
        found[name], needed = read[name]
        waiting.extend(needed)
    return dict(sorted(found.items()))


def _read_module(project: Project, name: str) -> tuple[str, tuple[str, ...]]:
    """The digest of a module, and the modules that it needs: what it imports, and the package that it lies in."""
    path = module_path(project, name)
    if path is None:
        repair = nearest(name, library_modules(project))
        raise StudyError(f"there is no module {name}", where="src", repair=repair)
    source, is_package = path.read_bytes(), path.name == "__init__.py"
    known = known_modules(project)
    key = module_key(source, name, is_package, project.packages)
    made = known.get(name, key)
    if made is None:
        made = _module(source, name, is_package, project.relative(path), project.packages)
        known.add(name, key, made)
    digest_of, imports = made
    needed = {imported_module(project, *imported) for imported in imports}
    return digest_of, tuple(needed | ({name.rpartition(".")[0]} if "." in name else set()))


def library_modules(project: Project) -> list[str]:
    """Names of all modules of the library."""
    parts = [
        path.relative_to(project.library).with_suffix("").parts
        for package in project.packages
        for path in (project.library / package).rglob("*.py")
    ]
    return sorted(".".join(each[:-1] if each[-1] == "__init__" else each) for each in parts)


def module_path(project: Project, name: str) -> Path | None:
    """The file of a module of the library, or None: the checkout's own, or else the one that is running."""
    for folder in (project.library, RUNNING):
        # texts, as it is asked thousands of times in one look
        stem = os.path.join(folder, *name.split("."))
        for path in (f"{stem}.py", os.path.join(stem, "__init__.py")):
            if os.path.isfile(path):
                return Path(path)
        if os.path.isdir(os.path.join(folder, name.partition(".")[0])):
            return None  # the checkout's own package does not have it, whatever is running
    return None


def library_imports(
    tree: ast.AST, packages: Iterable[str], package: str = ""
) -> list[tuple[str, str]]:
    """What a syntax tree imports from the library, as (module, name in it or empty).

    Parameters
    ----------
    tree
        Any tree; imports inside functions count.
    packages
        The library: `Project.packages`.
    package
        The package that relative imports start from; empty where there are none.

    >>> library_imports(ast.parse("import os; from mylib import scores"), ["quire", "mylib"])
    [('mylib', 'scores')]
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
    return [each for each in found if each[0].partition(".")[0] in packages]


def imported_module(project: Project, module: str, name: str) -> str:
    """The module that `from module import name` brings in: `module.name` if that is a module, else `module`."""
    inner = f"{module}.{name}"
    return inner if name and module_path(project, inner) is not None else module


@lru_cache(maxsize=1024)  # of several studies in one program most modules are the same
def _module(
    source: bytes, name: str, is_package: bool, where: str, packages: tuple[str, ...]
) -> Module:
    """Digest and imports of a module."""
    try:
        tree = ast.parse(source)
    except SyntaxError as error:
        raise StudyError(
            f"is not valid Python ({error.msg})",
            where=f"{where}:{error.lineno}",
            repair="correct the module",
        ) from None
    imports = library_imports(tree, packages, name if is_package else name.rpartition(".")[0])
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
    if ";" not in source:
        return False
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    ignored = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.ENDMARKER, tokenize.DEDENT}
    last = [token.string for token in tokens if token.type not in ignored][-1:]
    return last == [";"]
