"""The tables of the study as BibTeX, for reference managers.

Written by `pybtex` (MIT); only what TeX would take for its own is told to it here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pybtex.database import BibliographyData, Entry
from pybtex.database.output.bibtex import Writer

from quire.tables.sources import Origin, Sidecar
from quire.text.languages import said
from quire.text.markup import one_line
from quire.text.messages import Code, _
from studylib.pages.publications import PUBLISHER

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


class _Plain(Writer):  # type: ignore[misc]
    """Texts are escaped before they come here, and an address is taken as it stands."""

    def _encode(self, text: str) -> str:
        return text


def references(sources: Mapping[str, Sidecar], version: str) -> str:
    """The study and every table of figures as entries of BibTeX.

    Parameters
    ----------
    sources
        Sidecars by name of their table.
    version
        Of the study.
    """
    tables = {
        _key(name, one, source.origins): _describe(one)
        for name, source in sources.items()
        for one in source.origins
    }
    return _write({"smart_cities_study": _study(version), **tables})


def study_entry(version: str) -> str:
    """The study itself as an entry of BibTeX."""
    return _write({"smart_cities_study": _study(version)})


def escaped(text: str) -> str:
    r"""Text for BibTeX, on one line.

    >>> print(escaped("R&D in 5 %"))
    R\&D in 5 \%
    """
    return one_line(text).translate(SPECIAL)


def _key(name: str, origin: Origin, origins: Sequence[Origin]) -> str:
    """What a table is called by, with its place in the sidecar where it is one of several datasets: datasets may have any name."""
    return name if len(origins) == 1 else f"{name}_{origins.index(origin) + 1}"


def _write(entries: Mapping[str, Mapping[str, str]]) -> str:
    made = {
        key: Entry("misc", fields=[field for field in fields.items() if field[1]])
        for key, fields in entries.items()
    }
    return str(_Plain().to_string(BibliographyData(made)))


def _study(version: str) -> dict[str, str]:
    return {
        "author": f"{{{PUBLISHER}}}",
        "title": "{Smart Cities Study}",
        "version": version,
        "note": said(_("Reproducible edition, with official statistics of Eurostat and others")),
    }


def _describe(source: Origin) -> dict[str, str]:
    """The fields of one table; the braces keep the publisher one name and the title as it is written."""
    terms = escaped(said(source.licence))
    day = source.retrieved.isoformat() if source.retrieved else ""
    return {
        "author": f"{{{escaped(source.publisher)}}}",
        "title": f"{{{escaped(source.title)}}}",
        "howpublished": escaped(said(_("Dataset {dataset}", dataset=source.dataset)))
        if source.dataset
        else "",
        "url": source.addresses[0].replace("{", "%7B").replace("}", "%7D"),
        "note": said(_("retrieved {day}; {terms}", day=Code(day), terms=terms)) if day else terms,
    }
