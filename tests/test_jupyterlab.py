"""What a researcher sees in JupyterLab: open a notebook, change the edition, Run All; nothing differs from the pipeline's run.

A real JupyterLab without network in the machine's own Chromium, on a copy of this repository.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from browsing import CHROMIUM, chromium
from bs4 import BeautifulSoup
from conftest import ROOT

from quire.core.project import Project
from quire.pipeline.driver import run_study

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        CHROMIUM is None, reason="chromium is not installed (Debian: apt-get install chromium)"
    ),
]

NOTEBOOK = "notebooks/edition/20_situation.ipynb"
EDITION = "2023"
"""Another edition than the one that the notebook names."""

PATIENCE_S = 240

SETTINGS = {
    "notebook-extension/tracker": {"windowingMode": "none"},
    "docmanager-extension/plugin": {"autosave": False},
}
"""All cells are on the page at once, and nothing is saved."""

DONE = r"""() => {
  const prompts = [...document.querySelectorAll('.jp-Notebook .jp-CodeCell .jp-InputPrompt')];
  return prompts.length > 0 && prompts.every(prompt => /\[\d+\]/.test(prompt.textContent));
}"""

SEEN = """() => {
  const shown = selector => [...document.querySelectorAll(`.jp-OutputArea-output ${selector}`)]
    .filter(element => element.checkVisibility() && element.getBoundingClientRect().height > 1);
  const text = element => element.innerText.replace(/\\s+/g, ' ').trim();
  return {
    sentences: shown('p').map(text),
    captions: shown('figcaption, caption').map(text),
    drawings: shown('figure svg[role=img]').map(drawing => drawing.getAttribute('aria-label')),
    figures: shown('figure').map(figure => figure.id),
    text: [...document.querySelectorAll('.jp-OutputArea-output')].map(text).join(' '),
  };
}"""


@pytest.fixture
def copy(tmp_path: Path) -> Project:
    """A copy of this repository with its tables and the run of the pipeline that is looked for."""
    root = tmp_path / "study"
    shutil.copytree(ROOT, root, ignore=shutil.ignore_patterns(".*", "__pycache__", "build"))
    report = run_study(Project(root), edition=EDITION, only="situation")
    assert not report.failed, report.failed[0]
    return Project(root)


@pytest.fixture
def lab(copy: Project, tmp_path: Path) -> Iterator[str]:
    """Address of a JupyterLab that asks for no token and knows no settings of the person who runs the tests."""
    settings = tmp_path / "settings" / "@jupyterlab"
    for name, values in SETTINGS.items():
        path = settings / f"{name}.jupyterlab-settings"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(values), encoding="utf-8")
    pages = tmp_path / "config" / "labconfig" / "page_config.json"
    pages.parent.mkdir(parents=True)
    quiet = {"disabledExtensions": {"@jupyterlab/apputils-extension:announcements": True}}
    pages.write_text(json.dumps(quiet), encoding="utf-8")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("JUPYTER")},
        "JUPYTER_CONFIG_DIR": str(tmp_path / "config"),
        "JUPYTER_DATA_DIR": str(tmp_path / "data"),
        "JUPYTER_RUNTIME_DIR": str(tmp_path / "runtime"),
        "JUPYTERLAB_SETTINGS_DIR": str(tmp_path / "settings"),
        "IPYTHONDIR": str(tmp_path / "ipython"),
        "PYTHONPATH": str(copy.library),
    }
    environment.pop("STUDY_OUTPUT", None)
    options = [
        *("--no-browser", "--allow-root", "--ip=127.0.0.1", f"--port={port}"),
        *("--IdentityProvider.token=", f"--ServerApp.root_dir={copy.root}"),
    ]
    with (tmp_path / "log").open("wb") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "jupyterlab", *options],
            env=environment,
            cwd=copy.root,
            stdout=log,
            stderr=log,
        )
        try:
            address = f"http://127.0.0.1:{port}"
            wait_for(f"{address}/api", server, tmp_path / "log")
            yield address
        finally:
            server.terminate()
            server.wait(timeout=30)


def wait_for(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until a server answers."""
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end and server.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except OSError:
            time.sleep(0.2)
    raise AssertionError(log.read_text(encoding="utf-8", errors="replace")[-3000:])


def run_all(page: Page, address: str) -> dict[str, Any]:
    """Open the notebook, name the other edition in its parameters, run all cells, and look at what is there."""
    page.set_default_timeout(1000 * PATIENCE_S)
    page.goto(f"{address}/lab/tree/{NOTEBOOK}")
    editors = page.locator(".jp-Notebook .jp-CodeCell .cm-content")
    editor = editors.filter(has_text="edition = ").first
    editor.wait_for()
    parameters = editor.inner_text()
    assert f'edition = "{EDITION}"' not in parameters
    page.locator(".jp-Notebook-ExecutionIndicator[data-status=idle]").first.wait_for()
    editor.click()
    page.keyboard.press("Control+A")
    first, rest = parameters.split("\n", 1)
    assert first.startswith("edition = ")
    page.keyboard.insert_text(f'edition = "{EDITION}"\n{rest}')
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    page.wait_for_function(DONE)
    assert page.locator(".jp-OutputArea-output[data-mime-type*=std]").count() == 0
    found: dict[str, Any] = page.evaluate(SEEN)
    return found


def shown_by_pipeline(run: Path) -> dict[str, list[str]]:
    """The same of the pipeline's run, from the outputs that it kept."""
    cells = json.loads((run / "notebook.ipynb").read_bytes())["cells"]
    outputs = [output for cell in cells for output in cell.get("outputs", [])]
    soup = BeautifulSoup(
        "".join("".join(output["data"].get("text/html", "")) for output in outputs), "lxml"
    )

    def texts(selector: str) -> list[str]:
        return [" ".join(element.get_text().split()) for element in soup.select(selector)]

    return {
        "sentences": texts("p"),
        "captions": texts("figcaption, caption"),
        "drawings": [str(drawing["aria-label"]) for drawing in soup.select("figure svg[role=img]")],
        "figures": [str(figure["id"]) for figure in soup.select("figure")],
    }


def test_jupyterlab_shows_what_the_pipeline_shows_of_another_edition(
    copy: Project, lab: str
) -> None:
    run = copy.runs / EDITION / "situation"
    expected = shown_by_pipeline(run)
    assert sorted(expected["figures"]) == sorted(path.stem for path in run.glob("figures/*.svg"))
    with chromium() as browser:
        seen = run_all(browser.new_page(viewport={"width": 1280, "height": 900}), lab)
    assert {name: seen[name] for name in expected} == expected
    stated = json.loads((run / "values.json").read_bytes())
    assert stated
    assert [name for name in stated if stated[name]["text"] not in seen["text"]] == []
