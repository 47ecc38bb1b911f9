"""Numbers typed by hand into the prose of a results page: there should be none, since a number is stated with its origin."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from quire.core.errors import Fault, Faults

ALLOWED = frozenset({"0", "1", "50", "100"})
"""Ends and middle of the study's scales, as formulas and their readings name them."""

ROLE = re.compile(r"\{[a-z:]+\}`[^`]*`|`[^`]*`|\]\([^)]*\)")
NUMBER = re.compile(r"(?<![\w.,])\d+(?:[.,]\d+)*(?![\w])")


def check_prose(cells: Iterable[Mapping[str, Any]], where: str) -> None:
    """Refuse numbers typed into the prose of a notebook.

    Parameters
    ----------
    cells
        All cells of the notebook; prose is in its cells of Markdown. Roles, code and addresses are passed over.
    where
        The notebook, for the faults.

    Raises
    ------
    Faults
        With every number that is not one of `ALLOWED`.
    """
    faults = [
        Fault(
            where,
            0,
            f"cell {number}",
            typed,
            "is typed into the prose",
            "say it in a finding, or with state() where it is made",
        )
        for number, cell in enumerate(cells, start=1)
        if cell["cell_type"] == "markdown"
        for typed in typed_numbers("".join(cell["source"]))
    ]
    if faults:
        raise Faults(faults, where=where)


def typed_numbers(text: str) -> list[str]:
    """Numbers in Markdown that nobody stated, but for those that are allowed.

    >>> typed_numbers("Of {ref}`n` cities, 7 are said to be above 50.")
    ['7']
    """
    return [each for each in NUMBER.findall(ROLE.sub(" ", text)) if each not in ALLOWED]
