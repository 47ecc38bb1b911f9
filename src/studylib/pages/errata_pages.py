"""What readers are told of corrections after publication, as text of MyST Markdown; every word from a file is escaped."""

from __future__ import annotations

from collections.abc import Sequence

from quire.pipeline.errata import Change, Erratum
from quire.text.markdown import table
from quire.text.markup import escape_myst as escape
from quire.text.words import counted

SHOWN = 8
"""Longer tables of corrected values are folded."""

HEAD = ("where", "published", "corrected")


def errata_text(frozen: Sequence[int], errata: Sequence[Erratum]) -> str:
    """The section on corrections of an edition; empty if nothing of it has been frozen.

    Parameters
    ----------
    frozen
        Its frozen versions.
    errata
        Its errata, oldest first.
    """
    if not frozen:
        return ""
    what = f"The values of this edition are frozen as version {frozen[-1]}, and every later build of this book is held against them."
    if not errata:
        return f"## Corrections\n\n{what} None has been corrected."
    return "\n\n".join(["## Corrections", what, *(_entry(each) for each in errata)])


def _entry(erratum: Erratum) -> str:
    values = counted(len(erratum.changes), "value")
    head = f"### {erratum.date.isoformat()}: {values} of version {erratum.version}"
    rows = table(HEAD, [_row(each) for each in erratum.changes])
    if len(erratum.changes) > SHOWN:
        rows = f":::{{dropdown}} The {values}\n{rows}\n:::"
    return f"{head}\n\n{escape(erratum.reason)}\n\n{rows}"


def _row(change: Change) -> tuple[str, ...]:
    row = ", ".join(f"{key}: {cell}" for key, cell in change.row.items())
    where = "; ".join(
        each for each in (f"{change.page}, {change.output}", row, change.column) if each
    )
    return escape(where), *(
        escape("not there" if side is None else side) for side in (change.old, change.new)
    )
