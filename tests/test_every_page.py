"""Every page of the real book, looked at once in a real browser, at the width of a desk and of a phone; in Spanish one of each kind."""

from __future__ import annotations

import asyncio
import statistics
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin

import pytest
from browsing import (
    AT_ONCE,
    CHROMIUM,
    DESK,
    LABEL,
    PHONE,
    Published,
    Seen,
    look_at_all,
    serve,
    stranger,
)

from quire.core.project import Project
from quire.languages.catalogues import name_languages

pytestmark = pytest.mark.skipif(
    CHROMIUM is None, reason="chromium is not installed (Debian: apt-get install chromium)"
)

MOST_KB, MIDDLE_KB = 1200, 400
LANGUAGES = name_languages(Project(Path(__file__).parents[1]))


def values(seen: Seen, name: str) -> list[dict[str, object]]:
    found = seen.facts[name]
    assert isinstance(found, list)
    return found


def test_no_page_makes_the_browser_complain(seen: dict[tuple[str, int], Seen]) -> None:
    assert {key: each.complaints for key, each in seen.items() if each.complaints} == {}


def test_no_page_asks_another_host(seen: dict[tuple[str, int], Seen]) -> None:
    assert {key: each.strangers for key, each in seen.items() if each.strangers} == {}


def test_nothing_is_wider_than_the_screen(seen: dict[tuple[str, int], Seen]) -> None:
    wide = {key: each.facts["wide"] for key, each in seen.items() if each.facts["wide"] != key[1]}
    cut = {key: each.facts["cut"] for key, each in seen.items() if each.facts["cut"]}
    assert (wide, cut) == ({}, {})


def test_every_picture_loads_and_is_described(seen: dict[tuple[str, int], Seen]) -> None:
    pictures = [
        (key, picture) for key, each in seen.items() for picture in values(each, "pictures")
    ]
    assert any(picture["figure"] for _, picture in pictures)
    for key, picture in pictures:
        assert picture["loaded"], (key, picture)
        assert picture["alt"] is not None, (key, picture)
        assert not picture["figure"] or len(str(picture["alt"])) >= LABEL, (key, picture)


def test_every_situation_has_a_figure_to_show(seen: dict[tuple[str, int], Seen]) -> None:
    drawn = {
        key: any(picture["figure"] for picture in values(each, "pictures"))
        for key, each in seen.items()
        if key[0].endswith("situation.html")
    }
    assert drawn
    assert [key for key, some in drawn.items() if not some] == []


def test_links_inside_the_book_lead_somewhere(
    seen: dict[tuple[str, int], Seen], published: Published
) -> None:
    html, site = published.html, published.site
    names = {
        name: set(each.facts["names"])  # type: ignore[call-overload]
        for (name, width), each in seen.items()
        if width == DESK
    }
    assert any(names.values())
    for (name, _), each in seen.items():
        for link in values(each, "links"):
            address, anchor = urldefrag(urljoin(each.address, str(link)))
            if stranger(address, site):
                continue
            target = unquote(address.removeprefix(site)) or "index.html"
            language, _, same = target.partition("/")
            if language in LANGUAGES:  # the switch keeps the page; that book lies elsewhere
                assert same == name
                continue
            assert (html / target).is_file(), (name, link)
            state = anchor.startswith("city=")  # what the picker of cities shows
            assert not anchor or state or target not in names or unquote(anchor) in names[target], (
                name,
                link,
            )


def test_every_page_says_what_it_is(
    seen: dict[tuple[str, int], Seen], published: Published
) -> None:
    pages = {name: each.facts for (name, _), each in seen.items()}
    language = {"en": "en-GB"}.get(published.language, published.language)
    assert {facts["language"] for facts in pages.values()} == {language}
    titles = {name: str(facts["title"]) for name, facts in pages.items()}
    assert titles.pop("index.html") == "Smart Cities Study"
    # the theme has a sign of its own in that of the search
    assert titles.pop("search.html", " - Smart Cities Study").endswith(" - Smart Cities Study")
    assert [name for name in titles if not titles[name].endswith(" — Smart Cities Study")] == []
    headings = [name for name, facts in pages.items() if facts["headings"] != 1]
    assert set(headings) <= {"search.html"}


def test_code_is_folded_and_nothing_failed(seen: dict[tuple[str, int], Seen]) -> None:
    bad = {key for key, each in seen.items() if each.facts["open"] or each.facts["failed"]}
    assert bad == set()


def test_pages_are_small_with_their_pictures(
    published: Published, seen: dict[tuple[str, int], Seen]
) -> None:
    html, sizes = published.html, {}
    for (name, width), each in seen.items():
        pictures = {str(picture["src"]).partition("?")[0] for picture in each.facts["pictures"]}  # type: ignore[attr-defined]
        files = [
            html / name,
            *((html / name).parent / src for src in pictures if not src.startswith("data:")),
        ]
        sizes[name] = sum(path.stat().st_size for path in files) / 1000
        assert width in {DESK, PHONE}
    assert {name: size for name, size in sizes.items() if size > MOST_KB} == {}
    assert statistics.median(sizes.values()) < MIDDLE_KB


def test_what_is_wrong_with_a_page_is_seen(tmp_path: Path) -> None:
    """Each of two tabs opens each of these: what is sound comes before what is not."""
    pages = {
        "sound": "<p>Sound.",
        "odd": '<script>throw Error("odd")</script><img src="no.png">',
        "strange": '<script src="https://evil.invalid/x.js"></script>',
        "wide": '<p style="width: 2000px">Wide.',
    }
    for name, text in pages.items():
        (tmp_path / f"{name}.html").write_text(f'<link rel="icon" href="data:,">{text}')
    with serve(tmp_path) as site:
        order = [f"{name}.html" for name in pages for _ in range(AT_ONCE)]
        found = asyncio.run(look_at_all(site, order))
        assert {"odd", f"{site}no.png"} <= {*found["odd.html", PHONE].complaints}
    assert found["sound.html", DESK].complaints == []
    assert {name for (name, _), one in found.items() if one.strangers} == {"strange.html"}
    wide = {key for key, one in found.items() if one.facts["wide"] != key[1]}
    assert wide == {("wide.html", DESK), ("wide.html", PHONE)}
