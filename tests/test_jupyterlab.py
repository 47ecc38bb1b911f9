"""What a researcher sees in JupyterLab: open a notebook, change the edition, Run All; nothing differs from the pipeline's run.

And what is left of it: the library can be edited meanwhile, and git sees no notebook that changed.

A real JupyterLab without network in the machine's own Chromium, on a copy of this repository.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pytest
from browsing import CHROMIUM, chromium
from bs4 import BeautifulSoup
from conftest import ROOT, edit

from quire.core.git import run_git
from quire.core.project import Project
from quire.lab.setup import set_filter, write_kernel, write_server
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

LIBRARY = "src/studylib/findings/situation.py"

PATIENCE_S = 240
DRAWN_UP_S = 600
"""How long the preview may take for the book."""

SETTINGS = {
    "notebook-extension/tracker": {"windowingMode": "none"},
    "docmanager-extension/plugin": {"autosave": False},
    "apputils-extension/themes": {"adaptive-theme": True},
}
"""All cells are on the page at once, nothing is saved but on purpose, and it is light or dark as the browser is."""

DONE = r"""before => {
  const prompts = [...document.querySelectorAll('.jp-Notebook .jp-CodeCell .jp-InputPrompt')];
  const numbers = prompts.map(prompt => Number(prompt.textContent.match(/\[(\d+)\]/)?.[1] ?? 0));
  return numbers.length > 0 && Math.min(...numbers) > before ? Math.max(...numbers) : 0;
}"""
"""The number of the last cell that ran, once all have run after those before."""

SEEN = """() => {
  const shown = selector => [...document.querySelectorAll(`.jp-OutputArea-output ${selector}`)]
    .filter(element => element.checkVisibility() && element.getBoundingClientRect().height > 1);
  const text = element => element.innerText.replace(/\\s+/g, ' ').trim();
  return {
    sentences: shown('p').map(text),
    captions: shown('figcaption, caption').map(text),
    drawings: shown('figure img').filter(picture => picture.naturalWidth > 99).map(picture => picture.alt),
    figures: shown('figure').map(figure => figure.id),
    text: [...document.querySelectorAll('.jp-OutputArea-output')].map(text).join(' '),
  };
}"""

GROUNDS = """() => [...document.querySelectorAll('.jp-OutputArea-output figure img')].map(picture => {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [picture.naturalWidth, picture.naturalHeight];
  const drawn = canvas.getContext('2d');
  drawn.drawImage(picture, 0, 0);
  return [...drawn.getImageData(2, 2, 1, 1).data];
})"""
"""The colour of each drawing near its corner: red, green, blue and how opaque it is."""


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """This repository with the run that is looked for, after those whose results it reads; not to be changed."""
    root = tmp_path_factory.mktemp("done") / "study"
    shutil.copytree(ROOT, root, ignore=shutil.ignore_patterns(".*", "__pycache__", "build"))
    report = run_study(Project(root), edition=EDITION, only="situation")
    assert not report.failed, report.failed[0]
    return Project(root)


@pytest.fixture
def copy(done: Project, tmp_path: Path) -> Project:
    """A copy of it for one test."""
    return Project(Path(shutil.copytree(done.root, tmp_path / "study")))


@pytest.fixture
def run(copy: Project) -> Path:
    """The run of the pipeline in the copy."""
    return copy.runs / EDITION / "situation"


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
    write_kernel(copy, tmp_path / "data")
    write_server(tmp_path / "config")
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
            try:
                server.wait(timeout=30)
            except subprocess.TimeoutExpired:
                # told to end at a bad moment it waits for ever for its extensions; how it ends is not looked at here
                server.kill()
                server.wait()


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


def open_notebook(page: Page, address: str) -> None:
    """Open the notebook, and wait for its kernel, which nobody is asked for."""
    page.set_default_timeout(1000 * PATIENCE_S)
    page.goto(f"{address}/lab/tree/{NOTEBOOK}")
    page.locator(".jp-KernelName").get_by_text("Smart Cities Study").first.wait_for()
    page.locator(".jp-Notebook-ExecutionIndicator[data-status=idle]").first.wait_for()
    assert page.locator(".jp-Dialog").count() == 0


def name_edition(page: Page, edition: str) -> str:
    """Name another edition in the parameters, and give the one that stood there."""
    editors = page.locator(".jp-Notebook .jp-CodeCell .cm-content")
    editor = editors.filter(has_text="edition = ").first
    editor.wait_for()
    first, rest = editor.inner_text().split("\n", 1)
    assert first.startswith("edition = ")
    before = first.split('"')[1]
    assert before != edition
    editor.click()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(f'edition = "{edition}"\n{rest}')
    return before


def run_all(page: Page, before: int = 0) -> tuple[dict[str, Any], int]:
    """Run all cells, and look at what is there; with the number of the last cell, for the next time."""
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    last = page.wait_for_function(DONE, arg=before).json_value()
    assert page.locator(".jp-OutputArea-output[data-mime-type*=std]").count() == 0
    return page.evaluate(SEEN), last


def save(page: Page) -> None:
    """Save the notebook, and wait until it lies there."""
    with page.expect_response(
        lambda answer: answer.request.method == "PUT" and "/api/contents/" in answer.url
    ):
        page.keyboard.press("Control+S")


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
        "drawings": [str(picture["alt"]) for picture in soup.select("figure img")],
        "figures": [str(figure["id"]) for figure in soup.select("figure")],
    }


def test_jupyterlab_shows_what_the_pipeline_shows_of_another_edition(run: Path, lab: str) -> None:
    expected = shown_by_pipeline(run)
    assert sorted(expected["figures"]) == sorted(path.stem for path in run.glob("figures/*.svg"))
    with chromium() as browser:
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        open_notebook(page, lab)
        name_edition(page, EDITION)
        seen, _ = run_all(page)
    assert {name: seen[name] for name in expected} == expected
    stated = json.loads((run / "values.json").read_bytes())
    assert stated
    assert [name for name in stated if stated[name]["text"] not in seen["text"]] == []


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_an_executed_notebook_that_nobody_trusts_shows_the_same(
    copy: Project, run: Path, lab: str, colours: Literal["light", "dark"]
) -> None:
    """JupyterLab sanitises what others have run: a drawing that is a picture stays, on a ground of its own."""
    expected = shown_by_pipeline(run)
    assert expected["drawings"]
    with chromium() as browser:
        page = browser.new_page(color_scheme=colours, viewport={"width": 1280, "height": 900})
        page.set_default_timeout(1000 * PATIENCE_S)
        page.goto(f"{lab}/lab/tree/{copy.relative(run)}/notebook.ipynb")
        page.locator(".jp-Notebook-ExecutionIndicator[data-status=idle]").first.wait_for()
        page.wait_for_function(f"({SEEN})().drawings.length == {len(expected['drawings'])}")
        seen, grounds = page.evaluate(SEEN), page.evaluate(GROUNDS)
        shade = page.evaluate("document.body.dataset.jpThemeLight")
    assert shade == str(colours == "light").lower()
    assert set(seen["figures"]) == {""}, "it is trusted: ids are there"
    assert {name: seen[name] for name in expected if name != "figures"} == {
        name: expected[name] for name in expected if name != "figures"
    }
    assert grounds == [[255, 255, 255, 255]] * len(expected["drawings"])


@pytest.fixture
def status(copy: Project, monkeypatch: pytest.MonkeyPatch) -> Callable[[], str | None]:
    """The copy as a clone in which `make setup` was said, and what git says has changed in it."""
    if not shutil.which("git"):
        pytest.skip("git is not installed")
    monkeypatch.setenv("PYTHONPATH", str(copy.library))
    for name in (".gitattributes", ".gitignore"):
        shutil.copy(ROOT / name, copy.root)
    run_git(copy.root, "init", "--quiet")
    assert set_filter(copy)
    for values in (("user.name", "A"), ("user.email", "a@example.org"), ("core.hooksPath", "none")):
        run_git(copy.root, "config", *values)
    run_git(copy.root, "add", "--all")
    assert run_git(copy.root, "commit", "--quiet", "--message", "one") is not None
    return lambda: run_git(copy.root, "status", "--porcelain")


@pytest.fixture
def preview(copy: Project, tmp_path: Path) -> Iterator[str]:
    """Address of a preview of the copy."""
    said = tmp_path / "preview"
    with said.open("wb") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "studylib.cli", "serve", "--port", "0", "--runs", "viewed"],
            env={**os.environ, "PYTHONPATH": str(copy.library)},
            cwd=copy.root,
            stdout=log,
            stderr=log,
        )
    try:
        end = time.monotonic() + PATIENCE_S
        while not (address := re.search(r"http://\S+/", said.read_text("utf-8"))):
            assert server.poll() is None, said.read_text("utf-8")
            assert time.monotonic() < end
            time.sleep(0.2)
        yield address[0]
    finally:
        server.send_signal(signal.SIGINT)
        ended = server.wait(timeout=PATIENCE_S)
    assert ended == 0, said.read_text("utf-8")


def write_word(page: Page, word: str) -> None:
    """Write a paragraph of one word below the last words of the notebook."""
    cell = page.locator(".jp-Notebook .jp-MarkdownCell").last
    cell.locator(".jp-RenderedMarkdown").dblclick()
    cell.locator(".cm-content").click()
    page.keyboard.press("Control+End")
    page.keyboard.insert_text(f"\n\n{word}")


def test_an_edited_library_is_there_at_the_next_run_and_in_the_preview_and_git_stays_clean(
    copy: Project, status: Callable[[], str | None], lab: str, preview: str
) -> None:
    path = copy.root / NOTEBOOK
    committed = path.stat().st_size
    with chromium() as browser:
        shown = browser.new_page()
        shown.set_default_timeout(1000 * DRAWN_UP_S)
        shown.goto(f"{preview}editions/{EDITION}/situation.html")
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        open_notebook(page, lab)
        save(page)
        assert path.stat().st_size > committed
        assert status() == ""
        before = name_edition(page, EDITION)
        seen, last = run_all(page)
        assert f"Edition: {EDITION}." in seen["text"]
        edit(copy.root / LIBRARY, '_("Edition: {year}."', '_("Changed: {year}."')
        seen, _ = run_all(page, last)
        assert f"Changed: {EDITION}." in seen["text"]
        save(page)
        assert status() == f"M {NOTEBOOK}\n M {LIBRARY}"
        article = shown.locator("article")
        article.get_by_text(f"Changed: {EDITION}.").first.wait_for()
        name_edition(page, before)
        save(page)
        assert b"data:image/svg+xml" in path.read_bytes()
        assert status() == f"M {LIBRARY}"
        run_git(copy.root, "checkout", "--quiet", "--", "src")
        assert status() == ""
        write_word(page, "Previewed.")
        save(page)
        article.get_by_text("Previewed.").wait_for()
        assert status() == f"M {NOTEBOOK}"
