"""The words that readers see can be collected: templates are literals, and what is put into them is named."""

from __future__ import annotations

import ast
import re
import string

import pytest
from conftest import ROOT

from quire.book.wording import find_avoided, read_avoided
from quire.core.project import Project
from quire.languages.collecting import Entry, collect_messages

MAKERS = {"_", "ngettext"}


@pytest.fixture(scope="module")
def entries() -> list[Entry]:
    """All messages."""
    return [*collect_messages(Project(ROOT))]


def test_sentences_heads_and_plurals_are_collected(entries: list[Entry]) -> None:
    known = {(entry.text, entry.many) for entry in entries}
    texts = {text for text, _ in known}
    assert "Intervals are at {confidence} per cent." in texts
    # of pages, of the press, of what Sphinx puts around them, of print
    assert {"What changed", "Take it with you", "Show the pages below", "Breadcrumb"} <= texts
    assert "Annex: where the numbers come from" in texts
    assert ("city", "cities") in known


def test_what_templates_count_is_collected(entries: list[Entry]) -> None:
    """Babel finds no noun of a filter: those of the study are looked for beside it, those of the press stand in the code, too."""
    texts = [
        path.read_text(encoding="utf-8")
        for folder in ("book/templates", "src/quire/book/templates")
        for path in (ROOT / folder).iterdir()
    ]
    nouns = {noun for text in texts for noun in re.findall(r'\| counted\("([^"]+)"', text)}
    assert len(nouns) > 2
    assert nouns - {entry.text for entry in entries} == set()


def test_no_message_has_a_word_that_the_study_does_not_write(entries: list[Entry]) -> None:
    """Those of pages and notebooks are held by `study check`."""
    words = read_avoided(Project(ROOT))
    texts = {text for entry in entries for text in (entry.text, entry.many)}
    assert len(words) > 40
    assert len(texts) > 1000
    assert [
        f"{found!r} in {text!r}: write {instead}"
        for text in texts
        for _, found, instead in find_avoided(text, words)
    ] == []


def test_what_is_put_into_a_message_has_a_name(entries: list[Entry]) -> None:
    fields = {
        (text, field)
        for entry in entries
        if entry.where.endswith(".py")
        for text in (entry.text, entry.many)
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
