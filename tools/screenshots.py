"""Make the pictures in `docs/screenshots` from the book that was built; says what it needs if something is missing.

make study && .venv/bin/python tools/screenshots.py
"""

from __future__ import annotations

import io
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from quire.core.project import Project
from quire.lab.setup import write_kernel

ROOT = Path(__file__).resolve().parents[1]
HTML = Project(ROOT).html
FOLDER = ROOT / "docs" / "screenshots"
DESK, PHONE = (1280, 800), (390, 844)
COLOURS = 256
PATIENCE_S = 240

SHOTS = {
    "home": ("index.html", DESK, ".bd-article h1"),
    "situation": ("editions/2019/situation.html", DESK, ".bd-article h1"),
    "city": ("cities/at002c.html", DESK, ".bd-article h1"),
    "practice": ("practices/ahmedabad-heat-action-plan.html", DESK, ".bd-article h1"),
    "key-messages-on-a-phone": ("editions/2017/key_messages.html", PHONE, ".study-cards"),
}
"""By the picture's name: page, size of the window, and what stands at its top."""

SETTINGS = {
    "notebook-extension/tracker": {"windowingMode": "none"},
    "docmanager-extension/plugin": {"autosave": False},
}
"""Of JupyterLab: all cells are on the page at once, and nothing is saved."""

HALF, SHARP = (640, 640), 1.5
"""The size of either half of the picture of JupyterLab beside the draft, and how many dots it has for one of them."""

DONE = r"""() => [...document.querySelectorAll('.jp-CodeCell .jp-InputPrompt')]
  .every(prompt => /\[\d+\]/.test(prompt.textContent))"""
"""Whether all cells have run."""

NOTEBOOK, PAGE = "notebooks/edition/20_situation.ipynb", "editions/2019/situation.html"
BEFORE, AFTER = (
    "countries(study, values, country_min_cities)",
    "countries(study, values, country_min_cities + 2)",
)
"""What is changed in the notebook, so that its page is marked."""


def main() -> None:
    """Take every picture and write it with few colours, so that it is small."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        sys.exit("chromium is not installed (Debian: apt-get install chromium)")
    missing = [page for page, _, _ in SHOTS.values() if not (HTML / page).is_file()]
    if missing:
        sys.exit(
            f"the book has no {', '.join(missing)}: build it with make study, or name other pages in {Path(__file__).name}"
        )
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--headless", "--no-sandbox", "--disable-gpu"]
        )
        for name, (page, size, top) in SHOTS.items():
            write(name, shoot(open_page(browser, HTML / page, size, top)))
        write("preview", take_preview(browser))
        browser.close()


def open_page(
    browser: Browser, path: Path, size: tuple[int, int], top: str, sharp: float = 1
) -> Page:
    """A page of the book in a window of that size, with an element at its top."""
    width, height = size
    page = browser.new_page(
        viewport={"width": width, "height": height}, device_scale_factor=sharp, color_scheme="light"
    )
    page.goto(path.as_uri(), wait_until="networkidle")
    page.evaluate(
        "selector => window.scrollTo(0, document.querySelector(selector).getBoundingClientRect().top + scrollY - 70)",
        top,
    )
    page.wait_for_timeout(300)
    return page


def shoot(page: Page) -> Image.Image:
    """What a window shows; it is closed then."""
    image = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    page.close()
    return image


def write(name: str, image: Image.Image) -> None:
    """Write a picture with few colours."""
    image.quantize(COLOURS).save(FOLDER / f"{name}.png", optimize=True)
    print(f"written: docs/screenshots/{name}.png")


def take_preview(browser: Browser) -> Image.Image:
    """JupyterLab with a notebook that was changed, beside its page in a draft, which says so; both of a copy of this checkout."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "study"
        shutil.copytree(ROOT, root, ignore=shutil.ignore_patterns(".*", "__pycache__", "build"))
        shutil.copytree(ROOT / "build" / "runs", root / "build" / "runs")
        notebook = root / NOTEBOOK
        notebook.write_text(
            notebook.read_text(encoding="utf-8").replace(BEFORE, AFTER), encoding="utf-8"
        )
        environment = {**os.environ, "PYTHONPATH": str(root / "src")}
        command = [sys.executable, "-m", "studylib.cli", "book", "--draft"]
        subprocess.run(command, cwd=root, env=environment, check=True, stdout=subprocess.DEVNULL)
        draft = open_page(browser, root / "build/draft/html" / PAGE, HALF, "body", SHARP)
        right = shoot(draft)
        with open_lab(Project(root), Path(folder), environment) as address:
            left = shoot(run_notebook(browser, address))
    both = Image.new("RGB", (left.width + right.width + 2, left.height), "silver")
    both.paste(left, (0, 0))
    both.paste(right, (left.width + 2, 0))
    return both


@contextmanager
def open_lab(copy: Project, folder: Path, environment: dict[str, str]) -> Iterator[str]:
    """A JupyterLab with the study's kernel that asks for no token, and knows no settings of whoever calls it."""
    write_kernel(copy, folder / "data")
    page_config = folder / "config" / "labconfig" / "page_config.json"
    page_config.parent.mkdir(parents=True)
    quiet = {"disabledExtensions": {"@jupyterlab/apputils-extension:announcements": True}}
    page_config.write_text(json.dumps(quiet), encoding="utf-8")
    for name, values in SETTINGS.items():
        path = folder / "settings" / "@jupyterlab" / f"{name}.jupyterlab-settings"
        path.parent.mkdir(parents=True)
        path.write_text(json.dumps(values), encoding="utf-8")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = [
        *("--no-browser", "--allow-root", "--ip=127.0.0.1", f"--port={port}"),
        *("--IdentityProvider.token=", f"--ServerApp.root_dir={copy.root}"),
    ]
    places = {
        f"JUPYTER_{name}_DIR": str(folder / name.lower()) for name in ("CONFIG", "DATA", "RUNTIME")
    }
    server = subprocess.Popen(
        [sys.executable, "-m", "jupyterlab", *options],
        cwd=copy.root,
        env={**environment, **places, "JUPYTERLAB_SETTINGS_DIR": str(folder / "settings")},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        end = time.monotonic() + PATIENCE_S
        while True:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/api", timeout=5).close()
                break
            except OSError:
                if server.poll() is not None or time.monotonic() > end:
                    sys.exit("JupyterLab does not start: look with make lab")
                time.sleep(0.2)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(timeout=30)


def run_notebook(browser: Browser, address: str) -> Page:
    """The notebook in JupyterLab when all of it has run, with the cell that was changed at the top."""
    width, height = HALF
    page = browser.new_page(
        viewport={"width": width, "height": height}, device_scale_factor=SHARP, color_scheme="light"
    )
    page.set_default_timeout(1000 * PATIENCE_S)
    page.goto(f"{address}/doc/tree/{NOTEBOOK}")
    # the indicator is idle before there is a kernel, too
    page.get_by_text("Smart Cities Study | Idle").first.wait_for()
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    page.wait_for_function(DONE)
    cell = page.locator(".jp-CodeCell").filter(has_text=AFTER).last
    cell.locator("figure img").wait_for()
    cell.evaluate("cell => cell.scrollIntoView({block: 'start'})")
    page.wait_for_timeout(500)
    return page


if __name__ == "__main__":
    main()
