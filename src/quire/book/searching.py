"""An extension of Sphinx: in a translated book the search finds words that are typed without their accents."""

from __future__ import annotations

import unicodedata
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx

SPLIT = r"""
var splitQuery = (query) => query.normalize("NFD").replace(/\p{Mn}/gu, "").split(/[^\p{L}\p{N}_]+/u).filter((word) => word);
"""
"""How a browser takes apart what is typed: its words without accents, as `fold` gives them; Sphinx declares it as a variable, too."""


def setup(app: Sphinx) -> dict[str, Any]:
    """What Sphinx calls to load the extension."""
    app.connect("config-inited", _fold_words)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def fold(word: str) -> str:
    """A word without accents, as a browser can take them off: it has no table of letters, which `words.plain` has.

    >>> fold("participación")
    'participacion'
    """
    apart = unicodedata.normalize("NFD", word)
    return "".join(sign for sign in apart if unicodedata.category(sign) != "Mn")


def _fold_words(app: Sphinx, config: Any) -> None:
    from sphinx.search import languages

    known = languages.get(config.language)
    if not config.theme_words or known is None:
        return
    if isinstance(known, str):
        module, _, name = known.rpartition(".")
        known = getattr(import_module(module), name)
    base: Any = known

    class Folded(base):  # type: ignore[misc]
        js_splitter_code = SPLIT

        def stem(self, word: str) -> str:
            return str(super().stem(fold(word)))

    app.add_search_language(Folded)
