"""Where the numbers of a page come from: every value of the prose leads to its row here, and from there to raw rows.

Text only. Which raw rows a table is made of is in `origins`, the page itself is put together in `run_pages`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from quire.book import revisions
from quire.core.project import STUDY, Project
from quire.tables.origins import RawFiles, RawRows
from quire.text.cells import Marked, anchored
from quire.text.htmltables import html_table
from quire.text.markdown import table
from quire.text.markup import escape_html, escape_myst
from quire.text.words import counted
from studylib.pages.papers import table_anchor

if TYPE_CHECKING:
    from quire.pipeline.plan import Run

GLUE = re.compile(r"\{glue:text\}`([a-z][a-z0-9_]*)`")
WORD = re.compile(r"[a-z_]+")
SHORT = 24
"""Letters up to which a value is itself the link; after a longer one, a sentence, stands a small mark."""

Stated = Mapping[str, Mapping[str, Any]]


def linked(text: str, stated: Stated) -> str:
    """Prose with its values put in, each with a link to where it comes from.

    A name that was not stated stays as it is, so that the build of the book reports it.

    >>> linked("Of {glue:text}`n` cities.", {"n": {"value": 3, "text": "3", "origin": "cities: in_edition"}})
    'Of <a class="study-value" href="#value-n" title="cities: in_edition">3</a> cities.'
    """
    return GLUE.sub(
        lambda found: _link(found[1], stated[found[1]]) if found[1] in stated else found[0], text
    )


def paragraph(names: Sequence[str], stated: Stated) -> str:
    """What was said under some names as one paragraph of MyST, each with a link to where it comes from.

    >>> paragraph(["n"], {"n": {"value": 3, "text": "3", "origin": "cities: in_edition"}})
    '<a class="study-value" href="#value-n" title="cities: in_edition">3</a>'
    """
    return " ".join(_link(name, stated[name]) for name in names if stated[name]["text"])


def _link(name: str, value: Mapping[str, Any]) -> str:
    text, address, origin = (
        escape_myst(value["text"]),
        f"#value-{name}",
        escape_html(value["origin"]),
    )
    if not any(sign.isalnum() for sign in text):
        return text
    if len(value["text"]) <= SHORT:
        return f'<a class="study-value" href="{address}" title="{origin}">{text}</a>'
    label = escape_html(f"Where this comes from: {value['origin']}")
    return (
        f'{text}<a class="study-origin" href="{address}" title="{origin}" aria-label="{label}"></a>'
    )


def section(
    project: Project, run: Run, stated: Stated, outputs: Sequence[str], files: RawFiles
) -> str:
    """The part of a page that tells where its numbers come from, as Markdown with two tables.

    Parameters
    ----------
    project
        The checkout, for `data/processed`.
    run
        The run of the page; the tables it stands on are what its numbers can come from.
    stated
        `values.json` of the run.
    outputs
        Ids of its figures and tables.
    files
        The raw files.
    """
    read = sorted({name.rpartition("/")[2].partition(".")[0] for name in run.tables})
    scopes = sorted({name.partition("/")[0] for name in run.tables if "/" in name})
    editions = [
        json.loads((project.processed / scope / "edition.json").read_bytes()) for scope in scopes
    ]
    values = ", ".join(f"{name} = {value!r}" for name, value in run.parameters.items())
    made = f"This page is the notebook `{run.notebook.where}`" + (
        f", run with {escape_myst(values)}." if values else "."
    )
    key = f"The figures and tables are made of {counted(len(read), 'processed table')}: {', '.join(read)}."
    return "\n\n".join(
        [
            "## Where the numbers come from",
            f"{made} {escape_myst(key)} These hold the rows of raw files listed last; nothing else went in.",
            _code(project, run),
            _values_table(stated, outputs, read),
            _raw_table(files.origins(read, editions), files),
        ]
    )


def to_top(scope: str) -> str:
    """The way from the page of a run to the top of the book.

    >>> to_top("study"), to_top("2019")
    ('', '../../')
    """
    return "" if scope == STUDY else "../../"


def _code(project: Project, run: Run) -> str:
    """What the code is, at which commit, and where to get it."""
    paths = revisions.code_paths(project, run)
    stands = revisions.revision(project, paths)
    what = f"Its code is the notebook, {counted(len(paths) - 2, 'module')} of the library `studylib` and the locked packages"
    if not stands.commit:
        when = "; git names no commit for it here"
    else:
        when = f", as of commit `{stands.commit}`" + (
            " and changes since that are not committed" * stands.changed
        )
    address = to_top(run.scope) + revisions.ARCHIVE
    return f'<span id="code"></span>{what}{when}. <a href="{address}" download>All code of the study (zip)</a>'


def _values_table(stated: Stated, outputs: Sequence[str], read: Sequence[str]) -> str:
    rows: list[tuple[str, str, str, str, Sequence[str]]] = [
        (
            f"value-{name}",
            name,
            _number(each["value"]),
            each["origin"],
            _named(each["origin"], read),
        )
        for name, each in stated.items()
    ]
    rows += [
        (f"output-{name}", name, "", "figure or table, with its data as CSV", read)
        for name in outputs
    ]
    if not rows:
        return ""
    caption = "Values of the prose, figures and tables of this page, and the processed tables that each is made of"
    cells = [
        (anchored(id, name), value, Marked(origin, escape_html(origin)), ", ".join(tables))
        for id, name, value, origin, tables in rows
    ]
    return html_table(
        pd.DataFrame(cells, columns=["What", "Value", "How it is made", "Tables"]),
        caption,
        long=True,
    )


def _named(origin: str, read: Sequence[str]) -> list[str]:
    """The processed tables that an origin names, or all that the run reads if it names none."""
    words = set(WORD.findall(origin))
    return [each for each in read if each in words] or list(read)


def _number(value: object) -> str:
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def _raw_table(rows: Sequence[RawRows], files: RawFiles) -> str:
    body = [
        (
            _file(each.file, files),
            escape_myst(each.choice),
            f"{files.count(each):,}",
            f"`{files.digest(each)[:16]}`",
        )
        for each in rows
        if files.count(each)
    ]
    return table(("raw file, below data/raw", "rows chosen by", "rows", "SHA-256 begins"), body)


def _file(name: str, files: RawFiles) -> str:
    stem = name.removesuffix(".csv")
    if stem in files.described:
        return f"[{escape_myst(name)}](#{table_anchor(stem)})"
    return escape_myst(name)
