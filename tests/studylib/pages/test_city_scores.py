"""The scores of an invented city beside others: on which side of them it lies, what may help, and why it has none."""

from __future__ import annotations

from dataclasses import replace
from math import nan

import pytest

from studylib.pages.city_figures import Answer
from studylib.pages.city_scores import Score, Scored, Suggestion, say_why_no_score, scores_of
from studylib.pages.city_tables import CityEdition, Survey

WORK = Score(
    edition="2002", survey="one", area_code="work", area="Work <i>",
    score=40.0, low=35.0, high=46.25, band="low", bands_reached="low; high", coverage_pct=100.0,
    country_cities=4, country_middle=60.0,
    similar_group="small cities", similar_cities=5, similar_middle=52.5,
    difference=-12.5, difference_low=-18.25, difference_high=-6.0, standardised=-0.5, stands="below",
)  # fmt: skip
LIFE = replace(
    WORK, area_code="life", area="Life", standardised=2.0, stands="above", country_middle=nan
)
AIR = replace(WORK, area_code="air", area="Air", standardised=-1.0, stands="")
SEA = replace(
    WORK, area_code="sea", area="Sea", similar_group="", similar_middle=nan,
    standardised=nan, stands="",
)  # fmt: skip
LEVEL = replace(WORK, area_code="level", area="Level", standardised=nan, stands="")
EDITION = CityEdition(id="2002", name="2002")
ASKED = Survey("one", "First survey", "Nobody", "by post", "", "", True)
ANSWER = Answer(
    edition="2002", item="jobs", label="Jobs", asked=True, favourable_pct=60.0, balance=65.0,
    base="all answers", caveat="",
)  # fmt: skip


def practice(area: str, title: str) -> Suggestion:
    return Suggestion("2002", area, title.lower(), title, "Beta", "near")


PRACTICES = [practice("work", "Shop"), practice("life", "Park"), practice("work", "School")]


def scores(*rows: Score) -> Scored:
    return scores_of(EDITION, rows, PRACTICES, ASKED, "Aland")


SCORES = scores(WORK, LIFE, AIR, SEA, LEVEL)


def areas(rows: object) -> list[str]:
    assert isinstance(rows, list)
    return [row.area for row in rows]


def test_areas_are_compared_by_standard_deviations_and_the_rest_is_said_to_have_no_median() -> None:
    assert areas(SCORES.compared) == ["Life", "Air", "Work <i>", "Level"]
    assert SCORES.no_similar == ["Sea"]
    assert SCORES.no_country == ["Life"]
    assert SCORES.groups == {"small cities": ["Work <i>", "Life", "Air", "Level"]}


def test_a_side_is_named_only_where_the_whole_interval_lies_on_it() -> None:
    assert (areas(SCORES.above), areas(SCORES.below)) == (["Life"], ["Work <i>"])
    assert SCORES.open == ["Air", "Level"]


def test_practices_fit_an_area_that_lies_below_and_no_other() -> None:
    assert {area: [one.title for one in some] for area, some in SCORES.fitting.items()} == {
        "Work <i>": ["Shop", "School"]
    }
    assert scores(replace(AIR, stands="below")).fitting == {}


def test_a_drawing_says_the_score_and_the_medians_that_there_are() -> None:
    assert [area for area, _drawn in SCORES.bars][:2] == ["Work <i>", "Life"]
    work, life, _air, sea, _level = (str(drawn) for _area, drawn in SCORES.bars)
    assert (
        'aria-label="Work &lt;i&gt;: score 40.0 of 100, interval 35.0 to 46.3; median of other '
        'cities, Aland: 60.0; median of other cities, similar cities: 52.5."'
    ) in work
    # four units a point, and the diamond of the country seven units above the line
    assert '<path class="country" d="M240 7' in work
    assert '<path class="similar" d="M210 3' in work
    assert 'class="country"' not in life
    assert "cities, Aland" not in life
    assert 'class="similar"' not in sea
    assert "similar cities" not in sea


def test_a_row_says_its_band_and_its_difference_with_signs() -> None:
    assert WORK.band_said == "low (the interval also reaches ‘high’)"
    assert WORK.difference_said == "Work <i> (−12.5 points, interval −18.3 to −6.0)"
    assert replace(WORK, bands_reached="low").band_said == "low"
    above = replace(WORK, difference=6.5, difference_low=0.5, difference_high=12.5)
    assert above.difference_said == "Work <i> (+6.5 points, interval +0.5 to +12.5)"


MISSING = replace(ANSWER, missing="not in this copy")
POSITIVE = replace(ANSWER, balance=nan)


@pytest.mark.parametrize(
    ("answers", "beside", "why"),
    [
        ([MISSING], [ANSWER], "its figures are of another survey"),
        ([MISSING, replace(ANSWER, asked=False)], [], "there is no figure of the city"),
        ([], [], "there is no figure of the city"),
        ([POSITIVE, MISSING], [], "only the positive shares"),
        ([POSITIVE, ANSWER], [], "too few items of its focus areas"),
        # figures of its own come before those of another survey
        ([ANSWER], [ANSWER], "too few items of its focus areas"),
    ],
)
def test_why_there_is_no_score_follows_from_the_answers_that_there_are(
    answers: list[Answer], beside: list[Answer], why: str
) -> None:
    assert why in say_why_no_score(answers, beside)
