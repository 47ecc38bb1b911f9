"""Where the numbers of a page come from: every value of the prose leads to its row here, and from there to raw rows.

Which raw rows a table is made of is in `origins`, the page itself is put together in `run_pages`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from markupsafe import Markup

from quire.book import revisions
from quire.book.revisions import History, Revision
from quire.core.project import STUDY, Project
from quire.tables.origins import RawFiles, RawRows, table_anchor
from quire.text.cells import anchored, as_code
from quire.text.languages import in_form, said
from quire.text.markup import escape_myst, one_line, said_line
from quire.text.messages import MADE, Code, _

if TYPE_CHECKING:
    from quire.pipeline.plan import Run

WORD = re.compile(r"[a-z_]+")
INSTALLING = "data-package.md"
"""Page of a book that says how its code is installed, if it has one."""

SHORT = 24
"""Letters up to which a value is itself the link; after a longer one, a sentence, stands a small mark."""

Stated = Mapping[str, Mapping[str, Any]]
NO_VALUE = {"value": "", "text": _("(no value yet)"), "origin": ""}
"""What a draft says in the place of a value that the last result does not have."""


def paragraph(names: Sequence[str], stated: Stated) -> str:
    """What was said under some names as one paragraph of MyST, each with a link to where it comes from.

    >>> paragraph(["n"], {"n": {"value": 3, "text": "3", "origin": "cities: in_edition"}})
    '<a class="study-value" href="#value-n" title="cities: in_edition">3</a>'
    """
    known = {name: stated.get(name, NO_VALUE) for name in names}
    return " ".join(_link(name, value) for name, value in known.items() if value["text"])


def _link(name: str, value: Mapping[str, Any]) -> str:
    """A short value as a link, a longer one with a small mark behind it; the value is MyST, the link HTML."""
    text, address = Markup(escape_myst(value["text"])), f"#value-{name}"  # noqa: S704
    origin = _say_origin(value["origin"])
    if not origin or not any(sign.isalnum() for sign in text):
        return text
    if len(value["text"]) <= SHORT:
        link = Markup('<a class="study-value" href="{}" title="{}">{}</a>')
        return link.format(address, one_line(origin), text)
    mark = Markup('{}<a class="study-origin" href="{}" title="{}" aria-label="{}"></a>')
    return mark.format(
        text,
        address,
        one_line(origin),
        said_line(_("Where this comes from: {origin}", origin=Code(origin))),
    )


def _say_origin(origin: str) -> str:
    """Where a value comes from: words are said, and the names of tables and columns alone are the same in any language.

    >>> _say_origin("answers, items")
    'answers, items'
    """
    if origin in MADE:
        return said(origin)
    return in_form(origin) if " " in origin else origin


@dataclass(frozen=True)
class Provenance:
    """The part of a page that tells where its numbers come from; the template says what its fields are."""

    template: ClassVar[str] = "provenance.md"
    notebook: str
    parameters: str
    command: str
    read: Sequence[str]
    modules: int
    stands: Revision
    archive: str
    installing: str
    values: Sequence[Sequence[object]]
    raw: Sequence[RawPart]


@dataclass(frozen=True)
class RawPart:
    """Rows of a raw file: below which name the book tells of it, if it does."""

    file: str
    anchor: str
    choice: str
    rows: int
    digest: str


def section(
    project: Project,
    run: Run,
    stated: Stated,
    outputs: Sequence[str],
    files: RawFiles,
    history: History,
) -> Provenance:
    """What there is to tell of the numbers of a page.

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
    history
        What git says of the code.
    """
    read = sorted({name.rpartition("/")[2].partition(".")[0] for name in run.tables})
    scopes = sorted({name.partition("/")[0] for name in run.tables if "/" in name})
    editions = [
        {"id": scope, **(json.loads(path.read_bytes()) if path.is_file() else {})}
        for scope in scopes
        for path in [project.processed / scope / "edition.json"]
    ]
    paths = revisions.code_paths(project, run)
    return Provenance(
        notebook=run.notebook.where,
        parameters=Code(", ".join(f"{name} = {value!r}" for name, value in run.parameters.items())),
        command=_command(project, run),
        read=[*map(Code, read)],
        modules=len(paths) - 2,
        stands=history.stands(paths),
        archive=to_top(run.scope) + revisions.archive_name(project),
        installing=INSTALLING if (project.authored / INSTALLING).is_file() else "",
        values=_values(stated, outputs, read, _command(project, run)),
        raw=[_raw(rows, files) for rows in files.origins(read, editions) if files.count(rows)],
    )


def _command(project: Project, run: Run) -> str:
    """What makes the figures of a page again."""
    edition = "" if run.scope == STUDY else f" --edition {run.scope}"
    return f"{project.command} run --only {run.name}{edition}"


def to_top(scope: str) -> str:
    """The way from the page of a run to the top of the book.

    >>> to_top("study"), to_top("2019")
    ('', '../../')
    """
    return "" if scope == STUDY else "../../"


def _values(
    stated: Stated, outputs: Sequence[str], read: Sequence[str], command: str
) -> list[list[object]]:
    """Name, number, how it is made, and the processed tables, of each value, figure and table."""
    values: list[list[object]] = [
        [
            anchored(f"value-{name}", Code(name)),
            _number(value["value"]),
            as_code(_say_origin(value["origin"])),
            _tables(value["origin"], read),
        ]
        for name, value in stated.items()
    ]
    # a figure's statement has its name, written as that of a variable
    origins = {name: stated.get(name.replace("-", "_"), NO_VALUE)["origin"] for name in outputs}
    for name, origin in origins.items():
        at = anchored(f"output-{name}", Code(name))
        values.append([at, "", _made(origin, command), _tables(origin, read)])
    return values


def _made(origin: str, command: str) -> str:
    """How a figure or table is made, and what makes it again."""
    again = _(
        "figure or table with its data as CSV; made again by: {command}", command=Code(command)
    )
    return (
        _("{origin}; {again}", origin=Code(_say_origin(origin)), again=again) if origin else again
    )


def _tables(origin: str, read: Sequence[str]) -> str:
    """The processed tables that an origin names; if it names none, those that the page reads, and that it is the page that does."""
    named = [name for name in read if name in set(WORD.findall(origin))]
    if named or len(read) < 2:
        return as_code(", ".join(named or read))
    return _("the page reads these {n}: {names}", n=len(read), names=Code(", ".join(read)))


def _number(value: object) -> str:
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def _raw(rows: RawRows, files: RawFiles) -> RawPart:
    stem = rows.file.removesuffix(".csv")
    anchor = table_anchor(stem) if stem in files.described else ""
    return RawPart(rows.file, anchor, rows.choice, files.count(rows), files.digest(rows)[:16])
