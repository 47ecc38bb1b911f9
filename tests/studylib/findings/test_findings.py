"""Sentences made from data: true for what the frames hold, and readable for one item or none."""

from __future__ import annotations

import pandas as pd
import pytest
import small
from conftest import ROOT

from quire.text.words import counted
from studylib.findings import beside_findings, findings
from studylib.questions import official_statistics, situation
from studylib.statistics.association import correlate_pairs

STUDY = small.study()
NOTHING = small.ITEMS.assign(asked=False)


def values_of(items: pd.DataFrame = small.ITEMS) -> pd.DataFrame:
    return situation.select_focus_values(small.answers(), items, small.CITIES, small.AREAS)


@pytest.fixture
def summary() -> pd.DataFrame:
    return situation.summarise_items(values_of())


def test_what_was_asked_is_counted() -> None:
    sentence = findings.items_sentence(STUDY, small.ITEMS, small.AREAS)
    assert sentence == (
        "The edition of 2002 is about Work and Life. Of 3 items on that subject, 2 have figures from the survey of 2001 here."
    )


def test_the_spread_names_the_items_at_the_ends(summary: pd.DataFrame) -> None:
    sentence = findings.spread_sentence(summary)
    assert "from 50 per cent for Jobs to 84 per cent for Theft (denied)" in sentence
    assert "differ most in Jobs, where the middle half of them spans 20 points" in sentence
    assert findings.spread_alt(summary).startswith(
        "Dot plots of 2 items, one dot a city, up to 5 cities"
    )


def test_one_item_is_described_by_itself(summary: pd.DataFrame) -> None:
    sentence = findings.spread_sentence(summary[summary["item"] == "jobs"])
    assert sentence == (
        "The median over cities is 50 per cent of residents who answer favourably; in the middle half of the cities 40 to 60 per "
        "cent do."
    )


def test_the_panel_is_set_against_all_cities_with_both_numbers(summary: pd.DataFrame) -> None:
    # theft: panel 80 88 90, all 70 80 88 90
    assert "for Theft (denied): 88.0 against 84.0 per cent, in 3 and 4 cities." in (
        findings.panel_sentence(summary)
    )
    same = summary.assign(panel_median=summary["median"])
    assert findings.panel_sentence(same) == "The panel's median is that of all cities."


def test_countries_are_named_in_alphabetical_order() -> None:
    medians = situation.compute_country_medians(values_of(), 2)
    sentence = findings.countries_sentence(medians, 2)
    assert sentence.startswith("2 countries have 2 cities or more with a figure: Aland and Beland.")
    assert (
        "Countries lie 10 points apart in Jobs and 0 points in Theft"
        in findings.countries_matrix_alt(medians)
    )
    assert "No country has 9 cities or more" in findings.countries_sentence(medians.head(0), 9)


def test_pairs_say_how_many_intervals_leave_out_zero() -> None:
    x = pd.Series(range(20), dtype=float)
    pairs = correlate_pairs(pd.DataFrame({"a": x, "b": (x // 2) * 2 - x % 2, "c": (x * 7) % 20}), x)
    clear = int(((pairs["low"] > 0) | (pairs["high"] < 0)).sum())
    sentence = findings.together_sentence(pairs, "items")
    assert "Over 3 pairs of items" in sentence
    assert f"; {counted(clear, 'interval leaves', 'intervals leave')} out zero. " in sentence
    assert "to 0.98 (a and b, n = 20)." in sentence
    assert (
        findings.together_sentence(pairs.head(0), "areas")
        == "There are no two areas to put beside each other."
    )


def test_comparisons_say_which_way_they_go() -> None:
    rows = {
        "low": [0.1, -0.9, -0.2, None],
        "high": [0.9, -0.1, 0.4, None],
        "rho": [0.5, -0.5, 0.1, None],
    }
    summary = pd.DataFrame({**rows, "expected_sign": [1, 1, 1, 1], "level": "city"})
    assert beside_findings.beside_sentence(summary) == (
        "In 4 comparisons an official statistic stands beside an item. 2 intervals leave out zero: 1 on the side that was "
        "expected, 1 on the other."
    )
    assert "No intervals leave out zero." in beside_findings.beside_sentence(summary.tail(2))
    assert "says nothing of a city" in beside_findings.beside_sentence(
        summary.assign(level="country")
    )
    assert (
        "Its interval leaves out zero, on the side that was expected"
        in beside_findings.beside_sentence(summary.head(1))
    )
    assert "Its interval does not leave out zero." in beside_findings.beside_sentence(
        summary.iloc[[2]]
    )
    assert "There are too few places for an interval." in beside_findings.beside_sentence(
        summary.tail(1)
    )
    assert beside_findings.beside_sentence(summary.head(0)).startswith("No official statistic")


def test_comparisons_are_shown_with_their_reason_and_source() -> None:
    found = official_statistics.pair_figures(
        small.COMPARISONS, small.STATISTICS, values_of(), small.CITIES
    )
    summary = official_statistics.summarise_pairs(found, small.COMPARISONS, 95)
    table = beside_findings.beside_table(summary)
    assert table["ρ (interval)"].to_list() == ["−1.00", ""]
    assert table["Source"].to_list() == ["Eurostat", "UN"]
    of_one = beside_findings.beside_table(
        summary.assign(rho=0.25, low=-0.5, high=0.75, source="UN")
    )
    assert of_one["ρ (interval)"].to_list() == ["0.25 (−0.50 to 0.75)"] * 2
    assert "Source" not in of_one
    assert table["Expected"].to_list() == ["below 0", "above 0"]
    assert (
        "Jobs with Unemployment (%, 2000 to 2001), n = 5, rank correlation −1.00"
        in beside_findings.beside_alt(summary)
    )
    assert (
        beside_findings.beside_source("S.", summary)
        == "S. Official statistics: Eurostat and UN, years 2000 to 2001."
    )


def test_caveats_are_counted_against_all_figures() -> None:
    values = values_of()
    assert findings.caveat_sentence(values).startswith(
        "2 of 9 figures carry a caveat. They are shown"
    )
    one = values.assign(caveat=["doubtful", *[""] * 8])
    assert findings.caveat_sentence(one).startswith("1 of 9 figures carries a caveat. It is shown")
    clean = values.assign(caveat="")
    assert findings.caveat_sentence(clean) == "None of the 9 figures on this page carries a caveat."


def test_every_field_of_a_published_fact_has_a_name_for_readers_and_no_recorders_note() -> None:
    known = pd.read_csv(ROOT / "data" / "raw" / "published_facts.csv", dtype=str)
    assert set(known["field"]) == set(findings.FIELDS)
    notes = known["value"].str.contains(
        r"stored|cut off|breaks off|host count|scale words|page prints|text not|_", case=False
    )
    assert known.loc[notes, "value"].to_list() == []


def test_results_of_uclg_are_told_from_other_facts() -> None:
    facts = {
        "field": ["title", "result", "odd"],
        "value": ["A", "75 %", "B"],
        "source": ["u", "v", "w"],
    }
    published = pd.DataFrame(facts)
    assert findings.published_table(published, results=True)["As it was published"].to_list() == [
        "75 %"
    ]
    assert findings.published_table(published, results=False)["What"].to_list() == ["Report", "Odd"]
    assert findings.published_sentence(STUDY, published).startswith(
        "1 result of UCLG's own study of 2002 is listed"
    )
    assert findings.published_sentence(STUDY, published.head(1)).startswith("No result")


def test_an_edition_without_figures_still_reads_well() -> None:
    study, values = small.study(wave_year=None), values_of(NOTHING)
    empty = situation.summarise_items(values)
    assert "No item of the survey is about the focus" in findings.items_sentence(
        study, NOTHING, small.AREAS
    )
    assert findings.spread_sentence(empty) == "There is no figure to describe."
    assert findings.panel_sentence(empty) == "No city of the panel has a figure here."
    assert findings.caveat_sentence(values) == "There are no figures that could need a caveat."
    assert findings.data_years(study, small.STATISTICS.head(0)) == "no survey"
    assert (
        findings.data_years(STUDY, small.STATISTICS)
        == "survey 2001, official statistics 2000 to 2001"
    )


def test_a_survey_of_one_side_has_one_measure_and_its_texts_say_no_other() -> None:
    values = pd.DataFrame({"balance": [None, None], "favourable_pct": [50.0, 60.0]}, dtype=float)
    one = pd.DataFrame({"measure": ["favourable_pct"]})
    assert findings.measures_sentence(values) == (
        "This copy of the survey has positive shares only, so there is no balance score, which would need the other answers too."
    )
    assert findings.spread_caption(one) == "One dot a city: its favourable share"
    both = pd.DataFrame({"measure": ["favourable_pct", "balance"]})
    assert findings.spread_caption(both).endswith(
        "share on the left, its balance score on the right"
    )
    assert findings.measures_sentence(values.assign(balance=50.0)).startswith(
        "The balance score also uses"
    )
