"""Openings are found in rendered pages, without what is drawn or folded, and counted by kind of page."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from quire.book.openings import list_openings, say_openings
from quire.core.errors import StudyError
from quire.core.project import Project
from quire.text.readability import measure_text

PAGE = """<html><body><nav class="lead"><p>A way.</p></nav><article>
<div class="lead docutils"><p>What it is about.</p></div>{opening}
<p>More words.</p></article></body></html>"""
OPENING = """<div class="study-opening docutils"><p>One city <em>rose</em>. Two
fell</p><figure><p>Drawn.</p></figure><details><p>Folded.</p></details><ul><li>And one</li></ul></div>"""


def write_page(folder: Path, name: str, opening: str = OPENING) -> None:
    path = folder / f"{name}.html"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(PAGE.format(opening=opening), encoding="utf-8")


def test_an_opening_is_what_is_marked_and_else_what_leads(tmp_path: Path) -> None:
    write_page(tmp_path, "editions/2002/situation")
    write_page(tmp_path, "about", opening="")
    write_page(tmp_path, "_static/part")
    openings = list_openings(tmp_path)
    assert [(opening.page, opening.text) for opening in openings] == [
        ("about", "What it is about."),
        ("editions/2002/situation", "One city rose. Two fell. And one."),
    ]
    assert measure_text(openings[1].text).sentences == 3


def test_pages_that_are_made_the_same_way_are_one_kind(tmp_path: Path) -> None:
    names = ["index", "cities/index", "cities/graz", "cities/wien", "governments/a/wien"]
    for name in [*names, "governments/a/index", "editions/2002/index", "editions/2004/index"]:
        write_page(tmp_path, name)
    assert sorted({opening.kind for opening in list_openings(tmp_path)}) == [
        "cities/*",
        "cities/index",
        "editions/*/index",
        "governments/*/*",
        "governments/*/index",
        "index",
    ]


def test_the_table_has_a_line_for_each_kind_and_takes_a_draft_where_there_is_no_book(
    tmp_path: Path,
) -> None:
    project = Project(tmp_path)
    for name in ("index", "cities/graz", "cities/wien"):
        write_page(tmp_path / "build" / "draft" / "html", name)
    head, cities, home = say_openings(project)
    assert head.split()[:2] == ["opening", "of"]
    assert cities.split()[:3] == ["cities/*", "2", "7"]
    assert home.split()[:2] == ["index", "1"]
    shutil.rmtree(tmp_path / "build")
    with pytest.raises(StudyError, match="no book"):
        list(say_openings(project))
