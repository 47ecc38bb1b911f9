"""Catalogues of languages: read, filled and checked. How a text is said with them is in `quire.text.languages`."""
