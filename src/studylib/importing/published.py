"""What a publisher's file becomes, whatever its format: series of cells, each with the keys that say what it is of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Cell:
    """One figure as it is printed: its period, value and flags; an empty value is a gap."""

    time: str
    value: str
    flag: str = ""


@dataclass(frozen=True)
class Series:
    """Cells of one line of a file.

    Attributes
    ----------
    keys
        What they are of, by the file's own names and codes.
    power
        Values are in units of ten to this power.
    """

    line: int
    keys: Mapping[str, str]
    cells: Sequence[Cell]
    power: int = 0


@dataclass(frozen=True)
class Published:
    """One file.

    Attributes
    ----------
    form
        Its format, in words.
    agency, dataset, title
        Whose it is and what it is called, as it says itself; empty if it does not.
    place
        The key that names the place.
    subject
        The key that names what was measured; empty if it has none.
    unit
        The key that names the unit; empty if it has none.
    """

    file: str
    form: str
    series: Sequence[Series]
    place: str
    subject: str = ""
    unit: str = ""
    agency: str = ""
    dataset: str = ""
    title: str = ""


def find_key(names: Sequence[str], known: Sequence[str]) -> str:
    """The first of some names that is one of the known ones, in their order and whatever its capitals; empty if none is.

    >>> find_key(["freq", "CITIES"], ["geo", "cities"])
    'CITIES'
    """
    by_name = {name.casefold(): name for name in reversed(names)}
    return next((by_name[one] for one in known if one in by_name), "")
