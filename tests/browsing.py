"""The real book behind a server of its own, and every page of it looked at once in a real browser; shared by the tests that read it."""

from __future__ import annotations

import asyncio
import functools
import http.server
import shutil
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from quire.book import build
from quire.core.project import Project

if TYPE_CHECKING:
    from playwright.async_api import Page
    from playwright.sync_api import Browser

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
QUIET = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
DESK, PHONE = 1280, 360
AT_ONCE = 2
"""Pages that are opened at a time."""

LABEL = 40
"""Letters that an alt text has at least: shorter ones only name the picture."""

LOOK = """() => {
  const wide = document.documentElement.scrollWidth;
  // what scrolls, and land that a map cuts off at its frame
  const frames = '.study-table-frame, .pst-scrollable-table-container, pre, .land';
  const cut = [...document.querySelectorAll('.bd-article *')].filter(element => {
    const box = element.getBoundingClientRect();
    return box.width > 0 && box.right > window.innerWidth + 1 && !element.closest(frames);
  });
  return {
    wide,
    cut: cut.slice(0, 5).map(element => element.outerHTML.slice(0, 120)),
    pictures: [...document.images].map(image => ({
      src: image.getAttribute('src'), alt: image.getAttribute('alt'), loaded: image.complete && image.naturalWidth > 0,
      figure: image.closest('figure') !== null,
    })),
    // a link to a PDF is hidden until there is one
    links: [...document.querySelectorAll('a[href]')].filter(link => !link.closest('.study-pdf')).map(link => link.getAttribute('href')),
    names: [...document.querySelectorAll('[id]')].map(element => element.id),
    title: document.title,
    language: document.documentElement.lang,
    headings: document.querySelectorAll('.bd-article h1').length,
    open: document.querySelectorAll('.bd-article div.cell details[open]').length,
    failed: document.querySelectorAll('.bd-article .output.traceback, .bd-article .system-message').length,
  };
}"""


@dataclass
class Seen:
    """What a page showed at one width, and what the browser said of it."""

    address: str
    facts: dict[str, object]
    complaints: list[str] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)


@pytest.fixture(scope="session")
def html(real_study: Project) -> Path:
    """The real book, made in a folder of its own."""
    return build.build(real_study).parent


class Silent(http.server.SimpleHTTPRequestHandler):
    """A web server that writes no log."""

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def serve(folder: Path) -> Iterator[str]:
    """Address of a server of the pages in a folder."""
    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(Silent, directory=str(folder))
    )
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="session")
def site(html: Path) -> Iterator[str]:
    """Address of a server of the book."""
    with serve(html) as address:
        yield address


@contextmanager
def chromium() -> Iterator[Browser]:
    """The machine's own Chromium. No two may be open at a time, and none while other tests run loops of their own."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def seen(html: Path, site: str) -> dict[tuple[str, int], Seen]:
    """Every page at both widths, looked at once."""
    names = sorted(
        path.relative_to(html).as_posix()
        for path in html.rglob("*.html")
        if "_static" not in path.parts
    )
    assert "index.html" in names  # of no pages at all everything holds
    return asyncio.run(look_at_all(site, names))


async def look_at_all(site: str, names: Sequence[str]) -> dict[tuple[str, int], Seen]:
    """Open every page once and look at it at both widths; several pages at a time."""
    from playwright.async_api import async_playwright

    async with async_playwright() as playwright:
        opened = await playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))

        async def part(some: Sequence[str]) -> dict[tuple[str, int], Seen]:
            context = await opened.new_context(locale="en-GB")
            found = {}
            for name in some:
                for width, page in (await look(await context.new_page(), site, name)).items():
                    found[name, width] = page
            return found

        parts = await asyncio.gather(*(part(names[each::AT_ONCE]) for each in range(AT_ONCE)))
        await opened.close()
    return {key: page for some in parts for key, page in some.items()}


@pytest.fixture(scope="module")
def browser(seen: dict[tuple[str, int], Seen]) -> Iterator[Browser]:
    """A browser for the tests of one file, opened after the pages were looked at and closed with the file."""
    assert seen
    with chromium() as opened:
        yield opened


async def look(page: Page, site: str, name: str) -> dict[int, Seen]:
    """Open a page and write down what is there, first on a desk and then on a phone."""
    seen = Seen(site + name, {})
    page.on(
        "console",
        lambda said: (
            seen.complaints.append(said.text) if said.type in {"error", "warning"} else None
        ),
    )
    page.on("pageerror", lambda error: seen.complaints.append(str(error)))
    page.on(
        "response",
        lambda answer: seen.complaints.append(answer.url) if answer.status >= 400 else None,
    )
    page.on(
        "request",
        lambda asked: seen.strangers.append(asked.url) if stranger(asked.url, site) else None,
    )
    facts: dict[int, dict[str, object]] = {}
    for width in (DESK, PHONE):
        await page.set_viewport_size({"width": width, "height": 800})
        if not facts:
            await page.goto(seen.address, wait_until="load", timeout=120_000)
        facts[width] = await page.evaluate(LOOK)
    await page.close()
    return {width: replace(seen, facts=each) for width, each in facts.items()}


def stranger(url: str, site: str) -> bool:
    """Whether an address is another host's."""
    return urlsplit(url).scheme not in {"data", "blob"} and not url.startswith(site)
