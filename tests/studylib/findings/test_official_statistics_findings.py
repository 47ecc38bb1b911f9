"""What is said of official statistics beside what residents say."""

from __future__ import annotations

import pandas as pd
import small
from shown import part_of

from studylib.findings import official_statistics as findings
from studylib.questions import situation

VALUES = situation.select_focus_values(small.answers(), small.ITEMS, small.CITIES, small.AREAS)


def test_comparisons_say_which_way_they_go() -> None:
    rows = {
        "low": [0.1, -0.9, -0.2, None],
        "high": [0.9, -0.1, 0.4, None],
        "rho": [0.5, -0.5, 0.1, None],
    }
    summary = pd.DataFrame({**rows, "expected_sign": [1, 1, 1, 1], "level": "city"})
    say = findings._say_summary
    assert say(summary) == (
        "There are 4 comparisons of an item with an official statistic. 2 intervals leave out zero: 1 "
        "on the side that was expected, 1 on the other."
    )
    assert "No intervals leave out zero." in say(summary.tail(2))
    assert "says nothing of a city" in say(summary.assign(level="country"))
    assert say(summary.head(1)).endswith(
        "statistic. Its interval leaves out zero, on the side that was expected."
    )
    assert "Its interval does not leave out zero." in say(summary.iloc[[2]])
    assert "There are too few places, or no differences between them, for an interval." in say(
        summary.tail(1)
    )
    assert say(summary.head(0)).startswith("No official statistic")


def test_comparisons_are_shown_with_their_reason_and_source() -> None:
    finding = findings.beside_answers(
        small.study(), VALUES, small.CITIES, small.COMPARISONS, small.STATISTICS, 95
    )
    assert finding.sentence.startswith("Intervals are at 95 per cent. There are 2 comparisons")
    table = part_of(finding, "beside-ranks")
    assert table.data["ρ (interval)"].to_list() == ["−1.00", ""]
    assert table.data["Source"].to_list() == ["Eurostat", "UN"]
    assert table.data["Expected"].to_list() == ["below 0", "above 0"]
    assert table.source.endswith("Official statistics: Eurostat and UN, years 2000 to 2001.")
    assert (
        "Jobs with Unemployment (%, 2000 to 2001), n = 5, rank correlation −1.00"
        in part_of(finding, "beside").alt
    )


def test_the_publisher_is_named_in_the_table_only_where_there_are_several() -> None:
    statistics = small.STATISTICS.assign(source="UN")
    finding = findings.beside_answers(
        small.study(), VALUES, small.CITIES, small.COMPARISONS, statistics, 95
    )
    assert "Source" not in part_of(finding, "beside-ranks").data


def test_each_figure_keeps_its_own_publisher_and_what_it_says_of_it() -> None:
    statistics = small.STATISTICS.copy()
    statistics.loc[1, ["source", "caveat"]] = ["Town hall, rates", "provisional"]
    finding = findings.beside_answers(
        small.study(), VALUES, small.CITIES, small.COMPARISONS, statistics, 95
    )
    dots = part_of(finding, "beside").data.set_index("place")
    assert dots.loc["Beta", ["source", "caveat"]].to_list() == ["Town hall, rates", "provisional"]
    assert set(dots["source"]) == {"Eurostat", "Town hall, rates", "UN"}
    assert part_of(finding, "beside-ranks").source.endswith(
        "Official statistics: Eurostat, Town hall, rates and UN, years 2000 to 2001."
    )
    assert "1 official figure carries a caveat of its publisher." in finding.sentence
    (row,) = part_of(finding, "beside-caveats").data.to_numpy().tolist()
    assert row == ["Unemployment", "Beta", 2001, 8, "%", "provisional", "Town hall, rates"]


def test_without_a_caveat_nothing_is_said_of_caveats() -> None:
    finding = findings.beside_answers(
        small.study(), VALUES, small.CITIES, small.COMPARISONS, small.STATISTICS, 95
    )
    assert "caveat" not in finding.sentence
    assert part_of(finding, "beside-caveats").data.empty
