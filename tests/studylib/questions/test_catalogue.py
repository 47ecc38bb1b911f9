"""The catalogue as figures, on three invented practices."""

from __future__ import annotations

import pandas as pd
from small import AREAS

from studylib.charts.grids import lever_matrix
from studylib.findings import good_practices
from studylib.questions.catalogue import count_by_area_and_lever, find_related, select_on_areas

PRACTICES = pd.DataFrame(
    {
        "practice": ["a", "b", "c", "d"],
        "title": ["Maps", "Buses", "Clubs", "Roads"],
        "city": ["Alpha", "Beta", "Gamma", "Alpha"],
        "country": ["Aland", "Beland", "Celand", "Aland"],
        "region": ["Europe", "Asia", "Europe", "Europe"],
        "areas": ["work", "work life", "life", "play"],
        "levers": ["data skills", "data", "skills", "data"],
        "start_year": [2001, 2002, 2003, 2004],
        "result": ["1 a", "2 b", "3 c", "4 d"],
        "doubt": ["Is it?", "", "Who counted?", ""],
    }
)
LEVERS = pd.DataFrame(
    {
        "lever": ["data", "money", "skills"],
        "label": ["Data", "Money", "Skills"],
        "meaning": [""] * 3,
    }
)


def test_every_pair_is_counted_also_where_there_is_nothing() -> None:
    counts = count_by_area_and_lever(PRACTICES, AREAS, LEVERS)
    wide = counts.set_index(["area", "lever"])["practices"].to_dict()
    assert wide == {
        **{("Work", "Data"): 2, ("Work", "Money"): 0, ("Work", "Skills"): 1},
        **{("Life", "Data"): 1, ("Life", "Money"): 0, ("Life", "Skills"): 1},
    }
    said = good_practices._say_gaps(counts)
    assert said == (
        "4 of 6 pairs of an area and a lever have at least one practice on record. Nothing is known here for Work (money) and Life (money)."
    )
    texts = [each.get_text() for each in lever_matrix(counts).axes[0].texts]
    assert texts == ["2", "–", "1", "1", "–", "1"]


def test_practices_are_related_by_what_they_share() -> None:
    found = find_related(PRACTICES)
    assert found.to_dict("records") == [
        {"practice": "a", "other": "b", "areas": "work", "levers": "data"},
        {"practice": "b", "other": "a", "areas": "work", "levers": "data"},
        {"practice": "b", "other": "c", "areas": "life", "levers": ""},
        {"practice": "c", "other": "b", "areas": "life", "levers": ""},
    ]


def test_an_edition_shows_those_on_its_focus_areas_as_links() -> None:
    areas = AREAS.assign(in_focus=[False, True])
    inside = select_on_areas(PRACTICES, areas)
    assert inside["practice"].to_list() == ["b", "c"]
    table = good_practices._tabulate_catalogue(inside, AREAS, LEVERS)
    assert [each.__html__() for each in table["Practice"]] == [
        '<div class="study-link"><a href="../../practices/b.html">Buses</a></div>',
        '<div class="study-link"><a href="../../practices/c.html">Clubs</a></div>',
    ]
    assert table["Main result"].to_list() == ["2 b", "3 c"]
    assert table["Doubt"].to_list() == ["", "Who counted?"]
    said = good_practices._say_catalogue(inside, PRACTICES)
    assert (
        said
        == "2 practices of 4 on record are on the focus areas of this edition, from 2 cities: Asia (1) and Europe (1)."
    )
    none = select_on_areas(PRACTICES, AREAS.assign(in_focus=False))
    assert good_practices._say_catalogue(none, PRACTICES).startswith("No practice is on record")
