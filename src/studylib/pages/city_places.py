"""The cities that a reader can have lit in every distribution, and the words around it, for the script `book/_static/cities.js`."""

from __future__ import annotations

import json

from quire.text.languages import said
from quire.text.messages import _
from studylib.pages.city_tables import CityTables

FILE = "_static/places.js"


def place_files(tables: CityTables) -> dict[str, bytes]:
    """The names of all cities of the register by code, as a script of its own: a page that is opened as a file can read no other data.

    Parameters
    ----------
    tables
        The figures of the cities.
    """
    words = {
        "pick": _("Light a city in this and all other figures"),
        "none": _("none"),
        "lit": _(
            "{city} is lit in {n} of {all} distributions.", city="{city}", n="{n}", all="{all}"
        ),
        "absent": _("{city} has no figure here.", city="{city}"),
        "values": _("All values of {city}", city="{city}"),
        "marked": _(
            "{city} is marked in {n} of {all} distributions.", city="{city}", n="{n}", all="{all}"
        ),
        "unmarked": _("No city is marked."),
        "missing": _("no figure"),
        "elsewhere": _("The city of this address has no figure in this survey."),
    }
    cities = {str(code): str(said(city)) for code, city in tables.register["city"].items()}
    data = json.dumps(
        {"cities": cities, "words": {key: str(said(text)) for key, text in words.items()}},
        ensure_ascii=False,
        sort_keys=True,
    )
    return {FILE: f"window.studyPlaces = {data};\n".encode()}
