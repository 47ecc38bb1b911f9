"""The columns of a table of the data package as fields and keys of a Table Schema.

What the tables and their columns are called is in `packagetables`; how the package is put together in `datapackage`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from studylib.book.packagetables import TABLES, TYPES, WORDS
from studylib.core.errors import StudyError, nearest
from studylib.data.process import NOT_ANSWERED, NOT_ASKED, NOT_IN_EDITION
from studylib.data.tables import NUMBERS, TEXTS, TRUTHS, WHOLE_NUMBERS


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
            {"fields": list(here), "reference": {**_resource(other), "fields": list(TABLES[other or table].key)}}
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
        raise StudyError(f"columns that are not described: {', '.join(lacking)}", where=table, repair=repair)
    return [{"name": each, "description": words[each], **_type(table, each)} for each in columns]


def _type(table: str, column: str) -> dict[str, Any]:
    """Type and limits of a column, after what notebooks read it as."""
    own = TYPES.get(table, {}).get(column) or ("string" if column in TEXTS.get(table, ()) else "")
    if own:
        return {"type": own}
    if column == "missing":
        return {"type": "string", "constraints": {"enum": [NOT_ASKED, NOT_ANSWERED, NOT_IN_EDITION]}}
    if column in TRUTHS:
        return {"type": "boolean", "trueValues": ["True"], "falseValues": ["False"]}
    if column in WHOLE_NUMBERS:
        return {"type": "integer"}
    if column in NUMBERS:
        share = column.endswith("_pct") and column != "shares_sum_pct"
        return {"type": "number", **({"constraints": {"minimum": 0, "maximum": 100}} if share else {})}
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
