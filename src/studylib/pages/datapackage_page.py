"""What pages say of the data package: its tables with their terms, the citation, and the data described for search engines.

What is in the package is decided in `datapackage`. The description follows schema.org's `Dataset`; its addresses are relative, as the
study has no address of its own.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath as Path
from typing import Any

from quire.book.citing import name_authors
from quire.core.project import SOURCE
from quire.tables.packages import DataPackage
from quire.text.languages import said, spoken
from quire.text.markdown import table
from quire.text.markup import escape_html
from quire.text.markup import escape_myst as escape
from quire.text.messages import _
from quire.text.words import decimal, listed, whole
from studylib import __version__
from studylib.pages.datapackage import ARCHIVE, CITATION
from studylib.pages.publications import PUBLISHER

FOLDER = "_static"
"""Folder of the book whose files keep their names, so that addresses of downloads stay the same."""

TERMS = "data-package.html#terms-of-use"
HTML_IN_JSON = {
    **{"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"},
    "{{": "\\u007b\\u007b",
}
"""What could end a script or be taken for a value of a page; two braces in a row are in words only, never in the form of JSON."""


def package_files(package: DataPackage) -> dict[str, bytes]:
    """What readers can download, by its path in the book."""
    return {
        f"{FOLDER}/{ARCHIVE}": package.archive,
        f"{FOLDER}/{CITATION}": package.files[CITATION],
    }


VALUES = (
    "package_download",
    "package_citation_file",
    "package_authors",
    "package_bibtex_authors",
    "package_tables",
    "package_terms",
    "package_jsonld",
)
"""Names of the values of the page."""


def page_values(package: DataPackage, citation: Mapping[str, Any]) -> dict[str, str]:
    """Values for the authored page on the package."""
    names = name_authors(citation)
    size = len(package.archive) / 1_000_000
    return {
        "package_download": (
            f'<a class="study-download" href="{FOLDER}/{ARCHIVE}" download>{ARCHIVE}</a> '
            + escape_html(_("(zip, {size} MB)", size=decimal(max(size, 0.1))))
        ),
        "package_citation_file": f'<a href="{FOLDER}/{CITATION}" download>{CITATION}</a>',
        "package_authors": escape(listed(names)),
        "package_bibtex_authors": _bibtex(names),
        "package_tables": _tables(package),
        "package_terms": _terms(package),
        "package_jsonld": dataset_script(package, citation),
    }


def dataset_script(
    package: DataPackage, citation: Mapping[str, Any], edition: str = "", up: str = ""
) -> str:
    """A description of the data for search engines, as one line of HTML.

    Parameters
    ----------
    package
        The package.
    citation
        What `CITATION.cff` says.
    edition
        Describe this edition's figures only; all of them if it is empty.
    up
        Way from the page to the top of the book, such as `../../`.
    """
    text = json.dumps(describe(package, citation, edition, up), ensure_ascii=False, sort_keys=True)
    for sign, written in HTML_IN_JSON.items():
        text = text.replace(sign, written)
    return f'<script type="application/ld+json">{text}</script>'


def describe(
    package: DataPackage, citation: Mapping[str, Any], edition: str = "", up: str = ""
) -> dict[str, Any]:
    """The data as a `Dataset` of schema.org; parameters are those of `dataset_script`.

    What is not known is left out: an edition without a survey has no time, places or measured variables.
    """
    name, about = _named(package, edition)
    years, places, measured = _coverage(package, edition)
    found = {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": said(name),
        "description": said(about),
        "version": __version__,
        "inLanguage": language.id if (language := spoken()) else SOURCE,
        "keywords": [said(each) for each in citation.get("keywords", [])],
        "creator": [_agent(each) for each in citation["authors"]],
        "publisher": {"@type": "Organization", "name": said(PUBLISHER)},
        "license": f"{up}{TERMS}",
        "isBasedOn": sorted(
            {
                each["path"]
                for one in package.descriptor["resources"]
                for each in one["sources"]
                if "path" in each
            }
        ),
        "distribution": [
            {
                "@type": "DataDownload",
                "encodingFormat": "application/zip",
                "contentUrl": f"{up}{FOLDER}/{ARCHIVE}",
            }
        ],
        "temporalCoverage": ""
        if not years
        else years[0]
        if len(years) == 1
        else f"{years[0]}/{years[-1]}",
        "spatialCoverage": [{"@type": "Place", "name": said(each)} for each in places],
        "variableMeasured": [
            {"@type": "PropertyValue", "name": said(label), "description": said(wording)}
            for label, wording in measured
        ],
    }
    return {key: value for key, value in found.items() if value}


def _named(package: DataPackage, edition: str) -> tuple[str, str]:
    """Title and description of the whole or of one edition."""
    if not edition:
        return package.descriptor["title"], package.descriptor["description"]
    (row,) = (each for each in package.records("editions") if each["edition"] == edition)
    name = _("Smart Cities Study, edition {edition}: processed tables", edition=edition)
    if not row["wave_title"]:
        return name, _(
            "{subject}. What UCLG published of the edition, and official statistics on the same subject.",
            subject=row["subject"],
        )
    return name, _(
        "{subject}. What UCLG published of the edition, and official statistics on the same subject. "
        "Beside it stands: {survey}.",
        subject=row["subject"],
        survey=row["wave_title"],
    )


def _coverage(
    package: DataPackage, edition: str
) -> tuple[list[str], list[str], list[tuple[str, str]]]:
    """Years of the surveys, countries of their cities, and what residents were asked."""

    def of(name: str) -> list[dict[str, str]]:
        return [each for each in package.records(name) if edition in ("", each["edition"])]

    with_figures = {each["edition"] for each in of("cities") if each["in_edition"] == "True"}
    years = {each["wave_year"] for each in of("editions") if each["edition"] in with_figures}
    countries = {each["country"] for each in of("cities") if each["in_edition"] == "True"}
    asked = {(each["label"], each["wording"]) for each in of("items") if each["asked"] == "True"}
    return sorted(years - {""}), sorted(countries), sorted(asked)


def _agent(author: Mapping[str, Any]) -> dict[str, str]:
    kind = "Organization" if "name" in author else "Person"
    return {"@type": kind, "name": said(name_authors({"authors": [author]})[0])}


def _bibtex(names: Sequence[str]) -> str:
    """Authors for BibTeX, each in braces, so that a group stays one name.

    >>> _bibtex(["A group", "Ada Lovelace"])
    '{A group} and {Ada Lovelace}'
    """
    return " and ".join(f"{{{each}}}" for each in names)


def _tables(package: DataPackage) -> str:
    """Each table with what it holds and how many rows it has."""
    rows = [
        (
            escape(each["path"].removeprefix("data/")),
            f"**{escape(each['title'])}.** {escape(_about(each))}",
            escape(whole(len(package.tables[Path(each["path"]).stem]) - 1)),
        )
        for each in package.descriptor["resources"]
    ]
    return table(list(map(escape, (_("file"), _("what it holds"), _("rows")))), rows)


def _about(resource: Mapping[str, Any]) -> str:
    return str(resource["description"]).partition(" Terms of use")[0]


def _terms(package: DataPackage) -> str:
    """Each table with its terms, as they stand in the descriptor."""
    rows = []
    for each in package.descriptor["resources"]:
        said = str(each["description"]).removeprefix(_about(each)).strip()
        licences = listed(one["title"] for one in each.get("licenses", []))
        rows.append(
            (
                escape(each["path"].removeprefix("data/")),
                escape(said or _("The study's own words: {licences}.", licences=licences)),
            )
        )
    return table(list(map(escape, (_("file"), _("terms")))), rows)
