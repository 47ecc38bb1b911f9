"""What a new vintage of a statistic changes in the table, and the sidecar that tells of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
import yaml

from quire.core.project import digest
from quire.tables.csvfiles import to_csv
from quire.tables.sources import Gathered, Part, Vintage, credit
from studylib.data.official_statistics import PLACE

Row = dict[str, str]


@dataclass(frozen=True)
class Change:
    """How the figures of a statistic differ from those that stood there.

    Attributes
    ----------
    new, changed, gone, same
        How many figures.
    most
        The one that changed most, relative to what it was, in words; empty if none did.
    """

    new: int
    changed: int
    gone: int
    same: int
    most: str

    @property
    def any(self) -> bool:
        """Whether anything differs."""
        return bool(self.new or self.changed or self.gone)

    @property
    def said(self) -> str:
        """The change as a clause."""
        most = f" (most of all {self.most})" if self.most else ""
        return f"{self.new:,} new, {self.changed:,} changed{most}, {self.gone:,} gone, {self.same:,} as before"


def merge_rows(
    rows: Sequence[Row], fresh: Sequence[Row], statistic: str, replaced: Collection[str]
) -> tuple[list[Row], list[Row], Change]:
    """The rows with a statistic's figures of some datasets replaced.

    Parameters
    ----------
    rows, fresh
        Those of the table, and those to be taken in.
    replaced
        The datasets whose figures of the statistic give way, as figures are credited to them.

    Returns
    -------
    tuple
        The new rows in their order; rows of other datasets for the same place and year, which stand in the way; and what changed.
    """
    old, kept = list[Row](), list[Row]()
    for one in rows:
        own = one["statistic"] == statistic
        gives_way = own and credit(one["publisher"], one["dataset"]) in replaced
        (old if gives_way else kept).append(one)
    before, after = ({_key(one): one for one in some} for some in (old, fresh))
    clash = [one for one in kept if _key(one) in after]
    both = before.keys() & after.keys()
    changed = sorted(key for key in both if _figure(before[key]) != _figure(after[key]))
    change = Change(
        new=len(after.keys() - both),
        changed=len(changed),
        gone=len(before.keys() - both),
        same=len(both) - len(changed),
        most=_say_most(changed, before, after),
    )
    return sorted([*kept, *fresh], key=_key), clash, change


def write_rows(rows: Sequence[Row], columns: Sequence[str]) -> bytes:
    """The table as its file."""
    return to_csv(pd.DataFrame(rows, columns=list(columns)))


def write_sidecar(papers: Gathered) -> bytes:
    """The sidecar as its file; reading it gives the same."""
    data = papers.model_dump(exclude={"table"}, exclude_defaults=True)
    head = {key: data.pop(key) for key in ("title", "sha256", "min_rows")}
    text = yaml.dump(
        {**head, **data}, Dumper=_Plain, sort_keys=False, allow_unicode=True, width=130
    )
    return text.encode()


def renew_papers(papers: Gathered, table: bytes, rows: Sequence[Row], part: Part) -> Gathered:
    """The sidecar of a table with a new vintage.

    Parameters
    ----------
    part
        The dataset as it is told of now, in the place of the one of its name; one without a row is taken out.
    """
    others = {one.label: one for one in papers.sources} | {part.label: part}
    there = {credit(one["publisher"], one["dataset"]) for one in rows}
    sources = tuple(one for one in others.values() if one.label in there)
    update = {"sha256": digest(table), "min_rows": len(rows), "sources": sources}
    return papers.model_copy(update=update)


def add_vintage(part: Part, vintage: Vintage) -> Part:
    """The dataset with one more vintage, retrieved on its day."""
    update = {"vintages": (*part.vintages, vintage), "retrieved": vintage.retrieved}
    return part.model_copy(update=update)


def is_last(part: Part, subject: str, files: Mapping[str, str]) -> bool:
    """Whether the figures of a subject were last taken from just these files."""
    own = [one for one in part.vintages if one.subject == subject]
    return bool(own) and set(own[-1].files.values()) == set(files.values())


class _Plain(yaml.SafeDumper):
    """Written out in full: a reader of data does not look for aliases."""

    def ignore_aliases(self, data: object) -> bool:
        return True


def _key(row: Row) -> tuple[str, str, str, int]:
    return (row["statistic"], row["city_code"], row["country_code"], int(row["year"]))


def _figure(row: Row) -> tuple[float, str]:
    return float(row["value"]), row["flag"]


def _say_most(
    changed: Sequence[tuple[str, str, str, int]],
    before: Mapping[tuple[str, str, str, int], Row],
    after: Mapping[tuple[str, str, str, int], Row],
) -> str:
    """The figure that changed most."""
    if not changed:
        return ""

    def step(key: tuple[str, str, str, int]) -> float:
        old, new = (float(some[key]["value"]) for some in (before, after))
        return abs(new - old) / (abs(old) or 1)

    key = max(changed, key=step)
    place = "".join(before[key][column] for column in PLACE.values())
    old, new = (
        " ".join([some[key]["value"], some[key]["flag"]]).strip() for some in (before, after)
    )
    return f"{place} {key[-1]}: {old} to {new}"
