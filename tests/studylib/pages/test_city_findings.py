"""What the page of a city says first, worked out on paper."""

from __future__ import annotations

from dataclasses import replace
from math import nan

import pytest
from rendered import TEMPLATES
from test_city_scores import AIR, ANSWER, EDITION, LIFE, WORK, scores

from studylib.pages.city_figures import Answer, Change
from studylib.pages.city_findings import find_fits, find_held, name_areas, open_page
from studylib.pages.city_scores import Score, Suggestion
from studylib.pages.city_tables import CityEdition

OLD, NEW = EDITION, CityEdition(id="2005", name="2005", wave_year=2004)
ASKED = {"2002": 400.0, "2005": 400.0}


def answers(edition: str, **shares: float) -> list[Answer]:
    return [
        replace(ANSWER, edition=edition, item=name, label=name.capitalize(), favourable_pct=value)
        for name, value in shares.items()
    ]


def test_the_newest_survey_with_shares_of_one_base_is_taken() -> None:
    rows = answers("2002", jobs=20, parks=50, schools=80) + answers("2005", jobs=30, parks=60)
    made = open_page([], [OLD, NEW], rows, ASKED)
    assert made.shares is not None
    assert made.shares.edition.id == "2002"
    # 400 residents: Wilson's interval of 80 per cent is 75.8 to 83.6, of 20 per cent 16.4 to 24.2
    assert made.shares.most == ["‘Schools’ (80.0 %, interval 75.8 to 83.6)"]
    assert made.shares.least == ["‘Jobs’ (20.0 %, interval 16.4 to 24.2)"]
    assert [label for label, _drawn in made.shares.bars] == ["Schools", "Parks", "Jobs"]
    assert made.shares.named == ["‘Schools’", "‘Parks’", "‘Jobs’"]
    many = open_page([], [NEW], answers("2005", **dict.fromkeys("abcdefgh", 50.0)), ASKED)
    assert many.shares is not None
    assert many.shares.named == []
    more = open_page([], [OLD, NEW], rows + answers("2005", schools=90), ASKED)
    assert more.shares is not None
    assert more.shares.edition.id == "2005"


@pytest.mark.parametrize(
    "change",
    [
        {"base": "valid answers"},
        {"missing": "not in this copy"},
        {"asked": False},
        {"favourable_pct": nan},
        {"item": "whole"},
    ],
)
def test_what_may_not_be_set_beside_the_rest_is_left_out(change: dict[str, object]) -> None:
    rows = answers("2005", jobs=30, parks=60, schools=90)
    rows[2] = replace(rows[2], **change)  # type: ignore[arg-type]
    assert open_page([], [NEW], rows, ASKED, frozenset({"whole"})).shares is None


@pytest.mark.parametrize("respondents", [{}, {"2005": nan}, {"2005": 0.0}])
def test_without_a_number_of_residents_nothing_is_said_of_shares(
    respondents: dict[str, float],
) -> None:
    rows = answers("2005", jobs=30, parks=60, schools=90)
    assert open_page([], [NEW], rows, respondents).shares is None


def test_areas_are_those_of_the_newest_edition_with_similar_cities() -> None:
    lonely = scores(replace(WORK, similar_middle=nan))
    made = open_page([lonely, scores(WORK, LIFE, AIR)], [OLD, NEW], [], {})
    assert list(made.above) == ["Life (−12.5 points, interval −18.3 to −6.0)"]
    assert list(made.below) == ["Work <i> (−12.5 points, interval −18.3 to −6.0)"]
    assert open_page([lonely], [OLD], [], {}).scored is None
    assert name_areas([WORK, LIFE, AIR, AIR])[-1] == "2 more areas"
    assert name_areas([WORK, LIFE, AIR])[-1] == "1 more area"


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (
            [replace(WORK, stands="")],
            "In 2004 the Work <i> score was no further from that of similar cities than chance allows.",
        ),
        (
            [AIR, replace(LIFE, stands="")],
            "In 2004, none of 2 area scores that can be compared was further from that of similar "
            "cities than chance allows.",
        ),
        (
            [WORK, LIFE],
            "In 2004 scores of residents' answers were above those of similar cities on Life "
            "(−12.5 points, interval −18.3 to −6.0). In 2004 scores of residents' answers were "
            "below those of similar cities on Work <i> (−12.5 points, interval −18.3 to −6.0).",
        ),
    ],
)
def test_an_opening_says_of_how_many_scores_none_stands_out_and_what_points_are_of(
    rows: list[Score], said: str
) -> None:
    made = open_page([replace(scores(*rows), edition=NEW)], [NEW], [], {})
    text = TEMPLATES.render("city_opening.md", opening=made).replace("\\", "")
    assert " ".join(text.split()) == said


def change(label: str, after: str, points: float, *, held: bool = True) -> Change:
    return Change(label, "2002", after, "a", "b", 50, 50 + points, points, 0, 1, held, held)


def test_changes_that_hold_come_newest_first_and_then_by_size() -> None:
    rows = [
        change("old", "2005", 30),
        change("small", "2008", 5),
        change("down", "2008", -9),
        change("chance", "2008", 20, held=False),
    ]
    assert [row.label for row in find_held(rows, ["2002", "2005", "2008"])] == [
        "down",
        "small",
        "old",
    ]


def test_an_area_with_practices_stands_once_as_the_newest_edition_has_it() -> None:
    newest = replace(
        scores(WORK),
        edition=NEW,
        fitting={"Work <i>": [Suggestion("2005", "work", "new", "New", "Beta", "near")]},
    )
    older = replace(scores(WORK), edition=replace(OLD, wave_year=2001))
    (fit,) = find_fits([newest, older])
    assert (fit.area, list(fit.years)) == ("Work <i>", [2004, 2001])
    assert [one.title for one in fit.practices] == ["New"]
    assert fit.still
    # in the newest figures the area is not there, so nobody can say that it is no longer below
    (past,) = find_fits([scores(LIFE), older])
    assert (list(past.years), past.still, past.scored) == ([2001], False, False)
    # there it has a score, and the interval leaves open whether it is below
    (left_open,) = find_fits([scores(replace(WORK, stands="")), older])
    assert (left_open.still, left_open.scored) == (False, True)
    # an edition before it says nothing of what came since
    oldest = scores(replace(WORK, stands=""))
    (before,) = find_fits([scores(LIFE), older, oldest])
    assert (before.still, before.scored) == (False, False)
