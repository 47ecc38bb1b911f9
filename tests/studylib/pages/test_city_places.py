"""The names of cities for the script that lights one."""

from __future__ import annotations

import json

from test_city_pages import tables

from quire.core.project import Project
from studylib.pages.city_places import FILE, place_files


def test_every_city_of_the_register_has_its_name_whatever_is_in_it(study: Project) -> None:
    nasty = '</script>"\\\u2028 Ü'
    figures = tables(study)
    figures.register.loc["AA001C", "city"] = nasty
    script = place_files(figures)[FILE].decode()
    start, end = "window.studyPlaces = ", ";\n"
    assert script.startswith(start)
    assert script.endswith(end)
    # JSON is JavaScript: no text of it ends where it should not
    said = json.loads(script.removeprefix(start).removesuffix(end))
    assert said["cities"].keys() == set(figures.register.index)
    assert said["cities"]["AA001C"] == nasty


def test_the_words_keep_the_places_that_the_script_fills(study: Project) -> None:
    said = json.loads(place_files(tables(study))[FILE].decode().split(" = ", 1)[1][:-2])
    assert said["words"]["lit"].format(city="Alpha", n=2, all=3) == (
        "Alpha is lit in 2 of 3 distributions."
    )
    assert said["words"]["marked"].format(city="Alpha", n=2, all=3) == (
        "Alpha is marked in 2 of 3 distributions."
    )
    assert said["words"]["absent"].format(city="Alpha") == "Alpha has no figure here."
