"""Pieces of MyST Markdown for generated pages: links that are named by their host, and tables."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from urllib.parse import urlsplit

from quire.text.markup import escape_myst as escape

ADDRESS = re.compile(r"https?://[^\s<>\"';]+")


def link(address: str) -> str:
    r"""An address as a link that is named by its host; anything else as escaped text.

    >>> link("https://www.example.org/a/b")
    '[example\\.org](<https://www.example.org/a/b>)'
    """
    if not ADDRESS.fullmatch(address):
        return escape(address)
    host = urlsplit(address).netloc.removeprefix("www.")
    if "&" in address:
        # MyST-Parser escapes this character in a Markdown link twice.
        return (
            f'<a class="reference external" href="{html.escape(address)}">{html.escape(host)}</a>'
        )
    return f"[{escape(host)}](<{address}>)"


def links(text: str) -> str:
    """Addresses separated by blanks or `;`, each as a link, once."""
    parts = [part.strip(";") for part in text.split()]
    return ", ".join(link(part) for part in dict.fromkeys(parts) if part)


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table; the cells are Markdown already."""
    return "\n".join(f"| {' | '.join(line)} |" for line in (head, ["---"] * len(head), *rows))
