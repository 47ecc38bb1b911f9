"""No word of a template or a script stands outside of a message: what readers see can be translated."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import jinja2
import pytest
from conftest import ROOT
from jinja2 import nodes

from quire.book.templating import PRESS

FOLDERS = (ROOT / "book/templates", ROOT / "book/_templates", PRESS, PRESS.with_name("theme"))
TEMPLATES = sorted(
    path for folder in FOLDERS for path in folder.iterdir() if path.suffix in {".md", ".html"}
)

ENVIRONMENT = jinja2.Environment(extensions=["jinja2.ext.i18n"])

PUT_IN = "\N{OBJECT REPLACEMENT CHARACTER}"
"""What stands for a value or a message."""

MARKUP = re.compile(
    r"""
    \A---\n.*?\n---\n                                     # settings of a page
    | <style>.*?</style> | <script>.*?</script> | <!--.*?--> | <!doctype\ html>
    | ^(?::{3,}|`{3,})(?:\{(?:div|grid|figure)\}[^\n]*)?$ # fences, with classes, counts or a path
    | ^`{3}\{index\}\ !\ single:                          # entries of the index
    | ^(?::{3,}|`{3,})\{[\w-]+\}                          # fences with a title
    | ^:[\w-]+:[^\n]*$                                        # options of directives
    | ^\([^()\s]+\)=$                                     # anchors
    | \{(?:download|term)\}(?=`)                         # roles
    | (?<=\])\([^()\s]*\) | (?<=[\ (])<[^<>\s]+>         # addresses
    """,
    re.VERBOSE | re.DOTALL | re.MULTILINE,
)
TAG = re.compile(
    r"<(?P<end>/?)(?P<name>[a-zA-Z][\w-]*)(?P<attributes>(?:\"[^\"]*\"|'[^']*'|[^<>])*)>"
)
SAID = re.compile(
    r"(?<![\w-])(?:alt|title|aria-label|placeholder|label|data-(?!bs-)[\w-]+)=\"([^\"]*)\""
)
"""Attributes that are read out or shown."""

NAMES = frozenset(["SHA", "PNG", "SVG", "CSV", "Excel"])
"""What is called so in every language."""

WORD = re.compile(rf"\b(?!(?:{'|'.join(sorted(NAMES))})\b)[^\W\d_]{{2,}}")


def find_bare(text: str) -> list[str]:
    """What stands in a template outside of its messages and is no mark-up."""
    return [*_bare_data(text), *_bare_literals(text)]


def _bare_data(text: str) -> Iterator[str]:
    parts: list[str] = []
    inside, tokens = False, [*ENVIRONMENT.lex(text)]
    for place, (_line, kind, value) in enumerate(tokens):
        if kind == "block_begin":
            name = next(word for _, what, word in tokens[place:] if what == "name")
            if name in {"trans", "endtrans"}:
                inside = name == "trans"
                parts += [PUT_IN] if inside else []
        elif kind == "variable_begin" and not inside:
            parts.append(PUT_IN)
        elif kind == "data" and not inside:
            parts.append(value)
    page = MARKUP.sub(" ", "".join(parts))
    shown = chain.from_iterable(SAID.findall(tag["attributes"]) for tag in TAG.finditer(page))
    for said in (*TAG.sub("\n", page).splitlines(), *shown):
        if WORD.search(said.replace("&nbsp;", " ")):
            yield said.strip()


def _bare_literals(text: str) -> Iterator[str]:
    tree = ENVIRONMENT.parse(text)
    shown: list[nodes.Node] = [
        one for output in tree.find_all(nodes.Output) for one in output.nodes
    ]
    shown += [one.node for one in tree.find_all(nodes.Assign)]
    shown += [value for one in tree.find_all(nodes.With) for value in one.values]
    for node in shown:
        yield from (said for said in _said(node) if WORD.search(said))


def _said(node: nodes.Node) -> Iterator[str]:
    """The literals that an expression can give, as far as they are no part of a message or of an address."""
    match node:
        case nodes.Const(value=str(value)):
            yield value
        case nodes.CondExpr():
            yield from chain(_said(node.expr1), _said(node.expr2) if node.expr2 else ())
        case nodes.Or() | nodes.And():
            yield from chain(_said(node.left), _said(node.right))
        case nodes.Filter(node=nodes.Node() as inner):
            yield from _said(inner)
        case nodes.List() | nodes.Tuple():
            yield from chain.from_iterable(map(_said, node.items))
        case nodes.Dict():
            yield from chain.from_iterable(_said(pair.value) for pair in node.items)
        case nodes.Call() if isinstance(node.node, nodes.Name) and node.node.name in {
            "table",
            "framed",
            "box",
            "cards",
            "link_to",
        }:
            yield from chain.from_iterable(map(_said, node.args))


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("# What changed", ["# What changed"]),
        ('# {{ _("What changed") }}\n{% trans n=1 %}One of {{ n }}{% endtrans %}', []),
        ("{% trans %}Twice{% endtrans %} is once", [f"{PUT_IN} is once"]),
        (":::{dropdown} Sources\n:class: quiet\n:::", ["Sources"]),
        (":::{div} study-opening\n::::{grid} 1 1 2 2\n:::", []),
        ("(a-place)=\n[{{ _('How') }}](/how-to-read.md) {download}`{{ x }} <data/x.csv>`", []),
        ("| {{ x }} | none |", [f"| {PUT_IN} | none |"]),
        ('<p class="words" id="more-words">{{ x }}</p>', []),
        ('<p title="Of {{ x }}"></p>', [f"Of {PUT_IN}"]),
        ('<details data-copy="Copy">', ["Copy"]),
        ('{{ x or "none" }}{{ "one" if x else y }}', ["none", "one"]),
        ('{% set heads = [_("Item"), "Share"] %}{{ table(heads, rows, "All") }}', ["All", "Share"]),
        ('{{ x | join("; ") }} · {{ "" | at("a.md") }} PNG, –', []),
    ],
)
def test_bare_words_are_found_and_mark_up_is_none(text: str, bare: list[str]) -> None:
    assert find_bare(text) == bare


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_every_word_of_a_template_is_a_message(path: Path) -> None:
    assert find_bare(path.read_text(encoding="utf-8")) == []


def test_the_templates_of_pages_the_press_and_the_theme_are_looked_at() -> None:
    assert {path.parent for path in TEMPLATES} == set(FOLDERS)


SCRIPTS = sorted((ROOT / "book/_static").glob("*.js"))

COMMENT = re.compile(r"(?:^|(?<=\s))//.*$", re.MULTILINE)
LITERAL = re.compile(r"\"([^\"\n]*)\"|`([^`]*)`")
PART = re.compile(r"\$\{(?:[^{}]|\{[^{}]*\})*\}")
ALONE = re.compile(r"[A-Z][a-z]+")
PHRASE = re.compile(r"[^\W\d_]{2,} [^\W\d_]{2,}|\ufffc [^\W\d_]{2,}|[^\W\d_]{2,} \ufffc")
CODE = re.compile(r"[.#\[(=]\w|\w[:(=]")
KEYS = frozenset(["Enter"])


def find_phrases(text: str) -> list[str]:
    """Literals of a script that a reader could be shown: a word with a capital letter, or several words that are no code."""
    found = (one[1] or one[2] or "" for one in LITERAL.finditer(COMMENT.sub("", text)))
    said = [PART.sub(PUT_IN, one) for one in found]
    return [
        one
        for one in said
        if (ALONE.fullmatch(one) and one not in KEYS)
        or (PHRASE.search(one) and not CODE.search(one))
    ]


@pytest.mark.parametrize(
    ("text", "phrases"),
    [
        ('said.textContent = "No city is marked";', ["No city is marked"]),
        ("x = `${shown} of ${items.length} practices`;", [f"{PUT_IN} of {PUT_IN} practices"]),
        ('button.textContent = "Copy"; // Of course', ["Copy"]),
        (
            'find("figure.study img, .dots"); x = `${name}: ${row.name} ${n(1)}`; media("(max-width: 6px)");',
            [],
        ),
    ],
)
def test_phrases_of_a_script_are_found(text: str, phrases: list[str]) -> None:
    assert find_phrases(text) == phrases


def test_no_script_of_the_book_has_words_of_its_own() -> None:
    said = {path.name: find_phrases(path.read_text(encoding="utf-8")) for path in SCRIPTS}
    assert len(said) > 3
    assert {name: some for name, some in said.items() if some} == {}
