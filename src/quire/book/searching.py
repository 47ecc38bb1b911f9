"""An extension of Sphinx: in a translated book the search finds words that are typed without their accents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from quire.text.words import plain

if TYPE_CHECKING:
    from sphinx.application import Sphinx

FOLDED = "\0"
"""What a word without its accents begins with until it is in the index."""


def setup(app: Sphinx) -> dict[str, Any]:
    """What Sphinx calls to load the extension."""
    app.connect("config-inited", _fold_words)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def _fold_words(app: Sphinx, config: Any) -> None:
    from sphinx.search import languages
    from sphinx.util import import_object

    known = languages.get(config.language)
    if not config.theme_words or known is None:
        return
    base: Any = import_object(known) if isinstance(known, str) else known

    class Folded(base):  # type: ignore[misc]
        """The words of the language, and those with accents without them: as a whole, as browsers find the stems of other words."""

        def split(self, input: str) -> list[str]:
            words = super().split(input)
            typed = [(word, plain(word)) for word in words]
            more = (one for word, one in typed if one != word and one.lower() not in self.stopwords)
            return [*words, *(FOLDED + one for one in more)]

        def stem(self, word: str) -> str:
            return word[1:] if word.startswith(FOLDED) else str(super().stem(word))

    app.add_search_language(Folded)
