"""What differs between two sets of values: those of two versions of an edition, or of two editions.

Outputs of runs in, differences out. Where frozen outputs lie is in `vintages`, which differences are explained in `errata`.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import NamedTuple

from quire.pipeline.names import Names, learn_names, list_words
from quire.tables.csvfiles import read_records, read_rows
from quire.tables.schemas import Uncompared

RELATIVE = 1e-6
"""Numbers closer than this, relative to their size, are the same: arithmetic of another machine is none, and no page shows more."""

NUMBER = re.compile(r"\d+(?:[.,]\d+)*")

NOTHING_APART = Uncompared()

Row = tuple[tuple[str, str], ...]
Outputs = Mapping[str, bytes]
"""Files of an edition's runs by name: `<page>/values.json`, `<page>/figures/<id>.csv` and `<page>/tables/<name>.csv`."""


@dataclass(frozen=True, order=True)
class Difference:
    """One value that is not what it was.

    Attributes
    ----------
    page, output
        The run, and the stated value, figure or table in it; a kept table is `tables/<name>`.
    row
        What finds the row of a table: columns with their cells; empty for a stated value.
    column
        The column; empty where a whole row, table or page came or went.
    old, new
        The value as text; None where it is not there.
    """

    page: str
    output: str
    row: Row
    column: str
    old: str | None
    new: str | None

    @property
    def added(self) -> bool:
        """Whether nothing that was there is touched."""
        return self.old is None

    @property
    def change(self) -> float | None:
        """By how much a number changed; None where there are no two numbers."""
        old, new = _number(self.old), _number(self.new)
        return None if old is None or new is None else new - old


def compare(before: Outputs, after: Outputs, apart: Uncompared = NOTHING_APART) -> list[Difference]:
    """Every difference between two sets of outputs, in their order.

    Stated values are compared by value, and their sentences by the numbers in them: better words are no other figure. Rows of
    tables are found by the fewest leading columns that tell them apart.

    Parameters
    ----------
    before, after
        The outputs.
    apart
        What of them are no values: names, which are compared as the later outputs have them; prose, of which only the numbers
        are; and tables that count rows of others.

    >>> compare({"a/values.json": b'{"n": {"value": 1, "text": "1 city"}}'}, {"a/values.json": b'{}'})
    [Difference(page='a', output='n', row=(), column='', old='1', new=None)]
    """
    found: list[Difference] = []
    odd = [name for name in sorted({*before, *after}) if before.get(name) != after.get(name)]
    names = learn_names(before, after, apart.names) if odd and apart.names else Names(())
    for name in odd:
        page, _, file = name.partition("/")
        output = file.removeprefix("figures/").removesuffix(".csv")
        if file == "values.json":
            found += _values(page, before.get(name, b"{}"), after.get(name, b"{}"), names)
        elif f"{page}/{output}" not in apart.counts:
            sides = before.get(name), after.get(name)
            found += _table(page, output, *sides, names, frozenset(apart.prose))
    return found


def same(old: str, new: str) -> bool:
    """Whether two cells say the same: the same text, or numbers that differ by rounding of the machine only.

    >>> same("0.30000000000000004", "0.3"), same("12", "12.0"), same("12", "13"), same("Graz", "Wien")
    (True, True, False, False)
    """
    if old == new:
        return True
    one, two = _number(old), _number(new)
    return (
        one is not None
        and two is not None
        and math.isclose(one, two, rel_tol=RELATIVE, abs_tol=1e-12)
    )


def report(
    found: Sequence[Difference], causes: Mapping[str, Sequence[str]], limit: int = 40
) -> str:
    """Differences as a table of text: where, old, new, by how much, and once a page its cause.

    Parameters
    ----------
    found
        The differences.
    causes
        Why a page's values may differ, by page.
    limit
        Rows shown at most; what is left out is counted.
    """
    head = ("value", "row", "old", "new", "by")
    rows = [head, *(_cells(each) for each in found[:limit])]
    widths = [max(len(row[column]) for row in rows) for column in range(len(head))]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
    if len(found) > limit:
        lines.append(f"... and {len(found) - limit} more")
    for page in dict.fromkeys(each.page for each in found):
        lines.append(f"cause, {page}: {'; '.join(causes.get(page, ())) or 'not known'}")
    return "\n".join(lines)


def as_text(title: str, found: Sequence[Difference], causes: Mapping[str, Sequence[str]]) -> str:
    """All differences for a terminal: how many were added, removed and changed, then each."""
    if not found:
        return f"{title}: no difference"
    added, removed = sum(each.added for each in found), sum(each.new is None for each in found)
    head = f"{title}: {added} added, {removed} removed, {len(found) - added - removed} changed"
    return f"{head}\n{report(found, causes, limit=len(found))}"


def _cells(each: Difference) -> tuple[str, ...]:
    where = f"{each.page}/{each.output}" + (f" [{each.column}]" if each.column else "")
    row = ", ".join(f"{column} = {cell}" for column, cell in each.row)
    change = "" if each.change is None else f"{each.change:+.6g}".replace("-", "−")
    return (
        where,
        _short(row),
        *(_short("not there" if side is None else side) for side in (each.old, each.new)),
        change,
    )


def _short(text: str, most: int = 60) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _values(page: str, before: bytes, after: bytes, names: Names) -> Iterator[Difference]:
    old, new = json.loads(before), json.loads(after)
    names = names.within({str(stated["value"]) for stated in new.values()})
    for name in sorted({*old, *new}):
        if name not in new or name not in old:
            sides = [str(each[name]["value"]) if name in each else None for each in (old, new)]
            yield Difference(page, name, (), "", *sides)
            continue
        value = [_plain(each[name]) for each in (old, new)]
        said = [str(each[name]["text"]) for each in (old, new)]
        if not same(names.translate(value[0]), value[1]):
            yield Difference(page, name, (), "value", *value)
        if not _same_numbers(*said):
            yield Difference(page, name, (), "text", *said)


def _plain(stated: Mapping[str, object]) -> str:
    """The value as text; nothing where it is only its own sentence, which is compared by its numbers."""
    return (
        ""
        if stated["value"] == stated["text"] and NUMBER.search(str(stated["text"]))
        else str(stated["value"])
    )


def _same_numbers(old: str, new: str) -> bool:
    one, two = (NUMBER.findall(each) for each in (old, new))
    return all(same(a, b) for a, b in zip_longest(one, two, fillvalue=""))


def _table(
    page: str,
    output: str,
    before: bytes | None,
    after: bytes | None,
    names: Names,
    prose: frozenset[str],
) -> Iterator[Difference]:
    if before is None or after is None:
        sides = [
            None if each is None else f"{len(_read(each)[1])} rows" for each in (before, after)
        ]
        yield Difference(page, output, (), "", *sides)
        return
    (heads, old), (new_heads, new) = _read(before), _read(after)
    for column in [
        *(each for each in heads if each not in new_heads),
        *(each for each in new_heads if each not in heads),
    ]:
        sides = ["a column" if column in each else None for each in (heads, new_heads)]
        yield Difference(page, output, (), column, *sides)
    shared = [column for column in heads if column in new_heads]
    names = names.within(list_words(new))
    called = [names.translate_row(row) for row in old]
    keys = _keys(shared, called, new)
    for one, two in _pair_rows(_by_key(keys, called, old), _by_key(keys, new, new), shared, prose):
        if one is None or two is None:
            sides = ["a row" if side else None for side in (one, two)]
            yield Difference(page, output, (one or two).key, "", *sides)  # type: ignore[union-attr]
            continue
        for column in shared:
            cells = one.cells[column], two.cells[column]
            if not (_same_numbers(*cells) if column in prose else same(*cells)):
                yield Difference(page, output, one.key, column, one.was[column], cells[1])


class _Found(NamedTuple):
    """A row: what finds it for readers, its cells under the names of today, and as they stand in its file."""

    key: Row
    cells: Mapping[str, str]
    was: Mapping[str, str]


def _pair_rows(
    old: Mapping[Row, _Found],
    new: Mapping[Row, _Found],
    shared: Sequence[str],
    prose: Collection[str],
) -> Iterator[tuple[_Found | None, _Found | None]]:
    """Each row with the same one of the other side, if it is there: by its key, else by all its cells but for words of prose."""
    left, come = (
        _by_figures([rows[key] for key in rows if key not in other], shared, prose)
        for rows, other in ((old, new), (new, old))
    )
    same_but_for_words = {left[figures].key: come[figures] for figures in left.keys() & come.keys()}
    for key, row in old.items():
        yield row, new.get(key) or same_but_for_words.get(row.key)
    paired = {row.key for row in same_but_for_words.values()}
    for key, row in new.items():
        if key not in old and row.key not in paired:
            yield None, row


def _by_figures(
    rows: Sequence[_Found], shared: Sequence[str], prose: Collection[str]
) -> dict[tuple[object, ...], _Found]:
    """Rows by their cells, of prose by its numbers; those that these do not tell apart are left out."""
    if not set(prose) & set(shared):
        return {}
    groups: dict[tuple[object, ...], list[_Found]] = {}
    for row in rows:
        cells = ((column, row.cells[column]) for column in shared)
        figures = (tuple(NUMBER.findall(cell)) if name in prose else cell for name, cell in cells)
        groups.setdefault(tuple(figures), []).append(row)
    return {figures: group[0] for figures, group in groups.items() if len(group) == 1}


def _read(data: bytes) -> tuple[list[str], list[dict[str, str]]]:
    return next(iter(read_rows(data)), []), read_records(data)


def _keys(shared: Sequence[str], *tables: Sequence[Mapping[str, str]]) -> list[str] | None:
    """The fewest leading columns that no two rows of a table share; None if all of them do not part the rows."""
    for count in range(1, len(shared) + 1):
        keys = list(shared[:count])
        if all(
            len({tuple(row[key] for key in keys) for row in table}) == len(table)
            for table in tables
        ):
            return keys
    return None


def _by_key(
    keys: Sequence[str] | None,
    table: Iterable[Mapping[str, str]],
    was: Iterable[Mapping[str, str]],
) -> dict[Row, _Found]:
    rows: dict[Row, _Found] = {}
    for number, (row, before) in enumerate(zip(table, was, strict=True), start=1):
        place = (("row", str(number)),)
        key, shown = (
            place if keys is None else tuple((name, side[name]) for name in keys)
            for side in (row, before)
        )
        rows[key] = _Found(shown, row, before)
    return rows


def _number(text: str | None) -> float | None:
    try:
        number = float(text or "")
    except ValueError:
        return None
    return number if math.isfinite(number) else None
