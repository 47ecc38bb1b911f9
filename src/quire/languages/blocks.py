"""Authored Markdown in other languages, block by block: a paragraph, a heading, or whatever stands between two empty lines.

A block is one entry of a catalogue, mark-up and values of templates included. Headings keep the address that they have in the
language of the source, so that links into a page are the same in every book.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from quire.languages.catalogues import HEADING
from quire.text.addresses import mark_headings, mark_terms
from quire.text.languages import Language

FENCE = re.compile(r"^(`{3,}|~{3,})([^\n{]*\S)?\s*$")
"""The beginning of code, which has a language, or the end of it; a directive of MyST has its name in braces."""

NO_WORDS = re.compile(
    r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}|^\([\w-]+\)=$|^(?::{3,}|`{3,})[^\n]*$|<[^>]+>|&\w+;",
    re.DOTALL | re.MULTILINE,
)
WORD = re.compile(r"[^\W\d_]{2}")
GLOSSARY = re.compile(r"^`{3,}\{glossary\}", re.MULTILINE)
END = re.compile(r"^`{3,}$", re.MULTILINE)


def list_blocks(text: str) -> Iterator[str]:
    r"""The blocks of a page that hold words, in order; code is none.

    >>> [*list_blocks("# Title\n\nOne\ntwo.\n\n```bash\nmake\n```\n\n{% if x %}\n\nThree.")]
    ['# Title', 'One\ntwo.', 'Three.']
    """
    return (block for block, is_text in _parts(text) if is_text)


def say_blocks(text: str, language: Language) -> str:
    r"""A page with its blocks in a language; those that it has no words for stay.

    >>> say_blocks("# Title\n\n## One thing\n\nText.", Language("es", {"## One thing": "## Una cosa", "Text.": "Texto."}))
    '# Title\n\n<span id="one-thing"></span>\n\n## Una cosa\n\nTexto.'
    """
    made, of_terms = "", False
    for block, is_text in _parts(text):
        of_terms = bool(GLOSSARY.search(block)) or of_terms
        words = language.form(block) if is_text else None
        if words is not None:
            language.give(HEADING.sub(r"\2", words))
            words = (mark_terms if of_terms else mark_headings)(words, block)
        made += block if words is None else words
        of_terms = of_terms and not END.search(block)
    return made


def _parts(text: str) -> Iterator[tuple[str, bool]]:
    """A text in pieces that make it up again; and of each whether it is a block with words."""
    block, code = "", ""
    for line in text.splitlines(keepends=True):
        fence = FENCE.match(line.strip())
        begins = bool(fence and fence[2]) and not code
        if line.strip() and not begins and not code:
            block += line
            continue
        yield from _ended(block)
        block = ""
        yield line, False
        if fence and begins:
            code = fence[1]
        elif fence and not fence[2] and fence[1].startswith(code):
            code = ""
    yield from _ended(block)


def _ended(block: str) -> Iterator[tuple[str, bool]]:
    """A block, if there is one, apart from the break behind it."""
    if block:
        text = block.removesuffix("\n")
        yield text, bool(WORD.search(NO_WORDS.sub("", text)))
        yield block.removeprefix(text), False
