"""What is published: a book in each language, the page that leads to both, and pages at the addresses of before."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from lxml import html
from spanish import entry, write_catalogue

from quire.book.site import build_site
from quire.core.errors import StudyError
from quire.core.project import Project


def files(folder: Path) -> dict[str, tuple[int, bytes]]:
    return {
        path.relative_to(folder).as_posix(): (path.stat().st_mtime_ns, path.read_bytes())
        for path in folder.rglob("*")
        if path.is_file()
    }


def links(path: Path, what: str) -> list[str]:
    return [str(each) for each in html.parse(path).xpath(what)]


def test_a_study_in_one_language_leads_on_from_every_address_of_before(rain: Project) -> None:
    (rain.site / "old").mkdir()
    (rain.site / "old" / "left.txt").write_text("x")
    pages = {path.relative_to(rain.html).as_posix() for path in rain.html.rglob("*.html")}
    assert build_site(rain, force=True) == [rain.html / "index.html", rain.site / "index.html"]
    assert links(rain.site / "index.html", "//a/@href") == ["en/index.html"]
    deep = "editions/2001/rain.html"
    assert deep in pages
    assert links(rain.site / deep, "//a/@href") == [f"../../en/{deep}"]
    assert links(rain.site / deep, "//meta/@content") == [f"0; url=../../en/{deep}"]
    beside = {name for name in files(rain.site) if not name.startswith("en/")}
    assert beside == {name for name in pages if not name.startswith("_")}
    before = files(rain.site)
    build_site(rain)
    assert files(rain.site) == before
    (rain.site / "index.html").unlink()
    build_site(rain)
    assert {*files(rain.site)} == {*before}


def test_the_first_page_leads_to_the_book_in_each_language(rain: Project) -> None:
    write_catalogue(rain, entry("Rain", "Lluvia"))
    only = build_site(rain, "es")
    assert [path.parent.name for path in only] == ["es", "html"]
    both = build_site(rain)
    assert [path.parent.name for path in both] == ["en", "es", "html"]
    assert links(both[-1], "//a/@href") == ["en/index.html", "es/index.html"]
    assert links(both[-1], "//a/@hreflang") == ["en", "es"]
    assert links(both[-1], "//main//a/@lang") == ["en", "es"]
    assert links(both[-1], "//main//a/text()") == ["English", "Español"]
    # what is called the same in both languages is said once
    assert links(both[-1], "//main/h1/span/text()") == links(both[-1], "//title/text()") == ["Rain"]
    english, spanish = (
        {name for name in files(path.parent) if name.endswith(".html")} for path in both[:2]
    )
    assert english == spanish


def test_books_that_cannot_be_made_leave_what_was_there(rain: Project) -> None:
    before = files(rain.site)
    write_catalogue(rain, entry("Rain", "Lluvia"))
    shutil.rmtree(rain.runs / "2001" / "rain")
    with pytest.raises(StudyError, match="missing or stale"):
        build_site(rain)
    assert files(rain.site) == before
