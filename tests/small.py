"""Processed tables of an invented edition, small enough to work out on paper. Invented cities exist in tests only."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection

from studylib.data.survey_tables import NOT_ASKED, NOT_IN_COPY, NOT_IN_SURVEY
from studylib.data.tables import EditionFacts

AREAS = pd.DataFrame(
    {
        "area": ["work", "life"],
        "label": ["Work", "Life"],
        "colour": ["#0072B2", "#8C6D00"],
        "in_focus": [True, True],
    }
)

ITEMS = pd.DataFrame(
    {
        "item": ["jobs", "theft", "parks", "trams"],
        "label": ["Jobs", "Theft", "Parks", "Trams"],
        "area": ["work", "life", "life", "life"],
        "in_focus": [True, True, True, False],
        "direction": [1, -1, 1, 1],
        "wording": [
            "A job is easy to find",
            "Something was stolen",
            "There are parks",
            "There are trams",
        ],
        "asked": [True, True, False, True],
        "cities": [5, 4, 0, 5],
        "panel_cities": [3, 3, 0, 3],
        "base": ["all answers", "all answers", "", "all answers"],
        "note": [""] * 4,
    }
)

COAST = pd.DataFrame({"ring": 1, "longitude": [0.0, 15, 30], "latitude": [45.0, 55, 45]})
"""One land, drawn clockwise."""

CITIES = pd.read_csv(
    io.StringIO(
        """city_code,city,country_code,country,region,longitude,latitude,survey,survey_unit,in_edition,in_panel,items_asked,items_answered
A1,Alpha,AA,Aland,Europe,10,52,one,A1,True,True,3,3
A2,Beta,AA,Aland,Europe,11,52,one,A2,True,True,3,3
A3,Gamma,AA,Aland,Europe,,,one,A3,True,False,3,3
B1,Delta,BB,Beland,Asia,20,40,one,B1,True,True,3,3
B2,Epsilon,BB,Beland,Asia,,,one,B2,True,False,3,2
C1,Zeta,CC,Celand,Europe,0,60,,,False,False,0,0
"""
    ),
    keep_default_na=False,
    na_values={"longitude": "", "latitude": ""},
)

FAVOURABLE = {
    ("jobs", "A1"): (60.0, 65.0),
    ("jobs", "A2"): (50.0, 50.0),
    ("jobs", "A3"): (20.0, 25.0),
    ("jobs", "B1"): (40.0, 45.0),
    ("jobs", "B2"): (80.0, 85.0),
    ("theft", "A1"): (88.0, 89.0),
    ("theft", "A2"): (80.0, 80.0),
    ("theft", "A3"): (70.0, 70.0),
    ("theft", "B1"): (90.0, 90.0),
    ("trams", "A1"): (10.0, 20.0),
}
"""Favourable share and balance score by item and city."""

CAVEATS = {
    ("jobs", "A2"): "the no-answer share is not published",
    ("jobs", "B1"): "the shares sum to 90 per cent; the no-answer share is not published",
}


def row(frame: pd.DataFrame, key: object, columns: list[str]) -> list[object]:
    """Cells of one row of a frame, by its key in the index."""
    return list(frame.loc[[key], columns].to_numpy().tolist()[0])


def dots(axes: Axes) -> list[float]:
    """Where the dots of a drawing lie along its horizontal axis, in the order in which they were drawn."""
    scattered = [each for each in axes.collections if isinstance(each, PathCollection)]
    return [float(x) for each in scattered for x in np.asarray(each.get_offsets())[:, 0]]


def answers() -> pd.DataFrame:
    """The grid of all items and all cities."""
    rows = []
    for item in ITEMS["item"]:
        for city, in_edition in zip(CITIES["city_code"], CITIES["in_edition"], strict=True):
            known = FAVOURABLE.get((item, city))
            asked = bool(ITEMS.set_index("item").loc[item, "asked"])
            why = NOT_ASKED if not asked else NOT_IN_COPY
            missing = "" if known else why if in_edition else NOT_IN_SURVEY
            # balance is 50 and half of what the favourable share has more than the other one
            share, balance = known or (None, None)
            valid = known and 100 * known[0] / (2 * known[0] - 2 * (known[1] - 50))
            about = [city, "all answers"] if known else ["", ""]
            rows.append(
                [item, city, *about, share, valid, balance, CAVEATS.get((item, city), ""), missing]
            )
    figures = ["favourable_pct", "favourable_valid_pct", "balance"]
    columns = ["item", "city_code", "survey_unit", "base", *figures, "caveat", "missing"]
    return pd.DataFrame(rows, columns=columns).astype(dict.fromkeys(figures, float))


COMPARISONS = pd.DataFrame(
    {
        "item": ["jobs", "theft"],
        "statistic": ["unemployment", "online"],
        "level": ["city", "country"],
        "label": ["Unemployment", "Online"],
        "unit": ["%", "index"],
        "expected_sign": [-1, 1],
        "reason": ["because", "perhaps"],
    }
)

STATISTICS = pd.DataFrame(
    {
        "item": ["jobs"] * 5 + ["theft"] * 2,
        "statistic": ["unemployment"] * 5 + ["online"] * 2,
        "level": ["city"] * 5 + ["country"] * 2,
        "place_code": ["A1", "A2", "A3", "B1", "B2", "AA", "CC"],
        "value": [7.0, 8.0, 12.0, 9.0, 3.0, 0.5, 0.9],
        "year": [2000, 2001, 2001, 2001, 2001, 2000, 2000],
        "source": ["Eurostat"] * 5 + ["UN"] * 2,
        "caveat": "",
    }
)


def study(**changes: Any) -> EditionFacts:
    """The edition, as `tables.read_edition` gives it."""
    fields: dict[str, Any] = {
        "id": "2002",
        "year": 2002,
        "subject": "An invented subject",
        "topic": "Work",
        "status": "published",
        "areas": ["work", "life"],
        "wave_survey": "one",
        "wave_year": 2001,
        "wave_title": "First survey",
        "wave_figures_from": "a table",
        "participants": {
            "cities": 7,
            "countries": None,
            "note": "By post.",
            "source": "https://example.org/2002",
        },
    }
    return EditionFacts(**{**fields, **changes})
