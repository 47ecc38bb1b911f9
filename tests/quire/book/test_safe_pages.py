"""Pages that can do no harm: directives that would read this machine, the policy, and what no page may have."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from types import SimpleNamespace

import pytest
from building import make_pages
from lxml import html

from quire.book import safe_pages
from quire.book.safe_pages import Index, find_active, make_policy

CONFIG = """
extensions = ["myst_parser", "sphinx_book_theme", "quire.book.safe_pages"]
html_theme = "sphinx_book_theme"
html_theme_options = {"use_download_button": False, "use_fullscreen_button": False}
"""
SECRET = "what only this machine knows"
TITLE = r"\<img src=x onerror=\"alert(1)\" id=hx>"


def render(folder: Path, page: str) -> tuple[str, Path]:
    """A book of one page: what Sphinx warned of, and its folder."""
    source = folder / "book"
    source.mkdir()
    (source / "conf.py").write_text(CONFIG, "utf-8")
    (folder / "secret.txt").write_text(SECRET, "utf-8")
    (source / "index.md").write_text(page, "utf-8")
    made = folder / "made/html"
    return make_pages(source, made), made


def test_no_directive_reads_this_machine_or_writes_html(tmp_path: Path) -> None:
    reading = (
        "```{include} ../secret.txt\n```\n",
        "```{literalinclude} ../secret.txt\n```\n",
        "```{raw} html\n:file: ../secret.txt\n```\n",
        "```{raw} html\n<i id=hx>x</i>\n```\n",
        "```{csv-table}\n:file: ../secret.txt\n```\n",
        "```{eval-rst}\n.. include:: ../secret.txt\n```\n",
        "{download}`x <../secret.txt>`\n",
        "![x](../secret.txt)\n",
    )
    said, made = render(tmp_path, "\n".join(("# Page\n", *reading)))
    assert said.count("WARNING") + said.count("ERROR") >= len(reading)
    assert said.count("is no file of the book") == 1 + 1
    page = (made / "index.html").read_text("utf-8")
    assert SECRET not in page
    assert html.document_fromstring(page).xpath("//*[@id='hx']") == []


def test_what_a_notebook_drew_is_of_the_book(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(safe_pages, "_warn", told.append)
    app = SimpleNamespace(srcdir=tmp_path / "book", outdir=tmp_path / "made/html")
    drawn = ["figures/a.svg", "../made/jupyter_execute/b.png", "../secret.txt", "/etc/passwd"]
    safe_pages._find_strange_files(app, SimpleNamespace(images=drawn, dlfiles=[]))  # type: ignore[arg-type]
    assert told == [f"{name} is no file of the book" for name in drawn[2:]]


def test_a_title_is_text_and_every_page_has_its_policy_before_any_script(tmp_path: Path) -> None:
    said, made = render(tmp_path, f"# {TITLE}\n\n## Part {TITLE}\n\nWords.\n")
    assert "which no page" not in said
    for name in ("index", "search"):
        tree = html.document_fromstring((made / f"{name}.html").read_bytes())
        assert tree.xpath("//*[@id='hx']") == []
        order = tree.xpath(
            "//meta[@http-equiv='Content-Security-Policy'] | //script | //link[@rel='stylesheet']"
        )
        assert order[0].tag == "meta"
        assert "default-src 'none'; script-src 'self' 'sha256-" in order[0].get("content")
    assert "<img" not in (made / "searchindex.js").read_text("utf-8")


def test_titles_are_escaped_once_in_an_index_that_is_added_to() -> None:
    index = {"alltitles": {"<i> & &lt;": [[0, None]]}, "docnames": ["index"], "indexentries": {}}
    stream = StringIO()
    Index([]).dump(index, stream)
    assert '"&lt;i&gt; &amp; &amp;lt;"' in stream.getvalue()
    stream.seek(0)
    assert Index([]).load(stream) == index


def test_terms_of_pages_that_are_not_written_again_stay_in_the_index_and_words_of_no_page_go() -> (
    None
):
    before = {"river": [[0, "a", True], [2, "c", False]], "lake": [[1, "b", False]]}
    stream = StringIO()
    index = {"alltitles": {}, "docnames": ["kept", "gone", "renewed"], "indexentries": before}
    Index([]).dump(index, stream)
    stream.seek(0)
    format = Index(["renewed"])
    format.load(stream)
    index = {
        "alltitles": {},
        "docnames": ["first", "kept", "renewed"],
        "indexentries": {"river": [[2, "d", False]]},
        "terms": {"lake": [], "river": 0},
    }
    added = StringIO()
    format.dump(index, added)
    added.seek(0)
    after = Index([]).load(added)
    assert after["indexentries"] == {"river": [[1, "a", True], [2, "d", False]]}
    assert after["terms"] == {"river": 0}


def test_a_page_that_would_run_something_is_told(tmp_path: Path) -> None:
    said, _ = render(tmp_path, '# Page\n\n<p onclick="f()">x</p>\n\n<script>alert(1)</script>\n')
    assert "index.html has the handler onclick of <p>, which no page of the book may have" in said
    assert "index.html has a script of its own, which no page of the book may have" in said


@pytest.mark.parametrize(
    ("part", "told"),
    [
        ('<base href="https://example.org">', ["the element <base>"]),
        ('<meta http-equiv="Refresh" content="0;url=x">', ["the element <meta>"]),
        ("<iframe srcdoc='x'></iframe>", ["the element <iframe>"]),
        ("<a href=' java\nscript:f()'>x</a>", ["the address  java\nscript:f() of <a>"]),
        ("<a href='data:text/html,x'>x</a>", ["the address data:text/html,x of <a>"]),
        ("<svg><a xlink:href='javascript:f()'/></svg>", ["the address javascript:f() of <a>"]),
        ("<script>f()</script>", ["a script of its own"]),
        ("<img src='a.png' onerror='f()'>", ["the handler onerror of <img>"]),
        ("<img src='//example.org/a.png'>", ["the address //example.org/a.png of <img>"]),
        ("<a href='http://[x'>x</a>", ["the address http://[x of <a>"]),
        ("<a href='mailto:a'>x</a><a href='b.html#c'>y</a><img src='data:image/png;base64,x'>", []),
        ("<script type='application/ld+json'>{}</script><script src='a.js'></script>", []),
    ],
)
def test_what_a_page_may_not_have(part: str, told: list[str]) -> None:
    assert find_active(f"<html><body><p>{part}</p></body></html>".encode()) == told


def test_a_script_that_the_policy_names_is_the_books_own() -> None:
    policy = make_policy("<script>f()</script>")
    page = f'<meta http-equiv="Content-Security-Policy" content="{policy}"><script>f()</script>'
    assert find_active(page.encode()) == []
    assert find_active(page.replace("f()<", "g()<").encode()) == ["a script of its own"]
