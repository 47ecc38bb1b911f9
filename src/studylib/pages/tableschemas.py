"""The columns of a table of the data package as fields and keys of a Table Schema.

What the tables and their columns are called is in `packagetables`; how the package is put together in `datapackage`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from quire.core.errors import StudyError, nearest
from studylib.data.survey_tables import REASONS
from studylib.data.tables import NUMBERS, TEXTS, TRUTHS, WHOLE_NUMBERS
from studylib.pages.packagetables import TABLES

WORDS = {
    "country": "Name of the country in English.",
    "country_code": "Code of the country.",
    "region": "Part of the world as the United Nations Statistics Division has it (M49).",
    "subregion": "Part of the region, from the same list.",
    "longitude": "Degrees east of Greenwich; empty if not known.",
    "latitude": "Degrees north of the equator; empty if not known.",
    "items_asked": "Items that the survey asked; 0 where the city is not in it.",
    "items_answered": "Items for which the city has a figure.",
    "statistic": "Official statistic, by its name in the framework.",
    "value": "The figure, in the unit that the table comparisons gives.",
    "balance": "Balance score from 0 to 100; empty where the share for or against is missing.",
}
"""Meanings in words for one column, where the page on columns tells of several at once or of figures."""

TYPES: dict[str, dict[str, str]] = {
    "editions": {"year": "integer", "wave_year": "integer", "wave_respondents": "integer"},
    "tree": {"direction": "number"},
    "surveys": {"survey_year": "integer"},
    "comparability": {"decided_on": "date"},
    "comparability_beside": {"decided_on": "date"},
}
"""Types by table and column, where notebooks read the column as text."""


def schema(table: str, columns: Sequence[str], meanings: Mapping[str, str]) -> dict[str, Any]:
    """The Table Schema of a table: its fields, what marks a missing value, its primary and foreign keys.

    Parameters and errors are those of `fields`.

    >>> schema("bands", ["band", "lower"], {"band": "Band of the score."})["primaryKey"]
    ['band']
    """
    about = TABLES[table]
    made: dict[str, Any] = {"fields": fields(table, columns, meanings), "missingValues": [""]}
    if about.key:
        made["primaryKey"] = list(about.key)
    if about.links:
        made["foreignKeys"] = [
            {
                "fields": list(here),
                "reference": {**_resource(other), "fields": list(TABLES[other or table].key)},
            }
            for other, here in about.links.items()
        ]
    return made


def fields(table: str, columns: Sequence[str], meanings: Mapping[str, str]) -> list[dict[str, Any]]:
    """The columns of a table as fields of a Table Schema.

    Parameters
    ----------
    table
        Name of the table.
    columns
        Its columns, in their order.
    meanings
        What columns mean in every table, by name.

    Raises
    ------
    StudyError
        With every column that nobody has described.

    >>> fields("bands", ["lower"], {})[0]["description"]
    'Least score of the band.'
    """
    words = {**meanings, **WORDS, **TABLES[table].words}
    lacking = [each for each in columns if each not in words]
    if lacking:
        repair = f"describe it in book/columns.md ({nearest(lacking[0], words)})"
        raise StudyError(
            f"columns that are not described: {', '.join(lacking)}", where=table, repair=repair
        )
    return [{"name": each, "description": words[each], **_type(table, each)} for each in columns]


def _type(table: str, column: str) -> dict[str, Any]:
    """Type and limits of a column, after what notebooks read it as."""
    own = TYPES.get(table, {}).get(column) or ("string" if column in TEXTS.get(table, ()) else "")
    if own:
        return {"type": own}
    if column == "missing":
        return {"type": "string", "constraints": {"enum": list(REASONS)}}
    if column in TRUTHS:
        return {"type": "boolean", "trueValues": ["True"], "falseValues": ["False"]}
    if column in WHOLE_NUMBERS:
        return {"type": "integer"}
    if column in NUMBERS:
        share = column.endswith("_pct") and column != "shares_sum_pct"
        return {
            "type": "number",
            **({"constraints": {"minimum": 0, "maximum": 100}} if share else {}),
        }
    return {"type": "string"}


def resource_name(table: str) -> str:
    """A table as the descriptor names it.

    >>> resource_name("published_shares")
    'published-shares'
    """
    return table.replace("_", "-")


def _resource(table: str) -> dict[str, str]:
    """The table that a foreign key leads to; none is named where it is the same one."""
    return {"resource": resource_name(table)} if table else {}
