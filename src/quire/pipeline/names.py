"""What is called otherwise in two sets of outputs: labels are no values, and are compared under one name.

Which columns hold names is data (`data/schema/figures.yml`). Differences of values are in `differences`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from functools import cached_property

from quire.tables.csvfiles import read_records

BETWEEN = "; "
"""What parts several names in one cell."""
NUMBER = re.compile(r"[-+.\de]*")
DIGITS = 6
"""Of a number that tells which row is meant; more would tell machines apart."""

Rows = list[dict[str, str]]


class Names:
    """Old names with the new ones, and texts under these.

    Parameters
    ----------
    renamed
        What is called otherwise: each old name with the new one.

    >>> Names([("Wien", "Vienna")]).within({"Vienna", "Graz"}).translate("Graz; Wien")
    'Graz; Vienna'
    """

    def __init__(self, renamed: Iterable[tuple[str, str]]) -> None:
        self.renamed = sorted(renamed)

    def within(self, words: Collection[str]) -> Names:
        """Those that hold for one output: the old name is gone from its words, and one new one is among them or a part of them."""
        if not self.renamed:
            return self
        text = "\n".join(words)
        pairs = [(one, two) for one, two in self.renamed if one not in words and two in text]
        olds, news = [one for one, _ in pairs], [two for _, two in pairs]
        here = [(a, b) for a, b in pairs if olds.count(a) == news.count(b) == 1]
        # a longer name that holds an old one stays as it is
        stays = [(word, word) for word in words if any(one in word for one, _ in here)]
        return Names([*here, *stays])

    @cached_property
    def _old(self) -> re.Pattern[str]:
        longest_first = sorted((re.escape(one) for one, _ in self.renamed), key=len, reverse=True)
        return re.compile(rf"(?<!\w)(?:{'|'.join(longest_first)})(?!\w)")

    def translate(self, text: str) -> str:
        """A text with the new names."""
        if not self.renamed:
            return text
        new = dict(self.renamed)
        return self._old.sub(lambda match: new[match.group()], text)

    def translate_row(self, row: Mapping[str, str]) -> Mapping[str, str]:
        """The cells of a row with the new names."""
        if not self.renamed:
            return row
        return {column: self.translate(cell) for column, cell in row.items()}


def learn_names(
    before: Mapping[str, bytes], after: Mapping[str, bytes], columns: Collection[str]
) -> Names:
    """What was renamed between two sets of outputs.

    A name is learnt from a row whose other cells, or all of them that are no numbers, are the same
    in both sets and in no other row. It is another name of the same thing if the new one was
    nowhere before, and where the old one is gone (`Names.within`): names that change places, or a
    city that moves into another band, are no renaming.

    Parameters
    ----------
    before, after
        Files by name; those that end in `.csv` are read.
    columns
        The columns that hold names.
    """
    pairs: set[tuple[str, str]] = set()
    for name in before.keys() & after.keys():
        if name.endswith(".csv") and before[name] != after[name]:
            old, new = read_records(before[name]), read_records(after[name])
            pairs |= {*_pair_names(old, new, columns)}
    if pairs:
        tables = (read_records(data) for name, data in before.items() if name.endswith(".csv"))
        known = set[str]().union(*map(list_words, tables))
        pairs = {(one, two) for one, two in pairs if two not in known}
    return Names(pairs)


def list_words(rows: Iterable[Mapping[str, str]]) -> set[str]:
    """The cells of rows that are no numbers, and the names in those that hold several."""
    cells = {cell for row in rows for cell in row.values() if not NUMBER.fullmatch(cell)}
    return cells | {part for cell in cells for part in cell.split(BETWEEN)}


def _pair_names(old: Rows, new: Rows, columns: Collection[str]) -> Iterable[tuple[str, str]]:
    """Names in rows that are the same but for these, or that have the same codes."""
    if not old or not new:
        return
    shared = [column for column in old[0] if column in new[0]]
    named = [column for column in shared if column in columns]
    rest = [column for column in shared if column not in columns]
    rows = [*old, *new]
    codes = [name for name in rest if not any(NUMBER.fullmatch(row[name]) for row in rows)]
    for known in filter(None, (rest, codes)):
        ones, twos = _by_cells(old, known), _by_cells(new, known)
        for key in ones.keys() & twos.keys():
            for column in named:
                parts = [row[column].split(BETWEEN) for row in (ones[key], twos[key])]
                if len(parts[0]) == len(parts[1]):
                    yield from zip(*parts, strict=True)


def _by_cells(rows: Rows, columns: list[str]) -> dict[tuple[str, ...], dict[str, str]]:
    """The rows by their cells in some columns; those that these do not tell apart are left out."""
    groups: dict[tuple[str, ...], Rows] = {}
    for row in rows:
        groups.setdefault(tuple(_rounded(row[column]) for column in columns), []).append(row)
    return {key: group[0] for key, group in groups.items() if len(group) == 1}


def _rounded(cell: str) -> str:
    try:
        return f"{float(cell):.{DIGITS}g}"
    except ValueError:
        return cell
