"""The files that say what the study needs agree, and notebooks are committed without outputs."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

import studylib
from studylib.pipeline.staleness import library_imports

ROOT = Path(__file__).parents[1]
LIBRARY = ROOT / "src" / "studylib"
PINNED = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^ ;\\]+)", re.MULTILINE)


@pytest.fixture(scope="module")
def project() -> dict[str, Any]:
    data: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return data


def test_conda_and_pip_users_get_the_same_ranges(project: dict[str, Any]) -> None:
    environment = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    packages = {
        str(Requirement(each)) for each in environment["dependencies"] if isinstance(each, str) and each != "pip"
    }
    assert packages == {
        f"python{project['requires-python']}",
        *(str(Requirement(each)) for each in project["dependencies"]),
    }


def test_the_lock_satisfies_every_range(project: dict[str, Any]) -> None:
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    locked = {canonicalize_name(each["name"]): Version(each["version"]) for each in PINNED.finditer(text)}
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


@pytest.mark.parametrize("path", sorted((ROOT / "notebooks").rglob("[!.]*.ipynb")), ids=lambda path: path.stem)
def test_notebooks_are_committed_without_outputs(path: Path) -> None:
    notebook = json.loads(path.read_text(encoding="utf-8"))
    dirty = [cell["id"] for cell in notebook["cells"] if cell.get("outputs") or cell.get("execution_count")]
    assert not dirty, f"clear the outputs of {path.name}: cells {dirty}"
    assert set(notebook["metadata"]) <= {"kernelspec", "language_info", "study"}


def test_nothing_made_is_committed() -> None:
    files = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False).stdout.split()
    made = [each for each in files if each.startswith(("build/", "data/processed/", ".venv/"))]
    assert made in ([], ["data/processed/README.md"])


def test_every_module_is_short_enough_to_read() -> None:
    modules = list(LIBRARY.rglob("*.py"))
    lengths = {str(path.relative_to(LIBRARY)): len(path.read_text(encoding="utf-8").splitlines()) for path in modules}
    assert len(lengths) > 100
    assert {name: lines for name, lines in lengths.items() if lines >= 300} == {}


def test_imports_of_the_library_go_down_its_floors() -> None:
    floors = [
        {"core", "text"},
        {"data"},
        {"analysis", "pipeline"},
        {"sentences", "drawing"},
        {"showing"},
        {"book", "printing"},
    ]
    floor = {package: number for number, packages in enumerate(floors) for package in packages}
    assert {path.name for path in LIBRARY.iterdir() if (path / "__init__.py").is_file()} == set(floor)
    back = []
    for path in LIBRARY.glob("*/*.py"):
        own = path.parent.name
        for module, name in library_imports(ast.parse(path.read_text(encoding="utf-8"))):
            package = [*module.split("."), name][1]
            if package != own and package in floor and floor[package] >= floor[own]:
                back.append(f"{own}/{path.name} imports {module}")
    assert back == []
