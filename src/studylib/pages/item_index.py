"""The index of items and terms: everything that was asked, by its label, with the editions that asked it and the pages that show it.

Text of MyST Markdown, every word from data escaped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from quire.tables.csvfiles import read_records
from quire.text.cells import Marked, anchored
from quire.text.htmltables import html_table
from quire.text.markup import escape_html
from quire.text.markup import escape_myst as escape
from quire.text.words import sort_key
from studylib.pages.city_tables import CityTables, fullest

PAGE = "items.md"
FIGURE = re.compile(r"^(?:editions/(?P<edition>[^/]+)/)?figures/(?P<mark>[^/]+)\.csv$")
TERM = re.compile(r"^(\S.*)\n  \S", re.MULTILINE)
GLOSSARY = "glossary.md"
Shown = tuple[str, str, str]
"""A page that shows an item: the edition it is of, its name and its address."""


def items_page(
    tables: CityTables, shown: Mapping[str, Sequence[Shown]], terms: Iterable[str]
) -> str:
    """The index.

    Parameters
    ----------
    tables
        The figures.
    shown
        By item, the pages that show it, as `pages_of_items` gives them.
    terms
        The terms of the glossary.
    """
    names = {each.id: each.name for each in tables.editions}
    last = fullest(tables)
    rows = []
    for _, part in sorted(
        tables.items.groupby("item"), key=lambda each: sort_key(str(each[1]["label"].iloc[0]))
    ):
        row = part.iloc[-1]
        asked = part.loc[part["asked"], "edition"].to_list()
        cities = (
            [("Cities", "all cities", f"cities/index.html#item-{row['item']}")]
            if last.id in asked
            else []
        )
        rows.append(
            [
                anchored(f"item-{row['item']}", str(row["label"])),
                str(row["wording"]),
                tables.areas[str(row["area"])],
                ", ".join(names[each] for each in asked) or "none",
                _links([*cities, *shown.get(str(row["item"]), [])]),
            ]
        )
    head = ["Item", "Wording", "Area", "Editions whose survey asked it", "Shown on"]
    every = ", ".join(f"{{term}}`{each}`" for each in sorted(terms, key=sort_key))
    return (
        "\n\n".join(
            [
                "# Items and terms",
                ":::{div} lead\nEverything that residents were asked, and the words that this book uses for it.\n:::",
                "## Items",
                html_table(
                    pd.DataFrame(rows, columns=head),
                    "Items in the order of the alphabet",
                    long=False,
                ),
                "## Terms",
                every or escape("There are none."),
            ]
        )
        + "\n"
    )


def _links(pages: Sequence[Shown]) -> Marked:
    """Links, a line for each group of pages."""
    groups: dict[str, list[str]] = {}
    for group, page, address in pages:
        groups.setdefault(group, []).append(
            f'<a href="{escape_html(address)}">{escape_html(page)}</a>'
        )
    lines = (
        f'<div class="study-link">{escape_html(name)}: {", ".join(each)}</div>'
        for name, each in groups.items()
    )
    return Marked("; ".join(page for _, page, _ in pages), "".join(lines))


def glossary_terms(text: str) -> list[str]:
    r"""The terms of a glossary, as they are written.

    >>> glossary_terms("# G\n\n```{glossary}\nwave\n  A survey.\n\nband\n  A range.\n```\n")
    ['wave', 'band']
    """
    return TERM.findall(text)


def pages_of_items(
    files: Mapping[str, bytes], items: Iterable[str], names: Mapping[str, str]
) -> dict[str, list[Shown]]:
    """By item, the pages with a figure whose data has it.

    Parameters
    ----------
    files
        The book's files so far: pages of runs, and the data of their figures.
    items
        All items.
    names
        How the book calls each edition.

    Returns
    -------
    dict
        Edition, name and address; each page once, at its first such figure.
    """
    wanted = set(items)
    found: dict[str, dict[str, Shown]] = {}
    for path, data in files.items():
        place = FIGURE.match(path)
        head = data.partition(b"\n")[0].split(b",")
        if place is None or b"item" not in head:
            continue
        edition, drawn = place["edition"], f"{path.removesuffix('.csv')}.svg" in files
        scope, page, figure = _parts(place["mark"], edition)
        there = {row["item"] for row in read_records(data)} & wanted
        address = f"editions/{edition}/{page}.html" if edition else f"{page}.html"
        group = names.get(edition, scope) if edition else "All editions"
        for item in there:
            links = found.setdefault(item, {})
            links.setdefault(
                address,
                (group, page.replace("_", " "), f"{address}#figure-{figure}" if drawn else address),
            )
    return {item: sorted(links.values()) for item, links in found.items()}


def _parts(mark: str, edition: str | None) -> tuple[str, str, str]:
    """Scope, page and figure of the name of a figure's data.

    >>> _parts("2012-key_elements-shares", "2012")
    ('2012', 'key_elements', 'shares')
    """
    scope = edition or mark.partition("-")[0]
    page, _, figure = mark.removeprefix(f"{scope}-").partition("-")
    return scope, page, figure
