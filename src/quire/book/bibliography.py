"""The tables of the study as references: a line to cite each by, and all of them as BibTeX for reference managers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from quire.text.markdown import link
from quire.text.markup import escape_myst, one_line

if TYPE_CHECKING:
    from studylib.data.sources import Source

PUBLISHER = "UCLG Community of Practice on Digital Cities"
FILE = "_static/smart-cities-study.bib"
SPECIAL = str.maketrans(
    {
        **{sign: f"\\{sign}" for sign in "&%$#_"},
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "\\": r"\textbackslash{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
    }
)
"""What TeX would take for its own; a brace has no backslash, as BibTeX counts that one too."""


def cited(source: Source) -> str:
    """How to cite a table, as Markdown: publisher, title, dataset, address, and the day if it is known."""
    dataset = f", dataset {escape_myst(source.dataset)}" if source.dataset else ""
    day = f", retrieved {source.retrieved.isoformat()}" if source.retrieved else ""
    address = link(source.addresses[0])
    return (
        f"{escape_myst(source.publisher)}: *{escape_myst(source.title)}*{dataset}, {address}{day}"
    )


def references(sources: Mapping[str, Source], version: str) -> str:
    """The study and every table of figures as entries of BibTeX.

    Parameters
    ----------
    sources
        Sidecars by name of their table.
    version
        Of the study.
    """
    return "\n".join(
        [study_entry(version), *(_table(name, each) for name, each in sources.items())]
    )


def study_entry(version: str) -> str:
    """The study itself as an entry of BibTeX."""
    fields = {
        "author": f"{{{PUBLISHER}}}",
        "title": "{Smart Cities Study}",
        "version": version,
        "note": "Reproducible edition, with official statistics of Eurostat",
    }
    return entry("smart_cities_study", fields)


def entry(key: str, fields: Mapping[str, str]) -> str:
    r"""One entry; empty fields are left out.

    >>> print(entry("a", {"title": "{A}", "year": ""}), end="")
    @misc{a,
      title = {{A}}
    }
    """
    lines = ",\n".join(f"  {name} = {{{text}}}" for name, text in fields.items() if text)
    return f"@misc{{{key},\n{lines}\n}}\n"


def escaped(text: str) -> str:
    r"""Text for BibTeX, on one line.

    >>> print(escaped("R&D in 5 %"))
    R\&D in 5 \%
    """
    return one_line(text).translate(SPECIAL)


def _table(name: str, source: Source) -> str:
    """An entry of one table; the braces keep the publisher one name and the title as it is written."""
    day = f"retrieved {source.retrieved.isoformat()}" if source.retrieved else ""
    fields = {
        "author": f"{{{escaped(source.publisher)}}}",
        "title": f"{{{escaped(source.title)}}}",
        "howpublished": escaped(f"Dataset {source.dataset}") if source.dataset else "",
        # an address is taken as it stands, without TeX
        "url": source.addresses[0].replace("{", "%7B").replace("}", "%7D"),
        "note": f"{day}; {escaped(source.licence)}" if day else escaped(source.licence),
    }
    return entry(name, fields)
