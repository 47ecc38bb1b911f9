"""What is marked in a draft, and how a page and a terminal say so: notes put at the top of pages that are rendered already.

So a note comes and goes without its page being made anew. What is to be marked is found by `draft`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from markupsafe import Markup, escape

from quire.book.templating import Templates
from quire.core.project import Project, write_atomically
from quire.text.messages import _
from quire.text.words import capital

HOME = "index"
"""The page on which stands what is said of the whole book."""

TOP = re.compile(rb'<article class="bd-article[^>]*>')
"""What the notes of a page stand behind."""

NOTES = re.compile(rb"<!-- notes of the draft -->.*?<!-- end of the notes -->", re.DOTALL)

TITLES = {
    "stale": _("Out of date:"),
    "failed": _("The last run failed"),
    "missing": _("Not run yet."),
    "changed": _("Changed since it was frozen:"),
    "fault": _("To be corrected:"),
    "waiting": _("Not brought up to date yet."),
}
"""What a note begins with, by the kind of its mark."""


@dataclass(frozen=True)
class Mark:
    """Something of a draft that is not as it will be in the book.

    Attributes
    ----------
    page
        Name of the page; empty for the whole book.
    kind
        `stale`, `failed`, `missing`, `changed`, `fault` or `waiting`.
    said
        What it is, with its place.
    repair
        What to do about it; a command stands between backticks.
    files
        Those that it is about, from the top of the repository; two marks that say the same are one.
    """

    page: str
    kind: str
    said: str
    repair: str
    files: tuple[str, ...] = field(default=(), compare=False)


def put_notes(project: Project, marks: Sequence[Mark], pages: Iterable[str]) -> None:
    """Write the notes of pages into their HTML, and take out those that hold no longer.

    Parameters
    ----------
    project
        The checkout, as a draft.
    marks
        All of them.
    pages
        The pages to be looked at: those with a note, now or before, and those that are new.
    """
    notes: dict[str, list[Mark]] = {}
    for mark in marks:
        notes.setdefault(mark.page or HOME, []).append(mark)
    for page in pages:
        path = project.html / f"{page}.html"
        if path.is_file():
            before = path.read_bytes()
            after = with_notes(before, notes.get(page, []))
            if after != before:
                write_atomically(path, after)


def with_notes(page: bytes, marks: Sequence[Mark]) -> bytes:
    """The HTML of a page with these notes and no others.

    >>> page = b'<article class="bd-article"><h1>A</h1></article>'
    >>> noted = with_notes(page, [Mark("a", "stale", "cell 1 < changed", "run `it`")])
    >>> b"cell 1 &lt; changed" in noted, with_notes(noted, []) == page
    (True, True)
    """
    plain = NOTES.sub(b"", page)
    top = TOP.search(plain)
    if not marks or top is None:
        return plain
    repairs = [capital(mark.repair) for mark in marks]
    notes = [
        (mark, TITLES[mark.kind], with_code(repair))
        for mark, repair in zip(marks, repairs, strict=True)
    ]
    made = Templates().render("notes.html", notes=notes).encode()
    return plain[: top.end()] + made + plain[top.end() :]


def with_code(text: str) -> Markup:
    """A text as HTML, with what stands between backticks as code.

    >>> str(with_code("mend <it>: `study run`"))
    'mend &lt;it&gt;: <code>study run</code>'
    """
    return Markup(re.sub("`([^`]+)`", r"<code>\1</code>", str(escape(text))))  # noqa: S704 - escaped


def list_marks(marks: Iterable[Mark]) -> list[str]:
    """Marks as lines for a terminal, one for all pages of which the same is said.

    >>> list_marks([Mark("a", "stale", "cell 1 changed.", "`run a`"), Mark("b", "stale", "cell 1 changed.", "`run b`")])
    ['marked: a and 1 more - stale: cell 1 changed.']
    """
    pages: dict[tuple[str, str, str], list[str]] = {}
    for mark in marks:
        # each stale page has a command of its own, and there is one for all
        repair = f" - {mark.repair}" if mark.kind in {"fault", "changed"} and mark.repair else ""
        pages.setdefault((mark.kind, mark.said, repair), []).append(mark.page or "the whole book")
    return [
        f"marked: {named[0]}{f' and {len(named) - 1} more' * (len(named) > 1)} - {kind}: {said}{repair}"
        for (kind, said, repair), named in pages.items()
    ]


def changed_pages(folder: Path, before: Mapping[str, bytes]) -> tuple[str, ...]:
    """The pages whose bytes are not what they were."""
    now = {page: folder / f"{page}.html" for page in before}
    return tuple(
        page
        for page, path in sorted(now.items())
        if (path.read_bytes() if path.is_file() else b"") != before[page]
    )
