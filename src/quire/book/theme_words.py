"""An extension of Sphinx: the words that Sphinx and its themes put around and into each page, as the catalogues of the book have them.

`theme_words` of the configuration gives what they say in the language of the book. What is not in it, Sphinx and the themes say as they
do; many of their own catalogues lack words.
"""

from __future__ import annotations

from collections.abc import Mapping
from gettext import NullTranslations
from typing import TYPE_CHECKING, Any

from quire.text.languages import said
from quire.text.messages import _

if TYPE_CHECKING:
    from sphinx.application import Sphinx

WORDS = (
    *(_("About these documents"), _("Back to top"), _("Breadcrumb"), _("Color mode"), _("Dark")),
    *(
        _("Error"),
        _("Home"),
        _("Language"),
        _("Light"),
        _("Link to this code"),
        _("Link to this definition"),
    ),
    *(_("Link to this equation"), _("Link to this heading"), _("Link to this image")),
    *(_("Link to this table"), _("Link to this term"), _("Main"), _("next"), _("next page")),
    *(_("On this page"), _("Page"), _("previous")),
    *(_("previous page"), _("Search"), _("Show the pages below"), _("Skip to main content")),
    *(_("System Settings"), _("Toggle primary sidebar"), _("Toggle secondary sidebar")),
    *(_("Version warning"), _("Toggle hidden content"), _("Contents"), _("Section Navigation")),
    _("Please activate JavaScript to enable the search functionality."),
)
"""Those that there are on pages of a book."""

CATALOGUES = ("sphinx", "booktheme")
"""Where Sphinx and the themes look for words."""

FOLD = "Toggle hidden content"
"""What is read out of folded code; it stands in no catalogue."""


def say_words() -> dict[str, str]:
    """What the words are in the language that is spoken, as the setting `theme_words`."""
    return {str(word): str(said(word)) for word in WORDS}


class Words(NullTranslations):
    """Words before those of another catalogue."""

    def __init__(self, words: Mapping[str, str], others: NullTranslations) -> None:
        super().__init__()
        self._words = words
        self.add_fallback(others)

    def gettext(self, message: str) -> str:
        """A word in the language of the book."""
        return self._words.get(message) or super().gettext(message)


def setup(app: Sphinx) -> dict[str, Any]:
    """What Sphinx calls to load the extension."""
    app.add_config_value("theme_words", {}, "env")
    app.connect("builder-inited", _say)
    app.connect("html-page-context", _say_folds)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def _say(app: Sphinx) -> None:
    from sphinx.locale import get_translator, translators

    words = app.config.theme_words
    if not words:
        return
    for name in CATALOGUES:
        translators["general", name] = Words(words, get_translator(name))
    environment = getattr(getattr(app.builder, "templates", None), "environment", None)
    if environment is not None:
        environment.install_gettext_translations(get_translator())


def _say_folds(
    app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: object
) -> None:
    told = app.config.theme_words.get(FOLD)
    if told and "body" in context:
        old, new = (f'<summary aria-label="{word}">' for word in (FOLD, told))
        context["body"] = context["body"].replace(old, new)
