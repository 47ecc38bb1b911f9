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
from sharing import make_once

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

KINDS = (
    *("index", "about", "how-to-read", "method", "methodology", "data-and-sources", "data-package"),
    *("columns", "cite", "glossary", "items", "overview", "across_editions", "search"),
    *("practices/index", "cities/index"),
    *(
        f"editions/2012/{name}"
        for name in ("index", "key_messages", "participation", "situation", "key_elements")
    ),
    *("editions/2019/good_practices", "editions/2012/robustness"),
    *("editions/2021/index", "editions/2019/press"),
)
"""A page of each kind; a practice and a city come to them."""

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
def html(real_study: Project, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real book, in a copy of its own: the study is read by other processes meanwhile."""

    def make(root: Path) -> None:
        shutil.copytree(real_study.root, root)
        build.build(Project(root))

    return Project(make_once(tmp_path_factory, "book", make)).html


@pytest.fixture(scope="session")
def html_es(real_study: Project, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real book in Spanish."""

    def make(root: Path) -> None:
        shutil.copytree(real_study.root, root)
        build.build(Project(root, language="es"))

    return Project(make_once(tmp_path_factory, "book-es", make), language="es").html


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


@pytest.fixture(scope="session")
def site_es(html_es: Path) -> Iterator[str]:
    """Address of a server of the book in Spanish."""
    with serve(html_es) as address:
        yield address


@dataclass(frozen=True)
class Published:
    """The book in a language, and the address of its server."""

    language: str
    html: Path
    site: str


@pytest.fixture(scope="module", params=["en", "es"])
def published(request: pytest.FixtureRequest) -> Published:
    """The book in each language."""
    end = "" if request.param == "en" else f"_{request.param}"
    html, site = (request.getfixturevalue(f"{name}{end}") for name in ("html", "site"))
    return Published(request.param, html, site)


def list_kinds(html: Path) -> list[str]:
    """A page of each kind."""
    one_each = [
        min((html / folder).glob("[!i]*.html")).relative_to(html).as_posix()
        for folder in ("practices", "cities")
    ]
    return [*(f"{each}.html" for each in KINDS), *one_each]


@contextmanager
def chromium() -> Iterator[Browser]:
    """The machine's own Chromium. No two may be open at a time, and none while other tests run loops of their own."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def seen(published: Published) -> dict[tuple[str, int], Seen]:
    """Every page at both widths, looked at once, and of a translated book one of each kind.

    Not in a file that asks for `browser`, which has a loop of its own open.
    """
    html = published.html
    every = [path.relative_to(html) for path in html.rglob("*.html") if "_static" not in path.parts]
    names = sorted(path.as_posix() for path in every)
    if published.language != "en":
        names = list_kinds(html)
    assert "index.html" in names  # of no pages at all everything holds
    return asyncio.run(look_at_all(published.site, names))


async def look_at_all(site: str, names: Sequence[str]) -> dict[tuple[str, int], Seen]:
    """Open every page once and look at it at both widths; several pages at a time."""
    from playwright.async_api import async_playwright

    async with async_playwright() as playwright:
        opened = await playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))

        async def part(some: Sequence[str]) -> dict[tuple[str, int], Seen]:
            # one tab for all: a new one for each would be a program to start for each
            tab = await (await opened.new_context(locale="en-GB")).new_page()
            visits: list[Seen] = []
            listen(tab, site, visits)
            found = {}
            for name in some:
                visits.append(Seen(site + name, {}))
                for width, page in (await look(tab, visits[-1])).items():
                    found[name, width] = page
            await tab.close()
            return found

        parts = await asyncio.gather(*(part(names[each::AT_ONCE]) for each in range(AT_ONCE)))
        await opened.close()
    return {key: page for some in parts for key, page in some.items()}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser for the tests of one file, opened for the first and closed with the file."""
    with chromium() as opened:
        yield opened


def listen(page: Page, site: str, visits: Sequence[Seen]) -> None:
    """Write down with the last visit what the browser says; what it says late counts for the next one, and is not lost."""
    page.on(
        "console",
        lambda said: (
            visits[-1].complaints.append(said.text) if said.type in {"error", "warning"} else None
        ),
    )
    page.on("pageerror", lambda error: visits[-1].complaints.append(str(error)))
    page.on(
        "response",
        lambda answer: visits[-1].complaints.append(answer.url) if answer.status >= 400 else None,
    )
    page.on(
        "request",
        lambda asked: visits[-1].strangers.append(asked.url) if stranger(asked.url, site) else None,
    )


async def look(page: Page, seen: Seen) -> dict[int, Seen]:
    """Go to an address and write down what is there, first on a desk and then on a phone."""
    facts: dict[int, dict[str, object]] = {}
    for width in (DESK, PHONE):
        await page.set_viewport_size({"width": width, "height": 800})
        if not facts:
            await page.goto(seen.address, wait_until="load", timeout=120_000)
        facts[width] = await page.evaluate(LOOK)
    return {width: replace(seen, facts=each) for width, each in facts.items()}


def stranger(url: str, site: str) -> bool:
    """Whether an address is another host's."""
    return urlsplit(url).scheme not in {"data", "blob"} and not url.startswith(site)
