"""The texts that code gives to functions, also inside of such a call: Babel's own reader takes what stands around them only."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Mapping
from typing import IO

Found = tuple[int, str, tuple[str | None, ...], list[str]]


def extract_calls(
    file: IO[bytes], keywords: Collection[str], tags: Collection[str], options: Mapping[str, object]
) -> Iterator[Found]:
    """Line, function, texts and comments of each call, as Babel wants them; what is no literal is None.

    >>> import io
    >>> [*extract_calls(io.BytesIO(b'_("{a} of {b}", a=_("one"), b=n)'), ["_"], [], {})]
    [(1, '_', ('{a} of {b}',), []), (1, '_', ('one',), [])]
    """
    calls = [
        (node.lineno, node.func.id, node.args)
        for node in ast.walk(ast.parse(file.read()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args
    ]
    for line, name, arguments in sorted(calls, key=lambda call: call[0]):
        texts = tuple(each.value if isinstance(each, ast.Constant) else None for each in arguments)
        if name in keywords:
            yield line, name, tuple(text if isinstance(text, str) else None for text in texts), []
