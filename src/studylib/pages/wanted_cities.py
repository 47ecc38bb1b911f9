"""Which cities have a page of their own: all of them, unless the book's configuration names those that are wanted."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from quire.core.errors import StudyError, nearest
from quire.core.project import Project
from quire.tables.yamlfiles import load_yaml

KEY = "city_pages"
"""Key of `book/_config.yml`: a list of codes of countries and of cities; without it every city has a page."""


def choose_cities(project: Project, register: pd.DataFrame) -> frozenset[str]:
    """The codes of the cities that have a page.

    Parameters
    ----------
    project
        The checkout.
    register
        The cities by code, with the column `country_code`.

    Raises
    ------
    StudyError
        If the configuration names what is no country or city of the register.
    """
    path = project.authored / "_config.yml"
    where = project.relative(path)
    settings = load_yaml(path, where) if path.is_file() else {}
    wanted = settings.get(KEY) if isinstance(settings, Mapping) else None
    countries = register["country_code"].astype(str)
    if wanted is None:
        return frozenset(countries.index.astype(str))
    if not isinstance(wanted, list):
        repair = f"write a list, such as {KEY}: [ES, DE004C], or [] for no city at all"
        raise StudyError(f"{KEY} is {wanted!r}, and no list", where=where, repair=repair)
    known = {*countries, *countries.index.astype(str)}
    for code in map(str, wanted):
        if code not in known:
            what = f"{KEY} names {code!r}, which is no country or city with figures"
            raise StudyError(what, where=where, repair=nearest(code, known))
    chosen = set(map(str, wanted))
    return frozenset(
        str(code) for code, country in countries.items() if {str(code), country} & chosen
    )
