"""What is said of the choices that move ranks, and of areas without one of their items; scores themselves are in `area_findings`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from quire.text.words import decimal


def indices_table(indices: pd.DataFrame) -> pd.DataFrame:
    """The table of `stability.decisive` for readers: each index with its interval."""
    return pd.DataFrame(
        {
            "Area": indices["area"],
            "Choice": indices["choice"],
            "Alone (interval)": _with_ends(indices, "first", 2),
            "With others (interval)": _with_ends(indices, "total", 2),
        }
    )


def left_out_sentence(found: pd.DataFrame, labels: dict[str, str]) -> str:
    """Without which item the ranks of each area move most, and how many cities then change their band.

    Parameters
    ----------
    found
        As made by `stability.left_out`.
    labels
        Names of the items.
    """
    sentences = []
    for area, part in found.groupby("area", sort=False):
        first, second = (
            part.sort_values("places", ascending=False, kind="stable").head(2).to_dict("records")
        )
        sure = (
            ""
            if first["places_low"] > second["places_high"]
            else ", though the intervals of the first two overlap"
        )
        sentences.append(
            f"{area}: ranks move most without “{labels[first['item']]}”, by {_one(first, 'places', 1)} places in the mean of "
            f"{first['cities']} cities{sure}; {_one(first, 'other_band_pct', 0)} per cent of the cities change their band."
        )
    return " ".join(sentences) or "No area score is made of several items, so none can be left out."


def left_out_table(found: pd.DataFrame, labels: dict[str, str]) -> pd.DataFrame:
    """The table of `stability.left_out` for readers."""
    return pd.DataFrame(
        {
            "Area": found["area"],
            "Left out": found["item"].map(labels),
            "Cities": found["cities"],
            "Mean move in rank, places (interval)": _with_ends(found, "places", 1),
            "Cities in another band, % (interval)": _with_ends(found, "other_band_pct", 0),
        }
    )


def _with_ends(frame: pd.DataFrame, column: str, digits: int) -> list[str]:
    return [_one(row, column, digits) for row in frame.to_dict("records")]


def _one(row: Mapping[Any, Any], column: str, digits: int) -> str:
    """A number with its interval in brackets."""
    number, low, high = (decimal(row[f"{column}{end}"], digits) for end in ("", "_low", "_high"))
    return f"{number} ({low} to {high})"
