"""The files that say what the study needs agree, and notebooks are committed without outputs."""

from __future__ import annotations

import ast
import re
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import NOTEBOOKS, ROOT
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

import studylib
from quire.core.project import Project
from quire.lab.cleaning import clean_bytes, unclean_faults
from quire.pipeline.notebooks import list_notebooks
from quire.pipeline.staleness import library_imports

SOURCES = ROOT / "src"
PACKAGES = Project(ROOT).packages
OWN = PACKAGES[-1]
WORDS_OF_THE_STUDY = re.compile(rf"{OWN}|uclg|smart.cit|eurostat|municip", re.IGNORECASE)
PINNED = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^ ;\\]+)", re.MULTILINE)


@pytest.fixture(scope="module")
def project() -> dict[str, Any]:
    data: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))[
        "project"
    ]
    return data


def test_conda_and_pip_users_get_the_same_ranges(project: dict[str, Any]) -> None:
    environment = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    listed = [*environment["dependencies"][:-1], *environment["dependencies"][-1]["pip"]]
    packages = {
        str(Requirement(each)) for each in listed if each != "pip" and not each.startswith("-")
    }
    # pip reads its part as a file of requirements, in which one line is one package
    (by_pip,) = (part["pip"] for part in environment["dependencies"] if isinstance(part, dict))
    assert [line for line in by_pip if line.startswith("-") and line != "-e ."] == []
    assert packages == {
        f"python{project['requires-python']}",
        *(str(Requirement(each)) for each in project["dependencies"]),
    }


def test_the_lock_satisfies_every_range(project: dict[str, Any]) -> None:
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    locked = {
        canonicalize_name(each["name"]): Version(each["version"]) for each in PINNED.finditer(text)
    }
    for line in [*project["dependencies"], *project["optional-dependencies"]["dev"]]:
        needed = Requirement(line)
        assert locked[canonicalize_name(needed.name)] in needed.specifier, line


def test_every_locked_package_has_hashes_and_no_address() -> None:
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    for block in re.split(r"\n(?=\S)", text.strip()):
        assert "--hash=sha256:" in block, block.splitlines()[0]
    assert "://" not in text
    assert "--index" not in text


def test_the_citation_has_the_version_of_the_library() -> None:
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert citation["version"] == studylib.__version__


def test_notebooks_are_committed_clean() -> None:
    """What git has of them, whatever lies in the folder; and what lies there is as `make check` wants it."""
    project = Project(ROOT)
    assert unclean_faults(project) == []
    assert NOTEBOOKS
    for path in NOTEBOOKS:
        shown = subprocess.run(
            ["git", "show", f":{project.relative(path)}"],
            cwd=ROOT,
            capture_output=True,
            check=False,
        )
        data = path.read_bytes() if shown.returncode else shown.stdout
        assert data == clean_bytes(project, data), f"{path.name}: make format"


def test_nothing_made_is_committed() -> None:
    files = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.split()
    made = [each for each in files if each.startswith(("build/", "data/processed/", ".venv/"))]
    assert made in ([], ["data/processed/README.md"])


def test_every_module_is_short_enough_to_read() -> None:
    lengths = {
        str(path.relative_to(SOURCES)): len(path.read_text(encoding="utf-8").splitlines())
        for path in SOURCES.rglob("*.py")
    }
    assert {name: lines for name, lines in lengths.items() if lines >= 400} == {}


FLOORS = [
    {"quire.core", "quire.text"},
    {"quire.tables", "quire.languages"},
    {"quire.showing", "quire.study", "quire.kernels", "quire.lab"},
    {"quire.results"},
    {"studylib.questionnaire"},
    {"studylib.data"},
    {"studylib.statistics", "quire.pipeline", "studylib.intake", "studylib.importing"},
    {"quire.terminal"},
    {"studylib.index"},
    {"studylib.questions"},
    {"studylib.charts"},
    {"studylib.findings"},
    {"quire.book", "quire.printing"},
    {"quire.overview", "quire.checking", "quire.preview", "studylib.forms"},
    {"studylib.secretariat", "quire.looking"},
    {"quire.command"},
    {"studylib.pages"},
    {"studylib.study", "studylib.new_edition", "studylib.new_notebook"},
    {"studylib.checklist"},
    {"studylib.cli"},
]
"""The house from the ground up: a package imports from itself and from floors below its own."""


def test_imports_of_the_library_go_down_its_floors() -> None:
    floor = {name: number for number, names in enumerate(FLOORS) for name in names}
    rooms = {
        f"{package}.{path.stem}"
        for package in PACKAGES
        for path in (SOURCES / package).iterdir()
        if (path.suffix == ".py" and "__" not in path.stem) or (path / "__init__.py").is_file()
    }
    assert rooms == set(floor)
    back = []
    for path in sorted(SOURCES.rglob("*.py")):
        own = ".".join(path.relative_to(SOURCES).with_suffix("").parts[:2])
        if own not in floor:
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for module, name in library_imports(tree, PACKAGES):
            other = ".".join([*module.split("."), name][:2])
            if other != own and other in floor and floor[other] >= floor[own]:
                back.append(f"{path.relative_to(SOURCES)} imports {module}")
    assert back == []


def test_the_press_knows_no_study() -> None:
    press = sorted((SOURCES / "quire").rglob("*.py"))
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in press}
    assert [path for path, tree in trees.items() if library_imports(tree, [OWN])] == []
    assert [path for path in press if WORDS_OF_THE_STUDY.search(path.read_text("utf-8"))] == []


def test_the_overview_of_the_house_names_every_package() -> None:
    text = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    assert [each for floor in FLOORS for each in sorted(floor) if f"`{each}`" not in text] == []


def test_every_module_that_a_file_of_the_repository_names_is_there() -> None:
    folders = ("notebooks", "book", "docs", "data/raw", "tools", "benchmarks", ".github")
    paths = [
        *ROOT.glob("*.*"),
        *(path for folder in folders for path in (ROOT / folder).rglob("*.*")),
    ]
    named = {
        (path.relative_to(ROOT).as_posix(), name)
        for path in paths
        if path.suffix in {".py", ".md", ".yml", ".ipynb", ".toml"}
        and path != Path(__file__)
        and "scratch" not in path.parts
        for name in re.findall(
            r"\bsrc/(?:quire|studylib)/[\w/]+\.py\b", path.read_text(encoding="utf-8")
        )
    }
    assert named
    assert [each for each in sorted(named) if not (ROOT / each[1]).is_file()] == []


def test_binder_makes_all_that_the_notebooks_read() -> None:
    """The commands are those that there are, and results are made of every notebook of which another reads some."""
    mode = subprocess.run(
        ["git", "ls-files", "-s", "postBuild"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    ).stdout[:6]
    assert mode in ("100755", "")
    lines = (ROOT / "postBuild").read_text(encoding="utf-8").splitlines()
    commands = [line.removeprefix("study ") for line in lines if line.startswith("study ")]
    notebooks, faults = list_notebooks(Project(ROOT))
    read = {call.notebook for notebook in notebooks for _, call in notebook.reads if call.notebook}
    assert not faults
    assert commands == ["prepare", *(f"run --only {name}" for name in sorted(read))]
