"""Authored Markdown in other languages, block by block: a paragraph, a heading, or whatever stands between two empty lines.

A block is one entry of a catalogue, mark-up and values of templates included. Headings keep the address that they have in the
language of the source, so that links into a page are the same in every book.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from quire.languages.catalogues import HEADING
from quire.text.languages import Language

FENCE = re.compile(r"^(`{3,}|~{3,})([^\n{]*\S)?\s*$")
"""The beginning of code, which has a language, or the end of it; a directive of MyST has its name in braces."""

NO_WORDS = re.compile(
    r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}|^\([\w-]+\)=$|^(?::{3,}|`{3,})[^\n]*$|<[^>]+>|&\w+;",
    re.DOTALL | re.MULTILINE,
)
WORD = re.compile(r"[^\W\d_]{2}")
PLAIN = re.compile(r"[\w ,'-]+")


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
    return "".join(_say(block, language) if is_text else block for block, is_text in _parts(text))


def _say(block: str, language: Language) -> str:
    words = language.form(block)
    if words is None:
        return block
    heading = HEADING.match(block)
    told = HEADING.sub(r"\2", words)
    language.give(told)
    # a title has no address of its own; what holds mark-up has one that only MyST knows
    if not heading or heading[1] == "#" or not PLAIN.fullmatch(heading[2]):
        return words
    # no label of MyST, of which the whole book may have one only
    address = slug(heading[2])
    return words if address == slug(told) else f'<span id="{address}"></span>\n\n{words}'


def slug(heading: str) -> str:
    """The address that MyST gives to a heading, as GitHub does."""
    return re.sub(r"[^\w -]", "", heading.casefold()).replace(" ", "-")


def _parts(text: str) -> Iterator[tuple[str, bool]]:
    """A text in pieces that make it up again; and of each whether it is a block with words."""
    block, in_code = "", False
    for line in text.splitlines(keepends=True):
        fence = FENCE.match(line.strip())
        begins = bool(fence and fence[2]) and not in_code
        if line.strip() and not begins and not in_code:
            block += line
            continue
        yield from _ended(block)
        block = ""
        yield line, False
        in_code = begins or (in_code and not (fence and not fence[2]))
    yield from _ended(block)


def _ended(block: str) -> Iterator[tuple[str, bool]]:
    """A block, if there is one, apart from the break behind it."""
    if block:
        text = block.removesuffix("\n")
        yield text, bool(WORD.search(NO_WORDS.sub("", text)))
        yield block.removeprefix(text), False
