"""What an edition's run of results keeps for other pages: which tables, and what a row of each is."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from quire.showing.findings import Finding, Table
from quire.showing.values import Statement
from quire.text.messages import _
from quire.text.words import counted

ROWS = {
    "area_scores": _("an area and a city of the edition's survey"),
    "consistency": _("an area"),
    "needs": _("an area and a city that has similar ones, of any survey of the wave"),
    "profiles": _("an area and a city, of any survey of the wave"),
    "trends": _("a concept and a survey that asked it"),
    "changes": _("a concept and two surveys, in the cities of both"),
    "area_changes": _("an area and two surveys, on their common items"),
    "area_refusals": _("an area and two surveys that have nothing in common"),
    "convergence": _("a concept and two surveys of enough cities"),
    "country_pairs": _("two countries"),
    "city_changes": _("a city, a concept and two surveys"),
}
"""What a row of each table is, by the table's name."""


def kept(tables: Mapping[str, pd.DataFrame]) -> Finding:
    """Which tables are kept, what a row of each is, and how many there are.

    Parameters
    ----------
    tables
        By name; each is one of `ROWS`.
    """
    listed = pd.DataFrame(
        {
            _("Table"): list(tables),
            _("A row is"): [ROWS[name] for name in tables],
            _("Rows"): [len(table) for table in tables.values()],
        }
    )
    said = _("The other pages read {tables}.", tables=counted(len(tables), "table"))
    source = _("Source: the study's own results.")
    caption = _("Results that other pages stand on")
    return Finding(
        Statement("tables", len(tables), said, origin=_("this notebook")),
        Table("tables", listed, caption, source),
    )
