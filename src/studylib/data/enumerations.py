"""Words in a row, parted by commas or semicolons, as one message: cells and brackets that hold several names.

A list in a sentence, with *and* before its last word, is `quire.text.words.listed`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from quire.text.messages import Message, _


def join_by_comma(words: Iterable[str]) -> str:
    """Words of which another language may change each, and what parts them.

    >>> join_by_comma(["Graz", "Lyon", "Wien"]), join_by_comma(["Graz"]), join_by_comma([])
    ('Graz, Lyon, Wien', 'Graz', '')
    """
    return _join([*words], lambda some, others: _("{some}, {others}", some=some, others=others))


def join_by_semicolon(words: Iterable[str]) -> str:
    """The same for words that have commas of their own.

    >>> join_by_semicolon(["Graz, Wien", "Lyon"])
    'Graz, Wien; Lyon'
    """
    return _join([*words], lambda some, others: _("{some}; {others}", some=some, others=others))


def _join(words: Sequence[str], pair: Callable[[str, str], Message]) -> str:
    """Halves of halves: of a long row, messages within messages stay few."""
    if len(words) < 2:
        return "".join(words)
    middle = len(words) // 2
    return pair(_join(words[:middle], pair), _join(words[middle:], pair))
