"""The small study with a notebook that draws and with its book, built once for all tests; and the toy study, which has none yet."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT, code, prose, run_all, write_notebook
from sharing import make_once

from quire.book import build
from quire.command import main
from quire.core.project import Project
from quire.pipeline.driver import look
from quire.pipeline.errata import freeze

DRAWN = (
    "from matplotlib.figure import Figure\nfrom quire.showing.figures import show_figure\n"
    "from studylib.data.tables import read_tables\nfrom quire.showing.values import state",
    '(cities,) = read_tables(edition, "cities")\nfigure = Figure(figsize=(6, 2))\nlines = figure.subplots().plot([1, 2])',
    'show_figure("line", figure, data=cities, title="A line", subtitle="Two points", caption="A <b>line</b> & more.", '
    'alt="A line that rises from one to two, drawn for nothing.", source="Invented figures")',
    'state("cities_n", len(cities), f"The register has {len(cities)} cities.", origin="cities")',
)


def draw(project: Project, name: str) -> None:
    """Add a notebook that shows a figure and says a number."""
    cells = [
        prose("# Drawn"),
        code('edition = "2002"', "parameters"),
        *(code(each) for each in DRAWN),
    ]
    write_notebook(project.notebooks / "edition" / name, [*cells, prose("Words of the page.")])


@pytest.fixture(scope="session")
def ready_study(finished_study: Project, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The small study with this repository's pages and a notebook that draws; every run made, no book yet."""

    def make(root: Path) -> None:
        shutil.copytree(finished_study.root, root)
        shutil.copytree(ROOT / "book", root / "book")
        shutil.copytree(ROOT / "docs", root / "docs")
        draw(Project(root), "30_drawn.ipynb")
        run_all(Project(root))

    return Project(make_once(tmp_path_factory, "ready", make))


@pytest.fixture
def ready(ready_study: Project, tmp_path: Path) -> Project:
    """A copy for one test."""
    return Project(Path(shutil.copytree(ready_study.root, tmp_path / "study")))


@pytest.fixture(scope="session")
def built_study(ready_study: Project, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The small study with its book."""

    def make(root: Path) -> None:
        shutil.copytree(ready_study.root, root)
        build.build(Project(root))

    return Project(make_once(tmp_path_factory, "built", make))


@pytest.fixture
def built(built_study: Project, tmp_path: Path) -> Project:
    """A copy of the small study with its book, in another folder."""
    return Project(Path(shutil.copytree(built_study.root, tmp_path / "study")))


@pytest.fixture
def toy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """The toy study in a folder of its own, which is the working folder."""
    shutil.copytree(ROOT / "tests" / "toy", tmp_path / "toy")
    monkeypatch.chdir(tmp_path / "toy")
    # its own library is found before that of the tests' folder, and this process does not keep it
    monkeypatch.setattr(sys, "path", [str(tmp_path / "toy"), *sys.path])
    monkeypatch.delitem(sys.modules, "weather", raising=False)
    return Project(tmp_path / "toy")


@pytest.fixture(scope="session")
def made_toy(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The toy study with its runs, its book, and its first year frozen."""

    def make(root: Path) -> None:
        project = Project(Path(shutil.copytree(ROOT / "tests" / "toy", root)))
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(sys, "path", [str(root), *sys.path])
            patch.delitem(sys.modules, "weather", raising=False)
            run_all(project)
            freeze(project, look(project), "2001")
            build.build(project)

    return Project(make_once(tmp_path_factory, "toy", make))


@pytest.fixture
def rain(toy: Project, made_toy: Project) -> Project:
    """A copy of it for one test, in the working folder."""
    shutil.copytree(made_toy.root, toy.root, dirs_exist_ok=True)
    return toy


def type_quire(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    """Exit status of the command `quire` in the working folder, and what it says."""
    with pytest.raises(SystemExit) as ended:
        main(list(arguments))
    said = capsys.readouterr()
    return int(ended.value.code or 0), said.out + said.err


def make_pages(source: Path, made: Path) -> str:
    """Make pages of a folder of sources as Sphinx alone does; what it warns of."""
    done = subprocess.run(
        [sys.executable, "-m", "sphinx", "-q", "-b", "html", str(source), str(made)],
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    return done.stderr
