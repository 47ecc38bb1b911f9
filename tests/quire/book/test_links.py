"""Links inside the book: each dead one is told once, where it is written, with the nearest name."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import code, prose, write_notebook

from quire.book.links import Dead, check_links, find_dead
from quire.core.errors import Faults
from quire.core.project import Project


def notebook(*cells: dict[str, object]) -> bytes:
    numbered = [{"id": f"cell-{n}", **cell} for n, cell in enumerate(cells)]
    return json.dumps({"cells": numbered}).encode()


def showing(form: str, text: str) -> dict[str, object]:
    output = {"output_type": "display_data", "metadata": {}, "data": {form: text}}
    return {**code("show()"), "outputs": [output]}


BOOK = {
    "index.md": b"# Front\n\n[Situation](editions/2019/situation.ipynb)\n",
    "editions/2019/situation.ipynb": notebook(
        prose("# Situation\n\n## Area scores\n\n(a-label)=\n## Of *them* {ref}`x`"),
        showing(
            "text/markdown", '<span id="figure-map"></span>\n\n```{figure} figures/map.svg\n```'
        ),
    ),
    "practices/index.md": b"# Practices\n\n<p id='own'>x</p>\n\n```{glossary}\nWave two\n  A survey.\n```\n",
    "editions/2019/figures/map.svg": b"<svg></svg>",
    "data/a.csv": b"a\n1\n",
}


def dead(text: str, page: str = "editions/2019/index.md") -> list[Dead]:
    return list(find_dead({**BOOK, page: text.encode()}))


@pytest.mark.parametrize(
    "text",
    [
        "[a](situation.ipynb) [b](/practices/index.md) [c](<../../index.md>)",
        '<a href="situation.html">a</a> <a class="b" href=\'situation.html#figure-map\'>b</a>',
        '<a href="situation.html#area-scores">a</a> <a href="situation.html#a-label">b</a>',
        '<a href="../../practices/index.html#own">a</a> <a href="../../practices/index.html#city=x">b</a>',
        '<a href="../../practices/index.html#term-Wave-two">a</a>',
        "# Own\n\n[a](#own) [b](#a-label) <a href='#own'>c</a>",
        '<a href="../../_images/map.svg">a</a> <a href="../../data/a.csv">b</a>',
        "[a](https://example.org/b.html) <a href='mailto:a@example.org'>b</a> <a href='//e.org/c.html'>c</a>",
        "`[a](b.html)` and\n\n```r\nx[1](b.html)\n```\n\n\\[a\\]\\(b\\.html\\)",
        '<a href="../../search.html">a</a>',
    ],
)
def test_links_that_lead_somewhere(text: str) -> None:
    assert dead(text) == []


@pytest.mark.parametrize(
    ("text", "address", "what", "meant"),
    [
        ("[a](situatoin.ipynb)", "situatoin.ipynb", "no page", "editions/2019/situation"),
        ('<a href="situatoin.html">a</a>', "situatoin.html", "no page", "editions/2019/situation"),
        ("[a](/practices/indx.md)", "/practices/indx.md", "no page", "practices/index"),
        (
            '<a href="situation.html#figure-mop">a</a>',
            "situation.html#figure-mop",
            "no place on editions/2019/situation",
            "figure-map",
        ),
        ("<a href='#figure-map'>a</a>", "#figure-map", "no place on editions/2019/index", ""),
        ("[a](#a-lable)", "#a-lable", "no place", ""),
        ('<a href="../../_images/mop.svg">a</a>', "../../_images/mop.svg", "no page", ""),
        ('<a href="../../data/b.csv">a</a>', "../../data/b.csv", "no page", ""),
    ],
)
def test_links_that_lead_nowhere(text: str, address: str, what: str, meant: str) -> None:
    (one,) = dead(text)
    assert (one.page, one.address) == ("editions/2019/index.md", address)
    assert what in one.what
    assert not meant or f"did you mean '{meant}'" in one.repair


def test_outputs_and_prose_of_notebooks_are_looked_at() -> None:
    made = notebook(
        prose("# M"),
        showing("text/markdown", '<a href="a.html">a</a>'),
        showing("text/html", '<a href="b.html">a</a>'),
        prose("[a](c.md)"),
    )
    said = dead(made.decode(), "editions/2019/messages.ipynb")
    assert [(one.cell, one.address) for one in said] == [
        ("cell-1", "a.html"),
        ("cell-2", "b.html"),
        ("cell-3", "c.md"),
    ]


def test_all_dead_links_come_together_with_the_place_where_each_is_written(tmp_path: Path) -> None:
    project = Project(tmp_path)
    for name in ("scratch/01_messages", "study/05_messages"):  # what is in scratch is no page's
        write_notebook(tmp_path / f"notebooks/{name}.ipynb", [prose("[a](gone.md)")])
    for name, text in {
        "src/study/findings.py": 'A = 1\npage="renamed"\n',
        "data/raw/practices/one.yml": "title: One\nrelated: other-one\n",
        "book/about.md": "# About\n\n[x](nowhere.md)\n",
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    (tmp_path / "pyproject.toml").write_text(
        '[tool.quire]\nstudy = "study:STUDY"\nsource = "src"\n'
    )
    card = showing("text/markdown", '<a href="renamed.html">More</a>')
    files = {
        **BOOK,
        "about.md": b"# About\n\n[x](nowhere.md)\n",
        "practices/one.md": b"# One\n\n[x](other-one.md)\n",
        "editions/2019/messages.ipynb": notebook(prose("[a](gone.md)"), card),
        "editions/2021/messages.ipynb": notebook(prose("[a](gone.md)"), card),
    }
    with pytest.raises(Faults) as raised:
        check_links(project, files)
    assert [(fault.file, fault.row, fault.value) for fault in raised.value.faults] == [
        ("book/about.md", 3, "nowhere.md"),
        ("data/raw/practices/one.yml", 2, "other-one.md"),
        ("notebooks/study/05_messages.ipynb", 0, "gone.md"),
        ("notebooks/study/05_messages.ipynb", 0, "gone.md"),
        ("src/study/findings.py", 2, "renamed.html"),
    ]
    assert raised.value.faults[2].column == "cell 1, page editions/2019/messages.ipynb"
