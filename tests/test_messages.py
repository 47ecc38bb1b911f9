"""The words that readers see can be collected: templates are literals, and what is put into them is named."""

from __future__ import annotations

import ast
import re
import shlex
import string
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from conftest import ROOT

from quire.book.wording import find_avoided, read_avoided
from quire.core.project import Project

MAKERS = {"_", "ngettext"}


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """All messages, collected by the command of the Makefile."""
    text = (ROOT / "Makefile").read_text(encoding="utf-8").replace("\\\n", " ")
    (command,) = re.findall(r"pybabel (-q extract .*) -o locale/study\.pot \.", text)
    path = tmp_path_factory.mktemp("words") / "study.pot"
    subprocess.run(
        [Path(sys.executable).parent / "pybabel", *shlex.split(command), "-o", path, "."],
        cwd=ROOT,
        check=True,
    )
    with path.open("rb") as file:
        return read_po(file)


def test_sentences_heads_and_plurals_are_collected(catalogue: Catalog) -> None:
    known = {message.id for message in catalogue if message.id}
    assert "Intervals are at {confidence} per cent." in known
    # of pages, of the press, of what Sphinx puts around them, of print
    assert {"What changed", "Take it with you", "Show the pages below", "Breadcrumb"} <= known
    assert "Annex: where the numbers come from" in known
    assert ("city", "cities") in known


def test_what_templates_count_is_collected(catalogue: Catalog) -> None:
    """Babel finds no noun of a filter: each must stand in the code, too, or the sentence in both forms in its template."""
    texts = [
        path.read_text(encoding="utf-8")
        for folder in ("book/templates", "src/quire/book/templates")
        for path in (ROOT / folder).iterdir()
    ]
    nouns = {noun for text in texts for noun in re.findall(r'\| counted\("([^"]+)"', text)}
    known = {
        text
        for message in catalogue
        for text in ([message.id] if isinstance(message.id, str) else message.id)
    }
    assert len(nouns) > 2
    assert nouns - known == set()


def test_no_message_has_a_word_that_the_study_does_not_write(catalogue: Catalog) -> None:
    """Those of pages and notebooks are held by `study check`."""
    words = read_avoided(Project(ROOT))
    texts = [
        text
        for message in catalogue
        for text in ([message.id] if isinstance(message.id, str) else message.id)
    ]
    assert len(words) > 40
    assert len(texts) > 1000
    assert [
        f"{found!r} in {text!r}: write {instead}"
        for text in texts
        for _, found, instead in find_avoided(text, words)
    ] == []


def test_what_is_put_into_a_message_has_a_name(catalogue: Catalog) -> None:
    texts: list[str] = []
    for message in catalogue:
        if "python-brace-format" in message.flags:
            texts += [message.id] if isinstance(message.id, str) else message.id
    fields = {
        (text, field)
        for text in texts
        for _, field, _, _ in string.Formatter().parse(text)
        if field
    }
    assert len(fields) > 100
    assert [(text, field) for text, field in sorted(fields) if not field.isidentifier()] == []


def test_templates_are_literals() -> None:
    built = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for path in sorted((ROOT / "src").rglob("*.py"))
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id in MAKERS
        and not all(
            isinstance(text, ast.Constant) and isinstance(text.value, str)
            for text in call.args[: 2 if call.func.id == "ngettext" else 1]
        )
    ]
    assert built == []
