"""Which changes count, and how they are named."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from invented import write_settings

from quire.core.errors import StudyError
from quire.core.project import Project
from quire.core.steps import changes
from quire.pipeline.staleness import (
    cell_digest,
    environment,
    library_digests,
    library_imports,
)

LIBRARY = {
    "__init__": "",
    "scores": "from studylib.errors import StudyError\n\ndef score(a):\n    '''Say.'''\n    return a + 1\n",
    "charts": "def draw():\n    from . import style\n    return style.COLOUR\n",
    "style": "COLOUR = 'red'\n'''Its colour.'''\n",
    "errors": "class StudyError(Exception): ...\n",
    "lonely": "A = 1\n",
}


@pytest.fixture
def library(tmp_path: Path) -> Project:
    """A small library, nothing else."""
    folder = tmp_path / "src" / "studylib"
    folder.mkdir(parents=True)
    write_settings(tmp_path)
    for name, text in LIBRARY.items():
        (folder / f"{name}.py").write_text(text, encoding="utf-8")
    return Project(tmp_path)


def rewrite(project: Project, module: str, old: str, new: str) -> None:
    path = project.library / "studylib" / f"{module}.py"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.mark.parametrize(
    ("modules", "closure"),
    [
        ([], set()),
        (["studylib.lonely"], {"studylib", "studylib.lonely"}),
        (["studylib.scores"], {"studylib", "studylib.scores", "studylib.errors"}),
        (["studylib.charts"], {"studylib", "studylib.charts", "studylib.style"}),
    ],
)
def test_the_closure_follows_imports_also_inside_functions(
    library: Project, modules: list[str], closure: set[str]
) -> None:
    assert set(library_digests(library, modules)) == closure


@pytest.mark.parametrize(
    ("module", "old", "new", "counts"),
    [
        ("scores", "a + 1", "a + 2", True),
        ("scores", "'''Say.'''", "'''Say it better.'''", False),
        ("scores", "    return", "    # because\n    return", False),
        ("scores", "def score(a):\n    '''Say.'''", "def score(a):", False),
        ("errors", "class StudyError(Exception)", "class StudyError(ValueError)", True),
        ("style", "'''Its colour.'''", "", False),
        ("style", "'red'", "'blue'", False),
        ("lonely", "1", "2", False),
    ],
)
def test_only_what_the_imported_modules_do_counts(
    library: Project, module: str, old: str, new: str, counts: bool
) -> None:
    before = library_digests(library, ["studylib.scores"])
    rewrite(library, module, old, new)
    assert (library_digests(library, ["studylib.scores"]) != before) is counts


def test_an_unknown_module_is_answered_with_the_nearest(library: Project) -> None:
    with pytest.raises(StudyError, match=r"did you mean 'studylib\.scores'"):
        library_digests(library, ["studylib.score"])


def test_a_broken_module_is_named_with_its_line(library: Project) -> None:
    rewrite(library, "lonely", "A = 1", "A = 1\nB = (")
    with pytest.raises(StudyError, match=r"src/studylib/lonely\.py:2"):
        library_digests(library, ["studylib.lonely"])


@pytest.mark.parametrize(
    ("package", "line", "found"),
    [
        ("", "import studylib.scores as s", [("studylib.scores", "")]),
        ("", "import pandas, studylib", [("studylib", "")]),
        ("", "from studylibrary import a", []),
        ("studylib", "from .scores import score", [("studylib.scores", "score")]),
        ("studylib.inner", "from ..scores import score", [("studylib.scores", "score")]),
    ],
)
def test_imports_are_found_however_they_are_written(
    package: str, line: str, found: list[tuple[str, str]]
) -> None:
    assert library_imports(ast.parse(line), ("quire", "studylib"), package) == found


@pytest.mark.parametrize(
    ("old", "new", "counts"),
    [
        ("show(a, b)", "show(a,\n     b)  # both", False),
        ("show(a)", "show(b)", True),
        ("a", "a;", True),
        ("a  # ;", "a", False),
        ("'text'", "'word'", True),
        ("a;  # hidden", "a;", False),
    ],
)
def test_a_cell_counts_by_what_it_does_and_shows(old: str, new: str, counts: bool) -> None:
    assert (cell_digest(old, ast.parse(old)) != cell_digest(new, ast.parse(new))) is counts


def test_the_lock_belongs_to_the_environment(library: Project) -> None:
    before = {"environment": environment(library)}
    (library.root / "requirements.lock").write_text("pandas==1\n", encoding="utf-8")
    assert changes(before, {"environment": environment(library)}) == ("requirements.lock changed",)
