"""Values with the sentences that say them, each with where it comes from.

A value is said where it is made, in JupyterLab as in the book, and `values.json` keeps all of them.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from quire.core.errors import StudyError
from quire.core.project import to_json, write_atomically
from quire.showing.outputs import output_folder, show
from quire.text.markup import escape_html, escape_myst
from quire.text.words import count_decimals, rounded

OPENING = "study-opening"
"""What a page begins with, for its style."""

NAME = re.compile(r"[a-z][a-z0-9_]*")
Plain = bool | int | float | str | None

_stated: dict[str, dict[str, Any]] = {}


@dataclass(frozen=True)
class Statement:
    """A value and the sentence that says it.

    Attributes
    ----------
    name
        What it is called in `values.json`: lower-case letters, digits and `_`.
    value
        A number, text, truth value or None; numbers of NumPy are taken as plain ones.
    text
        How readers are told; None writes the value as `written` does, and what is empty is kept without being said.
    origin
        Which tables and which rule the value comes from, for whoever follows a number back to its rows.
    """

    name: str
    value: object
    text: str | None = None
    origin: str = field(kw_only=True)

    @property
    def sentence(self) -> str:
        """What readers are told; empty where the value is kept without being said."""
        return written(_plain(self.name, self.value)) if self.text is None else self.text


def show_statements(statements: Sequence[Statement], *, opening: bool = False) -> None:
    """Say statements as one paragraph, where they are made, and in a run keep their values.

    Parameters
    ----------
    statements
        In the order in which they are said.
    opening
        Whether a page begins with them.

    Raises
    ------
    StudyError
        If a name is not valid or was stated before in this run, a value is no plain value, or an origin is empty.
        By hand a name may be stated again, as happens when a cell is run twice.
    """
    said = {statement.name: _keep(statement) for statement in statements}
    # what two of them say in the same words is said once
    text = " ".join(dict.fromkeys(part for part in said.values() if part))
    if text:
        paragraph, myst = f"<p>{escape_html(text)}</p>", escape_myst(text)
        more: dict[str, object] = {}
        if opening:
            paragraph = f'<div class="{OPENING}">{paragraph}</div>'
            myst, more = frame_opening(myst), {"opening": True}
        forms = {"text/html": paragraph, "text/markdown": myst, "text/plain": text}
        show(forms, values=list(said), **more)


def frame_opening(text: str) -> str:
    """MyST as the block that a page begins with."""
    return f'<div class="{OPENING}">\n\n{text}\n\n</div>'


def state(name: str, value: object, text: str | None = None, *, origin: str) -> None:
    """Say one value, where it is made, and in a run keep it; see `Statement` and `show_statements`."""
    show_statements([Statement(name, value, text, origin=origin)])


def _keep(statement: Statement) -> str:
    """Keep a value in `values.json`; give its text."""
    name, plain = statement.name, _plain(statement.name, statement.value)
    folder = output_folder()
    if not NAME.fullmatch(name):
        raise StudyError(
            f"{name!r} is no valid name of a value",
            repair="use lower-case letters, digits and '_' only",
        )
    if not statement.origin.strip():
        raise StudyError(
            f"the value {name!r} has no origin", repair="name the tables and the rule it comes from"
        )
    if folder is not None and name in _stated:
        raise StudyError(
            f"the value {name!r} is stated twice", repair="give each value its own name"
        )
    said = statement.sentence
    _stated[name] = {"value": plain, "text": said, "origin": statement.origin}
    if folder is not None:
        write_atomically(folder / "values.json", to_json(_stated))
    return said


def written(value: Plain) -> str:
    """A value as the prose writes it: thousands with a comma, two decimals or two figures, a true minus sign.

    >>> [written(each) for each in (8716, -0.456, 0.0034, 71.0, "Bilbao", None)]
    ['8,716', '−0.46', '0.0034', '71', 'Bilbao', 'not known']
    """
    if value is None:
        return "not known"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return value
    digits = max(2, count_decimals([value]))
    number = f"{rounded(value, digits):,}".removesuffix(".0")
    return number.replace("-", "−")


def _plain(name: str, value: object) -> Plain:
    """The value as JSON can hold it."""
    item = getattr(value, "item", None)
    plain = item() if callable(item) else value
    if plain is None or isinstance(plain, (bool, int, str)):
        return plain
    if isinstance(plain, float) and math.isfinite(plain):
        return plain
    raise StudyError(
        f"the value {name!r} is {plain!r}, no plain value",
        repair="state a finite number, text, True, False or None (for 'not known')",
    )
