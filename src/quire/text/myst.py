"""Prose in MyST Markdown taken apart into the tokens that the book makes of it, without making a page."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

EXTENSIONS = frozenset({"attrs_inline", "colon_fence", "deflist", "dollarmath"})
"""What the book understands beyond plain MyST; a `$` beside a digit or a blank is money."""

VERBATIM = frozenset(
    ["code", "code-block", "code-cell", "literalinclude", "math", "raw", "toctree"]
)
"""Directives whose body is no prose."""


def read_tokens(text: str) -> Iterator[Token]:
    r"""The blocks of a text in their order, and, for a directive, those inside it behind it.

    >>> [token.type for token in read_tokens("A\n\n:::{note}\nB\n:::") if token.type != "inline"]
    ['paragraph_open', 'paragraph_close', 'colon_fence', 'paragraph_open', 'paragraph_close']
    """
    for token in _parser().parse(text):
        yield token
        name = directive_name(token)
        if name and name not in VERBATIM:
            yield from read_tokens(token.content)


def directive_name(token: Token) -> str:
    """The name of the directive that a block is; empty for any other block."""
    fenced = token.type in {"fence", "colon_fence"} and token.info.startswith("{")
    return token.info[1:].partition("}")[0] if fenced else ""


def read_inline(text: str) -> Iterator[tuple[Token, Token | None]]:
    """Every block of a text, and every piece of its running words with the block that it is in."""
    for token in read_tokens(text):
        yield token, None
        for piece in token.children or ():
            yield piece, token


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    from markdown_it.renderer import RendererHTML
    from myst_parser.config.main import MdParserConfig
    from myst_parser.parsers.mdit import create_md_parser

    config = MdParserConfig(
        enable_extensions=set(EXTENSIONS), dmath_allow_space=False, dmath_allow_digits=False
    )
    return create_md_parser(config, RendererHTML)
