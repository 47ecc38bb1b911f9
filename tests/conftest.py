"""A small study of its own for each test: invented figures, two small notebooks, this repository's library."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from invented import EDITION, write_raw, write_yaml
from sharing import make_once

from quire.core.project import Project
from quire.lab.cleaning import list_files
from quire.pipeline.preparation import prepare

# the same examples everywhere, and no clock: a busy machine is no fault of the code
settings.register_profile(
    "study", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("quick", settings.get_profile("study"), max_examples=10)
settings.load_profile("study")

pytest_plugins = ["browsing", "building", "spanish"]

RINGS = {
    "browser": {"browser", "seen"},
    "book": {"built_study", "html", "html_es", "made_toy", "published", "test_no_english"},
    "kernel": {
        "finished_study",
        "real_study",
        "test_driver",
        "test_engines",
        "test_execute",
        "test_failures",
        "test_kernels",
    },
    "slow": {
        "real",
        "test_fieldwork_files",
        "test_new_edition",
        "test_origins",
        "test_plan",
        "test_practices",
        "test_preparation",
        "test_print_book",
        "test_print_languages",
        "test_raw",
        "test_real_figures",
        "test_toy",
    },
}
"""Markers, and the fixtures or modules that make a test one of theirs; `make quick` leaves these tests out.

The slow modules read and check the raw figures of a whole study in most of their tests.
"""

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = list_files(Project(ROOT))
"""Those of this repository, without trials."""
CHOICES = {"least": 2}

PARAMETERS = 'edition = "2002"\nleast = 1'
SHORT = (
    "from quire.showing.figures import show_table\nfrom studylib.data.tables import read_edition, read_tables\n"
    "from quire.showing.values import state",
    'study = read_edition(edition)\n(cities,) = read_tables(edition, "cities")',
    'show_table("cities", cities.head(least), caption="Cities.", source="Invented")',
    'state("cities", len(cities), origin="cities")',
)
WORDS = (
    'from studylib.data.tables import read_tables\n(answers,) = read_tables(edition, "answers")\nprint(edition, len(answers))',
)
OVERVIEW = (
    "from quire.showing.figures import show_table\nfrom studylib.data.tables import read_all_tables",
    'areas, items = read_all_tables("areas", "items")',
    'show_table("areas", areas, caption="Areas.", source="Invented")',
)

Cell = dict[str, Any]


def pytest_addoption(parser: pytest.Parser) -> None:
    """How often `test_kills` kills each command."""
    parser.addoption("--kills", type=int, default=2)


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name bytes by what they are for: an archive holds the moment, and two processes must find the same tests."""
    return argname if isinstance(val, bytes) else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark each test by its module and by the fixtures that it asks for, itself or through others; long files first.

    So two processes that take file after file end at about the same time: none begins with a browser when the other has done.
    """
    rings = list(RINGS)
    first: dict[Path, int] = {}
    for item in items:
        first.setdefault(item.path, len(rings))
        names = {item.path.stem, *getattr(item, "fixturenames", ())}
        for marker, reasons in RINGS.items():
            if names & reasons:
                item.add_marker(marker)
        marked = [rings.index(each.name) for each in item.iter_markers() if each.name in RINGS]
        first[item.path] = min([first[item.path], *marked])
    items.sort(key=lambda item: first[item.path])


def code(source: str, *tags: str) -> Cell:
    """A code cell."""
    metadata = {"tags": list(tags)} if tags else {}
    return {
        "cell_type": "code",
        "metadata": metadata,
        "source": source,
        "outputs": [],
        "execution_count": None,
    }


def prose(source: str) -> Cell:
    """A cell of prose."""
    return {"cell_type": "markdown", "metadata": {}, "source": source}


def write_notebook(path: Path, cells: Sequence[Cell]) -> Path:
    """Write a notebook as JupyterLab would, without outputs."""
    path.parent.mkdir(parents=True, exist_ok=True)
    numbered = [{"id": f"c{number}", **cell} for number, cell in enumerate(cells)]
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    data = {
        "cells": numbered,
        "metadata": {"kernelspec": kernel},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    path.write_text(json.dumps(data, indent=1), encoding="utf-8")
    return path


def edit(path: Path, old: str, new: str) -> None:
    """Replace a text that is there."""
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{old!r} is not in {path}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def edition_cells(*sources: str, parameters: str = PARAMETERS) -> list[Cell]:
    """Cells of a notebook that runs once per edition; what they print is to look at, and on no page."""
    tags = [["remove-output"] if "print(" in each else [] for each in sources]
    cells = [code(each, *tag) for each, tag in zip(sources, tags, strict=True)]
    return [prose("# A title"), code(parameters, "parameters"), *cells]


def write_study(root: Path) -> Project:
    """Write the small study: editions 2002 and 2005, two notebooks for each and one across them."""
    write_raw(root)
    shutil.copytree(ROOT / "src", root / "src", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "requirements.lock", root)
    shutil.copy(ROOT / "CITATION.cff", root)
    later = {**EDITION, "year": 2005, "wave": "second", "areas": ["living"]}
    write_yaml(root / "data" / "raw" / "editions" / "2002.yml", {**EDITION, "choices": CHOICES})
    write_yaml(root / "data" / "raw" / "editions" / "2005.yml", {**later, "choices": CHOICES})
    write_notebook(root / "notebooks/edition/10_short.ipynb", edition_cells(*SHORT))
    write_notebook(
        root / "notebooks/edition/20_words.ipynb",
        edition_cells(*WORDS, parameters='edition = "2002"'),
    )
    write_notebook(
        root / "notebooks/study/10_overview.ipynb",
        [prose("# All"), *(code(each) for each in OVERVIEW)],
    )
    return Project(root)


def run_all(project: Project) -> None:
    """Make all runs of a study that are stale; none may fail."""
    from quire.pipeline.driver import run_study

    report = run_study(project)
    assert not report.failed, report.failed[0]


@pytest.fixture(autouse=True)
def _cells_as_long_as_python_takes() -> None:
    """Put back the longest cell of a CSV file: a library that tests use raises it for the whole program."""
    csv.field_size_limit(131072)


@pytest.fixture(scope="session")
def prepared_study(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The small study with its tables made, to be copied and not to be changed."""
    return Project(make_once(tmp_path_factory, "prepared", lambda root: prepare(write_study(root))))


@pytest.fixture(scope="session")
def prepared_raw(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The raw files of the small study alone, with the tables made of them; not to be changed."""
    return Project(
        make_once(
            tmp_path_factory, "raw", lambda root: prepare(Project(write_raw(root).parents[1]))
        )
    )


@pytest.fixture
def tables_made(prepared_raw: Project, tmp_path: Path) -> Project:
    """A copy of them for one test."""
    shutil.copytree(prepared_raw.root, tmp_path, dirs_exist_ok=True)
    return Project(tmp_path)


@pytest.fixture
def study(prepared_study: Project, tmp_path: Path) -> Project:
    """A copy of the small study for one test; no run has been made."""
    shutil.copytree(prepared_study.root, tmp_path / "study")
    return Project(tmp_path / "study")


@pytest.fixture(scope="session")
def finished_study(prepared_study: Project, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The small study with all its runs made, to be copied and not to be changed."""

    def make(root: Path) -> None:
        shutil.copytree(prepared_study.root, root)
        run_all(Project(root))

    return Project(make_once(tmp_path_factory, "finished", make))


@pytest.fixture
def finished(finished_study: Project, tmp_path: Path) -> Project:
    """A copy of the finished small study for one test."""
    shutil.copytree(finished_study.root, tmp_path / "study")
    return Project(tmp_path / "study")


@pytest.fixture(scope="session")
def real_study(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The study of this repository with all its runs, not to be changed; runs that are up to date are taken over."""

    def make(root: Path) -> None:
        shutil.copytree(
            ROOT,
            root,
            ignore=lambda folder, names: [
                each for each in names if each.startswith(".") or each == "__pycache__"
            ],
        )
        run_all(Project(root))

    return Project(make_once(tmp_path_factory, "real", make))


@pytest.fixture
def inside(monkeypatch: pytest.MonkeyPatch) -> Callable[[Project], None]:
    """Change into a project, as a person at the shell does."""
    return lambda project: monkeypatch.chdir(project.root)
