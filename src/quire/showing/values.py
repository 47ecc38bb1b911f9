"""Numbers for the prose, each with where it comes from.

A notebook states a value under a name, its prose says the name, and `values.json` keeps all of them.
"""

from __future__ import annotations

import math
import re
from typing import Any

from quire.core.errors import StudyError
from quire.core.project import to_json, write_atomically
from quire.showing.outputs import output_folder, show
from quire.text.words import rounded

NAME = re.compile(r"[a-z][a-z0-9_]*")
GLUE = "application/papermill.record/"
"""Prefix that keeps a glued value from being shown where it is stated (the form of `myst_nb.glue`)."""

Plain = bool | int | float | str | None

_stated: dict[str, dict[str, Any]] = {}


def state(name: str, value: object, text: str | None = None, *, origin: str) -> None:
    r"""Record a value and glue its text, so that the prose can say ``{glue:text}`name` ``.

    Parameters
    ----------
    name
        What the prose calls it: lower-case letters, digits and `_`.
    value
        A number, text, truth value or None; numbers of NumPy are taken as plain ones.
    text
        How the prose writes it; by default as `written` does.
    origin
        Which tables and which rule the value comes from, for whoever follows a number back to its rows.

    Raises
    ------
    StudyError
        If the name is not valid or was stated before in this run, the value is no plain value, or origin is empty.
        By hand a name may be stated again, as happens when a cell is run twice.
    """
    plain = _plain(name, value)
    folder = output_folder()
    if not NAME.fullmatch(name):
        raise StudyError(
            f"{name!r} is no valid name of a value",
            repair="use lower-case letters, digits and '_' only",
        )
    if not origin.strip():
        raise StudyError(
            f"the value {name!r} has no origin", repair="name the tables and the rule it comes from"
        )
    if folder is not None and name in _stated:
        raise StudyError(
            f"the value {name!r} is stated twice", repair="give each value its own name"
        )
    said = written(plain) if text is None else text
    _stated[name] = {"value": plain, "text": said, "origin": origin}
    if folder is not None:
        write_atomically(folder / "values.json", to_json(_stated))
    # repr, because the reader of glued text evaluates literals: "1,234" would become two numbers
    show(
        {f"{GLUE}text/plain": repr(said)},
        metadata={"scrapbook": {"name": name, "mime_prefix": GLUE}},
    )


def written(value: Plain) -> str:
    """A value as the prose writes it: thousands with a comma, two decimals at most, a true minus sign.

    >>> [written(each) for each in (8716, -0.456, 71.0, "Bilbao", None)]
    ['8,716', '−0.46', '71', 'Bilbao', 'not known']
    """
    if value is None:
        return "not known"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return value
    number = f"{value:,}" if isinstance(value, int) else f"{rounded(value, 2):,}".removesuffix(".0")
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
