"""Make the pictures in `docs/screenshots` from the book that was built; says what it needs if something is missing.

make study && .venv/bin/python tools/screenshots.py
"""

from __future__ import annotations

import io
import shutil
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[1]
HTML = ROOT / "build" / "html"
FOLDER = ROOT / "docs" / "screenshots"
DESK, PHONE = (1280, 800), (390, 844)
COLOURS = 128

SHOTS = {
    "home": ("index.html", DESK, ".bd-article h1"),
    "situation": ("editions/2012/situation.html", DESK, "#figure-distributions"),
    "city": ("cities/at002c.html", DESK, "#area-scores"),
    "practice": ("practices/ahmedabad-heat-action-plan.html", DESK, ".bd-article h1"),
    "key-messages-on-a-phone": ("editions/2017/key_messages.html", PHONE, ".study-cards"),
}
"""By the picture's name: page, size of the window, and what stands at its top."""


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
        for name, (page, (width, height), top) in SHOTS.items():
            opened = browser.new_page(
                viewport={"width": width, "height": height}, color_scheme="light"
            )
            opened.goto((HTML / page).as_uri(), wait_until="networkidle")
            opened.evaluate(
                "selector => window.scrollTo(0, document.querySelector(selector).getBoundingClientRect().top + scrollY - 70)",
                top,
            )
            opened.wait_for_timeout(300)
            image = Image.open(io.BytesIO(opened.screenshot())).convert("RGB").quantize(COLOURS)
            image.save(FOLDER / f"{name}.png", optimize=True)
            print(f"written: docs/screenshots/{name}.png")
            opened.close()
        browser.close()


if __name__ == "__main__":
    main()
