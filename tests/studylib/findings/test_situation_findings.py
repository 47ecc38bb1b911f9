"""The page on the situation: true for what the frames hold, and readable for one item or none."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
import small
from shown import part_of, show_all, text_of

from quire.showing.findings import Finding
from studylib.data.tables import EditionFacts
from studylib.findings import (
    area_scores,
    associations,
    official_statistics,
    published,
    situation,
)
from studylib.index.area_scores import measure_consistency, pivot_areas, tabulate_scores
from studylib.questions import situation as analysis

STUDY = small.study(
    wave_respondents=500, wave_respondents_reason="It is said", wave_respondents_source=None
)
NOTHING = small.ITEMS.assign(asked=False)
BANDS = pd.DataFrame({"band": [1, 2], "lower": [0.0, 50.0], "label": ["low", "high"]})
FACTS = pd.DataFrame(
    {
        "field": ["title", "result", "odd"],
        "value": ["A", "75 %", "B"],
        "source": ["u", "v", "w"],
    }
)


def values_of(items: pd.DataFrame = small.ITEMS) -> pd.DataFrame:
    return analysis.select_focus_values(small.answers(), items, small.CITIES, small.AREAS)


def test_items_of_different_bases_are_marked_and_ranked_within_one() -> None:
    values = values_of()
    theft = values["item"] == "theft"
    finding = situation.spread(
        STUDY, values.assign(base=values["base"].mask(theft, "valid answers"))
    )
    assert "(of valid answers)" in text_of(finding, "spread")
    assert "this is no order of them" in text_of(finding, "spread")
    alone = text_of(finding, "spread_alike")
    assert alone.startswith("Of shares of all answers alone: ")
    assert "(of valid answers)" not in alone
    # frozen frames keep their labels
    assert not part_of(finding, "distributions").data["label"].str.contains("valid").any()
    assert text_of(situation.spread(STUDY, values), "spread_alike") == ""


def test_titles_rank_within_one_base_alone() -> None:
    values = values_of()
    parks = values[values["item"] == "theft"].assign(item="parks", label="Parks")
    parks["favourable_pct"] -= 20
    jobs = values["item"] == "jobs"
    some = pd.concat([values.assign(base=values["base"].mask(jobs, "valid answers")), parks])
    # medians: jobs 50, of another base; theft 84, parks 20 less
    assert part_of(situation.spread(STUDY, some), "distributions").title == (
        "Median shares of all answers go from 64 % (Parks) to 84 % (Theft (denied))"
    )
    # countries lie 10 points apart on jobs, and not apart on the others
    title = part_of(situation.countries(STUDY, some, 2), "countries").title
    assert title.startswith("Of shares of all answers, countries lie furthest apart on ")
    assert "Jobs" not in title


def asked(values: pd.DataFrame, items: pd.DataFrame = small.ITEMS) -> Finding:
    return situation.asked(STUDY, values, items, small.AREAS, small.STATISTICS)


def all_findings(study: EditionFacts, values: pd.DataFrame, items: pd.DataFrame) -> list[Finding]:
    statistics = small.STATISTICS if len(values) else small.STATISTICS.head(0)
    comparisons = small.COMPARISONS if len(values) else small.COMPARISONS.head(0)
    facts = FACTS if len(values) else FACTS.head(0)
    scores = tabulate_scores(None, small.AREAS, small.CITIES, BANDS, 95)
    return [
        situation.asked(study, values, items, small.AREAS, statistics),
        situation.measures(study, values, items),
        situation.spread(study, values),
        situation.countries(study, values, 2),
        area_scores.spread(study, scores, BANDS, 95),
        area_scores.consistency(study, measure_consistency(None, small.AREAS)),
        associations.items(study, values, small.CITIES, 95),
        associations.areas(study, pivot_areas(scores, []), small.CITIES, 95),
        official_statistics.beside_answers(
            study, values, small.CITIES, comparisons, statistics, 95
        ),
        situation.caveats(study, values),
        published.facts(study, facts),
    ]


def test_the_whole_page_is_shown_and_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = show_all(all_findings(STUDY, values_of(), small.ITEMS), tmp_path, monkeypatch)
    drawn = {"distributions", "countries", "beside"}  # three cities have no correlation
    tables = {"items", "beside-ranks", "caveat-kinds", "caveats", "published-results"}
    assert shown.files == (
        {f"{name}.svg" for name in drawn}
        | {f"{name}.csv" for name in drawn | tables | {"published-facts"}}
    )
    assert shown.stated["items_asked"] == 2
    assert shown.texts[0].startswith(
        "Edition: 2002. Data years: survey 2001, official statistics 2000 to 2001. The edition of"
    )


def test_an_edition_without_figures_still_reads_well(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    study = small.study(wave_year=None, wave_respondents=None, wave_respondents_source=None)
    shown = show_all(all_findings(study, values_of(NOTHING), NOTHING), tmp_path, monkeypatch)
    assert shown.files == set()
    said = " ".join(shown.texts)
    assert "Data years: no survey. No item of the survey is about the focus" in said
    assert "There is no figure to describe. No city of the panel has a figure here." in said
    assert "There is no area score" in said
    assert "There are no two areas to put beside each other." in said
    assert "There are no figures that could need a caveat." in said


def test_what_was_asked_is_counted() -> None:
    assert text_of(asked(values_of()), "items_asked") == (
        "The edition of 2002 is about Work and Life. Of 3 items on that subject, 2 have figures from "
        "the survey of 2001 here."
    )
    of_some = small.ITEMS.assign(base=["working answers", "all answers", "", "all answers"])
    assert text_of(asked(values_of(), of_some), "items_asked").endswith(
        "not comparable with the others: of working answers: Jobs."
    )


def test_the_spread_names_the_items_at_the_ends() -> None:
    finding = situation.spread(STUDY, values_of())
    said = text_of(finding, "spread")
    assert "from 50 per cent for Jobs to 84 per cent for Theft (denied)" in said
    assert "differ most in Jobs, where the middle half of them spans 20 points" in said
    assert part_of(finding, "distributions").alt == (
        f"Dot plots of 2 items, one dot a city, up to 5 cities, share and balance score. {said}"
    )


def test_countries_are_ranked_on_items_that_they_are_shown_with() -> None:
    # only theft has shares of all answers, and no country has enough cities with it
    values = values_of()
    theft = values["item"] == "theft"
    part = values.assign(base=values["base"].where(theft, "valid answers"))
    few = part[~theft | ~part["city_code"].duplicated() & (part.index == part.index[theft][0])]
    title = part_of(situation.countries(STUDY, few, 2), "countries").title
    assert "all answers" not in title
    assert "Jobs" in title


def test_one_item_is_described_by_itself() -> None:
    values = values_of()
    finding = situation.spread(STUDY, values[values["item"] == "jobs"])
    assert text_of(finding, "spread") == (
        "On Jobs, the median over cities is 50 per cent of residents who answer favourably; in the middle half "
        "of the cities 40 to 60 per cent do."
    )


def test_the_panel_is_set_against_all_cities_with_both_numbers() -> None:
    # theft: panel 80 88 90, all 70 80 88 90
    values = values_of()
    said = text_of(situation.spread(STUDY, values), "panel")
    assert (
        "on Theft (denied): its median is 88.0 per cent, theirs 84.0 per cent, in 3 and 4 cities."
        in said
    )
    panel = situation.spread(STUDY, values[values["in_panel"]])
    assert text_of(panel, "panel") == "The panel's median is that of all cities."


def test_countries_are_named_in_alphabetical_order() -> None:
    finding = situation.countries(STUDY, values_of(), 2)
    assert finding.sentence.startswith(
        "2 countries have 2 cities or more with a figure: Aland and Beland."
    )
    assert (
        "Countries lie 10 points apart in Jobs and 0 points in Theft"
        in part_of(finding, "countries").alt
    )
    none = situation.countries(STUDY, values_of(), 9)
    assert "No country has 9 cities or more" in none.sentence
    assert len(none.parts) == 1


def test_caveats_are_counted_against_all_figures() -> None:
    values = values_of()
    one, none = values.assign(caveat=["doubtful", *[""] * 8]), values.assign(caveat="")
    said = [situation.caveats(STUDY, frame).sentence for frame in (values, one, none)]
    assert said[0].startswith("2 of 9 figures carry a caveat. They are shown")
    assert said[1].startswith("1 of 9 figures carries a caveat. It is shown")
    assert said[2] == "None of the 9 figures on this page carries a caveat."


def test_a_survey_of_one_side_has_one_measure_and_its_texts_say_no_other() -> None:
    values = values_of()
    one = values.assign(balance=float("nan"))
    assert situation.measures(STUDY, one, small.ITEMS).sentence == (
        "This copy of the survey has positive shares only, so there is no balance score, which would "
        "need the other answers too."
    )
    assert situation.measures(STUDY, values, small.ITEMS).sentence.startswith(
        "The balance score also uses"
    )
    captions = [
        part_of(situation.spread(STUDY, frame), "distributions").caption for frame in (one, values)
    ]
    assert captions[0] == "One dot a city: its favourable share"
    assert captions[1].endswith("first its favourable share, then its balance score")
