"""Which column of a raw table refers to which other table, and the cells that name something that is not there."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from quire.core.errors import Fault, nearest


@dataclass(frozen=True)
class Reference:
    """A column whose values must be rows of another table (or `editions`)."""

    table: str
    column: str
    target: str
    what: str


REFERENCES = (
    Reference("comparisons", "item", "items", "item"),
    Reference("comparisons", "statistic", "statistics", "statistic"),
    Reference("cities", "country_code", "countries", "country"),
    Reference("members", "country_code", "countries", "country"),
    Reference("city_names", "city_code", "cities", "city"),
    Reference("surveys", "wave", "waves", "wave"),
    Reference("codebook", "item", "items", "item"),
    Reference("perception", "wave", "waves", "wave"),
    Reference("perception", "item", "codebook", "item of framework/codebook.csv"),
    Reference("perception_shares", "wave", "waves", "wave"),
    Reference("perception_shares", "item", "items", "item"),
    Reference("perception_shares", "city_code", "cities", "city"),
    Reference("survey_places", "wave", "waves", "wave"),
    Reference("survey_places", "survey", "surveys", "survey"),
    Reference("priorities", "wave", "waves", "wave"),
    Reference("city_statistics", "statistic", "statistics", "statistic"),
    Reference("city_statistics", "city_code", "cities", "city"),
    Reference("national_egovernment", "statistic", "statistics", "statistic"),
    Reference("national_egovernment", "country_code", "countries", "country"),
    Reference("published_facts", "edition", "editions", "edition"),
    Reference("comparability", "survey", "surveys", "survey"),
    Reference("comparability", "concept", "items", "item"),
    Reference("published_shares", "edition", "editions", "edition"),
    Reference("priorities", "issue", "issues", "issue"),
    Reference("statements", "element", "elements", "element"),
    Reference("statements", "statement", "barrier_surveys", "statement of barrier_surveys.csv"),
)


def find_strangers(
    frame: pd.DataFrame, column: str, valid: set[str], what: str, where: str
) -> list[Fault]:
    """A fault for every cell of `column` that is none of the `valid` words."""
    unknown = frame.loc[~frame[column].isin(valid), column]
    return [
        Fault(where, int(str(row)), column, value, f"unknown {what}", nearest(value, valid))
        for row, value in unknown.items()
    ]
