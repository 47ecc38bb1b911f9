"""Pages as the templates of this repository render them."""

from __future__ import annotations

from conftest import ROOT

from quire.book.templating import Page, Templates

TEMPLATES = Templates(ROOT / "book" / "templates")


def rendered(page: Page) -> str:
    """A page as text."""
    return TEMPLATES.page(page).decode()
